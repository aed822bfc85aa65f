//! What the lower level holds against an order and asks for, and what it was answered.

use leptos::prelude::*;

use super::{Acting, Dispute, Request, Shown, dialogs};
use crate::api::codes::{DisputeOutcome, RectificationStep, RequestKind};
use crate::api::schema::UnitId;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::operations;
use crate::pages::matter::Sent;
use crate::pages::matter::saying::{Saying, said};
use crate::parts::badge::tag;
use crate::parts::card::card;

operations!("src/pages/rectification.graphql": AnswerRectificationRequest);
use ask::{AnswerRectificationRequest, answer_rectification_request};

/// The requests, each with its answer or the way to one; nothing where nothing was asked for.
pub fn requests(acting: Acting, it: &Shown) -> AnyView {
    if it.requests.is_empty() {
        return ().into_any();
    }
    let may_answer = it.allowed_steps.contains(&RectificationStep::AnswerRequest);
    let lines: Vec<_> = it.requests.iter().map(|asked| request(acting, may_answer, asked)).collect();
    let content = view! { <ul class="asked">{lines}</ul> };
    card(acting.frame.locale.text.rectification().requests, ().into_any(), content.into_any())
}

fn request(acting: Acting, may_answer: bool, asked: &Request) -> AnyView {
    let locale = acting.frame.locale;
    let text = locale.text.rectification();
    let standing = match asked.granted {
        Some(true) => tag("good", text.granted),
        Some(false) => tag("steady", text.refused),
        None => tag("watch", text.unanswered),
    };
    let until = asked.until.as_ref().map(|day| view! { <p>{fill(text.asked_until, &[day])}</p> });
    let to = asked.to.as_ref().map(|unit| view! { <p>{fill(text.asked_to, &[&unit.name])}</p> });
    let answer = (!asked.answer.is_empty())
        .then(|| view! { <p class="said"><span class="quiet">{text.answer}</span> " " {asked.answer.clone()}</p> });
    let item = asked.item;
    let answering = (may_answer && asked.granted.is_none()).then(|| {
        let refuse = answering(acting, item, false, "");
        let grant = match asked.kind {
            RequestKind::Transfer => {
                let to = asked.to.as_ref().map(|unit| (unit.id.to_string(), unit.name.clone()));
                dialogs::transfer(acting.taking(RectificationStep::AnswerRequest.code()), item, to)
            }
            RequestKind::Time => answering(acting, item, true, text.grant_lead),
            RequestKind::Help | RequestKind::ManagementChange => answering(acting, item, true, ""),
        };
        view! { <div class="form-actions on-screen">{refuse} {grant}</div> }
    });
    view! {
        <li>
            <p><b>{asked.kind.word(locale)}</b> " " {standing} " " <small class="quiet">{locale.moment(&asked.at)}</small></p>
            <p class="said">{asked.words.clone()}</p>
            {until} {to} {answer} {answering}
        </li>
    }
    .into_any()
}

fn answering(acting: Acting, item: i64, granted: bool, lead: &'static str) -> AnyView {
    let text = acting.frame.locale.text.rectification();
    let (name, class) = if granted { (text.grant, "button primary") } else { (text.refuse, "button") };
    let acting = acting.taking(RectificationStep::AnswerRequest.code());
    let saying = Saying::new(name, lead, move |words| answered(acting, item, granted, words, None));
    said(acting, class, saying.must("words", text.answer))
}

/// The answer to a request on its way; a transfer that is granted goes to a unit.
pub fn answered(acting: Acting, item: i64, granted: bool, words: String, to: Option<UnitId>) -> Sent {
    let (rectification, version) = (acting.id, acting.version());
    let variables = answer_rectification_request::Variables { rectification, version, item, granted, words, to };
    acting.sent::<AnswerRectificationRequest>(variables)
}

/// The disputes, each with what came of it; nothing where nothing was contested.
pub fn disputes(locale: Locale, it: &Shown) -> AnyView {
    if it.disputes.is_empty() {
        return ().into_any();
    }
    let lines: Vec<_> = it.disputes.iter().map(|dispute| contested(locale, dispute)).collect();
    let content = view! { <ul class="asked">{lines}</ul> };
    card(locale.text.rectification().disputes, ().into_any(), content.into_any())
}

fn contested(locale: Locale, dispute: &Dispute) -> AnyView {
    let text = locale.text.rectification();
    let standing = match dispute.outcome {
        Some(outcome @ (DisputeOutcome::Withdrawn | DisputeOutcome::PartlyUpheld)) => tag("good", outcome.word(locale)),
        Some(outcome @ DisputeOutcome::Upheld) => tag("steady", outcome.word(locale)),
        None => tag("watch", text.undecided),
    };
    let reasons = (!dispute.reasons.is_empty()).then(|| {
        view! { <p class="said"><span class="quiet">{text.decide_reasons}</span> " " {dispute.reasons.clone()}</p> }
    });
    view! {
        <li>
            <p>{standing} " " <small class="quiet">{locale.moment(&dispute.at)}</small></p>
            <p class="said">{dispute.grounds.clone()}</p>
            {reasons}
        </li>
    }
    .into_any()
}
