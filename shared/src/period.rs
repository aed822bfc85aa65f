//! Periods of appraisal: a month, a quarter, a half-year, a year; how they nest and follow one another.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

crate::codes! {
    /// How long a period is, shortest first.
    Cycle {
        /// One calendar month.
        Month "MONTH",
        /// One calendar quarter.
        Quarter "QUARTER",
        /// Half a calendar year.
        Half "HALF",
        /// One calendar year.
        Year "YEAR",
    }
}

impl Cycle {
    /// Months in one period of this length.
    #[must_use]
    pub const fn months(self) -> u32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::Half => 6,
            Self::Year => 12,
        }
    }
}

/// A period of appraisal, written `2026-03`, `2026Q1`, `2026H1`, `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "db", derive(sea_orm::DeriveValueType), sea_orm(value_type = "String"))]
pub struct Period {
    year: i32,
    cycle: Cycle,
    /// Counted from 1 within the year.
    ordinal: u32,
}

crate::never_a_serial_number!(Period);

/// A text that names no period.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a period: write 2026-03, 2026Q1, 2026H1 or 2026")]
pub struct PeriodError(pub String);

/// A span of periods whose last one ends before the first begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{to} ends before {from} begins")]
pub struct SpanError {
    /// The first period.
    pub from: Period,
    /// The last period.
    pub to: Period,
}

impl Period {
    /// The first and the last day of the span from this period to another.
    ///
    /// # Errors
    /// [`SpanError`] where that one ends before this one begins.
    pub fn span_to(self, to: Self) -> Result<(NaiveDate, NaiveDate), SpanError> {
        let (first, last) = (self.first_day(), to.last_day());
        if last < first { Err(SpanError { from: self, to }) } else { Ok((first, last)) }
    }

    /// The `ordinal`-th period of this length in `year`, counted from 1.
    ///
    /// # Errors
    /// [`PeriodError`] for a year outside 1900–2999 or an ordinal the year does not have.
    pub fn try_new(year: i32, cycle: Cycle, ordinal: u32) -> Result<Self, PeriodError> {
        let fits = (1900..=2999).contains(&year) && (1..=12 / cycle.months()).contains(&ordinal);
        if fits { Ok(Self { year, cycle, ordinal }) } else { Err(PeriodError(format!("{year} {cycle:?} {ordinal}"))) }
    }

    /// The period of this length that holds the day.
    ///
    /// # Errors
    /// [`PeriodError`] for a year outside 1900–2999.
    pub fn try_holding(day: NaiveDate, cycle: Cycle) -> Result<Self, PeriodError> {
        Self::try_new(day.year(), cycle, day.month0() / cycle.months() + 1)
    }

    /// The newest period of this length that ended more than so many days before a day.
    ///
    /// # Errors
    /// [`PeriodError`] for a year outside 1900–2999.
    pub fn try_over(day: NaiveDate, cycle: Cycle, days: u32) -> Result<Self, PeriodError> {
        let by = day.checked_sub_days(Days::new(u64::from(days) + 1)).unwrap_or(NaiveDate::MIN);
        let period = Self::try_holding(by, cycle)?;
        Ok(if period.last_day() <= by { period } else { period.previous() })
    }

    /// The calendar year.
    #[must_use]
    pub const fn year(self) -> i32 {
        self.year
    }

    /// How long it is.
    #[must_use]
    pub const fn cycle(self) -> Cycle {
        self.cycle
    }

    /// Its place within the year, counted from 1.
    #[must_use]
    pub const fn ordinal(self) -> u32 {
        self.ordinal
    }

    /// Its first month, 1–12.
    #[must_use]
    pub const fn first_month(self) -> u32 {
        (self.ordinal - 1) * self.cycle.months() + 1
    }

    /// Its last month, 1–12.
    #[must_use]
    pub const fn last_month(self) -> u32 {
        self.ordinal * self.cycle.months()
    }

    /// Its first day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.first_month(), 1).unwrap_or_default()
    }

    /// Its last day.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day().pred_opt().unwrap_or_default()
    }

    /// The one after it, of the same length.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.ordinal < 12 / self.cycle.months() {
            Self { ordinal: self.ordinal + 1, ..self }
        } else {
            Self { year: self.year + 1, ordinal: 1, ..self }
        }
    }

    /// The one before it, of the same length.
    #[must_use]
    pub const fn previous(self) -> Self {
        if self.ordinal > 1 {
            Self { ordinal: self.ordinal - 1, ..self }
        } else {
            Self { year: self.year - 1, ordinal: 12 / self.cycle.months(), ..self }
        }
    }

    /// The same period of the year before.
    #[must_use]
    pub const fn last_year(self) -> Self {
        Self { year: self.year - 1, ..self }
    }

    /// Its months in order.
    pub fn months(self) -> impl Iterator<Item = Self> {
        (self.first_month()..=self.last_month()).map(move |month| Self {
            year: self.year,
            cycle: Cycle::Month,
            ordinal: month,
        })
    }

    /// The period of length `cycle` that holds this one, or `None` where `cycle` is shorter.
    #[must_use]
    pub const fn within(self, cycle: Cycle) -> Option<Self> {
        if cycle.months() < self.cycle.months() {
            return None;
        }
        Some(Self { year: self.year, cycle, ordinal: (self.last_month() - 1) / cycle.months() + 1 })
    }

    /// Whether every day of `other` is a day of this period.
    #[must_use]
    pub fn holds(self, other: Self) -> bool {
        other.within(self.cycle) == Some(self)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.cycle {
            Cycle::Month => write!(f, "{}-{:02}", self.year, self.ordinal),
            Cycle::Quarter => write!(f, "{}Q{}", self.year, self.ordinal),
            Cycle::Half => write!(f, "{}H{}", self.year, self.ordinal),
            Cycle::Year => write!(f, "{}", self.year),
        }
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refuse = || PeriodError(text.to_owned());
        let (year, rest) = text.split_at_checked(4).ok_or_else(refuse)?;
        let digits = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
            true => text.parse().map_err(|_| refuse()),
            false => Err(refuse()),
        };
        let year = i32::try_from(digits(year)?).map_err(|_| refuse())?;
        let (cycle, ordinal) = match (rest.chars().next(), rest.len()) {
            (None, 0) => (Cycle::Year, 1),
            (Some('-'), 3) => (Cycle::Month, digits(rest.trim_start_matches('-'))?),
            (Some('Q'), 2) => (Cycle::Quarter, digits(rest.trim_start_matches('Q'))?),
            (Some('H'), 2) => (Cycle::Half, digits(rest.trim_start_matches('H'))?),
            _ => return Err(refuse()),
        };
        Self::try_new(year, cycle, ordinal).map_err(|_| refuse())
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "graphql")]
async_graphql::scalar!(Period, "Period", "A period of appraisal: `2026-03`, `2026Q1`, `2026H1` or `2026`.");

#[cfg(test)]
mod tests {
    use super::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_over_once_the_days_after_its_end_have_passed() {
        for (day, cycle, days, over) in [
            ("2026-04-15", Cycle::Month, 15, "2026-02"),
            ("2026-04-16", Cycle::Month, 15, "2026-03"),
            ("2026-04-01", Cycle::Month, 0, "2026-03"),
            ("2026-03-31", Cycle::Month, 0, "2026-02"),
            ("2026-04-16", Cycle::Quarter, 15, "2026Q1"),
            ("2026-01-15", Cycle::Year, 15, "2024"),
        ] {
            assert_eq!(Period::try_over(day.parse().unwrap(), cycle, days), Ok(period(over)), "{day} {days}");
        }
    }

    #[test]
    fn every_month_of_the_year_is_a_period_and_so_is_october() {
        for month in 1..=12 {
            let text = format!("2026-{month:02}");
            assert_eq!(period(&text).to_string(), text);
        }
        assert_eq!(period("2026-10").last_day().to_string(), "2026-10-31");
    }

    #[test]
    fn texts_that_name_no_period_are_refused() {
        for text in
            ["", "2026-13", "2026-00", "2026-1", "2026Q5", "2026H3", "2026q1", "202", "二〇二六", "2026-+1", "1026"]
        {
            assert_eq!(text.parse::<Period>(), Err(PeriodError(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn periods_nest_and_follow() {
        assert_eq!(period("2026-10").within(Cycle::Quarter), Some(period("2026Q4")));
        assert_eq!(period("2026Q3").within(Cycle::Half), Some(period("2026H2")));
        assert_eq!(period("2026").within(Cycle::Month), None);
        assert_eq!(period("2026-12").next(), period("2027-01"));
        assert_eq!(period("2026Q1").previous(), period("2025Q4"));
        assert_eq!(period("2024-02").last_day().to_string(), "2024-02-29");
        assert_eq!(
            period("2026H2").months().map(|m| m.to_string()).collect::<Vec<_>>().join(" "),
            "2026-07 2026-08 2026-09 2026-10 2026-11 2026-12"
        );
    }
}
