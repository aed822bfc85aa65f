//! The steps open to the viewer, each behind a button; the one that is likely next stands out.

use leptos::prelude::*;

use super::{Acting, Shown, dialogs, plan};
use crate::api::codes::{MeasureState, RectificationState, RectificationStep};
use crate::locale::word::Word;
use crate::operations;
use crate::pages::matter::saying::{Saying, said};

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

/// The buttons in the head.
pub fn tools(acting: Acting, it: &Shown) -> AnyView {
    let likely = likely(it);
    let button = |step: &RectificationStep| {
        let class = if Some(*step) == likely { "button primary" } else { "button" };
        tool(acting.taking(step.code()), it, *step, class)
    };
    let (first, others): (Vec<_>, Vec<_>) = it.allowed_steps.iter().partition(|step| Some(**step) == likely);
    let others: Vec<_> = others.into_iter().filter_map(button).collect();
    let first: Vec<_> = first.into_iter().filter_map(button).collect();
    view! { {others} {first} }.into_any()
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
        State::Reported if it.allowed_steps.contains(&Step::Confirm) => Some(Step::Confirm),
        // What is bound to a goal is verified by later numbers: nobody has to.
        State::Reported => it.effect.is_none().then_some(Step::Verify),
        State::HeadConfirmed if !it.pattern.is_empty() => Some(Step::SharePattern),
        State::Verified | State::HeadConfirmed | State::PatternShared => Some(Step::Close),
        State::PlanApproved | State::Planned | State::Withdrawn | State::Closed => None,
    }
}

/// The way to a step; none for one that stands elsewhere on the page, or that would be refused as things are.
fn tool(acting: Acting, it: &Shown, step: RectificationStep, class: &'static str) -> Option<AnyView> {
    use RectificationStep as Step;
    let disputed = it.state == RectificationState::Disputed;
    let working = it.measures.iter().any(|measure| measure.state == MeasureState::Open);
    match step {
        // An open dispute is decided in one place, whatever comes of it.
        Step::Withdraw if disputed => None,
        Step::Withdraw => Some(said(acting, "button danger", with_a_word(acting, it, step)?)),
        Step::Push
        | Step::Acknowledge
        | Step::Dispute
        | Step::Return
        | Step::ApprovePlan
        | Step::ReturnPlan
        | Step::Verify
        | Step::Confirm
        | Step::Reopen
        | Step::Close
        | Step::Suggest => Some(said(acting, class, with_a_word(acting, it, step)?)),
        // There is nothing to share before something was learnt.
        Step::SharePattern if it.pattern.is_empty() => None,
        Step::SharePattern => Some(said(acting, class, with_a_word(acting, it, step)?)),
        Step::Uphold => Some(dialogs::decide(acting, it, class)),
        Step::Readdress => Some(dialogs::readdress(acting, class)),
        Step::Request => Some(dialogs::request(acting, class)),
        Step::SubmitPlan => Some(plan::plan(acting, it, class)),
        Step::Report => (!working).then(|| dialogs::report(acting, it, class)),
        // Decided with the other outcomes; recorded at the measure; answered at the request; written under the time-line; taken by
        // later numbers.
        Step::PartlyUphold
        | Step::DoMeasure
        | Step::AnswerRequest
        | Step::Comment
        | Step::Prove
        | Step::Miss
        | Step::Relapse => None,
    }
}

/// A step that takes a word at most; none for those that take more.
fn with_a_word(acting: Acting, it: &Shown, step: RectificationStep) -> Option<Saying> {
    use RectificationStep as Step;
    let text = acting.frame.locale.text.rectification();
    let (name, bound) = (step.word(acting.frame.locale), it.effect.is_some());
    let rectification = acting.id;
    Some(match step {
        Step::Push => Saying::new(name, text.push_lead, move |_| {
            acting.sent::<PushRectification>(push_rectification::Variables { rectification, version: acting.version() })
        }),
        Step::Acknowledge => Saying::new(name, text.acknowledge_lead, move |words| {
            let variables = acknowledge_rectification::Variables { rectification, version: acting.version(), words };
            acting.sent::<AcknowledgeRectification>(variables)
        })
        .may("words", text.words),
        Step::Dispute => Saying::new(name, text.dispute_lead, move |grounds| {
            acting.sent::<DisputeRectification>(dispute_rectification::Variables {
                rectification,
                version: acting.version(),
                grounds,
            })
        })
        .must("grounds", text.dispute_grounds),
        Step::Return => Saying::new(name, text.return_lead, move |reason| {
            acting.sent::<ReturnRectification>(return_rectification::Variables {
                rectification,
                version: acting.version(),
                reason,
            })
        })
        .must("reason", text.reason),
        Step::ApprovePlan => Saying::new(name, text.approve_lead, move |words| {
            let variables = approve_rectification_plan::Variables { rectification, version: acting.version(), words };
            acting.sent::<ApproveRectificationPlan>(variables)
        })
        .may("words", text.words),
        Step::ReturnPlan => Saying::new(name, text.return_plan_lead, move |reason| {
            let variables = return_rectification_plan::Variables { rectification, version: acting.version(), reason };
            acting.sent::<ReturnRectificationPlan>(variables)
        })
        .must("reason", text.reason),
        Step::Verify => verifying(acting, name, bound),
        Step::Confirm => {
            let saying = Saying::new(name, text.confirm_lead, move |words| {
                acting.sent::<ConfirmRectification>(confirm_rectification::Variables {
                    rectification,
                    version: acting.version(),
                    words,
                })
            });
            // The numbers confirm it, or a person says why they need not.
            if bound && !is_shown(it) { saying.must("words", text.reason) } else { saying.may("words", text.words) }
        }
        Step::Reopen => Saying::new(name, text.reopen_lead, move |reason| {
            acting.sent::<ReopenRectification>(reopen_rectification::Variables {
                rectification,
                version: acting.version(),
                reason,
            })
        })
        .must("reason", text.reason),
        Step::SharePattern => Saying::new(name, text.share_lead, move |_| {
            let variables = share_rectification_pattern::Variables { rectification, version: acting.version() };
            acting.sent::<ShareRectificationPattern>(variables)
        }),
        Step::Close => Saying::new(name, text.close_lead, move |words| {
            acting.sent::<CloseRectification>(close_rectification::Variables {
                rectification,
                version: acting.version(),
                words,
            })
        })
        .may("words", text.words),
        Step::Withdraw => Saying::new(name, text.withdraw_lead, move |reason| {
            acting.sent::<WithdrawRectification>(withdraw_rectification::Variables {
                rectification,
                version: acting.version(),
                reason,
            })
        })
        .must("reason", text.reason),
        Step::Suggest => Saying::new(name, text.suggest_lead, move |words| {
            let variables = suggest_to_rectification::Variables { rectification, version: acting.version(), words };
            acting.sent::<SuggestToRectification>(variables)
        })
        .must("words", text.suggestion),
        Step::Uphold
        | Step::PartlyUphold
        | Step::Readdress
        | Step::Request
        | Step::AnswerRequest
        | Step::SubmitPlan
        | Step::DoMeasure
        | Step::Report
        | Step::Relapse
        | Step::Prove
        | Step::Miss
        | Step::Comment => return None,
    })
}

/// Whether every period that verifies meets the goal.
fn is_shown(it: &Shown) -> bool {
    let shown = it.effect.iter().flat_map(|effect| &effect.shown).filter(|period| period.verifies);
    let mut met = shown.map(|period| period.meets == Some(true)).peekable();
    met.peek().is_some() && met.all(|met| met)
}

/// Verified by hand: where later numbers would do it, with a reason that stays visible.
fn verifying(acting: Acting, name: &'static str, bound: bool) -> Saying {
    let text = acting.frame.locale.text.rectification();
    let rectification = acting.id;
    let lead = if bound { text.verify_effect_lead } else { text.verify_lead };
    let saying = Saying::new(name, lead, move |reason| {
        acting.sent::<VerifyRectification>(verify_rectification::Variables {
            rectification,
            version: acting.version(),
            reason,
        })
    });
    if bound { saying.must("reason", text.reason) } else { saying.may("reason", text.verify_words) }
}
