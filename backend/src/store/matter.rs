//! Matters, read and written. How one is kept is in `matter/row`, lists are in `matter/list`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::SelectStatement;
use sea_orm::{ColumnTrait, Condition, Order};
use shared::calendar::first_moment;
use shared::id::{MatterId, UnitId};
use shared::matter::{Event, Head, Matter, MatterKind};
use shared::policy::Action;

use super::bell::Topic;
use super::entity::{handbook_use, matter, matter_clock, matter_counter, matter_event, matter_party, shared_pattern};
use super::handbook::{note_picked, note_shared, shared_since};
use super::permit::Permitted;
use super::scope::{Reader, Rows, Session};
use crate::error::Error;

mod event;
mod link;
pub mod list;
mod party;
mod permit;
mod row;

pub use event::{events, newest_event, some_events, time_lines};
pub use link::{are_linked, earlier, link, links};
use list::{Filter, moment_after};
pub use party::{Sides, may_order_from, named, ordered_from, sides, unit_above, units_above, works_in};
pub use permit::{
    AnswerFor, OpenPermit, OrderFor, SidePermit, Standpoint, demand_to_open, demand_values, may_see_ranks,
    may_see_values, permit, permit_now, permit_of_system, permit_to_open, permit_to_trigger, standpoints,
};
pub(super) use row::whole;
use row::{clock_row, columns, row};

/// The next number of a kind, such as `ZG-2026-00317`: without gaps, whoever asks at the same time.
///
/// # Errors
/// Of the database.
pub async fn next_number(session: &Session, kind: MatterKind, year: i32) -> Result<String, Error> {
    let counted = "INSERT INTO matter_counter (kind, year, last) VALUES ($1, $2, 1) \
        ON CONFLICT (kind, year) DO UPDATE SET last = matter_counter.last + 1";
    session.execute(counted.to_owned(), vec![kind.code().into(), year.into()]).await?;
    let counter =
        Condition::all().add(matter_counter::Column::Kind.eq(kind)).add(matter_counter::Column::Year.eq(year));
    let row = session.whole::<matter_counter::Entity>().filter(counter).found().await?;
    Ok(format!("{}-{year}-{:05}", kind.initials(), row.last))
}

/// Waits until nobody else takes a number of a kind, and lets nobody take one until the transaction ends; takes none itself.
///
/// # Errors
/// Of the database.
pub async fn hold_numbers(session: &Session, kind: MatterKind, year: i32) -> Result<(), Error> {
    let held = "INSERT INTO matter_counter (kind, year, last) VALUES ($1, $2, 0) \
        ON CONFLICT (kind, year) DO UPDATE SET last = matter_counter.last";
    session.execute(held.to_owned(), vec![kind.code().into(), year.into()]).await.map(drop)
}

/// One matter of a kind.
///
/// # Errors
/// [`Error::NotFound`], also where there is a matter of another kind.
pub async fn load<M: Matter>(reader: &Reader, id: MatterId) -> Result<M, Error> {
    let this = Condition::all().add(matter::Column::Id.eq(id)).add(matter::Column::Kind.eq(M::KIND));
    whole(reader.find::<matter::Entity>().filter(this).found().await?)
}

/// Some matters of a kind, as far as they are visible.
///
/// # Errors
/// Of the database.
pub async fn several<M: Matter>(reader: &Reader, ids: &[MatterId]) -> Result<Vec<M>, Error> {
    let these =
        Condition::all().add(matter::Column::Id.is_in(ids.iter().copied())).add(matter::Column::Kind.eq(M::KIND));
    let rows = reader.find::<matter::Entity>().filter(these).all().await?;
    rows.into_iter().map(whole).collect()
}

/// The matters of a kind that somebody has a part in, or had before they went to others, and that were opened since a day, oldest first.
///
/// # Errors
/// Of the database.
pub async fn of_persons<M: Matter>(reader: &Reader, since: NaiveDate) -> Result<Vec<M>, Error> {
    let with_people = reader.find::<matter_party::Entity>().keys(matter_party::Column::MatterId);
    let these = Condition::all()
        .add(matter::Column::Kind.eq(M::KIND))
        .add(matter::Column::Id.in_subquery(with_people))
        .add(matter::Column::OpenedAt.gte(first_moment(since)));
    let rows = reader.find::<matter::Entity>().filter(these).order(matter::Column::OpenedAt, Order::Asc).all().await?;
    rows.into_iter().map(whole).collect()
}

/// The matters of a kind that were opened from one day up to and with another, oldest first.
///
/// # Errors
/// Of the database.
pub async fn opened<M: Matter>(reader: &Reader, from: NaiveDate, to: NaiveDate) -> Result<Vec<M>, Error> {
    let these = Filter { kind: Some(M::KIND), opened_from: Some(from), opened_to: Some(to), ..Filter::default() };
    let rows = these.rows(reader).order(matter::Column::OpenedAt, Order::Asc).all().await?;
    rows.into_iter().map(whole).collect()
}

/// The matters of a kind of a unit and those below it that were opened up to and with a day, and had not ended by then.
///
/// # Errors
/// Of the database.
pub async fn open_on<M: Matter>(reader: &Reader, top: UnitId, day: NaiveDate) -> Result<Vec<M>, Error> {
    let these = Filter { kind: Some(M::KIND), below: Some(top), opened_to: Some(day), ..Filter::default() };
    let (unended, later) = (matter::Column::EndedAt.is_null(), matter::Column::EndedAt.gte(moment_after(day)));
    let rows = these.rows(reader).filter(Condition::any().add(unended).add(later)).all().await?;
    rows.into_iter().map(whole).collect()
}

/// The matters of a kind that are open, oldest first.
///
/// # Errors
/// Of the database.
pub async fn still_open<M: Matter>(reader: &Reader) -> Result<Vec<M>, Error> {
    let these = Filter { kind: Some(M::KIND), is_open: Some(true), ..Filter::default() };
    let rows = these.rows(reader).order(matter::Column::OpenedAt, Order::Asc).all().await?;
    rows.into_iter().map(whole).collect()
}

/// All matters of a kind, oldest first.
///
/// # Errors
/// Of the database.
pub async fn all<M: Matter>(reader: &Reader) -> Result<Vec<M>, Error> {
    narrowed_for(reader, &Filter::default(), Action::Read).await
}

/// The matters of a kind that a filter leaves and on which the viewer may do the action, oldest first.
///
/// # Errors
/// Of the database.
pub async fn narrowed_for<M: Matter>(reader: &Reader, filter: &Filter, action: Action) -> Result<Vec<M>, Error> {
    let rows = rows_of(reader, M::KIND, filter, action);
    let rows = rows.order(matter::Column::OpenedAt, Order::Asc).all().await?;
    rows.into_iter().map(whole).collect()
}

/// The ids of the matters of a kind that a filter leaves and with which the viewer may do this, as a subquery.
pub(in crate::store) fn keys_for(
    reader: &Reader,
    kind: MatterKind,
    filter: &Filter,
    action: Action,
) -> SelectStatement {
    rows_of(reader, kind, filter, action).keys(matter::Column::Id)
}

fn rows_of<'r>(reader: &'r Reader, kind: MatterKind, filter: &Filter, action: Action) -> Rows<'r, matter::Entity> {
    filter.rows_for(reader, action).filter(matter::Column::Kind.eq(kind))
}

/// Writes a new matter with the first lines of its time-line.
///
/// # Errors
/// Of the database.
pub async fn open<M: Matter>(
    session: &Session,
    _permit: OpenPermit,
    matter: &M,
    events: &[Event],
) -> Result<(), Error> {
    let (id, head) = (matter.id(), matter.head());
    session.insert::<matter::Entity>(row(matter, &head)?).await?;
    session.ring(Topic::Matter(id));
    insert_beside(session, id, matter, session.now()).await?;
    for (ordinal, event) in (1..).zip(events) {
        event::insert(session, id, ordinal, event).await?;
    }
    Ok(())
}

/// Writes a matter after a step, with the line of its time-line; says which line that is.
///
/// # Errors
/// [`Error::Stale`] where somebody else took a step meanwhile.
pub async fn save<M: Matter>(
    session: &Session,
    permit: SidePermit,
    matter: &M,
    event: Option<&Event>,
) -> Result<i32, Error> {
    let (id, head) = (permit.id(), matter.head());
    let set = columns(&row(matter, &head)?);
    match permit {
        SidePermit::Answer(permit) => replaced(session, &session.spent(permit, set).await?, id, matter).await?,
        SidePermit::Order(permit) => replaced(session, &session.spent(permit, set).await?, id, matter).await?,
    }
    session.ring(Topic::Matter(id));
    let said = said_of(session, id).await?;
    let Some(event) = event else { return Ok(said) };
    event::insert(session, id, said + 1, event).await?;
    Ok(said + 1)
}

/// Adds a line to the time-line of a matter that stays as it is; says which line that is.
///
/// # Errors
/// [`Error::Stale`] where somebody else took a step meanwhile.
pub async fn add(session: &Session, permit: SidePermit, event: &Event) -> Result<i32, Error> {
    let id = permit.id();
    match permit {
        SidePermit::Answer(permit) => session.spend(permit, Vec::new()).await?,
        SidePermit::Order(permit) => session.spend(permit, Vec::new()).await?,
    }
    let place = said_of(session, id).await? + 1;
    session.ring(Topic::Matter(id));
    event::insert(session, id, place, event).await?;
    Ok(place)
}

/// How many lines its time-line has.
async fn said_of(session: &Session, id: MatterId) -> Result<i32, Error> {
    let said = session.whole::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id)).count().await?;
    i32::try_from(said).map_err(Error::internal)
}

/// What stands beside a matter, as it is now. What was shared of it once stays shared.
async fn replaced<M: Matter>(
    session: &Session,
    permitted: &impl Permitted,
    id: MatterId,
    matter: &M,
) -> Result<(), Error> {
    session.remove_along::<matter_clock::Entity>(permitted, matter_clock::Column::MatterId.eq(id)).await?;
    session.remove_along::<matter_party::Entity>(permitted, matter_party::Column::MatterId.eq(id)).await?;
    session.remove_along::<handbook_use::Entity>(permitted, handbook_use::Column::MatterId.eq(id)).await?;
    let mut shared_at = session.now();
    if matter.shared_pattern().is_some() {
        // Who says more of it later does not share it anew.
        shared_at = shared_since(session, id).await?;
        session.remove_along::<shared_pattern::Entity>(permitted, shared_pattern::Column::MatterId.eq(id)).await?;
    }
    insert_beside(session, id, matter, shared_at).await
}

async fn insert_beside<M: Matter>(
    session: &Session,
    id: MatterId,
    matter: &M,
    shared_at: DateTime<Utc>,
) -> Result<(), Error> {
    insert_parts(session, id, &matter.head()).await?;
    note_picked(session, id, matter.picked()).await?;
    match matter.shared_pattern() {
        Some(shared) => note_shared(session, id, shared, shared_at).await,
        None => Ok(()),
    }
}

async fn insert_parts(session: &Session, id: MatterId, head: &Head<'_>) -> Result<(), Error> {
    for (ordinal, clock) in (1..).zip(head.clocks.all()) {
        session.insert::<matter_clock::Entity>(clock_row(id, ordinal, clock)?).await?;
    }
    for &person_id in &head.people {
        session.insert::<matter_party::Entity>(matter_party::Model { matter_id: id, person_id }).await?;
    }
    Ok(())
}
