//! The additive measures of a run, by leaf and month. Only groups with rows are held.

use arrow::array::{Array, Int64Array};
use shared::number::Quantity;
use shared::period::Period;

use crate::subjects::Leaf;

/// Sums by leaf and month. Groups without a row are not there: missing is not zero.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    pub(crate) months: Vec<Period>,
    pub(crate) leaves: u32,
    /// Group = month × leaves + leaf, ascending.
    pub(crate) groups: Vec<u32>,
    pub(crate) rows: Vec<u64>,
    /// One a measure, as long as `groups`; `None` for DISTINCT measures.
    pub(crate) measures: Vec<Option<Int64Array>>,
}

/// One leaf's month.
#[derive(Debug, Clone, Copy)]
pub struct Sum<'a> {
    /// The leaf.
    pub leaf: Leaf,
    /// The month.
    pub month: Period,
    /// Rows seen, whether they pass a filter or not; at least 1.
    pub rows: u64,
    sums: &'a Sums,
    index: usize,
}

impl Sums {
    /// How many leaf-months have rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether no row was placed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    /// All leaf-months with rows, by month and leaf.
    pub fn iter(&self) -> impl Iterator<Item = Sum<'_>> {
        self.groups.iter().zip(&self.rows).enumerate().filter_map(|(index, (&group, &rows))| {
            let month = *self.months.get(usize::try_from(group / self.leaves.max(1)).ok()?)?;
            Some(Sum { leaf: Leaf(group % self.leaves.max(1)), month, rows, sums: self, index })
        })
    }
}

impl Sum<'_> {
    /// The measure at this place of the work's list. `None` where no row had a value to add, compare or take, and for DISTINCT;
    /// a count of no rows is 0.
    #[must_use]
    pub fn measure(&self, place: usize) -> Option<Quantity> {
        let column = self.sums.measures.get(place)?.as_ref()?;
        (self.index < column.len() && column.is_valid(self.index))
            .then(|| Quantity::from_scaled(column.value(self.index)))
    }

    /// All measures in order.
    pub fn measures(&self) -> impl Iterator<Item = Option<Quantity>> {
        (0..self.sums.measures.len()).map(|place| self.measure(place))
    }
}
