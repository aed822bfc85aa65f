//! A dialog: the browser's own `<dialog>`, which keeps the focus inside and closes on Esc.

use leptos::html;
use leptos::prelude::*;

/// Shows its content while `open`; tells when the browser closed it. Esc asks `may_close` first.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    open: RwSignal<bool>,
    may_close: Callback<(), bool>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match open.get() {
            // Refused only where it is open already.
            true if !dialog.open() => drop(dialog.show_modal()),
            false if dialog.open() => dialog.close(),
            true | false => (),
        }
    });
    let on_escape = move |event: leptos::ev::Event| {
        if !may_close.run(()) {
            event.prevent_default();
        }
    };
    view! {
        <dialog class="dialog" node_ref=dialog on:cancel=on_escape on:close=move |_| open.set(false) aria-label=title.clone()>
            <h2>{title.clone()}</h2>
            {move || open.get().then(|| children())}
        </dialog>
    }
}
