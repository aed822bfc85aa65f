//! What was done and said: the giving side left, the responsible side right, the system between; and a word more.

use leptos::prelude::*;

use super::{Acting, Done, Shown};
use crate::api::codes::{DiagnosisStep, MatterKind, Side};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{Form, filled};

operations!("src/pages/diagnosis.graphql": CommentDiagnosis);
use ask::{CommentDiagnosis, comment_diagnosis};

/// The card.
pub fn time_line(acting: Acting, it: &Shown, draft: RwSignal<String>) -> AnyView {
    let locale = acting.frame.locale;
    let lines: Vec<_> = it.time_line.iter().map(|event| line(locale, event)).collect();
    let comment = it.allowed_steps.contains(&DiagnosisStep::Comment).then(|| comment(acting, draft));
    let content = view! { <ol class="two-sides">{lines}</ol> {comment} };
    card(locale.text.rectification().time_line, ().into_any(), content.into_any())
}

fn line(locale: Locale, event: &Done) -> AnyView {
    let class = match event.side {
        Some(Side::Giver) => "giver",
        Some(Side::Responsible) => "responsible",
        None => "system",
    };
    let who = if event.name.is_empty() { locale.text.rectification().system } else { event.name.as_str() };
    let side = event.side.map(|side| format!(" · {}", side.word(locale)));
    let words = match event.side {
        Some(_) => event.words.clone(),
        None => locale.said_by_system(&event.words),
    };
    let words = (!words.is_empty()).then(|| view! { <p class="said">{words}</p> });
    view! {
        <li class=class>
            <small>{who.to_owned()} {side} " · " <time>{locale.moment(&event.at)}</time></small>
            <b>{locale.matter_step(MatterKind::Diagnosis, &event.step)}</b>
            {words}
        </li>
    }
    .into_any()
}

fn comment(acting: Acting, draft: RwSignal<String>) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let form = Form::new(locale);
    form.guard(Signal::derive(move || draft.with(|words| !words.trim().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(words) = filled(draft) else { return form.refuse(vec![("words", text.needed)]) };
        let variables = comment_diagnosis::Variables { diagnosis: acting.id, version: acting.version, words };
        form.send(acting.sent::<CommentDiagnosis>(variables), move |()| {
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
