//! A button that opens a dialog in which one thing is said, and sent.

use leptos::prelude::*;

use super::dialog::Dialog;
use super::form::Form;
use crate::locale::Locale;

/// How the button and its dialog look.
#[derive(Clone)]
pub struct Asked {
    /// The class of the button.
    pub class: &'static str,
    /// What the button, the dialog and its way on are called.
    pub title: &'static str,
    /// What the button is about, for those who do not see beside what it stands; empty where its name says enough.
    pub about: String,
    /// A sentence above; empty for none.
    pub lead: &'static str,
    /// The field, as the server names it, and what it is called.
    pub field: (&'static str, &'static str),
    /// What stands there before anything is written.
    pub before: String,
}

/// The button. `send` gets the form and what is said.
pub fn say(locale: Locale, asked: Asked, send: impl Fn(Form, String) + Copy + Send + Sync + 'static) -> AnyView {
    let Asked { class, title, about, lead, field: (field, label), before } = asked;
    let (form, open, words) = (Form::new(locale), RwSignal::new(false), RwSignal::new(before.clone()));
    form.guard(Signal::derive(move || open.get() && words.with(|words| *words != before)));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send(form, words.get_untracked());
    };
    let named = (!about.is_empty()).then(|| format!("{title} · {about}"));
    view! {
        <button class=class type="button" aria-label=named on:click=move |_| open.set(true)>{title}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {(!lead.is_empty()).then(|| view! { <p class="quiet">{lead}</p> })}
                {form.lines(field, label, words)}
                {form.foot(open, title)}
            </form>
        </Dialog>
    }
    .into_any()
}
