//! What can be done with a rule: put it into effect, end it.

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::{Action, RuleState};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::Form;

operations!("src/pages/rule.graphql": ActivateWarningRule, RetireWarningRule);
use ask::{ActivateWarningRule, RetireWarningRule, activate_warning_rule, retire_warning_rule};

/// The step that comes next, for whoever may take it; not while something is unsaved.
pub fn tools(frame: Frame, rule: &Shown, unsaved: Signal<bool>, changed: Callback<()>) -> AnyView {
    if !rule.allowed_actions.contains(&Action::Publish) {
        return ().into_any();
    }
    let (id, version) = (rule.id, rule.version);
    let step = match rule.state {
        RuleState::Draft => activate(frame, id, version, unsaved, changed),
        RuleState::Active => retire(frame, id, version, unsaved, changed),
        RuleState::Retired => return ().into_any(),
    };
    let save_first =
        move || unsaved.get().then(|| view! { <span class="quiet">{frame.locale.text.warning().save_first}</span> });
    view! { {save_first} {step} }.into_any()
}

fn activate(frame: Frame, rule: WarningRuleId, version: i64, unsaved: Signal<bool>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.warning();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = activate_warning_rule::Variables { rule, version };
        form.send(frame.client.ask::<ActivateWarningRule>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button primary" type="button" disabled=move || unsaved.get() on:click=move |_| open.set(true)>{text.activate}</button>
        <Dialog title=text.activate open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.activate_lead}</p>
                {form.foot(open, text.activate)}
            </form>
        </Dialog>
    }
    .into_any()
}

fn retire(frame: Frame, rule: WarningRuleId, version: i64, unsaved: Signal<bool>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.warning();
    let (form, open) = (Form::new(frame.locale), RwSignal::new(false));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let variables = retire_warning_rule::Variables { rule, version };
        form.send(frame.client.ask::<RetireWarningRule>(variables), move |_| changed.run(()));
    };
    view! {
        <button class="button danger" type="button" disabled=move || unsaved.get() on:click=move |_| open.set(true)>{text.retire}</button>
        <Dialog title=text.retire open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{text.retire_lead}</p>
                {form.foot(open, text.retire)}
            </form>
        </Dialog>
    }
    .into_any()
}
