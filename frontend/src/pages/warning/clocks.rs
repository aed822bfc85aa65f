//! The clocks of both sides: what each has to do by which day, and how punctual it was.

use leptos::prelude::*;

use super::{Shown, warning_page};
use crate::api::codes::Side;
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::pages::matter;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::table::{numbers, table, text as cell, words};

type Clock = warning_page::WarningPageWarningClocksAll;

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    CalledOff,
    Kept,
    Missed,
    /// For so many working days.
    Overdue(i64),
    /// So many working days are left.
    Left(i64),
}

impl Standing {
    /// `stopped`: the day it stopped in the bureau.
    fn of(clock: &Clock, stopped: Option<&str>) -> Self {
        match stopped {
            _ if clock.called_off => Self::CalledOff,
            Some(day) if day <= clock.due_on.as_str() => Self::Kept,
            Some(_) => Self::Missed,
            None if clock.overdue => Self::Overdue(clock.days_left.saturating_abs()),
            None => Self::Left(clock.days_left),
        }
    }

    fn drawn(self, locale: Locale) -> AnyView {
        let text = locale.text.warning();
        match self {
            Self::CalledOff => tag("steady", text.called_off),
            Self::Kept => tag("good", text.kept),
            Self::Missed => tag("watch", text.missed),
            Self::Overdue(days) => {
                let late = fill(text.days_late, &[&locale.count(days)]);
                view! { {tag("alert", text.overdue)} " " {late} }.into_any()
            }
            Self::Left(0) => tag("watch", text.due_today),
            Self::Left(days) => cell(fill(text.days_left, &[&locale.count(days)])),
        }
    }
}

/// The card.
pub fn clocks(frame: Frame, warning: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let columns = [
        words(text.clock),
        words(text.whose),
        words(text.due),
        words(locale.text.common.state),
        numbers(text.escalated).wide(),
    ];
    let rows = warning.clocks.all.iter().map(|clock| row(locale, clock));
    let both = [
        (Side::Responsible, warning.clocks.responsible.kept, warning.clocks.responsible.of),
        (Side::Giver, warning.clocks.giver.kept, warning.clocks.giver.of),
    ];
    let punctual: Vec<_> = both.into_iter().map(|(side, kept, of)| punctual(locale, side, kept, of)).collect();
    let content = view! { {table(text.clocks, &columns, rows.collect())} <p class="fine">{punctual.join(" · ")}</p> };
    card(text.clocks, ().into_any(), content.into_any())
}

fn row(locale: Locale, clock: &Clock) -> Vec<AnyView> {
    let stopped: Option<String> =
        clock.stopped_at.as_deref().map(|at| locale.moment(at).chars().take("2026-03-31".len()).collect());
    vec![
        cell(clock.kind.word(locale)),
        cell(clock.side.word(locale)),
        matter::day(&clock.due_on),
        Standing::of(clock, stopped.as_deref()).drawn(locale),
        cell(locale.count(clock.escalated)),
    ]
}

fn punctual(locale: Locale, side: Side, kept: i64, of: i64) -> String {
    let text = locale.text.warning();
    match of {
        0 => fill(text.not_measured, &[side.word(locale)]),
        of => fill(text.punctual, &[side.word(locale), &locale.count(kept), &locale.count(of)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::codes::ClockKind;

    #[test]
    fn a_clock_that_was_called_off_says_nothing_about_punctuality() {
        let clock = |called_off, overdue, days_left| Clock {
            side: Side::Responsible,
            kind: ClockKind::Handle,
            due_on: "2026-03-31".to_owned(),
            stopped_at: None,
            called_off,
            overdue,
            days_left,
            escalated: 0,
        };
        for (called_off, overdue, left, stopped, standing) in [
            (true, false, 0, Some("2026-04-09"), Standing::CalledOff),
            (false, false, 0, Some("2026-03-31"), Standing::Kept),
            (false, false, 0, Some("2026-04-01"), Standing::Missed),
            (false, true, -3, None, Standing::Overdue(3)),
            (false, false, 2, None, Standing::Left(2)),
        ] {
            assert_eq!(Standing::of(&clock(called_off, overdue, left), stopped), standing);
        }
    }
}
