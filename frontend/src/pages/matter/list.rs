//! The lists of matters: what narrows all of them, a screenful with the ways on and back, and the cells their rows have in common.

use std::str::FromStr;

use leptos::prelude::*;

use super::late;
use crate::address::Address;
use crate::api::codes::Side;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::card::card;
use crate::parts::pager::Pager;
use crate::parts::state;
use crate::parts::table::{Column, table, text as cell};

/// What the choice of progress begins with, and its other ends; anything else is a state.
const OPEN: &str = "open";
const ENDED: &str = "ended";
const ALL: &str = "all";

/// What narrows every list: progress and lateness. Another choice begins at the beginning.
#[derive(Clone, Copy)]
pub struct Narrowing {
    pager: Pager,
    progress: RwSignal<String>,
    overdue: RwSignal<bool>,
}

impl Narrowing {
    /// To what is still open.
    pub fn new() -> Self {
        Self { pager: Pager::new(), progress: RwSignal::new(OPEN.to_owned()), overdue: RwSignal::new(false) }
    }

    /// The cursor to go on from, tracked.
    pub fn after(self) -> Option<String> {
        self.pager.after()
    }

    /// To what is open, or to what has ended; tracked.
    pub fn is_open(self) -> Option<bool> {
        self.progress.with(|progress| match progress.as_str() {
            OPEN => Some(true),
            ENDED => Some(false),
            _ => None,
        })
    }

    /// To one state; tracked.
    pub fn state<S: FromStr>(self) -> Option<S> {
        self.progress.with(|progress| progress.parse().ok())
    }

    /// To what is late; tracked.
    pub fn overdue(self) -> Option<bool> {
        self.overdue.get().then_some(true)
    }

    /// A choice of one's own of a list; each option is its value and its word, and the first is what it begins with.
    pub fn choice(self, label: &'static str, value: RwSignal<String>, options: Vec<(String, String)>) -> AnyView {
        let choose = move |event: leptos::ev::Event| {
            self.pager.restart();
            value.set(event_target_value(&event));
        };
        let options: Vec<_> =
            options.into_iter().map(|(code, word)| view! { <option value=code>{word}</option> }).collect();
        view! { <select aria-label=label on:change=choose>{options}</select> }.into_any()
    }

    /// The filters: those of the list itself, then progress, which may name `states` too, and lateness.
    pub fn view(self, locale: Locale, own: impl IntoView + 'static, states: Vec<(String, String)>) -> AnyView {
        let text = locale.text.matters();
        let progress = progress(locale).map(|(code, word)| (code.to_owned(), word.to_owned()));
        let progress = self.choice(text.progress, self.progress, progress.into_iter().chain(states).collect());
        let late = move |event: leptos::ev::Event| {
            self.pager.restart();
            self.overdue.set(event_target_checked(&event));
        };
        view! {
            <div class="filters">
                {own.into_any()}
                {progress}
                <label class="tick"><input type="checkbox" on:change=late /><span>{text.overdue_only}</span></label>
            </div>
        }
        .into_any()
    }

    /// Progress, where it is no single state, and lateness, as a sheet on paper says what it was narrowed to; tracked.
    pub fn in_words(self, locale: Locale) -> Vec<String> {
        let text = locale.text.matters();
        let at = self.progress.with(|at| progress(locale).into_iter().find(|(code, _)| *code == at.as_str()));
        let at = at.map(|(_, word)| chosen(locale, text.progress, word));
        let late = self.overdue.get().then(|| text.overdue_only.to_owned());
        at.into_iter().chain(late).collect()
    }

    /// The total and the ways on and back.
    pub fn ways(self, locale: Locale, total: i64, end: Option<String>) -> AnyView {
        self.pager.view(locale, total, end)
    }

    /// A screenful with the ways on and back, or that nothing matches.
    pub fn screenful(self, locale: Locale, of: Screenful) -> AnyView {
        let Screenful { title, columns, rows, none: (none, why), total, end } = of;
        if rows.is_empty() {
            return state::empty(none, why);
        }
        view! { <div class="ledger">{table(title, &columns, rows)}</div> {self.ways(locale, total, end)} }.into_any()
    }
}

/// How far matters are, with the word for it.
fn progress(locale: Locale) -> [(&'static str, &'static str); 3] {
    let text = locale.text.matters();
    [(OPEN, text.progress_open), (ENDED, text.progress_ended), (ALL, text.progress_all)]
}

/// A filter with what is chosen in it.
pub fn chosen(locale: Locale, filter: &str, choice: &str) -> String {
    fill(locale.text.matters().chosen, &[filter, choice])
}

/// Rows as they came, and what is said where there are none.
pub struct Screenful {
    pub title: &'static str,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<AnyView>>,
    /// In one line, and what can be done about it.
    pub none: (&'static str, &'static str),
    /// How many there are in all.
    pub total: i64,
    /// The cursor to go on from, where there is more.
    pub end: Option<String>,
}

/// The page of a list: its name, what it is for, the ways from it, and the list under its filters.
pub fn page(
    title: &'static str,
    lead: &'static str,
    tools: impl IntoView + 'static,
    list: impl IntoView + 'static,
) -> AnyView {
    view! {
        <div class="head">
            <h1>{title}</h1>
            <p class="meta">{lead}</p>
            <div class="tools">{tools.into_any()}</div>
        </div>
        {card(title, ().into_any(), list.into_any())}
    }
    .into_any()
}

/// What it is about, as the way to it, and its number.
pub fn title(to: &Address, title: &str, number: &str) -> AnyView {
    view! {
        <a class="link" href=to.to_string()>{title.to_owned()}</a> " "
        <small class="quiet">{number.to_owned()}</small>
    }
    .into_any()
}

/// Its state, drawn where it is known.
pub fn in_state<S: FromStr>(code: &str, draw: impl FnOnce(S) -> AnyView) -> AnyView {
    code.parse().map_or_else(|_| cell(code), draw)
}

/// The unit that answers, and the person where it is about one.
pub fn who(unit: &str, person: Option<&str>) -> AnyView {
    let person = person.map(|person| view! { " " <small class="quiet">{person.to_owned()}</small> });
    view! { {unit.to_owned()} {person} }.into_any()
}

/// The day its next clock ends, and whether that is over.
pub fn due(locale: Locale, day: Option<&str>, overdue: bool) -> AnyView {
    view! { {super::day(day.unwrap_or("—"))} " " {late(locale, overdue)} }.into_any()
}

/// Whose turn it is.
pub fn waits_for(locale: Locale, side: Option<Side>) -> AnyView {
    cell(side.map_or("—", |side| side.word(locale)))
}
