//! The steps open to the viewer, each behind a button; the one that is likely next stands out.

use leptos::prelude::*;

use super::{Acting, Sent, Shown, dialogs};
use crate::api::codes::{TaskState, TaskStep};
use crate::locale::word::Word;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled};

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

/// A step that takes a word, and how it is sent with that word.
struct Saying {
    lead: &'static str,
    field: &'static str,
    label: &'static str,
    needed: bool,
    send: Box<dyn Fn(String) -> Sent + Send + Sync>,
}

/// The buttons in the head.
pub fn tools(acting: Acting, it: &Shown) -> AnyView {
    let likely = likely(it.state);
    let button = |step: &TaskStep| {
        let class = match step {
            TaskStep::Cancel => "button danger",
            step if Some(*step) == likely => "button primary",
            _ => "button",
        };
        tool(acting, it, *step, class)
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
        | TaskStep::Cancel => Some(said(acting, class, step.word(acting.frame.locale), with_a_word(acting, step)?)),
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
    let Acting { id: task, version, .. } = acting;
    let saying = |lead, field, label, needed, send: Box<dyn Fn(String) -> Sent + Send + Sync>| {
        Some(Saying { lead, field, label, needed, send })
    };
    match step {
        TaskStep::Push => saying(
            text.push_lead,
            "words",
            text.words,
            false,
            Box::new(move |words| acting.sent::<PushTask>(push_task::Variables { task, version, words })),
        ),
        TaskStep::Accept => saying(
            text.accept_lead,
            "words",
            text.words,
            false,
            Box::new(move |words| acting.sent::<AcceptTask>(accept_task::Variables { task, version, words })),
        ),
        TaskStep::Decline => saying(
            text.decline_lead,
            "reason",
            text.reason,
            true,
            Box::new(move |reason| acting.sent::<DeclineTask>(decline_task::Variables { task, version, reason })),
        ),
        TaskStep::Progress => saying(
            "",
            "words",
            text.progress_words,
            true,
            Box::new(move |words| acting.sent::<ProgressTask>(progress_task::Variables { task, version, words })),
        ),
        TaskStep::Urge => saying(
            text.urge_lead,
            "words",
            text.urge_words,
            true,
            Box::new(move |words| acting.sent::<UrgeTask>(urge_task::Variables { task, version, words })),
        ),
        TaskStep::Report => saying(
            text.report_lead,
            "result",
            text.result,
            true,
            Box::new(move |result| acting.sent::<ReportTask>(report_task::Variables { task, version, result })),
        ),
        TaskStep::Confirm => saying(
            text.confirm_lead,
            "words",
            text.words,
            false,
            Box::new(move |words| acting.sent::<ConfirmTask>(confirm_task::Variables { task, version, words })),
        ),
        TaskStep::Cancel => saying(
            text.cancel_lead,
            "reason",
            text.reason,
            true,
            Box::new(move |reason| acting.sent::<CancelTask>(cancel_task::Variables { task, version, reason })),
        ),
        TaskStep::Assign
        | TaskStep::AddFinding
        | TaskStep::OrderFinding
        | TaskStep::AskTransfer
        | TaskStep::GrantTransfer
        | TaskStep::RefuseTransfer
        | TaskStep::Transfer
        | TaskStep::Return
        | TaskStep::Mark
        | TaskStep::Comment => None,
    }
}

/// A button, and the dialog in which a word is said before the step is taken.
fn said(acting: Acting, class: &'static str, name: &'static str, saying: Saying) -> AnyView {
    let text = acting.frame.locale.text.task();
    let Saying { lead, field, label, needed, send } = saying;
    let (form, open, words) = (Form::new(acting.frame.locale), RwSignal::new(false), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && words.with(|words| !words.trim().is_empty())));
    let send = StoredValue::new(send);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = filled(words);
        if needed && said.is_none() {
            return form.refuse(vec![(field, text.needed)]);
        }
        let asking = send.with_value(|send| send(said.unwrap_or_default()));
        form.send(asking, move |()| acting.done(open));
    };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                {(!lead.is_empty()).then(|| view! { <p class="quiet">{lead}</p> })}
                {form.lines(field, label, words)}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}
