//! `/cockpit`: on to the viewer's own cockpit at the newest period.

use leptos::prelude::*;

use crate::address::Address;
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts::state;
use crate::today::newest_over;

operations!("src/shell.graphql": NewestPeriod);
use ask::{NewestPeriod, newest_period};

/// The way to the cockpit, or why there is none.
pub fn page(frame: Frame) -> AnyView {
    let text = &frame.locale.text.shell;
    let Some(subject) = frame.with(|viewed| viewed.viewer.home.as_ref().map(|home| home.subject)) else {
        return state::page_empty(text.no_home_title, text.no_home);
    };
    let load = Load::new(move || newest(frame));
    load.page(frame.locale, move |period| match *period {
        Some(period) => {
            // After this drawing, so that the page is not taken away while it is put up.
            request_animation_frame(move || frame.history.replace(&Address::Cockpit { subject, period, focus: None }));
            state::skeleton(frame.locale)
        }
        None => state::page_empty(text.no_period_title, text.no_period),
    })
}

async fn newest(frame: Frame) -> Result<Option<Period>, Failure> {
    let periods = frame.client.ask::<NewestPeriod>(newest_period::Variables).await?;
    Ok(newest_over(&periods.months).or_else(|| newest_over(&periods.years)))
}
