//! How a dataset is read: what is stored of it beside its name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use extraction::expression::{Checked, Expected, ExpressionError, check_expression as check};
use serde::{Deserialize, Serialize};
use shared::id::DatasetId;
use shared::measure::Measure;
use shared::policy::{Action, Resource, Viewer};

use crate::error::Error;
use crate::store::Reader;
use crate::store::library::{self, Dataset};
use crate::store::page::{Page, Slice};

pub mod change;

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

    /// What whoever looks at its files does not see.
    fn guard(self) -> extraction::dataset::Personal {
        extraction::dataset::Personal { dataset: self.source, root: self.root, columns: self.personal }
    }
}

/// What a viewer may do with datasets.
#[must_use]
pub fn allowed_actions(viewer: &Viewer) -> Vec<Action> {
    Action::ALL.iter().copied().filter(|&action| viewer.may(Resource::Dataset, action)).collect()
}

/// A page of datasets.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn datasets(reader: &Reader, page: Page) -> Result<Slice<Dataset>, Error> {
    reader.demand(Resource::Dataset, Action::Read)?;
    library::datasets(reader, page).await
}

/// All datasets; none where the viewer may not read them.
///
/// # Errors
/// Of the database.
pub async fn readable(reader: &Reader) -> Result<Vec<Dataset>, Error> {
    library::all_datasets(reader).await
}

/// The measures over a dataset.
///
/// # Errors
/// Of the database.
pub async fn measures_of(reader: &Reader, dataset: DatasetId) -> Result<Vec<Measure>, Error> {
    Ok(library::measures(reader).await?.into_iter().filter(|measure| measure.dataset == dataset).collect())
}

/// Checks an expression against a dataset's columns: the outer error is that of finding the dataset.
///
/// # Errors
/// [`Error::NotFound`] where the dataset is not visible.
pub async fn check_expression(
    reader: &Reader,
    dataset: DatasetId,
    text: &str,
    number: bool,
) -> Result<Result<Checked, ExpressionError>, Error> {
    let definition = Definition::of(&library::dataset(reader, dataset).await?)?;
    let expected = if number { Expected::Number } else { Expected::Boolean };
    Ok(check(&definition.source.columns, text, expected))
}
