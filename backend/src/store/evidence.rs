//! Evidence: which files hang on a matter, and which are on their way. The bytes are not here.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::evidence::EvidenceKind;
use shared::id::{AccountId, EvidenceId, MatterId, UploadId};
use shared::matter::{Event, MatterKind};
use shared::policy::Action;

use super::entity::{evidence, upload};
use super::matter::list::Filter;
use super::matter::{self, SidePermit};
use super::permit::fresh;
use super::scope::{Reader, Session};
use crate::error::Error;

/// Whoever changes which files are referred to, or throws files away, does so alone.
const LOCK: i64 = 0x6576_6964;

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The matter it is for.
    pub matter: MatterId,
    /// What it is called.
    pub name: String,
    /// How many bytes it has.
    pub size: u64,
    /// How many of them are here.
    pub received: u64,
}

/// A file that hangs on a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// The matter.
    pub matter: MatterId,
    /// The line of the time-line it came with, counted from 1.
    pub event: i32,
    /// The measure it belongs to, counted from 1.
    pub item: Option<i32>,
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub kind: EvidenceKind,
    /// How many bytes it has.
    pub size: u64,
    /// The SHA-256 of its bytes, in hexadecimal digits: where they lie.
    pub sha256: String,
}

fn counted(bytes: i64) -> Result<u64, Error> {
    u64::try_from(bytes).map_err(Error::internal)
}

fn stored(bytes: u64) -> Result<i64, Error> {
    i64::try_from(bytes).map_err(Error::internal)
}

fn of_row(row: upload::Model) -> Result<Upload, Error> {
    let upload::Model { id, matter_id, name, size, received, .. } = row;
    Ok(Upload { id, matter: matter_id, name, size: counted(size)?, received: counted(received)? })
}

fn kept(row: evidence::Model) -> Result<Evidence, Error> {
    let evidence::Model { id, matter_id, event, item, name, kind, size, sha256 } = row;
    Ok(Evidence { id, matter: matter_id, event, item, name, kind, size: counted(size)?, sha256 })
}

/// How many files whoever asks is uploading.
///
/// # Errors
/// Of the database.
pub async fn under_way(reader: &Reader) -> Result<u64, Error> {
    reader.find::<upload::Entity>().count().await
}

/// Notes that a file is on its way. The matter has been found visible by the caller's permit.
///
/// # Errors
/// Of the database.
pub async fn begin(session: &Session, _permit: &SidePermit, account: AccountId, it: &Upload) -> Result<(), Error> {
    let Upload { id, matter, name, size, received } = it.clone();
    session
        .insert::<upload::Entity>(upload::Model {
            id,
            account_id: account,
            matter_id: matter,
            name,
            size: stored(size)?,
            received: stored(received)?,
            begun_at: session.now(),
        })
        .await
}

/// A file that whoever asks is uploading.
///
/// # Errors
/// [`Error::NotFound`], also for one of somebody else.
pub async fn upload(reader: &Reader, id: UploadId) -> Result<Upload, Error> {
    of_row(reader.find::<upload::Entity>().filter(upload::Column::Id.eq(id)).found().await?)
}

/// Notes that a piece came.
///
/// # Errors
/// [`Error::Stale`] where another piece came meanwhile.
pub async fn advance(session: &Session, it: &Upload, reached: u64) -> Result<(), Error> {
    let still = upload::Column::Received.eq(stored(it.received)?);
    let this = Condition::all().add(upload::Column::Id.eq(it.id)).add(still);
    let set = vec![(upload::Column::Received, stored(reached)?.into())];
    match session.change::<upload::Entity>(Action::Write, this, set).await? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}

/// Forgets files on their way.
///
/// # Errors
/// Of the database.
pub async fn forget(session: &Session, ids: &[UploadId]) -> Result<u64, Error> {
    session.remove::<upload::Entity>(Action::Write, upload::Column::Id.is_in(ids.iter().copied())).await
}

/// Files on their way since before a moment: nobody goes on with them.
///
/// # Errors
/// Of the database.
pub async fn left_behind(session: &Session, before: DateTime<Utc>) -> Result<Vec<UploadId>, Error> {
    let rows = session.find::<upload::Entity>().filter(upload::Column::BegunAt.lt(before)).all().await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

/// Waits until nobody else changes which files are referred to, until the transaction ends.
///
/// # Errors
/// Of the database.
pub async fn alone(session: &Session) -> Result<(), Error> {
    session.alone(LOCK).await
}

/// Hangs files on a matter, with a line of its time-line; says which line that is.
///
/// # Errors
/// [`Error::Stale`] where somebody else took a step meanwhile.
pub async fn attach(
    session: &Session,
    permit: SidePermit,
    event: &Event,
    files: &mut [Evidence],
) -> Result<i32, Error> {
    let place = matter::add(session, permit, event).await?;
    for file in files {
        (file.id, file.event) = (fresh()?, place);
        let Evidence { id, matter, event, item, name, kind, size, sha256 } = file.clone();
        let row = evidence::Model { id, matter_id: matter, event, item, name, kind, size: stored(size)?, sha256 };
        session.insert::<evidence::Entity>(row).await?;
    }
    Ok(place)
}

/// The files of a matter, in the order in which they came.
///
/// # Errors
/// Of the database.
pub async fn of_matter(reader: &Reader, id: MatterId) -> Result<Vec<Evidence>, Error> {
    let rows = reader.find::<evidence::Entity>().filter(evidence::Column::MatterId.eq(id));
    let rows = rows.order(evidence::Column::Event, Order::Asc).order(evidence::Column::Id, Order::Asc);
    rows.all().await?.into_iter().map(kept).collect()
}

/// The files of all matters of a kind with which the viewer may do this, by matter, in the order in which they came.
///
/// # Errors
/// Of the database.
pub async fn of_kind(
    reader: &Reader,
    kind: MatterKind,
    filter: &Filter,
    action: Action,
) -> Result<HashMap<MatterId, Vec<Evidence>>, Error> {
    let these = matter::keys_for(reader, kind, filter, action);
    let rows = reader.find::<evidence::Entity>().filter(evidence::Column::MatterId.in_subquery(these));
    let rows = rows.order(evidence::Column::Event, Order::Asc).order(evidence::Column::Id, Order::Asc);
    let mut files: HashMap<MatterId, Vec<Evidence>> = HashMap::new();
    for row in rows.all().await? {
        files.entry(row.matter_id).or_default().push(kept(row)?);
    }
    Ok(files)
}

/// One file.
///
/// # Errors
/// [`Error::NotFound`], also for one of a matter that is not visible.
pub async fn evidence(reader: &Reader, id: EvidenceId) -> Result<Evidence, Error> {
    kept(reader.find::<evidence::Entity>().filter(evidence::Column::Id.eq(id)).found().await?)
}

/// Which of some files anything still refers to: the others may be thrown away.
///
/// # Errors
/// Of the database.
pub async fn referred_to(session: &Session, hashes: &[String]) -> Result<BTreeSet<String>, Error> {
    let rows = session.whole::<evidence::Entity>();
    let rows = rows.filter(evidence::Column::Sha256.is_in(hashes.iter().cloned())).all().await?;
    Ok(rows.into_iter().map(|row| row.sha256).collect())
}
