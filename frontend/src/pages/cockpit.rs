//! `/cockpit/…`: how a place stands in a period, from the three dimensions down to every indicator (CJ-45 to 48, CJ-53).

pub mod dimensions;
pub mod head;
pub mod heat;
pub mod improvement;
pub mod indicators;
pub mod ranking;
pub mod rates;
pub mod trend;

use leptos::prelude::*;

use crate::address::Address;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::card::signature;
use crate::parts::state;

operations!("src/pages/cockpit.graphql": CockpitPage);
use ask::{CockpitPage, cockpit_page};

pub use cockpit_page::{
    CellFields, CockpitPageCockpit as Seen, CockpitPageCockpitChildren as Child, PlaceFields, ScoreFields,
};

/// Where the cockpit stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct At {
    pub subject: Subject,
    pub period: Period,
}

impl At {
    /// Read off the address; the last one while the page is being left.
    pub fn of(address: &Address, before: Option<&Self>) -> Option<Self> {
        match address {
            Address::Cockpit { subject, period, .. } | Address::Screen { subject, period } => {
                Some(Self { subject: *subject, period: *period })
            }
            _ => before.copied(),
        }
    }

    /// The cockpit of another place in the same period.
    pub fn cockpit(self, subject: Subject) -> Address {
        Address::Cockpit { subject, period: self.period, focus: None }
    }

    /// The explanation of an indicator here.
    pub fn explain(self, indicator: IndicatorId) -> Address {
        Address::Explain { subject: self.subject, indicator, period: self.period }
    }
}

/// Asks for the place at the address, again whenever the address moves.
pub fn load(frame: Frame) -> (Memo<Option<At>>, Load<(At, Seen)>) {
    let at =
        Memo::new(move |before: Option<&Option<At>>| At::of(&frame.history.address(), before.and_then(Option::as_ref)));
    let load = Load::new(move || {
        let at = at.get();
        async move {
            let at = at.ok_or_else(|| crate::api::failure::Failure::of_status(404, String::new()))?;
            let variables = cockpit_page::Variables { subject: at.subject, period: at.period };
            let answer = frame.client.ask::<CockpitPage>(variables).await?;
            Ok((at, answer.cockpit))
        }
    });
    (at, load)
}

/// The page.
pub fn page(frame: Frame) -> AnyView {
    let (_, load) = load(frame);
    load.page(frame.locale, move |answer| sections(frame, answer.0, &answer.1))
}

fn sections(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let text = frame.locale.text;
    if seen.data_time.is_none() && seen.cells.is_empty() {
        return view! {
            {head::head(frame, at, seen)}
            {state::empty(text.shell.no_period_title, text.cockpit.no_data_time)}
        }
        .into_any();
    }
    view! {
        {head::head(frame, at, seen)}
        {dimensions::dimensions(frame, at, seen)}
        {rates::rates(frame, at, seen)}
        <div class="grid two">
            {trend::trend(frame, at, seen)}
            {ranking::ranking(frame, at, seen)}
        </div>
        {heat::heat(frame, at, seen)}
        {improvement::improvement(frame, at)}
        {indicators::indicators(frame, at, seen)}
        {signature(frame.locale)}
    }
    .into_any()
}

/// The short name where there is one.
pub fn short(place: &PlaceFields) -> &str {
    if place.short_name.is_empty() { &place.name } else { &place.short_name }
}
