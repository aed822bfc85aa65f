//! The shapes in which days and times are written in text.

use std::fmt::Write as _;

use chrono::format::{Item, Parsed, StrftimeItems, parse};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{Column, ColumnType, DefinitionError};

/// Shapes tried for a DATE column that names none.
pub const DATE_SHAPES: &[&str] = &["%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%Y年%m月%d日", "%Y.%m.%d"];

/// Shapes tried for a DATETIME column that names none; a day alone is its midnight.
pub const DATETIME_SHAPES: &[&str] = &[
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y/%m/%d %H:%M:%S",
    "%Y年%m月%d日 %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y/%m/%d %H:%M",
    "%Y%m%d%H%M%S",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%Y年%m月%d日",
];

/// A shape taken apart once.
#[derive(Debug, Clone)]
pub(crate) struct Shape(Vec<Item<'static>>);

impl Shape {
    /// The shapes of a column; none for columns that hold no time.
    pub(crate) fn of(column: &Column) -> Result<Vec<Self>, DefinitionError> {
        let defaults = match column.kind {
            ColumnType::Date => DATE_SHAPES,
            ColumnType::Datetime => DATETIME_SHAPES,
            ColumnType::Text | ColumnType::Integer | ColumnType::Decimal { .. } | ColumnType::Boolean => &[],
        };
        let refuse = |shape: &str| DefinitionError::BadShape { column: column.name.clone(), shape: shape.to_owned() };
        if column.shapes.is_empty() || defaults.is_empty() {
            return defaults.iter().map(|shape| Self::try_new(shape).ok_or_else(|| refuse(shape))).collect();
        }
        column.shapes.iter().map(|shape| Self::try_new(shape).ok_or_else(|| refuse(shape))).collect()
    }

    fn try_new(text: &str) -> Option<Self> {
        let shape = Self(StrftimeItems::new(text).parse_to_owned().ok()?);
        // A shape must bring a known day there and back, or it names no whole day.
        let probe = NaiveDate::from_ymd_opt(2024, 2, 29)?.and_time(NaiveTime::MIN);
        let mut written = String::new();
        write!(written, "{}", probe.format_with_items(shape.0.iter())).ok()?;
        (shape.read(&written)? == probe).then_some(shape)
    }

    /// The time, or the midnight of the day; `None` where the text has another shape or names no day of the calendar.
    pub(crate) fn read(&self, text: &str) -> Option<NaiveDateTime> {
        let mut parsed = Parsed::new();
        parse(&mut parsed, text, self.0.iter()).ok()?;
        let day = parsed.to_naive_date().ok()?;
        let timed = parsed.hour_div_12().is_some() || parsed.hour_mod_12().is_some();
        let time = if timed { parsed.to_naive_time().ok()? } else { NaiveTime::MIN };
        Some(day.and_time(time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: ColumnType, text: &str) -> Option<String> {
        let shapes = Shape::of(&Column::new("t", kind)).unwrap();
        shapes.iter().find_map(|shape| shape.read(text)).map(|time| time.to_string())
    }

    #[test]
    fn days_are_read_in_every_usual_shape_and_impossible_days_are_not() {
        for text in ["2026-03-05", "2026/03/05", "2026/3/5", "20260305", "2026年03月05日", "2026年3月5日"] {
            assert_eq!(read(ColumnType::Date, text).as_deref(), Some("2026-03-05 00:00:00"), "{text}");
        }
        for text in ["2026-02-30", "2026-13-01", "20260230", "5.3.2026", "soon", "2026-03-05 x", "2026-03"] {
            assert_eq!(read(ColumnType::Date, text), None, "{text}");
        }
    }

    #[test]
    fn times_are_read_in_every_usual_shape() {
        for text in [
            "2026-03-05 07:08:09",
            "2026-03-05T07:08:09",
            "2026/3/5 7:08:09",
            "20260305070809",
            "2026年3月5日 07:08:09",
        ] {
            assert_eq!(read(ColumnType::Datetime, text).as_deref(), Some("2026-03-05 07:08:09"), "{text}");
        }
        assert_eq!(read(ColumnType::Datetime, "20260305").as_deref(), Some("2026-03-05 00:00:00"));
        assert_eq!(read(ColumnType::Datetime, "2026-03-05 24:00:00"), None);
    }

    #[test]
    fn a_shape_that_names_no_whole_day_is_refused() {
        for shape in ["%Y-%m", "%H:%M", "%Q", "day"] {
            let column = Column { shapes: vec![shape.to_owned()], ..Column::new("t", ColumnType::Date) };
            let refused = DefinitionError::BadShape { column: "t".to_owned(), shape: shape.to_owned() };
            assert_eq!(Shape::of(&column).unwrap_err(), refused);
        }
    }
}
