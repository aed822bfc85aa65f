//! What a measure is: an aggregate of a value over the rows that pass a filter. How it is computed lives in `kernel`.

use serde::{Deserialize, Serialize};
use shared::code::BusinessCode;
pub use shared::measure::Aggregate;

use crate::expression::Expected;

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

/// A part of a measure that is an expression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What is aggregated.
    Value,
    /// Which rows count.
    Filter,
}

impl Measure {
    /// Whether there is nothing to aggregate, though the aggregate needs it.
    #[must_use]
    pub fn lacks_value(&self) -> bool {
        self.value.is_none() && self.aggregate != Aggregate::Count
    }

    /// What its value must give.
    pub(crate) const fn value_type(&self) -> Expected {
        if self.aggregate.takes_number() { Expected::Number } else { Expected::Any }
    }

    /// Its expressions, each with what it must give.
    pub fn expressions(&self) -> impl Iterator<Item = (Part, &str, Expected)> {
        let value = self.value.iter().map(|text| (Part::Value, text.as_str(), self.value_type()));
        value.chain(self.filter.iter().map(|text| (Part::Filter, text.as_str(), Expected::Boolean)))
    }
}
