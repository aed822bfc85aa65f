//! Sentences made of data: a step of scoring, a change.

use shared::number::Quantity;

use super::{Locale, fill};

/// Which way something went, for better or worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It got better.
    Better,
    /// It got worse.
    Worse,
    /// It did not change as far as it is shown.
    Same,
}

impl Course {
    /// Of a change where positive is better.
    pub fn of(scaled: i64) -> Self {
        match scaled {
            0 => Self::Same,
            1.. => Self::Better,
            _ => Self::Worse,
        }
    }

    /// An arrow; it always stands with a word.
    pub fn arrow(self) -> &'static str {
        match self {
            Self::Better => "▲",
            Self::Worse => "▼",
            Self::Same => "—",
        }
    }
}

impl Locale {
    /// A change in words, for those who do not see the arrow.
    pub fn change_in_words(self, change: Quantity, unit: &str) -> String {
        let text = &self.text.cockpit;
        let size = self.change(change, unit);
        match Course::of(change.scaled() / 50) {
            Course::Better => fill(text.better, &[&size]),
            Course::Worse => fill(text.worse, &[&size]),
            Course::Same => text.unchanged.to_owned(),
        }
    }
}
