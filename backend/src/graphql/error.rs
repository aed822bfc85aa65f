//! The envelope of errors: a code, the data of the refusal, and never the cause. The library's own complaints are dressed alike.

use std::sync::Arc;

use async_graphql::{ErrorExtensionValues, Response, ServerError, Value};
use shared::error::ErrorCode;

use crate::error::Error;

impl From<Error> for async_graphql::Error {
    fn from(error: Error) -> Self {
        Self { message: error.to_string(), source: Some(Arc::new(error)), extensions: None }
    }
}

/// Gives every error of a response its envelope, and writes the cause of internal ones to the log.
pub fn dress(response: &mut Response, request_id: &str) {
    for error in &mut response.errors {
        error.extensions = Some(match error.source::<Error>() {
            Some(ours) => extensions(ours, request_id),
            None => of_the_library(error, request_id),
        });
        error.source = None;
    }
}

/// The extensions of one of our errors.
#[must_use]
pub fn extensions(error: &Error, request_id: &str) -> ErrorExtensionValues {
    let mut extensions = coded(error.code(), request_id);
    match error {
        Error::Invalid(fields) => {
            let fields =
                fields.iter().map(|field| serde_json::json!({ "field": field.field, "message": field.message }));
            extensions.set("fields", json(&fields.collect::<Vec<_>>()));
        }
        Error::Refused(refusal) => extensions.set("rule", json(refusal)),
        Error::Limit(limit) => extensions.set("limit", Value::from(*limit)),
        Error::Internal(cause) => tracing::error!(request_id, cause = ?cause, "a request failed"),
        Error::Unauthenticated
        | Error::NotFound
        | Error::Forbidden
        | Error::Stale
        | Error::RateLimited
        | Error::Unavailable(_) => {}
    }
    extensions
}

fn coded(code: ErrorCode, request_id: &str) -> ErrorExtensionValues {
    let mut extensions = ErrorExtensionValues::default();
    extensions.set("code", Value::from(code.code()));
    if code == ErrorCode::Internal {
        extensions.set("requestId", Value::from(request_id));
    }
    extensions
}

fn json<T: serde::Serialize>(value: &T) -> Value {
    serde_json::to_value(value).ok().and_then(|value| Value::from_json(value).ok()).unwrap_or_default()
}

/// Parsing, validation and coercion: the document is not of the form asked for.
fn of_the_library(error: &ServerError, request_id: &str) -> ErrorExtensionValues {
    let mut extensions = coded(ErrorCode::Invalid, request_id);
    let path: Vec<String> = error.path.iter().map(segment).collect();
    let field = if path.is_empty() { "query".to_owned() } else { path.join(".") };
    extensions.set("fields", json(&[serde_json::json!({ "field": field, "message": error.message })]));
    extensions
}

fn segment(segment: &async_graphql::PathSegment) -> String {
    match segment {
        async_graphql::PathSegment::Field(name) => name.clone(),
        async_graphql::PathSegment::Index(index) => index.to_string(),
    }
}

/// An error that stands alone, outside any field, as it is sent.
#[must_use]
pub fn alone(error: Error, request_id: &str) -> ServerError {
    let mut alone = ServerError::new(error.to_string(), None);
    alone.extensions = Some(extensions(&error, request_id));
    alone
}
