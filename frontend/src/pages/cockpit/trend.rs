//! The way of the indicator in focus, with last year behind and the target: a chart with zoom, and its table.

use leptos::prelude::*;

use super::{At, Seen};
use crate::address::Address;
use crate::api::files::save_as;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::card::{card, link};
use crate::parts::chart::{Chart, ChartHandle};
use crate::parts::menu::Menu;
use crate::parts::option::{self, Line, Look};
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/cockpit.graphql": TrendPart);
use ask::{TrendPart, trend_part};

/// Two years of months: this one and what it is compared with.
const POINTS: i64 = 24;

/// The card; nothing where no indicator reaches the place.
pub fn trend(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let Some(first) = seen.cells.first().map(|cell| cell.indicator.id) else { return ().into_any() };
    let known: Vec<IndicatorId> = seen.cells.iter().map(|cell| cell.indicator.id).collect();
    let focus = Memo::new(move |_| match frame.history.address() {
        Address::Cockpit { focus: Some(focus), .. } if known.contains(&focus) => focus,
        _ => first,
    });
    let load = Load::new(move || {
        let variables =
            trend_part::Variables { subject: at.subject, indicator: focus.get(), to: at.period, points: POINTS };
        async move { frame.client.ask::<TrendPart>(variables).await }
    });
    load.view(frame.locale, move |answer| drawing(frame, at, &answer.trend))
}

fn drawing(frame: Frame, at: At, trend: &trend_part::TrendPartTrend) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let name = locale.name(&trend.indicator.name, &trend.indicator.name_en).to_owned();
    let title = fill(text.trend, &[&name, &trend.points.len().to_string()]);
    let as_table = RwSignal::new(false);
    let handle = ChartHandle::new();
    let periods: Vec<String> = trend.points.iter().map(|point| point.period.to_string()).collect();
    let line = |name: &str, look, value: fn(&trend_part::TrendPartTrendPoints) -> Option<Quantity>| Line {
        name: name.to_owned(),
        values: trend.points.iter().map(value).collect(),
        look,
    };
    let lines = StoredValue::new((
        periods,
        [
            line(text.last_year, Look::Behind, |point| point.last_year),
            line(text.target, Look::Target, |point| point.target),
            line(&name, Look::Main, |point| point.value),
        ],
    ));
    let option = Signal::derive(move || {
        let palette = frame.palette();
        lines.with_value(|(periods, lines)| option::trend(&palette, periods, lines))
    });
    let rows = StoredValue::new(trend.clone());
    let label = title.clone();
    let content = move || {
        if as_table.get() {
            return rows.with_value(|trend| points_table(frame, trend));
        }
        view! { <Chart label=label.clone() option=option handle=handle on_click=Callback::new(|_| ()) failed=text.chart_failed /> }.into_any()
    };
    let explain = link(at.explain(trend.indicator.id).to_string(), view! { {text.explain} " ›" });
    let actions = view! { {toggle(frame, as_table)} {export(frame, at, "trend", Some(trend.indicator.id), Some(handle))} {explain} };
    card(title, actions.into_any(), content.into_any())
}

fn points_table(frame: Frame, trend: &trend_part::TrendPartTrend) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let unit = &trend.indicator.unit_of_measure;
    let columns = [words(text.period), numbers(text.value), numbers(text.last_year), numbers(text.target)];
    let rows = trend.points.iter().rev().map(|point| {
        let value =
            point.value.map_or_else(|| point.availability.word(locale).to_owned(), |value| locale.full(value, unit));
        vec![
            cell(locale.period(point.period)),
            cell(value),
            cell(locale.full_or_none(point.last_year, unit)),
            cell(locale.full_or_none(point.target, unit)),
        ]
    });
    table(locale.name(&trend.indicator.name, &trend.indicator.name_en), &columns, rows.collect())
}

/// Chart or table.
pub fn toggle(frame: Frame, as_table: RwSignal<bool>) -> AnyView {
    let text = &frame.locale.text.cockpit;
    view! {
        <button class="link" type="button" aria-pressed=move || as_table.get().to_string()
            on:click=move |_| as_table.update(|table| *table = !*table)>
            {move || if as_table.get() { text.to_chart } else { text.to_table }}
        </button>
    }
    .into_any()
}

/// What is on screen as a file: sheet, CSV, and a picture where there is a chart.
pub fn export(
    frame: Frame,
    at: At,
    what: &'static str,
    indicator: Option<IndicatorId>,
    chart: Option<ChartHandle>,
) -> AnyView {
    let text = frame.locale.text;
    if !frame.may(crate::api::codes::Resource::Cell, crate::api::codes::Action::Export) {
        return ().into_any();
    }
    let refused = RwSignal::new(None);
    let save = move |kind: &'static str| {
        let indicator = indicator.map_or_else(String::new, |indicator| format!("&indicator={indicator}"));
        let At { subject, period } = at;
        let language = frame.locale.language.code();
        let address =
            format!("/files/cockpit/{what}.{kind}?subject={subject}&period={period}{indicator}&lang={language}");
        leptos::task::spawn_local(async move {
            refused.try_set(frame.client.download(&address, &format!("baton-{what}-{period}.{kind}")).await.err());
        });
    };
    let picture = chart.map(|chart| {
        let save = move |_| {
            if let Some(picture) = chart.png("#ffffff") {
                // The browser refuses only where downloads are switched off, and says so itself.
                let _ = save_as(&picture, &format!("baton-{what}-{}.png", at.period));
            }
        };
        view! { <button class="menu-item" type="button" on:click=save>{text.cockpit.png}</button> }
    });
    view! {
        <Menu label=text.common.export plain=true face=move || text.common.export>
            <button class="menu-item" type="button" on:click=move |_| save("xlsx")>{text.cockpit.xlsx}</button>
            <button class="menu-item" type="button" on:click=move |_| save("csv")>{text.cockpit.csv}</button>
            {picture}
        </Menu>
        {move || refused.get().map(|failure| crate::parts::state::complaint(frame.locale, &failure))}
    }
    .into_any()
}
