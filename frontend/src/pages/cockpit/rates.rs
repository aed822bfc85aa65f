//! The tiles of the key rates: value, target, gap, way, change on the year; one press to the explanation.

use leptos::prelude::*;

use super::{At, CellFields, Seen};
use crate::address::Address;
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::parts::badge::{Meaning, band_class};
use crate::parts::change::Change;
use crate::parts::spark::Spark;

/// As many tiles as fit a screen at a glance.
const TILES: usize = 6;

/// The tiles; nothing where no key rate reaches the place.
pub fn rates(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let tiles: Vec<_> = seen
        .cells
        .iter()
        .filter(|cell| cell.indicator.key_rate)
        .take(TILES)
        .map(|cell| tile(frame, at, cell))
        .collect();
    if tiles.is_empty() {
        return ().into_any();
    }
    let text = &frame.locale.text.cockpit;
    view! { <section class="tiles" aria-label=text.key_rates>{tiles}</section> }.into_any()
}

/// One tile. Its name shows the trend, its value the explanation.
pub fn tile(frame: Frame, at: At, cell: &CellFields) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let unit = cell.indicator.unit_of_measure.clone();
    let name = locale.name(&cell.indicator.name, &cell.indicator.name_en).to_owned();
    let focus = Address::Cockpit { subject: at.subject, period: at.period, focus: Some(cell.indicator.id) };
    let shown = match cell.value {
        Some(value) => {
            let (number, unit) = locale.value(value, &unit);
            view! { {number} " " <small>{unit}</small> }.into_any()
        }
        None => view! { <span class="absence">{cell.availability.word(locale)}</span> }.into_any(),
    };
    let target = cell.target.map_or_else(|| text.no_target.to_owned(), |target| locale.full(target, &unit));
    let values: Vec<_> = cell.trend.iter().map(|point| point.value).collect();
    view! {
        <article class="tile" class:absent=cell.value.is_none()>
            <div class="tile-name">
                <a href=focus.to_string()>{name.clone()}</a>
                <Meaning locale=locale availability=cell.availability band=cell.band />
            </div>
            <a class="tile-value" href=at.explain(cell.indicator.id).to_string() title=text.explain
                aria-label=format!("{name} {} · {}", locale.full_or_none(cell.value, &unit), text.explain)>{shown}</a>
            <Spark values=values class=cell.band.map_or("steady", band_class) />
            <div class="tile-foot"><span>{text.target}</span> <span>{target}</span></div>
            <div class="tile-foot"><span>{text.gap}</span> <span>{gap(frame, cell)}</span></div>
            <div class="tile-foot"><span>{text.on_year}</span> <Change locale=locale change=cell.improvement_on_year unit=unit /></div>
        </article>
    }
    .into_any()
}

/// How far from the target, in words.
pub fn gap(frame: Frame, cell: &CellFields) -> String {
    match cell.gap {
        None => "—".to_owned(),
        Some(gap) if gap.scaled() >= 0 => frame.locale.text.cockpit.reached.to_owned(),
        Some(gap) => frame.locale.change(gap, &cell.indicator.unit_of_measure),
    }
}
