//! Why a run ended without values. A single bad row never lands here: it is refused and counted, see `refused`.

use std::error::Error;
use std::io;

use datafusion::error::DataFusionError;
use shared::code::BusinessCode;

use crate::dataset::DefinitionError;
use crate::expression::ExpressionError;

/// Why an extraction ended without values. Nothing is half-computed: a run gives all its sums or one of these.
#[derive(Debug, thiserror::Error)]
pub enum ExtractionError {
    /// The dataset's description contradicts itself.
    #[error(transparent)]
    Definition(#[from] DefinitionError),
    /// A measure's expression cannot be taken (CJ-51).
    #[error("measure `{measure}`: {error}")]
    Expression {
        /// The measure's code.
        measure: String,
        /// What is wrong, and where in the text.
        #[source]
        error: ExpressionError,
    },
    /// An expression was sound but could not be computed on some row, for instance a division by zero.
    #[error("measure `{measure}` could not be computed: {message}")]
    Evaluation {
        /// The measure's code.
        measure: String,
        /// What the engine says.
        message: String,
    },
    /// A sum left the range of a quantity (±922 trillion).
    #[error("measure `{measure}` is out of range")]
    Overflow {
        /// The measure's code.
        measure: String,
    },
    /// No file matches the dataset's patterns.
    #[error("no file matches `{pattern}`")]
    NoFile {
        /// The pattern that found nothing.
        pattern: String,
    },
    /// A file with personal columns is to be looked at in another manner than its dataset's, or does not hold those columns.
    #[error(
        "`{file}` is of dataset {dataset}, which has personal columns: it is shown only in the manner of {dataset} and with those columns"
    )]
    Personal {
        /// The file.
        file: String,
        /// The dataset's code.
        dataset: BusinessCode,
    },
    /// The file cannot be opened or read.
    #[error("`{file}` cannot be read: {source}")]
    Unreadable {
        /// The file, relative to the root.
        file: String,
        /// What the operating system says.
        #[source]
        source: io::Error,
    },
    /// The file has no byte, or no line.
    #[error("`{file}` is empty")]
    EmptyFile {
        /// The file, relative to the root.
        file: String,
    },
    /// The first line names none of the dataset's columns.
    #[error("`{file}` has no header line")]
    HeaderMissing {
        /// The file, relative to the root.
        file: String,
    },
    /// The header names a column twice.
    #[error("`{file}` names column `{column}` twice")]
    ColumnTwice {
        /// The file, relative to the root.
        file: String,
        /// The column.
        column: String,
    },
    /// A column of the dataset is not in the file any more.
    #[error("`{file}` has no column `{column}`")]
    ColumnVanished {
        /// The file, relative to the root.
        file: String,
        /// The column.
        column: String,
    },
    /// A Parquet column has a type that cannot be read as the declared one.
    #[error("`{file}`: column `{column}` is {found}, which cannot be read as {declared}")]
    ColumnType {
        /// The file, relative to the root.
        file: String,
        /// The column.
        column: String,
        /// The type found in the file.
        found: String,
        /// The type the dataset declares.
        declared: String,
    },
    /// The bytes are not text of the declared encoding.
    #[error("`{file}` line {line}: the bytes are not {encoding}")]
    WrongEncoding {
        /// The file, relative to the root.
        file: String,
        /// The line the reader had come to, from 1.
        line: u64,
        /// The encoding the dataset declares.
        encoding: &'static str,
    },
    /// The compressed file ends early or is damaged.
    #[error("`{file}` is damaged after line {line}: {message}")]
    CompressionDamaged {
        /// The file, relative to the root.
        file: String,
        /// The last line that could be read, from 1.
        line: u64,
        /// What the decoder says.
        message: String,
    },
    /// The Parquet file is cut short or damaged.
    #[error("`{file}` is not a whole Parquet file: {message}")]
    ParquetDamaged {
        /// The file, relative to the root.
        file: String,
        /// What the decoder says.
        message: String,
    },
    /// The file is not the one that was extracted from.
    #[error("the source has changed: `{file}`")]
    SourceChanged {
        /// The file, relative to the root.
        file: String,
    },
    /// The configured memory does not hold even one measure.
    #[error("the memory limit is too small: {message}")]
    MemoryRefused {
        /// What the memory pool says.
        message: String,
    },
    /// No room is left for spilling or for the refused rows.
    #[error("the disk is full: {message}")]
    DiskFull {
        /// What the operating system or the spill limit says.
        message: String,
    },
    /// The refused rows could not be handed over; they may not be lost in silence.
    #[error("the refused rows cannot be written: {0}")]
    Sink(#[source] io::Error),
    /// Somebody cancelled the run.
    #[error("cancelled")]
    Cancelled,
    /// The engine failed in a way that says nothing about the data.
    #[error("the engine failed: {0}")]
    Engine(String),
}

impl ExtractionError {
    /// The written form of the kind, stable, for logs and the API.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Definition(_) => "DEFINITION",
            Self::Expression { .. } => "EXPRESSION",
            Self::Evaluation { .. } => "EVALUATION",
            Self::Overflow { .. } => "OVERFLOW",
            Self::NoFile { .. } => "NO_FILE",
            Self::Personal { .. } => "PERSONAL",
            Self::Unreadable { .. } => "UNREADABLE",
            Self::EmptyFile { .. } => "EMPTY_FILE",
            Self::HeaderMissing { .. } => "HEADER_MISSING",
            Self::ColumnTwice { .. } => "COLUMN_TWICE",
            Self::ColumnVanished { .. } => "COLUMN_VANISHED",
            Self::ColumnType { .. } => "COLUMN_TYPE",
            Self::WrongEncoding { .. } => "WRONG_ENCODING",
            Self::CompressionDamaged { .. } => "COMPRESSION_DAMAGED",
            Self::ParquetDamaged { .. } => "PARQUET_DAMAGED",
            Self::SourceChanged { .. } => "SOURCE_CHANGED",
            Self::MemoryRefused { .. } => "MEMORY_REFUSED",
            Self::DiskFull { .. } => "DISK_FULL",
            Self::Sink(_) => "SINK",
            Self::Cancelled => "CANCELLED",
            Self::Engine(_) => "ENGINE",
        }
    }
}

/// The refused rows' sink failed; a full disk is told apart.
pub(crate) fn sink(error: io::Error) -> ExtractionError {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            ExtractionError::DiskFull { message: error.to_string() }
        }
        _ => ExtractionError::Sink(error),
    }
}

impl From<DataFusionError> for ExtractionError {
    fn from(error: DataFusionError) -> Self {
        let message = error.strip_backtrace();
        // The spill limit comes as exhausted resources, or as an IO error within Arrow; only its text tells it from memory.
        let full = message.contains("used disk space") || is_disk_full(&error);
        match error.find_root() {
            _ if full => Self::DiskFull { message },
            DataFusionError::ResourcesExhausted(_) => Self::MemoryRefused { message },
            _ => Self::Engine(message),
        }
    }
}

/// Whether the operating system said so, anywhere in the chain of causes.
fn is_disk_full(error: &(dyn Error + 'static)) -> bool {
    let full = |error: &io::Error| matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    error.downcast_ref().is_some_and(full) || error.source().is_some_and(is_disk_full)
}
