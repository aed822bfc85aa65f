//! Datasets and measures: what is counted, how it adds over the tree and over time.

use serde::{Deserialize, Serialize};

use crate::code::BusinessCode;
use crate::id::{DatasetId, MeasureId};
use crate::scoring::RollUp;

crate::codes! {
    /// How rows of one subject and month become one number.
    Aggregate {
        /// How many rows.
        Count "COUNT",
        /// The sum of an expression.
        Sum "SUM",
        /// The smallest.
        Min "MIN",
        /// The largest.
        Max "MAX",
        /// How many different values.
        Distinct "DISTINCT",
        /// The value of the earliest row.
        First "FIRST",
        /// The value of the latest row.
        Last "LAST",
    }
}

/// A measure over a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// The dataset.
    pub dataset: DatasetId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// The name that formulas use beside the code.
    pub name: String,
    /// How rows become a number.
    pub aggregate: Aggregate,
    /// The SQL expression that is aggregated; none for COUNT.
    pub expression: Option<String>,
    /// The SQL condition on rows.
    pub filter: Option<String>,
    /// How it adds over the tree.
    pub over_tree: RollUp,
    /// How it adds over months: a balance takes the last.
    pub over_time: RollUp,
    /// The unit of the number.
    pub unit_of_measure: String,
    /// Counts its changes.
    pub version: i32,
}

impl Measure {
    /// Whether a formula means this measure by a name: its code, or what it is called.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.code.as_str() == name || self.name == name
    }
}
