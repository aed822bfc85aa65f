//! What can be done to a warning now: read it, give it to somebody, end it, look at how it ended, say something.

use leptos::prelude::*;

use super::{Acting, Shown, connect};
use crate::api::codes::{Action, ErrorCode, Resource, WarningStep};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::saying::{Saying, said};
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/warning.graphql": HandlersPart, ReceiveWarning, AssignWarning, EndWarning, ReviewWarning, CommentWarning);
use ask::{
    AssignWarning, CommentWarning, EndWarning, HandlersPart, ReceiveWarning, ReviewWarning, assign_warning,
    comment_warning, end_warning, handlers_part, receive_warning, review_warning,
};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// A button for every step that is allowed.
pub fn steps(acting: Acting, warning: &Shown) -> AnyView {
    let steps = warning.allowed_steps.iter();
    let buttons: Vec<AnyView> = steps.map(|&step| button(acting.taking(step.code()), warning, step)).collect();
    buttons.into_any()
}

fn button(acting: Acting, it: &Shown, step: WarningStep) -> AnyView {
    let text = acting.frame.locale.text.warning();
    let (name, warning) = (step.word(acting.frame.locale), acting.id);
    let end = move |false_alarm, words| {
        let variables = end_warning::Variables { warning, version: acting.version(), false_alarm, words };
        acting.sent::<EndWarning>(variables)
    };
    match step {
        WarningStep::Receive => receive(acting),
        WarningStep::Assign => assign(acting, it.parties.unit.id),
        WarningStep::Resolve => {
            let saying = Saying::new(name, text.resolve_lead, move |words| end(false, words));
            said(acting, "button primary", saying.must("words", text.words))
        }
        WarningStep::CallFalse => {
            let saying = Saying::new(name, text.call_false_lead, move |words| end(true, words));
            said(acting, "button", saying.must("words", text.words))
        }
        WarningStep::Review => {
            let saying = Saying::new(name, text.review_lead, move |words| {
                let variables = review_warning::Variables { warning, version: acting.version(), words };
                acting.sent::<ReviewWarning>(variables)
            });
            said(acting, "button primary", saying.may("words", text.words))
        }
        WarningStep::Comment => {
            let saying = Saying::new(name, text.comment_lead, move |words| {
                let variables = comment_warning::Variables { warning, version: acting.version(), words };
                acting.sent::<CommentWarning>(variables)
            });
            said(acting, "button", saying.must("words", text.words))
        }
        WarningStep::Connect => connect::connect(acting, it),
        // The rule and the calendar take these.
        WarningStep::Recover | WarningStep::Expire => ().into_any(),
    }
}

fn receive(acting: Acting) -> AnyView {
    let form = Form::new(acting.frame.locale);
    let send = move |_| {
        let variables = receive_warning::Variables { warning: acting.id, version: acting.version() };
        let sent = acting.sent::<ReceiveWarning>(variables);
        let received = async move {
            match sent.await {
                // Nothing is written that could be lost: the page shows what somebody else did.
                Err(failure) if failure.code == ErrorCode::Stale => Ok(()),
                outcome => outcome,
            }
        };
        form.send(received, move |()| acting.changed.run(()));
    };
    let word = WarningStep::Receive.word(acting.frame.locale);
    view! {
        <button class="button primary" type="button" disabled=move || form.busy() on:click=send>{word}</button>
        {form.complaint()}
    }
    .into_any()
}

fn assign(acting: Acting, unit: UnitId) -> AnyView {
    let frame = acting.frame;
    let text = frame.locale.text.warning();
    let title = WarningStep::Assign.word(frame.locale);
    let (form, open) = acting.dialog();
    let (to, words) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let search = RwSignal::new(String::new());
    form.guard(Signal::derive(move || open.get() && !(to.get().is_empty() && words.get().is_empty())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = assign_warning::Variables {
            warning: acting.id,
            version: acting.version(),
            to: typed::<PersonId>(to),
            words: filled(words).unwrap_or_default(),
        };
        form.send(acting.sent::<AssignWarning>(variables), move |()| acting.done(open));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{title}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <p class="quiet">{text.assign_lead}</p>
            // Outside of the form: looking for somebody must not send what is written.
            {finder(frame, search, to)}
            <form on:submit=submit>
                {handlers(frame, form, (unit, search), to)}
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
