//! What a file seems to hold: columns and types from its first rows, for people to look at and correct. Never used unseen.

use std::collections::BTreeSet;
use std::iter;
use std::path::{Path, PathBuf};

use arrow::datatypes::DataType;
use csv::StringRecord;

use super::{Column, ColumnType, CsvOptions, Dataset, Format, Shape};
use crate::error::ExtractionError;
use crate::source::{Part, csv_file, files, parquet_file};

/// How to look at a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InferOptions {
    /// How it is written.
    pub format: Format,
    /// How it is written, for CSV.
    pub csv: CsvOptions,
    /// How many rows to look at.
    pub rows: usize,
}

/// What a file seems to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inferred {
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// Columns that hold days or times in every row looked at, best first: those with a time of day, then the fuller ones.
    pub time_columns: Vec<String>,
    /// The first rows as text, to show beside the columns. Empty for Parquet.
    pub rows: Vec<Vec<String>>,
    /// How many rows were looked at.
    pub looked_at: usize,
}

/// The personal columns of a dataset, and where its files are: who looks at one of them does not see those cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    /// The dataset.
    pub dataset: Dataset,
    /// The folder its files are in.
    pub root: PathBuf,
    /// Its columns with personal data; it guards nothing where there are none.
    pub columns: BTreeSet<String>,
}

impl Personal {
    /// Blanks the cells; which ones they are is known only where the file is read as the dataset reads it and holds its columns.
    fn mask(&self, found: &mut Inferred, options: &InferOptions, file: &str) -> Result<(), ExtractionError> {
        // Without a header columns are taken by place.
        let names = if options.csv.header { &found.columns } else { &self.dataset.columns };
        let hidden: Vec<bool> = names.iter().map(|column| self.columns.contains(&column.name)).collect();
        let all_found = hidden.iter().filter(|hidden| **hidden).count() >= self.columns.len();
        if !all_found || !self.dataset.written_as(options.format, &options.csv) {
            return Err(ExtractionError::Personal { file: file.to_owned(), dataset: self.dataset.code.clone() });
        }
        for row in &mut found.rows {
            // In a row of another length any cell may stand in another's place.
            let shifted = row.len() != found.columns.len();
            let cells = row.iter_mut().zip(hidden.iter().chain(iter::repeat(&false)));
            cells.filter(|(_, hidden)| **hidden || shifted).for_each(|(cell, _)| "•••".clone_into(cell));
        }
        Ok(())
    }
}

/// Looks at the first rows of a file under a root. A column of codes with leading zeros stays text.
///
/// # Errors
/// [`ExtractionError`] where the file cannot be read at all, or only in a manner that could show what is personal.
pub fn infer(
    root: &Path,
    file: &str,
    options: &InferOptions,
    personal: &[Personal],
) -> Result<Inferred, ExtractionError> {
    let path = files::one(root, file, options.format)?;
    let part = Part { file: 0, path, name: file.to_owned(), row_group: 0, first_row: 1 };
    let mut found = match options.format {
        Format::Csv => csv(&part, options),
        Format::Parquet => parquet(&part),
    }?;
    for guarded in personal.iter().filter(|guarded| !guarded.columns.is_empty()) {
        if files::reads(&guarded.dataset, &guarded.root, &part.path)? {
            guarded.mask(&mut found, options, file)?;
        }
    }
    Ok(found)
}

fn csv(part: &Part, options: &InferOptions) -> Result<Inferred, ExtractionError> {
    let (header, rows) = csv_file::sample(&options.csv, part, options.rows)?;
    let mut columns = Vec::with_capacity(header.len());
    let mut times = Vec::new();
    for (place, name) in header.iter().enumerate() {
        let cells = cells(&rows, place, &options.csv.null_words);
        let kind = kind(&cells);
        if matches!(kind, ColumnType::Date | ColumnType::Datetime) {
            times.push((kind == ColumnType::Date, rows.len() - cells.len(), name.clone()));
        }
        columns.push(Column::new(name, kind));
    }
    // A stable sort keeps the file's order among equals.
    times.sort_by_key(|(day, empty, _)| (*day, *empty));
    let shown = rows.iter().map(|row| row.iter().map(str::to_owned).collect()).collect();
    Ok(Inferred {
        columns,
        time_columns: times.into_iter().map(|(_, _, name)| name).collect(),
        rows: shown,
        looked_at: rows.len(),
    })
}

fn cells<'a>(rows: &'a [StringRecord], place: usize, null_words: &[String]) -> Vec<&'a str> {
    let there = |cell: &&str| !cell.is_empty() && !null_words.iter().any(|word| word == cell);
    rows.iter().filter_map(|row| row.get(place)).filter(there).map(str::trim).collect()
}

/// The narrowest type that takes every cell; text where there is none to look at.
fn kind(cells: &[&str]) -> ColumnType {
    let all = |fits: &dyn Fn(&str) -> bool| !cells.is_empty() && cells.iter().all(|cell| fits(cell));
    let time = |kind: ColumnType| {
        let shapes = Shape::of(&Column::new("", kind)).unwrap_or_default();
        all(&|cell| shapes.iter().any(|shape| shape.read(cell).is_some()))
    };
    // Eight digits may be a day or a number; a column of nothing but days is taken as days.
    if time(ColumnType::Date) {
        return ColumnType::Date;
    }
    if all(&whole) {
        return ColumnType::Integer;
    }
    if all(&decimal) {
        let places =
            cells.iter().filter_map(|cell| cell.split_once('.')).map(|(_, part)| part.len()).max().unwrap_or_default();
        return ColumnType::Decimal { places: u8::try_from(places).unwrap_or(u8::MAX) };
    }
    if time(ColumnType::Datetime) {
        return ColumnType::Datetime;
    }
    if all(&|cell| matches!(cell.to_lowercase().as_str(), "true" | "false" | "是" | "否")) {
        return ColumnType::Boolean;
    }
    ColumnType::Text
}

fn whole(cell: &str) -> bool {
    let digits = cell.strip_prefix('-').unwrap_or(cell);
    // `007` is a code: as a number it would lose its zeros.
    digits.parse::<i64>().is_ok_and(|number| number.to_string() == digits)
}

fn decimal(cell: &str) -> bool {
    match cell.split_once('.') {
        None => whole(cell),
        Some((number, part)) => {
            let bare = number.strip_prefix('-').unwrap_or(number);
            let digits = (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            digits && bare.len() <= 12 && whole(bare)
        }
    }
}

fn parquet(part: &Part) -> Result<Inferred, ExtractionError> {
    let schema = parquet_file::schema(part)?;
    let columns = schema.fields().iter().map(|field| Column::new(field.name(), declared(field.data_type())));
    let columns: Vec<_> = columns.collect();
    let of =
        |kind: ColumnType| columns.iter().filter(move |column| column.kind == kind).map(|column| column.name.clone());
    let time_columns = of(ColumnType::Datetime).chain(of(ColumnType::Date)).collect();
    Ok(Inferred { columns, time_columns, rows: Vec::new(), looked_at: 0 })
}

fn declared(found: &DataType) -> ColumnType {
    match found {
        DataType::Dictionary(_, values) => declared(values),
        DataType::Boolean => ColumnType::Boolean,
        DataType::Date32 | DataType::Date64 => ColumnType::Date,
        DataType::Timestamp(..) => ColumnType::Datetime,
        DataType::Decimal128(_, places) | DataType::Decimal256(_, places) => {
            ColumnType::Decimal { places: u8::try_from(*places).unwrap_or_default().min(8) }
        }
        DataType::Float16 | DataType::Float32 | DataType::Float64 => ColumnType::Decimal { places: 4 },
        found if found.is_integer() => ColumnType::Integer,
        _ => ColumnType::Text,
    }
}
