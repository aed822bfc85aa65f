//! Cells of few bits that stay exact: what does not fit is carried, group by group. Narrow cells, because all measures' cells
//! together decide how much of them lies close to the processor.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::iter;

/// How many, by group.
#[derive(Debug)]
pub(crate) struct Counts {
    cells: Vec<u32>,
    /// How often 2³² was passed.
    carries: BTreeMap<usize, u64>,
}

impl Counts {
    /// Bytes a group takes.
    pub const WIDTH: usize = size_of::<u32>();

    pub fn new(groups: usize) -> Self {
        Self { cells: zeros(groups), carries: BTreeMap::new() }
    }

    #[expect(clippy::indexing_slicing, reason = "a hot loop: placing bounds every group")]
    pub fn add(&mut self, group: usize, count: u32) {
        let (sum, over) = self.cells[group].overflowing_add(count);
        self.cells[group] = sum;
        if over {
            self.carry(group, 1);
        }
    }

    #[cold]
    fn carry(&mut self, group: usize, times: u64) {
        *self.carries.entry(group).or_default() += times;
    }

    pub fn merge(&mut self, other: &Self) {
        other.cells.iter().enumerate().for_each(|(group, count)| self.add(group, *count));
        other.carries.iter().for_each(|(group, times)| self.carry(*group, *times));
    }

    pub fn get(&self, group: usize) -> Option<u64> {
        let carried = self.carries.get(&group).copied().unwrap_or_default();
        Some((carried << u32::BITS) + u64::from(*self.cells.get(group)?))
    }

    pub fn cells(&self) -> &[u32] {
        &self.cells
    }
}

/// Sums of 64-bit values, by group.
#[derive(Debug)]
pub(crate) struct Sums {
    cells: Vec<i64>,
    /// Whether a value was added: no value at all is not 0.
    there: Vec<bool>,
    /// How often 2⁶³ was passed upwards, less how often downwards.
    carries: BTreeMap<usize, i64>,
}

impl Sums {
    /// Bytes a group takes.
    pub const WIDTH: usize = size_of::<i64>() + size_of::<bool>();

    pub fn new(groups: usize) -> Self {
        Self { cells: zeros(groups), there: zeros(groups), carries: BTreeMap::new() }
    }

    #[expect(clippy::indexing_slicing, reason = "a hot loop: placing bounds every group")]
    pub fn add(&mut self, group: usize, value: i64) {
        let (sum, over) = self.cells[group].overflowing_add(value);
        self.cells[group] = sum;
        self.there[group] = true;
        if over {
            self.carry(group, value.signum());
        }
    }

    #[cold]
    fn carry(&mut self, group: usize, times: i64) {
        *self.carries.entry(group).or_default() += times;
    }

    pub fn merge(&mut self, other: &Self) {
        let values = other.cells.iter().zip(&other.there).enumerate().filter(|(_, (_, there))| **there);
        values.for_each(|(group, (value, _))| self.add(group, *value));
        other.carries.iter().for_each(|(group, times)| self.carry(*group, *times));
    }

    /// The sum, if a value was added; `None` where it does not fit into 64 bits.
    pub fn get(&self, group: usize) -> Option<Option<i64>> {
        // A sum that passed the bound and came back is right again; one that did not is at least 2⁶³ away.
        let fits = self.carries.get(&group).is_none_or(|times| *times == 0);
        let sum = self.there.get(group)?.then_some(*self.cells.get(group)?);
        fits.then_some(sum)
    }

    pub fn cells(&self) -> &[i64] {
        &self.cells
    }
}

/// Cells that are written at once: the system gives a page twice that is read before it is written (see `at_hand`).
fn zeros<C: Copy + Default>(groups: usize) -> Vec<C> {
    iter::repeat_n(black_box(C::default()), groups).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn more_than_32_bits_are_counted() {
        let mut counts = Counts::new(2);
        (0..3).for_each(|_| counts.add(1, u32::MAX));
        let mut other = Counts::new(2);
        (0..2).for_each(|_| other.add(1, u32::MAX));
        counts.merge(&other);
        assert_eq!((counts.get(0), counts.get(1), counts.get(2)), (Some(0), Some(5 * u64::from(u32::MAX)), None));
    }

    proptest! {
        #[test]
        fn a_sum_is_exact_or_refused(
            values in proptest::collection::vec(prop_oneof![-9..9_i64, Just(i64::MAX), Just(i64::MIN), any::<i64>()], 0..20),
            split in 0..20_usize,
        ) {
            let mut sums = [Sums::new(1), Sums::new(1)];
            for (at, value) in values.iter().enumerate() {
                sums[usize::from(at < split)].add(0, *value);
            }
            let [mut sums, other] = sums;
            sums.merge(&other);
            let exact: i128 = values.iter().map(|value| i128::from(*value)).sum();
            let expected = i64::try_from(exact).ok().map(|sum| (!values.is_empty()).then_some(sum));
            prop_assert_eq!(sums.get(0), expected);
        }
    }
}
