//! Who may sign in to what a pack declares: accounts, and the roles given to them on some rows.

use serde_json::json;
use shared::account::parts;
use shared::id::{AccountId, GrantId, Id, PersonId, RoleId};
use shared::policy::DataScope;

use super::{Columns, Importer};
use crate::error::Error;
use crate::store::bulk::Kind::{Day, Flag, Integer, Text};

/// An account with its password already hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAccount {
    /// Its id.
    pub id: AccountId,
    /// What is typed to sign in.
    pub login: String,
    /// What is shown.
    pub display_name: String,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// The person behind it.
    pub person: Option<PersonId>,
}

/// A role given to an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewGrant {
    /// Its id.
    pub id: GrantId,
    /// To whom.
    pub account: AccountId,
    /// Which role.
    pub role: RoleId,
    /// On which rows.
    pub scope: DataScope,
    /// First day.
    pub valid_from: chrono::NaiveDate,
}

impl Importer<'_> {
    /// Accounts and what is granted to them.
    ///
    /// # Errors
    /// Of the database.
    pub async fn accounts(&self, accounts: &[NewAccount], grants: &[NewGrant]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("login", Text),
            ("display_name", Text),
            ("password_hash", Text),
            ("person_id", Integer),
            ("disabled", Flag),
            ("version", Integer),
        ];
        let row = |a: &NewAccount| {
            let person = a.person.map(Id::raw);
            vec![
                json!(a.id.raw()),
                json!(a.login),
                json!(a.display_name),
                json!(a.password_hash),
                json!(person),
                json!(false),
                json!(1),
            ]
        };
        self.write("account", columns, accounts.iter().map(row)).await?;
        self.grants(grants).await
    }

    async fn grants(&self, grants: &[NewGrant]) -> Result<(), Error> {
        let columns: Columns = &[
            ("id", Integer),
            ("account_id", Integer),
            ("role_id", Integer),
            ("scope", Text),
            ("unit_id", Integer),
            ("valid_from", Day),
        ];
        let row = |g: &NewGrant| {
            let (unit, _, _) = parts(&g.scope);
            let (unit, scope) = (unit.map(Id::raw), g.scope.kind());
            vec![
                json!(g.id.raw()),
                json!(g.account.raw()),
                json!(g.role.raw()),
                json!(scope),
                json!(unit),
                json!(g.valid_from),
            ]
        };
        self.write("account_grant", columns, grants.iter().map(row)).await?;
        let units = grants.iter().flat_map(|grant| {
            let (_, units, _) = parts(&grant.scope);
            units.into_iter().map(|unit| vec![json!(grant.id.raw()), json!(unit.raw())])
        });
        self.write("grant_unit", &[("grant_id", Integer), ("unit_id", Integer)], units).await?;
        let lines = grants.iter().flat_map(|grant| {
            let (_, _, lines) = parts(&grant.scope);
            lines.into_iter().map(|line| vec![json!(grant.id.raw()), json!(line)])
        });
        self.write("grant_line", &[("grant_id", Integer), ("line", Text)], lines).await
    }
}
