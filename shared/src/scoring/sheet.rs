//! The working sheet of one score: what is given, and the steps written so far.

use super::Outcome;
use super::input::{Evidence, Input, InputPart};
use super::rank::Standing;
use super::refusal::{Parameter, Refusal, Requirement};
use super::trace::{Step, Trace};
use crate::availability::{Absence, Reading};
use crate::direction::Direction;
use crate::formula::Exact;
use crate::number::{Points, Quantity};

pub(super) struct Sheet<'a> {
    pub(super) direction: Direction,
    pub(super) base: Exact,
    pub(super) input: &'a Input,
    trace: Trace,
}

impl<'a> Sheet<'a> {
    pub(super) fn try_new(direction: Direction, base: Points, input: &'a Input) -> Result<Self, Refusal> {
        Parameter::Base.positive(base)?;
        let trace = vec![Step::Started { value: input.value.value(), base }];
        Ok(Self { direction, base: base.into(), input, trace })
    }

    pub(super) fn note(&mut self, step: Step) {
        self.trace.push(step);
    }

    pub(super) fn finish(mut self, exact: Exact) -> Result<Outcome, Refusal> {
        let points = exact.points()?;
        self.note(Step::Rounded { exact, points });
        Ok(Outcome { points, trace: self.trace })
    }

    pub(super) fn value(&self) -> Result<Exact, Refusal> {
        present(self.input.value)
    }

    pub(super) fn last_year(&self) -> Result<Exact, Refusal> {
        present(self.input.last_year)
    }

    pub(super) fn target(&self) -> Result<Quantity, Refusal> {
        self.input.target.ok_or(Refusal::InputMissing { input: InputPart::Target })
    }

    /// Without a value there is no rank, and the policy has to see why; with one, only a group too small is not ranked.
    pub(super) fn standing(&mut self) -> Result<Standing, Refusal> {
        self.value()?;
        let standing = self.input.standing.ok_or(Absence::NotApplicable)?;
        self.note(Step::Ranked { rank: standing.rank, size: standing.size });
        Ok(standing)
    }

    pub(super) fn evidence(&self, input: InputPart) -> Result<&'a Evidence, Refusal> {
        self.input.evidence.as_ref().ok_or(Refusal::InputMissing { input })
    }

    /// So many points less for each, and no fewer than `floor`.
    pub(super) fn deduct(&mut self, unit: Points, count: Exact, floor: Points) -> Result<Exact, Refusal> {
        Parameter::Floor.within(floor.into(), self.base, Requirement::AtMostBase)?;
        let deduction = Exact::from(unit).times(count)?;
        let left = self.base.minus(deduction)?;
        self.note(Step::Deducted { unit, count, deduction, left });
        Ok(self.limit(left, floor.into(), self.base))
    }

    /// Within the limits; a step is written only where they take effect.
    pub(super) fn limit(&mut self, before: Exact, floor: Exact, cap: Exact) -> Exact {
        let after = before.min(cap).max(floor);
        if after != before {
            self.note(Step::Limited { before, after });
        }
        after
    }

    /// A share of the base points.
    pub(super) fn share(&mut self, share: Exact) -> Result<Exact, Refusal> {
        let points = self.base.times(share)?;
        self.note(Step::Shared { share, points });
        Ok(points)
    }

    /// A mark out of `full`, as points out of the base points.
    pub(super) fn mark(&mut self, mark: Exact, full: Exact) -> Result<Exact, Refusal> {
        // Multiplied before it is divided, so that nothing is lost on the way.
        let points = self.base.times(mark)?.over(full)?;
        self.note(Step::Shared { share: mark.over(full)?, points });
        Ok(points)
    }

    /// The mean of numbers, `count` of them, with its step.
    pub(super) fn mean(&mut self, sum: Exact, count: Exact) -> Result<Exact, Refusal> {
        let mean = sum.over(count)?;
        self.note(Step::Averaged { sum, count, mean });
        Ok(mean)
    }
}

fn present(reading: Reading) -> Result<Exact, Refusal> {
    match reading {
        Reading::Present(value) => Ok(value),
        Reading::Absent(absence) => Err(absence.into()),
    }
}
