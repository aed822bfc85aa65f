//! Explaining a number: from the cell down to the rule, the run and the rows behind it (CJ-31, CJ-51, ZH-58).

pub mod source;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::audit::Event;
use shared::cell::{Cell, Subject};
use shared::cockpit::{Brief, CellView, Cells, ScoreView, Scores, compared, counts_in};
use shared::code::CockpitDimensionCode;
use shared::explanation::{self, FormulaExplained, Others};
use shared::id::{AuditEventId, IndicatorId, RunId, SchemeId};
use shared::manual::{Change, Entered, changes};
use shared::measure::Measure;
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::scoring::Step;

use super::cockpit::library::{self, Library};
use super::cockpit::place::{self, Place};
use crate::error::Error;
use crate::store::page::Page;
use crate::store::run::{self, Run};
use crate::store::{Reader, audit, cell, library as stored, manual};

/// Audit events shown beside a number, and values filled in by hand.
const EVENTS: u64 = 20;

/// Why a number is what it is.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// Where it stands.
    pub place: Place,
    /// The number with its company.
    pub view: CellView,
    /// How far it is behind the best of its group, where the viewer may read its rank.
    pub behind_best: Option<Quantity>,
    /// The nearest better place that the viewer may see.
    pub ahead: Option<Ahead>,
    /// The formula with the numbers filled in; none for values that come by hand.
    pub formula: Option<FormulaExplained>,
    /// The steps to the points.
    pub trace: Vec<Step>,
    /// The measures of the formula with their sums.
    pub inputs: Vec<(Measure, Option<Quantity>)>,
    /// The same number of the places below.
    pub parts: Vec<(Place, Cell)>,
    /// Whether the parts add up to it.
    pub adds_up: bool,
    /// What no visible part carries; none where parts do not add up.
    pub others: Option<Others>,
    /// The run, where the viewer may read runs.
    pub run: Option<Run>,
    /// Since when it is published.
    pub published_at: DateTime<Utc>,
    /// Who changed what about the indicator, where the viewer may read the trail.
    pub history: Vec<(AuditEventId, Event)>,
    /// The value filled in by hand.
    pub manual: Option<Entered>,
    /// The values filled in by hand that took the place of others, newest first.
    pub manual_changes: Vec<Change>,
}

/// A better place in the group of a number (NY-16).
#[derive(Debug, Clone)]
pub struct Ahead {
    /// Whose.
    pub place: Place,
    /// Its rank.
    pub rank: i32,
    /// How far the number is behind it.
    pub behind: Quantity,
}

/// Explains one cell.
///
/// # Errors
/// [`Error::NotFound`] where the place, the indicator or the value is not visible.
pub async fn explain(
    reader: &Reader,
    subject: Subject,
    indicator: IndicatorId,
    period: Period,
) -> Result<Explanation, Error> {
    let place = place::place(reader, subject).await?;
    let (run, published_at, scheme) = run::published(reader, period).await?.ok_or(Error::NotFound)?;
    let library = library::library(reader, Some(scheme)).await?;
    let brief = library.brief(indicator).ok_or(Error::NotFound)?;
    let known = super::cockpit::published(reader, &compared(period)).await?;
    let cells: Cells = cell::cells(reader, &known, &[subject], &[brief.version.id]).await?.into_iter().collect();
    let view = cells.view(subject, &brief, period).ok_or(Error::NotFound)?;
    let parts = parts(reader, &place, &brief, (run, period)).await?;
    let of_parts: Vec<Cell> = parts.iter().map(|(_, cell)| cell.clone()).collect();
    let inputs = inputs(reader, &brief, &view.cell).await?;
    let entered = by_hand(reader, subject, indicator, period).await?;
    let adds_up = explanation::adds_up(inputs.iter().map(|(measure, _)| measure), period);
    let best = view.cell.ranking.as_ref().map(|ranking| ranking.best);
    Ok(Explanation {
        behind_best: best.and_then(|best| view.behind(best)),
        ahead: ahead(reader, run, &view).await?,
        formula: explanation::formula(&brief, &view.cell),
        trace: explanation::trace(&view),
        inputs,
        others: explanation::others(&view.cell, &of_parts).filter(|_| adds_up && !parts.is_empty()),
        adds_up,
        run: readable(run::run(reader, run).await)?,
        history: history(reader, indicator).await?,
        manual_changes: changes(&entered),
        manual: entered.into_iter().next(),
        place,
        view,
        parts,
        published_at,
    })
}

/// What may not be read is left out of an explanation; it does not hide the rest.
fn readable<T>(found: Result<T, Error>) -> Result<Option<T>, Error> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whoever stands just before; none where whose it is may not be known.
async fn ahead(reader: &Reader, run: RunId, view: &CellView) -> Result<Option<Ahead>, Error> {
    let Some(cell) = cell::ahead(reader, run, &view.cell).await? else { return Ok(None) };
    let place = readable(place::place(reader, cell.subject).await)?;
    let rank = cell.ranking.map(|ranking| ranking.rank);
    let behind = cell.value.and_then(|value| view.behind(value));
    Ok(place.zip(rank).zip(behind).map(|((place, rank), behind)| Ahead { place, rank, behind }))
}

async fn parts(
    reader: &Reader,
    place: &Place,
    brief: &Arc<Brief>,
    published: (RunId, Period),
) -> Result<Vec<(Place, Cell)>, Error> {
    let below = place::around(reader, place).await?.children;
    let subjects: Vec<Subject> = below.iter().map(|place| place.subject).collect();
    let cells = cell::cells(reader, &[published], &subjects, &[brief.version.id]).await?;
    let found = |place: Place| {
        let cell = cells.iter().find(|cell| cell.subject == place.subject)?.clone();
        Some((place, cell))
    };
    Ok(below.into_iter().filter_map(found).collect())
}

async fn inputs(reader: &Reader, brief: &Brief, cell: &Cell) -> Result<Vec<(Measure, Option<Quantity>)>, Error> {
    let Ok(formula) = brief.version.content.formula.parse::<shared::formula::Formula>() else { return Ok(Vec::new()) };
    let measures = stored::measures(reader).await?;
    let named = |name: &str| measures.iter().find(|measure| measure.answers_to(name)).cloned();
    let found = formula.names().into_iter().zip(cell.inputs.iter().copied());
    Ok(found.filter_map(|(name, value)| Some((named(name)?, value))).collect())
}

async fn history(reader: &Reader, indicator: IndicatorId) -> Result<Vec<(AuditEventId, Event)>, Error> {
    if !reader.viewer().may(Resource::Audit, Action::Read) {
        return Ok(Vec::new());
    }
    let page = Page { first: EVENTS, after: None };
    let slice = audit::events(reader, page, Some(&format!("indicator-{indicator}"))).await?;
    Ok(slice.rows.into_iter().map(|(_, event)| event).collect())
}

async fn by_hand(
    reader: &Reader,
    subject: Subject,
    indicator: IndicatorId,
    period: Period,
) -> Result<Vec<Entered>, Error> {
    let Subject::Unit(unit) = subject else { return Ok(Vec::new()) };
    manual::history(reader, (indicator, unit, period), EVENTS).await
}

/// Why a score is what it is: its indicators with their points.
#[derive(Debug, Clone)]
pub struct ScoreExplained {
    /// Where it stands.
    pub place: Place,
    /// The scheme that published it.
    pub scheme: SchemeId,
    /// The score with its company.
    pub view: ScoreView,
    /// The indicators it is made of.
    pub lines: Vec<CellView>,
    /// The names of the dimensions.
    pub library: Library,
}

impl ScoreExplained {
    /// Whether indicators without a value were left out, so that the others carry their weight.
    #[must_use]
    pub fn reweighted(&self) -> bool {
        self.lines.iter().any(|line| line.cell.points.is_none())
    }
}

/// Explains the score of a dimension, or of all.
///
/// # Errors
/// [`Error::NotFound`] where the place or the score is not visible.
pub async fn explain_score(
    reader: &Reader,
    subject: Subject,
    period: Period,
    dimension: Option<&CockpitDimensionCode>,
) -> Result<ScoreExplained, Error> {
    let place = place::place(reader, subject).await?;
    let (run, _, scheme) = run::published(reader, period).await?.ok_or(Error::NotFound)?;
    let library = library::library(reader, Some(scheme)).await?;
    let known = super::cockpit::published(reader, &compared(period)).await?;
    let scores: Scores = cell::scores(reader, &known, &[subject]).await?.into_iter().collect();
    let view = scores.view(subject, dimension, period).ok_or(Error::NotFound)?;
    let cells: Cells = cell::cells(reader, &[(run, period)], &[subject], &[]).await?.into_iter().collect();
    let counted = |brief: &&Arc<Brief>| counts_in(brief.indicator.cockpit_dimension.as_ref(), dimension);
    let lines = library.briefs.iter().filter(counted).filter_map(|brief| cells.view(subject, brief, period)).collect();
    Ok(ScoreExplained { place, scheme, view, lines, library })
}

/// The change of the key rates over a year (CJ-61).
#[derive(Debug, Clone)]
pub struct Improvement {
    /// The mean over the key rates of the place.
    pub mean: Option<Quantity>,
    /// The key rates of the place.
    pub lines: Vec<CellView>,
    /// The places below with their means, best first.
    pub best: Vec<(Place, Quantity)>,
}

/// How the key rates of a place and of what is below it changed against the same period of last year.
///
/// # Errors
/// [`Error::NotFound`] where the place is not visible.
pub async fn improvement(reader: &Reader, subject: Subject, period: Period) -> Result<Improvement, Error> {
    let cockpit = super::cockpit::cockpit(reader, subject, period).await?;
    let mean = |views: &[CellView]| {
        let changes: Vec<Quantity> = views.iter().filter_map(|view| view.improvement_on_year).collect();
        shared::cockpit::mean_improvement(&changes).map_err(Error::internal)
    };
    let lines: Vec<CellView> = cockpit.cells.into_iter().filter(|view| view.brief.indicator.key_rate).collect();
    let mut best = Vec::new();
    for child in cockpit.children {
        if let Some(mean) = mean(&child.key_cells)? {
            best.push((child.place, mean));
        }
    }
    best.sort_by_key(|(_, mean)| std::cmp::Reverse(*mean));
    Ok(Improvement { mean: mean(&lines)?, lines, best })
}
