//! What a rectification is about: the problem, its cause, the parties, the number, the days.

use leptos::prelude::*;

use super::Shown;
use crate::address::Address;
use crate::frame::Frame;
use crate::parts::card::{card, facts, link};
use crate::parts::table::text as cell;

/// The card.
pub fn about(frame: Frame, it: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.rectification();
    let sides = locale.text.matter();
    let person = it.parties.person.as_ref().map(|person| format!(" · {}", person.name));
    let mut lines = vec![
        (sides.side_responsible, cell(format!("{}{}", it.parties.unit.name, person.unwrap_or_default()))),
        (sides.side_giver, cell(it.parties.giver.name.clone())),
        (text.report_by, cell(it.due_on.clone())),
    ];
    if let Some(number) = number(frame, it) {
        lines.push((text.indicator, number));
    }
    let risk_point = it.risk_point.as_ref().map(|point| (text.risk_point, cell(point.clone())));
    let line = it.parties.line.as_ref().map(|line| (text.line, cell(frame.line(line.as_str()))));
    let ended = it.ended_at.as_deref().map(|at| (text.ended, cell(locale.moment(at))));
    lines.extend(risk_point);
    lines.extend(line);
    lines.push((text.opened, cell(locale.moment(&it.opened_at))));
    lines.extend(ended);
    let cause = (!it.cause.is_empty()).then(|| view! { <h3>{text.cause}</h3> <p class="said">{it.cause.clone()}</p> });
    let content = view! {
        <p class="said">{it.problem.clone()}</p>
        {cause}
        <div class="wide-facts-box">{facts(lines)}</div>
    };
    card(text.about, ().into_any(), content.into_any())
}

/// The indicator and its period, with the way to what stands behind the value.
fn number(frame: Frame, it: &Shown) -> Option<AnyView> {
    let indicator = it.indicator.as_ref()?;
    let name = frame.locale.name(&indicator.name, &indicator.name_en).to_owned();
    let (Some(subject), Some(period)) = (it.subject, it.period) else { return Some(cell(name)) };
    let explain = Address::Explain { subject, indicator: indicator.id, period };
    let shown = view! { {link(explain.to_string(), name)} " · " {frame.locale.period(period)} };
    Some(shown.into_any())
}
