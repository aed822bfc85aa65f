//! What a run read and what it could not use.

use std::collections::BTreeSet;

use sea_orm::{ColumnTrait, Order};
use shared::id::{DatasetId, RunId};

use crate::error::Error;
use crate::store::entity::{run_refusal, run_refused_file, run_refused_row, run_source};
use crate::store::scope::{Reader, Session};

/// A file a run read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The dataset it belongs to.
    pub dataset: DatasetId,
    /// Its name below the data folder.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    pub sha256: String,
    /// Rows in it.
    pub rows: i64,
    /// The earliest time in the dataset, as written.
    pub earliest: Option<String>,
    /// The latest time in the dataset, as written.
    pub latest: Option<String>,
}

/// Rows that could not be used, for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The dataset.
    pub dataset: DatasetId,
    /// The reason's code.
    pub reason: String,
    /// How many.
    pub count: i64,
}

/// A sample of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRow {
    /// The dataset.
    pub dataset: DatasetId,
    /// The reason's code.
    pub reason: String,
    /// The column at fault, or empty.
    pub column: String,
    /// The file.
    pub file: String,
    /// The line or row.
    pub line: i64,
    /// What stood there.
    pub value: String,
    /// The whole row.
    pub raw: String,
}

/// The file with all rows of a dataset that a run could not use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFile {
    /// The dataset.
    pub dataset: DatasetId,
    /// Its name below the folder of such files.
    pub name: String,
    /// Rows in it.
    pub rows: i64,
    /// Rows that were refused: more than are in it where it was cut.
    pub total: i64,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    pub sha256: String,
    /// The columns that are masked in it.
    pub masked: BTreeSet<String>,
}

/// What a run read of one dataset and what of it could not be used.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lineage {
    /// The files.
    pub sources: Vec<Source>,
    /// What could not be used, counted.
    pub refused: Vec<Refused>,
    /// Samples of it.
    pub rows: Vec<RefusedRow>,
    /// All of it, where there is any and files are kept.
    pub file: Option<RefusedFile>,
}

/// The files a run read.
///
/// # Errors
/// Of the database.
pub async fn sources(reader: &Reader, run: RunId) -> Result<Vec<Source>, Error> {
    let rows = reader.find::<run_source::Entity>().filter(run_source::Column::RunId.eq(run)).all().await?;
    let source = |row: run_source::Model| Source {
        dataset: row.dataset_id,
        name: row.name,
        size: row.size,
        sha256: row.sha256,
        rows: row.rows,
        earliest: row.earliest,
        latest: row.latest,
    };
    Ok(rows.into_iter().map(source).collect())
}

/// What a run could not use, counted.
///
/// # Errors
/// Of the database.
pub async fn refused(reader: &Reader, run: RunId) -> Result<Vec<Refused>, Error> {
    let rows = reader.find::<run_refusal::Entity>().filter(run_refusal::Column::RunId.eq(run)).all().await?;
    Ok(rows.into_iter().map(|row| Refused { dataset: row.dataset_id, reason: row.reason, count: row.count }).collect())
}

/// Samples of what a run could not use.
///
/// # Errors
/// Of the database.
pub async fn refused_rows(reader: &Reader, run: RunId) -> Result<Vec<RefusedRow>, Error> {
    let rows = reader.find::<run_refused_row::Entity>().filter(run_refused_row::Column::RunId.eq(run));
    let rows = rows.order(run_refused_row::Column::Ordinal, Order::Asc).all().await?;
    let refused = |row: run_refused_row::Model| RefusedRow {
        dataset: row.dataset_id,
        reason: row.reason,
        column: row.column_name,
        file: row.file,
        line: row.line,
        value: row.value,
        raw: row.raw,
    };
    Ok(rows.into_iter().map(refused).collect())
}

/// The files with all that a run could not use.
///
/// # Errors
/// Of the database.
pub async fn refused_files(reader: &Reader, run: RunId) -> Result<Vec<RefusedFile>, Error> {
    let rows = reader.find::<run_refused_file::Entity>().filter(run_refused_file::Column::RunId.eq(run));
    let rows = rows.order(run_refused_file::Column::Name, Order::Asc).all().await?;
    rows.into_iter().map(RefusedFile::try_from).collect()
}

/// The file with all rows of a dataset that a run could not use.
///
/// # Errors
/// NOT_FOUND.
pub async fn refused_file(reader: &Reader, run: RunId, dataset: DatasetId) -> Result<RefusedFile, Error> {
    use run_refused_file::Column as C;
    let rows = reader.find::<run_refused_file::Entity>();
    rows.filter(C::RunId.eq(run)).filter(C::DatasetId.eq(dataset)).found().await?.try_into()
}

impl TryFrom<run_refused_file::Model> for RefusedFile {
    type Error = Error;

    fn try_from(row: run_refused_file::Model) -> Result<Self, Error> {
        let run_refused_file::Model { run_id: _, dataset_id, name, rows, total, size, sha256, masked } = row;
        let masked = serde_json::from_str(&masked)?;
        Ok(Self { dataset: dataset_id, name, rows, total, size, sha256, masked })
    }
}

/// Writes what a run read and what it could not use.
///
/// # Errors
/// Of the database.
pub async fn lineage(session: &Session, run: RunId, of: Lineage) -> Result<(), Error> {
    for source in of.sources {
        let Source { dataset, name, size, sha256, rows, earliest, latest } = source;
        let row = run_source::Model { run_id: run, dataset_id: dataset, name, size, sha256, rows, earliest, latest };
        session.insert::<run_source::Entity>(row).await?;
    }
    for refused in of.refused {
        let Refused { dataset, reason, count } = refused;
        let row = run_refusal::Model { run_id: run, dataset_id: dataset, reason, column_name: String::new(), count };
        session.insert::<run_refusal::Entity>(row).await?;
    }
    for (ordinal, row) in (0_i32..).zip(of.rows) {
        let RefusedRow { dataset, reason, column, file, line, value, raw } = row;
        let row = run_refused_row::Model {
            run_id: run,
            dataset_id: dataset,
            ordinal,
            reason,
            column_name: column,
            file,
            line,
            value,
            raw,
        };
        session.insert::<run_refused_row::Entity>(row).await?;
    }
    if let Some(RefusedFile { dataset, name, rows, total, size, sha256, masked }) = of.file {
        let masked = serde_json::to_string(&masked)?;
        let row = run_refused_file::Model { run_id: run, dataset_id: dataset, name, rows, total, size, sha256, masked };
        session.insert::<run_refused_file::Entity>(row).await?;
    }
    Ok(())
}
