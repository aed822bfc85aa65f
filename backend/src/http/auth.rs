//! Signing in, staying signed in and signing out over HTTP: tokens in and out, the cookie, and where a request may come from.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::answer::{refusal, refusal_as};
use super::{RequestId, Site, cookie};
use crate::app::sign_in::{self, Issued, SignedInViewer};
use crate::error::Error;

/// Longest body taken, in bytes.
const LONGEST_BODY: usize = 4096;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    login: String,
    password: String,
}

/// Whether the body is JSON, as its header says.
pub fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// Refuses requests that a page of another site sent. Whoever sends no origin is no browser.
pub(super) fn from_here(site: &Site, headers: &HeaderMap) -> Result<(), Error> {
    let text = |name| headers.get(name).and_then(|value: &header::HeaderValue| value.to_str().ok());
    let Some(origin) = headers.get(header::ORIGIN) else { return Ok(()) };
    let ours = match (&site.origin, origin.to_str().ok()) {
        (Some(ours), Some(origin)) => origin == ours,
        (None, Some(origin)) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            authority.is_some() && authority == text(header::HOST)
        }
        (_, None) => false,
    };
    if ours { Ok(()) } else { Err(Error::Forbidden) }
}

/// Who asks, by the token that goes with the request.
///
/// # Errors
/// [`Error::Unauthenticated`] where there is none or it is not good.
pub async fn signed_in(site: &Site, headers: &HeaderMap) -> Result<SignedInViewer, Error> {
    let bearer = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let token = bearer.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let (_, token) = token.ok_or(Error::Unauthenticated)?;
    sign_in::viewer(&site.gate, token.trim()).await
}

fn issued(site: &Site, issued: &Issued) -> Result<Response, Error> {
    let left = (issued.session_ends - (site.gate.clock)()).num_seconds();
    let cookie = cookie::keep(site.secure, &issued.refresh, left)?;
    let body = serde_json::json!({ "accessToken": issued.access_token, "expiresIn": issued.expires_in.num_seconds() });
    Ok(([(header::SET_COOKIE, cookie)], Json(body)).into_response())
}

/// Lets somebody in by login and password.
pub async fn sign_in(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    if !is_json(&headers) {
        let error = Error::invalid("content-type", "send application/json");
        return refusal_as(StatusCode::UNSUPPORTED_MEDIA_TYPE, error, &id.0);
    }
    let result = async {
        from_here(&site, &headers)?;
        if body.len() > LONGEST_BODY {
            return Err(Error::Limit("body"));
        }
        let expected = r#"send {"login": "…", "password": "…"}"#;
        let Credentials { login, password } =
            serde_json::from_slice(&body).map_err(|_| Error::invalid("body", expected))?;
        issued(&site, &sign_in::sign_in(&site.gate, &login, password).await?)
    };
    result.await.unwrap_or_else(|error| refusal(error, &id.0))
}

/// Takes the cookie for a fresh token and a fresh cookie.
pub async fn refresh(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let result = async {
        from_here(&site, &headers)?;
        let presented = cookie::read(site.secure, &headers).ok_or(Error::Unauthenticated)?;
        issued(&site, &sign_in::refresh(&site.gate, &presented).await?)
    };
    result.await.unwrap_or_else(|error| refusal(error, &id.0))
}

/// Ends the session and makes the browser forget the cookie.
pub async fn sign_out(
    State(site): State<Arc<Site>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
) -> Response {
    let result = async {
        from_here(&site, &headers)?;
        if let Some(presented) = cookie::read(site.secure, &headers) {
            sign_in::sign_out(&site.gate, &presented).await?;
        }
        Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie::forget(site.secure)?)]).into_response())
    };
    result.await.unwrap_or_else(|error: Error| refusal(error, &id.0))
}

/// Who may sign in to a demonstration; nothing on any other installation.
pub async fn demo(State(site): State<Arc<Site>>, Extension(id): Extension<RequestId>) -> Response {
    match sign_in::demo(&site.gate.store).await {
        Ok(Some(demo)) => ([(header::CONTENT_TYPE, "application/json")], demo).into_response(),
        Ok(None) => refusal(Error::NotFound, &id.0),
        Err(error) => refusal(error, &id.0),
    }
}
