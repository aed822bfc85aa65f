//! Whoever asks, and the dictionary that the page needs before anything else.

use std::collections::BTreeSet;

use async_graphql::{Object, SimpleObject};
use shared::account::Account;
use shared::id::{AccountId, PersonId, UnitId};
use shared::policy::{Action, Resource};

use super::Role;
use crate::app::scope::Scope;
use crate::app::{access, place};
use crate::graphql::Result;
use crate::graphql::place::Place;

/// You: who is signed in and what you may do.
#[derive(Debug)]
pub struct Viewer {
    scope: Scope,
    account: Account,
}

impl Viewer {
    /// Whoever is signed in with the account.
    #[must_use]
    pub const fn new(scope: Scope, account: Account) -> Self {
        Self { scope, account }
    }
}

/// You: who is signed in and what you may do.
#[Object]
impl Viewer {
    /// Your account.
    async fn account(&self) -> AccountId {
        self.account.id
    }

    /// What you type to sign in.
    async fn login(&self) -> &str {
        &self.account.login
    }

    /// What is shown of you.
    async fn display_name(&self) -> &str {
        &self.account.display_name
    }

    /// The person behind your account.
    async fn person(&self) -> Option<PersonId> {
        self.account.person
    }

    /// The unit you work in.
    async fn unit(&self) -> Option<UnitId> {
        self.scope.viewer().home
    }

    /// The roles you have today.
    async fn roles(&self) -> Result<Vec<Role>> {
        Ok(access::own_roles(&self.scope).await?.into_iter().map(Role::new).collect())
    }

    /// Where the cockpit opens: the highest unit whose values you may see, else your post, else yourself; null without any.
    async fn home(&self) -> Result<Option<Place>> {
        Ok(place::home(&self.scope).await?.map(Place::from))
    }

    /// What you may do on some rows at least.
    async fn permissions(&self) -> Vec<Permission> {
        let all: BTreeSet<(Resource, Action)> =
            self.scope.viewer().grants.iter().flat_map(|grant| grant.permissions.iter().copied()).collect();
        all.into_iter().map(|(resource, action)| Permission { resource, action }).collect()
    }
}

/// Something you may do.
#[derive(Debug, SimpleObject)]
pub struct Permission {
    /// To what.
    resource: Resource,
    /// What.
    action: Action,
}

/// The codes of the installation with their names.
#[derive(Debug)]
pub struct Dictionary(Vec<access::Entry>);

impl Dictionary {
    /// A dictionary of all entries.
    #[must_use]
    pub const fn new(entries: Vec<access::Entry>) -> Self {
        Self(entries)
    }

    fn of(&self, category: &str) -> Vec<DictionaryEntry> {
        let entries = self.0.iter().filter(|entry| entry.category == category);
        entries.map(|entry| DictionaryEntry(entry.clone())).collect()
    }
}

/// The codes of the installation with their names.
#[Object]
impl Dictionary {
    /// Levels of the organisation, from the top down.
    async fn levels(&self) -> Vec<DictionaryEntry> {
        self.of("level")
    }

    /// Kinds of units.
    async fn kinds(&self) -> Vec<DictionaryEntry> {
        self.of("kind")
    }

    /// Business lines.
    async fn lines(&self) -> Vec<DictionaryEntry> {
        self.of("line")
    }

    /// Comparison groups: units ranked together.
    async fn groups(&self) -> Vec<DictionaryEntry> {
        self.of("group")
    }

    /// Dimensions of the indicator library.
    async fn dimensions(&self) -> Vec<DictionaryEntry> {
        self.of("dimension")
    }

    /// Dimensions of the cockpit.
    async fn cockpit_dimensions(&self) -> Vec<DictionaryEntry> {
        self.of("cockpit_dimension")
    }
}

/// A code with its names.
#[derive(Debug)]
pub struct DictionaryEntry(access::Entry);

/// A code with its names.
#[Object]
impl DictionaryEntry {
    /// The code.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The Chinese name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The English name.
    async fn name_en(&self) -> &str {
        &self.0.name_en
    }

    /// Its place, lowest first.
    async fn ordinal(&self) -> i32 {
        self.0.ordinal
    }
}
