//! Accounts, roles, grants: questions and changes. The objects are in `access/`.

use std::collections::BTreeSet;

use async_graphql::{Context, InputObject, Object};
use shared::code::{LineCode, RoleCode};
use shared::id::{AccountId, GrantId, PersonId, RoleId, UnitId};
use shared::policy::{Action, Resource, ScopeKind};

use super::Result;
use super::page::parts;
use super::scalar::Date;
use super::scope::seen;
use crate::app::access as app;
use crate::app::scope::Scope;
use crate::app::sign_in::SignedInViewer;
use crate::error::Error;
use crate::store::page::Page;

mod account;
mod explain;
mod role;
mod viewer;

pub use account::{Account, AccountConnection, Grant};
pub use explain::{Access, AccessLineConnection};
pub use role::Role;
pub use viewer::{Dictionary, Viewer};

/// Questions about who may do what.
#[derive(Debug, Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// You.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Viewer> {
        let signed_in = ctx.data_opt::<std::sync::Arc<SignedInViewer>>().ok_or(Error::Unauthenticated)?;
        Ok(Viewer::new(Scope::of(ctx)?, signed_in.account.clone()))
    }

    /// The codes of levels, kinds, lines, groups and dimensions, with their names.
    async fn dictionary(&self, ctx: &Context<'_>) -> Result<Dictionary> {
        let scope = Scope::of(ctx)?;
        Ok(Dictionary::new(app::dictionary(&scope).await?))
    }

    /// All roles, by code.
    async fn roles(&self, ctx: &Context<'_>) -> Result<Vec<Role>> {
        let scope = Scope::of(ctx)?;
        Ok(app::all_roles(&scope).await?.into_iter().map(Role::new).collect())
    }

    /// The accounts, by login.
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "Only those whose login or name holds this text.")] search: Option<String>,
    ) -> Result<AccountConnection> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let accounts = app::accounts(&scope, page, search.as_deref()).await?;
        Ok(parts(accounts, |accounts| Account::list(&scope, accounts))?.into())
    }

    /// What this account's holder may see, and through which rule.
    async fn access(&self, ctx: &Context<'_>, #[graphql(desc = "The account.")] account: AccountId) -> Result<Access> {
        let scope = Scope::of(ctx)?;
        let access = app::access(&scope, account).await?;
        Ok(Access::new(&scope, access))
    }

    /// Who may see this unit, and through which rule: one line for each account, grant and resource.
    async fn who_may_see(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unit.")] unit: UnitId,
        #[graphql(desc = "How many, 1 to 100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<AccessLineConnection> {
        let scope = Scope::of(ctx)?;
        let lines = app::who_may_see(&scope, unit, Page::try_new(first, after.as_deref())?).await?;
        Ok(AccessLineConnection::new(&scope, lines)?)
    }
}

/// What a new account is told.
#[derive(InputObject)]
pub struct NewAccount {
    /// What is typed to sign in: 1 to 64 letters, digits, `.`, `-`, `_` or `@`.
    login: String,
    /// 12 to 256 characters of three kinds: a-z, A-Z, 0-9, others.
    password: String,
    /// What is shown, 1 to 200 characters.
    display_name: String,
    /// The person behind it.
    person: Option<PersonId>,
}

/// A role as it shall be.
#[derive(Debug, InputObject)]
pub struct RoleInput {
    /// The role to change; null for a new one.
    id: Option<RoleId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// Its code, unique. A role that is shipped keeps its code.
    code: RoleCode,
    /// Its Chinese name, 1 to 200 characters.
    name: String,
    /// Its English name, 1 to 200 characters.
    name_en: String,
    /// What it permits.
    permissions: Vec<RolePermissionInput>,
}

/// What may be done to a resource.
#[derive(Debug, InputObject)]
pub struct RolePermissionInput {
    /// The resource.
    resource: Resource,
    /// What may be done to it.
    actions: Vec<Action>,
}

impl RoleInput {
    fn read(self) -> std::result::Result<app::RoleInput, Error> {
        let existing = seen(self.id, self.version)?;
        let allowed = |line: RolePermissionInput| line.actions.into_iter().map(move |action| (line.resource, action));
        let permissions = self.permissions.into_iter().flat_map(allowed).collect();
        let Self { code, name, name_en, .. } = self;
        Ok(app::RoleInput { existing, code, name, name_en, permissions })
    }
}

/// What a new grant is told.
#[derive(Debug, InputObject)]
pub struct NewGrant {
    /// To whom.
    account: AccountId,
    /// Which role.
    role: RoleId,
    /// How far it reaches.
    scope: ScopeKind,
    /// The unit it reaches from; needed for OWN_UNIT, OWN_SUBTREE and OWN_LINE_SUBTREE.
    unit: Option<UnitId>,
    /// The units named one by one; needed for ASSIGNED and CUSTOM_UNITS.
    units: Vec<UnitId>,
    /// The business lines it is limited to; needed for OWN_LINE_SUBTREE.
    lines: Vec<LineCode>,
    /// First day.
    valid_from: Date,
}

impl From<NewGrant> for app::NewGrant {
    fn from(input: NewGrant) -> Self {
        let NewGrant { account, role, scope, unit, units, lines, valid_from } = input;
        let (units, lines): (BTreeSet<_>, BTreeSet<_>) = (units.into_iter().collect(), lines.into_iter().collect());
        Self { account, role, scope, unit, units, lines, valid_from: valid_from.0 }
    }
}

/// What is done to accounts, roles and grants.
#[derive(Debug, Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Creates an account. It may do nothing until a role is granted.
    async fn create_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose it is.")] input: NewAccount,
    ) -> Result<Account> {
        let scope = Scope::of(ctx)?;
        let NewAccount { login, password, display_name, person } = input;
        let account = app::create_account(&scope, app::NewAccount { login, password, display_name, person }).await?;
        Ok(Account::new(&scope, account))
    }

    /// Ends an account: it can no longer sign in, and whoever is signed in with it is out.
    async fn disable_account(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The account.")] account: AccountId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<Account> {
        let scope = Scope::of(ctx)?;
        let account = app::disable_account(&scope, account, version).await?;
        Ok(Account::new(&scope, account))
    }

    /// Creates a role or changes one.
    async fn save_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The role as it shall be.")] input: RoleInput,
    ) -> Result<Role> {
        let scope = Scope::of(ctx)?;
        Ok(Role::new(app::save_role(&scope, input.read()?).await?))
    }

    /// Gives a role to an account.
    async fn grant_role(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which role, to whom, on which rows.")] input: NewGrant,
    ) -> Result<Grant> {
        let scope = Scope::of(ctx)?;
        let given = app::grant_role(&scope, input.into()).await?;
        Ok(Grant::load(&scope, given).await?)
    }

    /// Takes a role from an account, from today on.
    async fn revoke_grant(&self, ctx: &Context<'_>, #[graphql(desc = "The grant.")] grant: GrantId) -> Result<Account> {
        let scope = Scope::of(ctx)?;
        let account = app::revoke_grant(&scope, grant).await?;
        Ok(Account::new(&scope, account))
    }
}
