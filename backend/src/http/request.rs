//! What every request gets: an id, a line in the log, headers, and an answer even where the code panics.

use std::panic::AssertUnwindSafe;
use std::time::Instant;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use futures::FutureExt as _;
use tracing::Instrument as _;

use super::answer::refusal;
use crate::error::Error;

/// The id of a request, in the log and in answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestId(pub String);

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// No inline script or style, nothing from elsewhere; `wasm-unsafe-eval` is what running WebAssembly takes. The WebSocket of this very
/// address is `'self'` too.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

const SECURITY: [(HeaderName, &str); 5] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

impl RequestId {
    /// The id the client gave, if it is a plain one, or a new one.
    fn of(headers: &HeaderMap) -> Self {
        let plain = |id: &&str| {
            (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        let given = headers.get(HEADER).and_then(|id| id.to_str().ok()).filter(plain);
        Self(given.map_or_else(Self::fresh, str::to_owned))
    }

    fn fresh() -> String {
        let mut bytes = [0_u8; 12];
        // Without randomness the id is all zeros: the request still deserves its answer.
        let _ = getrandom::fill(&mut bytes);
        hex::encode(bytes)
    }
}

/// Wraps every request.
pub async fn around(mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers());
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let span = tracing::info_span!("request", request_id = %id.0, %method, path = ?path);
    request.extensions_mut().insert(id.clone());
    let started = Instant::now();
    let answered = AssertUnwindSafe(next.run(request)).catch_unwind().instrument(span.clone()).await;
    let mut response =
        answered.unwrap_or_else(|_| span.in_scope(|| refusal(Error::internal("the code panicked"), &id.0)));
    span.in_scope(|| {
        let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status = response.status().as_u16(), milliseconds, "answered");
    });
    dress(response.headers_mut(), &id);
    response
}

fn dress(headers: &mut HeaderMap, id: &RequestId) {
    for (name, value) in SECURITY {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(id) = HeaderValue::from_str(&id.0) {
        headers.insert(HEADER, id);
    }
    // Whatever does not say how long it may be kept holds data of one viewer.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
