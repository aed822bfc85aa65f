//! The cockpit as GraphQL shows it: one query that answers a whole screen.

use async_graphql::{Context, Object, SimpleObject};
use shared::availability::Availability;
use shared::band::Band;
use shared::cell::{self, Subject};
use shared::cockpit::{CellView, NoWayDown, ScoreView};
use shared::code::CockpitDimensionCode;
use shared::id::{IndicatorId, RunId};
use shared::number::{Points, Quantity};
use shared::period::Period;
use shared::policy::{Action, Viewer};

use super::library::IndicatorBrief;
use super::meters::LibraryMeters;
use super::place::Place;
use super::scalar::{Date, DateTime};
use crate::app::cockpit::{self as app, library::Library};
use crate::app::place::Levels;
use crate::app::scope::Scope;
use crate::error::Error;

/// What is released about a comparison group of three or more, although its rows are not all visible.
#[derive(Debug, Clone, SimpleObject)]
pub struct Ranking {
    /// The place; 1 is best.
    pub rank: i32,
    /// How many are ranked.
    pub group_size: i32,
    /// The group.
    pub group_name: String,
    /// The mean of the group.
    pub mean: Quantity,
    /// The best of the group.
    pub best: Quantity,
}

impl From<cell::Ranking> for Ranking {
    /// What the store gives was released to the viewer.
    fn from(found: cell::Ranking) -> Self {
        Self {
            rank: found.rank,
            group_size: found.group_size,
            group_name: found.group.to_string(),
            mean: found.mean,
            best: found.best,
        }
    }
}

/// One point of a trend.
#[derive(Debug, Clone, SimpleObject)]
pub struct TrendPoint {
    /// The period.
    pub period: Period,
    /// Whether there is a value, and why not.
    pub availability: Availability,
    /// The value.
    pub value: Option<Quantity>,
    /// The target that held.
    pub target: Option<Quantity>,
    /// The value a year before.
    pub last_year: Option<Quantity>,
}

impl From<shared::cockpit::TrendPoint> for TrendPoint {
    fn from(point: shared::cockpit::TrendPoint) -> Self {
        Self {
            period: point.period,
            availability: point.cell.as_ref().map_or(Availability::NotApplicable, |cell| cell.availability),
            value: point.cell.as_ref().and_then(|cell| cell.value),
            target: point.cell.as_ref().and_then(|cell| cell.target),
            last_year: point.last_year,
        }
    }
}

/// One value with its company.
#[derive(Debug, Clone, SimpleObject)]
pub struct Cell {
    /// What it is about.
    pub subject: Subject,
    /// The period.
    pub period: Period,
    /// The indicator.
    pub indicator: IndicatorBrief,
    /// Whether there is a value, and why not.
    pub availability: Availability,
    /// The numerator of a ratio, summed before dividing.
    pub numerator: Option<Quantity>,
    /// The denominator of a ratio.
    pub denominator: Option<Quantity>,
    /// The value.
    pub value: Option<Quantity>,
    /// The target that held.
    pub target: Option<Quantity>,
    /// How far past the target; positive is better than the target whatever the direction.
    pub gap: Option<Quantity>,
    /// The points won.
    pub points: Option<Points>,
    /// The points it was worth.
    pub base_points: Points,
    /// The points still to be won.
    pub attainable: Option<Points>,
    /// What the value means.
    pub band: Option<Band>,
    /// Where it stands in its comparison group.
    pub ranking: Option<Ranking>,
    /// The value of the period before.
    pub previous: Option<Quantity>,
    /// The value of the same period of last year.
    pub last_year: Option<Quantity>,
    /// The change against the period before; positive is better whatever the direction.
    pub improvement: Option<Quantity>,
    /// The change against last year; positive is better whatever the direction.
    pub improvement_on_year: Option<Quantity>,
    /// Rows of the sources behind it.
    pub rows: i64,
    /// The values up to this period, oldest first; key rates alone carry them.
    pub trend: Vec<TrendPoint>,
}

impl Cell {
    /// A value with its company.
    pub(super) fn of(view: CellView) -> Self {
        Self {
            subject: view.cell.subject,
            period: view.cell.period,
            indicator: IndicatorBrief::from(&*view.brief),
            availability: view.cell.availability,
            numerator: view.cell.numerator,
            denominator: view.cell.denominator,
            value: view.cell.value,
            target: view.cell.target,
            gap: view.gap,
            points: view.cell.points,
            base_points: view.cell.base_points,
            attainable: view.attainable,
            band: view.cell.band,
            ranking: view.cell.ranking.map(Ranking::from),
            previous: view.previous,
            last_year: view.last_year,
            improvement: view.improvement,
            improvement_on_year: view.improvement_on_year,
            rows: view.cell.rows,
            trend: view.trend.into_iter().map(TrendPoint::from).collect(),
        }
    }
}

/// The score of one period.
#[derive(Debug, Clone, SimpleObject)]
pub struct ScorePoint {
    /// The period.
    pub period: Period,
    /// The score, 0–100.
    pub score: Option<Points>,
}

/// A score over a cockpit dimension, or over all indicators.
#[derive(Debug, Clone, SimpleObject)]
pub struct Score {
    /// The cockpit dimension; null for the total.
    pub cockpit_dimension: Option<CockpitDimensionCode>,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The score, 0–100.
    pub score: Option<Points>,
    /// The points won.
    pub points: Points,
    /// The points that could be won.
    pub base_points: Points,
    /// The points still to be won.
    pub attainable: Points,
    /// The score from which it is good.
    pub target: Option<Points>,
    /// What the score means.
    pub band: Option<Band>,
    /// Whether there is a score, and why not.
    pub availability: Availability,
    /// Where it stands in its comparison group.
    pub ranking: Option<Ranking>,
    /// The score of the period before.
    pub previous: Option<Points>,
    /// The change against it.
    pub improvement: Option<Points>,
    /// How many indicators counted.
    pub indicator_count: i32,
    /// The scores up to this period, oldest first.
    pub trend: Vec<ScorePoint>,
}

impl Score {
    /// A score with its company.
    pub(super) fn of(view: ScoreView, library: &Library) -> Self {
        let dimension = view.score.dimension.clone();
        let named = library.dimensions.iter().find(|(code, _)| Some(code) == dimension.as_ref());
        let (name, name_en) = named.map_or_else(|| ("总分".to_owned(), "Total".to_owned()), |(_, names)| names.clone());
        Self {
            attainable: view.attainable(),
            cockpit_dimension: dimension,
            name,
            name_en,
            score: view.score.score,
            points: view.score.points,
            base_points: view.score.base_points,
            target: shared::appraisal::score_target().ok().flatten(),
            band: view.score.band,
            availability: view.score.availability,
            ranking: view.score.ranking.map(Ranking::from),
            previous: view.previous,
            improvement: view.improvement,
            indicator_count: view.score.indicator_count,
            trend: view.trend.into_iter().map(|(period, score)| ScorePoint { period, score }).collect(),
        }
    }
}

/// A place below, with what a list shows of it.
#[derive(Debug, Clone, SimpleObject)]
pub struct CockpitChild {
    /// Where it is.
    pub place: Place,
    /// Its score over all; null where the viewer's scope holds only some business lines.
    pub total: Option<Score>,
    /// Its scores by cockpit dimension.
    pub dimensions: Vec<Score>,
    /// Its key rates.
    pub key_cells: Vec<Cell>,
    /// Places won since the period before; positive is up.
    pub rank_change: Option<i32>,
}

/// One screen of the cockpit (CJ-45, CJ-47).
#[derive(Debug, Clone, SimpleObject)]
pub struct Cockpit {
    /// Where it is.
    pub place: Place,
    /// What stands above, from the top down, as far as it is visible.
    pub breadcrumbs: Vec<Place>,
    /// The places beside it, itself included.
    pub siblings: Vec<Place>,
    /// The period.
    pub period: Period,
    /// The period before.
    pub previous_period: Period,
    /// The same period of last year.
    pub last_year: Period,
    /// When the values were published; null: nothing is published for the period.
    pub data_time: Option<DateTime>,
    /// The run that published them.
    pub run: Option<RunId>,
    /// The scheme they were scored by.
    pub scheme_name: Option<String>,
    /// The day whose tree the values were summed over.
    pub tree_date: Option<Date>,
    /// Shares over the indicators of the scheme.
    pub meters: LibraryMeters,
    /// The score over all; null where the viewer's scope holds only some business lines.
    pub total: Option<Score>,
    /// The scores by cockpit dimension.
    pub dimensions: Vec<Score>,
    /// All indicators that reach the place, key rates first.
    pub cells: Vec<Cell>,
    /// The next level down, best first; children the viewer may not see are not among them.
    pub children: Vec<CockpitChild>,
    /// Whether the place holds rows that no child shown carries.
    pub unassigned: bool,
    /// Why there is no way down; null where there is one.
    pub drill_reason: Option<NoWayDown>,
    /// What the viewer may do here.
    pub allowed_actions: Vec<Action>,
}

fn cockpit(found: app::Cockpit, levels: &Levels, viewer: &Viewer) -> Cockpit {
    let place = |place: &app::place::Place| Place::from(place.named(levels));
    let score = |view: ScoreView| Score::of(view, &found.library);
    let child = |child: app::Child| CockpitChild {
        place: place(&child.place),
        total: child.total.map(score),
        dimensions: child.dimensions.into_iter().map(score).collect(),
        key_cells: child.key_cells.into_iter().map(Cell::of).collect(),
        rank_change: child.rank_change,
    };
    Cockpit {
        drill_reason: found.no_way_down(),
        place: place(&found.place),
        breadcrumbs: found.around.above.iter().map(place).collect(),
        siblings: found.around.siblings.iter().map(place).collect(),
        period: found.period,
        previous_period: found.period.previous(),
        last_year: found.period.last_year(),
        data_time: found.published.map(|published| DateTime(published.at)),
        run: found.published.map(|published| published.run),
        scheme_name: found.library.scheme_name.clone(),
        tree_date: found.published.map(|_| Date(found.period.last_day())),
        meters: found.library.meters().into(),
        total: found.total.clone().map(score),
        dimensions: found.dimensions.iter().cloned().map(score).collect(),
        cells: found.cells.iter().cloned().map(Cell::of).collect(),
        children: found.children.iter().cloned().map(child).collect(),
        unassigned: found.unassigned,
        allowed_actions: app::allowed_actions(viewer, found.place.subject),
    }
}

/// One indicator over time at one place.
#[derive(Debug, Clone, SimpleObject)]
pub struct Trend {
    /// The place.
    pub subject: Subject,
    /// The indicator.
    pub indicator: IndicatorBrief,
    /// The points, oldest first.
    pub points: Vec<TrendPoint>,
}

/// Places × indicators.
#[derive(Debug, Clone, SimpleObject)]
pub struct HeatMap {
    /// The columns.
    pub indicators: Vec<IndicatorBrief>,
    /// The rows.
    pub rows: Vec<HeatRow>,
}

/// One place of a heat map.
#[derive(Debug, Clone, SimpleObject)]
pub struct HeatRow {
    /// Where it is.
    pub place: Place,
    /// Its values, where an indicator reaches it.
    pub cells: Vec<HeatCell>,
}

/// One value of a heat map.
#[derive(Debug, Clone, SimpleObject)]
pub struct HeatCell {
    /// The indicator.
    pub indicator: IndicatorId,
    /// Whether there is a value, and why not.
    pub availability: Availability,
    /// The value.
    pub value: Option<Quantity>,
    /// What it means.
    pub band: Option<Band>,
}

/// Queries of the cockpit.
#[derive(Debug, Default)]
pub struct CockpitQuery;

#[Object]
impl CockpitQuery {
    /// A whole screen: a place in a period.
    async fn cockpit(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The period.")] period: Period,
    ) -> Result<Cockpit, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let found = app::cockpit(&reader, subject, period).await?;
        Ok(cockpit(found, &crate::app::place::levels(&reader).await?, scope.viewer()))
    }

    /// What is directly below a place × the indicators of a cockpit dimension or, without one, the key rates.
    async fn heat_map(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The period.")] period: Period,
        #[graphql(desc = "Only indicators of this cockpit dimension.")] cockpit_dimension: Option<CockpitDimensionCode>,
    ) -> Result<HeatMap, Error> {
        let scope = Scope::of(ctx)?;
        let reader = scope.reader().await?;
        let found = app::heat_map(&reader, subject, period, cockpit_dimension.as_ref()).await?;
        let levels = crate::app::place::levels(&reader).await?;
        let heat_cell = |view: CellView| HeatCell {
            indicator: view.brief.indicator.id,
            availability: view.cell.availability,
            value: view.cell.value,
            band: view.cell.band,
        };
        let row = |(place, views): (app::place::Place, Vec<CellView>)| HeatRow {
            place: Place::from(place.named(&levels)),
            cells: views.into_iter().map(heat_cell).collect(),
        };
        Ok(HeatMap {
            indicators: found.briefs.iter().map(|brief| IndicatorBrief::from(&**brief)).collect(),
            rows: found.rows.into_iter().map(row).collect(),
        })
    }

    /// One indicator over the periods up to one, at a place.
    async fn trend(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "The last period.")] to: Period,
        #[graphql(desc = "How many periods, 1–36.")] points: i32,
    ) -> Result<Trend, Error> {
        let scope = Scope::of(ctx)?;
        let most = shared::cockpit::LONGEST_TREND;
        let wanted =
            usize::try_from(points).ok().filter(|wanted| (1..=most).contains(wanted)).ok_or(Error::Limit("points"))?;
        let (brief, points) = app::trend(&*scope.reader().await?, subject, indicator, to, wanted).await?;
        Ok(Trend {
            subject,
            indicator: IndicatorBrief::from(&*brief),
            points: points.into_iter().map(Into::into).collect(),
        })
    }
}
