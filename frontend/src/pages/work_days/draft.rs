//! The days of a year as they are being marked. How a marked day differs follows from its day of the week.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use leptos::prelude::*;
use shared::calendar::year::{CalendarDay, CalendarDayKind};

use super::Calendar;
use super::set_work_days::CalendarDayInput;

/// The marked days of a year, with their names.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The year.
    pub year: i32,
    /// The name that the next day gets which is marked.
    pub brush: RwSignal<String>,
    days: RwSignal<BTreeMap<NaiveDate, String>>,
}

impl Draft {
    /// What was saved.
    pub fn of(calendar: &Calendar) -> Self {
        let days = calendar.days.iter().filter_map(|day| Some((day.day.parse().ok()?, day.name.clone())));
        Self {
            year: i32::try_from(calendar.year).unwrap_or_default(),
            brush: RwSignal::new(String::new()),
            days: RwSignal::new(days.collect()),
        }
    }

    /// The marked days with their names, tracked.
    pub fn days(self) -> BTreeMap<NaiveDate, String> {
        self.days.get()
    }

    /// The marked days, tracked.
    pub fn marked(self) -> Vec<NaiveDate> {
        self.days.with(|days| days.keys().copied().collect())
    }

    /// The name of a day, tracked; none where it is as usual.
    pub fn name(self, day: NaiveDate) -> Option<String> {
        self.days.with(|days| days.get(&day).cloned())
    }

    /// Marks a day, or lets it be as usual again.
    pub fn switch(self, day: NaiveDate) {
        let name = self.brush.with_untracked(|name| name.trim().to_owned());
        self.days.update(|days| {
            if days.remove(&day).is_none() {
                days.insert(day, name);
            }
        });
    }

    /// Calls a marked day something else.
    pub fn rename(self, day: NaiveDate, to: String) {
        self.days.update(|days| {
            if let Some(name) = days.get_mut(&day) {
                *name = to;
            }
        });
    }

    /// Marks the days of a list beside those that are marked already.
    pub fn take(self, listed: Vec<CalendarDay>) {
        self.days.update(|days| days.extend(listed.into_iter().map(|day| (day.day, day.name))));
    }

    /// As it is saved.
    pub fn input(self) -> Vec<CalendarDayInput> {
        let input = |(day, name): (&NaiveDate, &String)| CalendarDayInput {
            day: day.to_string(),
            kind: CalendarDayKind::of(*day),
            name: Some(name.clone()),
        };
        self.days.with_untracked(|days| days.iter().map(input).collect())
    }
}
