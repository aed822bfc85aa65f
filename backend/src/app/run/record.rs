//! What is kept of runs, as far as a viewer may read it.

use std::collections::BTreeMap;

use shared::id::{DatasetId, RunId};
use shared::policy::{Action, Resource, Viewer};
use shared::run::RunStep;

use super::Workshop;
use super::refused::{gone, masked};
use crate::app::dataset::Definition;
use crate::error::Error;
use crate::store::library::Dataset;
use crate::store::page::{Page, Slice};
use crate::store::run::{self, RefusedFile, RefusedRow, Run};
use crate::store::{Reader, library};

/// Rows that could not be used, for one reason.
#[derive(Debug, Clone)]
pub struct Refusals {
    /// The dataset.
    pub dataset: Dataset,
    /// The code of the reason.
    pub reason: String,
    /// How many.
    pub count: i64,
    /// Some of them.
    pub samples: Vec<RefusedRow>,
}

/// Samples shown of each reason.
const SAMPLES: usize = 20;

/// A page of runs, newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn runs(reader: &Reader, page: Page) -> Result<Slice<Run>, Error> {
    reader.demand(Resource::Run, Action::Read)?;
    run::runs(reader, page).await
}

/// What a viewer may do with a run.
#[must_use]
pub fn allowed_actions(viewer: &Viewer, run: &Run) -> Vec<Action> {
    let stoppable = run.state.after(RunStep::Cancel).is_ok();
    let possible = |&action: &Action| action != Action::Run || stoppable;
    Action::ALL.iter().copied().filter(possible).filter(|&action| viewer.may(Resource::Run, action)).collect()
}

/// What a run could not use, by dataset and reason.
///
/// # Errors
/// Of the database.
pub async fn refusals(reader: &Reader, id: RunId) -> Result<Vec<Refusals>, Error> {
    let datasets = library::all_datasets(reader).await?;
    let rows = refused_rows(reader, id).await?;
    let found = run::refused(reader, id).await?;
    let with_samples = |refused: run::Refused| {
        let of = |row: &&RefusedRow| row.dataset == refused.dataset && row.reason == refused.reason;
        let dataset = datasets.iter().find(|dataset| dataset.id == refused.dataset)?.clone();
        let samples = rows.iter().filter(of).take(SAMPLES).cloned().collect();
        Some(Refusals { dataset, samples, reason: refused.reason, count: refused.count })
    };
    Ok(found.into_iter().filter_map(with_samples).collect())
}

/// A file with all rows of a dataset that a run could not use.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The dataset.
    pub dataset: Dataset,
    /// What is known of the file.
    pub file: RefusedFile,
    /// Whether it is still there.
    pub there: bool,
}

/// The files with all that a run could not use; none where the viewer may not read datasets.
///
/// # Errors
/// Of the database.
pub async fn kept(reader: &Reader, workshop: &Workshop, id: RunId) -> Result<Vec<Kept>, Error> {
    let datasets = library::all_datasets(reader).await?;
    let files = run::refused_files(reader, id).await?;
    let with_dataset = |file: RefusedFile| {
        let dataset = datasets.iter().find(|dataset| dataset.id == file.dataset)?.clone();
        let on_the_shelf = workshop.shelf.as_ref().is_some_and(|shelf| shelf.holds(&file));
        let there = hides_enough(&file, &dataset).map(|enough| enough && on_the_shelf);
        Some(there.map(|there| Kept { dataset, file, there }))
    };
    files.into_iter().filter_map(with_dataset).collect()
}

/// Whether all that is personal today was masked when the file was written.
fn hides_enough(file: &RefusedFile, dataset: &Dataset) -> Result<bool, Error> {
    Ok(Definition::of(dataset)?.personal.is_subset(&file.masked))
}

/// The rows a run could not use, of which the database keeps a sample, without what is personal today: it may have been marked since
/// the run.
///
/// # Errors
/// Of the database.
pub async fn refused_rows(reader: &Reader, id: RunId) -> Result<Vec<RefusedRow>, Error> {
    let mut personal = BTreeMap::new();
    for dataset in library::all_datasets(reader).await? {
        personal.insert(dataset.id, Definition::of(&dataset)?.personal);
    }
    let masked = |row: RefusedRow| {
        let personal = personal.get(&row.dataset)?;
        Some(masked(row, personal))
    };
    Ok(run::refused_rows(reader, id).await?.into_iter().filter_map(masked).collect())
}

/// Opens the file with all rows of a dataset that a run could not use.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read datasets; [`Error::NotFound`] where no row was refused or none is kept;
/// [`shared::error::Refusal::FileGone`] where the file was removed or changed, or shows what is personal by now.
pub async fn open(
    reader: &Reader,
    workshop: &Workshop,
    id: RunId,
    dataset: DatasetId,
) -> Result<(RefusedFile, tokio::fs::File), Error> {
    reader.demand(Resource::Dataset, Action::Read)?;
    let run = run::run(reader, id).await?;
    let file = run::refused_file(reader, run.id, dataset).await?;
    if !hides_enough(&file, &library::dataset(reader, dataset).await?)? {
        return Err(gone(&file));
    }
    let shelf = workshop.shelf.as_ref().ok_or_else(|| gone(&file))?;
    let opened = shelf.open(&file).await?;
    Ok((file, opened))
}
