//! Nodes of an indicator (节点): days by which something has to be done for it, with a reminder some working days before, and the
//! check-list of a quarter that they make (NY-11, NY-54, domain.md §2.3).

use std::collections::BTreeSet;

use chrono::{Datelike as _, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::code::LevelCode;
use crate::error::Refusal;
use crate::id::{IndicatorId, NodeId, UnitId};
use crate::matter::{remarked, spoken, titled};
use crate::period::{Cycle, Period};

/// Most nodes of one indicator, those that are not watched among them: they are listed whole.
pub const MOST_NODES: u64 = 100;
/// Most lines of a check-list; a longer one is asked for by shorter periods.
pub const MOST_ITEMS: usize = 1_000;

crate::codes! {
    /// How a node says when it is due.
    DueKind {
        /// On one day of every year.
        EveryYear "EVERY_YEAR",
        /// On a working day of every month.
        WorkDayOfMonth "WORK_DAY_OF_MONTH",
        /// On a working day of every quarter.
        WorkDayOfQuarter "WORK_DAY_OF_QUARTER",
        /// On one day.
        Once "ONCE",
    }
}

/// When a node is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Due {
    /// On one day of every year; 29 February is the 28th where the year has no 29th.
    EveryYear {
        /// 1–12.
        month: u32,
        /// 1–31.
        day: u32,
    },
    /// On the n-th working day of every period, on the last one where it has fewer.
    WorkDay {
        /// Month or quarter.
        cycle: Cycle,
        /// Counted from 1, at most 60.
        nth: u32,
    },
    /// On one day.
    Once {
        /// Which.
        day: NaiveDate,
    },
}

impl Due {
    /// Its kind, without what it takes.
    #[must_use]
    pub const fn kind(self) -> DueKind {
        match self {
            Self::EveryYear { .. } => DueKind::EveryYear,
            Self::WorkDay { cycle: Cycle::Month, .. } => DueKind::WorkDayOfMonth,
            Self::WorkDay { .. } => DueKind::WorkDayOfQuarter,
            Self::Once { .. } => DueKind::Once,
        }
    }

    /// The days of a year on which it is due, in order.
    #[must_use]
    pub fn days(self, calendar: &Calendar, year: i32) -> Vec<NaiveDate> {
        match self {
            Self::EveryYear { month, day } => {
                let shorter = (1..=day).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month, day));
                shorter.into_iter().collect()
            }
            Self::WorkDay { cycle, nth } => {
                let periods =
                    (1..=12 / cycle.months()).filter_map(|ordinal| Period::try_new(year, cycle, ordinal).ok());
                periods.filter_map(|period| work_day(period, nth, calendar)).collect()
            }
            Self::Once { day } => (day.year() == year).then_some(day).into_iter().collect(),
        }
    }

    /// The first and the last of the days among which it is due on this one alone: one task is made for them, also where the calendar is
    /// written anew and the day moves.
    #[must_use]
    pub fn turn(self, due: NaiveDate) -> (NaiveDate, NaiveDate) {
        let turn = match self {
            Self::WorkDay { cycle, .. } => Period::try_holding(due, cycle).ok(),
            Self::EveryYear { .. } | Self::Once { .. } => None,
        };
        turn.map_or((due, due), |turn| (turn.first_day(), turn.last_day()))
    }

    fn check(self) -> Result<(), Refusal> {
        let range = |field: &str, number: u32, most: u32| match (1..=most).contains(&number) {
            true => Ok(()),
            false => Err(Refusal::OutOfRange { field: format!("due.{field}"), least: 1, most }),
        };
        match self {
            Self::EveryYear { month, day } => {
                range("month", month, 12)?;
                // 2024 is a leap year: every day that any year has.
                let last = (29..=31).rev().find(|day| NaiveDate::from_ymd_opt(2024, month, *day).is_some());
                range("day", day, last.unwrap_or(31))
            }
            Self::WorkDay { nth, .. } => range("nth", nth, 60),
            Self::Once { .. } => Ok(()),
        }
    }
}

fn work_day(period: Period, nth: u32, calendar: &Calendar) -> Option<NaiveDate> {
    let days = std::iter::successors(Some(period.first_day()), |day| day.succ_opt());
    let worked = days.take_while(|day| *day <= period.last_day()).filter(|day| calendar.is_worked(*day));
    worked.take(usize::try_from(nth).unwrap_or(usize::MAX)).last()
}

/// What a node says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NodeContent {
    /// What it is called: the title of its tasks.
    pub name: String,
    /// When it is due.
    pub due: Due,
    /// How many working days before its task is made and whoever answers is reminded, 0–60.
    pub remind: u32,
    /// Units of these levels answer.
    pub levels: BTreeSet<LevelCode>,
    /// These units answer as well.
    pub units: BTreeSet<UnitId>,
    /// What is to be done (干什么).
    pub what: String,
    /// How it is done (怎么干); may be empty.
    pub how: String,
}

/// A node of an indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Node {
    /// Its id.
    pub id: NodeId,
    /// Of which indicator.
    pub indicator: IndicatorId,
    /// Whether it is still watched.
    pub is_active: bool,
    /// What it says.
    pub content: NodeContent,
    /// Counts its changes.
    pub version: i32,
}

impl Node {
    /// Whether a task is made for a day on which it is due: not where nobody watches it any more, nor from the day on (`retired`) from
    /// which its indicator is no longer used.
    #[must_use]
    pub fn is_watched_on(&self, due: NaiveDate, retired: Option<NaiveDate>) -> bool {
        self.is_active && retired.is_none_or(|from| due < from)
    }
}

impl NodeContent {
    /// Checks what it says.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a name, without saying what to do, or without anybody who answers; [`Refusal::OutOfRange`].
    pub fn check(&self) -> Result<(), Refusal> {
        titled("name", &self.name)?;
        spoken("what", &self.what)?;
        remarked("how", &self.how)?;
        self.due.check()?;
        if self.remind > 60 {
            return Err(Refusal::OutOfRange { field: "remind".to_owned(), least: 0, most: 60 });
        }
        if self.levels.is_empty() && self.units.is_empty() {
            return Err(Refusal::WordsMissing { field: "levels".to_owned() });
        }
        Ok(())
    }

    /// Whether a unit of a level answers for it.
    #[must_use]
    pub fn is_for(&self, unit: UnitId, level: &LevelCode) -> bool {
        self.units.contains(&unit) || self.levels.contains(level)
    }

    /// The days of a period on which it is due, in order. `promised`: the days of the year for which a task was made already; such a task
    /// keeps its day, also where the calendar was written anew since and the day would lie in another month.
    #[must_use]
    pub fn due_in(&self, calendar: &Calendar, period: Period, promised: &[NaiveDate]) -> Vec<NaiveDate> {
        let kept = |due: NaiveDate| {
            let (first, last) = self.due.turn(due);
            promised.iter().copied().find(|day| (first..=last).contains(day)).unwrap_or(due)
        };
        let span = period.first_day()..=period.last_day();
        self.due.days(calendar, period.year()).into_iter().map(kept).filter(|day| span.contains(day)).collect()
    }

    /// The day it is due whose window is open today: not over, and not further away than it reminds before.
    #[must_use]
    pub fn open_window(&self, calendar: &Calendar, today: NaiveDate) -> Option<NaiveDate> {
        let years = [today.year(), today.year() + 1];
        let mut days = years.into_iter().flat_map(|year| self.due.days(calendar, year));
        days.find(|due| *due >= today).filter(|due| calendar.between(today, *due) <= self.remind)
    }
}
