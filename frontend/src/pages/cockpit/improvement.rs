//! How far the rates got better since last year, in percentage points, and who got furthest (CJ-61).

use leptos::prelude::*;

use super::At;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::card::card;
use crate::parts::change::Change;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/cockpit.graphql": ImprovementPart);
use ask::{ImprovementPart, improvement_part};

type Shown = improvement_part::ImprovementPartImprovement;

/// The card; nothing where there is no last year to compare with.
pub fn improvement(frame: Frame, at: At) -> AnyView {
    let load = Load::new(move || {
        let variables = improvement_part::Variables { subject: at.subject, period: at.period };
        async move { frame.client.ask::<ImprovementPart>(variables).await }
    });
    load.view(frame.locale, move |answer| drawn(frame, at, &answer.improvement))
}

fn drawn(frame: Frame, at: At, shown: &Shown) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let Some(mean) = shown.mean else { return ().into_any() };
    let average = view! { <Change locale=locale change=Some(mean) unit="%" /> };
    let columns = [words(text.indicator), numbers(text.before), numbers(text.after), numbers(text.change)];
    let rows = shown.lines.iter().map(|line| {
        let unit = &line.indicator.unit_of_measure;
        let name = locale.name(&line.indicator.name, &line.indicator.name_en).to_owned();
        vec![
            view! { <a href=at.explain(line.indicator.id).to_string()>{name}</a> }.into_any(),
            cell(locale.full_or_none(line.before, unit)),
            cell(locale.full_or_none(line.after, unit)),
            view! { <Change locale=locale change=line.change unit=unit.clone() /> }.into_any(),
        ]
    });
    let best: Vec<_> = shown
        .best
        .iter()
        .map(|best| {
            let to = at.cockpit(best.place.subject).to_string();
            view! {
                <li><a class="link" href=to>{best.place.short_name.clone()}</a> " " <Change locale=locale change=Some(best.mean) unit="%" /></li>
            }
        })
        .collect();
    let best = (!best.is_empty()).then(|| view! { <h3>{text.improvement_best}</h3> <ul class="row-list">{best}</ul> });
    let note = fill(text.improvement_note, &[&locale.period(shown.to), &locale.period(shown.from)]);
    let content = view! {
        <p>{text.improvement_mean} " " {average}</p>
        {table(text.improvement, &columns, rows.collect())}
        {best}
        <p class="fine">{note}</p>
    };
    card(text.improvement, ().into_any(), content.into_any())
}
