//! Values of an indicator from measures, and cells from values: target, points, band, ranking.

use super::Earlier;
use super::measuring::{Table, definition};
use super::plan::{IndicatorPlan, Plan};
use super::ranking::Places;
use crate::availability::{Absence, Availability, Reading};
use crate::cell::{Cell, Subject};
use crate::error::Refusal;
use crate::indicator::{CollectionMode, SubjectKind};
use crate::number::{Points, Quantity};
use crate::period::Period;
use crate::scoring::{self, Evidence, Input, Parameter, Requirement};

/// A value found for one subject, before it is ranked and scored.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub subject: usize,
    pub availability: Availability,
    pub numerator: Option<Quantity>,
    pub denominator: Option<Quantity>,
    pub value: Option<Quantity>,
    pub rows: i64,
    pub inputs: Vec<Option<Quantity>>,
}

pub(super) fn value(
    plan: &Plan,
    index: usize,
    indicator: &IndicatorPlan,
    measured: &Table,
    period: Period,
) -> Result<Vec<Found>, Refusal> {
    let reached = plan.subjects.iter().enumerate().filter(|(_, subject)| indicator.reaches(subject));
    reached
        .map(|(subject, _)| match (&indicator.formula, measured.get(subject)) {
            (Some(_), Some(line)) => computed(indicator, subject, line),
            _ => Ok(by_hand(plan, index, indicator, subject, period)),
        })
        .collect()
}

fn computed(indicator: &IndicatorPlan, subject: usize, line: &[super::measuring::Measured]) -> Result<Found, Refusal> {
    let fault = |reason: &dyn std::fmt::Display| definition(indicator.code.as_str(), reason);
    let reading = |name: &str| {
        let (_, measure) = indicator.inputs.iter().find(|(input, _)| input == name)?;
        line.get(*measure).map(|measured| measured.reading)
    };
    let formula = indicator.formula.as_ref().ok_or_else(|| fault(&"there is no formula"))?;
    let value = formula.evaluate(reading).map_err(|error| fault(&error))?;
    let parts = match &indicator.ratio {
        Some(ratio) => {
            let numerator = ratio.numerator.evaluate(reading).map_err(|error| fault(&error))?;
            let denominator = ratio.denominator.evaluate(reading).map_err(|error| fault(&error))?;
            (
                numerator.quantity().map_err(|error| fault(&error))?,
                denominator.quantity().map_err(|error| fault(&error))?,
            )
        }
        None => (None, None),
    };
    let used = || indicator.inputs.iter().filter_map(|(_, measure)| line.get(*measure));
    Ok(Found {
        subject,
        availability: value.availability(),
        numerator: parts.0,
        denominator: parts.1,
        value: value.quantity().map_err(|error| fault(&error))?,
        rows: used().map(|measured| measured.rows).max().unwrap_or_default(),
        inputs: used().map(|measured| measured.reading.quantity().ok().flatten()).collect(),
    })
}

fn by_hand(plan: &Plan, index: usize, indicator: &IndicatorPlan, subject: usize, period: Period) -> Found {
    let value = plan.manual.get(&(index, subject, period)).copied();
    let reading = value.map_or_else(|| not_filled(plan, indicator, subject, period).into(), Reading::from);
    Found {
        subject,
        availability: reading.availability(),
        numerator: None,
        denominator: None,
        value,
        rows: 0,
        inputs: Vec::new(),
    }
}

/// Why a value that comes by hand is not there.
fn not_filled(plan: &Plan, indicator: &IndicatorPlan, subject: usize, period: Period) -> Absence {
    let fills = plan.subjects.get(subject).is_some_and(|found| {
        indicator.content.collector_level.as_ref().is_none_or(|level| *level == found.level)
            && indicator.content.collection != CollectionMode::Auto
            && period.cycle() == indicator.content.cycle
    });
    let today = plan.calendar.today;
    let due = period.last_day() + chrono::Days::new(u64::from(plan.calendar.grace_days));
    match fills {
        false => Absence::NotApplicable,
        true if today <= period.last_day() => Absence::NotDue,
        true if today <= due => Absence::Late,
        true => Absence::Missing,
    }
}

pub(super) fn cell(
    plan: &Plan,
    index: usize,
    indicator: &IndicatorPlan,
    found: Found,
    places: &Places,
    last_year: &Earlier,
    period: Period,
) -> Result<Cell, Refusal> {
    let subject = plan.subjects.get(found.subject).ok_or_else(|| definition(indicator.code.as_str(), &"no subject"))?;
    let place = places.of(found.subject);
    let target = plan.targets.holding(index, units_above(plan, subject.unit), period);
    let before = last_year.get(&(index, found.subject)).copied();
    let input = Input {
        value: Reading::of(found.availability, found.value),
        target,
        last_year: before.map_or(Reading::Absent(Absence::NotApplicable), Reading::from),
        standing: place.as_ref().map(|place| place.standing),
        evidence: found.value.and_then(|value| Evidence::by_hand(indicator.content.method.code(), value)),
    };
    Ok(Cell {
        subject: subject.subject,
        version: indicator.version,
        period,
        availability: found.availability,
        numerator: found.numerator,
        denominator: found.denominator,
        value: found.value,
        rows: found.rows,
        inputs: found.inputs,
        target,
        points: points(indicator, &input)?,
        base_points: indicator.base_points,
        band: found.value.map(|value| indicator.content.bands.lookup(value).gives),
        ranking: place.and_then(|place| place.ranking),
    })
}

/// The points of a value; none where there is no value, or where the method needs what this subject does not have: a rank in a
/// group that is too small to be ranked, a target nobody set, a value or a target that it has no meaning for. One subject's refunds
/// or a target of nothing keep nobody else from being appraised.
fn points(indicator: &IndicatorPlan, input: &Input) -> Result<Option<Points>, Refusal> {
    let content = &indicator.content;
    match scoring::score(&content.method, content.direction, indicator.base_points, input) {
        Ok(outcome) => Ok(Some(outcome.points)),
        Err(
            scoring::Refusal::Absent { .. }
            | scoring::Refusal::InputMissing { .. }
            | scoring::Refusal::GroupTooSmall { .. }
            | scoring::Refusal::Parameter {
                parameter: Parameter::Value | Parameter::Target,
                requirement: Requirement::NotNegative | Requirement::Positive | Requirement::Count,
                ..
            },
        ) => Ok(None),
        Err(refusal) => Err(definition(indicator.code.as_str(), &refusal)),
    }
}

fn units_above(plan: &Plan, unit: crate::id::UnitId) -> impl Iterator<Item = crate::id::UnitId> {
    let above = plan.above.get(&unit).into_iter().flatten();
    above.filter_map(|&subject| plan.subjects.get(subject)).filter_map(|found| match found.subject {
        Subject::Unit(unit) if found.subject.kind() == SubjectKind::Unit => Some(unit),
        _ => None,
    })
}
