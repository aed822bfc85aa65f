//! Dense columns: one cell a group, added to row by row. The hot loops of the kernel, and nothing else.

use std::hint::black_box;

use arrow::array::Int64Array;
use shared::number::PLACES;

use super::exact::{Counts, Sums};
use super::placing::Placed;
use super::selected::Selected;
use crate::measure::Aggregate;

const CACHE_LINE: usize = 64;
/// Cells that may be read in order for one row that adds to one of them.
const CELLS_A_ROW: usize = 4;

/// One measure's cells.
#[derive(Debug)]
pub(crate) enum Dense {
    Count(Counts),
    Sum(Sums),
    Min(Vec<Option<i64>>),
    Max(Vec<Option<i64>>),
    First(Vec<Option<Dated>>),
    Last(Vec<Option<Dated>>),
}

/// A value with its time and its row's place in the files, which decides between equal times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Dated {
    time: i64,
    order: u64,
    value: i64,
}

impl Dense {
    pub(crate) fn new(aggregate: Aggregate, groups: usize) -> Self {
        match aggregate {
            Aggregate::Count | Aggregate::Distinct => Self::Count(Counts::new(groups)),
            Aggregate::Sum => Self::Sum(Sums::new(groups)),
            Aggregate::Min => Self::Min(vec![None; groups]),
            Aggregate::Max => Self::Max(vec![None; groups]),
            Aggregate::First => Self::First(vec![None; groups]),
            Aggregate::Last => Self::Last(vec![None; groups]),
        }
    }

    /// Bytes a group takes.
    pub(crate) const fn width(aggregate: Aggregate) -> usize {
        match aggregate {
            Aggregate::Count | Aggregate::Distinct => Counts::WIDTH,
            Aggregate::Sum => Sums::WIDTH,
            Aggregate::Min | Aggregate::Max => size_of::<Option<i64>>(),
            Aggregate::First | Aggregate::Last => size_of::<Option<Dated>>(),
        }
    }

    /// Takes the selected rows' values; none of them is null.
    #[expect(clippy::indexing_slicing, reason = "a hot loop: the rows are of the batch that has these values")]
    pub(super) fn add(&mut self, selected: &Selected, placed: &Placed, values: &[i64], order: &dyn Fn(usize) -> u64) {
        let dated = |row: usize, value| Some(Dated { time: placed.times.at(row), order: order(row), value });
        match self {
            // Counting takes no value: see `count`.
            Self::Count(_) => {}
            Self::Sum(sums) => {
                at_hand(sums.cells(), selected);
                selected.each(&placed.groups, |row, group| sums.add(group as usize, values[row]));
            }
            Self::Min(least) => each(least, selected, &placed.groups, values, |least, _, value| {
                *least = Some(least.map_or(value, |known| known.min(value)));
            }),
            Self::Max(most) => each(most, selected, &placed.groups, values, |most, _, value| {
                *most = (*most).max(Some(value));
            }),
            Self::First(first) => each(first, selected, &placed.groups, values, |first, row, value| {
                *first = earlier(*first, dated(row, value));
            }),
            Self::Last(last) => each(last, selected, &placed.groups, values, |last, row, value| {
                *last = (*last).max(dated(row, value));
            }),
        }
    }

    /// Adds another worker's cells.
    pub(super) fn merge(&mut self, other: Self) {
        match (self, other) {
            (Self::Count(to), Self::Count(from)) => to.merge(&from),
            (Self::Sum(to), Self::Sum(from)) => to.merge(&from),
            (Self::Min(to), Self::Min(from)) => pair(to, from, |to, from| *to = earlier(*to, from)),
            (Self::Max(to), Self::Max(from)) => pair(to, from, |to, from| *to = (*to).max(from)),
            (Self::First(to), Self::First(from)) => pair(to, from, |to, from| *to = earlier(*to, from)),
            (Self::Last(to), Self::Last(from)) => pair(to, from, |to, from| *to = (*to).max(from)),
            // Workers of one pass have the same slots.
            _ => {}
        }
    }

    /// The groups asked for, scaled by 10⁴; `None` where a sum does not fit.
    pub(crate) fn finish(&self, groups: &[u32]) -> Option<Int64Array> {
        let cell = |group: u32| -> Option<Option<i64>> {
            let place = usize::try_from(group).ok()?;
            Some(match self {
                Self::Count(counts) => Some(i64::try_from(counts.get(place)?).ok()?.checked_mul(10_i64.pow(PLACES))?),
                Self::Sum(sums) => sums.get(place)?,
                Self::Min(cells) | Self::Max(cells) => *cells.get(place)?,
                Self::First(cells) | Self::Last(cells) => cells.get(place)?.map(|dated| dated.value),
            })
        };
        groups.iter().map(|group| cell(*group)).collect::<Option<Vec<_>>>().map(Int64Array::from)
    }
}

fn earlier<T: Ord>(known: Option<T>, other: Option<T>) -> Option<T> {
    match (known, other) {
        (Some(known), Some(other)) => Some(known.min(other)),
        (known, other) => known.or(other),
    }
}

fn pair<T: Copy>(to: &mut [T], from: Vec<T>, merge: impl Fn(&mut T, T)) {
    to.iter_mut().zip(from).for_each(|(to, from)| merge(to, from));
}

/// Counts the selected rows.
pub(super) fn count(counts: &mut Counts, selected: &Selected, groups: &[u32]) {
    at_hand(counts.cells(), selected);
    selected.count(groups, counts);
}

/// Reads the cells once in order where many of them will be added to: memory comes many times faster in order than by leaps.
fn at_hand<C: Copy>(cells: &[C], selected: &Selected) {
    if selected.most() * CELLS_A_ROW >= cells.len() {
        cells.iter().step_by((CACHE_LINE / size_of::<C>()).max(1)).for_each(|cell| {
            let _read = black_box(*cell);
        });
    }
}

/// Calls `add` with the cell of each selected row's group.
#[expect(
    clippy::indexing_slicing,
    reason = "the hot loop: only placed rows are selected, and placing bounds every group"
)]
fn each<C>(cells: &mut [C], selected: &Selected, groups: &[u32], values: &[i64], add: impl Fn(&mut C, usize, i64)) {
    selected.each(groups, |row, group| add(&mut cells[group as usize], row, values[row]));
}
