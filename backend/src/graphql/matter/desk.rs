//! The desk: what waits for whoever asks.

use async_graphql::SimpleObject;
use chrono::NaiveDate;
use shared::calendar::{Calendar, local_day};
use shared::matter::{ClockKind, Side};

use super::Matter;
use crate::app::desk::Found;
use crate::app::matter::list::Waiting;
use crate::app::scope::Scope;
use crate::graphql::scalar::{Date, DateTime};

/// Something that waits for you.
#[derive(Debug, Clone, SimpleObject)]
pub struct DeskItem {
    /// The matter.
    pub matter: Matter,
    /// On which side it waits.
    pub side: Side,
    /// For what.
    pub kind: ClockKind,
    /// Which measure or request, counted from 1.
    pub item: Option<i32>,
    /// Since when.
    pub since: DateTime,
    /// Until when.
    pub due_on: Date,
    /// Whether that day is over.
    pub overdue: bool,
    /// Working days left; negative ones are late.
    pub days_left: i32,
    /// Whether it waits for you by name, and not for whoever speaks for your unit.
    pub personal: bool,
}

/// The desk: what waits for you, the most urgent first (ZH-40).
#[derive(Debug, Clone, SimpleObject)]
pub struct Desk {
    /// What waits.
    pub items: Vec<DeskItem>,
    /// Whether more waits than is shown.
    pub more: bool,
    /// Messages you have not read.
    pub unread: i64,
    /// Open warnings you may see.
    pub open_warnings: i64,
    /// Open rectifications you may see.
    pub open_rectifications: i64,
    /// Points at risk you may follow up that are to be looked at by today (NY-55).
    pub loss_risks_due: i64,
    /// Points of the risk register you may review that are to be looked at again by today.
    pub risk_points_due: i64,
    /// Entries of the handbook that wait for you: proposed by somebody else, to be reviewed or published.
    pub handbook_proposals: i64,
}

impl Desk {
    /// What was found for whoever asks.
    #[must_use]
    pub fn new(scope: &Scope, found: &Found) -> Self {
        let today = local_day(scope.now());
        let lines = found.waiting.iter().map(|waiting| waiting.line.clone()).collect();
        let matters = Matter::list(scope, lines).into_iter().zip(&found.waiting);
        let count = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        Self {
            items: matters.map(|(matter, waiting)| item(matter, waiting, &found.calendar, today)).collect(),
            more: found.more,
            unread: count(found.unread),
            open_warnings: count(found.open_warnings),
            open_rectifications: count(found.open_rectifications),
            loss_risks_due: count(found.loss_risks_due),
            risk_points_due: i64::try_from(found.risk_points_due).unwrap_or(i64::MAX),
            handbook_proposals: count(found.handbook_proposals),
        }
    }
}

fn item(matter: Matter, waiting: &Waiting, calendar: &Calendar, today: NaiveDate) -> DeskItem {
    DeskItem {
        matter,
        side: waiting.side,
        kind: waiting.kind,
        item: waiting.item,
        since: DateTime(waiting.started),
        due_on: Date(waiting.due),
        overdue: waiting.due < today,
        days_left: calendar.left(today, waiting.due),
        personal: waiting.person.is_some(),
    }
}
