//! Carried over: the measures of diagnoses and rectifications that are not done when a cycle ends. The plan of the next cycle begins
//! with them (CJ-69).

use chrono::{DateTime, NaiveDate, Utc};

use crate::calendar::local_day;
use crate::diagnosis::Diagnosis;
use crate::matter::{Matter, Someone};
use crate::rectification::{MeasureState, Rectification};

/// A measure that is carried into the next cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// Its number in its matter, counted from 1.
    pub item: u32,
    /// What.
    pub what: String,
    /// By whom.
    pub owner: Option<Someone>,
    /// By which day.
    pub due: NaiveDate,
    /// How far it is now.
    pub state: MeasureState,
    /// When it was done or dropped since.
    pub ended: Option<DateTime<Utc>>,
}

/// A matter with measures.
pub trait Improves: Matter {
    /// All its measures, in their order.
    fn improvements(&self) -> Vec<Carried>;
}

impl Improves for Rectification {
    fn improvements(&self) -> Vec<Carried> {
        let one = |(item, it): (u32, &crate::rectification::Measure)| Carried {
            item,
            what: it.what.clone(),
            owner: it.owner.clone(),
            due: it.due,
            state: it.state,
            ended: it.ended,
        };
        (1..).zip(&self.measures).map(one).collect()
    }
}

impl Improves for Diagnosis {
    fn improvements(&self) -> Vec<Carried> {
        let one = |(item, it): (u32, &crate::diagnosis::Measure)| Carried {
            item,
            what: it.what.clone(),
            owner: it.owner.clone(),
            due: it.due,
            state: it.state,
            ended: it.ended,
        };
        (1..).zip(&self.measures).map(one).collect()
    }
}

/// The measures of a matter that were open when the cycle with this last day ended: of what was opened by then, and had not ended.
#[must_use]
pub fn carried(matter: &impl Improves, last: NaiveDate) -> Vec<Carried> {
    let by_then = |moment: DateTime<Utc>| local_day(moment) <= last;
    let head = matter.head();
    if !by_then(head.opened) || head.ended.is_some_and(by_then) {
        return Vec::new();
    }
    // What was replaced is carried over by what took its place.
    let counts = |measure: &Carried| measure.state != MeasureState::Replaced && !measure.ended.is_some_and(by_then);
    matter.improvements().into_iter().filter(counts).collect()
}
