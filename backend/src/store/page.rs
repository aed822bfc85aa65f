//! Pages of a list: how many, after which row; and the cursor that says it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, Value};
use serde::{Deserialize, Serialize};

use crate::error::Error;

/// Most rows a page may hold.
pub const MOST: u64 = 100;

/// The value of the unique column a list is ordered by, or of the two columns that are unique together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Key {
    /// Text.
    Text(String),
    /// A number.
    Number(i64),
    /// A moment.
    Moment(DateTime<Utc>),
    /// A moment, and a text that tells apart what is of the same one.
    MomentText(DateTime<Utc>, String),
}

impl Key {
    /// The value of the one column a list is ordered by.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is of a list that is ordered by two.
    pub(super) fn value(self) -> Result<Value, Error> {
        match self {
            Self::Text(text) => Ok(text.into()),
            Self::Number(number) => Ok(number.into()),
            Self::Moment(moment) => Ok(moment.into()),
            Self::MomentText(..) => Err(none_of_ours()),
        }
    }

    /// The moment and the text of a list that is ordered by both.
    ///
    /// # Errors
    /// [`Error::Invalid`] where it is of a list that is ordered by one column.
    pub(super) fn moment_and_text(self) -> Result<(DateTime<Utc>, String), Error> {
        match self {
            Self::MomentText(moment, text) => Ok((moment, text)),
            Self::Text(_) | Self::Number(_) | Self::Moment(_) => Err(none_of_ours()),
        }
    }

    /// The cursor, opaque to clients.
    ///
    /// # Errors
    /// Never in practice: the key is plain data.
    pub fn cursor(&self) -> Result<String, Error> {
        Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(self)?))
    }
}

/// What part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// How many rows, 1–100.
    pub first: u64,
    /// After the row with this key.
    pub after: Option<Key>,
}

impl Page {
    /// Reads the arguments of a connection.
    ///
    /// # Errors
    /// [`Error::Limit`] where `first` is not 1–100; [`Error::Invalid`] where the cursor is none of ours.
    pub fn try_new(first: i32, after: Option<&str>) -> Result<Self, Error> {
        let first =
            u64::try_from(first).ok().filter(|first| (1..=MOST).contains(first)).ok_or(Error::Limit("first"))?;
        let after = after.map(read).transpose()?;
        Ok(Self { first, after })
    }
}

fn read(cursor: &str) -> Result<Key, Error> {
    URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()).ok_or_else(none_of_ours)
}

fn none_of_ours() -> Error {
    Error::invalid("after", "this is no cursor of ours: take `endCursor` of the page before")
}

/// A page of rows with what a connection says about it.
#[derive(Debug, Clone)]
pub struct Slice<T> {
    /// The rows, each with its key.
    pub rows: Vec<(Key, T)>,
    /// Whether more follow.
    pub has_next: bool,
    /// How many there are in all, within the viewer's scope.
    pub total: u64,
}

impl<T> Slice<T> {
    /// The same page of something made of each row.
    ///
    /// # Errors
    /// The first error of `make`.
    pub fn try_map<U>(self, make: impl Fn(T) -> Result<U, Error>) -> Result<Slice<U>, Error> {
        let rows = self.rows.into_iter().map(|(key, row)| Ok((key, make(row)?))).collect::<Result<_, Error>>()?;
        Ok(Slice { rows, has_next: self.has_next, total: self.total })
    }
}

/// Rows of which one of the columns holds the text searched for, whatever the case of Latin letters.
pub(super) fn matching<C: ColumnTrait>(search: &str, columns: impl IntoIterator<Item = C>) -> Condition {
    let escaped = search.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    let like = LikeExpr::new(format!("%{escaped}%")).escape('\\');
    columns.into_iter().fold(Condition::any(), |any, column| {
        let text = Expr::expr(Func::lower(Expr::col(column.as_column_ref())));
        any.add(text.like(like.clone()))
    })
}
