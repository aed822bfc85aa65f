//! What every matter has in common, be it a warning, an order to rectify, a diagnosis or a task: two sides, clocks beside its state, a
//! time-line, and people it waits for (domain.md §2.6, §2.8).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::cell::Subject;
use crate::code::LineCode;
use crate::id::{IndicatorId, PersonId, UnitId};
use crate::period::Period;
use crate::policy::Actor;

mod clock;

pub use clock::{Clock, ClockKind, Clocks, Escalation, Level, Punctuality, Recipient};

use crate::calendar::{Calendar, local_day};

crate::codes! {
    /// What kind of matter it is.
    MatterKind {
        /// A warning (预警).
        Warning "WARNING",
        /// An order to rectify, or a rectification begun by oneself (整改).
        Rectification "RECTIFICATION",
        /// A diagnosis (诊断分析).
        Diagnosis "DIAGNOSIS",
        /// A task (任务).
        Task "TASK",
    }
}

impl MatterKind {
    /// What its numbers begin with.
    #[must_use]
    pub const fn initials(self) -> &'static str {
        match self {
            Self::Warning => "YJ",
            Self::Rectification => "ZG",
            Self::Diagnosis => "ZD",
            Self::Task => "RW",
        }
    }
}

crate::codes! {
    /// The two sides of a matter.
    Side {
        /// The unit or person it is about, who answers.
        Responsible "RESPONSIBLE",
        /// The unit it comes from, or that confirms it.
        Giver "GIVER",
    }
}

impl Side {
    /// The side somebody stands on. Whoever may act for the giver does not answer for the other side as well: nobody is on both sides
    /// of one matter.
    #[must_use]
    pub const fn of(may_order: bool, may_answer: bool) -> Option<Self> {
        match (may_order, may_answer) {
            (true, _) => Some(Self::Giver),
            (false, true) => Some(Self::Responsible),
            (false, false) => None,
        }
    }
}

crate::codes! {
    /// How urgent it is, least first.
    Severity {
        /// For your information.
        Blue "BLUE",
        /// Attention.
        Yellow "YELLOW",
        /// Act soon.
        Orange "ORANGE",
        /// Act now.
        Red "RED",
    }
}

/// Whom a matter is about and where it comes from: what row permission reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    /// The unit that answers.
    pub unit: UnitId,
    /// The person that answers, where it is about one.
    pub person: Option<PersonId>,
    /// The unit it comes from, or whose head confirms it; none where nobody stands above.
    pub giver: Option<UnitId>,
    /// The business line.
    pub line: Option<LineCode>,
}

/// Which number a matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct About {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit, post or person.
    pub subject: Subject,
    /// The period.
    pub period: Period,
}

/// Who takes a step, on which side, when.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    /// Who.
    pub actor: Actor,
    /// How they are called in the time-line.
    pub name: &'a str,
    /// On which side; none for the system.
    pub side: Option<Side>,
    /// When.
    pub at: DateTime<Utc>,
    /// The working days of the bureau.
    pub calendar: &'a Calendar,
}

impl Hand<'_> {
    /// The day of the step in the bureau.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_day(self.at)
    }

    /// The last day of a deadline that begins now.
    #[must_use]
    pub fn due_in(&self, working_days: u32) -> NaiveDate {
        self.calendar.after(self.today(), working_days)
    }
}

/// One line of the time-line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// How they were called then.
    pub name: String,
    /// On which side; none for the system.
    pub side: Option<Side>,
    /// What was done: the code of a step.
    pub step: String,
    /// The state after it.
    pub state: String,
    /// What was said.
    pub words: String,
}

impl Event {
    /// What `hand` did, with the state after it.
    #[must_use]
    pub fn new(hand: &Hand<'_>, step: &str, state: &str, words: impl Into<String>) -> Self {
        Self {
            at: hand.at,
            actor: hand.actor,
            name: hand.name.to_owned(),
            side: hand.side,
            step: step.to_owned(),
            state: state.to_owned(),
            words: words.into(),
        }
    }
}

/// What was said of the step, or that it may not be taken without a word.
///
/// # Errors
/// [`crate::error::Refusal::WordsMissing`] where nothing was said.
pub fn spoken(field: &str, words: &str) -> Result<String, crate::error::Refusal> {
    match words.trim() {
        "" => Err(crate::error::Refusal::WordsMissing { field: field.to_owned() }),
        words => Ok(words.to_owned()),
    }
}
