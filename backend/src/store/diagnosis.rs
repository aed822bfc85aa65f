//! The work log of diagnoses. Diagnoses themselves are matters.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, Order};
use shared::diagnosis::LogLine;
use shared::id::{LogLineId, MatterId, PersonId};

use super::entity::diagnosis_log;
use super::matter::SidePermit;
use super::page::{Key, Page, Slice};
use super::permit::fresh;
use super::scope::{Reader, Session};
use crate::error::Error;

/// A line of the work log as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: LogLineId,
    /// The diagnosis.
    pub matter: MatterId,
    /// What it says.
    pub line: LogLine,
}

impl From<diagnosis_log::Model> for Kept {
    fn from(row: diagnosis_log::Model) -> Self {
        let diagnosis_log::Model { id, matter_id, day, minutes, person_id, name, words, at, .. } = row;
        let minutes = minutes.and_then(|minutes| u32::try_from(minutes).ok());
        Self { id, matter: matter_id, line: LogLine { day, minutes, words, person: person_id, name, at } }
    }
}

/// Adds a line. The permit says on which diagnosis; it is not spent, for nothing of the diagnosis itself changes.
///
/// # Errors
/// Of the database.
pub async fn log(session: &Session, permit: &SidePermit, line: &LogLine) -> Result<LogLineId, Error> {
    let id: LogLineId = fresh()?;
    let row = diagnosis_log::Model {
        id,
        // Ids are random: a list goes by the day, and within one day by the moment of writing.
        place: format!("{}-{}-{id}", line.day, line.at.format("%Y%m%d%H%M%S%3f")),
        matter_id: permit.id(),
        day: line.day,
        minutes: line.minutes.map(i32::try_from).transpose().map_err(Error::internal)?,
        person_id: line.person,
        name: line.name.clone(),
        words: line.words.clone(),
        at: line.at,
    };
    session.insert::<diagnosis_log::Entity>(row).await?;
    Ok(id)
}

/// Which lines are asked for. What is not said does not narrow.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrowed {
    /// Of this diagnosis.
    pub matter: Option<MatterId>,
    /// By this person.
    pub person: Option<PersonId>,
    /// From this day on.
    pub from: Option<NaiveDate>,
    /// Up to and with this day.
    pub to: Option<NaiveDate>,
}

/// A page of lines of the diagnoses the viewer may see, the newest day first.
///
/// # Errors
/// Of the database.
pub async fn lines(reader: &Reader, narrowed: Narrowed, page: Page) -> Result<Slice<Kept>, Error> {
    use diagnosis_log::Column as C;
    let Narrowed { matter, person, from, to } = narrowed;
    let these = Condition::all()
        .add_option(matter.map(|matter| C::MatterId.eq(matter)))
        .add_option(person.map(|person| C::PersonId.eq(person)))
        .add_option(from.map(|day| C::Day.gte(day)))
        .add_option(to.map(|day| C::Day.lte(day)));
    let rows = reader.find::<diagnosis_log::Entity>().filter(these);
    let slice = rows.page(page, C::Place, Order::Desc, |row| Key::Text(row.place.clone())).await?;
    slice.try_map(|row| Ok(row.into()))
}
