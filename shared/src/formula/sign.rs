//! Which formulas can be negative.

use super::expression::{Expression, Function, Operator};

/// Whether an expression over names that are never negative can be. What is divided by is a number of things, also where it is a
/// difference: `filed / (due - exempt)`.
pub(super) fn may_be_negative(expression: &Expression) -> bool {
    match expression {
        Expression::Name(_) => false,
        Expression::Number(number) => number.is_negative(),
        Expression::Negated(_) | Expression::Binary(Operator::Minus, ..) => true,
        Expression::Binary(Operator::Over, left, right) => may_be_negative(left) || is_negative_number(right),
        Expression::Binary(_, left, right) => may_be_negative(left) || may_be_negative(right),
        Expression::Call(function, arguments) => match (function, arguments.as_slice()) {
            (Function::If, [_, branches @ ..]) => branches.iter().any(may_be_negative),
            (Function::Max, arguments) => arguments.iter().all(may_be_negative),
            (Function::Min, arguments) => arguments.iter().any(may_be_negative),
            (Function::Round, arguments) => arguments.first().is_some_and(may_be_negative),
            (Function::If | Function::Abs | Function::And | Function::Or | Function::Not, _) => false,
        },
    }
}

fn is_negative_number(expression: &Expression) -> bool {
    match expression {
        Expression::Number(number) => number.is_negative(),
        Expression::Negated(_) => true,
        Expression::Name(_) | Expression::Binary(..) | Expression::Call(..) => false,
    }
}
