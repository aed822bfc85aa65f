//! Tasks: matters with four parts in columns beside them. Templates, events and nodes are in `task/`.

use sea_orm::{ColumnTrait, Condition, Order, Value};
use shared::code::BusinessCode;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::{Event, Someone};
use shared::person::PostRole;
use shared::policy::Action;
use shared::task::{Task, TaskKind, TaskRole};

use super::entity::{assignment, matter, person, post, post_type, task};
use super::matter::{OpenPermit, SidePermit};
use super::scope::{Reader, Rows, Session};
use crate::error::Error;

pub mod event;
pub mod node;
pub mod template;

/// In which tasks somebody has a part; what is not said does not narrow.
#[derive(Debug, Clone, Default)]
pub struct Part {
    /// Who, as what.
    pub of: Option<(PersonId, TaskRole)>,
    /// Of these kinds.
    pub kinds: Vec<TaskKind>,
}

/// The rows of tasks with such a part.
pub(super) fn with_part<'r>(reader: &'r Reader, part: &Part) -> Rows<'r, task::Entity> {
    use task::Column as C;
    let of = part.of.and_then(|(person, role)| match role {
        TaskRole::Doer => Some(C::DoerId.eq(person)),
        TaskRole::Supervisor => Some(C::SupervisorId.eq(person)),
        TaskRole::Appraiser => Some(C::AppraiserId.eq(person)),
        TaskRole::ResultUser => Some(C::ResultUserId.eq(person)),
        // Those are parts of units: the list of matters narrows by unit.
        TaskRole::Giver | TaskRole::Unit => None,
    });
    let kinds = (!part.kinds.is_empty()).then(|| C::Kind.is_in(part.kinds.clone()));
    reader.find::<task::Entity>().filter(Condition::all().add_option(of).add_option(kinds))
}

fn parts(it: &Task) -> [(task::Column, Option<PersonId>); 4] {
    let id = |someone: &Option<Someone>| someone.as_ref().map(|it| it.id);
    [
        (task::Column::DoerId, id(&it.roles.doer)),
        (task::Column::SupervisorId, id(&it.roles.supervisor)),
        (task::Column::AppraiserId, id(&it.roles.appraiser)),
        (task::Column::ResultUserId, id(&it.roles.result_user)),
    ]
}

/// Writes a new task with the first lines of its time-line.
///
/// # Errors
/// Of the database.
pub async fn open(session: &Session, permit: OpenPermit, it: &Task, events: &[Event]) -> Result<(), Error> {
    super::matter::open(session, permit, it, events).await?;
    let [(_, doer_id), (_, supervisor_id), (_, appraiser_id), (_, result_user_id)] = parts(it);
    let (matter_id, kind) = (it.id, it.kind);
    let row = task::Model { matter_id, kind, doer_id, supervisor_id, appraiser_id, result_user_id };
    session.insert::<task::Entity>(row).await
}

/// Writes a task after a step, with the line of its time-line; says which line that is.
///
/// # Errors
/// [`Error::Stale`] where somebody else took a step meanwhile.
pub async fn save(session: &Session, permit: SidePermit, it: &Task, event: &Event) -> Result<i32, Error> {
    let set = parts(it).into_iter().map(|(column, id)| (column, Value::from(id))).collect();
    session.change::<task::Entity>(Action::Read, task::Column::MatterId.eq(it.id), set).await?;
    super::matter::save(session, permit, it, Some(event)).await
}

/// Some tasks by id, as far as the viewer may see them.
///
/// # Errors
/// Of the database.
pub async fn some(reader: &Reader, ids: &[MatterId]) -> Result<Vec<Task>, Error> {
    let rows = reader.find::<matter::Entity>().filter(matter::Column::Id.is_in(ids.iter().copied()));
    rows.all().await?.into_iter().map(super::matter::whole).collect()
}

/// A person whom a template names or an event is about, with the unit they work in: they are given the task, whoever posts the event.
///
/// # Errors
/// [`Error::NotFound`] where there is none.
pub async fn someone(session: &Session, id: PersonId) -> Result<(Someone, UnitId), Error> {
    let row = session.whole::<person::Entity>().filter(person::Column::Id.eq(id)).found().await?;
    Ok((Someone { id: row.id, name: row.name }, row.unit_id))
}

/// Who holds a post of a class in a unit today: A before B, the first of several by id.
///
/// # Errors
/// Of the database.
pub async fn holder(session: &Session, unit: UnitId, class: &BusinessCode) -> Result<Option<Someone>, Error> {
    use assignment::Column as C;
    let types = session.whole::<post_type::Entity>().filter(post_type::Column::PostClass.eq(class.clone()));
    let posts = session.whole::<post::Entity>().filter(post::Column::UnitId.eq(unit));
    let posts = posts.whose(post::Column::PostTypeId, types, post_type::Column::Id);
    let today = session.today();
    let open = Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(today));
    let held = session.whole::<assignment::Entity>().filter(C::ValidFrom.lte(today)).filter(open);
    let held = held.whose(C::PostId, posts, post::Column::Id).order(C::Id, Order::Asc).all().await?;
    let of = |role: PostRole| held.iter().find(|row| row.role == role);
    match of(PostRole::A).or_else(|| held.first()) {
        Some(row) => Ok(Some(someone(session, row.person_id).await?.0)),
        None => Ok(None),
    }
}
