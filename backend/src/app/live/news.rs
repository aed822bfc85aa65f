//! What guests are told: what became of their inbox, and of a matter they look at. The present comes at once, what changes after it when
//! it has changed; each is read within what the guest may see at that moment.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use futures::Stream;
use futures::stream::try_unfold;
use shared::id::{MatterId, NoticeId};
use shared::matter::Event;

use super::{Guest, Turn};
use crate::app::desk::{self, Told};
use crate::app::matter::list::{self, Line};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::bell::{Ear, Topic};
use crate::store::notice::Message;
use crate::store::{matter, notice};

/// Most new messages that come with one change: the inbox has the others.
pub const MOST_MESSAGES: u64 = 10;

/// What became of an inbox.
#[derive(Debug)]
pub struct InboxNews {
    /// How many messages are unread.
    pub unread: u64,
    /// Those that came since it was told last, newest first.
    pub came: Vec<Told>,
    /// What it was read through.
    pub scope: Scope,
    /// Held until it is told.
    pub turn: Turn,
}

/// What became of a matter.
#[derive(Debug)]
pub struct MatterNews {
    /// The matter.
    pub line: Line,
    /// The newest line of its time-line.
    pub event: Option<Event>,
    /// What it was read through.
    pub scope: Scope,
    /// Held until it is told.
    pub turn: Turn,
}

/// What was told last.
#[derive(Debug, PartialEq, Eq)]
struct Inbox {
    unread: u64,
    newest: BTreeSet<NoticeId>,
    /// When the oldest of them came, where there are older ones: those come to the fore when a newer one goes out of sight.
    since: Option<DateTime<Utc>>,
}

impl Inbox {
    fn of(unread: u64, messages: &[Message]) -> Self {
        let is_whole = u64::try_from(messages.len()).is_ok_and(|number| number < MOST_MESSAGES);
        let oldest = messages.last().map(|message| message.at);
        let newest = messages.iter().map(|message| message.id).collect();
        Self { unread, newest, since: oldest.filter(|_| !is_whole) }
    }

    /// Whether a message came after what was told.
    fn is_before(&self, message: &Message) -> bool {
        !self.newest.contains(&message.id) && self.since.is_none_or(|since| message.at >= since)
    }
}

/// Somebody who waits, and what they were told last.
struct Waiting<T> {
    guest: Arc<Guest>,
    ear: Ear,
    told: Option<T>,
}

impl<T> Waiting<T> {
    /// What is heard from now on is not missed: the first reading comes after it.
    fn new(guest: Arc<Guest>, topic: Topic) -> Self {
        let ear = guest.ear(topic);
        Self { guest, ear, told: None }
    }

    /// Until there is something to read; the present is read at once.
    async fn turn(&mut self) -> Result<(Scope, Turn), Error> {
        if self.told.is_some() {
            self.ear.heard().await;
        }
        self.guest.scope().await
    }
}

/// The guest's inbox.
pub fn inbox(guest: Arc<Guest>) -> impl Stream<Item = Result<InboxNews, Error>> {
    let topic = Topic::Inbox(guest.account());
    try_unfold(Waiting::new(guest, topic), |mut waiting| async move {
        loop {
            let (scope, turn) = waiting.turn().await?;
            if let Some((told, news)) = inbox_since(waiting.told.as_ref(), scope, turn).await? {
                waiting.told = Some(told);
                return Ok(Some((news, waiting)));
            }
        }
    })
}

async fn inbox_since(before: Option<&Inbox>, scope: Scope, turn: Turn) -> Result<Option<(Inbox, InboxNews)>, Error> {
    let reader = scope.reader().await?;
    let unread = notice::unread(&reader).await?;
    let mut messages = notice::newest(&reader, MOST_MESSAGES).await?;
    let now = Inbox::of(unread, &messages);
    if before == Some(&now) {
        return Ok(None);
    }
    messages.retain(|message| before.is_some_and(|before| before.is_before(message)));
    let mut told = desk::told(&reader, &messages).await?;
    let came = messages.iter().filter_map(|message| told.remove(&message.id)).collect();
    Ok(Some((now, InboxNews { unread, came, scope, turn })))
}

/// A matter the guest looks at; [`Error::NotFound`] ends it as soon as they may not see it.
pub fn matter(guest: Arc<Guest>, id: MatterId) -> impl Stream<Item = Result<MatterNews, Error>> {
    try_unfold(Waiting::new(guest, Topic::Matter(id)), move |mut waiting| async move {
        loop {
            let (scope, turn) = waiting.turn().await?;
            let reader = scope.reader().await?;
            let line = list::lines(&reader, &[id]).await?.pop().ok_or(Error::NotFound)?;
            if waiting.told != Some(line.version) {
                let event = matter::newest_event(&reader, id).await?;
                waiting.told = Some(line.version);
                return Ok(Some((MatterNews { line, event, scope, turn }, waiting)));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use shared::id::Id as _;
    use shared::matter::NoticeReason;

    use super::*;
    use crate::store::notice::Thing;

    /// Messages by their minute, newest first.
    fn messages(minutes: impl Iterator<Item = i64>) -> Vec<Message> {
        let message = |minute: i64| Message {
            id: NoticeId::from_raw(minute),
            thing: Thing::Matter(MatterId::from_raw(1), 1),
            reason: NoticeReason::Step,
            at: DateTime::from_timestamp(60 * minute, 0).unwrap(),
            read: None,
        };
        minutes.map(message).collect()
    }

    fn came(before: &[Message], after: Vec<Message>) -> Vec<i64> {
        let before = Inbox::of(0, before);
        after.iter().filter(|message| before.is_before(message)).map(|message| message.at.timestamp() / 60).collect()
    }

    #[test]
    fn what_came_is_told_apart_from_what_came_to_the_fore() {
        let full = messages((11..=20).rev());
        assert_eq!(came(&full, messages((12..=21).rev())), [21]);
        // One of a matter that went out of sight made room for an older one.
        assert_eq!(came(&full, messages((10..=20).rev().filter(|&minute| minute != 15))), [0_i64; 0]);
        // Committed later, but begun before the newest that was told.
        assert_eq!(came(&messages([20, 18].into_iter()), messages([20, 19, 18].into_iter())), [19]);
        assert_eq!(came(&[], messages([5].into_iter())), [5]);
    }
}
