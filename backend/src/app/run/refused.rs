//! Rows a run could not use, kept in full: one file a dataset beside the database, with what the database knows of it, so that a file
//! that was removed, changed or cut is told as such (ZH-19).

mod sheet;

use std::collections::BTreeSet;
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use extraction::refused::RefusedRow;
use sha2::{Digest as _, Sha256};
use shared::error::Refusal;
use shared::id::{DatasetId, RunId};

use crate::config::RefusedConfig;
use crate::error::Error;
use crate::store::run;

pub(super) use sheet::Sheet;

/// Where files of refused rows are kept, and how much of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shelf {
    folder: PathBuf,
    most: RefusedConfig,
}

impl Shelf {
    /// The shelf below the folder where files of our own are kept. Nothing is written before a row is refused.
    #[must_use]
    pub fn below(data: &Path, most: RefusedConfig) -> Self {
        Self { folder: data.join("refused"), most }
    }

    /// A sheet for a dataset of a run. `personal` names the columns that are masked.
    pub(super) fn sheet(&self, run: RunId, dataset: DatasetId, personal: BTreeSet<String>) -> Sheet {
        Sheet::new(&self.folder, (run, dataset), personal, self.most)
    }

    /// Whether a file is there, as far as its size tells.
    #[must_use]
    pub fn holds(&self, file: &run::RefusedFile) -> bool {
        let found = std::fs::metadata(self.folder.join(&file.name));
        found.is_ok_and(|found| found.is_file() && i64::try_from(found.len()) == Ok(file.size))
    }

    /// Opens a file, after it was found to be the one that was written.
    ///
    /// # Errors
    /// [`Refusal::FileGone`] where it was removed or changed.
    pub async fn open(&self, file: &run::RefusedFile) -> Result<tokio::fs::File, Error> {
        let (path, sha256) = (self.folder.join(&file.name), file.sha256.clone());
        let opened = tokio::task::spawn_blocking(move || unchanged(&path, &sha256)).await.map_err(Error::internal)?;
        match opened {
            Ok(Some(opened)) => Ok(tokio::fs::File::from_std(opened)),
            Ok(None) => Err(gone(file)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(gone(file)),
            Err(error) => Err(Error::Unavailable(format!("the file {} cannot be read: {error}", file.name))),
        }
    }
}

/// What is said where a file is not there any more.
pub(super) fn gone(file: &run::RefusedFile) -> Error {
    Refusal::FileGone { name: file.name.clone() }.into()
}

/// The file from its start, or none where its content is another one.
fn unchanged(path: &Path, sha256: &str) -> io::Result<Option<std::fs::File>> {
    let mut file = std::fs::File::open(path)?;
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => break,
            read => hasher.update(buffer.get(..read).unwrap_or_default()),
        }
    }
    file.rewind()?;
    Ok((hex::encode(hasher.finalize()) == sha256).then_some(file))
}

/// A refused row as people may see it.
pub(super) fn shown(row: &RefusedRow, dataset: DatasetId, personal: &BTreeSet<String>) -> run::RefusedRow {
    let whole = run::RefusedRow {
        dataset,
        reason: row.reason.to_string(),
        column: row.column.clone().unwrap_or_default(),
        file: row.file.clone(),
        line: i64::try_from(row.line).unwrap_or(i64::MAX),
        value: row.text.clone(),
        raw: row.cells.join(" | "),
    };
    masked(whole, personal)
}

/// A row without what is personal: that stays in the source, where its line finds it.
pub(super) fn masked(mut row: run::RefusedRow, personal: &BTreeSet<String>) -> run::RefusedRow {
    if personal.contains(&row.column) {
        row.value.clear();
    }
    if !personal.is_empty() {
        row.raw.clear();
    }
    row
}
