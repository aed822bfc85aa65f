//! Events of other systems, which create tasks (ZH-23).

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::code::BusinessCode;
use shared::id::{EventId, PersonId, UnitId};

use super::TaskNumber;
use crate::app::scope::Scope;
use crate::app::task::event as use_case;
use crate::error::Error;
use crate::graphql::scalar::DateTime;

/// An event of another system.
#[derive(Debug, InputObject)]
pub struct EventInput {
    /// What kind of event: one that a template is made by.
    r#type: BusinessCode,
    /// Its key in the system it comes from, 1–200 letters: the same one again from the same account makes nothing.
    key: String,
    /// The unit it is about.
    unit: UnitId,
    /// The person it is about.
    person: Option<PersonId>,
    /// When it happened.
    at: DateTime,
    /// What the other system says of it, as it says it; at most 8,000 letters.
    data: Option<String>,
    /// A word for whoever gets the task; at most 4,000 letters.
    note: Option<String>,
}

/// What became of an event.
#[derive(Debug, SimpleObject)]
pub struct EventReceipt {
    /// The event.
    pub id: EventId,
    /// Whether it was taken now; otherwise it had been posted before.
    pub is_new: bool,
    /// The tasks it made, by number.
    pub tasks: Vec<TaskNumber>,
}

/// Mutations of events.
#[derive(Debug, Default)]
pub struct EventMutation;

#[Object]
impl EventMutation {
    /// Posts an event: it makes the tasks of the templates of its type, once, however often it is posted (ZH-23).
    async fn post_event(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What happened.")] input: EventInput,
    ) -> Result<EventReceipt, Error> {
        let posted = use_case::Posted {
            kind: input.r#type,
            key: input.key,
            unit: input.unit,
            person: input.person,
            at: input.at.0,
            data: input.data.unwrap_or_default(),
            note: input.note.unwrap_or_default(),
        };
        let receipt = use_case::post(&Scope::of(ctx)?, posted).await?;
        let number = |made: use_case::Made| TaskNumber { id: made.id, number: made.number };
        let tasks = receipt.tasks.into_iter().map(number).collect();
        Ok(EventReceipt { id: receipt.id, is_new: receipt.is_new, tasks })
    }
}
