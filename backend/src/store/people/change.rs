//! What changes who holds which post: each function spends a permit.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition};
use shared::error::Refusal;
use shared::id::{AssignmentId, PersonId, PostId};
use shared::person::{Assignment, Post};
use shared::policy::{Action, Resource};

use super::read_assignment;
use crate::error::Error;
use crate::store::entity::{assignment, person, post, unit};
use crate::store::organisation::read_post;
use crate::store::scope::{Session, within_as};

/// The right to give a person a post.
#[derive(Debug)]
pub struct Assign {
    person: PersonId,
    post: Post,
}

impl Assign {
    /// The post.
    #[must_use]
    pub const fn post(&self) -> &Post {
        &self.post
    }
}

/// The right to give `person` the post: both must be visible, the person and the unit of the post must be ones the viewer may change.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn permit_to_assign(session: &Session, person: PersonId, post: PostId) -> Result<Assign, Error> {
    let this = || person::Column::Id.eq(person);
    session.find::<person::Entity>().filter(this()).found().await?;
    let post = read_post(session.find::<post::Entity>().filter(post::Column::Id.eq(post)).found().await?);
    let staff = within_as::<unit::Entity>(session.viewer(), Resource::Person, Action::Write);
    let may_person = session.find_for::<person::Entity>(Action::Write).filter(this()).count().await? == 1;
    let may_unit =
        session.find::<unit::Entity>().filter(unit::Column::Id.eq(post.unit)).filter(staff).count().await? == 1;
    if may_person && may_unit { Ok(Assign { person, post }) } else { Err(Error::Forbidden) }
}

/// All assignments to a post, seen or not: a rule about the whole must not depend on who asks.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn assignments_of_post(session: &Session, permit: &Assign) -> Result<Vec<Assignment>, Error> {
    let rows = session.whole::<assignment::Entity>().filter(assignment::Column::PostId.eq(permit.post.id));
    Ok(rows.all().await?.into_iter().map(read_assignment).collect())
}

/// Writes a new assignment.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn assign(session: &Session, permit: Assign, new: &Assignment) -> Result<(), Error> {
    let row = assignment::Model {
        id: new.id,
        person_id: permit.person,
        post_id: permit.post.id,
        unit_id: permit.post.unit,
        role: new.role,
        share: new.share,
        valid_from: new.valid_from,
        valid_to: new.valid_to,
    };
    session.insert::<assignment::Entity>(row).await
}

/// The right to end an assignment, with what it is.
#[derive(Debug)]
pub struct End(Assignment);

/// The right to end an assignment.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`].
pub async fn permit_to_end(session: &Session, id: AssignmentId) -> Result<End, Error> {
    let this = || assignment::Column::Id.eq(id);
    session.find::<assignment::Entity>().filter(this()).found().await?;
    match session.find_for::<assignment::Entity>(Action::Write).filter(this()).one().await? {
        Some(row) => Ok(End(read_assignment(row))),
        None => Err(Error::Forbidden),
    }
}

/// Ends an assignment on a day.
///
/// # Errors
/// [`Refusal::DateBeforeStart`] where it had not begun by then; [`Error::Stale`] where it ends by then already.
pub async fn end_assignment(session: &Session, End(held): End, on: NaiveDate) -> Result<(), Error> {
    if on < held.valid_from {
        return Err(Refusal::DateBeforeStart { given: on, start: held.valid_from }.into());
    }
    let as_seen = match held.valid_to {
        None => assignment::Column::ValidTo.is_null(),
        Some(planned) if on < planned => assignment::Column::ValidTo.eq(planned),
        Some(_) => return Err(Error::Stale),
    };
    let open = Condition::all().add(assignment::Column::Id.eq(held.id)).add(as_seen);
    let set = vec![(assignment::Column::ValidTo, on.into())];
    match session.change::<assignment::Entity>(Action::Write, open, set).await? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}
