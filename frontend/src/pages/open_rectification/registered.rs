//! Choosing a point of the risk register: what is filled in is its code.

use leptos::prelude::*;

use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::form::select;

operations!("src/pages/open_rectification.graphql": RegisteredPoints);
use ask::{RegisteredPoints, registered_points};

/// As many as a list to choose from can hold.
const CHOICES: i64 = 100;

/// The points of the unit to choose from; nothing for whoever may not read the register, and where it has none.
pub fn choice(frame: Frame, unit: UnitId, risk_point: RwSignal<String>) -> AnyView {
    if !frame.may(Resource::Risk, Action::Read) {
        return ().into_any();
    }
    let text = frame.locale.text.risk();
    let load = Load::new(move || {
        let variables = registered_points::Variables { first: CHOICES, unit: Some(unit) };
        async move { frame.client.ask::<RegisteredPoints>(variables).await }
    });
    load.view(frame.locale, move |answer| {
        if answer.risk_points.nodes.is_empty() {
            return ().into_any();
        }
        let found = answer.risk_points.nodes.iter();
        let found = found.map(|point| (point.code.to_string(), format!("{} · {}", point.code, point.name)));
        let options = std::iter::once((String::new(), text.choose_point.to_owned())).chain(found).collect();
        view! { <label class="field"><span>{text.point}</span>{select(None, risk_point, options)}</label> }.into_any()
    })
}
