//! The marked days as a list, each with its name.

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::calendar::year::{CalendarDayKind, LONGEST_NAME};

use super::draft::Draft;
use super::months::named;
use crate::locale::{Locale, fill};
use crate::parts::badge::tag;
use crate::parts::card;
use crate::parts::table::{table, text as cell, words};

/// The card.
pub fn card(locale: Locale, draft: Draft, may_write: bool) -> AnyView {
    let text = locale.text.calendar();
    // Drawn anew when a day comes or goes, and not while a name is typed.
    let days = Memo::new(move |_| draft.marked());
    let content = move || {
        let days = days.get();
        if days.is_empty() {
            return view! { <p class="quiet">{text.none}</p> }.into_any();
        }
        let free = days.iter().filter(|day| CalendarDayKind::of(**day) == CalendarDayKind::Holiday).count();
        let counted = fill(text.counted, &[&free.to_string(), &(days.len() - free).to_string()]);
        let columns = [words(text.day), words(locale.text.common.state), words(locale.text.common.name)];
        let rows = days.iter().map(|&day| row(locale, draft, may_write, day)).collect();
        view! { <p class="quiet">{counted}</p> {table(text.days, &columns, rows)} }.into_any()
    };
    card::card(text.days, ().into_any(), content.into_any())
}

fn row(locale: Locale, draft: Draft, may_write: bool, day: NaiveDate) -> Vec<AnyView> {
    let text = locale.text.calendar();
    let kind = match CalendarDayKind::of(day) {
        CalendarDayKind::Holiday => tag("good", text.holiday),
        CalendarDayKind::Worked => tag("watch", text.worked),
    };
    let name = move || draft.name(day).unwrap_or_default();
    let name = if may_write {
        view! {
            <input class="inline" type="text" autocomplete="off" maxlength=LONGEST_NAME aria-label=fill(text.name_of, &[&named(locale, day)])
                prop:value=name on:input=move |event| draft.rename(day, event_target_value(&event)) />
        }
        .into_any()
    } else {
        name.into_any()
    };
    vec![cell(named(locale, day)), kind, name]
}
