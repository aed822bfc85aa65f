//! Files become chunks of typed rows. What cannot be typed is refused here; what rows mean is decided in `kernel`.

use std::path::PathBuf;

use arrow::array::RecordBatch;
use arrow::datatypes::SchemaRef;
use csv::StringRecord;

use crate::dataset::{Column, Dataset, Format};
use crate::error::ExtractionError;
use crate::refused::{Reason, RefusedRow};

mod cell;
pub(crate) mod csv_file;
mod decode;
pub(crate) mod files;
pub(crate) mod parquet_file;

/// Rows in a chunk at most, unless it is asked for coded.
pub(crate) const CHUNK_ROWS: usize = 16_384;

/// A file and a stretch of it that one worker reads.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    /// The file's place in the list of files.
    pub file: usize,
    pub path: PathBuf,
    /// The path as people see it.
    pub name: String,
    /// For Parquet, the row group.
    pub row_group: usize,
    /// The number of the part's first row within the file, from 1 (Parquet).
    pub first_row: u64,
}

/// What to read of a dataset.
#[derive(Debug, Clone)]
pub(crate) struct Reading {
    pub dataset: Dataset,
    /// The columns wanted in the batches, in the dataset's order.
    pub wanted: Vec<Column>,
    pub schema: SchemaRef,
}

/// Typed rows, and the rows that could not be typed.
pub(crate) struct Chunk {
    /// Of the reading's schema, but for text columns that came as codes.
    pub batch: RecordBatch,
    pub refused: Vec<RefusedRow>,
    raw: Raw,
}

enum Raw {
    /// The records as written and the lines they begin on.
    Csv { records: Vec<StringRecord>, lines: Vec<u64> },
    /// The number of the first row, from 1; where rows are missing after it, those of all rows.
    Parquet { first: u64, numbers: Option<Vec<u64>> },
}

impl Chunk {
    /// Rows read: typed ones and refused ones.
    pub(crate) fn rows_read(&self) -> u64 {
        (self.batch.num_rows() + self.refused.len()) as u64
    }

    /// The line or row number of a typed row.
    pub(crate) fn line(&self, row: usize) -> u64 {
        match &self.raw {
            Raw::Csv { lines, .. } | Raw::Parquet { numbers: Some(lines), .. } => {
                lines.get(row).copied().unwrap_or_default()
            }
            Raw::Parquet { first, numbers: None } => first + row as u64,
        }
    }

    /// The row's cells as text.
    pub(crate) fn cells(&self, row: usize) -> Vec<String> {
        match &self.raw {
            Raw::Csv { records, .. } => records.get(row).map(texts).unwrap_or_default(),
            Raw::Parquet { .. } => {
                self.batch.columns().iter().map(|column| cell::shown(column, row).unwrap_or_default()).collect()
            }
        }
    }

    /// A typed row that has no place after all.
    pub(crate) fn refuse(&self, part: &Part, row: usize, reason: Reason, column: Option<&str>) -> RefusedRow {
        let text = column.and_then(|name| self.batch.column_by_name(name)).and_then(|column| cell::shown(column, row));
        RefusedRow {
            file: part.name.clone(),
            line: self.line(row),
            reason,
            column: column.map(str::to_owned),
            text: text.unwrap_or_default(),
            cells: self.cells(row),
        }
    }

    /// A cell of a typed row as text.
    pub(crate) fn shown(&self, column: usize, row: usize) -> Option<String> {
        self.batch.columns().get(column).and_then(|column| cell::shown(column, row))
    }
}

fn texts(record: &StringRecord) -> Vec<String> {
    record.iter().map(str::to_owned).collect()
}

/// The chunks of a part, in order.
pub(crate) type Chunks = Box<dyn Iterator<Item = Result<Chunk, ExtractionError>>>;

impl Reading {
    /// Reads all that is declared, whatever `wanted` is, so that a row's being refused never hangs on who asks.
    pub(crate) fn new(dataset: &Dataset, wanted: impl Fn(&str) -> bool) -> Self {
        let roles = |name: &str| name == dataset.time_column || dataset.subject.all().contains(&Some(name));
        let columns = dataset.columns.iter().filter(|column| roles(&column.name) || wanted(&column.name));
        let wanted: Vec<_> = columns.cloned().collect();
        Self { dataset: dataset.clone(), schema: crate::dataset::schema_of(&wanted), wanted }
    }

    /// Opens a part.
    pub(crate) fn open(&self, part: &Part) -> Result<Chunks, ExtractionError> {
        match self.dataset.format {
            Format::Csv => csv_file::open(self, part),
            Format::Parquet => parquet_file::open(self, part),
        }
    }

    /// Opens a part; text that the file keeps as codes of words stays so: as a dictionary array with codes of 32 bits.
    pub(crate) fn open_coded(&self, part: &Part) -> Result<Chunks, ExtractionError> {
        match self.dataset.format {
            Format::Csv => csv_file::open(self, part),
            Format::Parquet => parquet_file::open_coded(self, part),
        }
    }

    /// The parts of a file: the file itself, or its row groups.
    pub(crate) fn parts(&self, file: usize, found: &files::Found) -> Result<Vec<Part>, ExtractionError> {
        let whole = Part { file, path: found.path.clone(), name: found.name.clone(), row_group: 0, first_row: 1 };
        match self.dataset.format {
            Format::Csv => Ok(vec![whole]),
            Format::Parquet => parquet_file::parts(self, &whole),
        }
    }
}
