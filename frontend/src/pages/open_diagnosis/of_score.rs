//! A diagnosis to be opened of a score: what is known of it, then the form.

use leptos::prelude::*;

use super::{Begun, form_or_why_not, open_diagnosis};
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::pages::weak_score::WeakScore;
use crate::parts::card::{card, facts, link};

operations!("src/pages/open_diagnosis.graphql": ScoreDiagnosisOffer);
use ask::{ScoreDiagnosisOffer, score_diagnosis_offer};

type Answer = score_diagnosis_offer::ResponseData;

/// The form for a diagnosis of the score.
pub fn page(frame: Frame, score: WeakScore) -> AnyView {
    let asked = score.clone();
    let load = Load::new(move || {
        let WeakScore { subject, period, dimension, .. } = asked.clone();
        let variables = score_diagnosis_offer::Variables { subject, period, dimension };
        async move { frame.client.ask::<ScoreDiagnosisOffer>(variables).await }
    });
    load.page(frame.locale, move |answer| sections(frame, &score, &answer))
}

fn sections(frame: Frame, of: &WeakScore, answer: &Answer) -> AnyView {
    let text = frame.locale.text.diagnosis();
    let offer = &answer.rectification_offer;
    let score = open_diagnosis::AboutScoreInput {
        scheme: answer.explain_score.scheme,
        dimension: of.dimension.clone(),
        subject: of.subject,
        period: of.period,
    };
    let (name, back) = (name(frame, answer), of.explained().to_string());
    let crumb = view! { <a href=back.clone()>{name.clone()}</a> };
    let begun = Begun { name, back, about: None, score: Some(score), from: of.from };
    let content = form_or_why_not(frame, begun, offer.may_order || offer.may_begin);
    view! {
        <nav class="crumbs"><ol><li>{crumb}</li></ol></nav>
        <div class="head"><h1>{frame.locale.text.cockpit.diagnose}</h1><p class="meta">{text.form_lead}</p></div>
        {about(frame, of, answer)}
        {content}
    }
    .into_any()
}

/// What the score is called.
fn name(frame: Frame, answer: &Answer) -> String {
    let score = &answer.explain_score.score;
    frame.locale.name(&score.name, &score.name_en).to_owned()
}

fn about(frame: Frame, of: &WeakScore, answer: &Answer) -> AnyView {
    let locale = frame.locale;
    let (offer, explained) = (&answer.rectification_offer, &answer.explain_score);
    let person = offer.person.as_ref().map(|person| format!(" {}", person.name)).unwrap_or_default();
    let scheme = explained.scheme_name.as_ref().map(|name| format!(" · {name}")).unwrap_or_default();
    let called = view! { {link(of.explained().to_string(), name(frame, answer))} {scheme} };
    let lines = vec![
        (locale.text.matter().side_responsible, format!("{}{person}", offer.unit.name).into_any()),
        (locale.text.diagnosis().score, called.into_any()),
        (locale.text.cockpit.period, locale.period(of.period).into_any()),
        (locale.text.cockpit.value, locale.points_or_none(explained.score.score).into_any()),
    ];
    let content = view! { <div class="wide-facts-box">{facts(lines)}</div> };
    card(locale.text.diagnosis().about, ().into_any(), content.into_any())
}
