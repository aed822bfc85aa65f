//! What a diagnosis is about: the number and the parties, whose turn it is, and the matters it hangs together with.

use leptos::prelude::*;

use super::Shown;
use crate::address::Address;
use crate::api::codes::{Action, Resource, Side};
use crate::frame::Frame;
use crate::locale::Locale;
use crate::pages::matter::clock::{self, Running, Standing};
use crate::pages::matter::links::{self, Linked};
use crate::parts::card::{card, facts, link};
use crate::parts::table::text as cell;

/// The card.
pub fn about(frame: Frame, it: &Shown) -> AnyView {
    let locale = frame.locale;
    let (text, sides) = (locale.text.rectification(), locale.text.matter());
    let person = it.parties.person.as_ref().map(|person| format!(" · {}", person.name)).unwrap_or_default();
    let mut lines = vec![
        (sides.side_responsible, cell(format!("{}{person}", it.parties.unit.name))),
        (sides.side_giver, cell(it.parties.giver.name.clone())),
    ];
    if let Some(indicator) = &it.indicator {
        let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
        let explain = Address::Explain { subject: it.subject, indicator: indicator.id, period: it.period };
        let shown = view! { {link(explain.to_string(), name)} " · " {locale.period(it.period)} };
        lines.push((text.indicator, shown.into_any()));
        if frame.may(Resource::Handbook, Action::Read) {
            let to = Address::Handbook { indicator: Some(indicator.id) };
            lines.push((locale.text.diagnosis().handbook, link(to.to_string(), locale.text.handbook().title)));
        }
    }
    if it.of_score {
        let words = locale.text.diagnosis();
        let dimension = it.dimension.as_ref().map(|code| frame.cockpit_dimension(code.as_str()));
        let name = dimension.unwrap_or_else(|| words.total_score.to_owned());
        let scheme = it.scheme_name.as_ref().map(|name| format!(" · {name}")).unwrap_or_default();
        let dimension = it.dimension.as_ref().map(|code| code.as_str().to_owned());
        let explain = Address::ExplainScore { subject: it.subject, period: it.period, dimension };
        let shown = view! { {link(explain.to_string(), name)} {scheme} " · " {locale.period(it.period)} };
        lines.push((words.score, shown.into_any()));
    }
    if !it.advice.is_empty() {
        lines.push((locale.text.warning().advice, cell(it.advice.clone())));
    }
    lines.push((text.opened, cell(locale.moment(&it.opened_at))));
    lines.extend(it.ended_at.as_deref().map(|at| (text.ended, cell(locale.moment(at)))));
    let content = view! {
        <p class="said">{locale.name(&it.problem, &it.problem_en).to_owned()}</p>
        <div class="wide-facts-box">{facts(lines)}</div>
    };
    card(locale.text.diagnosis().about, ().into_any(), content.into_any())
}

/// Whose turn it is, how many days are left, how punctual each side was.
pub fn clocks(locale: Locale, it: &Shown) -> AnyView {
    let running = it.clocks.all.iter().filter(|clock| clock.stopped_at.is_none());
    let running: Vec<_> = running
        .map(|clock| Running {
            side: clock.side,
            kind: clock.kind,
            item: clock.item,
            due_on: &clock.due_on,
            overdue: clock.overdue,
            days_left: clock.days_left,
            escalated: clock.escalated,
        })
        .collect();
    let (unit, giver) = (&it.parties.unit.name, &it.parties.giver.name);
    let (own, other) = (&it.clocks.responsible, &it.clocks.giver);
    let sides = [
        Standing { side: Side::Responsible, unit, kept: own.kept, of: own.of },
        Standing { side: Side::Giver, unit: giver, kept: other.kept, of: other.of },
    ];
    clock::both_sides(locale, &running, sides, it.ended_at.is_some(), None)
}

/// The matters that led to it, and those it led to; nothing where there are none.
pub fn links(locale: Locale, it: &Shown) -> AnyView {
    let linked = it.links.iter().map(|link| Linked {
        before: link.before,
        how: link.kind,
        kind: link.matter.kind,
        id: link.matter.id,
        number: &link.matter.number,
        title: &link.matter.title,
        state: &link.matter.state,
    });
    links::links(locale, linked)
}
