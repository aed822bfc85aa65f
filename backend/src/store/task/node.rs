//! Nodes of indicators, and the tasks that were made for them.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, Order};
use shared::code::LevelCode;
use shared::id::{IndicatorId, MatterId, NodeId, UnitId};
use shared::policy::Action;
use shared::task::node::Node;

use crate::error::Error;
use crate::store::entity::indicator_node::{Column, Entity, Model};
use crate::store::entity::{node_task, unit};
use crate::store::permit::{Act, FunctionPermit, Permit, Versioned};
use crate::store::scope::{Reader, Session};

impl Versioned for Entity {
    fn version_column() -> Column {
        Column::Version
    }

    fn version_of(row: &Model) -> i32 {
        row.version
    }
}

/// Writing what a node says.
#[derive(Debug)]
pub struct ChangeNode;

impl Act for ChangeNode {
    type Entity = Entity;
    type Id = NodeId;
    const ACTION: Action = Action::Write;
}

fn read(row: Model) -> Result<Node, Error> {
    let Model { id, indicator_id, is_active, content, version } = row;
    Ok(Node { id, indicator: indicator_id, is_active, content: serde_json::from_str(&content)?, version })
}

/// The nodes of an indicator, or of all, those that are watched first.
///
/// # Errors
/// Of the database.
pub async fn nodes(reader: &Reader, indicator: Option<IndicatorId>) -> Result<Vec<Node>, Error> {
    let of = Condition::all().add_option(indicator.map(|id| Column::IndicatorId.eq(id)));
    let rows = reader.find::<Entity>().filter(of).order(Column::IsActive, Order::Desc).order(Column::Id, Order::Asc);
    rows.all().await?.into_iter().map(read).collect()
}

/// How many an indicator has.
///
/// # Errors
/// Of the database.
pub async fn count(session: &Session, indicator: IndicatorId) -> Result<u64, Error> {
    session.whole::<Entity>().filter(Column::IndicatorId.eq(indicator)).count().await
}

/// One node.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn node(reader: &Reader, id: NodeId) -> Result<Node, Error> {
    read(reader.find::<Entity>().filter(Column::Id.eq(id)).found().await?)
}

/// The right to change a node seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit(session: &Session, id: NodeId, version: i32) -> Result<Permit<ChangeNode>, Error> {
    session.permit::<ChangeNode>(id, version).await
}

/// Writes a new node.
///
/// # Errors
/// Of the database.
pub async fn create(session: &Session, _permit: FunctionPermit, node: &Node) -> Result<(), Error> {
    let content = serde_json::to_string(&node.content)?;
    let Node { id, indicator, is_active, version, .. } = *node;
    session.insert::<Entity>(Model { id, indicator_id: indicator, is_active, content, version }).await
}

/// Writes what a node says and whether it is watched.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save(session: &Session, permit: Permit<ChangeNode>, node: &Node) -> Result<(), Error> {
    let content = serde_json::to_string(&node.content)?;
    session.spend(permit, vec![(Column::IsActive, node.is_active.into()), (Column::Content, content.into())]).await
}

/// The units there are today, with their levels, for whoever makes tasks for nodes.
///
/// # Errors
/// Of the database.
pub async fn units(reader: &Reader) -> Result<Vec<(UnitId, LevelCode)>, Error> {
    let rows = reader.find::<unit::Entity>().filter(unit::Column::ValidTo.is_null());
    let rows = rows.order(unit::Column::Id, Order::Asc).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row.level)).collect())
}

/// For which units the task of a node was made already that is due from one day up to another.
///
/// # Errors
/// Of the database.
pub async fn made_for(
    reader: &Reader,
    node: NodeId,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<BTreeSet<UnitId>, Error> {
    use node_task::Column as C;
    let rows = reader.find::<node_task::Entity>().filter(C::NodeId.eq(node)).filter(C::Due.between(from, to));
    Ok(rows.all().await?.into_iter().map(|row| row.unit_id).collect())
}

/// Notes which task was made for a node, a unit and a day: a second one cannot be.
///
/// # Errors
/// Of the database.
pub async fn made(session: &Session, node: NodeId, unit: UnitId, due: NaiveDate, task: MatterId) -> Result<(), Error> {
    let row = node_task::Model { node_id: node, unit_id: unit, due, matter_id: task };
    session.insert::<node_task::Entity>(row).await
}

/// The tasks that were made for the nodes of a unit from one day up to another, as far as the viewer may see them.
///
/// # Errors
/// Of the database.
pub async fn tasks_of(
    reader: &Reader,
    unit: UnitId,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<BTreeMap<(NodeId, NaiveDate), MatterId>, Error> {
    use node_task::Column as C;
    let rows = reader.find::<node_task::Entity>().filter(C::UnitId.eq(unit)).filter(C::Due.between(from, to));
    Ok(rows.all().await?.into_iter().map(|row| ((row.node_id, row.due), row.matter_id)).collect())
}
