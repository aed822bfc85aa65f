//! `/explain/…`: a number, from what it says down to the rows it came from (CJ-31, CJ-51, ZH-58).

mod origin;
mod sums;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::pages::open_rectification::ways::ways;
use crate::pages::warning::issue;
use crate::parts::badge::Meaning;
use crate::parts::card::{card, facts, link, signature};
use crate::parts::change::Change;

operations!("src/pages/explain.graphql": ExplainPage);
use ask::{ExplainPage, explain_page};

type Explained = explain_page::ExplainPageExplain;
type SourceRows = explain_page::ExplainPageExplainSourceRows;

#[derive(Debug, Clone, Copy, PartialEq)]
struct At {
    subject: Subject,
    indicator: IndicatorId,
    period: Period,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let at = Memo::new(move |before: Option<&Option<At>>| match frame.history.address() {
        Address::Explain { subject, indicator, period } => Some(At { subject, indicator, period }),
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let at = at.get();
        async move {
            let at = at.ok_or_else(|| Failure::of_status(404, String::new()))?;
            let At { subject, indicator, period } = at;
            let answer =
                frame.client.ask::<ExplainPage>(explain_page::Variables { subject, indicator, period }).await?;
            Ok((at, answer.explain))
        }
    });
    load.page(frame.locale, move |answer| sections(frame, answer.0, &answer.1))
}

fn sections(frame: Frame, at: At, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.explain();
    let indicator = &explained.cell.indicator;
    let name = locale.name(&indicator.name, &indicator.name_en);
    let back = Address::Cockpit { subject: at.subject, period: at.period, focus: Some(at.indicator) };
    view! {
        <nav class="crumbs"><ol><li><a href=back.to_string()>{text.back}</a></li></ol></nav>
        <div class="head">
            <h1>{fill(text.title, &[&explained.place.name, name])}</h1>
            <p class="meta">{locale.period(at.period)}</p>
            <div class="tools">
                {ways(frame, at.subject, (at.indicator, at.period), "button", None)}
                {warn(frame, at)}
                <button class="button" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
            </div>
        </div>
        <div class="grid halves">{value(frame, explained)} {version(frame, at, explained)}</div>
        <div class="grid halves">{formula(frame, explained)} {trace(frame, explained)}</div>
        {sums::contributions(frame, at.indicator, at.period, explained)}
        <div class="grid halves">{origin::run(frame, explained)} {origin::history(frame, explained)}</div>
        {origin::source_rows(frame, explained)}
        {signature(frame.locale)}
    }
    .into_any()
}

/// The way to a warning about the number, where it is that of a unit.
fn warn(frame: Frame, at: At) -> Option<AnyView> {
    match at.subject {
        Subject::Unit(unit) => issue::way(frame, unit, (at.indicator, at.period)),
        Subject::Post(_) | Subject::Person(_) => None,
    }
}

fn value(frame: Frame, explained: &Explained) -> AnyView {
    let locale = frame.locale;
    let (text, cockpit) = (locale.text.explain(), &locale.text.cockpit);
    let cell = &explained.cell;
    let unit = &cell.indicator.unit_of_measure;
    let shown = cell.value.map_or_else(|| cell.availability.word(locale).to_owned(), |value| locale.full(value, unit));
    let rank = cell.ranking.as_ref().map(|ranking| {
        let place = fill(cockpit.rank_of, &[&ranking.rank.to_string(), &ranking.group_size.to_string()]);
        let group = fill(cockpit.group_mean, &[&locale.full(ranking.mean, unit), &locale.full(ranking.best, unit)]);
        format!("{}　{place}　{group}", ranking.group_name)
    });
    let gap = match cell.gap {
        None => "—".to_owned(),
        Some(gap) if gap.scaled() >= 0 => cockpit.reached.to_owned(),
        Some(gap) => locale.change(gap, unit),
    };
    let earned = format!("{} / {}", locale.points_or_none(cell.points), locale.points(cell.base_points));
    let lines = vec![
        (cockpit.earned, earned.into_any()),
        (cockpit.attainable, locale.points_or_none(cell.attainable).into_any()),
        (cockpit.target, locale.full_or_none(cell.target, unit).into_any()),
        (cockpit.gap, gap.into_any()),
        (
            cockpit.against_previous,
            view! { <Change locale=locale change=cell.improvement unit=unit.clone() /> }.into_any(),
        ),
        (
            cockpit.on_year,
            view! { <Change locale=locale change=cell.improvement_on_year unit=unit.clone() /> }.into_any(),
        ),
        (cockpit.rank, rank.unwrap_or_else(|| "—".to_owned()).into_any()),
        (text.to_the_front, to_the_front(frame, explained).into_any()),
        (cockpit.rows, locale.count(cell.rows).into_any()),
    ];
    let content = view! {
        <p><span class="big">{shown}</span> " " <Meaning locale=locale availability=cell.availability band=cell.band /></p>
        <p class="quiet">{locale.absence(cell.availability)}</p>
        {facts(lines)}
    };
    card(text.value, ().into_any(), content.into_any())
}

/// How far it is to the place before, as far as it may be seen, and to the best of the group (NY-16).
fn to_the_front(frame: Frame, explained: &Explained) -> String {
    let (locale, text) = (frame.locale, frame.locale.text.explain());
    let far = |behind| locale.change(behind, &explained.cell.indicator.unit_of_measure);
    let before = explained
        .ahead
        .as_ref()
        .map(|ahead| fill(text.behind_place, &[&ahead.rank.to_string(), &ahead.place.name, &far(ahead.behind)]));
    // The distance to the first place is said once.
    let best = explained.behind_best.filter(|_| explained.ahead.as_ref().is_none_or(|ahead| ahead.rank > 1));
    let best = best.map(|behind| match behind.scaled() {
        0 => text.is_best.to_owned(),
        _ => fill(text.behind_best, &[&far(behind)]),
    });
    let said: Vec<String> = before.into_iter().chain(best).collect();
    if said.is_empty() { "—".to_owned() } else { said.join("　") }
}

fn version(frame: Frame, at: At, explained: &Explained) -> AnyView {
    let text = frame.locale.text.explain();
    let version = &explained.version;
    let number = fill(text.version_number, &[&version.number.to_string(), &version.valid_from]);
    let library = Address::Indicator(at.indicator).to_string();
    let lines = vec![
        (frame.locale.text.common.version, number.into_any()),
        (text.standard, version.standard.clone().into_any()),
        (text.caliber, version.caliber.clone().into_any()),
        (text.method, method(frame.locale, &version.method, &version.method_parameters)),
    ];
    let opened = link(library, view! { {frame.locale.text.library().specification} " ›" });
    card(text.version, opened, view! { <div class="wide-facts-box">{facts(lines)}</div> }.into_any())
}

/// A scoring method by name, with its parameters.
fn method(locale: Locale, code: &str, parameters: &str) -> AnyView {
    let lines: Vec<_> = locale
        .parameters(parameters)
        .into_iter()
        .map(|(name, value)| view! { <li>{name} " " <b>{value}</b></li> })
        .collect();
    view! { {locale.method(code).to_owned()} <ul>{lines}</ul> }.into_any()
}

fn formula(frame: Frame, explained: &Explained) -> AnyView {
    let text = frame.locale.text.explain();
    let Some(formula) = &explained.formula else {
        return card(text.formula, ().into_any(), view! { <p class="quiet">{text.manual}</p> }.into_any());
    };
    let content = view! {
        <h3>{text.formula_text}</h3><p class="formula">{formula.text.clone()}</p>
        <h3>{text.formula_filled}</h3><p class="formula">{formula.substituted.clone()} " = " <b>{formula.result.clone()}</b></p>
        {sums::inputs(frame, explained)}
    };
    card(text.formula, ().into_any(), content.into_any())
}

fn trace(frame: Frame, explained: &Explained) -> AnyView {
    let steps: Vec<(&str, Vec<(&str, &str)>)> = explained
        .trace
        .iter()
        .map(|step| (&*step.code, step.facts.iter().map(|fact| (&*fact.name, &*fact.value)).collect()))
        .collect();
    steps_card(frame, &steps)
}

/// The steps of scoring in sentences.
fn steps_card(frame: Frame, steps: &[(&str, Vec<(&str, &str)>)]) -> AnyView {
    let text = frame.locale.text.explain();
    if steps.is_empty() {
        return card(text.trace, ().into_any(), view! { <p class="quiet">{text.no_trace}</p> }.into_any());
    }
    let told: Vec<_> =
        steps.iter().map(|(code, facts)| view! { <li><span>{frame.locale.step(code, facts)}</span></li> }).collect();
    card(text.trace, ().into_any(), view! { <ol class="steps">{told}</ol> }.into_any())
}
