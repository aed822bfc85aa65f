//! `/warnings`: the warnings as a list or a board, how many there were this year, and one written by hand.

use leptos::prelude::*;

use super::warning::{board, counts, issue, marks};
use crate::address::Address;
use crate::api::codes::{Action, MatterKind, Resource, Severity};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::tick;
use crate::parts::pager::Pager;
use crate::parts::table::{table, text as cell, words};
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
const OPEN: &str = "OPEN";
const ENDED: &str = "ENDED";

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
        {list(frame)}
    }
    .into_any()
}

/// Which warnings are shown.
#[derive(Clone, Copy)]
struct Filter {
    life: RwSignal<String>,
    severity: RwSignal<String>,
    overdue: RwSignal<bool>,
}

impl Filter {
    /// What is open, whatever else.
    fn new() -> Self {
        Self {
            life: RwSignal::new(OPEN.to_owned()),
            severity: RwSignal::new(String::new()),
            overdue: RwSignal::new(false),
        }
    }

    /// As the server is asked, tracked.
    fn asked(self) -> warnings_page::MatterFilter {
        let is_open = match self.life.get().as_str() {
            OPEN => Some(true),
            ENDED => Some(false),
            _ => None,
        };
        warnings_page::MatterFilter {
            kind: Some(MatterKind::Warning),
            is_open,
            direction: None,
            states: None,
            severities: self.severity.get().parse::<Severity>().ok().map(|severity| vec![severity]),
            unit: None,
            only_unit: None,
            person: None,
            condition: None,
            opened_from: None,
            opened_to: None,
            indicator: None,
            subject: None,
            overdue: self.overdue.get().then_some(true),
            waits_for: None,
        }
    }
}

fn list(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let (filter, pager) = (Filter::new(), Pager::new());
    let board = RwSignal::new(recall(VIEW).as_deref() == Some(BOARD));
    Effect::new(move |_| keep(VIEW, if board.get() { BOARD } else { LIST }));
    Effect::new(move |_| {
        // Another filter begins at the beginning.
        filter.asked();
        pager.restart();
    });
    let load = Load::new(move || {
        let variables = warnings_page::Variables { first: AT_ONCE, after: pager.after(), filter: Some(filter.asked()) };
        async move { frame.client.ask::<WarningsPage>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.matters;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let shown = match (page.nodes.is_empty(), board.get()) {
            (true, _) => ().into_any(),
            (false, true) => board::board(frame, &page.nodes),
            (false, false) => sheet(frame, &page.nodes),
        };
        view! { {shown} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let content = view! { {filters(frame, filter)} {content} };
    card(text.warning().list, switch(frame, board), content.into_any())
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

fn filters(frame: Frame, filter: Filter) -> AnyView {
    let text = frame.locale.text.warning();
    let severities: Vec<_> = Severity::ALL
        .iter()
        .map(|&severity| view! { <option value=severity.code()>{severity.word(frame.locale)}</option> })
        .collect();
    view! {
        <div class="filters">
            <select aria-label=frame.locale.text.common.state on:change=move |event| filter.life.set(event_target_value(&event))>
                <option value=OPEN>{text.only_open}</option>
                <option value=ENDED>{text.only_ended}</option>
                <option value="">{text.all}</option>
            </select>
            <select aria-label=text.severity on:change=move |event| filter.severity.set(event_target_value(&event))>
                <option value="">{text.any_severity}</option>{severities}
            </select>
            {tick(text.only_overdue, filter.overdue)}
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
    let none = || "—".to_owned();
    let state = row.state.parse::<WarningState>();
    vec![
        view! {
            {row.severity.map(|severity| marks::severity(locale, severity))} " "
            <a class="link" href=Address::Warning(row.id).to_string()>{row.title.clone()}</a> " "
            <small class="quiet">{row.number.clone()}</small>
        }
        .into_any(),
        state.map_or_else(
            |_| cell(locale.matter_state(MatterKind::Warning, &row.state)),
            |state| marks::state(locale, state),
        ),
        cell(row.unit.name.clone()),
        cell(row.person.as_ref().map_or_else(none, |person| person.name.clone())),
        cell(row.indicator.as_ref().map_or_else(none, |of| locale.name(&of.name, &of.name_en).to_owned())),
        cell(row.period.map_or_else(none, |period| locale.period(period))),
        due(frame, row),
        cell(locale.moment(&row.opened_at)),
    ]
}

/// The day its next clock ends, and whether that is over.
pub fn due(frame: Frame, row: &Row) -> AnyView {
    let late = row.overdue.then(|| tag("alert", frame.locale.text.warning().overdue));
    view! { {row.due_on.clone().unwrap_or_else(|| "—".to_owned())} " " {late} }.into_any()
}
