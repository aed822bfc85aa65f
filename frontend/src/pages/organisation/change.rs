//! Changes of a unit: another name, another place in the tree from a day on.

use leptos::prelude::*;

use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::field::TextField;
use crate::parts::form::Form;

operations!("src/pages/organisation.graphql": MoveUnit, RenameUnit);
use ask::{MoveUnit, RenameUnit, move_unit, rename_unit};

/// The unit to change, as it was seen.
#[derive(Clone)]
pub struct Changed {
    pub id: UnitId,
    pub version: i64,
    pub name: String,
    pub short_name: String,
}

/// The way to another name.
pub fn rename(frame: Frame, unit: Changed, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.organisation();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let Changed { id, version, name, short_name } = unit;
    let (before, name) = ((name.clone(), short_name.clone()), RwSignal::new(name));
    let short_name = RwSignal::new(short_name);
    form.guard(Signal::derive(move || open.get() && (name.get(), short_name.get()) != before));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = rename_unit::Variables {
            unit: id,
            version,
            name: name.get_untracked(),
            short_name: short_name.get_untracked(),
        };
        form.send(frame.client.ask::<RenameUnit>(variables), move |_| {
            open.set(false);
            changed.run(());
        });
    };
    view! {
        <button class="link" type="button" on:click=move |_| open.set(true)>{text.rename}</button>
        <Dialog title=text.rename open=open may_close=form.may_close()>
            <form on:submit=submit>
                <TextField label=text.name value=name required=true />
                <TextField label=text.short_name value=short_name required=true />
                {form.foot(open, frame.locale.text.common.save)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// The way to another place in the tree.
pub fn move_unit(frame: Frame, unit: Changed, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.organisation();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let (to, on) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !(to.get().is_empty() && on.get().is_empty())));
    let (id, version) = (unit.id, unit.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Ok(to) = to.get_untracked().parse() else { return };
        let variables = move_unit::Variables { unit: id, version, to, on: on.get_untracked() };
        form.send(frame.client.ask::<MoveUnit>(variables), move |_| {
            open.set(false);
            changed.run(());
        });
    };
    let lead = fill(text.move_lead, &[&unit.name]);
    view! {
        <button class="link" type="button" on:click=move |_| open.set(true)>{text.move_unit}</button>
        <Dialog title=text.move_unit open=open may_close=form.may_close()>
            <p class="quiet">{lead.clone()}</p>
            <form on:submit=submit>
                {choices::unit(frame, form, ("to", text.move_to), to, None)}
                <TextField label=text.move_on value=on kind="date" required=true />
                {form.foot(open, frame.locale.text.common.save)}
            </form>
        </Dialog>
    }
    .into_any()
}
