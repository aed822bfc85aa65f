//! Going through a long list a screen at a time, by the server's cursors.

use leptos::prelude::*;

use crate::locale::{Locale, fill};

/// Rows asked for at a time.
pub const SCREENFUL: i64 = 50;

/// Where a list stands: the cursors passed on the way here.
#[derive(Clone, Copy)]
pub struct Pager {
    passed: RwSignal<Vec<String>>,
}

impl Pager {
    /// At the beginning.
    pub fn new() -> Self {
        Self { passed: RwSignal::new(Vec::new()) }
    }

    /// The cursor to go on from, tracked.
    pub fn after(self) -> Option<String> {
        self.passed.with(|passed| passed.last().cloned())
    }

    /// Back to the beginning, as when a filter changes.
    pub fn restart(self) {
        if self.passed.with_untracked(|passed| !passed.is_empty()) {
            self.passed.update(Vec::clear);
        }
    }

    /// The total and the ways on and back; `end` is the cursor to go on from, where there is more.
    pub fn view(self, locale: Locale, total: i64, end: Option<String>) -> AnyView {
        let text = &locale.text.common;
        if total == 0 {
            return view! { <p class="notice small" role="status">{text.empty}</p> }.into_any();
        }
        let back = self.passed.with(|passed| !passed.is_empty()).then(|| {
            let step = move |_| self.passed.update(|passed| drop(passed.pop()));
            view! { <button class="button" type="button" on:click=step>{text.previous_page}</button> }
        });
        let on = end.map(|end| {
            let step = move |_| self.passed.update(|passed| passed.push(end.clone()));
            view! { <button class="button" type="button" on:click=step>{text.next_page}</button> }
        });
        view! {
            <div class="pager"><span class="quiet" role="status">{fill(text.total, &[&locale.count(total)])}</span> {back} {on}</div>
        }
        .into_any()
    }
}
