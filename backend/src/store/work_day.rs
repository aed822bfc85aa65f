//! The days on which the bureau works or not, against the usual week; they are written a year at a time.

use sea_orm::{ColumnTrait, Condition, Order};
use shared::calendar::Calendar;
use shared::calendar::year::{CalendarDay, CalendarDayKind, WorkYear};
use shared::period::Period;
use shared::policy::{Action, Resource};

use super::entity::{work_day, work_year};
use super::permit::FunctionPermit;
use super::scope::{Reader, Session};
use crate::error::Error;

/// The calendar that deadlines are counted with.
///
/// # Errors
/// Of the database.
pub async fn calendar(reader: &Reader) -> Result<Calendar, Error> {
    let rows = reader.find::<work_day::Entity>().all().await?;
    Ok(Calendar::new(rows.into_iter().map(|row| (row.day, row.is_worked))))
}

/// What differs from the usual week in a year.
///
/// # Errors
/// Of the database.
pub async fn year(reader: &Reader, year: Period) -> Result<WorkYear, Error> {
    let rows =
        reader.find::<work_day::Entity>().filter(of(year)).order(work_day::Column::Day, Order::Asc).all().await?;
    // A row that was written by hand may say what the usual week says.
    let days = rows.into_iter().map(read).filter(|day| !day.is_as_usual()).collect();
    Ok(WorkYear { year, days, version: version(reader, year).await? })
}

/// The right to write one year, which nobody else writes until the transaction ends.
#[derive(Debug)]
pub struct YearPermit {
    year: Period,
    function: FunctionPermit,
}

/// The right to write the year that the caller saw as `seen`.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Stale`] where it was changed since.
pub async fn permit(session: &Session, year: Period, seen: i32) -> Result<YearPermit, Error> {
    let function = session.function(Resource::Dictionary, Action::Write)?;
    session.alone(WRITING).await?;
    if version(session, year).await? == seen { Ok(YearPermit { year, function }) } else { Err(Error::Stale) }
}

/// The lock of whoever writes a year.
const WRITING: i64 = 0x776f_726b_6461_7973;

/// Writes a year in the place of what was said of it before.
///
/// # Errors
/// Of the database.
pub async fn save(session: &Session, permit: YearPermit, to: &WorkYear) -> Result<(), Error> {
    let YearPermit { year, function } = permit;
    session.remove_along::<work_day::Entity>(&function, of(year)).await?;
    for day in &to.days {
        session.insert::<work_day::Entity>(written(day)).await?;
    }
    session.remove_along::<work_year::Entity>(&function, work_year::Column::Year.eq(year.year())).await?;
    session.insert::<work_year::Entity>(work_year::Model { year: year.year(), version: to.version }).await
}

async fn version(reader: &Reader, year: Period) -> Result<i32, Error> {
    let row = reader.find::<work_year::Entity>().filter(work_year::Column::Year.eq(year.year())).one().await?;
    Ok(row.map_or(0, |row| row.version))
}

fn of(year: Period) -> Condition {
    Condition::all().add(work_day::Column::Day.between(year.first_day(), year.last_day()))
}

fn read(row: work_day::Model) -> CalendarDay {
    let kind = if row.is_worked { CalendarDayKind::Worked } else { CalendarDayKind::Holiday };
    CalendarDay { day: row.day, kind, name: row.name }
}

fn written(day: &CalendarDay) -> work_day::Model {
    work_day::Model { day: day.day, is_worked: day.kind == CalendarDayKind::Worked, name: day.name.clone() }
}
