//! Indicators in effect that are not in the scheme, to be added.

use leptos::prelude::*;

use super::edit::Row;
use crate::api::codes::VersionState;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::dialog::Dialog;

operations!("src/pages/schemes.graphql": AddablePart);
use ask::{AddablePart, addable_part};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

type Found = addable_part::AddablePartIndicatorsNodes;

/// The way to more indicators.
pub fn button(frame: Frame, rows: RwSignal<Vec<Row>>) -> AnyView {
    let text = frame.locale.text.scheme();
    let open = RwSignal::new(false);
    // A row outlives the list it was chosen from: its fields belong to the form.
    let form = Owner::current().unwrap_or_default();
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.add}</button>
        // What is chosen is in the form at once: closing loses nothing.
        <Dialog title=text.add open=open may_close=Callback::new(|()| true)>{choices(frame, rows, open, form.clone())}</Dialog>
    }
    .into_any()
}

fn choices(frame: Frame, rows: RwSignal<Vec<Row>>, open: RwSignal<bool>, form: Owner) -> AnyView {
    let text = frame.locale.text;
    let search = RwSignal::new(String::new());
    let load = Load::new(move || {
        let search = Some(search.get()).filter(|search| !search.is_empty());
        async move { frame.client.ask::<AddablePart>(addable_part::Variables { first: CHOICES, search }).await }
    });
    let list = load.view(frame.locale, move |answer| {
        let (found, form) = (answer.clone(), form.clone());
        let lines = move || {
            let taken = |found: &Found| rows.with(|rows| rows.iter().any(|row| row.indicator == found.id));
            let lines: Vec<_> = found
                .indicators
                .nodes
                .iter()
                .filter(|found| !taken(found))
                .filter_map(|found| line(frame, rows, &form, found))
                .collect();
            match lines.is_empty() {
                true => view! { <p class="quiet">{text.scheme().nothing_found}</p> }.into_any(),
                false => view! { <ul class="choose">{lines}</ul> }.into_any(),
            }
        };
        lines.into_any()
    });
    view! {
        <p class="quiet">{text.scheme().add_lead}</p>
        <div class="filters">
            <input type="search" placeholder=text.scheme().find aria-label=text.scheme().find
                on:change=move |event| search.set(event_target_value(&event)) />
        </div>
        {list}
        <div class="form-actions">
            <button class="button" type="button" on:click=move |_| open.set(false)>{text.common.close}</button>
        </div>
    }
    .into_any()
}

fn line(frame: Frame, rows: RwSignal<Vec<Row>>, form: &Owner, found: &Found) -> Option<AnyView> {
    let version = found.effective.as_ref()?;
    let name = frame.locale.name(&found.name, &found.name_en).to_owned();
    let (indicator, id, number, nature, points) =
        (found.id, version.id, version.number, found.nature, version.base_score.written());
    let add = {
        let (name, form) = (name.clone(), form.clone());
        move |_| {
            let row = form.with(|| Row {
                indicator,
                version: id,
                number,
                name: name.clone(),
                nature,
                state: VersionState::Effective,
                weight: RwSignal::new(points.clone()),
                points: RwSignal::new(points.clone()),
            });
            rows.update(|rows| rows.push(row));
        }
    };
    let line = view! {
        <li>
            <button class="link" type="button" on:click=add>{name}</button> " "
            <small class="quiet">{found.code.to_string()} " v" {number}</small>
        </li>
    };
    Some(line.into_any())
}
