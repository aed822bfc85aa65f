//! How a rule stands towards whom it applies to, where it saw anything at all.

use leptos::prelude::*;

use super::{Shown, rule_page};
use crate::address::Address;
use crate::frame::Frame;
use crate::pages::warning::marks;
use crate::parts;
use crate::parts::card::link;
use crate::parts::table::{numbers, table, text as cell, words};

type Standing = rule_page::RulePageWarningRuleStandings;

/// The card.
pub fn card(frame: Frame, rule: &Shown) -> AnyView {
    let text = frame.locale.text.warning();
    if rule.standings.is_empty() {
        let none = view! { <p class="quiet">{text.no_standings}</p> };
        return parts::card::card(text.standings, ().into_any(), none.into_any());
    }
    let columns = [
        words(text.whom_about),
        words(frame.locale.text.common.state),
        numbers(text.seen).wide(),
        words(text.period),
        words(text.one),
    ];
    let rows = rule.standings.iter().map(|standing| row(frame, standing)).collect();
    parts::card::card(text.standings, ().into_any(), table(text.standings, &columns, rows))
}

fn row(frame: Frame, standing: &Standing) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.warning();
    let place = &standing.place;
    let place = match standing.period {
        Some(period) => {
            let to = Address::Cockpit { subject: place.subject, period, focus: None };
            link(to.to_string(), place.name.clone())
        }
        None => cell(place.name.clone()),
    };
    vec![
        place,
        marks::standing(locale, standing.state),
        cell(locale.count(standing.seen)),
        cell(standing.period.map_or_else(|| "—".to_owned(), |period| locale.period(period))),
        standing
            .warning
            .map_or_else(|| cell("—"), |warning| link(Address::Warning(warning).to_string(), text.open_warning)),
    ]
}
