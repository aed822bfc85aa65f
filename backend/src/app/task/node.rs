//! Nodes of indicators, and the check-list of a quarter that they make (NY-11, NY-54).

use chrono::NaiveDate;
use shared::calendar::Calendar;
use shared::id::{IndicatorId, MatterId, NodeId, UnitId};
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::task::node::{MOST_ITEMS, MOST_NODES, Node, NodeContent};

use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::matter::list::{self, Line};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::task::node as store;
use crate::store::{Reader, library, organisation, work_day};

/// The nodes of an indicator, or of all.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not read the library.
pub async fn nodes(reader: &Reader, indicator: Option<IndicatorId>) -> Result<Vec<Node>, Error> {
    reader.demand(Resource::Library, Action::Read)?;
    store::nodes(reader, indicator).await
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
    pub node: Node,
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
    let nodes = nodes(reader, None).await?;
    let level = organisation::unit(reader, unit).await?.level;
    let calendar: Calendar = work_day::calendar(reader).await?;
    let made = store::tasks_of(reader, unit, period.first_day(), period.last_day()).await?;
    let ids: Vec<MatterId> = made.values().copied().collect();
    let lines = list::lines(reader, &ids).await?;
    let line = |id: &MatterId| lines.iter().find(|line| line.id == *id).cloned();
    let mut items = Vec::new();
    for node in nodes.into_iter().filter(|node| node.content.is_for(unit, &level)) {
        for due in node.content.due_in(&calendar, period) {
            // A task that was made keeps its day, also where the calendar was written anew since.
            let (first, last) = node.content.due.turn(due);
            let kept = made.range((node.id, first)..=(node.id, last)).next();
            let due = kept.map_or(due, |((_, promised), _)| *promised);
            let task = kept.and_then(|(_, id)| line(id));
            // What is no longer watched stays where its task was made.
            if node.is_active || task.is_some() {
                items.push(Item { node: node.clone(), due, task });
            }
        }
    }
    if items.len() > MOST_ITEMS {
        return Err(Error::Limit("checklist"));
    }
    items.sort_by_key(|item| (item.due, item.node.id));
    Ok(items)
}
