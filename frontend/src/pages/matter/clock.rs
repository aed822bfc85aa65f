//! The clocks of a matter: what each waits for, how long it still has, and how punctual either side was.

use leptos::prelude::*;

use crate::api::codes::{ClockKind, Side};
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::card::card;

/// Clocks told one by one; the others are counted.
const TOLD: usize = 3;

/// A clock that runs.
pub struct Running<'a> {
    pub side: Side,
    pub kind: ClockKind,
    /// The measure or request it waits for.
    pub item: Option<i64>,
    pub due_on: &'a str,
    pub overdue: bool,
    /// In working days.
    pub days_left: i64,
    /// The levels that were told that it is over.
    pub escalated: i64,
}

/// A side: which one, the unit that stands on it, and how many of its clocks it kept.
pub struct Standing<'a> {
    pub side: Side,
    pub unit: &'a str,
    pub kept: i64,
    pub of: i64,
}

/// The card: whose turn it is, how many days are left, how punctual each side was; `over` says that nothing is awaited any more.
pub fn both_sides(
    locale: Locale,
    running: &[Running<'_>],
    sides: [Standing<'_>; 2],
    over: bool,
    below: Option<AnyView>,
) -> AnyView {
    let sides = sides.map(|standing| side(locale, running, &standing, over)).into_iter().collect::<Vec<_>>();
    let content = view! { <div class="both-clocks">{sides}</div> {below} };
    card(locale.text.matters().clocks, ().into_any(), content.into_any())
}

fn side(locale: Locale, running: &[Running<'_>], standing: &Standing<'_>, over: bool) -> AnyView {
    let text = locale.text.matters();
    let Standing { side, unit, kept, of } = *standing;
    let mut own: Vec<_> = running.iter().filter(|clock| clock.side == side).collect();
    own.sort_by_key(|clock| clock.due_on);
    let first = match own.first() {
        Some(clock) => days_left(locale, clock.overdue, clock.days_left),
        None if over => text.over.to_owned(),
        None => text.other_turn.to_owned(),
    };
    let late = own.iter().any(|clock| clock.overdue);
    let waits = own.iter().take(TOLD);
    let waits: Vec<_> = waits
        .map(|clock| {
            let what = what(locale, clock.kind, clock.item);
            view! { <li>{fill(text.clock_due, &[&what, clock.due_on])}</li> }
        })
        .collect();
    let more = own.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| view! { <li>{fill(text.more_clocks, &[&more.to_string()])}</li> });
    let told = own.iter().map(|clock| clock.escalated).max().filter(|levels| *levels > 0);
    let told = told.map(|levels| view! { <p>{fill(text.levels_told, &[&locale.count(levels)])}</p> });
    let punctual = (of > 0).then(|| view! { <p>{fill(text.punctual, &[&locale.count(kept), &locale.count(of)])}</p> });
    view! {
        <div class=if late { "clock late" } else { "clock" }>
            <h3>{unit.to_owned()} " " <span class="quiet">{side.word(locale)}</span></h3>
            <b>{first}</b>
            <ul>{waits} {more}</ul>
            {told} {punctual}
        </div>
    }
    .into_any()
}

/// What a clock waits for, with the number of the measure or request.
pub fn what(locale: Locale, kind: ClockKind, item: Option<i64>) -> String {
    let word = kind.word(locale);
    item.map_or_else(
        || word.to_owned(),
        |item| format!("{word} {}", fill(locale.text.matters().item, &[&locale.count(item)])),
    )
}

/// How many working days are left, or were too many.
pub fn days_left(locale: Locale, overdue: bool, days: i64) -> String {
    let text = locale.text.matters();
    match (overdue, days) {
        // Over, with no working day since.
        (true, 0) => text.overdue.to_owned(),
        (true, days) => fill(text.late_by, &[&locale.count(days.saturating_abs())]),
        (false, 0) => text.due_today.to_owned(),
        (false, days) => fill(text.days_left, &[&locale.count(days)]),
    }
}
