//! Search over units, people and indicators: `/` goes there, Esc leaves. Only what the viewer may see is asked for.

use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::operations;

operations!("src/shell.graphql": UnitSearch, PersonSearch, IndicatorSearch);
use ask::{IndicatorSearch, PersonSearch, UnitSearch, indicator_search, person_search, unit_search};

/// Asked for once the typing rests this long.
const REST: Duration = Duration::from_millis(250);

/// What was found, by group: heading, and name with address.
type Found = Vec<(&'static str, Vec<(String, Address)>)>;

/// The search box and what it found.
pub fn search(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let input = NodeRef::<html::Input>::new();
    let found = RwSignal::new(None::<Found>);
    let slash = window_event_listener(ev::keydown, move |event| {
        if event.key() == "/" && !typing() {
            event.prevent_default();
            if let Some(input) = input.get_untracked() {
                // Focus is refused only for a hidden field, as on a phone.
                let _ = input.focus();
            }
        }
    });
    on_cleanup(move || slash.remove());
    let leave = move || {
        found.set(None);
        if let Some(input) = input.get_untracked() {
            input.set_value("");
            let _ = input.blur();
        }
    };
    let ask = leptos::leptos_dom::helpers::debounce(REST, move |typed: String| {
        leptos::task::spawn_local(async move {
            let answer = if typed.is_empty() { None } else { Some(find(frame, &typed).await) };
            found.try_set(answer);
        });
    });
    let on_input = {
        let ask = std::cell::RefCell::new(ask);
        move |event: ev::Event| (ask.borrow_mut())(event_target_value(&event).trim().to_owned())
    };
    view! {
        <div class="search" role="search" on:keydown=move |event| if event.key() == "Escape" { leave() }>
            <input node_ref=input type="search" placeholder=format!("{}　/", text.search) aria-label=text.search
                title=text.search_hint on:input=on_input />
            {move || found.get().map(|found| view! {
                <div class="search-found" role="region" aria-label=text.search_results on:click=move |_| leave()>
                    {results(frame, found)}
                </div>
            })}
        </div>
    }
    .into_any()
}

fn results(frame: Frame, found: Found) -> AnyView {
    if found.iter().all(|(_, places)| places.is_empty()) {
        return view! { <p class="quiet" role="status">{frame.locale.text.shell.search_nothing}</p> }.into_any();
    }
    let groups: Vec<_> = found
        .into_iter()
        .filter(|(_, places)| !places.is_empty())
        .map(|(title, places)| {
            let places: Vec<_> =
                places.into_iter().map(|(name, to)| view! { <li><a href=to.to_string()>{name}</a></li> }).collect();
            view! { <h2>{title}</h2><ul>{places}</ul> }
        })
        .collect();
    groups.into_any()
}

// A group that fails is left out: the others still help.
async fn find(frame: Frame, typed: &str) -> Found {
    let text = &frame.locale.text.shell;
    let mut found = Found::new();
    if frame.may(Resource::Organisation, Action::Read)
        && let Ok(answer) = frame.client.ask::<UnitSearch>(unit_search::Variables { text: typed.to_owned() }).await
    {
        let units =
            answer.units.nodes.into_iter().map(|unit| (unit.name, Address::Organisation { unit: Some(unit.id) }));
        found.push((text.units, units.collect()));
    }
    if frame.may(Resource::Person, Action::Read)
        && let Ok(answer) = frame.client.ask::<PersonSearch>(person_search::Variables { text: typed.to_owned() }).await
    {
        let persons = answer.persons.nodes.into_iter().map(|person| {
            (format!("{} · {}", person.name, person.unit.name), Address::Organisation { unit: Some(person.unit.id) })
        });
        found.push((text.persons, persons.collect()));
    }
    if frame.may(Resource::Library, Action::Read)
        && let Ok(answer) =
            frame.client.ask::<IndicatorSearch>(indicator_search::Variables { text: typed.to_owned() }).await
    {
        let indicators = answer.indicators.nodes.into_iter().map(|indicator| {
            let name = frame.locale.name(&indicator.name, &indicator.name_en);
            (format!("{name} · {}", indicator.code), Address::Indicator(indicator.id))
        });
        found.push((text.indicators, indicators.collect()));
    }
    found
}

/// Whether the keys go into a field.
fn typing() -> bool {
    let field = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    field.is_some_and(|field| {
        matches!(field.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || field.is_content_editable()
    })
}
