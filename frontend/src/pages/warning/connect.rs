//! The way to say which order or diagnosis that exists a warning belongs to.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::api::codes::WarningStep;
use crate::api::schema::*;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::choices::{Choice, or_choose};
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, typed};

operations!("src/pages/warning.graphql": ConnectableMatters, ConnectWarning);
use ask::{ConnectWarning, ConnectableMatters, connect_warning, connectable_matters};

/// As many of a kind as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The step.
pub fn connect(acting: Acting, it: &Shown) -> AnyView {
    let text = acting.frame.locale.text.warning();
    let name = WarningStep::Connect.word(acting.frame.locale);
    let ((form, open), other) = (acting.dialog(), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !other.with(String::is_empty)));
    let unit = it.parties.unit.id;
    let known: StoredValue<Vec<MatterId>> = StoredValue::new(it.links.iter().map(|link| link.matter.id).collect());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(other) = typed::<MatterId>(other) else { return form.refuse(vec![("other", text.choose)]) };
        let variables = connect_warning::Variables { warning: acting.id, version: acting.version(), other };
        form.send(acting.sent::<ConnectWarning>(variables), move |()| acting.done(open));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.connect_lead}</p>
                {choice(acting, form, (unit, known), other)}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// What is open in the unit and not connected yet, by number and title.
fn choice(
    acting: Acting,
    form: Form,
    (unit, known): (UnitId, StoredValue<Vec<MatterId>>),
    other: RwSignal<String>,
) -> AnyView {
    let frame = acting.frame;
    let text = frame.locale.text.warning();
    let load = Load::new(move || {
        let variables = connectable_matters::Variables { unit, first: CHOICES };
        async move { frame.client.ask::<ConnectableMatters>(variables).await }
    });
    load.view(frame.locale, move |answer| {
        let orders = answer.orders.nodes.iter().map(|it| (it.id, format!("{} {}", it.number, it.title)));
        let diagnoses = answer.diagnoses.nodes.iter().map(|it| (it.id, format!("{} {}", it.number, it.title)));
        let all = orders.chain(diagnoses).filter(|(id, _)| known.with_value(|known| !known.contains(id)));
        let all: Vec<Choice> = all.map(|(id, said)| (id.to_string(), said)).collect();
        match all.is_empty() {
            true => view! { <p>{text.connect_none}</p> }.into_any(),
            false => form.choice("other", text.connect_with, other, or_choose(frame, all)),
        }
    })
}
