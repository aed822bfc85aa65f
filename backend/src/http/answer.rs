//! Answers outside GraphQL: the same envelope of errors, with a status that fits its code.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use shared::error::ErrorCode;

use crate::error::Error;
use crate::graphql::error::alone;

/// The status an error travels under where the status is all there is to go by.
pub const fn status(code: ErrorCode) -> StatusCode {
    match code {
        ErrorCode::Unauthenticated => StatusCode::UNAUTHORIZED,
        ErrorCode::NotFound => StatusCode::NOT_FOUND,
        ErrorCode::Forbidden => StatusCode::FORBIDDEN,
        ErrorCode::Invalid => StatusCode::BAD_REQUEST,
        ErrorCode::Refused | ErrorCode::Stale => StatusCode::CONFLICT,
        ErrorCode::Limit => StatusCode::PAYLOAD_TOO_LARGE,
        ErrorCode::RateLimited => StatusCode::TOO_MANY_REQUESTS,
        ErrorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        ErrorCode::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An error as an answer of its own.
pub fn refusal(error: Error, request_id: &str) -> Response {
    let status = status(error.code());
    refusal_as(status, error, request_id)
}

/// An error under a status of its own.
pub fn refusal_as(status: StatusCode, error: Error, request_id: &str) -> Response {
    (status, Json(serde_json::json!({ "errors": [alone(error, request_id)] }))).into_response()
}
