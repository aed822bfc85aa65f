//! The matters that one hangs together with.

use leptos::prelude::*;

use super::link;
use crate::api::codes::{LinkKind, MatterKind};
use crate::api::schema::MatterId;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::parts::badge::tag;
use crate::parts::card::card;

/// Another matter, and how it hangs together with the one on screen.
pub struct Linked<'a> {
    /// Whether it came before.
    pub before: bool,
    pub how: LinkKind,
    pub kind: MatterKind,
    pub id: MatterId,
    pub number: &'a str,
    pub title: &'a str,
    pub state: &'a str,
}

/// Those that led to it, those it led to, those about the same number, and those that somebody connected; nothing where there are none.
pub fn links<'a>(locale: Locale, linked: impl Iterator<Item = Linked<'a>>) -> AnyView {
    let lines: Vec<_> = linked.map(|other| line(locale, &other)).collect();
    if lines.is_empty() {
        return ().into_any();
    }
    card(locale.text.matters().links, ().into_any(), view! { <ul class="asked">{lines}</ul> }.into_any())
}

fn line(locale: Locale, other: &Linked<'_>) -> AnyView {
    let text = locale.text.matters();
    let how = match (other.how, other.before) {
        (LinkKind::FoundBefore, _) => tag("good", other.how.word(locale)),
        (LinkKind::Together, _) => tag("steady", other.how.word(locale)),
        (LinkKind::LedTo, true) => tag("steady", text.link_before),
        (LinkKind::LedTo, false) => tag("steady", text.link_after),
    };
    view! {
        <li>
            <p>{how} " " {other.kind.word(locale)} " " {link(other.kind, other.id, other.number, other.title)}</p>
            <p class="quiet">{locale.matter_state(other.kind, other.state)}</p>
        </li>
    }
    .into_any()
}
