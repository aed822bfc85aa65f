//! GraphQL over HTTP: one operation a request, as JSON, within limits; status and media type by what the client accepts.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request as Question, Response as Answer, ServerError, Variables};
use axum::body::{Body, to_bytes};
use axum::extract::{Extension, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::answer::{refusal_as, status};
use super::auth::{is_json, signed_in};
use super::{RequestId, Site, guard};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::error::{alone, dress};

/// Longest body, in bytes.
const LONGEST_BODY: usize = 256 * 1024;
/// Longest time an operation may take.
const LONGEST: Duration = Duration::from_secs(10);

const JSON: &str = "application/json; charset=utf-8";
const RESPONSE: &str = "application/graphql-response+json; charset=utf-8";

/// One operation, as it is asked for.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Asked {
    /// The text.
    pub(super) query: String,
    #[serde(default)]
    operation_name: Option<String>,
    #[serde(default)]
    variables: Option<serde_json::Map<String, serde_json::Value>>,
    #[serde(default, rename = "extensions")]
    _extensions: Option<serde_json::Map<String, serde_json::Value>>,
}

impl Asked {
    /// The operation as the schema takes it.
    pub(super) fn question(self) -> Question {
        let variables = serde_json::Value::Object(self.variables.unwrap_or_default());
        let mut question = Question::new(self.query).variables(Variables::from_json(variables));
        question.operation_name = self.operation_name;
        question
    }
}

/// How the client wants to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// The status is 200 for every well-formed request.
    Json,
    /// The status says whether the document could be executed.
    Response,
}

impl Manner {
    fn of(headers: &HeaderMap) -> Self {
        let accepts = headers.get_all(header::ACCEPT).iter().filter_map(|accept| accept.to_str().ok());
        let mut kinds = accepts.flat_map(|accept| accept.split(',')).filter_map(|kind| kind.split(';').next());
        match kinds.any(|kind| kind.trim().eq_ignore_ascii_case("application/graphql-response+json")) {
            true => Self::Response,
            false => Self::Json,
        }
    }

    /// An answer that could not be executed: parsing, validation, coercion or a limit.
    fn refused(self, errors: &[ServerError]) -> Response {
        let status = if self == Self::Json { StatusCode::OK } else { StatusCode::BAD_REQUEST };
        self.body(status, &serde_json::json!({ "errors": errors }))
    }

    fn body(self, status: StatusCode, body: &impl serde::Serialize) -> Response {
        let kind = if self == Self::Json { JSON } else { RESPONSE };
        match serde_json::to_vec(body) {
            Ok(body) => (status, [(header::CONTENT_TYPE, HeaderValue::from_static(kind))], body).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

/// Answers one operation.
pub async fn answer(State(site): State<Arc<Site>>, Extension(id): Extension<RequestId>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    if !is_json(&parts.headers) {
        let error = Error::invalid("content-type", "send application/json");
        return refusal_as(StatusCode::UNSUPPORTED_MEDIA_TYPE, error, &id.0);
    }
    let asked = match read(body).await {
        Ok(asked) => asked,
        Err(error) => return refusal_as(status(error.code()), error, &id.0),
    };
    let manner = Manner::of(&parts.headers);
    let signed_in = match signed_in(&site, &parts.headers).await {
        Ok(signed_in) => Arc::new(signed_in),
        Err(error) => return refusal_as(status(error.code()), error, &id.0),
    };
    let document = match guard::document(&asked.query) {
        Ok(document) => document,
        Err(error) => return manner.refused(&[alone(error, &id.0)]),
    };
    let viewer = Arc::new(signed_in.viewer.clone());
    let scope = Scope::new(site.gate.store.clone(), viewer, (site.gate.clock)(), Some(id.0.clone()));
    let mut question = asked.question().data(scope).data(signed_in);
    question = question
        .data(site.workshop.clone())
        .data(site.sources.clone())
        .data(site.vault.clone())
        .data(site.courier.clone());
    question.set_parsed_query(document);
    match tokio::time::timeout(LONGEST, site.schema.execute(question)).await {
        Ok(answer) => finished(manner, answer, &id),
        Err(_) => manner.refused(&[alone(Error::Limit("executionTime"), &id.0)]),
    }
}

async fn read(body: Body) -> Result<Asked, Error> {
    let body = to_bytes(body, LONGEST_BODY).await.map_err(|_| Error::Limit("body"))?;
    serde_json::from_slice(&body).map_err(|error| {
        let expected = r#"send one operation as {"query": "…", "operationName": "…", "variables": {…}}"#;
        Error::invalid("body", format!("{expected} ({error})"))
    })
}

fn finished(manner: Manner, mut answer: Answer, id: &RequestId) -> Response {
    // Our own errors have a source; without one it is the library that complains of the document or its variables.
    let never_ran = answer.data == async_graphql::Value::Null
        && !answer.errors.is_empty()
        && answer.errors.iter().all(|error| error.source.is_none());
    dress(&mut answer, &id.0);
    if never_ran { manner.refused(&answer.errors) } else { manner.body(StatusCode::OK, &answer) }
}
