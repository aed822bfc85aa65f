//! The risk point a rectification is about: one of the register, or, where it is not there, in words.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::form::{Form, select};

operations!("src/pages/open_rectification.graphql": RegisteredPoints);
use ask::{RegisteredPoints, registered_points};

type Registered = registered_points::RegisteredPointsRiskPointsNodes;

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;
/// Chosen for what is not in the register; no code is blank.
const OTHER: &str = " ";

/// The points of the unit to choose from; words alone for whoever may not read the register, and where it has none.
pub fn choice(frame: Frame, form: Form, unit: UnitId, risk_point: RwSignal<String>) -> AnyView {
    let in_words = move || form.line("riskPoint", frame.locale.text.risk().about_point, risk_point, "text", false);
    if !frame.may(Resource::Risk, Action::Read) {
        return in_words();
    }
    let load = Load::new(move || {
        let variables = registered_points::Variables { first: CHOICES, unit: Some(unit) };
        async move { frame.client.ask::<RegisteredPoints>(variables).await }
    });
    load.view(frame.locale, move |answer| match answer.risk_points.nodes.as_slice() {
        [] => in_words(),
        points => one_of(frame, form, points, risk_point),
    })
}

/// One of the points, or words in its place.
fn one_of(frame: Frame, form: Form, points: &[Registered], risk_point: RwSignal<String>) -> AnyView {
    let text = frame.locale.text.risk();
    let chosen = RwSignal::new(String::new());
    Effect::new(move |before: Option<()>| {
        let code = chosen.get();
        if before.is_some() {
            risk_point.set(if code == OTHER { String::new() } else { code });
        }
    });
    let registered = points.iter().map(|point| (point.code.to_string(), format!("{} · {}", point.code, point.name)));
    let none = (String::new(), text.no_point.to_owned());
    let other = (OTHER.to_owned(), text.other_point.to_owned());
    let options = std::iter::once(none).chain(registered).chain([other]).collect();
    let words = move || {
        let other = chosen.with(|chosen| chosen == OTHER);
        other.then(|| form.line("riskPoint", text.point_in_words, risk_point, "text", true))
    };
    view! {
        <label class="field"><span>{text.about_point}</span> {select(None, chosen, options)}</label>
        {words}
    }
    .into_any()
}
