//! Reads typed answers out of parsed JSON. Sending is not done here.
//!
//! The page has more than a hundred types of answers, and every one brings its own copy of the reader with it. This reader knows
//! only what GraphQL can answer and has errors without sentences, so a copy is a fraction of what `serde_json`'s own would be.

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value, map};

/// An answer that is not of the type asked for; the field that is missing, where one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the answer does not read: {0}")]
pub struct Unreadable(pub &'static str);

impl de::Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self("a value is not of its type")
    }

    fn invalid_type(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        Self("a value is of another type")
    }

    fn missing_field(field: &'static str) -> Self {
        Self(field)
    }
}

/// The answer as the type asked for.
///
/// # Errors
/// [`Unreadable`] where page and server are of different versions.
pub fn read<T: DeserializeOwned>(answer: &Value) -> Result<T, Unreadable> {
    T::deserialize(Reader(answer))
}

#[derive(Clone, Copy)]
struct Reader<'a>(&'a Value);

const OTHER: Unreadable = Unreadable("a value is of another type");

impl<'de> Deserializer<'de> for Reader<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(_) => self.deserialize_i64(visitor),
            Value::String(text) => visitor.visit_str(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(OTHER)?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_i64(self.0.as_i64().ok_or(OTHER)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(self.0.as_str().ok_or(OTHER)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Items(self.0.as_array().ok_or(OTHER)?.iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_map(Fields::of(self.0.as_object().ok_or(OTHER)?))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_enum(name(self.0.as_str().ok_or(OTHER)?))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }

    // Nothing else is in a GraphQL answer of ours: no bytes, no floats, no tuples.
    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier
    }
}

fn name(text: &str) -> StrDeserializer<'_, Unreadable> {
    text.into_deserializer()
}

struct Items<'a>(std::slice::Iter<'a, Value>);

impl<'de> SeqAccess<'de> for Items<'_> {
    type Error = Unreadable;

    #[inline(never)]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|value| seed.deserialize(Reader(value))).transpose()
    }
}

struct Fields<'a> {
    rest: map::Iter<'a>,
    value: &'a Value,
}

impl<'a> Fields<'a> {
    fn of(object: &'a Map<String, Value>) -> Self {
        Self { rest: object.iter(), value: &Value::Null }
    }
}

// Kept out of line: every type has many fields of the same few types.
impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = Unreadable;

    #[inline(never)]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((key, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(name(key)).map(Some)
    }

    #[inline(never)]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Reader(self.value))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::codes::Band;
    use serde::Deserialize;
    use serde_json::json;
    use shared::number::Quantity;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Cell {
        value: Option<Quantity>,
        target: Option<Quantity>,
        band: Band,
        rows: i64,
        key_rate: bool,
        path: Vec<String>,
    }

    #[test]
    fn an_answer_reads_as_its_type_and_what_was_not_asked_for_is_passed_over() {
        let answer = json!({
            "value": "97.4227", "target": null, "band": "GOOD", "rows": 9450, "keyRate": true, "path": ["州局", "市局"], "more": {"a": [1]}
        });
        let cell: Cell = read(&answer).unwrap();
        let path = vec!["州局".to_owned(), "市局".to_owned()];
        let value = Some("97.4227".parse().unwrap());
        assert_eq!(cell, Cell { value, target: None, band: Band::Good, rows: 9450, key_rate: true, path });
    }

    #[test]
    fn an_answer_of_another_version_is_refused_and_never_half_read() {
        let complete =
            json!({ "value": null, "target": null, "band": "GOOD", "rows": 1, "keyRate": false, "path": [] });
        assert!(read::<Cell>(&complete).is_ok());
        for (field, wrong) in [
            ("band", json!("BRILLIANT")),
            ("rows", json!("1")),
            ("keyRate", json!(1)),
            ("path", json!("x")),
            ("value", json!("a lot")),
        ] {
            let mut answer = complete.clone();
            *answer.get_mut(field).unwrap() = wrong;
            assert!(read::<Cell>(&answer).is_err(), "{field}");
        }
        assert_eq!(read::<Cell>(&json!({ "band": "GOOD" })), Err(Unreadable("rows")));
    }
}
