//! Matters as other pages name them: by number and title, as the way to their own page.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::MatterKind;
use crate::api::schema::MatterId;
use crate::parts::card;

/// The page of a matter; none for the kinds that have no page yet.
pub fn address(kind: MatterKind, id: MatterId) -> Option<Address> {
    match kind {
        MatterKind::Warning => Some(Address::Warning(id)),
        MatterKind::Rectification => Some(Address::Rectification(id)),
        MatterKind::Diagnosis => Some(Address::Diagnosis(id)),
        MatterKind::Task => Some(Address::Task(id)),
    }
}

/// A matter by number and title.
pub fn link(kind: MatterKind, id: MatterId, number: &str, title: &str) -> AnyView {
    let words = format!("{number} {title}");
    match address(kind, id) {
        Some(to) => card::link(to.to_string(), words),
        None => words.into_any(),
    }
}
