//! The time-lines of matters.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::MatterId;
use shared::matter::{Event, MatterKind};
use shared::policy::Action;

use crate::error::Error;
use crate::store::entity::matter_event;
use crate::store::matter::list::Filter;
use crate::store::scope::{Reader, Session};

/// The time-line of a matter, oldest first.
///
/// # Errors
/// Of the database.
pub async fn events(reader: &Reader, id: MatterId) -> Result<Vec<Event>, Error> {
    let rows = reader.find::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id));
    let rows = rows.order(matter_event::Column::Ordinal, Order::Asc).all().await?;
    rows.into_iter().map(event).collect()
}

/// The time-lines of all matters of a kind with which the viewer may do this, each oldest first.
///
/// # Errors
/// Of the database.
pub async fn time_lines(
    reader: &Reader,
    kind: MatterKind,
    filter: &Filter,
    action: Action,
) -> Result<HashMap<MatterId, Vec<Event>>, Error> {
    let these = super::keys_for(reader, kind, filter, action);
    let rows = reader.find::<matter_event::Entity>().filter(matter_event::Column::MatterId.in_subquery(these));
    let mut lines: HashMap<MatterId, Vec<Event>> = HashMap::new();
    for row in rows.order(matter_event::Column::Ordinal, Order::Asc).all().await? {
        lines.entry(row.matter_id).or_default().push(event(row)?);
    }
    Ok(lines)
}

/// The newest line of a matter's time-line.
///
/// # Errors
/// Of the database.
pub async fn newest_event(reader: &Reader, id: MatterId) -> Result<Option<Event>, Error> {
    let rows = reader.find::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id));
    rows.order(matter_event::Column::Ordinal, Order::Desc).limit(1).one().await?.map(event).transpose()
}

/// Some lines of time-lines, by matter and place.
///
/// # Errors
/// Of the database.
pub async fn some_events(
    reader: &Reader,
    wanted: &[(MatterId, i32)],
) -> Result<HashMap<(MatterId, i32), Event>, Error> {
    use matter_event::Column as C;
    let these = wanted.iter().fold(Condition::any(), |any, &(id, ordinal)| {
        any.add(Condition::all().add(C::MatterId.eq(id)).add(C::Ordinal.eq(ordinal)))
    });
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader.find::<matter_event::Entity>().filter(these).all().await?;
    rows.into_iter().map(|row| Ok(((row.matter_id, row.ordinal), event(row)?))).collect()
}

fn event(row: matter_event::Model) -> Result<Event, Error> {
    let matter_event::Model { at, actor, name, side, step, state, words, .. } = row;
    Ok(Event { at, actor: serde_json::from_str(&actor)?, name, side, step, state, words })
}

/// Writes a line in its place.
pub(super) async fn insert(session: &Session, matter_id: MatterId, ordinal: i32, event: &Event) -> Result<(), Error> {
    let Event { at, actor, name, side, step, state, words } = event.clone();
    let actor = serde_json::to_string(&actor)?;
    let row = matter_event::Model { matter_id, ordinal, at, actor, name, side, step, state, words };
    session.insert::<matter_event::Entity>(row).await
}
