//! Dictionaries: the codes of levels, kinds, lines, groups and dimensions with their names; and settings of the installation.

use sea_orm::{ColumnTrait, Order};
use shared::policy::{Action, Resource};

use super::entity::{dictionary, setting};
use super::permit::FunctionPermit;
use super::scope::{Reader, Session};
use crate::error::Error;

/// A row of one of the dictionaries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Which dictionary: `level`, `kind`, `line`, `group`, `dimension`, `cockpit_dimension`.
    pub category: String,
    /// The code.
    pub code: String,
    /// The Chinese name.
    pub name: String,
    /// The English name.
    pub name_en: String,
    /// Its place, lowest first.
    pub ordinal: i32,
}

/// All entries of all dictionaries, by place.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn entries(reader: &Reader) -> Result<Vec<Entry>, Error> {
    let rows = reader.find::<dictionary::Entity>().order(dictionary::Column::Ordinal, Order::Asc);
    let rows = rows.order(dictionary::Column::Code, Order::Asc).all().await?;
    let read = |row: dictionary::Model| {
        let dictionary::Model { category, code, name, name_en, ordinal } = row;
        Entry { category, code, name, name_en, ordinal }
    };
    Ok(rows.into_iter().map(read).collect())
}

/// The setting `key`, if it was made.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn setting(reader: &Reader, key: &str) -> Result<Option<String>, Error> {
    Ok(reader.find::<setting::Entity>().filter(setting::Column::Key.eq(key)).one().await?.map(|row| row.value))
}

/// Makes the setting `key`, or changes it.
///
/// # Errors
/// [`Error::Unavailable`] where the database does not answer.
pub async fn set(session: &Session, _permit: &FunctionPermit, key: &str, value: &str) -> Result<(), Error> {
    let changed = vec![(setting::Column::Value, value.into())];
    if session.change::<setting::Entity>(Action::Write, setting::Column::Key.eq(key), changed).await? == 0 {
        session.insert::<setting::Entity>(setting::Model { key: key.to_owned(), value: value.to_owned() }).await?;
    }
    Ok(())
}

/// The right to make settings.
///
/// # Errors
/// [`Error::Forbidden`].
pub fn permit(session: &Session) -> Result<FunctionPermit, Error> {
    session.function(Resource::Dictionary, Action::Write)
}
