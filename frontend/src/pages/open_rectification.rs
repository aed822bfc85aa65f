//! `/rectifications/new/…`: a rectification to be ordered or to be begun by oneself (ZH-51, ZH-54): what it is about, then the form.

mod form;
mod registered;
pub mod ways;

use leptos::prelude::*;
use shared::id::MatterId;
use shared::rectification::Goal;

use super::matter;
use crate::address::{Address, Opened};
use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::{card, facts, link};

operations!("src/pages/open_rectification.graphql": OfferPart);
use ask::{OfferPart, offer_part};

type Offer = offer_part::OfferPartRectificationOffer;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let opened = Memo::new(move |before: Option<&Option<Opened>>| match frame.history.address() {
        Address::OpenRectification(opened) => Some(opened),
        _ => before.cloned().flatten(),
    });
    let load = Load::new(move || {
        let opened = opened.get();
        async move {
            let opened = opened.ok_or_else(|| Failure::of_status(404, String::new()))?;
            let (indicator, period) = opened.about.unzip();
            let variables = offer_part::Variables { subject: opened.subject, indicator, period };
            let answer = frame.client.ask::<OfferPart>(variables).await?;
            Ok((opened, answer.rectification_offer))
        }
    });
    load.page(frame.locale, move |answer| sections(frame, &answer.0, &answer.1))
}

fn sections(frame: Frame, opened: &Opened, offer: &Offer) -> AnyView {
    let text = frame.locale.text;
    let (title, may) = match opened.own {
        true => (text.cockpit.begin, offer.may_begin),
        false => (text.cockpit.order, offer.may_order),
    };
    let content = if may { form::form(frame, opened, offer) } else { refused(frame, opened, offer) };
    view! {
        <nav class="crumbs"><ol><li><a href=Address::Rectifications.to_string()>{text.shell.rectifications}</a></li></ol></nav>
        <div class="head"><h1>{title}</h1></div>
        {about(frame, opened, offer)}
        {content}
    }
    .into_any()
}

/// What it is about, and what is open about it already.
fn about(frame: Frame, opened: &Opened, offer: &Offer) -> AnyView {
    let locale = frame.locale;
    let (text, cockpit) = (locale.text.desk(), &locale.text.cockpit);
    let unit = unit_of_measure(offer);
    let answers = match &offer.person {
        Some(person) => format!("{} {}", offer.unit.name, person.name),
        None => offer.unit.name.clone(),
    };
    let mut lines = vec![(locale.text.matter().side_responsible, answers.into_any())];
    if let Some((indicator, period)) = opened.about {
        let name = offer.indicator.as_ref().map_or("—", |of| locale.name(&of.name, &of.name_en)).to_owned();
        let why = Address::Explain { subject: opened.subject, indicator, period };
        lines.push((cockpit.indicator, link(why.to_string(), name)));
        lines.push((cockpit.period, locale.period(period).into_any()));
        lines.push((cockpit.value, locale.full_or_none(offer.value, unit).into_any()));
    }
    if let Some(goal) = goal(offer) {
        let said = format!("{} {}", goal.side.word(locale), locale.full(goal.value, unit));
        lines.push((text.goal, said.into_any()));
    }
    let content = view! { <div class="wide-facts-box">{facts(lines)}</div> {already(frame, offer, opened.from)} };
    card(text.about, ().into_any(), content.into_any())
}

/// What is open about it already, besides what leads to it.
fn already(frame: Frame, offer: &Offer, from: Option<MatterId>) -> Option<AnyView> {
    let locale = frame.locale;
    let open: Vec<_> = offer
        .open
        .iter()
        .filter(|of| Some(of.id) != from)
        .map(|of| {
            let state = locale.matter_state(of.kind, &of.state);
            view! { <li>{matter::link(of.kind, of.id, &of.number, &of.title)} " " <span class="tag steady">{state}</span></li> }
        })
        .collect();
    (!open.is_empty()).then(|| {
        view! { <div class="already" role="note"><p>{locale.text.desk().already}</p> <ul>{open}</ul></div> }.into_any()
    })
}

/// Why there is no form here, and the ways on.
fn refused(frame: Frame, opened: &Opened, offer: &Offer) -> AnyView {
    let text = frame.locale.text.desk();
    let (why, other) = match opened.own {
        true => (text.may_not_begin, offer.may_order),
        false => (text.may_not_order, offer.may_begin),
    };
    let other = other.then(|| {
        let opened = Opened { own: !opened.own, ..opened.clone() };
        ways::way(frame, opened, "button", None)
    });
    view! {
        <div class="notice" role="status">
            <p>{why}</p>
            <p>{other} " " <a class="button" href=back(opened)>{text.back}</a></p>
        </div>
    }
    .into_any()
}

/// Where the reader most likely came from.
fn back(opened: &Opened) -> String {
    let subject = opened.subject;
    let to = opened.about.map(|(indicator, period)| Address::Explain { subject, indicator, period });
    to.unwrap_or(Address::Home).to_string()
}

/// What the value should come to, as the target says.
fn goal(offer: &Offer) -> Option<Goal> {
    offer.goal_side.zip(offer.goal).map(|(side, value)| Goal { side, value })
}

fn unit_of_measure(offer: &Offer) -> &str {
    offer.indicator.as_ref().map_or("", |indicator| &*indicator.unit_of_measure)
}
