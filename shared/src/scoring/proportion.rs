//! Methods that give a share of the base points for a value: TARGET_RATIO, INTERVAL, LINEAR, EFFICACY, YOY.

use serde::{Deserialize, Serialize};

use super::method::{ON_A_LINE, Rule, ValueDomain};
use super::refusal::{Parameter, Refusal, Requirement};
use super::sheet::Sheet;
use super::trace::Step;
use crate::band::Spans;
use crate::direction::Direction;
use crate::formula::Exact;
use crate::number::Quantity;

/// `B × min(cap, x / target)`; where lower is better, `B × min(cap, target / x)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TargetRatio {
    /// The largest share of the base points; 1 unless said otherwise.
    #[serde(default = "one")]
    pub cap: Exact,
}

impl Rule for TargetRatio {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    /// A share of a target has no meaning where values can be negative.
    fn domains(&self) -> &'static [ValueDomain] {
        &[ValueDomain::NonNegative]
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::Cap.positive(self.cap)?;
        Parameter::Cap.share_to_double(self.cap)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let (value, target) = (sheet.value()?, Exact::from(sheet.target()?));
        Parameter::Value.not_negative(value)?;
        Parameter::Target.positive(target)?;
        let (dividend, divisor) = match sheet.direction {
            Direction::HigherBetter | Direction::TargetBest | Direction::Boolean => (value, target),
            Direction::LowerBetter => (target, value),
        };
        // Nothing of what should be little is the best there is.
        let quotient = if divisor.is_zero() { None } else { Some(dividend.over(divisor)?) };
        sheet.note(Step::Divided { dividend, divisor, quotient });
        let share = match quotient {
            Some(quotient) => sheet.limit(quotient, Exact::ZERO, self.cap),
            None => self.cap,
        };
        sheet.share(share)
    }
}

/// A share of the base points for each interval `[from, to)`; the intervals are disjoint and cover every value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interval {
    /// The intervals and the shares they give, 0 to 2.
    pub intervals: Spans<Exact>,
}

impl Rule for Interval {
    fn directions(&self) -> &'static [Direction] {
        Direction::ALL
    }

    fn check(&self) -> Result<(), Refusal> {
        self.intervals.iter().try_for_each(|span| Parameter::Share.share_to_double(span.gives))
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let span = self.intervals.lookup(sheet.value()?.quantity()?);
        sheet.note(Step::Fell { from: span.from, to: span.to, share: span.gives });
        sheet.share(span.gives)
    }
}

/// `B × (s0 + (s1 − s0) × clamp((x − x0) / (x1 − x0), 0, 1))`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linear {
    /// The value where the line begins.
    pub x0: Quantity,
    /// The share there.
    pub s0: Exact,
    /// The value where the line ends.
    pub x1: Quantity,
    /// The share there.
    pub s1: Exact,
}

impl Rule for Linear {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::LineEnd.different(self.x1, self.x0)?;
        Parameter::Share.share_to_double(self.s0)?;
        Parameter::Share.share_to_double(self.s1)
    }

    fn rewards_higher(&self) -> Option<bool> {
        (self.s0 != self.s1).then_some((self.x0 < self.x1) == (self.s0 < self.s1))
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let (from, to) = (Exact::from(self.x0), Exact::from(self.x1));
        let (passed, length) = (sheet.value()?.minus(from)?, to.minus(from)?);
        let place = passed.over(length)?.min(Exact::ONE).max(Exact::ZERO);
        let share = self.s0.plus(self.s1.minus(self.s0)?.times(place)?)?;
        sheet.note(Step::Interpolated { from: self.x0, to: self.x1, place, share });
        sheet.share(share)
    }
}

/// `60 + 40 × (x − unacceptable) / (satisfactory − unacceptable)`, limited to 0…100, as a percentage of the base points.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Efficacy {
    /// The value that is not acceptable (不允许值): 60.
    pub unacceptable: Quantity,
    /// The satisfactory value (满意值): 100.
    pub satisfactory: Quantity,
}

impl Rule for Efficacy {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::Satisfactory.different(self.satisfactory, self.unacceptable)
    }

    fn rewards_higher(&self) -> Option<bool> {
        Some(self.unacceptable < self.satisfactory)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let (unacceptable, satisfactory) = (Exact::from(self.unacceptable), Exact::from(self.satisfactory));
        let passed = sheet.value()?.minus(unacceptable)?.times(Exact::whole(40))?;
        let coefficient = Exact::whole(60).plus(passed.over(satisfactory.minus(unacceptable)?)?)?;
        let limited = coefficient.min(Exact::HUNDRED).max(Exact::ZERO);
        sheet.note(Step::Efficacy {
            unacceptable: self.unacceptable,
            satisfactory: self.satisfactory,
            coefficient,
            limited,
        });
        sheet.mark(limited, Exact::HUNDRED)
    }
}

/// `B × clamp(1 + slope × improvement, floor, cap)`: the improvement since last year, in the unit of the value, seen with the direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Yoy {
    /// Share of the base points gained by an improvement of one (one percentage point for rates).
    pub slope: Exact,
    /// Least share of the base points.
    pub floor: Exact,
    /// Largest share of the base points.
    pub cap: Exact,
}

impl Rule for Yoy {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::Slope.positive(self.slope)?;
        Parameter::Floor.share_to_double(self.floor)?;
        Parameter::Cap.share_to_double(self.cap)?;
        Parameter::Cap.at_least(self.cap, self.floor, Requirement::AtLeastFloor)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let last_year = sheet.last_year()?;
        let improvement = sheet.direction.improvement_towards(last_year, last_year, sheet.value()?)?;
        let share = Exact::ONE.plus(self.slope.times(improvement)?)?;
        sheet.note(Step::Improved { last_year, improvement, slope: self.slope, share });
        let share = sheet.limit(share, self.floor, self.cap);
        sheet.share(share)
    }
}

fn one() -> Exact {
    Exact::ONE
}
