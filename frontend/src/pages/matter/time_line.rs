//! What was done and said: the giving side left, the responsible side right, the system between; and a word more.

use leptos::prelude::*;

use super::{Acting, Sent};
use crate::api::codes::{MatterKind, Side};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::parts::card::card;
use crate::parts::form::{Form, filled};

/// A line of it: without a side it was the system, which speaks in codes.
pub struct Event<'a> {
    pub at: &'a str,
    pub name: &'a str,
    pub side: Option<Side>,
    pub step: &'a str,
    pub words: &'a str,
}

/// The card, oldest first, with what stands below it.
pub fn time_line<'a>(
    locale: Locale,
    kind: MatterKind,
    events: impl Iterator<Item = Event<'a>>,
    below: Option<AnyView>,
) -> AnyView {
    let lines: Vec<_> = events.map(|event| line(locale, kind, &event)).collect();
    let content = view! { <ol class="two-sides">{lines}</ol> {below} };
    card(locale.text.matters().time_line, ().into_any(), content.into_any())
}

fn line(locale: Locale, kind: MatterKind, event: &Event<'_>) -> AnyView {
    let (class, words) = match event.side {
        Some(Side::Giver) => ("giver", event.words.to_owned()),
        Some(Side::Responsible) => ("responsible", event.words.to_owned()),
        None => ("system", locale.said_by_system(event.words)),
    };
    let who = if event.name.is_empty() { locale.text.matters().system } else { event.name };
    let side = event.side.map(|side| format!(" · {}", side.word(locale)));
    let words = (!words.is_empty()).then(|| view! { <p class="said">{words}</p> });
    view! {
        <li class=class>
            <small>{who.to_owned()} {side} " · " <time>{locale.moment(event.at)}</time></small>
            <b>{locale.matter_step(kind, event.step)}</b>
            {words}
        </li>
    }
    .into_any()
}

/// The way to say a word more.
pub fn comment(acting: Acting, send: impl Fn(String) -> Sent + 'static) -> AnyView {
    let (locale, draft) = (acting.frame.locale, acting.draft);
    let text = locale.text.matters();
    let form = Form::new(locale);
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
