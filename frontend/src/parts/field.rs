//! Fields of forms: a label, the input, and what is wrong with it.

use leptos::prelude::*;

use super::form::select;

/// A line of text; `kind` is the input's type, such as `date` or `password`.
#[component]
pub fn TextField(
    label: &'static str,
    value: RwSignal<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] required: bool,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            <input type=kind autocomplete=autocomplete required=required prop:value=value
                on:input=move |event| value.set(event_target_value(&event)) />
        </label>
    }
}

/// One of several; each option is its value and its word.
#[component]
pub fn Choice(
    label: &'static str,
    value: RwSignal<String>,
    #[prop(into)] options: Vec<(String, String)>,
) -> impl IntoView {
    view! {
        <label class="field">
            <span>{label}</span>
            {select(None, value, options)}
        </label>
    }
}
