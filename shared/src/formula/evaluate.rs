//! What a formula gives, and the way to it. Total: nothing here panics, and nothing absent becomes zero.

use serde::{Deserialize, Serialize};

use super::expression::{Expression, Function, Operator};
use super::{Exact, ExactError};
use crate::availability::{Absence, Reading};

/// Places shown of intermediate numbers in texts; the numbers themselves stay exact.
const SHOWN: u32 = 8;

/// Why a formula could not be evaluated. An absent value is no error, it is a [`Reading`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EvaluationError {
    /// No measure or variable has this name.
    #[error("there is no `{name}`")]
    UnknownName {
        /// The name in the formula.
        name: String,
    },
    /// A number on the way needs more than 96 bits.
    #[error("the number is out of range")]
    OutOfRange,
}

/// What a part of a formula gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FormulaValue {
    /// A number.
    Number(Exact),
    /// A condition that holds or not.
    Truth(bool),
    /// Nothing, and why.
    Absent(Absence),
}

/// One operation of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormulaStep {
    /// The operation with its operands filled in, such as `9450 / 9700`; numbers at 8 places.
    pub text: String,
    /// What it gave.
    pub result: FormulaValue,
}

/// The way to the value of a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What the formula gave.
    pub result: Reading,
    /// The formula with the values of its names filled in; what is absent stands as its code.
    pub filled: String,
    /// The operations in the order they were carried out; branches that were not taken have none.
    pub steps: Vec<FormulaStep>,
}

pub(super) fn evaluate(
    expression: &Expression,
    reading: &dyn Fn(&str) -> Option<Reading>,
) -> Result<Reading, EvaluationError> {
    Evaluation { reading, steps: None }.result(expression)
}

pub(super) fn explain(
    expression: &Expression,
    reading: &dyn Fn(&str) -> Option<Reading>,
) -> Result<Explanation, EvaluationError> {
    let mut evaluation = Evaluation { reading, steps: Some(Vec::new()) };
    let result = evaluation.result(expression)?;
    let mut filled = String::new();
    let value = |name: &str| reading(name).map_or_else(|| name.to_owned(), filled_in);
    // Writing into a `String` cannot fail.
    let _ = expression.write(&mut filled, &value);
    Ok(Explanation { result, filled, steps: evaluation.steps.unwrap_or_default() })
}

/// Why a part gives no number and no truth.
enum Stop {
    Absent(Absence),
    Failed(EvaluationError),
}

impl From<ExactError> for Stop {
    fn from(error: ExactError) -> Self {
        match error {
            ExactError::DivisionByZero => Self::Absent(Absence::NotApplicable),
            ExactError::OutOfRange => Self::Failed(EvaluationError::OutOfRange),
        }
    }
}

#[derive(Clone, Copy)]
enum Value {
    Number(Exact),
    Truth(bool),
}

impl Value {
    /// The parser lets no truth stand where a number is needed, so that this is the number itself.
    const fn number(self) -> Exact {
        match self {
            Self::Number(number) => number,
            Self::Truth(true) => Exact::ONE,
            Self::Truth(false) => Exact::ZERO,
        }
    }

    /// The parser lets no number stand where a truth is needed.
    fn truth(self) -> bool {
        match self {
            Self::Number(number) => !number.is_zero(),
            Self::Truth(truth) => truth,
        }
    }

    fn text(self) -> String {
        match self {
            Self::Number(number) => filled_in(Reading::Present(number)),
            Self::Truth(true) => "TRUE".to_owned(),
            Self::Truth(false) => "FALSE".to_owned(),
        }
    }
}

fn filled_in(reading: Reading) -> String {
    match reading {
        Reading::Present(value) if value.is_negative() => format!("({})", value.rounded(SHOWN)),
        Reading::Present(value) => value.rounded(SHOWN).to_string(),
        Reading::Absent(absence) => absence.to_string(),
    }
}

struct Evaluation<'a> {
    reading: &'a dyn Fn(&str) -> Option<Reading>,
    steps: Option<Vec<FormulaStep>>,
}

impl Evaluation<'_> {
    fn result(&mut self, expression: &Expression) -> Result<Reading, EvaluationError> {
        match self.value(expression) {
            Ok(value) => Ok(Reading::Present(value.number())),
            Err(Stop::Absent(absence)) => Ok(Reading::Absent(absence)),
            Err(Stop::Failed(error)) => Err(error),
        }
    }

    fn value(&mut self, expression: &Expression) -> Result<Value, Stop> {
        match expression {
            Expression::Number(number) => Ok(Value::Number(*number)),
            Expression::Name(name) => self.named(name),
            Expression::Negated(inner) => {
                let inner = self.value(inner)?;
                let result = Ok(Value::Number(inner.number().negated()));
                self.noted(|| format!("-{}", inner.text()), result)
            }
            Expression::Binary(operator, left, right) => self.binary(*operator, left, right),
            Expression::Call(Function::If, arguments) => self.branch(arguments),
            Expression::Call(function, arguments) => {
                let values = self.all(arguments.iter())?;
                let text = || {
                    format!("{function}({})", values.iter().map(|value| value.text()).collect::<Vec<_>>().join(", "))
                };
                self.noted(text, Ok(call(*function, &values)))
            }
        }
    }

    fn named(&self, name: &str) -> Result<Value, Stop> {
        match (self.reading)(name) {
            Some(Reading::Present(value)) => Ok(Value::Number(value)),
            Some(Reading::Absent(absence)) => Err(Stop::Absent(absence)),
            None => Err(Stop::Failed(EvaluationError::UnknownName { name: name.to_owned() })),
        }
    }

    fn binary(&mut self, operator: Operator, left: &Expression, right: &Expression) -> Result<Value, Stop> {
        let values = self.all([left, right].into_iter())?;
        let [left, right] = values.as_slice() else { return Err(Stop::Absent(Absence::NotApplicable)) };
        let text = || format!("{} {} {}", left.text(), operator.symbol(), right.text());
        self.noted(text, apply(operator, left.number(), right.number()))
    }

    /// Only the branch that is taken is evaluated, so that a condition can guard it.
    fn branch(&mut self, arguments: &[Expression]) -> Result<Value, Stop> {
        let [condition, branches @ ..] = arguments else { return Err(Stop::Absent(Absence::NotApplicable)) };
        let taken = usize::from(!self.value(condition)?.truth());
        match branches.get(taken) {
            Some(branch) => self.value(branch),
            None => Err(Stop::Absent(Absence::NotApplicable)),
        }
    }

    /// All operands, or the absence among them that asks for most attention, whatever their order.
    fn all<'e>(&mut self, expressions: impl Iterator<Item = &'e Expression>) -> Result<Vec<Value>, Stop> {
        let mut values = Vec::new();
        let mut absent = None;
        for expression in expressions {
            match self.value(expression) {
                Ok(value) => values.push(value),
                Err(Stop::Absent(absence)) => absent = absent.max(Some(absence)),
                Err(Stop::Failed(error)) => return Err(Stop::Failed(error)),
            }
        }
        absent.map_or(Ok(values), |absence| Err(Stop::Absent(absence)))
    }

    fn noted(&mut self, text: impl FnOnce() -> String, result: Result<Value, Stop>) -> Result<Value, Stop> {
        if let Some(steps) = &mut self.steps {
            let shown = match &result {
                Ok(Value::Number(number)) => FormulaValue::Number(*number),
                Ok(Value::Truth(truth)) => FormulaValue::Truth(*truth),
                Err(Stop::Absent(absence)) => FormulaValue::Absent(*absence),
                Err(Stop::Failed(_)) => return result,
            };
            steps.push(FormulaStep { text: text(), result: shown });
        }
        result
    }
}

fn apply(operator: Operator, left: Exact, right: Exact) -> Result<Value, Stop> {
    Ok(match operator {
        Operator::Plus => Value::Number(left.plus(right)?),
        Operator::Minus => Value::Number(left.minus(right)?),
        Operator::Times => Value::Number(left.times(right)?),
        Operator::Over => Value::Number(left.over(right)?),
        Operator::Equal => Value::Truth(left == right),
        Operator::Unequal => Value::Truth(left != right),
        Operator::Less => Value::Truth(left < right),
        Operator::AtMost => Value::Truth(left <= right),
        Operator::Greater => Value::Truth(left > right),
        Operator::AtLeast => Value::Truth(left >= right),
    })
}

/// Functions that take all their arguments; `如果` does not.
fn call(function: Function, values: &[Value]) -> Value {
    let numbers = || values.iter().map(|value| value.number());
    let first = || numbers().next().unwrap_or_default();
    let truths = || values.iter().map(|value| value.truth());
    match function {
        Function::If | Function::Max => Value::Number(numbers().max().unwrap_or_default()),
        Function::Min => Value::Number(numbers().min().unwrap_or_default()),
        Function::Abs => Value::Number(first().distance()),
        Function::Round => {
            let places = numbers().nth(1).unwrap_or_default();
            Value::Number(first().rounded(u32::try_from(places.decimal()).unwrap_or_default()))
        }
        Function::And => Value::Truth(truths().all(|truth| truth)),
        Function::Or => Value::Truth(truths().any(|truth| truth)),
        Function::Not => Value::Truth(!truths().any(|truth| truth)),
    }
}
