//! `/rectifications`: the ledger of rectifications, ordered from above and begun by oneself (ZH-51, ZH-54).

use leptos::prelude::*;

use super::matter::list::{self, Narrowing, Screenful};
use super::open_rectification::ways;
use super::rectification::state_tag;
use crate::address::Address;
use crate::api::codes::{Action, RectificationDirection, Resource};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::signature;
use crate::parts::form::options;
use crate::parts::pager::SCREENFUL;
use crate::parts::state;
use crate::parts::table::{Column, text as cell, text_or_none, words};

mod printed;
mod punctual;

operations!("src/pages/rectifications.graphql": RectificationsPage);
use ask::{RectificationsPage, rectifications_page};
use printed::Printing;

type Listed = rectifications_page::RectificationsPageMattersNodes;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.rectification();
    let (narrowing, direction) = (Narrowing::new(), RwSignal::new(String::new()));
    let narrowed = move || rectifications_page::Variables {
        first: SCREENFUL,
        after: narrowing.after(),
        direction: direction.with(|direction| direction.parse().ok()),
        is_open: narrowing.is_open(),
        overdue: narrowing.overdue(),
    };
    let load = Load::new(move || {
        let variables = narrowed();
        async move { frame.client.ask::<RectificationsPage>(variables).await }
    });
    let ledger = load.view(locale, move |answer| {
        let page = &answer.matters;
        narrowing.screenful(
            locale,
            Screenful {
                title: text.title,
                columns: columns(frame),
                rows: page.nodes.iter().map(|matter| row(frame, matter)).collect(),
                none: (text.none_title, text.none),
                total: page.total_count,
                end: page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page),
            },
        )
    });
    let filters = narrowing.view(locale, narrowing.choice(text.direction, direction, directions(frame)), Vec::new());
    let refused = RwSignal::new(None);
    let printing = Printing::new(frame, refused);
    let print = move |_| {
        let (asked, filters) = untrack(|| (narrowed(), filters_in_words(frame, narrowing, direction)));
        printing.print(asked, filters);
    };
    let tools = view! {
        {ways::own(frame)}
        {file(frame, refused, move || ledger_file(&untrack(narrowed)))}
        <button class="button" type="button" on:click=print disabled=move || printing.is_busy()>{text.print_ledger}</button>
    };
    let content = view! {
        {move || refused.get().map(|failure| state::complaint(locale, &failure))}
        {filters} {ledger} {punctual::units(frame)}
    };
    // While the whole ledger goes to paper, the screenful does not.
    let shown = move || if printing.is_on_paper() { "on-screen" } else { "" };
    view! {
        <div class=shown>{list::page(text.title, text.lead, tools, content)}</div>
        {printing.sheet()}
        {signature(locale)}
    }
    .into_any()
}

/// Everything that is chosen to narrow the ledger.
fn filters_in_words(frame: Frame, narrowing: Narrowing, direction: RwSignal<String>) -> Vec<String> {
    let chosen = directions(frame).into_iter().find(|(code, _)| direction.with(|direction| direction == code));
    let chosen = chosen.map(|(_, word)| list::chosen(frame.locale, frame.locale.text.rectification().direction, &word));
    chosen.into_iter().chain(narrowing.in_words(frame.locale)).collect()
}

fn directions(frame: Frame) -> Vec<(String, String)> {
    let all = (String::new(), frame.locale.text.rectification().all_directions.to_owned());
    let each = options(frame.locale, RectificationDirection::ALL, RectificationDirection::code);
    std::iter::once(all).chain(each).collect()
}

/// Where the ledger lies as a workbook, narrowed as the list is.
fn ledger_file(asked: &rectifications_page::Variables) -> String {
    let direction = asked.direction.map(|direction| format!("direction={}", direction.code()));
    let is_open = asked.is_open.map(|open| format!("isOpen={open}"));
    let overdue = asked.overdue.map(|overdue| format!("overdue={overdue}"));
    let narrowed: Vec<String> = [direction, is_open, overdue].into_iter().flatten().collect();
    let file = "/files/matters/ledger.xlsx";
    if narrowed.is_empty() { file.to_owned() } else { format!("{file}?{}", narrowed.join("&")) }
}

/// The ledger as a workbook, for whoever may take it out; `address` says where it lies as the list is narrowed now.
fn file(
    frame: Frame,
    refused: RwSignal<Option<Failure>>,
    address: impl Fn() -> String + Send + 'static,
) -> Option<AnyView> {
    let save = move |_| {
        let address = address();
        leptos::task::spawn_local(async move {
            let saved = frame.client.download(&address, "baton-ledger.xlsx").await;
            refused.try_set(saved.err());
        });
    };
    let text = frame.locale.text.rectification().ledger_file;
    frame
        .may(Resource::Matter, Action::Export)
        .then(|| view! { <button class="button" type="button" on:click=save>{text}</button> }.into_any())
}

fn columns(frame: Frame) -> Vec<Column> {
    let (text, matters) = (frame.locale.text.rectification(), frame.locale.text.matters());
    let sides = frame.locale.text.matter();
    vec![
        words(text.matter),
        words(text.direction).wide(),
        words(frame.locale.text.common.state),
        words(sides.side_responsible),
        words(sides.side_giver).wide(),
        words(text.indicator).wide(),
        words(matters.due),
        words(matters.waits).wide(),
    ]
}

fn row(frame: Frame, matter: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let person = matter.person.as_ref().map(|person| person.name.as_str());
    let indicator = matter.indicator.as_ref().map(|of| locale.name(&of.name, &of.name_en).to_owned());
    vec![
        list::title(&Address::Rectification(matter.id), &matter.title, &matter.number),
        cell(matter.direction.map_or("—", |direction| direction.word(locale))),
        list::in_state(&matter.state, |state| state_tag(locale, state)),
        list::who(&matter.unit.name, person),
        cell(matter.giver.name.clone()),
        text_or_none(indicator.unwrap_or_default()),
        list::due(locale, matter.due_on.as_deref(), matter.overdue),
        list::waits_for(locale, matter.waits_for),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workbook_is_narrowed_as_the_list_is() {
        let mut asked = rectifications_page::Variables {
            first: SCREENFUL,
            after: Some("behind".to_owned()),
            direction: None,
            is_open: None,
            overdue: None,
        };
        assert_eq!(ledger_file(&asked), "/files/matters/ledger.xlsx");
        asked.direction = Some(RectificationDirection::TopDown);
        asked.is_open = Some(false);
        asked.overdue = Some(true);
        assert_eq!(ledger_file(&asked), "/files/matters/ledger.xlsx?direction=TOP_DOWN&isOpen=false&overdue=true");
    }
}
