//! Where the reader is: breadcrumbs with siblings, title, what the numbers rest on, the period.

use leptos::prelude::*;

use super::{At, PlaceFields, Seen, short};
use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::menu::Menu;

operations!("src/pages/cockpit.graphql": PeriodsPart);
use ask::{PeriodsPart, periods_part};

/// The head of the cockpit.
pub fn head(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let review = Address::Loss { subject: at.subject, period: at.period };
    let screen = Address::Screen { subject: at.subject, period: at.period };
    view! {
        {crumbs(frame, at, &seen.breadcrumbs, &seen.siblings)}
        <div class="head">
            <h1>{seen.place.name.clone()}</h1>
            <p class="meta">{meta(frame, at, seen)}</p>
            <div class="tools">
                {periods(frame, at)}
                <button class="button wide" type="button" on:click=|_| drop(window().print())>{frame.locale.text.common.print}</button>
                <a class="button wide" href=review.to_string()>{text.review}</a>
                <a class="button wide" href=screen.to_string()>{text.screen}</a>
            </div>
        </div>
    }
    .into_any()
}

fn meta(frame: Frame, at: At, seen: &Seen) -> String {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let mut parts = vec![locale.period(at.period)];
    match &seen.data_time {
        Some(time) => parts.push(fill(text.data_time, &[&locale.moment(time)])),
        None => parts.push(text.no_data_time.to_owned()),
    }
    parts.extend(seen.scheme_name.as_ref().map(|name| fill(text.scheme, &[name])));
    parts.extend(seen.tree_date.as_ref().map(|date| fill(text.tree_date, &[date])));
    parts.push(fill(text.machine, &[&locale.share(seen.meters.machine_share)]));
    parts.join(" · ")
}

/// The way down from the top of what the viewer may see; the last step opens its siblings.
fn crumbs(frame: Frame, at: At, above: &[PlaceFields], siblings: &[PlaceFields]) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let steps: Vec<_> = above
        .iter()
        .map(|place| {
            let here = (place.subject == at.subject).then_some("page");
            view! { <li><a href=at.cockpit(place.subject).to_string() aria-current=here>{short(place).to_owned()}</a></li> }
        })
        .collect();
    let others: Vec<_> = siblings
        .iter()
        .map(|place| {
            let here = (place.subject == at.subject).then_some("true");
            view! { <li><a class="menu-item" href=at.cockpit(place.subject).to_string() aria-current=here>{place.name.clone()}</a></li> }
        })
        .collect();
    let switch = (others.len() > 1).then(|| {
        view! { <li><Menu label=text.siblings plain=true face=move || view! { {text.siblings} " ▾" }><ul>{others}</ul></Menu></li> }
    });
    view! { <nav class="crumbs" aria-label=text.breadcrumbs><ol>{steps}{switch}</ol></nav> }.into_any()
}

/// The periods for which something is published, by length.
fn periods(frame: Frame, at: At) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let cycle = RwSignal::new(at.period.cycle());
    let load = Load::new(move || {
        let variables = periods_part::Variables { cycle: cycle.get() };
        async move { frame.client.ask::<PeriodsPart>(variables).await }
    });
    let lengths: Vec<_> = Cycle::ALL
        .iter()
        .map(|&length| {
            let chosen = move || (cycle.get() == length).to_string();
            // The menu stays open: this is not yet the choice.
            let choose = move |event: leptos::ev::MouseEvent| {
                event.stop_propagation();
                cycle.set(length);
            };
            view! { <button type="button" aria-pressed=chosen on:click=choose>{length.word(frame.locale)}</button> }
        })
        .collect();
    let list = load.view(frame.locale, move |answer| {
        let periods: Vec<_> = answer.periods.iter().map(|&period| period_link(frame, at, period)).collect();
        view! { <ul class="periods">{periods}</ul> }.into_any()
    });
    view! {
        <Menu label=text.period face=move || view! { {frame.locale.period(at.period)} " ▾" }>
            <div class="choices" role="group" aria-label=text.period_length>{lengths}</div>
            {list}
        </Menu>
    }
    .into_any()
}

fn period_link(frame: Frame, at: At, period: Period) -> AnyView {
    let focus = match frame.history.address_untracked() {
        Address::Cockpit { focus, .. } => focus,
        _ => None,
    };
    let to = Address::Cockpit { subject: at.subject, period, focus };
    let here = (period == at.period).then_some("true");
    view! { <li><a class="menu-item" href=to.to_string() aria-current=here>{frame.locale.period(period)}</a></li> }
        .into_any()
}
