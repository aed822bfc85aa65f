//! To whom a rule applies, how urgent it is, who is told what, and by when something is to be done.

use leptos::prelude::*;

use super::fields::{Fields, Level, Mark};
use crate::api::codes::{Action, Recipient, Resource, Severity, SubjectKind};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{Form, inline, options, or_none, select, tick};

operations!("src/pages/new_task.graphql": TemplatesForTask);
use ask::{TemplatesForTask, templates_for_task};

/// 适用对象.
pub fn applies(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let content = view! {
        <p class="quiet">{text.applies_lead}</p>
        <div class="fields">
            {form.choice("subjects", text.subjects, fields.subjects, options(locale, SubjectKind::ALL, SubjectKind::code))}
            {marks(text.levels, fields.levels)}
            {marks(text.groups, fields.groups)}
            {form.line("postClasses", text.post_classes, fields.post_classes, "text", false)}
        </div>
    };
    card(text.applies, ().into_any(), content.into_any())
}

/// Codes of which some may be marked; nothing where there are none.
fn marks(label: &'static str, marks: StoredValue<Vec<Mark>>) -> AnyView {
    let all: Vec<_> = marks.with_value(|marks| marks.iter().map(mark).collect());
    if all.is_empty() {
        return ().into_any();
    }
    view! { <div class="ticks" role="group" aria-label=label><b>{label}</b> {all}</div> }.into_any()
}

/// A tick whose name is data.
fn mark(mark: &Mark) -> AnyView {
    let (on, name) = (mark.on, mark.name.clone());
    view! {
        <label class="tick">
            <input type="checkbox" prop:checked=on on:change=move |event| on.set(event_target_checked(&event)) />
            <span>{name}</span>
        </label>
    }
    .into_any()
}

/// 紧急程度与通知.
pub fn telling(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let told: Vec<_> =
        fields.tell.with_value(|all| all.iter().map(|&(who, told)| tick(who.word(locale), told)).collect());
    let content = view! {
        <div class="fields">
            {form.choice("severity", text.severity, fields.severity, options(locale, Severity::ALL, Severity::code))}
            {form.line("confirm", text.confirm, fields.confirm, "number", true)}
            <div class="ticks" role="group" aria-label=text.tell><b>{text.tell}</b> {told} {form.told("tell")}</div>
            {form.lines("advice", text.advice_to_write, fields.advice)}
        </div>
        {move || fields.can_diagnose().then(|| tick(text.opens_diagnosis, fields.diagnoses))}
        {form.told("opensDiagnosis")}
        <p class="fine">{text.advice_hint}</p>
    };
    card(text.telling, ().into_any(), content.into_any())
}

/// 期限与超期提醒.
pub fn terms(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text.warning();
    let content = view! {
        <p class="quiet">{text.terms_lead}</p>
        <div class="fields">
            {form.line("receiveDays", text.receive_days, fields.receive, "number", true)}
            {form.line("handleDays", text.handle_days, fields.handle, "number", true)}
            {form.line("reviewDays", text.review_days, fields.review, "number", true)}
            {form.line("expireDays", text.expire_days, fields.expire, "number", true)}
        </div>
        <h3>{text.escalation}</h3>
        {escalation(frame, form, fields.escalation)}
        {task(frame, form, fields.task)}
    };
    card(text.terms, ().into_any(), content.into_any())
}

/// The template of the task that each warning makes as well, for whoever may read templates; what is chosen stays otherwise.
fn task(frame: Frame, form: Form, chosen: RwSignal<String>) -> Option<AnyView> {
    if !frame.may(Resource::Event, Action::Read) {
        return None;
    }
    let text = frame.locale.text.warning();
    let load = Load::new(move || frame.client.ask::<TemplatesForTask>(templates_for_task::Variables));
    let list = load.view(frame.locale, move |answer| {
        let active = answer.task_templates.iter().filter(|template| template.is_active);
        let templates = active.map(|template| (template.id.to_string(), template.name.clone())).collect();
        form.choice("task", text.makes_task, chosen, or_none(frame.locale, templates))
    });
    Some(list)
}

fn escalation(frame: Frame, form: Form, rows: RwSignal<Vec<Level>>) -> AnyView {
    let text = frame.locale.text;
    let add = move |_| rows.update(|rows| rows.push(Level::new(String::new(), Recipient::UnitHead)));
    let body =
        move || rows.get().into_iter().enumerate().map(|(place, row)| level(frame, rows, place, row)).collect_view();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=text.warning().escalation>
            <table>
                <thead><tr>
                    <th scope="col">{text.warning().after_days}</th><th scope="col">{text.warning().whom}</th>
                    <th scope="col"><span class="unseen">{text.common.actions}</span></th>
                </tr></thead>
                <tbody>{body}</tbody>
            </table>
        </div>
        <button class="link" type="button" on:click=add>{text.common.add}</button>
        {form.told("escalation")}
    }
    .into_any()
}

fn level(frame: Frame, rows: RwSignal<Vec<Level>>, place: usize, row: Level) -> AnyView {
    let text = frame.locale.text;
    let remove = move |_| {
        rows.update(|rows| {
            if place < rows.len() {
                rows.remove(place);
            }
        });
    };
    let recipients = options(frame.locale, Recipient::ALL, Recipient::code);
    view! {
        <tr>
            <td>{inline(text.warning().after_days.to_owned(), row.after, true)}</td>
            <td>{select(Some(text.warning().whom.to_owned()), row.tell, recipients)}</td>
            <td><button class="link" type="button" on:click=remove>{text.common.remove}</button></td>
        </tr>
    }
    .into_any()
}
