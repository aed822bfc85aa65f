//! Sheets that are taken whole or not at all: a template out, a filled sheet in, and what was wrong with it, cell by cell.

use leptos::html;
use leptos::prelude::*;

use crate::api::failure::Failure;
use crate::api::files::SheetReport;
use crate::frame::Frame;
use crate::locale::{Locale, fill};
use crate::parts::state;
use crate::parts::table::{table, text as cell, words};

/// Where sheets of one kind come from, where they go, and what is said of them.
#[derive(Clone, Copy)]
pub struct Sheets {
    /// For `xlsx` or `csv`: the address of the template and the name it is saved under.
    pub template: Callback<&'static str, Result<(String, String), Failure>>,
    /// The address a filled sheet is sent to.
    pub to: Callback<(), Result<String, Failure>>,
    /// What is said when a sheet was taken, with a place for how much.
    pub accepted: &'static str,
    /// The sentence of a fault's code; none for one the page does not know.
    pub reason: fn(Locale, &str) -> Option<&'static str>,
    /// Told when a sheet was taken.
    pub taken: Callback<()>,
}

/// The ways to the template.
pub fn template(frame: Frame, sheets: Sheets) -> AnyView {
    let text = frame.locale.text.manual();
    let refused = RwSignal::new(None::<Failure>);
    let save = move |kind: &'static str| {
        leptos::task::spawn_local(async move {
            let outcome = match sheets.template.run(kind) {
                Ok((address, name)) => frame.client.download(&address, &name).await,
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

/// The way in, and what came of it.
pub fn sending(frame: Frame, sheets: Sheets) -> AnyView {
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
            let outcome = match sheets.to.run(()) {
                Ok(address) => frame.client.send_sheet(&address, file).await,
                Err(failure) => Err(failure),
            };
            busy.try_set(false);
            let is_taken = outcome.as_ref().is_ok_and(|report| report.refused.is_empty());
            // Gone with its page: nobody waits for the outcome.
            if report.try_set(Some(outcome)).is_none() && is_taken {
                sheets.taken.run(());
            }
        });
    };
    view! {
        <form on:submit=submit>
            <label class="field"><span>{text.choose}</span>
                <input node_ref=input type="file" accept=".xlsx,.csv" required=true /></label>
            <button class="button primary" type="submit" disabled=move || busy.get()>{text.send}</button>
        </form>
        <div role="status">{move || report.get().map(|report| told(frame, sheets, &report))}</div>
    }
    .into_any()
}

fn told(frame: Frame, sheets: Sheets, report: &Result<SheetReport, Failure>) -> AnyView {
    let text = frame.locale.text.manual();
    let report = match report {
        Ok(report) => report,
        Err(failure) => return state::complaint(frame.locale, failure),
    };
    if report.refused.is_empty() {
        let accepted = fill(sheets.accepted, &[&report.accepted.to_string()]);
        return view! { <p class="saved">{accepted}</p> }.into_any();
    }
    let columns = [words(text.cell), words(text.reason), words(text.content)];
    let rows = report.refused.iter().map(|refused| {
        // A reason this page does not know is shown by its code.
        let reason =
            (sheets.reason)(frame.locale, &refused.reason).map_or_else(|| refused.reason.clone(), str::to_owned);
        vec![cell(refused.cell.clone()), cell(reason), cell(refused.text.clone())]
    });
    let count = fill(text.refused, &[&report.refused.len().to_string()]);
    view! { <p class="complaint">{count}</p> {table(text.step_send, &columns, rows.collect())} }.into_any()
}
