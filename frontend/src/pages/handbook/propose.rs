//! The way to propose an entry of an indicator's page.

use leptos::prelude::*;

use crate::api::codes::EntryKind;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, typed};

operations!("src/pages/handbook.graphql": ProposeHandbookEntry);
use ask::{ProposeHandbookEntry, propose_handbook_entry};

/// What is filled in.
#[derive(Clone, Copy)]
struct Fields {
    kind: RwSignal<String>,
    against: RwSignal<String>,
    text: RwSignal<String>,
    text_en: RwSignal<String>,
}

/// The button and its dialog; `causes` are those that a measure can be against.
pub fn propose(frame: Frame, indicator: IndicatorId, causes: Vec<(String, String)>, changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let (form, open) = (Form::new(locale), RwSignal::new(false));
    let empty = || RwSignal::new(String::new());
    let fields = Fields {
        kind: RwSignal::new(EntryKind::Cause.code().to_owned()),
        against: empty(),
        text: empty(),
        text_en: empty(),
    };
    form.guard(Signal::derive(move || open.get() && fields.text.with(|text| !text.trim().is_empty())));
    let any = (String::new(), text.against_none.to_owned());
    let causes = StoredValue::new(std::iter::once(any).chain(causes).collect::<Vec<_>>());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(
            frame,
            form,
            indicator,
            fields,
            Callback::new(move |()| {
                open.set(false);
                fields.text.set(String::new());
                fields.text_en.set(String::new());
                changed.run(());
            }),
        );
    };
    let is_measure = move || fields.kind.with(|kind| kind == EntryKind::Measure.code());
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.propose}</button>
        <Dialog title=text.propose open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.propose_lead}</p>
                {form.choice("kind", text.kind, fields.kind, options(locale, EntryKind::ALL, EntryKind::code))}
                {move || is_measure().then(|| form.choice("against", text.against, fields.against, causes.get_value()))}
                {form.lines("text", text.text, fields.text)}
                {form.lines("textEn", text.text_en, fields.text_en)}
                {form.foot(open, text.propose)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn send(frame: Frame, form: Form, indicator: IndicatorId, fields: Fields, done: Callback<()>) {
    let (Some(kind), Some(text)) = (typed::<EntryKind>(fields.kind), filled(fields.text)) else {
        return form.refuse(vec![("text", frame.locale.text.rectification().needed)]);
    };
    let against = typed(fields.against).filter(|_| kind == EntryKind::Measure);
    let input =
        propose_handbook_entry::HandbookProposal { indicator, kind, against, text, text_en: filled(fields.text_en) };
    let asking = frame.client.ask::<ProposeHandbookEntry>(propose_handbook_entry::Variables { input });
    form.send(asking, move |_| done.run(()));
}
