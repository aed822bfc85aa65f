//! `/diagnoses`: the diagnoses of weak numbers (CJ-12), with the ways to the work log, to what is carried over, and to the handbook.

use leptos::prelude::*;

use super::diagnosis::state_tag;
use crate::address::Address;
use crate::api::codes::{Action, DiagnosisState, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::options;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{table, text as cell, text_or_none, words};

operations!("src/pages/diagnoses.graphql": DiagnosesPage);
use ask::{DiagnosesPage, diagnoses_page};

type Listed = diagnoses_page::DiagnosesPageDiagnosesNodes;

/// What the choice of progress begins with, and its other ends; anything else is a state.
const OPEN: &str = "open";
const ENDED: &str = "ended";
const ALL: &str = "all";

/// What narrows the list.
#[derive(Clone, Copy)]
struct Filters {
    pager: Pager,
    standing: RwSignal<String>,
    overdue: RwSignal<bool>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.diagnosis();
    let filters =
        Filters { pager: Pager::new(), standing: RwSignal::new(OPEN.to_owned()), overdue: RwSignal::new(false) };
    let load = Load::new(move || {
        let variables = filters.variables();
        async move { frame.client.ask::<DiagnosesPage>(variables).await }
    });
    let list = load.view(locale, move |answer| {
        let page = &answer.diagnoses;
        if page.nodes.is_empty() {
            return state::empty(text.none_title, text.none);
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {rows(frame, &page.nodes)} {filters.pager.view(locale, page.total_count, end)} }.into_any()
    });
    let handbook = frame.may(Resource::Handbook, Action::Read).then(|| {
        let to = Address::Handbook { indicator: None }.to_string();
        view! { <a class="button" href=to>{text.handbook}</a> }
    });
    let content = view! { {filters.view(frame)} {list} };
    view! {
        <div class="head">
            <h1>{text.title}</h1>
            <p class="meta">{text.lead}</p>
            <div class="tools">
                <a class="button" href=Address::DiagnosisLog.to_string()>{text.mine}</a>
                <a class="button" href=Address::Carried.to_string()>{text.carried}</a>
                {handbook}
            </div>
        </div>
        {card(text.title, ().into_any(), content.into_any())}
    }
    .into_any()
}

impl Filters {
    /// What is asked for, tracked.
    fn variables(self) -> diagnoses_page::Variables {
        let standing = self.standing.get();
        let state = standing.parse::<DiagnosisState>().ok().map(|state| vec![state.code().to_owned()]);
        let is_open = match standing.as_str() {
            OPEN => Some(true),
            ENDED => Some(false),
            _ => None,
        };
        diagnoses_page::Variables {
            first: SCREENFUL,
            after: self.pager.after(),
            is_open,
            overdue: self.overdue.get().then_some(true),
            states: state,
        }
    }

    fn view(self, frame: Frame) -> AnyView {
        let text = frame.locale.text.rectification();
        let choose = move |event: leptos::ev::Event| {
            self.pager.restart();
            self.standing.set(event_target_value(&event));
        };
        let late = move |event: leptos::ev::Event| {
            self.pager.restart();
            self.overdue.set(event_target_checked(&event));
        };
        let states: Vec<_> = options(frame.locale, DiagnosisState::ALL, DiagnosisState::code)
            .into_iter()
            .map(|(code, word)| view! { <option value=code>{word}</option> })
            .collect();
        view! {
            <div class="filters">
                <select aria-label=text.standing on:change=choose>
                    <option value=OPEN>{text.standing_open}</option>
                    <option value=ENDED>{text.standing_ended}</option>
                    <option value=ALL>{text.standing_all}</option>
                    {states}
                </select>
                <label class="tick"><input type="checkbox" on:change=late /><span>{text.overdue_only}</span></label>
            </div>
        }
        .into_any()
    }
}

fn rows(frame: Frame, matters: &[Listed]) -> AnyView {
    let text = frame.locale.text.rectification();
    let columns = [
        words(frame.locale.text.diagnosis().matter),
        words(frame.locale.text.common.state),
        words(frame.locale.text.matter().side_responsible),
        words(text.indicator).wide(),
        words(text.period).wide(),
        words(text.due),
        words(text.waits).wide(),
    ];
    let rows = matters.iter().map(|matter| row(frame, matter)).collect();
    table(frame.locale.text.diagnosis().title, &columns, rows)
}

fn row(frame: Frame, matter: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let state = match matter.state.parse::<DiagnosisState>() {
        Ok(state) => state_tag(locale, state),
        Err(_) => cell(matter.state.clone()),
    };
    let person = matter.person.as_ref().map(|person| view! { " " <small class="quiet">{person.name.clone()}</small> });
    let indicator = matter.indicator.as_ref().map(|of| locale.name(&of.name, &of.name_en).to_owned());
    let late = matter.overdue.then(|| tag("watch", locale.text.rectification().overdue));
    vec![
        view! {
            <a class="link" href=Address::Diagnosis(matter.id).to_string()>{matter.title.clone()}</a> " "
            <small class="quiet">{matter.number.clone()}</small>
        }
        .into_any(),
        state,
        view! { {matter.unit.name.clone()} {person} }.into_any(),
        text_or_none(indicator.unwrap_or_default()),
        text_or_none(matter.period.map(|period| locale.period(period)).unwrap_or_default()),
        view! { {matter.due_on.clone().unwrap_or_else(|| "—".to_owned())} " " {late} }.into_any(),
        cell(matter.waits_for.map_or("—", |side| side.word(locale))),
    ]
}
