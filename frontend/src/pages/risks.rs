//! `/risks`: the risk register by process and step, the matrix of likelihood and impact, what nobody watches, and the points (CJ-13, CJ-28,
//! CJ-29).

mod gaps;
mod matrix;
mod process;
mod sheet;
pub mod tabs;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Rating, Resource, RiskKind, RiskPointState};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::choices::{AT_ONCE, Choice};
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::{options, select, tick};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/risks.graphql": RisksPage, RiskPointsPart, ProcessNames);
use ask::{ProcessNames, RiskPointsPart, RisksPage, process_names, risk_points_part, risks_page};

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
    // Everything that counts processes and steps is asked anew after a change of them.
    let changes = RwSignal::new(0_u32);
    let changed = Callback::new(move |()| changes.update(|changes| *changes += 1));
    let load = Load::new(move || {
        changes.track();
        async move { frame.client.ask::<RisksPage>(risks_page::Variables).await }
    });
    let counted = load.page(frame.locale, move |register| tiles(frame, &register));
    // The rest stays while what is counted is asked again.
    let is_there = Memo::new(move |_| load.ready().is_some());
    let rest = move || {
        is_there.get().then(|| {
            let matrix =
                load.view(frame.locale, move |register| matrix::card(frame, &register.risk_matrix, filter.degrees));
            view! {
                <div class="grid halves">{matrix} {gaps::card(frame, changes)}</div>
                {points(frame, filter, changes)}
                {process::chain(frame, changes, changed)}
            }
        })
    };
    let new = frame.may(Resource::Risk, Action::Write).then(|| {
        view! {
            {sheet::button(frame, changed)}
            <a class="button primary" href=Address::RiskPoint(None).to_string()>{text.new_point}</a>
        }
    });
    view! {
        <div class="head"><h1>{frame.locale.text.shell.risks}</h1> <div class="tools">{new}</div></div>
        {tabs::tabs(frame, &Address::Risks)}
        <p class="quiet">{text.lead}</p>
        {counted}
        {rest}
    }
    .into_any()
}

fn tiles(frame: Frame, register: &risks_page::ResponseData) -> AnyView {
    let text = frame.locale.text.risk();
    let points = register.risk_matrix.iter().map(|cell| cell.count).sum();
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
            {tile(text.unwatched_points, register.risk_points.total_count)}
            {tile(text.gap_steps, register.process_steps.total_count)}
        </div>
    }
    .into_any()
}

fn points(frame: Frame, filter: Filter, changes: RwSignal<u32>) -> AnyView {
    let pager = Pager::new();
    Effect::new(move |_| {
        // Another filter begins at the beginning.
        filter.asked();
        pager.restart();
    });
    let load = Load::new(move || {
        changes.track();
        let variables =
            risk_points_part::Variables { first: SCREENFUL, after: pager.after(), filter: Some(filter.asked()) };
        async move { frame.client.ask::<RiskPointsPart>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.risk_points;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let rows = (!page.nodes.is_empty()).then(|| rows(frame, &page.nodes));
        view! { {rows} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let content = view! { {filters(frame, filter, changes)} {content} };
    card(frame.locale.text.risk().points, ().into_any(), content.into_any())
}

/// All processes by name, for the filter.
async fn every_process(frame: Frame) -> Result<Vec<Choice>, Failure> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let variables = process_names::Variables { first: AT_ONCE, after };
        let page = frame.client.ask::<ProcessNames>(variables).await?.processes;
        let named = |of: &process_names::ProcessNamesProcessesNodes| {
            (of.id.to_string(), frame.locale.name(&of.name, &of.name_en).to_owned())
        };
        found.extend(page.nodes.iter().map(named));
        after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
        if after.is_none() {
            return Ok(found);
        }
    }
}

fn filters(frame: Frame, filter: Filter, changes: RwSignal<u32>) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let any = |word: &str, options: Vec<Choice>| {
        std::iter::once((String::new(), word.to_owned())).chain(options).collect::<Vec<_>>()
    };
    let names = Load::new(move || {
        changes.track();
        every_process(frame)
    });
    let processes = names.view(locale, move |names| {
        let processes = any(text.any_process, names.to_vec());
        select(Some(text.process.to_owned()), filter.process, processes)
    });
    view! {
        <div class="filters">
            <input type="search" placeholder=text.search aria-label=text.search
                on:change=move |event| filter.search.set(event_target_value(&event)) />
            {processes}
            {select(Some(text.kind.to_owned()), filter.kind, any(text.any_kind, options(locale, RiskKind::ALL, RiskKind::code)))}
            {select(Some(text.rating.to_owned()), filter.rating, any(text.any_rating, options(locale, Rating::ALL, Rating::code)))}
            {tick(text.only_unwatched, filter.unwatched)}
        </div>
    }
    .into_any()
}

fn rows(frame: Frame, rows: &[Row]) -> AnyView {
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
