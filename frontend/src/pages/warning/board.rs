//! The board: warnings by how far they are, one column a state, and one for those that have ended.

use leptos::prelude::*;

use super::marks;
use crate::address::Address;
use crate::api::codes::WarningState;
use crate::frame::Frame;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::pages::matter::list;
use crate::pages::warnings::Row;

/// A column of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Issued,
    Received,
    Handling,
    Ended,
}

impl Column {
    const ALL: [Self; 4] = [Self::Issued, Self::Received, Self::Handling, Self::Ended];

    fn of(state: WarningState) -> Self {
        match state {
            WarningState::Issued => Self::Issued,
            WarningState::Received => Self::Received,
            WarningState::Handling => Self::Handling,
            WarningState::Resolved | WarningState::FalseAlarm | WarningState::Expired | WarningState::Reviewed => {
                Self::Ended
            }
        }
    }

    fn word(self, locale: Locale) -> &'static str {
        match self {
            Self::Issued => WarningState::Issued.word(locale),
            Self::Received => WarningState::Received.word(locale),
            Self::Handling => WarningState::Handling.word(locale),
            Self::Ended => locale.text.warning().ended,
        }
    }
}

/// The warnings as cards.
pub fn board(frame: Frame, rows: &[Row]) -> AnyView {
    let columns: Vec<_> = Column::ALL.iter().map(|&column| drawn(frame, column, rows)).collect();
    view! { <div class="board">{columns}</div> }.into_any()
}

fn drawn(frame: Frame, column: Column, rows: &[Row]) -> AnyView {
    let locale = frame.locale;
    let cards: Vec<_> = rows
        .iter()
        .filter_map(|row| Some((row, row.state.parse::<WarningState>().ok()?)))
        .filter(|(_, state)| Column::of(*state) == column)
        .map(|(row, state)| card(frame, row, state))
        .collect();
    let count = cards.len().to_string();
    let none = cards.is_empty().then(|| view! { <p class="quiet">{locale.text.common.none}</p> });
    view! {
        <section class="board-column">
            <h3>{column.word(locale)} " " <span class="quiet">{count}</span></h3>
            {none}
            <ul>{cards}</ul>
        </section>
    }
    .into_any()
}

fn card(frame: Frame, row: &Row, state: WarningState) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let ended = (Column::of(state) == Column::Ended).then(|| marks::state(locale, state));
    let whom: Vec<String> =
        std::iter::once(row.unit.name.clone()).chain(row.person.as_ref().map(|person| person.name.clone())).collect();
    let of = row.indicator.as_ref().map(|of| locale.name(&of.name, &of.name_en).to_owned());
    let about: Vec<String> = of.into_iter().chain(row.period.map(|period| locale.period(period))).collect();
    view! {
        <li class="board-card">
            <p>{row.severity.map(|severity| marks::severity(locale, severity))} " " {ended} " " <small class="quiet">{row.number.clone()}</small></p>
            <p><a class="link" href=Address::Warning(row.id).to_string()>{row.title.clone()}</a></p>
            <p>{whom.join(" · ")}</p>
            <p class="quiet">{about.join(" · ")}</p>
            <p class="quiet">{text.due} " " {list::due(locale, row.due_on.as_deref(), row.overdue)}</p>
            <p class="quiet">{text.issued_at} " " {locale.moment(&row.opened_at)}</p>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_ended_stands_in_one_column_however_it_ended() {
        for &state in WarningState::ALL {
            assert_eq!(Column::of(state) == Column::Ended, !state.is_open(), "{state}");
        }
    }
}
