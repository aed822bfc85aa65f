//! Channels beside the page, and when their owner wants to be told. They are their owner's alone.

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ColumnTrait, Condition, Order};
use shared::channel::Channel;
use shared::channel::preference::Preferences;
use shared::id::{AccountId, ChannelId};
use shared::matter::NoticeReason;
use shared::policy::{Action, Actor};

use super::entity::{channel, delivery_notice, notice_preference};
use super::permit::{Act, Permit, Versioned};
use super::scope::{Reader, Session};
use crate::error::Error;

impl TryFrom<channel::Model> for Channel {
    type Error = Error;

    fn try_from(row: channel::Model) -> Result<Self, Error> {
        let channel::Model { id, account_id, kind, name, address, secret, least, reasons, is_on, version } = row;
        let reasons: BTreeSet<NoticeReason> = serde_json::from_str(&reasons)?;
        Ok(Self { id, account: account_id, kind, name, address, secret, least, reasons, is_on, version })
    }
}

impl Versioned for channel::Entity {
    fn version_column() -> channel::Column {
        channel::Column::Version
    }

    fn version_of(row: &channel::Model) -> i32 {
        row.version
    }
}

/// Changing or removing a channel.
#[derive(Debug)]
pub struct ChangeChannel;

impl Act for ChangeChannel {
    type Entity = channel::Entity;
    type Id = ChannelId;
    const ACTION: Action = Action::Write;
}

/// The account of whoever asks.
///
/// # Errors
/// [`Error::Forbidden`] for the system, which has none.
pub fn own_account(reader: &Reader) -> Result<AccountId, Error> {
    match reader.viewer().actor {
        Actor::Account(own) => Ok(own),
        Actor::System(_) => Err(Error::Forbidden),
    }
}

/// The channels of whoever asks, in the order of their ids.
///
/// # Errors
/// Of the database.
pub async fn own(reader: &Reader) -> Result<Vec<Channel>, Error> {
    let rows = reader.find::<channel::Entity>().filter(channel::Column::AccountId.eq(own_account(reader)?));
    rows.order(channel::Column::Id, Order::Asc).all().await?.into_iter().map(TryInto::try_into).collect()
}

/// One channel.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn channel(reader: &Reader, id: ChannelId) -> Result<Channel, Error> {
    reader.find::<channel::Entity>().filter(channel::Column::Id.eq(id)).found().await?.try_into()
}

/// The channels that bring anything to the accounts.
pub(super) async fn of_accounts(session: &Session, accounts: &[AccountId]) -> Result<Vec<Channel>, Error> {
    let on = Condition::all()
        .add(channel::Column::AccountId.is_in(accounts.iter().copied()))
        .add(channel::Column::IsOn.eq(true));
    let rows = session.whole::<channel::Entity>().filter(on).order(channel::Column::Id, Order::Asc).all().await?;
    rows.into_iter().map(TryInto::try_into).collect()
}

/// Writes a new channel of whoever asks.
///
/// # Errors
/// Of the database.
pub async fn create(session: &Session, channel: &Channel) -> Result<(), Error> {
    let row = channel::Model {
        id: channel.id,
        account_id: own_account(session)?,
        kind: channel.kind,
        name: channel.name.clone(),
        address: channel.address.clone(),
        secret: channel.secret.clone(),
        least: channel.least,
        reasons: serde_json::to_string(&channel.reasons)?,
        is_on: channel.is_on,
        version: channel.version,
    };
    session.insert::<channel::Entity>(row).await
}

/// The right to change or remove a channel seen in the given version.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Stale`].
pub async fn permit(session: &Session, id: ChannelId, version: i32) -> Result<Permit<ChangeChannel>, Error> {
    session.permit::<ChangeChannel>(id, version).await
}

/// Changes a channel; its kind stays.
///
/// # Errors
/// [`Error::Stale`] where it changed meanwhile.
pub async fn save(session: &Session, permit: Permit<ChangeChannel>, channel: &Channel) -> Result<(), Error> {
    let set = vec![
        (channel::Column::Name, channel.name.clone().into()),
        (channel::Column::Address, channel.address.clone().into()),
        (channel::Column::Secret, channel.secret.clone().into()),
        (channel::Column::Least, channel.least.into()),
        (channel::Column::Reasons, serde_json::to_string(&channel.reasons)?.into()),
        (channel::Column::IsOn, channel.is_on.into()),
    ];
    session.spend(permit, set).await
}

/// Removes a channel, and what waits for its hour to go out through it. What is being sent ends by itself; the log stays.
///
/// # Errors
/// Of the database.
pub async fn remove(session: &Session, permit: Permit<ChangeChannel>) -> Result<(), Error> {
    let id = permit.id();
    session.remove::<channel::Entity>(Action::Write, channel::Column::Id.eq(id)).await?;
    let held = Condition::all()
        .add(delivery_notice::Column::ChannelId.eq(id))
        .add(delivery_notice::Column::DeliveryId.is_null());
    session.remove_along::<delivery_notice::Entity>(&permit, held).await?;
    Ok(())
}

/// When accounts want to be told, and how often they changed it; those who never said are left out.
///
/// # Errors
/// Of the database.
pub async fn preferences(
    reader: &Reader,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, (Preferences, i32)>, Error> {
    let of = notice_preference::Column::AccountId.is_in(accounts.iter().copied());
    read_preferences(reader.find::<notice_preference::Entity>().filter(of).all().await?)
}

/// The same of any accounts, for planning what goes out.
pub(super) async fn preferences_of_all(
    session: &Session,
    accounts: &[AccountId],
) -> Result<BTreeMap<AccountId, (Preferences, i32)>, Error> {
    let of = notice_preference::Column::AccountId.is_in(accounts.iter().copied());
    read_preferences(session.whole::<notice_preference::Entity>().filter(of).all().await?)
}

fn read_preferences(rows: Vec<notice_preference::Model>) -> Result<BTreeMap<AccountId, (Preferences, i32)>, Error> {
    let read = |row: notice_preference::Model| {
        Ok((row.account_id, (serde_json::from_str::<Preferences>(&row.content)?, row.version)))
    };
    rows.into_iter().map(read).collect()
}

/// Says when whoever asks wants to be told. `version`: how often they had said it, 0 where never.
///
/// # Errors
/// [`Error::Stale`] where they said otherwise meanwhile.
pub async fn prefer(session: &Session, preferences: &Preferences, version: i32) -> Result<(), Error> {
    use notice_preference::Column as C;
    let account_id = own_account(session)?;
    let content = serde_json::to_string(preferences)?;
    let known = session.find::<notice_preference::Entity>().filter(C::AccountId.eq(account_id)).one().await?;
    if known.as_ref().map_or(0, |row| row.version) != version {
        return Err(Error::Stale);
    }
    if known.is_none() {
        let row = notice_preference::Model { account_id, content, version: 1 };
        return session.insert::<notice_preference::Entity>(row).await;
    }
    let seen = Condition::all().add(C::AccountId.eq(account_id)).add(C::Version.eq(version));
    let set = vec![(C::Content, content.into()), (C::Version, (version + 1).into())];
    match session.change::<notice_preference::Entity>(Action::Write, seen, set).await? {
        1 => Ok(()),
        _ => Err(Error::Stale),
    }
}
