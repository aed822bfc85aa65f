//! How the viewer's own place stands: what is won, what can still be won, and where most of it is.

use std::cmp::Reverse;

use leptos::prelude::*;

use super::forecast::forecast;
use crate::address::{Address, Opened};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::open_rectification::ways;
use crate::parts::badge::Meaning;
use crate::parts::card::{card, link};
use crate::parts::table::{Column, numbers, table, text as cell, words};
use crate::today::newest_over;

operations!("src/pages/desk.graphql": DeskPeriods, StandingPart);
use ask::{DeskPeriods, StandingPart, desk_periods, standing_part};

type Seen = standing_part::StandingPartCockpit;
type Cell = standing_part::StandingPartCockpitCells;

/// Indicators shown.
const SHOWN: usize = 5;

/// Where the viewer is at home, at the newest period.
#[derive(Debug, Clone, Copy)]
struct At {
    subject: Subject,
    period: Period,
}

/// The block; nothing for whoever is at home nowhere, or may not see how it stands.
pub fn standing(frame: Frame) -> AnyView {
    let Some(subject) = frame.with(|viewed| viewed.viewer.home.as_ref().map(|home| home.subject)) else {
        return ().into_any();
    };
    let load = Load::new(move || seen(frame, subject));
    let block = move || {
        let answer = load.ready()?;
        let (period, seen) = (*answer).as_ref()?;
        Some(drawn(frame, At { subject, period: *period }, seen))
    };
    block.into_any()
}

async fn seen(frame: Frame, subject: Subject) -> Result<Option<(Period, Seen)>, Failure> {
    let periods = frame.client.ask::<DeskPeriods>(desk_periods::Variables).await?;
    let Some(period) = newest_over(&periods.months).or_else(|| newest_over(&periods.years)) else { return Ok(None) };
    let answer = frame.client.ask::<StandingPart>(standing_part::Variables { subject, period }).await?;
    Ok(Some((period, answer.cockpit)))
}

fn drawn(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.desk();
    let At { subject, period } = at;
    let cockpit = Address::Cockpit { subject, period, focus: None }.to_string();
    let open = most_open(&seen.cells);
    let most = match open.is_empty() {
        true => view! { <p class="quiet">{text.all_won}</p> }.into_any(),
        false => view! { <h3>{text.most_open}</h3> {sheet(frame, at, &open)} }.into_any(),
    };
    let content = view! { <p class="fine">{locale.period(period)}</p> {total(frame, at, seen)} {most} {forecast(frame, subject, period)} };
    let way = link(cockpit, view! { {locale.text.shell.cockpit} " ›" });
    card(fill(text.standing, &[&seen.place.name]), way, content.into_any())
}

fn total(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let Some(score) = &seen.total else {
        return view! { <p class="fine">{text.restricted}</p> }.into_any();
    };
    let shown = score.score.map_or_else(|| score.availability.word(locale).to_owned(), |score| locale.points(score));
    let earned = fill(text.earned_of, &[&locale.points(score.points), &locale.points(score.base_points)]);
    let why = Address::ExplainScore { subject: at.subject, period: at.period, dimension: None };
    view! {
        <p class="total">
            <span>{text.total}</span> <a class="total-value" href=why.to_string()>{shown}</a>
            <Meaning locale=locale availability=score.availability band=score.band />
            <span class="quiet">{text.earned} " " {earned}</span>
            <span class="quiet">{text.attainable} " " {locale.points(score.attainable)}</span>
        </p>
    }
    .into_any()
}

/// The indicators with most points still to be won.
fn most_open(cells: &[Cell]) -> Vec<&Cell> {
    let mut open: Vec<&Cell> =
        cells.iter().filter(|cell| cell.attainable.is_some_and(|points| points > Points::ZERO)).collect();
    open.sort_by_key(|cell| Reverse(cell.attainable));
    open.truncate(SHOWN);
    open
}

fn sheet(frame: Frame, at: At, cells: &[&Cell]) -> AnyView {
    let locale = frame.locale;
    let (text, cockpit) = (locale.text.desk(), &locale.text.cockpit);
    let own = ways::may(frame, at.subject, true);
    let mut columns: Vec<Column> = vec![
        words(cockpit.indicator),
        numbers(cockpit.value).wide(),
        numbers(cockpit.points),
        numbers(cockpit.attainable),
    ];
    columns.extend(own.then_some(words(cockpit.act)));
    let rows = cells.iter().map(|&of| row(frame, at, own, of));
    table(text.most_open, &columns, rows.collect())
}

fn row(frame: Frame, at: At, own: bool, of: &Cell) -> Vec<AnyView> {
    let locale = frame.locale;
    let At { subject, period } = at;
    let indicator = &of.indicator;
    let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
    let why = Address::Explain { subject, indicator: indicator.id, period };
    let value = of.value.map_or_else(
        || of.availability.word(locale).to_owned(),
        |value| locale.full(value, &indicator.unit_of_measure),
    );
    let opened = Opened { subject, about: Some((indicator.id, period)), from: None, own: true };
    let mut cells = vec![
        link(why.to_string(), name.clone()),
        cell(value),
        cell(format!("{} / {}", locale.points_or_none(of.points), locale.points(of.base_points))),
        cell(locale.points_or_none(of.attainable)),
    ];
    cells.extend(own.then(|| ways::way(frame, opened, "link", Some(&name))));
    cells
}
