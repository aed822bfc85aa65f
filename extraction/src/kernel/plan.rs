//! What a scan evaluates: the distinct conditions and values of all measures, each once.

use std::sync::Arc;

use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::split_conjunction;
use datafusion::physical_expr::PhysicalExpr;

use crate::engine::Work;
use crate::error::ExtractionError;
use crate::expression::{Checked, Expected, ExpressionError, Planner, check_expression};
use crate::measure::{Aggregate, Measure};
use crate::source::Reading;

/// The plan of a scan.
pub(crate) struct Plan {
    /// The distinct conditions; measures share them.
    pub conditions: Vec<Evaluated>,
    /// The distinct values, each with the places it keeps.
    pub values: Vec<(Evaluated, u8)>,
    /// What is computed; measures that mean the same share one.
    pub slots: Vec<Slot>,
    /// For each measure its slot; `None` for DISTINCT.
    pub slot_of: Vec<Option<usize>>,
    /// Months × leaves.
    pub groups: usize,
}

/// An expression ready to evaluate, and the first measure that wants it.
pub(crate) struct Evaluated {
    logical: Expr,
    pub physical: Arc<dyn PhysicalExpr>,
    pub measure: String,
}

/// An additive measure: conditions as written, from left to right, and a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slot {
    pub aggregate: Aggregate,
    pub conditions: Vec<usize>,
    pub value: Option<usize>,
}

/// Checks all measures and says what to read for them.
pub(crate) fn reading(work: &Work) -> Result<Reading, ExtractionError> {
    work.dataset.check()?;
    let mut columns = std::collections::BTreeSet::new();
    for measure in &work.measures {
        for checked in checked(work, measure).map_err(|error| of(measure, error))? {
            columns.extend(checked.columns);
        }
    }
    Ok(Reading::new(&work.dataset, |name| columns.contains(name)))
}

fn checked(work: &Work, measure: &Measure) -> Result<Vec<Checked>, ExpressionError> {
    let expected = value_type(measure);
    let filter = measure.filter.iter().map(|text| check_expression(&work.dataset.columns, text, Expected::Boolean));
    let missing = measure.value.is_none() && measure.aggregate != Aggregate::Count;
    let value = if missing { Some("") } else { measure.value.as_deref() };
    let value = value.into_iter().map(|text| check_expression(&work.dataset.columns, text, expected));
    filter.chain(value).collect()
}

const fn value_type(measure: &Measure) -> Expected {
    if measure.aggregate.takes_number() { Expected::Number } else { Expected::Any }
}

fn of(measure: &Measure, error: ExpressionError) -> ExtractionError {
    ExtractionError::Expression { measure: measure.code.to_string(), error }
}

impl Plan {
    pub(crate) fn try_new(work: &Work, reading: &Reading) -> Result<Self, ExtractionError> {
        let groups = work.months.iter().count() as u64 * u64::from(work.subjects.leaves());
        // A group's number has 32 bits, its last value means "no group".
        let groups = u32::try_from(groups).ok().filter(|groups| *groups < u32::MAX);
        let groups = groups
            .and_then(|groups| usize::try_from(groups).ok())
            .ok_or_else(|| ExtractionError::MemoryRefused { message: "more than 2³² leaf-months".to_owned() })?;
        let planner = Planner::try_new(&reading.schema).map_err(|error| ExtractionError::Engine(error.to_string()))?;
        let mut plan =
            Self { conditions: Vec::new(), values: Vec::new(), slots: Vec::new(), slot_of: Vec::new(), groups };
        for measure in &work.measures {
            let slot = match measure.aggregate {
                Aggregate::Distinct => None,
                _ => Some(plan.slot(&planner, measure).map_err(|error| of(measure, error))?),
            };
            plan.slot_of.push(slot);
        }
        Ok(plan)
    }

    fn slot(&mut self, planner: &Planner, measure: &Measure) -> Result<usize, ExpressionError> {
        let mut conditions = Vec::new();
        if let Some(filter) = &measure.filter {
            for part in split_conjunction(&planner.plan(filter, Expected::Boolean)?) {
                conditions.push(self.condition(planner, part, measure)?);
            }
        }
        let value = measure.value.as_deref().map(|text| planner.plan(text, value_type(measure))).transpose()?;
        let value = match (measure.aggregate, value) {
            (Aggregate::Count, Some(value)) => {
                conditions.push(self.condition(planner, &value.is_not_null(), measure)?);
                None
            }
            (_, value) => value.map(|value| self.value(planner, value, measure)).transpose()?,
        };
        let mut seen = std::collections::BTreeSet::new();
        conditions.retain(|condition| seen.insert(*condition));
        let slot = Slot { aggregate: measure.aggregate, conditions, value };
        place_of(&mut self.slots, |known| *known == slot, || Ok(slot.clone()))
    }

    fn condition(&mut self, planner: &Planner, expr: &Expr, measure: &Measure) -> Result<usize, ExpressionError> {
        place_of(&mut self.conditions, |known| known.logical == *expr, || Evaluated::try_new(planner, expr, measure))
    }

    fn value(&mut self, planner: &Planner, expr: Expr, measure: &Measure) -> Result<usize, ExpressionError> {
        let same = |(known, scale): &(Evaluated, u8)| known.logical == expr && *scale == measure.scale;
        place_of(&mut self.values, same, || Ok((Evaluated::try_new(planner, &expr, measure)?, measure.scale)))
    }
}

impl Evaluated {
    fn try_new(planner: &Planner, expr: &Expr, measure: &Measure) -> Result<Self, ExpressionError> {
        Ok(Self { logical: expr.clone(), physical: planner.physical(expr)?, measure: measure.code.to_string() })
    }
}

fn place_of<T>(
    list: &mut Vec<T>,
    same: impl Fn(&T) -> bool,
    make: impl FnOnce() -> Result<T, ExpressionError>,
) -> Result<usize, ExpressionError> {
    if let Some(place) = list.iter().position(same) {
        return Ok(place);
    }
    list.push(make()?);
    Ok(list.len() - 1)
}
