//! The time-line of a matter: what was done and said.

use async_graphql::SimpleObject;
use shared::id::MatterId;
use shared::matter::{self, Side};

use crate::app::desk as use_case;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::scalar::DateTime;

/// A line of a time-line.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterEvent {
    /// When.
    pub at: DateTime,
    /// How whoever did it was called; empty for the system.
    pub name: String,
    /// On which side; null for the system.
    pub side: Option<Side>,
    /// What was done: a step, `OPEN`, `ISSUE` or `ESCALATE`.
    pub step: String,
    /// The state after it.
    pub state: String,
    /// What was said.
    pub words: String,
}

impl From<matter::Event> for MatterEvent {
    fn from(event: matter::Event) -> Self {
        let matter::Event { at, name, side, step, state, words, .. } = event;
        Self { at: DateTime(at), name, side, step, state, words }
    }
}

/// What was done to a matter and said about it, oldest first.
///
/// # Errors
/// Of the database.
pub async fn time_line(scope: &Scope, id: MatterId) -> Result<Vec<MatterEvent>, Error> {
    Ok(use_case::events(&*scope.reader().await?, id).await?.into_iter().map(Into::into).collect())
}
