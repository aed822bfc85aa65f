//! The files of a rectification: for the whole, and for each measure.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::pages::evidence::{self, Hung};

/// The card; whoever stands on a side may add some.
pub fn files(acting: Acting, it: &Shown) -> AnyView {
    let measures: Vec<_> = it.measures.iter().map(|measure| (measure.item, measure.what.clone())).collect();
    let hung = it.evidence.iter();
    let hung: Vec<_> = hung
        .map(|file| Hung { id: file.id, name: file.name.clone(), kind: file.kind, size: file.size, item: file.item })
        .collect();
    evidence::card(acting.frame, acting.id, &measures, &hung, it.side.map(|_| acting.changed))
}
