//! `/diagnoses/carried`: measures of diagnoses and rectifications that were open when a cycle ended, with which the plan of the next one
//! begins (CJ-69).

use leptos::prelude::*;

use super::choices;
use super::matter;
use crate::address::Address;
use crate::api::codes::MeasureState;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::{card, signature};
use crate::parts::field::Choice;
use crate::parts::form::Form;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/carried.graphql": CarriedPage, CyclesPart);
use ask::{CarriedPage, CyclesPart, carried_page, cycles_part};

type Listed = carried_page::CarriedPageOpenMeasuresNodes;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let load = Load::new(move || frame.client.ask::<CyclesPart>(cycles_part::Variables));
    let content = load.view(frame.locale, move |cycles| chosen(frame, ended(&cycles)));
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Diagnoses.to_string()>{text.title}</a></li></ol></nav>
        <div class="head">
            <h1>{text.carried}</h1>
            <p class="meta">{text.carried_lead}</p>
            <div class="tools">
                <button class="button" type="button" on:click=|_| drop(window().print())>{frame.locale.text.common.print}</button>
            </div>
        </div>
        {content}
        {signature(frame.locale)}
    }
    .into_any()
}

/// The cycles there are values of, years first.
fn ended(cycles: &cycles_part::ResponseData) -> Vec<Period> {
    let mut all: Vec<Period> = Vec::new();
    for periods in [&cycles.years, &cycles.halves, &cycles.quarters] {
        let mut periods = periods.clone();
        periods.sort_unstable();
        all.extend(periods.into_iter().rev());
    }
    all
}

/// The unit and the cycle to choose, and what is carried over.
fn chosen(frame: Frame, cycles: Vec<Period>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.diagnosis();
    let home = choices::home_unit(frame);
    let unit = RwSignal::new(home.clone().map(|(unit, _)| unit).unwrap_or_default());
    let pager = Pager::new();
    let before = RwSignal::new(cycles.first().map(ToString::to_string).unwrap_or_default());
    Effect::new(move |_| {
        unit.track();
        before.track();
        pager.restart();
    });
    let load = Load::new(move || {
        let (unit, before, after) = (unit.get().parse().ok(), before.get().parse().ok(), pager.after());
        async move {
            let (Some(unit), Some(before)) = (unit, before) else { return Ok(None) };
            let variables = carried_page::Variables { first: SCREENFUL, after, unit, before };
            Ok(Some(frame.client.ask::<CarriedPage>(variables).await?.open_measures))
        }
    });
    let list = load.view(locale, move |answer| match &*answer {
        Some(page) if !page.nodes.is_empty() => {
            let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
            view! { {rows(frame, &page.nodes)} {pager.view(locale, page.total_count, end)} }.into_any()
        }
        Some(_) | None => state::empty(text.carried_none_title, text.carried_none),
    });
    let cycles: Vec<_> = cycles.into_iter().map(|cycle| (cycle.to_string(), locale.period(cycle))).collect();
    let content = view! {
        <div class="fields on-screen">
            {choices::unit(frame, Form::new(locale), ("unit", text.carried_unit), unit, home)}
            <Choice label=text.carried_before value=before options=cycles />
        </div>
        {list}
    };
    card(text.carried, ().into_any(), content.into_any())
}

fn rows(frame: Frame, measures: &[Listed]) -> AnyView {
    let (text, own) = (frame.locale.text.rectification(), frame.locale.text.diagnosis());
    let columns = [
        words(text.what),
        words(own.matter),
        words(own.carried_unit).wide(),
        words(text.owner),
        words(frame.locale.text.matters().due),
        words(own.carried_now),
    ];
    table(own.carried, &columns, measures.iter().map(|measure| row(frame, measure)).collect())
}

fn row(frame: Frame, measure: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let of = &measure.matter;
    let class = match measure.state {
        MeasureState::Open => "under-way",
        MeasureState::Done => "good",
        MeasureState::Dropped | MeasureState::Replaced => "steady",
    };
    let ended = measure.ended_at.as_deref().map(|at| view! { " " <small class="quiet">{locale.moment(at)}</small> });
    vec![
        view! { <p class="said">{measure.what.clone()}</p> }.into_any(),
        matter::link(of.kind, of.id, &of.number, &of.title),
        cell(of.unit.name.clone()),
        cell(measure.owner.as_ref().map_or_else(|| "—".to_owned(), |owner| owner.name.clone())),
        matter::day(&measure.due_on),
        view! { {tag(class, measure.state.word(locale))} {ended} }.into_any(),
    ]
}
