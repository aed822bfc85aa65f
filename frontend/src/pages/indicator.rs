//! `/library/…`: the specification of an indicator (指标说明书), printable on A4, and its versions.

mod life;
mod nodes;
mod target;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource, VersionState};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::{band_class, tag, version_state};
use crate::parts::card::{card, facts, link, signature};
use crate::parts::state;
use crate::parts::table::{table, text as cell, text_or_none, words};

operations!("src/pages/library.graphql": IndicatorPage);
use ask::{IndicatorPage, indicator_page};

type Shown = indicator_page::IndicatorPageIndicator;
type Draft = indicator_page::IndicatorPageIndicatorDraft;
type Version = indicator_page::IndicatorPageIndicatorVersions;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<IndicatorId>>| match frame.history.address() {
        Address::Indicator(id) => Some(id),
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move {
            let id = id.ok_or_else(|| Failure::of_status(404, String::new()))?;
            frame.client.ask::<IndicatorPage>(indicator_page::Variables { id }).await
        }
    });
    load.page(frame.locale, move |answer| sections(frame, &answer.indicator, Callback::new(move |()| load.again())))
}

fn sections(frame: Frame, indicator: &Shown, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let name = frame.locale.name(&indicator.name, &indicator.name_en).to_owned();
    let effective = indicator.versions.iter().find(|version| version.state == VersionState::Effective);
    let shown = effective.or(indicator.versions.first());
    let draft = indicator.draft.as_ref().map(|draft| life::draft_card(frame, indicator, draft, changed));
    let targets = frame.may(Resource::Target, Action::Read).then(|| {
        let unit = shown.map(|version| version.unit_of_measure.clone()).unwrap_or_default();
        target::targets(frame, indicator.id, unit)
    });
    let sheet = match shown {
        Some(version) => specification(frame, indicator, version),
        None => state::empty(text.library().specification, text.library().no_effective),
    };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Library.to_string()>{text.library().title}</a></li></ol></nav>
        <div class="head">
            <h1>{name}</h1>
            <p class="meta">{indicator.code.to_string()}</p>
            <div class="tools">
                {handbook(frame, indicator.id)}
                {life::tools(frame, indicator, changed)}
                <button class="button" type="button" on:click=|_| drop(window().print())>{text.common.print}</button>
            </div>
        </div>
        {draft}
        {sheet}
        {targets}
        {nodes::nodes(frame, indicator.id)}
        {versions(frame, indicator)}
        {signature(frame.locale)}
    }
    .into_any()
}

/// The way to what the handbook knows of it.
fn handbook(frame: Frame, indicator: IndicatorId) -> Option<AnyView> {
    let text = frame.locale.text.handbook();
    frame.may(Resource::Handbook, Action::Read).then(|| {
        let to = Address::Handbook { indicator: Some(indicator) }.to_string();
        view! { <a class="button" href=to title=text.of_indicator_lead>{text.of_indicator}</a> }.into_any()
    })
}

fn specification(frame: Frame, indicator: &Shown, version: &Version) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let flag = |flag: bool| if flag { locale.text.common.yes } else { locale.text.common.no };
    let flags = [version.machine_generated, version.machine_collected, version.machine_scored].map(flag).join(" / ");
    let reaches: Vec<&str> = version.reaches.iter().map(|kind| kind.word(locale)).collect();
    let none = || "—".to_owned();
    let lines = vec![
        (text.purpose, cell(indicator.purpose.clone())),
        (text.object, cell(indicator.object.word(locale))),
        (text.dimension, cell(frame.dimension(indicator.dimension.as_str()))),
        (
            text.cockpit_dimension,
            cell(indicator.cockpit_dimension.as_ref().map_or_else(none, |code| frame.cockpit_dimension(code.as_str()))),
        ),
        (text.domain, cell(indicator.domain.word(locale))),
        (text.line, cell(indicator.line.as_ref().map_or_else(none, |code| frame.line(code.as_str())))),
        (text.nature, cell(indicator.nature.word(locale))),
        (text.standard, text_or_none(version.standard.clone())),
        (text.formula, view! { <code>{version.formula.clone()}</code> }.into_any()),
        (text.caliber, text_or_none(version.caliber.clone())),
        (text.unit, cell(version.unit_of_measure.clone())),
        (text.direction, cell(version.direction.word(locale))),
        (text.cycle, cell(version.cycle.word(locale))),
        (text.base_score, cell(locale.points(version.base_score))),
        (text.collection, cell(version.collection.word(locale))),
        (text.collector, cell(version.collector_level.as_ref().map_or_else(none, |code| frame.level(code.as_str())))),
        (text.flags, cell(flags)),
        (text.reaches, cell(reaches.join("、"))),
        (text.method, cell(locale.method(&version.method))),
        (text.parameters, parameters(frame, version)),
        (text.bands, bands(frame, version)),
        (text.measures, measures(version)),
    ];
    let title = view! { {text.specification} " v" {version.number} " " {version_state(locale, version.state)} };
    card(title, ().into_any(), view! { <div class="wide-facts-box">{facts(lines)}</div> }.into_any())
}

fn parameters(frame: Frame, version: &Version) -> AnyView {
    let lines = frame.locale.parameters(&version.method_parameters);
    let lines: Vec<_> = lines.into_iter().map(|(name, value)| view! { <li>{name} " " <b>{value}</b></li> }).collect();
    view! { <ul>{lines}</ul> }.into_any()
}

fn bands(frame: Frame, version: &Version) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let edge = |edge: Option<Quantity>| {
        edge.map_or_else(|| text.no_limit.to_owned(), |edge| locale.full(edge, &version.unit_of_measure))
    };
    let bands: Vec<_> = version
        .bands
        .iter()
        .map(|interval| {
            let span = fill(text.band_from_to, &[&edge(interval.from), &edge(interval.to)]);
            view! { <li>{tag(band_class(interval.band), interval.band.word(locale))} " " {span}</li> }
        })
        .collect();
    view! { <ul>{bands}</ul> }.into_any()
}

fn measures(version: &Version) -> AnyView {
    let measures: Vec<_> = version
        .measures
        .iter()
        .map(|measure| {
            let rule = [Some(measure.aggregate.code()), measure.expression.as_deref(), measure.filter.as_deref()];
            let rule = rule.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            view! {
                <li>{measure.name.clone()} " "
                    {measure.dataset.as_ref().map(|dataset| link(Address::Dataset(dataset.id).to_string(), dataset.name.clone()))} " "
                    <code class="quiet">{rule}</code></li>
            }
        })
        .collect();
    view! { <ul>{measures}</ul> }.into_any()
}

fn versions(frame: Frame, indicator: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text;
    let columns = [
        words(text.common.version),
        words(text.common.state),
        words(text.common.valid_from),
        words(text.common.valid_to).wide(),
        words(text.library().formula).wide(),
    ];
    let rows = indicator.versions.iter().map(|version| {
        vec![
            cell(format!("v{}", version.number)),
            version_state(locale, version.state),
            cell(version.valid_from.clone()),
            cell(version.valid_to.clone().unwrap_or_else(|| "—".to_owned())),
            view! { <code>{version.formula.clone()}</code> }.into_any(),
        ]
    });
    card(text.library().versions, ().into_any(), table(text.library().versions, &columns, rows.collect()))
}
