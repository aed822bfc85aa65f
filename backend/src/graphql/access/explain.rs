//! What an account may see, and who may see a unit.

use async_graphql::{Object, SimpleObject};
use shared::code::LineCode;
use shared::id::GrantId;
use shared::policy::{Action, Resource, ScopeKind};

use super::{Account, Role};
use crate::app::access as app;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::organisation::Unit;
use crate::graphql::page::{PageInfo, parts};
use crate::store::page::Slice;

/// What an account may see.
#[derive(SimpleObject)]
pub struct Access {
    /// The account.
    account: Account,
    /// Through which rules: one for each grant and resource.
    lines: Vec<AccessRule>,
    /// The first hundred units it may see, by code, of those you may see too.
    units: Vec<Unit>,
    /// How many such units there are.
    unit_count: i64,
}

impl Access {
    /// What an account may see.
    #[must_use]
    pub fn new(scope: &Scope, access: app::Access) -> Self {
        let app::Access { account, rules, units, unit_count } = access;
        Self {
            account: Account::new(scope, account),
            lines: rules.into_iter().map(AccessRule).collect(),
            units: Unit::list(scope, units, scope.today()),
            unit_count: i64::try_from(unit_count).unwrap_or(i64::MAX),
        }
    }
}

/// What one grant permits on one resource.
#[derive(Debug, Clone)]
pub struct AccessRule(app::Rule);

/// What one grant permits on one resource.
#[Object]
impl AccessRule {
    /// The grant.
    async fn grant(&self) -> GrantId {
        self.0.grant
    }

    /// Its role.
    async fn role(&self) -> Role {
        Role::new(self.0.role.clone())
    }

    /// The resource.
    async fn resource(&self) -> Resource {
        self.0.resource
    }

    /// What may be done to it.
    async fn actions(&self) -> Vec<Action> {
        self.0.actions.iter().copied().collect()
    }

    /// How far it reaches.
    async fn scope(&self) -> ScopeKind {
        self.0.scope
    }

    /// How many units it reaches, of those you may see.
    async fn unit_count(&self) -> i64 {
        i64::try_from(self.0.unit_count).unwrap_or(i64::MAX)
    }

    /// The unit it reaches from; null where its scope takes none or you may not see it.
    async fn unit_name(&self) -> Option<&str> {
        self.0.unit_name.as_deref()
    }

    /// The business lines it is limited to.
    async fn lines(&self) -> Vec<LineCode> {
        self.0.lines.iter().cloned().collect()
    }
}

/// One reason why an account may see a unit.
#[derive(Clone, SimpleObject)]
pub struct AccessLine {
    /// The account.
    account: Account,
    /// The rule.
    rule: AccessRule,
}

/// A page of reasons why accounts may see a unit.
#[derive(SimpleObject)]
pub struct AccessLineConnection {
    /// The lines of this page.
    nodes: Vec<AccessLine>,
    /// Where this page ends.
    page_info: PageInfo,
    /// How many there are in all.
    total_count: i64,
}

impl AccessLineConnection {
    /// A page of lines.
    ///
    /// # Errors
    /// [`Error::Internal`] where a cursor cannot be written.
    pub fn new(scope: &Scope, lines: Slice<app::Line>) -> Result<Self, Error> {
        let wrap = |lines: Vec<app::Line>| {
            let (accounts, rules): (Vec<_>, Vec<_>) = lines.into_iter().map(|line| (line.account, line.rule)).unzip();
            let accounts = Account::list(scope, accounts).into_iter();
            accounts.zip(rules).map(|(account, rule)| AccessLine { account, rule: AccessRule(rule) }).collect()
        };
        let parts = parts(lines, wrap)?;
        let nodes = parts.edges.into_iter().map(|(_, node)| node).collect();
        Ok(Self { nodes, page_info: parts.page_info, total_count: parts.total_count })
    }
}
