//! The audit trail: append-only events, each holding the hash of the one before (CJ-31). Hashing and checking live here.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The hash before the first event.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What an event says, apart from its place in the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, RFC 3339 in UTC with milliseconds.
    pub at: String,
    /// Who: `account:<id>` or `system:<purpose>`.
    pub actor: String,
    /// What was done, such as `unit.move`.
    pub action: String,
    /// What it was done to, such as `unit-…`.
    pub subject: String,
    /// One line for people.
    pub summary: String,
    /// The state before, as JSON.
    pub before: Option<String>,
    /// The state after, as JSON.
    pub after: Option<String>,
    /// Why, where a reason was asked for.
    pub reason: Option<String>,
    /// The request it came with.
    pub request_id: Option<String>,
}

/// An event in the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its place, counted from 1.
    pub sequence: i64,
    /// What it says.
    pub entry: Entry,
    /// The hash of the event before it.
    pub previous: String,
    /// Its own hash.
    pub hash: String,
}

/// The hash of an event: SHA-256 over its place, the hash before it and every field with its length, so that no two different
/// events are written alike.
#[must_use]
pub fn hash(sequence: i64, previous: &str, entry: &Entry) -> String {
    let mut hasher = Sha256::new();
    let mut field = |text: Option<&str>| match text {
        Some(text) => {
            hasher.update((text.len() as u64 + 1).to_be_bytes());
            hasher.update(text.as_bytes());
        }
        None => hasher.update(0_u64.to_be_bytes()),
    };
    field(Some(&sequence.to_string()));
    field(Some(previous));
    for text in [&entry.at, &entry.actor, &entry.action, &entry.subject, &entry.summary] {
        field(Some(text));
    }
    for text in [&entry.before, &entry.after, &entry.reason, &entry.request_id] {
        field(text.as_deref());
    }
    hasher.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Where a chain breaks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Break {
    /// An event is missing or out of its place.
    #[error("event {found} stands where event {expected} should")]
    Gap {
        /// The place that was due.
        expected: i64,
        /// The place that was found.
        found: i64,
    },
    /// An event does not hold the hash of the one before.
    #[error("event {0} does not follow the one before it")]
    Unlinked(i64),
    /// An event's own hash is not that of its content.
    #[error("event {0} was altered")]
    Altered(i64),
}

/// Follows a chain event by event.
#[derive(Debug, Clone)]
pub struct Verifier {
    next: i64,
    head: String,
}

impl Default for Verifier {
    fn default() -> Self {
        Self { next: 1, head: GENESIS.to_owned() }
    }
}

impl Verifier {
    /// Takes the next event.
    ///
    /// # Errors
    /// [`Break`] at the first event that does not fit.
    pub fn follow(&mut self, event: &Event) -> Result<(), Break> {
        if event.sequence != self.next {
            return Err(Break::Gap { expected: self.next, found: event.sequence });
        }
        if event.previous != self.head {
            return Err(Break::Unlinked(event.sequence));
        }
        if event.hash != hash(event.sequence, &event.previous, &event.entry) {
            return Err(Break::Altered(event.sequence));
        }
        self.next += 1;
        self.head.clone_from(&event.hash);
        Ok(())
    }

    /// The hash of the last event taken.
    #[must_use]
    pub fn head(&self) -> &str {
        &self.head
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: i64) -> Vec<Event> {
        let mut previous = GENESIS.to_owned();
        (1..=length)
            .map(|sequence| {
                let entry = Entry {
                    at: "2026-03-01T00:00:00.000Z".to_owned(),
                    actor: "system:Operate".to_owned(),
                    action: "unit.create".to_owned(),
                    subject: format!("unit-{sequence}"),
                    summary: String::new(),
                    before: None,
                    after: Some("{}".to_owned()),
                    reason: None,
                    request_id: None,
                };
                let hash = hash(sequence, &previous, &entry);
                Event { sequence, entry, previous: std::mem::replace(&mut previous, hash.clone()), hash }
            })
            .collect()
    }

    fn verify(events: &[Event]) -> Result<(), Break> {
        let mut verifier = Verifier::default();
        events.iter().try_for_each(|event| verifier.follow(event))
    }

    #[test]
    fn an_untouched_chain_holds() {
        assert_eq!(verify(&chain(5)), Ok(()));
    }

    #[test]
    fn altering_removing_and_moving_text_between_fields_are_all_found() {
        let mut altered = chain(5);
        altered[2].entry.summary = "x".to_owned();
        assert_eq!(verify(&altered), Err(Break::Altered(3)));

        let mut removed = chain(5);
        removed.remove(2);
        assert_eq!(verify(&removed), Err(Break::Gap { expected: 3, found: 4 }));

        let mut moved = chain(1);
        moved[0].entry.before = moved[0].entry.after.take();
        assert_eq!(verify(&moved), Err(Break::Altered(1)));
    }
}
