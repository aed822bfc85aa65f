//! Accounts and the viewers they stand for. Roles, grants and sessions have files of their own; hashing passwords is the app's.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait, Condition, Order};
use shared::account::{Account, Given, Role};
use shared::error::Refusal;
use shared::id::{AccountId, PersonId, PostId, RoleId, UnitId};
use shared::policy::{Action, Actor, Resource, Viewer};

use super::entity::{account, assignment, person};
use super::page::{Key, Page, Slice, matching};
use super::permit::{Act, FunctionPermit, Permit, Versioned};
use super::scope::{Reader, Session};
use crate::error::Error;

pub mod grant;
pub mod recipient;
pub mod role;
pub mod session;

impl From<account::Model> for Account {
    fn from(row: account::Model) -> Self {
        let account::Model { id, login, display_name, person_id, disabled, version, password_hash: _ } = row;
        Self { id, login, display_name, person: person_id, disabled, version }
    }
}

impl Versioned for account::Entity {
    fn version_column() -> account::Column {
        account::Column::Version
    }

    fn version_of(row: &account::Model) -> i32 {
        row.version
    }
}

/// Changing an account.
#[derive(Debug)]
pub struct ChangeAccount;

impl Act for ChangeAccount {
    type Entity = account::Entity;
    type Id = AccountId;
    const ACTION: Action = Action::Write;
}

/// One account.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn account(reader: &Reader, id: AccountId) -> Result<Account, Error> {
    reader.find::<account::Entity>().filter(account::Column::Id.eq(id)).found().await.map(Into::into)
}

/// Some accounts.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn accounts(reader: &Reader, ids: &[AccountId]) -> Result<Vec<Account>, Error> {
    let rows = reader.find::<account::Entity>().filter(account::Column::Id.is_in(ids.iter().copied()));
    Ok(rows.all().await?.into_iter().map(Into::into).collect())
}

/// The account with a login and the hash of its password, if there is one.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn with_password(reader: &Reader, login: &str) -> Result<Option<(Account, String)>, Error> {
    let row = reader.find::<account::Entity>().filter(account::Column::Login.eq(login)).one().await?;
    Ok(row.map(|row| {
        let hash = row.password_hash.clone();
        (row.into(), hash)
    }))
}

/// A page of accounts by login, of those whose login or name holds `search`.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn page(reader: &Reader, page: Page, search: Option<&str>) -> Result<Slice<Account>, Error> {
    let mut rows = reader.find::<account::Entity>();
    if let Some(search) = search {
        rows = rows.filter(matching(search, [account::Column::Login, account::Column::DisplayName]));
    }
    let slice = rows.page(page, account::Column::Login, Order::Asc, |row| Key::Text(row.login.clone())).await?;
    slice.try_map(|row| Ok(row.into()))
}

/// All accounts that can sign in, by login.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn enabled(reader: &Reader) -> Result<Vec<Account>, Error> {
    let rows = reader.find::<account::Entity>().filter(account::Column::Disabled.eq(false));
    Ok(rows.order(account::Column::Login, Order::Asc).all().await?.into_iter().map(Into::into).collect())
}

/// The viewers that accounts stand for today: what row permission decides by. To be read by the system, since whoever signs in is
/// nobody yet and whoever asks who may see what need not see the persons behind the accounts.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn viewers(reader: &Reader, accounts: &[Account]) -> Result<Vec<Viewer>, Error> {
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    let persons: Vec<PersonId> = accounts.iter().filter_map(|account| account.person).collect();
    let roles: BTreeMap<RoleId, Role> = role::roles(reader).await?.into_iter().map(|role| (role.id, role)).collect();
    let given = grant::of(reader, &ids).await?;
    let homes = homes(reader, &persons).await?;
    let posts = posts(reader, &persons).await?;
    let viewer = |account: &Account| Viewer {
        actor: Actor::Account(account.id),
        person: account.person,
        home: account.person.and_then(|person| homes.get(&person).copied()),
        posts: account.person.and_then(|person| posts.get(&person).cloned()).unwrap_or_default(),
        grants: grants_today(reader, given.get(&account.id).map_or(&[], Vec::as_slice), &roles),
    };
    Ok(accounts.iter().map(viewer).collect())
}

fn grants_today(reader: &Reader, given: &[Given], roles: &BTreeMap<RoleId, Role>) -> Vec<shared::policy::Grant> {
    given.iter().filter_map(|given| given.on(reader.today(), roles.get(&given.role)?)).collect()
}

async fn homes(reader: &Reader, persons: &[PersonId]) -> Result<BTreeMap<PersonId, UnitId>, Error> {
    let rows = reader.find::<person::Entity>().filter(person::Column::Id.is_in(persons.iter().copied())).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row.unit_id)).collect())
}

async fn posts(reader: &Reader, persons: &[PersonId]) -> Result<BTreeMap<PersonId, BTreeSet<PostId>>, Error> {
    let today = reader.today();
    let held = Condition::all()
        .add(assignment::Column::PersonId.is_in(persons.iter().copied()))
        .add(assignment::Column::ValidFrom.lte(today))
        .add(assignment::Column::ValidTo.is_null().or(assignment::Column::ValidTo.gt(today)));
    let mut posts: BTreeMap<PersonId, BTreeSet<PostId>> = BTreeMap::new();
    for row in reader.find::<assignment::Entity>().filter(held).all().await? {
        posts.entry(row.person_id).or_default().insert(row.post_id);
    }
    Ok(posts)
}

/// A new account with its password already hashed.
///
/// # Errors
/// [`Refusal::CodeTaken`] where the login is taken.
pub async fn create(session: &Session, _permit: FunctionPermit, account: &Account, hash: String) -> Result<(), Error> {
    let taken = session.find::<account::Entity>().filter(account::Column::Login.eq(account.login.as_str()));
    if taken.count().await? > 0 {
        return Err(Refusal::CodeTaken { code: account.login.clone() }.into());
    }
    let row = account::Model {
        id: account.id,
        login: account.login.clone(),
        display_name: account.display_name.clone(),
        password_hash: hash,
        person_id: account.person,
        disabled: account.disabled,
        version: account.version,
    };
    session.insert::<account::Entity>(row).await
}

/// The right to change an account seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn permit(session: &Session, id: AccountId, version: i32) -> Result<Permit<ChangeAccount>, Error> {
    session.permit::<ChangeAccount>(id, version).await
}

/// Ends an account: it can no longer sign in, and its sessions are over.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn disable(session: &Session, permit: Permit<ChangeAccount>) -> Result<(), Error> {
    let id = permit.id();
    session.spend(permit, vec![(account::Column::Disabled, true.into())]).await?;
    session::end_all(session, id).await
}

/// Sets the hash of an account's password; its sessions are over.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn set_password(session: &Session, permit: Permit<ChangeAccount>, hash: String) -> Result<(), Error> {
    let id = permit.id();
    session.spend(permit, vec![(account::Column::PasswordHash, hash.into())]).await?;
    session::end_all(session, id).await
}

/// Refuses where the viewer may not read accounts.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn demand_reading(reader: &Reader) -> Result<(), Error> {
    reader.demand(Resource::Account, Action::Read)
}
