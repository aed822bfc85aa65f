//! The formula language over measures: Excel-like, Chinese names allowed, one syntax tree, total by construction.
//!
//! `如果(应申报 > 0, 按期申报 / 应申报 * 100)`. People use a builder; the text is a view of the tree. Scoring rules are not here.

mod evaluate;
mod exact;
mod expression;
mod lexer;
mod parser;
mod ratio;
mod sign;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::availability::Reading;

pub use evaluate::{EvaluationError, Explanation, FormulaStep, FormulaValue};
pub use exact::{Exact, ExactError};
pub use expression::{Function, Kind};
pub use parser::{DEEPEST, Expected, LONGEST, Limit, MOST_NODES, ParseError, Problem};
pub use ratio::Ratio;

use expression::Expression;

/// A formula that gives a number. Made only by parsing, so it is well typed and bounded in depth and size.
///
/// ```
/// # use shared::{availability::Reading, formula::{Exact, Formula}};
/// let formula: Formula = "按期申报 / (应申报 - 停歇业) * 100".parse()?;
/// let sums = |name: &str| Some(Reading::Present(Exact::whole(match name {
///     "按期申报" => 45,
///     "应申报" => 52,
///     _ => 2,
/// })));
/// assert_eq!(formula.evaluate(sums)?.to_string(), "90");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Formula(Expression);

impl Formula {
    /// The names it refers to, in alphabetical order.
    #[must_use]
    pub fn names(&self) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        self.0.visit(&mut |expression| {
            if let Expression::Name(name) = expression {
                names.insert(name.as_str());
            }
        });
        names
    }

    /// The value, with `reading` giving the value of each name or `None` for a name that does not exist.
    ///
    /// Division by zero is NOT_APPLICABLE; an absent operand makes the result absent, never zero.
    ///
    /// # Errors
    /// [`EvaluationError`] for a name that does not exist and for a number out of range.
    pub fn evaluate(&self, reading: impl Fn(&str) -> Option<Reading>) -> Result<Reading, EvaluationError> {
        evaluate::evaluate(&self.0, &reading)
    }

    /// The value with the way to it: the text with the numbers filled in, and every operation in order.
    ///
    /// # Errors
    /// As [`Formula::evaluate`].
    pub fn explain(&self, reading: impl Fn(&str) -> Option<Reading>) -> Result<Explanation, EvaluationError> {
        evaluate::explain(&self.0, &reading)
    }

    /// The formula as numerator, denominator and factor, or `None` where it is no ratio of sums.
    ///
    /// Recognised: `A / B`, `A / B * k`, `k * A / B`, `A * k / B`, `(A - B) / B * 100` and `如果(condition, ratio, …)`, where
    /// A and B are additive ([`Formula::is_additive`]) and k is a number.
    #[must_use]
    pub fn ratio(&self) -> Option<Ratio> {
        ratio::ratio(&self.0)
    }

    /// Whether the formula of the sums is the sum of the formulas: names added, subtracted, and multiplied by numbers.
    #[must_use]
    pub fn is_additive(&self) -> bool {
        ratio::is_additive(&self.0)
    }

    /// Whether its value can be below zero though nothing it names is: it subtracts, or has a number below zero.
    #[must_use]
    pub fn may_be_negative(&self) -> bool {
        sign::may_be_negative(&self.0)
    }
}

impl FromStr for Formula {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parser::parse(text).map(Self)
    }
}

impl TryFrom<String> for Formula {
    type Error = ParseError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Formula> for String {
    fn from(formula: Formula) -> Self {
        formula.to_string()
    }
}

/// The canonical text: it reads back as the same formula.
impl fmt::Display for Formula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests;
