//! `/handbook`: what is known of weak numbers (CJ-41): the page of each indicator with causes and measures in the order in which they
//! worked, and the proposals that wait for review.

mod entries;
mod patterns;
mod propose;

use leptos::prelude::*;

use super::choices;
use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::card::{card, link};
use crate::parts::form::select;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/handbook.graphql": HandbookPage);
use ask::{HandbookPage, handbook_page};

type Shown = handbook_page::HandbookPageHandbook;

/// An entry of a page: its words, how often it was used and how often it worked.
struct Line {
    words: String,
    used: i64,
    worked: i64,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let chosen = Memo::new(move |before: Option<&Option<IndicatorId>>| match frame.history.address() {
        Address::Handbook { indicator } => indicator,
        _ => before.copied().flatten(),
    });
    let list = Load::new(move || choices::indicators(frame));
    let choice = list.view(locale, move |all| choice(frame, chosen, all.as_slice()));
    // What is proposed or published anew is asked for anew.
    let changes = RwSignal::new(0_u32);
    let changed = Callback::new(move |()| changes.update(|changes| *changes = changes.wrapping_add(1)));
    let opened = Load::new(move || {
        let indicator = chosen.get();
        changes.track();
        async move {
            let Some(indicator) = indicator else { return Ok(None) };
            let answer = frame.client.ask::<HandbookPage>(handbook_page::Variables { indicator }).await?;
            Ok(Some((indicator, answer.handbook)))
        }
    });
    let opened = opened.view(locale, move |answer| match &*answer {
        Some((indicator, shown)) => of_indicator(frame, *indicator, shown, changed),
        None => ().into_any(),
    });
    view! {
        <div class="head">
            <h1>{text.title}</h1>
            <p class="meta">{text.lead}</p>
            <div class="tools">
                <button class="button" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
            </div>
        </div>
        {card(text.indicator, ().into_any(), choice)}
        {opened}
        {patterns::patterns(frame, chosen)}
        {entries::entries(frame, chosen, changes, changed)}
    }
    .into_any()
}

/// The choice of an indicator; its page stands in the address.
fn choice(frame: Frame, chosen: Memo<Option<IndicatorId>>, all: &[(String, String)]) -> AnyView {
    let text = frame.locale.text.handbook();
    let now = untrack(|| chosen.get()).map(|indicator| indicator.to_string()).unwrap_or_default();
    let value = RwSignal::new(now);
    Effect::new(move |_| {
        let wanted = value.with(|value| value.parse::<IndicatorId>().ok());
        if wanted != chosen.get_untracked() {
            frame.history.go(&Address::Handbook { indicator: wanted });
        }
    });
    Effect::new(move |_| {
        let now = chosen.get().map(|indicator| indicator.to_string()).unwrap_or_default();
        if value.with_untracked(|value| *value != now) {
            value.set(now);
        }
    });
    let first = (String::new(), text.choose_indicator.to_owned());
    let options: Vec<_> = std::iter::once(first).chain(all.iter().cloned()).collect();
    view! { <div class="filters">{select(Some(text.choose_indicator.to_owned()), value, options)}</div> }.into_any()
}

fn of_indicator(frame: Frame, indicator: IndicatorId, shown: &Shown, changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let said = |chinese: &str, english: &str| locale.name(chinese, english).to_owned();
    let causes = shown.causes.iter();
    let known: Vec<(String, String)> =
        causes.clone().map(|of| (of.id.to_string(), said(&of.text, &of.text_en))).collect();
    let causes: Vec<Line> =
        causes.map(|of| Line { words: said(&of.text, &of.text_en), used: of.used, worked: of.worked }).collect();
    let measures: Vec<Line> = shown
        .measures
        .iter()
        .map(|of| Line { words: said(&of.text, &of.text_en), used: of.used, worked: of.worked })
        .collect();
    let propose = shown.may_propose.then(|| propose::propose(frame, indicator, known, changed));
    let name = shown.indicator.as_ref().map_or("—", |of| locale.name(&of.name, &of.name_en)).to_owned();
    let title = link(Address::Indicator(indicator).to_string(), name);
    let content = view! {
        <h3>{text.causes}</h3> {lines(frame, text.causes, &causes)}
        <h3>{text.measures}</h3> {lines(frame, text.measures, &measures)}
    };
    card(title, propose.into_any(), content.into_any())
}

fn lines(frame: Frame, name: &'static str, lines: &[Line]) -> AnyView {
    let text = frame.locale.text.handbook();
    if lines.is_empty() {
        return view! { <p class="quiet">{text.none_yet}</p> }.into_any();
    }
    let columns = [words(text.entry), numbers(text.did)];
    let row = |line: &Line| {
        let uses = fill(text.uses, &[&frame.locale.count(line.used), &frame.locale.count(line.worked)]);
        vec![view! { <p class="said">{line.words.clone()}</p> }.into_any(), cell(uses)]
    };
    table(name, &columns, lines.iter().map(row).collect())
}
