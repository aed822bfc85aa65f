//! What may this account see, and who may see this unit: computed by the policy that is enforced, so that the two cannot differ.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::account::{Account, Given, Role};
use shared::code::LineCode;
use shared::id::{AccountId, RoleId, UnitId};
use shared::organisation::Unit;
use shared::policy::{Action, Grant, Owned, Ownership, Purpose, Reach, Resource, ScopeKind, Viewer, allows};

use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::account::{self, grant, role};
use crate::store::page::{Key, Page, Slice};
use crate::store::{Reader, organisation};

/// What one grant does to one resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// The grant.
    pub grant: shared::id::GrantId,
    /// Its role.
    pub role: Role,
    /// The resource.
    pub resource: Resource,
    /// What may be done to it.
    pub actions: BTreeSet<Action>,
    /// How far it reaches.
    pub scope: ScopeKind,
    /// How many units it reaches, of those the asker sees.
    pub unit_count: u64,
    /// The unit it reaches from, if the asker sees it.
    pub unit_name: Option<String>,
    /// The lines it is limited to.
    pub lines: BTreeSet<LineCode>,
}

/// What an account may see.
#[derive(Debug, Clone)]
pub struct Access {
    /// The account.
    pub account: Account,
    /// Through which rules.
    pub rules: Vec<Rule>,
    /// The first hundred units by code, of those the asker sees too.
    pub units: Vec<Unit>,
    /// How many there are of those.
    pub unit_count: u64,
}

/// One reason why an account may see a unit.
#[derive(Debug, Clone)]
pub struct Line {
    /// The account.
    pub account: Account,
    /// The rule.
    pub rule: Rule,
}

/// How many units are listed by name.
const MOST_UNITS: u64 = 100;

/// Resources whose rows belong to a unit: what seeing a unit can mean.
const OF_UNITS: [Resource; 7] = [
    Resource::Organisation,
    Resource::Person,
    Resource::PersonDetail,
    Resource::Cell,
    Resource::PersonCell,
    Resource::Target,
    Resource::ManualValue,
];

/// Accounts with the viewers they stand for, their grants, and all roles. Read by the system: the asker needs no right on the persons
/// behind the accounts.
struct Everybody {
    viewers: Vec<(Account, Viewer)>,
    given: BTreeMap<AccountId, Vec<Given>>,
    roles: BTreeMap<RoleId, Role>,
}

/// What the system sees: the side of the policy that the asker need not see.
pub(super) async fn system(scope: &Scope) -> Result<Reader, Error> {
    scope.store().reader(Arc::new(Viewer::system(Purpose::SignIn)), scope.now()).await
}

impl Everybody {
    async fn load(reader: &Reader, accounts: Vec<Account>) -> Result<Self, Error> {
        let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
        let viewers = account::viewers(reader, &accounts).await?;
        Ok(Self {
            viewers: accounts.into_iter().zip(viewers).collect(),
            given: grant::of(reader, &ids).await?,
            roles: role::roles(reader).await?.into_iter().map(|role| (role.id, role)).collect(),
        })
    }

    /// The viewer with one of its grants alone, the role of that grant, and each resource the role speaks of.
    fn rules<'a>(&'a self, account: &'a Account, viewer: &'a Viewer) -> impl Iterator<Item = (Alone, Rule)> + 'a {
        viewer.grants.iter().flat_map(move |grant| {
            let role = self.role_of(account.id, grant);
            let alone = Alone { viewer: Viewer { grants: vec![grant.clone()], ..viewer.clone() } };
            let resources: BTreeSet<Resource> = grant.permissions.iter().map(|(resource, _)| *resource).collect();
            role.into_iter().flat_map(move |role| {
                let alone = alone.clone();
                resources.clone().into_iter().map(move |resource| (alone.clone(), rule(grant, role, resource)))
            })
        })
    }

    fn role_of(&self, account: AccountId, grant: &Grant) -> Option<&Role> {
        let given = self.given.get(&account)?.iter().find(|given| given.id == grant.id)?;
        self.roles.get(&given.role)
    }
}

fn rule(grant: &Grant, role: &Role, resource: Resource) -> Rule {
    let actions = grant.permissions.iter().filter(|(of, _)| *of == resource).map(|(_, action)| *action).collect();
    let (_, _, lines) = shared::account::parts(&grant.scope);
    Rule {
        grant: grant.id,
        role: role.clone(),
        resource,
        actions,
        scope: grant.scope.kind(),
        unit_count: 0,
        unit_name: None,
        lines: lines.into_iter().collect(),
    }
}

/// A viewer with one grant.
#[derive(Debug, Clone)]
struct Alone {
    viewer: Viewer,
}

impl Alone {
    /// The units on which rows of the resource are reached. Values and persons have lines of their own: a line below a unit reaches
    /// the rows of that line in every unit below it.
    fn reach(&self, rule: &Rule) -> Reach {
        let Some(&action) = rule.actions.first() else { return Reach::default() };
        let mut reach = self.viewer.reach(rule.resource, action);
        if matches!(rule.resource, Resource::Cell | Resource::PersonCell) {
            reach.subtrees.extend(std::mem::take(&mut reach.line_subtrees).into_keys());
        }
        reach
    }

    /// The unit the grant reaches from.
    fn unit(&self) -> Option<UnitId> {
        self.viewer.grants.first().and_then(|grant| shared::account::parts(&grant.scope).0)
    }

    /// Whether rows of the resource in the unit may be read.
    fn sees(&self, rule: &Rule, unit: &Unit, at_or_above: &BTreeSet<UnitId>) -> bool {
        let of_value = matches!(rule.resource, Resource::Cell | Resource::PersonCell);
        let line = if of_value { rule.lines.first().cloned() } else { unit.line.clone() };
        let row = Owned { unit: Some(unit.id), line, ..Owned::default() };
        let below = |top: UnitId, at: UnitId| at == unit.id && at_or_above.contains(&top);
        allows(&self.viewer, Action::Read, Ownership::Unit(rule.resource), &row, below)
    }
}

/// What an account may see, and through which rules.
///
/// # Errors
/// [`Error::Forbidden`] where the asker may not read accounts; [`Error::NotFound`] where there is no such account.
pub async fn access(scope: &Scope, id: AccountId) -> Result<Access, Error> {
    let reader = scope.reader().await?;
    account::demand_reading(&reader)?;
    let account = account::account(&reader, id).await?;
    let everybody = Everybody::load(&system(scope).await?, vec![account.clone()]).await?;
    let mut access = Access { account, rules: Vec::new(), units: Vec::new(), unit_count: 0 };
    for (account, viewer) in &everybody.viewers {
        for (alone, rule) in everybody.rules(account, viewer) {
            access.rules.push(counted(&reader, &alone, rule).await?);
        }
        access.units = organisation::seen_by(&reader, viewer, Resource::Organisation, MOST_UNITS).await?;
        access.unit_count = organisation::count_seen_by(&reader, viewer, Resource::Organisation).await?;
    }
    Ok(access)
}

async fn counted(reader: &Reader, alone: &Alone, rule: Rule) -> Result<Rule, Error> {
    let unit_count = organisation::count_within(reader, &alone.reach(&rule)).await?;
    let unit = organisation::units(reader, alone.unit()).await?.into_values().next();
    Ok(Rule { unit_count, unit_name: unit.map(|unit| unit.name), ..rule })
}

/// Who may see a unit, and through which rule: one line for each account, grant and resource, by login.
///
/// # Errors
/// [`Error::Forbidden`] where the asker may not read accounts; [`Error::NotFound`] where the asker does not see the unit.
pub async fn who_may_see(scope: &Scope, unit: UnitId, page: Page) -> Result<Slice<Line>, Error> {
    let reader = scope.reader().await?;
    account::demand_reading(&reader)?;
    let unit = organisation::unit(&reader, unit).await?;
    let system = system(scope).await?;
    let at_or_above = organisation::at_or_above(&system, unit.id).await?;
    let everybody = Everybody::load(&system, account::enabled(&system).await?).await?;
    let mut lines = Vec::new();
    for (account, viewer) in &everybody.viewers {
        for (alone, rule) in everybody.rules(account, viewer) {
            if OF_UNITS.contains(&rule.resource) && alone.sees(&rule, &unit, &at_or_above) {
                lines.push((key(account, &rule), account, alone, rule));
            }
        }
    }
    lines.sort_by(|(left, ..), (right, ..)| left.cmp(right));
    let total = u64::try_from(lines.len()).unwrap_or(u64::MAX);
    let after = match page.after {
        Some(Key::Text(after)) => Some(after),
        Some(Key::Number(_) | Key::Moment(_) | Key::MomentText(..)) | None => None,
    };
    let mut rest = lines.into_iter().filter(|(key, ..)| after.as_ref().is_none_or(|after| key > after));
    let most = usize::try_from(page.first).unwrap_or(usize::MAX);
    let mut rows = Vec::new();
    for (key, account, alone, rule) in rest.by_ref().take(most) {
        let rule = counted(&reader, &alone, rule).await?;
        rows.push((Key::Text(key), Line { account: account.clone(), rule }));
    }
    Ok(Slice { rows, has_next: rest.next().is_some(), total })
}

fn key(account: &Account, rule: &Rule) -> String {
    format!("{}\u{0}{}\u{0}{}", account.login, rule.grant, rule.resource)
}
