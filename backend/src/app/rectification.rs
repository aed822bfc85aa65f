//! Rectification: ordered from above or begun by oneself (ZH-51, ZH-54, NY-18), and the numbers it is seen in. How one is opened is in
//! `rectification/opening`, every step of either side in `rectification/step`.

use std::collections::HashMap;

use shared::calendar::local_day;
use shared::cell::{Cell, Subject};
use shared::id::{MatterId, RunId, SchemeId};
use shared::indicator::{Version, VersionState};
use shared::matter::{About, MatterKind, MatterOrder, OfScore, Parties, Someone, Weak};
use shared::number::Quantity;
use shared::organisation::Unit;
use shared::period::Period;
use shared::rectification::{Earlier, Effect, Rectification, earlier};
use shared::scheme::SelfFound;

use super::scheme;
use crate::error::Error;
use crate::store::matter::list::{Filter, Line};
use crate::store::page::{Page, Slice};
use crate::store::{Reader, cell, library, matter, organisation, people, run};

mod offer;
mod opening;
mod step;

pub(super) use offer::ways;
pub use offer::{Offer, Ways, offer};
pub(super) use opening::open_in;
pub use opening::{Bound, New, open, open_many};
pub use step::{
    NewMeasure, Reply, Request, acknowledge, answer, approve, close, comment, confirm, decide, dispute, end_measure,
    give_back, plan, push, readdress, reopen, report, request, return_plan, share, suggest, verify, withdraw,
};

/// The published values of what a matter is about, in some periods.
///
/// # Errors
/// Of the database.
pub async fn values(
    reader: &Reader,
    about: About,
    periods: &[Period],
) -> Result<Vec<(Period, Option<Quantity>)>, Error> {
    let cells = cells(reader, about, periods).await?;
    Ok(cells.into_iter().map(|cell| (cell.period, cell.value)).collect())
}

pub(super) async fn cells(reader: &Reader, about: About, periods: &[Period]) -> Result<Vec<Cell>, Error> {
    let published = super::cockpit::published(reader, periods).await?;
    let versions = library::versions_of(reader, &[about.indicator]).await?;
    let versions: Vec<_> = versions.into_iter().map(|version| version.id).collect();
    let mut cells = cell::cells(reader, &published, &[about.subject], &versions).await?;
    cells.sort_by_key(|cell| cell.period);
    Ok(cells)
}

/// The version that judges a number: the one it was computed by, otherwise the one in effect.
pub(super) async fn judging(reader: &Reader, about: About) -> Result<Option<Version>, Error> {
    let computed = cells(reader, about, &[about.period]).await?.pop().map(|cell| cell.version);
    let mut versions = library::versions_of(reader, &[about.indicator]).await?;
    let judges = |it: &Version| computed.map_or(it.state == VersionState::Effective, |version| it.id == version);
    Ok(versions.iter().position(judges).map(|place| versions.swap_remove(place)))
}

/// Periods shown before the one in which it went wrong.
const BEFORE: usize = 6;

/// The published values, or scores, of a number in some periods.
///
/// # Errors
/// Of the database.
pub(super) async fn numbers(
    reader: &Reader,
    weak: &Weak,
    periods: &[Period],
) -> Result<Vec<(Period, Option<Quantity>)>, Error> {
    match weak {
        Weak::Value(about) => values(reader, *about, periods).await,
        Weak::Score(of) => scores(reader, of, periods).await,
    }
}

async fn scores(reader: &Reader, of: &OfScore, periods: &[Period]) -> Result<Vec<(Period, Option<Quantity>)>, Error> {
    let of_scheme = published(reader, of.scheme, periods).await?;
    let mut scores = cell::scores(reader, &of_scheme, &[of.subject]).await?;
    scores.retain(|score| score.subject == of.subject && score.dimension == of.dimension);
    scores.sort_by_key(|score| score.period);
    Ok(scores.into_iter().map(|score| (score.period, score.score.map(Quantity::from))).collect())
}

/// The runs that a scheme publishes for some periods.
///
/// # Errors
/// Of the database.
pub(super) async fn published(
    reader: &Reader,
    scheme: SchemeId,
    periods: &[Period],
) -> Result<Vec<(RunId, Period)>, Error> {
    let all = run::publications(reader).await?.into_iter();
    let its = all.filter(|(of, period, ..)| *of == scheme && periods.contains(period));
    Ok(its.map(|(_, period, run, _)| (run, period)).collect())
}

/// The values around a number that something is done about: from some periods before the problem up to the last that is watched, or that
/// said something in an earlier round, as far as they are there.
///
/// # Errors
/// Of the database.
pub async fn around(
    reader: &Reader,
    weak: Option<Weak>,
    effect: Option<&Effect>,
    before: &[Earlier],
) -> Result<Vec<(Period, Option<Quantity>)>, Error> {
    let Some(weak) = weak else { return Ok(Vec::new()) };
    let begins = weak.period();
    let first = std::iter::successors(Some(begins), |period| Some(period.previous())).nth(BEFORE);
    let last = effect.and_then(|effect| effect.watching().chain(effect.verifying()).max());
    let last = last.into_iter().chain(before.iter().map(|earlier| earlier.period)).max();
    let last = last.unwrap_or_else(|| begins.next().next().next()).max(begins);
    let periods: Vec<Period> =
        std::iter::successors(first, |period| Some(period.next())).take_while(|period| *period <= last).collect();
    numbers(reader, &weak, &periods).await
}

/// Whether the viewer may read the values of what a matter of these parties is about.
///
/// # Errors
/// Of the database.
pub async fn sees_values(reader: &Reader, weak: &Weak, parties: &Parties) -> Result<bool, Error> {
    matter::may_see_values(reader, weak.subject(), parties.unit, parties.line.as_ref()).await
}

/// Who answers for a place: its unit, or the person; for a post whoever holds it, where that is the viewer.
pub(super) async fn answering(reader: &Reader, subject: Subject) -> Result<(Unit, Option<Someone>), Error> {
    let (unit, person) = match subject {
        Subject::Unit(unit) => (unit, None),
        Subject::Post(post) => {
            let unit = people::post(reader, post).await?.unit;
            match reader.viewer().holding(post) {
                Some(holder) => (unit, Some(people::person(reader, holder).await?.person)),
                None => (unit, None),
            }
        }
        Subject::Person(person) => {
            let person = people::person(reader, person).await?.person;
            (person.unit, Some(person))
        }
    };
    let person = person.map(|person| Someone { id: person.id, name: person.name });
    Ok((organisation::unit(reader, unit).await?, person))
}

/// One rectification with where the viewer stands in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn rectification(reader: &Reader, id: MatterId) -> Result<Rectification, Error> {
    matter::load(reader, id).await
}

/// What periods said in the rounds of a rectification that are over.
///
/// # Errors
/// Of the database.
pub async fn before(reader: &Reader, it: &Rectification) -> Result<Vec<Earlier>, Error> {
    if it.reopened == 0 {
        return Ok(Vec::new());
    }
    Ok(earlier(&matter::events(reader, it.id).await?))
}

/// A page of rectifications, the newest number first: each as a list of matters shows it, and whole.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may see no matters.
pub async fn rectifications(
    reader: &Reader,
    filter: Filter,
    page: Page,
) -> Result<Slice<(Line, Rectification)>, Error> {
    let filter = Filter { kind: Some(MatterKind::Rectification), ..filter };
    let slice = super::desk::matters(reader, &filter, MatterOrder::Number, page).await?;
    let ids: Vec<MatterId> = slice.rows.iter().map(|(_, line)| line.id).collect();
    let whole = matter::several::<Rectification>(reader, &ids).await?;
    let whole: HashMap<MatterId, Rectification> = whole.into_iter().map(|it| (it.id, it)).collect();
    slice.try_map(|line| {
        let it = whole.get(&line.id).cloned().ok_or(Error::NotFound)?;
        Ok((line, it))
    })
}

/// What it is worth that a rectification was found by oneself first; none where it was not.
///
/// # Errors
/// Of the database.
pub async fn self_found_worth(reader: &Reader, it: &Rectification) -> Result<Option<SelfFound>, Error> {
    if !it.is_found_first() {
        return Ok(None);
    }
    scheme::self_found(reader, it.about, local_day(it.opened.at)).await
}
