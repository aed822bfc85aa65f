//! Signing in and out, keeping a session going, and finding out who looks. How tokens travel is the HTTP layer's business.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use shared::account::Account;
use shared::id::{AccountId, SessionId};
use shared::policy::{Action, Purpose, Resource, Viewer};

use super::password;
use super::scope::Clock;
use super::token::{ACCESS, Claims, Keys, Refresh, SESSION};
use crate::error::Error;
use crate::store::account::session::SignedIn;
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session, Store, account, dictionary};

/// Longest login and password looked at, in bytes.
const LONGEST: usize = 1024;

/// What it takes to let somebody in.
#[derive(Clone)]
pub struct Gate {
    /// The database.
    pub store: Store,
    /// The key of access tokens.
    pub keys: Arc<Keys>,
    /// The clock.
    pub clock: Clock,
}

impl std::fmt::Debug for Gate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Gate")
    }
}

/// What somebody gets who is let in.
#[derive(Debug, Clone)]
pub struct Issued {
    /// Goes with every request.
    pub access_token: String,
    /// How long it is good for.
    pub expires_in: TimeDelta,
    /// Buys the next one.
    pub refresh: Refresh,
    /// When the session ends by itself.
    pub session_ends: DateTime<Utc>,
}

/// Somebody who is signed in.
#[derive(Debug, Clone)]
pub struct SignedInViewer {
    /// Their account.
    pub account: Account,
    /// What they may do.
    pub viewer: Viewer,
}

fn nobody_yet() -> Arc<Viewer> {
    Arc::new(Viewer::system(Purpose::SignIn))
}

impl Gate {
    async fn reader(&self) -> Result<Reader, Error> {
        self.store.reader(nobody_yet(), (self.clock)()).await
    }

    async fn session(&self) -> Result<Session, Error> {
        self.store.session(nobody_yet(), (self.clock)(), None).await
    }

    fn issue(&self, account: AccountId, session: &SignedIn, refresh: Refresh) -> Result<Issued, Error> {
        let claims = Claims::new(account, session.id, (self.clock)(), ACCESS);
        let access_token = self.keys.sign(&claims)?;
        Ok(Issued { access_token, expires_in: ACCESS, refresh, session_ends: session.expires_at })
    }
}

/// Lets somebody in by login and password.
///
/// # Errors
/// [`Error::Unauthenticated`] for a wrong login, a wrong password and a disabled account alike.
pub async fn sign_in(gate: &Gate, login: &str, password: String) -> Result<Issued, Error> {
    if login.len() > LONGEST || password.len() > LONGEST {
        return Err(Error::Unauthenticated);
    }
    let known = account::with_password(&gate.reader().await?, login).await?;
    let hash = known.as_ref().map(|(_, hash)| hash.clone());
    let right = password::verify(password, hash).await?;
    let account = known.map(|(account, _)| account).filter(|account| right && !account.disabled);
    let Some(account) = account else {
        tracing::warn!("a sign-in failed");
        return Err(Error::Unauthenticated);
    };
    begin(gate, &account, SESSION).await
}

async fn begin(gate: &Gate, account: &Account, lasting: TimeDelta) -> Result<Issued, Error> {
    let session = gate.session().await?;
    let id: SessionId = fresh()?;
    let refresh = Refresh::fresh(id)?;
    let begun = SignedIn {
        id,
        account: account.id,
        token_hash: refresh.hash(),
        issued_at: session.now(),
        expires_at: session.now() + lasting,
    };
    let permit = session.function(Resource::Account, Action::Write)?;
    account::session::begin(&session, permit, &begun).await?;
    session.record(happened("session.begin", account.id, format!("{} signed in", account.login)));
    session.commit().await?;
    gate.issue(account.id, &begun, refresh)
}

fn happened(action: &'static str, account: AccountId, summary: String) -> Happened {
    Happened { action, subject: format!("account-{account}"), summary, ..Happened::default() }
}

/// Takes a refresh token for a new pair. A token that was spent already ends the session: one of the two who hold it stole it.
///
/// # Errors
/// [`Error::Unauthenticated`] for a token that is unknown, spent, expired or of a disabled account.
pub async fn refresh(gate: &Gate, presented: &Refresh) -> Result<Issued, Error> {
    let session = gate.session().await?;
    let alive = account::session::alive(&session, presented.session).await?.ok_or(Error::Unauthenticated)?;
    let next = Refresh::fresh(alive.id)?;
    let permit = || session.function(Resource::Account, Action::Write);
    let current = alive.token_hash == presented.hash();
    if !current || !account::session::rotate(&session, permit()?, &alive, next.hash()).await? {
        account::session::end(&session, permit()?, alive.id).await?;
        let summary = "a spent refresh token came back: the session was ended".to_owned();
        session.record(happened("session.reuse", alive.account, summary));
        session.commit().await?;
        return Err(Error::Unauthenticated);
    }
    let account = account::account(&session, alive.account).await?;
    if account.disabled {
        return Err(Error::Unauthenticated);
    }
    session.commit().await?;
    gate.issue(account.id, &alive, next)
}

/// Ends the session a refresh token belongs to. It says nothing about whether there was one.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn sign_out(gate: &Gate, presented: &Refresh) -> Result<(), Error> {
    let session = gate.session().await?;
    let alive = account::session::alive(&session, presented.session).await?;
    let Some(alive) = alive.filter(|alive| alive.token_hash == presented.hash()) else { return Ok(()) };
    let permit = session.function(Resource::Account, Action::Write)?;
    account::session::end(&session, permit, alive.id).await?;
    session.record(happened("session.end", alive.account, "signed out".to_owned()));
    session.commit().await
}

/// Who looks, by an access token: asked of the database for every request, so that a sign-out or a revoked role counts at once.
///
/// # Errors
/// [`Error::Unauthenticated`] where the token is not good, the session has ended or the account is disabled.
pub async fn viewer(gate: &Gate, token: &str) -> Result<SignedInViewer, Error> {
    let claims = gate.keys.check(token, (gate.clock)())?;
    still_signed_in(gate, &[claims.sid])
        .await?
        .remove(&claims.sid)
        .filter(|it| it.account.id == claims.sub)
        .ok_or(Error::Unauthenticated)
}

/// Who looks now in each of some sessions: those that have ended and those of disabled accounts are left out. The number of statements
/// does not depend on how many there are.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn still_signed_in(
    gate: &Gate,
    sessions: &[SessionId],
) -> Result<BTreeMap<SessionId, SignedInViewer>, Error> {
    let reader = gate.reader().await?;
    let alive = account::session::all_alive(&reader, sessions).await?;
    let ids: Vec<AccountId> = alive.iter().map(|session| session.account).collect();
    let mut accounts = account::accounts(&reader, &ids).await?;
    accounts.retain(|account| !account.disabled);
    let viewers = account::viewers(&reader, &accounts).await?;
    let known: BTreeMap<AccountId, SignedInViewer> = accounts
        .into_iter()
        .zip(viewers)
        .map(|(account, viewer)| (account.id, SignedInViewer { account, viewer }))
        .collect();
    Ok(alive.iter().filter_map(|session| Some((session.id, known.get(&session.account)?.clone()))).collect())
}

/// An access token for an account without its password: an operator's command, on the machine that has the signing key.
///
/// # Errors
/// [`Error::NotFound`] where there is no such login; [`Error::Forbidden`] where the account is disabled.
pub async fn token(gate: &Gate, login: &str, lasting: TimeDelta) -> Result<String, Error> {
    let (account, _) = account::with_password(&gate.reader().await?, login).await?.ok_or(Error::NotFound)?;
    if account.disabled {
        return Err(Error::Forbidden);
    }
    let issued = begin(gate, &account, lasting).await?;
    gate.keys.sign(&Claims::new(account.id, issued.refresh.session, (gate.clock)(), lasting))
}

/// The key of the setting that a demonstration leaves behind.
pub const DEMO: &str = "demo";

/// What a demonstration says about itself, as JSON; none on any other installation.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn demo(store: &Store) -> Result<Option<String>, Error> {
    let reader = store.reader(nobody_yet(), Utc::now()).await?;
    dictionary::setting(&reader, DEMO).await
}
