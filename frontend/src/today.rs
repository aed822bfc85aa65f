//! The day it is where the reader is.

use crate::api::schema::{Cycle, Period};

/// The year it is.
pub fn year() -> i32 {
    i32::try_from(js_sys::Date::new_0().get_full_year()).unwrap_or_default()
}

/// That year as a period.
pub fn this_year() -> Option<Period> {
    Period::try_new(year(), Cycle::Year, 1).ok()
}

/// The newest of some periods, newest first, that is over; the newest where none is: of what has only begun, or is still to come, there
/// is little to see yet.
pub fn newest_over(periods: &[Period]) -> Option<Period> {
    let today = today();
    let is_over = |period: &&Period| period.last_day().to_string() < today;
    periods.iter().find(is_over).or(periods.first()).copied()
}

/// The day, as the API writes days.
pub fn today() -> String {
    let today = js_sys::Date::new_0();
    format!("{:04}-{:02}-{:02}", today.get_full_year(), today.get_month() + 1, today.get_date())
}
