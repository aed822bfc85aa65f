//! `/warnings/…`: one warning: what is known, what to do, how far it is, and what can be done now.

pub mod board;
mod clocks;
mod connect;
pub mod counts;
pub mod issue;
pub mod marks;
mod steps;
mod story;

use leptos::prelude::*;
use shared::warning::LET_GO;

use crate::address::{Address, Opened};
use crate::api::codes::{Action, MatterKind, Resource, Side};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::evidence::{self, Hung};
use crate::pages::matter::{self, Acting, Head, Seen};
use crate::pages::weak_score::{self, WeakScore};
use crate::parts::badge::tag;
use crate::parts::card::{card, facts, link};
use crate::parts::table::text as cell;

operations!("src/pages/warning.graphql": WarningPage);
use ask::{WarningPage, warning_page};

type Shown = warning_page::WarningPageWarning;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let ask = move |id| frame.client.ask::<WarningPage>(warning_page::Variables { id });
    let seen = |answer: &warning_page::ResponseData| seen(&answer.warning);
    matter::page(frame, MatterKind::Warning, ask, seen, |acting, answer| sections(acting, &answer.warning))
}

/// What every step needs to know of it.
fn seen(it: &Shown) -> Seen {
    let steps = it.allowed_steps.iter().map(|step| step.code()).collect();
    Seen { id: it.id, version: it.version, steps, events: story::events(it) }
}

fn sections(acting: Acting, warning: &Shown) -> AnyView {
    let Acting { frame, changed, .. } = acting;
    view! {
        {head(frame, warning)}
        {let_go(frame, warning)}
        {advice(acting, warning)}
        {outcome(frame, warning)}
        <div class="grid halves">{about(frame, warning)} {numbers(frame, warning)}</div>
        {clocks::clocks(frame, warning)}
        {files(frame, warning, changed)}
        {story::time_line(frame.locale, warning)}
        {story::links(frame.locale, warning)}
    }
    .into_any()
}

fn head(frame: Frame, warning: &Shown) -> AnyView {
    let locale = frame.locale;
    let before = warning.found_before.then(|| tag("good", locale.text.warning().found_before));
    let marks =
        view! { {marks::severity(locale, warning.severity)} " " {marks::state(locale, warning.state)} " " {before} };
    let head = Head {
        list: (Address::Warnings, locale.text.shell.warnings),
        of: None,
        number: &warning.number,
        title: &warning.title,
        marks: marks.into_any(),
        tools: ().into_any(),
    };
    matter::head(locale, head)
}

/// That its rule no longer looks at it, as long as somebody is to end it.
fn let_go(frame: Frame, warning: &Shown) -> Option<AnyView> {
    let is_let_go = warning.state.is_open() && warning.time_line.iter().any(|event| event.step == LET_GO);
    let words = frame.locale.text.warning().let_go;
    is_let_go.then(|| view! { <p class="notice small" role="status">{words}</p> }.into_any())
}

/// The files; whoever stands on a side may add some.
fn files(frame: Frame, it: &Shown, changed: Callback<()>) -> AnyView {
    let hung = it.evidence.iter();
    let hung: Vec<_> = hung
        .map(|file| Hung { id: file.id, name: file.name.clone(), kind: file.kind, size: file.size, item: file.item })
        .collect();
    evidence::card(frame, it.id, &[], &hung, it.side.map(|_| changed))
}

/// What to do, and the ways to do it.
fn advice(acting: Acting, warning: &Shown) -> AnyView {
    let frame = acting.frame;
    let text = frame.locale.text.warning();
    let content = view! {
        <p class="advice-words">{warning.advice.clone()}</p>
        <div class="deeds">{steps::steps(acting, warning)} {rectify(frame, warning)}</div>
    };
    view! { <div class="advice">{card(text.advice, ().into_any(), content.into_any())}</div> }.into_any()
}

/// The way to a rectification because of the warning: ordered by the one side, begun by oneself on the other.
fn rectify(frame: Frame, warning: &Shown) -> AnyView {
    let text = frame.locale.text.warning();
    let open = |own: bool, word: &'static str| {
        let href = Address::OpenRectification(opened(warning, own)).to_string();
        view! { <a class="button" href=href>{word}</a> }.into_any()
    };
    let way = match warning.side {
        Some(Side::Giver) if frame.may(Resource::Matter, Action::Order) => open(false, text.order_rectification),
        Some(Side::Responsible) => open(true, text.own_rectification),
        Some(Side::Giver) | None => ().into_any(),
    };
    view! { {way} " " {diagnose(frame, warning)} }.into_any()
}

/// The way to a diagnosis of the number it is about, for whoever stands on a side.
fn diagnose(frame: Frame, warning: &Shown) -> Option<AnyView> {
    warning.side?;
    let (subject, period, from) = (warning.subject?, warning.period?, Some(warning.id));
    if warning.of_score {
        return weak_score::way(frame, &WeakScore { subject, period, dimension: warning.dimension.clone(), from });
    }
    let indicator = warning.indicator.as_ref()?.id;
    let to = Address::OpenDiagnosis { subject, indicator, period, from };
    let word = frame.locale.text.cockpit.diagnose;
    Some(view! { <a class="button" href=to.to_string()>{word}</a> }.into_any())
}

fn opened(warning: &Shown, own: bool) -> Opened {
    let unit = Subject::Unit(warning.parties.unit.id);
    let number = warning.indicator.as_ref().map(|indicator| indicator.id).zip(warning.period);
    Opened {
        subject: warning.subject.unwrap_or(unit),
        about: number.filter(|_| warning.subject.is_some()),
        from: Some(warning.id),
        own,
    }
}

fn outcome(frame: Frame, warning: &Shown) -> AnyView {
    let text = frame.locale.text.warning();
    if warning.outcome.is_empty() && !warning.recovered {
        return ().into_any();
    }
    let recovered = warning.recovered.then(|| view! { <p class="saved">{text.recovered}</p> });
    let words = (!warning.outcome.is_empty()).then(|| view! { <p class="advice-words">{warning.outcome.clone()}</p> });
    card(text.outcome, ().into_any(), view! { {words} {recovered} }.into_any())
}

fn about(frame: Frame, warning: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let parties = &warning.parties;
    let mut lines = vec![(text.unit, cell(parties.unit.name.clone()))];
    lines.extend(parties.person.as_ref().map(|person| (text.person, cell(person.name.clone()))));
    lines.push((text.giver, cell(parties.giver.name.clone())));
    lines.extend(warning.indicator.as_ref().map(|indicator| {
        let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
        (text.indicator, link(Address::Indicator(indicator.id).to_string(), name))
    }));
    lines.extend(score(frame, warning).map(|name| (locale.text.cockpit.score, cell(name))));
    lines.extend(warning.period.map(|period| (text.period, cell(locale.period(period)))));
    lines.push((text.condition, origin(frame, warning)));
    lines.extend(warning.handler.as_ref().map(|handler| (text.handler, cell(handler.name.clone()))));
    lines.push((text.issued_at, cell(locale.moment(&warning.issued_at))));
    lines.extend(warning.received_at.as_deref().map(|at| (text.received_at, cell(locale.moment(at)))));
    lines.extend(warning.ended_at.as_deref().map(|at| (text.ended_at, cell(locale.moment(at)))));
    card(text.about, ().into_any(), facts(lines))
}

/// What the score it is about is called: the dimension, or the total, and the scheme.
fn score(frame: Frame, warning: &Shown) -> Option<String> {
    let dimension = warning.dimension.as_ref().map(|code| frame.cockpit_dimension(code.as_str()));
    let name = dimension.unwrap_or_else(|| frame.locale.text.warning().total_score.to_owned());
    let scheme = warning.scheme_name.as_ref().map(|name| format!(" · {name}")).unwrap_or_default();
    warning.of_score.then(|| format!("{name}{scheme}"))
}

/// The page that tells how the number it is about came about.
fn behind(warning: &Shown) -> Option<Address> {
    let (subject, period) = (warning.subject?, warning.period?);
    if warning.of_score {
        let dimension = warning.dimension.as_ref().map(|code| code.as_str().to_owned());
        return Some(Address::ExplainScore { subject, period, dimension });
    }
    let indicator = warning.indicator.as_ref()?.id;
    Some(Address::Explain { subject, indicator, period })
}

/// What it comes from: a kind of condition, with the way to its rule for whoever may read rules; or somebody's hand.
fn origin(frame: Frame, warning: &Shown) -> AnyView {
    let locale = frame.locale;
    let word = warning.condition.map_or(locale.text.warning().by_hand, |kind| kind.word(locale));
    match warning.rule.filter(|_| frame.may(Resource::WarningRule, Action::Read)) {
        Some(rule) => link(Address::Rule(Some(rule)).to_string(), word),
        None => cell(word),
    }
}

/// The numbers that made it fire, and the way to what stands behind them.
fn numbers(frame: Frame, warning: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let unit = warning.indicator.as_ref().map(|indicator| indicator.unit_of_measure.as_str()).unwrap_or_default();
    let lines: Vec<_> = warning
        .facts
        .iter()
        .map(|fact| {
            let (name, value) = marks::fact(locale, &fact.name, fact.value, unit);
            view! { <div><dt>{name}</dt><dd>{value}</dd></div> }
        })
        .collect();
    let content = match lines.is_empty() {
        true => view! { <p class="quiet">{text.no_numbers}</p> }.into_any(),
        false => view! { <dl class="facts">{lines}</dl> }.into_any(),
    };
    let behind = behind(warning).map(|to| link(to.to_string(), text.how_it_came));
    card(text.numbers, behind.into_any(), content)
}
