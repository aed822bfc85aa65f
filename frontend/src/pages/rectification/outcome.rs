//! What was achieved and learnt, who or what verified it, and the matters it hangs together with.

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::RequestKind;
use crate::locale::{Locale, fill};
use crate::pages::matter::links::{self, Linked};
use crate::parts::card::card;

/// The card; nothing before there is a result.
pub fn outcome(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.rectification();
    let part = |name: &'static str, words: &str| {
        let words = (!words.is_empty()).then(|| words.to_owned());
        words.map(|words| view! { <h3>{name}</h3> <p class="said">{words}</p> })
    };
    // What waits for an answer, or has one, is shown with that.
    let is_asked = it.requests.iter().any(|request| request.kind == RequestKind::ManagementChange);
    let change = if is_asked { "" } else { it.management_change.as_str() };
    let learnt = [it.result.as_str(), &it.pattern, change];
    if it.verification.is_none() && learnt.iter().all(|words| words.is_empty()) {
        return ().into_any();
    }
    let content = view! {
        {part(text.result, &it.result)}
        {verification(locale, it)}
        {part(text.pattern, &it.pattern)}
        {part(text.management_change, change)}
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
    let linked = it.links.iter().map(|link| Linked {
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
