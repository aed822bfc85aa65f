//! Cells: the value and the points of one subject for one indicator and period, and the scores made of them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::availability::Availability;
use crate::band::Band;
use crate::code::{CockpitDimensionCode, GroupCode};
use crate::id::{IdError, IndicatorVersionId, PersonId, PostId, UnitId};
use crate::indicator::SubjectKind;
use crate::number::{Points, Quantity};
use crate::period::Period;

/// What a value is about, written `unit-…`, `post-…`, `person-…`: the address of a place in the cockpit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// A unit.
    Unit(UnitId),
    /// A post.
    Post(PostId),
    /// A person.
    Person(PersonId),
}

impl Subject {
    /// Its kind.
    #[must_use]
    pub const fn kind(self) -> SubjectKind {
        match self {
            Self::Unit(_) => SubjectKind::Unit,
            Self::Post(_) => SubjectKind::Post,
            Self::Person(_) => SubjectKind::Person,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(id) => write!(f, "unit-{id}"),
            Self::Post(id) => write!(f, "post-{id}"),
            Self::Person(id) => write!(f, "person-{id}"),
        }
    }
}

impl FromStr for Subject {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('-') {
            Some(("unit", id)) => id.parse().map(Self::Unit),
            Some(("post", id)) => id.parse().map(Self::Post),
            Some(("person", id)) => id.parse().map(Self::Person),
            _ => Err(IdError(text.to_owned())),
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Subject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "graphql")]
async_graphql::scalar!(Subject, "Subject", "A place of the cockpit: `unit-`, `post-` or `person-` followed by its id.");

/// What is released about a comparison group of three or more, although its rows are not all visible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ranking {
    /// The place, 1 is best.
    pub rank: i32,
    /// How many are ranked.
    pub group_size: i32,
    /// The group.
    pub group: GroupCode,
    /// The mean, HALF_UP at 4 places.
    pub mean: Quantity,
    /// The best.
    pub best: Quantity,
}

/// One value with its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What it is about.
    pub subject: Subject,
    /// The version of the indicator.
    pub version: IndicatorVersionId,
    /// The period.
    pub period: Period,
    /// Whether there is a value, and why not.
    pub availability: Availability,
    /// The numerator of a ratio, summed before dividing.
    pub numerator: Option<Quantity>,
    /// The denominator of a ratio.
    pub denominator: Option<Quantity>,
    /// The value.
    pub value: Option<Quantity>,
    /// Rows of the sources behind it.
    pub rows: i64,
    /// The measures of the formula, in the order of their names in it; none where one is absent.
    pub inputs: Vec<Option<Quantity>>,
    /// The target that held.
    pub target: Option<Quantity>,
    /// The points.
    pub points: Option<Points>,
    /// The points it was worth.
    pub base_points: Points,
    /// What the value means.
    pub band: Option<Band>,
    /// Where it stands in its comparison group.
    pub ranking: Option<Ranking>,
}

#[cfg(test)]
impl Cell {
    /// A value that was worth five points, with what it won; none where it brought no points.
    pub(crate) fn worth_five(version: i64, subject: Subject, period: &str, points: Option<&str>) -> Self {
        use crate::id::Id as _;
        Self {
            subject,
            version: IndicatorVersionId::from_raw(version),
            period: period.parse().unwrap(),
            availability: Availability::Present,
            numerator: None,
            denominator: None,
            value: None,
            rows: 0,
            inputs: Vec::new(),
            target: None,
            points: points.map(|points| points.parse().unwrap()),
            base_points: "5".parse().unwrap(),
            band: None,
            ranking: None,
        }
    }
}

/// The score of a subject over the indicators of one cockpit dimension, or over all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// What it is about.
    pub subject: Subject,
    /// The period.
    pub period: Period,
    /// The cockpit dimension; none for the total.
    pub dimension: Option<CockpitDimensionCode>,
    /// Whether there is a score, and why not.
    pub availability: Availability,
    /// 0–100.
    pub score: Option<Points>,
    /// The points won.
    pub points: Points,
    /// The points that could be won, over applicable indicators.
    pub base_points: Points,
    /// What the score means.
    pub band: Option<Band>,
    /// Where it stands in its comparison group.
    pub ranking: Option<Ranking>,
    /// How many indicators counted.
    pub indicator_count: i32,
}
