//! A made-up tax bureau to look at: a pack and 24 months of business records, the same bytes every time. Nothing here is real, and
//! nothing is computed here that the platform computes: rates follow from the records.

mod bureau;
mod files;
mod names;
mod plan;
mod random;
mod records;
mod story;
mod table;

use std::fs;
use std::io;
use std::path::Path;

/// How much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// One bureau, 2 districts, 6 offices: for tests.
    Small,
    /// One bureau, 17 districts, 121 offices (WH-02).
    City,
    /// Five such bureaus under one province.
    Province,
}

/// Which of two worlds. They are the same inside the district of the account `yunxi`, in everything that is released about
/// comparison groups (ratios by indicator, so ranks, means and bests), and differ everywhere outside it: other units carry
/// the figures, every row stands there twice, and every text outside carries `CNR-`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum World {
    /// The one to look at.
    One,
    /// The one to compare it with in tests of non-interference.
    Two,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The pack's files are written.
    Pack,
    /// A month of a dataset is written.
    Records {
        /// The dataset's code.
        dataset: &'static str,
        /// Months written.
        done: usize,
        /// Months in all.
        of: usize,
    },
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Units of all kinds.
    pub units: usize,
    /// Posts.
    pub posts: usize,
    /// Persons.
    pub persons: usize,
    /// Indicators.
    pub indicators: usize,
    /// Rows by dataset.
    pub rows: Vec<(&'static str, usize)>,
}

/// Why it could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder or a file cannot be written.
    #[error("the demo cannot be written: {0}")]
    Write(#[from] io::Error),
    /// A Parquet file cannot be written.
    #[error("the records cannot be written: {0}")]
    Parquet(#[from] parquet::errors::ParquetError),
    /// The rows do not make a batch.
    #[error("the records do not fit their columns: {0}")]
    Columns(#[from] arrow::error::ArrowError),
}

/// Writes the pack into `folder` and its records into `folder/data`. What is there already is overwritten.
///
/// # Errors
/// [`Error`] where the folder cannot be written.
pub fn write(size: Size, world: World, folder: &Path, progress: &mut dyn FnMut(Stage)) -> Result<Summary, Error> {
    let data = folder.join("data");
    fs::create_dir_all(&data)?;
    let bureau = bureau::Bureau::new(size);
    let outside = bureau::Outside::new(&bureau, world);
    let indicators = files::write(&bureau, &outside, folder)?;
    progress(Stage::Pack);
    let rows = records::write(&bureau, &outside, &data, progress)?;
    Ok(Summary {
        units: bureau.units.len(),
        posts: bureau.posts.len(),
        persons: bureau.persons.len(),
        indicators,
        rows,
    })
}
