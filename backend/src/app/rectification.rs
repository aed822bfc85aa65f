//! Rectification: ordered from above or begun by oneself, and every step of either side (ZH-51, ZH-54, NY-18).

use chrono::NaiveDate;
use shared::calendar::local_day;
use shared::cell::{Cell, Subject};
use shared::code::LineCode;
use shared::id::{MatterId, PersonId, UnitId};
use shared::indicator::{Version, VersionState};
use shared::matter::{About, LinkKind, MatterKind, Parties, Side, Someone};
use shared::number::Quantity;
use shared::organisation::Unit;
use shared::period::Period;
use shared::policy::Action;
use shared::rectification::{
    Asked, DisputeOutcome, Effect, Goal, MeasureState, Opening, Origin, Outcome, Planned, Rectification,
    RectificationDirection, RequestKind, Terms,
};
use shared::scheme::SelfFound;

use super::matter::{Author, Seen, someone, step, tell};
use super::scheme;
use super::scope::Scope;
use crate::error::Error;
use crate::store::matter::{self, Standpoint, list};
use crate::store::permit::fresh;
use crate::store::{Reader, Session, cell, library, organisation, people};

mod offer;

pub use offer::{Offer, offer};

/// How the result shall be seen in later numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound {
    /// What the value must come to.
    pub goal: Goal,
    /// In how many following periods, 1–12.
    pub periods: u32,
    /// In how many periods after those a relapse opens it again, 0–12.
    pub watched: u32,
    /// Whether a period counts before it is over.
    pub early: bool,
}

/// A rectification to be opened.
#[derive(Debug, Clone)]
pub struct New {
    /// From above or by oneself.
    pub direction: RectificationDirection,
    /// Where it comes from.
    pub origin: Origin,
    /// The unit that answers; by oneself without one: the own unit.
    pub unit: UnitId,
    /// The person that answers.
    pub person: Option<PersonId>,
    /// The number it is about.
    pub about: Option<About>,
    /// The risk point it is about.
    pub risk_point: Option<String>,
    /// In one line.
    pub title: String,
    /// What is wrong.
    pub problem: String,
    /// Why.
    pub cause: String,
    /// The last day to report.
    pub due: NaiveDate,
    /// How the result shall be seen in later numbers; takes a number it is about.
    pub bound: Option<Bound>,
    /// The matter that led to it.
    pub from: Option<MatterId>,
    /// Whether an order is only written and not yet sent.
    pub draft: bool,
}

/// Opens a rectification.
///
/// # Errors
/// [`Error::NotFound`] for a unit, person, number or matter that is not visible; [`Error::Forbidden`] where the viewer may not order,
/// or answer, there; what [`Rectification::open`] refuses.
pub async fn open(scope: &Scope, new: New) -> Result<Rectification, Error> {
    let session = scope.begin().await?;
    let opened = open_in(&session, new).await?;
    session.commit().await?;
    Ok(opened)
}

/// Most rectifications opened at once.
const MOST_AT_ONCE: usize = 50;

/// Opens several: all of them, or none.
///
/// # Errors
/// [`Error::Invalid`] for none and for more than 50; as [`open`].
pub async fn open_many(scope: &Scope, new: Vec<New>) -> Result<Vec<Rectification>, Error> {
    if new.is_empty() || new.len() > MOST_AT_ONCE {
        return Err(Error::invalid("inputs", format!("from 1 to {MOST_AT_ONCE} at once")));
    }
    let session = scope.begin().await?;
    let mut opened = Vec::with_capacity(new.len());
    for new in new {
        opened.push(open_in(&session, new).await?);
    }
    session.commit().await?;
    Ok(opened)
}

pub(super) async fn open_in(session: &Session, new: New) -> Result<Rectification, Error> {
    let action = if new.direction == RectificationDirection::TopDown { Action::Order } else { Action::Answer };
    let parties = parties(session, &new).await?;
    let permit = matter::permit_to_open(session, action, &parties).await?;
    let author = Author::of(session).await?;
    let side = if action == Action::Order { Side::Giver } else { Side::Responsible };
    let hand = author.hand(session, Some(Standpoint { side, part: None }));
    let effect = effect(session, &new).await?;
    let opening = Opening {
        id: fresh()?,
        number: matter::next_number(session, MatterKind::Rectification, chrono::Datelike::year(&hand.today())).await?,
        origin: new.origin,
        parties,
        about: new.about,
        risk_point: new.risk_point,
        title: new.title,
        problem: new.problem,
        cause: new.cause,
        due: new.due,
        effect,
        terms: Terms::default(),
        draft: new.draft,
    };
    let (opened, event) = Rectification::open(opening, new.direction, &hand)?;
    let earlier = matter::earlier(session, &opened).await?;
    let from_above = earlier.iter().any(|before| before.direction != Some(RectificationDirection::BottomUp));
    let opened = opened.after_others(from_above);
    matter::open(session, permit, &opened, std::slice::from_ref(&event)).await?;
    for before in earlier.iter().filter(|before| before.direction == Some(RectificationDirection::BottomUp)) {
        matter::link(session, before.id, opened.id, LinkKind::FoundBefore).await?;
    }
    if let Some(from) = new.from {
        list::lines(session, &[from]).await?.pop().ok_or(Error::NotFound)?;
        matter::link(session, from, opened.id, LinkKind::LedTo).await?;
    }
    tell(session, &opened, &event, 1).await?;
    Ok(opened)
}

/// Whom it is about and where it comes from.
async fn parties(session: &Session, new: &New) -> Result<Parties, Error> {
    let line = line(session, new.about).await?;
    let of = |giver| Parties::new(new.unit, new.person, giver, line.clone());
    let origins = super::matter::origins(session, &of(new.unit)).await?;
    let giver = match new.direction {
        RectificationDirection::TopDown => origins.of_order(),
        RectificationDirection::BottomUp => origins.of_own(new.person),
    };
    matter::named(session, of(giver)).await
}

async fn line(reader: &Reader, about: Option<About>) -> Result<Option<LineCode>, Error> {
    match about {
        Some(about) => Ok(library::indicator(reader, about.indicator).await?.line),
        None => Ok(None),
    }
}

async fn effect(reader: &Reader, new: &New) -> Result<Option<Effect>, Error> {
    let (Some(bound), Some(about)) = (new.bound, new.about) else { return Ok(None) };
    let before = values(reader, about, &[about.period]).await?.first().and_then(|(_, value)| *value);
    let Bound { goal, periods, watched, early } = bound;
    Ok(Some(Effect { about, before, goal, periods, watched, early, from: None, readings: Vec::new() }))
}

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

/// The values around a number that something is done about: from some periods before the problem up to the last that is watched, as far as they are there.
///
/// # Errors
/// Of the database.
pub async fn around(
    reader: &Reader,
    about: Option<About>,
    effect: Option<&Effect>,
) -> Result<Vec<(Period, Option<Quantity>)>, Error> {
    let Some(about) = about else { return Ok(Vec::new()) };
    let first = std::iter::successors(Some(about.period), |period| Some(period.previous())).nth(BEFORE);
    let last = effect.and_then(|effect| effect.watching().chain(effect.verifying()).max());
    let last = last.unwrap_or_else(|| about.period.next().next().next()).max(about.period);
    let periods: Vec<Period> =
        std::iter::successors(first, |period| Some(period.next())).take_while(|period| *period <= last).collect();
    values(reader, about, &periods).await
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

/// What it is worth that a rectification was found by oneself first; none where it was not.
///
/// # Errors
/// Of the database.
pub async fn self_found_worth(reader: &Reader, it: &Rectification) -> Result<Option<SelfFound>, Error> {
    if !it.found_first {
        return Ok(None);
    }
    scheme::self_found(reader, it.about, local_day(it.opened.at)).await
}

/// Sends what was only written.
///
/// # Errors
/// As [`step`] and [`Rectification::push`].
pub async fn push(scope: &Scope, seen: Seen) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.push(hand)).await
}

/// Takes note.
///
/// # Errors
/// As [`step`] and [`Rectification::acknowledge`].
pub async fn acknowledge(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.acknowledge(words, hand)).await
}

/// Contests it.
///
/// # Errors
/// As [`step`] and [`Rectification::dispute`].
pub async fn dispute(scope: &Scope, seen: Seen, grounds: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.dispute(grounds, hand)).await
}

/// Decides a dispute.
///
/// # Errors
/// As [`step`] and [`Rectification::decide`].
pub async fn decide(
    scope: &Scope,
    seen: Seen,
    outcome: DisputeOutcome,
    reasons: &str,
    problem: &str,
) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.decide(outcome, reasons, problem, hand)).await
}

/// Takes it back.
///
/// # Errors
/// As [`step`] and [`Rectification::withdraw`].
pub async fn withdraw(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.withdraw(reason, hand)).await
}

/// Sends it back as not one's own.
///
/// # Errors
/// As [`step`] and [`Rectification::give_back`].
pub async fn give_back(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.give_back(reason, hand)).await
}

/// Sends it to another unit, or again to the same one. The unit must be one that whoever sends may order.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for the unit; as [`step`] and [`Rectification::readdress`].
pub async fn readdress(scope: &Scope, seen: Seen, to: UnitId, words: &str) -> Result<Rectification, Error> {
    let there = may_order(scope, seen.id, to).await?;
    step(scope, seen, |it: Rectification, hand| it.readdress(to, &there.names.unit, words, hand)).await
}

async fn may_order(scope: &Scope, id: MatterId, to: UnitId) -> Result<Parties, Error> {
    let session = scope.begin().await?;
    let order: Rectification = matter::load(&session, id).await?;
    let there = matter::named(&session, Parties { unit: to, person: None, ..order.parties }).await?;
    matter::permit_to_open(&session, Action::Order, &there).await?;
    Ok(there)
}

/// Asks for time, help or a transfer.
///
/// # Errors
/// As [`step`] and [`Rectification::request`].
/// [`Error::NotFound`] for a unit to transfer it to that is not visible.
pub async fn request(scope: &Scope, seen: Seen, request: Request) -> Result<Rectification, Error> {
    let Request { kind, words, until, to } = request;
    let to = match to {
        Some(id) => Some((id, organisation::unit(&*scope.reader().await?, id).await?.name)),
        None => None,
    };
    step(scope, seen, |it: Rectification, hand| it.request(Asked { kind, words, until, to }, hand)).await
}

/// What the lower level asks for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Time, help or a transfer.
    pub kind: RequestKind,
    /// What, and why.
    pub words: String,
    /// The day asked for.
    pub until: Option<NaiveDate>,
    /// The unit it should go to.
    pub to: Option<UnitId>,
}

/// Answers a request.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for the unit of a transfer; as [`step`] and [`Rectification::answer`].
pub async fn answer(scope: &Scope, seen: Seen, item: u32, granted: bool, words: &str) -> Result<Rectification, Error> {
    let order: Rectification = matter::load(&*scope.reader().await?, seen.id).await?;
    if let Some(to) = order.transfer_asked(item).filter(|_| granted) {
        may_order(scope, seen.id, to).await?;
    }
    step(scope, seen, |it: Rectification, hand| it.answer(item, granted, words, hand)).await
}

/// A measure as it is planned.
#[derive(Debug, Clone)]
pub struct NewMeasure {
    /// What.
    pub what: String,
    /// By whom; by whoever answers, where nobody is named.
    pub owner: Option<PersonId>,
    /// By which day.
    pub due: NaiveDate,
}

/// Submits a plan.
///
/// # Errors
/// [`Error::NotFound`] for an owner who is not visible; as [`step`] and [`Rectification::plan`].
pub async fn plan(scope: &Scope, seen: Seen, cause: &str, measures: Vec<NewMeasure>) -> Result<Rectification, Error> {
    let mut planned = Vec::with_capacity(measures.len());
    for NewMeasure { what, owner, due } in measures {
        planned.push(Planned { what, owner: someone(scope, owner).await?, due });
    }
    step(scope, seen, |it: Rectification, hand| it.plan(cause, planned, hand)).await
}

/// Approves the plan.
///
/// # Errors
/// As [`step`] and [`Rectification::approve`].
pub async fn approve(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.approve(words, hand)).await
}

/// Sends the plan back.
///
/// # Errors
/// As [`step`] and [`Rectification::return_plan`].
pub async fn return_plan(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.return_plan(reason, hand)).await
}

/// A measure is done, or dropped.
///
/// # Errors
/// As [`step`] and [`Rectification::end_measure`].
pub async fn end_measure(
    scope: &Scope,
    seen: Seen,
    item: u32,
    state: MeasureState,
    result: &str,
) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.end_measure(item, state, result, hand)).await
}

/// Reports the result.
///
/// # Errors
/// As [`step`] and [`Rectification::report`].
pub async fn report(scope: &Scope, seen: Seen, outcome: Outcome) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.report(outcome, hand)).await
}

/// Verifies the result as a person.
///
/// # Errors
/// As [`step`] and [`Rectification::verify`].
pub async fn verify(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.verify(reason, hand)).await
}

/// Confirms what was begun from below.
///
/// # Errors
/// As [`step`] and [`Rectification::confirm`].
pub async fn confirm(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.confirm(words, hand)).await
}

/// Does not accept the result.
///
/// # Errors
/// As [`step`] and [`Rectification::reopen`].
pub async fn reopen(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.reopen(reason, hand)).await
}

/// Shares what was learnt.
///
/// # Errors
/// As [`step`] and [`Rectification::share`].
pub async fn share(scope: &Scope, seen: Seen) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.share(hand)).await
}

/// Closes it.
///
/// # Errors
/// As [`step`] and [`Rectification::close`].
pub async fn close(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.close(words, hand)).await
}

/// Adds a suggestion.
///
/// # Errors
/// As [`step`] and [`Rectification::suggest`].
pub async fn suggest(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.suggest(words, hand)).await
}

/// Says something.
///
/// # Errors
/// As [`step`] and [`Rectification::comment`].
pub async fn comment(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.comment(words, hand)).await
}
