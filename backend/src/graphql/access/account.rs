//! Accounts and the roles given to them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::Object;
use shared::account::{self, Given, parts};
use shared::code::LineCode;
use shared::id::{AccountId, GrantId, PersonId, UnitId};
use shared::policy::ScopeKind;

use super::Role;
use crate::app::scope::Scope;
use crate::app::{access, organisation};
use crate::error::Error;
use crate::graphql::Result;
use crate::graphql::organisation::Unit;
use crate::graphql::scalar::Date;
use crate::graphql::scope::Once;

/// What is loaded for all accounts of one list.
#[derive(Debug, Default)]
struct Accounts {
    ids: Vec<AccountId>,
    grants: Once<AccountId, Vec<Grant>>,
}

/// Somebody who can sign in.
#[derive(Debug, Clone)]
pub struct Account {
    scope: Scope,
    account: account::Account,
    list: Arc<Accounts>,
}

impl Account {
    /// The accounts of one list: they share what they load.
    #[must_use]
    pub fn list(scope: &Scope, accounts: Vec<account::Account>) -> Vec<Self> {
        let ids = accounts.iter().map(|account| account.id).collect();
        let list = Arc::new(Accounts { ids, grants: Once::default() });
        accounts.into_iter().map(|account| Self { scope: scope.clone(), account, list: Arc::clone(&list) }).collect()
    }

    /// One account.
    #[must_use]
    pub fn new(scope: &Scope, account: account::Account) -> Self {
        let list = Accounts { ids: vec![account.id], grants: Once::default() };
        Self { scope: scope.clone(), account, list: Arc::new(list) }
    }
}

/// Somebody who can sign in.
#[Object]
impl Account {
    /// Its id.
    async fn id(&self) -> AccountId {
        self.account.id
    }

    /// What is typed to sign in, unique.
    async fn login(&self) -> &str {
        &self.account.login
    }

    /// What is shown.
    async fn display_name(&self) -> &str {
        &self.account.display_name
    }

    /// The person behind it.
    async fn person(&self) -> Option<PersonId> {
        self.account.person
    }

    /// Whether it can no longer sign in.
    async fn disabled(&self) -> bool {
        self.account.disabled
    }

    /// The roles given to it, oldest first; those that have ended too.
    async fn grants(&self) -> Result<Vec<Grant>> {
        let load = || async {
            let given = access::grants_of(&*self.scope.reader().await?, &self.list.ids).await?;
            Grant::lists(&self.scope, given).await
        };
        Ok(self.list.grants.of(&self.account.id, load).await?.unwrap_or_default())
    }

    /// Counts its changes: what a mutation must have seen.
    async fn version(&self) -> i32 {
        self.account.version
    }
}

crate::connection!(AccountConnection, AccountEdge, Account, "accounts");

/// A role given to an account on some rows.
#[derive(Debug, Clone)]
pub struct Grant {
    given: Given,
    role: Role,
    unit: Option<Unit>,
    units: Vec<Unit>,
}

fn named(given: &Given) -> impl Iterator<Item = UnitId> {
    let (unit, units, _) = parts(&given.scope);
    unit.into_iter().chain(units)
}

impl Grant {
    /// Lists of grants with their roles and the units they name, as far as these are visible.
    pub(super) async fn lists<K: Ord>(
        scope: &Scope,
        lists: BTreeMap<K, Vec<Given>>,
    ) -> std::result::Result<BTreeMap<K, Vec<Self>>, Error> {
        let roles = access::roles_by_id(scope).await?;
        let ids: BTreeSet<UnitId> = lists.values().flatten().flat_map(named).collect();
        let units = organisation::units(&*scope.reader().await?, ids).await?.into_values().collect();
        let units = Unit::list(scope, units, scope.today());
        let units: BTreeMap<UnitId, Unit> = units.into_iter().map(|unit| (unit.key(), unit)).collect();
        let whole = |given: Given| {
            let (unit, named, _) = parts(&given.scope);
            Some(Self {
                role: Role::new(roles.get(&given.role)?.clone()),
                unit: unit.and_then(|unit| units.get(&unit).cloned()),
                units: named.iter().filter_map(|unit| units.get(unit).cloned()).collect(),
                given,
            })
        };
        Ok(lists.into_iter().map(|(key, given)| (key, given.into_iter().filter_map(whole).collect())).collect())
    }

    /// One grant.
    ///
    /// # Errors
    /// [`Error::NotFound`] where its role is gone.
    pub async fn load(scope: &Scope, given: Given) -> std::result::Result<Self, Error> {
        let mut lists = Self::lists(scope, BTreeMap::from([((), vec![given])])).await?;
        lists.remove(&()).and_then(|mut list| list.pop()).ok_or(Error::NotFound)
    }
}

/// A role given to an account on some rows.
#[Object]
impl Grant {
    /// Its id.
    async fn id(&self) -> GrantId {
        self.given.id
    }

    /// The role.
    async fn role(&self) -> &Role {
        &self.role
    }

    /// How far it reaches.
    async fn scope(&self) -> ScopeKind {
        self.given.scope.kind()
    }

    /// The unit it reaches from; null where its scope takes none or you may not see it.
    async fn unit(&self) -> Option<&Unit> {
        self.unit.as_ref()
    }

    /// The units named one by one that you may see.
    async fn units(&self) -> &[Unit] {
        &self.units
    }

    /// The business lines it is limited to.
    async fn lines(&self) -> Vec<LineCode> {
        parts(&self.given.scope).2
    }

    /// First day.
    async fn valid_from(&self) -> Date {
        Date(self.given.valid_from)
    }

    /// First day it no longer holds; null while it does.
    async fn valid_to(&self) -> Option<Date> {
        self.given.valid_to.map(Date)
    }
}
