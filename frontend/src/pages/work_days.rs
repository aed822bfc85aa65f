//! `/settings/work-days`: which days of a year differ from the usual week. Everybody may read it; whoever may write parameters marks the
//! days and saves the year as a whole.

mod draft;
mod marked;
mod months;
mod paste;

use leptos::prelude::*;
use shared::calendar::year::{FIRST_YEAR, LAST_YEAR};

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::card::card;
use crate::parts::field::TextField;
use crate::parts::form::Form;
use crate::today::year;
use draft::Draft;

operations!("src/pages/work_days.graphql": WorkDaysPage, SetWorkDays);
use ask::{SetWorkDays, WorkDaysPage, set_work_days, work_days_page};

type Calendar = work_days_page::WorkDaysPageWorkCalendar;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.calendar();
    let year = Memo::new(move |before: Option<&i32>| match (frame.history.address(), before) {
        (Address::WorkDays { year: Some(year) }, _) => year,
        (Address::WorkDays { year: None }, _) | (_, None) => year(),
        (_, Some(before)) => *before,
    });
    let load = Load::new(move || {
        let year = i64::from(year.get());
        frame.client.ask::<WorkDaysPage>(work_days_page::Variables { year })
    });
    let changed = Callback::new(move |()| load.again());
    // It outlives the sheet, which is drawn anew with what was saved.
    let saved = RwSignal::new(None);
    let content = load.view(frame.locale, move |answer| sheet(frame, &answer.work_calendar, saved, changed));
    view! {
        <div class="head">
            <h1>{frame.locale.text.shell.work_days}</h1>
            <div class="tools">{move || [-1, 0, 1].map(|step| link(frame, year.get(), step))}</div>
        </div>
        <p class="quiet">{text.lead}</p>
        <p class="quiet">{text.kept}</p>
        {content}
    }
    .into_any()
}

/// The way to a year beside the one shown; none to what nobody can write.
fn link(frame: Frame, shown: i32, step: i32) -> AnyView {
    let year = shown.saturating_add(step);
    if !u32::try_from(year).is_ok_and(|year| (FIRST_YEAR..=LAST_YEAR).contains(&year)) {
        return ().into_any();
    }
    let to = Address::WorkDays { year: Some(year) }.to_string();
    let word = fill(frame.locale.text.calendar().year_of, &[&year.to_string()]);
    let here = (step == 0).then_some("page");
    view! { <a class="button" href=to aria-current=here>{word}</a> }.into_any()
}

fn sheet(frame: Frame, calendar: &Calendar, saved: RwSignal<Option<i64>>, changed: Callback<()>) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.calendar());
    let (year, version) = (calendar.year, calendar.version);
    let may_write = frame.may(Resource::Dictionary, Action::Write);
    let (form, draft) = (Form::new(locale), Draft::of(calendar));
    let before = untrack(|| draft.days());
    let unsaved = Signal::derive(move || draft.days() != before);
    form.guard(unsaved);
    let save = move |_| {
        let days = draft.input();
        let input = set_work_days::WorkCalendarInput { year, version, days };
        form.send(frame.client.ask::<SetWorkDays>(set_work_days::Variables { input }), move |_| {
            saved.set(Some(year));
            changed.run(());
        });
    };
    let told = move || (saved.get() == Some(year) && !unsaved.get()).then_some(text.saved);
    let brush = may_write.then(|| {
        view! {
            <p class="quiet">{text.how}</p>
            <div class="fields"><TextField label=text.name_next value=draft.brush /></div>
        }
    });
    let foot = may_write.then(|| {
        view! {
            {form.complaint()}
            <div class="form-actions">
                <span class="saved" role="status">{told}</span>
                <button class="button primary" type="button" disabled=move || form.busy() || !unsaved.get() on:click=save>
                    {locale.text.common.save}
                </button>
            </div>
        }
    });
    let paste = may_write.then(|| paste::paste(frame, draft)).into_any();
    let months = view! { {brush} {months::year(locale, draft, may_write)} };
    view! {
        {card(fill(text.year_of, &[&year.to_string()]), paste, months.into_any())}
        {marked::card(locale, draft, may_write)}
        {foot}
    }
    .into_any()
}
