//! Roles.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Object, SimpleObject};
use shared::account;
use shared::code::RoleCode;
use shared::id::RoleId;
use shared::policy::{Action, Resource};

/// A role: what may be done, without saying on which rows.
#[derive(Debug, Clone)]
pub struct Role(Arc<account::Role>);

impl Role {
    /// A role.
    #[must_use]
    pub fn new(role: account::Role) -> Self {
        Self(Arc::new(role))
    }
}

/// A role: what may be done, without saying on which rows.
#[Object]
impl Role {
    /// Its id.
    async fn id(&self) -> RoleId {
        self.0.id
    }

    /// Its code, unique.
    async fn code(&self) -> &RoleCode {
        &self.0.code
    }

    /// Its Chinese name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its English name.
    async fn name_en(&self) -> &str {
        &self.0.name_en
    }

    /// Whether it is shipped, and so keeps its code.
    async fn built_in(&self) -> bool {
        self.0.built_in
    }

    /// Counts its changes: what a mutation must have seen.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// What it permits.
    async fn permissions(&self) -> Vec<RolePermission> {
        let mut by_resource: BTreeMap<Resource, Vec<Action>> = BTreeMap::new();
        for &(resource, action) in &self.0.permissions {
            by_resource.entry(resource).or_default().push(action);
        }
        by_resource.into_iter().map(|(resource, actions)| RolePermission { resource, actions }).collect()
    }
}

/// What a role may do to a resource.
#[derive(Debug, SimpleObject)]
pub struct RolePermission {
    /// The resource.
    resource: Resource,
    /// What may be done to it.
    actions: Vec<Action>,
}
