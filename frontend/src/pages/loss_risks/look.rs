//! Following a risk up: what was found, and the story of that.

use leptos::prelude::*;

use super::Risk;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;

operations!("src/pages/loss_risks.graphql": FollowUpLossRisk);
use ask::{FollowUpLossRisk, follow_up_loss_risk};

/// The way to say what was found.
pub fn button(frame: Frame, risk: &Risk, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let (form, open, found) = (Form::new(frame.locale), RwSignal::new(false), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && !found.get().is_empty()));
    let (risk, version) = (risk.id, risk.version);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = follow_up_loss_risk::Variables { risk, version, found: found.get_untracked() };
        form.send(frame.client.ask::<FollowUpLossRisk>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button" type="button" on:click=move |_| open.set(true)>{text.follow_up}</button>
        <Dialog title=text.follow_up open=open may_close=form.may_close()>
            <form on:submit=submit>
                {form.lines("found", text.found, found)}
                {form.foot(open, text.follow_up)}
            </form>
        </Dialog>
    }
    .into_any()
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
