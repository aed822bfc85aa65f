//! Which formulas are ratios of sums: those are stored as numerator and denominator and formed anew at every level.

use super::expression::{Expression, Function, Operator};
use super::{Exact, ExactError, Formula};
use crate::availability::{Absence, Reading};

/// A formula as `numerator / denominator * factor`, both parts additive over units and months.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ratio {
    /// What is counted.
    pub numerator: Formula,
    /// Out of what.
    pub denominator: Formula,
    /// 100 for a rate in per cent.
    pub factor: Exact,
}

impl Ratio {
    /// The value from the sums of numerators and denominators of all parts; never from the parts' values (domain.md §3.3).
    ///
    /// A denominator of zero gives NOT_APPLICABLE; an absent sum makes the value absent.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`].
    pub fn value(&self, numerator: Reading, denominator: Reading) -> Result<Reading, ExactError> {
        let (numerator, denominator) = match (numerator, denominator) {
            (Reading::Present(numerator), Reading::Present(denominator)) => (numerator, denominator),
            (Reading::Absent(one), Reading::Absent(other)) => return Ok(Reading::Absent(one.max(other))),
            (Reading::Absent(absence), _) | (_, Reading::Absent(absence)) => return Ok(Reading::Absent(absence)),
        };
        match numerator.times(self.factor)?.over(denominator) {
            Ok(value) => Ok(Reading::Present(value)),
            Err(ExactError::DivisionByZero) => Ok(Reading::Absent(Absence::NotApplicable)),
            Err(error) => Err(error),
        }
    }
}

pub(super) fn ratio(expression: &Expression) -> Option<Ratio> {
    let (numerator, denominator, factor) = parts(expression)?;
    let additive = is_additive(numerator) && is_additive(denominator);
    additive.then(|| Ratio { numerator: Formula(numerator.clone()), denominator: Formula(denominator.clone()), factor })
}

pub(super) fn is_additive(expression: &Expression) -> bool {
    match expression {
        Expression::Name(_) => true,
        Expression::Number(_) | Expression::Call(..) => false,
        Expression::Negated(inner) => is_additive(inner),
        Expression::Binary(Operator::Plus | Operator::Minus, left, right) => is_additive(left) && is_additive(right),
        Expression::Binary(Operator::Times, left, right) => {
            (constant(left).is_some() && is_additive(right)) || (is_additive(left) && constant(right).is_some())
        }
        Expression::Binary(Operator::Over, left, right) => {
            is_additive(left) && constant(right).is_some_and(|divisor| !divisor.is_zero())
        }
        Expression::Binary(..) => false,
    }
}

/// Numerator, denominator and factor, outermost factors first.
fn parts(expression: &Expression) -> Option<(&Expression, &Expression, Exact)> {
    match expression {
        Expression::Call(Function::If, arguments) => parts(arguments.get(1)?),
        Expression::Binary(Operator::Times, left, right) => {
            let (ratio, factor) = match (constant(left), constant(right)) {
                (Some(factor), None) => (right, factor),
                (None, Some(factor)) => (left, factor),
                _ => return None,
            };
            let (numerator, denominator, inner) = parts(ratio)?;
            Some((numerator, denominator, inner.times(factor).ok()?))
        }
        Expression::Binary(Operator::Over, left, right) => match constant(right) {
            Some(divisor) => {
                let (numerator, denominator, inner) = parts(left)?;
                Some((numerator, denominator, inner.over(divisor).ok()?))
            }
            None => {
                let (numerator, factor) = factored(left);
                Some((numerator, right, factor))
            }
        },
        _ => None,
    }
}

/// `k * A` as A and k; a numerator is stored without its factor, so that counts stay counts.
fn factored(expression: &Expression) -> (&Expression, Exact) {
    let Expression::Binary(Operator::Times, left, right) = expression else { return (expression, Exact::ONE) };
    match (constant(left), constant(right)) {
        (Some(factor), None) => (right, factor),
        (None, Some(factor)) => (left, factor),
        _ => (expression, Exact::ONE),
    }
}

fn constant(expression: &Expression) -> Option<Exact> {
    match expression {
        Expression::Number(number) => Some(*number),
        Expression::Negated(inner) => constant(inner).map(Exact::negated),
        _ => None,
    }
}
