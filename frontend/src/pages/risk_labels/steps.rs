//! What is done with a label: answered by the person, taken off by whoever leads them.

use leptos::prelude::*;

use super::Label;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;

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
    let (form, open, words) = (Form::new(frame.locale), RwSignal::new(false), RwSignal::new(before.clone()));
    form.guard(Signal::derive(move || open.get() && words.get() != before));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = answer_label::Variables { label, version, words: words.get_untracked() };
        form.send(frame.client.ask::<AnswerLabel>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.do_answer}</button>
        <Dialog title=text.do_answer open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.lines("words", text.answer, words)}
                {form.foot(open, text.do_answer)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn end(frame: Frame, (label, version): (RiskLabelId, i64), changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (form, open, reason) = (Form::new(frame.locale), RwSignal::new(false), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !reason.get().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = end_label::Variables { label, version, reason: reason.get_untracked() };
        form.send(frame.client.ask::<EndLabel>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.end}</button>
        <Dialog title=text.end open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.lines("reason", text.reason, reason)}
                {form.foot(open, text.end)}
            </form>
        </Dialog>
    }
    .into_any()
}
