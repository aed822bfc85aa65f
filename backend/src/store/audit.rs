//! The audit trail: reading it, and following its chain from the first event to the head.

use sea_orm::{ColumnTrait, Order};
use shared::audit::{Entry, Event, Verifier};
use shared::id::AuditEventId;
use shared::policy::Actor;

use super::entity::{audit_event, audit_head};
use super::page::{Key, Page, Slice};
use super::scope::Reader;
use crate::error::Error;

/// How an actor is written in an event.
pub(super) fn actor_text(actor: Actor) -> String {
    match actor {
        Actor::Account(id) => format!("account:{id}"),
        Actor::System(purpose) => format!("system:{purpose:?}"),
    }
}

/// The events about a subject, or all, newest first.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn events(reader: &Reader, page: Page, subject: Option<&str>) -> Result<Slice<(AuditEventId, Event)>, Error> {
    let mut rows = reader.find::<audit_event::Entity>();
    if let Some(subject) = subject {
        rows = rows.filter(audit_event::Column::Subject.eq(subject));
    }
    let slice = rows.page(page, audit_event::Column::Sequence, Order::Desc, |row| Key::Number(row.sequence)).await?;
    slice.try_map(|row| Ok((row.id, event(row))))
}

/// What the check of the chain found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Events that hold.
    pub events: i64,
    /// What is wrong, if anything.
    pub broken: Option<String>,
}

/// Follows the chain from its first event and compares its end with the head.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn verify(reader: &Reader) -> Result<Verdict, Error> {
    let mut verifier = Verifier::default();
    let mut followed = 0;
    loop {
        let batch = reader
            .find::<audit_event::Entity>()
            .filter(audit_event::Column::Sequence.gt(followed))
            .order(audit_event::Column::Sequence, Order::Asc)
            .limit(1_000)
            .all()
            .await?;
        if batch.is_empty() {
            break;
        }
        for row in batch {
            if let Err(broken) = verifier.follow(&event(row)) {
                return Ok(Verdict { events: followed, broken: Some(broken.to_string()) });
            }
            followed += 1;
        }
    }
    let head = reader.find::<audit_head::Entity>().one().await?;
    let broken = match head {
        Some(head) if head.hash != verifier.head() => {
            Some(format!("the head says {} events, {followed} are there", head.sequence))
        }
        None if followed > 0 => Some("the head is missing".to_owned()),
        _ => None,
    };
    Ok(Verdict { events: followed, broken })
}

fn event(row: audit_event::Model) -> Event {
    Event {
        sequence: row.sequence,
        entry: Entry {
            at: row.at,
            actor: row.actor,
            action: row.action,
            subject: row.subject,
            summary: row.summary,
            before: row.before,
            after: row.after,
            reason: row.reason,
            request_id: row.request_id,
        },
        previous: row.previous,
        hash: row.hash,
    }
}

/// The actor of a session, as it is written in events.
#[must_use]
pub fn actor_of(session: &super::Session) -> String {
    actor_text(session.viewer().actor)
}
