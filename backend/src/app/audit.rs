//! Reading the audit trail and checking its chain.

use shared::audit::Event;
use shared::id::AuditEventId;

use super::scope::Scope;
use crate::error::Error;
use crate::store::audit;
use crate::store::page::{Page, Slice};

pub use audit::Verdict;

/// A page of events, newest first, about one subject or about all.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read the trail.
pub async fn events(scope: &Scope, page: Page, subject: Option<&str>) -> Result<Slice<(AuditEventId, Event)>, Error> {
    let reader = scope.reader().await?;
    reader.demand(shared::policy::Resource::Audit, shared::policy::Action::Read)?;
    audit::events(&reader, page, subject).await
}

/// Follows the chain from its first event to its head.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn verify(scope: &Scope) -> Result<Verdict, Error> {
    audit::verify(&*scope.reader().await?).await
}
