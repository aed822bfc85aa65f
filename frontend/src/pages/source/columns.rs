//! The columns, one a row: what stands in each and what is asked of it.

use leptos::prelude::*;

use super::fields::{Column, Fields, KINDS};
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::parts;
use crate::parts::form::{Form, inline, inline_tick, select};

/// The card.
pub fn card(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text;
    let columns = fields.columns;
    let body = move || columns.get().iter().map(|column| line(frame, column)).collect_view();
    let titles = [
        text.dataset().column,
        text.source().keep,
        text.dataset().label,
        text.dataset().kind,
        text.source().places,
        text.dataset().required,
        text.source().not_negative,
        text.dataset().shapes,
        text.dataset().personal,
    ];
    let head: Vec<_> = titles.iter().map(|title| view! { <th scope="col">{*title}</th> }).collect();
    let empty =
        move || columns.with(Vec::is_empty).then(|| view! { <p class="quiet">{text.source().columns_empty}</p> });
    let content = view! {
        {empty}
        <div class="scroll" tabindex="0" role="region" aria-label=text.dataset().columns hidden=move || columns.with(Vec::is_empty)>
            <table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
        </div>
        {form.told("columns")}
    };
    parts::card::card(text.dataset().columns, ().into_any(), content.into_any())
}

fn line(frame: Frame, column: &Column) -> AnyView {
    let text = frame.locale.text;
    let of = |word: &str| fill(text.source().of_column, &[&column.name, word]);
    let kinds = KINDS.iter().map(|(kind, code)| ((*code).to_owned(), kind.word(frame.locale).to_owned())).collect();
    let kind = column.kind;
    let (places, shapes) = (column.places, column.shapes);
    let (of_places, of_shapes) = (of(text.source().places), of(text.dataset().shapes));
    let decimal = move || kind.with(|kind| kind == "DECIMAL").then(|| inline(of_places.clone(), places, true));
    let dated = move || {
        kind.with(|kind| kind == "DATE" || kind == "DATETIME").then(|| inline(of_shapes.clone(), shapes, false))
    };
    view! {
        <tr>
            <th scope="row"><code>{column.name.clone()}</code></th>
            <td>{inline_tick(of(text.source().keep), column.kept)}</td>
            <td>{inline(of(text.dataset().label), column.label, false)}</td>
            <td>{select(Some(of(text.dataset().kind)), kind, kinds)}</td>
            <td>{decimal}</td>
            <td>{inline_tick(of(text.dataset().required), column.required)}</td>
            <td>{inline_tick(of(text.source().not_negative), column.not_negative)}</td>
            <td>{dated}</td>
            <td>{inline_tick(of(text.dataset().personal), column.personal)}</td>
        </tr>
    }
    .into_any()
}
