//! The steps open to the viewer, each behind a button; the one that is likely next stands out.

use leptos::prelude::*;

use super::{Acting, Shown, dialogs};
use crate::api::codes::{TaskState, TaskStep};
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::saying::{Saying, said};

operations!(
    "src/pages/task.graphql": PushTask,
    AcceptTask,
    DeclineTask,
    ProgressTask,
    UrgeTask,
    ReportTask,
    ConfirmTask,
    CancelTask
);
use ask::{
    AcceptTask, CancelTask, ConfirmTask, DeclineTask, ProgressTask, PushTask, ReportTask, UrgeTask, accept_task,
    cancel_task, confirm_task, decline_task, progress_task, push_task, report_task, urge_task,
};

/// The buttons in the head.
pub fn tools(acting: Acting, it: &Shown) -> AnyView {
    let likely = likely(it.state);
    let button = |step: &TaskStep| {
        let class = match step {
            TaskStep::Cancel => "button danger",
            step if Some(*step) == likely => "button primary",
            _ => "button",
        };
        tool(acting.taking(step.code()), it, *step, class)
    };
    let (first, others): (Vec<_>, Vec<_>) = it.allowed_steps.iter().partition(|step| Some(**step) == likely);
    let others: Vec<_> = others.into_iter().filter_map(button).collect();
    let first: Vec<_> = first.into_iter().filter_map(button).collect();
    view! { {others} {first} }.into_any()
}

/// The step that most likely follows.
const fn likely(state: TaskState) -> Option<TaskStep> {
    match state {
        TaskState::Created => Some(TaskStep::Push),
        TaskState::Pushed => Some(TaskStep::Accept),
        TaskState::Accepted => Some(TaskStep::Progress),
        TaskState::InProgress | TaskState::Returned => Some(TaskStep::Report),
        TaskState::Declined => Some(TaskStep::Transfer),
        TaskState::Reported => Some(TaskStep::Confirm),
        TaskState::Confirmed => Some(TaskStep::Mark),
        TaskState::Scored | TaskState::Cancelled => None,
    }
}

/// The way to a step; none for one that stands elsewhere on the page.
fn tool(acting: Acting, it: &Shown, step: TaskStep, class: &'static str) -> Option<AnyView> {
    match step {
        TaskStep::Push
        | TaskStep::Accept
        | TaskStep::Decline
        | TaskStep::Progress
        | TaskStep::Urge
        | TaskStep::Report
        | TaskStep::Confirm
        | TaskStep::Cancel => Some(said(acting, class, with_a_word(acting, step)?)),
        TaskStep::Assign => Some(dialogs::assign(acting, it, class)),
        TaskStep::AskTransfer => Some(dialogs::ask_transfer(acting, class)),
        TaskStep::GrantTransfer => Some(dialogs::answer_transfer(acting, class)),
        TaskStep::Transfer => Some(dialogs::transfer(acting, it, class)),
        TaskStep::Return => Some(dialogs::give_back(acting, it, class)),
        TaskStep::Mark => Some(dialogs::mark(acting, class)),
        // Answered with a yes or a no in one place; noted and ordered at the findings; written under the time-line.
        TaskStep::RefuseTransfer | TaskStep::AddFinding | TaskStep::OrderFinding | TaskStep::Comment => None,
    }
}

/// A step that takes a word; none for those that take more.
fn with_a_word(acting: Acting, step: TaskStep) -> Option<Saying> {
    let text = acting.frame.locale.text.task();
    let name = step.word(acting.frame.locale);
    let task = acting.id;
    Some(match step {
        TaskStep::Push => Saying::new(name, text.push_lead, move |words| {
            acting.sent::<PushTask>(push_task::Variables { task, version: acting.version(), words })
        })
        .may("words", text.words),
        TaskStep::Accept => Saying::new(name, text.accept_lead, move |words| {
            acting.sent::<AcceptTask>(accept_task::Variables { task, version: acting.version(), words })
        })
        .may("words", text.words),
        TaskStep::Decline => Saying::new(name, text.decline_lead, move |reason| {
            acting.sent::<DeclineTask>(decline_task::Variables { task, version: acting.version(), reason })
        })
        .must("reason", text.reason),
        TaskStep::Progress => Saying::new(name, "", move |words| {
            acting.sent::<ProgressTask>(progress_task::Variables { task, version: acting.version(), words })
        })
        .must("words", text.progress_words),
        TaskStep::Urge => Saying::new(name, text.urge_lead, move |words| {
            acting.sent::<UrgeTask>(urge_task::Variables { task, version: acting.version(), words })
        })
        .must("words", text.urge_words),
        TaskStep::Report => Saying::new(name, text.report_lead, move |result| {
            acting.sent::<ReportTask>(report_task::Variables { task, version: acting.version(), result })
        })
        .must("result", text.result),
        TaskStep::Confirm => Saying::new(name, text.confirm_lead, move |words| {
            acting.sent::<ConfirmTask>(confirm_task::Variables { task, version: acting.version(), words })
        })
        .may("words", text.words),
        TaskStep::Cancel => Saying::new(name, text.cancel_lead, move |reason| {
            acting.sent::<CancelTask>(cancel_task::Variables { task, version: acting.version(), reason })
        })
        .must("reason", text.reason),
        TaskStep::Assign
        | TaskStep::AddFinding
        | TaskStep::OrderFinding
        | TaskStep::AskTransfer
        | TaskStep::GrantTransfer
        | TaskStep::RefuseTransfer
        | TaskStep::Transfer
        | TaskStep::Return
        | TaskStep::Mark
        | TaskStep::Comment => return None,
    })
}
