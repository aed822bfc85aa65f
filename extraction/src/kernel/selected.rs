//! The rows a measure takes: bits where they are many, lists of rows where one condition leaves few.

use std::sync::Arc;

use arrow::array::BooleanBufferBuilder;
use arrow::buffer::BooleanBuffer;

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
            Self::Listed { sorted, words, also } => {
                for (rows, groups) in sorted.of(words) {
                    let rows = rows.iter().zip(groups).map(|(row, group)| (*row as usize, *group));
                    match also {
                        None => rows.for_each(|(row, group)| take(row, group)),
                        Some(also) => {
                            rows.filter(|(row, _)| also.value(*row)).for_each(|(row, group)| take(row, group))
                        }
                    }
                }
            }
        }
    }

    /// Counts the rows by group.
    #[expect(clippy::indexing_slicing, reason = "a hot loop: placing bounds every group of a selected row")]
    pub(super) fn count(&self, groups: &[u32], counts: &mut [u64]) {
        match self {
            Self::Listed { sorted, words, also: Some(also) } => {
                for (rows, groups) in sorted.of(words) {
                    // Adding nothing costs less than guessing wrong whether to add.
                    for (row, group) in rows.iter().zip(groups) {
                        counts[*group as usize] += u64::from(also.value(*row as usize));
                    }
                }
            }
            _ => self.each(groups, |_, group| counts[group as usize] += 1),
        }
    }

    /// Adds the rows' values by group.
    #[expect(clippy::indexing_slicing, reason = "a hot loop: placing bounds every group, the batch every row")]
    pub(super) fn sum(&self, groups: &[u32], values: &[i64], sums: &mut [i128], there: &mut [bool]) {
        match self {
            Self::Listed { sorted, words, also: Some(also) } => {
                for (rows, groups) in sorted.of(words) {
                    for (row, group) in rows.iter().zip(groups) {
                        let (row, group) = (*row as usize, *group as usize);
                        let counts = also.value(row);
                        // All ones or all zeros: see `count`.
                        sums[group] += i128::from(values[row] & -i64::from(counts));
                        there[group] |= counts;
                    }
                }
            }
            _ => self.each(groups, |row, group| {
                sums[group as usize] += i128::from(values[row]);
                there[group as usize] = true;
            }),
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
            let rows = sorted.of(words).flat_map(|(rows, _)| rows).map(|row| *row as usize);
            let rows = rows.filter(|row| also.as_ref().is_none_or(|also| also.value(*row)));
            rows.for_each(|row| bits.set_bit(row, true));
        }
        bits.finish()
    }
}
