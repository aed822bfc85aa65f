//! Scoring (domain.md §3.2): from a value to points with a trace, ranks, and the roll-up of points and measures. Pure; the page
//! runs the same functions for what-if. Which values exist, and what is stored, is not decided here.

mod completion;
mod deduction;
mod example;
mod expression;
mod input;
mod judgement;
mod method;
mod proportion;
mod ranking;
mod refusal;
mod sheet;
mod trace;

pub mod meter;
pub mod rank;
pub mod remainder;
pub mod responsibility;
pub mod roll_up;
pub mod weight;

pub use completion::{Completion, Veto, VetoEffect};
pub use deduction::{Benchmark, DeductCount, DeductStep, StepBenchmark, StepFunction};
pub use expression::{Expr, Variable};
pub use input::{Done, Evidence, Input, InputPart, Votes};
pub use judgement::{Grade, GradeVote, Manual};
pub use method::{Method, MethodCode, ValueDomain};
pub use proportion::{Efficacy, Interval, Linear, TargetRatio, Yoy};
pub use rank::{Standing, Ties};
pub use ranking::{RankLinear, RankTier, Tier};
pub use refusal::{Parameter, Refusal, Requirement};
pub use roll_up::{MissingPolicy, RollUp};
pub use trace::{Step, Trace};

use serde::{Deserialize, Serialize};

use crate::direction::Direction;
use crate::number::Points;
use sheet::Sheet;

/// Points and the way to them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// The points, HALF_UP to 4 places.
    pub points: Points,
    /// Every step from the value to the points.
    pub trace: Trace,
}

/// The points of one indicator of one unit, post or person in one period; `base` are its base points (基准分).
///
/// # Errors
/// [`Refusal::Absent`] where there is no value: it is never scored as 0 here, the scheme's [`MissingPolicy`] decides in
/// [`roll_up::org_score`]. Every other refusal is a fault of the definition or of the evidence.
pub fn score(method: &Method, direction: Direction, base: Points, input: &Input) -> Result<Outcome, Refusal> {
    let mut sheet = Sheet::try_new(direction, base, input)?;
    let exact = method.rule().points(&mut sheet)?;
    sheet.finish(exact)
}

#[cfg(test)]
mod tests;
