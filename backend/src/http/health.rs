//! Whether the server lives, and whether it can work.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::response::{IntoResponse, Response};

use super::answer::refusal;
use super::{RequestId, Site};

/// The process answers.
pub async fn alive() -> &'static str {
    "alive"
}

/// The database answers too.
pub async fn ready(State(site): State<Arc<Site>>, Extension(id): Extension<RequestId>) -> Response {
    match site.gate.store.ping().await {
        Ok(()) => "ready".into_response(),
        Err(error) => refusal(error, &id.0),
    }
}
