//! The calendar of working days, as GraphQL shows it.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::calendar::year::{self, CalendarDayKind, WorkYear};

use super::scalar::Date;
use crate::app::calendar as use_case;
use crate::app::scope::Scope;
use crate::error::Error;

/// The calendar of working days of a year: Monday to Friday are worked, but for these days.
#[derive(Debug, Clone, SimpleObject)]
pub struct WorkCalendar {
    /// The year.
    pub year: i32,
    /// The days that differ from the usual week, in order.
    pub days: Vec<CalendarDay>,
    /// Counts the changes of the year; 0 before the first.
    pub version: i32,
}

/// A day that differs from the usual week.
#[derive(Debug, Clone, SimpleObject)]
pub struct CalendarDay {
    /// The day.
    pub day: Date,
    /// How it differs.
    pub kind: CalendarDayKind,
    /// What it is called, such as `国庆节`; may be empty.
    pub name: String,
}

impl From<WorkYear> for WorkCalendar {
    fn from(year: WorkYear) -> Self {
        let day = |day: year::CalendarDay| CalendarDay { day: Date(day.day), kind: day.kind, name: day.name };
        Self { year: year.year.year(), days: year.days.into_iter().map(day).collect(), version: year.version }
    }
}

/// A year as it shall be.
#[derive(Debug, InputObject)]
pub struct WorkCalendarInput {
    /// The year, 2000 to 2100.
    year: i32,
    /// Its version as you saw it; 0 before the first change.
    version: i32,
    /// All days that differ from the usual week, at most 100, each once; a day of another year or one that says no more than the usual
    /// week is refused.
    days: Vec<CalendarDayInput>,
}

/// A day that differs from the usual week.
#[derive(Debug, InputObject)]
pub struct CalendarDayInput {
    /// The day.
    day: Date,
    /// How it differs: a weekday is a `HOLIDAY`, a Saturday or Sunday is `WORKED`.
    kind: CalendarDayKind,
    /// What it is called, at most 40 characters.
    name: Option<String>,
}

impl From<CalendarDayInput> for year::CalendarDay {
    fn from(input: CalendarDayInput) -> Self {
        Self { day: input.day.0, kind: input.kind, name: input.name.unwrap_or_default() }
    }
}

/// Queries of the calendar.
#[derive(Debug, Default)]
pub struct CalendarQuery;

#[Object]
impl CalendarQuery {
    /// The calendar of working days of a year. Everybody may read it.
    async fn work_calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, 2000 to 2100.")] year: i32,
    ) -> Result<WorkCalendar, Error> {
        let scope = Scope::of(ctx)?;
        Ok(use_case::year(&*scope.reader().await?, year).await?.into())
    }
}

/// Mutations of the calendar.
#[derive(Debug, Default)]
pub struct CalendarMutation;

#[Object]
impl CalendarMutation {
    /// Sets the calendar of working days of a year as a whole, all or nothing, for whoever may write dictionaries and parameters.
    /// Deadlines that run already keep their last day, which was promised; those that begin from now on count by the new calendar.
    async fn set_work_calendar(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year as it shall be.")] input: WorkCalendarInput,
    ) -> Result<WorkCalendar, Error> {
        let scope = Scope::of(ctx)?;
        let WorkCalendarInput { year, version, days } = input;
        Ok(use_case::set(&scope, year, version, days.into_iter().map(Into::into).collect()).await?.into())
    }
}
