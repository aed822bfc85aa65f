//! Evidence: files sent in pieces, hung on a matter by whoever stands on a side of it, and read by whoever may see the matter.

use std::collections::BTreeSet;

use bytes::Bytes;
use chrono::TimeDelta;
use shared::diagnosis::Diagnosis;
use shared::error::Refusal;
use shared::evidence::{self as rule, ATTACH, EvidenceKind, MOST_FILES, MOST_UPLOADS};
use shared::id::{EvidenceId, MatterId, PersonId, UploadId};
use shared::matter::{Event, Matter as _, MatterKind, has_room, remarked};
use shared::policy::{Actor, Purpose, Viewer};
use shared::rectification::Rectification;
use shared::task::Task;
use shared::warning::Warning;

use super::matter::{Author, told_to_others};
use super::scope::{Clock, Scope};
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::{Reader, Store, evidence, matter};
use crate::vault::{Bytestream, Content, Vault};

pub use crate::store::evidence::{Evidence, Upload};

/// For so long whoever sends a file may go on with it, and a file nothing refers to is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// Begins to send a file for a matter.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for the matter; [`Error::Limit`] for a file that is too large or one too many;
/// [`Error::Invalid`] for a name or size that is none.
pub async fn begin(scope: &Scope, vault: &Vault, of: MatterId, name: &str, size: i64) -> Result<Upload, Error> {
    let name = rule::clean_name(name);
    let size = u64::try_from(size).ok().filter(|size| *size > 0 && !name.is_empty());
    let size = size.ok_or_else(|| Error::invalid("name", "a file has a name and at least one byte"))?;
    if size > vault.most_bytes() {
        return Err(Error::Limit("evidenceBytes"));
    }
    let session = scope.begin().await?;
    let (_, permit) = matter::permit_now(&session, of).await?;
    if evidence::under_way(&session).await? >= MOST_UPLOADS {
        return Err(Error::Limit("uploads"));
    }
    let Actor::Account(account) = scope.actor() else { return Err(Error::Forbidden) };
    let upload = Upload { id: fresh()?, matter: of, name, size, received: 0 };
    evidence::begin(&session, &permit, account, &upload).await?;
    session.commit().await?;
    Ok(upload)
}

/// A file that whoever asks is sending.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn upload(reader: &Reader, id: UploadId) -> Result<Upload, Error> {
    evidence::upload(reader, id).await
}

/// Takes a piece of a file; says how many bytes are here then.
///
/// # Errors
/// [`Error::NotFound`]; [`Refusal::UploadAt`] with the place to go on from; [`Refusal::OutOfRange`] for a piece that is too small and not the
/// last; [`Error::Unavailable`] where it cannot be kept.
pub async fn take(scope: &Scope, vault: &Vault, id: UploadId, offset: u64, bytes: Bytes) -> Result<u64, Error> {
    let upload = evidence::upload(&*scope.reader().await?, id).await?;
    let length = u64::try_from(bytes.len()).map_err(Error::internal)?;
    let reached = rule::reached(upload.received, upload.size, offset, length)?;
    // First the bytes, then the word that they are here: a crash in between costs one piece.
    vault.keep_piece(id, offset, bytes).await?;
    let session = scope.begin().await?;
    evidence::advance(&session, &upload, reached).await?;
    session.commit().await?;
    Ok(reached)
}

/// Forgets a file that whoever asks is sending.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn give_up(scope: &Scope, vault: &Vault, id: UploadId) -> Result<(), Error> {
    let session = scope.begin().await?;
    evidence::upload(&session, id).await?;
    evidence::forget(&session, &[id]).await?;
    session.commit().await?;
    vault.drop_pieces(id).await
}

/// Hangs files that came whole on a matter, all of them or none, with a line of its time-line.
///
/// # Errors
/// [`Error::NotFound`] for a file or the matter; [`Error::Forbidden`]; [`Error::Stale`]; [`Refusal::UploadIncomplete`],
/// [`Refusal::KindNotAllowed`]; [`Refusal::NoSuchPart`] for a measure or finding that is none; [`Refusal::Length`].
pub async fn attach(
    scope: &Scope,
    vault: &Vault,
    of: MatterId,
    version: Option<i32>,
    uploads: &[UploadId],
    item: Option<u32>,
    words: &str,
) -> Result<Vec<Evidence>, Error> {
    let words = remarked("words", words)?;
    let mut files = Vec::with_capacity(uploads.len());
    for &id in &BTreeSet::from_iter(uploads.iter().copied()) {
        let upload = evidence::upload(&*scope.reader().await?, id).await?;
        files.push(came_whole(vault, &upload, of, item).await?);
    }
    let session = scope.begin().await?;
    evidence::alone(&session).await?;
    let (standpoint, permit) = match version {
        Some(version) => matter::permit(&session, of, version).await?,
        None => matter::permit_now(&session, of).await?,
    };
    let sides = matter::sides(&session, of).await?;
    may_attach(&session, of, sides.kind, item, standpoint.part).await?;
    if evidence::of_matter(&session, of).await?.len() + files.len() > MOST_FILES {
        return Err(Error::Limit("evidenceFiles"));
    }
    for file in &files {
        // Between putting it together and now it may have been thrown away as nobody's.
        if !vault.has(&file.sha256).await? {
            return Err(Error::Stale);
        }
    }
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    let said = if words.is_empty() { names.join("、") } else { format!("{words}\n{}", names.join("、")) };
    let author = Author::of(&session).await?;
    let event = Event::new(&author.hand(&session, Some(standpoint)), ATTACH, &sides.state, said);
    let place = evidence::attach(&session, permit, &event, &mut files).await?;
    if !has_room(place, false) {
        return Err(Error::Limit("timeLine"));
    }
    evidence::forget(&session, uploads).await?;
    told_to_others(&session, of, &sides, &event, place).await?;
    session.commit().await?;
    for &id in uploads {
        // What is left of the pieces is swept up later.
        if let Err(error) = vault.drop_pieces(id).await {
            tracing::warn!(%error, upload = %id, "pieces of a file were left");
        }
    }
    Ok(files)
}

/// Whether files may hang on the matter now, by its kind.
async fn may_attach(
    reader: &Reader,
    of: MatterId,
    kind: MatterKind,
    item: Option<u32>,
    person: Option<PersonId>,
) -> Result<(), Error> {
    match kind {
        MatterKind::Warning => matter::load::<Warning>(reader, of).await?.may_attach(item, person)?,
        MatterKind::Rectification => matter::load::<Rectification>(reader, of).await?.may_attach(item, person)?,
        MatterKind::Diagnosis => matter::load::<Diagnosis>(reader, of).await?.may_attach(item, person)?,
        MatterKind::Task => matter::load::<Task>(reader, of).await?.may_attach(item, person)?,
    }
    Ok(())
}

async fn came_whole(vault: &Vault, upload: &Upload, of: MatterId, item: Option<u32>) -> Result<Evidence, Error> {
    if upload.matter != of {
        return Err(Error::NotFound);
    }
    rule::complete(&upload.name, upload.received, upload.size)?;
    let Content { sha256, size, media_type } = vault.assemble(upload.id).await?;
    rule::complete(&upload.name, size, upload.size)?;
    let kind = EvidenceKind::of_content(media_type, &upload.name)?;
    let item = item.map(i32::try_from).transpose().map_err(Error::internal)?;
    // The id and the line are given where it is written.
    let name = kind.named(&upload.name);
    Ok(Evidence { id: fresh()?, matter: of, event: 0, item, name, kind, size, sha256 })
}

/// The files of a matter.
///
/// # Errors
/// Of the database.
pub async fn of_matter(reader: &Reader, id: MatterId) -> Result<Vec<Evidence>, Error> {
    evidence::of_matter(reader, id).await
}

/// A file with its bytes.
///
/// # Errors
/// [`Error::NotFound`]; [`Refusal::FileMissing`] where the bytes are not where they are kept.
pub async fn open(reader: &Reader, vault: &Vault, id: EvidenceId) -> Result<(Evidence, Bytestream), Error> {
    let file = evidence::evidence(reader, id).await?;
    match vault.read(&file.sha256).await? {
        Some(bytes) => Ok((file, bytes)),
        None => {
            tracing::error!(evidence = %id, sha256 = file.sha256, "a file is not where files are kept");
            Err(Refusal::FileMissing { name: file.name }.into())
        }
    }
}

/// Throws away what nobody needs: files on their way that nobody goes on with, pieces whose file came whole, and whole ones that nothing
/// refers to. Says how many.
///
/// # Errors
/// Of the database and of the place of files.
pub async fn sweep(store: &Store, vault: &Vault, clock: &Clock) -> Result<usize, Error> {
    let before = clock() - KEPT;
    let begin = async || store.session(Viewer::system(Purpose::Operate).into(), clock(), None).await;
    let session = begin().await?;
    evidence::alone(&session).await?;
    let mut left: BTreeSet<UploadId> = evidence::left_behind(&session, before).await?.into_iter().collect();
    evidence::forget(&session, &left.iter().copied().collect::<Vec<_>>()).await?;
    session.commit().await?;
    // Nobody goes on with what is so old: its row is gone, now or since the file came whole.
    left.extend(vault.uploads_before(before).await?);
    for &upload in &left {
        vault.drop_pieces(upload).await?;
    }
    let mut swept = left.len() + vault.drop_unfinished(before).await?;
    for some in vault.older_than(before).await?.chunks(500) {
        // While it is thrown away nobody refers to it anew.
        let session = begin().await?;
        evidence::alone(&session).await?;
        let needed = evidence::referred_to(&session, some).await?;
        for sha256 in some.iter().filter(|sha256| !needed.contains(*sha256)) {
            vault.drop_whole(sha256).await?;
            swept += 1;
        }
        session.commit().await?;
    }
    Ok(swept)
}
