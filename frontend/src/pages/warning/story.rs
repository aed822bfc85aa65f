//! What was done and said, oldest first, and the matters that hang together with the warning.

use leptos::prelude::*;

use super::{Shown, warning_page};
use crate::address::Address;
use crate::api::codes::{LinkKind, MatterKind};
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::parts::card::{card, link};

type Event = warning_page::WarningPageWarningTimeLine;
type Linked = warning_page::WarningPageWarningLinks;

/// The time-line.
pub fn time_line(frame: Frame, warning: &Shown) -> AnyView {
    let text = frame.locale.text.warning();
    let lines: Vec<_> = warning.time_line.iter().map(|event| line(frame, event)).collect();
    card(text.time_line, ().into_any(), view! { <ol class="log story">{lines}</ol> }.into_any())
}

fn line(frame: Frame, event: &Event) -> AnyView {
    let locale = frame.locale;
    let who = if event.name.is_empty() { locale.text.warning().system.to_owned() } else { event.name.clone() };
    let side = event.side.map(|side| view! { <small class="quiet">{side.word(locale)}</small> });
    let words = match event.side {
        Some(_) => event.words.clone(),
        None => locale.said_by_system(&event.words),
    };
    let words = (!words.is_empty()).then(|| view! { <p>{words}</p> });
    view! {
        <li>
            <time>{locale.moment(&event.at)}</time> <b>{locale.matter_step(MatterKind::Warning, &event.step)}</b>
            <span>{who} " " {side}</span> {words}
        </li>
    }
    .into_any()
}

/// The matters that led to it, and those it led to; nothing where there are none.
pub fn links(frame: Frame, warning: &Shown) -> AnyView {
    let text = frame.locale.text.warning();
    if warning.links.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = warning.links.iter().map(|linked| matter(frame, linked)).collect();
    card(text.links, ().into_any(), view! { <ul class="log story">{lines}</ul> }.into_any())
}

fn matter(frame: Frame, linked: &Linked) -> AnyView {
    let locale = frame.locale;
    let matter = &linked.matter;
    let how = match (linked.kind, linked.before) {
        (LinkKind::LedTo, true) => locale.text.warning().came_from,
        (LinkKind::LedTo | LinkKind::FoundBefore, _) => linked.kind.word(locale),
    };
    let title = format!("{} {}", matter.number, matter.title);
    let title = match matter.kind {
        MatterKind::Warning => link(Address::Warning(matter.id).to_string(), title),
        MatterKind::Rectification => link(Address::Rectification(matter.id).to_string(), title),
        MatterKind::Diagnosis => link(Address::Diagnosis(matter.id).to_string(), title),
        MatterKind::Task => link(Address::Task(matter.id).to_string(), title),
    };
    view! {
        <li>
            <b>{how}</b> <span>{matter.kind.word(locale)} " " {title}</span>
            <small class="quiet">{locale.matter_state(matter.kind, &matter.state)}</small>
        </li>
    }
    .into_any()
}
