//! `/loss/…`: the review at the end of a period: what can still be won, what is being done about it, what was won back since; and
//! orders for many lines at once (NY-12, WH-31).

mod many;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::codes::MatterKind;
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word as _;
use crate::operations;
use crate::pages::matter;
use crate::pages::open_rectification::ways;
use crate::parts::card::{card, link, signature};
use crate::parts::form::inline_tick;
use crate::parts::state;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/loss.graphql": LossPage, OpenForMany, OfferForMany);
use ask::{LossPage, OfferForMany, OpenForMany, loss_page, offer_for_many, open_for_many};

type Shown = loss_page::LossPageLossReview;
type Line = loss_page::LossPageLossReviewLines;

/// What is reviewed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    /// The place.
    pub subject: Subject,
    /// The period.
    pub period: Period,
}

/// A line with whether it is chosen.
type Chosen = (RwSignal<bool>, Line);

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let at = Memo::new(move |before: Option<&Option<At>>| match frame.history.address() {
        Address::Loss { subject, period } => Some(At { subject, period }),
        _ => before.copied().flatten(),
    });
    let load = Load::new(move || {
        let at = at.get();
        async move {
            let At { subject, period } = at.ok_or_else(|| Failure::of_status(404, String::new()))?;
            let answer = frame.client.ask::<LossPage>(loss_page::Variables { subject, period }).await?;
            Ok((At { subject, period }, answer.loss_review))
        }
    });
    load.page(frame.locale, move |answer| {
        let (at, review) = &*answer;
        drawn(frame, *at, review, Callback::new(move |()| load.again()))
    })
}

fn drawn(frame: Frame, at: At, review: &Shown, changed: Callback<()>) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.loss();
    let cockpit = Address::Cockpit { subject: at.subject, period: at.period, focus: None };
    let lines: Vec<Chosen> = review.lines.iter().map(|line| (RwSignal::new(false), line.clone())).collect();
    let many = many::many(frame, at, &lines, changed);
    let content = match lines.is_empty() {
        true => state::empty(text.none_title, text.none),
        false => view! { {sheet(frame, at, &lines)} {signature(locale)} }.into_any(),
    };
    view! {
        <nav class="crumbs"><ol><li><a href=cockpit.to_string()>{review.place.name.clone()}</a></li></ol></nav>
        <div class="head">
            <h1>{text.title}</h1>
            <p class="meta">{sums(frame, at, review)}</p>
            <div class="tools">
                <button class="button wide" type="button" on:click=|_| drop(window().print())>{locale.text.common.print}</button>
                {many}
            </div>
        </div>
        <p class="quiet">{text.lead}</p>
        {card(text.lines, ().into_any(), content)}
    }
    .into_any()
}

fn sums(frame: Frame, at: At, review: &Shown) -> String {
    let locale = frame.locale;
    let text = locale.text.loss();
    let mut parts = vec![locale.period(at.period), fill(text.sum, &[&locale.points(review.lost)])];
    if review.counted != review.lost {
        parts.push(fill(text.counted, &[&locale.points(review.counted)]));
    }
    if let (Some(newest), Some(recovered)) = (review.newest, review.recovered) {
        parts.push(fill(text.recovered_by, &[&locale.period(newest), &locale.points(recovered)]));
    }
    parts.join(" · ")
}

fn sheet(frame: Frame, at: At, lines: &[Chosen]) -> AnyView {
    let text = frame.locale.text.loss();
    let columns = [
        words(text.indicator),
        numbers(text.value),
        numbers(text.target).wide(),
        numbers(text.lost),
        numbers(text.now).wide(),
        numbers(text.recovered).wide(),
        words(text.cause).wide(),
        words(text.owner).wide(),
        words(text.matters),
    ];
    let rows = lines.iter().map(|(chosen, line)| row(frame, at, *chosen, line)).collect();
    table(text.lines, &columns, rows)
}

fn row(frame: Frame, at: At, chosen: RwSignal<bool>, line: &Line) -> Vec<AnyView> {
    let locale = frame.locale;
    let indicator = &line.indicator;
    let name = locale.name(&indicator.name, &indicator.name_en).to_owned();
    let explain = Address::Explain { subject: at.subject, indicator: indicator.id, period: at.period };
    let number = |value: Option<Quantity>| {
        let shown = value.map(|value| {
            let (number, unit) = locale.value(value, &indicator.unit_of_measure);
            format!("{number} {unit}")
        });
        cell(shown.unwrap_or_else(|| "—".to_owned()))
    };
    let tick = many::may(frame, at).then(|| inline_tick(fill(locale.text.loss().choose, &[&name]), chosen));
    vec![
        view! { <span class="picked">{tick} {link(explain.to_string(), name.clone())}</span> }.into_any(),
        number(line.value),
        number(line.target),
        cell(format!("{} / {}", locale.points(line.lost), locale.points(line.base_points))),
        cell(locale.points_or_none(line.lost_now)),
        cell(locale.points_or_none(line.recovered)),
        cell(line.cause.clone().unwrap_or_else(|| "—".to_owned())),
        cell(line.owners.join("、")),
        doing(frame, at, line, &name),
    ]
}

/// What is being done about a line; where nothing is, the ways to begin.
fn doing(frame: Frame, at: At, line: &Line, name: &str) -> AnyView {
    let locale = frame.locale;
    let within = within(frame, line);
    if line.matters.is_empty() {
        let (about, may) = ((line.indicator.id, at.period), (line.may_order, line.may_begin));
        let ways = ways::offered(frame, at.subject, about, may, "link on-screen", Some(name));
        return view! { {ways} {within} }.into_any();
    }
    let matters: Vec<_> = line
        .matters
        .iter()
        .map(|matter| {
            let to = Address::Rectification(matter.id).to_string();
            let state = locale.matter_state(MatterKind::Rectification, &matter.state);
            view! { <li>{link(to, matter.number.clone())} " " {state}</li> }
        })
        .collect();
    let found_first = line.self_found.map(|worth| {
        let words = format!("{} · {}", locale.text.rectification().found_first, worth.word(locale));
        view! { <p><span class="tag good">{words}</span></p> }
    });
    view! { <ul class="plain">{matters}</ul> {found_first} {within} }.into_any()
}

/// What is being done about the same number of those in the unit, with whose it is.
fn within(frame: Frame, line: &Line) -> Option<AnyView> {
    let locale = frame.locale;
    let those: Vec<_> = line
        .within
        .iter()
        .map(|it| {
            let to = matter::address(it.matter.kind, it.matter.id).to_string();
            let state = locale.matter_state(it.matter.kind, &it.matter.state);
            view! { <li><span class="quiet">{it.whose.clone()}</span> " " {link(to, it.matter.number.clone())} " " {state}</li> }
        })
        .collect();
    (!those.is_empty()).then(|| view! { <ul class="plain">{those}</ul> }.into_any())
}
