//! Units, persons and indicators to choose from, as far as the viewer may see them.

use leptos::ev::{Event, KeyboardEvent};
use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::form::Form;

operations!("src/pages/choices.graphql": UnitsToChoose, PersonsToChoose, IndicatorsToChoose);
use ask::{
    IndicatorsToChoose, PersonsToChoose, UnitsToChoose, indicators_to_choose, persons_to_choose, units_to_choose,
};

type Person = persons_to_choose::PersonsToChoosePersonsNodes;

/// As many as the server gives at a time.
pub const AT_ONCE: i64 = 100;

/// An option: its value and its word.
pub type Choice = (String, String);

/// Options, with one for nothing chosen before them.
pub fn or_choose(frame: Frame, options: impl IntoIterator<Item = Choice>) -> Vec<Choice> {
    let none = (String::new(), frame.locale.text.common.choose.to_owned());
    std::iter::once(none).chain(options).collect()
}

/// The viewer's own unit, where they have one.
pub fn home_unit(frame: Frame) -> Option<Choice> {
    frame.with(|viewed| {
        let home = viewed.viewer.home.as_ref()?;
        let Subject::Unit(unit) = home.subject else { return None };
        Some((unit.to_string(), home.name.clone()))
    })
}

/// The field `name`: a unit, found by its name where there are many. `known` is offered whatever is found.
pub fn unit(
    frame: Frame,
    form: Form,
    (name, label): (&'static str, &'static str),
    to: RwSignal<String>,
    known: Option<Choice>,
) -> AnyView {
    let text = &frame.locale.text.common;
    let search = RwSignal::new(String::new());
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<UnitsToChoose>(units_to_choose::Variables { first: AT_ONCE, search }).await }
    });
    let list = load.view(frame.locale, move |answer| {
        let mut units: Vec<_> =
            answer.units.nodes.iter().map(|unit| (unit.id.to_string(), unit.name.clone())).collect();
        let missing = known.clone().filter(|known| !units.contains(known));
        units.extend(missing);
        // What was chosen need not be among what is found.
        to.update(|to| {
            if !units.iter().any(|(id, _)| id == to) {
                to.clear();
            }
        });
        form.choice(name, label, to, or_choose(frame, units))
    });
    let find = move |event: Event| search.set(event_target_value(&event));
    // To look for a unit is not to send what is written.
    let stay = move |event: KeyboardEvent| {
        if event.key() == "Enter" {
            event.prevent_default();
            search.set(event_target_value(&event));
        }
    };
    view! {
        <div class="unit-field">
            {list}
            <input type="search" placeholder=text.find_unit aria-label=text.find_unit on:change=find on:keydown=stay />
        </div>
    }
    .into_any()
}

/// The persons of a unit with `nobody` before them, and those known already.
pub fn persons(
    frame: Frame,
    unit: Signal<Option<UnitId>>,
    nobody: &'static str,
    known: Vec<Choice>,
) -> Signal<Vec<Choice>> {
    among(frame, unit, nobody, known, |_| true)
}

/// The same, of those alone whom the viewer may warn: nobody in a unit gives anything to its head.
pub fn persons_to_warn(frame: Frame, unit: Signal<Option<UnitId>>, nobody: &'static str) -> Signal<Vec<Choice>> {
    among(frame, unit, nobody, Vec::new(), |person| person.may_order)
}

/// The same, of those alone to whom the viewer may give a task.
pub fn doers(frame: Frame, unit: Signal<Option<UnitId>>, nobody: &'static str) -> Signal<Vec<Choice>> {
    among(frame, unit, nobody, Vec::new(), |person| person.may_give_task)
}

fn among(
    frame: Frame,
    unit: Signal<Option<UnitId>>,
    nobody: &'static str,
    known: Vec<Choice>,
    admits: fn(&Person) -> bool,
) -> Signal<Vec<Choice>> {
    let load = frame.may(Resource::Person, Action::Read).then(|| {
        Load::new(move || {
            let unit = unit.get();
            async move {
                let Some(unit) = unit else { return Ok(Ok(Vec::new())) };
                let variables = persons_to_choose::Variables { first: AT_ONCE, unit };
                // A list that does not come is told among the options: what else is filled in can still be sent.
                Ok(frame.client.ask::<PersonsToChoose>(variables).await.map(|answer| answer.persons.nodes))
            }
        })
    });
    let not_loaded = frame.locale.text.matters().persons_not_loaded;
    Signal::derive(move || {
        let answer = load.and_then(|load| load.ready());
        let none = match answer.as_deref() {
            Some(Err(_)) => fill(not_loaded, &[nobody]),
            Some(Ok(_)) | None => nobody.to_owned(),
        };
        let persons = answer.iter().flat_map(|answer| answer.iter().flatten()).filter(|person| admits(person));
        let mut options = vec![(String::new(), none)];
        options.extend(persons.map(|person| (person.id.to_string(), person.name.clone())));
        for (id, name) in &known {
            if !options.iter().any(|(option, _)| option == id) {
                options.push((id.clone(), name.clone()));
            }
        }
        options
    })
}

/// The unit that is chosen in a field.
pub fn chosen(unit: RwSignal<String>) -> Signal<Option<UnitId>> {
    Signal::derive(move || unit.with(|unit| unit.parse().ok()))
}

/// A field with persons to choose from.
pub fn person(
    form: Form,
    (name, label): (&'static str, &'static str),
    value: RwSignal<String>,
    persons: Signal<Vec<Choice>>,
) -> AnyView {
    let field = move || form.choice(name, label, value, persons.get());
    view! { {field} }.into_any()
}

/// All indicators.
///
/// # Errors
/// What the server refused.
pub async fn indicators(frame: Frame) -> Result<Vec<Choice>, Failure> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let variables = indicators_to_choose::Variables { first: AT_ONCE, after };
        let page = frame.client.ask::<IndicatorsToChoose>(variables).await?.indicators;
        found.extend(page.nodes.iter().map(|node| {
            let name = frame.locale.name(&node.name, &node.name_en);
            (node.id.to_string(), format!("{name} · {}", node.code))
        }));
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(found);
        }
    }
}
