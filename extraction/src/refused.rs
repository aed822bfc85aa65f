//! Rows that could not be read or placed: counted by reason, sampled, handed to a sink. None is dropped in silence (ZH-19).

use std::collections::BTreeMap;
use std::io;

use serde::{Deserialize, Serialize};

use crate::subjects::Unplaced;

shared::codes! {
    /// Why a row was refused.
    Reason {
        /// The row has more or fewer cells than the header.
        RaggedRow "RAGGED_ROW",
        /// The cell is no whole number of 64 bits.
        BadInteger "BAD_INTEGER",
        /// The cell is no decimal number, or too large.
        BadDecimal "BAD_DECIMAL",
        /// The cell has more places than the column declares; rounding it would lose money in silence.
        TooPrecise "TOO_PRECISE",
        /// The cell is no day of the calendar in any declared shape, such as 2026-02-30.
        BadDate "BAD_DATE",
        /// The cell is no time in any declared shape.
        BadDatetime "BAD_DATETIME",
        /// The cell is neither true nor false.
        BadBoolean "BAD_BOOLEAN",
        /// The cell is below 0 and the column forbids it.
        Negative "NEGATIVE",
        /// The cell is empty and the column is required.
        Empty "EMPTY",
        /// The time column is empty, so the row belongs to no period.
        EmptyTime "EMPTY_TIME",
        /// The row names no subject.
        EmptySubject "EMPTY_SUBJECT",
        /// No unit has the code.
        UnknownUnit "UNKNOWN_UNIT",
        /// No post has the code.
        UnknownPost "UNKNOWN_POST",
        /// No person has the code.
        UnknownPerson "UNKNOWN_PERSON",
        /// The subject exists, but not on the day of the row.
        NotValidOnDate "NOT_VALID_ON_DATE",
    }
}

impl From<Unplaced> for Reason {
    fn from(unplaced: Unplaced) -> Self {
        match unplaced {
            Unplaced::UnknownUnit => Self::UnknownUnit,
            Unplaced::UnknownPost => Self::UnknownPost,
            Unplaced::UnknownPerson => Self::UnknownPerson,
            Unplaced::NotValidOnDate => Self::NotValidOnDate,
            Unplaced::Empty => Self::EmptySubject,
        }
    }
}

/// A refused row with all that is needed to find and mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RefusedRow {
    /// The file, relative to the root.
    pub file: String,
    /// CSV: the line the row begins on, from 1. Parquet: the row, from 1.
    pub line: u64,
    /// Why.
    pub reason: Reason,
    /// The column, where one is to blame.
    pub column: Option<String>,
    /// What stands in that column; for a ragged row, the number of cells.
    pub text: String,
    /// The row's cells. CSV: all of them as written. Parquet: of the columns that were read.
    pub cells: Vec<String>,
}

/// Takes every refused row, for the download. Rows of one file part come in order; parts may come in any order.
pub trait RefusedSink: Send + Sync {
    /// Takes one row.
    ///
    /// # Errors
    /// An error ends the run: a refused row that cannot be kept may not be lost.
    fn take(&self, row: &RefusedRow) -> io::Result<()>;
}

/// What was refused in a run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// How many rows, by reason.
    pub counts: BTreeMap<Reason, u64>,
    /// The first of them by file and line, at most as many as asked for.
    pub sample: Vec<RefusedRow>,
}

impl Refused {
    /// How many rows were refused.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.values().sum()
    }

    pub(crate) fn note(&mut self, row: RefusedRow, cap: usize) {
        *self.counts.entry(row.reason).or_default() += 1;
        // Parts come in order to each worker, so its first rows are its smallest.
        if self.sample.len() < cap {
            self.sample.push(row);
        }
    }

    pub(crate) fn merge(&mut self, other: Self, cap: usize) {
        for (reason, count) in other.counts {
            *self.counts.entry(reason).or_default() += count;
        }
        self.sample.extend(other.sample);
        self.sample.sort();
        self.sample.truncate(cap);
    }
}
