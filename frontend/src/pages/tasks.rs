//! `/tasks`: the tasks, by the part the viewer has in them (ZH-56, ZH-60).

use leptos::prelude::*;

use super::task::state_tag;
use crate::address::Address;
use crate::api::codes::{Action, Resource, TaskKind, TaskRole, TaskState};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};
use crate::parts::state;
use crate::parts::table::{table, text as cell, words};

operations!("src/pages/tasks.graphql": TasksPage);
use ask::{TasksPage, tasks_page};

type Listed = tasks_page::TasksPageTasksNodes;

/// What the choice of progress begins with, and its other ends.
const OPEN: &str = "open";
const ENDED: &str = "ended";
const ALL: &str = "all";

/// What narrows the list.
#[derive(Clone, Copy)]
struct Filters {
    pager: Pager,
    role: RwSignal<String>,
    kind: RwSignal<String>,
    standing: RwSignal<String>,
    overdue: RwSignal<bool>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let filters = Filters {
        pager: Pager::new(),
        role: RwSignal::new(String::new()),
        kind: RwSignal::new(String::new()),
        standing: RwSignal::new(OPEN.to_owned()),
        overdue: RwSignal::new(false),
    };
    let load = Load::new(move || {
        let variables = filters.variables();
        async move { frame.client.ask::<TasksPage>(variables).await }
    });
    let list = load.view(locale, move |answer| {
        let page = &answer.tasks;
        if page.nodes.is_empty() {
            return state::empty(text.none_title, text.none);
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        view! { {ledger(frame, &page.nodes)} {filters.pager.view(locale, page.total_count, end)} }.into_any()
    });
    let content = view! { {filters.view(frame)} {list} };
    view! {
        <div class="head">
            <h1>{text.title}</h1>
            <p class="meta">{text.lead}</p>
            <div class="tools">{tools(frame)}</div>
        </div>
        {card(text.title, ().into_any(), content.into_any())}
    }
    .into_any()
}

fn tools(frame: Frame) -> AnyView {
    let text = frame.locale.text.task();
    let to = |address: Address, class: &'static str, word: &'static str| {
        view! { <a class=class href=address.to_string()>{word}</a> }
    };
    let quarter = frame.may(Resource::Library, Action::Read).then(|| to(Address::Quarter, "button", text.quarter));
    let templates =
        frame.may(Resource::Event, Action::Read).then(|| to(Address::TaskTemplates, "button", text.templates));
    let new = frame.may(Resource::Matter, Action::Order).then(|| to(Address::NewTask, "button primary", text.new));
    view! { {quarter} {templates} {new} }.into_any()
}

impl Filters {
    /// What is asked for, tracked.
    fn variables(self) -> tasks_page::Variables {
        let is_open = self.standing.with(|standing| match standing.as_str() {
            OPEN => Some(true),
            ENDED => Some(false),
            _ => None,
        });
        tasks_page::Variables {
            first: SCREENFUL,
            after: self.pager.after(),
            role: self.role.with(|role| role.parse().ok()),
            kinds: self.kind.with(|kind| kind.parse().ok()).map(|kind| vec![kind]),
            is_open,
            overdue: self.overdue.get().then_some(true),
        }
    }

    fn view(self, frame: Frame) -> AnyView {
        let text = frame.locale.text.task();
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
        let parts = [
            (TaskRole::Doer, text.mine),
            (TaskRole::Supervisor, text.supervised),
            (TaskRole::Appraiser, text.appraised),
            (TaskRole::ResultUser, text.used),
        ];
        let parts: Vec<_> =
            parts.into_iter().map(|(role, word)| view! { <option value=role.code()>{word}</option> }).collect();
        let kinds: Vec<_> = TaskKind::ALL
            .iter()
            .map(|&kind| view! { <option value=kind.code()>{kind.word(frame.locale)}</option> })
            .collect();
        view! {
            <div class="filters">
                <select aria-label=text.which on:change=choose(self.role)><option value="">{text.all_parts}</option>{parts}</select>
                <select aria-label=text.kind on:change=choose(self.kind)><option value="">{text.all_kinds}</option>{kinds}</select>
                <select aria-label=text.standing on:change=choose(self.standing)>
                    <option value=OPEN>{text.standing_open}</option>
                    <option value=ENDED>{text.standing_ended}</option>
                    <option value=ALL>{text.all_parts}</option>
                </select>
                <label class="tick"><input type="checkbox" on:change=late /><span>{text.overdue_only}</span></label>
            </div>
        }
        .into_any()
    }
}

fn ledger(frame: Frame, tasks: &[Listed]) -> AnyView {
    let text = frame.locale.text.task();
    let columns = [
        words(text.task),
        words(text.kind).wide(),
        words(frame.locale.text.common.state),
        words(text.doer),
        words(frame.locale.text.matter().side_giver).wide(),
        words(text.report_by),
        words(text.waits).wide(),
    ];
    let rows = tasks.iter().map(|task| row(frame, task)).collect();
    table(text.title, &columns, rows)
}

fn row(frame: Frame, task: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let matter = &task.matter;
    let state = match matter.state.parse::<TaskState>() {
        Ok(state) => state_tag(locale, state),
        Err(_) => cell(matter.state.clone()),
    };
    let doer = task.roles.doer.as_ref().map(|doer| view! { " " <small class="quiet">{doer.name.clone()}</small> });
    let late = matter.overdue.then(|| tag("watch", locale.text.task().overdue));
    vec![
        view! {
            <a class="link" href=Address::Task(matter.id).to_string()>{matter.title.clone()}</a> " "
            <small class="quiet">{matter.number.clone()}</small>
        }
        .into_any(),
        cell(task.kind.word(locale)),
        state,
        view! { {matter.unit.name.clone()} {doer} }.into_any(),
        cell(matter.giver.name.clone()),
        view! { {task.report_by.clone()} " " {late} }.into_any(),
        cell(matter.waits_for.map_or("—", |side| side.word(locale))),
    ]
}
