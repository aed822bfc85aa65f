//! Who may be on the way out at once: a receiver that hangs keeps few places and leaves the others to the rest. Whoever sends holds the
//! places of one server; several servers hold each their own.

use std::collections::BTreeSet;

use super::ChannelKind;
use crate::id::{AccountId, ChannelId};

/// Most messages that one server sends at once.
pub const AT_ONCE: usize = 16;
/// Most of them to one receiver.
const OF_A_RECEIVER: usize = 6;
/// Most of them for one account: whoever has channels to many receivers that hang holds up nobody else.
const OF_AN_ACCOUNT: usize = 4;
/// Most of them through one channel: the others of the same account and of the same receiver go on.
const OF_A_CHANNEL: usize = 2;

/// The machine that a message is handed to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Receiver {
    /// The operator's mail server, whatever mailbox the message is for.
    Mail,
    /// The server of a URL, written as [`super::Channel::shown`] shows it.
    Server(String),
}

/// The way a message goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// The channel.
    pub channel: ChannelId,
    /// Whose it is.
    pub account: AccountId,
    /// The machine it is handed to.
    pub receiver: Receiver,
}

impl Route {
    /// The way through a channel whose address is shown as `shown`.
    #[must_use]
    pub fn new(channel: ChannelId, account: AccountId, kind: ChannelKind, shown: &str) -> Self {
        let receiver = match kind {
            ChannelKind::Email => Receiver::Mail,
            ChannelKind::Webhook | ChannelKind::Wecom | ChannelKind::Dingtalk | ChannelKind::Feishu => {
                Receiver::Server(shown.to_owned())
            }
        };
        Self { channel, account, receiver }
    }
}

/// The places on the way out, at most [`AT_ONCE`].
#[derive(Debug, Clone, Default)]
pub struct Places {
    taken: Vec<Route>,
}

impl Places {
    /// How many are free.
    #[must_use]
    pub const fn free(&self) -> usize {
        AT_ONCE.saturating_sub(self.taken.len())
    }

    /// Takes a place; false where none is free for this way.
    #[must_use]
    pub fn take(&mut self, route: &Route) -> bool {
        let is_free = self.free() > 0
            && !self.full_channels().contains(&route.channel)
            && !self.full_accounts().contains(&route.account)
            && !self.full_receivers().contains(&route.receiver);
        if is_free {
            self.taken.push(route.clone());
        }
        is_free
    }

    /// Gives a place back.
    pub fn leave(&mut self, route: &Route) {
        if let Some(place) = self.taken.iter().position(|taken| taken == route) {
            self.taken.swap_remove(place);
        }
    }

    /// The channels through which nothing more may go now.
    #[must_use]
    pub fn full_channels(&self) -> BTreeSet<ChannelId> {
        self.full(OF_A_CHANNEL, |route| route.channel)
    }

    /// The accounts for which nothing more may go now.
    #[must_use]
    pub fn full_accounts(&self) -> BTreeSet<AccountId> {
        self.full(OF_AN_ACCOUNT, |route| route.account)
    }

    /// The receivers to which nothing more may go now.
    #[must_use]
    pub fn full_receivers(&self) -> BTreeSet<Receiver> {
        self.full(OF_A_RECEIVER, |route| route.receiver.clone())
    }

    fn full<K: Ord>(&self, most: usize, key: impl Fn(&Route) -> K) -> BTreeSet<K> {
        let held = |it: &K| self.taken.iter().filter(|route| key(route) == *it).count();
        self.taken.iter().map(&key).filter(|it| held(it) >= most).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id as _;

    type Numbered = fn(i64) -> Route;

    fn route(channel: i64, account: i64, server: &str) -> Route {
        Route::new(ChannelId::from_raw(channel), AccountId::from_raw(account), ChannelKind::Webhook, server)
    }

    /// How many of `count` ways find a place, the first being numbered 0.
    fn placed(places: &mut Places, count: i64, way: impl Fn(i64) -> Route) -> usize {
        (0..count).filter(|&number| places.take(&way(number))).count()
    }

    #[test]
    fn nobody_takes_the_places_of_all() {
        let cases: [(&str, Numbered, usize); 4] = [
            ("one channel", |_| route(1, 1, "a"), 2),
            ("one account, a receiver for each channel", |it| route(it, 1, &it.to_string()), 4),
            ("one receiver, an account for each channel", |it| route(it, it, "a"), 6),
            ("everybody somewhere else", |it| route(it, it, &it.to_string()), 16),
        ];
        for (what, way, most) in cases {
            let mut places = Places::default();
            assert_eq!(placed(&mut places, 40, way), most, "{what}");
            assert_eq!(places.take(&route(100, 100, "z")), most < AT_ONCE, "{what}");
        }
    }

    #[test]
    fn mailboxes_have_one_receiver_and_a_place_given_back_is_free_again() {
        let mail = |number: i64| {
            let (channel, account) = (ChannelId::from_raw(number), AccountId::from_raw(number));
            Route::new(channel, account, ChannelKind::Email, &format!("a{number}@tax.example"))
        };
        let mut places = Places::default();
        assert_eq!(placed(&mut places, 20, mail), 6);
        assert_eq!(places.full_receivers(), BTreeSet::from([Receiver::Mail]));
        places.leave(&mail(0));
        places.leave(&mail(0));
        assert_eq!((places.free(), places.full_receivers().len()), (11, 0));
        assert!(places.take(&mail(7)) && !places.take(&mail(8)));
    }
}
