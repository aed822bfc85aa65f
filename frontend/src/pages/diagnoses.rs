//! `/diagnoses`: the diagnoses of weak numbers (CJ-12), with the ways to the work log, to what is carried over, and to the handbook.

use leptos::prelude::*;

use super::diagnosis::state_tag;
use super::matter::list::{self, Narrowing, Screenful};
use crate::address::Address;
use crate::api::codes::{Action, DiagnosisState, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::pages::open_diagnosis::of_score;
use crate::pages::weak_score::WeakScore;
use crate::parts::form::options;
use crate::parts::pager::SCREENFUL;
use crate::parts::table::{Column, text_or_none, words};

operations!("src/pages/diagnoses.graphql": DiagnosesPage);
use ask::{DiagnosesPage, diagnoses_page};

type Listed = diagnoses_page::DiagnosesPageDiagnosesNodes;

/// The page: the list or, where the address names a score, the form for a diagnosis of it.
pub fn page(frame: Frame) -> AnyView {
    let begun = Memo::new(move |before: Option<&Option<WeakScore>>| match frame.history.address() {
        Address::Diagnoses => WeakScore::here(),
        _ => before.cloned().flatten(),
    });
    let shown = move || match begun.get() {
        Some(score) => of_score::page(frame, score),
        None => ledger(frame),
    };
    shown.into_any()
}

fn ledger(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.diagnosis();
    let narrowing = Narrowing::new();
    let load = Load::new(move || {
        let variables = diagnoses_page::Variables {
            first: SCREENFUL,
            after: narrowing.after(),
            is_open: narrowing.is_open(),
            overdue: narrowing.overdue(),
            states: narrowing.state::<DiagnosisState>().map(|state| vec![state.code().to_owned()]),
        };
        async move { frame.client.ask::<DiagnosesPage>(variables).await }
    });
    let found = load.view(locale, move |answer| {
        let page = &answer.diagnoses;
        narrowing.screenful(
            locale,
            Screenful {
                title: text.title,
                columns: columns(frame),
                rows: page.nodes.iter().map(|matter| row(frame, matter)).collect(),
                none: (text.none_title, text.none),
                total: page.total_count,
                end: page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page),
            },
        )
    });
    let filters = narrowing.view(locale, (), options(locale, DiagnosisState::ALL, DiagnosisState::code));
    let handbook = frame.may(Resource::Handbook, Action::Read).then(|| {
        let to = Address::Handbook { indicator: None }.to_string();
        view! { <a class="button" href=to>{text.handbook}</a> }
    });
    let tools = view! {
        <a class="button" href=Address::DiagnosisLog.to_string()>{text.mine}</a>
        <a class="button" href=Address::Carried.to_string()>{text.carried}</a>
        {handbook}
    };
    list::page(text.title, text.lead, tools, view! { {filters} {found} })
}

fn columns(frame: Frame) -> Vec<Column> {
    let (text, matters) = (frame.locale.text.rectification(), frame.locale.text.matters());
    vec![
        words(frame.locale.text.diagnosis().matter),
        words(frame.locale.text.common.state),
        words(frame.locale.text.matter().side_responsible),
        words(text.indicator).wide(),
        words(text.period).wide(),
        words(matters.due),
        words(matters.waits).wide(),
    ]
}

fn row(frame: Frame, matter: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let person = matter.person.as_ref().map(|person| person.name.as_str());
    let indicator = matter.indicator.as_ref().map(|of| locale.name(&of.name, &of.name_en).to_owned());
    vec![
        list::title(&Address::Diagnosis(matter.id), &matter.title, &matter.number),
        list::in_state(&matter.state, |state| state_tag(locale, state)),
        list::who(&matter.unit.name, person),
        text_or_none(indicator.unwrap_or_default()),
        text_or_none(matter.period.map(|period| locale.period(period)).unwrap_or_default()),
        list::due(locale, matter.due_on.as_deref(), matter.overdue),
        list::waits_for(locale, matter.waits_for),
    ]
}
