//! Whom to tell: the accounts that answer for a unit or person, that order for it, or that keep the rules. What is found decides whose
//! inbox is written to and is shown to nobody; whoever is told reads within what they may see.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, Order};
use shared::code::LineCode;
use shared::id::{AccountId, GrantId, PersonId, RoleId, UnitId};
use shared::matter::{Parties, Recipient, Side};
use shared::policy::{Action, Actor, Resource, ScopeKind};

use crate::error::Error;
use crate::store::entity::{account, account_grant, grant_line, person, role_permission, unit_closure};
use crate::store::scope::{Reader, Session};

/// How the viewer is called in a time-line: by the account's name, or not at all where it is the system.
///
/// # Errors
/// Of the database.
pub async fn own_name(session: &Session) -> Result<String, Error> {
    let Actor::Account(own) = session.viewer().actor else { return Ok(String::new()) };
    let row = session.whole::<account::Entity>().filter(account::Column::Id.eq(own)).found().await?;
    Ok(row.display_name)
}

/// The accounts of a recipient of a matter.
///
/// # Errors
/// Of the database.
pub async fn accounts(
    session: &Session,
    recipient: Recipient,
    parties: &Parties,
    person: Option<PersonId>,
) -> Result<BTreeSet<AccountId>, Error> {
    match recipient {
        Recipient::Responsible => match person.or(parties.person) {
            Some(person) => of_person(session, person).await,
            None => nearest(session, parties.unit, Action::Answer, parties.line.as_ref()).await,
        },
        Recipient::UnitHead => heads(session, parties.unit).await,
        Recipient::LineAbove => above(session, parties).await,
        Recipient::PerformanceOffice => permitted(session, Resource::WarningRule, Action::Write).await,
    }
}

/// The accounts of one side.
///
/// # Errors
/// Of the database.
pub async fn of_side(session: &Session, side: Side, parties: &Parties) -> Result<BTreeSet<AccountId>, Error> {
    match side {
        Side::Responsible => accounts(session, Recipient::Responsible, parties, None).await,
        Side::Giver => nearest(session, parties.giver, Action::Order, parties.line.as_ref()).await,
    }
}

/// Who is told that a side is late: its own head, the line above it, the performance office.
///
/// # Errors
/// Of the database.
pub async fn above_side(
    session: &Session,
    recipient: Recipient,
    side: Side,
    parties: &Parties,
) -> Result<BTreeSet<AccountId>, Error> {
    match side {
        Side::Responsible => accounts(session, recipient, parties, None).await,
        Side::Giver => {
            let late = Parties::new(parties.giver, None, parties.giver, parties.line.clone());
            accounts(session, recipient, &late, None).await
        }
    }
}

/// The accounts of a person that can sign in.
///
/// # Errors
/// Of the database.
pub async fn of_person(session: &Session, person: PersonId) -> Result<BTreeSet<AccountId>, Error> {
    let rows = session.whole::<account::Entity>();
    let rows = rows.filter(account::Column::PersonId.eq(person)).filter(account::Column::Disabled.eq(false));
    Ok(rows.all().await?.into_iter().map(|row| row.id).collect())
}

/// Whether a person leads a unit: they can sign in, and act in it for both sides.
///
/// # Errors
/// Of the database.
pub async fn leads(reader: &Reader, person: PersonId, unit: UnitId) -> Result<bool, Error> {
    Ok(!leading(reader, &[(person, unit)]).await?.is_empty())
}

/// Those of some persons who lead the unit that each is named with.
///
/// # Errors
/// Of the database.
pub async fn leading(reader: &Reader, persons: &[(PersonId, UnitId)]) -> Result<BTreeSet<PersonId>, Error> {
    let ids = persons.iter().map(|(person, _)| *person);
    let own = reader.whole::<account::Entity>().filter(account::Column::PersonId.is_in(ids));
    let own = own.filter(account::Column::Disabled.eq(false)).all().await?;
    if own.is_empty() {
        return Ok(BTreeSet::new());
    }
    let units: BTreeSet<UnitId> = persons.iter().map(|(_, unit)| *unit).collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    let heads = holders(reader, &units, &both(reader).await?, None).await?;
    let leads = |person: PersonId, unit: UnitId| {
        let heads = heads.get(&unit);
        heads.is_some_and(|heads| own.iter().any(|row| row.person_id == Some(person) && heads.contains(&row.id)))
    };
    Ok(persons.iter().filter(|(person, unit)| leads(*person, *unit)).map(|(person, _)| *person).collect())
}

async fn heads(session: &Session, unit: UnitId) -> Result<BTreeSet<AccountId>, Error> {
    let both = both(session).await?;
    holders_nearest(session, unit, &both, None).await
}

/// The roles that act for both sides: those of heads.
async fn both(reader: &Reader) -> Result<BTreeSet<RoleId>, Error> {
    let answer = roles(reader, Resource::Matter, Action::Answer).await?;
    let order = roles(reader, Resource::Matter, Action::Order).await?;
    Ok(answer.intersection(&order).copied().collect())
}

/// The line department of the nearest unit above that has one or a head; where it has no such department, the heads of that unit.
async fn above(session: &Session, parties: &Parties) -> Result<BTreeSet<AccountId>, Error> {
    let units: Vec<UnitId> = chain(session, parties.unit).await?.into_iter().skip(1).collect();
    let of_line = match &parties.line {
        Some(line) => {
            let order = roles(session, Resource::Matter, Action::Order).await?;
            holding(session, &units, &order, Some(line), speaks_for_line).await?
        }
        None => BTreeMap::new(),
    };
    let heads = holders(session, &units, &both(session).await?, None).await?;
    Ok(units.iter().find_map(|unit| of_line.get(unit).or_else(|| heads.get(unit))).cloned().unwrap_or_default())
}

/// The accounts that any grant permits the action on the resource.
///
/// # Errors
/// Of the database.
pub async fn permitted(session: &Session, resource: Resource, action: Action) -> Result<BTreeSet<AccountId>, Error> {
    let roles = roles(session, resource, action).await?;
    let rows = grants(session, Condition::all().add(account_grant::Column::RoleId.is_in(roles))).await?;
    enabled(session, rows.into_iter().map(|row| row.account_id)).await
}

async fn nearest(
    session: &Session,
    unit: UnitId,
    action: Action,
    line: Option<&LineCode>,
) -> Result<BTreeSet<AccountId>, Error> {
    let roles = roles(session, Resource::Matter, action).await?;
    let mut here = holders(session, &[unit], &roles, line).await?.remove(&unit).unwrap_or_default();
    here.extend(at_home(session, unit, &roles, line).await?);
    match here.is_empty() {
        false => Ok(here),
        // Nobody speaks for the unit itself: its head does, or that of the nearest unit above.
        true => holders_nearest(session, unit, &both(session).await?, line).await,
    }
}

/// Who works in the unit and was given one of the roles from above it, over everything or over what stands below another unit.
async fn at_home(
    session: &Session,
    unit: UnitId,
    roles: &BTreeSet<RoleId>,
    line: Option<&LineCode>,
) -> Result<BTreeSet<AccountId>, Error> {
    use account_grant::Column as C;
    let people = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .cond_where(person::Column::UnitId.eq(unit))
        .take();
    let here = session.whole::<account::Entity>().filter(account::Column::PersonId.in_subquery(people));
    let here = here.filter(account::Column::Disabled.eq(false)).all().await?;
    let accounts = here.into_iter().map(|row| row.id);
    let which = Condition::all().add(C::AccountId.is_in(accounts)).add(C::RoleId.is_in(roles.clone()));
    let rows = grants(session, which).await?;
    let lines = lines(session, rows.iter().map(|row| row.id)).await?;
    let above = chain(session, unit).await?;
    let reaches = |row: &account_grant::Model| {
        let below = row.unit_id.is_some_and(|top| above.contains(&top));
        match row.scope {
            ScopeKind::All => true,
            ScopeKind::OwnSubtree => below,
            ScopeKind::OwnLineSubtree => below && line.is_some_and(|line| lines.contains(&(row.id, line.clone()))),
            ScopeKind::OwnUnit
            | ScopeKind::SelfOnly
            | ScopeKind::OwnPost
            | ScopeKind::ComparisonGroup
            | ScopeKind::Assigned
            | ScopeKind::CustomUnits => false,
        }
    };
    Ok(rows.into_iter().filter(reaches).map(|row| row.account_id).collect())
}

async fn holders_nearest(
    session: &Session,
    unit: UnitId,
    roles: &BTreeSet<RoleId>,
    line: Option<&LineCode>,
) -> Result<BTreeSet<AccountId>, Error> {
    let units = chain(session, unit).await?;
    let found = holders(session, &units, roles, line).await?;
    Ok(units.iter().find_map(|unit| found.get(unit)).cloned().unwrap_or_default())
}

/// The unit and those above it today, the nearest first.
async fn chain(session: &Session, unit: UnitId) -> Result<Vec<UnitId>, Error> {
    use unit_closure::Column as C;
    let rows = session.whole::<unit_closure::Entity>().filter(C::Descendant.eq(unit)).filter(C::ValidTo.is_null());
    Ok(rows.order(C::Depth, Order::Asc).all().await?.into_iter().map(|row| row.ancestor).collect())
}

async fn roles(reader: &Reader, resource: Resource, action: Action) -> Result<BTreeSet<RoleId>, Error> {
    use role_permission::Column as C;
    let rows = reader.whole::<role_permission::Entity>().filter(C::Resource.eq(resource)).filter(C::Action.eq(action));
    Ok(rows.all().await?.into_iter().map(|row| row.role_id).collect())
}

async fn grants(reader: &Reader, which: Condition) -> Result<Vec<account_grant::Model>, Error> {
    use account_grant::Column as C;
    let today = reader.today();
    let rows = reader.whole::<account_grant::Entity>().filter(which).filter(C::ValidFrom.lte(today));
    let open = Condition::any().add(C::ValidTo.is_null()).add(C::ValidTo.gt(today));
    rows.filter(open).all().await
}

/// Who was given one of the roles in exactly one of the units: by unit. With a line, also who was given it for that line.
async fn holders(
    reader: &Reader,
    units: &[UnitId],
    roles: &BTreeSet<RoleId>,
    line: Option<&LineCode>,
) -> Result<BTreeMap<UnitId, BTreeSet<AccountId>>, Error> {
    holding(reader, units, roles, line, speaks_for_unit).await
}

/// Whether a grant in a unit speaks for the unit; `of_line`: whether it was given for the line that is asked about.
const fn speaks_for_unit(scope: ScopeKind, of_line: bool) -> bool {
    match scope {
        ScopeKind::OwnUnit | ScopeKind::OwnSubtree => true,
        ScopeKind::OwnLineSubtree => of_line,
        ScopeKind::SelfOnly
        | ScopeKind::OwnPost
        | ScopeKind::ComparisonGroup
        | ScopeKind::Assigned
        | ScopeKind::CustomUnits
        | ScopeKind::All => false,
    }
}

/// Whether it speaks for the line department of the unit: whoever leads the whole unit, or keeps its rules, does not.
const fn speaks_for_line(scope: ScopeKind, of_line: bool) -> bool {
    of_line && matches!(scope, ScopeKind::OwnLineSubtree)
}

async fn holding(
    reader: &Reader,
    units: &[UnitId],
    roles: &BTreeSet<RoleId>,
    line: Option<&LineCode>,
    speaks: fn(ScopeKind, bool) -> bool,
) -> Result<BTreeMap<UnitId, BTreeSet<AccountId>>, Error> {
    use account_grant::Column as C;
    let which = Condition::all().add(C::UnitId.is_in(units.iter().copied())).add(C::RoleId.is_in(roles.clone()));
    let rows = grants(reader, which).await?;
    let lines = lines(reader, rows.iter().map(|row| row.id)).await?;
    let of_line = |row: &account_grant::Model| line.is_some_and(|line| lines.contains(&(row.id, line.clone())));
    let speaking = rows.iter().filter(|row| speaks(row.scope, of_line(row)));
    let speaking: Vec<(UnitId, AccountId)> = speaking.filter_map(|row| Some((row.unit_id?, row.account_id))).collect();
    let enabled = enabled(reader, speaking.iter().map(|(_, account)| *account)).await?;
    let mut found: BTreeMap<UnitId, BTreeSet<AccountId>> = BTreeMap::new();
    for (unit, account) in speaking.into_iter().filter(|(_, account)| enabled.contains(account)) {
        found.entry(unit).or_default().insert(account);
    }
    Ok(found)
}

async fn lines(reader: &Reader, grants: impl Iterator<Item = GrantId>) -> Result<BTreeSet<(GrantId, LineCode)>, Error> {
    let rows = reader.whole::<grant_line::Entity>().filter(grant_line::Column::GrantId.is_in(grants)).all().await?;
    Ok(rows.into_iter().map(|row| (row.grant_id, row.line)).collect())
}

async fn enabled(reader: &Reader, accounts: impl Iterator<Item = AccountId>) -> Result<BTreeSet<AccountId>, Error> {
    let rows = reader.whole::<account::Entity>().filter(account::Column::Id.is_in(accounts));
    let rows = rows.filter(account::Column::Disabled.eq(false)).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
