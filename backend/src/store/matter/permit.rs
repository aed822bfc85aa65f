//! The right to act for a side of a matter, and to open one.

use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition};
use shared::cell::Subject;
use shared::code::LineCode;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::{Parties, Side, Stake};
use shared::policy::{Action, Resource, Viewer};

use crate::error::Error;
use crate::store::entity::{matter, person, unit};
use crate::store::owner::answers_for_all;
use crate::store::permit::{Act, Permit, Versioned};
use crate::store::scope::{Reader, Session, reached};

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
    let viewer = reader.viewer();
    let person = viewer.person;
    let standpoint = |row: &matter::Model| {
        let stake = Stake::of(viewer, row.unit_id, row.person_id, row.giver_id);
        let side = Side::of(among(&orders, row.id), among(&answers, row.id), stake)?;
        let part = person.filter(|_| side == Side::Responsible && !among(&whole, row.id));
        Some((row.id, Standpoint { side, part }))
    };
    let rows = orders.iter().chain(answers.iter().filter(|row| !among(&orders, row.id)));
    Ok(rows.filter_map(standpoint).collect())
}

/// The matters in which the viewer has no such stake as [`Stake::Answers`]: of these alone they may be the giver.
pub(super) fn of_others(viewer: &Viewer) -> Condition {
    use matter::Column as M;
    let mut all = Condition::all();
    if let Some(person) = viewer.person {
        all = all.add(Condition::any().add(M::PersonId.is_null()).add(M::PersonId.ne(person)));
    }
    if let Some(home) = viewer.home {
        let from_itself = Expr::col((matter::Entity, M::GiverId)).equals((matter::Entity, M::UnitId));
        all = all.add(Condition::any().add(M::UnitId.ne(home)).add(from_itself));
    }
    all
}

/// The right to act for the side on which the viewer stands.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for whoever stands on neither side, [`Error::Stale`].
pub async fn permit(session: &Session, id: MatterId, version: i32) -> Result<(Standpoint, SidePermit), Error> {
    session.find::<matter::Entity>().filter(matter::Column::Id.eq(id)).found().await?;
    let (_, standpoint) = standpoints(session, &[id]).await?.pop().ok_or(Error::Forbidden)?;
    let permit = match standpoint.side {
        Side::Responsible => match session.permit::<AnswerFor>(id, version).await {
            // It is about them and they may only order: by that right they do what they are named for.
            Err(Error::Forbidden) => SidePermit::Order(session.permit::<OrderFor>(id, version).await?),
            permit => SidePermit::Answer(permit?),
        },
        Side::Giver => SidePermit::Order(session.permit::<OrderFor>(id, version).await?),
    };
    Ok((standpoint, permit))
}

/// Refuses where the viewer may not read the values of a place that stands in a unit.
///
/// # Errors
/// [`Error::NotFound`], as for values that are not there.
pub async fn demand_values(
    reader: &Reader,
    subject: Subject,
    unit: UnitId,
    line: Option<&LineCode>,
) -> Result<(), Error> {
    if may_see_values(reader, subject, unit, line).await? { Ok(()) } else { Err(Error::NotFound) }
}

/// Whether the viewer may read the values of a place that stands in a unit.
///
/// # Errors
/// Of the database.
pub async fn may_see_values(
    reader: &Reader,
    subject: Subject,
    unit: UnitId,
    line: Option<&LineCode>,
) -> Result<bool, Error> {
    let resource = if matches!(subject, Subject::Person(_)) { Resource::PersonCell } else { Resource::Cell };
    may_read(reader, resource, subject, unit, line).await
}

/// Whether the viewer may know the place that somebody has in a comparison group.
///
/// # Errors
/// Of the database.
pub async fn may_see_ranks(
    reader: &Reader,
    subject: Subject,
    unit: UnitId,
    line: Option<&LineCode>,
) -> Result<bool, Error> {
    may_read(reader, Resource::Ranking, subject, unit, line).await
}

async fn may_read(
    reader: &Reader,
    resource: Resource,
    subject: Subject,
    unit: UnitId,
    line: Option<&LineCode>,
) -> Result<bool, Error> {
    let reach = reader.viewer().reach(resource, Action::Read).of_line(line);
    let own = match subject {
        Subject::Unit(_) => false,
        Subject::Post(post) => reach.posts.contains(&post),
        Subject::Person(person) => reach.persons.contains(&person),
    };
    let within = reader.find::<unit::Entity>().filter(unit::Column::Id.eq(unit));
    Ok(own || within.filter(reached(&reach, unit::Column::Id, None)).one().await?.is_some())
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
/// [`Error::NotFound`] where the unit or person is not visible; [`Error::Forbidden`] where it is, and the viewer may not do this to it:
/// nobody orders themself.
pub async fn demand_to_open(reader: &Reader, action: Action, parties: &Parties) -> Result<(), Error> {
    reader.find::<unit::Entity>().filter(unit::Column::Id.eq(parties.unit)).found().await?;
    let resource = if parties.person.is_some() { Resource::PersonMatter } else { Resource::Matter };
    let reach = reader.viewer().reach(resource, action).of_line(parties.line.as_ref());
    let own = parties.person.is_some_and(|person| reach.persons.contains(&person));
    if let Some(id) = parties.person {
        let here = Condition::all().add(person::Column::Id.eq(id)).add(person::Column::UnitId.eq(parties.unit));
        reader.find::<person::Entity>().filter(here).found().await?;
    }
    if action == Action::Order && parties.person.is_some() && parties.person == reader.viewer().person {
        return Err(Error::Forbidden);
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
