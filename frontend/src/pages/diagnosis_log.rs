//! `/diagnoses/log`: the work log of diagnoses by person and period (CJ-40).

use leptos::prelude::*;

use super::matter;
use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::card::{card, link};
use crate::parts::field::{Choice, TextField};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/diagnosis_log.graphql": DiagnosisLogPage, LogOwner);
use ask::{DiagnosisLogPage, LogOwner, diagnosis_log_page, log_owner};

type Listed = diagnosis_log_page::DiagnosisLogPageDiagnosisLogNodes;

/// Whose lines: one's own, or all.
const MINE: &str = "mine";
const ALL: &str = "all";

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.diagnosis();
    let owner = Load::new(move || async move { frame.client.ask::<LogOwner>(log_owner::Variables).await });
    let content = owner.view(locale, move |answer| lines(frame, answer.viewer.person));
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Diagnoses.to_string()>{text.title}</a></li></ol></nav>
        <div class="head">
            <h1>{text.log}</h1>
            <p class="meta">{text.log_lead}</p>
            <div class="tools">
                <button class="button" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
            </div>
        </div>
        {content}
    }
    .into_any()
}

/// Whose and when, and the lines. Whoever is no person themself sees all they may.
fn lines(frame: Frame, person: Option<PersonId>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.diagnosis();
    let (pager, month) = (Pager::new(), RwSignal::new(String::new()));
    let whose = RwSignal::new(if person.is_some() { MINE } else { ALL }.to_owned());
    Effect::new(move |_| {
        whose.track();
        month.track();
        pager.restart();
    });
    let load = Load::new(move || {
        let person = person.filter(|_| whose.with(|whose| whose == MINE));
        let variables = diagnosis_log_page::Variables {
            first: SCREENFUL,
            after: pager.after(),
            person,
            period: month.with(|month| month.parse().ok()),
        };
        async move { frame.client.ask::<DiagnosisLogPage>(variables).await }
    });
    let list = load.view(locale, move |answer| {
        let page = &answer.diagnosis_log;
        if page.nodes.is_empty() {
            return state::empty(text.no_log, text.log_none);
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {rows(frame, &page.nodes)} {pager.view(locale, page.total_count, end)} }.into_any()
    });
    let choices = [(MINE, text.log_mine), (ALL, text.log_all)];
    let choices: Vec<_> = choices.into_iter().map(|(code, word)| (code.to_owned(), word.to_owned())).collect();
    let choice = person.is_some().then(|| view! { <Choice label=text.log_who value=whose options=choices /> });
    let content = view! {
        <div class="fields on-screen">{choice} <TextField label=text.log_month value=month kind="month" /></div>
        {list}
    };
    card(text.log, ().into_any(), content.into_any())
}

fn rows(frame: Frame, lines: &[Listed]) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.diagnosis();
    let columns = [
        words(text.log_day),
        words(text.log_words),
        words(text.log_who).wide(),
        numbers(text.log_minutes),
        words(text.matter),
    ];
    let row = |line: &Listed| {
        let minutes = line.minutes.map(|minutes| fill(text.minutes, &[&locale.count(minutes)]));
        vec![
            matter::day(&line.day),
            view! { <p class="said">{line.words.clone()}</p> }.into_any(),
            cell(line.name.clone()),
            cell(minutes.unwrap_or_else(|| "—".to_owned())),
            link(Address::Diagnosis(line.diagnosis).to_string(), locale.text.common.open),
        ]
    };
    let sum: i64 = lines.iter().filter_map(|line| line.minutes).sum();
    let total = (sum > 0).then(|| view! { <p class="fine">{fill(text.log_total, &[&locale.count(sum)])}</p> });
    view! { {table(text.log, &columns, lines.iter().map(row).collect())} {total} }.into_any()
}
