//! DataFusion in this process: reads, checks and computes on a few threads within a memory limit.

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread;

use arrow::array::Int64Array;
use async_trait::async_trait;
use chrono::DateTime;
use datafusion::execution::memory_pool::{FairSpillPool, MemoryConsumer, MemoryReservation};
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};

use super::{Cancel, Engine, Extraction, Months, SourceFile, Work};
use crate::distinct;
use crate::error::ExtractionError;
use crate::kernel::plan::{Plan, Slot, reading};
use crate::kernel::{Dense, Pass, Scan};
use crate::source::files::{Found, fingerprint, list};
use crate::source::{Part, Reading};
use crate::source_rows::{SourceQuery, SourceRow, read_rows};
use crate::sums::Sums;

/// Bytes of a block that glibc takes for the largest that comes and goes.
const KEPT: usize = 16 << 20;

/// What the embedded engine may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineConfig {
    /// Bytes of working memory: dense columns, remembered places, distinct counts. The answer itself is not in it.
    pub memory: usize,
    /// Threads that read and compute; one more hashes the files meanwhile.
    pub threads: usize,
    /// Where distinct counts spill; `None`: the operating system's folder for temporary files.
    pub spill_folder: Option<PathBuf>,
    /// Bytes that may be spilled.
    pub spill: u64,
}

impl Default for EngineConfig {
    fn default() -> Self {
        Self { memory: 512 << 20, threads: 2, spill_folder: None, spill: 4 << 30 }
    }
}

/// The engine in this process. Clones share its memory limit.
#[derive(Debug, Clone)]
pub struct Embedded {
    runtime: Arc<RuntimeEnv>,
    threads: usize,
}

impl Embedded {
    /// An engine with these limits.
    ///
    /// # Errors
    /// Where the spill folder cannot be used.
    pub fn try_new(config: &EngineConfig) -> Result<Self, ExtractionError> {
        let pool = Arc::new(FairSpillPool::new(config.memory));
        let mut builder = RuntimeEnvBuilder::new().with_memory_pool(pool).with_max_temp_directory_size(config.spill);
        if let Some(folder) = &config.spill_folder {
            builder = builder.with_temp_file_path(folder);
        }
        Ok(Self { runtime: builder.build_arc()?, threads: config.threads.max(1) })
    }

    fn reserve(&self) -> MemoryReservation {
        MemoryConsumer::new("measures").register(&self.runtime.memory_pool)
    }

    fn compute(&self, work: &Work) -> Result<(Extraction, Prepared), ExtractionError> {
        let reading = reading(work)?;
        let found = list(&work.dataset, &work.root)?;
        let mut parts = Vec::new();
        for (place, found) in found.iter().enumerate() {
            parts.extend(reading.parts(place, found)?);
        }
        let plan = Plan::try_new(work, &reading)?;
        keep_freed_memory();
        // Hashing needs a fraction of what computing needs, so one thread more does it meanwhile.
        let (files, computed) = thread::scope(|scope| {
            let files = scope.spawn(|| fingerprints(&found, &work.cancel));
            let computed = self.passes(work, &reading, &plan, &parts);
            (files.join(), computed)
        });
        let mut files = files.map_err(|_| ExtractionError::Engine("hashing ended early".to_owned()))??;
        let (mut extraction, rows) = computed?;
        files.iter_mut().zip(rows).for_each(|(file, rows)| file.rows = rows);
        extraction.rows_read = files.iter().map(|file| file.rows).sum();
        extraction.files = files;
        Ok((extraction, Prepared { reading, parts }))
    }

    /// As many passes as memory asks for; one if all measures fit.
    fn passes(
        &self,
        work: &Work,
        reading: &Reading,
        plan: &Plan,
        parts: &[Part],
    ) -> Result<(Extraction, Vec<u64>), ExtractionError> {
        let mut computed: Vec<Int64Array> = Vec::with_capacity(plan.slots.len());
        let mut first: Option<First> = None;
        let mut number = 0;
        loop {
            number += 1;
            let memory = self.reserve();
            let rest = plan.slots.get(computed.len()..).unwrap_or_default();
            let answers = self.threads * least_answers(&work.months);
            let slots = fitting(rest, plan.groups * self.threads, answers, &memory)?;
            let scan = Scan { work, reading, plan, slots, parts, threads: self.threads, pass: number, memory: &memory };
            let Pass { columns, tally } = scan.run()?;
            let found = first.get_or_insert_with(|| First::new(tally));
            for column in columns {
                let measure = measure_of(work, plan, computed.len());
                computed.push(column.finish(&found.groups).ok_or(ExtractionError::Overflow { measure })?);
            }
            if computed.len() >= plan.slots.len() {
                break;
            }
        }
        let found = first.ok_or_else(|| ExtractionError::Engine("no pass was made".to_owned()))?;
        let measures = plan.slot_of.iter().map(|slot| slot.and_then(|slot| computed.get(slot).cloned())).collect();
        Ok(found.extraction(work, measures, number))
    }
}

/// Has the allocator keep what workers free after each batch, rather than hand it back and fetch it anew for the next: once a block
/// of this size was freed, glibc keeps twice as much of each thread's. Other allocators do not need the hint.
fn keep_freed_memory() {
    drop(black_box(Vec::<u8>::with_capacity(KEPT)));
}

fn fingerprints(found: &[Found], cancel: &Cancel) -> Result<Vec<SourceFile>, ExtractionError> {
    found.iter().map(|found| fingerprint(found, cancel)).collect()
}

/// What later steps need of a computed run.
struct Prepared {
    reading: Reading,
    parts: Vec<Part>,
}

/// What the first pass found beside the measures.
struct First {
    groups: Vec<u32>,
    seen: Vec<u64>,
    tally: crate::kernel::Tally,
}

impl First {
    fn new(tally: crate::kernel::Tally) -> Self {
        let seen = tally.seen.iter().zip(0..).filter(|(rows, _)| **rows > 0);
        let (seen, groups) = seen.map(|(rows, group): (&u64, u32)| (*rows, group)).unzip();
        Self { groups, seen, tally: crate::kernel::Tally { seen: Vec::new(), ..tally } }
    }

    fn extraction(self, work: &Work, measures: Vec<Option<Int64Array>>, passes: u32) -> (Extraction, Vec<u64>) {
        let months = work.months.iter().collect();
        let sums = Sums { months, leaves: work.subjects.leaves(), groups: self.groups, rows: self.seen, measures };
        let time = |micros| DateTime::from_timestamp_micros(micros).map(|time| time.naive_utc());
        let extraction = Extraction {
            sums,
            distinct: Vec::new(),
            rows_read: 0,
            rows_outside: self.tally.outside,
            refused: self.tally.refused,
            files: Vec::new(),
            earliest: self.tally.span.and_then(|(earliest, _)| time(earliest)),
            latest: self.tally.span.and_then(|(_, latest)| time(latest)),
            passes,
        };
        (extraction, self.tally.rows)
    }
}

/// As many of the slots as memory holds, halving until they fit.
fn fitting<'a>(
    slots: &'a [Slot],
    cells: usize,
    answers: usize,
    memory: &MemoryReservation,
) -> Result<&'a [Slot], ExtractionError> {
    let bytes = |slots: &[Slot]| cells * slots.iter().map(|slot| Dense::width(slot.aggregate)).sum::<usize>();
    // Rows seen are counted in every pass.
    let seen = cells * size_of::<u64>();
    let mut count = slots.len();
    loop {
        let some = slots.get(..count).unwrap_or_default();
        match memory.try_grow(seen + bytes(some) + answers) {
            Ok(()) => {
                // Kept free only for the workers, who reserve it themselves.
                memory.shrink(answers);
                return Ok(some);
            }
            Err(_) if count > 1 => count = count.div_ceil(2),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Bytes a worker needs to remember the places of one key, of at most some 200 characters: for each day, and for each month.
fn least_answers(months: &Months) -> usize {
    288 + size_of::<u32>() * 32 * months.iter().count()
}

fn measure_of(work: &Work, plan: &Plan, slot: usize) -> String {
    let place = plan.slot_of.iter().position(|of| *of == Some(slot));
    place.and_then(|place| work.measures.get(place)).map(|measure| measure.code.to_string()).unwrap_or_default()
}

#[async_trait]
impl Engine for Embedded {
    async fn run(&self, work: Work) -> Result<Extraction, ExtractionError> {
        let work = Arc::new(work);
        let (engine, own) = (self.clone(), Arc::clone(&work));
        let (mut extraction, prepared) = off_the_reactor(move || engine.compute(&own)).await?;
        extraction.distinct =
            distinct::count(&work, prepared.reading, prepared.parts, &self.runtime, self.threads).await?;
        Ok(extraction)
    }

    async fn source_rows(&self, query: SourceQuery) -> Result<Vec<SourceRow>, ExtractionError> {
        let memory = self.reserve();
        off_the_reactor(move || read_rows(query, &memory)).await
    }
}

/// Runs what computes for long on a thread of its own.
async fn off_the_reactor<T: Send + 'static>(
    compute: impl FnOnce() -> Result<T, ExtractionError> + Send + 'static,
) -> Result<T, ExtractionError> {
    let ended = tokio::task::spawn_blocking(compute).await;
    ended.map_err(|error| ExtractionError::Engine(error.to_string()))?
}

/// Whether the files are still those of a run.
pub(crate) fn unchanged(known: &[SourceFile], now: &[SourceFile]) -> Result<(), ExtractionError> {
    let changed = |file: &SourceFile| ExtractionError::SourceChanged { file: file.path.clone() };
    let same = |file: &SourceFile, list: &[SourceFile]| {
        list.iter().any(|other| other.path == file.path && other.sha256 == file.sha256)
    };
    let foreign = known.iter().find(|file| !same(file, now)).or_else(|| now.iter().find(|file| !same(file, known)));
    foreign.map_or(Ok(()), |file| Err(changed(file)))
}
