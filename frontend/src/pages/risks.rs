//! `/risks`: the risk register by process and step, the matrix of likelihood and impact, what nobody watches, and the points (CJ-13, CJ-28,
//! CJ-29).

mod matrix;
mod process;
pub mod tabs;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Rating, Resource, RiskKind, RiskPointState};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::{options, select, tick};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/risks.graphql": RisksPage, RiskPointsPart, UnwatchedPoints);
use ask::{RiskPointsPart, RisksPage, UnwatchedPoints, risk_points_part, risks_page, unwatched_points};

/// A process with its steps.
pub type Process = risks_page::RisksPageProcesses;
/// A step of a process.
pub type Step = risks_page::RisksPageProcessesSteps;
type Row = risk_points_part::RiskPointsPartRiskPointsNodes;

/// Which points are shown.
#[derive(Clone, Copy)]
struct Filter {
    process: RwSignal<String>,
    kind: RwSignal<String>,
    rating: RwSignal<String>,
    degrees: RwSignal<Option<(i64, i64)>>,
    unwatched: RwSignal<bool>,
    search: RwSignal<String>,
}

impl Filter {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        let (process, kind, rating, search) = (empty(), empty(), empty(), empty());
        Self { process, kind, rating, degrees: RwSignal::new(None), unwatched: RwSignal::new(false), search }
    }

    /// As the server is asked, tracked.
    fn asked(self) -> risk_points_part::RiskPointFilter {
        let (likelihood, impact) = self.degrees.get().unzip();
        risk_points_part::RiskPointFilter {
            process: self.process.get().parse().ok(),
            step: None,
            unit: None,
            kind: self.kind.get().parse().ok(),
            rating: self.rating.get().parse().ok(),
            likelihood,
            impact,
            states: None,
            watched: self.unwatched.get().then_some(false),
            search: Some(self.search.get()).filter(|search| !search.is_empty()),
        }
    }
}

/// The class that colours a rating.
pub fn rating(locale: Locale, rating: Rating) -> AnyView {
    tag(rating_class(rating), rating.word(locale))
}

fn rating_class(rating: Rating) -> &'static str {
    match rating {
        Rating::Low => "steady",
        Rating::Medium => "watch",
        Rating::High => "orange",
        Rating::Extreme => "alert",
    }
}

/// Where a point is.
pub fn state(locale: Locale, state: RiskPointState) -> AnyView {
    let class = match state {
        RiskPointState::Proposed => "watch",
        RiskPointState::Confirmed => "good",
        RiskPointState::Retired => "steady",
    };
    tag(class, state.word(locale))
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.risk();
    let filter = Filter::new();
    let load = Load::new(move || async move {
        let register = frame.client.ask::<RisksPage>(risks_page::Variables).await?;
        let unwatched = frame.client.ask::<UnwatchedPoints>(unwatched_points::Variables).await?;
        Ok((register, unwatched.risk_points.total_count))
    });
    let changed = Callback::new(move |()| load.again());
    let content = load.page(frame.locale, move |answer| {
        let (register, unwatched) = &*answer;
        view! {
            {tiles(frame, register, *unwatched)}
            <div class="grid halves">
                {matrix::card(frame, &register.risk_matrix, filter.degrees)}
                {gaps(frame, &register.processes)}
            </div>
            {points(frame, filter, &register.processes)}
            {process::chain(frame, &register.processes, changed)}
        }
        .into_any()
    });
    let new = frame.may(Resource::Risk, Action::Write).then(|| {
        view! { <a class="button primary" href=Address::RiskPoint(None).to_string()>{text.new_point}</a> }
    });
    view! {
        <div class="head"><h1>{frame.locale.text.shell.risks}</h1> <div class="tools">{new}</div></div>
        {tabs::tabs(frame, &Address::Risks)}
        <p class="quiet">{text.lead}</p>
        {content}
    }
    .into_any()
}

fn tiles(frame: Frame, register: &risks_page::ResponseData, unwatched: i64) -> AnyView {
    let text = frame.locale.text.risk();
    let points = register.risk_matrix.iter().map(|cell| cell.count).sum();
    let gaps = gap_steps(&register.processes).count();
    let tile = |name: &'static str, number: i64| {
        view! {
            <article class="tile">
                <div class="tile-name">{name}</div><span class="tile-value">{frame.locale.count(number)}</span>
            </article>
        }
    };
    view! {
        <div class="tiles">
            {tile(text.points_in_all, points)}
            {tile(text.unwatched_points, unwatched)}
            {tile(text.gap_steps, i64::try_from(gaps).unwrap_or(i64::MAX))}
        </div>
    }
    .into_any()
}

/// The steps that no indicator watches, each with its process (CJ-29).
fn gap_steps(processes: &[Process]) -> impl Iterator<Item = (&Process, &Step)> {
    let steps = processes.iter().flat_map(|process| process.steps.iter().map(move |step| (process, step)));
    steps.filter(|(_, step)| step.watched == 0)
}

fn gaps(frame: Frame, processes: &[Process]) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let lines: Vec<_> = gap_steps(processes)
        .map(|(process, step)| {
            let why = match step.points {
                0 => text.gap_no_points.to_owned(),
                points => fill(text.gap_unwatched, &[&locale.count(points)]),
            };
            view! {
                <li>
                    {locale.name(&process.name, &process.name_en).to_owned()} " › "
                    <b>{locale.name(&step.name, &step.name_en).to_owned()}</b> " " <small class="quiet">{why}</small>
                </li>
            }
        })
        .collect();
    let content = match lines.is_empty() {
        true => view! { <p class="saved">{text.no_gaps}</p> }.into_any(),
        false => view! { <ul class="problems">{lines}</ul> }.into_any(),
    };
    card(text.gap_steps, ().into_any(), content)
}

fn points(frame: Frame, filter: Filter, processes: &[Process]) -> AnyView {
    let pager = Pager::new();
    Effect::new(move |_| {
        // Another filter begins at the beginning.
        filter.asked();
        pager.restart();
    });
    let load = Load::new(move || {
        let variables =
            risk_points_part::Variables { first: SCREENFUL, after: pager.after(), filter: Some(filter.asked()) };
        async move { frame.client.ask::<RiskPointsPart>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.risk_points;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let rows = (!page.nodes.is_empty()).then(|| sheet(frame, &page.nodes));
        view! { {rows} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let content = view! { {filters(frame, filter, processes)} {content} };
    card(frame.locale.text.risk().points, ().into_any(), content.into_any())
}

fn filters(frame: Frame, filter: Filter, processes: &[Process]) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let any = |word: &str, options: Vec<(String, String)>| {
        std::iter::once((String::new(), word.to_owned())).chain(options).collect::<Vec<_>>()
    };
    let named = |of: &Process| (of.id.to_string(), locale.name(&of.name, &of.name_en).to_owned());
    let processes = any(text.any_process, processes.iter().map(named).collect());
    view! {
        <div class="filters">
            <input type="search" placeholder=text.search aria-label=text.search
                on:change=move |event| filter.search.set(event_target_value(&event)) />
            {select(Some(text.process.to_owned()), filter.process, processes)}
            {select(Some(text.kind.to_owned()), filter.kind, any(text.any_kind, options(locale, RiskKind::ALL, RiskKind::code)))}
            {select(Some(text.rating.to_owned()), filter.rating, any(text.any_rating, options(locale, Rating::ALL, Rating::code)))}
            {tick(text.only_unwatched, filter.unwatched)}
        </div>
    }
    .into_any()
}

fn sheet(frame: Frame, rows: &[Row]) -> AnyView {
    let text = frame.locale.text.risk();
    let columns = [
        words(text.point),
        words(text.rating),
        words(text.kind).wide(),
        words(text.unit).wide(),
        words(text.post).wide(),
        numbers(text.likelihood).wide(),
        numbers(text.impact).wide(),
        words(text.indicators),
        words(frame.locale.text.common.state).wide(),
    ];
    table(text.points, &columns, rows.iter().map(|row| line(frame, row)).collect())
}

fn line(frame: Frame, row: &Row) -> Vec<AnyView> {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let none = || "—".to_owned();
    let starred = row.post.as_ref().is_some_and(|post| post.starred).then(|| tag("alert", text.starred));
    let due = row.review_overdue.then(|| tag("watch", text.review_overdue));
    let watched = if row.watched { tag("good", locale.text.common.yes) } else { tag("watch", text.no_indicator) };
    vec![
        view! {
            <a class="link" href=Address::RiskPoint(Some(row.id)).to_string()>{row.name.clone()}</a> " "
            <small class="quiet">{row.code.to_string()}</small>
        }
        .into_any(),
        rating(locale, row.rating),
        cell(row.kind.word(locale)),
        cell(row.unit.as_ref().map_or_else(none, |unit| unit.name.clone())),
        view! { {row.post.as_ref().map_or_else(none, |post| post.name.clone())} " " {starred} }.into_any(),
        cell(locale.count(row.likelihood)),
        cell(locale.count(row.impact)),
        watched,
        view! { {state(locale, row.state)} " " {due} }.into_any(),
    ]
}
