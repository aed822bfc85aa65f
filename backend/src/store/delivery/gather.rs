//! From notices to deliveries: what goes out through which channel is noted where an account is told, and gathered when its moment comes.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::channel::preference::Preferences;
use shared::channel::{Channel, urgency};
use shared::id::{AccountId, ChannelId};
use shared::matter::Severity;
use shared::policy::Action;

use super::row;
use crate::error::Error;
use crate::store::channel::{of_accounts, preferences_of_all};
use crate::store::entity::{channel, delivery, delivery_notice, matter, notice};
use crate::store::scope::Session;
use crate::store::work_day;

/// Notes of notices about one matter through which channels each goes out, and when. It only adds rows: whoever tells somebody waits for
/// nobody who sends.
pub(in crate::store) async fn plan(session: &Session, told: &[notice::Model]) -> Result<(), Error> {
    let accounts: Vec<AccountId> = told.iter().map(|row| row.account_id).collect();
    let channels = match accounts.is_empty() {
        true => Vec::new(),
        false => of_accounts(session, &accounts).await?,
    };
    let Some(first) = told.first().filter(|_| !channels.is_empty()) else { return Ok(()) };
    let severity = severity(session, first).await?;
    let preferences = preferences_of_all(session, &accounts).await?;
    let calendar = work_day::calendar(session).await?;
    for row in told {
        let urgency = urgency(row.reason, severity);
        let own = channels.iter().filter(|channel| channel.account == row.account_id);
        for channel in own.filter(|channel| channel.wants(row.reason, urgency)) {
            let wishes = preferences.get(&row.account_id).map_or_else(Preferences::default, |(wishes, _)| *wishes);
            let plan = wishes.plan(urgency, row.at, &calendar);
            let noted = delivery_notice::Model {
                channel_id: channel.id,
                notice_id: row.id,
                account_id: row.account_id,
                due_at: plan.at,
                gathers: plan.gathers,
                passes_quiet: plan.passes_quiet,
                delivery_id: None,
            };
            session.insert::<delivery_notice::Entity>(noted).await?;
        }
    }
    Ok(())
}

async fn severity(session: &Session, told: &notice::Model) -> Result<Option<Severity>, Error> {
    let matter = session.whole::<matter::Entity>().filter(matter::Column::Id.eq(told.matter_id)).one().await?;
    Ok(matter.and_then(|matter| matter.severity))
}

/// Only one server gathers at a time.
const GATHERING: i64 = 0x6261_746f_6e31_3201;
/// Most notices that one transaction begins with.
const MOST: u64 = 500;

/// What is in no delivery yet although its moment has come.
pub(super) fn due(now: DateTime<Utc>) -> Condition {
    Condition::all().add(delivery_notice::Column::DeliveryId.is_null()).add(delivery_notice::Column::DueAt.lte(now))
}

/// Puts what is due into deliveries: what is gathered goes into one for each channel, the rest each into one of its own. Says how many.
///
/// # Errors
/// Of the database.
pub async fn gather(session: &Session) -> Result<usize, Error> {
    use delivery_notice::Column as C;
    session.alone(GATHERING).await?;
    let rows = session.find::<delivery_notice::Entity>().filter(due(session.now()));
    // What is red does not wait behind what came before it.
    let rows = rows.order(C::PassesQuiet, Order::Desc).order(C::DueAt, Order::Asc).order(C::NoticeId, Order::Asc);
    let rows = rows.limit(MOST).all().await?;
    let channels = channels(session, &rows).await?;
    let mut made = 0;
    for row in rows.iter().filter(|row| !row.gathers) {
        made += put(session, channels.get(&row.channel_id), std::slice::from_ref(row)).await?;
    }
    // What is gathered is gathered whole: a digest is not cut where the transaction is.
    let gathering: BTreeSet<ChannelId> = rows.iter().filter(|row| row.gathers).map(|row| row.channel_id).collect();
    let all = due(session.now()).add(C::Gathers.eq(true)).add(C::ChannelId.is_in(gathering));
    let mut together: BTreeMap<ChannelId, Vec<delivery_notice::Model>> = BTreeMap::new();
    for row in session.find::<delivery_notice::Entity>().filter(all).order(C::DueAt, Order::Asc).all().await? {
        together.entry(row.channel_id).or_default().push(row);
    }
    for (channel, rows) in together {
        made += put(session, channels.get(&channel), &rows).await?;
    }
    Ok(made)
}

async fn channels(session: &Session, rows: &[delivery_notice::Model]) -> Result<BTreeMap<ChannelId, Channel>, Error> {
    let ids: Vec<ChannelId> = rows.iter().map(|row| row.channel_id).collect();
    let rows = session.find::<channel::Entity>().filter(channel::Column::Id.is_in(ids)).all().await?;
    rows.into_iter().map(|row| Ok((row.id, row.try_into()?))).collect()
}

async fn put(session: &Session, channel: Option<&Channel>, rows: &[delivery_notice::Model]) -> Result<usize, Error> {
    use delivery_notice::Column as C;
    let Some(first) = rows.first() else { return Ok(0) };
    let these = Condition::all()
        .add(C::ChannelId.eq(first.channel_id))
        .add(C::NoticeId.is_in(rows.iter().map(|row| row.notice_id)));
    // The channel was removed by somebody else in the moment in which this was noted.
    let Some(channel) = channel else {
        session.remove::<delivery_notice::Entity>(Action::Write, these).await?;
        return Ok(0);
    };
    let row = row(session, channel, i32::try_from(rows.len()).unwrap_or(i32::MAX))?;
    // Its age is that of its oldest message, and not that of the look that found it.
    let passes_quiet = rows.iter().any(|row| row.passes_quiet);
    let row = delivery::Model { due_at: first.due_at, passes_quiet, ..row };
    session.change::<delivery_notice::Entity>(Action::Write, these, vec![(C::DeliveryId, Some(row.id).into())]).await?;
    session.insert::<delivery::Entity>(row).await?;
    Ok(1)
}
