//! Appraisal of one period: from sums of leaves to cells and scores. Measures are put together first, ratios formed after, then
//! ranks, then points, then scores. Pure: where the sums come from and where the results go is not decided here.

mod measuring;
mod plan;
mod ranking;
mod scores;
mod values;

use std::collections::HashMap;

pub use plan::{Calendar, IndicatorPlan, LeafPlan, MeasurePlan, Plan, SubjectPlan, Targets};
pub use scores::{score_bands, score_target};

use crate::cell::{Cell, Score};
use crate::error::Refusal;
use crate::number::Quantity;
use crate::period::Period;

/// The sums of every leaf in every month, dense: what extraction found.
#[derive(Debug, Clone, Default)]
pub struct LeafSums {
    /// By month: one row per leaf with anything in it.
    pub months: HashMap<Period, Vec<LeafRow>>,
    /// Measures that do not add, counted anew for a subject and a period, in the tree of its last day: by measure, subject and period.
    pub regrouped: HashMap<(usize, usize, Period), Quantity>,
}

/// What one leaf holds in one month.
#[derive(Debug, Clone)]
pub struct LeafRow {
    /// The leaf.
    pub leaf: usize,
    /// By measure; none where no row met its condition.
    pub sums: Vec<Option<Quantity>>,
    /// By measure: rows of its dataset seen for this leaf, whether they met the condition or not.
    pub rows: Vec<i64>,
}

/// Values of earlier periods, by indicator and subject: for methods that look a year back.
pub type Earlier = HashMap<(usize, usize), Quantity>;

/// What came out for one period.
#[derive(Debug, Clone, Default)]
pub struct Appraised {
    /// One cell per indicator and subject it reaches.
    pub cells: Vec<Cell>,
    /// One score per subject and cockpit dimension, and one over all.
    pub scores: Vec<Score>,
    /// The values, for the same period of later years.
    pub values: Earlier,
}

/// Appraises one period.
///
/// # Errors
/// [`Refusal::Definition`] where a formula or a method cannot be used with what there is; the indicator is named.
pub fn appraise(plan: &Plan, sums: &LeafSums, period: Period, last_year: &Earlier) -> Result<Appraised, Refusal> {
    let measured = measuring::measure(plan, sums, period)?;
    let mut appraised = Appraised::default();
    for (index, indicator) in plan.indicators.iter().enumerate() {
        if indicator.content.cycle > period.cycle() {
            continue;
        }
        let valued = values::value(plan, index, indicator, &measured, period)?;
        let ranked = ranking::by_group(plan, indicator.content.direction, indicator.content.method.ties(), &valued)?;
        for found in &valued {
            if let Some(value) = found.value {
                appraised.values.insert((index, found.subject), value);
            }
        }
        let cells = valued
            .into_iter()
            .map(|found| values::cell(plan, index, indicator, found, &ranked, last_year, period))
            .collect::<Result<Vec<_>, _>>()?;
        appraised.cells.extend(cells);
    }
    appraised.scores = scores::scores(plan, &appraised.cells, period)?;
    Ok(appraised)
}

#[cfg(test)]
mod tests;
