//! What a measure is: an aggregate of a value over the rows that pass a filter. How it is computed lives in `kernel`.

use serde::{Deserialize, Serialize};
use shared::code::BusinessCode;

shared::codes! {
    /// How the rows of one leaf and month become one number.
    Aggregate {
        /// Rows that pass the filter and whose value is there; without a value expression, rows that pass the filter.
        Count "COUNT",
        /// The exact sum of the values that are there; no value at all gives nothing, not 0.
        Sum "SUM",
        /// The smallest value.
        Min "MIN",
        /// The largest value.
        Max "MAX",
        /// How many different values there are. Not additive: grouped anew for each level and period length.
        Distinct "DISTINCT",
        /// The value of the earliest row by time column that has one; at equal times, of the first row as read.
        First "FIRST",
        /// The value of the latest row by time column that has one; at equal times, of the last row as read.
        Last "LAST",
    }
}

impl Aggregate {
    /// Whether the value must be a number.
    #[must_use]
    pub const fn takes_number(self) -> bool {
        match self {
            Self::Sum | Self::Min | Self::Max | Self::First | Self::Last => true,
            Self::Count | Self::Distinct => false,
        }
    }
}

/// Places a row's value keeps at most: those of a stored quantity.
pub const MOST_PLACES: u8 = 4;

const fn most_places() -> u8 {
    MOST_PLACES
}

/// A measure over a dataset (architecture.md §6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its code.
    pub code: BusinessCode,
    /// How rows become a number.
    pub aggregate: Aggregate,
    /// A SQL scalar over the dataset's columns; only COUNT can do without.
    #[serde(default)]
    pub value: Option<String>,
    /// A SQL condition over the dataset's columns; rows pass where it is true. None: all rows pass.
    #[serde(default)]
    pub filter: Option<String>,
    /// Places kept of each row's value before it is aggregated, 0–4, rounded HALF_UP.
    #[serde(default = "most_places")]
    pub scale: u8,
}
