//! `/schemes`: which indicators count in which year, and what is being drawn up.

use leptos::prelude::*;

use super::scheme::new;
use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::Locale;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/schemes.graphql": SchemesPage);
use ask::{SchemesPage, schemes_page};

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let load = Load::new(move || frame.client.ask::<SchemesPage>(schemes_page::Variables));
    let columns = [
        words(text.common.name),
        numbers(text.scheme().year),
        words(text.common.state),
        numbers(text.scheme().items).wide(),
        numbers(text.scheme().weights),
    ];
    let list = load.view(frame.locale, move |answer| match answer.schemes.is_empty() {
        true => state::empty(text.scheme().title, text.scheme().none),
        false => table(text.scheme().title, &columns, answer.schemes.iter().map(|scheme| row(frame, scheme)).collect()),
    });
    let new = frame.may(Resource::Library, Action::Write).then(|| new::new(frame));
    view! {
        <div class="head"><h1>{text.scheme().title}</h1> <div class="tools">{new}</div></div>
        {card(text.scheme().title, ().into_any(), list)}
    }
    .into_any()
}

fn row(frame: Frame, scheme: &schemes_page::SchemesPageSchemes) -> Vec<AnyView> {
    let locale = frame.locale;
    let weights = (locale.value(scheme.weight_total, "").0, locale.value(scheme.total, "").0);
    vec![
        view! {
            <a class="link" href=Address::Scheme(scheme.id).to_string()>{scheme.name.clone()}</a> " "
            <small class="quiet">{scheme.code.to_string()}</small>
        }
        .into_any(),
        cell(scheme.year.to_string()),
        standing(locale, scheme.published),
        cell(locale.count(i64::try_from(scheme.items.len()).unwrap_or(i64::MAX))),
        cell(format!("{} / {}", weights.0, weights.1)),
    ]
}

/// Whether a scheme is in effect, as a badge.
pub fn standing(locale: Locale, published: bool) -> AnyView {
    let text = locale.text.scheme();
    if published { tag("good", text.published) } else { tag("watch", text.draft) }
}
