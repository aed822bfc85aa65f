//! The frame around every page: the menu of what the viewer may open, the top bar, the tabs of a phone.

pub mod bell;
pub mod news;
pub mod search;
pub mod settings;

use std::sync::Arc;

use leptos::prelude::*;

use crate::address::{Address, Page};
use crate::api::codes::{Action, Resource};
use crate::app;
use crate::frame::{Frame, Outside, ViewerPart, viewer_part};
use crate::history::may_leave;
use crate::load::Load;
use crate::locale::Locale;
use crate::parts::menu::Menu;

/// Asks who is looking, then draws the frame with the page inside.
pub fn shell(outside: Outside, locale: Locale) -> AnyView {
    let viewer = Load::new(move || outside.client.ask::<ViewerPart>(viewer_part::Variables));
    viewer.page(locale, move |viewed| framed(Frame::new(outside, locale, Arc::unwrap_or_clone(viewed))))
}

fn framed(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let on_screen = Memo::new(move |_| frame.history.address().page() == Page::Screen);
    view! {
        <div class="shell" class:folded=move || frame.preferences.folded.get() class:bare=move || on_screen.get()>
            <a class="skip" href="#main">{text.skip}</a>
            {top(frame)}
            {side(frame)}
            <main id="main" tabindex="-1">{app::page(frame)}</main>
            {tabs(frame)}
        </div>
    }
    .into_any()
}

fn top(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    view! {
        <header class="top">
            <a class="brand" href="/" aria-label=format!("{} {}", text.brand, text.brand_aside)><i aria-hidden="true"></i> <span class="brand-word">{text.brand}</span> " " <small>{text.brand_aside}</small></a>
            {search::search(frame)}
            <div class="top-right">
                {bell::bell(frame)}
                {settings::language(frame)}
                {settings::settings(frame)}
                {account(frame)}
            </div>
        </header>
    }
    .into_any()
}

fn account(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let (name, login, roles) = frame.with(|viewed| {
        let roles: Vec<_> =
            viewed.viewer.roles.iter().map(|role| frame.locale.name(&role.name, &role.name_en).to_owned()).collect();
        (viewed.viewer.display_name.clone(), viewed.viewer.login.clone(), roles.join("、"))
    });
    let sign_out = move |_| {
        if may_leave() {
            leptos::task::spawn_local(frame.session.sign_out());
        }
    };
    view! {
        <Menu label=text.account plain=true face={
            let name = name.clone();
            move || view! { <span class="who">{name.clone()}</span> }
        }>
            <p class="menu-note"><b>{name.clone()}</b><br/>{login.clone()}<br/>{text.roles} " " {roles.clone()}</p>
            <a class="menu-item" href=Address::Notifications.to_string()>{text.notifications}</a>
            <button class="menu-item" type="button" on:click=sign_out>{text.sign_out}</button>
        </Menu>
    }
    .into_any()
}

/// A line of the menu: where it leads, its word, and what it takes to open it.
struct Entry {
    to: Address,
    word: &'static str,
    needs: &'static [Resource],
}

fn groups(locale: Locale) -> [(&'static str, Vec<Entry>); 5] {
    let text = &locale.text.shell;
    let entry = |to, word, needs| Entry { to, word, needs };
    [
        (
            "",
            vec![
                entry(Address::Home, text.desk, &[Resource::Matter, Resource::PersonMatter]),
                entry(Address::OwnCockpit, text.cockpit, &[]),
            ],
        ),
        (
            text.group_check,
            vec![
                entry(Address::Warnings, text.warnings, &[Resource::Matter, Resource::PersonMatter]),
                entry(Address::Rectifications, text.rectifications, &[Resource::Matter, Resource::PersonMatter]),
                entry(Address::Diagnoses, text.diagnoses, &[Resource::Matter, Resource::PersonMatter]),
                entry(Address::Handbook { indicator: None }, text.handbook, &[Resource::Handbook]),
                entry(Address::Risks, text.risks, &[Resource::Risk]),
                entry(Address::Rules, text.rules, &[Resource::WarningRule]),
            ],
        ),
        (
            text.group_plan,
            vec![
                entry(Address::Library, text.library, &[Resource::Library]),
                entry(Address::Schemes, text.schemes, &[Resource::Library]),
            ],
        ),
        (
            text.group_do,
            vec![
                entry(Address::Tasks, text.tasks, &[Resource::Matter, Resource::PersonMatter]),
                entry(Address::Datasets, text.datasets, &[Resource::Dataset]),
                entry(Address::Runs, text.runs, &[Resource::Run]),
                entry(Address::Manual, text.manual, &[Resource::ManualValue]),
            ],
        ),
        (
            text.group_set,
            vec![
                entry(Address::Organisation { unit: None }, text.organisation, &[Resource::Organisation]),
                entry(Address::Policy, text.policy, &[Resource::Role, Resource::Account]),
                entry(Address::WorkDays { year: None }, text.work_days, &[Resource::Dictionary]),
                entry(Address::Audit, text.audit, &[Resource::Audit]),
            ],
        ),
    ]
}

fn may_open(frame: Frame, entry: &Entry) -> bool {
    entry.needs.is_empty() || entry.needs.iter().any(|&resource| frame.may(resource, Action::Read))
}

fn side(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let groups: Vec<_> = groups(frame.locale)
        .into_iter()
        .filter_map(|(title, entries)| {
            let links: Vec<_> =
                entries.iter().filter(|entry| may_open(frame, entry)).map(|entry| link(frame, entry)).collect();
            let title = (!title.is_empty()).then(|| view! { <h2>{title}</h2> });
            (!links.is_empty()).then(|| view! { {title} <ul>{links}</ul> })
        })
        .collect();
    let folded = frame.preferences.folded;
    let word = move || if folded.get() { text.unfold } else { text.fold };
    view! {
        <nav class="side" aria-label=text.main_menu>
            {groups}
            <button class="fold" type="button" aria-label=word title=word on:click=move |_| folded.update(|folded| *folded = !*folded)>
                <span aria-hidden="true">{move || if folded.get() { "»" } else { "«" }}</span>
            </button>
        </nav>
    }
    .into_any()
}

fn link(frame: Frame, entry: &Entry) -> AnyView {
    let page = entry.to.page();
    let here = move || (section(frame.history.address().page()) == section(page)).then_some("page");
    let word = entry.word;
    let first: String = word.chars().take(1).collect();
    view! {
        <li><a href=entry.to.to_string() aria-current=here title=word>
            <span class="initial" aria-hidden="true">{first}</span><span class="word">{word}</span>
        </a></li>
    }
    .into_any()
}

/// What a page is called.
pub fn name(locale: Locale, page: Page) -> &'static str {
    let text = &locale.text.shell;
    match section(page) {
        Page::Library => text.library,
        Page::Schemes => text.schemes,
        Page::Datasets => text.datasets,
        Page::Runs => text.runs,
        Page::Manual => text.manual,
        Page::Organisation => text.organisation,
        Page::Policy => text.policy,
        Page::Audit => text.audit,
        Page::WorkDays => text.work_days,
        Page::Home => text.desk,
        Page::Inbox => text.inbox,
        Page::Notifications => text.notifications,
        Page::Warnings => text.warnings,
        Page::Rules => text.rules,
        Page::Rectifications => text.rectifications,
        Page::Diagnoses => text.diagnoses,
        Page::Handbook => text.handbook,
        Page::Tasks => text.tasks,
        Page::Risks => text.risks,
        Page::Unknown => text.unknown_title,
        Page::SignIn
        | Page::OwnCockpit
        | Page::Cockpit
        | Page::Loss
        | Page::Screen
        | Page::Explain
        | Page::ExplainScore
        | Page::Indicator
        | Page::Draft
        | Page::Scheme
        | Page::Dataset
        | Page::Source
        | Page::Run
        | Page::Warning
        | Page::Rule
        | Page::Rectification
        | Page::OpenRectification
        | Page::Diagnosis
        | Page::OpenDiagnosis
        | Page::DiagnosisLog
        | Page::Carried
        | Page::Task
        | Page::NewTask
        | Page::Quarter
        | Page::TaskTemplates
        | Page::RiskPoint
        | Page::LossRisks
        | Page::RiskView
        | Page::RiskLabels => text.cockpit,
    }
}

/// The line of the menu a page belongs to.
fn section(page: Page) -> Page {
    match page {
        Page::SignIn
        | Page::OwnCockpit
        | Page::Cockpit
        | Page::Loss
        | Page::Screen
        | Page::Explain
        | Page::ExplainScore => Page::Cockpit,
        Page::Warnings | Page::Warning => Page::Warnings,
        Page::Rules | Page::Rule => Page::Rules,
        Page::Rectifications | Page::Rectification | Page::OpenRectification => Page::Rectifications,
        Page::Diagnoses | Page::Diagnosis | Page::OpenDiagnosis | Page::DiagnosisLog | Page::Carried => Page::Diagnoses,
        Page::Handbook => Page::Handbook,
        Page::Tasks | Page::Task | Page::NewTask | Page::Quarter | Page::TaskTemplates => Page::Tasks,
        Page::Risks | Page::RiskPoint | Page::LossRisks | Page::RiskView | Page::RiskLabels => Page::Risks,
        Page::Library | Page::Indicator | Page::Draft => Page::Library,
        Page::Schemes | Page::Scheme => Page::Schemes,
        Page::Datasets | Page::Dataset | Page::Source => Page::Datasets,
        Page::Runs | Page::Run => Page::Runs,
        Page::Home
        | Page::Inbox
        | Page::Notifications
        | Page::Organisation
        | Page::Manual
        | Page::Policy
        | Page::Audit
        | Page::WorkDays
        | Page::Unknown => page,
    }
}

/// What stands at the thumb of whoever may open it: what waits, and how one stands.
const AT_HAND: [Page; 5] = [Page::Home, Page::OwnCockpit, Page::Warnings, Page::Rectifications, Page::Tasks];
/// Tabs there are at least, where there is so much to open.
const ABREAST: usize = 4;

// What does not fit abreast opens under the last.
fn tabs(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let (mut first, mut rest): (Vec<Entry>, Vec<Entry>) = groups(frame.locale)
        .into_iter()
        .flat_map(|(_, entries)| entries)
        .filter(|entry| may_open(frame, entry))
        .partition(|entry| AT_HAND.contains(&entry.to.page()));
    let room = ABREAST.saturating_sub(first.len()).min(rest.len());
    first.extend(rest.drain(..room));
    let first: Vec<_> = first.iter().map(|entry| link(frame, entry)).collect();
    let rest: Vec<_> = rest.iter().map(|entry| link(frame, entry)).collect();
    let more = (!rest.is_empty()).then(|| {
        view! { <li><Menu label=text.more plain=true face=move || text.more><ul>{rest}</ul></Menu></li> }
    });
    view! { <nav class="tabs" aria-label=text.main_menu><ul>{first}{more}</ul></nav> }.into_any()
}
