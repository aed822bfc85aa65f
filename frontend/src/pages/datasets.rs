//! `/datasets`: where business records come from.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/datasets.graphql": DatasetsPage);
use ask::{DatasetsPage, datasets_page};

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text;
    let pager = Pager::new();
    let load = Load::new(move || {
        let variables = datasets_page::Variables { first: SCREENFUL, after: pager.after() };
        async move { frame.client.ask::<DatasetsPage>(variables).await }
    });
    let columns = [
        words(text.common.name),
        words(text.dataset().system),
        words(text.dataset().format).wide(),
        words(text.dataset().location).wide(),
        words(text.dataset().complete_to),
    ];
    let list = load.view(frame.locale, move |answer| {
        let page = &answer.datasets;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let rows = page.nodes.iter().map(row).collect();
        view! { {table(text.dataset().title, &columns, rows)} {pager.view(frame.locale, page.total_count, end)} }
            .into_any()
    });
    let new = frame.may(Resource::Dataset, Action::Write).then(|| {
        let href = Address::Source(None).to_string();
        view! { <div class="tools"><a class="button primary" href=href>{text.source().new}</a></div> }
    });
    view! {
        <div class="head"><h1>{text.dataset().title}</h1> {new}</div>
        {card(text.dataset().title, ().into_any(), list)}
    }
    .into_any()
}

fn row(dataset: &datasets_page::DatasetsPageDatasetsNodes) -> Vec<AnyView> {
    vec![
        view! {
            <a class="link" href=Address::Dataset(dataset.id).to_string()>{dataset.name.clone()}</a> " "
            <small class="quiet">{dataset.code.to_string()}</small>
        }
        .into_any(),
        cell(dataset.system.clone()),
        cell(dataset.format.name()),
        view! { <code>{dataset.location.clone()}</code> }.into_any(),
        cell(dataset.complete_to.clone().unwrap_or_else(|| "—".to_owned())),
    ]
}
