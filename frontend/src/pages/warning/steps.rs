//! What can be done to a warning now: read it, give it to somebody, end it, look at how it ended, say something.

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::{Action, Resource, WarningStep};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/warning.graphql": HandlersPart, ReceiveWarning, AssignWarning, EndWarning, ReviewWarning, CommentWarning);
use ask::{
    AssignWarning, CommentWarning, EndWarning, HandlersPart, ReceiveWarning, ReviewWarning, assign_warning,
    comment_warning, end_warning, handlers_part, receive_warning, review_warning,
};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The warning as it was seen.
#[derive(Clone, Copy)]
struct Seen {
    id: MatterId,
    version: i64,
    unit: UnitId,
}

/// A button for every step that is allowed.
pub fn steps(frame: Frame, warning: &Shown, changed: Callback<()>) -> AnyView {
    let seen = Seen { id: warning.id, version: warning.version, unit: warning.parties.unit.id };
    let buttons: Vec<AnyView> = warning.allowed_steps.iter().map(|&step| button(frame, seen, step, changed)).collect();
    buttons.into_any()
}

fn button(frame: Frame, seen: Seen, step: WarningStep, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.warning();
    let title = step.word(frame.locale);
    let (warning, version, client) = (seen.id, seen.version, frame.client);
    match step {
        WarningStep::Receive => receive(frame, seen, changed),
        WarningStep::Assign => assign(frame, seen, changed),
        WarningStep::Resolve => {
            let face = Face { title, lead: text.resolve_lead, class: "button primary", required: true };
            speak(frame, face, move |form, words| {
                let variables = end_warning::Variables { warning, version, false_alarm: false, words };
                form.send(client.ask::<EndWarning>(variables), move |_| changed.run(()));
            })
        }
        WarningStep::CallFalse => {
            let face = Face { title, lead: text.call_false_lead, class: "button", required: true };
            speak(frame, face, move |form, words| {
                let variables = end_warning::Variables { warning, version, false_alarm: true, words };
                form.send(client.ask::<EndWarning>(variables), move |_| changed.run(()));
            })
        }
        WarningStep::Review => {
            let face = Face { title, lead: text.review_lead, class: "button primary", required: false };
            speak(frame, face, move |form, words| {
                let variables = review_warning::Variables { warning, version, words };
                form.send(client.ask::<ReviewWarning>(variables), move |_| changed.run(()));
            })
        }
        WarningStep::Comment => {
            let face = Face { title, lead: text.comment_lead, class: "button", required: true };
            speak(frame, face, move |form, words| {
                let variables = comment_warning::Variables { warning, version, words };
                form.send(client.ask::<CommentWarning>(variables), move |_| changed.run(()));
            })
        }
        // The rule and the calendar take these.
        WarningStep::Recover | WarningStep::Expire => ().into_any(),
    }
}

/// How a dialog that asks for words looks.
#[derive(Clone, Copy)]
struct Face {
    title: &'static str,
    lead: &'static str,
    class: &'static str,
    /// Whether something has to be said.
    required: bool,
}

/// The way to a step that goes with words.
fn speak(frame: Frame, face: Face, send: impl Fn(Form, String) + Copy + Send + Sync + 'static) -> AnyView {
    let text = frame.locale.text.warning();
    let (form, open, words) = (Form::new(frame.locale), RwSignal::new(false), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !words.get().is_empty()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match filled(words) {
            None if face.required => form.refuse(vec![("words", text.say_something)]),
            said => send(form, said.unwrap_or_default()),
        }
    };
    view! {
        <button class=face.class type="button" on:click=move |_| open.set(true)>{face.title}</button>
        <Dialog title=face.title open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{face.lead}</p>
                {form.lines("words", text.words, words)}
                {form.foot(open, face.title)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn receive(frame: Frame, seen: Seen, changed: Callback<()>) -> AnyView {
    let form = Form::new(frame.locale);
    let send = move |_| {
        let variables = receive_warning::Variables { warning: seen.id, version: seen.version };
        form.send(frame.client.ask::<ReceiveWarning>(variables), move |_| changed.run(()));
    };
    let word = WarningStep::Receive.word(frame.locale);
    view! {
        <button class="button primary" type="button" disabled=move || form.busy() on:click=send>{word}</button>
        {form.complaint()}
    }
    .into_any()
}

fn assign(frame: Frame, seen: Seen, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.warning();
    let title = WarningStep::Assign.word(frame.locale);
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (to, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let search = RwSignal::new(String::new());
    form.guard(Signal::derive(move || open.get() && !(to.get().is_empty() && words.get().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = assign_warning::Variables {
            warning: seen.id,
            version: seen.version,
            to: typed::<PersonId>(to),
            words: filled(words).unwrap_or_default(),
        };
        form.send(frame.client.ask::<AssignWarning>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{title}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <p class="quiet">{text.assign_lead}</p>
            // Outside of the form: looking for somebody must not send what is written.
            {finder(frame, search, to)}
            <form on:submit=submit>
                {handlers(frame, form, (seen.unit, search), to)}
                {form.lines("words", text.words, words)}
                {form.foot(open, title)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// Looks for somebody by name, for whoever may see who works where.
fn finder(frame: Frame, search: RwSignal<String>, to: RwSignal<String>) -> AnyView {
    if !frame.may(Resource::Person, Action::Read) {
        return ().into_any();
    }
    let text = frame.locale.text.warning();
    let look = move |event: leptos::ev::Event| {
        // Whoever was chosen may no longer be among those who are found.
        to.set(String::new());
        search.set(event_target_value(&event));
    };
    view! {
        <div class="filters">
            <input type="search" placeholder=text.find_person aria-label=text.find_person on:change=look />
        </div>
    }
    .into_any()
}

/// Who may deal with it: oneself, or somebody of the unit for whoever may see who works there.
fn handlers(frame: Frame, form: Form, (unit, search): (UnitId, RwSignal<String>), to: RwSignal<String>) -> AnyView {
    let text = frame.locale.text.warning();
    let oneself = move || std::iter::once((String::new(), text.oneself.to_owned()));
    if !frame.may(Resource::Person, Action::Read) {
        return form.choice("to", text.handler, to, oneself().collect());
    }
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<HandlersPart>(handlers_part::Variables { unit, first: CHOICES, search }).await }
    });
    load.view(frame.locale, move |answer| {
        let found = answer.persons.nodes.iter();
        let found = found.map(|person| (person.id.to_string(), format!("{} · {}", person.name, person.staff_no)));
        form.choice("to", text.handler, to, oneself().chain(found).collect())
    })
}
