//! Forms that are sent: what is refused where, whether it is under way, and what would be lost by leaving.

use std::collections::BTreeSet;
use std::future::Future;

use leptos::prelude::*;

use super::state;
use crate::api::codes::ErrorCode;
use crate::api::failure::Failure;
use crate::history::Unsaved;
use crate::locale::Locale;
use crate::locale::word::Word;

/// What a page says of a form by itself, in place of the sentence that somebody else was faster.
#[derive(Clone, Copy)]
pub struct Aside {
    /// What there is to say.
    pub told: Callback<(), AnyView>,
    /// Whether the form can no longer be sent.
    pub over: Signal<bool>,
}

/// A form's way to the server and back.
#[derive(Clone, Copy)]
pub struct Form {
    locale: Locale,
    refused: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    unsaved: Unsaved,
    /// What the page says beside a refusal.
    aside: StoredValue<Option<Aside>>,
    /// The fields that tell themselves what is wrong with them.
    telling: StoredValue<BTreeSet<&'static str>>,
}

impl Form {
    /// A form that has not been sent.
    pub fn new(locale: Locale) -> Self {
        Self {
            locale,
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            unsaved: Unsaved::new(),
            aside: StoredValue::new(None),
            telling: StoredValue::new(BTreeSet::new()),
        }
    }

    /// Leaves it to the page to say that somebody else was faster.
    pub fn beside(self, aside: Aside) {
        self.aside.set_value(Some(aside));
    }

    /// Asks before what is not saved is lost.
    pub fn guard(self, unsaved: Signal<bool>) {
        let question = self.locale.text.common.unsaved;
        Effect::new(move |_| self.unsaved.set(unsaved.get().then_some(question)));
        on_cleanup(move || self.unsaved.set(None));
    }

    /// Whether the dialog of the form may close: asks before what is not saved is lost.
    pub fn may_close(self) -> Callback<(), bool> {
        Callback::new(move |()| self.unsaved.may_close())
    }

    /// Sends once at a time; `done` is told what came back, with nothing unsaved any more.
    pub fn send<T: 'static>(
        self,
        asking: impl Future<Output = Result<T, Failure>> + 'static,
        done: impl FnOnce(T) + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = asking.await;
            // Gone with its page: nobody waits for the outcome.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match outcome {
                Ok(answer) => {
                    self.unsaved.set(None);
                    self.refused.set(None);
                    done(answer);
                }
                Err(failure) => self.refused.set(Some(failure)),
            }
        });
    }

    /// Refuses before anything is sent, each field with what is wrong.
    pub fn refuse(self, fields: Vec<(&'static str, &'static str)>) {
        let fields = fields.into_iter().map(|(field, why)| (field.to_owned(), why.to_owned())).collect();
        self.refused.set(Some(Failure { fields, ..Failure::of_status(400, String::new()) }));
    }

    /// Forgets what was refused, once something else is to be sent.
    pub fn forget(self) {
        self.refused.set(None);
    }

    /// Forgets what was wrong with a field, once it is changed; and the refusal with the last of them.
    fn mended(self, name: &str) {
        let at_fault = |failure: &Failure| failure.fields.iter().any(|(path, _)| last(path) == name);
        if self.refused.with_untracked(|refused| refused.as_ref().is_some_and(at_fault)) {
            self.refused.update(|refused| {
                if let Some(failure) = refused {
                    failure.fields.retain(|(path, _)| last(path) != name);
                }
                *refused = refused.take().filter(|failure| !failure.fields.is_empty());
            });
        }
    }

    /// Whether it cannot be sent now, tracked: an answer is awaited, or what it is for is over.
    pub fn busy(self) -> bool {
        self.busy.get() || self.aside.get_value().is_some_and(|aside| aside.over.get())
    }

    /// What is wrong with a field, tracked: the server names it by its whole path.
    pub fn fault(self, field: &str) -> Option<String> {
        self.refused.with(|refused| {
            let fields = &refused.as_ref()?.fields;
            fields.iter().find(|(path, _)| last(path) == field).map(|(_, why)| why.clone())
        })
    }

    /// Says that what is wrong with a field is told where it stands.
    pub fn tells(self, field: &'static str) {
        self.telling.update_value(|telling| {
            telling.insert(field);
        });
    }

    /// What is wrong with a field, told where it stands.
    pub fn told(self, field: &'static str) -> AnyView {
        self.tells(field);
        let wrong = move || self.fault(field).map(|why| view! { <small class="complaint">{why}</small> });
        wrong.into_any()
    }

    /// The refusal, and a way to what somebody else has made of it meanwhile.
    pub fn complaint(self) -> AnyView {
        let reload = self.locale.text.common.reload;
        let aside = self.aside.get_value();
        let told = move || {
            let failure = self.refused.get()?;
            if failure.code == ErrorCode::Stale && aside.is_some() {
                return None;
            }
            let stale = (failure.code == ErrorCode::Stale).then(|| {
                // What cannot be reloaded stays as it is.
                let again = |_| drop(window().location().reload());
                view! { <button class="button" type="button" on:click=again>{reload}</button> }
            });
            let told_at_their_field = self.telling.with_value(Clone::clone);
            let elsewhere = failure.fields.iter().filter(|(path, _)| !told_at_their_field.contains(last(path)));
            let failure = Failure { fields: elsewhere.cloned().collect(), ..failure };
            Some(view! { {state::complaint(self.locale, &failure)} {stale} })
        };
        view! { <div role="alert">{told} {aside.map(|aside| aside.told.run(()))}</div> }.into_any()
    }

    /// The foot of a form in a dialog.
    pub fn foot(self, open: RwSignal<bool>, submit: &'static str) -> AnyView {
        let close = move |_| {
            if self.unsaved.may_close() {
                open.set(false);
            }
        };
        view! {
            {self.complaint()}
            <div class="form-actions">
                <button class="button" type="button" on:click=close>{self.locale.text.common.cancel}</button>
                <button class="button primary" type="submit" disabled=move || self.busy()>{submit}</button>
            </div>
        }
        .into_any()
    }

    /// A field: its label, the input, and below it what is wrong with it.
    fn field(
        self,
        (name, label): (&'static str, &'static str),
        broad: bool,
        value: RwSignal<String>,
        input: AnyView,
    ) -> AnyView {
        Effect::new(move |before: Option<()>| {
            value.track();
            if before.is_some() {
                self.mended(name);
            }
        });
        let class = if broad { "field broad" } else { "field" };
        view! { <label class=class><span>{label}</span> {input} {self.told(name)}</label> }.into_any()
    }

    /// A line of text; `kind` is the input's type.
    pub fn line(
        self,
        name: &'static str,
        label: &'static str,
        value: RwSignal<String>,
        kind: &'static str,
        required: bool,
    ) -> AnyView {
        let input = view! {
            <input type=kind autocomplete="off" required=required prop:value=value aria-invalid=move || invalid(self, name)
                on:input=move |event| value.set(event_target_value(&event)) />
        };
        self.field((name, label), false, value, input.into_any())
    }

    /// Several lines of text.
    pub fn lines(self, name: &'static str, label: &'static str, value: RwSignal<String>) -> AnyView {
        let input = view! {
            <textarea rows="3" prop:value=value aria-invalid=move || invalid(self, name)
                on:input=move |event| value.set(event_target_value(&event))></textarea>
        };
        self.field((name, label), true, value, input.into_any())
    }

    /// One of several; each option is its value and its word.
    pub fn choice(
        self,
        name: &'static str,
        label: &'static str,
        value: RwSignal<String>,
        options: Vec<(String, String)>,
    ) -> AnyView {
        self.field((name, label), false, value, select(None, value, options))
    }
}

/// The field at the end of a path.
fn last(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

fn invalid(form: Form, name: &'static str) -> Option<&'static str> {
    form.fault(name).map(|_| "true")
}

/// A list to choose from, named by `label` where it stands outside a field.
pub fn select(label: Option<String>, value: RwSignal<String>, options: Vec<(String, String)>) -> AnyView {
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, word)| {
            let chosen = option.clone();
            view! { <option value=option prop:selected=move || value.get() == chosen>{word}</option> }
        })
        .collect();
    view! { <select aria-label=label on:change=move |event| value.set(event_target_value(&event))>{options}</select> }
        .into_any()
}

/// An input in a row of a table, named for those who do not see its column.
pub fn inline(label: String, value: RwSignal<String>, numeric: bool) -> AnyView {
    let class = if numeric { "inline num" } else { "inline" };
    let mode = if numeric { "decimal" } else { "text" };
    view! {
        <input class=class type="text" inputmode=mode autocomplete="off" aria-label=label prop:value=value
            on:input=move |event| value.set(event_target_value(&event)) />
    }
    .into_any()
}

/// Yes or no.
pub fn tick(label: &'static str, value: RwSignal<bool>) -> AnyView {
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=value on:change=move |event| value.set(event_target_checked(&event)) />
            <span>{label}</span>
        </label>
    }
    .into_any()
}

/// Yes or no in a row of a table.
pub fn inline_tick(label: String, value: RwSignal<bool>) -> AnyView {
    view! {
        <input type="checkbox" aria-label=label prop:checked=value
            on:change=move |event| value.set(event_target_checked(&event)) />
    }
    .into_any()
}

/// The codes of a closed enum as options.
pub fn options<T: Copy + Word>(locale: Locale, all: &[T], code: fn(T) -> &'static str) -> Vec<(String, String)> {
    all.iter().map(|&each| (code(each).to_owned(), each.word(locale).to_owned())).collect()
}

/// Options with one for nothing before them.
pub fn or_none(locale: Locale, options: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), locale.text.common.none.to_owned())).chain(options).collect()
}

/// What is typed, or nothing where only space is.
pub fn filled(value: RwSignal<String>) -> Option<String> {
    value.with_untracked(|text| (!text.trim().is_empty()).then(|| text.trim().to_owned()))
}

/// What is typed as what it should be.
pub fn typed<T: std::str::FromStr>(value: RwSignal<String>) -> Option<T> {
    value.with_untracked(|text| text.trim().parse().ok())
}
