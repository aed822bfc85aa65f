//! `/tasks/new`: a task to be given: what and how first, then who has which part (ZH-56, ZH-60).

use leptos::prelude::*;

use super::choices;
use crate::address::Address;
use crate::api::codes::{Action, InspectionManner, Resource, TaskKind};
use crate::api::schema::{PersonId, TaskTemplateId, UnitId};
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::card;
use crate::parts::form::{Form, filled, options, or_none, tick, typed};
use crate::parts::state;

operations!("src/pages/new_task.graphql": TemplatesForTask, CreateTask);
use ask::{CreateTask, TemplatesForTask, create_task, templates_for_task};

type Template = templates_for_task::TemplatesForTaskTaskTemplates;

/// What is filled in.
#[derive(Clone, Copy)]
struct Fields {
    template: RwSignal<String>,
    kind: RwSignal<String>,
    manner: RwSignal<String>,
    title: RwSignal<String>,
    what: RwSignal<String>,
    how: RwSignal<String>,
    due: RwSignal<String>,
    unit: RwSignal<String>,
    doer: RwSignal<String>,
    overseers: RwSignal<String>,
    supervisor: RwSignal<String>,
    appraiser: RwSignal<String>,
    result_user: RwSignal<String>,
    draft: RwSignal<bool>,
}

impl Fields {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            template: empty(),
            kind: RwSignal::new(TaskKind::Assigned.code().to_owned()),
            manner: RwSignal::new(InspectionManner::Open.code().to_owned()),
            title: empty(),
            what: empty(),
            how: empty(),
            due: empty(),
            unit: empty(),
            doer: empty(),
            overseers: empty(),
            supervisor: empty(),
            appraiser: empty(),
            result_user: empty(),
            draft: RwSignal::new(false),
        }
    }

    /// Takes what a template says.
    fn take(self, template: &Template) {
        self.kind.set(template.kind.code().to_owned());
        if let Some(manner) = template.manner {
            self.manner.set(manner.code().to_owned());
        }
        self.title.set(template.name.clone());
        self.what.set(template.what.clone());
        self.how.set(template.how.clone());
    }

    fn input(self) -> Option<create_task::TaskInput> {
        let kind = typed::<TaskKind>(self.kind)?;
        Some(create_task::TaskInput {
            kind,
            manner: typed::<InspectionManner>(self.manner).filter(|_| kind == TaskKind::Inspection),
            template: typed::<TaskTemplateId>(self.template),
            unit: Some(typed::<UnitId>(self.unit)?),
            doer: typed::<PersonId>(self.doer),
            supervisor: typed::<PersonId>(self.supervisor),
            appraiser: typed::<PersonId>(self.appraiser),
            result_user: typed::<PersonId>(self.result_user),
            title: filled(self.title)?,
            what: filled(self.what)?,
            how: filled(self.how),
            indicator: None,
            due_on: filled(self.due)?,
            from: None,
            draft: Some(self.draft.get_untracked()),
        })
    }
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.task();
    let content = match frame.may(Resource::Matter, Action::Order) {
        true => form(frame),
        false => state::empty(text.new, text.may_not),
    };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Tasks.to_string()>{text.title}</a></li></ol></nav>
        <div class="head"><h1>{text.new}</h1> <p class="meta">{text.new_lead}</p></div>
        {content}
    }
    .into_any()
}

fn form(frame: Frame) -> AnyView {
    let text = frame.locale.text.task();
    let (form, fields) = (Form::new(frame.locale), Fields::new());
    let written = [fields.title, fields.what, fields.how];
    form.guard(Signal::derive(move || written.iter().any(|field| field.with(|field| !field.trim().is_empty()))));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = fields.input() else { return form.refuse(missing(frame, fields)) };
        let asking = frame.client.ask::<CreateTask>(create_task::Variables { input });
        form.send(asking, move |answer| frame.history.go(&Address::Task(answer.create_task.id)));
    };
    view! {
        <form on:submit=submit>
            {card(text.guide, ().into_any(), guide(frame, form, fields))}
            {card(text.roles, ().into_any(), roles(frame, form, fields))}
            {form.complaint()}
            {tick(text.draft, fields.draft)}
            <div class="form-actions">
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.submit}</button>
            </div>
        </form>
    }
    .into_any()
}

fn missing(frame: Frame, fields: Fields) -> Vec<(&'static str, &'static str)> {
    let text = frame.locale.text.task();
    let wrong = [
        filled(fields.title).is_none().then_some(("title", text.needed)),
        filled(fields.what).is_none().then_some(("what", text.needed)),
        filled(fields.due).is_none().then_some(("dueOn", text.needed)),
        typed::<UnitId>(fields.unit).is_none().then_some(("unit", text.choose)),
    ];
    wrong.into_iter().flatten().collect()
}

fn guide(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let inspection = move || fields.kind.with(|kind| kind.parse() == Ok(TaskKind::Inspection));
    let manners = move || options(locale, InspectionManner::ALL, InspectionManner::code);
    let manner = move || inspection().then(|| form.choice("manner", text.manner, fields.manner, manners()));
    view! {
        {templates(frame, form, fields)}
        <div class="fields">
            {form.choice("kind", text.kind, fields.kind, options(locale, TaskKind::ALL, TaskKind::code))}
            {manner}
            {form.line("dueOn", text.last_day, fields.due, "date", true)}
        </div>
        {form.line("title", text.headline, fields.title, "text", true)}
        {form.lines("what", text.what, fields.what)}
        {form.lines("how", text.how_optional, fields.how)}
    }
    .into_any()
}

/// A template to begin from, for whoever may read them.
fn templates(frame: Frame, form: Form, fields: Fields) -> Option<AnyView> {
    if !frame.may(Resource::Event, Action::Read) {
        return None;
    }
    let text = frame.locale.text.task();
    let load = Load::new(move || frame.client.ask::<TemplatesForTask>(templates_for_task::Variables));
    Effect::new(move |_| {
        let chosen = fields.template.with(|template| template.parse::<TaskTemplateId>().ok());
        let answer = load.ready();
        let found = answer.iter().flat_map(|answer| &answer.task_templates).find(|it| Some(it.id) == chosen);
        if let Some(template) = found {
            fields.take(template);
        }
    });
    let list = load.view(frame.locale, move |answer| {
        let active = answer.task_templates.iter().filter(|template| template.is_active);
        let templates = active.map(|template| (template.id.to_string(), template.name.clone())).collect();
        form.choice("template", text.from_template, fields.template, or_none(frame.locale, templates))
    });
    Some(list)
}

fn roles(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let text = frame.locale.text.task();
    let codes = frame.locale.text.task_code();
    let doers = choices::doers(frame, choices::chosen(fields.unit), text.whole_unit);
    let givers = choices::persons(frame, choices::chosen(fields.overseers), text.giver_does, Vec::new());
    let users = choices::persons(frame, choices::chosen(fields.overseers), text.nobody, Vec::new());
    view! {
        {choices::unit(frame, form, ("unit", text.unit), fields.unit, None)}
        {choices::person(form, ("doer", codes.role_doer), fields.doer, doers)}
        {choices::unit(frame, form, ("overseers", text.side_unit), fields.overseers, None)}
        <div class="fields">
            {choices::person(form, ("supervisor", codes.role_supervisor), fields.supervisor, givers)}
            {choices::person(form, ("appraiser", codes.role_appraiser), fields.appraiser, givers)}
            {choices::person(form, ("resultUser", codes.role_result_user), fields.result_user, users)}
        </div>
    }
    .into_any()
}
