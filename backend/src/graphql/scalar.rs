//! Days and moments as they are written: ISO 8601, moments in UTC. Other scalars are in `shared`, beside their types.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

/// A calendar day, written `2026-03-01`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A calendar day, written `2026-03-01`.
#[Scalar(name = "Date")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        text.parse().map(Self).map_err(|_| InputValueError::custom(format!("`{text}` is not a day: write 2026-03-01")))
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_string())
    }
}

/// A moment in UTC, written `2026-03-01T08:00:00Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment in UTC, written `2026-03-01T08:00:00Z`.
#[Scalar(name = "DateTime")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        chrono::DateTime::parse_from_rfc3339(text)
            .map(|moment| Self(moment.to_utc()))
            .map_err(|_| InputValueError::custom(format!("`{text}` is not a moment: write 2026-03-01T08:00:00Z")))
    }

    fn to_value(&self) -> Value {
        Value::from(self.0.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}
