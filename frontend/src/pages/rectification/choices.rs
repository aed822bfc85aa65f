//! Units and persons to choose from, as far as the viewer may see them.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::schema::UnitId;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::form::{Form, or_none};

operations!("src/pages/rectification.graphql": UnitsToChoose, PersonsToChoose);
use ask::{PersonsToChoose, UnitsToChoose, persons_to_choose, units_to_choose};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The field `to`: a unit, found by its name where there are many.
pub fn unit(frame: Frame, form: Form, label: &'static str, to: RwSignal<String>) -> AnyView {
    let text = &frame.locale.text.rectification;
    let search = RwSignal::new(String::new());
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<UnitsToChoose>(units_to_choose::Variables { first: CHOICES, search }).await }
    });
    // What was chosen need not be among what is found.
    let find = move |event: leptos::ev::Event| {
        to.set(String::new());
        search.set(event_target_value(&event));
    };
    let list = load.view(frame.locale, move |answer| {
        let units = answer.units.nodes.iter().map(|unit| (unit.id.to_string(), unit.name.clone())).collect();
        form.choice("to", label, to, or_none(frame.locale, units))
    });
    view! {
        <div class="filters"><input type="search" placeholder=text.find_unit aria-label=text.find_unit on:change=find /></div>
        {list}
    }
    .into_any()
}

/// The persons of a unit, and those known already; nobody first.
pub fn persons(frame: Frame, unit: UnitId, known: Vec<(String, String)>) -> Signal<Vec<(String, String)>> {
    let nobody = (String::new(), frame.locale.text.rectification.plan_owner_none.to_owned());
    let load = frame.may(Resource::Person, Action::Read).then(|| {
        Load::new(move || {
            let variables = persons_to_choose::Variables { first: CHOICES, unit };
            async move { frame.client.ask::<PersonsToChoose>(variables).await }
        })
    });
    Signal::derive(move || {
        let answer = load.and_then(|load| load.ready());
        let persons = answer.iter().flat_map(|answer| &answer.persons.nodes);
        let mut options = vec![nobody.clone()];
        options.extend(persons.map(|person| (person.id.to_string(), person.name.clone())));
        for (id, name) in &known {
            if !options.iter().any(|(option, _)| option == id) {
                options.push((id.clone(), name.clone()));
            }
        }
        options
    })
}
