//! A warning written by hand: whom it concerns, how urgent it is, what is known and what to do.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::Severity;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, typed};

operations!("src/pages/warnings.graphql": WarnableUnits, IssueWarning);
use ask::{IssueWarning, WarnableUnits, issue_warning, warnable_units};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

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
    let text = &frame.locale.text.warning;
    let (form, open, written) = (Form::new(frame.locale), RwSignal::new(false), Written::new());
    form.guard(Signal::derive(move || open.get() && written.begun()));
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.issue}</button>
        <Dialog title=text.issue open=open may_close=form.may_close()>{content(frame, form, open, written)}</Dialog>
    }
    .into_any()
}

fn content(frame: Frame, form: Form, open: RwSignal<bool>, written: Written) -> AnyView {
    let text = &frame.locale.text.warning;
    let search = RwSignal::new(String::new());
    let look = move |event: leptos::ev::Event| {
        // What was chosen may no longer be among what is found.
        written.unit.set(String::new());
        search.set(event_target_value(&event));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, written);
    };
    view! {
        <p class="quiet">{text.issue_lead}</p>
        // Outside of the form: looking for a unit must not send what is written.
        <div class="filters">
            <input type="search" placeholder=text.find_unit aria-label=text.find_unit on:change=look />
        </div>
        <form on:submit=submit>
            {units(frame, form, written, search)}
            {form.choice("severity", text.severity, written.severity, options(frame.locale, Severity::ALL, Severity::code))}
            {form.line("title", text.title, written.title, "text", true)}
            {form.lines("advice", text.advice_to_write, written.advice)}
            <p class="fine">{text.advice_hint}</p>
            {form.foot(open, text.issue)}
        </form>
    }
    .into_any()
}

fn units(frame: Frame, form: Form, written: Written, search: RwSignal<String>) -> AnyView {
    let text = &frame.locale.text.warning;
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<WarnableUnits>(warnable_units::Variables { first: CHOICES, search }).await }
    });
    load.view(frame.locale, move |answer| {
        let found = answer.units.nodes.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
        let options = std::iter::once((String::new(), text.choose.to_owned())).chain(found).collect();
        form.choice("unit", text.unit, written.unit, options)
    })
}

fn send(frame: Frame, form: Form, written: Written) {
    let text = frame.locale.text;
    let (unit, severity) = (typed::<UnitId>(written.unit), typed::<Severity>(written.severity));
    let (title, advice) = (filled(written.title), filled(written.advice));
    let (Some(unit), Some(severity), Some(title), Some(advice)) = (unit, severity, title.clone(), advice.clone())
    else {
        let wrong = [
            unit.is_none().then_some(("unit", text.draft.choose_one)),
            severity.is_none().then_some(("severity", text.draft.choose_one)),
            title.is_none().then_some(("title", text.warning.say_something)),
            advice.is_none().then_some(("advice", text.warning.say_something)),
        ];
        return form.refuse(wrong.into_iter().flatten().collect());
    };
    let input = issue_warning::WarningInput { unit, person: None, about: None, severity, title, advice };
    let asking = frame.client.ask::<IssueWarning>(issue_warning::Variables { input });
    form.send(asking, move |answer| frame.history.go(&Address::Warning(answer.issue_warning.id)));
}
