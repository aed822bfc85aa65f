//! Words for the codes of channels and of what is sent through them.

use super::Locale;
use super::word::Word;
use crate::api::codes::{ChannelKind, DeliveryAnswer, DeliveryState, DigestKind, MessageLanguage};

macro_rules! words_of {
    ($($kind:ident { $($variant:ident => $key:ident),+ $(,)? })+) => {$(
        impl Word for $kind {
            fn word(self, locale: Locale) -> &'static str {
                match self { $(Self::$variant => locale.text.channel().$key),+ }
            }
        }
    )+};
}

words_of! {
    ChannelKind { Email => email, Webhook => webhook, Wecom => wecom, Dingtalk => dingtalk, Feishu => feishu }
    DigestKind { Immediate => immediate, Daily => daily, Weekly => weekly }
    MessageLanguage { Chinese => chinese, English => english }
    DeliveryState { Waiting => waiting, Sending => sending, Sent => sent, Failed => failed, Suppressed => suppressed }
    DeliveryAnswer {
        Accepted => accepted, Rejected => rejected, TimedOut => timed_out, Unreachable => unreachable,
        AddressRefused => address_refused, Redirected => redirected, NotConfigured => not_configured, Interrupted => interrupted,
        NothingToSay => nothing_to_say, ChannelGone => channel_gone,
    }
}
