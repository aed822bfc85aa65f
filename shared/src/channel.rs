//! Channels beside the page: an account may have its messages brought by mail, by a signed webhook or by a robot of a group chat. What it
//! wants through which channel, when, and what becomes of a message is decided here; carrying it is the server's.

use std::collections::BTreeSet;

use crate::error::Refusal;
use crate::id::{AccountId, ChannelId};
use crate::matter::{NoticeReason, Severity};

pub mod delivery;
pub mod letter;
pub mod places;
pub mod preference;
pub mod words;

crate::codes! {
    /// What a channel carries messages by.
    ChannelKind {
        /// Electronic mail.
        Email "EMAIL",
        /// A webhook of any program: JSON, signed with HMAC-SHA256.
        Webhook "WEBHOOK",
        /// A robot of a WeCom group (企业微信).
        Wecom "WECOM",
        /// A robot of a DingTalk group (钉钉).
        Dingtalk "DINGTALK",
        /// A robot of a Feishu group (飞书).
        Feishu "FEISHU",
    }
}

/// Whether the receiver of a kind checks a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// It always does.
    Always,
    /// It does where its owner set it up so.
    Optional,
    /// It knows no signatures.
    Never,
}

/// Fewest characters of a secret that signs a webhook of any program.
const SHORTEST_SECRET: u32 = 16;
/// Most characters of any secret.
const LONGEST_SECRET: u32 = 200;
/// Most characters of an address.
const LONGEST_ADDRESS: usize = 1_000;
/// Most channels that one account has.
pub const MOST_CHANNELS: usize = 10;

impl ChannelKind {
    /// Whether its receiver checks a signature.
    #[must_use]
    pub const fn signing(self) -> Signing {
        match self {
            Self::Webhook => Signing::Always,
            Self::Dingtalk | Self::Feishu => Signing::Optional,
            Self::Email | Self::Wecom => Signing::Never,
        }
    }

    /// Whether everybody in a group reads it.
    #[must_use]
    pub const fn is_of_group(self) -> bool {
        match self {
            Self::Wecom | Self::Dingtalk | Self::Feishu => true,
            Self::Email | Self::Webhook => false,
        }
    }

    /// Whether a message sent for a reason may go that way at all. That somebody is labelled is for them alone, and told to no group.
    #[must_use]
    pub fn may_bring(self, reason: NoticeReason) -> bool {
        !self.is_of_group() || reason != NoticeReason::Label
    }

    /// Whether a text can be an address of this kind. Where it leads is looked at when something is sent there.
    #[must_use]
    pub fn takes(self, address: &str) -> bool {
        let plain = |text: &str| !text.is_empty() && !text.contains(|it: char| it.is_whitespace() || it.is_control());
        if !plain(address) || address.chars().count() > LONGEST_ADDRESS {
            return false;
        }
        match self {
            Self::Email => match address.split_once('@') {
                Some((name, host)) => plain(name) && host.contains('.') && host.chars().all(is_of_a_host),
                None => false,
            },
            Self::Webhook | Self::Wecom | Self::Dingtalk | Self::Feishu => {
                let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
                rest.is_some_and(|rest| rest.starts_with(|it: char| it == '[' || it.is_alphanumeric()))
            }
        }
    }
}

fn is_of_a_host(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '-')
}

/// A channel of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Whose it is.
    pub account: AccountId,
    /// What it carries messages by.
    pub kind: ChannelKind,
    /// What its owner calls it.
    pub name: String,
    /// Where it leads: a mail address, or a URL. The URL of a robot is a key to its group, and is shown in part.
    pub address: String,
    /// What its messages are signed with; shown to nobody.
    pub secret: Option<String>,
    /// The least urgency that is brought.
    pub least: Severity,
    /// Why a message is brought.
    pub reasons: BTreeSet<NoticeReason>,
    /// Whether anything is brought at all.
    pub is_on: bool,
    /// Counts its changes.
    pub version: i32,
}

impl Channel {
    /// The channel, if it can be used.
    ///
    /// # Errors
    /// [`Refusal::NotAnAddress`], [`Refusal::SecretLength`], and [`Refusal::WordsMissing`] where it has no name or brings nothing.
    pub fn checked(mut self) -> Result<Self, Refusal> {
        self.name = crate::matter::titled("name", &self.name)?;
        self.reasons.retain(|reason| self.kind.may_bring(*reason));
        if self.reasons.is_empty() {
            return Err(Refusal::WordsMissing { field: "reasons".to_owned() });
        }
        if !self.kind.takes(&self.address) {
            return Err(Refusal::NotAnAddress { field: "address".to_owned(), kind: self.kind.to_string() });
        }
        let length = self.secret.as_deref().map(|secret| u32::try_from(secret.chars().count()).unwrap_or(u32::MAX));
        let (needed, least) = match self.kind.signing() {
            Signing::Always => (true, SHORTEST_SECRET),
            Signing::Optional => (false, 1),
            Signing::Never => {
                self.secret = None;
                return Ok(self);
            }
        };
        match length {
            None if !needed => Ok(self),
            Some(length) if (least..=LONGEST_SECRET).contains(&length) => Ok(self),
            _ => Err(Refusal::SecretLength { field: "secret".to_owned(), least, most: LONGEST_SECRET }),
        }
    }

    /// Whether a message of this urgency, sent for this reason, is brought by it.
    #[must_use]
    pub fn wants(&self, reason: NoticeReason, urgency: Severity) -> bool {
        self.is_on && self.kind.may_bring(reason) && self.reasons.contains(&reason) && urgency >= self.least
    }

    /// The address as it may be shown: of a URL the scheme and the host, since the rest is a key.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.address.split_once("://") {
            Some((scheme, rest)) => {
                let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
                let host = host.rsplit('@').next().unwrap_or_default();
                format!("{scheme}://{host}/…")
            }
            None => self.address.clone(),
        }
    }
}

/// How urgent a message is: as the matter is, and at least as time makes it.
#[must_use]
pub fn urgency(reason: NoticeReason, severity: Option<Severity>) -> Severity {
    let by_time = match reason {
        NoticeReason::Step => Severity::Blue,
        NoticeReason::DueSoon | NoticeReason::FollowUp | NoticeReason::Label => Severity::Yellow,
        NoticeReason::Overdue => Severity::Orange,
    };
    severity.map_or(by_time, |severity| severity.max(by_time))
}

#[cfg(test)]
mod tests;
