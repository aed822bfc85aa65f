//! The way to the server: questions over GraphQL, what the server tells by itself, files, and the token that goes with each. No page logic lives here.

pub mod answer;
pub mod codes;
mod document;
pub mod failure;
pub mod files;
pub mod http;
pub mod live;
pub mod schema;

use std::future::Future;
use std::pin::Pin;

use graphql_client::{GraphQLQuery, QueryBody};
use serde_json::{Map, Value};

use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::api::http::{Body, Method};
use crate::session::Session;

type Answering = Pin<Box<dyn Future<Output = Result<Value, Failure>>>>;

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
    pub fn ask<Q: GraphQLQuery>(
        self,
        variables: Q::Variables,
    ) -> impl Future<Output = Result<Q::ResponseData, Failure>> {
        let QueryBody { variables, query, operation_name } = Q::build_query(variables);
        let answer = self.graphql(query, operation_name, serde_json::to_value(variables));
        async move { answer::read(&answer.await?).map_err(|error| Failure::unreadable(error.to_string())) }
    }

    // Not generic: the many operations share this code, which keeps the page small.
    fn graphql(self, query: &'static str, operation: &'static str, variables: serde_json::Result<Value>) -> Answering {
        Box::pin(async move {
            let variables = variables.map_err(|error| Failure::unreadable(error.to_string()))?;
            let body = Map::from_iter([
                ("query".to_owned(), Value::from(document::alone(query, operation))),
                ("operationName".to_owned(), Value::from(operation)),
                ("variables".to_owned(), variables),
            ]);
            self.answer(Value::Object(body).to_string()).await
        })
    }

    async fn answer(self, body: String) -> Result<Value, Failure> {
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
