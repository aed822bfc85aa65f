//! What a cockpit shows: cells and scores with their company — target, gap, trend, change, what can still be won. It is put together
//! here from flat rows; which rows there are was decided by the viewer's scope before.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::cell::{Cell, Score, Subject};
use crate::code::CockpitDimensionCode;
use crate::direction::Direction;
use crate::formula::{Exact, ExactError};
use crate::id::IndicatorVersionId;
use crate::indicator::{Indicator, Version};
use crate::number::{Points, Quantity};
use crate::period::Period;

/// Periods the trends of a cockpit show, the newest included.
pub const TREND: usize = 13;
/// Periods a trend of its own shows at most.
pub const LONGEST_TREND: usize = 36;

/// An indicator with the version that was pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The item.
    pub indicator: Indicator,
    /// The version.
    pub version: Version,
}

/// Whether what is of one cockpit dimension counts in the score of `dimension`; in that of all, everything does.
#[must_use]
pub fn counts_in(of: Option<&CockpitDimensionCode>, dimension: Option<&CockpitDimensionCode>) -> bool {
    dimension.is_none() || of == dimension
}

/// One point of a trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendPoint {
    /// The period.
    pub period: Period,
    /// The cell of that period, where one is published and visible.
    pub cell: Option<Cell>,
    /// The value a year before.
    pub last_year: Option<Quantity>,
}

/// A cell with its company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellView {
    /// The cell.
    pub cell: Cell,
    /// Its indicator.
    pub brief: Arc<Brief>,
    /// How far past the target, positive is better than the target whatever the direction.
    pub gap: Option<Quantity>,
    /// Points still to be won.
    pub attainable: Option<Points>,
    /// The value of the period before.
    pub previous: Option<Quantity>,
    /// The value of the same period of last year.
    pub last_year: Option<Quantity>,
    /// The change against the period before, positive is better.
    pub improvement: Option<Quantity>,
    /// The change against last year, positive is better.
    pub improvement_on_year: Option<Quantity>,
    /// The values up to this period, oldest first.
    pub trend: Vec<TrendPoint>,
}

impl CellView {
    /// How far the value is behind another one of its comparison group, positive where that is the better one (NY-16).
    #[must_use]
    pub fn behind(&self, other: Quantity) -> Option<Quantity> {
        gap(self.brief.version.content.direction, other, self.cell.value?).ok()
    }
}

/// A score with its company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoreView {
    /// The score.
    pub score: Score,
    /// The score of the period before.
    pub previous: Option<Points>,
    /// The change against it.
    pub improvement: Option<Points>,
    /// The scores up to this period, oldest first.
    pub trend: Vec<(Period, Option<Points>)>,
}

impl ScoreView {
    /// Points still to be won: nothing where more than the base was won already.
    #[must_use]
    pub fn attainable(&self) -> Points {
        attainable(self.score.base_points, self.score.points)
    }
}

/// The periods a cockpit compares: the trend up to this one and the same periods of last year, newest first, each once.
#[must_use]
pub fn compared(period: Period) -> Vec<Period> {
    compared_over(period, TREND)
}

/// The same for a trend of so many periods.
#[must_use]
pub fn compared_over(period: Period, periods: usize) -> Vec<Period> {
    let trend: Vec<Period> =
        std::iter::successors(Some(period), |period| Some(period.previous())).take(periods).collect();
    let mut all: Vec<Period> = trend.iter().copied().chain(trend.iter().map(|period| period.last_year())).collect();
    all.sort_unstable();
    all.dedup();
    all.reverse();
    all
}

/// Cells by subject, version and period: how flat rows are looked up.
#[derive(Debug, Default)]
pub struct Cells(HashMap<(Subject, IndicatorVersionId, Period), Cell>);

impl FromIterator<Cell> for Cells {
    fn from_iter<T: IntoIterator<Item = Cell>>(cells: T) -> Self {
        Self(cells.into_iter().map(|cell| ((cell.subject, cell.version, cell.period), cell)).collect())
    }
}

impl Cells {
    fn value(&self, subject: Subject, version: IndicatorVersionId, period: Period) -> Option<Quantity> {
        self.0.get(&(subject, version, period)).and_then(|cell| cell.value)
    }

    /// A cell with its company, or none where it is not among the rows.
    #[must_use]
    pub fn view(&self, subject: Subject, brief: &Arc<Brief>, period: Period) -> Option<CellView> {
        let version = brief.version.id;
        let cell = self.0.get(&(subject, version, period))?.clone();
        let direction = brief.version.content.direction;
        let previous = self.value(subject, version, period.previous());
        let last_year = self.value(subject, version, period.last_year());
        let change = |before: Option<Quantity>| improvement(direction, before?, cell.value?, cell.target);
        Some(CellView {
            gap: cell.value.zip(cell.target).and_then(|(value, target)| gap(direction, value, target).ok()),
            attainable: cell.points.map(|points| attainable(cell.base_points, points)),
            improvement: change(previous),
            improvement_on_year: change(last_year),
            previous,
            last_year,
            trend: self.trend(subject, version, period, TREND),
            brief: Arc::clone(brief),
            cell,
        })
    }

    /// The values up to a period, oldest first, from the first period that has one.
    #[must_use]
    pub fn trend(&self, subject: Subject, version: IndicatorVersionId, to: Period, most: usize) -> Vec<TrendPoint> {
        let mut periods: Vec<Period> =
            std::iter::successors(Some(to), |period| Some(period.previous())).take(most).collect();
        periods.reverse();
        let point = |period: Period| TrendPoint {
            period,
            cell: self.0.get(&(subject, version, period)).cloned(),
            last_year: self.value(subject, version, period.last_year()),
        };
        periods.into_iter().map(point).skip_while(|point| point.cell.is_none()).collect()
    }
}

fn attainable(base: Points, won: Points) -> Points {
    base.checked_sub(won).unwrap_or_default().max(Points::ZERO)
}

fn improvement(direction: Direction, before: Quantity, now: Quantity, target: Option<Quantity>) -> Option<Quantity> {
    let change = match target {
        Some(target) => direction.improvement_towards(target, before, now).ok(),
        None => direction.improvement(before, now).ok().flatten(),
    };
    change.and_then(|change| change.quantity().ok())
}

fn gap(direction: Direction, value: Quantity, target: Quantity) -> Result<Quantity, ExactError> {
    let past = Exact::from(value).minus(target.into())?;
    match direction {
        Direction::HigherBetter | Direction::Boolean => past,
        Direction::LowerBetter => past.negated(),
        Direction::TargetBest => past.distance().negated(),
    }
    .quantity()
}

/// Scores by subject, dimension and period.
#[derive(Debug, Default)]
pub struct Scores(BTreeMap<(Subject, Option<CockpitDimensionCode>, Period), Score>);

impl FromIterator<Score> for Scores {
    fn from_iter<T: IntoIterator<Item = Score>>(scores: T) -> Self {
        Self(scores.into_iter().map(|score| ((score.subject, score.dimension.clone(), score.period), score)).collect())
    }
}

impl Scores {
    /// The score of a dimension, or of all, with its company.
    #[must_use]
    pub fn view(
        &self,
        subject: Subject,
        dimension: Option<&CockpitDimensionCode>,
        period: Period,
    ) -> Option<ScoreView> {
        let at = |period: Period| self.0.get(&(subject, dimension.cloned(), period));
        let score = at(period)?.clone();
        let previous = at(period.previous()).and_then(|score| score.score);
        let mut trend: Vec<(Period, Option<Points>)> =
            std::iter::successors(Some(period), |period| Some(period.previous()))
                .take(TREND)
                .map(|period| (period, at(period).and_then(|score| score.score)))
                .collect();
        trend.reverse();
        Some(ScoreView {
            improvement: score.score.zip(previous).and_then(|(now, before)| now.checked_sub(before).ok()),
            previous,
            trend: trend.into_iter().skip_while(|(_, score)| score.is_none()).collect(),
            score,
        })
    }
}

crate::codes! {
    /// Why there is no way down from a place.
    NoWayDown {
        /// A person has nobody below.
        Person "PERSON",
        /// Nobody holds the post.
        VacantPost "VACANT_POST",
        /// The unit has nothing below it.
        LastUnit "LAST_UNIT",
        /// What is below is outside the viewer's scope.
        OutsideScope "OUTSIDE_SCOPE",
    }
}

/// The change of the key rates between two periods, direction-aware (CJ-61), HALF_UP at 4 places; none where there is no rate
/// with a value in both.
///
/// # Errors
/// [`ExactError::OutOfRange`].
pub fn mean_improvement(changes: &[Quantity]) -> Result<Option<Quantity>, ExactError> {
    let Some(count) = u32::try_from(changes.len()).ok().filter(|&count| count > 0) else { return Ok(None) };
    let sum = Exact::sum(changes.iter().map(|&change| change.into()))?;
    sum.over(count.into())?.quantity().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_compared_with_the_year_before_it_and_the_months_of_that_year() {
        let periods = compared("2026-03".parse().unwrap());
        assert_eq!(periods.len(), 25);
        assert_eq!(periods.first().map(ToString::to_string).as_deref(), Some("2026-03"));
        assert_eq!(periods.last().map(ToString::to_string).as_deref(), Some("2024-03"));
    }

    #[test]
    fn the_gap_is_positive_when_the_target_is_passed_whatever_the_direction() {
        let quantity = |text: &str| text.parse::<Quantity>().unwrap();
        let check = |direction, value, target, expected: &str| {
            assert_eq!(gap(direction, quantity(value), quantity(target)).unwrap().to_string(), expected);
        };
        check(Direction::HigherBetter, "97.42", "96", "1.4200");
        check(Direction::LowerBetter, "-12", "-5", "7.0000");
        check(Direction::TargetBest, "51", "50", "-1.0000");
    }
}
