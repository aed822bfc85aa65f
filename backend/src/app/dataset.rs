//! How a dataset is read: what is stored of it beside its name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::store::library::Dataset;

/// The stored definition of a dataset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// The description that `extraction` reads by.
    pub source: extraction::dataset::Dataset,
    /// The folder its files are in; nothing outside it is read.
    pub root: PathBuf,
    /// What people call the columns.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// Columns with personal data: masked wherever rows are shown.
    #[serde(default)]
    pub personal: BTreeSet<String>,
}

impl Definition {
    /// Reads what is stored of a dataset.
    ///
    /// # Errors
    /// [`Error::Internal`] where it was written by something else.
    pub fn of(dataset: &Dataset) -> Result<Self, Error> {
        Ok(serde_json::from_str(&dataset.definition)?)
    }
}
