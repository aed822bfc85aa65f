//! Units and persons to choose from, as far as the viewer may see them: first a unit, then one of its people.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::schema::UnitId;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::form::{Form, or_none};

operations!("src/pages/task.graphql": UnitsForTask, PersonsForTask);
use ask::{PersonsForTask, UnitsForTask, persons_for_task, units_for_task};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The field `unit`: found by its name where there are many.
pub fn unit(frame: Frame, form: Form, label: &'static str, to: RwSignal<String>) -> AnyView {
    let text = &frame.locale.text.task;
    let search = RwSignal::new(String::new());
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<UnitsForTask>(units_for_task::Variables { first: CHOICES, search }).await }
    });
    // What was chosen need not be among what is found.
    let find = move |event: leptos::ev::Event| {
        to.set(String::new());
        search.set(event_target_value(&event));
    };
    let list = load.view(frame.locale, move |answer| {
        let units = answer.units.nodes.iter().map(|unit| (unit.id.to_string(), unit.name.clone())).collect();
        form.choice("unit", label, to, or_none(frame.locale, units))
    });
    view! {
        <div class="filters"><input type="search" placeholder=text.find_unit aria-label=text.find_unit on:change=find /></div>
        {list}
    }
    .into_any()
}

/// The persons of the chosen unit; `nobody` first.
pub fn persons(frame: Frame, unit: RwSignal<String>, nobody: &'static str) -> Signal<Vec<(String, String)>> {
    let load = frame.may(Resource::Person, Action::Read).then(|| {
        Load::new(move || {
            let unit = unit.with(|unit| unit.parse::<UnitId>().ok());
            async move {
                match unit {
                    Some(unit) => {
                        let variables = persons_for_task::Variables { first: CHOICES, unit };
                        frame.client.ask::<PersonsForTask>(variables).await.map(|answer| answer.persons.nodes)
                    }
                    None => Ok(Vec::new()),
                }
            }
        })
    });
    Signal::derive(move || {
        let persons = load.and_then(|load| load.ready());
        let persons = persons.iter().flat_map(|persons| persons.iter());
        std::iter::once((String::new(), nobody.to_owned()))
            .chain(persons.map(|person| (person.id.to_string(), person.name.clone())))
            .collect()
    })
}

/// A field with the persons of the chosen unit.
pub fn person(
    form: Form,
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    persons: Signal<Vec<(String, String)>>,
) -> AnyView {
    let field = move || form.choice(name, label, value, persons.get());
    view! { {field} }.into_any()
}
