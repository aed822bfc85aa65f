//! `/rules/new` and `/rules/…`: a rule as it shall be, tried on the past beside it, and how it stands.

mod choices;
mod fields;
mod life;
mod reach;
mod rehearse;
mod save;
mod standing;
mod watch;

use std::sync::Arc;

use leptos::prelude::*;

use super::warning::marks;
use crate::address::Address;
use crate::api::codes::{Action, Resource, RuleState};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::form::Form;
use choices::Choices;
use fields::Fields;
use save::Known;

operations!("src/pages/rule.graphql": RulePage);
use ask::{RulePage, rule_page};

type Shown = rule_page::RulePageWarningRule;

/// What the editor begins with.
#[derive(Clone)]
struct Begun {
    rule: Option<Shown>,
    choices: Arc<Choices>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<WarningRuleId>>| match frame.history.address() {
        Address::Rule(id) => id,
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move { begin(frame, id).await }
    });
    load.page(frame.locale, move |begun| sections(frame, &begun, Callback::new(move |()| load.again())))
}

async fn begin(frame: Frame, id: Option<WarningRuleId>) -> Result<Begun, Failure> {
    let rule = match id {
        Some(id) => Some(frame.client.ask::<RulePage>(rule_page::Variables { id }).await?.warning_rule),
        None if frame.may(Resource::WarningRule, Action::Write) => None,
        None => return Err(Failure::of_status(403, String::new())),
    };
    let choices = Choices::load(frame, rule.as_ref()).await?;
    Ok(Begun { rule, choices: Arc::new(choices) })
}

fn sections(frame: Frame, begun: &Begun, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let rule = begun.rule.as_ref();
    let fields = Fields::new(frame, rule, &begun.choices);
    // A new rule belongs to whoever got this far.
    let may_write = rule.is_none_or(|rule| rule.allowed_actions.contains(&Action::Write));
    let before = untrack(|| fields.said());
    let unsaved = Signal::derive(move || may_write && fields.said() != before);
    let known = rule.map(|rule| Known { id: rule.id, version: rule.version });
    let title = rule.map_or_else(|| text.warning().new_rule.to_owned(), |rule| rule.name.clone());
    let standing = rule.map(|rule| {
        view! { {rule.code.to_string()} " " {marks::rule_state(frame.locale, rule.state)} }
    });
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Rules.to_string()>{text.shell.rules}</a></li></ol></nav>
        <div class="head">
            <h1>{title}</h1>
            <p class="meta">{standing}</p>
            <div class="tools">{rule.map(|rule| life::tools(frame, rule, unsaved, changed))}</div>
        </div>
        <p class="quiet">{text.warning().rule_lead}</p>
        {rule.and_then(|rule| retired(frame, rule))}
        <div class="grid two beside">
            {editor(frame, begun, fields, (may_write, unsaved), changed)}
            {rehearse::card(frame, fields, known, Arc::clone(&begun.choices))}
        </div>
        {rule.filter(|rule| rule.state != RuleState::Retired).map(|rule| standing::card(frame, rule))}
    }
    .into_any()
}

/// Which indicators the rule looks at are retired, where any is: it says nothing any more.
fn retired(frame: Frame, rule: &Shown) -> Option<AnyView> {
    let names: Vec<&str> = rule.retired_indicators.iter().map(|of| frame.locale.name(&of.name, &of.name_en)).collect();
    let names = names.join(", ");
    let lead = frame.locale.text.warning().retired_lead;
    (!names.is_empty()).then(|| view! { <p class="notice small" role="status">{lead} " " {names}</p> }.into_any())
}

fn editor(
    frame: Frame,
    begun: &Begun,
    fields: Fields,
    (may_write, unsaved): (bool, Signal<bool>),
    changed: Callback<()>,
) -> AnyView {
    let text = frame.locale.text;
    let form = Form::new(frame.locale);
    form.guard(unsaved);
    let known = begun.rule.as_ref().map(|rule| Known { id: rule.id, version: rule.version });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save::save(frame, form, fields, known, changed);
    };
    let foot = may_write.then(|| {
        view! {
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=Address::Rules.to_string()>{text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.common.save}</button>
            </div>
        }
    });
    view! {
        <form on:submit=submit>
            <fieldset class="as-it-stands" disabled=!may_write>
                {watch::card(frame, form, fields, known.is_none(), Arc::clone(&begun.choices))}
                {reach::applies(frame, form, fields)}
                {reach::telling(frame, form, fields)}
                {reach::terms(frame, form, fields)}
            </fieldset>
            {foot}
        </form>
    }
    .into_any()
}
