//! The extraction of a run: one scan a dataset, sums brought into the order of the plan, lineage written down.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use extraction::engine::{DistinctCount, DistinctGrouping, Engine, Extraction, Months, SourceFile, Work};
use extraction::error::ExtractionError;
use extraction::refused::{Reason, RefusedSink};
use shared::appraisal::{LeafRow, LeafSums};
use shared::measure::{Aggregate, Measure};
use shared::period::{Cycle, Period};
use tokio::task::block_in_place;

use super::Workshop;
use super::placement::Placement;
use super::plan::Loaded;
use super::refused::shown;
use super::write::periods;
use crate::app::dataset::Definition;
use crate::error::Error;
use crate::store::library::Dataset;
use crate::store::run::{self, Lineage, Refused, RefusedFile, Run, Source};

/// Refused rows kept of each dataset.
const SAMPLE: usize = 500;

/// What extraction gave, with what is kept of where it came from.
#[derive(Debug, Default)]
pub(super) struct Extracted {
    pub sums: LeafSums,
    pub rows_read: i64,
    pub rows_refused: i64,
}

/// What is the same for all datasets of a run.
struct Job<'r> {
    run: &'r Run,
    loaded: &'r Loaded,
    subjects: Arc<Placement>,
    months: Months,
    counted_in: DistinctGrouping,
}

impl Workshop {
    pub(super) async fn extract(&self, run: &Run, loaded: &Loaded) -> Result<Extracted, Error> {
        let subjects = Arc::new(Placement::of(&loaded.roster));
        let counted_in = loaded.counted_in(&periods(run));
        let job = Job { run, loaded, subjects, months: whole_years(run)?, counted_in };
        let used = loaded.used();
        let mut extracted = Extracted::default();
        for (ordinal, dataset) in (0_i32..).zip(&loaded.datasets) {
            let places: Vec<usize> = places(&loaded.measures, dataset, &used);
            if places.is_empty() {
                continue;
            }
            let (found, file) = self.read(&job, dataset, &places).await?;
            let message = format!("{}: {} rows read, {} refused", dataset.name, found.rows_read, found.refused.total());
            let percent = 5 + 45 * (ordinal + 1) / i32::try_from(loaded.datasets.len().max(1)).unwrap_or(1);
            self.note(run.id, ordinal, percent, "EXTRACTING", &message).await?;
            self.lineage(run, dataset, &found, file).await?;
            extracted.rows_read += whole(found.rows_read);
            extracted.rows_refused += whole(found.refused.total());
            add(&mut extracted.sums, &places, loaded.measures.len(), &found);
            add_distinct(&mut extracted.sums, &places, &found);
        }
        Ok(extracted)
    }

    /// Reads a dataset; what of it cannot be used goes on the shelf meanwhile.
    async fn read(
        &self,
        job: &Job<'_>,
        dataset: &Dataset,
        places: &[usize],
    ) -> Result<(Extraction, Option<RefusedFile>), Error> {
        let definition = Definition::of(dataset)?;
        let measures = places.iter().filter_map(|&place| job.loaded.measures.get(place)).map(to_compute).collect();
        let shelf = self.shelf.as_ref();
        let sheet = shelf.map(|shelf| Arc::new(shelf.sheet(job.run.id, dataset.id, definition.personal)));
        let mut work =
            Work::new(definition.source, definition.root, measures, Arc::clone(&job.subjects) as _, job.months);
        work.distinct.clone_from(&job.counted_in);
        work.sample_cap = SAMPLE;
        work.refused = sheet.clone().map(|sheet| sheet as Arc<dyn RefusedSink>);
        work.cancel = self.cancel.clone();
        let found = self.engine.run(work).await.map_err(|error| failed(dataset, &error))?;
        let file = sheet.map(|sheet| block_in_place(|| sheet.finish())).transpose()?.flatten();
        Ok((found, file))
    }

    async fn lineage(
        &self,
        run: &Run,
        dataset: &Dataset,
        found: &Extraction,
        file: Option<RefusedFile>,
    ) -> Result<(), Error> {
        let time = |time: Option<chrono::NaiveDateTime>| time.map(|time| time.to_string());
        let source = |file: &SourceFile| Source {
            dataset: dataset.id,
            name: file.path.clone(),
            size: whole(file.size),
            sha256: file.sha256.clone(),
            rows: whole(file.rows),
            earliest: time(found.earliest),
            latest: time(found.latest),
        };
        let counted = |(reason, &count): (&Reason, &u64)| Refused {
            dataset: dataset.id,
            reason: reason.to_string(),
            count: whole(count),
        };
        let personal = Definition::of(dataset)?.personal;
        let lineage = Lineage {
            sources: found.files.iter().map(source).collect(),
            refused: found.refused.counts.iter().map(counted).collect(),
            rows: found.refused.sample.iter().map(|row| shown(row, dataset.id, &personal)).collect(),
            file,
        };
        let session = self.session().await?;
        run::lineage(&session, run.id, lineage).await?;
        session.commit().await
    }
}

/// The months of the years the run touches: a quarter or a year is made of all its months.
fn whole_years(run: &Run) -> Result<Months, Error> {
    let year = |period: Period| Period::try_new(period.year(), Cycle::Year, 1).map_err(Error::internal);
    Months::try_new(year(run.from)?, year(run.to)?).ok_or_else(|| Error::internal("a run that ends before it begins"))
}

/// The places of a dataset's measures in the plan. Distinct counts take a scan of their own: one that nobody uses is left out.
fn places(measures: &[Measure], dataset: &Dataset, used: &BTreeSet<usize>) -> Vec<usize> {
    let wanted = |(place, measure): &(usize, &Measure)| {
        measure.dataset == dataset.id && (measure.aggregate != Aggregate::Distinct || used.contains(place))
    };
    measures.iter().enumerate().filter(wanted).map(|(place, _)| place).collect()
}

pub(crate) fn to_compute(measure: &Measure) -> extraction::measure::Measure {
    extraction::measure::Measure {
        code: measure.code.clone(),
        aggregate: measure.aggregate,
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

/// Brings a dataset's distinct counts into the order of the plan.
fn add_distinct(sums: &mut LeafSums, places: &[usize], found: &Extraction) {
    let placed = |count: &DistinctCount| {
        let (measure, subject) = (*places.get(count.measure)?, usize::try_from(count.node).ok()?);
        Some(((measure, subject, count.period), count.count))
    };
    sums.regrouped.extend(found.distinct.iter().filter_map(placed));
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
