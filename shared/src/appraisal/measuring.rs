//! Measures of every subject in a period: leaves add over the tree month by month, months add over time (architecture.md §9). Distinct
//! counts are not put together here: they come counted anew for every subject and period.

use std::collections::HashMap;

use super::plan::{MeasurePlan, Plan};
use super::{LeafRow, LeafSums};
use crate::availability::{Absence, Reading};
use crate::error::Refusal;
use crate::number::Quantity;
use crate::period::Period;
use crate::scoring::RollUp;

/// What a measure came to, for one subject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Measured {
    pub reading: Reading,
    pub rows: i64,
}

/// Measures by subject: `measured[subject][measure]`.
pub(super) type Table = Vec<Vec<Measured>>;

pub(super) fn measure(plan: &Plan, sums: &LeafSums, period: Period) -> Result<Table, Refusal> {
    let months: Vec<(Period, Sheet)> = period
        .months()
        .map(|month| Ok((month, Sheet::of(plan, sums.months.get(&month))?)))
        .collect::<Result<_, Refusal>>()?;
    (0..plan.subjects.len())
        .map(|subject| {
            plan.measures
                .iter()
                .enumerate()
                .map(|(index, measure)| {
                    let regrouped = sums.regrouped.get(&(index, subject, period)).copied();
                    over_time(plan, measure, &months, (subject, index), regrouped)
                })
                .collect()
        })
        .collect()
}

fn over_time(
    plan: &Plan,
    measure: &MeasurePlan,
    months: &[(Period, Sheet)],
    at: (usize, usize),
    regrouped: Option<Quantity>,
) -> Result<Measured, Refusal> {
    let rows = months.iter().map(|(_, sheet)| sheet.at(at).1).sum();
    let distinct = measure.over_tree == RollUp::Distinct || measure.over_time == RollUp::Distinct;
    if let Some(value) = regrouped.filter(|_| distinct) {
        return Ok(Measured { reading: value.into(), rows });
    }
    // What was not counted anew has no value in any month: months then say whether that is zero or unknown, as they do for sums.
    let parts = months.iter().map(|(month, sheet)| match sheet.at(at) {
        (Some(sum), _) if !distinct => Reading::from(sum),
        // Rows of which none met the condition: that is known, complete or not.
        (None, seen) if seen > 0 && measure.counts => Quantity::ZERO.into(),
        _ => nothing(plan, measure, *month),
    });
    let over_time = if distinct { RollUp::Sum } else { measure.over_time };
    let reading = over_time.combine(parts).map_err(|refusal| definition(measure.code.as_str(), &refusal))?;
    Ok(Measured { reading, rows })
}

/// What no row in a month means.
fn nothing(plan: &Plan, measure: &MeasurePlan, month: Period) -> Reading {
    let complete = measure.complete_to.is_some_and(|day| month.last_day() <= day);
    match (complete, measure.counts) {
        (true, true) => Quantity::ZERO.into(),
        (true, false) => Absence::NotApplicable.into(),
        (false, _) if month.last_day() >= plan.calendar.today => Absence::NotDue.into(),
        (false, _) => Absence::Missing.into(),
    }
}

pub(super) fn definition(code: &str, reason: &dyn std::fmt::Display) -> Refusal {
    Refusal::Definition { field: code.to_owned(), reason: reason.to_string(), position: None }
}

/// The sums of one month over the tree: by subject, then by measure.
#[derive(Debug, Default)]
struct Sheet {
    rows: HashMap<usize, Vec<(Option<i128>, i64)>>,
}

impl Sheet {
    fn of(plan: &Plan, leaves: Option<&Vec<LeafRow>>) -> Result<Self, Refusal> {
        let mut sheet = Self::default();
        for row in leaves.into_iter().flatten() {
            let Some(leaf) = plan.leaves.get(row.leaf) else { continue };
            for subject in leaf.counts_in(&plan.above) {
                let line = sheet.rows.entry(subject).or_insert_with(|| vec![(None, 0); plan.measures.len()]);
                add(line, row, &plan.measures);
            }
        }
        sheet.fits()
    }

    fn fits(self) -> Result<Self, Refusal> {
        let beyond = |sum: &i128| i64::try_from(*sum).is_err();
        if self.rows.values().flatten().filter_map(|(sum, _)| sum.as_ref()).any(beyond) {
            return Err(definition("measure", &"a sum does not fit 64 bits at four places"));
        }
        Ok(self)
    }

    fn at(&self, (subject, measure): (usize, usize)) -> (Option<Quantity>, i64) {
        let found = self.rows.get(&subject).and_then(|line| line.get(measure)).copied().unwrap_or_default();
        (found.0.and_then(|sum| i64::try_from(sum).ok()).map(Quantity::from_scaled), found.1)
    }
}

fn add(line: &mut [(Option<i128>, i64)], row: &LeafRow, measures: &[MeasurePlan]) {
    let parts = row.sums.iter().zip(&row.rows);
    for ((slot, measure), (sum, rows)) in line.iter_mut().zip(measures).zip(parts) {
        slot.1 += rows;
        let Some(part) = sum.map(|sum| i128::from(sum.scaled())) else { continue };
        slot.0 = Some(match (slot.0, measure.over_tree) {
            (None, _) => part,
            (Some(whole), RollUp::Min) => whole.min(part),
            (Some(whole), RollUp::Max) => whole.max(part),
            (Some(whole), RollUp::Sum | RollUp::First | RollUp::Last | RollUp::Distinct) => whole + part,
        });
    }
}
