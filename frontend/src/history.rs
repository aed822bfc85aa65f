//! Where the page is and how it moves: the browser's history, links, and the guard over unsaved changes.
//!
//! The places are a closed enum (`address`), so a router with patterns of its own would only say them twice.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, MouseEvent};

use crate::address::Address;

thread_local! {
    // The forms that hold what is not saved, each with its question.
    static UNSAVED: RefCell<BTreeMap<Unsaved, &'static str>> = const { RefCell::new(BTreeMap::new()) };
    static FORMS: Cell<u32> = const { Cell::new(0) };
}

/// What a form holds that is not saved: a page may have several forms, and one knows nothing of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unsaved(u32);

impl Unsaved {
    /// Of a form that holds nothing yet.
    pub fn new() -> Self {
        FORMS.set(FORMS.get().wrapping_add(1));
        Self(FORMS.get())
    }

    /// Says that the form holds changes, with the question to ask before they are lost; `None` once they are saved.
    pub fn set(self, question: Option<&'static str>) {
        UNSAVED.with_borrow_mut(|all| match question {
            Some(question) => all.insert(self, question),
            None => all.remove(&self),
        });
    }

    /// Whether nothing of this form would be lost, or the reader says that it may be.
    pub fn may_close(self) -> bool {
        let Some(question) = UNSAVED.with_borrow(|all| all.get(&self).copied()) else { return true };
        let close = asked(question);
        if close {
            self.set(None);
        }
        close
    }
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
        window_event_listener(ev::popstate, move |_| history.take_step());
        window_event_listener(ev::click, move |event| history.take_click(&event));
        window_event_listener(ev::beforeunload, |event| {
            if !UNSAVED.with_borrow(BTreeMap::is_empty) {
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

    /// The browser went back or forward already: where something would be lost, the page stays and so does its address.
    fn take_step(self) {
        let to = current();
        // A step within the page, such as to its content, leaves nothing.
        if to == self.address.get_untracked() {
            return;
        }
        if may_leave() {
            self.address.set(to);
        } else if let Ok(history) = window().history() {
            let here = self.address.get_untracked().to_string();
            // Refused only for an address of another origin, which no `Address` writes.
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&here));
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

/// Whether nothing would be lost, or the reader says that it may be.
pub fn may_leave() -> bool {
    let Some(question) = UNSAVED.with_borrow(|all| all.values().next().copied()) else { return true };
    let leave = asked(question);
    if leave {
        UNSAVED.with_borrow_mut(BTreeMap::clear);
    }
    leave
}

fn asked(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or(true)
}

fn current() -> Address {
    let location = window().location();
    let query = location.search().unwrap_or_default();
    Address::read(&location.pathname().unwrap_or_default(), query.trim_start_matches('?'))
}
