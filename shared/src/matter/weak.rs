//! The number that is to get better: a value of an indicator, or the score of a scheme (CJ-36).

use serde::{Deserialize, Serialize};

use super::About;
use crate::cell::Subject;
use crate::code::CockpitDimensionCode;
use crate::id::{IndicatorId, SchemeId};
use crate::period::Period;

/// The score of somebody in a scheme.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct OfScore {
    /// The scheme.
    pub scheme: SchemeId,
    /// The cockpit dimension; none for the total.
    pub dimension: Option<CockpitDimensionCode>,
    /// The unit, post or person.
    pub subject: Subject,
    /// The period.
    pub period: Period,
}

/// A number that is to get better. The value of an indicator is written as an [`About`] alone: that is how diagnoses and effects are kept.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Weak {
    /// The value of an indicator.
    Value(About),
    /// A score.
    Score(OfScore),
}

/// What a number is of, whosever it is and of whatever period.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measured {
    /// An indicator.
    Indicator(IndicatorId),
    /// The score of a scheme, in a cockpit dimension or in all.
    Score(SchemeId, Option<CockpitDimensionCode>),
}

impl From<About> for Weak {
    fn from(about: About) -> Self {
        Self::Value(about)
    }
}

impl Weak {
    /// Whose number it is.
    #[must_use]
    pub const fn subject(&self) -> Subject {
        match self {
            Self::Value(about) => about.subject,
            Self::Score(of) => of.subject,
        }
    }

    /// The period in which it is weak.
    #[must_use]
    pub const fn period(&self) -> Period {
        match self {
            Self::Value(about) => about.period,
            Self::Score(of) => of.period,
        }
    }

    /// The value it is, where it is one of an indicator.
    #[must_use]
    pub const fn about(&self) -> Option<About> {
        match self {
            Self::Value(about) => Some(*about),
            Self::Score(_) => None,
        }
    }

    /// The score it is, where it is one.
    #[must_use]
    pub const fn score(&self) -> Option<&OfScore> {
        match self {
            Self::Value(_) => None,
            Self::Score(of) => Some(of),
        }
    }

    /// The indicator it is of, where it is of one: only an indicator has a page in the handbook.
    #[must_use]
    pub fn indicator(&self) -> Option<IndicatorId> {
        self.about().map(|about| about.indicator)
    }

    /// What it is of.
    #[must_use]
    pub fn measured(&self) -> Measured {
        match self {
            Self::Value(about) => Measured::Indicator(about.indicator),
            Self::Score(of) => Measured::Score(of.scheme, of.dimension.clone()),
        }
    }

    /// Whether both are the same number of the same unit, post or person, be it in another period.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.subject() == other.subject() && self.measured() == other.measured()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, UnitId};

    fn value(indicator: i64, unit: i64, period: &str) -> Weak {
        let subject = Subject::Unit(UnitId::from_raw(unit));
        Weak::Value(About { indicator: IndicatorId::from_raw(indicator), subject, period: period.parse().unwrap() })
    }

    fn score(scheme: i64, dimension: Option<&str>, unit: i64, period: &str) -> Weak {
        let dimension = dimension.map(|code| code.parse().unwrap());
        let (scheme, subject) = (SchemeId::from_raw(scheme), Subject::Unit(UnitId::from_raw(unit)));
        Weak::Score(OfScore { scheme, dimension, subject, period: period.parse().unwrap() })
    }

    #[test]
    fn the_same_number_is_of_the_same_indicator_or_score_of_the_same_unit() {
        let (of_value, of_score) = (value(1, 2, "2026-03"), score(1, None, 2, "2026-03"));
        for (one, other, same) in [
            (&of_value, value(1, 2, "2026-04"), true),
            (&of_value, value(1, 3, "2026-03"), false),
            (&of_value, value(2, 2, "2026-03"), false),
            (&of_value, score(1, None, 2, "2026-03"), false),
            (&of_score, score(1, None, 2, "2026-04"), true),
            (&of_score, score(2, None, 2, "2026-03"), false),
            (&of_score, score(1, Some("LEVY"), 2, "2026-03"), false),
            (&of_score, score(1, None, 3, "2026-03"), false),
        ] {
            assert_eq!((one.is_same(&other), other.is_same(one)), (same, same), "{one:?} {other:?}");
        }
    }

    #[test]
    fn both_are_read_as_they_are_written_and_a_value_is_written_as_what_it_is_about() {
        for weak in [value(1, 2, "2026-03"), score(1, None, 2, "2026-03"), score(1, Some("LEVY"), 2, "2026-03")] {
            let text = serde_json::to_string(&weak).unwrap();
            assert_eq!(serde_json::from_str::<Weak>(&text).unwrap(), weak, "{text}");
            let about = weak.about().map(|about| serde_json::to_string(&about).unwrap());
            assert!(about.is_none_or(|about| about == text), "{text}");
        }
    }
}
