//! `/tasks/templates`: what tasks are made from, by hand, by a rule or by an event (ZH-03, ZH-23).

mod edit;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, text_or_none, words};

operations!("src/pages/task_templates.graphql": TemplatesPage);
use ask::{TemplatesPage, templates_page};

type Template = templates_page::TemplatesPageTaskTemplates;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let text = frame.locale.text.task();
    let load = Load::new(move || frame.client.ask::<TemplatesPage>(templates_page::Variables));
    let changed = Callback::new(move |()| load.again());
    let list = load.view(frame.locale, move |answer| match answer.task_templates.is_empty() {
        true => state::empty(text.templates_none_title, text.templates_none),
        false => sheet(frame, &answer.task_templates, changed),
    });
    let new = frame.may(Resource::Event, Action::Write).then(|| edit::edit(frame, None, changed));
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Tasks.to_string()>{text.title}</a></li></ol></nav>
        <div class="head"><h1>{text.templates}</h1> <p class="meta">{text.templates_lead}</p> <div class="tools">{new}</div></div>
        {card(text.templates, ().into_any(), list)}
    }
    .into_any()
}

fn sheet(frame: Frame, templates: &[Template], changed: Callback<()>) -> AnyView {
    let (text, common) = (frame.locale.text.task(), &frame.locale.text.common);
    let columns = [
        words(common.name),
        words(common.state),
        words(text.kind).wide(),
        words(text.done_by).wide(),
        numbers(text.days),
        words(text.event_type).wide(),
        words(common.actions),
    ];
    table(text.templates, &columns, templates.iter().map(|template| row(frame, template, changed)).collect())
}

fn row(frame: Frame, template: &Template, changed: Callback<()>) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = locale.text.task();
    let state = if template.is_active { tag("good", text.active) } else { tag("steady", text.inactive) };
    let person = template.person.as_ref().map(|person| person.name.clone());
    let class = template.post_class.as_ref().map(ToString::to_string);
    let more = person.or(class).map(|more| format!(" · {more}")).unwrap_or_default();
    let may_edit = frame.may(Resource::Event, Action::Write);
    vec![
        view! { {template.name.clone()} " " <small class="quiet">{template.code.to_string()}</small> }.into_any(),
        state,
        cell(template.kind.word(locale)),
        cell(format!("{}{more}", template.done_by.word(locale))),
        cell(locale.count(template.days)),
        text_or_none(template.event.as_ref().map(ToString::to_string).unwrap_or_default()),
        may_edit.then(|| edit::edit(frame, Some(template), changed)).into_any(),
    ]
}
