//! The steps open to the viewer, each behind a button; the one that is likely next stands out.

use leptos::prelude::*;

use super::{Acting, Sent, Shown, dialogs, plan};
use crate::api::codes::{MeasureState, RectificationState, RectificationStep};
use crate::frame::Frame;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::dialog::Dialog;
use crate::parts::form::{Form, filled};

operations!(
    "src/pages/rectification.graphql": PushRectification,
    AcknowledgeRectification,
    DisputeRectification,
    WithdrawRectification,
    ReturnRectification,
    ApproveRectificationPlan,
    ReturnRectificationPlan,
    VerifyRectification,
    ConfirmRectification,
    ReopenRectification,
    ShareRectificationPattern,
    CloseRectification,
    SuggestToRectification
);
use ask::{
    AcknowledgeRectification, ApproveRectificationPlan, CloseRectification, ConfirmRectification, DisputeRectification,
    PushRectification, ReopenRectification, ReturnRectification, ReturnRectificationPlan, ShareRectificationPattern,
    SuggestToRectification, VerifyRectification, WithdrawRectification, acknowledge_rectification,
    approve_rectification_plan, close_rectification, confirm_rectification, dispute_rectification, push_rectification,
    reopen_rectification, return_rectification, return_rectification_plan, share_rectification_pattern,
    suggest_to_rectification, verify_rectification, withdraw_rectification,
};

/// A button among others, and the one that stands out.
const PLAIN: &str = "button";
const LIKELY: &str = "button primary";

/// How a step is sent with what was said.
pub type Sending = Box<dyn Fn(String) -> Sent + Send + Sync>;

/// A step that takes a word at most.
pub struct Saying {
    /// How its button looks.
    pub class: &'static str,
    /// What the button and the dialog are called.
    pub name: &'static str,
    /// What there is to know before.
    pub lead: &'static str,
    /// The field and its label, where something can be said.
    pub field: Option<(&'static str, &'static str)>,
    /// Whether something must be said.
    pub needed: bool,
}

/// The buttons in the head.
pub fn tools(acting: Acting, it: &Shown) -> AnyView {
    let likely = likely(it);
    let button = |step: &RectificationStep| {
        let class = if Some(*step) == likely { LIKELY } else { PLAIN };
        tool(acting, it, *step, class)
    };
    let (first, others): (Vec<_>, Vec<_>) = it.allowed_steps.iter().partition(|step| Some(**step) == likely);
    let others: Vec<_> = others.into_iter().filter_map(button).collect();
    let first: Vec<_> = first.into_iter().filter_map(button).collect();
    view! { {others} {first} }.into_any()
}

/// Whether a measure is not ended: then there is nothing to report yet.
fn is_working(it: &Shown) -> bool {
    it.measures.iter().any(|measure| measure.state == MeasureState::Open)
}

/// The step that most likely follows, as far as it has a button in the head.
fn likely(it: &Shown) -> Option<RectificationStep> {
    use RectificationState as State;
    use RectificationStep as Step;
    match it.state {
        State::Found => Some(Step::Push),
        State::Pushed => Some(Step::Acknowledge),
        State::Acknowledged | State::SelfFound | State::Reopened => Some(Step::SubmitPlan),
        State::Disputed => Some(Step::Uphold),
        State::Returned => Some(Step::Readdress),
        State::PlanSubmitted => Some(Step::ApprovePlan),
        State::Rectifying => Some(Step::Report),
        // What is bound to a goal is verified by later numbers: nobody has to.
        State::Reported if it.allowed_steps.contains(&Step::Confirm) => Some(Step::Confirm),
        State::Reported => it.effect.is_none().then_some(Step::Verify),
        State::HeadConfirmed if !it.pattern.is_empty() => Some(Step::SharePattern),
        State::Verified | State::HeadConfirmed | State::PatternShared => Some(Step::Close),
        State::PlanApproved | State::Planned | State::Withdrawn | State::Closed => None,
    }
}

/// The way to a step; none for one that stands elsewhere on the page.
fn tool(acting: Acting, it: &Shown, step: RectificationStep, class: &'static str) -> Option<AnyView> {
    use RectificationStep as Step;
    let frame = acting.frame;
    let shown = match step {
        Step::Push
        | Step::Acknowledge
        | Step::Dispute
        | Step::Return
        | Step::ApprovePlan
        | Step::ReturnPlan
        | Step::Verify
        | Step::Confirm
        | Step::Reopen
        | Step::SharePattern
        | Step::Close
        | Step::Suggest => said(acting, saying(frame, it, step, class), sending(acting, step)),
        // An open dispute is decided in one place, whatever comes of it.
        Step::Withdraw if it.state == RectificationState::Disputed => return None,
        Step::Withdraw => said(acting, saying(frame, it, step, "button danger"), sending(acting, step)),
        Step::Uphold => dialogs::decide(acting, it, class),
        Step::Readdress => dialogs::readdress(acting, class),
        Step::Request => dialogs::request(acting, class),
        Step::SubmitPlan => plan::plan(acting, it, class),
        Step::Report if is_working(it) => return None,
        Step::Report => dialogs::report(acting, it, class),
        // Decided with the other outcomes; recorded at the measure, answered at the request, written under the time-line; and taken
        // by later numbers.
        Step::PartlyUphold | Step::DoMeasure | Step::AnswerRequest | Step::Comment | Step::Relapse => return None,
    };
    Some(shown)
}

/// What a step asks for that takes a word at most.
fn saying(frame: Frame, it: &Shown, step: RectificationStep, class: &'static str) -> Saying {
    use RectificationStep as Step;
    let text = &frame.locale.text.rectification;
    let bound = it.effect.is_some();
    let (lead, field, needed) = match step {
        Step::Push => (text.push_lead, None, false),
        Step::Acknowledge => (text.acknowledge_lead, Some(("words", text.words)), false),
        Step::Dispute => (text.dispute_lead, Some(("grounds", text.dispute_grounds)), true),
        Step::Return => (text.return_lead, Some(("reason", text.reason)), true),
        Step::ApprovePlan => (text.approve_lead, Some(("words", text.words)), false),
        Step::ReturnPlan => (text.return_plan_lead, Some(("reason", text.reason)), true),
        Step::Verify if bound => (text.verify_effect_lead, Some(("reason", text.reason)), true),
        Step::Verify => (text.verify_lead, Some(("reason", text.verify_words)), false),
        Step::Confirm => (text.confirm_lead, Some(("words", text.words)), false),
        Step::Reopen => (text.reopen_lead, Some(("reason", text.reason)), true),
        Step::SharePattern => (text.share_lead, None, false),
        Step::Close => (text.close_lead, Some(("words", text.words)), false),
        Step::Withdraw => (text.withdraw_lead, Some(("reason", text.reason)), true),
        Step::Suggest => (text.suggest_lead, Some(("words", text.suggestion)), true),
        Step::Uphold
        | Step::PartlyUphold
        | Step::Readdress
        | Step::Request
        | Step::AnswerRequest
        | Step::SubmitPlan
        | Step::DoMeasure
        | Step::Report
        | Step::Relapse
        | Step::Comment => ("", None, false),
    };
    Saying { class, name: step.word(frame.locale), lead, field, needed }
}

/// How a step that takes a word at most is sent. What takes more has a form of its own and is never sent from here.
fn sending(acting: Acting, step: RectificationStep) -> Sending {
    Box::new(move |words| send(acting, step, words))
}

fn send(acting: Acting, step: RectificationStep, words: String) -> Sent {
    use RectificationStep as Step;
    let Acting { id: rectification, version, .. } = acting;
    let (grounds, reason) = (words.clone(), words.clone());
    match step {
        Step::Push => acting.sent::<PushRectification>(push_rectification::Variables { rectification, version }),
        Step::Acknowledge => acting.sent::<AcknowledgeRectification>(acknowledge_rectification::Variables {
            rectification,
            version,
            words,
        }),
        Step::Dispute => acting.sent::<DisputeRectification>(dispute_rectification::Variables {
            rectification,
            version,
            grounds,
        }),
        Step::Return => {
            acting.sent::<ReturnRectification>(return_rectification::Variables { rectification, version, reason })
        }
        Step::ApprovePlan => acting.sent::<ApproveRectificationPlan>(approve_rectification_plan::Variables {
            rectification,
            version,
            words,
        }),
        Step::ReturnPlan => acting.sent::<ReturnRectificationPlan>(return_rectification_plan::Variables {
            rectification,
            version,
            reason,
        }),
        Step::Verify => {
            acting.sent::<VerifyRectification>(verify_rectification::Variables { rectification, version, reason })
        }
        Step::Confirm => {
            acting.sent::<ConfirmRectification>(confirm_rectification::Variables { rectification, version, words })
        }
        Step::Reopen => {
            acting.sent::<ReopenRectification>(reopen_rectification::Variables { rectification, version, reason })
        }
        Step::SharePattern => acting
            .sent::<ShareRectificationPattern>(share_rectification_pattern::Variables { rectification, version }),
        Step::Close => {
            acting.sent::<CloseRectification>(close_rectification::Variables { rectification, version, words })
        }
        Step::Withdraw => {
            acting.sent::<WithdrawRectification>(withdraw_rectification::Variables { rectification, version, reason })
        }
        Step::Suggest => {
            acting.sent::<SuggestToRectification>(suggest_to_rectification::Variables { rectification, version, words })
        }
        Step::Uphold
        | Step::PartlyUphold
        | Step::Readdress
        | Step::Request
        | Step::AnswerRequest
        | Step::SubmitPlan
        | Step::DoMeasure
        | Step::Report
        | Step::Relapse
        | Step::Comment => Box::pin(async { Ok(()) }),
    }
}

/// A button, and the dialog in which a word is said before the step is taken.
pub fn said(acting: Acting, saying: Saying, send: Sending) -> AnyView {
    let text = &acting.frame.locale.text.rectification;
    let Saying { class, name, lead, field, needed } = saying;
    let (form, open, words) = (Form::new(acting.frame.locale), RwSignal::new(false), RwSignal::new(String::new()));
    form.guard(Signal::derive(move || open.get() && words.with(|words| !words.trim().is_empty())));
    let send = StoredValue::new(send);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let said = filled(words);
        if let (Some((field, _)), true, None) = (field, needed, &said) {
            return form.refuse(vec![(field, text.needed)]);
        }
        let asking = send.with_value(|send| send(said.unwrap_or_default()));
        form.send(asking, move |()| acting.done(open));
    };
    view! {
        <button class=class type="button" on:click=move |_| open.set(true)>{name}</button>
        <Dialog title=name open=open may_close=form.may_close()>
            <form on:submit=submit>
                <p class="quiet">{lead}</p>
                {field.map(|(field, label)| form.lines(field, label, words))}
                {form.foot(open, name)}
            </form>
        </Dialog>
    }
    .into_any()
}
