//! `/warnings`: the warnings as a list or a board, how many there were this year, and one written by hand.

use leptos::prelude::*;

use super::matter::list::{self, Narrowing};
use super::warning::{board, counts, issue, marks};
use crate::address::Address;
use crate::api::codes::{Action, Resource, Severity};
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::options;
use crate::parts::table::{table, text as cell, text_or_none, words};
use crate::preferences::{keep, recall};

operations!("src/pages/warnings.graphql": WarningsPage);
use ask::{WarningsPage, warnings_page};

/// A warning in the list and on the board.
pub type Row = warnings_page::WarningsPageMattersNodes;

/// As many as a board can hold.
const AT_ONCE: i64 = 100;
/// How the reader wants them, as it is kept in the browser.
const VIEW: &str = "warnings";
const BOARD: &str = "board";
const LIST: &str = "list";

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let issue = frame.may(Resource::Matter, Action::Order).then(|| issue::button(frame));
    let rules = frame
        .may(Resource::WarningRule, Action::Read)
        .then(|| view! { <a class="button" href=Address::Rules.to_string()>{text.shell.rules}</a> });
    view! {
        <div class="head"><h1>{text.shell.warnings}</h1> <div class="tools">{rules} {issue}</div></div>
        {counts::counts(frame)}
        {warnings(frame)}
    }
    .into_any()
}

fn warnings(frame: Frame) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.warning());
    let (narrowing, severity) = (Narrowing::new(), RwSignal::new(String::new()));
    let board = RwSignal::new(recall(VIEW).as_deref() == Some(BOARD));
    Effect::new(move |_| keep(VIEW, if board.get() { BOARD } else { LIST }));
    let load = Load::new(move || {
        let variables = warnings_page::Variables {
            first: AT_ONCE,
            after: narrowing.after(),
            is_open: narrowing.is_open(),
            severities: severity.with(|severity| severity.parse().ok()).map(|severity| vec![severity]),
            overdue: narrowing.overdue(),
        };
        async move { frame.client.ask::<WarningsPage>(variables).await }
    });
    let shown = load.view(locale, move |answer| {
        let page = &answer.matters;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let shown = match (page.nodes.is_empty(), board.get()) {
            (true, _) => ().into_any(),
            (false, true) => board::board(frame, &page.nodes),
            (false, false) => sheet(frame, &page.nodes),
        };
        view! { {shown} {narrowing.ways(locale, page.total_count, end)} }.into_any()
    });
    let filters = narrowing.view(locale, narrowing.choice(text.severity, severity, severities(frame)), Vec::new());
    card(text.list, switch(frame, board), view! { {filters} {shown} }.into_any())
}

fn severities(frame: Frame) -> Vec<(String, String)> {
    let any = (String::new(), frame.locale.text.warning().any_severity.to_owned());
    std::iter::once(any).chain(options(frame.locale, Severity::ALL, Severity::code)).collect()
}

/// The way between list and board.
fn switch(frame: Frame, board: RwSignal<bool>) -> AnyView {
    let text = frame.locale.text.warning();
    view! {
        <div class="choices" role="group" aria-label=text.shown_as>
            <button type="button" aria-pressed=move || (!board.get()).to_string() on:click=move |_| board.set(false)>{text.as_list}</button>
            <button type="button" aria-pressed=move || board.get().to_string() on:click=move |_| board.set(true)>{text.as_board}</button>
        </div>
    }
    .into_any()
}

fn sheet(frame: Frame, rows: &[Row]) -> AnyView {
    let text = frame.locale.text.warning();
    let columns = [
        words(text.one),
        words(frame.locale.text.common.state),
        words(text.unit),
        words(text.person).wide(),
        words(text.indicator).wide(),
        words(text.period).wide(),
        words(text.due),
        words(text.issued_at).wide(),
    ];
    table(text.list, &columns, rows.iter().map(|row| line(frame, row)).collect())
}

fn line(frame: Frame, row: &Row) -> Vec<AnyView> {
    let locale = frame.locale;
    let of = row.indicator.as_ref().map(|of| locale.name(&of.name, &of.name_en).to_owned());
    let severity = row.severity.map(|severity| marks::severity(locale, severity));
    vec![
        view! { {severity} " " {list::title(&Address::Warning(row.id), &row.title, &row.number)} }.into_any(),
        list::in_state(&row.state, |state| marks::state(locale, state)),
        cell(row.unit.name.clone()),
        text_or_none(row.person.as_ref().map(|person| person.name.clone()).unwrap_or_default()),
        text_or_none(of.unwrap_or_default()),
        text_or_none(row.period.map(|period| locale.period(period)).unwrap_or_default()),
        list::due(locale, row.due_on.as_deref(), row.overdue),
        cell(locale.moment(&row.opened_at)),
    ]
}
