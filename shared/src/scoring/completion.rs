//! Methods that ask whether something was done or happened: COMPLETION, VETO.

use serde::{Deserialize, Serialize};

use super::input::{Done, Evidence, InputPart};
use super::method::{Rule, ValueDomain};
use super::refusal::{Parameter, Refusal};
use super::sheet::Sheet;
use super::trace::Step;
use crate::direction::Direction;
use crate::formula::Exact;
use crate::number::Points;

/// Done on time B; late `max(0, B − unit × days)`; not done 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Completion {
    /// Points for each day late.
    pub unit: Points,
}

impl Rule for Completion {
    fn directions(&self) -> &'static [Direction] {
        Direction::ALL
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::UnitPoints.not_negative(self.unit)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let Evidence::Completion { done, days_late } = *sheet.evidence(InputPart::Completion)? else {
            return Err(Refusal::InputMissing { input: InputPart::Completion });
        };
        sheet.note(Step::Completed { done, days: days_late });
        match done {
            Done::OnTime => sheet.share(Exact::ONE),
            Done::Late => sheet.deduct(self.unit, days_late.into(), Points::ZERO),
            Done::NotDone => sheet.share(Exact::ZERO),
        }
    }
}

/// B without a case; with one or more, what the policy says. The value counts cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Veto {
    /// What one case does.
    pub effect: VetoEffect,
}

crate::codes! {
    /// What a veto does.
    VetoEffect {
        /// The points are 0.
        Zero "ZERO",
        /// The points are −100 (直接扣100分).
        MinusHundred "MINUS_HUNDRED",
    }
}

impl Rule for Veto {
    fn directions(&self) -> &'static [Direction] {
        &[Direction::LowerBetter]
    }

    fn domains(&self) -> &'static [ValueDomain] {
        &[ValueDomain::NonNegative, ValueDomain::Boolean]
    }

    fn check(&self) -> Result<(), Refusal> {
        Ok(())
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let cases = sheet.value()?;
        Parameter::Value.count(cases)?;
        let effect = (!cases.is_zero()).then_some(self.effect);
        sheet.note(Step::Vetoed { cases, effect });
        match effect {
            None => Ok(sheet.base),
            Some(VetoEffect::Zero) => Ok(Exact::ZERO),
            Some(VetoEffect::MinusHundred) => Ok(Exact::HUNDRED.negated()),
        }
    }
}
