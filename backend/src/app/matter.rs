//! What is done to every matter alike: a step by whoever stands on a side of it, kept with its time-line, told to the other side.

use std::collections::BTreeSet;

use chrono::Datelike as _;
use shared::calendar::{Calendar, local_day};
use shared::cell::Subject;
use shared::code::LineCode;
use shared::error::Refusal;
use shared::id::{AccountId, IndicatorId, MatterId, PersonId, SchemeId, UnitId};
use shared::matter::found::{Earlier, below};
use shared::matter::{
    Event, Hand, LinkKind, Matter, MatterKind, NoticeReason, Origins, Parties, Recipient, Someone, Weak, has_room,
    told_of,
};
use shared::policy::{Actor, Resource};

use super::scope::Scope;
use crate::error::Error;
use crate::store::account::recipient;
use crate::store::matter::{self, OpenPermit, SidePermit, Standpoint};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session, library, notice, organisation, people, work_day};

pub use crate::store::matter::list;

/// A matter and the version it was seen in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The matter.
    pub id: MatterId,
    /// Its version.
    pub version: i32,
}

/// Who acts, with what a hand needs.
#[derive(Debug)]
pub struct Author {
    name: String,
    calendar: Calendar,
}

impl Author {
    /// Whoever the session belongs to.
    ///
    /// # Errors
    /// Of the database.
    pub async fn of(session: &Session) -> Result<Self, Error> {
        Ok(Self { name: recipient::own_name(session).await?, calendar: work_day::calendar(session).await? })
    }

    /// Their hand on one side of a matter; the system has none.
    #[must_use]
    pub fn hand(&self, session: &Session, standpoint: Option<Standpoint>) -> Hand<'_> {
        Hand {
            actor: session.viewer().actor,
            name: &self.name,
            side: standpoint.map(|standpoint| standpoint.side),
            part: standpoint.and_then(|standpoint| standpoint.part),
            at: session.now(),
            calendar: &self.calendar,
        }
    }
}

/// Where a matter of the unit of `parties` may come from, as far as the viewer is concerned; `about`: the person whom it is given to, where
/// it is one. It only looks.
///
/// # Errors
/// Of the database.
pub async fn origins(reader: &Reader, parties: &Parties, about: Option<PersonId>) -> Result<Origins, Error> {
    let above = matter::unit_above(reader, parties.unit).await?;
    let home = match reader.viewer().home {
        Some(home) if matter::may_order_from(reader, home, parties).await? => Some(home),
        Some(_) | None => None,
    };
    let orders_for_above = matter::may_order_from(reader, above, parties).await?;
    let is_head = is_head(reader, about, parties.unit).await?;
    Ok(Origins { unit: parties.unit, above, home, orders_for_above, is_head })
}

/// Whether a matter is about the person who leads the unit.
///
/// # Errors
/// Of the database.
pub(super) async fn is_head(reader: &Reader, about: Option<PersonId>, unit: UnitId) -> Result<bool, Error> {
    match about {
        Some(person) => recipient::leads(reader, person, unit).await,
        None => Ok(false),
    }
}

/// Those of some persons, each with their unit, to whom the viewer may give something under one business line or another; it only looks.
/// `resource` is what it counts as: a matter of a person, or of their unit, as tasks are.
///
/// # Errors
/// Of the database.
pub async fn orderable(
    reader: &Reader,
    resource: Resource,
    persons: &[(PersonId, UnitId)],
) -> Result<BTreeSet<PersonId>, Error> {
    let units: BTreeSet<UnitId> = persons.iter().map(|(_, unit)| *unit).collect();
    let above = matter::units_above(reader, &units).await?;
    let (home, own) = (reader.viewer().home, reader.viewer().person);
    let near: BTreeSet<UnitId> = units.iter().chain(above.values()).copied().chain(home).collect();
    let ordered = matter::ordered_from(reader, &near, resource).await?;
    let heads = recipient::leading(reader, persons).await?;
    let home = home.filter(|home| ordered.contains(home));
    let may = |person: PersonId, unit: UnitId| {
        let above = above.get(&unit).copied().unwrap_or(unit);
        let (orders_for_above, is_head) = (ordered.contains(&above), heads.contains(&person));
        let origins = Origins { unit, above, home, orders_for_above, is_head };
        let is_self = resource == Resource::PersonMatter && own == Some(person);
        ordered.contains(&unit) && origins.of_order().is_some() && !is_self
    };
    Ok(persons.iter().filter(|(person, unit)| may(*person, *unit)).map(|(person, _)| *person).collect())
}

/// Refuses a matter about the number of somebody who does not answer in it, or whose numbers are not for the viewer: what comes of the
/// number is shown to both sides.
///
/// # Errors
/// [`Error::NotFound`] for values the viewer may not see; [`Error::Invalid`] for those of another unit or person.
pub async fn demand_about(reader: &Reader, weak: &Weak, parties: &Parties) -> Result<(), Error> {
    let subject = weak.subject();
    let unit = match subject {
        Subject::Unit(unit) => organisation::unit(reader, unit).await?.id,
        Subject::Post(post) => people::post(reader, post).await?.unit,
        Subject::Person(person) => people::person(reader, person).await?.person.unit,
    };
    matter::demand_values(reader, subject, unit, parties.line.as_ref()).await?;
    let field = match weak {
        Weak::Value(_) => "input.about.subject",
        Weak::Score(_) => "input.score.subject",
    };
    match parties.answer_for(subject, unit) {
        true => Ok(()),
        false => Err(Error::invalid(field, "the number of whoever answers for it")),
    }
}

/// What the scheme of a score is called; none for whoever may not read it.
///
/// # Errors
/// Of the database.
pub async fn scheme_name(reader: &Reader, scheme: SchemeId) -> Result<Option<String>, Error> {
    match library::scheme(reader, scheme).await {
        Ok(scheme) => Ok(Some(scheme.name)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// The working days of the bureau.
///
/// # Errors
/// Of the database.
pub async fn calendar(reader: &Reader) -> Result<Calendar, Error> {
    work_day::calendar(reader).await
}

/// Where the viewer stands in a matter; none for whoever only looks.
///
/// # Errors
/// Of the database.
pub async fn standpoint(reader: &Reader, id: MatterId) -> Result<Option<Standpoint>, Error> {
    Ok(matter::standpoints(reader, &[id]).await?.pop().map(|(_, standpoint)| standpoint))
}

/// A person who shall have a part in a matter.
///
/// # Errors
/// [`Error::NotFound`] where they are not visible.
pub async fn someone(scope: &Scope, person: Option<PersonId>) -> Result<Option<Someone>, Error> {
    match person {
        Some(_) => someone_in(&*scope.reader().await?, person).await,
        None => Ok(None),
    }
}

/// The same within a transaction.
pub(super) async fn someone_in(reader: &Reader, person: Option<PersonId>) -> Result<Option<Someone>, Error> {
    match person {
        Some(id) => Ok(Some(Someone { id, name: people::person(reader, id).await?.person.name })),
        None => Ok(None),
    }
}

/// The business line of a matter about an indicator.
pub(super) async fn line(reader: &Reader, about: Option<IndicatorId>) -> Result<Option<LineCode>, Error> {
    match about {
        Some(indicator) => Ok(library::indicator(reader, indicator).await?.line),
        None => Ok(None),
    }
}

/// The id and the number of a matter that is opened today.
pub(super) async fn numbered(session: &Session, kind: MatterKind) -> Result<(MatterId, String), Error> {
    let year = local_day(session.now()).year();
    Ok((fresh()?, matter::next_number(session, kind, year).await?))
}

/// Writes a new matter with the first line of its time-line, and tells those it concerns.
pub(super) async fn open<M: Matter>(
    session: &Session,
    permit: OpenPermit,
    opened: &M,
    event: &Event,
) -> Result<(), Error> {
    matter::open(session, permit, opened, std::slice::from_ref(event)).await?;
    tell(session, opened, event, 1).await
}

/// Writes a matter after a step, and tells those it concerns.
pub(super) async fn keep<M: Matter>(
    session: &Session,
    permit: SidePermit,
    after: &M,
    event: &Event,
) -> Result<(), Error> {
    let place = matter::save(session, permit, after, Some(event)).await?;
    tell(session, after, event, place).await
}

/// Notes which matter led to a new one: only what is visible leads to anything.
pub(super) async fn led_to(session: &Session, from: Option<MatterId>, to: MatterId) -> Result<(), Error> {
    let Some(from) = from else { return Ok(()) };
    list::lines(session, &[from]).await?.pop().ok_or(Error::NotFound)?;
    matter::link(session, from, to, LinkKind::LedTo).await
}

/// Notes what was found below before a matter about the same was sent.
pub(super) async fn found_before<M: Matter>(session: &Session, it: &M, earlier: &[Earlier]) -> Result<(), Error> {
    if it.head().is_sent {
        for before in below(earlier) {
            matter::link(session, before, it.id(), LinkKind::FoundBefore).await?;
        }
    }
    Ok(())
}

/// Takes a step in a matter on the viewer's own side of it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for whoever stands on neither side, [`Error::Stale`]; what `decide` refuses.
pub async fn step<M: Matter>(
    scope: &Scope,
    seen: Seen,
    decide: impl FnOnce(M, &Hand<'_>) -> Result<(M, Event), Refusal>,
) -> Result<M, Error> {
    let session = scope.begin().await?;
    let after = step_in(&session, seen, decide).await?;
    session.commit().await?;
    Ok(after)
}

/// The same within a transaction that does more.
pub(super) async fn step_in<M: Matter>(
    session: &Session,
    seen: Seen,
    decide: impl FnOnce(M, &Hand<'_>) -> Result<(M, Event), Refusal>,
) -> Result<M, Error> {
    let (standpoint, permit) = matter::permit(session, seen.id, seen.version).await?;
    let author = Author::of(session).await?;
    let before: M = matter::load(session, seen.id).await?;
    let (was, waited) = (before.head().state, before.head().clocks.clone());
    let (after, event) = decide(before, &author.hand(session, Some(standpoint)))?;
    let place = matter::save(session, permit, &after, Some(&event)).await?;
    let head = after.head();
    if !has_room(place, was != head.state || head.clocks.stopped_since(&waited)) {
        return Err(Error::Limit("timeLine"));
    }
    tell(session, &after, &event, place).await?;
    Ok(after.seen_as(seen.version.saturating_add(1)))
}

/// Notes a line of the time-line in the audit trail and tells those it concerns.
///
/// # Errors
/// Of the database.
pub async fn tell<M: Matter>(session: &Session, matter: &M, event: &Event, place: i32) -> Result<(), Error> {
    record(session, matter, event);
    let head = matter.head();
    let people = &head.people - &matter.former();
    let accounts = concerned(session, head.parties, &people, head.is_sent, event).await?;
    notice::tell(session, &accounts, matter.id(), place, NoticeReason::Step).await
}

/// The same, but tells those named; with whoever answers, everybody who has a part in it.
///
/// # Errors
/// Of the database.
pub async fn tell_those<M: Matter>(
    session: &Session,
    matter: &M,
    event: &Event,
    place: i32,
    recipients: &[Recipient],
) -> Result<(), Error> {
    record(session, matter, event);
    let (head, mut accounts) = (matter.head(), BTreeSet::new());
    for &recipient in recipients {
        accounts.extend(recipient::accounts(session, recipient, head.parties, None).await?);
    }
    // Whoever else has a part in it is told together with whoever answers.
    for &person in head.people.iter().filter(|_| recipients.contains(&Recipient::Responsible)) {
        accounts.extend(recipient::of_person(session, person).await?);
    }
    let accounts: Vec<_> = accounts.into_iter().collect();
    notice::tell(session, &accounts, matter.id(), place, NoticeReason::Step).await
}

/// Notes a line that changes nothing but the time-line in the audit trail, and tells those the matter concerns.
///
/// # Errors
/// Of the database.
pub async fn told_to_others(
    session: &Session,
    id: MatterId,
    sides: &matter::Sides,
    event: &Event,
    place: i32,
) -> Result<(), Error> {
    noted(session, id, &sides.number, event);
    let accounts = concerned(session, &sides.parties, &sides.people, sides.is_sent, event).await?;
    notice::tell(session, &accounts, id, place, NoticeReason::Step).await
}

pub(super) fn record<M: Matter>(session: &Session, matter: &M, event: &Event) {
    noted(session, matter.id(), matter.head().number, event);
}

fn noted(session: &Session, id: MatterId, number: &str, event: &Event) {
    session.record(Happened {
        action: "matter.step",
        subject: format!("matter-{id}"),
        summary: format!("{number} {} {}", event.step, event.state),
        reason: (!event.words.is_empty()).then(|| event.words.clone()),
        ..Happened::default()
    });
}

/// Everybody a line of the time-line concerns, but for whoever wrote it.
async fn concerned(
    session: &Session,
    parties: &Parties,
    people: &BTreeSet<PersonId>,
    is_sent: bool,
    event: &Event,
) -> Result<Vec<AccountId>, Error> {
    let mut accounts = BTreeSet::new();
    for &side in told_of(event, is_sent) {
        accounts.extend(recipient::of_side(session, side, parties).await?);
    }
    for &person in people.iter().filter(|_| is_sent) {
        accounts.extend(recipient::of_person(session, person).await?);
    }
    if let Actor::Account(own) = event.actor {
        accounts.remove(&own);
    }
    Ok(accounts.into_iter().collect())
}
