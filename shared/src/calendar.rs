//! Working days. Deadlines count days on which the bureau works; which days differ from the usual week is data.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc, Weekday};

pub mod list;
pub mod year;

/// Hours by which the bureau's clock is ahead of UTC. China has one time zone and no summer time.
const AHEAD_HOURS: i64 = 8;

/// The day it is in the bureau (Asia/Shanghai).
#[must_use]
pub fn local_day(moment: DateTime<Utc>) -> NaiveDate {
    local(moment).date()
}

/// What the clock and the calendar of the bureau show.
#[must_use]
pub fn local(moment: DateTime<Utc>) -> NaiveDateTime {
    (moment + TimeDelta::hours(AHEAD_HOURS)).naive_utc()
}

/// The moment at which the clock and the calendar of the bureau show this.
#[must_use]
pub fn moment(local: NaiveDateTime) -> DateTime<Utc> {
    (local - TimeDelta::hours(AHEAD_HOURS)).and_utc()
}

/// The moment a day begins in the bureau (Asia/Shanghai).
#[must_use]
pub fn first_moment(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc() - TimeDelta::hours(AHEAD_HOURS)
}

/// Which days are worked: Monday to Friday, but for the days named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    exceptions: BTreeMap<NaiveDate, bool>,
}

/// No count of days goes further: beyond it a calendar of holidays alone would never end.
const FURTHEST: usize = 4_000;

impl Calendar {
    /// The usual week with exceptions: a day and whether it is worked, such as a holiday or a Saturday worked in exchange (调休).
    pub fn new(exceptions: impl IntoIterator<Item = (NaiveDate, bool)>) -> Self {
        Self { exceptions: exceptions.into_iter().collect() }
    }

    /// Whether the bureau works on the day.
    #[must_use]
    pub fn is_worked(&self, day: NaiveDate) -> bool {
        self.exceptions.get(&day).copied().unwrap_or(!is_weekend(day))
    }

    /// The last day of a deadline of so many working days that begins on `day`. The day itself does not count.
    #[must_use]
    pub fn after(&self, day: NaiveDate, working_days: u32) -> NaiveDate {
        let wanted = usize::try_from(working_days).unwrap_or(usize::MAX);
        let worked = following(day).take(FURTHEST).filter(|day| self.is_worked(*day));
        // No working day in sight: the deadline is the day itself rather than never.
        worked.take(wanted).last().unwrap_or(day)
    }

    /// Working days after `from` up to and with `to`; none where `to` is not after `from`.
    #[must_use]
    pub fn between(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = following(from).take(FURTHEST).take_while(|day| *day <= to).filter(|day| self.is_worked(*day));
        u32::try_from(days.count()).unwrap_or(u32::MAX)
    }

    /// Working days left on `today` until a deadline's last day `due`; after it, the working days since then as a negative number. A day
    /// that is over counts from the next working day on: on the weekend after it nothing is left, and nothing is late by a working day.
    #[must_use]
    pub fn left(&self, today: NaiveDate, due: NaiveDate) -> i32 {
        let days = |from, to| i32::try_from(self.between(from, to)).unwrap_or(i32::MAX);
        if due < today { -days(due, today) } else { days(today, due) }
    }
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

fn following(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(day.checked_add_days(Days::new(1)), |day| day.checked_add_days(Days::new(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The week of the national day of 2026: Thursday 1 October to Wednesday 7 are free, Saturday 10 is worked.
    fn october() -> Calendar {
        let free = (1..=7).filter_map(|date| NaiveDate::from_ymd_opt(2026, 10, date)).map(|day| (day, false));
        Calendar::new(free.chain([(day("2026-10-10"), true)]))
    }

    #[test]
    fn a_deadline_counts_days_that_are_worked() {
        for (from, days, due) in [
            ("2026-09-28", 2, "2026-09-30"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-09-30", 3, "2026-10-10"),
            ("2026-10-10", 1, "2026-10-12"),
            ("2026-11-20", 1, "2026-11-23"),
            ("2026-11-20", 0, "2026-11-20"),
        ] {
            assert_eq!(october().after(day(from), days), day(due), "{from} + {days}");
        }
    }

    #[test]
    fn what_is_left_is_counted_in_working_days_and_what_is_late_below_nothing() {
        for (today, due, left) in [
            ("2026-11-20", "2026-11-20", 0),
            ("2026-11-20", "2026-11-23", 1),
            ("2026-11-23", "2026-11-20", -1),
            ("2026-11-21", "2026-11-20", 0),
            ("2026-11-24", "2026-11-20", -2),
            ("2026-09-30", "2026-10-08", 1),
            ("2026-09-30", "2026-10-07", 0),
            ("2026-10-08", "2026-09-30", -1),
            ("2026-10-09", "2026-10-12", 2),
        ] {
            assert_eq!(october().left(day(today), day(due)), left, "{today} to {due}");
        }
    }

    #[test]
    fn a_bureau_that_never_works_has_no_deadline_later_than_today() {
        let never = Calendar::new(following(day("2026-01-01")).take(FURTHEST).map(|day| (day, false)));
        assert_eq!(never.after(day("2026-01-01"), 3), day("2026-01-01"));
    }

    #[test]
    fn the_day_is_that_of_the_bureau() {
        assert_eq!(local_day("2026-11-20T15:59:59Z".parse().unwrap()), day("2026-11-20"));
        assert_eq!(local_day("2026-11-20T16:00:00Z".parse().unwrap()), day("2026-11-21"));
    }

    proptest! {
        #[test]
        fn what_is_counted_forth_is_counted_back(offset in 0_u64..400, days in 0_u32..60) {
            let from = day("2026-06-01") + Days::new(offset);
            let due = october().after(from, days);
            prop_assert_eq!(october().between(from, due), days);
            prop_assert!(days == 0 || october().is_worked(due));
        }
    }
}
