//! One cell of text becomes one typed value, or a reason why not; typed values become arrays.

use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, StringViewBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::{NaiveDate, NaiveDateTime};

use crate::dataset::{Column, ColumnType, DECIMAL_DIGITS, DefinitionError, Shape};
use crate::refused::Reason;

/// A typed cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<'a> {
    Nothing,
    Text(&'a str),
    Integer(i64),
    /// Scaled by the column's places.
    Decimal(i128),
    /// Days since 1970-01-01.
    Day(i32),
    /// Microseconds since 1970-01-01 00:00, as written.
    Time(i64),
    Truth(bool),
}

/// Reads the cells of one column.
#[derive(Debug, Clone)]
pub(super) struct CellReader {
    column: Column,
    shapes: Vec<Shape>,
    null_words: Vec<String>,
}

impl CellReader {
    pub(super) fn try_new(column: &Column, null_words: &[String]) -> Result<Self, DefinitionError> {
        Ok(Self { shapes: Shape::of(column)?, column: column.clone(), null_words: null_words.to_vec() })
    }

    pub(super) fn name(&self) -> &str {
        &self.column.name
    }

    pub(super) fn read<'a>(&self, text: &'a str) -> Result<Value<'a>, Reason> {
        if text.is_empty() || self.null_words.iter().any(|word| word == text) {
            return if self.column.required { Err(Reason::Empty) } else { Ok(Value::Nothing) };
        }
        let bare = text.trim();
        let value = match self.column.kind {
            ColumnType::Text => Value::Text(text),
            ColumnType::Integer => Value::Integer(bare.parse().map_err(|_| Reason::BadInteger)?),
            ColumnType::Decimal { places } => Value::Decimal(decimal(bare, usize::from(places))?),
            ColumnType::Date => Value::Day(self.time(bare).map(day).ok_or(Reason::BadDate)?),
            ColumnType::Datetime => {
                Value::Time(self.time(bare).map(|time| time.and_utc().timestamp_micros()).ok_or(Reason::BadDatetime)?)
            }
            ColumnType::Boolean => Value::Truth(truth(bare).ok_or(Reason::BadBoolean)?),
        };
        let below = matches!(value, Value::Integer(number) if number < 0)
            || matches!(value, Value::Decimal(number) if number < 0);
        if below && self.column.not_negative { Err(Reason::Negative) } else { Ok(value) }
    }

    fn time(&self, text: &str) -> Option<NaiveDateTime> {
        self.shapes.iter().find_map(|shape| shape.read(text))
    }
}

fn day(time: NaiveDateTime) -> i32 {
    let days = time.date().signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(i32::MAX)
}

fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "1" | "是" => Some(true),
        "false" | "f" | "no" | "n" | "0" | "否" => Some(false),
        _ => None,
    }
}

/// An exact decimal scaled by 10^places; surplus zeros are fine, surplus digits are not.
fn decimal(text: &str, places: usize) -> Result<i128, Reason> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return Err(Reason::BadDecimal);
    }
    let part = part.trim_end_matches('0');
    if part.len() > places {
        return Err(Reason::TooPrecise);
    }
    let whole = whole.trim_start_matches('0');
    if whole.len() + places > usize::from(DECIMAL_DIGITS) {
        return Err(Reason::BadDecimal);
    }
    let scaled: i128 = format!("0{whole}{part:0<places$}").parse().map_err(|_| Reason::BadDecimal)?;
    Ok(if negative { -scaled } else { scaled })
}

/// The cell as people read it; `None` where it is empty.
pub(super) fn shown(column: &ArrayRef, row: usize) -> Option<String> {
    if row >= column.len() || column.is_null(row) {
        return None;
    }
    let options = FormatOptions::default().with_timestamp_format(Some("%Y-%m-%d %H:%M:%S"));
    ArrayFormatter::try_new(column, &options).ok().map(|formatter| formatter.value(row).to_string())
}

/// Gathers the values of one column.
pub(super) enum Gatherer {
    Text(StringViewBuilder),
    Integer(Int64Builder),
    Decimal(Decimal128Builder),
    Day(Date32Builder),
    Time(TimestampMicrosecondBuilder),
    Truth(BooleanBuilder),
}

impl Gatherer {
    pub(super) fn new(kind: ColumnType) -> Self {
        match kind {
            ColumnType::Text => Self::Text(StringViewBuilder::new()),
            ColumnType::Integer => Self::Integer(Int64Builder::new()),
            ColumnType::Decimal { .. } => Self::Decimal(Decimal128Builder::new().with_data_type(kind.arrow())),
            ColumnType::Date => Self::Day(Date32Builder::new()),
            ColumnType::Datetime => Self::Time(TimestampMicrosecondBuilder::new()),
            ColumnType::Boolean => Self::Truth(BooleanBuilder::new()),
        }
    }

    /// Takes a value; one of another column's kind counts as nothing, and none ever comes.
    pub(super) fn take(&mut self, value: Value<'_>) {
        match (self, value) {
            (Self::Text(builder), Value::Text(text)) => builder.append_value(text),
            (Self::Integer(builder), Value::Integer(number)) => builder.append_value(number),
            (Self::Decimal(builder), Value::Decimal(number)) => builder.append_value(number),
            (Self::Day(builder), Value::Day(day)) => builder.append_value(day),
            (Self::Time(builder), Value::Time(time)) => builder.append_value(time),
            (Self::Truth(builder), Value::Truth(truth)) => builder.append_value(truth),
            (Self::Text(builder), _) => builder.append_null(),
            (Self::Integer(builder), _) => builder.append_null(),
            (Self::Decimal(builder), _) => builder.append_null(),
            (Self::Day(builder), _) => builder.append_null(),
            (Self::Time(builder), _) => builder.append_null(),
            (Self::Truth(builder), _) => builder.append_null(),
        }
    }

    pub(super) fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut builder) => Arc::new(builder.finish()),
            Self::Integer(mut builder) => Arc::new(builder.finish()),
            Self::Decimal(mut builder) => Arc::new(builder.finish()),
            Self::Day(mut builder) => Arc::new(builder.finish()),
            Self::Time(mut builder) => Arc::new(builder.finish()),
            Self::Truth(mut builder) => Arc::new(builder.finish()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_exact_or_refused() {
        for (text, expected) in [
            ("12.34", Ok(1234)),
            ("-12.3", Ok(-1230)),
            ("+0.05", Ok(5)),
            (".5", Ok(50)),
            ("7.", Ok(700)),
            ("1.2300", Ok(123)),
            ("1.234", Err(Reason::TooPrecise)),
            ("123456789012345678", Ok(12_345_678_901_234_567_800)),
            ("1234567890123456789", Err(Reason::BadDecimal)),
            ("1,234", Err(Reason::BadDecimal)),
            ("1e3", Err(Reason::BadDecimal)),
            ("", Err(Reason::BadDecimal)),
            ("-", Err(Reason::BadDecimal)),
            ("NaN", Err(Reason::BadDecimal)),
        ] {
            assert_eq!(decimal(text, 2), expected, "{text}");
        }
    }

    #[test]
    fn a_cell_is_typed_or_refused_with_its_reason() {
        let read =
            |kind, text| CellReader::try_new(&Column::new("c", kind), &["NULL".to_owned()]).unwrap().read(text).err();
        for (kind, text, expected) in [
            (ColumnType::Text, "NULL", None),
            (ColumnType::Integer, " 12 ", None),
            (ColumnType::Integer, "1.0", Some(Reason::BadInteger)),
            (ColumnType::Integer, "9223372036854775808", Some(Reason::BadInteger)),
            (ColumnType::Date, "2026-02-30", Some(Reason::BadDate)),
            (ColumnType::Datetime, "2026-02-28 25:00:00", Some(Reason::BadDatetime)),
            (ColumnType::Boolean, "否", None),
            (ColumnType::Boolean, "maybe", Some(Reason::BadBoolean)),
        ] {
            assert_eq!(read(kind, text), expected, "{text}");
        }
    }

    #[test]
    fn required_cells_and_negative_numbers_are_refused_where_declared() {
        let column =
            Column { required: true, not_negative: true, ..Column::new("c", ColumnType::Decimal { places: 1 }) };
        let reader = CellReader::try_new(&column, &[]).unwrap();
        assert_eq!(reader.read(""), Err(Reason::Empty));
        assert_eq!(reader.read("-0.1"), Err(Reason::Negative));
        assert_eq!(reader.read("0"), Ok(Value::Decimal(0)));
    }
}
