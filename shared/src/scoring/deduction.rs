//! Methods that count steps or cases: DEDUCT_STEP, DEDUCT_COUNT, STEP_BENCHMARK.

use serde::{Deserialize, Serialize};

use super::method::{ON_A_LINE, Rule, ValueDomain};
use super::refusal::{Parameter, Refusal, Requirement};
use super::sheet::Sheet;
use super::trace::Step;
use crate::direction::Direction;
use crate::formula::{Exact, ExactError};
use crate::number::{Points, Quantity};

crate::codes! {
    /// How parts of a step count (domain.md §3.2).
    StepFunction {
        /// Only full steps, in favour of the appraised.
        Floor "FLOOR",
        /// Every begun step.
        Ceil "CEIL",
        /// Parts in proportion.
        Exact "EXACT",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is made by the macro of all closed enums, which has no default")]
impl Default for StepFunction {
    fn default() -> Self {
        Self::Floor
    }
}

impl StepFunction {
    fn apply(self, quotient: Exact) -> Exact {
        match self {
            Self::Floor => quotient.floor(),
            Self::Ceil => quotient.ceil(),
            Self::Exact => quotient,
        }
    }

    fn steps(self, distance: Exact, granularity: Quantity) -> Result<(Exact, Step), ExactError> {
        let quotient = distance.over(granularity.into())?;
        let steps = self.apply(quotient);
        Ok((steps, Step::Counted { distance, granularity, quotient, function: self, steps }))
    }
}

/// `max(floor, B − unit × steps)`, where steps are the shortfall from the target over the granularity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeductStep {
    /// The width of a step (扣分颗粒度), in the unit of the value.
    pub granularity: Quantity,
    /// Points for each step.
    pub unit: Points,
    /// How parts of a step count; FLOOR unless said otherwise.
    #[serde(default)]
    pub steps: StepFunction,
    /// Least points.
    #[serde(default)]
    pub floor: Points,
}

impl Rule for DeductStep {
    fn directions(&self) -> &'static [Direction] {
        &[Direction::HigherBetter, Direction::LowerBetter, Direction::TargetBest]
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::Granularity.positive(self.granularity)?;
        Parameter::UnitPoints.not_negative(self.unit)?;
        Parameter::Floor.not_negative(self.floor)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let target = sheet.target()?;
        let shortfall = sheet.direction.shortfall(sheet.value()?, target)?;
        sheet.note(Step::Shortfall { target, shortfall });
        let (steps, counted) = self.steps.steps(shortfall, self.granularity)?;
        sheet.note(counted);
        sheet.deduct(self.unit, steps, self.floor)
    }
}

/// `max(floor, B − unit × n)`, where the value n counts cases, households or days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeductCount {
    /// Points for each case.
    pub unit: Points,
    /// Least points.
    #[serde(default)]
    pub floor: Points,
}

impl Rule for DeductCount {
    fn directions(&self) -> &'static [Direction] {
        &[Direction::LowerBetter]
    }

    fn domains(&self) -> &'static [ValueDomain] {
        &[ValueDomain::NonNegative, ValueDomain::Boolean]
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::UnitPoints.not_negative(self.unit)?;
        Parameter::Floor.not_negative(self.floor)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let count = sheet.value()?;
        Parameter::Value.count(count)?;
        sheet.deduct(self.unit, count, self.floor)
    }
}

/// `B ± unit × FLOOR(|x − b| / granularity)`, limited to `[floor, cap]`: up on the better side of b, down on the worse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepBenchmark {
    /// What is compared with.
    pub benchmark: Benchmark,
    /// The width of a step, in the unit of the value.
    pub granularity: Quantity,
    /// Points for each step.
    pub unit: Points,
    /// Least points.
    pub floor: Points,
    /// Most points.
    pub cap: Points,
}

/// What a value is compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Benchmark {
    /// A number, such as the standard or the year's average.
    Fixed(Quantity),
    /// The target of the unit and period.
    Target,
    /// The value of the same period of last year.
    LastYear,
}

impl Rule for StepBenchmark {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::Granularity.positive(self.granularity)?;
        Parameter::UnitPoints.not_negative(self.unit)?;
        Parameter::Floor.not_negative(self.floor)?;
        Parameter::Cap.at_least(self.cap.into(), self.floor.into(), Requirement::AtLeastFloor)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let benchmark = match self.benchmark {
            Benchmark::Fixed(benchmark) => benchmark.into(),
            Benchmark::Target => sheet.target()?.into(),
            Benchmark::LastYear => sheet.last_year()?,
        };
        let better = sheet.direction.improvement_towards(benchmark, benchmark, sheet.value()?)?;
        sheet.note(Step::Benchmark { benchmark, better });
        let (count, counted) = StepFunction::Floor.steps(better.distance(), self.granularity)?;
        sheet.note(counted);
        let steps = if better.is_negative() { count.negated() } else { count };
        let change = Exact::from(self.unit).times(steps)?;
        let left = sheet.base.plus(change)?;
        sheet.note(Step::Moved { unit: self.unit, steps, change, left });
        Ok(sheet.limit(left, self.floor.into(), self.cap.into()))
    }
}
