//! Why something cannot be scored, in data.

use serde::{Deserialize, Serialize};

use super::input::InputPart;
use super::method::{MethodCode, ValueDomain};
use super::roll_up::RollUp;
use crate::availability::Absence;
use crate::band::SpanError;
use crate::direction::Direction;
use crate::formula::{EvaluationError, Exact, ExactError, ParseError};

/// Why a method, an input or a roll-up is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    /// There is no value to score; what becomes of that is the scheme's policy.
    #[error("there is no value: {absence}")]
    Absent {
        /// Why there is none.
        absence: Absence,
    },
    /// The method needs something that was not given.
    #[error("the method needs {input}")]
    InputMissing {
        /// What is needed.
        input: InputPart,
    },
    /// The method has no meaning for an indicator of this direction.
    #[error("{method} does not score {direction}")]
    Direction {
        /// The method.
        method: MethodCode,
        /// The direction of the indicator.
        direction: Direction,
    },
    /// The method has no meaning for values of this domain.
    #[error("{method} does not score values that are {domain}")]
    Domain {
        /// The method.
        method: MethodCode,
        /// The values of the indicator.
        domain: ValueDomain,
    },
    /// The parameters reward what the direction calls worse.
    #[error("{method} is set against {direction}")]
    AgainstDirection {
        /// The method.
        method: MethodCode,
        /// The direction of the indicator.
        direction: Direction,
    },
    /// A parameter, or a part of the input, is not what it has to be.
    #[error("{parameter} is {given}; it has to be {requirement}")]
    Parameter {
        /// Which one.
        parameter: Parameter,
        /// What was given.
        given: Exact,
        /// What it has to be.
        requirement: Requirement,
    },
    /// Intervals overlap or leave a gap.
    #[error(transparent)]
    Spans {
        /// Where.
        problem: SpanError,
    },
    /// The formula cannot be read.
    #[error(transparent)]
    Formula {
        /// Where and why.
        problem: ParseError,
    },
    /// The formula cannot be evaluated.
    #[error(transparent)]
    Evaluation {
        /// Why.
        problem: EvaluationError,
    },
    /// A vote for a grade that is not declared.
    #[error("there is no grade `{grade}`")]
    UnknownGrade {
        /// The grade voted for.
        grade: String,
    },
    /// A grade declared twice.
    #[error("the grade `{grade}` stands twice")]
    GradeTwice {
        /// The grade.
        grade: String,
    },
    /// Weights or shares do not sum to the whole.
    #[error("the weights sum to {sum}, not to {whole}")]
    WeightSum {
        /// The way from the root to the node whose children are meant: places counted from 0; empty is the root.
        at: Vec<usize>,
        /// What they sum to.
        sum: Exact,
        /// What they have to sum to.
        whole: Exact,
    },
    /// Too few units with data to rank.
    #[error("a group of {size} is not ranked; it takes {fewest}")]
    GroupTooSmall {
        /// Units with data.
        size: usize,
        /// Fewest that are ranked.
        fewest: usize,
    },
    /// Parts of this kind cannot be put together; they are counted anew from the rows.
    #[error("{roll_up} cannot be put together from parts")]
    NotAdditive {
        /// How the measure rolls up.
        roll_up: RollUp,
    },
    /// Parts differ from the whole by more than rounding.
    #[error("the parts do not make up {whole}")]
    PartsAndWhole {
        /// The whole.
        whole: Exact,
    },
    /// A number on the way is out of range.
    #[error("a number is out of range")]
    OutOfRange,
    /// A number on the way would be divided by zero.
    #[error("a number would be divided by zero")]
    DivisionByZero,
}

crate::codes! {
    /// A parameter of a method or a part of its input.
    Parameter {
        /// Base points (基准分).
        Base "BASE",
        /// The deduction step (扣分颗粒度).
        Granularity "GRANULARITY",
        /// Points for each step, case, day or place.
        UnitPoints "UNIT_POINTS",
        /// Least points or least share.
        Floor "FLOOR",
        /// Most points or largest share.
        Cap "CAP",
        /// The target.
        Target "TARGET",
        /// The value.
        Value "VALUE",
        /// A share of the base points.
        Share "SHARE",
        /// The width of a tier, as a share of the group.
        TierWidth "TIER_WIDTH",
        /// The value where a line ends.
        LineEnd "LINE_END",
        /// The satisfactory value of the efficacy coefficient.
        Satisfactory "SATISFACTORY",
        /// Points for a rate's improvement by one point.
        Slope "SLOPE",
        /// Points of a grade.
        GradePoints "GRADE_POINTS",
        /// Votes that count.
        Votes "VOTES",
        /// A judge's rating.
        Rating "RATING",
        /// Ratings given.
        Ratings "RATINGS",
        /// Ratings from which the highest and lowest are dropped.
        TrimFrom "TRIM_FROM",
        /// The full mark.
        FullMark "FULL_MARK",
        /// A weight.
        Weight "WEIGHT",
        /// The share of the leading department.
        LeadShare "LEAD_SHARE",
        /// Bonus or penalty points.
        Adjustment "ADJUSTMENT",
        /// Levels of a tree of weights.
        Depth "DEPTH",
    }
}

crate::codes! {
    /// What a parameter has to be.
    Requirement {
        /// Above zero.
        Positive "POSITIVE",
        /// Zero or above.
        NotNegative "NOT_NEGATIVE",
        /// A whole number, zero or above.
        Count "COUNT",
        /// From 0 to 1.
        Share "SHARE",
        /// From 0 to 2.
        ShareToDouble "SHARE_TO_DOUBLE",
        /// No more than the base points.
        AtMostBase "AT_MOST_BASE",
        /// No less than the floor.
        AtLeastFloor "AT_LEAST_FLOOR",
        /// Different from the value it is measured from.
        Different "DIFFERENT",
        /// From 0 to the full mark.
        WithinFullMark "WITHIN_FULL_MARK",
        /// At least three.
        AtLeastThree "AT_LEAST_THREE",
        /// At least one.
        AtLeastOne "AT_LEAST_ONE",
        /// At most sixteen.
        AtMostSixteen "AT_MOST_SIXTEEN",
    }
}

impl From<ExactError> for Refusal {
    fn from(error: ExactError) -> Self {
        match error {
            ExactError::OutOfRange => Self::OutOfRange,
            ExactError::DivisionByZero => Self::DivisionByZero,
        }
    }
}

impl From<SpanError> for Refusal {
    fn from(problem: SpanError) -> Self {
        Self::Spans { problem }
    }
}

impl From<ParseError> for Refusal {
    fn from(problem: ParseError) -> Self {
        Self::Formula { problem }
    }
}

impl From<EvaluationError> for Refusal {
    fn from(problem: EvaluationError) -> Self {
        Self::Evaluation { problem }
    }
}

impl From<Absence> for Refusal {
    fn from(absence: Absence) -> Self {
        Self::Absent { absence }
    }
}

impl Parameter {
    fn requires(self, holds: bool, given: Exact, requirement: Requirement) -> Result<(), Refusal> {
        if holds { Ok(()) } else { Err(Refusal::Parameter { parameter: self, given, requirement }) }
    }

    pub(super) fn positive(self, given: impl Into<Exact>) -> Result<(), Refusal> {
        let given = given.into();
        self.requires(given > Exact::ZERO, given, Requirement::Positive)
    }

    pub(super) fn not_negative(self, given: impl Into<Exact>) -> Result<(), Refusal> {
        let given = given.into();
        self.requires(!given.is_negative(), given, Requirement::NotNegative)
    }

    pub(super) fn count(self, given: impl Into<Exact>) -> Result<(), Refusal> {
        let given = given.into();
        self.requires(!given.is_negative() && given.is_whole(), given, Requirement::Count)
    }

    pub(super) fn share(self, given: Exact) -> Result<(), Refusal> {
        self.requires(!given.is_negative() && given <= Exact::ONE, given, Requirement::Share)
    }

    pub(super) fn share_to_double(self, given: Exact) -> Result<(), Refusal> {
        self.requires(!given.is_negative() && given <= Exact::whole(2), given, Requirement::ShareToDouble)
    }

    pub(super) fn within(self, given: Exact, most: Exact, requirement: Requirement) -> Result<(), Refusal> {
        self.requires(given <= most, given, requirement)
    }

    pub(super) fn at_least(self, given: Exact, least: Exact, requirement: Requirement) -> Result<(), Refusal> {
        self.requires(given >= least, given, requirement)
    }

    pub(super) fn different(self, given: impl Into<Exact>, from: impl Into<Exact>) -> Result<(), Refusal> {
        let given = given.into();
        self.requires(given != from.into(), given, Requirement::Different)
    }
}
