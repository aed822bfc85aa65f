//! What differs from the usual week in one year, as the State Council announces it: holidays, and days of the weekend that are worked
//! in exchange (调休). A year is written as a whole.

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use super::is_weekend;
use crate::error::Refusal;
use crate::period::{Cycle, Period};

/// The first year that can be written.
pub const FIRST_YEAR: u32 = 2000;
/// The last year that can be written.
pub const LAST_YEAR: u32 = 2100;
/// Most days of a year that differ from the usual week; some forty are announced.
pub const MOST_DAYS: u32 = 100;
/// Longest name of a day, in characters.
pub const LONGEST_NAME: u32 = 40;

crate::codes! {
    /// How a day differs from the usual week.
    CalendarDayKind {
        /// A weekday that is free.
        Holiday "HOLIDAY",
        /// A Saturday or Sunday that is worked in exchange (调休).
        Worked "WORKED",
    }
}

impl CalendarDayKind {
    /// The one way in which the day can differ from the usual week.
    #[must_use]
    pub fn of(day: NaiveDate) -> Self {
        if is_weekend(day) { Self::Worked } else { Self::Holiday }
    }
}

/// A day that differs from the usual week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarDay {
    /// The day.
    pub day: NaiveDate,
    /// How it differs.
    pub kind: CalendarDayKind,
    /// What it is called, such as 国庆节; 0 to 40 characters.
    pub name: String,
}

impl CalendarDay {
    /// Whether it says no more than the usual week does, such as a Saturday declared a holiday.
    #[must_use]
    pub fn is_as_usual(&self) -> bool {
        self.kind != CalendarDayKind::of(self.day)
    }

    /// Whether its name is longer than names are kept.
    #[must_use]
    pub fn is_named_too_long(&self) -> bool {
        u32::try_from(self.name.chars().count()).is_ok_and(|length| length > LONGEST_NAME)
    }

    fn check(&self, year: i32, field: &str) -> Result<(), Refusal> {
        let (field, day) = (field.to_owned(), self.day);
        if day.year() != year {
            return Err(Refusal::DayOfOtherYear { field, day, year });
        }
        if self.is_as_usual() {
            return Err(Refusal::DayAsUsual { field, day });
        }
        if self.is_named_too_long() {
            return Err(Refusal::OutOfRange { field, least: 0, most: LONGEST_NAME });
        }
        Ok(())
    }
}

/// All days of a year that differ from the usual week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkYear {
    /// The year.
    pub year: Period,
    /// The days, in order.
    pub days: Vec<CalendarDay>,
    /// Counts the changes of the year; 0 before the first.
    pub version: i32,
}

/// A year that can be written.
///
/// # Errors
/// [`Refusal::OutOfRange`] outside of 2000 to 2100.
pub fn of(number: i32) -> Result<Period, Refusal> {
    let known = u32::try_from(number).is_ok_and(|number| (FIRST_YEAR..=LAST_YEAR).contains(&number));
    let year = Period::try_new(number, Cycle::Year, 1).ok().filter(|_| known);
    year.ok_or_else(|| Refusal::OutOfRange { field: "year".to_owned(), least: FIRST_YEAR, most: LAST_YEAR })
}

impl WorkYear {
    /// The year with these days in the place of those it has: all of them, or none is taken. Spaces around names are dropped.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] for more than 100 days or a name over 40 characters, [`Refusal::DayOfOtherYear`],
    /// [`Refusal::DayAsUsual`], [`Refusal::DayTwice`].
    pub fn set(&self, days: Vec<CalendarDay>) -> Result<Self, Refusal> {
        let field = || "days".to_owned();
        if u32::try_from(days.len()).is_ok_and(|many| many > MOST_DAYS) {
            return Err(Refusal::OutOfRange { field: field(), least: 0, most: MOST_DAYS });
        }
        let named = |day: CalendarDay| CalendarDay { name: day.name.trim().to_owned(), ..day };
        let mut days: Vec<CalendarDay> = days.into_iter().map(named).collect();
        let mut known = BTreeSet::new();
        for day in &days {
            day.check(self.year.year(), &field())?;
            if !known.insert(day.day) {
                return Err(Refusal::DayTwice { field: field(), day: day.day });
            }
        }
        days.sort_by_key(|day| day.day);
        Ok(Self { year: self.year, days, version: self.version.saturating_add(1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, kind: CalendarDayKind, name: &str) -> CalendarDay {
        CalendarDay { day: text.parse().unwrap(), kind, name: name.to_owned() }
    }

    fn empty() -> WorkYear {
        WorkYear { year: of(2026).unwrap(), days: Vec::new(), version: 3 }
    }

    #[test]
    fn a_year_takes_what_differs_from_the_usual_week_and_nothing_else() {
        use CalendarDayKind::{Holiday, Worked};
        let long = "节".repeat(41);
        let usual = |text: &str| Refusal::DayAsUsual { field: "days".to_owned(), day: text.parse().unwrap() };
        for (days, refused) in [
            (vec![], None),
            (vec![("2026-10-01", Holiday, "国庆节"), ("2026-10-10", Worked, "")], None),
            (vec![("2026-10-03", Holiday, "国庆节")], Some(usual("2026-10-03"))),
            (vec![("2026-10-09", Worked, "")], Some(usual("2026-10-09"))),
            (
                vec![("2026-10-01", Holiday, "国庆节"), ("2026-10-01", Holiday, "中秋节")],
                Some(Refusal::DayTwice { field: "days".to_owned(), day: "2026-10-01".parse().unwrap() }),
            ),
            (
                vec![("2027-01-01", Holiday, "元旦")],
                Some(Refusal::DayOfOtherYear {
                    field: "days".to_owned(),
                    day: "2027-01-01".parse().unwrap(),
                    year: 2026,
                }),
            ),
            (
                vec![("2026-10-01", Holiday, long.as_str())],
                Some(Refusal::OutOfRange { field: "days".to_owned(), least: 0, most: 40 }),
            ),
        ] {
            let wanted = days.iter().map(|(text, kind, name)| day(text, *kind, name)).collect();
            assert_eq!(empty().set(wanted).err(), refused, "{days:?}");
        }
    }

    #[test]
    fn a_year_is_kept_in_order_and_counts_its_changes() {
        let days = vec![
            day("2026-10-10", CalendarDayKind::Worked, " 国庆节调休 "),
            day("2026-01-01", CalendarDayKind::Holiday, "元旦"),
        ];
        let set = empty().set(days).unwrap();
        let shown: Vec<_> = set.days.iter().map(|day| (day.day.to_string(), day.name.as_str())).collect();
        assert_eq!(shown, [("2026-01-01".to_owned(), "元旦"), ("2026-10-10".to_owned(), "国庆节调休")]);
        assert_eq!(set.version, 4);
    }

    #[test]
    fn a_year_takes_a_hundred_days_at_most() {
        let first: NaiveDate = "2026-01-01".parse().unwrap();
        let days = |many| {
            first.iter_days().filter(|day| !is_weekend(*day)).take(many).map(|day| CalendarDay {
                day,
                kind: CalendarDayKind::Holiday,
                name: String::new(),
            })
        };
        assert!(empty().set(days(100).collect()).is_ok());
        let refused = Refusal::OutOfRange { field: "days".to_owned(), least: 0, most: 100 };
        assert_eq!(empty().set(days(101).collect()), Err(refused));
    }

    #[test]
    fn years_are_those_of_this_century() {
        for (number, known) in [(1999, false), (2000, true), (2026, true), (2100, true), (2101, false), (-2026, false)]
        {
            assert_eq!(of(number).is_ok(), known, "{number}");
        }
    }
}
