//! Nodes of indicators, and the check-list of a quarter that they make (NY-11, NY-54).

use chrono::NaiveDate;
use shared::calendar::Calendar;
use shared::id::{IndicatorId, MatterId, NodeId, UnitId};
use shared::indicator::life;
use shared::period::{Cycle, Period};
use shared::policy::{Action, Resource};
use shared::task::node::{MOST_ITEMS, MOST_NODES, Node, NodeContent};

use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::matter::list::{self, Line};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::task::node as store;
use crate::store::{Reader, library, organisation, work_day};

/// A node with what its indicator says about it.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The node.
    pub node: Node,
    /// The first day on which its indicator is no longer used; none while it is.
    pub retired: Option<NaiveDate>,
}

/// The nodes of an indicator, or of all.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not read the library.
pub async fn nodes(reader: &Reader, indicator: Option<IndicatorId>) -> Result<Vec<Listed>, Error> {
    reader.demand(Resource::Library, Action::Read)?;
    listed(reader, store::nodes(reader, indicator).await?).await
}

/// Nodes with what their indicators say about them.
///
/// # Errors
/// Of the database.
pub async fn listed(reader: &Reader, nodes: Vec<Node>) -> Result<Vec<Listed>, Error> {
    let mut indicators: Vec<IndicatorId> = nodes.iter().map(|node| node.indicator).collect();
    indicators.sort_unstable();
    indicators.dedup();
    let versions = library::versions_of(reader, &indicators).await?;
    let one = |node: Node| Listed { retired: life::retired_from(&versions, node.indicator), node };
    Ok(nodes.into_iter().map(one).collect())
}

/// A node as it shall be.
#[derive(Debug, Clone)]
pub struct Input {
    /// The node to change and the version seen; none for a new one.
    pub existing: Option<(NodeId, i32)>,
    /// Of which indicator; an existing node keeps the one it has.
    pub indicator: IndicatorId,
    /// Whether it is watched.
    pub is_active: bool,
    /// What it says.
    pub content: NodeContent,
}

/// Writes a new node, or changes one; tasks that were made for it stay as they are.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Stale`]; [`Error::Limit`] for one too many; what [`NodeContent::check`] refuses.
pub async fn save(scope: &Scope, input: Input) -> Result<Node, Error> {
    let session = scope.begin().await?;
    let Input { existing, indicator, is_active, content } = input;
    content.check()?;
    let (before, node) = match existing {
        None => {
            let permit = session.function(Resource::Library, Action::Write)?;
            library::indicator(&session, indicator).await?;
            if store::count(&session, indicator).await? >= MOST_NODES {
                return Err(Error::Limit("indicatorNodes"));
            }
            let node = Node { id: fresh()?, indicator, is_active, content, version: 1 };
            store::create(&session, permit, &node).await?;
            (None, node)
        }
        Some((id, seen)) => {
            let permit = store::permit(&session, id, seen).await?;
            let before = store::node(&session, id).await?;
            let node = Node { is_active, content, version: seen.saturating_add(1), ..before.clone() };
            store::save(&session, permit, &node).await?;
            (Some(before), node)
        }
    };
    session.record(Happened {
        action: "node.save",
        subject: format!("node-{}", node.id),
        summary: node.content.name.clone(),
        before: before.map(|before| serde_json::to_string(&before)).transpose()?,
        after: Some(serde_json::to_string(&node)?),
        reason: None,
    });
    session.commit().await?;
    Ok(node)
}

/// One line of a check-list.
#[derive(Debug, Clone)]
pub struct Item {
    /// The node.
    pub node: Listed,
    /// When it is due.
    pub due: NaiveDate,
    /// The task, as soon as its window opened.
    pub task: Option<Line>,
}

/// All nodes due for a unit in a period, the soonest first, with the state of their tasks: the same number of statements, however many
/// there are.
///
/// # Errors
/// [`Error::NotFound`] for a unit that is not visible; [`Error::Forbidden`] for whoever may not read the library; [`Error::Limit`] for more
/// than a check-list holds.
pub async fn checklist(reader: &Reader, unit: UnitId, period: Period) -> Result<Vec<Item>, Error> {
    let level = organisation::unit(reader, unit).await?.level;
    let mut nodes = nodes(reader, None).await?;
    nodes.retain(|listed| listed.node.content.is_for(unit, &level));
    let calendar: Calendar = work_day::calendar(reader).await?;
    // Where a day moved into another month its task is found all the same.
    let year = period.within(Cycle::Year).unwrap_or(period);
    let made = store::tasks_of(reader, unit, year.first_day(), year.last_day()).await?;
    let mut due = Vec::new();
    for listed in &nodes {
        let Listed { node, retired } = listed;
        let of_node = made.range((node.id, year.first_day())..=(node.id, year.last_day()));
        let promised: Vec<NaiveDate> = of_node.map(|((_, day), _)| *day).collect();
        for day in node.content.due_in(&calendar, period, &promised) {
            let task = made.get(&(node.id, day)).copied();
            // What is no longer watched stays where its task was made.
            due.extend((task.is_some() || node.is_watched_on(day, *retired)).then_some((listed, day, task)));
        }
    }
    if due.len() > MOST_ITEMS {
        return Err(Error::Limit("checklist"));
    }
    due.sort_by_key(|(listed, day, _)| (*day, listed.node.id));
    let ids: Vec<MatterId> = due.iter().filter_map(|(.., task)| *task).collect();
    let lines = list::lines(reader, &ids).await?;
    let line = |id: MatterId| lines.iter().find(|line| line.id == id).cloned();
    let item = |(listed, due, task): (&Listed, NaiveDate, Option<MatterId>)| Item {
        node: listed.clone(),
        due,
        task: task.and_then(line),
    };
    Ok(due.into_iter().map(item).collect())
}
