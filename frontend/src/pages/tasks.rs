//! `/tasks`: the tasks, by the part the viewer has in them (ZH-56, ZH-60).

use leptos::prelude::*;

use super::matter::list::{self, Narrowing, Screenful};
use super::task::state_tag;
use crate::address::Address;
use crate::api::codes::{Action, Resource, TaskKind, TaskRole};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::form::options;
use crate::parts::pager::SCREENFUL;
use crate::parts::table::{Column, text as cell, words};

operations!("src/pages/tasks.graphql": TasksPage);
use ask::{TasksPage, tasks_page};

type Listed = tasks_page::TasksPageTasksNodes;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let narrowing = Narrowing::new();
    let (role, kind) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let load = Load::new(move || {
        let variables = tasks_page::Variables {
            first: SCREENFUL,
            after: narrowing.after(),
            role: role.with(|role| role.parse().ok()),
            kinds: kind.with(|kind| kind.parse().ok()).map(|kind| vec![kind]),
            is_open: narrowing.is_open(),
            overdue: narrowing.overdue(),
        };
        async move { frame.client.ask::<TasksPage>(variables).await }
    });
    let ledger = load.view(locale, move |answer| {
        let page = &answer.tasks;
        narrowing.screenful(
            locale,
            Screenful {
                title: text.title,
                columns: columns(frame),
                rows: page.nodes.iter().map(|task| row(frame, task)).collect(),
                none: (text.none_title, text.none),
                total: page.total_count,
                end: page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page),
            },
        )
    });
    let own = view! {
        {narrowing.choice(text.which, role, parts(frame))}
        {narrowing.choice(text.kind, kind, kinds(frame))}
    };
    let filters = narrowing.view(locale, own, Vec::new());
    list::page(text.title, text.lead, tools(frame), view! { {filters} {ledger} })
}

/// The parts that one may have in a task.
fn parts(frame: Frame) -> Vec<(String, String)> {
    let text = frame.locale.text.task();
    let parts = [
        ("", text.all_parts),
        (TaskRole::Doer.code(), text.mine),
        (TaskRole::Supervisor.code(), text.supervised),
        (TaskRole::Appraiser.code(), text.appraised),
        (TaskRole::ResultUser.code(), text.used),
    ];
    parts.map(|(code, word)| (code.to_owned(), word.to_owned())).into()
}

fn kinds(frame: Frame) -> Vec<(String, String)> {
    let all = (String::new(), frame.locale.text.task().all_kinds.to_owned());
    std::iter::once(all).chain(options(frame.locale, TaskKind::ALL, TaskKind::code)).collect()
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

fn columns(frame: Frame) -> Vec<Column> {
    let (text, matters) = (frame.locale.text.task(), frame.locale.text.matters());
    vec![
        words(text.task),
        words(text.kind).wide(),
        words(frame.locale.text.common.state),
        words(text.doer),
        words(frame.locale.text.matter().side_giver).wide(),
        words(text.report_by),
        words(matters.waits).wide(),
    ]
}

fn row(frame: Frame, task: &Listed) -> Vec<AnyView> {
    let locale = frame.locale;
    let matter = &task.matter;
    let doer = task.roles.doer.as_ref().map(|doer| doer.name.as_str());
    vec![
        list::title(&Address::Task(matter.id), &matter.title, &matter.number),
        cell(task.kind.word(locale)),
        list::in_state(&matter.state, |state| state_tag(locale, state)),
        list::who(&matter.unit.name, doer),
        cell(matter.giver.name.clone()),
        list::due(locale, Some(&task.report_by), matter.overdue),
        list::waits_for(locale, matter.waits_for),
    ]
}
