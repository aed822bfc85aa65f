//! Why a question was not answered, as data. The sentence for it is the locale's.

use leptos::wasm_split::SplitLoaderError;
use serde_json::Value;

use super::codes::ErrorCode;

/// A refusal of the server, or no answer at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// What kind of refusal.
    pub code: ErrorCode,
    /// What the server said, in English; empty where it said nothing.
    pub detail: String,
    /// The inputs at fault, each with what is wrong.
    pub fields: Vec<(String, String)>,
    /// The rule that said no, with its data.
    pub rule: Option<Value>,
    /// By which the operator finds the request in the log.
    pub request_id: Option<String>,
}

impl Failure {
    /// Nothing came back: no network, or no server.
    pub fn unreachable(detail: String) -> Self {
        Self::bare(ErrorCode::Unavailable, detail)
    }

    /// The answer could not be read: the page and the server are of different versions.
    pub fn unreadable(detail: String) -> Self {
        Self::bare(ErrorCode::Internal, detail)
    }

    fn bare(code: ErrorCode, detail: String) -> Self {
        Self { code, detail, fields: Vec::new(), rule: None, request_id: None }
    }

    /// By the status of an answer without a body of ours.
    pub fn of_status(status: u16, detail: String) -> Self {
        let code = match status {
            400 | 413 | 415 | 422 => ErrorCode::Invalid,
            401 => ErrorCode::Unauthenticated,
            403 => ErrorCode::Forbidden,
            404 => ErrorCode::NotFound,
            409 => ErrorCode::Refused,
            429 => ErrorCode::RateLimited,
            502..=504 => ErrorCode::Unavailable,
            _ => ErrorCode::Internal,
        };
        Self::bare(code, detail)
    }

    /// By a body of ours: `{"error"|"errors": …}` or the bare error; anything else falls back on the status.
    pub fn of_body(status: u16, body: &str) -> Self {
        let parsed = serde_json::from_str::<Value>(body).ok();
        let error =
            parsed.as_ref().map(|value| value.get("error").or_else(|| value.pointer("/errors/0")).unwrap_or(value));
        error.map_or_else(|| Self::of_status(status, String::new()), |error| Self::of_error(status, error))
    }

    fn of_error(status: u16, error: &Value) -> Self {
        let text = |pointer: &str| error.pointer(pointer).and_then(Value::as_str);
        let fallback = Self::of_status(status, text("/message").unwrap_or_default().to_owned());
        Self {
            code: text("/extensions/code").and_then(|code| code.parse().ok()).unwrap_or(fallback.code),
            fields: error.pointer("/extensions/fields").map(field_notes).unwrap_or_default(),
            rule: error.pointer("/extensions/rule").cloned(),
            request_id: text("/extensions/requestId").map(str::to_owned),
            ..fallback
        }
    }
}

impl From<SplitLoaderError> for Failure {
    fn from(_: SplitLoaderError) -> Self {
        // The browser's console has the reason; the error itself has none.
        Self::unreachable(String::new())
    }
}

/// The server names fields as `["a.b"]`, `{"a.b": "why"}` or `[{"field": "a.b", "message": "why"}]`.
fn field_notes(fields: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let entry = |value: &Value| match value.as_object() {
        None => (text(value), String::new()),
        Some(object) => {
            let first = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key)).map(text).unwrap_or_default();
            (first(&["field", "path", "name"]), first(&["message", "reason", "code"]))
        }
    };
    match fields {
        Value::Array(entries) => entries.iter().map(entry).collect(),
        Value::Object(entries) => entries.iter().map(|(field, why)| (field.clone(), text(why))).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_keeps_its_code_fields_and_request() {
        let body = r#"{"errors":[{"message":"weights do not sum","extensions":{"code":"INVALID","fields":[{"field":"items","message":"98"}],"requestId":"r1"}}]}"#;
        let failure = Failure::of_body(200, body);
        assert_eq!(failure.code, ErrorCode::Invalid);
        assert_eq!(failure.fields, [("items".to_owned(), "98".to_owned())]);
        assert_eq!(failure.request_id.as_deref(), Some("r1"));
    }

    #[test]
    fn a_rule_that_said_no_comes_with_its_data() {
        let body = r#"{"errors":[{"message":"taken","extensions":{"code":"REFUSED","rule":{"rule":"CODE_TAKEN","code":"X"}}}]}"#;
        let rule = Failure::of_body(200, body).rule.unwrap();
        assert_eq!(rule.pointer("/code").and_then(Value::as_str), Some("X"));
    }

    #[test]
    fn an_answer_that_is_not_ours_is_judged_by_its_status() {
        for (status, code) in [
            (401, ErrorCode::Unauthenticated),
            (403, ErrorCode::Forbidden),
            (404, ErrorCode::NotFound),
            (429, ErrorCode::RateLimited),
            (503, ErrorCode::Unavailable),
            (500, ErrorCode::Internal),
        ] {
            assert_eq!(Failure::of_body(status, "<html>").code, code);
        }
    }

    #[test]
    fn an_unknown_code_never_passes_for_a_known_one() {
        let failure = Failure::of_body(500, r#"{"message":"?","extensions":{"code":"NEW_ONE"}}"#);
        assert_eq!(failure.code, ErrorCode::Internal);
    }
}
