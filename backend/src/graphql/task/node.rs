//! Nodes of indicators, and the check-list of a quarter.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{Datelike as _, NaiveDate};
use shared::calendar::{Calendar, local_day};
use shared::code::LevelCode;
use shared::id::{IndicatorId, NodeId, UnitId};
use shared::period::{Cycle, Period};
use shared::task::node::{Due, DueKind, Node, NodeContent};

use crate::app::matter::calendar;
use crate::app::scope::Scope;
use crate::app::task::node::{self as use_case, Listed};
use crate::error::Error;
use crate::graphql::matter::{IndicatorName, Indicators, Matter, indicator_name};
use crate::graphql::number::signed;
use crate::graphql::scalar::Date;

/// A node of an indicator: something that has to be done for it by certain days.
#[derive(Debug, Clone)]
pub struct IndicatorNode {
    scope: Scope,
    node: Node,
    retired: Option<NaiveDate>,
    calendar: Arc<Calendar>,
    indicators: Indicators,
}

fn list(scope: &Scope, nodes: impl IntoIterator<Item = Listed>, calendar: Calendar) -> Vec<IndicatorNode> {
    let (calendar, indicators) = (Arc::new(calendar), Indicators::default());
    let one = |Listed { node, retired }| IndicatorNode {
        scope: scope.clone(),
        node,
        retired,
        calendar: Arc::clone(&calendar),
        indicators: Arc::clone(&indicators),
    };
    nodes.into_iter().map(one).collect()
}

/// A node of an indicator: something that has to be done for it by certain days (NY-54).
#[Object]
impl IndicatorNode {
    /// Its id.
    async fn id(&self) -> NodeId {
        self.node.id
    }

    /// Counts its changes: what a change must have seen.
    async fn version(&self) -> i32 {
        self.node.version
    }

    /// Whether it is watched.
    async fn is_active(&self) -> bool {
        self.node.is_active
    }

    /// The first day from which nothing is made for it, because its indicator is no longer used; null while it is.
    async fn retired_from(&self) -> Option<Date> {
        self.retired.map(Date)
    }

    /// Of which indicator; null for whoever may not read the library.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_name(&self.scope, &self.indicators, self.node.indicator).await
    }

    /// What it is called: the title of its tasks.
    async fn name(&self) -> &str {
        &self.node.content.name
    }

    /// How it says when it is due.
    async fn due(&self) -> DueKind {
        self.node.content.due.kind()
    }

    /// The month of `EVERY_YEAR`.
    async fn month(&self) -> Option<i32> {
        match self.node.content.due {
            Due::EveryYear { month, .. } => Some(signed(month)),
            Due::WorkDay { .. } | Due::Once { .. } => None,
        }
    }

    /// The day of the month of `EVERY_YEAR`, or which working day it is.
    async fn day(&self) -> Option<i32> {
        match self.node.content.due {
            Due::EveryYear { day, .. } => Some(signed(day)),
            Due::WorkDay { nth, .. } => Some(signed(nth)),
            Due::Once { .. } => None,
        }
    }

    /// The day of `ONCE`.
    async fn due_on(&self) -> Option<Date> {
        match self.node.content.due {
            Due::Once { day } => Some(Date(day)),
            Due::EveryYear { .. } | Due::WorkDay { .. } => None,
        }
    }

    /// The days of this year on which it is due, in order.
    async fn days_of_year(&self) -> Vec<Date> {
        let year = local_day(self.scope.now()).year();
        self.node.content.due.days(&self.calendar, year).into_iter().map(Date).collect()
    }

    /// How many working days before its task is made and whoever answers is reminded.
    async fn remind(&self) -> i32 {
        signed(self.node.content.remind)
    }

    /// Units of these levels answer.
    async fn levels(&self) -> Vec<&LevelCode> {
        self.node.content.levels.iter().collect()
    }

    /// These units answer as well.
    async fn units(&self) -> Vec<UnitId> {
        self.node.content.units.iter().copied().collect()
    }

    /// What is to be done (干什么).
    async fn what(&self) -> &str {
        &self.node.content.what
    }

    /// How it is done (怎么干).
    async fn how(&self) -> &str {
        &self.node.content.how
    }
}

/// One line of a check-list.
#[derive(Debug, Clone, SimpleObject)]
pub struct ChecklistItem {
    /// The node.
    pub node: IndicatorNode,
    /// When it is due.
    pub due_on: Date,
    /// Whether that day is over and its task still open.
    pub overdue: bool,
    /// The task; null before its window opens.
    pub task: Option<Matter>,
}

/// A node as it shall be.
#[derive(Debug, InputObject)]
pub struct IndicatorNodeInput {
    /// The node to change; null for a new one.
    id: Option<NodeId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// Of which indicator; an existing node keeps the one it has.
    indicator: IndicatorId,
    /// Whether it is watched.
    is_active: bool,
    /// What it is called: the title of its tasks.
    name: String,
    /// How it says when it is due.
    due: DueKind,
    /// The month, 1–12; needed for `EVERY_YEAR`.
    month: Option<i32>,
    /// The day of the month, 1–31, for `EVERY_YEAR`; which working day, 1–60, for working days.
    day: Option<i32>,
    /// The day; needed for `ONCE`.
    due_on: Option<Date>,
    /// How many working days before its task is made and whoever answers is reminded, 0–60.
    remind: i32,
    /// Units of these levels answer.
    levels: Vec<LevelCode>,
    /// These units answer as well.
    units: Vec<UnitId>,
    /// What is to be done (干什么).
    what: String,
    /// How it is done (怎么干).
    how: Option<String>,
}

impl IndicatorNodeInput {
    fn due(&self) -> Result<Due, Error> {
        let number = |field: &str, number: Option<i32>| {
            let number = number.ok_or_else(|| Error::invalid(field, "say which"))?;
            u32::try_from(number).map_err(|_| Error::invalid(field, "1 or more"))
        };
        match self.due {
            DueKind::EveryYear => {
                Ok(Due::EveryYear { month: number("input.month", self.month)?, day: number("input.day", self.day)? })
            }
            DueKind::WorkDayOfMonth => Ok(Due::WorkDay { cycle: Cycle::Month, nth: number("input.day", self.day)? }),
            DueKind::WorkDayOfQuarter => {
                Ok(Due::WorkDay { cycle: Cycle::Quarter, nth: number("input.day", self.day)? })
            }
            DueKind::Once => {
                let day = self.due_on.ok_or_else(|| Error::invalid("input.dueOn", "say which day"))?;
                Ok(Due::Once { day: day.0 })
            }
        }
    }

    fn read(self) -> Result<use_case::Input, Error> {
        let existing = match (self.id, self.version) {
            (None, _) => None,
            (Some(id), Some(version)) => Some((id, version)),
            (Some(_), None) => return Err(Error::invalid("input.version", "the version you saw")),
        };
        let content = NodeContent {
            due: self.due()?,
            name: self.name,
            remind: u32::try_from(self.remind).map_err(|_| Error::invalid("input.remind", "0 or more"))?,
            levels: self.levels.into_iter().collect(),
            units: self.units.into_iter().collect(),
            what: self.what,
            how: self.how.unwrap_or_default(),
        };
        Ok(use_case::Input { existing, indicator: self.indicator, is_active: self.is_active, content })
    }
}

/// Queries of nodes.
#[derive(Debug, Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// The nodes of an indicator, those that are watched first: 100 at most.
    async fn indicator_nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which indicator.")] indicator: IndicatorId,
    ) -> Result<Vec<IndicatorNode>, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let nodes = use_case::nodes(&reader, Some(indicator)).await?;
        Ok(list(&scope, nodes, calendar(&reader).await?))
    }

    /// Everything due for a unit in a quarter, the soonest first, with the state of its tasks (NY-11): 1,000 lines at most; LIMIT for more,
    /// which shorter periods hold.
    async fn checklist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "The quarter, or another period.")] period: Period,
    ) -> Result<Vec<ChecklistItem>, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let found = use_case::checklist(&reader, unit, period).await?;
        let nodes = list(&scope, found.iter().map(|item| item.node.clone()), calendar(&reader).await?);
        let lines = found.iter().filter_map(|item| item.task.clone()).collect();
        let mut tasks = Matter::list(&scope, lines).into_iter();
        let today = local_day(scope.now());
        let item = |(node, item): (IndicatorNode, use_case::Item)| ChecklistItem {
            node,
            due_on: Date(item.due),
            overdue: item.due < today && item.task.as_ref().is_some_and(|task| task.is_open),
            task: item.task.as_ref().and_then(|_| tasks.next()),
        };
        Ok(nodes.into_iter().zip(found).map(item).collect())
    }
}

/// Mutations of nodes.
#[derive(Debug, Default)]
pub struct NodeMutation;

#[Object]
impl NodeMutation {
    /// Writes a new node of an indicator, or changes one; tasks that were made for it stay as they are.
    async fn save_indicator_node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The node as it shall be.")] input: IndicatorNodeInput,
    ) -> Result<IndicatorNode, Error> {
        let scope = Scope::of(ctx)?;
        let node = use_case::save(&scope, input.read()?).await?;
        let reader = scope.reader().await?;
        let listed = use_case::listed(&reader, vec![node]).await?;
        list(&scope, listed, calendar(&reader).await?).pop().ok_or(Error::NotFound)
    }
}
