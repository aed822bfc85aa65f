//! Taking up what is due: red first, then by age, and only so much for one receiver that the others go on.

use chrono::{DateTime, TimeDelta, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::channel::ChannelKind;
use shared::channel::delivery::{DeliveryAnswer, DeliveryState, DeliveryStep, MOST_TRIES};
use shared::channel::places::{Places, Receiver};
use shared::id::AccountId;
use shared::policy::Action;

use super::{Delivery, note, seen};
use crate::error::Error;
use crate::store::channel::preferences_of_all;
use crate::store::entity::delivery;
use crate::store::scope::Session;

/// Only one server takes up at a time: two would wait for each other's rows.
const TAKING_UP: i64 = 0x6261_746f_6e31_3202;

/// What waits for its moment and what was left behind, where a place is free for it.
pub(super) fn to_take_up(now: DateTime<Utc>, places: &Places) -> Condition {
    use delivery::Column as C;
    let waiting = Condition::all().add(C::State.eq(DeliveryState::Waiting)).add(C::DueAt.lte(now));
    let left = Condition::all().add(C::State.eq(DeliveryState::Sending)).add(C::LeasedUntil.lt(now));
    let found = Condition::all()
        .add(Condition::any().add(waiting).add(left))
        .add(C::ChannelId.is_not_in(places.full_channels()))
        .add(C::AccountId.is_not_in(places.full_accounts()));
    places.full_receivers().into_iter().fold(found, |found, full| match full {
        Receiver::Mail => found.add(C::Kind.ne(ChannelKind::Email)),
        Receiver::Server(shown) => found.add(C::Address.ne(shown)),
    })
}

/// Takes up what is due, and what another server left behind, as long as places are free. Two servers that reach for the same delivery do
/// not both get it: the version is changed by whoever comes first.
///
/// # Errors
/// Of the database.
pub async fn claim(session: &Session, places: &Places, lease: TimeDelta) -> Result<Vec<Delivery>, Error> {
    session.alone(TAKING_UP).await?;
    let (mut places, mut claimed) = (places.clone(), Vec::new());
    while places.free() > 0 {
        let most = places.free();
        let due = due(session, &places, most).await?;
        let is_all = due.len() < most;
        let accounts: Vec<AccountId> = due.iter().map(|row| row.account_id).collect();
        let wishes = preferences_of_all(session, &accounts).await?;
        for row in due {
            // Planned for another hour, and late: whoever sleeps now is not woken by it.
            let held = wishes.get(&row.account_id).and_then(|(wishes, _)| wishes.held_until(session.now()));
            match held.filter(|_| !row.passes_quiet) {
                Some(until) => put_off(session, &row, until).await?,
                None => claimed.extend(take_up(session, row.into(), &mut places, lease).await?),
            }
        }
        // What was looked at is taken up, put off, or goes a way that is full now: the next look finds others.
        if is_all {
            break;
        }
    }
    Ok(claimed)
}

/// Lets go of what a server holds that is no more, for whoever knows that nobody else is at it; says how much there was. It goes out again
/// under the same key.
///
/// # Errors
/// Of the database.
pub async fn let_go(session: &Session) -> Result<u64, Error> {
    use delivery::Column as C;
    let now = session.now();
    let held = Condition::all().add(C::State.eq(DeliveryState::Sending)).add(C::LeasedUntil.gt(now));
    session.change::<delivery::Entity>(Action::Write, held, vec![(C::LeasedUntil, Some(now).into())]).await
}

async fn due(session: &Session, places: &Places, most: usize) -> Result<Vec<delivery::Model>, Error> {
    use delivery::Column as C;
    let rows = session.find::<delivery::Entity>().filter(to_take_up(session.now(), places));
    // What passes quiet hours is red, or waited for by whoever asked for another try.
    let rows = rows.order(C::PassesQuiet, Order::Desc).order(C::DueAt, Order::Asc).order(C::Id, Order::Asc);
    rows.limit(u64::try_from(most).map_err(Error::internal)?).all().await
}

async fn put_off(session: &Session, row: &delivery::Model, until: DateTime<Utc>) -> Result<(), Error> {
    use delivery::Column as C;
    let this = Condition::all().add(C::Id.eq(row.id)).add(C::Version.eq(row.version));
    let set = vec![(C::DueAt, until.into()), (C::LeasedUntil, Some(until).into())];
    session.change::<delivery::Entity>(Action::Write, this, set).await.map(drop)
}

async fn take_up(
    session: &Session,
    mut delivery: Delivery,
    places: &mut Places,
    lease: TimeDelta,
) -> Result<Option<Delivery>, Error> {
    use delivery::Column as C;
    if delivery.state == DeliveryState::Sending && delivery.tries >= MOST_TRIES {
        note(session, &delivery, DeliveryAnswer::Interrupted, "").await?;
        return Ok(None);
    }
    if !places.take(&delivery.route()) {
        return Ok(None);
    }
    let state = delivery.state.after(DeliveryStep::Claim)?;
    let (tries, version) = (delivery.tries + 1, delivery.version + 1);
    let set = vec![
        (C::State, state.into()),
        (C::Tries, tries.into()),
        (C::LeasedUntil, Some(session.now() + lease).into()),
        (C::Version, version.into()),
    ];
    if session.change::<delivery::Entity>(Action::Write, seen(&delivery), set).await? != 1 {
        return Ok(None);
    }
    (delivery.state, delivery.tries, delivery.version) = (state, tries, version);
    Ok(Some(delivery))
}
