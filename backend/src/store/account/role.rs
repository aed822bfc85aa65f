//! Roles and what they permit; seeding those that are shipped.

use std::collections::BTreeMap;

use sea_orm::{ColumnTrait, Order};
use shared::account::Role;
use shared::code::RoleCode;
use shared::error::Refusal;
use shared::id::RoleId;
use shared::policy::{Action, BUILT_IN_ROLES, BuiltInRole, Permissions, Resource};

use crate::error::Error;
use crate::store::entity::{role, role_permission};
use crate::store::permit::{Act, FunctionPermit, Permit, Versioned, fresh};
use crate::store::scope::{Happened, Reader, Session};

impl Versioned for role::Entity {
    fn version_column() -> role::Column {
        role::Column::Version
    }

    fn version_of(row: &role::Model) -> i32 {
        row.version
    }
}

/// Changing a role.
#[derive(Debug)]
pub struct ChangeRole;

impl Act for ChangeRole {
    type Entity = role::Entity;
    type Id = RoleId;
    const ACTION: Action = Action::Write;
}

/// All roles, by code.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn roles(reader: &Reader) -> Result<Vec<Role>, Error> {
    let mut permissions: BTreeMap<RoleId, Permissions> = BTreeMap::new();
    for row in reader.find::<role_permission::Entity>().all().await? {
        permissions.entry(row.role_id).or_default().insert((row.resource, row.action));
    }
    let rows = reader.find::<role::Entity>().order(role::Column::Code, Order::Asc).all().await?;
    Ok(rows.into_iter().map(|row| read(row, &mut permissions)).collect())
}

fn read(row: role::Model, permissions: &mut BTreeMap<RoleId, Permissions>) -> Role {
    let role::Model { id, code, name, name_en, built_in, version } = row;
    Role { id, code, name, name_en, built_in, version, permissions: permissions.remove(&id).unwrap_or_default() }
}

/// One role.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn role(reader: &Reader, id: RoleId) -> Result<Role, Error> {
    roles(reader).await?.into_iter().find(|role| role.id == id).ok_or(Error::NotFound)
}

/// The id of a role by its code; the shipped ones are always there unless somebody removed them.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn by_code(reader: &Reader, code: &RoleCode) -> Result<RoleId, Error> {
    reader.find::<role::Entity>().filter(role::Column::Code.eq(code.clone())).found().await.map(|row| row.id)
}

/// The right to change a role seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit(session: &Session, id: RoleId, version: i32) -> Result<Permit<ChangeRole>, Error> {
    session.permit::<ChangeRole>(id, version).await
}

/// Writes a new role.
///
/// # Errors
/// [`Refusal::CodeTaken`] where another role has the code.
pub async fn create(session: &Session, permit: FunctionPermit, role: &Role) -> Result<(), Error> {
    if session.find::<role::Entity>().filter(role::Column::Code.eq(role.code.clone())).count().await? > 0 {
        return Err(Refusal::CodeTaken { code: role.code.to_string() }.into());
    }
    insert(session, &permit, role).await
}

async fn insert(session: &Session, _permit: &FunctionPermit, role: &Role) -> Result<(), Error> {
    let row = role::Model {
        id: role.id,
        code: role.code.clone(),
        name: role.name.clone(),
        name_en: role.name_en.clone(),
        built_in: role.built_in,
        version: role.version,
    };
    session.insert::<role::Entity>(row).await?;
    permissions(session, role).await
}

async fn permissions(session: &Session, role: &Role) -> Result<(), Error> {
    for &(resource, action) in &role.permissions {
        session
            .insert::<role_permission::Entity>(role_permission::Model { role_id: role.id, resource, action })
            .await?;
    }
    Ok(())
}

/// Changes the names and permissions of a role.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save(session: &Session, permit: Permit<ChangeRole>, role: &Role) -> Result<(), Error> {
    let names = vec![
        (role::Column::Code, role.code.clone().into()),
        (role::Column::Name, role.name.clone().into()),
        (role::Column::NameEn, role.name_en.clone().into()),
    ];
    session.spend(permit, names).await?;
    session.remove::<role_permission::Entity>(Action::Write, role_permission::Column::RoleId.eq(role.id)).await?;
    permissions(session, role).await
}

/// Writes the shipped roles into a database that has none. From then on they are data.
///
/// # Errors
/// [`Error::Forbidden`] unless the session is the system's or may write roles.
pub async fn seed_roles(session: &Session) -> Result<(), Error> {
    let permit = session.function(Resource::Role, Action::Write)?;
    if session.find::<role::Entity>().count().await? > 0 {
        return Ok(());
    }
    for shipped in BUILT_IN_ROLES {
        insert(session, &permit, &built_in(shipped)?).await?;
    }
    let summary = format!("{} roles as shipped", BUILT_IN_ROLES.len());
    session.record(Happened { action: "role.seed", subject: "roles".to_owned(), summary, ..Happened::default() });
    Ok(())
}

fn built_in(shipped: &BuiltInRole) -> Result<Role, Error> {
    let permits =
        |&(resource, actions): &(Resource, &'static [Action])| actions.iter().map(move |&action| (resource, action));
    Ok(Role {
        id: fresh()?,
        code: shipped.code.parse().map_err(|error: shared::code::CodeError| Error::internal(error))?,
        name: shipped.name.to_owned(),
        name_en: shipped.name_en.to_owned(),
        built_in: true,
        version: 1,
        permissions: shipped.permissions.iter().flat_map(permits).collect(),
    })
}
