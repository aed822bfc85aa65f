//! The way to the server: questions over GraphQL, files, and the token that goes with each. No page logic lives here.

pub mod answer;
pub mod codes;
mod document;
pub mod failure;
pub mod files;
pub mod http;
pub mod schema;

use graphql_client::GraphQLQuery;
use serde_json::Value;

use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::api::http::{Body, Method};
use crate::session::Session;

/// Asks the server in the name of whoever is signed in.
#[derive(Clone, Copy)]
pub struct Client {
    session: Session,
}

impl Client {
    /// A client that uses and renews the session's token.
    pub fn new(session: Session) -> Self {
        Self { session }
    }

    /// The answer to one operation.
    ///
    /// # Errors
    /// What the server refused, or why no answer came.
    pub async fn ask<Q: GraphQLQuery>(self, variables: Q::Variables) -> Result<Q::ResponseData, Failure> {
        let mut body = Q::build_query(variables);
        let query = document::alone(body.query, body.operation_name);
        body.query = "";
        let mut body = serde_json::to_value(&body).map_err(|error| Failure::unreadable(error.to_string()))?;
        body["query"] = Value::String(query);
        let body = body.to_string();
        let data = self.graphql(body).await?;
        answer::read(&data).map_err(|error| Failure::unreadable(error.to_string()))
    }

    // Not generic: the many operations share this code, which keeps the page small.
    async fn graphql(self, body: String) -> Result<Value, Failure> {
        let (status, text) = self.with_token(Method::Post, "/graphql", Body::Json(body)).await?;
        let mut answer: Value = serde_json::from_str(&text).map_err(|_| Failure::of_status(status, String::new()))?;
        let refused = answer.pointer("/errors/0").is_some();
        match answer.get_mut("data").map(Value::take) {
            Some(data) if !refused => Ok(data),
            Some(_) | None => Err(Failure::of_body(status, &text)),
        }
    }

    /// Sends with the token; where the server no longer takes it, renews it once and sends again.
    async fn with_token(self, method: Method, address: &str, body: Body) -> Result<(u16, String), Failure> {
        let token = self.session.token().await?;
        let first = http::send_text(method, address, Some(&token), body.clone()).await?;
        if !refuses_token(first.0, &first.1) {
            return Ok(first);
        }
        let token = self.session.renew().await?;
        let second = http::send_text(method, address, Some(&token), body).await?;
        if refuses_token(second.0, &second.1) {
            self.session.end();
        }
        Ok(second)
    }
}

fn refuses_token(status: u16, text: &str) -> bool {
    status == 401 || (text.contains("\"errors\"") && text.contains(ErrorCode::Unauthenticated.code()))
}
