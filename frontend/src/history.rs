//! Where the page is and how it moves: the browser's history, links, and the guard over unsaved changes.
//!
//! The places are a closed enum (`address`), so a router with patterns of its own would only say them twice.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::address::Address;

thread_local! {
    // Set while a form holds what is not saved.
    static UNSAVED: Cell<Option<&'static str>> = const { Cell::new(None) };
}

/// The page's place and the way to another.
#[derive(Clone, Copy)]
pub struct History {
    address: RwSignal<Address>,
}

impl History {
    /// Follows the browser: links inside the page, back and forward, closing.
    pub fn follow() -> Self {
        let history = Self { address: RwSignal::new(current()) };
        window_event_listener(ev::popstate, move |_| history.address.set(current()));
        window_event_listener(ev::click, move |event| history.take_click(&event));
        window_event_listener(ev::beforeunload, |event| {
            if UNSAVED.get().is_some() {
                event.prevent_default();
            }
        });
        history
    }

    /// The place, tracked.
    pub fn address(self) -> Address {
        self.address.get()
    }

    /// The place, not tracked.
    pub fn address_untracked(self) -> Address {
        self.address.get_untracked()
    }

    /// Goes there, as a step the browser can take back.
    pub fn go(self, to: &Address) {
        self.walk(&to.to_string(), false);
    }

    /// Goes there in place of the present step.
    pub fn replace(self, to: &Address) {
        self.walk(&to.to_string(), true);
    }

    /// Goes to an address of the page written as text.
    pub fn go_to(self, to: &str) {
        self.walk(to, false);
    }

    fn walk(self, to: &str, replace: bool) {
        if !may_leave() {
            return;
        }
        let before = self.address.get_untracked().page();
        let Ok(history) = window().history() else { return };
        // Refused only for an address of another origin, which no `Address` writes.
        let _ = if replace {
            history.replace_state_with_url(&JsValue::NULL, "", Some(to))
        } else {
            history.push_state_with_url(&JsValue::NULL, "", Some(to))
        };
        self.address.set(current());
        if self.address.get_untracked().page() != before {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    }

    fn take_click(self, event: &MouseEvent) {
        let modified =
            event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() || event.button() != 0;
        if modified || event.default_prevented() {
            return;
        }
        let link =
            event.target().and_then(|target| target.dyn_into::<Element>().ok()?.closest("a[href]").ok().flatten());
        let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
        let href = link.get_attribute("href").unwrap_or_default();
        if href.starts_with('/') && link.target().is_empty() && link.download().is_empty() {
            event.prevent_default();
            self.go_to(&href);
        }
    }
}

/// Says that a form holds changes, with the question to ask before they are lost; `None` once they are saved.
pub fn set_unsaved(question: Option<&'static str>) {
    UNSAVED.set(question);
}

/// Whether nothing would be lost, or the reader says that it may be.
pub fn may_leave() -> bool {
    let Some(question) = UNSAVED.get() else { return true };
    let leave = window().confirm_with_message(question).unwrap_or(true);
    if leave {
        UNSAVED.set(None);
    }
    leave
}

fn current() -> Address {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    Address::read(&location.pathname().unwrap_or_default(), query.trim_start_matches('?'))
}
