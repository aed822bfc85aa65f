//! The ways between the pages of risks.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::{Action, Resource};
use crate::frame::Frame;

/// The pages of risks that the viewer may open, the one that is shown marked.
pub fn tabs(frame: Frame, here: &Address) -> AnyView {
    let text = frame.locale.text.risk();
    let entries = [
        (Address::Risks, text.register, frame.may(Resource::Risk, Action::Read)),
        (Address::LossRisks, text.loss, frame.may(Resource::Risk, Action::Read)),
        (Address::RiskView, text.view, frame.has_desk()),
        (Address::RiskLabels, text.labels, frame.may(Resource::RiskLabel, Action::Read)),
    ];
    let links: Vec<_> = entries
        .into_iter()
        .filter(|(_, _, may)| *may)
        .map(|(to, word, _)| {
            let current = (to == *here).then_some("page");
            view! { <a class="button" href=to.to_string() aria-current=current>{word}</a> }
        })
        .collect();
    view! { <nav class="risk-tabs" aria-label=text.parts>{links}</nav> }.into_any()
}
