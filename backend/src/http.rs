//! The HTTP server: which address answers what. What travels in requests and answers is in `http/`, what it means in `graphql`.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::app::channel::Courier;
use crate::app::dataset::change::Sources;
use crate::app::live::Live;
use crate::app::register::Register;
use crate::app::run::Workshop;
use crate::app::sign_in::Gate;
use crate::graphql::Schema;
use crate::vault::Vault;

mod answer;
mod assets;
mod auth;
mod cookie;
mod files;
mod graphql;
mod guard;
mod health;
mod request;
mod socket;

pub use auth::signed_in;
pub use request::RequestId;

/// What the server is made of.
pub struct Site {
    /// Lets people in.
    pub gate: Gate,
    /// Reads sources.
    pub workshop: Workshop,
    /// Where the records of business systems lie.
    pub sources: Sources,
    /// Where files that hang on matters lie.
    pub vault: Vault,
    /// Notes who takes files out.
    pub register: Register,
    /// Looks after whoever is told things as they happen.
    pub live: Live,
    /// Sends messages through channels beside the page.
    pub courier: Courier,
    /// Answers questions.
    pub schema: Schema,
    /// Whether cookies travel over TLS alone.
    pub secure: bool,
    /// The address people reach it by, where a proxy stands before it.
    pub origin: Option<String>,
}

/// The server's addresses.
pub fn router(site: Site) -> Router {
    let site = Arc::new(site);
    Router::new()
        .route("/graphql", post(graphql::answer))
        .route("/graphql/ws", get(socket::open))
        .route("/auth/sign-in", post(auth::sign_in))
        .route("/auth/refresh", post(auth::refresh))
        .route("/auth/sign-out", post(auth::sign_out))
        .route("/auth/demo", get(auth::demo))
        .nest("/files", files::routes())
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .fallback(assets::serve)
        .layer(axum::middleware::from_fn(request::around))
        .with_state(site)
}
