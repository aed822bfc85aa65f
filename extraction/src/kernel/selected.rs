//! The rows a measure takes: bits where they are many, lists of rows where one condition leaves few.

use std::sync::Arc;

use arrow::array::BooleanBufferBuilder;
use arrow::buffer::BooleanBuffer;

use super::exact::Counts;
use super::words::{Sorted, Truths};

/// Rows of one batch.
pub(crate) enum Selected {
    Bits(BooleanBuffer),
    /// The rows of some words, of which those count that are `also` set.
    Listed {
        sorted: Arc<Sorted>,
        words: Arc<Truths>,
        also: Option<BooleanBuffer>,
    },
}

impl Selected {
    /// Calls `take` with each row and its group; within one word in order, otherwise in none.
    #[expect(clippy::indexing_slicing, reason = "a hot loop: rows are of the batch that has these groups")]
    pub(super) fn each(&self, groups: &[u32], mut take: impl FnMut(usize, u32)) {
        match self {
            Self::Bits(bits) => bits.set_indices().for_each(|row| take(row, groups[row])),
            Self::Listed { sorted, words, also: None } => {
                for rows in sorted.of(words) {
                    rows.iter().for_each(|(row, group)| take(*row as usize, *group));
                }
            }
            Self::Listed { sorted, words, also: Some(also) } => {
                for rows in sorted.of(words) {
                    passing(rows, also, &mut take);
                }
            }
        }
    }

    /// Counts the rows by group.
    pub(super) fn count(&self, groups: &[u32], counts: &mut Counts) {
        match self {
            Self::Listed { sorted, words, also: Some(also) } => {
                // Adding nothing costs less than guessing wrong whether to add.
                for rows in sorted.of(words) {
                    for (row, group) in rows {
                        counts.add(*group as usize, u32::from(also.value(*row as usize)));
                    }
                }
            }
            _ => self.each(groups, |_, group| counts.add(group as usize, 1)),
        }
    }

    /// How many rows at most.
    pub(super) fn most(&self) -> usize {
        match self {
            Self::Bits(bits) => bits.len(),
            Self::Listed { sorted, words, .. } => sorted.count(words),
        }
    }

    /// Those that are set.
    pub(super) fn and(self, set: &BooleanBuffer) -> Self {
        match self {
            Self::Bits(bits) => Self::Bits(&bits & set),
            Self::Listed { sorted, words, also } => {
                let also = also.map_or_else(|| set.clone(), |also| &also & set);
                Self::Listed { sorted, words, also: Some(also) }
            }
        }
    }

    /// As bits of a batch of `rows`.
    pub(crate) fn bits(&self, rows: usize) -> BooleanBuffer {
        if let Self::Bits(bits) = self {
            return bits.clone();
        }
        let mut bits = BooleanBufferBuilder::new(rows);
        bits.append_n(rows, false);
        if let Self::Listed { sorted, words, also } = self {
            let rows = sorted.of(words).flatten().map(|(row, _)| *row as usize);
            let rows = rows.filter(|row| also.as_ref().is_none_or(|also| also.value(*row)));
            rows.for_each(|row| bits.set_bit(row, true));
        }
        bits.finish()
    }
}

/// Calls `take` with each of the rows that is also set. They are put together before they are taken: a processor that guesses which
/// rows those are is wrong too often.
#[expect(clippy::indexing_slicing, reason = "a hot loop: no more pass than there are in a run")]
fn passing(rows: &[(u32, u32)], also: &BooleanBuffer, mut take: impl FnMut(usize, u32)) {
    const RUN: usize = 256;
    let mut together = [(0, 0); RUN];
    for rows in rows.chunks(RUN) {
        let mut pass = 0;
        for row in rows {
            together[pass] = *row;
            pass += usize::from(also.value(row.0 as usize));
        }
        together[..pass].iter().for_each(|(row, group)| take(*row as usize, *group));
    }
}
