//! What an appraisal is made from: subjects, leaves, measures, indicators, targets. Dense: everything is an index.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::cell::Subject;
use crate::code::{BusinessCode, CockpitDimensionCode, GroupCode, LevelCode, LineCode};
use crate::formula::{Formula, Ratio};
use crate::id::{IndicatorVersionId, PersonId, PostId, UnitId};
use crate::indicator::{Content, SubjectKind};
use crate::number::{Points, Quantity};
use crate::period::Period;
use crate::scoring::RollUp;

/// Everything one run computes from, frozen when it starts.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// Units, posts and persons.
    pub subjects: Vec<SubjectPlan>,
    /// What rows are placed on.
    pub leaves: Vec<LeafPlan>,
    /// The tree on the last day of the period: the units at or above each unit, near to far, as subject indexes.
    pub above: HashMap<UnitId, Vec<usize>>,
    /// The measures that formulas name.
    pub measures: Vec<MeasurePlan>,
    /// The indicators of the scheme.
    pub indicators: Vec<IndicatorPlan>,
    /// Targets.
    pub targets: Targets,
    /// Values filled in by hand: by indicator, subject and period.
    pub manual: HashMap<(usize, usize, Period), Quantity>,
    /// The cockpit dimensions, in their order.
    pub dimensions: Vec<CockpitDimensionCode>,
    /// What is due when.
    pub calendar: Calendar,
}

/// A unit, post or person as it stands on the last day of the period.
#[derive(Debug, Clone)]
pub struct SubjectPlan {
    /// Which.
    pub subject: Subject,
    /// Its unit.
    pub unit: UnitId,
    /// The level of that unit.
    pub level: LevelCode,
    /// The business line, for departments: they are not measured by the indicators of bureaus.
    pub line: Option<LineCode>,
    /// Its post: for posts, and for persons who hold one.
    pub post: Option<PostId>,
    /// Itself, for persons.
    pub person: Option<PersonId>,
    /// The class of its post.
    pub post_class: Option<BusinessCode>,
    /// The subjects it is ranked with.
    pub group: Option<GroupCode>,
    /// Whether it existed on that day.
    pub exists: bool,
}

/// Where rows are placed: exactly one leaf a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafPlan {
    /// The unit.
    pub unit: UnitId,
    /// The post, as a subject index, where the row could be placed on one.
    pub post: Option<usize>,
    /// The person, as a subject index, where the row could be placed on one.
    pub person: Option<usize>,
}

impl LeafPlan {
    /// The subjects a row on this leaf counts in, as subject indexes: its person, its post, its unit and every unit above, in the
    /// tree that `above` gives.
    pub fn counts_in(&self, above: &HashMap<UnitId, Vec<usize>>) -> impl Iterator<Item = usize> {
        let units = above.get(&self.unit).into_iter().flatten().copied();
        self.person.into_iter().chain(self.post).chain(units)
    }
}

/// A measure as formulas see it.
#[derive(Debug, Clone)]
pub struct MeasurePlan {
    /// Its code: one way a formula names it.
    pub code: BusinessCode,
    /// Its name: the other.
    pub name: String,
    /// How it adds over units.
    pub over_tree: RollUp,
    /// How it adds over months.
    pub over_time: RollUp,
    /// Whether no row means zero, as for counts and sums.
    pub counts: bool,
    /// The last day its dataset is complete to.
    pub complete_to: Option<NaiveDate>,
}

/// An indicator of the scheme, with its formula read.
#[derive(Debug, Clone)]
pub struct IndicatorPlan {
    /// The version pinned.
    pub version: IndicatorVersionId,
    /// The code, for messages.
    pub code: BusinessCode,
    /// The cockpit dimension.
    pub dimension: Option<CockpitDimensionCode>,
    /// The business line that answers for it.
    pub line: Option<LineCode>,
    /// What the version says.
    pub content: Content,
    /// The formula; none where values come by hand.
    pub formula: Option<Formula>,
    /// The formula as a ratio of sums, if it is one.
    pub ratio: Option<Ratio>,
    /// The names in the formula, in alphabetical order, with the measure each means.
    pub inputs: Vec<(String, usize)>,
    /// The points the scheme gives it.
    pub base_points: Points,
}

impl IndicatorPlan {
    /// Whether it is about this subject.
    #[must_use]
    pub fn reaches(&self, subject: &SubjectPlan) -> bool {
        let of_class = || {
            let classes = &self.content.post_classes;
            classes.is_empty() || subject.post_class.as_ref().is_some_and(|class| classes.contains(class))
        };
        subject.exists
            && self.content.reaches.contains(&subject.subject.kind())
            && match subject.subject.kind() {
                SubjectKind::Unit => subject.line.is_none(),
                SubjectKind::Post | SubjectKind::Person => subject.post.is_some() && of_class(),
            }
    }
}

/// Targets by indicator, unit and period.
#[derive(Debug, Clone, Default)]
pub struct Targets(pub HashMap<(usize, UnitId, Period), Quantity>);

impl Targets {
    /// The target that holds: the unit's own for the period, else for the longer periods that hold it, else that of the nearest
    /// unit above.
    #[must_use]
    pub fn holding(&self, indicator: usize, units: impl Iterator<Item = UnitId>, period: Period) -> Option<Quantity> {
        let periods: Vec<Period> = crate::period::Cycle::ALL.iter().filter_map(|&cycle| period.within(cycle)).collect();
        units
            .flat_map(|unit| periods.iter().map(move |&period| (indicator, unit, period)))
            .find_map(|key| self.0.get(&key).copied())
    }
}

/// What is due when.
#[derive(Debug, Clone, Copy, Default)]
pub struct Calendar {
    /// The day of the run.
    pub today: NaiveDate,
    /// Days after the end of a period within which hand-filled values may still come.
    pub grace_days: u32,
}
