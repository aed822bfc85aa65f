//! Messages to accounts: that something happened to a matter, what became of an entry of the handbook, or what is due and no matter; and
//! whether they were read.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{AccountId, HandbookEntryId, Id as _, LossRiskId, MatterId, NoticeId, RiskLabelId};
use shared::matter::NoticeReason;
use shared::policy::{Action, Actor};

use super::bell::Topic;
use super::delivery;
use super::entity::{handbook_entry, loss_risk, matter, notice, risk_label};
use super::page::{Key, Page, Slice};
use super::permit::fresh;
use super::scope::{Reader, Rows, Session};
use crate::error::Error;

/// A message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: NoticeId,
    /// What it is about.
    pub thing: Thing,
    /// Why it was sent.
    pub reason: NoticeReason,
    /// When.
    pub at: DateTime<Utc>,
    /// When it was read.
    pub read: Option<DateTime<Utc>>,
}

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    /// A line of the time-line of a matter, counted from 1.
    Matter(MatterId, i32),
    /// What became of an entry of the handbook.
    Entry(HandbookEntryId),
    /// What is due and no matter.
    Due(Due),
}

/// What is due on a day and no matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Due {
    /// A point at risk is to be looked at.
    FollowUp(LossRiskId, NaiveDate),
    /// A label was given, or ends.
    Label(RiskLabelId, NaiveDate),
}

/// What a message is known again by: a matter, the line of its time-line, and why it is told; or what stands in their place.
type Kept = (MatterId, i32, NoticeReason);

impl Due {
    /// How it is kept, where matters and the lines of their time-lines are: by its id and its day. That nobody is told twice of the same
    /// day is seen by these.
    fn kept(self) -> Kept {
        let (raw, day, reason) = match self {
            Self::FollowUp(id, day) => (id.raw(), day, NoticeReason::FollowUp),
            Self::Label(id, day) => (id.raw(), day, NoticeReason::Label),
        };
        (MatterId::from_raw(raw), day.num_days_from_ce(), reason)
    }
}

impl From<notice::Model> for Message {
    fn from(row: notice::Model) -> Self {
        let notice::Model { id, matter_id, entry_id, event, reason, at, read_at, .. } = row;
        let day = || NaiveDate::from_num_days_from_ce_opt(event).unwrap_or(NaiveDate::MIN);
        let thing = match reason {
            NoticeReason::Step | NoticeReason::Overdue | NoticeReason::DueSoon => {
                entry_id.map_or(Thing::Matter(matter_id, event), Thing::Entry)
            }
            NoticeReason::FollowUp => Thing::Due(Due::FollowUp(LossRiskId::from_raw(matter_id.raw()), day())),
            NoticeReason::Label => Thing::Due(Due::Label(RiskLabelId::from_raw(matter_id.raw()), day())),
        };
        Self { id, thing, reason, at, read: read_at }
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
    told(session, accounts, (matter, event, reason), None).await
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
    // Ids are random: that of an entry is no matter's.
    let kept = (MatterId::from_raw(entry.raw()), version, NoticeReason::Step);
    told(session, accounts, kept, Some(entry)).await
}

async fn told(
    session: &Session,
    accounts: &[AccountId],
    kept: Kept,
    entry_id: Option<HandbookEntryId>,
) -> Result<(), Error> {
    let told = who_was_told(session, kept).await?;
    let (matter_id, event, reason) = kept;
    let mut rows = Vec::new();
    for account_id in accounts.iter().copied().filter(|account| !told.contains(account)) {
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

async fn who_was_told(reader: &Reader, (matter, event, reason): Kept) -> Result<BTreeSet<AccountId>, Error> {
    use notice::Column as C;
    let told = Condition::all().add(C::MatterId.eq(matter)).add(C::Event.eq(event)).add(C::Reason.eq(reason));
    let told = reader.whole::<notice::Entity>().filter(told).all().await?;
    Ok(told.into_iter().map(|row| row.account_id).collect())
}

/// Only one server tells of what is due at a time: whoever waited sees who was told.
const TELLING: i64 = 0x0B47_0002;

/// Tells accounts of what is due; who was told of it for the same day is not told again.
///
/// # Errors
/// Of the database.
pub async fn tell_due(session: &Session, accounts: &[AccountId], due: Due) -> Result<(), Error> {
    session.alone(TELLING).await?;
    told(session, accounts, due.kept(), None).await
}

/// Who was told of each of the things that are due, in one statement.
///
/// # Errors
/// Of the database.
pub async fn told_of(
    reader: &Reader,
    due: impl IntoIterator<Item = Due>,
) -> Result<BTreeMap<Due, BTreeSet<AccountId>>, Error> {
    use notice::Column as C;
    let kept: BTreeMap<Kept, Due> = due.into_iter().map(|due| (due.kept(), due)).collect();
    let ids: BTreeSet<MatterId> = kept.keys().map(|(id, ..)| *id).collect();
    let of_due = C::Reason.is_in([NoticeReason::FollowUp, NoticeReason::Label]);
    let rows = reader.whole::<notice::Entity>().filter(Condition::all().add(C::MatterId.is_in(ids)).add(of_due));
    let mut told: BTreeMap<Due, BTreeSet<AccountId>> = BTreeMap::new();
    for row in rows.all().await? {
        if let Some(due) = kept.get(&(row.matter_id, row.event, row.reason)) {
            told.entry(*due).or_default().insert(row.account_id);
        }
    }
    Ok(told)
}

/// The messages of whoever asks about what they may still see, or about what is due that they may still do.
fn visible(reader: &Reader) -> Rows<'_, notice::Entity> {
    use notice::Column as C;
    let of = |reason: NoticeReason| Condition::all().add(C::Reason.eq(reason));
    let risks = reader.find_for::<loss_risk::Entity>(Action::Write).keys(loss_risk::Column::Id);
    let labels = reader.find::<risk_label::Entity>().keys(risk_label::Column::Id);
    let matters = reader.find::<matter::Entity>().keys(matter::Column::Id);
    let entries = reader.find::<handbook_entry::Entity>().keys(handbook_entry::Column::Id);
    let of_matters = C::Reason.is_not_in([NoticeReason::FollowUp, NoticeReason::Label]);
    let these = Condition::any()
        .add(Condition::all().add(of_matters).add(C::MatterId.in_subquery(matters)))
        .add(C::EntryId.in_subquery(entries))
        .add(of(NoticeReason::FollowUp).add(C::MatterId.in_subquery(risks)))
        .add(of(NoticeReason::Label).add(C::MatterId.in_subquery(labels)));
    reader.find::<notice::Entity>().filter(these)
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
