//! `baton user` and `baton token`: accounts from the operator's own terminal.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::sync::Arc;

use chrono::TimeDelta;
use clap::{Args, Subcommand};
use shared::account::Account;
use shared::code::RoleCode;
use shared::policy::ScopeKind;

use super::{key, open, say};
use crate::app::access::{self, NewAccount, NewGrant};
use crate::app::scope::{Scope, wall_clock};
use crate::app::sign_in::{self, Gate};
use crate::config::Config;
use crate::error::Error;

/// The password, where it is not typed: for scripts.
const PASSWORD: &str = "BATON_PASSWORD";

/// Accounts. Passwords are read from BATON_PASSWORD or, without it, from the first line of standard input.
#[derive(Debug, Subcommand)]
pub enum User {
    /// Create an account.
    Create(Create),
    /// Set the password of an account; whoever is signed in with it is out.
    Password(Login),
    /// Disable an account; whoever is signed in with it is out.
    Disable(Login),
}

/// A new account.
#[derive(Debug, Args)]
pub struct Create {
    /// What is typed to sign in.
    login: String,
    /// What is shown; the login by default.
    #[arg(long)]
    name: Option<String>,
    /// A role it gets on every row, such as SYS_ADMIN.
    #[arg(long)]
    role: Option<String>,
}

/// An account that exists.
#[derive(Debug, Args)]
pub struct Login {
    /// What is typed to sign in.
    login: String,
}

/// Does what was typed about accounts.
///
/// # Errors
/// What the use-case refuses.
pub async fn run(config: &Config, user: User) -> Result<(), Error> {
    let store = open::opened(config).await?;
    let scope = open::operator(&store);
    match user {
        User::Create(create) => created(&scope, create).await,
        User::Password(Login { login }) => {
            let account = existing(&scope, &login).await?;
            access::set_password(&scope, account.id, account.version, password()?).await?;
            say(&format!("{login} has a new password"))
        }
        User::Disable(Login { login }) => {
            let account = existing(&scope, &login).await?;
            access::disable_account(&scope, account.id, account.version).await?;
            say(&format!("{login} can no longer sign in"))
        }
    }
}

async fn existing(scope: &Scope, login: &str) -> Result<Account, Error> {
    let found = access::by_login(scope, login).await?;
    found.ok_or_else(|| Error::invalid("login", format!("there is no account `{login}`")))
}

async fn created(scope: &Scope, create: Create) -> Result<(), Error> {
    let Create { login, name, role } = create;
    let role = role.map(|code| code.parse::<RoleCode>().map_err(|error| Error::invalid("--role", error.to_string())));
    let role = match role.transpose()? {
        Some(code) => Some(access::role_by_code(scope, &code).await?),
        None => None,
    };
    let display_name = name.unwrap_or_else(|| login.clone());
    let new = NewAccount { login, password: password()?, display_name, person: None };
    let account = access::create_account(scope, new).await?;
    if let Some(role) = role {
        let everything = NewGrant {
            account: account.id,
            role,
            scope: ScopeKind::All,
            unit: None,
            units: BTreeSet::new(),
            lines: BTreeSet::new(),
            valid_from: scope.today(),
        };
        access::grant_role(scope, everything).await?;
    }
    say(&format!("{} can sign in", account.login))
}

fn password() -> Result<String, Error> {
    if let Ok(password) = std::env::var(PASSWORD) {
        return Ok(password);
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map_err(|error| Error::Unavailable(format!("cannot read the password: {error}")))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// Prints an access token.
///
/// # Errors
/// [`Error::NotFound`] where there is no such login.
pub async fn token(config: &Config, login: &str, seconds: u32) -> Result<(), Error> {
    let store = open::opened(config).await?;
    let gate = Gate { store, keys: Arc::new(key::keys(config)?), clock: wall_clock() };
    say(&sign_in::token(&gate, login, TimeDelta::seconds(i64::from(seconds))).await?)
}
