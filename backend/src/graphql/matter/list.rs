//! Matters as lists show them, and which of them are asked for.

use std::sync::Arc;

use async_graphql::{InputObject, Object};
use chrono::NaiveDate;
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::id::{IndicatorId, MatterId, PersonId, UnitId};
use shared::matter::{MatterKind, Severity, Side};
use shared::period::Period;
use shared::rectification::RectificationDirection;
use shared::warning::condition::ConditionKind;

use super::name::{IndicatorName, Indicators, PersonName, UnitName, indicator_name};
use crate::app::matter::list::{Filter, Line};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::graphql::scalar::{Date, DateTime};

/// A matter as a list shows it.
#[derive(Debug, Clone)]
pub struct Matter {
    scope: Scope,
    line: Line,
    indicators: Indicators,
}

impl Matter {
    /// One matter, with the names of indicators that it shares with others of its list.
    pub(super) fn new(scope: &Scope, line: Line, indicators: &Indicators) -> Self {
        Self { scope: scope.clone(), line, indicators: Arc::clone(indicators) }
    }

    /// The matters of one list.
    #[must_use]
    pub fn list(scope: &Scope, lines: Vec<Line>) -> Vec<Self> {
        let indicators = Indicators::default();
        lines.into_iter().map(|line| Self::new(scope, line, &indicators)).collect()
    }
}

/// A matter as a list shows it: a warning, a rectification, a diagnosis or a task.
#[Object]
impl Matter {
    /// Its id.
    async fn id(&self) -> MatterId {
        self.line.id
    }

    /// Its kind.
    async fn kind(&self) -> MatterKind {
        self.line.kind
    }

    /// Its number, such as `ZG-2026-00317`.
    async fn number(&self) -> &str {
        &self.line.number
    }

    /// The code of its state.
    async fn state(&self) -> &str {
        &self.line.state
    }

    /// Whether something is still expected.
    async fn is_open(&self) -> bool {
        self.line.is_open
    }

    /// In one line.
    async fn title(&self) -> &str {
        &self.line.title
    }

    /// Which way a rectification goes.
    async fn direction(&self) -> Option<RectificationDirection> {
        self.line.direction
    }

    /// How urgent a warning is.
    async fn severity(&self) -> Option<Severity> {
        self.line.severity
    }

    /// The kind of condition a warning comes from; null for one written by hand.
    async fn condition(&self) -> Option<ConditionKind> {
        self.line.condition
    }

    /// The unit that answers.
    async fn unit(&self) -> UnitName {
        UnitName { id: self.line.unit, name: self.line.names.unit.clone() }
    }

    /// The person that answers, where it is about one.
    async fn person(&self) -> Option<PersonName> {
        let name = self.line.names.person.clone().unwrap_or_default();
        self.line.person.map(|id| PersonName { id, name })
    }

    /// The unit it comes from.
    async fn giver(&self) -> UnitName {
        UnitName { id: self.line.giver, name: self.line.names.giver.clone() }
    }

    /// The indicator it is about.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        match self.line.indicator {
            Some(id) => indicator_name(&self.scope, &self.indicators, id).await,
            None => Ok(None),
        }
    }

    /// Whose value it is about.
    async fn subject(&self) -> Option<Subject> {
        self.line.subject
    }

    /// The period it is about.
    async fn period(&self) -> Option<Period> {
        self.line.period
    }

    /// The day its next clock ends.
    async fn due_on(&self) -> Option<Date> {
        self.line.due.map(Date)
    }

    /// Whose clock that is.
    async fn waits_for(&self) -> Option<Side> {
        self.line.waits_for
    }

    /// Whether that day is over.
    async fn overdue(&self) -> bool {
        self.line.due.is_some_and(|due| due < local_day(self.scope.now()))
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.line.opened)
    }

    /// When it came to its end.
    async fn ended_at(&self) -> Option<DateTime> {
        self.line.ended.map(DateTime)
    }
}

connection!(MatterConnection, MatterEdge, Matter, "matters");

/// Which matters are asked for; what is not said does not narrow.
#[derive(Debug, InputObject)]
pub struct MatterFilter {
    /// Of this kind.
    kind: Option<MatterKind>,
    /// Open, or ended.
    is_open: Option<bool>,
    /// Rectifications going this way.
    direction: Option<RectificationDirection>,
    /// In one of these states.
    states: Option<Vec<String>>,
    /// Warnings of one of these severities.
    severities: Option<Vec<Severity>>,
    /// About this unit, or one below it.
    unit: Option<UnitId>,
    /// About this unit alone.
    only_unit: Option<UnitId>,
    /// About this person.
    person: Option<PersonId>,
    /// Warnings from this kind of condition.
    condition: Option<ConditionKind>,
    /// Opened on this day or after it.
    opened_from: Option<Date>,
    /// Opened on this day or before it.
    opened_to: Option<Date>,
    /// About this indicator.
    indicator: Option<IndicatorId>,
    /// About the value of this unit, post or person.
    subject: Option<Subject>,
    /// With a clock that is overdue.
    overdue: Option<bool>,
    /// Whose next clock is this side's.
    waits_for: Option<Side>,
}

impl MatterFilter {
    /// The filter of the day.
    pub(in crate::graphql) fn read(self, today: NaiveDate) -> Filter {
        Filter {
            kind: self.kind,
            is_open: self.is_open,
            direction: self.direction,
            states: self.states.unwrap_or_default(),
            severities: self.severities.unwrap_or_default(),
            below: self.unit,
            unit: self.only_unit,
            person: self.person,
            condition: self.condition,
            opened_from: self.opened_from.map(|day| day.0),
            opened_to: self.opened_to.map(|day| day.0),
            indicator: self.indicator,
            subject: self.subject,
            period: None,
            due_before: (self.overdue == Some(true)).then_some(today),
            waits_for: self.waits_for,
            part: None,
        }
    }
}
