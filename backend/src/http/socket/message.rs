//! The messages of `graphql-transport-ws` that travel here, as JSON.

use axum::extract::ws::Message;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::http::graphql::Asked;

/// Longest id of an operation, in bytes.
const LONGEST_ID: usize = 128;

/// What a client says.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said {
    /// Who it is.
    ConnectionInit {
        #[serde(default)]
        payload: Option<Map<String, Value>>,
    },
    /// Whether anybody is there.
    Ping {},
    /// That somebody is there.
    Pong {},
    /// What it wants to be told.
    Subscribe { id: String, payload: Asked },
    /// That it wants to be told no more.
    Complete { id: String },
}

/// Reads a message; none where it is not one.
pub fn read(text: &str) -> Option<Said> {
    let said = serde_json::from_str(text).ok()?;
    let id = match &said {
        Said::Subscribe { id, .. } | Said::Complete { id } => id.as_str(),
        Said::ConnectionInit { .. } | Said::Ping {} | Said::Pong {} => "",
    };
    (id.len() <= LONGEST_ID).then_some(said)
}

/// The token of a `connection_init`: `{"authorization": "Bearer …"}`, written as the header of a request or in small letters.
pub fn token(payload: Option<&Map<String, Value>>) -> Option<&str> {
    let payload = payload?;
    let bearer = payload.get("authorization").or_else(|| payload.get("Authorization"))?.as_str()?;
    let (scheme, token) = bearer.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// That the client is known.
pub fn acknowledged() -> Message {
    written(&json!({ "type": "connection_ack" }))
}

/// That somebody is there.
pub fn pong() -> Message {
    written(&json!({ "type": "pong" }))
}

/// One answer of an operation.
pub fn next(id: &str, answer: &async_graphql::Response) -> Message {
    written(&json!({ "type": "next", "id": id, "payload": answer }))
}

/// Why there are no more answers.
pub fn error(id: &str, errors: &[async_graphql::ServerError]) -> Message {
    written(&json!({ "type": "error", "id": id, "payload": errors }))
}

/// That there are no more answers.
pub fn complete(id: &str) -> Message {
    written(&json!({ "type": "complete", "id": id }))
}

fn written(message: &Value) -> Message {
    Message::Text(message.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(text: &str) -> Option<Map<String, Value>> {
        match read(&format!(r#"{{"type":"connection_init"{text}}}"#)) {
            Some(Said::ConnectionInit { payload }) => payload,
            _ => panic!("not an init: {text}"),
        }
    }

    #[test]
    fn a_token_is_read_as_clients_write_it() {
        for (text, expected) in [
            (r#","payload":{"authorization":"Bearer a.b"}"#, Some("a.b")),
            (r#","payload":{"Authorization":"bearer a.b "}"#, Some("a.b")),
            (r#","payload":{"authorization":"a.b"}"#, None),
            (r#","payload":{"authorization":7}"#, None),
            (r#","payload":null"#, None),
            ("", None),
        ] {
            assert_eq!(token(payload(text).as_ref()), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_message_of_the_protocol_is_none() {
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "x".repeat(LONGEST_ID + 1));
        for text in [
            "",
            "{",
            "[]",
            r#"{"type":"zzz"}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"start","id":"1"}"#,
            &long,
        ] {
            assert!(read(text).is_none(), "{text}");
        }
        assert!(matches!(read(r#"{"type":"pong","payload":{"x":1}}"#), Some(Said::Pong {})));
        assert!(matches!(
            read(r#"{"id":"1","type":"subscribe","payload":{"query":"{a}"}}"#),
            Some(Said::Subscribe { .. })
        ));
    }
}
