//! Patterns of risk that officers learnt and shared with everybody (ZH-54).

use leptos::prelude::*;

use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::{card, link};
use crate::parts::pager::{Pager, SCREENFUL};

operations!("src/pages/handbook.graphql": SharedPatterns);
use ask::{SharedPatterns, shared_patterns};

type Shared = shared_patterns::SharedPatternsSharedPatternsNodes;

/// The card.
pub fn patterns(frame: Frame, indicator: Memo<Option<IndicatorId>>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let pager = Pager::new();
    Effect::new(move |_| {
        indicator.track();
        pager.restart();
    });
    let load = Load::new(move || {
        let variables =
            shared_patterns::Variables { first: SCREENFUL, after: pager.after(), indicator: indicator.get() };
        async move { frame.client.ask::<SharedPatterns>(variables).await }
    });
    let list = load.view(locale, move |answer| {
        let page = &answer.shared_patterns;
        if page.nodes.is_empty() {
            return view! { <p class="quiet">{text.no_patterns}</p> }.into_any();
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let lines: Vec<_> = page.nodes.iter().map(|shared| view! { <li>{line(frame, shared)}</li> }).collect();
        view! { <ul class="patterns">{lines}</ul> {pager.view(locale, page.total_count, end)} }.into_any()
    });
    card(text.patterns, ().into_any(), list)
}

fn line(frame: Frame, shared: &Shared) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.handbook();
    let change = (!shared.management_change.is_empty())
        .then(|| view! { <p class="said"><b>{text.pattern_change}</b> " " {shared.management_change.clone()}</p> });
    let about = shared.indicator.as_ref().map(|of| {
        let name = locale.name(&of.name, &of.name_en).to_owned();
        view! { {link(Address::Indicator(of.id).to_string(), name)} " · " }
    });
    let point = shared.risk_point.clone().map(|point| view! { {point} " · " });
    view! {
        <p><b>{shared.title.clone()}</b></p>
        <p class="said">{shared.pattern.clone()}</p>
        {change}
        <p class="fine">{about} {point} {shared.unit_name.clone()} " · " {locale.moment(&shared.shared_at)}</p>
    }
    .into_any()
}
