//! What values mean: rows that together hold every value, and how they follow one another.

use leptos::prelude::*;

use super::fields::{BandRow, Fields};
use crate::api::codes::Band;
use crate::api::schema::Quantity;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::parts;
use crate::parts::badge::band_class;
use crate::parts::form::{Form, inline, options, select};

/// 分档.
pub fn card(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text;
    let rows = fields.bands;
    let add = move |_| rows.update(|rows| rows.push(BandRow::new(Band::Steady, String::new(), String::new())));
    let body =
        move || rows.get().into_iter().enumerate().map(|(place, row)| line(frame, rows, place, row)).collect_view();
    let content = view! {
        <p class="quiet">{text.draft().bands_lead}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=text.library().bands>
            <table>
                <thead><tr>
                    <th scope="col">{text.draft().band}</th><th scope="col">{text.scoring().from}</th>
                    <th scope="col">{text.scoring().to}</th><th scope="col"><span class="unseen">{text.common.actions}</span></th>
                </tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <button class="link" type="button" on:click=add>{text.common.add}</button>
        {form.told("bands")}
        {move || strip(frame, &rows.get(), &fields.unit.get())}
    };
    parts::card::card(text.draft().bands, ().into_any(), content.into_any())
}

fn line(frame: Frame, rows: RwSignal<Vec<BandRow>>, place: usize, row: BandRow) -> AnyView {
    let text = frame.locale.text;
    let remove = move |_| {
        rows.update(|rows| {
            if place < rows.len() {
                rows.remove(place);
            }
        });
    };
    let bands = options(frame.locale, Band::ALL, Band::code);
    view! {
        <tr>
            <td>{select(Some(text.draft().band.to_owned()), row.band, bands)}</td>
            <td>{inline(text.scoring().from.to_owned(), row.from, true)}</td>
            <td>{inline(text.scoring().to.to_owned(), row.to, true)}</td>
            <td><button class="link" type="button" on:click=remove>{text.common.remove}</button></td>
        </tr>
    }
    .into_any()
}

/// The end of a band, which may be open; nothing for what is no number yet.
fn edge(text: &str) -> Option<Option<Quantity>> {
    let text = text.trim();
    if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) }
}

/// The bands from the lowest values to the highest.
fn strip(frame: Frame, rows: &[BandRow], unit: &str) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.library();
    let mut spans: Vec<(Option<Quantity>, Option<Quantity>, Band)> = rows
        .iter()
        .filter_map(|row| {
            let band: Band = row.band.get().parse().ok()?;
            Some((edge(&row.from.get())?, edge(&row.to.get())?, band))
        })
        .collect();
    spans.sort_by_key(|(from, _, _)| *from);
    let limit = |edge: Option<Quantity>| edge.map_or_else(|| text.no_limit.to_owned(), |edge| locale.full(edge, unit));
    let squares: Vec<_> = spans
        .into_iter()
        .map(|(from, to, band)| {
            let span = fill(text.band_from_to, &[&limit(from), &limit(to)]);
            view! { <li class=format!("square {}", band_class(band))>{band.word(locale)} " " {span}</li> }
        })
        .collect();
    view! { <ul class="strip" aria-label=text.bands>{squares}</ul> }.into_any()
}
