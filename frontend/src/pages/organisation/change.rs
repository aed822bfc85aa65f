//! Changes of a unit: another name, another place in the tree from a day on.

use leptos::prelude::*;

use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::history::{may_leave, set_unsaved};
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::field::{Choice, TextField};
use crate::parts::state;

operations!("src/pages/organisation.graphql": UnitChoices, MoveUnit, RenameUnit);
use ask::{MoveUnit, RenameUnit, UnitChoices, move_unit, rename_unit, unit_choices};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The unit to change, as it was seen.
#[derive(Clone)]
pub struct Changed {
    pub id: UnitId,
    pub version: i64,
    pub name: String,
    pub short_name: String,
}

/// A form in a dialog: open or not, filled in or not, refused or not.
#[derive(Clone, Copy)]
struct Form {
    frame: Frame,
    open: RwSignal<bool>,
    refused: RwSignal<Option<Failure>>,
    changed: Callback<()>,
}

impl Form {
    fn new(frame: Frame, changed: Callback<()>) -> Self {
        Self { frame, open: RwSignal::new(false), refused: RwSignal::new(None), changed }
    }

    /// Guards what is filled in as long as the dialog is open.
    fn guard(self, filled: Signal<bool>) {
        Effect::new(move |_| {
            let unsaved = self.open.get() && filled.get();
            set_unsaved(unsaved.then_some(self.frame.locale.text.common.unsaved));
        });
        on_cleanup(|| set_unsaved(None));
    }

    fn took(self, outcome: Result<(), Failure>) {
        match outcome {
            Ok(()) => {
                set_unsaved(None);
                self.open.set(false);
                self.changed.run(());
            }
            Err(failure) => drop(self.refused.try_set(Some(failure))),
        }
    }

    fn foot(self) -> AnyView {
        let text = &self.frame.locale.text.common;
        view! {
            {move || self.refused.get().map(|failure| state::complaint(self.frame.locale, &failure))}
            <div class="form-actions">
                <button class="button" type="button" on:click=move |_| self.open.set(false)>{text.cancel}</button>
                <button class="button primary" type="submit">{text.save}</button>
            </div>
        }
        .into_any()
    }
}

/// The way to another name.
pub fn rename(frame: Frame, unit: Changed, changed: Callback<()>) -> AnyView {
    let text = &frame.locale.text.organisation;
    let form = Form::new(frame, changed);
    let Changed { id, version, name, short_name } = unit;
    let (before, name) = ((name.clone(), short_name.clone()), RwSignal::new(name));
    let short_name = RwSignal::new(short_name);
    form.guard(Signal::derive(move || (name.get(), short_name.get()) != before));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = rename_unit::Variables {
            unit: id,
            version,
            name: name.get_untracked(),
            short_name: short_name.get_untracked(),
        };
        leptos::task::spawn_local(
            async move { form.took(frame.client.ask::<RenameUnit>(variables).await.map(|_| ())) },
        );
    };
    view! {
        <button class="link" type="button" on:click=move |_| form.open.set(true)>{text.rename}</button>
        <Dialog title=text.rename open=form.open may_close=Callback::new(|()| may_leave())>
            <form on:submit=submit>
                <TextField label=text.name value=name required=true />
                <TextField label=text.short_name value=short_name required=true />
                {form.foot()}
            </form>
        </Dialog>
    }
    .into_any()
}

/// The way to another place in the tree.
pub fn move_unit(frame: Frame, unit: Changed, changed: Callback<()>) -> AnyView {
    let text = &frame.locale.text.organisation;
    let form = Form::new(frame, changed);
    let (search, to, on) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || !to.get().is_empty() || !on.get().is_empty()));
    let (id, version) = (unit.id, unit.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(to) = to.get_untracked().parse() else { return };
        let variables = move_unit::Variables { unit: id, version, to, on: on.get_untracked() };
        leptos::task::spawn_local(async move { form.took(frame.client.ask::<MoveUnit>(variables).await.map(|_| ())) });
    };
    let lead = fill(text.move_lead, &[&unit.name]);
    view! {
        <button class="link" type="button" on:click=move |_| form.open.set(true)>{text.move_unit}</button>
        <Dialog title=text.move_unit open=form.open may_close=Callback::new(|()| may_leave())>
            <p class="quiet">{lead.clone()}</p>
            <form on:submit=submit>
                <TextField label=text.find value=search />
                {choices(frame, search, to)}
                <TextField label=text.move_on value=on kind="date" required=true />
                {form.foot()}
            </form>
        </Dialog>
    }
    .into_any()
}

fn choices(frame: Frame, search: RwSignal<String>, to: RwSignal<String>) -> AnyView {
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<UnitChoices>(unit_choices::Variables { first: CHOICES, search }).await }
    });
    load.view(frame.locale, move |answer| {
        let none = std::iter::once((String::new(), "—".to_owned()));
        let units = answer.units.nodes.iter().map(|unit| (unit.id.to_string(), unit.name.clone()));
        let options: Vec<_> = none.chain(units).collect();
        view! { <Choice label=frame.locale.text.organisation.move_to value=to options=options /> }.into_any()
    })
}
