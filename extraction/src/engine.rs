//! What an engine is asked and what it answers. The embedded one lives in `engine::embedded`; a distributed one can come beside it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use chrono::NaiveDateTime;
use serde::{Deserialize, Serialize};
use shared::number::Quantity;
use shared::period::{Cycle, Period};

use crate::dataset::Dataset;
use crate::error::ExtractionError;
use crate::measure::Measure;
use crate::refused::{Refused, RefusedSink};
use crate::source_rows::{SourceQuery, SourceRow};
use crate::subjects::Subjects;
use crate::sums::Sums;

mod embedded;

pub(crate) use embedded::unchanged;
pub use embedded::{Embedded, EngineConfig};

/// Computes measures over datasets (CJ-42, CJ-50).
#[async_trait]
pub trait Engine: Send + Sync {
    /// Computes all measures of a dataset in one scan, or in several where memory is short. The same work gives the same answer.
    ///
    /// # Errors
    /// [`ExtractionError`]: then there are no values at all.
    async fn run(&self, work: Work) -> Result<Extraction, ExtractionError>;

    /// Source rows behind a number, in file order, after the files were found unchanged.
    ///
    /// # Errors
    /// [`ExtractionError::SourceChanged`] where a file is not the one that was extracted from; otherwise as [`Engine::run`].
    async fn source_rows(&self, query: SourceQuery) -> Result<Vec<SourceRow>, ExtractionError>;
}

/// One run's work: a dataset, its measures, the organisation, the months.
pub struct Work {
    /// What to read.
    pub dataset: Dataset,
    /// The folder the dataset's files are in; nothing outside it is read.
    pub root: PathBuf,
    /// What to compute, all in one scan.
    pub measures: Vec<Measure>,
    /// Where rows belong.
    pub subjects: Arc<dyn Subjects>,
    /// The first and the last month, both of them included.
    pub months: Months,
    /// Where DISTINCT measures are wanted.
    pub distinct: DistinctGrouping,
    /// How many refused rows to keep as a sample.
    pub sample_cap: usize,
    /// Takes every refused row.
    pub refused: Option<Arc<dyn RefusedSink>>,
    /// Told how far the run is; called from several threads, so it must be quick.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
    /// Ends the run.
    pub cancel: Cancel,
}

impl Work {
    /// Work with defaults: no distinct grouping, a sample of 100 refused rows, no sink, no progress, no cancelling.
    #[must_use]
    pub fn new(
        dataset: Dataset,
        root: impl Into<PathBuf>,
        measures: Vec<Measure>,
        subjects: Arc<dyn Subjects>,
        months: Months,
    ) -> Self {
        Self {
            dataset,
            root: root.into(),
            measures,
            subjects,
            months,
            distinct: DistinctGrouping::default(),
            sample_cap: 100,
            refused: None,
            progress: None,
            cancel: Cancel::default(),
        }
    }
}

/// Months from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Months {
    first: Period,
    last: Period,
}

impl Months {
    /// The months of both periods and all between; `None` where the last lies before the first.
    #[must_use]
    pub fn try_new(first: Period, last: Period) -> Option<Self> {
        let month = |period: Period, month| Period::try_new(period.year(), Cycle::Month, month).ok();
        let (first, last) = (month(first, first.first_month())?, month(last, last.last_month())?);
        (first.first_day() <= last.first_day()).then_some(Self { first, last })
    }

    /// The first month.
    #[must_use]
    pub const fn first(&self) -> Period {
        self.first
    }

    /// The last month.
    #[must_use]
    pub const fn last(&self) -> Period {
        self.last
    }

    /// All of them in order.
    pub fn iter(&self) -> impl Iterator<Item = Period> + use<> {
        let last = self.last;
        std::iter::successors(Some(self.first), move |month| (*month != last).then(|| month.next()))
    }
}

/// For DISTINCT measures: the periods to count for. Distinct counts do not add up, neither over units nor over months.
pub type DistinctGrouping = Vec<DistinctPeriod>;

/// A period to count for, and where its rows count: each period may have a tree of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DistinctPeriod {
    /// The period. Rows of its months outside of the work's months are not seen.
    pub period: Period,
    /// By [`Leaf`](crate::subjects::Leaf) index the nodes that rows of the leaf count in; equal ones are best shared between periods.
    pub nodes: Arc<Vec<Vec<u32>>>,
}

/// Ends a run from outside; clones end the same run.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks the run to end; it answers [`ExtractionError::Cancelled`] within a batch.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn check(&self) -> Result<(), ExtractionError> {
        if self.0.load(Ordering::Relaxed) { Err(ExtractionError::Cancelled) } else { Ok(()) }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The pass over the files, from 1; one pass unless memory is short.
    pub pass: u32,
    /// Rows read in this pass.
    pub rows: u64,
    /// Parts (files, or row groups of Parquet files) read to their end in this pass.
    pub parts_done: usize,
    /// Parts there are.
    pub parts: usize,
}

/// A file a run has read (lineage, CJ-50).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// The path relative to the root, with `/`.
    pub path: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256 of its bytes, as lower-case hexadecimal.
    pub sha256: String,
    /// Rows read from it, refused ones included.
    pub rows: u64,
}

/// A distinct count of one node and period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DistinctCount {
    /// The measure's place in [`Work::measures`].
    pub measure: usize,
    /// The node.
    pub node: u32,
    /// The period.
    pub period: Period,
    /// How many different values.
    pub count: Quantity,
}

/// What a run computed. `rows_read = refused.total() + rows_outside + rows placed`.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// The additive measures by leaf and month.
    pub sums: Sums,
    /// The DISTINCT measures by node and period, sorted; nothing where no row had a value.
    pub distinct: Vec<DistinctCount>,
    /// Rows read, refused ones included.
    pub rows_read: u64,
    /// Rows that are sound but lie outside the months.
    pub rows_outside: u64,
    /// Rows that were refused.
    pub refused: Refused,
    /// The files, in order.
    pub files: Vec<SourceFile>,
    /// The earliest time in the time column, of any row that could be read.
    pub earliest: Option<NaiveDateTime>,
    /// The latest.
    pub latest: Option<NaiveDateTime>,
    /// How many passes over the files memory allowed; 1 unless it is short.
    pub passes: u32,
}
