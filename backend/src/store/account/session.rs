//! Signed-in sessions: one family of refresh tokens each, of which only the hash of the current one and of the one before is kept.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition};
use shared::id::{AccountId, SessionId};
use shared::policy::Action;

use crate::error::Error;
use crate::store::entity::session;
use crate::store::permit::FunctionPermit;
use crate::store::scope::{Reader, Session};

/// A session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// SHA-256 of the refresh token that is good now.
    pub token_hash: String,
    /// When it began.
    pub issued_at: DateTime<Utc>,
    /// When it ends by itself.
    pub expires_at: DateTime<Utc>,
}

/// The session, if it has not ended or expired.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn alive(reader: &Reader, id: SessionId) -> Result<Option<SignedIn>, Error> {
    Ok(all_alive(reader, &[id]).await?.pop())
}

/// Those of some sessions that have not ended or expired.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn all_alive(reader: &Reader, ids: &[SessionId]) -> Result<Vec<SignedIn>, Error> {
    let alive = Condition::all()
        .add(session::Column::Id.is_in(ids.iter().copied()))
        .add(session::Column::EndedAt.is_null())
        .add(session::Column::ExpiresAt.gt(reader.now()));
    let rows = reader.find::<session::Entity>().filter(alive).all().await?;
    Ok(rows.into_iter().map(read).collect())
}

fn read(row: session::Model) -> SignedIn {
    let session::Model { id, account_id, token_hash, issued_at, expires_at, .. } = row;
    SignedIn { id, account: account_id, token_hash, issued_at, expires_at }
}

/// Begins a session.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn begin(session: &Session, _permit: FunctionPermit, begun: &SignedIn) -> Result<(), Error> {
    let row = session::Model {
        id: begun.id,
        account_id: begun.account,
        token_hash: begun.token_hash.clone(),
        previous_hash: String::new(),
        issued_at: begun.issued_at,
        expires_at: begun.expires_at,
        ended_at: None,
    };
    session.insert::<session::Entity>(row).await
}

/// Puts a new refresh token in the place of the one it was spent for; false where another request was faster.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn rotate(session: &Session, _permit: FunctionPermit, spent: &SignedIn, hash: String) -> Result<bool, Error> {
    let current = Condition::all()
        .add(session::Column::Id.eq(spent.id))
        .add(session::Column::TokenHash.eq(spent.token_hash.as_str()))
        .add(session::Column::EndedAt.is_null());
    let set = vec![
        (session::Column::TokenHash, hash.into()),
        (session::Column::PreviousHash, spent.token_hash.clone().into()),
    ];
    Ok(session.change::<session::Entity>(Action::Write, current, set).await? == 1)
}

/// Ends a session now. Ending one that has ended changes nothing.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn end(session: &Session, _permit: FunctionPermit, id: SessionId) -> Result<(), Error> {
    end_where(session, session::Column::Id.eq(id)).await
}

pub(super) async fn end_all(session: &Session, account: AccountId) -> Result<(), Error> {
    end_where(session, session::Column::AccountId.eq(account)).await
}

async fn end_where(session: &Session, which: sea_orm::sea_query::Expr) -> Result<(), Error> {
    let open = Condition::all().add(which).add(session::Column::EndedAt.is_null());
    session
        .change::<session::Entity>(Action::Write, open, vec![(session::Column::EndedAt, session.now().into())])
        .await?;
    Ok(())
}
