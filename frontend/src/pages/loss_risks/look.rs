//! Following a risk up: what was found, and the story of that.

use leptos::prelude::*;

use super::Risk;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::say::{Asked, say};

operations!("src/pages/loss_risks.graphql": FollowUpLossRisk);
use ask::{FollowUpLossRisk, follow_up_loss_risk};

/// The way to say what was found.
pub fn button(frame: Frame, risk: &Risk, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (risk, version) = (risk.id, risk.version);
    let asked = Asked {
        class: "button",
        title: text.follow_up,
        about: String::new(),
        lead: "",
        field: ("found", text.found),
        before: String::new(),
    };
    say(frame.locale, asked, move |form, found| {
        let variables = follow_up_loss_risk::Variables { risk, version, found };
        form.send(frame.client.ask::<FollowUpLossRisk>(variables), move |_| changed.run(()));
    })
}

/// What was found, the newest first.
pub fn story(frame: Frame, risk: &Risk) -> AnyView {
    let text = frame.locale.text.risk();
    if risk.follow_ups.is_empty() {
        return view! { <p class="quiet">{text.no_follow_ups}</p> }.into_any();
    }
    let lines: Vec<_> = risk
        .follow_ups
        .iter()
        .map(|looked| {
            let late = (!looked.on_time).then(|| tag("watch", text.late));
            view! { <li>{fill(text.looked, &[&looked.on, &looked.by, &looked.found])} " " {late}</li> }
        })
        .collect();
    view! { <ul>{lines}</ul> }.into_any()
}
