//! Places below × indicators; every square opens the explanation of its value.

use leptos::prelude::*;

use super::trend::export;
use super::{At, Seen};
use crate::address::Address;
use crate::api::codes::Availability;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;
use crate::parts::heat::{self, HeatCell, HeatRow};

operations!("src/pages/cockpit.graphql": HeatMapPart);
use ask::{HeatMapPart, heat_map_part};

/// The card; nothing where there is nothing below.
pub fn heat(frame: Frame, at: At, seen: &Seen) -> AnyView {
    if seen.children.is_empty() {
        return ().into_any();
    }
    let text = &frame.locale.text.cockpit;
    let load = Load::new(move || {
        let variables = heat_map_part::Variables { subject: at.subject, period: at.period };
        async move { frame.client.ask::<HeatMapPart>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let map = &answer.heat_map;
        let columns: Vec<String> = map
            .indicators
            .iter()
            .map(|indicator| frame.locale.name(&indicator.name, &indicator.name_en).to_owned())
            .collect();
        let rows = map.rows.iter().map(|row| heat_row(at, &map.indicators, row)).collect();
        heat::heat(frame.locale, text.heat, text.children, &columns, rows)
    });
    let content = view! { {content} <p class="fine">{text.heat_legend}</p> };
    card(text.heat, export(frame, at, "heat", None, None), content.into_any())
}

fn heat_row(
    at: At,
    indicators: &[heat_map_part::HeatMapPartHeatMapIndicators],
    row: &heat_map_part::HeatMapPartHeatMapRows,
) -> HeatRow {
    let cells = indicators.iter().map(|indicator| {
        let cell = row.cells.iter().find(|cell| cell.indicator == indicator.id);
        let to = Address::Explain { subject: row.place.subject, indicator: indicator.id, period: at.period };
        HeatCell {
            // An indicator that does not reach the place has no cell at all.
            availability: cell.map_or(Availability::NotApplicable, |cell| cell.availability),
            band: cell.and_then(|cell| cell.band),
            value: cell.and_then(|cell| cell.value),
            unit: indicator.unit_of_measure.clone(),
            href: to.to_string(),
        }
    });
    let name = if row.place.short_name.is_empty() { &row.place.name } else { &row.place.short_name };
    HeatRow { name: name.clone(), href: at.cockpit(row.place.subject).to_string(), cells: cells.collect() }
}
