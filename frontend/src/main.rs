//! The page of Baton: a client that runs in the browser and shows what the server lets its reader see.
//!
//! `pages` ask and draw; `parts` draw data; `api` and `session` speak with the server; `locale` and `text` say things.

mod address;
mod api;
mod app;
mod frame;
mod history;
mod load;
mod locale;
mod pages;
mod parts;
mod preferences;
mod session;
mod shell;
mod text;
mod today;

use wasm_bindgen::JsCast;

fn main() {
    let app = leptos::prelude::document().get_element_by_id("app").and_then(|app| app.dyn_into().ok());
    let Some(app) = app else { return };
    let app: web_sys::HtmlElement = app;
    // The shell that stood here while the module loaded.
    app.replace_children_with_node_0();
    leptos::mount::mount_to(app, app::App).forget();
}
