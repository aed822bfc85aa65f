//! When an account wants to be told: at once or gathered once a day or a week, and not in its quiet hours. What is red passes at once.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Datelike as _, Days, NaiveDate, NaiveTime, Timelike as _, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{Calendar, local, moment};
use crate::error::Refusal;
use crate::matter::Severity;

crate::codes! {
    /// The language messages are written in.
    MessageLanguage {
        /// Chinese.
        Chinese "ZH",
        /// English.
        English "EN",
    }
}

crate::codes! {
    /// How often messages are brought.
    DigestKind {
        /// Each at once.
        Immediate "IMMEDIATE",
        /// Gathered, once on every working day.
        Daily "DAILY",
        /// Gathered, once a week.
        Weekly "WEEKLY",
    }
}

/// A text that is no time of day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a time of day: write 07:30")]
pub struct TimeError(String);

/// A time of day in the bureau, in minutes, written `07:30`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalTime(u16);

#[cfg(feature = "graphql")]
async_graphql::scalar!(LocalTime, "LocalTime", "A time of day in the bureau (Asia/Shanghai), written `07:30`.");

impl LocalTime {
    /// A full hour of the day.
    #[must_use]
    pub const fn at_hour(hour: u8) -> Self {
        Self((hour % 24) as u16 * 60)
    }

    fn of(moment: DateTime<Utc>) -> Self {
        let time = local(moment).time();
        Self(u16::try_from(time.hour() * 60 + time.minute()).unwrap_or_default())
    }

    fn on(self, day: NaiveDate) -> DateTime<Utc> {
        let time = NaiveTime::from_hms_opt(u32::from(self.0 / 60), u32::from(self.0 % 60), 0).unwrap_or_default();
        moment(day.and_time(time))
    }
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl FromStr for LocalTime {
    type Err = TimeError;

    fn from_str(text: &str) -> Result<Self, TimeError> {
        let refuse = || TimeError(text.to_owned());
        let digits = |part: &str| part.len() == 2 && part.bytes().all(|digit| digit.is_ascii_digit());
        let two = |part: &str| part.parse::<u16>().ok().filter(|_| digits(part));
        let (hours, minutes) = text.split_once(':').ok_or_else(refuse)?;
        match (two(hours), two(minutes)) {
            (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(Self(hours * 60 + minutes)),
            _ => Err(refuse()),
        }
    }
}

impl TryFrom<String> for LocalTime {
    type Error = TimeError;

    fn try_from(text: String) -> Result<Self, TimeError> {
        text.parse()
    }
}

impl From<LocalTime> for String {
    fn from(time: LocalTime) -> Self {
        time.to_string()
    }
}

/// Hours in which nothing is brought but what is red. They may run past midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuietHours {
    from: LocalTime,
    until: LocalTime,
}

impl QuietHours {
    /// From one time of day until another.
    ///
    /// # Errors
    /// [`Refusal::NoTimeBetween`] where they are the same.
    pub fn try_new(from: LocalTime, until: LocalTime) -> Result<Self, Refusal> {
        match from == until {
            true => Err(Refusal::NoTimeBetween { field: "quietUntil".to_owned() }),
            false => Ok(Self { from, until }),
        }
    }

    /// When they begin.
    #[must_use]
    pub const fn from(self) -> LocalTime {
        self.from
    }

    /// When they end.
    #[must_use]
    pub const fn until(self) -> LocalTime {
        self.until
    }

    /// When the quiet hours end that hold at a moment; none where none hold.
    #[must_use]
    pub fn end_after(self, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let (time, day) = (LocalTime::of(at), local(at).date());
        let tomorrow = || day.checked_add_days(Days::new(1)).unwrap_or(day);
        let holds = match self.from < self.until {
            true => self.from <= time && time < self.until,
            false => self.from <= time || time < self.until,
        };
        holds.then(|| self.until.on(if time < self.until { day } else { tomorrow() }))
    }
}

/// How messages are gathered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Digest {
    /// Each is brought at once.
    Immediate,
    /// Once on every working day.
    Daily(LocalTime),
    /// Once a week, on a day from 1 (Monday) to 7; on the working day after it where it is free.
    Weekly(u8, LocalTime),
}

impl Digest {
    /// Which kind it is.
    #[must_use]
    pub const fn kind(self) -> DigestKind {
        match self {
            Self::Immediate => DigestKind::Immediate,
            Self::Daily(_) => DigestKind::Daily,
            Self::Weekly(..) => DigestKind::Weekly,
        }
    }

    /// A way of gathering with what it takes.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] for a day of the week that is not 1 to 7.
    pub fn try_new(kind: DigestKind, day: u8, at: LocalTime) -> Result<Self, Refusal> {
        match kind {
            DigestKind::Immediate => Ok(Self::Immediate),
            DigestKind::Daily => Ok(Self::Daily(at)),
            DigestKind::Weekly if (1..=7).contains(&day) => Ok(Self::Weekly(day, at)),
            DigestKind::Weekly => Err(Refusal::OutOfRange { field: "digestDay".to_owned(), least: 1, most: 7 }),
        }
    }

    /// The next time of gathering after a moment; none where nothing is gathered.
    fn next(self, now: DateTime<Utc>, calendar: &Calendar) -> Option<DateTime<Utc>> {
        let today = local(now).date();
        match self {
            Self::Immediate => None,
            Self::Daily(at) => {
                days_from(today).find(|&day| calendar.is_worked(day) && at.on(day) > now).map(|day| at.on(day))
            }
            // A week that was moved past a holiday may still be to come: begin before today.
            Self::Weekly(weekday, at) => days_from(today.checked_sub_days(Days::new(FURTHEST_MOVED)).unwrap_or(today))
                .filter(|day| day.weekday().number_from_monday() == u32::from(weekday))
                .map(|day| at.on(worked_from(day, calendar)))
                .find(|&moment| moment > now),
        }
    }
}

/// How far a holiday moves a weekly digest, in days.
const FURTHEST_MOVED: u64 = 21;
/// How far ahead is looked.
const HORIZON: usize = 400;

fn days_from(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), |day| day.checked_add_days(Days::new(1))).take(HORIZON)
}

fn worked_from(day: NaiveDate, calendar: &Calendar) -> NaiveDate {
    days_from(day).find(|&day| calendar.is_worked(day)).unwrap_or(day)
}

/// What an account wants of all its channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// The language messages are written in.
    pub language: MessageLanguage,
    /// When nothing is brought.
    pub quiet: Option<QuietHours>,
    /// How messages are gathered.
    pub digest: Digest,
}

impl Default for Preferences {
    fn default() -> Self {
        Self { language: MessageLanguage::Chinese, quiet: None, digest: Digest::Immediate }
    }
}

/// When a message goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// At this moment.
    pub at: DateTime<Utc>,
    /// Together with the others of its channel that go out then.
    pub gathers: bool,
    /// Whether it goes out in quiet hours as well.
    pub passes_quiet: bool,
}

impl Preferences {
    /// Until when something that does not pass quiet hours is held that would go out now; none where nothing holds it.
    #[must_use]
    pub fn held_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.quiet.and_then(|quiet| quiet.end_after(now))
    }

    /// When a message of this urgency goes out that comes up now.
    #[must_use]
    pub fn plan(&self, urgency: Severity, now: DateTime<Utc>, calendar: &Calendar) -> Plan {
        if urgency == Severity::Red {
            return Plan { at: now, gathers: false, passes_quiet: true };
        }
        let gathered = self.digest.next(now, calendar);
        let wanted = gathered.unwrap_or(now);
        let held = self.held_until(wanted);
        Plan { at: held.unwrap_or(wanted), gathers: gathered.is_some() || held.is_some(), passes_quiet: false }
    }
}
