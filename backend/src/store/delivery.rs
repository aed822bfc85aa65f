//! Messages on their way out. What goes out is noted in the transaction in which an account is told, so that neither is there without the
//! other; it is put into deliveries when its moment comes. A server that takes a delivery up holds it for a while under the version it
//! made: whoever holds an older one can note nothing any more.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::channel::delivery::{DeliveryAnswer, DeliveryState, pause_after};
use shared::channel::places::{Places, Route};
use shared::channel::{Channel, ChannelKind};
use shared::id::{AccountId, ChannelId, DeliveryId, NoticeId};
use shared::policy::Action;

use super::channel::own_account;
use super::entity::{delivery, delivery_notice};
use super::page::{Key, Page, Slice};
use super::permit::{Act, Permit, Versioned, fresh};
use super::scope::{Reader, Session};
use crate::error::Error;

mod claim;
mod gather;

pub use claim::{claim, let_go};
pub use gather::gather;
pub(super) use gather::plan;

/// A delivery as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Its id, and the key under which its receiver knows it again.
    pub id: DeliveryId,
    /// Whose it is.
    pub account: AccountId,
    /// The channel.
    pub channel: ChannelId,
    /// What the channel carries messages by.
    pub kind: ChannelKind,
    /// Where it leads, as it may be shown.
    pub address: String,
    /// Its state.
    pub state: DeliveryState,
    /// How many messages it holds.
    pub messages: i32,
    /// Whether it only shows that the channel works.
    pub is_test: bool,
    /// When it is sent, or tried again.
    pub due: DateTime<Utc>,
    /// How often it was tried.
    pub tries: i32,
    /// What came of the last attempt.
    pub answer: Option<DeliveryAnswer>,
    /// What the receiver said, in short.
    pub detail: String,
    /// When it came to its end.
    pub ended: Option<DateTime<Utc>>,
    /// Counts its changes; whoever sends it notes what came of it under the version they made.
    pub version: i32,
}

impl From<delivery::Model> for Delivery {
    fn from(row: delivery::Model) -> Self {
        Self {
            id: row.id,
            account: row.account_id,
            channel: row.channel_id,
            kind: row.kind,
            address: row.address,
            state: row.state,
            messages: row.messages,
            is_test: row.is_test,
            due: row.due_at,
            tries: row.tries,
            answer: row.answer,
            detail: row.detail,
            ended: row.ended_at,
            version: row.version,
        }
    }
}

impl Delivery {
    /// The way it goes out.
    #[must_use]
    pub fn route(&self) -> Route {
        Route::new(self.channel, self.account, self.kind, &self.address)
    }
}

impl Versioned for delivery::Entity {
    fn version_column() -> delivery::Column {
        delivery::Column::Version
    }

    fn version_of(row: &delivery::Model) -> i32 {
        row.version
    }
}

/// Having a delivery tried again.
#[derive(Debug)]
pub struct RetryDelivery;

impl Act for RetryDelivery {
    type Entity = delivery::Entity;
    type Id = DeliveryId;
    const ACTION: Action = Action::Write;
}

/// The deliveries of whoever asks, newest first.
///
/// # Errors
/// Of the database.
pub async fn page(reader: &Reader, page: Page) -> Result<Slice<Delivery>, Error> {
    let rows = reader.find::<delivery::Entity>().filter(delivery::Column::AccountId.eq(own_account(reader)?));
    let slice = rows.page(page, delivery::Column::Place, Order::Desc, |row| Key::Text(row.place.clone())).await?;
    slice.try_map(|row| Ok(row.into()))
}

/// One delivery.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn delivery(reader: &Reader, id: DeliveryId) -> Result<Delivery, Error> {
    reader.find::<delivery::Entity>().filter(delivery::Column::Id.eq(id)).found().await.map(Into::into)
}

/// How many messages of whoever asks wait for their hour.
///
/// # Errors
/// Of the database.
pub async fn held(reader: &Reader) -> Result<u64, Error> {
    let own = Condition::all()
        .add(delivery_notice::Column::AccountId.eq(own_account(reader)?))
        .add(delivery_notice::Column::DeliveryId.is_null())
        .add(delivery_notice::Column::DueAt.gt(reader.now()));
    reader.find::<delivery_notice::Entity>().filter(own).count().await
}

/// How many test messages whoever asks has had sent since a moment.
///
/// # Errors
/// Of the database.
pub async fn tests_since(reader: &Reader, moment: DateTime<Utc>) -> Result<u64, Error> {
    let tests = Condition::all()
        .add(delivery::Column::AccountId.eq(own_account(reader)?))
        .add(delivery::Column::IsTest.eq(true))
        .add(delivery::Column::DueAt.gt(moment));
    reader.find::<delivery::Entity>().filter(tests).count().await
}

/// A test message of a channel of whoever asks, taken up at once.
///
/// # Errors
/// Of the database.
pub async fn begin_test(session: &Session, channel: &Channel, lease: TimeDelta) -> Result<Delivery, Error> {
    let row = row(session, channel, 0)?;
    let leased_until = Some(session.now() + lease);
    let row = delivery::Model {
        is_test: true,
        passes_quiet: true,
        state: DeliveryState::Sending,
        tries: 1,
        leased_until,
        ..row
    };
    session.insert::<delivery::Entity>(row.clone()).await?;
    Ok(row.into())
}

fn row(session: &Session, channel: &Channel, messages: i32) -> Result<delivery::Model, Error> {
    let id: DeliveryId = fresh()?;
    let now = session.now();
    Ok(delivery::Model {
        id,
        account_id: channel.account,
        channel_id: channel.id,
        kind: channel.kind,
        address: channel.shown(),
        state: DeliveryState::Waiting,
        messages,
        is_test: false,
        passes_quiet: false,
        due_at: now,
        tries: 0,
        leased_until: None,
        answer: None,
        detail: String::new(),
        // Ids are random: a list goes by the moment.
        place: format!("{}-{id}", now.format("%Y%m%d%H%M%S%3f")),
        ended_at: None,
        version: 1,
    })
}

/// Whether anything is to be put into a delivery now, or sent from one of the free places.
///
/// # Errors
/// Of the database.
pub async fn is_any_due(reader: &Reader, places: &Places) -> Result<bool, Error> {
    let noted = reader.find::<delivery_notice::Entity>().filter(gather::due(reader.now()));
    let waiting = reader.find::<delivery::Entity>().filter(claim::to_take_up(reader.now(), places));
    Ok(noted.limit(1).one().await?.is_some() || waiting.limit(1).one().await?.is_some())
}

fn seen(delivery: &Delivery) -> Condition {
    Condition::all().add(delivery::Column::Id.eq(delivery.id)).add(delivery::Column::Version.eq(delivery.version))
}

/// Notes what came of an attempt; false where another server has taken the delivery up meanwhile, whose word counts.
///
/// # Errors
/// Of the database.
pub async fn note(session: &Session, sent: &Delivery, answer: DeliveryAnswer, detail: &str) -> Result<bool, Error> {
    use delivery::Column as C;
    let now = session.now();
    let state = sent.state.after(answer.then(sent.tries, sent.is_test))?;
    let waits = state == DeliveryState::Waiting;
    let due = pause_after(sent.tries).filter(|_| waits).map_or(sent.due, |pause| now + pause);
    let set = vec![
        (C::State, state.into()),
        (C::Answer, Some(answer).into()),
        (C::Detail, detail.to_owned().into()),
        (C::DueAt, due.into()),
        (C::LeasedUntil, Option::<DateTime<Utc>>::None.into()),
        (C::EndedAt, (!waits).then_some(now).into()),
        (C::Version, (sent.version + 1).into()),
    ];
    Ok(session.change::<delivery::Entity>(Action::Write, seen(sent), set).await? == 1)
}

/// The notices in a delivery.
///
/// # Errors
/// Of the database.
pub async fn notices(reader: &Reader, id: DeliveryId) -> Result<Vec<NoticeId>, Error> {
    let rows = reader.find::<delivery_notice::Entity>().filter(delivery_notice::Column::DeliveryId.eq(id));
    Ok(rows.all().await?.into_iter().map(|row| row.notice_id).collect())
}

/// The right to have a delivery tried again that was seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn permit(session: &Session, id: DeliveryId, version: i32) -> Result<Permit<RetryDelivery>, Error> {
    session.permit::<RetryDelivery>(id, version).await
}

/// Lets a delivery wait for its next attempt, which is counted as the first again; its receiver knows it by the same key.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn wait_again(session: &Session, permit: Permit<RetryDelivery>, state: DeliveryState) -> Result<(), Error> {
    use delivery::Column as C;
    let set = vec![
        (C::State, state.into()),
        (C::Tries, 0.into()),
        // Whoever asks for it is awake.
        (C::PassesQuiet, true.into()),
        (C::DueAt, session.now().into()),
        (C::EndedAt, Option::<DateTime<Utc>>::None.into()),
    ];
    session.spend(permit, set).await
}
