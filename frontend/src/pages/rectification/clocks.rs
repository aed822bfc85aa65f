//! The clocks of both sides: whose turn it is, how many days are left, how punctual each was.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;

use super::Shown;
use crate::api::codes::{RectificationState, Side};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::pages::matter;
use crate::pages::matter::clock::{self, Running, Standing};
use crate::parts::table::{table, text as cell, words};

/// The card.
pub fn clocks(locale: Locale, it: &Shown) -> AnyView {
    let running = it.clocks.all.iter().filter(|clock| clock.stopped_at.is_none());
    let running: Vec<_> = running
        .map(|clock| Running {
            side: clock.side,
            kind: clock.kind,
            item: clock.item,
            due_on: &clock.due_on,
            overdue: clock.overdue,
            days_left: clock.days_left,
            escalated: clock.escalated,
        })
        .collect();
    let (unit, giver) = (&it.parties.unit.name, &it.parties.giver.name);
    let (own, other) = (&it.clocks.responsible, &it.clocks.giver);
    let sides = [
        Standing { side: Side::Responsible, unit, kept: own.kept, of: own.of },
        Standing { side: Side::Giver, unit: giver, kept: other.kept, of: other.of },
    ];
    let over = matches!(it.state, RectificationState::Closed | RectificationState::Withdrawn);
    clock::both_sides(locale, &running, sides, over, all(locale, it))
}

/// Whether what came at a moment, as it is shown, came in time.
fn in_time(due: &str, moment: &str) -> bool {
    moment.get(..due.len()).is_some_and(|day| day <= due)
}

fn all(locale: Locale, it: &Shown) -> Option<AnyView> {
    let (text, matters) = (locale.text.rectification(), locale.text.matters());
    if it.clocks.all.is_empty() {
        return None;
    }
    let columns = [words(text.clock), words(matters.waits), words(matters.due), words(text.clock_done)];
    let rows = it.clocks.all.iter().map(|clock| {
        let stopped = clock.stopped_at.as_deref().map(|at| locale.moment(at));
        let ended = match &stopped {
            _ if clock.called_off => matters.clock_called_off,
            Some(at) if in_time(&clock.due_on, at) => text.clock_kept,
            Some(_) => text.clock_missed,
            None => text.clock_running,
        };
        let stopped = stopped.filter(|_| !clock.called_off);
        vec![
            cell(clock::what(locale, clock.kind, clock.item)),
            cell(clock.side.word(locale)),
            matter::day(&clock.due_on),
            view! { {stopped} " " <span class="quiet">{ended}</span> }.into_any(),
        ]
    });
    let rows = table(text.past_clocks, &columns, rows.collect());
    let folded = open_on_paper();
    let all = view! {
        <details class="all-clocks" node_ref=folded><summary class="link">{text.past_clocks}</summary>{rows}</details>
    };
    Some(all.into_any())
}

/// Something folded away that is open on paper, and afterwards as it was.
fn open_on_paper() -> NodeRef<html::Details> {
    let (folded, opened) = (NodeRef::<html::Details>::new(), StoredValue::new(false));
    // The browser draws the sheet as soon as it has told of it: nothing may wait for a turn of its own.
    let before = window_event_listener(ev::beforeprint, move |_| {
        if let Some(details) = folded.get_untracked().filter(|details| !details.open()) {
            details.set_open(true);
            opened.set_value(true);
        }
    });
    let after = window_event_listener(ev::afterprint, move |_| {
        if let Some(details) = folded.get_untracked().filter(|_| opened.get_value()) {
            details.set_open(false);
            opened.set_value(false);
        }
    });
    on_cleanup(move || {
        before.remove();
        after.remove();
    });
    folded
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
