//! The cockpit: one question that answers a whole screen. Everything is read through the viewer's reader in a fixed number of
//! statements, whatever the number of units and indicators; how it is shown is decided in `shared::cockpit`.

pub mod library;
pub mod place;

use std::sync::Arc;

use chrono::{DateTime, Utc};
use shared::cell::{Score, Subject};
use shared::cockpit::{Brief, CellView, Cells, NoWayDown, ScoreView, Scores, TrendPoint, compared, compared_over};
use shared::id::{IndicatorId, RunId, SchemeId};
use shared::period::Period;
use shared::policy::{Action, Resource, Viewer};

use crate::error::Error;
use crate::store::cell::{self, Published};
use crate::store::{Reader, run};
use library::Library;
use place::{Place, Surroundings};

/// One screen.
#[derive(Debug, Clone)]
pub struct Cockpit {
    /// Where it is.
    pub place: Place,
    /// What stands above, below and beside it.
    pub around: Surroundings,
    /// The period.
    pub period: Period,
    /// What is published for it.
    pub published: Option<Publication>,
    /// The indicators.
    pub library: Arc<Library>,
    /// The score over all.
    pub total: Option<ScoreView>,
    /// The scores by cockpit dimension, in the order of the dictionary.
    pub dimensions: Vec<ScoreView>,
    /// The indicators that reach the place, key rates first.
    pub cells: Vec<CellView>,
    /// The next level down, best first.
    pub children: Vec<Child>,
    /// Whether the place holds rows that no child carries.
    pub unassigned: bool,
}

/// A place below, with what a list shows of it.
#[derive(Debug, Clone)]
pub struct Child {
    /// Where it is.
    pub place: Place,
    /// Its score over all.
    pub total: Option<ScoreView>,
    /// Its scores by cockpit dimension.
    pub dimensions: Vec<ScoreView>,
    /// Its key rates.
    pub key_cells: Vec<CellView>,
    /// Places won since the period before, positive is up.
    pub rank_change: Option<i32>,
}

/// What is published for a period.
#[derive(Debug, Clone, Copy)]
pub struct Publication {
    /// The run.
    pub run: RunId,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Under which scheme.
    pub scheme: SchemeId,
}

/// The runs that are published for some periods.
pub(super) async fn published(reader: &Reader, periods: &[Period]) -> Result<Vec<(RunId, Period)>, Error> {
    let all = run::publications(reader).await?;
    Ok(all
        .into_iter()
        .filter(|(_, period, ..)| periods.contains(period))
        .map(|(_, period, run, _)| (run, period))
        .collect())
}

fn only(published: &Published, periods: &[Period]) -> Vec<(RunId, Period)> {
    published.iter().copied().filter(|(_, period)| periods.contains(period)).collect()
}

/// The resource a place's values belong to.
const fn resource(subject: Subject) -> Resource {
    match subject {
        Subject::Unit(_) | Subject::Post(_) => Resource::Cell,
        Subject::Person(_) => Resource::PersonCell,
    }
}

/// The cockpit of a place in a period.
///
/// # Errors
/// [`Error::NotFound`] where the place is not visible; [`Error::Forbidden`] where its values are not for this viewer.
pub async fn cockpit(reader: &Reader, subject: Subject, period: Period) -> Result<Cockpit, Error> {
    let place = place::place(reader, subject).await?;
    reader.demand(resource(subject), Action::Read)?;
    let around = place::around(reader, &place).await?;
    let publication = run::published(reader, period).await?.map(|(run, at, scheme)| Publication { run, at, scheme });
    let library = Arc::new(library::library(reader, publication.map(|found| found.scheme)).await?);
    let periods = compared(period);
    let known = published(reader, &periods).await?;
    let own = own_cells(reader, &library, &known, subject, period).await?;
    let below: Vec<Subject> = around.children.iter().map(|place| place.subject).collect();
    let scores: Scores = scores(reader, &known, subject, &below, period).await?;
    let key_versions = library.key_versions();
    let near = only(&known, &[period, period.previous(), period.last_year()]);
    let below_cells: Cells = cell::cells(reader, &near, &below, &key_versions).await?.into_iter().collect();
    let cells: Vec<CellView> = library.briefs.iter().filter_map(|brief| own.view(subject, brief, period)).collect();
    let mut children: Vec<Child> =
        around.children.iter().map(|place| child(place, &library, &scores, &below_cells, period)).collect();
    children.sort_by_key(|child| std::cmp::Reverse(child.total.as_ref().and_then(|total| total.score.score)));
    Ok(Cockpit {
        unassigned: unassigned(&cells, &children),
        total: scores.view(subject, None, period),
        dimensions: by_dimension(&library, &scores, subject, period),
        place,
        around,
        period,
        published: publication,
        library,
        cells,
        children,
    })
}

/// All cells of the place near the period, and those of the key rates over the whole trend.
async fn own_cells(
    reader: &Reader,
    library: &Library,
    known: &Published,
    subject: Subject,
    period: Period,
) -> Result<Cells, Error> {
    let near = only(known, &[period, period.previous(), period.last_year()]);
    let mut cells = cell::cells(reader, &near, &[subject], &[]).await?;
    cells.extend(cell::cells(reader, known, &[subject], &library.key_versions()).await?);
    Ok(cells.into_iter().collect())
}

/// Scores of the place over the trend, and of what is below it in this period and the one before.
async fn scores(
    reader: &Reader,
    known: &Published,
    subject: Subject,
    below: &[Subject],
    period: Period,
) -> Result<Scores, Error> {
    let mut scores: Vec<Score> = cell::scores(reader, known, &[subject]).await?;
    scores.extend(cell::scores(reader, &only(known, &[period, period.previous()]), below).await?);
    Ok(scores.into_iter().collect())
}

fn by_dimension(library: &Library, scores: &Scores, subject: Subject, period: Period) -> Vec<ScoreView> {
    library.dimensions.iter().filter_map(|(dimension, _)| scores.view(subject, Some(dimension), period)).collect()
}

fn child(place: &Place, library: &Library, scores: &Scores, cells: &Cells, period: Period) -> Child {
    let total = scores.view(place.subject, None, period);
    let before = scores.view(place.subject, None, period.previous());
    let rank =
        |view: &Option<ScoreView>| view.as_ref().and_then(|view| view.score.ranking.as_ref()).map(|found| found.rank);
    Child {
        rank_change: rank(&before).zip(rank(&total)).map(|(before, now)| before - now),
        dimensions: by_dimension(library, scores, place.subject, period),
        key_cells: library.key_briefs().filter_map(|brief| cells.view(place.subject, brief, period)).collect(),
        place: place.clone(),
        total,
    }
}

/// Whether a key rate of the place counts rows that those of its children do not.
fn unassigned(cells: &[CellView], children: &[Child]) -> bool {
    !children.is_empty()
        && cells.iter().filter(|view| view.brief.indicator.key_rate).any(|view| {
            let below = children.iter().flat_map(|child| &child.key_cells);
            let carried: i64 =
                below.filter(|cell| cell.cell.version == view.cell.version).map(|cell| cell.cell.rows).sum();
            carried < view.cell.rows
        })
}

impl Cockpit {
    /// Why there is no way down; none where there is one.
    #[must_use]
    pub fn no_way_down(&self) -> Option<NoWayDown> {
        self.around.no_way_down(self.place.subject)
    }
}

/// One indicator over time at one place.
///
/// # Errors
/// [`Error::NotFound`] where the place or the indicator is not visible; [`Error::Forbidden`] as for the cockpit.
pub async fn trend(
    reader: &Reader,
    subject: Subject,
    indicator: IndicatorId,
    to: Period,
    periods: usize,
) -> Result<(Arc<Brief>, Vec<TrendPoint>), Error> {
    place::place(reader, subject).await?;
    reader.demand(resource(subject), Action::Read)?;
    let scheme = run::published(reader, to).await?.map(|(_, _, scheme)| scheme);
    let library = library::library(reader, scheme).await?;
    let brief = library.brief(indicator).ok_or(Error::NotFound)?;
    let known = published(reader, &compared_over(to, periods)).await?;
    let cells: Cells = cell::cells(reader, &known, &[subject], &[brief.version.id]).await?.into_iter().collect();
    Ok((Arc::clone(&brief), cells.trend(subject, brief.version.id, to, periods)))
}

/// Places below × indicators.
#[derive(Debug, Clone)]
pub struct HeatMap {
    /// The columns.
    pub briefs: Vec<Arc<Brief>>,
    /// The rows.
    pub rows: Vec<(Place, Vec<CellView>)>,
}

/// The heat map of a place: what is directly below it, by the indicators of a cockpit dimension or, without one, the key rates.
///
/// # Errors
/// [`Error::NotFound`] where the place is not visible; [`Error::Forbidden`] as for the cockpit.
pub async fn heat_map(
    reader: &Reader,
    subject: Subject,
    period: Period,
    dimension: Option<&shared::code::CockpitDimensionCode>,
) -> Result<HeatMap, Error> {
    let place = place::place(reader, subject).await?;
    reader.demand(resource(subject), Action::Read)?;
    let around = place::around(reader, &place).await?;
    let scheme = run::published(reader, period).await?.map(|(_, _, scheme)| scheme);
    let library = library::library(reader, scheme).await?;
    let wanted = |brief: &&Arc<Brief>| match dimension {
        Some(_) => brief.indicator.cockpit_dimension.as_ref() == dimension,
        None => brief.indicator.key_rate,
    };
    let briefs: Vec<Arc<Brief>> = library.briefs.iter().filter(wanted).cloned().collect();
    let versions: Vec<_> = briefs.iter().map(|brief| brief.version.id).collect();
    let known = published(reader, &[period]).await?;
    let below: Vec<Subject> = around.children.iter().map(|place| place.subject).collect();
    let cells: Cells = cell::cells(reader, &known, &below, &versions).await?.into_iter().collect();
    let row = |place: &Place| {
        let views = briefs.iter().filter_map(|brief| cells.view(place.subject, brief, period)).collect();
        (place.clone(), views)
    };
    let rows = around.children.iter().map(row).collect();
    Ok(HeatMap { briefs, rows })
}

/// What a viewer may do with the values of a place.
#[must_use]
pub fn allowed_actions(viewer: &Viewer, subject: Subject) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|&action| viewer.may(resource(subject), action)).collect()
}
