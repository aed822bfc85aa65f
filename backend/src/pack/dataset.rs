//! Datasets and measures as a pack declares them, and the descriptions that `extraction` reads by.

use std::str::FromStr;

use chrono::NaiveDate;
use extraction::dataset::{self as source, ColumnType, CsvOptions, Encoding, Format, SubjectColumns, Zone};
use extraction::measure as computed;
use shared::code::BusinessCode;
use shared::measure::Aggregate;
use shared::scoring::RollUp;

use super::fields::{Placed, parsed_fields, rows};

/// What a column holds, as written in a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// `TEXT`: as written.
    Text,
    /// `INTEGER`: a whole number.
    Integer,
    /// `DECIMAL`: a decimal number with `places` behind the point.
    Decimal,
    /// `DATE`: a day.
    Date,
    /// `DATETIME`: a day and time.
    Datetime,
    /// `BOOLEAN`: true or false.
    Boolean,
}

impl FromStr for ColumnKind {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "TEXT" => Ok(Self::Text),
            "INTEGER" => Ok(Self::Integer),
            "DECIMAL" => Ok(Self::Decimal),
            "DATE" => Ok(Self::Date),
            "DATETIME" => Ok(Self::Datetime),
            "BOOLEAN" => Ok(Self::Boolean),
            _ => Err("it is none of TEXT, INTEGER, DECIMAL, DATE, DATETIME, BOOLEAN"),
        }
    }
}

parsed_fields!(BusinessCode, Format, Encoding, Aggregate, ColumnKind, RollUp, char, u8);

rows! {
    /// `datasets.toml`.
    Datasets {
        /// The datasets.
        datasets as "dataset": Vec<Placed<Dataset>>,
    }

    /// A `[[dataset]]`.
    Dataset {
        /// Its code.
        code: BusinessCode,
        /// Name.
        name: String,
        /// The business system the records come from.
        system: String,
        /// Files, folders or names with `*` and `?`, relative to the data folder.
        location: Vec<String>,
        /// CSV (also `.csv.gz`) or PARQUET.
        format: Format,
        /// Encoding of CSV; UTF_8 where absent.
        encoding: Option<Encoding>,
        /// Delimiter of CSV; a comma where absent.
        delimiter: Option<char>,
        /// Cells of CSV that mean "nothing", besides the empty one.
        null_words: Vec<String>,
        /// The zone of its times; that of the pack where absent.
        zone: Option<String>,
        /// The column that decides a row's period.
        time_column: String,
        /// The column with the unit's code.
        unit_column: Option<String>,
        /// The column with the post's code.
        post_column: Option<String>,
        /// The column with the staff number.
        person_column: Option<String>,
        /// The last day up to which the records are complete; none: unknown.
        complete_to: Option<NaiveDate>,
        /// Its columns.
        columns as "column": Vec<Placed<Column>>,
        /// Its measures.
        measures as "measure": Vec<Placed<Measure>>,
    }

    /// A `[[dataset.column]]`.
    Column {
        /// Name in the file and in expressions.
        name: String,
        /// What people call it; the name where absent.
        label: Option<String>,
        /// What it holds.
        kind as "type": ColumnKind,
        /// Digits behind the point of a DECIMAL, 0–8; 2 where absent.
        places: Option<u8>,
        /// Rows without it are refused.
        required: bool,
        /// Rows below 0 are refused.
        not_negative: bool,
        /// Shapes of days and times in text, such as `%Y年%m月%d日`.
        date_shapes: Vec<String>,
        /// Whether it holds personal data, which is masked.
        personal: bool,
    }

    /// A `[[dataset.measure]]`.
    Measure {
        /// Its code, unique in the pack; formulas name it.
        code: BusinessCode,
        /// Name.
        name: String,
        /// How rows become a number.
        aggregate: Aggregate,
        /// A SQL scalar over the columns.
        expression: Option<String>,
        /// A SQL condition over the columns.
        filter: Option<String>,
        /// How it adds up over the tree; SUM where absent, DISTINCT for a distinct count.
        over_tree: Option<RollUp>,
        /// How it adds up over months; SUM where absent, DISTINCT for a distinct count.
        over_time: Option<RollUp>,
        /// Its unit, such as 户 or 元.
        unit: String,
    }
}

const DEFAULT_PLACES: u8 = 2;

impl Column {
    /// The column as `extraction` reads it.
    #[must_use]
    pub fn description(&self) -> source::Column {
        let kind = match self.kind {
            ColumnKind::Text => ColumnType::Text,
            ColumnKind::Integer => ColumnType::Integer,
            ColumnKind::Decimal => ColumnType::Decimal { places: self.places.unwrap_or(DEFAULT_PLACES) },
            ColumnKind::Date => ColumnType::Date,
            ColumnKind::Datetime => ColumnType::Datetime,
            ColumnKind::Boolean => ColumnType::Boolean,
        };
        source::Column {
            name: self.name.clone(),
            kind,
            shapes: self.date_shapes.clone(),
            required: self.required,
            not_negative: self.not_negative,
        }
    }
}

impl Dataset {
    /// The dataset as `extraction` reads it; `zone` is that of the pack.
    #[must_use]
    pub fn description(&self, zone: Option<&str>) -> source::Dataset {
        let zone = self.zone.as_deref().or(zone);
        source::Dataset {
            code: self.code.clone(),
            files: self.location.clone(),
            format: self.format,
            csv: CsvOptions {
                delimiter: self.delimiter.unwrap_or(','),
                encoding: self.encoding.unwrap_or(Encoding::Utf8),
                null_words: self.null_words.clone(),
                header: true,
            },
            columns: self.columns.iter().map(|column| column.description()).collect(),
            time_column: self.time_column.clone(),
            zone: zone.map_or(Zone::Local, |zone| Zone::from(zone.to_owned())),
            subject: SubjectColumns {
                unit: self.unit_column.clone(),
                post: self.post_column.clone(),
                person: self.person_column.clone(),
            },
        }
    }
}

impl Measure {
    /// How it adds up over the tree.
    #[must_use]
    pub fn over_tree(&self) -> RollUp {
        self.over_tree.unwrap_or(self.aggregate.usual_roll_up())
    }

    /// How it adds up over months.
    #[must_use]
    pub fn over_time(&self) -> RollUp {
        self.over_time.unwrap_or(self.aggregate.usual_roll_up())
    }

    /// The measure as `extraction` computes it.
    #[must_use]
    pub fn definition(&self) -> computed::Measure {
        computed::Measure {
            code: self.code.clone(),
            aggregate: self.aggregate,
            value: self.expression.clone(),
            filter: self.filter.clone(),
            scale: computed::MOST_PLACES,
        }
    }
}
