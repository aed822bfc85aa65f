//! What a rectification is about: the problem, its cause, the parties, the number, the days.

use leptos::prelude::*;

use super::Shown;
use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::{card, facts, link};
use crate::parts::table::text as cell;

operations!("src/pages/rectification.graphql": RiskPointNamed);
use ask::{RiskPointNamed, risk_point_named};

/// Points whose code or name holds the same words: more than a unit has.
const ALIKE: i64 = 100;

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
    let risk_point =
        it.risk_point.as_ref().map(|point| (text.risk_point, risk_point(frame, it.parties.unit.id, point)));
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

/// The risk point: one that the reader finds in the register under this code with its name, as the way there; otherwise as it was said.
fn risk_point(frame: Frame, unit: UnitId, said: &str) -> AnyView {
    if !frame.may(Resource::Risk, Action::Read) {
        return cell(said);
    }
    let said = said.to_owned();
    let search = said.clone();
    let load = Load::new(move || {
        let variables = risk_point_named::Variables { first: ALIKE, unit, search: search.clone() };
        async move { frame.client.ask::<RiskPointNamed>(variables).await }
    });
    let shown = move || {
        let answer = load.ready();
        let point =
            answer.as_ref().and_then(|answer| answer.risk_points.nodes.iter().find(|it| it.code.as_str() == said));
        match point {
            Some(point) => {
                let to = Address::RiskPoint(Some(point.id)).to_string();
                link(to, format!("{} · {}", point.code, point.name))
            }
            None => cell(said.clone()),
        }
    };
    shown.into_any()
}
