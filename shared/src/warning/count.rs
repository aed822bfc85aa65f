//! What warnings add up to (CJ-65: 67 issued, 40 and more risks removed).

use super::{Warning, WarningState};
use crate::cell::Subject;

/// How many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Issued.
    pub issued: u32,
    /// Read by whom they concern, or past that.
    pub received: u32,
    /// Dealt with by a person, or past that.
    pub handled: u32,
    /// Ended with the risk removed.
    pub removed: u32,
    /// Ended as false alarms.
    pub false_alarms: u32,
    /// Expired.
    pub expired: u32,
    /// Still open.
    pub open: u32,
}

/// What is known of one warning when it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// How it ended, also where that was looked at since; where it is, if it is open.
    pub ended_as: WarningState,
    /// Whether it was read.
    pub received: bool,
    /// Whether somebody dealt with it.
    pub handled: bool,
}

impl Counts {
    /// Counts one more.
    pub fn add(&mut self, one: Counted) {
        let is = |state: WarningState| u32::from(one.ended_as == state);
        self.issued += 1;
        self.received += u32::from(one.received);
        self.handled += u32::from(one.handled);
        self.removed += is(WarningState::Resolved);
        self.false_alarms += is(WarningState::FalseAlarm);
        self.expired += is(WarningState::Expired);
        self.open += u32::from(one.ended_as.is_open());
    }
}

/// Those of the warnings of one person that count when it is asked how often they were warned: what is seen of a post and of whoever holds
/// it, of the same number in the same period, has one cause. It counts as theirs, unless that was called false.
#[must_use]
pub fn by_cause(warnings: &[Warning]) -> Vec<&Warning> {
    let is_of_post = |it: &Warning| it.about.as_ref().is_some_and(|weak| matches!(weak.subject(), Subject::Post(_)));
    let is_theirs = |it: &Warning| it.about.as_ref().is_some_and(|weak| matches!(weak.subject(), Subject::Person(_)));
    let number = |it: &Warning| it.about.as_ref().map(|weak| (weak.measured(), weak.period()));
    let stands_for = |theirs: &Warning, it: &Warning| {
        is_theirs(theirs) && theirs.came_to() != WarningState::FalseAlarm && number(theirs) == number(it)
    };
    let counts = |it: &&Warning| !is_of_post(it) || !warnings.iter().any(|theirs| stands_for(theirs, it));
    warnings.iter().filter(counts).collect()
}
