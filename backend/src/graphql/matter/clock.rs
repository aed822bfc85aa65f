//! The clocks of a matter as both sides see them.

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use shared::calendar::Calendar;
use shared::matter::{self, ClockKind, Side, punctual};

use super::name::UnitName;
use crate::graphql::number::signed;
use crate::graphql::scalar::{Date, DateTime};

/// A clock: who has to do what by which day.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterClock {
    /// Whose clock it is.
    pub side: Side,
    /// What it waits for.
    pub kind: ClockKind,
    /// Which measure or request, counted from 1.
    pub item: Option<i32>,
    /// When it began.
    pub started_at: DateTime,
    /// The last day on time.
    pub due_on: Date,
    /// When it stopped.
    pub stopped_at: Option<DateTime>,
    /// Whether it was called off: then it says nothing about punctuality.
    pub called_off: bool,
    /// Whether it waits although its day is over.
    pub overdue: bool,
    /// Working days left; negative ones are late.
    pub days_left: i32,
    /// How many levels were told that it is overdue.
    pub escalated: i32,
}

/// How punctual one side is.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct Punctuality {
    /// Clocks that were kept.
    pub kept: i32,
    /// Clocks that were kept or missed.
    pub of: i32,
}

impl From<matter::Punctuality> for Punctuality {
    fn from(matter::Punctuality { kept, of }: matter::Punctuality) -> Self {
        Self { kept: signed(kept), of: signed(of) }
    }
}

/// How punctual one unit was on either side.
#[derive(Debug, Clone, SimpleObject)]
pub struct UnitPunctuality {
    /// The unit.
    pub unit: UnitName,
    /// Where it answers.
    pub responsible: Punctuality,
    /// Where it gives, decides and verifies.
    pub giver: Punctuality,
}

impl From<punctual::UnitPunctuality> for UnitPunctuality {
    fn from(it: punctual::UnitPunctuality) -> Self {
        Self {
            unit: UnitName { id: it.unit, name: it.name },
            responsible: it.responsible.into(),
            giver: it.giver.into(),
        }
    }
}

/// The clocks of a matter as both sides see them.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterClocks {
    /// All of them, oldest first.
    pub all: Vec<MatterClock>,
    /// How punctual the side is that answers.
    pub responsible: Punctuality,
    /// How punctual the side is that it comes from.
    pub giver: Punctuality,
}

impl MatterClocks {
    /// The clocks on a day.
    #[must_use]
    pub fn on(clocks: &matter::Clocks, calendar: &Calendar, today: NaiveDate) -> Self {
        let clock = |it: &matter::Clock| MatterClock {
            side: it.side,
            kind: it.kind,
            item: it.item.map(signed),
            started_at: DateTime(it.started),
            due_on: Date(it.due),
            stopped_at: it.stopped.map(DateTime),
            called_off: it.called_off,
            overdue: it.is_overdue(today),
            days_left: calendar.left(today, it.due),
            escalated: signed(it.escalated),
        };
        let of = |side| clocks.punctuality(side, today).into();
        Self {
            all: clocks.all().iter().map(clock).collect(),
            responsible: of(Side::Responsible),
            giver: of(Side::Giver),
        }
    }
}
