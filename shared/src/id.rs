//! Ids have kinds. Each is a random positive 63-bit integer made by the server, written as 13 characters.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Crockford's base 32 in lower case: no `i`, `l`, `o`, `u` to misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const LENGTH: usize = 13;

/// A text that is no id of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an id")]
pub struct IdError(pub String);

fn encode(raw: i64) -> String {
    let bits = raw.cast_unsigned();
    (0..LENGTH)
        .rev()
        .filter_map(|place| ALPHABET.get(usize::try_from((bits >> (place * 5)) & 31).unwrap_or_default()))
        .map(|&byte| char::from(byte))
        .collect()
}

fn decode(text: &str) -> Result<i64, IdError> {
    let refuse = || IdError(text.to_owned());
    if text.len() != LENGTH {
        return Err(refuse());
    }
    let bits = text.bytes().try_fold(0_u64, |bits, byte| {
        let digit = ALPHABET.iter().position(|&letter| letter == byte).ok_or_else(refuse)?;
        Ok((bits.checked_mul(32).ok_or_else(refuse)?) | u64::try_from(digit).map_err(|_| refuse())?)
    })?;
    i64::try_from(bits).map_err(|_| refuse())
}

/// What every kind of id can do; the store makes fresh ones through it.
pub trait Id: Copy + Eq + Ord + fmt::Display {
    /// From the stored integer.
    fn from_raw(raw: i64) -> Self;
    /// The stored integer.
    fn raw(self) -> i64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $graphql:literal,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType))]
        pub struct $name(i64);

        impl Id for $name {
            fn from_raw(raw: i64) -> Self {
                Self(raw & i64::MAX)
            }

            fn raw(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                decode(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "graphql")]
        async_graphql::scalar!($name, $graphql, "An opaque id of 13 characters, made by the server.");
    )*};
}

ids! {
    /// A unit of the organisation: bureau, department, office or group.
    UnitId "UnitId",
    /// A post: a post type in a unit.
    PostId "PostId",
    /// A post type.
    PostTypeId "PostTypeId",
    /// A person.
    PersonId "PersonId",
    /// A person's assignment to a post.
    AssignmentId "AssignmentId",
    /// A span in which the B role acts for the A role.
    DutySwitchId "DutySwitchId",
    /// A sign-in account.
    AccountId "AccountId",
    /// A signed-in session: one family of refresh tokens.
    SessionId "SessionId",
    /// A role.
    RoleId "RoleId",
    /// A grant of a role to an account.
    GrantId "GrantId",
    /// A library item.
    IndicatorId "IndicatorId",
    /// One immutable version of an indicator.
    IndicatorVersionId "IndicatorVersionId",
    /// A dataset over business records.
    DatasetId "DatasetId",
    /// A measure over a dataset.
    MeasureId "MeasureId",
    /// An appraisal scheme.
    SchemeId "SchemeId",
    /// An extraction and scoring run.
    RunId "RunId",
    /// A batch of manual values.
    ManualBatchId "ManualBatchId",
    /// An audit event.
    AuditEventId "AuditEventId",
    /// A matter: a warning, a rectification, a diagnosis or a task.
    MatterId "MatterId",
    /// A rule that issues warnings.
    WarningRuleId "WarningRuleId",
    /// A message to an account.
    NoticeId "NoticeId",
    /// A file that is being uploaded.
    UploadId "UploadId",
    /// A file that hangs on a matter.
    EvidenceId "EvidenceId",
    /// A channel beside the page through which an account is told.
    ChannelId "ChannelId",
    /// A message that goes out, or went out, through a channel.
    DeliveryId "DeliveryId",
    /// An entry of the handbook: a cause, or a measure.
    HandbookEntryId "HandbookEntryId",
    /// A line of a work log.
    LogLineId "LogLineId",
    /// A template of tasks.
    TaskTemplateId "TaskTemplateId",
    /// A node of an indicator.
    NodeId "NodeId",
    /// An event of another system.
    EventId "EventId",
    /// A process of work.
    ProcessId "ProcessId",
    /// A step of a process.
    ProcessStepId "ProcessStepId",
    /// A point of risk.
    RiskPointId "RiskPointId",
    /// The graded risk that a unit loses points with an indicator.
    LossRiskId "LossRiskId",
    /// A risk label on a person.
    RiskLabelId "RiskLabelId",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back_from_its_text(raw in 0_i64..=i64::MAX) {
            let id = UnitId::from_raw(raw);
            prop_assert_eq!(id.to_string().parse::<UnitId>(), Ok(id));
            prop_assert_eq!(id.to_string().len(), LENGTH);
        }

        #[test]
        fn other_texts_are_no_ids(text in "\\PC{0,16}") {
            if let Ok(id) = text.parse::<UnitId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn a_text_beyond_63_bits_is_refused() {
        assert!("zzzzzzzzzzzzz".parse::<UnitId>().is_err());
        assert!("8000000000000".parse::<UnitId>().is_err());
    }
}
