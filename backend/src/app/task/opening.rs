//! A task is opened, whatever made it.

use shared::id::{MatterId, UnitId};
use shared::matter::{Event, Hand, LinkKind, Parties};
use shared::task::{Opening, Task};

use crate::error::Error;
use crate::store::matter::{self, OpenPermit};
use crate::store::{Session, task as store};

/// Opens a task; the matter that led to it is linked with it. Whoever made it tells of it.
///
/// # Errors
/// What [`Task::open`] refuses.
pub(in crate::app) async fn open(
    session: &Session,
    permit: OpenPermit,
    opening: Opening,
    from: Option<MatterId>,
    hand: &Hand<'_>,
) -> Result<(Task, Event), Error> {
    let (task, event) = Task::open(opening, hand)?;
    store::open(session, permit, &task, std::slice::from_ref(&event)).await?;
    if let Some(from) = from {
        matter::link(session, from, task.id, LinkKind::LedTo).await?;
    }
    Ok((task, event))
}

/// The parties of a task that comes from the unit above.
///
/// # Errors
/// [`Error::NotFound`] for a unit that does not exist.
pub(in crate::app) async fn from_above(session: &Session, unit: UnitId) -> Result<Parties, Error> {
    let above = matter::unit_above(session, unit).await?;
    matter::named(session, Parties::new(unit, None, above, None)).await
}
