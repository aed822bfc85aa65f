//! What an inspection found, and the orders that came of it (WH-36).

use leptos::prelude::*;

use super::{Acting, Finding, Shown, dialogs};
use crate::address::Address;
use crate::api::codes::{TaskKind, TaskStep};
use crate::pages::warning::marks;
use crate::parts::card::{card, link};
use crate::parts::table::{table, text as cell, words};

/// The card; nothing for a task that is no inspection.
pub fn findings(acting: Acting, it: &Shown) -> AnyView {
    if it.kind != TaskKind::Inspection {
        return ().into_any();
    }
    let text = acting.frame.locale.text.task();
    let may_add = it.allowed_steps.contains(&TaskStep::AddFinding);
    let add = may_add.then(|| dialogs::finding(acting.taking(TaskStep::AddFinding.code()), it));
    let content = match it.findings.is_empty() {
        true => view! { <p class="quiet">{text.no_findings}</p> }.into_any(),
        false => {
            let columns = [
                words(text.place),
                words(text.found),
                words(text.concerns).wide(),
                words(text.severity),
                words(text.order),
            ];
            table(text.findings, &columns, it.findings.iter().map(|finding| row(acting, it, finding)).collect())
        }
    };
    card(text.findings, view! { {add} }.into_any(), content)
}

fn row(acting: Acting, it: &Shown, finding: &Finding) -> Vec<AnyView> {
    let locale = acting.frame.locale;
    let text = locale.text.task();
    let may_order = it.allowed_steps.contains(&TaskStep::OrderFinding);
    let order = match &finding.order {
        Some(order) => link(Address::Rectification(order.id).to_string(), order.number.clone()),
        None if finding.is_ordered => cell(text.ordered),
        None if may_order => dialogs::order(acting.taking(TaskStep::OrderFinding.code()), finding.item),
        None => cell("—"),
    };
    vec![
        cell(finding.place.clone()),
        cell(finding.what.clone()),
        cell(finding.unit.name.clone()),
        marks::severity(locale, finding.severity),
        order,
    ]
}
