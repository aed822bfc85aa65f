//! Messages to accounts: that something happened to a matter, or what became of an entry of the handbook, and whether they were read.

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{AccountId, HandbookEntryId, Id as _, MatterId, NoticeId};
use shared::matter::NoticeReason;
use shared::policy::{Action, Actor};

use super::bell::Topic;
use super::delivery;
use super::entity::{handbook_entry, matter, notice};
use super::page::{Key, Page, Slice};
use super::permit::fresh;
use super::scope::{Reader, Rows, Session};
use crate::error::Error;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// A matter.
    Matter(MatterId),
    /// An entry of the handbook.
    Entry(HandbookEntryId),
}

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: NoticeId,
    /// What it is about.
    pub about: About,
    /// The line of the time-line it is about, counted from 1; of an entry the version in which it came to what is told.
    pub event: i32,
    /// Why it was sent.
    pub reason: NoticeReason,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was read.
    pub read: Option<DateTime<Utc>>,
}

impl From<notice::Model> for Message {
    fn from(row: notice::Model) -> Self {
        let notice::Model { id, matter_id, entry_id, event, reason, at, read_at, .. } = row;
        Self { id, about: entry_id.map_or(About::Matter(matter_id), About::Entry), event, reason, at, read: read_at }
    }
}

/// Tells accounts of a line of a matter's time-line, on the page and through the channels they set up; who was told of it for the same
/// reason is not told again.
///
/// # Errors
/// Of the database.
pub async fn tell(
    session: &Session,
    accounts: &[AccountId],
    matter: MatterId,
    event: i32,
    reason: NoticeReason,
) -> Result<(), Error> {
    told(session, accounts, About::Matter(matter), event, reason).await
}

/// Tells accounts what an entry of the handbook came to in a version of it, as [`tell`] does.
///
/// # Errors
/// Of the database.
pub async fn tell_of_entry(
    session: &Session,
    accounts: &[AccountId],
    entry: HandbookEntryId,
    version: i32,
) -> Result<(), Error> {
    told(session, accounts, About::Entry(entry), version, NoticeReason::Step).await
}

async fn told(
    session: &Session,
    accounts: &[AccountId],
    about: About,
    event: i32,
    reason: NoticeReason,
) -> Result<(), Error> {
    use notice::Column as C;
    let (matter_id, entry_id) = match about {
        About::Matter(matter) => (matter, None),
        // Ids are random: that of an entry is no matter's.
        About::Entry(entry) => (MatterId::from_raw(entry.raw()), Some(entry)),
    };
    let told = Condition::all().add(C::MatterId.eq(matter_id)).add(C::Event.eq(event)).add(C::Reason.eq(reason));
    let told = session.whole::<notice::Entity>().filter(told).all().await?;
    let mut rows = Vec::new();
    for &account_id in accounts {
        if told.iter().any(|row| row.account_id == account_id) {
            continue;
        }
        let (id, at): (NoticeId, _) = (fresh()?, session.now());
        // Ids are random: a list goes by the moment, and within one moment by the line of the time-line.
        let place = format!("{}-{event:05}-{id}", at.format("%Y%m%d%H%M%S%3f"));
        let row = notice::Model { id, account_id, matter_id, event, reason, at, place, read_at: None, entry_id };
        session.insert::<notice::Entity>(row.clone()).await?;
        session.ring(Topic::Inbox(account_id));
        rows.push(row);
    }
    delivery::plan(session, &rows).await
}

/// Those about matters, or entries of the handbook, that whoever asks may still see.
fn visible(reader: &Reader) -> Rows<'_, notice::Entity> {
    let matters = (notice::Column::MatterId, reader.find::<matter::Entity>(), matter::Column::Id);
    let entries = (notice::Column::EntryId, reader.find::<handbook_entry::Entity>(), handbook_entry::Column::Id);
    reader.find::<notice::Entity>().whose_either(matters, entries)
}

/// Those of the messages that whoever asks has not read and that are about what they may still see, oldest first.
///
/// # Errors
/// Of the database.
pub async fn unread_among(reader: &Reader, ids: &[NoticeId]) -> Result<Vec<Message>, Error> {
    let these =
        Condition::all().add(notice::Column::Id.is_in(ids.iter().copied())).add(notice::Column::ReadAt.is_null());
    let rows = visible(reader).filter(these);
    Ok(rows.order(notice::Column::Place, Order::Asc).all().await?.into_iter().map(Into::into).collect())
}

/// The messages of whoever asks about what they may still see, newest first.
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, unread: bool, page: Page) -> Result<Slice<Message>, Error> {
    let rows = visible(reader);
    let rows = if unread { rows.filter(notice::Column::ReadAt.is_null()) } else { rows };
    let slice = rows.page(page, notice::Column::Place, Order::Desc, |row| Key::Text(row.place.clone())).await?;
    slice.try_map(|row| Ok(row.into()))
}

/// The newest messages of whoever asks about what they may still see.
///
/// # Errors
/// Of the database.
pub async fn newest(reader: &Reader, most: u64) -> Result<Vec<Message>, Error> {
    let rows = visible(reader).order(notice::Column::Place, Order::Desc).limit(most).all().await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How many messages of whoever asks are unread.
///
/// # Errors
/// Of the database.
pub async fn unread(reader: &Reader) -> Result<u64, Error> {
    visible(reader).filter(notice::Column::ReadAt.is_null()).count().await
}

/// Marks messages of whoever asks as read: those named, or all of a matter, or all.
///
/// # Errors
/// Of the database.
pub async fn mark_read(session: &Session, ids: Option<&[NoticeId]>, of: Option<MatterId>) -> Result<u64, Error> {
    let unread = Condition::all()
        .add(notice::Column::ReadAt.is_null())
        .add_option(ids.map(|ids| notice::Column::Id.is_in(ids.iter().copied())))
        .add_option(of.map(|matter| notice::Column::MatterId.eq(matter)));
    let now = vec![(notice::Column::ReadAt, session.now().into())];
    let read = session.change::<notice::Entity>(Action::Write, unread, now).await?;
    if let (Actor::Account(own), 1..) = (session.viewer().actor, read) {
        session.ring(Topic::Inbox(own));
    }
    Ok(read)
}
