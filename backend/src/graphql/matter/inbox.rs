//! Messages: that something happened to a matter.

use async_graphql::SimpleObject;
use shared::id::NoticeId;
use shared::matter::NoticeReason;

use super::{Indicators, Matter, MatterEvent};
use crate::app::desk::Told;
use crate::app::scope::Scope;
use crate::connection;
use crate::graphql::scalar::DateTime;

/// A message: that something happened to a matter.
#[derive(Debug, Clone, SimpleObject)]
pub struct InboxMessage {
    /// Its id.
    pub id: NoticeId,
    /// Why you are told.
    pub reason: NoticeReason,
    /// When.
    pub at: DateTime,
    /// Whether you have read it.
    pub read: bool,
    /// The matter.
    pub matter: Matter,
    /// What happened.
    pub event: Option<MatterEvent>,
}

impl InboxMessage {
    /// The messages of one list.
    #[must_use]
    pub fn list(scope: &Scope, found: Vec<Told>) -> Vec<Self> {
        let indicators = Indicators::default();
        let message = |told: Told| Self {
            id: told.message.id,
            reason: told.message.reason,
            at: DateTime(told.message.at),
            read: told.message.read.is_some(),
            matter: Matter::new(scope, told.line, &indicators),
            event: told.event.map(Into::into),
        };
        found.into_iter().map(message).collect()
    }
}

connection!(InboxConnection, InboxEdge, InboxMessage, "messages");
