//! The way to a diagnosis of a score that is to be opened. It stands behind the address of the list: what everybody loads to read
//! addresses knows nothing of it.

use std::fmt;

use leptos::prelude::*;

use crate::address::Address;
use crate::address::escape::{decode, encode};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::pages::open_rectification::ways;

/// The score, and the matter that leads to it.
#[derive(Debug, Clone, PartialEq)]
pub struct WeakScore {
    /// Whose score.
    pub subject: Subject,
    /// In which period.
    pub period: Period,
    /// Of which cockpit dimension; none for the total.
    pub dimension: Option<CockpitDimensionCode>,
    /// The matter that leads to it.
    pub from: Option<MatterId>,
}

impl WeakScore {
    /// The score that the address asks for.
    pub fn here() -> Option<Self> {
        Self::read(window().location().search().ok()?.trim_start_matches('?'))
    }

    fn read(query: &str) -> Option<Self> {
        let asked = |key: &str| {
            let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
            Some(decode(value))
        };
        Some(Self {
            subject: asked("subject")?.parse().ok()?,
            period: asked("period")?.parse().ok()?,
            dimension: asked("dimension").and_then(|code| code.parse().ok()),
            from: asked("from").and_then(|from| from.parse().ok()),
        })
    }

    /// Where the score is explained.
    pub fn explained(&self) -> Address {
        let dimension = self.dimension.as_ref().map(|code| code.as_str().to_owned());
        Address::ExplainScore { subject: self.subject, period: self.period, dimension }
    }
}

impl fmt::Display for WeakScore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { subject, period, dimension, from } = self;
        write!(f, "{}?subject={subject}&period={period}", Address::Diagnoses)?;
        if let Some(dimension) = dimension {
            write!(f, "&dimension={}", encode(dimension.as_str()))?;
        }
        match from {
            Some(from) => write!(f, "&from={from}"),
            None => Ok(()),
        }
    }
}

/// The way there, for whoever may order or answer for a diagnosis; whether for this one, the form says.
pub fn way(frame: Frame, of: &WeakScore) -> Option<AnyView> {
    let may = ways::may(frame, of.subject, false) || ways::may(frame, of.subject, true);
    may.then(|| view! { <a class="button" href=of.to_string()>{frame.locale.text.cockpit.diagnose}</a> }.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_reads_back_as_it_was_written() {
        for query in [
            "subject=unit-0000000000001&period=2026-03",
            "subject=person-0000000000001&period=2026Q1&dimension=TAX_TASK",
            "subject=unit-0000000000001&period=2026-03&dimension=%E7%A8%8E&from=0000000000003",
        ] {
            let read = WeakScore::read(query).unwrap();
            assert_eq!(read.to_string(), format!("/diagnoses?{query}"));
        }
        for query in ["", "subject=unit-0000000000001", "period=2026-03", "subject=town-0000000000001&period=2026-03"] {
            assert_eq!(WeakScore::read(query), None, "{query}");
        }
    }
}
