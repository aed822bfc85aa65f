//! The loss review at the end of a period (NY-12): every lost point of a place as a line with its indicator, its cause
//! and owner, what is being done about it, and what was won back since (WH-31).

use std::collections::HashMap;
use std::sync::Arc;

use shared::cell::{Cell, Subject};
use shared::cockpit::Brief;
use shared::code::LineCode;
use shared::diagnosis::Diagnosis;
use shared::id::{IndicatorId, IndicatorVersionId, MatterId, PostId, UnitId};
use shared::loss::{self, Reason, Said};
use shared::matter::found::Ground;
use shared::matter::{About, MatterKind, Parties};
use shared::number::Points;
use shared::organisation::Unit;
use shared::period::Period;
use shared::policy::{Action, Resource};
use shared::rectification::Rectification;
use shared::scheme::SelfFound;

use super::cockpit::{library, place};
use super::rectification::{self, Ways};
use crate::error::Error;
use crate::store::cell;
use crate::store::matter::list::{self, Filter, Line};
use crate::store::{Reader, library as store, matter, organisation, run};

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
    /// What is done about the same figure of those in a unit.
    pub within: Vec<Within>,
    /// Why the points were lost and who sees to it.
    pub reason: Reason,
    /// The ways that are open to the viewer to a rectification about it.
    pub ways: Ways,
}

/// A rectification or diagnosis about the same figure of somebody in a unit.
#[derive(Debug, Clone)]
pub struct Within {
    /// The matter.
    pub line: Line,
    /// What the person or the post is called whose it is.
    pub whose: String,
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
    let place = place::place(reader, subject).await?;
    let resource = if matches!(subject, Subject::Person(_)) { Resource::PersonCell } else { Resource::Cell };
    reader.demand(resource, Action::Read)?;
    let scheme = run::published(reader, period).await?.map(|(_, _, scheme)| scheme);
    let library = library::library(reader, scheme).await?;
    let newest =
        run::published_periods(reader, period.cycle()).await?.into_iter().max().filter(|newest| *newest > period);
    let periods: Vec<Period> = newest.into_iter().chain([period]).collect();
    let published = super::cockpit::published(reader, &periods).await?;
    let mut cells = cell::cells_of_runs(reader, &published, &[subject], &[]).await?;
    // Schemes may pin different versions of one indicator: the newest publication counts.
    cells.sort_by_key(|(run, cell)| published.iter().position(|named| *named == (*run, cell.period)));
    let cells: Vec<Cell> = cells.into_iter().map(|(_, cell)| cell).collect();
    let now: Vec<&Cell> = cells.iter().filter(|cell| Some(cell.period) == newest).collect();
    let versions: Vec<IndicatorVersionId> = now.iter().map(|cell| cell.version).collect();
    let versions = store::versions(reader, &versions).await?;
    let lost_now = loss::by_indicator(now, &versions.iter().map(|version| (version.id, version.indicator)).collect());
    let mut known = known(reader, subject, period).await?;
    let mut within = within(reader, subject, period).await?;
    let near = leading(reader, subject).await?;
    let worth = match scheme {
        Some(scheme) => Some(store::scheme(reader, scheme).await?.self_found),
        None => None,
    };
    let line = |cell: &Cell| {
        let brief = library.briefs.iter().find(|brief| brief.version.id == cell.version)?;
        let lost = loss::lost(cell)?;
        let lost_now = lost_now.get(&brief.indicator.id).copied();
        let Known { matters, said, found_first } = known.remove(&brief.indicator.id).unwrap_or_default();
        let self_found = worth.filter(|_| found_first);
        let lead = loss::lead(brief.indicator.line.as_ref(), &near).map_or(place.name.as_str(), |unit| &unit.name);
        Some(LossLine {
            brief: Arc::clone(brief),
            cell: cell.clone(),
            lost,
            lost_now,
            recovered: lost_now.map(|now| loss::recovered(lost, now)),
            self_found,
            counted: self_found.unwrap_or(SelfFound::Counted).counted(lost),
            matters,
            within: within.remove(&brief.indicator.id).unwrap_or_default(),
            reason: loss::reason(said, lead),
            ways: Ways::default(),
        })
    };
    let mut lines: Vec<LossLine> = cells.iter().filter(|cell| cell.period == period).filter_map(line).collect();
    find_ways(reader, &place, &mut lines).await?;
    lines.sort_by_key(|line| (std::cmp::Reverse(line.lost), line.brief.indicator.sort_no));
    let lost = loss::total(lines.iter().map(|line| line.lost)).map_err(Error::internal)?;
    let won = loss::total(lines.iter().filter_map(|line| line.recovered)).map_err(Error::internal)?;
    let counted = loss::total(lines.iter().map(|line| line.counted)).map_err(Error::internal)?;
    Ok(Review { newest, lost, counted, recovered: newest.map(|_| won), lines })
}

/// What is known of a lost figure.
#[derive(Debug, Default)]
struct Known {
    matters: Vec<Line>,
    said: Vec<Said>,
    found_first: bool,
}

/// What rectifications and diagnoses say of the figures of a place in a period, by indicator.
async fn known(reader: &Reader, subject: Subject, period: Period) -> Result<HashMap<IndicatorId, Known>, Error> {
    let mut known: HashMap<IndicatorId, Known> = HashMap::new();
    let lines = about(reader, MatterKind::Rectification, subject, period).await?;
    for it in matter::several::<Rectification>(reader, &ids(&lines)).await? {
        let Some(about) = it.about else { continue };
        let known = known.entry(about.indicator).or_default();
        known.found_first |= it.is_found_first();
        known.said.extend(Said::by_rectification(&it));
    }
    for line in lines {
        let Some(indicator) = line.indicator else { continue };
        known.entry(indicator).or_default().matters.push(line);
    }
    let lines = about(reader, MatterKind::Diagnosis, subject, period).await?;
    for it in matter::several::<Diagnosis>(reader, &ids(&lines)).await? {
        let Some(indicator) = it.about.indicator() else { continue };
        known.entry(indicator).or_default().said.extend(Said::by_diagnosis(&it));
    }
    Ok(known)
}

/// What is done about the figures of a unit in a period where they are those of its posts and persons, by indicator, with whose they are.
async fn within(reader: &Reader, subject: Subject, period: Period) -> Result<HashMap<IndicatorId, Vec<Within>>, Error> {
    let mut found: HashMap<IndicatorId, Vec<Within>> = HashMap::new();
    let Subject::Unit(unit) = subject else { return Ok(found) };
    let mut lines = Vec::new();
    for kind in [MatterKind::Rectification, MatterKind::Diagnosis] {
        let filter = Filter { kind: Some(kind), unit: Some(unit), period: Some(period), ..Filter::default() };
        lines.extend(list::all(reader, &filter).await?);
    }
    let ground = |about: About| Ground { unit, about: Some(about), risk_point: None, opened: reader.now() };
    let is_within = |about: About| loss::is_of_somebody_in(&ground(About { subject, period, ..about }), &ground(about));
    let mut of_theirs: Vec<(About, Line)> = Vec::new();
    for line in lines {
        let Some(about) = line.about().filter(|about| is_within(*about)) else { continue };
        of_theirs.push((about, line));
    }
    let post = |about: &About| match about.subject {
        Subject::Post(post) => Some(post),
        Subject::Unit(_) | Subject::Person(_) => None,
    };
    let posts: Vec<PostId> = of_theirs.iter().filter_map(|(about, _)| post(about)).collect();
    let posts = organisation::posts_by_id(reader, posts).await?;
    for (about, line) in of_theirs {
        let post = post(&about).and_then(|post| posts.get(&post)).map(|post| &post.name);
        let whose = post.or(line.names.person.as_ref()).unwrap_or(&line.names.unit).clone();
        found.entry(about.indicator).or_default().push(Within { line, whose });
    }
    Ok(found)
}

/// Finds the ways that are open to the viewer to a rectification of whoever answers for the figures of a place: once for each business line.
async fn find_ways(reader: &Reader, place: &place::Place, lines: &mut [LossLine]) -> Result<(), Error> {
    let (_, person) = rectification::answering(reader, place.subject).await?;
    let person = person.map(|person| person.id);
    let mut found: HashMap<Option<LineCode>, Ways> = HashMap::new();
    for line in lines {
        let of = &line.brief.indicator.line;
        line.ways = match found.get(of) {
            Some(ways) => *ways,
            None => {
                let parties = Parties::new(place.unit, person, place.unit, of.clone());
                let ways = rectification::ways(reader, &parties).await?;
                found.insert(of.clone(), ways);
                ways
            }
        };
    }
    Ok(())
}

fn ids(lines: &[Line]) -> Vec<MatterId> {
    lines.iter().map(|line| line.id).collect()
}

/// Matters of a kind about the figures of a place in a period.
async fn about(reader: &Reader, kind: MatterKind, subject: Subject, period: Period) -> Result<Vec<Line>, Error> {
    let filter = Filter { kind: Some(kind), subject: Some(subject), ..Filter::default() };
    let lines = list::all(reader, &filter).await?.into_iter();
    Ok(lines.filter(|line| line.period == Some(period)).collect())
}

/// The units that may lead an indicator at a unit, the nearest first: itself, and what stands directly below it or one above it.
/// The values of posts and persons are their own.
async fn leading(reader: &Reader, subject: Subject) -> Result<Vec<Unit>, Error> {
    let Subject::Unit(id) = subject else { return Ok(Vec::new()) };
    let own = organisation::unit(reader, id).await?;
    let above = organisation::ancestors(reader, &[id], reader.today()).await?.remove(&id).unwrap_or_default();
    let path: Vec<UnitId> = std::iter::once(id).chain(above.iter().rev().map(|unit| unit.id)).collect();
    let mut below = organisation::children(reader, &path, reader.today()).await?;
    let near = path.iter().flat_map(|unit| below.remove(unit).unwrap_or_default());
    Ok(std::iter::once(own).chain(near).collect())
}
