//! A template as it shall be: a button and its dialog.

use leptos::prelude::*;

use super::Template;
use crate::api::codes::{DoerKind, InspectionManner, TaskKind};
use crate::api::schema::{BusinessCode, PersonId, TaskTemplateId};
use crate::frame::Frame;
use crate::operations;
use crate::pages::choices;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled, options, tick, typed};

operations!("src/pages/task_templates.graphql": SaveTaskTemplate);
use ask::{SaveTaskTemplate, save_task_template};

/// Working days given where nothing else is said.
const USUAL_DAYS: i64 = 5;

#[derive(Clone, Copy)]
struct Fields {
    existing: Option<(TaskTemplateId, i64)>,
    code: RwSignal<String>,
    name: RwSignal<String>,
    kind: RwSignal<String>,
    manner: RwSignal<String>,
    what: RwSignal<String>,
    how: RwSignal<String>,
    days: RwSignal<String>,
    done_by: RwSignal<String>,
    post_class: RwSignal<String>,
    unit: RwSignal<String>,
    person: RwSignal<String>,
    supervisor: RwSignal<String>,
    appraiser: RwSignal<String>,
    result_user: RwSignal<String>,
    event: RwSignal<String>,
    is_active: RwSignal<bool>,
}

impl Fields {
    fn new(of: Option<&Template>) -> Self {
        let text = |text: Option<String>| RwSignal::new(text.unwrap_or_default());
        let code = |code: Option<&BusinessCode>| text(code.map(ToString::to_string));
        let kind = of.map_or(TaskKind::Assigned, |it| it.kind);
        let manner = of.and_then(|it| it.manner).unwrap_or(InspectionManner::Open);
        let done_by = of.map_or(DoerKind::Unit, |it| it.done_by);
        Self {
            existing: of.map(|it| (it.id, it.version)),
            code: code(of.map(|it| &it.code)),
            name: text(of.map(|it| it.name.clone())),
            kind: text(Some(kind.code().to_owned())),
            manner: text(Some(manner.code().to_owned())),
            what: text(of.map(|it| it.what.clone())),
            how: text(of.map(|it| it.how.clone())),
            days: text(Some(of.map_or(USUAL_DAYS, |it| it.days).to_string())),
            done_by: text(Some(done_by.code().to_owned())),
            post_class: code(of.and_then(|it| it.post_class.as_ref())),
            unit: text(None),
            person: text(of.and_then(|it| Some(it.person.as_ref()?.id.to_string()))),
            supervisor: text(of.and_then(|it| Some(it.supervisor.as_ref()?.id.to_string()))),
            appraiser: text(of.and_then(|it| Some(it.appraiser.as_ref()?.id.to_string()))),
            result_user: text(of.and_then(|it| Some(it.result_user.as_ref()?.id.to_string()))),
            event: code(of.and_then(|it| it.event.as_ref())),
            is_active: RwSignal::new(of.is_none_or(|it| it.is_active)),
        }
    }

    fn input(self) -> Option<save_task_template::TaskTemplateInput> {
        let kind = typed::<TaskKind>(self.kind)?;
        let done_by = typed::<DoerKind>(self.done_by)?;
        let (id, version) = self.existing.unzip();
        Some(save_task_template::TaskTemplateInput {
            id,
            version,
            code: typed::<BusinessCode>(self.code)?,
            is_active: self.is_active.get_untracked(),
            name: filled(self.name)?,
            kind,
            manner: typed::<InspectionManner>(self.manner).filter(|_| kind == TaskKind::Inspection),
            what: filled(self.what)?,
            how: filled(self.how),
            days: typed::<i64>(self.days)?,
            done_by,
            post_class: typed::<BusinessCode>(self.post_class).filter(|_| done_by == DoerKind::PostClass),
            person: typed::<PersonId>(self.person).filter(|_| done_by == DoerKind::Person),
            supervisor: typed::<PersonId>(self.supervisor),
            appraiser: typed::<PersonId>(self.appraiser),
            result_user: typed::<PersonId>(self.result_user),
            event: typed::<BusinessCode>(self.event),
        })
    }
}

/// The button, and the dialog behind it.
pub fn edit(frame: Frame, of: Option<&Template>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.task();
    let (form, open, fields) = (Form::new(frame.locale), RwSignal::new(false), Fields::new(of));
    let before = StoredValue::new([fields.name, fields.what, fields.how].map(|field| field.get_untracked()));
    let unsaved =
        move || before.with_value(|before| [fields.name, fields.what, fields.how].map(|it| it.get()) != *before);
    form.guard(Signal::derive(move || open.get() && unsaved()));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = fields.input() else { return form.refuse(missing(frame, fields)) };
        let asking = frame.client.ask::<SaveTaskTemplate>(save_task_template::Variables { input });
        form.send(asking, move |_| {
            open.set(false);
            changed.run(());
        });
    };
    let (class, button, title) = match of {
        Some(_) => ("button", text.edit, text.edit_template),
        None => ("button primary", text.new_template, text.new_template),
    };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{button}</button>
        <Dialog title=title open=open may_close=form.may_close()>
            <form on:submit=submit>
                {guide(frame, form, fields)}
                {doers(frame, form, fields)}
                {tick(text.active, fields.is_active)}
                {form.foot(open, text.save)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn missing(frame: Frame, fields: Fields) -> Vec<(&'static str, &'static str)> {
    let text = frame.locale.text.task();
    let wrong = [
        typed::<BusinessCode>(fields.code).is_none().then_some(("code", text.needed)),
        filled(fields.name).is_none().then_some(("name", text.needed)),
        filled(fields.what).is_none().then_some(("what", text.needed)),
        typed::<i64>(fields.days).is_none().then_some(("days", text.bad_number)),
    ];
    wrong.into_iter().flatten().collect()
}

fn guide(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.task();
    let inspection = move || fields.kind.with(|kind| kind.parse() == Ok(TaskKind::Inspection));
    let manners = move || options(locale, InspectionManner::ALL, InspectionManner::code);
    let manner = move || inspection().then(|| form.choice("manner", text.manner, fields.manner, manners()));
    let code = fields.existing.is_none().then(|| form.line("code", text.code, fields.code, "text", true));
    view! {
        <div class="fields">
            {code}
            {form.line("name", text.headline, fields.name, "text", true)}
            {form.choice("kind", text.kind, fields.kind, options(locale, TaskKind::ALL, TaskKind::code))}
            {manner}
            {form.line("days", text.days, fields.days, "number", true)}
            {form.line("event", text.event, fields.event, "text", false)}
        </div>
        {form.lines("what", text.what, fields.what)}
        {form.lines("how", text.how_optional, fields.how)}
    }
    .into_any()
}

fn doers(frame: Frame, form: Form, fields: Fields) -> AnyView {
    let locale = frame.locale;
    let (text, codes) = (locale.text.task(), locale.text.task_code());
    let persons = |nobody| choices::persons(frame, choices::chosen(fields.unit), nobody, Vec::new());
    let (one, givers, users) = (persons(text.choose), persons(text.giver_does), persons(text.nobody));
    let more = move || match fields.done_by.with(|kind| kind.parse::<DoerKind>().ok()) {
        Some(DoerKind::PostClass) => form.line("postClass", text.post_class, fields.post_class, "text", true),
        Some(DoerKind::Person) => choices::person(form, ("person", text.to_doer), fields.person, one),
        Some(DoerKind::Unit | DoerKind::Concerned) | None => ().into_any(),
    };
    view! {
        {form.choice("doneBy", text.done_by, fields.done_by, options(locale, DoerKind::ALL, DoerKind::code))}
        {choices::unit(frame, form, ("unit", text.side_unit), fields.unit, None)}
        {more}
        <div class="fields">
            {choices::person(form, ("supervisor", codes.role_supervisor), fields.supervisor, givers)}
            {choices::person(form, ("appraiser", codes.role_appraiser), fields.appraiser, givers)}
            {choices::person(form, ("resultUser", codes.role_result_user), fields.result_user, users)}
        </div>
    }
    .into_any()
}
