//! `/library/new` and `/library/…/draft`: what an indicator is called, and what its next version says.

mod bands;
mod content;
mod fields;
mod formula;
mod parameter;
mod save;
mod scoring;

use std::sync::Arc;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::form::Form;
use fields::Fields;

operations!("src/pages/draft.graphql": DraftPage, MethodsPart);
use ask::{DraftPage, MethodsPart, draft_page, methods_part};

type Indicator = draft_page::DraftPageIndicator;
type Version = draft_page::DraftPageIndicatorVersions;
type Method = methods_part::MethodsPartScoringMethods;

/// What the editor begins with.
#[derive(Clone)]
struct Begun {
    indicator: Option<Indicator>,
    methods: Arc<Vec<Method>>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<IndicatorId>>| match frame.history.address() {
        Address::Draft(id) => id,
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move { begin(frame, id).await }
    });
    load.page(frame.locale, move |begun| editor(frame, &begun))
}

async fn begin(frame: Frame, id: Option<IndicatorId>) -> Result<Begun, Failure> {
    let indicator = match id {
        None => None,
        Some(id) => Some(frame.client.ask::<DraftPage>(draft_page::Variables { id }).await?.indicator),
    };
    let may = indicator.as_ref().map_or_else(
        || frame.may(Resource::Library, Action::Write),
        |indicator| indicator.allowed_actions.contains(&Action::Write),
    );
    if !may {
        return Err(Failure::of_status(403, String::new()));
    }
    let methods = frame.client.ask::<MethodsPart>(methods_part::Variables).await?.scoring_methods;
    Ok(Begun { indicator, methods: Arc::new(methods) })
}

fn editor(frame: Frame, begun: &Begun) -> AnyView {
    let text = frame.locale.text;
    let fields = Fields::new(begun.indicator.as_ref(), &begun.methods);
    if begun.indicator.is_none() {
        content::begin(frame, fields);
    }
    let form = Form::new(frame.locale);
    let before = untrack(|| fields.said());
    form.guard(Signal::derive(move || fields.said() != before));
    let known = begun.indicator.as_ref().map(|indicator| {
        let about = untrack(|| fields.about_said());
        StoredValue::new(save::Known { id: indicator.id, version: indicator.version, about })
    });
    let back = begun.indicator.as_ref().map_or(Address::Library, |indicator| Address::Indicator(indicator.id));
    let back = back.to_string();
    let title = match &begun.indicator {
        None => text.draft().new_indicator.to_owned(),
        Some(indicator) => {
            format!("{} · {}", text.draft().title, frame.locale.name(&indicator.name, &indicator.name_en))
        }
    };
    let fresh = known.is_none();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        save::save(frame, form, fields, known);
    };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Library.to_string()>{text.library().title}</a></li></ol></nav>
        <div class="head"><h1>{title}</h1></div>
        <p class="quiet">{text.draft().lead}</p>
        <form on:submit=submit>
            {content::basics(frame, form, fields, fresh)}
            {content::meaning(frame, form, fields)}
            {content::collection(frame, form, fields)}
            {scoring::card(frame, form, fields, Arc::clone(&begun.methods))}
            {bands::card(frame, form, fields)}
            {content::reach(frame, form, fields)}
            {form.complaint()}
            <div class="form-actions">
                <a class="button" href=back>{text.common.cancel}</a>
                <button class="button primary" type="submit" disabled=move || form.busy()>{text.draft().save}</button>
            </div>
        </form>
    }
    .into_any()
}
