//! Writing a whole pack at once: everything here is inserted in bulk, in the importer's one transaction. What is written stands in
//! one file per part of the domain.

use std::collections::HashMap;

use serde_json::Value;
use shared::code::RoleCode;
use shared::id::RoleId;

use super::bulk::{Bulk, Kind};
use super::entity::{role, unit};
use super::permit::FunctionPermit;
use super::scope::Session;
use crate::error::Error;

mod access;
mod library;
mod organisation;

pub use access::{NewAccount, NewGrant};
pub use library::{ManualValue, NewDataset};
pub use organisation::Entry;

/// Writes rows in bulk, one transaction, one permit.
#[derive(Debug)]
pub struct Importer<'s> {
    session: &'s Session,
    permit: FunctionPermit,
}

type Columns = &'static [(&'static str, Kind)];

impl<'s> Importer<'s> {
    /// An importer that spends the permit.
    #[must_use]
    pub const fn new(session: &'s Session, permit: FunctionPermit) -> Self {
        Self { session, permit }
    }

    async fn write(
        &self,
        table: &'static str,
        columns: Columns,
        rows: impl IntoIterator<Item = Vec<Value>>,
    ) -> Result<(), Error> {
        let mut bulk = Bulk::new(table, columns);
        for row in rows {
            bulk.push(self.session, &self.permit, &row).await?;
        }
        bulk.flush(self.session, &self.permit).await
    }
}

/// The roles there are, by code.
///
/// # Errors
/// Of the database.
pub async fn roles(session: &Session) -> Result<HashMap<RoleCode, RoleId>, Error> {
    let rows = session.find::<role::Entity>().all().await?;
    Ok(rows.into_iter().map(|row| (row.code, row.id)).collect())
}

/// Whether there is an organisation already.
///
/// # Errors
/// Of the database.
pub async fn has_units(session: &Session) -> Result<bool, Error> {
    Ok(session.find::<unit::Entity>().one().await?.is_some())
}

/// The accounts with the name of the first role of each, in the order of their logins.
///
/// # Errors
/// Of the database.
pub async fn accounts_with_roles(session: &Session) -> Result<Vec<(String, String, String)>, Error> {
    use super::entity::{account, account_grant, role};
    let names: std::collections::HashMap<_, _> =
        session.find::<role::Entity>().all().await?.into_iter().map(|row| (row.id, row.name)).collect();
    let grants = session.find::<account_grant::Entity>().all().await?;
    let accounts = session.find::<account::Entity>().order(account::Column::Login, sea_orm::Order::Asc).all().await?;
    let role_of = |id: shared::id::AccountId| {
        let granted = grants.iter().filter(|grant| grant.account_id == id);
        granted.filter_map(|grant| names.get(&grant.role_id)).next().cloned().unwrap_or_default()
    };
    Ok(accounts.into_iter().map(|row| (row.login, row.display_name, role_of(row.id))).collect())
}
