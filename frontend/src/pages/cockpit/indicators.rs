//! Every indicator that reaches the place: found by name, dimension and band, in the columns the reader wants.

use leptos::prelude::*;

use super::rates::gap;
use super::trend::export;
use super::{At, CellFields, Seen};
use crate::api::codes::Band;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::pages::open_rectification::ways;
use crate::parts::badge::Meaning;
use crate::parts::card::card;
use crate::parts::change::Change;
use crate::parts::menu::Menu;
use crate::parts::table::{Column, numbers, table, text as cell, words};
use crate::preferences::{keep, recall};

/// What a column shows. The order is that of the table; the name is kept in the browser.
const COLUMNS: [&str; 9] = ["value", "target", "gap", "points", "previous", "on_year", "rank", "parts", "rows"];
/// Shown until the reader chooses.
const USUAL: &str = "value target gap points previous on_year rank";

/// The filters of the table.
#[derive(Clone, Copy)]
struct Filter {
    words: RwSignal<String>,
    dimension: RwSignal<String>,
    band: RwSignal<String>,
}

impl Filter {
    fn takes(self, cell: &CellFields) -> bool {
        let words = self.words.get().to_lowercase();
        let indicator = &cell.indicator;
        let named = [&indicator.name, &indicator.name_en].iter().any(|name| name.to_lowercase().contains(&words))
            || indicator.code.as_str().to_lowercase().contains(&words);
        let dimension = self.dimension.get();
        let band = self.band.get();
        let in_dimension = indicator.cockpit_dimension.as_ref().is_some_and(|code| code.as_str() == dimension);
        named
            && (dimension.is_empty() || in_dimension)
            && (band.is_empty() || cell.band.is_some_and(|of| of.code() == band))
    }
}

/// The card with filters, columns, density, total and export.
pub fn indicators(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let text = frame.locale.text;
    let filter = Filter {
        words: RwSignal::new(String::new()),
        dimension: RwSignal::new(String::new()),
        band: RwSignal::new(String::new()),
    };
    let chosen = RwSignal::new(recall("columns").unwrap_or_else(|| USUAL.to_owned()));
    Effect::new(move |_| keep("columns", &chosen.get()));
    let cells = StoredValue::new(seen.cells.clone());
    let dense = frame.preferences.dense;
    let content = move || {
        let chosen = chosen.get();
        cells.with_value(|cells| {
            let taken: Vec<&CellFields> = cells.iter().filter(|cell| filter.takes(cell)).collect();
            let total = fill(text.cockpit.sheet_total, &[&taken.len().to_string()]);
            view! { {sheet(frame, at, &chosen, &taken)} <p class="fine" role="status">{total}</p> }.into_any()
        })
    };
    let actions = view! {
        {column_menu(frame, chosen)}
        <button class="link" type="button" aria-pressed=move || dense.get().to_string()
            on:click=move |_| dense.update(|dense| *dense = !*dense)>{text.common.density}</button>
        {export(frame, at, "cells", None, None)}
    };
    let content = view! { {filters(frame, seen, filter)} <div class:dense=move || dense.get()>{content}</div> };
    card(text.cockpit.indicators, actions.into_any(), content.into_any())
}

fn filters(frame: Frame, seen: &Seen, filter: Filter) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let dimensions: Vec<_> = seen
        .dimensions
        .iter()
        .filter_map(|score| {
            let name = frame.locale.name(&score.name, &score.name_en).to_owned();
            Some(view! { <option value=score.cockpit_dimension.as_ref()?.to_string()>{name}</option> })
        })
        .collect();
    let bands: Vec<_> =
        Band::ALL.iter().map(|&band| view! { <option value=band.code()>{band.word(frame.locale)}</option> }).collect();
    view! {
        <div class="filters">
            <input type="search" placeholder=text.find_indicator aria-label=text.find_indicator
                on:input=move |event| filter.words.set(event_target_value(&event)) />
            <select aria-label=text.dimension on:change=move |event| filter.dimension.set(event_target_value(&event))>
                <option value="">{text.all_dimensions}</option>{dimensions}
            </select>
            <select aria-label=frame.locale.text.common.state on:change=move |event| filter.band.set(event_target_value(&event))>
                <option value="">{text.any_band}</option>{bands}
            </select>
        </div>
    }
    .into_any()
}

fn title(frame: Frame, column: &str) -> &'static str {
    let text = &frame.locale.text.cockpit;
    match column {
        "value" => text.value,
        "target" => text.target,
        "gap" => text.gap,
        "points" => text.points,
        "previous" => text.against_previous,
        "on_year" => text.on_year,
        "rank" => text.rank,
        "parts" => text.numerator,
        _ => text.rows,
    }
}

fn column_menu(frame: Frame, chosen: RwSignal<String>) -> AnyView {
    let boxes: Vec<_> = COLUMNS
        .iter()
        .map(|&column| {
            let has = move || chosen.with(|chosen| chosen.split(' ').any(|one| one == column));
            let flip = move |_| {
                let kept = COLUMNS.iter().copied().filter(|&one| {
                    let had = chosen.with_untracked(|chosen| chosen.split(' ').any(|other| other == one));
                    had != (one == column)
                });
                chosen.set(kept.collect::<Vec<_>>().join(" "));
            };
            view! {
                <label class="menu-item" on:click=|event| event.stop_propagation()>
                    <input type="checkbox" prop:checked=has on:change=flip /> " " {title(frame, column)}
                </label>
            }
        })
        .collect();
    let word = frame.locale.text.common.columns;
    view! { <Menu label=word plain=true face=move || word>{boxes}</Menu> }.into_any()
}

fn sheet(frame: Frame, at: At, chosen: &str, cells: &[&CellFields]) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let shown: Vec<&str> =
        COLUMNS.iter().copied().filter(|column| chosen.split(' ').any(|one| one == *column)).collect();
    let mut columns: Vec<Column> = vec![words(text.indicator), words(frame.locale.text.common.state)];
    columns.extend(shown.iter().map(|column| {
        let numeric = numbers(title(frame, column));
        if *column == "value" { numeric } else { numeric.wide() }
    }));
    let acts = [false, true].into_iter().any(|own| ways::may(frame, at.subject, own));
    columns.extend(acts.then_some(words(text.act).wide()));
    let rows = cells.iter().map(|cell| {
        let mut row = vec![name(frame, at, cell), meaning(frame, cell)];
        row.extend(shown.iter().map(|column| content(frame, at, column, cell)));
        row.extend(acts.then(|| ways_on(frame, at, cell)));
        row
    });
    table(text.indicators, &columns, rows.collect())
}

fn name(frame: Frame, at: At, of: &CellFields) -> AnyView {
    let indicator = &of.indicator;
    let name = frame.locale.name(&indicator.name, &indicator.name_en).to_owned();
    view! { <a href=at.explain(indicator.id).to_string()>{name}</a> " " <small class="quiet">{indicator.code.to_string()}</small> }
        .into_any()
}

fn ways_on(frame: Frame, at: At, of: &CellFields) -> AnyView {
    let indicator = &of.indicator;
    let name = frame.locale.name(&indicator.name, &indicator.name_en);
    let ways = ways::ways(frame, at.subject, (indicator.id, at.period), "link", Some(name));
    view! { <span class="row-actions">{ways}</span> }.into_any()
}

fn meaning(frame: Frame, of: &CellFields) -> AnyView {
    view! { <Meaning locale=frame.locale availability=of.availability band=of.band /> }.into_any()
}

fn content(frame: Frame, at: At, column: &str, of: &CellFields) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let unit = &of.indicator.unit_of_measure;
    match column {
        "value" => {
            let shown =
                of.value.map_or_else(|| of.availability.word(locale).to_owned(), |value| locale.full(value, unit));
            view! { <a class="number" href=at.explain(of.indicator.id).to_string() title=text.explain>{shown}</a> }
                .into_any()
        }
        "target" => cell(locale.full_or_none(of.target, unit)),
        "gap" => cell(gap(frame, of)),
        "points" => cell(format!("{} / {}", locale.points_or_none(of.points), locale.points(of.base_points))),
        "previous" => view! { <Change locale=locale change=of.improvement unit=unit.clone() /> }.into_any(),
        "on_year" => view! { <Change locale=locale change=of.improvement_on_year unit=unit.clone() /> }.into_any(),
        "rank" => cell(of.ranking.as_ref().map_or_else(
            || "—".to_owned(),
            |ranking| fill(text.rank_of, &[&ranking.rank.to_string(), &ranking.group_size.to_string()]),
        )),
        "parts" => {
            cell(format!("{} / {}", locale.full_or_none(of.numerator, ""), locale.full_or_none(of.denominator, "")))
        }
        _ => cell(locale.count(of.rows)),
    }
}
