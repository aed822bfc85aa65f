//! Whether what a version says can be used: what is missing, what its formula names, whether its method fits its values (CJ-51).

use super::{CollectionMode, Content};
use crate::direction::Direction;
use crate::error::Refusal;
use crate::formula::{Formula, ParseError};
use crate::number::Points;
use crate::scoring::{self, ValueDomain};

/// Something that keeps a content from taking effect.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A field that must say something says nothing.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// A value filled in by hand has no formula.
    #[error("a value filled in by hand has no formula")]
    FormulaByHand,
    /// The formula does not read.
    #[error("{0}")]
    Formula(ParseError),
    /// The formula names a measure that does not exist.
    #[error("there is no measure `{0}`")]
    UnknownMeasure(String),
    /// The method does not fit the direction, the values, or itself.
    #[error("{0}")]
    Method(scoring::Refusal),
    /// The base points are not above 0.
    #[error("the base points are {}: they must be above 0", .0.shown())]
    BaseScore(Points),
}

crate::codes! {
    /// The kind of a fault.
    FaultCode {
        /// A field says nothing.
        Missing "MISSING",
        /// A formula where values come by hand.
        FormulaByHand "FORMULA_BY_HAND",
        /// A formula that does not read.
        Formula "FORMULA",
        /// A name that is no measure's.
        UnknownMeasure "UNKNOWN_MEASURE",
        /// A method that does not fit.
        Method "METHOD",
        /// Base points of nothing or less.
        BaseScore "BASE_SCORE",
    }
}

impl Fault {
    /// Its kind.
    #[must_use]
    pub const fn code(&self) -> FaultCode {
        match self {
            Self::Missing(_) => FaultCode::Missing,
            Self::FormulaByHand => FaultCode::FormulaByHand,
            Self::Formula(_) => FaultCode::Formula,
            Self::UnknownMeasure(_) => FaultCode::UnknownMeasure,
            Self::Method(_) => FaultCode::Method,
            Self::BaseScore(_) => FaultCode::BaseScore,
        }
    }

    /// The field of the content that is at fault.
    #[must_use]
    pub const fn field(&self) -> &'static str {
        match self {
            Self::Missing(field) => field,
            Self::FormulaByHand | Self::Formula(_) | Self::UnknownMeasure(_) => "formula",
            Self::Method(_) => "method",
            Self::BaseScore(_) => "base_score",
        }
    }

    /// The character of the formula that is at fault, counted from 1.
    #[must_use]
    pub const fn position(&self) -> Option<usize> {
        match self {
            Self::Formula(error) => Some(error.at),
            Self::Missing(_) | Self::FormulaByHand | Self::UnknownMeasure(_) | Self::Method(_) | Self::BaseScore(_) => {
                None
            }
        }
    }
}

impl From<&Fault> for Refusal {
    fn from(fault: &Fault) -> Self {
        Self::Definition { field: fault.field().to_owned(), reason: fault.to_string(), position: fault.position() }
    }
}

impl Content {
    /// Everything that keeps it from taking effect; `measured` knows the names of measures.
    #[must_use]
    pub fn faults(&self, measured: impl Fn(&str) -> bool) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.unit_of_measure.trim().is_empty() {
            faults.push(Fault::Missing("unit_of_measure"));
        }
        if self.reaches.is_empty() {
            faults.push(Fault::Missing("reaches"));
        }
        faults.extend(self.formula_faults(measured));
        if self.base_score <= Points::ZERO {
            faults.push(Fault::BaseScore(self.base_score));
        }
        faults.extend(self.method.check(self.direction, self.value_domain()).err().map(Fault::Method));
        faults
    }

    /// Refuses with the first of its faults.
    ///
    /// # Errors
    /// [`Refusal::Definition`] with the field, the reason and the place.
    pub fn check(&self, measured: impl Fn(&str) -> bool) -> Result<(), Refusal> {
        self.faults(measured).first().map_or(Ok(()), |fault| Err(fault.into()))
    }

    fn formula_faults(&self, measured: impl Fn(&str) -> bool) -> Vec<Fault> {
        match (self.formula.trim().is_empty(), self.collection) {
            (true, CollectionMode::Manual) => Vec::new(),
            (true, CollectionMode::Auto | CollectionMode::Semi) => vec![Fault::Missing("formula")],
            (false, CollectionMode::Manual) => vec![Fault::FormulaByHand],
            (false, CollectionMode::Auto | CollectionMode::Semi) => match self.formula.parse::<Formula>() {
                Err(error) => vec![Fault::Formula(error)],
                Ok(formula) => {
                    let unknown = formula.names().into_iter().filter(|name| !measured(name));
                    unknown.map(|name| Fault::UnknownMeasure(name.to_owned())).collect()
                }
            },
        }
    }

    /// What values it can have: a difference can be negative, anything else is read as a count, an amount or a share.
    #[must_use]
    pub fn value_domain(&self) -> ValueDomain {
        if self.direction == Direction::Boolean {
            return ValueDomain::Boolean;
        }
        let signed = self.formula.parse::<Formula>().is_ok_and(|formula| formula.may_be_negative());
        if signed { ValueDomain::Signed } else { ValueDomain::NonNegative }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::tests::content;

    fn faults(change: impl FnOnce(&mut Content)) -> Vec<String> {
        let mut content = content("filed / due * 100");
        change(&mut content);
        let faults = content.faults(|name| ["filed", "due", "end", "start"].contains(&name));
        faults.iter().map(|fault| format!("{}: {fault}", fault.field())).collect()
    }

    #[test]
    fn a_whole_content_has_no_fault() {
        assert_eq!(faults(|_| ()), Vec::<String>::new());
    }

    #[test]
    fn every_fault_is_named_with_its_field() {
        let (formula, by_hand) =
            (|text: &'static str| move |it: &mut Content| text.clone_into(&mut it.formula), CollectionMode::Manual);
        for (found, expected) in [
            (faults(formula("")), "formula: `formula` is missing"),
            (faults(formula("filed /")), "formula: at character 8:"),
            (faults(formula("filed / owed")), "formula: there is no measure `owed`"),
            (faults(|it| it.collection = by_hand), "formula: a value filled in by hand has no formula"),
            (faults(|it| it.reaches.clear()), "reaches: `reaches` is missing"),
            (faults(|it| it.unit_of_measure = " ".to_owned()), "unit_of_measure: `unit_of_measure` is missing"),
            (faults(|it| it.base_score = Points::ZERO), "base_score: the base points are 0.00"),
            // A rate of change can be negative: the share of a target has no meaning there.
            (
                faults(formula("(end - start) / start * 100")),
                "method: TARGET_RATIO does not score values that are SIGNED",
            ),
        ] {
            assert!(found.len() == 1 && found.iter().all(|fault| fault.starts_with(expected)), "{found:?}: {expected}");
        }
    }

    #[test]
    fn what_can_be_negative_is_told_by_the_formula_and_not_by_its_letters() {
        for (formula, signed) in [
            ("filed / due * 100", false),
            ("filed / (due - exempt) * 100", false),
            ("[filed-on-time] / due * 100", false),
            ("如果(due > -1, filed / due * 100)", false),
            ("MAX(0, end - start)", false),
            ("ABS(end - start)", false),
            ("end - start", true),
            ("-100 * filed / due", true),
            ("filed / due * -100", true),
            ("filed / -2", true),
            ("如果(due > 0, filed / due * 100, -100)", true),
            ("MIN(filed, end - start)", true),
            ("ROUND(end - start, 1)", true),
        ] {
            let mut content = content("filed");
            formula.clone_into(&mut content.formula);
            assert_eq!(content.value_domain() == ValueDomain::Signed, signed, "{formula}");
        }
    }

    #[test]
    fn the_refusal_says_where_in_the_formula() {
        let refusal = content("filed /").check(|_| true).unwrap_err();
        assert!(matches!(refusal, Refusal::Definition { field, position: Some(8), .. } if field == "formula"));
    }
}
