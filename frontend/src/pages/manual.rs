//! `/manual`: values no system has (WH-08): a template out, a filled sheet in, and what was wrong with it, cell by cell.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::api::schema::Period;
use crate::frame::Frame;
use crate::locale::Locale;
use crate::pages::sheet::{self, Sheets};
use crate::parts::card::card;
use crate::parts::field::TextField;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.manual();
    let period = RwSignal::new(last_month());
    let may_write = frame.may(Resource::ManualValue, Action::Write);
    let sheets = sheets(frame, period);
    let send = match may_write {
        true => sheet::sending(frame, sheets),
        false => view! { <p class="quiet">{text.read_only}</p> }.into_any(),
    };
    view! {
        <div class="head"><h1>{text.title}</h1></div>
        <p class="quiet">{text.lead}</p>
        <div class="filters">
            <TextField label=text.period value=period required=true />
        </div>
        <div class="grid halves">
            {card(text.step_template, ().into_any(), sheet::template(frame, sheets))}
            {card(text.step_send, ().into_any(), send)}
        </div>
    }
    .into_any()
}

// What is entered by hand is usually the month that has just ended.
fn last_month() -> String {
    let today = js_sys::Date::new_0();
    let month = i32::try_from(today.get_full_year())
        .ok()
        .and_then(|year| Period::try_new(year, shared::period::Cycle::Month, today.get_month() + 1).ok());
    month.map_or_else(String::new, |month| month.previous().to_string())
}

/// The period as typed, or the complaint that it is none.
fn read(frame: Frame, period: RwSignal<String>) -> Result<Period, Failure> {
    let typed = period.get_untracked();
    typed.parse().map_err(|_| Failure {
        fields: vec![(frame.locale.text.manual().period.to_owned(), frame.locale.text.run().bad_period.to_owned())],
        ..Failure::of_status(400, String::new())
    })
}

fn sheets(frame: Frame, period: RwSignal<String>) -> Sheets {
    Sheets {
        template: Callback::new(move |kind| {
            let period = read(frame, period)?;
            Ok((format!("/files/manual/template.{kind}?period={period}"), format!("baton-manual-{period}.{kind}")))
        }),
        to: Callback::new(move |()| Ok(format!("/files/manual?period={}", read(frame, period)?))),
        accepted: frame.locale.text.manual().accepted,
        reason,
        taken: Callback::new(|()| ()),
    }
}

fn reason(locale: Locale, code: &str) -> Option<&'static str> {
    let text = locale.text.manual();
    Some(match code {
        "UNKNOWN_INDICATOR" => text.unknown_indicator,
        "UNKNOWN_UNIT" => text.unknown_unit,
        "BAD_PERIOD" | "OTHER_PERIOD" => text.wrong_period,
        "BAD_VALUE" => text.bad_number,
        "TWICE" => text.duplicate,
        "LONG_NOTE" => text.long_note,
        _ => return None,
    })
}
