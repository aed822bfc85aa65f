//! The heat map: units × indicators as a table, so that it can be read without colours and without a mouse.

use leptos::prelude::*;
use shared::number::Quantity;

use crate::api::codes::{Availability, Band};
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::parts::badge::band_class;

/// One row: a name with its address, and its cells in the order of the columns.
pub struct HeatRow {
    /// What the row is about.
    pub name: String,
    /// Where its name leads.
    pub href: String,
    /// As many as there are columns.
    pub cells: Vec<HeatCell>,
}

/// One cell, and where its explanation is.
pub struct HeatCell {
    /// Whether there is a value.
    pub availability: Availability,
    /// What the value means.
    pub band: Option<Band>,
    /// The value.
    pub value: Option<Quantity>,
    /// The unit of the value.
    pub unit: String,
    /// Where its explanation is.
    pub href: String,
}

/// A heat map named for screen readers.
pub fn heat(
    locale: Locale,
    name: &'static str,
    corner: &'static str,
    columns: &[String],
    rows: Vec<HeatRow>,
) -> AnyView {
    let head: Vec<_> = columns.iter().map(|column| view! { <th scope="col">{column.clone()}</th> }).collect();
    let body: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let cells: Vec<_> = row.cells.into_iter().map(|cell| view! { <td>{square(locale, &cell)}</td> }).collect();
            view! { <tr><th scope="row"><a href=row.href>{row.name}</a></th>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name>
            <table class="heat"><thead><tr><th scope="col">{corner}</th>{head}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
    .into_any()
}

fn square(locale: Locale, cell: &HeatCell) -> AnyView {
    let (class, word) = match (cell.availability, cell.band) {
        (Availability::Present, Some(band)) => (band_class(band), band.word(locale)),
        (Availability::Present, None) => ("plain", Availability::Present.word(locale)),
        (absent, _) => ("absent", absent.word(locale)),
    };
    let value = locale.full_or_none(cell.value, &cell.unit);
    let shown = cell.value.map(|value| view! { <small>{locale.value(value, &cell.unit).0}</small> });
    view! { <a class=format!("square {class}") href=cell.href.clone() title=value>{word} {shown}</a> }.into_any()
}
