//! What warnings add up to (CJ-65: 67 issued, 40 and more risks removed).

use super::WarningState;

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
