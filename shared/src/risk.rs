//! The risk register (风险识别评价体系): processes and their steps; points of risk are in [`point`], the risk of losing points in [`loss`],
//! labels on persons in [`label`], what warnings and rectifications add up to in [`view`] (CJ-13, CJ-28, CJ-29, NY-52, ZH-48, ZH-50).

use serde::{Deserialize, Serialize};

use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{ProcessId, ProcessStepId, UnitId};
use crate::matter::spoken;

pub mod label;
pub mod loss;
pub mod point;
pub mod view;

/// How much of something there is, 1 (least) to 5 (most).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i32", into = "i32")]
pub struct Degree(i32);

impl Degree {
    /// The least.
    pub const LEAST: i32 = 1;
    /// The most.
    pub const MOST: i32 = 5;

    /// A degree; `field` names it in the refusal.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`] outside of 1–5.
    pub fn try_new(field: &str, degree: i32) -> Result<Self, Refusal> {
        if (Self::LEAST..=Self::MOST).contains(&degree) {
            Ok(Self(degree))
        } else {
            Err(Refusal::OutOfRange { field: field.to_owned(), least: 1, most: 5 })
        }
    }

    /// The number, 1–5.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }
}

impl TryFrom<i32> for Degree {
    type Error = Refusal;

    fn try_from(degree: i32) -> Result<Self, Refusal> {
        Self::try_new("degree", degree)
    }
}

impl From<Degree> for i32 {
    fn from(degree: Degree) -> Self {
        degree.0
    }
}

/// A process of work, which is laid apart into steps (CJ-29).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Process {
    /// Its id.
    pub id: ProcessId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The unit that keeps it.
    pub unit: UnitId,
    /// Counts its changes.
    pub version: i32,
}

impl Process {
    /// Whether it can be kept like this.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a Chinese name.
    pub fn check(&self) -> Result<(), Refusal> {
        spoken("name", &self.name).map(drop)
    }
}

/// A step of a process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessStep {
    /// Its id.
    pub id: ProcessStepId,
    /// The process.
    pub process: ProcessId,
    /// Its place in the process, from 1.
    pub ordinal: i32,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Counts its changes.
    pub version: i32,
}

/// Most steps a process has.
pub const MOST_STEPS: u32 = 99;

impl ProcessStep {
    /// Whether it can be kept like this.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a Chinese name, [`Refusal::OutOfRange`] for a place outside of 1–99.
    pub fn check(&self) -> Result<(), Refusal> {
        spoken("name", &self.name)?;
        match u32::try_from(self.ordinal) {
            Ok(1..=MOST_STEPS) => Ok(()),
            _ => Err(Refusal::OutOfRange { field: "ordinal".to_owned(), least: 1, most: MOST_STEPS }),
        }
    }
}

#[cfg(test)]
mod tests;
