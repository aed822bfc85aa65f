//! The additive kernel (architecture.md §6): one scan computes all measures. Reading lives in `source`, expressions in `expression`.
//!
//! Each distinct condition becomes a bitmap once a batch (on text that comes as codes: once a word), each row gets its group
//! (month × leaf) once, and every measure adds the rows that pass its conditions into a dense column: it goes through the rows of
//! the words it asks for where they are few, through the and-ed bitmaps otherwise. Sums are exact: values scaled by 10⁴ in 64 bits,
//! and what passes 64 bits is carried.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::thread;

use datafusion::execution::memory_pool::MemoryReservation;

use crate::engine::{Cancel, Progress, Work};
use crate::error::{ExtractionError, sink};
use crate::refused::{Refused, RefusedRow};
use crate::source::{Chunk, Part, Reading};

mod batch;
mod dense;
mod evaluated;
mod exact;
pub(crate) mod placing;
pub(crate) mod plan;
mod scaled;
mod selected;
mod words;

pub(crate) use batch::Batch;
use batch::truths;
pub(crate) use dense::Dense;
use placing::{Placed, Placer};
use plan::{Plan, Slot};
pub(crate) use words::Words;

/// One pass over the files.
pub(crate) struct Scan<'a> {
    pub work: &'a Work,
    pub reading: &'a Reading,
    pub plan: &'a Plan,
    /// The measures of this pass.
    pub slots: &'a [Slot],
    pub parts: &'a [Part],
    pub threads: usize,
    pub pass: u32,
    /// Where the memory of remembered places is accounted.
    pub memory: &'a MemoryReservation,
}

/// What a worker remembers from batch to batch.
struct Memory<'a> {
    placer: Placer<'a>,
    words: Words,
}

/// What a pass found.
#[derive(Default)]
pub(crate) struct Pass {
    /// One a slot.
    pub columns: Vec<Dense>,
    pub tally: Tally,
}

/// What a pass counted beside the measures.
#[derive(Default)]
pub(crate) struct Tally {
    /// Rows placed, by group.
    pub seen: Vec<u64>,
    /// Rows read, by file.
    pub rows: Vec<u64>,
    pub outside: u64,
    pub refused: Refused,
    /// Earliest and latest time, microseconds.
    pub span: Option<(i64, i64)>,
}

/// What the workers share.
struct Progressing<'a> {
    next: AtomicUsize,
    rows: AtomicU64,
    done: AtomicUsize,
    stop: AtomicBool,
    cancel: &'a Cancel,
}

impl Scan<'_> {
    /// Reads all parts on the threads and adds up.
    pub(crate) fn run(&self) -> Result<Pass, ExtractionError> {
        let shared = Progressing {
            next: AtomicUsize::new(0),
            rows: AtomicU64::new(0),
            done: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            cancel: &self.work.cancel,
        };
        let ends: Vec<_> = thread::scope(|scope| {
            let workers: Vec<_> = (0..self.threads.max(1)).map(|_| scope.spawn(|| self.worker(&shared))).collect();
            workers.into_iter().map(|worker| worker.join()).collect()
        });
        let mut whole: Option<Pass> = None;
        let mut failure: Option<(usize, ExtractionError)> = None;
        for end in ends {
            match end.map_err(|_| ExtractionError::Engine("a worker ended early".to_owned()))? {
                Ok(pass) => {
                    whole = Some(match whole {
                        Some(whole) => whole.merged(pass, self.work.sample_cap),
                        None => pass,
                    })
                }
                // The failure that comes first in the files is the one to tell, whichever worker met it first.
                Err((part, error)) if failure.as_ref().is_none_or(|(first, _)| part < *first) => {
                    failure = Some((part, error))
                }
                Err(_) => {}
            }
        }
        match failure {
            Some((_, error)) => Err(error),
            None => Ok(whole.unwrap_or_default()),
        }
    }

    fn worker(&self, shared: &Progressing<'_>) -> Result<Pass, (usize, ExtractionError)> {
        let groups = self.plan.groups;
        let mut memory =
            Memory { placer: Placer::new(self.work, self.reading, self.memory), words: Words::new(self.plan) };
        let mut pass = Pass {
            columns: self.slots.iter().map(|slot| Dense::new(slot.aggregate, groups)).collect(),
            tally: Tally {
                seen: vec![0; groups],
                rows: vec![0; 1 + self.parts.last().map_or(0, |part| part.file)],
                ..Tally::default()
            },
        };
        loop {
            let place = shared.next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = self.parts.get(place) else { break };
            if let Err(error) = self.read(part, &mut memory, &mut pass, shared) {
                shared.stop.store(true, Ordering::Relaxed);
                return Err((place, error));
            }
            shared.done.fetch_add(1, Ordering::Relaxed);
            self.tell(shared);
        }
        Ok(pass)
    }

    fn read(
        &self,
        part: &Part,
        memory: &mut Memory<'_>,
        pass: &mut Pass,
        shared: &Progressing<'_>,
    ) -> Result<(), ExtractionError> {
        for chunk in self.reading.open_coded(part)? {
            shared.cancel.check()?;
            if shared.stop.load(Ordering::Relaxed) {
                return Ok(());
            }
            let chunk = chunk?;
            shared.rows.fetch_add(chunk.rows_read(), Ordering::Relaxed);
            self.take(part, chunk, memory, pass)?;
            self.tell(shared);
        }
        Ok(())
    }

    fn take(
        &self,
        part: &Part,
        mut chunk: Chunk,
        memory: &mut Memory<'_>,
        pass: &mut Pass,
    ) -> Result<(), ExtractionError> {
        let tally = &mut pass.tally;
        let read = chunk.rows_read();
        if let Some(rows) = tally.rows.get_mut(part.file) {
            *rows += read;
        }
        let placed = memory.placer.place(&chunk)?;
        tally.outside += placed.outside;
        tally.widen(placed.span);
        let unplaced =
            placed.unplaced.iter().map(|(row, reason, column)| chunk.refuse(part, *row, *reason, column.as_deref()));
        let mut refused: Vec<RefusedRow> = unplaced.collect();
        refused.append(&mut chunk.refused);
        refused.sort_by_key(|row| row.line);
        for row in refused {
            // Later passes meet the same rows again.
            if let (Some(sink_of), 1) = (&self.work.refused, self.pass) {
                sink_of.take(&row).map_err(sink)?;
            }
            tally.refused.note(row, self.work.sample_cap);
        }
        self.add(part, &chunk, &placed, &mut memory.words, pass)
    }

    fn add(
        &self,
        part: &Part,
        chunk: &Chunk,
        placed: &Placed,
        words: &mut Words,
        pass: &mut Pass,
    ) -> Result<(), ExtractionError> {
        for group in &placed.groups {
            // A row without a group is beyond the last of them.
            if let Some(rows) = pass.tally.seen.get_mut(*group as usize) {
                *rows += 1;
            }
        }
        let mut batch = Batch::new(self.plan, &chunk.batch, placed, words);
        // A file has fewer than 2⁴⁰ lines, so file and line order all rows.
        let order = |row: usize| ((part.file as u64) << 40) | chunk.line(row);
        for (slot, column) in self.slots.iter().zip(&mut pass.columns) {
            let selected = batch.selected(slot)?;
            match (column, slot.value) {
                (Dense::Count(counts), _) => dense::count(counts, &selected, &placed.groups),
                (column, Some(value)) => {
                    let (values, selected) = batch.values(value, selected)?;
                    column.add(&selected, placed, &values, &order);
                }
                (_, None) => {}
            }
        }
        Ok(())
    }

    fn tell(&self, shared: &Progressing<'_>) {
        let Some(progress) = &self.work.progress else { return };
        progress(Progress {
            pass: self.pass,
            rows: shared.rows.load(Ordering::Relaxed),
            parts_done: shared.done.load(Ordering::Relaxed),
            parts: self.parts.len(),
        });
    }
}

impl Pass {
    fn merged(mut self, other: Self, cap: usize) -> Self {
        self.columns.iter_mut().zip(other.columns).for_each(|(column, other)| column.merge(other));
        add_up(&mut self.tally.seen, &other.tally.seen);
        add_up(&mut self.tally.rows, &other.tally.rows);
        self.tally.outside += other.tally.outside;
        self.tally.refused.merge(other.tally.refused, cap);
        self.tally.widen(other.tally.span);
        self
    }
}

impl Tally {
    fn widen(&mut self, span: Option<(i64, i64)>) {
        self.span = match (self.span, span) {
            (Some((first, last)), Some((earliest, latest))) => Some((first.min(earliest), last.max(latest))),
            (own, other) => own.or(other),
        };
    }
}

fn add_up(to: &mut [u64], from: &[u64]) {
    to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
}
