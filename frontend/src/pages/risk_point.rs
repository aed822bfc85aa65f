//! `/risks/point/new` and `/risks/point/…`: a point of risk, what is done with it, and what it shall say.

mod choices;
mod form;
mod life;

use std::sync::Arc;

use leptos::prelude::*;

use super::risks::{rating, state, tabs};
use crate::address::Address;
use crate::api::codes::{Action, Resource, RiskPointStep};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::{card, facts, link};
use choices::Choices;

operations!("src/pages/risk_point.graphql": RiskPointPage);
use ask::{RiskPointPage, risk_point_page};

/// A point as it is.
pub type Shown = risk_point_page::RiskPointPageRiskPoint;

/// What the page begins with.
#[derive(Clone)]
struct Begun {
    point: Option<Shown>,
    choices: Arc<Choices>,
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let id = Memo::new(move |before: Option<&Option<RiskPointId>>| match frame.history.address() {
        Address::RiskPoint(id) => id,
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let id = id.get();
        async move { begin(frame, id).await }
    });
    load.page(frame.locale, move |begun| sections(frame, &begun, Callback::new(move |()| load.again())))
}

async fn begin(frame: Frame, id: Option<RiskPointId>) -> Result<Begun, Failure> {
    let point = match id {
        Some(id) => Some(frame.client.ask::<RiskPointPage>(risk_point_page::Variables { id }).await?.risk_point),
        None if frame.may(Resource::Risk, Action::Write) => None,
        None => return Err(Failure::of_status(403, String::new())),
    };
    Ok(Begun { point, choices: Arc::new(Choices::load(frame).await?) })
}

fn sections(frame: Frame, begun: &Begun, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text;
    let point = begun.point.as_ref();
    let title = point.map_or_else(|| text.risk().new_point.to_owned(), |point| point.name.clone());
    let standing = point.map(|point| {
        view! { {point.code.to_string()} " " {state(frame.locale, point.state)} " " {rating(frame.locale, point.rating)} }
    });
    let about = point.map(|point| about(frame, point));
    let may_write = point.is_none_or(|point| point.allowed_steps.contains(&RiskPointStep::Change));
    let editor = may_write.then(|| form::form(frame, point, &begun.choices, changed));
    let editor = match (editor, point) {
        (Some(editor), Some(_)) => {
            Some(view! { <details class="card"><summary>{text.risk().change}</summary>{editor}</details> }.into_any())
        }
        (editor, _) => editor,
    };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Risks.to_string()>{text.risk().register}</a></li></ol></nav>
        <div class="head">
            <h1>{title}</h1>
            <p class="meta">{standing}</p>
            <div class="tools">{point.map(|point| life::tools(frame, point, changed))}</div>
        </div>
        {point.is_none().then(|| tabs::tabs(frame, &Address::RiskPoint(None)))}
        {about}
        {editor}
    }
    .into_any()
}

fn about(frame: Frame, point: &Shown) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let none = || "—".to_owned();
    let post = point.post.as_ref().map(|post| {
        let starred = post.starred.then(|| tag("alert", text.starred));
        view! { {post.name.clone()} " " {starred} }
    });
    let watching: Vec<_> = point
        .indicators
        .iter()
        .map(|of| {
            let name = locale.name(&of.name, &of.name_en).to_owned();
            view! { <li>{link(Address::Indicator(of.id).to_string(), name)}</li> }
        })
        .collect();
    let watching = match watching.is_empty() {
        true => tag("watch", text.no_indicator),
        false => view! { <ul class="plain">{watching}</ul> }.into_any(),
    };
    let place = point.place.as_ref().map(|step| {
        let process = locale.name(&step.process.name, &step.process.name_en);
        format!("{process} › {}", locale.name(&step.name, &step.name_en))
    });
    let due = point.review_overdue.then(|| tag("watch", text.review_overdue));
    let review = view! {
        {point.review_due_on.clone().unwrap_or_else(none)} " "
        <small class="quiet">{fill(text.every_months, &[&locale.count(point.review_months)])}</small> " " {due}
    };
    let lines = vec![
        (text.step, place.unwrap_or_else(none).into_any()),
        (text.kind, point.kind.word(locale).into_any()),
        (text.unit, point.unit.as_ref().map_or_else(none, |unit| unit.name.clone()).into_any()),
        (text.post, post.map_or_else(|| text.no_post.into_any(), IntoAny::into_any)),
        (text.likelihood, locale.count(point.likelihood).into_any()),
        (text.impact, locale.count(point.impact).into_any()),
        (text.controls, point.controls.clone().into_any()),
        (text.indicators, watching),
        (text.reviewed_on, point.reviewed_on.clone().unwrap_or_else(none).into_any()),
        (text.review_due, review.into_any()),
    ];
    card(text.point, ().into_any(), facts(lines))
}
