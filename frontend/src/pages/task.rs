//! `/tasks/…`: one task: what to do and how comes first, then who has which part, what can be done, and what was done (ZH-56, ZH-60).

mod actions;
mod dialogs;
mod findings;
mod guide;
mod life;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{MatterKind, TaskState};
use crate::frame::Frame;
use crate::locale::Locale;
use crate::locale::word::Word;
use crate::operations;
use crate::pages::evidence::{self, Hung};
use crate::pages::matter::{self, Acting, Head, Seen};
use crate::parts::badge::tag;

operations!("src/pages/task.graphql": TaskPage);
use ask::{TaskPage, task_page};

type Shown = task_page::TaskPageTask;
type Clock = task_page::TaskPageTaskClocksAll;
type Finding = task_page::TaskPageTaskFindings;

/// The state of a task.
pub fn state_tag(locale: Locale, state: TaskState) -> AnyView {
    let class = match state {
        TaskState::Created | TaskState::Cancelled => "steady",
        TaskState::Pushed | TaskState::Accepted | TaskState::InProgress | TaskState::Reported => "under-way",
        TaskState::Declined | TaskState::Returned => "watch",
        TaskState::Confirmed | TaskState::Scored => "good",
    };
    tag(class, state.word(locale))
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let ask = move |id| frame.client.ask::<TaskPage>(task_page::Variables { id });
    let seen = |answer: &task_page::ResponseData| seen(&answer.task);
    matter::page(frame, MatterKind::Task, ask, seen, |acting, answer| sections(acting, &answer.task))
}

/// What every step needs to know of it.
fn seen(it: &Shown) -> Seen {
    let steps = it.allowed_steps.iter().map(|step| step.code()).collect();
    Seen { id: it.id, version: it.version, steps, events: life::events(it) }
}

fn sections(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let sides = view! { {guide::roles(locale, it)} {life::clocks(locale, it)} };
    let work = view! { {files(acting, it)} {guide::outcome(locale, it)} {life::links(locale, it)} };
    view! {
        {head(acting, it)}
        {guide::guide(acting.frame, it)}
        {findings::findings(acting, it)}
        {matter::columns(sides, work, life::time_line(acting, it))}
    }
    .into_any()
}

/// The files, for the whole and for each finding; whoever has a role in it may add some.
fn files(acting: Acting, it: &Shown) -> AnyView {
    let findings: Vec<_> = it.findings.iter().map(|finding| (finding.item, finding.what.clone())).collect();
    let hung = it.evidence.iter();
    let hung: Vec<_> = hung
        .map(|file| Hung { id: file.id, name: file.name.clone(), kind: file.kind, size: file.size, item: file.item })
        .collect();
    let may = !it.own_roles.is_empty();
    evidence::card(acting.frame, acting.id, &findings, &hung, may.then_some(acting.changed))
}

fn head(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let kind = it.kind.word(locale);
    let late = matter::late(locale, it.clocks.all.iter().any(|clock| clock.overdue));
    let manner = it.manner.map(|manner| tag("steady", manner.word(locale)));
    let marks = view! { {state_tag(locale, it.state)} " " {late} " " {tag("steady", kind)} " " {manner} };
    let head = Head {
        list: (Address::Tasks, locale.text.task().title),
        of: Some(kind),
        number: &it.number,
        title: &it.title,
        marks: marks.into_any(),
        tools: actions::tools(acting, it),
    };
    matter::head(locale, head)
}
