//! What is done with a point of risk: confirmed, reviewed, retired.

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::RiskPointStep;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::form::Form;
use crate::parts::say::{Asked, say};

operations!("src/pages/risk_point.graphql": ConfirmRiskPoint, ReviewRiskPoint, RetireRiskPoint);
use ask::{
    ConfirmRiskPoint, RetireRiskPoint, ReviewRiskPoint, confirm_risk_point, retire_risk_point, review_risk_point,
};

/// The actions in the head of the page.
pub fn tools(frame: Frame, point: &Shown, changed: Callback<()>) -> AnyView {
    let each: Vec<_> =
        point.allowed_steps.iter().map(|step| step_button(frame, *step, (point.id, point.version), changed)).collect();
    each.into_any()
}

fn step_button(frame: Frame, step: RiskPointStep, seen: (RiskPointId, i64), changed: Callback<()>) -> AnyView {
    match step {
        // Changing is a form of its own below.
        RiskPointStep::Change => ().into_any(),
        RiskPointStep::Confirm => confirm(frame, seen, changed),
        RiskPointStep::Review => review(frame, seen, changed),
        RiskPointStep::Retire => retire(frame, seen, changed),
    }
}

fn confirm(frame: Frame, (point, version): (RiskPointId, i64), changed: Callback<()>) -> AnyView {
    let form = Form::new(frame.locale);
    let send = move |_| {
        let variables = confirm_risk_point::Variables { point, version };
        form.send(frame.client.ask::<ConfirmRiskPoint>(variables), move |_| changed.run(()));
    };
    let word = frame.locale.text.risk().confirm;
    view! {
        <button class="button primary" type="button" disabled=move || form.busy() on:click=send>{word}</button>
        {form.complaint()}
    }
    .into_any()
}

fn review(frame: Frame, (point, version): (RiskPointId, i64), changed: Callback<()>) -> AnyView {
    let form = Form::new(frame.locale);
    let send = move |_| {
        let variables = review_risk_point::Variables { point, version };
        form.send(frame.client.ask::<ReviewRiskPoint>(variables), move |_| changed.run(()));
    };
    let word = frame.locale.text.risk().review_now;
    view! {
        <button class="button" type="button" disabled=move || form.busy() on:click=send>{word}</button>
        {form.complaint()}
    }
    .into_any()
}

fn retire(frame: Frame, (point, version): (RiskPointId, i64), changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let asked = Asked {
        class: "button danger",
        title: text.retire,
        about: String::new(),
        lead: text.retire_lead,
        field: ("reason", text.reason),
        before: String::new(),
    };
    say(frame.locale, asked, move |form, reason| {
        let variables = retire_risk_point::Variables { point, version, reason };
        form.send(frame.client.ask::<RetireRiskPoint>(variables), move |_| changed.run(()));
    })
}
