//! Badges: a band or an absence, always with its word; and plain tags.

use leptos::prelude::*;

use crate::api::codes::{Availability, Band, RunState, VersionState};
use crate::locale::Locale;
use crate::locale::word::Word;

/// The class that colours a band.
pub fn band_class(band: Band) -> &'static str {
    match band {
        Band::Good => "good",
        Band::Steady => "steady",
        Band::Watch => "watch",
        Band::Alert => "alert",
    }
}

/// What a cell means: its band, or why it has none.
#[component]
pub fn Meaning(locale: Locale, availability: Availability, band: Option<Band>) -> AnyView {
    match (availability, band) {
        (Availability::Present, Some(band)) => tag(band_class(band), band.word(locale)),
        (Availability::Present, None) => ().into_any(),
        (absent, _) => {
            view! { <span class="tag absent" title=locale.absence(absent)>{absent.word(locale)}</span> }.into_any()
        }
    }
}

/// A tag of a class.
pub fn tag(class: &'static str, word: &'static str) -> AnyView {
    view! { <span class=format!("tag {class}")>{word}</span> }.into_any()
}

/// The state of a version.
pub fn version_state(locale: Locale, state: VersionState) -> AnyView {
    let class = match state {
        VersionState::Draft => "watch",
        VersionState::Effective => "good",
        VersionState::Superseded | VersionState::Retired => "steady",
    };
    tag(class, state.word(locale))
}

/// The state of a run.
pub fn run_state(locale: Locale, state: RunState) -> AnyView {
    let class = match state {
        RunState::Queued | RunState::Unchanged | RunState::Cancelled => "steady",
        RunState::Running => "under-way",
        RunState::Succeeded => "good",
        RunState::Failed | RunState::Interrupted => "alert",
    };
    tag(class, state.word(locale))
}
