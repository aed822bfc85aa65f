//! Where the year is heading, as a band beside its target: seen in time, and never scored (ZH-66).

use leptos::prelude::*;

use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::link;
use crate::parts::table::{numbers, table, text as cell, words};

operations!("src/pages/desk.graphql": ForecastPart);
use ask::{ForecastPart, forecast_part};

type Heading = forecast_part::ForecastPartForecasts;

/// Indicators shown.
const SHOWN: usize = 5;

/// The block; nothing where no year can be foreseen.
pub fn forecast(frame: Frame, subject: Subject, month: Period) -> AnyView {
    let load = Load::new(move || frame.client.ask::<ForecastPart>(forecast_part::Variables { subject, month }));
    let block = move || {
        let answer = load.ready()?;
        let headings: Vec<&Heading> = answer.forecasts.iter().take(SHOWN).collect();
        (!headings.is_empty()).then(|| sheet(frame, subject, month, &headings))
    };
    block.into_any()
}

fn sheet(frame: Frame, subject: Subject, month: Period, headings: &[&Heading]) -> AnyView {
    let text = frame.locale.text.desk();
    let columns = [
        words(frame.locale.text.cockpit.indicator),
        numbers(text.likely),
        numbers(text.band),
        numbers(text.goal).wide(),
    ];
    let rows = headings.iter().map(|heading| row(frame, subject, month, heading)).collect();
    view! {
        <h3>{text.heading}</h3>
        {table(text.heading, &columns, rows)}
        <p class="fine">{text.heading_note}</p>
    }
    .into_any()
}

fn row(frame: Frame, subject: Subject, month: Period, heading: &Heading) -> Vec<AnyView> {
    let locale = frame.locale;
    let indicator = &heading.indicator;
    let why = Address::Explain { subject, indicator: indicator.id, period: month };
    let value = |value: Quantity| locale.full(value, &indicator.unit_of_measure);
    vec![
        link(why.to_string(), locale.name(&indicator.name, &indicator.name_en).to_owned()),
        cell(value(heading.likely)),
        cell(format!("{} – {}", value(heading.low), value(heading.high))),
        cell(heading.target.map_or_else(|| "—".to_owned(), value)),
    ]
}
