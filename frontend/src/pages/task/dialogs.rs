//! Steps that take more than a word: another doer, another day, marks, a finding and its order.

use leptos::prelude::*;

use super::{Acting, Shown};
use crate::api::codes::{Severity, TaskStep};
use crate::api::schema::{PersonId, UnitId};
use crate::locale::word::Word;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, tick, typed};

operations!(
    "src/pages/task.graphql": AssignTask,
    AskTaskTransfer,
    AnswerTaskTransfer,
    TransferTask,
    ReturnTask,
    MarkTask,
    AddTaskFinding,
    OrderTaskFinding
);
use ask::{
    AddTaskFinding, AnswerTaskTransfer, AskTaskTransfer, AssignTask, MarkTask, OrderTaskFinding, ReturnTask,
    TransferTask, add_task_finding, answer_task_transfer, ask_task_transfer, assign_task, mark_task,
    order_task_finding, return_task, transfer_task,
};

fn empty() -> RwSignal<String> {
    RwSignal::new(String::new())
}

/// A button and its dialog.
fn dialog(
    form: Form,
    open: RwSignal<bool>,
    (class, name, lead): (&'static str, &'static str, &'static str),
    submit: impl Fn() + Copy + Send + Sync + 'static,
    fields: impl Fn() -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        submit();
    };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                {(!lead.is_empty()).then(|| view! { <p class="quiet">{lead}</p> })}
                {fields()}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}

/// A form in a dialog that asks before what was written is lost.
fn begun<const N: usize>(acting: Acting, written: [RwSignal<String>; N]) -> (Form, RwSignal<bool>) {
    let (form, open) = acting.dialog();
    let unsaved = move || open.get() && written.iter().any(|field| field.with(|field| !field.trim().is_empty()));
    form.guard(Signal::derive(unsaved));
    (form, open)
}

/// Names who of the own unit does it.
pub fn assign(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let text = acting.frame.locale.text.task();
    let to = empty();
    let (form, open) = begun(acting, [to]);
    let submit = move || match typed::<PersonId>(to) {
        Some(to) => {
            let variables = assign_task::Variables { task: acting.id, version: acting.version(), to };
            form.send(acting.sent::<AssignTask>(variables), move |()| acting.done(open));
        }
        None => form.refuse(vec![("to", text.choose)]),
    };
    let unit = Some(it.parties.unit.id);
    let persons = choices::persons(acting.frame, Signal::stored(unit), text.choose, Vec::new());
    let fields = move || choices::person(form, ("to", text.to_doer), to, persons);
    dialog(form, open, (class, TaskStep::Assign.word(acting.frame.locale), ""), submit, fields)
}

/// Asks that somebody else does it.
pub fn ask_transfer(acting: Acting, class: &'static str) -> AnyView {
    let text = acting.frame.locale.text.task();
    let (unit, doer, reason) = (empty(), empty(), empty());
    let (form, open) = begun(acting, [reason]);
    let submit = move || match (typed::<UnitId>(unit), filled(reason)) {
        (Some(unit), Some(reason)) => {
            let doer = typed::<PersonId>(doer);
            let task = acting.id;
            let variables =
                ask_task_transfer::Variables { task, version: acting.version(), unit: Some(unit), doer, reason };
            form.send(acting.sent::<AskTaskTransfer>(variables), move |()| acting.done(open));
        }
        (unit, reason) => form.refuse(missing(unit.is_none(), reason.is_none(), text.choose, text.needed)),
    };
    let persons = choices::persons(acting.frame, choices::chosen(unit), text.whole_unit, Vec::new());
    let fields = move || {
        view! {
            {choices::unit(acting.frame, form, ("unit", text.to_unit), unit, None)}
            {choices::person(form, ("doer", text.to_doer), doer, persons)}
            {form.lines("reason", text.reason, reason)}
        }
        .into_any()
    };
    let name = TaskStep::AskTransfer.word(acting.frame.locale);
    dialog(form, open, (class, name, text.ask_transfer_lead), submit, fields)
}

fn missing(unit: bool, reason: bool, choose: &'static str, needed: &'static str) -> Vec<(&'static str, &'static str)> {
    [unit.then_some(("unit", choose)), reason.then_some(("reason", needed))].into_iter().flatten().collect()
}

/// Answers the doer who asked for it.
pub fn answer_transfer(acting: Acting, class: &'static str) -> AnyView {
    let text = acting.frame.locale.text.task();
    let (granted, words) = (RwSignal::new(true), empty());
    let (form, open) = begun(acting, [words]);
    let submit = move || {
        let granted = granted.get_untracked();
        let said = filled(words);
        if !granted && said.is_none() {
            return form.refuse(vec![("words", text.needed)]);
        }
        let (task, words) = (acting.id, said.unwrap_or_default());
        let variables = answer_task_transfer::Variables { task, version: acting.version(), granted, words };
        form.send(acting.sent::<AnswerTaskTransfer>(variables), move |()| acting.done(open));
    };
    let fields =
        move || view! { {tick(text.granted, granted)} {form.lines("words", text.answer_words, words)} }.into_any();
    dialog(form, open, (class, text.answer, ""), submit, fields)
}

/// Gives it to somebody else.
pub fn transfer(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let text = acting.frame.locale.text.task();
    let (unit, doer, reason, due) = (empty(), empty(), empty(), RwSignal::new(it.due_on.clone()));
    let (form, open) = begun(acting, [reason]);
    let submit = move || match (typed::<UnitId>(unit), filled(reason)) {
        (Some(unit), Some(reason)) => {
            let (doer, due_on) = (typed::<PersonId>(doer), due.get_untracked());
            let input = transfer_task::TaskTransferInput { unit: Some(unit), doer, due_on, reason };
            let variables = transfer_task::Variables { task: acting.id, version: acting.version(), input };
            form.send(acting.sent::<TransferTask>(variables), move |()| acting.done(open));
        }
        (unit, reason) => form.refuse(missing(unit.is_none(), reason.is_none(), text.choose, text.needed)),
    };
    let persons = choices::doers(acting.frame, choices::chosen(unit), text.whole_unit);
    let fields = move || {
        view! {
            {choices::unit(acting.frame, form, ("unit", text.to_unit), unit, None)}
            {choices::person(form, ("doer", text.to_doer), doer, persons)}
            {form.line("due", text.last_day, due, "date", true)}
            {form.lines("reason", text.reason, reason)}
        }
        .into_any()
    };
    let name = TaskStep::Transfer.word(acting.frame.locale);
    dialog(form, open, (class, name, text.transfer_lead), submit, fields)
}

/// Sends the result back, with time to complete it.
pub fn give_back(acting: Acting, it: &Shown, class: &'static str) -> AnyView {
    let text = acting.frame.locale.text.task();
    let (reason, due) = (empty(), RwSignal::new(it.due_on.clone()));
    let (form, open) = begun(acting, [reason]);
    let submit = move || {
        let Some(reason) = filled(reason) else { return form.refuse(vec![("reason", text.needed)]) };
        let (task, due_on) = (acting.id, due.get_untracked());
        let variables = return_task::Variables { task, version: acting.version(), reason, due_on };
        form.send(acting.sent::<ReturnTask>(variables), move |()| acting.done(open));
    };
    let fields = move || {
        view! {
            {form.lines("reason", text.reason, reason)}
            {form.line("due", text.last_day, due, "date", true)}
        }
        .into_any()
    };
    let name = TaskStep::Return.word(acting.frame.locale);
    dialog(form, open, (class, name, text.return_lead), submit, fields)
}

/// Marks it, 1–5 for each of four.
pub fn mark(acting: Acting, class: &'static str) -> AnyView {
    let text = acting.frame.locale.text.task();
    let marks = [empty(), empty(), empty(), empty()];
    let [truth, accuracy, completeness, efficiency] = marks;
    let words = empty();
    let (form, open) = begun(acting, marks);
    let submit = move || {
        let mark = |value| typed::<i64>(value).filter(|mark| (1..=5).contains(mark));
        let read = (mark(truth), mark(accuracy), mark(completeness), mark(efficiency));
        let (Some(truth), Some(accuracy), Some(completeness), Some(efficiency)) = read else {
            let fields = [
                read.0.is_none().then_some("truth"),
                read.1.is_none().then_some("accuracy"),
                read.2.is_none().then_some("completeness"),
                read.3.is_none().then_some("efficiency"),
            ];
            return form.refuse(fields.into_iter().flatten().map(|field| (field, text.bad_mark)).collect());
        };
        let marks = mark_task::TaskMarksInput { truth, accuracy, completeness, efficiency };
        let words = filled(words).unwrap_or_default();
        let variables = mark_task::Variables { task: acting.id, version: acting.version(), marks, words };
        form.send(acting.sent::<MarkTask>(variables), move |()| acting.done(open));
    };
    let fields = move || {
        view! {
            <div class="fields">
                {form.line("truth", text.truth, truth, "number", true)}
                {form.line("accuracy", text.accuracy, accuracy, "number", true)}
                {form.line("completeness", text.completeness, completeness, "number", true)}
                {form.line("efficiency", text.efficiency, efficiency, "number", true)}
            </div>
            {form.lines("words", text.words, words)}
        }
        .into_any()
    };
    let name = TaskStep::Mark.word(acting.frame.locale);
    dialog(form, open, (class, name, text.mark_lead), submit, fields)
}

/// Notes what was found.
pub fn finding(acting: Acting, it: &Shown) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.task();
    let (place, what) = (empty(), empty());
    let unit = RwSignal::new(it.parties.unit.id.to_string());
    let known = Some((it.parties.unit.id.to_string(), it.parties.unit.name.clone()));
    let severity = RwSignal::new(Severity::Blue.code().to_owned());
    let (form, open) = begun(acting, [place, what]);
    let submit = move || {
        let read = (filled(place), filled(what), typed::<UnitId>(unit), typed::<Severity>(severity));
        let (Some(place), Some(what), Some(unit), Some(severity)) = read else {
            let fields = [
                read.0.is_none().then_some(("place", text.needed)),
                read.1.is_none().then_some(("what", text.needed)),
                read.2.is_none().then_some(("unit", text.choose)),
            ];
            return form.refuse(fields.into_iter().flatten().collect());
        };
        let input = add_task_finding::TaskFindingInput { place, unit, what, severity };
        let variables = add_task_finding::Variables { task: acting.id, version: acting.version(), input };
        form.send(acting.sent::<AddTaskFinding>(variables), move |()| acting.done(open));
    };
    let fields = move || {
        view! {
            {form.line("place", text.place, place, "text", true)}
            {form.lines("what", text.found, what)}
            {choices::unit(acting.frame, form, ("unit", text.concerns), unit, known.clone())}
            {form.choice("severity", text.severity, severity, options(locale, Severity::ALL, Severity::code))}
        }
        .into_any()
    };
    dialog(form, open, ("button", TaskStep::AddFinding.word(locale), ""), submit, fields)
}

/// Orders the unit that a finding concerns to rectify it.
pub fn order(acting: Acting, item: i64) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.task();
    let due = empty();
    let (form, open) = begun(acting, [due]);
    let submit = move || {
        let Some(due_on) = filled(due) else { return form.refuse(vec![("due", text.needed)]) };
        let variables = order_task_finding::Variables { task: acting.id, version: acting.version(), item, due_on };
        form.send(acting.sent::<OrderTaskFinding>(variables), move |()| acting.done(open));
    };
    let fields = move || form.line("due", text.last_day, due, "date", true);
    dialog(form, open, ("button", TaskStep::OrderFinding.word(locale), ""), submit, fields)
}
