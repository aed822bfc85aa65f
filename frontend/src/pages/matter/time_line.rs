//! What was done and said: the giving side left, the responsible side right, the system between; and a word more.

use leptos::prelude::*;

use super::{Acting, Sent};
use crate::api::codes::{MatterKind, Side};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::parts::card::card;
use crate::parts::form::filled;

/// A line of it: without a side it was the system, which speaks in codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    pub at: String,
    pub name: String,
    pub side: Option<Side>,
    pub step: String,
    pub words: String,
}

/// The card, oldest first, with what stands below it.
pub fn time_line(locale: Locale, kind: MatterKind, events: &[Event], below: Option<AnyView>) -> AnyView {
    let content = view! { {lines(locale, kind, events)} {below} };
    card(locale.text.matters().time_line, ().into_any(), content.into_any())
}

/// The lines alone.
pub fn lines(locale: Locale, kind: MatterKind, events: &[Event]) -> AnyView {
    let lines: Vec<_> = events.iter().map(|event| line(locale, kind, event)).collect();
    view! { <ol class="two-sides">{lines}</ol> }.into_any()
}

fn line(locale: Locale, kind: MatterKind, event: &Event) -> AnyView {
    let (class, words) = match event.side {
        Some(Side::Giver) => ("giver", event.words.clone()),
        Some(Side::Responsible) => ("responsible", event.words.clone()),
        None => ("system", locale.said_by_system(&event.words)),
    };
    let who = if event.name.is_empty() { locale.text.matters().system } else { event.name.as_str() };
    let side = event.side.map(|side| format!(" · {}", side.word(locale)));
    let words = (!words.is_empty()).then(|| view! { <p class="said">{words}</p> });
    view! {
        <li class=class>
            <small>{who.to_owned()} {side} " · " <time>{locale.moment(&event.at)}</time></small>
            <b>{locale.matter_step(kind, &event.step)}</b>
            {words}
        </li>
    }
    .into_any()
}

/// The way to say a word more.
pub fn comment(acting: Acting, send: impl Fn(String) -> Sent + 'static) -> AnyView {
    let (locale, draft) = (acting.frame.locale, acting.drafts.comment);
    let text = locale.text.matters();
    let form = acting.form();
    form.guard(Signal::derive(move || draft.with(|words| !words.trim().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = filled(draft) else { return form.refuse(vec![("words", text.needed)]) };
        form.send(send(words), move |()| {
            draft.set(String::new());
            acting.changed.run(());
        });
    };
    view! {
        <form class="comment" on:submit=submit>
            {form.lines("words", text.comment, draft)}
            {form.complaint()}
            <div class="form-actions">
                <button class="button" type="submit" disabled=move || form.busy()>{text.comment_send}</button>
            </div>
        </form>
    }
    .into_any()
}
