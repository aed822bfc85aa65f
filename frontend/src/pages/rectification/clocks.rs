//! The clocks of both sides: whose turn it is, how many days are left, how punctual each was.

use leptos::prelude::*;

use super::{Clock, Shown};
use crate::api::codes::{RectificationState, Side};
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::card::card;
use crate::parts::table::{table, text as cell, words};

/// Clocks told one by one; the others are counted.
const TOLD: usize = 3;

/// The card.
pub fn clocks(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.rectification();
    let (responsible, giver) = (&it.clocks.responsible, &it.clocks.giver);
    let content = view! {
        <div class="both-clocks">
            {side(locale, it, Side::Responsible, &it.parties.unit.name, (responsible.kept, responsible.of))}
            {side(locale, it, Side::Giver, &it.parties.giver.name, (giver.kept, giver.of))}
        </div>
        {all(locale, it)}
    };
    card(text.clocks, ().into_any(), content.into_any())
}

fn side(locale: Locale, it: &Shown, side: Side, unit: &str, (kept, of): (i64, i64)) -> AnyView {
    let text = locale.text.rectification();
    let mut running: Vec<&Clock> =
        it.clocks.all.iter().filter(|clock| clock.side == side && clock.stopped_at.is_none()).collect();
    running.sort_by(|one, other| one.due_on.cmp(&other.due_on));
    let over = matches!(it.state, RectificationState::Closed | RectificationState::Withdrawn);
    let first = match running.first() {
        Some(clock) => left(locale, clock),
        None if over => text.over.to_owned(),
        None => text.other_turn.to_owned(),
    };
    let late = running.iter().any(|clock| clock.overdue);
    let waits: Vec<_> = running
        .iter()
        .take(TOLD)
        .map(|clock| view! { <li>{fill(text.clock_due, &[&what(locale, clock), &clock.due_on])}</li> })
        .collect();
    let more = running.len().saturating_sub(TOLD);
    let more = (more > 0).then(|| view! { <li>{fill(text.more_clocks, &[&more.to_string()])}</li> });
    let told = running.iter().map(|clock| clock.escalated).max().filter(|levels| *levels > 0);
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
fn what(locale: Locale, clock: &Clock) -> String {
    let word = clock.kind.word(locale);
    clock.item.map_or_else(
        || word.to_owned(),
        |item| format!("{word} {}", fill(locale.text.rectification().item, &[&locale.count(item)])),
    )
}

/// How long a running clock still has.
fn left(locale: Locale, clock: &Clock) -> String {
    days_left(locale, clock.overdue, clock.days_left)
}

/// How many working days are left, or were too many.
pub fn days_left(locale: Locale, overdue: bool, days: i64) -> String {
    let text = locale.text.rectification();
    match (overdue, days) {
        // Over, with no working day since.
        (true, 0) => text.overdue.to_owned(),
        (true, days) => fill(text.late_by, &[&locale.count(days.saturating_abs())]),
        (false, 0) => text.due_today.to_owned(),
        (false, days) => fill(text.days_left, &[&locale.count(days)]),
    }
}

/// Whether what came at a moment, as it is shown, came in time.
fn in_time(due: &str, moment: &str) -> bool {
    moment.get(..due.len()).is_some_and(|day| day <= due)
}

fn all(locale: Locale, it: &Shown) -> Option<AnyView> {
    let text = locale.text.rectification();
    if it.clocks.all.is_empty() {
        return None;
    }
    let columns = [words(text.clock), words(text.waits), words(text.due), words(text.clock_done)];
    let rows = it.clocks.all.iter().map(|clock| {
        let stopped = clock.stopped_at.as_deref().map(|at| locale.moment(at));
        let ended = match &stopped {
            _ if clock.called_off => text.clock_called_off,
            Some(at) if in_time(&clock.due_on, at) => text.clock_kept,
            Some(_) => text.clock_missed,
            None => text.clock_running,
        };
        let stopped = stopped.filter(|_| !clock.called_off);
        vec![
            cell(what(locale, clock)),
            cell(clock.side.word(locale)),
            cell(clock.due_on.clone()),
            view! { {stopped} " " <span class="quiet">{ended}</span> }.into_any(),
        ]
    });
    let rows = table(text.past_clocks, &columns, rows.collect());
    Some(
        view! { <details class="all-clocks"><summary class="link">{text.past_clocks}</summary>{rows}</details> }
            .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_is_in_time() {
        assert!(in_time("2026-04-22", "2026-04-22 23:59"));
        assert!(in_time("2026-04-22", "2026-04-09 08:50"));
        assert!(!in_time("2026-04-22", "2026-04-23 00:00"));
        assert!(!in_time("2026-04-22", ""));
    }
}
