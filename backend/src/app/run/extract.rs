//! The extraction of a run: one scan a dataset, sums brought into the order of the plan, lineage written down.

use std::collections::HashMap;
use std::sync::Arc;

use extraction::engine::{Engine, Extraction, Months, Work};
use extraction::error::ExtractionError;
use shared::appraisal::{LeafRow, LeafSums};
use shared::measure::{Aggregate, Measure};
use shared::period::{Cycle, Period};

use super::Workshop;
use super::placement::Placement;
use super::plan::Loaded;
use crate::app::dataset::Definition;
use crate::error::Error;
use crate::store::library::Dataset;
use crate::store::run::{self, Refused, RefusedRow, Run, Source};

/// Refused rows kept of each dataset.
const SAMPLE: usize = 500;

/// What extraction gave, with what is kept of where it came from.
#[derive(Debug, Default)]
pub(super) struct Extracted {
    pub sums: LeafSums,
    pub rows_read: i64,
    pub rows_refused: i64,
}

impl Workshop {
    pub(super) async fn extract(&self, run: &Run, loaded: &Loaded) -> Result<Extracted, Error> {
        let subjects: Arc<Placement> = Arc::new(Placement::of(&loaded.roster));
        let months = whole_years(run)?;
        let mut extracted = Extracted::default();
        for (ordinal, dataset) in (0_i32..).zip(&loaded.datasets) {
            let places: Vec<usize> = places(&loaded.measures, dataset);
            if places.is_empty() {
                continue;
            }
            let work = self.work_on(dataset, &places, loaded, Arc::clone(&subjects), months)?;
            let found = self.engine.run(work).await.map_err(|error| failed(dataset, &error))?;
            let message = format!("{}: {} rows read, {} refused", dataset.name, found.rows_read, found.refused.total());
            let percent = 5 + 45 * (ordinal + 1) / i32::try_from(loaded.datasets.len().max(1)).unwrap_or(1);
            self.note(run.id, ordinal, percent, "EXTRACTING", &message).await?;
            self.lineage(run, dataset, &found).await?;
            extracted.rows_read += whole(found.rows_read);
            extracted.rows_refused += whole(found.refused.total());
            add(&mut extracted.sums, &places, loaded.measures.len(), &found);
        }
        Ok(extracted)
    }

    fn work_on(
        &self,
        dataset: &Dataset,
        places: &[usize],
        loaded: &Loaded,
        subjects: Arc<Placement>,
        months: Months,
    ) -> Result<Work, Error> {
        let definition = Definition::of(dataset)?;
        let measures = places.iter().filter_map(|&place| loaded.measures.get(place)).map(to_compute).collect();
        let mut work = Work::new(definition.source, definition.root, measures, subjects, months);
        work.sample_cap = SAMPLE;
        work.cancel = self.cancel.clone();
        Ok(work)
    }

    async fn lineage(&self, run: &Run, dataset: &Dataset, found: &Extraction) -> Result<(), Error> {
        let time = |time: Option<chrono::NaiveDateTime>| time.map(|time| time.to_string());
        let sources: Vec<Source> = found
            .files
            .iter()
            .map(|file| Source {
                dataset: dataset.id,
                name: file.path.clone(),
                size: whole(file.size),
                sha256: file.sha256.clone(),
                rows: whole(file.rows),
                earliest: time(found.earliest),
                latest: time(found.latest),
            })
            .collect();
        let counts = found.refused.counts.iter();
        let refused: Vec<Refused> = counts
            .map(|(reason, &count)| Refused { dataset: dataset.id, reason: reason.to_string(), count: whole(count) })
            .collect();
        // A refused row is shown to people: what is personal stays in the file, where its line finds it.
        let personal = Definition::of(dataset)?.personal;
        let shown = |column: Option<&str>, text: &str| match column {
            Some(column) if personal.contains(column) => String::new(),
            Some(_) | None => text.to_owned(),
        };
        let rows: Vec<RefusedRow> = found
            .refused
            .sample
            .iter()
            .map(|row| RefusedRow {
                dataset: dataset.id,
                reason: row.reason.to_string(),
                column: row.column.clone().unwrap_or_default(),
                file: row.file.clone(),
                line: whole(row.line),
                value: shown(row.column.as_deref(), &row.text),
                raw: if personal.is_empty() { row.cells.join(" | ") } else { String::new() },
            })
            .collect();
        let session = self.session().await?;
        run::lineage(&session, run.id, &sources, &refused, &rows).await?;
        session.commit().await
    }
}

/// The months of the years the run touches: a quarter or a year is made of all its months.
fn whole_years(run: &Run) -> Result<Months, Error> {
    let year = |period: Period| Period::try_new(period.year(), Cycle::Year, 1).map_err(Error::internal);
    Months::try_new(year(run.from)?, year(run.to)?).ok_or_else(|| Error::internal("a run that ends before it begins"))
}

/// The places of a dataset's measures in the plan.
fn places(measures: &[Measure], dataset: &Dataset) -> Vec<usize> {
    measures.iter().enumerate().filter(|(_, measure)| measure.dataset == dataset.id).map(|(place, _)| place).collect()
}

pub(crate) fn to_compute(measure: &Measure) -> extraction::measure::Measure {
    use extraction::measure::Aggregate as To;
    extraction::measure::Measure {
        code: measure.code.clone(),
        aggregate: match measure.aggregate {
            Aggregate::Count => To::Count,
            Aggregate::Sum => To::Sum,
            Aggregate::Min => To::Min,
            Aggregate::Max => To::Max,
            Aggregate::Distinct => To::Distinct,
            Aggregate::First => To::First,
            Aggregate::Last => To::Last,
        },
        value: measure.expression.clone(),
        filter: measure.filter.clone(),
        scale: extraction::measure::MOST_PLACES,
    }
}

fn failed(dataset: &Dataset, error: &ExtractionError) -> Error {
    Error::Unavailable(format!("{}: {error}", dataset.name))
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Brings a dataset's sums into the order of the plan, beside those of the datasets before.
fn add(sums: &mut LeafSums, places: &[usize], measures: usize, found: &Extraction) {
    let mut rows: HashMap<(Period, usize), usize> = HashMap::new();
    for (month, leaves) in &sums.months {
        rows.extend(leaves.iter().enumerate().map(|(at, row)| ((*month, row.leaf), at)));
    }
    for sum in found.sums.iter() {
        let Ok(leaf) = usize::try_from(sum.leaf.0) else { continue };
        let of_month = sums.months.entry(sum.month).or_default();
        let at = *rows.entry((sum.month, leaf)).or_insert_with(|| {
            of_month.push(LeafRow { leaf, sums: vec![None; measures], rows: vec![0; measures] });
            of_month.len() - 1
        });
        let Some(row) = of_month.get_mut(at) else { continue };
        for (&place, value) in places.iter().zip(sum.measures()) {
            if let (Some(slot), Some(seen)) = (row.sums.get_mut(place), row.rows.get_mut(place)) {
                *slot = value;
                *seen = whole(sum.rows);
            }
        }
    }
}
