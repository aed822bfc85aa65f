//! What a scan evaluates: the distinct conditions and values of all measures, each once.

use arrow::datatypes::SchemaRef;
use datafusion::logical_expr::Expr;
use datafusion::logical_expr::utils::split_conjunction;

use super::evaluated::Evaluated;
use super::placing::MOST_GROUPS;
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
    /// The columns of the reading.
    pub schema: SchemaRef,
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
    // An empty expression is refused as one that is missing.
    let missing = measure.lacks_value().then_some(("", measure.value_type()));
    let texts = measure.expressions().map(|(_, text, expected)| (text, expected)).chain(missing);
    texts.map(|(text, expected)| check_expression(&work.dataset.columns, text, expected)).collect()
}

fn of(measure: &Measure, error: ExpressionError) -> ExtractionError {
    ExtractionError::Expression { measure: measure.code.to_string(), error }
}

impl Plan {
    pub(crate) fn try_new(work: &Work, reading: &Reading) -> Result<Self, ExtractionError> {
        let groups = work.months.iter().count() as u64 * u64::from(work.subjects.leaves());
        // A group's number has 32 bits; the last ones mean that there is none.
        let groups = u32::try_from(groups).ok().filter(|groups| *groups <= MOST_GROUPS);
        let groups = groups
            .and_then(|groups| usize::try_from(groups).ok())
            .ok_or_else(|| ExtractionError::MemoryRefused { message: "more than 2³² leaf-months".to_owned() })?;
        let planner = Planner::try_new(&reading.schema).map_err(|error| ExtractionError::Engine(error.to_string()))?;
        let mut plan = Self {
            conditions: Vec::new(),
            values: Vec::new(),
            slots: Vec::new(),
            slot_of: Vec::new(),
            groups,
            schema: reading.schema.clone(),
        };
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
                conditions.push(self.condition(part, measure)?);
            }
        }
        let value = measure.value.as_deref().map(|text| planner.plan(text, measure.value_type())).transpose()?;
        let value = match (measure.aggregate, value) {
            (Aggregate::Count, Some(value)) => {
                conditions.push(self.condition(&value.is_not_null(), measure)?);
                None
            }
            (_, value) => value.map(|value| self.value(value, measure)).transpose()?,
        };
        let mut seen = std::collections::BTreeSet::new();
        conditions.retain(|condition| seen.insert(*condition));
        let slot = Slot { aggregate: measure.aggregate, conditions, value };
        place_of(&mut self.slots, |known| *known == slot, || Ok(slot.clone()))
    }

    fn condition(&mut self, expr: &Expr, measure: &Measure) -> Result<usize, ExpressionError> {
        let schema = &self.schema;
        place_of(&mut self.conditions, |known| known.logical == *expr, || Evaluated::try_new(schema, expr, measure))
    }

    fn value(&mut self, expr: Expr, measure: &Measure) -> Result<usize, ExpressionError> {
        let schema = &self.schema;
        let same = |(known, scale): &(Evaluated, u8)| known.logical == expr && *scale == measure.scale;
        place_of(&mut self.values, same, || Ok((Evaluated::try_new(schema, &expr, measure)?, measure.scale)))
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
