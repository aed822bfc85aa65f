//! A menu that opens under a button: `<details>`, closed by Esc, by a click elsewhere and by choosing.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Node;

/// A menu named `label` under what `face` shows.
#[component]
pub fn Menu(
    #[prop(into)] label: String,
    #[prop(into)] face: ViewFn,
    #[prop(optional)] plain: bool,
    children: Children,
) -> impl IntoView {
    let menu = NodeRef::<html::Details>::new();
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            menu.set_open(false);
        }
    };
    let outside = window_event_listener(ev::click, move |event| {
        let inside = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let holds = menu.get_untracked().is_some_and(|menu| menu.contains(inside.as_ref()));
        if !holds {
            close();
        }
    });
    on_cleanup(move || outside.remove());
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            close();
        }
    };
    view! {
        <details class="menu" node_ref=menu on:keydown=on_key>
            <summary class=if plain { "quiet-button" } else { "button" }>{face.run()} <span class="unseen">{label}</span></summary>
            <div class="menu-list" on:click=move |_| close()>{children()}</div>
        </details>
    }
}
