//! What was achieved and learnt, who or what verified it, and the matters it hangs together with.

use leptos::prelude::*;

use super::{Link, Shown};
use crate::address::Address;
use crate::api::codes::{LinkKind, MatterKind};
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::badge::tag;
use crate::parts::card::{card, link};

/// The card; nothing before there is a result.
pub fn outcome(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.rectification();
    let part = |name: &'static str, words: &str| {
        let words = (!words.is_empty()).then(|| words.to_owned());
        words.map(|words| view! { <h3>{name}</h3> <p class="said">{words}</p> })
    };
    let learnt = [&it.result, &it.pattern, &it.management_change];
    if it.verification.is_none() && learnt.iter().all(|words| words.is_empty()) {
        return ().into_any();
    }
    let content = view! {
        {part(text.result, &it.result)}
        {verification(locale, it)}
        {part(text.pattern, &it.pattern)}
        {part(text.management_change, &it.management_change)}
    };
    card(text.outcome, ().into_any(), content.into_any())
}

/// Who or what verified it: of a person, the reason stays visible.
fn verification(locale: Locale, it: &Shown) -> Option<AnyView> {
    let text = locale.text.rectification();
    let verified = it.verification.as_ref()?;
    let sentence = if verified.by_effect { text.verified_by_effect } else { text.verified_by_person };
    let reason = (!verified.reason.is_empty()).then(|| {
        view! { <p class="said"><span class="quiet">{text.verification_reason}</span> " " {verified.reason.clone()}</p> }
    });
    let shown =
        view! { <h3>{text.verification}</h3> <p>{fill(sentence, &[&locale.moment(&verified.at)])}</p> {reason} };
    Some(shown.into_any())
}

/// The matters that led to it, those it led to, and those about the same number.
pub fn links(locale: Locale, it: &Shown) -> AnyView {
    if it.links.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = it.links.iter().map(|other| line(locale, other)).collect();
    let content = view! { <ul class="asked">{lines}</ul> };
    card(locale.text.rectification().links, ().into_any(), content.into_any())
}

fn line(locale: Locale, other: &Link) -> AnyView {
    let text = locale.text.rectification();
    let relation = match (other.kind, other.before) {
        (LinkKind::FoundBefore, _) => tag("good", other.kind.word(locale)),
        (LinkKind::LedTo, true) => tag("steady", text.link_before),
        (LinkKind::LedTo, false) => tag("steady", text.link_after),
    };
    let matter = &other.matter;
    let to = match matter.kind {
        MatterKind::Warning => Some(Address::Warning(matter.id)),
        MatterKind::Rectification => Some(Address::Rectification(matter.id)),
        MatterKind::Diagnosis => Some(Address::Diagnosis(matter.id)),
        MatterKind::Task => Some(Address::Task(matter.id)),
    };
    let title = match to {
        Some(to) => link(to.to_string(), matter.title.clone()),
        None => matter.title.clone().into_any(),
    };
    let state = locale.matter_state(matter.kind, &matter.state);
    view! {
        <li>
            <p>{relation} " " {matter.kind.word(locale)} " " {title}</p>
            <p class="quiet">{matter.number.clone()} " · " {state}</p>
        </li>
    }
    .into_any()
}
