//! A step that takes a word at most: its button, and the dialog in which the word is said.

use leptos::prelude::*;

use super::{Acting, Sent};
use crate::parts::dialog::Dialog;
use crate::parts::form::filled;

/// Such a step, and how it is sent with the word.
pub struct Saying {
    name: &'static str,
    lead: &'static str,
    /// The field and its label, where something can be said.
    field: Option<(&'static str, &'static str)>,
    /// Whether something must be said.
    needed: bool,
    send: Box<dyn Fn(String) -> Sent + Send + Sync>,
}

impl Saying {
    /// A step that takes no word. `name` stands on its button; `lead` says what there is to know before.
    pub fn new(name: &'static str, lead: &'static str, send: impl Fn(String) -> Sent + Send + Sync + 'static) -> Self {
        Self { name, lead, field: None, needed: false, send: Box::new(send) }
    }

    /// The same with a word that may be left out.
    pub fn may(self, field: &'static str, label: &'static str) -> Self {
        Self { field: Some((field, label)), ..self }
    }

    /// The same with a word that it takes.
    pub fn must(self, field: &'static str, label: &'static str) -> Self {
        Self { needed: true, ..self.may(field, label) }
    }
}

/// A button, and the dialog in which a word is said before the step is taken.
pub fn said(acting: Acting, class: &'static str, saying: Saying) -> AnyView {
    let text = acting.frame.locale.text.matters();
    let Saying { name, lead, field, needed, send } = saying;
    let ((form, open), words) = (acting.dialog(), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && words.with(|words| !words.trim().is_empty())));
    let send = StoredValue::new(send);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = filled(words);
        if let (Some((field, _)), true, None) = (field, needed, &said) {
            return form.refuse(vec![(field, text.needed)]);
        }
        let asking = send.with_value(|send| send(said.unwrap_or_default()));
        form.send(asking, move |()| acting.done(open));
    };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                {(!lead.is_empty()).then(|| view! { <p class="quiet">{lead}</p> })}
                {field.map(|(field, label)| form.lines(field, label, words))}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}
