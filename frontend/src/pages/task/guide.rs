//! What to do and how, who has which part, and what came of it.

use leptos::prelude::*;

use super::Shown;
use crate::address::Address;
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::card::{card, facts, link};

/// The guide: what to do, how, by when.
pub fn guide(frame: Frame, it: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let how = (!it.how.is_empty()).then(|| view! { <h3>{text.how}</h3> <p class="said">{it.how.clone()}</p> });
    let mut lines = vec![(text.report_by, view! { <b>{it.due_on.clone()}</b> }.into_any())];
    if let Some(indicator) = &it.indicator {
        let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
        lines.push((text.indicator, link(Address::Indicator(indicator.id).to_string(), name)));
    }
    let transfer = it.transfer.as_ref().map(|asked| {
        let to = asked.doer.as_ref().map_or(&asked.unit.name, |doer| &doer.name);
        view! { <p role="note" class="already">{fill(text.transfer_asked, &[to, &asked.reason])}</p> }
    });
    let content = view! {
        {transfer}
        <h3>{text.what}</h3> <p class="said">{it.what.clone()}</p>
        {how}
        <div class="wide-facts-box">{facts(lines)}</div>
    };
    card(text.guide, ().into_any(), content.into_any())
}

/// Who does it, who supervises it, who appraises it, who uses the result.
pub fn roles(locale: Locale, it: &Shown) -> AnyView {
    let (text, codes) = (locale.text.task(), locale.text.task_code());
    let name = |name: Option<&String>, instead: String| name.cloned().unwrap_or(instead).into_any();
    let of_giver = || format!("{} · {}", it.parties.giver.name, text.of_giver);
    let roles = &it.roles;
    let event = it.source.event.as_ref().map(|event| format!(" {event} {}", it.source.key.clone().unwrap_or_default()));
    let source = format!("{}{}", it.source.kind.word(locale), event.unwrap_or_default());
    let lines = vec![
        (codes.role_doer, name(roles.doer.as_ref().map(|it| &it.name), fill(text.of_unit, &[&it.parties.unit.name]))),
        (codes.role_supervisor, name(roles.supervisor.as_ref().map(|it| &it.name), of_giver())),
        (codes.role_appraiser, name(roles.appraiser.as_ref().map(|it| &it.name), of_giver())),
        (codes.role_result_user, name(roles.result_user.as_ref().map(|it| &it.name), text.nobody.to_owned())),
        (codes.role_unit, it.parties.unit.name.clone().into_any()),
        (codes.role_giver, it.parties.giver.name.clone().into_any()),
    ];
    let own: Vec<&str> = it.own_roles.iter().map(|role| role.word(locale)).collect();
    let own = (!own.is_empty()).then(|| view! { <p>{fill(text.own_roles, &[&own.join(" · ")])}</p> });
    let content = view! { {own} <div class="wide-facts-box">{facts(lines)}</div> <p class="quiet">{fill(text.source, &[&source])}</p> };
    card(text.roles, ().into_any(), content.into_any())
}

/// What was done, and how well; nothing before there is a result.
pub fn outcome(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.task();
    if it.result.is_empty() {
        return ().into_any();
    }
    let marks = it.marks.as_ref().map(|marks| {
        let mark = |number: i64| fill(text.of_five, &[&locale.count(number)]).into_any();
        let lines = vec![
            (text.truth, mark(marks.truth)),
            (text.accuracy, mark(marks.accuracy)),
            (text.completeness, mark(marks.completeness)),
            (text.efficiency, mark(marks.efficiency)),
        ];
        view! { <h3>{text.marks}</h3> <div class="wide-facts-box">{facts(lines)}</div> <p class="said">{marks.words.clone()}</p> }
    });
    let content = view! { <p class="said">{it.result.clone()}</p> {marks} };
    card(text.result, ().into_any(), content.into_any())
}
