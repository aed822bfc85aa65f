//! The loss review at the end of a period (NY-12): every lost point of a place as a line with its indicator, what is being done about
//! it, and what was won back since (WH-31).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use shared::cell::{Cell, Subject};
use shared::cockpit::Brief;
use shared::id::{IndicatorId, IndicatorVersionId, MatterId};
use shared::loss;
use shared::matter::MatterKind;
use shared::number::Points;
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::rectification::Rectification;
use shared::scheme::SelfFound;

use super::cockpit::{library, place};
use crate::error::Error;
use crate::store::cell;
use crate::store::matter::list::{self, Filter, Line};
use crate::store::{Reader, library as store, matter, run};

/// One lost figure.
#[derive(Debug, Clone)]
pub struct LossLine {
    /// The indicator.
    pub brief: Arc<Brief>,
    /// The value with its points.
    pub cell: Cell,
    /// The points lost.
    pub lost: Points,
    /// The points lost in the newest period of the same length, where that is a later one.
    pub lost_now: Option<Points>,
    /// What of the points lost is won now.
    pub recovered: Option<Points>,
    /// What it is worth that it was found by oneself first; none where it was not.
    pub self_found: Option<SelfFound>,
    /// The points that count as lost by that.
    pub counted: Points,
    /// Rectifications about it, open and ended.
    pub matters: Vec<Line>,
}

/// The review.
#[derive(Debug, Clone)]
pub struct Review {
    /// The newest period of the same length that is published.
    pub newest: Option<Period>,
    /// The points lost in all.
    pub lost: Points,
    /// The points that count as lost, by what it is worth to have found them by oneself.
    pub counted: Points,
    /// What of them is won now, where there is a later period.
    pub recovered: Option<Points>,
    /// The lines, the largest loss first.
    pub lines: Vec<LossLine>,
}

/// The loss review of a place in a period.
///
/// # Errors
/// [`Error::NotFound`] where the place is not visible; [`Error::Forbidden`] where its values are not for this viewer.
pub async fn review(reader: &Reader, subject: Subject, period: Period) -> Result<Review, Error> {
    place::place(reader, subject).await?;
    let resource = if matches!(subject, Subject::Person(_)) { Resource::PersonCell } else { Resource::Cell };
    reader.demand(resource, Action::Read)?;
    let scheme = run::published(reader, period).await?.map(|(_, _, scheme)| scheme);
    let library = library::library(reader, scheme).await?;
    let newest =
        run::published_periods(reader, period.cycle()).await?.into_iter().max().filter(|newest| *newest > period);
    let periods: Vec<Period> = newest.into_iter().chain([period]).collect();
    let published = super::cockpit::published(reader, &periods).await?;
    let cells = cell::cells(reader, &published, &[subject], &[]).await?;
    let now: HashMap<IndicatorVersionId, &Cell> =
        cells.iter().filter(|cell| Some(cell.period) == newest).map(|cell| (cell.version, cell)).collect();
    let mut matters = about(reader, subject, period).await?;
    let worth = match scheme {
        Some(scheme) => Some(store::scheme(reader, scheme).await?.self_found),
        None => None,
    };
    let first = found_first(reader, matters.values().flatten()).await?;
    let line = |cell: &Cell| {
        let brief = library.briefs.iter().find(|brief| brief.version.id == cell.version)?;
        let lost = loss::lost(cell)?;
        let lost_now = now.get(&cell.version).and_then(|now| loss::still_lost(now));
        let matters = matters.remove(&brief.indicator.id).unwrap_or_default();
        let self_found = worth.filter(|_| matters.iter().any(|line| first.contains(&line.id)));
        Some(LossLine {
            brief: Arc::clone(brief),
            cell: cell.clone(),
            lost,
            lost_now,
            recovered: lost_now.map(|now| loss::recovered(lost, now)),
            self_found,
            counted: self_found.unwrap_or(SelfFound::Counted).counted(lost),
            matters,
        })
    };
    let mut lines: Vec<LossLine> = cells.iter().filter(|cell| cell.period == period).filter_map(line).collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.lost), line.brief.indicator.sort_no));
    let lost = loss::total(lines.iter().map(|line| line.lost)).map_err(Error::internal)?;
    let won = loss::total(lines.iter().filter_map(|line| line.recovered)).map_err(Error::internal)?;
    let counted = loss::total(lines.iter().map(|line| line.counted)).map_err(Error::internal)?;
    Ok(Review { newest, lost, counted, recovered: newest.map(|_| won), lines })
}

/// Which of these rectifications were found by oneself before they were found from above.
async fn found_first(reader: &Reader, lines: impl Iterator<Item = &Line>) -> Result<HashSet<MatterId>, Error> {
    let ids: Vec<MatterId> = lines.map(|line| line.id).collect();
    let found = matter::several::<Rectification>(reader, &ids).await?.into_iter();
    Ok(found.filter(|it| it.found_first).map(|it| it.id).collect())
}

/// Rectifications about the figures of a place in a period, by indicator.
async fn about(reader: &Reader, subject: Subject, period: Period) -> Result<HashMap<IndicatorId, Vec<Line>>, Error> {
    let filter = Filter { kind: Some(MatterKind::Rectification), subject: Some(subject), ..Filter::default() };
    let mut by_indicator: HashMap<IndicatorId, Vec<Line>> = HashMap::new();
    for line in list::all(reader, &filter).await? {
        if let (Some(indicator), true) = (line.indicator, line.period == Some(period)) {
            by_indicator.entry(indicator).or_default().push(line);
        }
    }
    Ok(by_indicator)
}
