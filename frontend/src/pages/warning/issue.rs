//! A warning written by hand: whom it concerns, how urgent it is, what is known and what to do.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::Severity;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, typed};

operations!("src/pages/warnings.graphql": IssueWarning);
use ask::{IssueWarning, issue_warning};

/// The warning as far as it is written.
#[derive(Clone, Copy)]
struct Written {
    unit: RwSignal<String>,
    severity: RwSignal<String>,
    title: RwSignal<String>,
    advice: RwSignal<String>,
}

impl Written {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let severity = RwSignal::new(Severity::Yellow.code().to_owned());
        Self { unit: empty(), severity, title: empty(), advice: empty() }
    }

    /// Whether anything is written, tracked.
    fn begun(self) -> bool {
        [self.unit, self.title, self.advice].iter().any(|field| !field.with(String::is_empty))
    }
}

/// The way to a warning written by hand.
pub fn button(frame: Frame) -> AnyView {
    let text = frame.locale.text.warning();
    let (form, open, written) = (Form::new(frame.locale), RwSignal::new(false), Written::new());
    form.guard(Signal::derive(move || open.get() && written.begun()));
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.issue}</button>
        <Dialog title=text.issue open=open may_close=form.may_close()>{content(frame, form, open, written)}</Dialog>
    }
    .into_any()
}

fn content(frame: Frame, form: Form, open: RwSignal<bool>, written: Written) -> AnyView {
    let text = frame.locale.text.warning();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, written);
    };
    view! {
        <p class="quiet">{text.issue_lead}</p>
        <form on:submit=submit>
            {choices::unit(frame, form, ("unit", text.unit), written.unit, None)}
            {form.choice("severity", text.severity, written.severity, options(frame.locale, Severity::ALL, Severity::code))}
            {form.line("title", text.title, written.title, "text", true)}
            {form.lines("advice", text.advice_to_write, written.advice)}
            <p class="fine">{text.advice_hint}</p>
            {form.foot(open, text.issue)}
        </form>
    }
    .into_any()
}

fn send(frame: Frame, form: Form, written: Written) {
    let text = frame.locale.text;
    let (unit, severity) = (typed::<UnitId>(written.unit), typed::<Severity>(written.severity));
    let (title, advice) = (filled(written.title), filled(written.advice));
    let (Some(unit), Some(severity), Some(title), Some(advice)) = (unit, severity, title.clone(), advice.clone())
    else {
        let wrong = [
            unit.is_none().then_some(("unit", text.draft().choose_one)),
            severity.is_none().then_some(("severity", text.draft().choose_one)),
            title.is_none().then_some(("title", text.warning().say_something)),
            advice.is_none().then_some(("advice", text.warning().say_something)),
        ];
        return form.refuse(wrong.into_iter().flatten().collect());
    };
    let input = issue_warning::WarningInput { unit, person: None, about: None, severity, title, advice };
    let asking = frame.client.ask::<IssueWarning>(issue_warning::Variables { input });
    form.send(asking, move |answer| frame.history.go(&Address::Warning(answer.issue_warning.id)));
}
