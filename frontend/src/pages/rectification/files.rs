//! The files of a rectification: for the whole, and for each measure; and the way to add some, for whoever stands on a side.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::locale::fill;
use crate::pages::evidence::{self, Hung};
use crate::parts::card::card;

/// The card.
pub fn files(acting: Acting, it: &Shown) -> AnyView {
    let Acting { frame, id, changed, .. } = acting;
    let text = &frame.locale.text.evidence;
    let items: Vec<(i64, String)> = it.measures.iter().map(|measure| (measure.item, measure.what.clone())).collect();
    let add = it.side.map(|_| evidence::hang(frame, id, &items, changed));
    let of = |item: Option<i64>| -> Vec<Hung> {
        let files = it.evidence.iter().filter(|file| file.item == item);
        files.map(|file| Hung { id: file.id, name: file.name.clone(), kind: file.kind, size: file.size }).collect()
    };
    let whole = of(None);
    let whole = (!whole.is_empty()).then(|| evidence::files(frame, whole));
    let measures: Vec<_> = items
        .iter()
        .filter_map(|(item, what)| {
            let hung = of(Some(*item));
            let title = fill(text.measure, &[&item.to_string(), what]);
            (!hung.is_empty()).then(|| view! { <h3>{title}</h3> {evidence::files(frame, hung)} })
        })
        .collect();
    let none = it.evidence.is_empty().then(|| view! { <p class="quiet">{text.none}</p> });
    card(text.title, add.into_any(), view! { {none} {whole} {measures} }.into_any())
}
