//! Giving a label: to whom, about what, why, until when.

use leptos::prelude::*;

use crate::api::codes::LabelKind;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, typed};

operations!("src/pages/risk_labels.graphql": LabelPersons, LabelPerson);
use ask::{LabelPerson, LabelPersons, label_person, label_persons};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The label as far as it is written.
#[derive(Clone, Copy)]
struct Written {
    person: RwSignal<String>,
    kind: RwSignal<String>,
    reason: RwSignal<String>,
    until: RwSignal<String>,
}

impl Written {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let kind = RwSignal::new(LabelKind::Repeated.code().to_owned());
        Self { person: empty(), kind, reason: empty(), until: empty() }
    }

    /// Whether anything is written, tracked.
    fn begun(self) -> bool {
        [self.person, self.reason, self.until].iter().any(|field| !field.with(String::is_empty))
    }
}

/// The way to a label.
pub fn button(frame: Frame, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (form, open, written) = (Form::new(frame.locale), RwSignal::new(false), Written::new());
    form.guard(Signal::derive(move || open.get() && written.begun()));
    let done = Callback::new(move |()| {
        open.set(false);
        changed.run(());
    });
    view! {
        <button class="button primary" type="button" on:click=move |_| open.set(true)>{text.give}</button>
        <Dialog title=text.give open=open may_close=form.may_close()>{content(frame, form, open, written, done)}</Dialog>
    }
    .into_any()
}

fn content(frame: Frame, form: Form, open: RwSignal<bool>, written: Written, done: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let search = RwSignal::new(String::new());
    let look = move |event: leptos::ev::Event| {
        // Whoever was chosen may no longer be among those found.
        written.person.set(String::new());
        search.set(event_target_value(&event));
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(frame, form, written, done);
    };
    view! {
        <p class="quiet">{text.labels_lead}</p>
        // Outside of the form: looking for a person must not send what is written.
        <div class="filters">
            <input type="search" placeholder=text.find_person aria-label=text.find_person on:change=look />
        </div>
        <form on:submit=submit>
            {persons(frame, form, written, search)}
            {form.choice("kind", text.label, written.kind, options(frame.locale, LabelKind::ALL, LabelKind::code))}
            {form.lines("reason", text.reason, written.reason)}
            {form.line("until", text.until, written.until, "date", true)}
            {form.foot(open, text.give)}
        </form>
    }
    .into_any()
}

fn persons(frame: Frame, form: Form, written: Written, search: RwSignal<String>) -> AnyView {
    let text = frame.locale.text.risk();
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<LabelPersons>(label_persons::Variables { first: CHOICES, search }).await }
    });
    load.view(frame.locale, move |answer| {
        let found = answer.persons.nodes.iter();
        let found = found.map(|person| (person.id.to_string(), format!("{} · {}", person.name, person.staff_no)));
        let options = std::iter::once((String::new(), text.choose.to_owned())).chain(found).collect();
        form.choice("person", text.person, written.person, options)
    })
}

fn send(frame: Frame, form: Form, written: Written, done: Callback<()>) {
    let text = frame.locale.text;
    let (person, kind) = (typed::<PersonId>(written.person), typed::<LabelKind>(written.kind));
    let (reason, until) = (filled(written.reason), filled(written.until));
    let (Some(person), Some(kind), Some(reason), Some(until)) = (person, kind, reason.clone(), until.clone()) else {
        let wrong = [
            person.is_none().then_some(("person", text.draft().choose_one)),
            kind.is_none().then_some(("kind", text.draft().choose_one)),
            reason.is_none().then_some(("reason", text.risk().say_it)),
            until.is_none().then_some(("until", text.risk().say_it)),
        ];
        return form.refuse(wrong.into_iter().flatten().collect());
    };
    let input = label_person::RiskLabelInput { person, kind, reason, until };
    form.send(frame.client.ask::<LabelPerson>(label_person::Variables { input }), move |_| done.run(()));
}
