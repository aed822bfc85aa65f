//! Channels beside the page: what somebody wants brought, when and where to, and what became of it. All of it is their own alone.

use chrono::TimeDelta;
use shared::channel::delivery::DeliveryStep;
use shared::channel::preference::Preferences;
use shared::channel::{Channel, ChannelKind, MOST_CHANNELS};
use shared::id::{ChannelId, DeliveryId};
use shared::matter::{NoticeReason, Severity};

use super::scope::Scope;
use crate::error::Error;
use crate::store::delivery::Delivery;
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, channel as store, delivery};

mod courier;
mod under_way;

pub use courier::Courier;
pub use store::own;

/// A channel as somebody wants it.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What it carries messages by; a channel that is there keeps its kind.
    pub kind: ChannelKind,
    /// What it is called.
    pub name: String,
    /// Where it leads; none keeps what is there.
    pub address: Option<String>,
    /// What its messages are signed with; none keeps what is there.
    pub secret: Option<String>,
    /// The least urgency that is brought.
    pub least: Severity,
    /// Why a message is brought.
    pub reasons: Vec<NoticeReason>,
    /// Whether anything is brought at all.
    pub is_on: bool,
}

impl Wanted {
    fn over(self, known: Channel) -> Channel {
        let filled = |text: Option<String>| text.map(|it| it.trim().to_owned()).filter(|it| !it.is_empty());
        Channel {
            name: self.name,
            address: filled(self.address).unwrap_or(known.address),
            secret: filled(self.secret).or(known.secret),
            least: self.least,
            reasons: self.reasons.into_iter().collect(),
            is_on: self.is_on,
            ..known
        }
    }
}

/// Writes a new channel, or changes the one that was seen in a version.
///
/// # Errors
/// [`Error::Refused`] where it cannot be used, [`Error::Limit`] for one too many, [`Error::NotFound`], [`Error::Stale`].
pub async fn save(scope: &Scope, seen: Option<(ChannelId, i32)>, wanted: Wanted) -> Result<Channel, Error> {
    let session = scope.begin().await?;
    let saved = match seen {
        Some((id, version)) => {
            let permit = store::permit(&session, id, version).await?;
            let channel = wanted.over(store::channel(&session, id).await?).checked()?;
            store::save(&session, permit, &channel).await?;
            Channel { version: version + 1, ..channel }
        }
        None => {
            if store::own(&session).await?.len() >= MOST_CHANNELS {
                return Err(Error::Limit("channels"));
            }
            let channel = wanted.clone().over(begun(&session, wanted.kind)?).checked()?;
            store::create(&session, &channel).await?;
            channel
        }
    };
    session.record(happened("channel.save", &saved));
    session.commit().await?;
    Ok(saved)
}

fn begun(reader: &Reader, kind: ChannelKind) -> Result<Channel, Error> {
    Ok(Channel {
        id: fresh()?,
        account: store::own_account(reader)?,
        kind,
        name: String::new(),
        address: String::new(),
        secret: None,
        least: Severity::Blue,
        reasons: std::collections::BTreeSet::new(),
        is_on: true,
        version: 1,
    })
}

/// The audit trail holds no address and no secret: they are their owner's alone.
fn happened(action: &'static str, channel: &Channel) -> Happened {
    let summary = channel.kind.to_string();
    Happened { action, subject: format!("channel-{}", channel.id), summary, ..Happened::default() }
}

/// Removes a channel that was seen in a version; answers with those that are left.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn remove(scope: &Scope, id: ChannelId, version: i32) -> Result<Vec<Channel>, Error> {
    let session = scope.begin().await?;
    let permit = store::permit(&session, id, version).await?;
    let removed = store::channel(&session, id).await?;
    store::remove(&session, permit).await?;
    let left = store::own(&session).await?;
    session.record(happened("channel.remove", &removed));
    session.commit().await?;
    Ok(left)
}

/// When somebody wants to be told.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What they said, or what holds as long as they say nothing.
    pub preferences: Preferences,
    /// How often they said it.
    pub version: i32,
    /// How many messages wait for their hour.
    pub held: u64,
}

/// When whoever asks wants to be told.
///
/// # Errors
/// Of the database.
pub async fn settings(reader: &Reader) -> Result<Settings, Error> {
    let own = store::own_account(reader)?;
    let said = store::preferences(reader, &[own]).await?;
    let (preferences, version) = said.get(&own).copied().unwrap_or_default();
    Ok(Settings { preferences, version, held: delivery::held(reader).await? })
}

/// Says when whoever asks wants to be told. What waits already keeps its hour.
///
/// # Errors
/// [`Error::Stale`] where they said otherwise meanwhile.
pub async fn prefer(scope: &Scope, preferences: &Preferences, version: i32) -> Result<Settings, Error> {
    let session = scope.begin().await?;
    store::prefer(&session, preferences, version).await?;
    let settings = settings(&session).await?;
    let subject = format!("account-{}", store::own_account(&session)?);
    let summary = preferences.digest.kind().to_string();
    session.record(Happened { action: "notification.save", subject, summary, ..Happened::default() });
    session.commit().await?;
    Ok(settings)
}

/// What became of the messages of whoever asks, newest first.
///
/// # Errors
/// Of the database.
pub async fn deliveries(reader: &Reader, page: Page) -> Result<Slice<Delivery>, Error> {
    delivery::page(reader, page).await
}

/// Has a delivery tried again that was given up.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`], [`Error::Refused`] where it was not given up.
pub async fn retry(scope: &Scope, id: DeliveryId, version: i32) -> Result<Delivery, Error> {
    let session = scope.begin().await?;
    let permit = delivery::permit(&session, id, version).await?;
    let state = delivery::delivery(&session, id).await?.state.after(DeliveryStep::Retry)?;
    delivery::wait_again(&session, permit, state).await?;
    let waiting = delivery::delivery(&session, id).await?;
    let (subject, summary) = (format!("delivery-{id}"), waiting.kind.to_string());
    session.record(Happened { action: "delivery.retry", subject, summary, ..Happened::default() });
    session.commit().await?;
    Ok(waiting)
}

/// Most test messages of an account in the span below.
const MOST_TESTS: u64 = 5;
const SPAN_OF_TESTS: TimeDelta = TimeDelta::minutes(1);

/// Sends a test message through a channel and waits for what comes of it.
///
/// # Errors
/// [`Error::NotFound`]; [`Error::RateLimited`] after several of them.
pub async fn test(scope: &Scope, courier: &Courier, id: ChannelId) -> Result<Delivery, Error> {
    let session = scope.begin().await?;
    let channel = store::channel(&session, id).await?;
    if delivery::tests_since(&session, session.now() - SPAN_OF_TESTS).await? >= MOST_TESTS {
        return Err(Error::RateLimited);
    }
    let begun = delivery::begin_test(&session, &channel, courier::LEASE).await?;
    let language = settings(&session).await?.preferences.language;
    session.commit().await?;
    courier.try_out(&begun, &channel, language).await?;
    delivery::delivery(&*scope.reader().await?, begun.id).await
}
