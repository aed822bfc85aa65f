//! Scores: the points of a subject's indicators over each cockpit dimension and over all, ranked like values are.

use std::collections::HashMap;

use super::measuring::definition;
use super::plan::Plan;
use super::ranking;
use crate::availability::{Absence, Availability, Reading};
use crate::band::{Band, Bands, Span};
use crate::cell::{Cell, Score, Subject};
use crate::code::CockpitDimensionCode;
use crate::direction::Direction;
use crate::error::Refusal;
use crate::id::IndicatorVersionId;
use crate::number::{Points, Quantity};
use crate::period::Period;
use crate::scoring::MissingPolicy;
use crate::scoring::rank::Ties;
use crate::scoring::roll_up::{self, Adjustments, Line, Scored};

/// What a score of 0–100 means: from 90 good, from 80 steady, from 60 to watch, below it an alert.
///
/// # Errors
/// Never: the spans are disjoint and cover everything.
pub fn score_bands() -> Result<Bands, Refusal> {
    let at = |whole: i64| Some(Quantity::from_scaled(whole * 10_000));
    let span = |from, to, gives| Span { from, to, gives };
    Bands::try_new(vec![
        span(None, at(60), Band::Alert),
        span(at(60), at(80), Band::Watch),
        span(at(80), at(90), Band::Steady),
        span(at(90), None, Band::Good),
    ])
    .map_err(|error| definition("score", &error))
}

/// The score from which it is good.
///
/// # Errors
/// Never: as [`score_bands`].
pub fn score_target() -> Result<Option<Points>, Refusal> {
    let bands = score_bands()?;
    let good = bands.iter().find(|span| span.gives == Band::Good);
    Ok(good.and_then(|span| span.from).map(|from| Points::from_scaled(from.scaled())))
}

pub(super) fn scores(plan: &Plan, cells: &[Cell], period: Period) -> Result<Vec<Score>, Refusal> {
    let dimension_of: HashMap<IndicatorVersionId, Option<&CockpitDimensionCode>> =
        plan.indicators.iter().map(|indicator| (indicator.version, indicator.dimension.as_ref())).collect();
    let index_of: HashMap<Subject, usize> =
        plan.subjects.iter().enumerate().map(|(index, found)| (found.subject, index)).collect();
    let mut by_subject: HashMap<usize, Vec<&Cell>> = HashMap::new();
    for cell in cells {
        if let Some(&subject) = index_of.get(&cell.subject) {
            by_subject.entry(subject).or_default().push(cell);
        }
    }
    let columns = std::iter::once(None).chain(plan.dimensions.iter().map(Some));
    let mut scores = Vec::new();
    for dimension in columns {
        let counted =
            |cell: &Cell| dimension.is_none() || dimension_of.get(&cell.version).copied().flatten() == dimension;
        let mut column = Vec::new();
        for (subject, found) in plan.subjects.iter().enumerate() {
            let Some(cells) = by_subject.get(&subject) else { continue };
            let cells: Vec<&Cell> = cells.iter().copied().filter(|cell| counted(cell)).collect();
            if !cells.is_empty() {
                column.push((subject, score(found.subject, dimension, &cells, period)?));
            }
        }
        rank(plan, &mut column)?;
        scores.extend(column.into_iter().map(|(_, score)| score));
    }
    Ok(scores)
}

fn score(
    subject: Subject,
    dimension: Option<&CockpitDimensionCode>,
    cells: &[&Cell],
    period: Period,
) -> Result<Score, Refusal> {
    let lines: Vec<Line> = cells.iter().map(|cell| line(cell)).collect();
    let policy = MissingPolicy::default();
    let counted = lines.iter().filter(|line| policy.decide(line.scored).is_ok()).count();
    let outcome = roll_up::org_score(&lines, Adjustments::default(), policy);
    let rolled = match outcome {
        Ok(rolled) if counted > 0 => Some(rolled),
        Ok(_) | Err(crate::scoring::Refusal::Absent { .. }) => None,
        Err(refusal) => return Err(definition("score", &refusal)),
    };
    let bands = score_bands()?;
    let score = rolled.as_ref().map(|rolled| rolled.basic);
    Ok(Score {
        subject,
        period,
        dimension: dimension.cloned(),
        availability: if score.is_some() { Availability::Present } else { Availability::NotApplicable },
        score,
        points: rolled.as_ref().map_or(Points::ZERO, |rolled| rolled.scored),
        base_points: rolled.as_ref().map_or(Points::ZERO, |rolled| rolled.base),
        band: score.map(|score| bands.lookup(score.into()).gives),
        ranking: None,
        indicator_count: i32::try_from(counted).unwrap_or(i32::MAX),
    })
}

fn line(cell: &Cell) -> Line {
    let absence = cell.availability.absence().unwrap_or(Absence::NotApplicable);
    let absent = Scored::Absent { absence, group_mean: None };
    Line { base: cell.base_points, scored: cell.points.map_or(absent, Scored::Points) }
}

fn rank(plan: &Plan, column: &mut [(usize, Score)]) -> Result<(), Refusal> {
    let readings = column.iter().map(|(subject, score)| {
        let value = score.score.map(Quantity::from);
        (*subject, Reading::of(score.availability, value))
    });
    let places = ranking::places(plan, Direction::HigherBetter, Ties::Standard, readings)?;
    for (subject, score) in column {
        score.ranking = places.of(*subject).and_then(|place| place.ranking);
    }
    Ok(())
}
