//! A year as twelve small months. One day of all can be reached by the tabulator; the arrow keys lead from it to the others.

use chrono::{Datelike as _, Months, NaiveDate, TimeDelta};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::calendar::year::CalendarDayKind;
use shared::period::{Cycle, Period};
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use super::draft::Draft;
use crate::locale::Locale;

/// Where the days are drawn.
#[derive(Clone, Copy)]
struct Sheet {
    locale: Locale,
    draft: Draft,
    may_write: bool,
    /// The day that the tabulator reaches.
    here: RwSignal<NaiveDate>,
}

/// All months of the year.
pub fn year(locale: Locale, draft: Draft, may_write: bool) -> AnyView {
    let first = NaiveDate::from_ymd_opt(draft.year, 1, 1).unwrap_or_default();
    let sheet = Sheet { locale, draft, may_write, here: RwSignal::new(first) };
    let months = (1..=12).filter_map(|month| Period::try_new(draft.year, Cycle::Month, month).ok());
    let months: Vec<_> = months.map(|month| self::month(sheet, month)).collect();
    view! { <div class="year" on:keydown=move |event| walk(sheet, &event)>{months}</div> }.into_any()
}

fn month(sheet: Sheet, month: Period) -> AnyView {
    let before = month.first_day().weekday().num_days_from_monday();
    let days = month.first_day().iter_days().take_while(|day| *day <= month.last_day());
    let cells: Vec<Option<NaiveDate>> = (0..before).map(|_| None).chain(days.map(Some)).collect();
    let weeks: Vec<_> = cells
        .chunks(7)
        .map(|week| {
            let days: Vec<_> =
                week.iter().map(|day| view! { <td>{day.map(|day| self::day(sheet, day))}</td> }).collect();
            view! { <tr>{days}</tr> }
        })
        .collect();
    let heads: Vec<_> = weekdays(sheet.locale).into_iter().map(|word| view! { <th scope="col">{word}</th> }).collect();
    view! {
        <table class="month">
            <caption>{sheet.locale.period(month)}</caption>
            <thead><tr>{heads}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

/// The days of the week in short, from Monday.
fn weekdays(locale: Locale) -> [&'static str; 7] {
    let text = locale.text.calendar();
    [text.monday, text.tuesday, text.wednesday, text.thursday, text.friday, text.saturday, text.sunday]
}

/// A day as people name it, with its day of the week.
pub fn named(locale: Locale, day: NaiveDate) -> String {
    let place = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
    format!("{day} {}", weekdays(locale).get(place).copied().unwrap_or_default())
}

fn day(sheet: Sheet, day: NaiveDate) -> AnyView {
    let Sheet { locale, draft, may_write, here } = sheet;
    let text = locale.text.calendar();
    let kind = CalendarDayKind::of(day);
    let name = Memo::new(move |_| draft.name(day));
    let is_marked = move || name.with(Option::is_some);
    let class = move || match (is_marked(), kind) {
        (true, CalendarDayKind::Holiday) => "square good",
        (true, CalendarDayKind::Worked) => "square watch",
        (false, CalendarDayKind::Holiday) => "square",
        (false, CalendarDayKind::Worked) => "square plain",
    };
    let (mark, word) = match kind {
        CalendarDayKind::Holiday => (text.holiday_mark, text.holiday),
        CalendarDayKind::Worked => (text.worked_mark, text.worked),
    };
    let face = move || view! { {day.day()} {is_marked().then(|| view! { <small>{mark}</small> })} };
    let called = move || name.get().unwrap_or_default();
    if !may_write {
        return view! { <span class=class title=called>{face}</span> }.into_any();
    }
    // What is said begins with what is seen.
    let said = move || match name.get() {
        Some(name) => format!("{}{mark} {} {word} {name}", day.day(), named(locale, day)).trim_end().to_owned(),
        None => format!("{} {}", day.day(), named(locale, day)),
    };
    let switch = move |_| {
        here.set(day);
        draft.switch(day);
    };
    view! {
        <button type="button" id=id(day) class=class title=called aria-label=said aria-pressed=move || is_marked().to_string()
            tabindex=move || if here.get() == day { "0" } else { "-1" } on:click=switch>{face}</button>
    }
    .into_any()
}

fn id(day: NaiveDate) -> String {
    format!("day-{day}")
}

/// Goes on by a day, a week or a month, as far as the year reaches.
fn walk(sheet: Sheet, event: &KeyboardEvent) {
    let from = sheet.here.get_untracked();
    let by = |days| from.checked_add_signed(TimeDelta::days(days));
    let to = match event.key().as_str() {
        "ArrowLeft" => by(-1),
        "ArrowRight" => by(1),
        "ArrowUp" => by(-7),
        "ArrowDown" => by(7),
        "PageUp" => from.checked_sub_months(Months::new(1)),
        "PageDown" => from.checked_add_months(Months::new(1)),
        _ => return,
    };
    event.prevent_default();
    let Some(to) = to.filter(|to| to.year() == sheet.draft.year) else { return };
    sheet.here.set(to);
    let day = document().get_element_by_id(&id(to)).and_then(|found| found.dyn_into::<HtmlElement>().ok());
    // Refused only where the page is no longer on screen.
    let _ = day.map(|day| day.focus());
}
