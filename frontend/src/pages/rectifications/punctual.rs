//! How punctual both sides were this year, unit by unit.

use leptos::prelude::*;

use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::table::{numbers, table, text as cell, words};
use crate::today::this_year;

operations!("src/pages/rectifications.graphql": UnitPunctualityPart);
use ask::{UnitPunctualityPart, unit_punctuality_part};

/// The table, folded away; nothing where nothing was due yet.
pub fn units(frame: Frame) -> AnyView {
    let Some(year) = this_year() else { return ().into_any() };
    let locale = frame.locale;
    let load = Load::new(move || {
        let variables = unit_punctuality_part::Variables { from: year, to: year };
        async move { frame.client.ask::<UnitPunctualityPart>(variables).await }
    });
    load.view(locale, move |answer| {
        if answer.unit_punctuality.is_empty() {
            return ().into_any();
        }
        let (text, sides) = (locale.text.rectification(), locale.text.matter());
        let title = fill(text.punctual, &[&locale.period(year)]);
        let columns = [words(locale.text.warning().unit), numbers(sides.side_responsible), numbers(sides.side_giver)];
        let side = |kept, of| match of {
            0 => cell("—"),
            _ => cell(format!("{} / {}", locale.count(kept), locale.count(of))),
        };
        let rows = answer.unit_punctuality.iter().map(|it| {
            let (responsible, giver) = (&it.responsible, &it.giver);
            vec![cell(it.unit.name.clone()), side(responsible.kept, responsible.of), side(giver.kept, giver.of)]
        });
        view! {
            <details class="all-clocks">
                <summary>{title.clone()}</summary>
                <p class="quiet">{text.punctual_lead}</p>
                {table(title, &columns, rows.collect())}
            </details>
        }
        .into_any()
    })
}
