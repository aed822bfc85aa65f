//! Roles given to accounts, with the rows they hold on.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Order};
use shared::account::{self, Given};
use shared::code::LineCode;
use shared::id::{AccountId, GrantId, UnitId};
use shared::policy::Action;

use crate::error::Error;
use crate::store::entity::{account_grant, grant_line, grant_unit};
use crate::store::permit::FunctionPermit;
use crate::store::scope::{Reader, Session};

/// The grants of accounts, by account, oldest first; those that have ended too.
///
/// # Errors
/// [`Error::Internal`] where a stored grant lacks what its kind of scope takes.
pub async fn of(reader: &Reader, accounts: &[AccountId]) -> Result<BTreeMap<AccountId, Vec<Given>>, Error> {
    let rows = reader
        .find::<account_grant::Entity>()
        .filter(account_grant::Column::AccountId.is_in(accounts.iter().copied()))
        .order(account_grant::Column::ValidFrom, Order::Asc)
        .order(account_grant::Column::Id, Order::Asc)
        .all()
        .await?;
    let mut by_account: BTreeMap<AccountId, Vec<Given>> = BTreeMap::new();
    for given in complete(reader, rows).await? {
        by_account.entry(given.account).or_default().push(given);
    }
    Ok(by_account)
}

/// One grant.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn grant(reader: &Reader, id: GrantId) -> Result<Given, Error> {
    let row = reader.find::<account_grant::Entity>().filter(account_grant::Column::Id.eq(id)).found().await?;
    complete(reader, vec![row]).await?.pop().ok_or(Error::NotFound)
}

async fn complete(reader: &Reader, rows: Vec<account_grant::Model>) -> Result<Vec<Given>, Error> {
    let ids: Vec<GrantId> = rows.iter().map(|row| row.id).collect();
    let mut units: BTreeMap<GrantId, BTreeSet<UnitId>> = BTreeMap::new();
    for row in
        reader.find::<grant_unit::Entity>().filter(grant_unit::Column::GrantId.is_in(ids.iter().copied())).all().await?
    {
        units.entry(row.grant_id).or_default().insert(row.unit_id);
    }
    let mut lines: BTreeMap<GrantId, BTreeSet<LineCode>> = BTreeMap::new();
    for row in reader.find::<grant_line::Entity>().filter(grant_line::Column::GrantId.is_in(ids)).all().await? {
        lines.entry(row.grant_id).or_default().insert(row.line);
    }
    let read = |row: account_grant::Model| {
        let units = units.remove(&row.id).unwrap_or_default();
        let scope = account::scope(row.scope, row.unit_id, units, lines.remove(&row.id).unwrap_or_default());
        Ok(Given {
            id: row.id,
            account: row.account_id,
            role: row.role_id,
            scope: scope.map_err(Error::internal)?,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
        })
    };
    rows.into_iter().map(read).collect()
}

/// Writes a new grant.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn create(session: &Session, _permit: FunctionPermit, given: &Given) -> Result<(), Error> {
    let (unit_id, units, lines) = account::parts(&given.scope);
    let row = account_grant::Model {
        id: given.id,
        account_id: given.account,
        role_id: given.role,
        scope: given.scope.kind(),
        unit_id,
        valid_from: given.valid_from,
        valid_to: given.valid_to,
    };
    session.insert::<account_grant::Entity>(row).await?;
    for unit_id in units {
        session.insert::<grant_unit::Entity>(grant_unit::Model { grant_id: given.id, unit_id }).await?;
    }
    for line in lines {
        session.insert::<grant_line::Entity>(grant_line::Model { grant_id: given.id, line }).await?;
    }
    Ok(())
}

/// Ends a grant on a day. It stays readable.
///
/// # Errors
/// [`Error::Stale`] where it has ended already.
pub async fn end(session: &Session, _permit: FunctionPermit, id: GrantId, on: NaiveDate) -> Result<(), Error> {
    let open =
        sea_orm::Condition::all().add(account_grant::Column::Id.eq(id)).add(account_grant::Column::ValidTo.is_null());
    let set = vec![(account_grant::Column::ValidTo, on.into())];
    match session.change::<account_grant::Entity>(Action::Write, open, set).await? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}
