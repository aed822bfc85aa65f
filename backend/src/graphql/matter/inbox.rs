//! Messages: that something happened to a matter, or what became of an entry of the handbook.

use async_graphql::SimpleObject;
use shared::id::NoticeId;
use shared::matter::NoticeReason;

use super::{Indicators, Matter, MatterEvent};
use crate::app::desk::Told;
use crate::app::scope::Scope;
use crate::connection;
use crate::graphql::handbook::HandbookEntry;
use crate::graphql::scalar::DateTime;

/// A message: that something happened to a matter, or what became of an entry of the handbook.
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
    /// The matter; null where it is about an entry of the handbook.
    pub matter: Option<Matter>,
    /// What happened to the matter.
    pub event: Option<MatterEvent>,
    /// The entry of the handbook; null where it is about a matter.
    pub entry: Option<HandbookEntry>,
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
            matter: told.line.map(|line| Matter::new(scope, line, &indicators)),
            event: told.event.map(Into::into),
            entry: told.entry.map(|tried| HandbookEntry::new(scope, tried, &indicators)),
        };
        found.into_iter().map(message).collect()
    }
}

connection!(InboxConnection, InboxEdge, InboxMessage, "messages");
