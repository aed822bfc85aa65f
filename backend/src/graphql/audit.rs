//! The audit trail.

use std::sync::Arc;

use async_graphql::{Context, Object};
use shared::audit::Event;
use shared::id::AuditEventId;

use super::Result;
use super::page::parts;
use super::scalar::DateTime;
use crate::app::audit as app;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::page::Page;

/// Something that was done. Events are never changed; each holds the hash of the one before it.
#[derive(Debug, Clone)]
pub struct AuditEvent(Arc<(AuditEventId, Event)>);

impl AuditEvent {
    /// An event with its id.
    #[must_use]
    pub fn new(id: AuditEventId, event: Event) -> Self {
        Self(Arc::new((id, event)))
    }
}

/// Something that was done. Events are never changed; each holds the hash of the one before it.
#[Object]
impl AuditEvent {
    /// Its id.
    async fn id(&self) -> AuditEventId {
        self.0.0
    }

    /// When.
    async fn at(&self) -> Result<DateTime> {
        let at = chrono::DateTime::parse_from_rfc3339(&self.0.1.entry.at).map_err(Error::internal)?;
        Ok(DateTime(at.to_utc()))
    }

    /// Who: `account:` or `system:` followed by which.
    async fn actor(&self) -> &str {
        &self.0.1.entry.actor
    }

    /// What was done, such as `unit.move`.
    async fn action(&self) -> &str {
        &self.0.1.entry.action
    }

    /// What it was done to, such as `unit-` followed by its id.
    async fn subject(&self) -> &str {
        &self.0.1.entry.subject
    }

    /// One line for people.
    async fn summary(&self) -> &str {
        &self.0.1.entry.summary
    }

    /// The state before, as JSON.
    async fn before(&self) -> Option<&str> {
        self.0.1.entry.before.as_deref()
    }

    /// The state after, as JSON.
    async fn after(&self) -> Option<&str> {
        self.0.1.entry.after.as_deref()
    }

    /// Why, where a reason was asked for.
    async fn reason(&self) -> Option<&str> {
        self.0.1.entry.reason.as_deref()
    }

    /// The request it came with; empty where it was a command or a job of the server.
    async fn request_id(&self) -> &str {
        self.0.1.entry.request_id.as_deref().unwrap_or_default()
    }

    /// SHA-256 over this event and the hash of the one before it.
    async fn hash(&self) -> &str {
        &self.0.1.hash
    }
}

crate::connection!(AuditEventConnection, AuditEventEdge, AuditEvent, "audit events");

/// Questions about what was done.
#[derive(Debug, Default)]
pub struct AuditQuery;

#[Object]
impl AuditQuery {
    /// What was done, newest first.
    async fn audit_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "Only what was done to this, such as `unit-` followed by its id.")] subject: Option<String>,
    ) -> Result<AuditEventConnection> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let events = app::events(&scope, page, subject.as_deref()).await?;
        let wrap = |events: Vec<_>| events.into_iter().map(|(id, event)| AuditEvent::new(id, event)).collect();
        Ok(parts(events, wrap)?.into())
    }
}
