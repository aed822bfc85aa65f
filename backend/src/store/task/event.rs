//! Events of other systems: each is taken once for its source and key, with the tasks it made.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::code::BusinessCode;
use shared::id::{EventId, MatterId, PersonId, UnitId};
use shared::policy::Action;

use crate::error::Error;
use crate::store::audit::actor_text;
use crate::store::entity::{event_task, matter, posted_event};
use crate::store::permit::FunctionPermit;
use crate::store::scope::Session;

/// Held while an event is taken, so that the same one posted twice at once is taken once.
const EVENTS: i64 = 0x4576_656e_7473;

/// An event as it was posted.
#[derive(Debug, Clone)]
pub struct Posted {
    /// What kind of event.
    pub kind: BusinessCode,
    /// Its key in the system it comes from.
    pub key: String,
    /// The unit it is about.
    pub unit: UnitId,
    /// The person it is about.
    pub person: Option<PersonId>,
    /// When it happened.
    pub at: DateTime<Utc>,
    /// What the other system says of it, as it says it.
    pub data: String,
    /// A word for whoever gets the task.
    pub note: String,
}

/// A task that an event made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The task.
    pub id: MatterId,
    /// Its number.
    pub number: String,
}

/// The event of this source and key, with the tasks it made; none where it was not posted before. Nobody else takes one until the
/// transaction ends. Whoever may post learns again what they were told when they posted it, also where they may not read events.
///
/// # Errors
/// Of the database.
pub async fn before(session: &Session, key: &str) -> Result<Option<(EventId, Vec<Made>)>, Error> {
    session.alone(EVENTS).await?;
    use posted_event::Column as C;
    let same = Condition::all().add(C::Source.eq(actor_text(session.viewer().actor))).add(C::Key.eq(key));
    match session.find_for::<posted_event::Entity>(Action::Write).filter(same).one().await? {
        Some(row) => Ok(Some((row.id, made(session, row.id).await?))),
        None => Ok(None),
    }
}

/// Whoever posts events is told the numbers of the tasks they made, and nothing else of them.
async fn made(session: &Session, event: EventId) -> Result<Vec<Made>, Error> {
    let tasks = session.find_for::<event_task::Entity>(Action::Write);
    let tasks = tasks.filter(event_task::Column::EventId.eq(event));
    let rows = session.whole::<matter::Entity>();
    let rows = rows.whose(matter::Column::Id, tasks, event_task::Column::MatterId);
    let rows = rows.order(matter::Column::Number, Order::Asc).all().await?;
    Ok(rows.into_iter().map(|row| Made { id: row.id, number: row.number }).collect())
}

/// Writes an event with the tasks it made.
///
/// # Errors
/// Of the database.
pub async fn record(
    session: &Session,
    _permit: &FunctionPermit,
    id: EventId,
    posted: Posted,
    made: &[Made],
) -> Result<(), Error> {
    let Posted { kind, key, unit, person, at, data, note } = posted;
    let (source, posted_at) = (actor_text(session.viewer().actor), session.now());
    let row =
        posted_event::Model { id, source, key, kind, unit_id: unit, person_id: person, at, data, note, posted_at };
    session.insert::<posted_event::Entity>(row).await?;
    for task in made {
        session.insert::<event_task::Entity>(event_task::Model { event_id: id, matter_id: task.id }).await?;
    }
    Ok(())
}
