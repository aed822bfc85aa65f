//! `/risks/labels`: labels on persons, as far as the reader may see them, and one's own on the desk (ZH-50).

mod give;
mod steps;

use leptos::prelude::*;

use super::risks::tabs;
use crate::address::Address;
use crate::api::codes::{Action, LabelOrigin, LabelState, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::form::tick;
use crate::parts::pager::{Pager, SCREENFUL};

operations!("src/pages/risk_labels.graphql": RiskLabelsPage);
use ask::{RiskLabelsPage, risk_labels_page};

/// A label.
pub type Label = risk_labels_page::RiskLabelsPageRiskLabelsNodes;

/// As many of one's own as are shown on the desk.
const OWN: i64 = 20;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.risk();
    let (pager, current) = (Pager::new(), RwSignal::new(true));
    Effect::new(move |_| {
        current.track();
        pager.restart();
    });
    let load = Load::new(move || {
        let variables =
            risk_labels_page::Variables { first: SCREENFUL, after: pager.after(), current: current.get(), own: false };
        async move { frame.client.ask::<RiskLabelsPage>(variables).await }
    });
    let changed = Callback::new(move |()| load.again());
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.risk_labels;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {each(frame, &page.nodes, changed)} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let give = frame.may(Resource::RiskLabel, Action::Write).then(|| give::button(frame, changed));
    view! {
        <div class="head"><h1>{text.labels}</h1> <div class="tools">{give}</div></div>
        {tabs::tabs(frame, &Address::RiskLabels)}
        <p class="quiet">{text.labels_lead}</p>
        {card(text.labels, tick(text.only_current, current), content)}
    }
    .into_any()
}

/// The reader's own labels that hold; nothing where there are none.
pub fn own(frame: Frame) -> AnyView {
    let load = Load::new(move || {
        let variables = risk_labels_page::Variables { first: OWN, after: None, current: true, own: true };
        async move { frame.client.ask::<RiskLabelsPage>(variables).await }
    });
    let changed = Callback::new(move |()| load.again());
    load.view(frame.locale, move |answer| match answer.risk_labels.nodes.as_slice() {
        [] => ().into_any(),
        labels => card(frame.locale.text.risk().own_labels, ().into_any(), each(frame, labels, changed)),
    })
}

fn state(locale: Locale, state: LabelState) -> AnyView {
    let class = match state {
        LabelState::Current => "watch",
        LabelState::Expired | LabelState::Ended => "steady",
    };
    tag(class, state.word(locale))
}

fn each(frame: Frame, labels: &[Label], changed: Callback<()>) -> AnyView {
    let labels: Vec<_> = labels.iter().map(|label| one(frame, label, changed)).collect();
    view! { <ul class="risk-list">{labels}</ul> }.into_any()
}

fn one(frame: Frame, label: &Label, changed: Callback<()>) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let at = locale.moment(&label.given_at);
    let (given, reason) = match label.origin {
        LabelOrigin::Hand => (fill(text.given, &[&at, &label.by]), label.reason.clone()),
        LabelOrigin::Rule => (fill(text.given_by_rule, &[&at]), fill(text.repeated, &[&label.reason])),
    };
    let unit = label.unit.as_ref().map(|unit| view! { <span class="quiet">{unit.name.clone()}</span> });
    let answer = label.answer.as_ref().map(|answer| {
        let said = fill(text.answered, &[&answer.words, &locale.moment(&answer.at)]);
        view! { <p><b>{text.answer}</b> " " {said}</p> }
    });
    let ended = label.ended.as_ref().map(|ended| {
        let said = fill(text.ended, &[&locale.moment(&ended.at), &ended.by, &ended.reason]);
        view! { <p class="quiet">{said}</p> }
    });
    view! {
        <li>
            <div class="risk-line">
                {tag("under-way", label.kind.word(locale))} {state(locale, label.state)}
                <b class="risk-of">{label.person.name.clone()}</b> {unit}
                <span class="quiet">{text.until} " " {label.until.clone()}</span>
                <span class="tools">{steps::tools(frame, label, changed)}</span>
            </div>
            <p>{reason}</p>
            {answer}
            {ended}
            <p class="fine">{given}</p>
        </li>
    }
    .into_any()
}
