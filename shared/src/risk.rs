//! The risk register (风险识别评价体系): processes and their steps; points of risk are in [`point`], the sheet that brings them in in
//! [`sheet`], the risk of losing points in [`loss`], labels on persons in [`label`], what warnings and rectifications add up to in
//! [`view`] (CJ-13, CJ-28, CJ-29, NY-52, ZH-48, ZH-50).

use serde::{Deserialize, Serialize};

use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{ProcessId, ProcessStepId, UnitId};
use crate::matter::words::{MOST_TITLE, within};
use crate::matter::{spoken, titled};

pub mod label;
pub mod loss;
pub mod point;
pub mod sheet;
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

/// What a process or a step is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Called {
    /// Its Chinese name.
    pub name: String,
    /// Its English name; may be empty.
    pub name_en: String,
}

/// What is retired says nothing new and is not retired again.
fn in_use(retired: bool, step: &str) -> Result<(), Refusal> {
    match retired {
        true => Err(Refusal::NotInThisState { from: "RETIRED".to_owned(), step: step.to_owned() }),
        false => Ok(()),
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
    /// Whether work is no longer done like this: it is kept, and leaves the lists.
    pub retired: bool,
    /// Counts its changes.
    pub version: i32,
}

impl Process {
    /// A new process.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a Chinese name.
    pub fn begin(id: ProcessId, code: BusinessCode, called: Called, unit: UnitId) -> Result<Self, Refusal> {
        let Called { name, name_en } = called;
        let name = titled("name", &name)?;
        let name_en = within("nameEn", &name_en, (0, MOST_TITLE))?;
        Ok(Self { id, code, name, name_en, unit, retired: false, version: 1 })
    }

    /// The process under other names, kept by this unit. Its code stays.
    ///
    /// # Errors
    /// As [`Process::begin`]; [`Refusal::NotInThisState`] for one that is retired.
    pub fn change(self, called: Called, unit: UnitId) -> Result<Self, Refusal> {
        in_use(self.retired, "CHANGE")?;
        let changed = Self::begin(self.id, self.code, called, unit)?;
        Ok(Self { version: self.version, ..changed })
    }

    /// Whether a step may be added to it.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for one that is retired.
    pub fn holds(&self) -> Result<(), Refusal> {
        in_use(self.retired, "CHANGE")
    }

    /// Nobody works like this any more; `steps` is how many of its steps are not retired.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; [`Refusal::ProcessHasSteps`] while it has steps; [`Refusal::NotInThisState`] for
    /// one that is retired.
    pub fn retire(self, steps: u64, reason: &str) -> Result<Self, Refusal> {
        spoken("reason", reason)?;
        in_use(self.retired, "RETIRE")?;
        match steps {
            0 => Ok(Self { retired: true, ..self }),
            steps => Err(Refusal::ProcessHasSteps { steps }),
        }
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
    /// Whether the step is no longer taken: it is kept, and leaves the lists.
    pub retired: bool,
    /// Counts its changes.
    pub version: i32,
}

/// Most steps a process has.
pub const MOST_STEPS: u32 = 99;

/// The place of a step that is added to a process: after the last of the places that are taken. None where the last one is.
#[must_use]
pub fn next_place(taken: impl IntoIterator<Item = i32>) -> Option<i32> {
    let next = taken.into_iter().max().map_or(1, |last| last.saturating_add(1).max(1));
    u32::try_from(next).is_ok_and(|next| next <= MOST_STEPS).then_some(next)
}

impl ProcessStep {
    /// A new step of a process.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a Chinese name, [`Refusal::OutOfRange`] for a place outside of 1–99.
    pub fn begin(
        id: ProcessStepId,
        process: ProcessId,
        code: BusinessCode,
        called: Called,
        ordinal: i32,
    ) -> Result<Self, Refusal> {
        let Called { name, name_en } = called;
        let name = titled("name", &name)?;
        let name_en = within("nameEn", &name_en, (0, MOST_TITLE))?;
        match u32::try_from(ordinal) {
            Ok(1..=MOST_STEPS) => Ok(Self { id, process, ordinal, code, name, name_en, retired: false, version: 1 }),
            _ => Err(Refusal::OutOfRange { field: "ordinal".to_owned(), least: 1, most: MOST_STEPS }),
        }
    }

    /// The step under other names, at this place. Its code and its process stay.
    ///
    /// # Errors
    /// As [`ProcessStep::begin`]; [`Refusal::NotInThisState`] for one that is retired.
    pub fn change(self, called: Called, ordinal: i32) -> Result<Self, Refusal> {
        in_use(self.retired, "CHANGE")?;
        let changed = Self::begin(self.id, self.process, self.code, called, ordinal)?;
        Ok(Self { version: self.version, ..changed })
    }

    /// Nobody takes the step any more; `holds_points`: whether points of risk lie at it that are not retired.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; [`Refusal::StepHasPoints`] while points lie at it; [`Refusal::NotInThisState`] for
    /// one that is retired.
    pub fn retire(self, holds_points: bool, reason: &str) -> Result<Self, Refusal> {
        spoken("reason", reason)?;
        in_use(self.retired, "RETIRE")?;
        if holds_points { Err(Refusal::StepHasPoints) } else { Ok(Self { retired: true, ..self }) }
    }

    /// Whether a point of risk may be said to lie at it.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for one that is retired.
    pub fn holds(&self) -> Result<(), Refusal> {
        in_use(self.retired, "CHANGE")
    }
}

#[cfg(test)]
mod tests;
