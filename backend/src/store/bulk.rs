//! Many rows at once: one statement that takes a JSON array of arrays, which both databases unpack themselves. A row a statement
//! would cost more than computing the row.

use std::fmt::Write as _;

use super::permit::FunctionPermit;
use super::scope::Session;
use crate::error::Error;

/// How a value in the JSON array becomes a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A 64-bit integer or null.
    Integer,
    /// Text or null.
    Text,
    /// A day as `YYYY-MM-DD` or null.
    Day,
    /// Yes or no.
    Flag,
    /// A moment, RFC 3339.
    Moment,
}

/// Rows waiting to be written to one table.
#[derive(Debug)]
pub(super) struct Bulk {
    table: &'static str,
    columns: &'static [(&'static str, Kind)],
    json: String,
    rows: usize,
}

/// Rows a statement takes: enough to make its overhead vanish, few enough to keep its text under a few megabytes.
const ROWS: usize = 10_000;

impl Bulk {
    pub fn new(table: &'static str, columns: &'static [(&'static str, Kind)]) -> Self {
        Self { table, columns, json: String::from("["), rows: 0 }
    }

    /// Adds a row and writes when enough have come together.
    pub async fn push(
        &mut self,
        session: &Session,
        permit: &FunctionPermit,
        row: &[serde_json::Value],
    ) -> Result<(), Error> {
        if self.rows > 0 {
            self.json.push(',');
        }
        self.json.push_str(&serde_json::to_string(row)?);
        self.rows += 1;
        if self.rows >= ROWS { self.flush(session, permit).await } else { Ok(()) }
    }

    /// Writes what is waiting.
    pub async fn flush(&mut self, session: &Session, _permit: &FunctionPermit) -> Result<(), Error> {
        if self.rows == 0 {
            return Ok(());
        }
        let mut json = std::mem::replace(&mut self.json, String::from("["));
        json.push(']');
        self.rows = 0;
        session.execute(self.statement(session.is_embedded()), vec![json.into()]).await?;
        Ok(())
    }

    fn statement(&self, embedded: bool) -> String {
        let names: Vec<&str> = self.columns.iter().map(|(name, _)| *name).collect();
        let mut sql = format!("INSERT INTO \"{}\" (\"{}\") SELECT ", self.table, names.join("\",\""));
        for (place, (_, kind)) in self.columns.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            let _ = match (embedded, kind) {
                (true, _) => write!(sql, "{comma}json_extract(value, '$[{place}]')"),
                (false, Kind::Integer) => write!(sql, "{comma}(value ->> {place})::bigint"),
                (false, Kind::Text) => write!(sql, "{comma}value ->> {place}"),
                (false, Kind::Day) => write!(sql, "{comma}(value ->> {place})::date"),
                (false, Kind::Moment) => write!(sql, "{comma}(value ->> {place})::timestamptz"),
                (false, Kind::Flag) => write!(sql, "{comma}(value ->> {place})::boolean"),
            };
        }
        sql.push_str(if embedded { " FROM json_each(?)" } else { " FROM json_array_elements($1::json)" });
        sql
    }
}
