//! `/screen/…`: the cockpit for a wall. It refreshes itself, carries a watermark, and can still be drilled (CJ-48).

use std::time::Duration;

use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use serde_json::Value;
use shared::number::Quantity;

use super::cockpit::{self, At, Seen, dimensions, rates};
use crate::address::Address;
use crate::frame::Frame;
use crate::locale::fill;
use crate::parts::card::card;
use crate::parts::chart::{Chart, ChartHandle};
use crate::parts::option::{self, Bar, of_points};

/// Published values change with a run, not by the second.
const REFRESH_SECONDS: u64 = 60;
const MARKS: usize = 20;

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let (_, load) = cockpit::load(frame);
    if let Ok(timer) = set_interval_with_handle(move || load.again(), Duration::from_secs(REFRESH_SECONDS)) {
        on_cleanup(move || timer.clear());
    }
    load.page(frame.locale, move |answer| sections(frame, answer.0, &answer.1))
}

fn sections(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let time = seen.data_time.as_deref().map(|time| fill(text.data_time, &[&locale.moment(time)]));
    let above: Vec<_> = seen
        .breadcrumbs
        .iter()
        .map(|place| view! { <li><a href=screen(at, place.subject)>{cockpit::short(place).to_owned()}</a></li> })
        .collect();
    view! {
        <div class="screen">
            <nav class="crumbs" aria-label=text.breadcrumbs><ol>{above}</ol></nav>
            <div class="head">
                <h1>{seen.place.name.clone()} " " {text.title}</h1>
                <p class="meta">{locale.period(at.period)} " · " {time}</p>
                <div class="tools"><a class="button" href=at.cockpit(at.subject).to_string()>{text.leave_screen}</a></div>
            </div>
            {dimensions::dimensions(frame, at, seen)}
            {rates::rates(frame, at, seen)}
            <div class="grid two">{ranking(frame, at, seen)} {radar(frame, seen)}</div>
            <p class="screen-foot">{fill(text.refresh, &[&REFRESH_SECONDS.to_string()])}</p>
            {watermark(frame)}
        </div>
    }
    .into_any()
}

fn screen(at: At, subject: crate::api::schema::Subject) -> String {
    Address::Screen { subject, period: at.period }.to_string()
}

fn ranking(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let text = &frame.locale.text.cockpit;
    if seen.children.is_empty() {
        let why = seen.drill_reason.map(|reason| frame.locale.no_way_down(reason)).unwrap_or_default();
        return card(text.children, ().into_any(), view! { <p class="quiet">{why}</p> }.into_any());
    }
    let children = StoredValue::new(seen.children.clone());
    let option = Signal::derive(move || {
        let palette = frame.palette();
        children.with_value(|children| {
            let bars: Vec<Bar> = children
                .iter()
                .map(|child| Bar {
                    name: cockpit::short(&child.place).to_owned(),
                    value: child.total.as_ref().and_then(|total| total.score).map(of_points),
                    colour: colour(&palette, child),
                    href: screen(at, child.place.subject),
                })
                .collect();
            let target = children.iter().find_map(|child| child.total.as_ref()?.target);
            option::ranking(&palette, &bars, target.map(|target| (text.target.to_owned(), of_points(target))))
        })
    });
    let drill = Callback::new(move |point: String| {
        let point: Option<Value> = serde_json::from_str(&point).ok();
        if let Some(href) = point.as_ref().and_then(|point| point.pointer("/data/href")).and_then(Value::as_str) {
            frame.history.go_to(href);
        }
    });
    let title = fill(text.ranking, &[text.children]);
    let chart = view! { <Chart label=title.clone() option=option handle=ChartHandle::new() on_click=drill failed=text.chart_failed class="chart tall" /> };
    card(title, ().into_any(), chart.into_any())
}

fn colour(palette: &option::Palette, child: &cockpit::Child) -> String {
    use crate::api::codes::Band;
    match child.total.as_ref().and_then(|total| total.band) {
        Some(Band::Watch) => palette.watch.clone(),
        Some(Band::Alert) => palette.alert.clone(),
        Some(Band::Good | Band::Steady) | None => palette.primary.clone(),
    }
}

fn radar(frame: Frame, seen: &Seen) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let dimensions = StoredValue::new(seen.dimensions.clone());
    let option = Signal::derive(move || {
        let palette = frame.palette();
        dimensions.with_value(|dimensions| {
            let axes: Vec<String> =
                dimensions.iter().map(|score| locale.name(&score.name, &score.name_en).to_owned()).collect();
            let ring = |value: fn(&cockpit::ScoreFields) -> Option<Quantity>| dimensions.iter().map(value).collect();
            option::radar(
                &palette,
                &axes,
                &[
                    (text.own.to_owned(), ring(|score| score.score.map(of_points))),
                    (text.mean.to_owned(), ring(|score| score.ranking.as_ref().map(|ranking| ranking.mean))),
                    (text.best.to_owned(), ring(|score| score.ranking.as_ref().map(|ranking| ranking.best))),
                ],
            )
        })
    });
    let chart = view! {
        <Chart label=text.radar option=option handle=ChartHandle::new() on_click=Callback::new(|_| ()) failed=text.chart_failed />
    };
    card(text.radar, ().into_any(), chart.into_any())
}

// Who photographs the wall is on the photograph.
fn watermark(frame: Frame) -> AnyView {
    let name = frame.with(|viewed| viewed.viewer.display_name.clone());
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    let mark = fill(frame.locale.text.cockpit.watermark, &[&name, &frame.locale.moment(&now)]);
    let marks: Vec<_> = (0..MARKS).map(|_| view! { <span data-mark=mark.clone()></span> }).collect();
    view! { <div class="watermark" aria-hidden="true">{marks}</div> }.into_any()
}
