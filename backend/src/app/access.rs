//! Accounts, roles and grants: what is done to them. What they come to for rows is in `explain`, by the policy that is enforced.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use shared::account::{Account, Given, Role, is_strong, scope as scope_of};
use shared::code::{LineCode, RoleCode};
use shared::id::{AccountId, GrantId, PersonId, RoleId, UnitId};
use shared::policy::{Action, Permissions, Resource, ScopeKind};

use super::organisation::named;
use super::password;
use super::scope::Scope;
use crate::error::Error;
use crate::store::account::{self, grant, role};
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Session, dictionary, organisation, people};

mod explain;

pub use crate::store::account::{account, grant::of as grants_of, page as accounts_page, role::role, role::roles};
pub use crate::store::dictionary::Entry;
pub use explain::{Access, Line, Rule, access, who_may_see};

/// What a new account is told.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// What is typed to sign in.
    pub login: String,
    /// The password: 12 characters or more of three kinds.
    pub password: String,
    /// What is shown.
    pub display_name: String,
    /// The person behind it.
    pub person: Option<PersonId>,
}

/// A role as it shall be.
#[derive(Debug, Clone)]
pub struct RoleInput {
    /// The role to change and the version seen; none for a new one.
    pub existing: Option<(RoleId, i32)>,
    /// Its code.
    pub code: RoleCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// What it permits.
    pub permissions: Permissions,
}

/// What a new grant is told.
#[derive(Debug, Clone)]
pub struct NewGrant {
    /// To whom.
    pub account: AccountId,
    /// Which role.
    pub role: RoleId,
    /// How far it reaches.
    pub scope: ScopeKind,
    /// The unit it reaches from.
    pub unit: Option<UnitId>,
    /// The units named one by one.
    pub units: BTreeSet<UnitId>,
    /// The lines it is limited to.
    pub lines: BTreeSet<LineCode>,
    /// First day.
    pub valid_from: NaiveDate,
}

/// All dictionary entries.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn dictionary(scope: &Scope) -> Result<Vec<Entry>, Error> {
    dictionary::entries(&*scope.reader().await?).await
}

/// All roles, by code.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read roles.
pub async fn all_roles(scope: &Scope) -> Result<Vec<Role>, Error> {
    let reader = scope.reader().await?;
    reader.demand(Resource::Role, Action::Read)?;
    role::roles(&reader).await
}

/// The roles the viewer has today: whoever has a role may know what it is.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn own_roles(scope: &Scope) -> Result<Vec<Role>, Error> {
    let own: BTreeSet<&RoleCode> = scope.viewer().grants.iter().map(|grant| &grant.role).collect();
    let roles = role::roles(&explain::system(scope).await?).await?;
    Ok(roles.into_iter().filter(|role| own.contains(&role.code)).collect())
}

/// All roles by id, for whoever may read the accounts that have them.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read accounts.
pub async fn roles_by_id(scope: &Scope) -> Result<BTreeMap<RoleId, Role>, Error> {
    account::demand_reading(&*scope.reader().await?)?;
    let roles = role::roles(&explain::system(scope).await?).await?;
    Ok(roles.into_iter().map(|role| (role.id, role)).collect())
}

/// A page of accounts by login.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read accounts.
pub async fn accounts(scope: &Scope, page: Page, search: Option<&str>) -> Result<Slice<Account>, Error> {
    let reader = scope.reader().await?;
    account::demand_reading(&reader)?;
    account::page(&reader, page, search).await
}

/// The account with a login.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read accounts.
pub async fn by_login(scope: &Scope, login: &str) -> Result<Option<Account>, Error> {
    let reader = scope.reader().await?;
    account::demand_reading(&reader)?;
    Ok(account::with_password(&reader, login).await?.map(|(account, _)| account))
}

/// The role with a code.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn role_by_code(scope: &Scope, code: &RoleCode) -> Result<RoleId, Error> {
    role::by_code(&*scope.reader().await?, code).await
}

/// A login without the blanks around it.
fn login(login: &str) -> Result<String, Error> {
    let login = login.trim();
    let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | '@');
    let fits = (1..=64).contains(&login.chars().count()) && login.chars().all(plain);
    if fits {
        Ok(login.to_owned())
    } else {
        Err(Error::invalid("input.login", "a login has 1 to 64 letters, digits, `.`, `-`, `_` or `@`"))
    }
}

/// Refuses a password that is too easy to guess.
///
/// # Errors
/// [`Error::Invalid`] naming the field.
pub fn strong(field: &str, password: String) -> Result<String, Error> {
    if is_strong(&password) {
        Ok(password)
    } else {
        Err(Error::invalid(field, "a password has 12 to 256 characters of three kinds: a-z, A-Z, 0-9, others"))
    }
}

fn record(session: &Session, action: &'static str, subject: String, summary: String, after: serde_json::Value) {
    session.record(Happened { action, subject, summary, after: Some(after.to_string()), ..Happened::default() });
}

/// Creates an account. It may do nothing until a role is granted.
///
/// # Errors
/// [`Error::Invalid`] for the login, the name or the password; [`Error::Forbidden`]; [`Refusal::CodeTaken`] for the login.
pub async fn create_account(scope: &Scope, new: NewAccount) -> Result<Account, Error> {
    let account = Account {
        id: fresh()?,
        login: login(&new.login)?,
        display_name: named("input.displayName", &new.display_name)?,
        person: new.person,
        disabled: false,
        version: 1,
    };
    // Hashed before the transaction begins: it takes longer than anybody should wait for the database.
    scope.reader().await?.demand(Resource::Account, Action::Write)?;
    let hash = password::hash(strong("input.password", new.password)?).await?;
    let session = scope.begin().await?;
    let permit = session.function(Resource::Account, Action::Write)?;
    if let Some(person) = account.person {
        people::person(&session, person).await?;
    }
    account::create(&session, permit, &account, hash).await?;
    let after = serde_json::json!({ "login": account.login, "person": account.person });
    record(&session, "account.create", subject(account.id), format!("account {} created", account.login), after);
    session.commit().await?;
    Ok(account)
}

fn subject(account: AccountId) -> String {
    format!("account-{account}")
}

/// Ends an account: it can no longer sign in, and whoever is signed in with it is out.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn disable_account(scope: &Scope, id: AccountId, seen: i32) -> Result<Account, Error> {
    let session = scope.begin().await?;
    let permit = account::permit(&session, id, seen).await?;
    account::disable(&session, permit).await?;
    let account = account::account(&session, id).await?;
    let after = serde_json::json!({ "disabled": true });
    record(&session, "account.disable", subject(id), format!("account {} disabled", account.login), after);
    session.commit().await?;
    Ok(account)
}

/// Sets the password of an account; whoever is signed in with it is out.
///
/// # Errors
/// [`Error::Invalid`] for the password; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`].
pub async fn set_password(scope: &Scope, id: AccountId, seen: i32, password: String) -> Result<(), Error> {
    let hash = password::hash(strong("password", password)?).await?;
    let session = scope.begin().await?;
    let permit = account::permit(&session, id, seen).await?;
    account::set_password(&session, permit, hash).await?;
    record(&session, "account.password", subject(id), "a new password was set".to_owned(), serde_json::json!({}));
    session.commit().await
}

/// Creates a role or changes one. One that is shipped keeps its code.
///
/// # Errors
/// [`Refusal::BuiltIn`], [`Refusal::CodeTaken`]; [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`], [`Error::Invalid`].
pub async fn save_role(scope: &Scope, input: RoleInput) -> Result<Role, Error> {
    let session = scope.begin().await?;
    let (name, name_en) = (named("input.name", &input.name)?, named("input.nameEn", &input.name_en)?);
    let (before, role) = match input.existing {
        None => {
            let permit = session.function(Resource::Role, Action::Write)?;
            let (code, permissions) = (input.code, input.permissions);
            let role = Role { id: fresh()?, code, name, name_en, built_in: false, version: 1, permissions };
            role::create(&session, permit, &role).await?;
            (None, role)
        }
        Some((id, seen)) => {
            let permit = role::permit(&session, id, seen).await?;
            let before = role::role(&session, id).await?;
            let role = before.clone().changed(input.code, name, name_en, input.permissions)?;
            role::save(&session, permit, &role).await?;
            (Some(before), role)
        }
    };
    session.record(Happened {
        action: "role.save",
        subject: format!("role-{}", role.id),
        summary: format!("role {} saved", role.code),
        before: before.as_ref().map(described),
        after: Some(described(&role)),
        reason: None,
    });
    session.commit().await?;
    Ok(role)
}

fn described(role: &Role) -> String {
    let permissions: Vec<String> =
        role.permissions.iter().map(|(resource, action)| format!("{resource}:{action}")).collect();
    serde_json::json!({ "code": role.code, "name": role.name, "nameEn": role.name_en, "permissions": permissions })
        .to_string()
}

/// Gives a role to an account.
///
/// # Errors
/// [`Error::Invalid`] where the scope lacks what its kind takes; [`Error::NotFound`] for the account, the role or a unit;
/// [`Error::Forbidden`].
pub async fn grant_role(scope: &Scope, new: NewGrant) -> Result<Given, Error> {
    let session = scope.begin().await?;
    let permit = session.function(Resource::Account, Action::Write)?;
    let account = account::account(&session, new.account).await?;
    let role = role::role(&session, new.role).await?;
    let named_units: BTreeSet<UnitId> = new.unit.into_iter().chain(new.units.iter().copied()).collect();
    if organisation::units(&session, named_units.iter().copied()).await?.len() != named_units.len() {
        return Err(Error::NotFound);
    }
    let reach = scope_of(new.scope, new.unit, new.units, new.lines);
    let given = Given {
        id: fresh()?,
        account: new.account,
        role: new.role,
        scope: reach.map_err(|error| Error::invalid("input.scope", error.to_string()))?,
        valid_from: new.valid_from,
        valid_to: None,
    };
    grant::create(&session, permit, &given).await?;
    let after = serde_json::json!({ "role": role.code, "scope": given.scope, "validFrom": given.valid_from });
    let summary = format!("role {} granted to {}", role.code, account.login);
    record(&session, "grant.create", subject(account.id), summary, after);
    session.commit().await?;
    Ok(given)
}

/// Takes a grant back, from today on.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`] where it has ended.
pub async fn revoke_grant(scope: &Scope, id: GrantId) -> Result<Account, Error> {
    let session = scope.begin().await?;
    account::demand_reading(&session)?;
    let given = grant::grant(&session, id).await?;
    let permit = session.function(Resource::Account, Action::Write)?;
    let account = account::account(&session, given.account).await?;
    grant::end(&session, permit, id, scope.today()).await?;
    let after = serde_json::json!({ "grant": id, "validTo": scope.today() });
    record(&session, "grant.revoke", subject(account.id), format!("a role was taken from {}", account.login), after);
    session.commit().await?;
    Ok(account)
}
