//! `/rectifications/…`: one rectification as both sides see it: whose turn it is, what is wrong, what was said, and what later numbers
//! show (ZH-51, ZH-54, NY-18).

mod about;
mod actions;
mod asked;
mod clocks;
mod dialogs;
pub(super) mod drawing;
mod effect;
mod files;
mod head;
mod measures;
mod outcome;
mod plan;
mod time_line;

use leptos::prelude::*;

use crate::api::codes::MatterKind;
use crate::frame::Frame;
use crate::operations;
use crate::pages::matter::{self, Acting, Seen};
use crate::parts::card::signature;

operations!("src/pages/rectification.graphql": RectificationPage);
use ask::{RectificationPage, rectification_page};

pub use head::state_tag;

type Shown = rectification_page::RectificationPageRectification;
type Planned = rectification_page::RectificationPageRectificationMeasures;
type Dispute = rectification_page::RectificationPageRectificationDisputes;
type Request = rectification_page::RectificationPageRectificationRequests;
type Before = rectification_page::RectificationPageRectificationEarlierEffects;
type Bound = rectification_page::RectificationPageRectificationEffect;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let ask = move |id| frame.client.ask::<RectificationPage>(rectification_page::Variables { id });
    let seen = |answer: &rectification_page::ResponseData| seen(&answer.rectification);
    matter::page(frame, MatterKind::Rectification, ask, seen, |acting, answer| sections(acting, &answer.rectification))
}

/// What every step needs to know of it.
fn seen(it: &Shown) -> Seen {
    let steps = it.allowed_steps.iter().map(|step| step.code()).collect();
    Seen { id: it.id, version: it.version, steps, events: time_line::events(it) }
}

fn sections(acting: Acting, it: &Shown) -> AnyView {
    let (frame, locale) = (acting.frame, acting.frame.locale);
    let sides = view! {
        {clocks::clocks(locale, it)}
        {about::about(frame, it)}
        {asked::requests(acting, it)}
        {asked::disputes(locale, it)}
    };
    let work = view! {
        {effect::effect(locale, it)}
        {measures::measures(acting, it)}
        {files::files(acting, it)}
        {outcome::outcome(locale, it)}
        {outcome::links(locale, it)}
    };
    view! {
        {head::head(acting, it)}
        {head::life(locale, it)}
        {matter::columns(sides, work, time_line::time_line(acting, it))}
        {signature(locale)}
    }
    .into_any()
}
