//! The matters that one led to, and those that led to it.

use async_graphql::SimpleObject;
use shared::id::MatterId;
use shared::matter::LinkKind;

use super::{Indicators, Matter};
use crate::app::desk as use_case;
use crate::app::scope::Scope;
use crate::error::Error;

/// A matter that led to another, or that another led to.
#[derive(Debug, Clone, SimpleObject)]
pub struct MatterLink {
    /// Whether it came before.
    pub before: bool,
    /// How they hang together.
    pub kind: LinkKind,
    /// The other one.
    pub matter: Matter,
}

/// The matters that hang together with one.
///
/// # Errors
/// Of the database.
pub async fn links(scope: &Scope, id: MatterId) -> Result<Vec<MatterLink>, Error> {
    let found = use_case::links(&*scope.reader().await?, id).await?;
    let names = Indicators::default();
    let link = |(before, kind, line)| MatterLink { before, kind, matter: Matter::new(scope, line, &names) };
    Ok(found.into_iter().map(link).collect())
}
