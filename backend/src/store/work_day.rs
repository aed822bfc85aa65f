//! The days on which the bureau works or not, against the usual week.

use sea_orm::ColumnTrait;
use shared::calendar::Calendar;
use shared::policy::Action;

use super::entity::work_day;
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

/// The same, for deciding when something is done in the place of others.
pub(super) async fn calendar_of_all(session: &Session) -> Result<Calendar, Error> {
    let rows = session.whole::<work_day::Entity>().all().await?;
    Ok(Calendar::new(rows.into_iter().map(|row| (row.day, row.is_worked))))
}

/// Says of some days whether they are worked, in the place of what was said of them before.
///
/// # Errors
/// Of the database.
pub async fn set(
    session: &Session,
    _permit: &FunctionPermit,
    days: impl IntoIterator<Item = (chrono::NaiveDate, bool)>,
) -> Result<(), Error> {
    for (day, is_worked) in days {
        let known = session.whole::<work_day::Entity>().filter(work_day::Column::Day.eq(day)).count().await?;
        if known == 0 {
            session.insert::<work_day::Entity>(work_day::Model { day, is_worked }).await?;
        } else {
            let set = vec![(work_day::Column::IsWorked, is_worked.into())];
            session.change::<work_day::Entity>(Action::Write, work_day::Column::Day.eq(day), set).await?;
        }
    }
    Ok(())
}
