//! What belongs to a rectification: measures, disputes and requests.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{PersonId, UnitId};
use crate::matter::Someone;
use crate::policy::Actor;

crate::codes! {
    /// How far a measure is.
    MeasureState {
        /// Not done.
        Open "OPEN",
        /// Done, with a word on how.
        Done "DONE",
        /// Not needed any more, with the reason.
        Dropped "DROPPED",
        /// Another plan took its place. It keeps its number, as files hang on that.
        Replaced "REPLACED",
    }
}

impl MeasureState {
    /// Whether somebody may say that an open measure came to this.
    #[must_use]
    pub const fn is_end(self) -> bool {
        matches!(self, Self::Done | Self::Dropped)
    }
}

/// Something that will be done about the problem (措施).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// What.
    pub what: String,
    /// By whom.
    pub owner: Option<Someone>,
    /// By which day.
    pub due: NaiveDate,
    /// How far it is.
    pub state: MeasureState,
    /// How it was done, or why it is not needed.
    pub result: String,
    /// When it was done or dropped.
    pub ended: Option<DateTime<Utc>>,
}

impl Measure {
    /// Whether the person owns it.
    #[must_use]
    pub fn is_of(&self, person: PersonId) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.id == person)
    }
}

/// A measure as it is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// What.
    pub what: String,
    /// By whom.
    pub owner: Option<Someone>,
    /// By which day.
    pub due: NaiveDate,
}

crate::codes! {
    /// What came of a dispute.
    DisputeOutcome {
        /// The order is taken back.
        Withdrawn "WITHDRAWN",
        /// The order stays in part.
        PartlyUpheld "PARTLY_UPHELD",
        /// The order stays.
        Upheld "UPHELD",
    }
}

/// What the lower level holds against an order, and what the upper level made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Why.
    pub grounds: String,
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
    /// What came of it; none while it is open.
    pub outcome: Option<DisputeOutcome>,
    /// Why.
    pub reasons: String,
}

crate::codes! {
    /// What the lower level asks for.
    RequestKind {
        /// More time.
        Time "TIME",
        /// Help.
        Help "HELP",
        /// That another unit takes it.
        Transfer "TRANSFER",
        /// That things are managed in another way (ZH-54); asked with what was achieved.
        ManagementChange "MANAGEMENT_CHANGE",
    }
}

/// Something the lower level asks for, with an answer of its own beside the state of the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// What kind.
    pub kind: RequestKind,
    /// What, and why.
    pub words: String,
    /// The day asked for, for more time.
    pub until: Option<NaiveDate>,
    /// The unit it should go to, and what it is called, for a transfer that names one.
    pub to: Option<(UnitId, String)>,
    /// Who asked; none where that was not kept yet.
    #[serde(default)]
    pub by: Option<Actor>,
    /// When.
    pub at: DateTime<Utc>,
    /// Whether it was granted; none while it is open.
    pub granted: Option<bool>,
    /// What was answered.
    pub answer: String,
}
