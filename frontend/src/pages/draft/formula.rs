//! The formula, read while it is typed, and the measures it can be made of.

use leptos::html;
use leptos::prelude::*;
use shared::formula::Formula;

use super::fields::Fields;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::form::Form;

operations!("src/pages/draft.graphql": MeasuresPart);
use ask::{MeasuresPart, measures_part};

/// As many datasets as a list to choose from can hold.
const DATASETS: i64 = 100;

/// The field with what can be put into it.
pub fn field(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text;
    let area = NodeRef::<html::Textarea>::new();
    let formula = fields.formula;
    form.tells("formula");
    let note = move || {
        form.fault("formula").or_else(|| {
            let fault = formula.with(|formula| match formula.trim() {
                "" => None,
                formula => formula.parse::<Formula>().err(),
            })?;
            Some(fill(text.draft().formula_fault, &[&fault.at.to_string()]))
        })
    };
    view! {
        <div class="broad">
            <label class="field">
                <span>{text.library().formula}</span>
                <textarea rows="2" class="code" node_ref=area prop:value=formula aria-invalid=move || note().map(|_| "true")
                    on:input=move |event| formula.set(event_target_value(&event))></textarea>
                {move || note().map(|note| view! { <small class="complaint" role="status">{note}</small> })}
            </label>
            {inserts(frame, area, formula)}
        </div>
    }
    .into_any()
}

fn inserts(frame: Frame, area: NodeRef<html::Textarea>, formula: RwSignal<String>) -> AnyView {
    let text = frame.locale.text;
    let load = Load::new(move || frame.client.ask::<MeasuresPart>(measures_part::Variables { first: DATASETS }));
    let list = load.view(frame.locale, move |answer| {
        let datasets = answer.datasets.nodes.iter().filter(|dataset| !dataset.measures.is_empty());
        let rows: Vec<_> = datasets
            .map(|dataset| {
                let measures: Vec<_> =
                    dataset.measures.iter().map(|measure| insert(area, formula, measure.name.clone())).collect();
                view! { <p class="inserts"><span class="quiet">{dataset.name.clone()}</span> {measures}</p> }
            })
            .collect();
        match rows.is_empty() {
            true => view! { <p class="quiet">{text.draft().no_measures}</p> }.into_any(),
            false => rows.into_any(),
        }
    });
    view! { <details><summary class="link">{text.draft().insert}</summary> {list}</details> }.into_any()
}

/// Puts a name where the caret stands.
fn insert(area: NodeRef<html::Textarea>, formula: RwSignal<String>, name: String) -> AnyView {
    let put = {
        let name = name.clone();
        move |_| {
            let Some(area) = area.get_untracked() else { return };
            // Refused only for an element that has no text.
            if area.set_range_text(&name).is_ok() {
                formula.set(area.value());
                let end = area.selection_start().ok().flatten().unwrap_or_default();
                let after = u32::try_from(name.encode_utf16().count()).map_or(end, |length| end.saturating_add(length));
                let _ = area.set_selection_range(after, after);
                let _ = area.focus();
            }
        }
    };
    view! { <button type="button" on:click=put>{name}</button> }.into_any()
}
