//! Matters: kept whole as one text, with what lists, scopes and clocks need in columns beside it. Lists are in `matter/list`.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, Order, Value};
use shared::calendar::first_moment;
use shared::cell::Subject;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::{Clock, Event, Head, LinkKind, Matter, MatterKind, Names, Parties, Side};
use shared::policy::{Action, Resource};
use shared::rectification::RectificationDirection;

use super::bell::Topic;
use super::entity::{
    handbook_use, matter, matter_clock, matter_counter, matter_event, matter_link, matter_party, person,
    shared_pattern, unit, unit_closure,
};
use super::handbook::{note_picked, note_shared};
use super::owner::answers_for_all;
use super::permit::{Act, Permit, Permitted, Versioned};
use super::scope::{Reader, Session, reached};
use crate::error::Error;

pub mod list;

impl Versioned for matter::Entity {
    fn version_column() -> matter::Column {
        matter::Column::Version
    }

    fn version_of(row: &matter::Model) -> i32 {
        row.version
    }
}

macro_rules! acts {
    ($($(#[$doc:meta])* $act:ident $action:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $act;

        impl Act for $act {
            type Entity = matter::Entity;
            type Id = MatterId;
            const ACTION: Action = Action::$action;
        }
    )+};
}

acts! {
    /// Acting for the side a matter is about.
    AnswerFor Answer;
    /// Acting for the side a matter comes from.
    OrderFor Order;
}

/// The right to act for one side of a matter, once, in the state it was seen in.
#[derive(Debug)]
pub enum SidePermit {
    /// For the side it is about.
    Answer(Permit<AnswerFor>),
    /// For the side it comes from.
    Order(Permit<OrderFor>),
}

impl SidePermit {
    /// The matter it is for.
    pub const fn id(&self) -> MatterId {
        match self {
            Self::Answer(permit) => permit.id(),
            Self::Order(permit) => permit.id(),
        }
    }
}

/// Where somebody stands in a matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standpoint {
    /// On which side.
    pub side: Side,
    /// The person who has only a part in it.
    pub part: Option<PersonId>,
}

/// Where the viewer stands in each of some matters; those in which they take no side are left out.
///
/// # Errors
/// Of the database.
pub async fn standpoints(reader: &Reader, ids: &[MatterId]) -> Result<Vec<(MatterId, Standpoint)>, Error> {
    let named = || matter::Column::Id.is_in(ids.iter().copied());
    let orders = reader.find_for::<matter::Entity>(Action::Order).filter(named()).all().await?;
    let answers = reader.find_for::<matter::Entity>(Action::Answer).filter(named()).all().await?;
    let whole = reader.find_for::<matter::Entity>(Action::Answer).filter(named());
    let whole = whole.filter(answers_for_all(reader.viewer())).all().await?;
    let among = |rows: &[matter::Model], id: MatterId| rows.iter().any(|row| row.id == id);
    let person = reader.viewer().person;
    let standpoint = |row: &matter::Model| {
        let is_own = row.person_id.is_none() && row.giver_id == row.unit_id;
        let side = Side::of(among(&orders, row.id), among(&answers, row.id), is_own)?;
        let part = person.filter(|_| side == Side::Responsible && !among(&whole, row.id));
        Some((row.id, Standpoint { side, part }))
    };
    let rows = orders.iter().chain(answers.iter().filter(|row| !among(&orders, row.id)));
    Ok(rows.filter_map(standpoint).collect())
}

/// The right to act for the side on which the viewer stands.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for whoever stands on neither side, [`Error::Stale`].
pub async fn permit(session: &Session, id: MatterId, version: i32) -> Result<(Standpoint, SidePermit), Error> {
    session.find::<matter::Entity>().filter(matter::Column::Id.eq(id)).found().await?;
    let (_, standpoint) = standpoints(session, &[id]).await?.pop().ok_or(Error::Forbidden)?;
    let permit = match standpoint.side {
        Side::Responsible => SidePermit::Answer(session.permit::<AnswerFor>(id, version).await?),
        Side::Giver => SidePermit::Order(session.permit::<OrderFor>(id, version).await?),
    };
    Ok((standpoint, permit))
}

/// The right of the system to go on with a matter as it stands.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn permit_of_system(session: &Session, id: MatterId, version: i32) -> Result<SidePermit, Error> {
    Ok(SidePermit::Order(session.permit::<OrderFor>(id, version).await?))
}

/// The same in the state it is in now: for what conflicts with no other step.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for whoever stands on neither side.
pub async fn permit_now(session: &Session, id: MatterId) -> Result<(Standpoint, SidePermit), Error> {
    let row = session.find::<matter::Entity>().filter(matter::Column::Id.eq(id)).found().await?;
    permit(session, id, row.version).await
}

/// The right to open a matter about a unit or person.
#[derive(Debug)]
pub struct OpenPermit(());

/// The right to open a matter about the unit or person of `parties`: by an order, or for oneself.
///
/// # Errors
/// As [`demand_to_open`].
pub async fn permit_to_open(session: &Session, action: Action, parties: &Parties) -> Result<OpenPermit, Error> {
    demand_to_open(session, action, parties).await.map(|()| OpenPermit(()))
}

/// Refuses where the viewer could not open a matter about the unit or person of `parties`; it only looks.
///
/// # Errors
/// [`Error::NotFound`] where the unit or person is not visible; [`Error::Forbidden`] where it is, and the viewer may not do this to it.
pub async fn demand_to_open(reader: &Reader, action: Action, parties: &Parties) -> Result<(), Error> {
    reader.find::<unit::Entity>().filter(unit::Column::Id.eq(parties.unit)).found().await?;
    let resource = if parties.person.is_some() { Resource::PersonMatter } else { Resource::Matter };
    let reach = reader.viewer().reach(resource, action).of_line(parties.line.as_ref());
    let own = parties.person.is_some_and(|person| reach.persons.contains(&person));
    if let Some(id) = parties.person {
        let here = Condition::all().add(person::Column::Id.eq(id)).add(person::Column::UnitId.eq(parties.unit));
        reader.find::<person::Entity>().filter(here).found().await?;
    }
    let within = reader.find::<unit::Entity>().filter(unit::Column::Id.eq(parties.unit));
    match own || within.filter(reached(&reach, unit::Column::Id, None)).one().await?.is_some() {
        true => Ok(()),
        false => Err(Error::Forbidden),
    }
}

/// The right to open the matters that an event of another system leads to: whoever posts it need not order anywhere themself.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not post events.
pub fn permit_to_trigger(session: &Session) -> Result<OpenPermit, Error> {
    session.demand(Resource::Event, Action::Write).map(|()| OpenPermit(()))
}

/// The parties with what they are called. Either side knows the other by name, whatever else it may see.
///
/// # Errors
/// [`Error::NotFound`] for a unit or person that does not exist.
pub async fn named(session: &Session, parties: Parties) -> Result<Parties, Error> {
    let units = session.whole::<unit::Entity>();
    let units = units.filter(unit::Column::Id.is_in([parties.unit, parties.giver])).all().await?;
    let unit = |id: UnitId| units.iter().find(|row| row.id == id).map(|row| row.name.clone()).ok_or(Error::NotFound);
    let person = match parties.person {
        Some(id) => Some(session.whole::<person::Entity>().filter(person::Column::Id.eq(id)).found().await?.name),
        None => None,
    };
    let names = Names { unit: unit(parties.unit)?, person, giver: unit(parties.giver)? };
    Ok(Parties { names, ..parties })
}

/// Whether the viewer may act for the giver of matters of this line in a unit.
///
/// # Errors
/// Of the database.
pub async fn may_order_from(reader: &Reader, at: UnitId, parties: &Parties) -> Result<bool, Error> {
    let resource = if parties.person.is_some() { Resource::PersonMatter } else { Resource::Matter };
    let reach = reader.viewer().reach(resource, Action::Order).of_line(parties.line.as_ref());
    let within = reader.find::<unit::Entity>().filter(unit::Column::Id.eq(at));
    Ok(within.filter(reached(&reach, unit::Column::Id, None)).one().await?.is_some())
}

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

/// The matters of a kind about a person that were opened since a day, oldest first.
///
/// # Errors
/// Of the database.
pub async fn about_persons<M: Matter>(reader: &Reader, since: NaiveDate) -> Result<Vec<M>, Error> {
    let these = Condition::all()
        .add(matter::Column::Kind.eq(M::KIND))
        .add(matter::Column::PersonId.is_not_null())
        .add(matter::Column::OpenedAt.gte(first_moment(since)));
    let rows = reader.find::<matter::Entity>().filter(these).order(matter::Column::OpenedAt, Order::Asc).all().await?;
    rows.into_iter().map(whole).collect()
}

/// All matters of a kind, oldest first.
///
/// # Errors
/// Of the database.
pub async fn all<M: Matter>(reader: &Reader) -> Result<Vec<M>, Error> {
    all_for(reader, Action::Read).await
}

/// All matters of a kind on which the viewer may do the action, oldest first.
///
/// # Errors
/// Of the database.
pub async fn all_for<M: Matter>(reader: &Reader, action: Action) -> Result<Vec<M>, Error> {
    let rows = reader.find_for::<matter::Entity>(action).filter(matter::Column::Kind.eq(M::KIND));
    let rows = rows.order(matter::Column::OpenedAt, Order::Asc).all().await?;
    rows.into_iter().map(whole).collect()
}

pub(super) fn whole<M: Matter>(row: matter::Model) -> Result<M, Error> {
    let matter: M = serde_json::from_str(&row.detail)?;
    Ok(matter.seen_as(row.version))
}

/// The time-line of a matter, oldest first.
///
/// # Errors
/// Of the database.
pub async fn events(reader: &Reader, id: MatterId) -> Result<Vec<Event>, Error> {
    let rows = reader.find::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id));
    let rows = rows.order(matter_event::Column::Ordinal, Order::Asc).all().await?;
    rows.into_iter().map(event).collect()
}

/// The newest line of a matter's time-line.
///
/// # Errors
/// Of the database.
pub async fn newest_event(reader: &Reader, id: MatterId) -> Result<Option<Event>, Error> {
    let rows = reader.find::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id));
    rows.order(matter_event::Column::Ordinal, Order::Desc).limit(1).one().await?.map(event).transpose()
}

/// Some lines of time-lines, by matter and place.
///
/// # Errors
/// Of the database.
pub async fn some_events(
    reader: &Reader,
    wanted: &[(MatterId, i32)],
) -> Result<HashMap<(MatterId, i32), Event>, Error> {
    use matter_event::Column as C;
    let these = wanted.iter().fold(Condition::any(), |any, &(id, ordinal)| {
        any.add(Condition::all().add(C::MatterId.eq(id)).add(C::Ordinal.eq(ordinal)))
    });
    if wanted.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = reader.find::<matter_event::Entity>().filter(these).all().await?;
    rows.into_iter().map(|row| Ok(((row.matter_id, row.ordinal), event(row)?))).collect()
}

fn event(row: matter_event::Model) -> Result<Event, Error> {
    let matter_event::Model { at, actor, name, side, step, state, words, .. } = row;
    Ok(Event { at, actor: serde_json::from_str(&actor)?, name, side, step, state, words })
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
    insert_beside(session, id, matter).await?;
    for (ordinal, event) in (1..).zip(events) {
        insert_event(session, id, ordinal, event).await?;
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
    let said = session.whole::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id)).count().await?;
    let said = i32::try_from(said).map_err(Error::internal)?;
    let Some(event) = event else { return Ok(said) };
    insert_event(session, id, said + 1, event).await?;
    Ok(said + 1)
}

/// The parties and the state of a matter, of whatever kind; with the people who have a part in it.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn sides(session: &Session, id: MatterId) -> Result<Sides, Error> {
    let row = session.find::<matter::Entity>().filter(matter::Column::Id.eq(id)).found().await?;
    let people = session.whole::<matter_party::Entity>().filter(matter_party::Column::MatterId.eq(id)).all().await?;
    let parties = Parties {
        unit: row.unit_id,
        person: row.person_id,
        giver: row.giver_id,
        line: row.line,
        names: Names { unit: row.unit_name, person: row.person_name, giver: row.giver_name },
    };
    let people = people.into_iter().map(|row| row.person_id).collect();
    Ok(Sides { kind: row.kind, state: row.state, number: row.number, parties, people })
}

/// Whom a matter concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sides {
    /// Its kind.
    pub kind: MatterKind,
    /// Its state.
    pub state: String,
    /// Its number.
    pub number: String,
    /// Its parties.
    pub parties: Parties,
    /// Everybody who has a part in it.
    pub people: BTreeSet<PersonId>,
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
    let said = session.whole::<matter_event::Entity>().filter(matter_event::Column::MatterId.eq(id)).count().await?;
    let place = i32::try_from(said).map_err(Error::internal)? + 1;
    session.ring(Topic::Matter(id));
    insert_event(session, id, place, event).await?;
    Ok(place)
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
    if matter.shared_pattern().is_some() {
        session.remove_along::<shared_pattern::Entity>(permitted, shared_pattern::Column::MatterId.eq(id)).await?;
    }
    insert_beside(session, id, matter).await
}

async fn insert_beside<M: Matter>(session: &Session, id: MatterId, matter: &M) -> Result<(), Error> {
    insert_parts(session, id, &matter.head()).await?;
    note_picked(session, id, matter.picked()).await?;
    match matter.shared_pattern() {
        Some(shared) => note_shared(session, id, shared).await,
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

async fn insert_event(session: &Session, matter_id: MatterId, ordinal: i32, event: &Event) -> Result<(), Error> {
    let Event { at, actor, name, side, step, state, words } = event.clone();
    let actor = serde_json::to_string(&actor)?;
    let row = matter_event::Model { matter_id, ordinal, at, actor, name, side, step, state, words };
    session.insert::<matter_event::Entity>(row).await
}

fn clock_row(matter_id: MatterId, ordinal: i32, clock: &Clock) -> Result<matter_clock::Model, Error> {
    Ok(matter_clock::Model {
        matter_id,
        ordinal,
        side: clock.side,
        kind: clock.kind,
        item: clock.item.map(i32::try_from).transpose().map_err(Error::internal)?,
        person_id: clock.person,
        started_at: clock.started,
        due: clock.due,
        stopped_at: clock.stopped,
        called_off: clock.called_off,
        escalated: i32::try_from(clock.escalated).map_err(Error::internal)?,
    })
}

fn row<M: Matter>(matter: &M, head: &Head<'_>) -> Result<matter::Model, Error> {
    let next = head.clocks.running().min_by_key(|clock| clock.due);
    Ok(matter::Model {
        id: matter.id(),
        kind: M::KIND,
        number: head.number.to_owned(),
        state: head.state.to_owned(),
        is_open: head.is_open,
        title: head.title.to_owned(),
        direction: head.direction,
        severity: head.severity,
        unit_id: head.parties.unit,
        person_id: head.parties.person,
        giver_id: head.parties.giver,
        unit_name: head.parties.names.unit.clone(),
        person_name: head.parties.names.person.clone(),
        giver_name: head.parties.names.giver.clone(),
        line: head.parties.line.clone(),
        indicator_id: head.about.map(|about| about.indicator),
        subject: head.about.map(|about| about.subject.to_string()),
        period: head.about.map(|about| about.period),
        risk_point: head.risk_point.map(ToOwned::to_owned),
        rule_id: head.rule,
        condition: head.condition,
        due: next.map(|clock| clock.due),
        waits_for: next.map(|clock| clock.side),
        opened_at: head.opened,
        ended_at: head.ended,
        detail: serde_json::to_string(matter)?,
        version: head.version,
    })
}

/// What may change in the life of a matter.
fn columns(row: &matter::Model) -> Vec<(matter::Column, Value)> {
    use matter::Column as C;
    vec![
        (C::State, row.state.clone().into()),
        (C::IsOpen, row.is_open.into()),
        (C::Title, row.title.clone().into()),
        (C::Severity, row.severity.into()),
        (C::UnitId, row.unit_id.into()),
        (C::PersonId, row.person_id.into()),
        (C::GiverId, row.giver_id.into()),
        (C::UnitName, row.unit_name.clone().into()),
        (C::PersonName, row.person_name.clone().into()),
        (C::GiverName, row.giver_name.clone().into()),
        (C::Due, row.due.into()),
        (C::WaitsFor, row.waits_for.into()),
        (C::EndedAt, row.ended_at.into()),
        (C::Detail, row.detail.clone().into()),
    ]
}

/// Notes that one matter led to another.
///
/// # Errors
/// Of the database.
pub async fn link(session: &Session, from: MatterId, to: MatterId, kind: LinkKind) -> Result<(), Error> {
    let there = Condition::all().add(matter_link::Column::MatterId.eq(from)).add(matter_link::Column::OtherId.eq(to));
    if session.whole::<matter_link::Entity>().filter(there).count().await? > 0 {
        return Ok(());
    }
    session.insert::<matter_link::Entity>(matter_link::Model { matter_id: from, other_id: to, kind }).await
}

/// The matters that led to this one and those it led to, as far as the viewer may see them; each with whether it came before.
///
/// # Errors
/// Of the database.
pub async fn links(reader: &Reader, id: MatterId) -> Result<Vec<(bool, LinkKind, list::Line)>, Error> {
    use matter_link::Column as C;
    let either = Condition::any().add(C::MatterId.eq(id)).add(C::OtherId.eq(id));
    let rows = reader.find::<matter_link::Entity>().filter(either).all().await?;
    let other = |row: &matter_link::Model| if row.matter_id == id { row.other_id } else { row.matter_id };
    let lines = list::lines(reader, &rows.iter().map(other).collect::<Vec<_>>()).await?;
    let found = |row: &matter_link::Model| {
        let line = lines.iter().find(|line| line.id == other(row))?.clone();
        Some((row.other_id == id, row.kind, line))
    };
    Ok(rows.iter().filter_map(found).collect())
}

/// Matters opened before about the same number or, in the same unit, the same risk point: whoever may see them. It decides who found
/// it first.
///
/// # Errors
/// Of the database.
pub async fn earlier<M: Matter>(session: &Session, matter: &M) -> Result<Vec<Earlier>, Error> {
    use matter::Column as C;
    let head = matter.head();
    let same_number = head.about.map(|about| {
        Condition::all()
            .add(C::IndicatorId.eq(about.indicator))
            .add(C::Subject.eq(about.subject.to_string()))
            .add(C::Period.eq(about.period))
    });
    let in_unit = |point| Condition::all().add(C::RiskPoint.eq(point)).add(C::UnitId.eq(head.parties.unit));
    if same_number.is_none() && head.risk_point.is_none() {
        return Ok(Vec::new());
    }
    let same = Condition::any().add_option(same_number).add_option(head.risk_point.map(in_unit));
    let rows = session.whole::<matter::Entity>().filter(same).filter(C::Id.ne(matter.id())).all().await?;
    Ok(rows.into_iter().map(|row| Earlier { id: row.id, direction: row.direction }).collect())
}

/// A matter that was opened before about the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: MatterId,
    /// Which way it goes; a warning goes none.
    pub direction: Option<RectificationDirection>,
}

/// The unit above another today, also where whoever answers for the one may not see the other; the unit itself where there is none.
///
/// # Errors
/// Of the database.
pub async fn unit_above(session: &Session, unit: UnitId) -> Result<UnitId, Error> {
    use unit_closure::Column as C;
    let up = Condition::all().add(C::Descendant.eq(unit)).add(C::Depth.eq(1)).add(C::ValidTo.is_null());
    let row = session.whole::<unit_closure::Entity>().filter(up).one().await?;
    Ok(row.map_or(unit, |row| row.ancestor))
}

fn subject(text: Option<&str>) -> Result<Option<Subject>, Error> {
    text.map(|text| text.parse().map_err(Error::internal)).transpose()
}
