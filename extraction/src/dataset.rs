//! What a dataset is: files, columns, the time column, the subject columns (ZH-18, ZH-22). Plain data; reading lives in `source`.

use std::collections::BTreeSet;
use std::path::{Component, Path};
use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use serde::{Deserialize, Serialize};
use shared::code::BusinessCode;

mod infer;
mod listing;
mod shape;

pub use infer::{InferOptions, Inferred, Personal, infer};
pub use listing::{Listed, files_under};
pub(crate) use shape::Shape;
pub use shape::{DATE_SHAPES, DATETIME_SHAPES};

shared::codes! {
    /// How the files are written.
    Format {
        /// Comma separated values; a name ending in `.gz` is unpacked.
        Csv "CSV",
        /// Apache Parquet.
        Parquet "PARQUET",
    }
}

shared::codes! {
    /// How the characters of a CSV file are written.
    Encoding {
        /// UTF-8, with or without a byte order mark.
        Utf8 "UTF_8",
        /// GB18030, and so GBK and GB 2312.
        Gb18030 "GB18030",
    }
}

/// How a CSV file is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CsvOptions {
    /// The ASCII character between two cells.
    pub delimiter: char,
    /// How its characters are written.
    pub encoding: Encoding,
    /// Cells that mean "nothing"; an empty cell always does.
    pub null_words: Vec<String>,
    /// Whether the first line names the columns; otherwise they are taken by position.
    pub header: bool,
}

impl Default for CsvOptions {
    fn default() -> Self {
        Self { delimiter: ',', encoding: Encoding::Utf8, null_words: Vec::new(), header: true }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ColumnType {
    /// Text, as written.
    Text,
    /// A whole number of 64 bits.
    Integer,
    /// A decimal number of at most 20 digits.
    Decimal {
        /// Digits behind the point, 0–8.
        places: u8,
    },
    /// A day.
    Date,
    /// A day and time, to the microsecond, as written.
    Datetime,
    /// True or false.
    Boolean,
}

/// Digits of a decimal column.
pub(crate) const DECIMAL_DIGITS: u8 = 20;
const MOST_DECIMAL_PLACES: u8 = 8;

impl ColumnType {
    /// The type in the engine.
    pub(crate) fn arrow(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8View,
            Self::Integer => DataType::Int64,
            Self::Decimal { places } => DataType::Decimal128(DECIMAL_DIGITS, i8::try_from(places).unwrap_or_default()),
            Self::Date => DataType::Date32,
            Self::Datetime => DataType::Timestamp(TimeUnit::Microsecond, None),
            Self::Boolean => DataType::Boolean,
        }
    }
}

/// A column of a dataset. Its name in the file is its name in expressions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name; letters of any script.
    pub name: String,
    /// What it holds.
    #[serde(flatten)]
    pub kind: ColumnType,
    /// For days and times in text: the shapes tried in order, such as `%Y年%m月%d日`. Empty: [`DATE_SHAPES`], [`DATETIME_SHAPES`].
    #[serde(default)]
    pub shapes: Vec<String>,
    /// Rows without it are refused.
    #[serde(default)]
    pub required: bool,
    /// Rows below 0 are refused.
    #[serde(default)]
    pub not_negative: bool,
}

impl Column {
    /// A column that may be empty, with the default shapes.
    #[must_use]
    pub fn new(name: &str, kind: ColumnType) -> Self {
        Self { name: name.to_owned(), kind, shapes: Vec::new(), required: false, not_negative: false }
    }
}

/// Which clock the times are written in (architecture.md §9). Periods and durations are taken in it, as written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Zone {
    /// As written, `LOCAL`. A Parquet instant is read on its own zone's clock.
    #[default]
    Local,
    /// A named zone (`Asia/Shanghai`) or offset (`+08:00`): Parquet instants are read on its clock, written times as written.
    Named(String),
}

impl From<String> for Zone {
    fn from(text: String) -> Self {
        if text == "LOCAL" { Self::Local } else { Self::Named(text) }
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        match zone {
            Zone::Local => "LOCAL".to_owned(),
            Zone::Named(name) => name,
        }
    }
}

/// The columns that say whose a row is; at least one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SubjectColumns {
    /// The column with the unit's code.
    pub unit: Option<String>,
    /// The column with the post's code.
    pub post: Option<String>,
    /// The column with the person's code.
    pub person: Option<String>,
}

impl SubjectColumns {
    pub(crate) fn all(&self) -> [Option<&str>; 3] {
        [self.unit.as_deref(), self.post.as_deref(), self.person.as_deref()]
    }
}

/// A dataset: what a business system hands over, and how to read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Its code.
    pub code: BusinessCode,
    /// Files, folders, or names with `*` and `?`, relative to a root that the caller gives; never outside it.
    pub files: Vec<String>,
    /// How they are written.
    pub format: Format,
    /// How they are written, for CSV.
    #[serde(default)]
    pub csv: CsvOptions,
    /// The columns that are read. A file may have more.
    pub columns: Vec<Column>,
    /// The DATE or DATETIME column that decides a row's period.
    pub time_column: String,
    /// Which clock the times are written in.
    #[serde(default)]
    pub zone: Zone,
    /// Whose a row is.
    pub subject: SubjectColumns,
}

/// What a column is for, beside what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It decides a row's period.
    Time,
    /// It has the unit's code.
    Unit,
    /// It has the post's code.
    Post,
    /// It has the person's code.
    Person,
}

/// What contradicts itself in a dataset's description.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DefinitionError {
    /// No file is named.
    #[error("the dataset names no file")]
    NoFiles,
    /// A path leads outside the root.
    #[error("`{0}` leads outside the data folder")]
    OutsideRoot(String),
    /// A column is declared twice.
    #[error("column `{0}` is declared twice")]
    ColumnTwice(String),
    /// The time column or a subject column is not declared.
    #[error("column `{name}` is not declared")]
    UnknownColumn {
        /// What the column is for.
        role: Role,
        /// The column.
        name: String,
    },
    /// The time column is neither DATE nor DATETIME.
    #[error("time column `{0}` is neither DATE nor DATETIME")]
    TimeColumnType(String),
    /// A subject column is not TEXT.
    #[error("subject column `{name}` is not TEXT")]
    SubjectColumnType {
        /// What the column is for.
        role: Role,
        /// The column.
        name: String,
    },
    /// No subject column is named.
    #[error("the dataset names no subject column")]
    NoSubject,
    /// A shape is not one of days or times.
    #[error("column `{column}`: `{shape}` is not a date shape")]
    BadShape {
        /// The column.
        column: String,
        /// The shape.
        shape: String,
    },
    /// More places than 8.
    #[error("column `{0}` has more than 8 places")]
    TooManyPlaces(String),
    /// The delimiter is not an ASCII character, or a quote or line end.
    #[error("`{0}` cannot be a delimiter")]
    BadDelimiter(char),
    /// The zone is not known.
    #[error("`{0}` is not a time zone")]
    UnknownZone(String),
}

impl DefinitionError {
    /// The part of the description that is at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::NoFiles | Self::OutsideRoot(_) => "files",
            Self::ColumnTwice(_) | Self::BadShape { .. } | Self::TooManyPlaces(_) => "columns",
            Self::UnknownColumn { role, .. } | Self::SubjectColumnType { role, .. } => match role {
                Role::Time => "timeColumn",
                Role::Unit => "unitColumn",
                Role::Post => "postColumn",
                Role::Person => "personColumn",
            },
            Self::TimeColumnType(_) => "timeColumn",
            Self::NoSubject => "unitColumn",
            Self::BadDelimiter(_) => "delimiter",
            Self::UnknownZone(_) => "zone",
        }
    }
}

impl Dataset {
    /// Checks what can be checked without opening a file.
    ///
    /// # Errors
    /// The first [`DefinitionError`] found.
    pub fn check(&self) -> Result<(), DefinitionError> {
        if self.files.is_empty() {
            return Err(DefinitionError::NoFiles);
        }
        if let Some(outside) = self.files.iter().find(|name| !stays_below(name)) {
            return Err(DefinitionError::OutsideRoot(outside.clone()));
        }
        if !self.csv.delimiter.is_ascii() || matches!(self.csv.delimiter, '"' | '\n' | '\r' | '\0') {
            return Err(DefinitionError::BadDelimiter(self.csv.delimiter));
        }
        if let Zone::Named(name) = &self.zone {
            name.parse::<Tz>().map_err(|_| DefinitionError::UnknownZone(name.clone()))?;
        }
        self.check_columns()?;
        self.check_roles()
    }

    /// Whether files written so are read as the dataset reads its own: the same cells in the same columns.
    fn written_as(&self, format: Format, csv: &CsvOptions) -> bool {
        let manner = |csv: &CsvOptions| (csv.delimiter, csv.encoding, csv.header);
        self.format == format && (format == Format::Parquet || manner(&self.csv) == manner(csv))
    }

    fn check_columns(&self) -> Result<(), DefinitionError> {
        let mut names = BTreeSet::new();
        for column in &self.columns {
            if !names.insert(&column.name) {
                return Err(DefinitionError::ColumnTwice(column.name.clone()));
            }
            if let ColumnType::Decimal { places } = column.kind
                && places > MOST_DECIMAL_PLACES
            {
                return Err(DefinitionError::TooManyPlaces(column.name.clone()));
            }
            Shape::of(column)?;
        }
        Ok(())
    }

    fn check_roles(&self) -> Result<(), DefinitionError> {
        let kind = |role, name: &str| {
            let column = self.columns.iter().find(|column| column.name == name);
            let unknown = || DefinitionError::UnknownColumn { role, name: name.to_owned() };
            column.map(|column| column.kind).ok_or_else(unknown)
        };
        if !matches!(kind(Role::Time, &self.time_column)?, ColumnType::Date | ColumnType::Datetime) {
            return Err(DefinitionError::TimeColumnType(self.time_column.clone()));
        }
        let roles = [Role::Unit, Role::Post, Role::Person].into_iter().zip(self.subject.all());
        let subjects: Vec<_> = roles.filter_map(|(role, name)| Some((role, name?))).collect();
        if subjects.is_empty() {
            return Err(DefinitionError::NoSubject);
        }
        for (role, name) in subjects {
            if kind(role, name)? != ColumnType::Text {
                return Err(DefinitionError::SubjectColumnType { role, name: name.to_owned() });
            }
        }
        Ok(())
    }
}

/// Whether a name leads nowhere but below the folder it is relative to, as far as its text tells.
pub(crate) fn stays_below(name: &str) -> bool {
    let plain = |component: Component<'_>| matches!(component, Component::Normal(_) | Component::CurDir);
    Path::new(name).components().all(plain)
}

/// Columns as the engine sees them.
pub(crate) fn schema_of(columns: &[Column]) -> SchemaRef {
    let field = |column: &Column| Field::new(&column.name, column.kind.arrow(), true);
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}
