//! `baton audit verify`.

use super::{open, say};
use crate::app::audit;
use crate::config::Config;
use crate::error::Error;

/// Follows the chain and says what was found.
///
/// # Errors
/// [`Error::Unavailable`] where the chain is broken: then the command fails.
pub async fn verify(config: &Config) -> Result<(), Error> {
    let store = open::opened(config).await?;
    let audit::Verdict { events, broken } = audit::verify(&open::operator(&store)).await?;
    match broken {
        None => say(&format!("the audit trail holds: {events} events, each follows the one before")),
        Some(broken) => Err(Error::Unavailable(format!("the audit trail is broken after {events} events: {broken}"))),
    }
}
