//! Templates that tasks are made from.

use sea_orm::{ColumnTrait, Order};
use shared::code::BusinessCode;
use shared::error::Refusal;
use shared::id::TaskTemplateId;
use shared::policy::Action;
use shared::task::template::TaskTemplate;

use crate::error::Error;
use crate::store::entity::task_template::{Column, Entity, Model};
use crate::store::permit::{Act, FunctionPermit, Permit, Versioned};
use crate::store::scope::{Reader, Session};

impl Versioned for Entity {
    fn version_column() -> Column {
        Column::Version
    }

    fn version_of(row: &Model) -> i32 {
        row.version
    }
}

/// Writing what a template says.
#[derive(Debug)]
pub struct ChangeTemplate;

impl Act for ChangeTemplate {
    type Entity = Entity;
    type Id = TaskTemplateId;
    const ACTION: Action = Action::Write;
}

fn read(row: Model) -> Result<TaskTemplate, Error> {
    let Model { id, code, is_active, content, version } = row;
    Ok(TaskTemplate { id, code, is_active, content: serde_json::from_str(&content)?, version })
}

/// All templates, by code.
///
/// # Errors
/// Of the database.
pub async fn all(reader: &Reader) -> Result<Vec<TaskTemplate>, Error> {
    all_for(reader, Action::Read).await
}

async fn all_for(reader: &Reader, action: Action) -> Result<Vec<TaskTemplate>, Error> {
    reader.find_for::<Entity>(action).order(Column::Code, Order::Asc).all().await?.into_iter().map(read).collect()
}

/// How many there are.
///
/// # Errors
/// Of the database.
pub async fn count(session: &Session) -> Result<u64, Error> {
    session.whole::<Entity>().count().await
}

/// One template.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn template(reader: &Reader, id: TaskTemplateId) -> Result<TaskTemplate, Error> {
    read(reader.find::<Entity>().filter(Column::Id.eq(id)).found().await?)
}

/// The templates in use that are made by a type of event, by code; with the types that others are made by. Found for whoever may post
/// events, which is the right to write templates too, and not the one to read them.
///
/// # Errors
/// Of the database.
pub async fn of_event(
    session: &Session,
    event: &BusinessCode,
) -> Result<(Vec<TaskTemplate>, Vec<BusinessCode>), Error> {
    let all = all_for(session, Action::Write).await?;
    let mut made: Vec<TaskTemplate> = all.into_iter().filter(|it| it.is_active).collect();
    let mut known: Vec<BusinessCode> = made.iter().filter_map(|it| it.content.event.clone()).collect();
    known.sort();
    known.dedup();
    made.retain(|it| it.content.event.as_ref() == Some(event));
    Ok((made, known))
}

/// The right to change a template seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit(session: &Session, id: TaskTemplateId, version: i32) -> Result<Permit<ChangeTemplate>, Error> {
    session.permit::<ChangeTemplate>(id, version).await
}

/// Writes a new template.
///
/// # Errors
/// [`Refusal::CodeTaken`].
pub async fn create(session: &Session, _permit: FunctionPermit, it: &TaskTemplate) -> Result<(), Error> {
    if session.whole::<Entity>().filter(Column::Code.eq(it.code.clone())).count().await? > 0 {
        return Err(Refusal::CodeTaken { code: it.code.to_string() }.into());
    }
    let content = serde_json::to_string(&it.content)?;
    let TaskTemplate { id, code, is_active, version, .. } = it.clone();
    session.insert::<Entity>(Model { id, code, is_active, content, version }).await
}

/// Writes what a template says and whether it is in use.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save(session: &Session, permit: Permit<ChangeTemplate>, it: &TaskTemplate) -> Result<(), Error> {
    let content = serde_json::to_string(&it.content)?;
    session.spend(permit, vec![(Column::IsActive, it.is_active.into()), (Column::Content, content.into())]).await
}
