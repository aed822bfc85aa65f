//! What is done with a label: answered by the person, taken off by whoever leads them.

use leptos::prelude::*;

use super::Label;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::say::{Asked, say};

operations!("src/pages/risk_labels.graphql": AnswerLabel, EndLabel);
use ask::{AnswerLabel, EndLabel, answer_label, end_label};

/// The actions beside a label.
pub fn tools(frame: Frame, label: &Label, changed: Callback<()>) -> AnyView {
    let seen = (label.id, label.version);
    let before = label.answer.as_ref().map(|answer| answer.words.clone()).unwrap_or_default();
    let answer = label.may_answer.then(|| answer(frame, seen, before, changed));
    let end = label.may_end.then(|| end(frame, seen, changed));
    view! { {answer} {end} }.into_any()
}

fn answer(frame: Frame, (label, version): (RiskLabelId, i64), before: String, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    say(frame.locale, asked(text.do_answer, ("words", text.answer), before), move |form, words| {
        let variables = answer_label::Variables { label, version, words };
        form.send(frame.client.ask::<AnswerLabel>(variables), move |_| changed.run(()));
    })
}

fn end(frame: Frame, (label, version): (RiskLabelId, i64), changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    say(frame.locale, asked(text.end, ("reason", text.reason), String::new()), move |form, reason| {
        let variables = end_label::Variables { label, version, reason };
        form.send(frame.client.ask::<EndLabel>(variables), move |_| changed.run(()));
    })
}

fn asked(title: &'static str, field: (&'static str, &'static str), before: String) -> Asked {
    Asked { class: "button", title, about: String::new(), lead: "", field, before }
}
