//! `/rectifications`: the ledger of rectifications, ordered from above and begun by oneself (ZH-51, ZH-54).

use leptos::prelude::*;

use super::open_rectification::ways;
use super::rectification::state_tag;
use crate::address::Address;
use crate::api::codes::{Action, RectificationDirection, RectificationState, Resource};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::{card, signature};
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{table, text as cell, text_or_none, words};

operations!("src/pages/rectifications.graphql": RectificationsPage);
use ask::{RectificationsPage, rectifications_page};

type Listed = rectifications_page::RectificationsPageMattersNodes;

/// What the choice of progress begins with, and its other ends.
const OPEN: &str = "open";
const ENDED: &str = "ended";
const ALL: &str = "all";

/// What narrows the list.
#[derive(Clone, Copy)]
struct Filters {
    pager: Pager,
    direction: RwSignal<String>,
    standing: RwSignal<String>,
    overdue: RwSignal<bool>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.rectification();
    let filters = Filters {
        pager: Pager::new(),
        direction: RwSignal::new(String::new()),
        standing: RwSignal::new(OPEN.to_owned()),
        overdue: RwSignal::new(false),
    };
    let load = Load::new(move || {
        let variables = filters.variables();
        async move { frame.client.ask::<RectificationsPage>(variables).await }
    });
    let list = load.view(locale, move |answer| {
        let page = &answer.matters;
        if page.nodes.is_empty() {
            return state::empty(text.none_title, text.none);
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {ledger(frame, &page.nodes)} {filters.pager.view(locale, page.total_count, end)} }.into_any()
    });
    let content = view! { {filters.view(frame)} {list} };
    let refused = RwSignal::new(None);
    view! {
        <div class="head">
            <h1>{text.title}</h1>
            <p class="meta">{text.lead}</p>
            <div class="tools">
                {ways::own(frame)}
                {file(frame, refused)}
                <button class="button" type="button" on:click=|_| drop(window().print())>{text.print_ledger}</button>
            </div>
        </div>
        {move || refused.get().map(|failure| state::complaint(locale, &failure))}
        {card(text.title, ().into_any(), content.into_any())}
        {signature(locale)}
    }
    .into_any()
}

/// The ledger as a workbook, for whoever may take it out.
fn file(frame: Frame, refused: RwSignal<Option<Failure>>) -> Option<AnyView> {
    let save = move |_| {
        leptos::task::spawn_local(async move {
            let saved = frame.client.download("/files/matters/ledger.xlsx", "baton-ledger.xlsx").await;
            refused.try_set(saved.err());
        });
    };
    let text = frame.locale.text.rectification().ledger_file;
    frame
        .may(Resource::Matter, Action::Export)
        .then(|| view! { <button class="button" type="button" on:click=save>{text}</button> }.into_any())
}

impl Filters {
    /// What is asked for, tracked.
    fn variables(self) -> rectifications_page::Variables {
        let is_open = self.standing.with(|standing| match standing.as_str() {
            OPEN => Some(true),
            ENDED => Some(false),
            _ => None,
        });
        rectifications_page::Variables {
            first: SCREENFUL,
            after: self.pager.after(),
            direction: self.direction.with(|direction| direction.parse().ok()),
            is_open,
            overdue: self.overdue.get().then_some(true),
        }
    }

    fn view(self, frame: Frame) -> AnyView {
        let text = frame.locale.text.rectification();
        let choose = move |into: RwSignal<String>| {
            move |event: leptos::ev::Event| {
                self.pager.restart();
                into.set(event_target_value(&event));
            }
        };
        let late = move |event: leptos::ev::Event| {
            self.pager.restart();
            self.overdue.set(event_target_checked(&event));
        };
        let directions: Vec<_> = RectificationDirection::ALL
            .iter()
            .map(|&way| view! { <option value=way.code()>{way.word(frame.locale)}</option> })
            .collect();
        view! {
            <div class="filters">
                <select aria-label=text.direction on:change=choose(self.direction)><option value="">{text.all_directions}</option>{directions}</select>
                <select aria-label=text.standing on:change=choose(self.standing)>
                    <option value=OPEN>{text.standing_open}</option>
                    <option value=ENDED>{text.standing_ended}</option>
                    <option value=ALL>{text.standing_all}</option>
                </select>
                <label class="tick"><input type="checkbox" on:change=late /><span>{text.overdue_only}</span></label>
            </div>
        }
        .into_any()
    }
}

fn ledger(frame: Frame, matters: &[Listed]) -> AnyView {
    let text = frame.locale.text.rectification();
    let sides = frame.locale.text.matter();
    let columns = [
        words(text.matter),
        words(text.direction).wide(),
        words(frame.locale.text.common.state),
        words(sides.side_responsible),
        words(sides.side_giver).wide(),
        words(text.indicator).wide(),
        words(text.due),
        words(text.waits).wide(),
    ];
    let rows = matters.iter().map(|matter| row(frame, matter)).collect();
    view! { <div class="ledger">{table(text.title, &columns, rows)}</div> }.into_any()
}

fn row(frame: Frame, matter: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let state = match matter.state.parse::<RectificationState>() {
        Ok(state) => state_tag(locale, state),
        Err(_) => cell(matter.state.clone()),
    };
    let person = matter.person.as_ref().map(|person| view! { " " <small class="quiet">{person.name.clone()}</small> });
    let indicator =
        matter.indicator.as_ref().map(|indicator| locale.name(&indicator.name, &indicator.name_en).to_owned());
    let late = matter.overdue.then(|| tag("watch", locale.text.rectification().overdue));
    vec![
        view! {
            <a class="link" href=Address::Rectification(matter.id).to_string()>{matter.title.clone()}</a> " "
            <small class="quiet">{matter.number.clone()}</small>
        }
        .into_any(),
        cell(matter.direction.map_or("—", |direction| direction.word(locale))),
        state,
        view! { {matter.unit.name.clone()} {person} }.into_any(),
        cell(matter.giver.name.clone()),
        text_or_none(indicator.unwrap_or_default()),
        view! { {matter.due_on.clone().unwrap_or_else(|| "—".to_owned())} " " {late} }.into_any(),
        cell(matter.waits_for.map_or("—", |side| side.word(locale))),
    ]
}
