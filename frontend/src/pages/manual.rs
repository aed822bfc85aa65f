//! `/manual`: values no system has (WH-08): a template out, a filled sheet in, and what was wrong with it, cell by cell.

use leptos::html;
use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::api::files::SheetReport;
use crate::api::schema::Period;
use crate::frame::Frame;
use crate::locale::fill;
use crate::parts::card::card;
use crate::parts::field::TextField;
use crate::parts::state;
use crate::parts::table::{table, text as cell, words};

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.manual();
    let period = RwSignal::new(last_month());
    let may_write = frame.may(Resource::ManualValue, Action::Write);
    let send =
        if may_write { sending(frame, period) } else { view! { <p class="quiet">{text.read_only}</p> }.into_any() };
    view! {
        <div class="head"><h1>{text.title}</h1></div>
        <p class="quiet">{text.lead}</p>
        <div class="filters">
            <TextField label=text.period value=period required=true />
        </div>
        <div class="grid halves">
            {card(text.step_template, ().into_any(), template(frame, period))}
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

fn template(frame: Frame, period: RwSignal<String>) -> AnyView {
    let text = frame.locale.text.manual();
    let refused = RwSignal::new(None::<Failure>);
    let save = move |kind: &'static str| {
        leptos::task::spawn_local(async move {
            let outcome = match read(frame, period) {
                Ok(period) => {
                    let address = format!("/files/manual/template.{kind}?period={period}");
                    frame.client.download(&address, &format!("baton-manual-{period}.{kind}")).await
                }
                Err(failure) => Err(failure),
            };
            refused.try_set(outcome.err());
        })
    };
    view! {
        <p class="tools">
            <button class="button" type="button" on:click=move |_| save("xlsx")>{text.xlsx}</button>
            <button class="button" type="button" on:click=move |_| save("csv")>{text.csv}</button>
        </p>
        {move || refused.get().map(|failure| state::complaint(frame.locale, &failure))}
    }
    .into_any()
}

fn sending(frame: Frame, period: RwSignal<String>) -> AnyView {
    let text = frame.locale.text.manual();
    let input = NodeRef::<html::Input>::new();
    let report = RwSignal::new(None::<Result<SheetReport, Failure>>);
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let file = input.get_untracked().and_then(|input| input.files()?.get(0));
        let Some(file) = file else { return };
        busy.set(true);
        leptos::task::spawn_local(async move {
            let outcome = match read(frame, period) {
                Ok(period) => frame.client.send_sheet(&format!("/files/manual?period={period}"), file).await,
                Err(failure) => Err(failure),
            };
            busy.try_set(false);
            report.try_set(Some(outcome));
        });
    };
    view! {
        <form on:submit=submit>
            <label class="field"><span>{text.choose}</span>
                <input node_ref=input type="file" accept=".xlsx,.csv" required=true /></label>
            <button class="button primary" type="submit" disabled=move || busy.get()>{text.send}</button>
        </form>
        <div role="status">{move || report.get().map(|report| told(frame, &report))}</div>
    }
    .into_any()
}

fn told(frame: Frame, report: &Result<SheetReport, Failure>) -> AnyView {
    let text = frame.locale.text.manual();
    let report = match report {
        Ok(report) => report,
        Err(failure) => return state::complaint(frame.locale, failure),
    };
    if report.refused.is_empty() {
        let accepted = fill(text.accepted, &[&report.accepted.to_string()]);
        return view! { <p class="saved">{accepted}</p> }.into_any();
    }
    let columns = [words(text.cell), words(text.reason), words(text.content)];
    let rows = report.refused.iter().map(|refused| {
        vec![cell(refused.cell.clone()), cell(reason(frame, &refused.reason)), cell(refused.text.clone())]
    });
    let count = fill(text.refused, &[&report.refused.len().to_string()]);
    view! { <p class="complaint">{count}</p> {table(text.step_send, &columns, rows.collect())} }.into_any()
}

// A reason this page does not know is shown by its code.
fn reason(frame: Frame, code: &str) -> String {
    let text = frame.locale.text.manual();
    match code {
        "BAD_NUMBER" | "NOT_A_NUMBER" => text.bad_number,
        "UNKNOWN_INDICATOR" => text.unknown_indicator,
        "UNKNOWN_UNIT" => text.unknown_unit,
        "OUT_OF_RANGE" => text.out_of_range,
        "DUPLICATE" => text.duplicate,
        "WRONG_PERIOD" => text.wrong_period,
        "EMPTY" => text.empty_cell,
        "NOT_MANUAL" => text.not_manual,
        other => other,
    }
    .to_owned()
}
