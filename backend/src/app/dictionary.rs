//! The codes of the installation, for those who write something that carries one.

use std::collections::BTreeSet;

use crate::error::Error;
use crate::store::{Reader, dictionary};

/// The codes there are, each with the dictionary it is in.
#[derive(Debug, Clone)]
pub struct Codes(BTreeSet<(String, String)>);

impl Codes {
    /// Every code.
    ///
    /// # Errors
    /// Of the database.
    pub async fn load(reader: &Reader) -> Result<Self, Error> {
        let entries = dictionary::entries(reader).await?;
        Ok(Self(entries.into_iter().map(|entry| (entry.category, entry.code)).collect()))
    }

    /// Refuses a code that the dictionary does not have; none is always right.
    ///
    /// # Errors
    /// [`Error::Invalid`] naming the field.
    pub fn demand(&self, dictionary: &str, field: &str, code: Option<&str>) -> Result<(), Error> {
        let known = |code: &&str| self.0.contains(&(dictionary.to_owned(), (*code).to_owned()));
        match code.filter(|code| !known(code)) {
            None => Ok(()),
            Some(unknown) => Err(Error::invalid(field, format!("there is no {dictionary} `{unknown}`"))),
        }
    }
}
