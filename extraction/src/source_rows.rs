//! The source rows behind a number (CJ-50, ZH-58): what to ask and what comes back.

use std::path::PathBuf;
use std::sync::Arc;

use datafusion::execution::memory_pool::MemoryReservation;
use serde::{Deserialize, Serialize};
use shared::period::Period;

use crate::dataset::Dataset;
use crate::engine::{Months, SourceFile, Work, unchanged};
use crate::error::ExtractionError;
use crate::kernel::placing::{Placed, Placer};
use crate::kernel::plan::{Plan, reading};
use crate::kernel::{Batch, Words};
use crate::measure::{Aggregate, Measure};
use crate::source::files::{fingerprint, list};
use crate::source::{Chunk, Part, Reading};
use crate::subjects::{Leaf, Subjects};

/// Which source rows are wanted.
pub struct SourceQuery {
    /// The dataset as it was extracted.
    pub dataset: Dataset,
    /// The folder its files are in.
    pub root: PathBuf,
    /// The run's files: sizes and hashes must still be the same.
    pub files: Vec<SourceFile>,
    /// The organisation as it was extracted.
    pub subjects: Arc<dyn Subjects>,
    /// Which leaves the viewer may see rows of; no other row leaves the engine.
    pub allowed: Arc<dyn Fn(Leaf) -> bool + Send + Sync>,
    /// One leaf alone, or all that are allowed.
    pub leaf: Option<Leaf>,
    /// The period.
    pub period: Period,
    /// A condition over the dataset's columns, usually the measure's filter.
    pub filter: Option<String>,
    /// How many rows at most.
    pub limit: usize,
}

/// A source row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// The file, relative to the root.
    pub file: String,
    /// CSV: the line the row begins on, from 1. Parquet: the row, from 1.
    pub line: u64,
    /// The leaf it belongs to, by index.
    pub leaf: u32,
    /// The declared columns in order, as read; `None` where empty.
    pub cells: Vec<(String, Option<String>)>,
}

/// Reads the rows asked for, after the files were found unchanged.
pub(crate) fn read_rows(query: SourceQuery, memory: &MemoryReservation) -> Result<Vec<SourceRow>, ExtractionError> {
    let months =
        Months::try_new(query.period, query.period).ok_or_else(|| ExtractionError::Engine("no months".to_owned()))?;
    let filter = query.filter.clone().map(|filter| Measure {
        code: query.dataset.code.clone(),
        aggregate: Aggregate::Count,
        value: None,
        filter: Some(filter),
        scale: 0,
    });
    let work = Work::new(
        query.dataset.clone(),
        &query.root,
        filter.into_iter().collect(),
        Arc::clone(&query.subjects),
        months,
    );
    let _checked = reading(&work)?;
    let reading = Reading::new(&query.dataset, |_| true);
    let plan = Plan::try_new(&work, &reading)?;
    let found = list(&work.dataset, &work.root)?;
    let now = found.iter().map(|found| fingerprint(found, &work.cancel)).collect::<Result<Vec<_>, _>>()?;
    unchanged(&query.files, &now)?;
    let (mut placer, mut words) = (Placer::new(&work, &reading, memory), Words::new(&plan));
    let mut rows = Vec::new();
    for (place, found) in found.iter().enumerate() {
        for part in reading.parts(place, found)? {
            for chunk in reading.open(&part)? {
                let chunk = chunk?;
                let placed = placer.place(&chunk)?;
                let selected = match plan.slots.first() {
                    Some(slot) => {
                        let selected = Batch::new(&plan, &chunk.batch, &placed, &mut words).selected(slot)?;
                        selected.bits(chunk.batch.num_rows())
                    }
                    None => placed.live.clone(),
                };
                for row in selected.set_indices() {
                    if rows.len() >= query.limit {
                        return Ok(rows);
                    }
                    rows.extend(shown(&query, &reading, &part, &chunk, &placed, row));
                }
            }
        }
    }
    Ok(rows)
}

/// The row, if it is of a leaf that is wanted and allowed.
fn shown(
    query: &SourceQuery,
    reading: &Reading,
    part: &Part,
    chunk: &Chunk,
    placed: &Placed,
    row: usize,
) -> Option<SourceRow> {
    let leaf = placed.groups.get(row)? % query.subjects.leaves().max(1);
    let wanted = query.leaf.is_none_or(|wanted| wanted == Leaf(leaf));
    if !wanted || !(query.allowed)(Leaf(leaf)) {
        return None;
    }
    let columns = reading.wanted.iter().enumerate();
    let cells = columns.map(|(place, column)| (column.name.clone(), chunk.shown(place, row))).collect();
    Some(SourceRow { file: part.name.clone(), line: chunk.line(row), leaf, cells })
}
