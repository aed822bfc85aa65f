//! What was done and said, oldest first, and the matters that hang together with the warning.

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::MatterKind;
use crate::locale::Locale;
use crate::pages::matter::links::{self, Linked};
use crate::pages::matter::time_line::{self, Event};

/// What was done and said, oldest first.
pub fn events(warning: &Shown) -> Vec<Event> {
    let events = warning.time_line.iter().map(|event| Event {
        at: event.at.clone(),
        name: event.name.clone(),
        side: event.side,
        step: event.step.clone(),
        words: event.words.clone(),
    });
    events.collect()
}

/// The time-line; a word more is said among the steps.
pub fn time_line(locale: Locale, warning: &Shown) -> AnyView {
    time_line::time_line(locale, MatterKind::Warning, &events(warning), None)
}

/// The matters that led to it, and those it led to; nothing where there are none.
pub fn links(locale: Locale, warning: &Shown) -> AnyView {
    let linked = warning.links.iter().map(|link| Linked {
        before: link.before,
        how: link.kind,
        kind: link.matter.kind,
        id: link.matter.id,
        number: &link.matter.number,
        title: &link.matter.title,
        state: &link.matter.state,
    });
    links::links(locale, linked)
}
