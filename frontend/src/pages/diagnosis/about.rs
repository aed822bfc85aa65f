//! What a diagnosis is about: the number and the parties, whose turn it is, and the matters it hangs together with.

use leptos::prelude::*;

use super::{Link, Shown};
use crate::address::Address;
use crate::api::codes::{Action, LinkKind, Resource, Side};
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::pages::desk::matter;
use crate::parts::badge::tag;
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
    lines.push((text.opened, cell(locale.moment(&it.opened_at))));
    lines.extend(it.ended_at.as_deref().map(|at| (text.ended, cell(locale.moment(at)))));
    let content = view! {
        <p class="said">{it.problem.clone()}</p>
        <div class="wide-facts-box">{facts(lines)}</div>
    };
    card(locale.text.diagnosis().about, ().into_any(), content.into_any())
}

/// Whose turn it is, how many days are left, how punctual each side was.
pub fn clocks(locale: Locale, it: &Shown) -> AnyView {
    let (responsible, giver) = (&it.clocks.responsible, &it.clocks.giver);
    let content = view! {
        <div class="both-clocks">
            {side(locale, it, Side::Responsible, &it.parties.unit.name, (responsible.kept, responsible.of))}
            {side(locale, it, Side::Giver, &it.parties.giver.name, (giver.kept, giver.of))}
        </div>
    };
    card(locale.text.rectification().clocks, ().into_any(), content.into_any())
}

fn side(locale: Locale, it: &Shown, side: Side, unit: &str, (kept, of): (i64, i64)) -> AnyView {
    let text = locale.text.rectification();
    let running: Vec<_> =
        it.clocks.all.iter().filter(|clock| clock.side == side && clock.stopped_at.is_none()).collect();
    let late = running.iter().any(|clock| clock.overdue);
    let waits: Vec<_> = running
        .iter()
        .map(|clock| {
            let what = clock.item.map_or_else(
                || clock.kind.word(locale).to_owned(),
                |item| format!("{} {}", clock.kind.word(locale), fill(text.item, &[&locale.count(item)])),
            );
            let left = left(locale, clock.overdue, clock.days_left);
            view! { <li>{fill(text.clock_due, &[&what, &clock.due_on])} " · " {left}</li> }
        })
        .collect();
    let first = match (waits.is_empty(), it.ended_at.is_some()) {
        (true, true) => Some(text.over),
        (true, false) => Some(text.other_turn),
        (false, _) => None,
    };
    let punctual = (of > 0).then(|| view! { <p>{fill(text.punctual, &[&locale.count(kept), &locale.count(of)])}</p> });
    view! {
        <div class=if late { "clock late" } else { "clock" }>
            <h3>{unit.to_owned()} " " <span class="quiet">{side.word(locale)}</span></h3>
            {first.map(|first| view! { <b>{first}</b> })}
            <ul>{waits}</ul>
            {punctual}
        </div>
    }
    .into_any()
}

/// How long a running clock still has.
fn left(locale: Locale, overdue: bool, days: i64) -> String {
    let text = locale.text.rectification();
    match (overdue, days) {
        (true, 0) => text.overdue.to_owned(),
        (true, days) => fill(text.late_by, &[&locale.count(days.saturating_abs())]),
        (false, 0) => text.due_today.to_owned(),
        (false, days) => fill(text.days_left, &[&locale.count(days)]),
    }
}

/// The matters that led to it, and those it led to; nothing where there are none.
pub fn links(locale: Locale, it: &Shown) -> AnyView {
    if it.links.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = it.links.iter().map(|other| line(locale, other)).collect();
    card(locale.text.rectification().links, ().into_any(), view! { <ul class="asked">{lines}</ul> }.into_any())
}

fn line(locale: Locale, other: &Link) -> AnyView {
    let text = locale.text.rectification();
    let relation = match (other.kind, other.before) {
        (LinkKind::FoundBefore, _) => tag("good", other.kind.word(locale)),
        (LinkKind::LedTo, true) => tag("steady", text.link_before),
        (LinkKind::LedTo, false) => tag("steady", text.link_after),
    };
    let of = &other.matter;
    let state = locale.matter_state(of.kind, &of.state);
    view! {
        <li>
            <p>{relation} " " {of.kind.word(locale)} " " {matter::link(of.kind, of.id, &of.number, &of.title)}</p>
            <p class="quiet">{state}</p>
        </li>
    }
    .into_any()
}
