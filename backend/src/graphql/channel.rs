//! Channels beside the page, when they bring something, and what became of each message. Everybody sees and changes their own.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::channel::delivery::{DeliveryAnswer, DeliveryState, DeliveryStep};
use shared::channel::preference::{Digest, DigestKind, LocalTime, MessageLanguage, Preferences, QuietHours};
use shared::channel::{self, ChannelKind};
use shared::id::{ChannelId, DeliveryId};
use shared::matter::{NoticeReason, Severity};

use super::page::parts;
use super::scalar::DateTime;
use super::scope::seen;
use crate::app::channel::{self as use_case, Courier, Settings, Wanted};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::delivery;
use crate::store::page::Page;

/// A channel beside the page through which you are told.
#[derive(Debug, Clone, SimpleObject)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// What it carries messages by.
    pub kind: ChannelKind,
    /// What you call it.
    pub name: String,
    /// Where it leads: the mail address; of a URL the scheme and the host, since the rest is a key.
    pub address: String,
    /// Whether its messages are signed. What with is shown to nobody.
    pub has_secret: bool,
    /// The least urgency it brings.
    pub least: Severity,
    /// Why a message is brought.
    pub reasons: Vec<NoticeReason>,
    /// Whether it brings anything at all.
    pub is_on: bool,
    /// Counts its changes.
    pub version: i32,
}

impl From<channel::Channel> for Channel {
    fn from(channel: channel::Channel) -> Self {
        Self {
            id: channel.id,
            kind: channel.kind,
            address: channel.shown(),
            has_secret: channel.secret.is_some(),
            name: channel.name,
            least: channel.least,
            reasons: channel.reasons.into_iter().collect(),
            is_on: channel.is_on,
            version: channel.version,
        }
    }
}

/// When you are told through your channels. What is red is brought at once, whatever stands here.
#[derive(Debug, Clone, SimpleObject)]
pub struct NotificationSettings {
    /// The language messages are written in.
    pub language: MessageLanguage,
    /// When quiet hours begin; null where there are none.
    pub quiet_from: Option<LocalTime>,
    /// When they end; before they begin where they run past midnight.
    pub quiet_until: Option<LocalTime>,
    /// How often messages are brought.
    pub digest: DigestKind,
    /// At what time they are gathered; null where each is brought at once.
    pub digest_at: Option<LocalTime>,
    /// On which day of the week they are gathered, from 1 (Monday) to 7; null unless it is once a week.
    pub digest_day: Option<i32>,
    /// How many messages wait for their hour.
    pub held: i64,
    /// Whether the operator set up mail: without it no mail is sent.
    pub mail_is_set_up: bool,
    /// Counts your changes; 0 where you never made any.
    pub version: i32,
}

impl NotificationSettings {
    fn new(settings: Settings, courier: &Courier) -> Self {
        let Settings { preferences: Preferences { language, quiet, digest }, version, held } = settings;
        let (digest_day, digest_at) = match digest {
            Digest::Immediate => (None, None),
            Digest::Daily(at) => (None, Some(at)),
            Digest::Weekly(day, at) => (Some(i32::from(day)), Some(at)),
        };
        Self {
            language,
            quiet_from: quiet.map(QuietHours::from),
            quiet_until: quiet.map(QuietHours::until),
            digest: digest.kind(),
            digest_at,
            digest_day,
            held: i64::try_from(held).unwrap_or(i64::MAX),
            mail_is_set_up: courier.has_mail(),
            version,
        }
    }
}

/// A message that goes out, or went out, through a channel.
#[derive(Debug, Clone, SimpleObject)]
pub struct Delivery {
    /// Its id, and the key by which its receiver knows it again when it is tried several times.
    pub id: DeliveryId,
    /// The channel; it may have been removed since.
    pub channel: ChannelId,
    /// What the channel carries messages by.
    pub kind: ChannelKind,
    /// Where it leads, as far as that is shown.
    pub address: String,
    /// Its state.
    pub state: DeliveryState,
    /// How many messages it holds; 0 for a test message.
    pub messages: i32,
    /// Whether it only shows that the channel works.
    pub is_test: bool,
    /// When it is sent, or tried again.
    pub due_at: DateTime,
    /// How often it was tried.
    pub tries: i32,
    /// What came of the last attempt; null before the first.
    pub answer: Option<DeliveryAnswer>,
    /// What the receiver said, in at most 200 letters.
    pub detail: String,
    /// When it came to its end.
    pub ended_at: Option<DateTime>,
    /// What you may do with it now.
    pub allowed_steps: Vec<DeliveryStep>,
    /// Counts its changes.
    pub version: i32,
}

impl From<delivery::Delivery> for Delivery {
    fn from(of: delivery::Delivery) -> Self {
        Self {
            id: of.id,
            channel: of.channel,
            kind: of.kind,
            address: of.address,
            state: of.state,
            messages: of.messages,
            is_test: of.is_test,
            due_at: DateTime(of.due),
            tries: of.tries,
            answer: of.answer,
            detail: of.detail,
            ended_at: of.ended.map(DateTime),
            allowed_steps: of.state.steps_of_owner(),
            version: of.version,
        }
    }
}

connection!(DeliveryConnection, DeliveryEdge, Delivery, "messages that go out");

/// A channel as you want it.
#[derive(Debug, InputObject)]
pub struct ChannelInput {
    /// The channel to change; null for a new one.
    id: Option<ChannelId>,
    /// The version of it that you saw.
    version: Option<i32>,
    /// What it carries messages by. A channel that is there keeps its kind.
    kind: ChannelKind,
    /// What you call it.
    name: String,
    /// Where it leads: a mail address, or an `https://` URL. Null keeps what is there.
    address: Option<String>,
    /// What its messages are signed with: 16–200 characters for a webhook, as the robot shows it for DingTalk and Feishu, nothing for mail
    /// and WeCom. Null keeps what is there.
    secret: Option<String>,
    /// The least urgency it brings.
    least: Severity,
    /// Why a message is brought; at least one.
    reasons: Vec<NoticeReason>,
    /// Whether it brings anything at all.
    is_on: bool,
}

/// When you want to be told.
#[derive(Debug, InputObject)]
pub struct NotificationSettingsInput {
    /// The version you saw; 0 where you never changed them.
    version: i32,
    /// The language messages are written in.
    language: MessageLanguage,
    /// When quiet hours begin; null for none.
    quiet_from: Option<LocalTime>,
    /// When they end; before they begin where they run past midnight.
    quiet_until: Option<LocalTime>,
    /// How often messages are brought.
    digest: DigestKind,
    /// At what time they are gathered; 08:00 where it is not said.
    digest_at: Option<LocalTime>,
    /// On which day of the week, from 1 (Monday) to 7; 1 where it is not said.
    digest_day: Option<i32>,
}

/// When messages are gathered unless it is said.
const MORNING: LocalTime = LocalTime::at_hour(8);

impl NotificationSettingsInput {
    fn read(&self) -> Result<Preferences, Error> {
        let quiet = match (self.quiet_from, self.quiet_until) {
            (None, None) => None,
            (Some(from), Some(until)) => Some(QuietHours::try_new(from, until)?),
            _ => return Err(Error::invalid("input.quietUntil", "say both when quiet hours begin and when they end")),
        };
        let day = u8::try_from(self.digest_day.unwrap_or(1)).unwrap_or_default();
        let digest = Digest::try_new(self.digest, day, self.digest_at.unwrap_or(MORNING))?;
        Ok(Preferences { language: self.language, quiet, digest })
    }
}

fn courier<'ctx>(ctx: &Context<'ctx>) -> Result<&'ctx Courier, Error> {
    ctx.data_opt::<Courier>().ok_or_else(|| Error::internal("a request without a courier"))
}

/// Queries of channels.
#[derive(Debug, Default)]
pub struct ChannelQuery;

#[Object]
impl ChannelQuery {
    /// Your channels beside the page, at most 10.
    async fn channels(&self, ctx: &Context<'_>) -> Result<Vec<Channel>, Error> {
        let scope = Scope::of(ctx)?;
        Ok(use_case::own(&*scope.reader().await?).await?.into_iter().map(Into::into).collect())
    }

    /// When you are told through them.
    async fn notification_settings(&self, ctx: &Context<'_>) -> Result<NotificationSettings, Error> {
        let scope = Scope::of(ctx)?;
        let settings = use_case::settings(&*scope.reader().await?).await?;
        Ok(NotificationSettings::new(settings, courier(ctx)?))
    }

    /// What became of your messages, newest first.
    async fn deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the message with this cursor.")] after: Option<String>,
    ) -> Result<DeliveryConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::deliveries(&*scope.reader().await?, page).await?;
        Ok(parts(slice, |found| found.into_iter().map(Into::into).collect())?.into())
    }
}

/// Mutations of channels.
#[derive(Debug, Default)]
pub struct ChannelMutation;

#[Object]
impl ChannelMutation {
    /// Sets a channel up, or changes one of yours.
    async fn save_channel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The channel as you want it.")] input: ChannelInput,
    ) -> Result<Channel, Error> {
        let ChannelInput { id, version, kind, name, address, secret, least, reasons, is_on } = input;
        let wanted = Wanted { kind, name, address, secret, least, reasons, is_on };
        Ok(use_case::save(&Scope::of(ctx)?, seen(id, version)?, wanted).await?.into())
    }

    /// Removes one of your channels; answers with those that are left.
    async fn remove_channel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The channel.")] channel: ChannelId,
        #[graphql(desc = "The version of it that you saw.")] version: i32,
    ) -> Result<Vec<Channel>, Error> {
        let left = use_case::remove(&Scope::of(ctx)?, channel, version).await?;
        Ok(left.into_iter().map(Into::into).collect())
    }

    /// Sends a test message through one of your channels and answers with what came of it; at most 5 a minute.
    async fn test_channel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The channel.")] channel: ChannelId,
    ) -> Result<Delivery, Error> {
        Ok(use_case::test(&Scope::of(ctx)?, courier(ctx)?, channel).await?.into())
    }

    /// Says when you want to be told. What waits already keeps its hour.
    async fn save_notification_settings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "When you want to be told.")] input: NotificationSettingsInput,
    ) -> Result<NotificationSettings, Error> {
        let settings = use_case::prefer(&Scope::of(ctx)?, &input.read()?, input.version).await?;
        Ok(NotificationSettings::new(settings, courier(ctx)?))
    }

    /// Has a message tried again that was given up.
    async fn retry_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The message.")] delivery: DeliveryId,
        #[graphql(desc = "The version of it that you saw.")] version: i32,
    ) -> Result<Delivery, Error> {
        Ok(use_case::retry(&Scope::of(ctx)?, delivery, version).await?.into())
    }
}
