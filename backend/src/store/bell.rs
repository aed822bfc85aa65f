//! The bell: whoever waits for news of an account or a matter is woken once a transaction that made some is committed, on whichever
//! server. It says that something changed and never what: who is woken reads again, within what they may see then.

use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::id::{AccountId, MatterId};
use tokio::sync::watch;

/// What there can be news of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The messages of an account.
    Inbox(AccountId),
    /// A matter.
    Matter(MatterId),
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inbox(account) => write!(f, "i{account}"),
            Self::Matter(matter) => write!(f, "m{matter}"),
        }
    }
}

impl Topic {
    fn read(text: &str) -> Option<Self> {
        if let Some(account) = text.strip_prefix('i') {
            return Some(Self::Inbox(account.parse().ok()?));
        }
        Some(Self::Matter(text.strip_prefix('m')?.parse().ok()?))
    }
}

/// Most topics in one announcement: PostgreSQL takes 8,000 bytes.
const MOST_AT_ONCE: usize = 400;

/// Topics as one server announces them to the others.
pub(super) fn announcements(topics: &BTreeSet<Topic>) -> Vec<String> {
    let texts: Vec<String> = topics.iter().map(Topic::to_string).collect();
    texts.chunks(MOST_AT_ONCE).map(|texts| texts.join(" ")).collect()
}

/// The topics of an announcement. What a newer server announces and this one does not know is passed over.
pub(super) fn announced(text: &str) -> impl Iterator<Item = Topic> {
    text.split(' ').filter_map(Topic::read)
}

/// Wakes those who wait on this server. Clones are the same bell.
#[derive(Debug, Clone, Default)]
pub struct Bell(Arc<Mutex<HashMap<Topic, watch::Sender<()>>>>);

impl Bell {
    fn topics(&self) -> MutexGuard<'_, HashMap<Topic, watch::Sender<()>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An ear for a topic: it hears everything from now on.
    #[must_use]
    pub fn ear(&self, topic: Topic) -> Ear {
        let heard = self.topics().entry(topic).or_insert_with(|| watch::Sender::new(())).subscribe();
        Ear { bell: self.clone(), topic, heard: Some(heard) }
    }

    /// Wakes whoever waits for one of the topics, and nobody else.
    pub(super) fn ring(&self, topics: impl IntoIterator<Item = Topic>) {
        let ears = self.topics();
        for topic in topics {
            if let Some(sender) = ears.get(&topic) {
                sender.send_replace(());
            }
        }
    }

    /// Wakes everybody: something may have been missed.
    pub(super) fn ring_all(&self) {
        for sender in self.topics().values() {
            sender.send_replace(());
        }
    }
}

/// Waits for news of one topic.
#[derive(Debug)]
pub struct Ear {
    bell: Bell,
    topic: Topic,
    heard: Option<watch::Receiver<()>>,
}

impl Ear {
    /// Waits until the bell rang since it was heard last; ringing twice meanwhile is heard once.
    pub async fn heard(&mut self) {
        let Some(heard) = &mut self.heard else { return std::future::pending().await };
        if heard.changed().await.is_err() {
            std::future::pending().await
        }
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        let mut topics = self.bell.topics();
        // Let go of under the lock, so that the last of two that go at once is seen to be the last.
        drop(self.heard.take());
        if topics.get(&self.topic).is_some_and(|sender| sender.receiver_count() == 0) {
            topics.remove(&self.topic);
        }
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use shared::id::Id as _;

    use super::*;

    fn inbox(number: i64) -> Topic {
        Topic::Inbox(AccountId::from_raw(number))
    }

    #[test]
    fn what_is_announced_is_read_back_in_pieces_that_postgresql_takes() {
        let topics: BTreeSet<Topic> =
            (0..1_000).map(inbox).chain((0..9).map(|number| Topic::Matter(MatterId::from_raw(number)))).collect();
        let texts = announcements(&topics);
        assert!(texts.len() == 3 && texts.iter().all(|text| text.len() < 8_000), "{}", texts.len());
        let read: BTreeSet<Topic> = texts.iter().flat_map(|text| announced(text)).collect();
        assert_eq!(read, topics);
        assert_eq!(announced("x1 i m i!  z").count(), 0);
    }

    #[test]
    fn only_who_waits_for_a_topic_is_woken() {
        let bell = Bell::default();
        let (mut first, mut again, mut other) = (bell.ear(inbox(1)), bell.ear(inbox(1)), bell.ear(inbox(2)));
        bell.ring([inbox(1), inbox(3)]);
        bell.ring([inbox(1)]);
        let woken = |ear: &mut Ear| ear.heard().now_or_never().is_some();
        assert_eq!(
            [woken(&mut first), woken(&mut first), woken(&mut again), woken(&mut other)],
            [true, false, true, false]
        );
        bell.ring_all();
        assert_eq!([woken(&mut first), woken(&mut other)], [true, true]);
    }

    #[test]
    fn a_topic_is_forgotten_with_its_last_ear() {
        let bell = Bell::default();
        let (first, second) = (bell.ear(inbox(1)), bell.ear(inbox(1)));
        drop(first);
        assert_eq!(bell.topics().len(), 1);
        drop(second);
        assert_eq!(bell.topics().len(), 0);
    }
}
