//! The calendar of working days, a year at a time. Everybody reads it: deadlines are counted with it.

use shared::calendar::year::{self, CalendarDay, WorkYear};

use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::scope::Happened;
use crate::store::{Reader, work_day};

/// What differs from the usual week in a year.
///
/// # Errors
/// What [`year::of`] refuses.
pub async fn year(reader: &Reader, number: i32) -> Result<WorkYear, Error> {
    work_day::year(reader, year::of(number)?).await
}

/// Says of a year which days differ from the usual week, in the place of all that was said of it before. Deadlines that run already keep
/// the day they were promised for.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::Stale`]; what [`year::of`] and [`WorkYear::set`] refuse.
pub async fn set(scope: &Scope, number: i32, seen: i32, days: Vec<CalendarDay>) -> Result<WorkYear, Error> {
    let year = year::of(number)?;
    let session = scope.begin().await?;
    let permit = work_day::permit(&session, year, seen).await?;
    let before = work_day::year(&session, year).await?;
    let after = before.set(days)?;
    work_day::save(&session, permit, &after).await?;
    session.record(Happened {
        action: "calendar.set",
        subject: format!("calendar-{year}"),
        summary: format!("{year}: {} days differ from the usual week", after.days.len()),
        before: Some(serde_json::to_string(&before)?),
        after: Some(serde_json::to_string(&after)?),
        reason: None,
    });
    session.commit().await?;
    Ok(after)
}
