//! Datasets and measures: what is counted, how it adds over the tree and over time.

use serde::{Deserialize, Serialize};

use crate::code::BusinessCode;
use crate::id::{DatasetId, MeasureId};
use crate::period::{Cycle, Period};
use crate::scoring::RollUp;

crate::codes! {
    /// How rows of one subject and month become one number.
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

    /// How a measure is put together from its parts where nothing is said: a distinct count is made anew, everything else adds.
    #[must_use]
    pub const fn usual_roll_up(self) -> RollUp {
        match self {
            Self::Distinct => RollUp::Distinct,
            Self::Count | Self::Sum | Self::Min | Self::Max | Self::First | Self::Last => RollUp::Sum,
        }
    }

    /// Whether a measure of this kind may be put together so, over the tree and over months.
    ///
    /// # Errors
    /// [`RollUpError`] for what has no meaning.
    pub fn check(self, over_tree: RollUp, over_time: RollUp) -> Result<(), RollUpError> {
        for (over, roll_up) in [(Over::Tree, over_tree), (Over::Time, over_time)] {
            match (self == Self::Distinct, roll_up == RollUp::Distinct) {
                (true, false) => return Err(RollUpError::CountedAnew { over }),
                (false, true) => return Err(RollUpError::NotDistinct { over, aggregate: self }),
                (true, true) | (false, false) => {}
            }
        }
        if over_tree.is_over_units() { Ok(()) } else { Err(RollUpError::NoOrder { roll_up: over_tree }) }
    }
}

/// What a measure is put together over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Over {
    /// The units of the tree.
    Tree,
    /// The months of a longer period.
    Time,
}

/// A way to put a measure together that has no meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RollUpError {
    /// FIRST or LAST over units.
    #[error("units have no order, so none of them is the {roll_up}: write SUM, MIN or MAX")]
    NoOrder {
        /// What was asked for.
        roll_up: RollUp,
    },
    /// A distinct count made of distinct counts.
    #[error(
        "what two parts share would count twice: a DISTINCT measure is counted anew from the rows, write DISTINCT or nothing"
    )]
    CountedAnew {
        /// Over what.
        over: Over,
    },
    /// A number that is no distinct count, counted anew.
    #[error(
        "only a DISTINCT measure is counted anew from the rows, and this one is a {aggregate}: write SUM, MIN, MAX or nothing"
    )]
    NotDistinct {
        /// Over what.
        over: Over,
        /// What the measure is.
        aggregate: Aggregate,
    },
}

impl RollUpError {
    /// Over what the measure cannot be put together so.
    #[must_use]
    pub const fn over(self) -> Over {
        match self {
            Self::NoOrder { .. } => Over::Tree,
            Self::CountedAnew { over } | Self::NotDistinct { over, .. } => over,
        }
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

    /// Whether the parts of a place add up to the place in this period. A balance that takes its last month does so in a month; over
    /// longer periods the last month of a part need not be that of the whole.
    #[must_use]
    pub fn adds_up(&self, period: Period) -> bool {
        self.over_tree == RollUp::Sum && (self.over_time == RollUp::Sum || period.cycle() == Cycle::Month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_distinct_count_is_counted_anew_over_everything_and_nothing_else_is() {
        for &aggregate in Aggregate::ALL {
            for &over_tree in RollUp::ALL {
                for &over_time in RollUp::ALL {
                    let distinct = [over_tree, over_time].map(|roll_up| roll_up == RollUp::Distinct);
                    let meant = match aggregate {
                        Aggregate::Distinct => distinct == [true, true],
                        _ => distinct == [false, false] && !matches!(over_tree, RollUp::First | RollUp::Last),
                    };
                    assert_eq!(
                        aggregate.check(over_tree, over_time).is_ok(),
                        meant,
                        "{aggregate} {over_tree} {over_time}"
                    );
                }
            }
            let usual = aggregate.usual_roll_up();
            assert_eq!(aggregate.check(usual, usual), Ok(()), "{aggregate}");
        }
    }

    #[test]
    fn a_refusal_names_what_it_is_about() {
        let over = |aggregate: Aggregate, tree, time| aggregate.check(tree, time).map_err(RollUpError::over);
        assert_eq!(over(Aggregate::Distinct, RollUp::Sum, RollUp::Distinct), Err(Over::Tree));
        assert_eq!(over(Aggregate::Distinct, RollUp::Distinct, RollUp::Last), Err(Over::Time));
        assert_eq!(over(Aggregate::Sum, RollUp::Sum, RollUp::Distinct), Err(Over::Time));
        assert_eq!(over(Aggregate::Sum, RollUp::Last, RollUp::Last), Err(Over::Tree));
    }

    #[test]
    fn parts_add_up_where_they_are_added_over_units_and_over_the_same_months() {
        let measure = |over_tree, over_time| Measure {
            id: crate::id::Id::from_raw(1),
            dataset: crate::id::Id::from_raw(1),
            code: "m".parse().unwrap(),
            name: String::new(),
            aggregate: Aggregate::Sum,
            expression: None,
            filter: None,
            over_tree,
            over_time,
            unit_of_measure: String::new(),
            version: 1,
        };
        for (over_tree, over_time, month, quarter) in [
            (RollUp::Sum, RollUp::Sum, true, true),
            (RollUp::Sum, RollUp::Last, true, false),
            (RollUp::Sum, RollUp::Max, true, false),
            (RollUp::Max, RollUp::Sum, false, false),
            (RollUp::Distinct, RollUp::Distinct, false, false),
        ] {
            let adds_up = |at: &str| measure(over_tree, over_time).adds_up(at.parse().unwrap());
            assert_eq!([adds_up("2026-03"), adds_up("2026Q1")], [month, quarter], "{over_tree} {over_time}");
        }
    }
}
