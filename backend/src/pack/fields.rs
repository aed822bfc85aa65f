//! One row of a pack, whether a line of CSV or a table of TOML: named fields with their places, read into types.
//! What is wrong is noted and reading goes on, so that one reading finds everything. Files are opened in `source`.

use std::fmt::Display;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use chrono::NaiveDate;
use serde::de::DeserializeOwned;
use toml::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use super::problem::{Problem, ProblemKind};

/// Where a row stands, field by field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spot {
    file: Arc<str>,
    place: (usize, usize),
    fields: Vec<(String, (usize, usize))>,
}

impl Spot {
    pub(super) fn new(file: &Arc<str>, place: (usize, usize), fields: Vec<(String, (usize, usize))>) -> Self {
        Self { file: Arc::clone(file), place, fields }
    }

    /// The line the row begins in, counted from 1.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.place.0
    }

    /// A problem at the field `key`, or at the row where the row does not have it.
    #[must_use]
    pub fn problem(&self, key: &str, kind: ProblemKind) -> Problem {
        let field = self.fields.iter().find(|(name, _)| name == key);
        let (line, column) = field.map_or(self.place, |(_, place)| *place);
        Problem { file: self.file.to_string(), line, column, kind }
    }
}

/// A row with the place it was read from, so that what is found later can still be pointed at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed<T> {
    /// The row.
    pub it: T,
    /// Where it stands.
    pub spot: Spot,
}

impl<T> Deref for Placed<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.it
    }
}

pub(super) enum Value<'t> {
    Cell(&'t str),
    Node(&'t Spanned<DeValue<'t>>),
}

/// Where the lines of a text begin, for turning offsets into lines and columns.
#[derive(Clone, Copy)]
pub(super) struct Text<'t> {
    text: &'t str,
    starts: &'t [usize],
}

/// The offset of each line's first character.
pub(super) fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

impl<'t> Text<'t> {
    pub(super) const fn new(text: &'t str, starts: &'t [usize]) -> Self {
        Self { text, starts }
    }

    pub(super) fn place(self, offset: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|&start| start <= offset);
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or_default();
        (line, self.text.get(start..offset).map_or(0, |before| before.chars().count()) + 1)
    }
}

/// The fields of one row while it is read.
pub(super) struct Fields<'t, 'p> {
    text: Text<'t>,
    values: Vec<(&'t str, Value<'t>)>,
    spot: Spot,
    problems: &'p mut Vec<Problem>,
}

impl<'t, 'p> Fields<'t, 'p> {
    pub(super) fn of_line(header: &[&'t str], cells: &[&'t str], spot: Spot, problems: &'p mut Vec<Problem>) -> Self {
        let filled = header.iter().zip(cells).filter(|(_, cell)| !cell.trim().is_empty());
        let values = filled.map(|(name, cell)| (*name, Value::Cell(cell.trim()))).collect();
        Self { text: Text::new("", &[]), values, spot, problems }
    }

    pub(super) fn of_table(
        file: &Arc<str>,
        text: Text<'t>,
        table: &'t DeTable<'t>,
        offset: usize,
        problems: &'p mut Vec<Problem>,
    ) -> Self {
        let place = |node: &Spanned<DeValue<'_>>| text.place(node.span().start);
        let spots = table.iter().map(|(key, node)| (key.get_ref().to_string(), place(node))).collect();
        let values = table.iter().map(|(key, node)| (key.get_ref().as_ref(), Value::Node(node))).collect();
        Self { text, values, spot: Spot::new(file, text.place(offset), spots), problems }
    }

    pub(super) fn read<R: Row>(mut self) -> Option<Placed<R>> {
        let names: Vec<&str> = self.values.iter().map(|(name, _)| *name).collect();
        for name in names.into_iter().filter(|name| !R::KEYS.contains(name)) {
            self.note(name, ProblemKind::UnknownKey { key: name.to_owned(), known: R::KEYS.to_vec() });
        }
        let it = R::read(&mut self)?;
        Some(Placed { it, spot: self.spot })
    }

    fn note(&mut self, key: &str, kind: ProblemKind) {
        self.problems.push(self.spot.problem(key, kind));
    }

    fn value(&self, key: &str) -> Option<&Value<'t>> {
        self.values.iter().find(|(name, _)| *name == key).map(|(_, value)| value)
    }

    fn node(&self, key: &str) -> Option<&'t Spanned<DeValue<'t>>> {
        match self.value(key)? {
            Value::Node(node) => Some(node),
            Value::Cell(_) => None,
        }
    }

    /// The field as text; numbers and days of TOML as they were written.
    fn text(&mut self, key: &'static str) -> Option<String> {
        let text = match self.value(key)? {
            Value::Cell(cell) => Some((*cell).to_owned()),
            Value::Node(node) => scalar(node.get_ref()),
        };
        if text.is_none() {
            self.note(key, ProblemKind::WrongType { key: key.to_owned(), expected: "one value" });
        }
        text
    }

    fn missing<T>(&mut self, key: &'static str) -> Option<T> {
        if self.value(key).is_none() {
            self.note(key, ProblemKind::MissingKey(key));
        }
        None
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, key: &'static str, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(reason) => {
                self.note(key, ProblemKind::Invalid { key, text: text.to_owned(), reason: format!("{reason}") });
                None
            }
        }
    }

    /// The texts of a list: an array in TOML, separated by semicolons in CSV.
    fn texts(&mut self, key: &'static str) -> Option<Vec<String>> {
        let texts = match self.value(key) {
            None => Some(Vec::new()),
            Some(Value::Cell(cell)) => Some(cell.split(';').map(|part| part.trim().to_owned()).collect()),
            Some(Value::Node(node)) => {
                node.get_ref().as_array().and_then(|array| array.iter().map(|item| scalar(item.get_ref())).collect())
            }
        };
        if texts.is_none() {
            self.note(key, ProblemKind::WrongType { key: key.to_owned(), expected: "a list of values" });
        }
        texts
    }

    /// The tables of `[[key]]`.
    pub(super) fn tables<R: Row>(&mut self, key: &'static str) -> Option<Vec<Placed<R>>> {
        let Some(node) = self.node(key) else { return Some(Vec::new()) };
        let array = node.get_ref().as_array();
        let tables: Option<Vec<_>> = array
            .and_then(|array| array.iter().map(|item| Some((item.span().start, item.get_ref().as_table()?))).collect());
        let Some(tables) = tables else {
            self.note(key, ProblemKind::WrongType { key: key.to_owned(), expected: "a list of tables" });
            return None;
        };
        // A table with a problem is left out: the problem is noted, and the others are still worth checking.
        Some(tables.into_iter().filter_map(|(offset, table)| self.nested(table, offset).read()).collect())
    }

    /// The table of `[key]`, where there is one.
    pub(super) fn table<R: Row>(&mut self, key: &'static str) -> Option<Option<Placed<R>>> {
        let Some(node) = self.node(key) else { return Some(None) };
        let Some(table) = node.get_ref().as_table() else {
            self.note(key, ProblemKind::WrongType { key: key.to_owned(), expected: "a table" });
            return None;
        };
        self.nested(table, node.span().start).read().map(Some)
    }

    fn nested(&mut self, table: &'t DeTable<'t>, offset: usize) -> Fields<'t, '_> {
        Fields::of_table(&self.spot.file, self.text, table, offset, self.problems)
    }

    /// A table whose shape another crate declares.
    pub(super) fn typed<T: DeserializeOwned>(
        &mut self,
        key: &'static str,
        kind: fn(String) -> ProblemKind,
    ) -> Option<T> {
        let Some(node) = self.node(key) else { return self.missing(key) };
        match T::deserialize(ValueDeserializer::from(node.clone())) {
            Ok(value) => Some(value),
            Err(error) => {
                let (line, column) = self.text.place(error.span().unwrap_or(node.span()).start);
                let file = self.spot.file.to_string();
                self.problems.push(Problem { file, line, column, kind: kind(error.message().to_owned()) });
                None
            }
        }
    }
}

fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        DeValue::Boolean(flag) => Some(flag.to_string()),
        DeValue::Datetime(moment) => Some(moment.to_string()),
        DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// A kind of row: its keys, and how its fields become one value.
pub(super) trait Row: Sized {
    /// Every key the row may have.
    const KEYS: &'static [&'static str];
    /// The row, or `None` where a problem was noted.
    fn read(fields: &mut Fields<'_, '_>) -> Option<Self>;
}

/// A type a field is read into. `None` says that a problem was noted.
pub(super) trait Field: Sized {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self>;
}

impl Field for String {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        match fields.text(key) {
            Some(text) if !text.is_empty() => Some(text),
            Some(_) => {
                fields.note(key, ProblemKind::MissingKey(key));
                None
            }
            None => fields.missing(key),
        }
    }
}

impl Field for bool {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        if fields.value(key).is_none() {
            return Some(false);
        }
        fields.text(key).and_then(|text| fields.parsed(key, &text))
    }
}

impl Field for NaiveDate {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        let Some(text) = fields.text(key) else { return fields.missing(key) };
        let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok();
        if day.is_none() {
            fields.note(key, ProblemKind::Date { key, text });
        }
        day
    }
}

impl<F: Field> Field for Option<F> {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        if fields.value(key).is_none() { Some(None) } else { F::read(fields, key).map(Some) }
    }
}

impl Field for Vec<String> {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        fields.texts(key)
    }
}

impl<R: Row> Field for Vec<Placed<R>> {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        fields.tables(key)
    }
}

impl<R: Row> Field for Option<Placed<R>> {
    fn read(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Self> {
        fields.table(key)
    }
}

pub(super) fn parsed_field<T: FromStr<Err: Display>>(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<T> {
    let Some(text) = fields.text(key) else { return fields.missing(key) };
    fields.parsed(key, &text)
}

pub(super) fn parsed_list<T: FromStr<Err: Display>>(fields: &mut Fields<'_, '_>, key: &'static str) -> Option<Vec<T>> {
    let texts = fields.texts(key)?;
    let parsed: Vec<Option<T>> = texts.iter().map(|text| fields.parsed(key, text)).collect();
    parsed.into_iter().collect()
}

/// Types that are read from one text, and from a list of texts.
macro_rules! parsed_fields {
    ($($kind:ty),+ $(,)?) => {$(
        impl $crate::pack::fields::Field for $kind {
            fn read(fields: &mut $crate::pack::fields::Fields<'_, '_>, key: &'static str) -> Option<Self> {
                $crate::pack::fields::parsed_field(fields, key)
            }
        }

        impl $crate::pack::fields::Field for Vec<$kind> {
            fn read(fields: &mut $crate::pack::fields::Fields<'_, '_>, key: &'static str) -> Option<Self> {
                $crate::pack::fields::parsed_list(fields, key)
            }
        }
    )+};
}

/// Rows whose keys are the names of their fields, or the text after `as`.
macro_rules! rows {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident $(as $key:literal)?: $kind:ty,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $kind,)+
        }

        impl $crate::pack::fields::Row for $name {
            const KEYS: &'static [&'static str] = &[$($crate::pack::fields::rows!(@key $field $($key)?)),+];

            fn read(fields: &mut $crate::pack::fields::Fields<'_, '_>) -> Option<Self> {
                use $crate::pack::fields::Field;
                $(let $field = <$kind>::read(fields, $crate::pack::fields::rows!(@key $field $($key)?));)+
                Some(Self { $($field: $field?,)+ })
            }
        }
    )+};
}

pub(super) use {parsed_fields, rows};
