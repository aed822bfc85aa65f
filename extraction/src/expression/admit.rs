//! What of SQL is let in: a list of constructs and functions, everything else is refused with its place.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{
    DuplicateTreatment, Expr, Function, FunctionArguments, Spanned, Value, visit_expressions,
};
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};
use datafusion::sql::sqlparser::tokenizer::{Location, Token};

use super::{ExpressionCode, ExpressionError, LONGEST_EXPRESSION, Place};

/// The functions an expression may call. All are pure; `seconds_between(from, to)` and `days_between(from, to)` are ours.
pub const FUNCTIONS: &[&str] = &[
    "abs",
    "btrim",
    "character_length",
    "ceil",
    "char_length",
    "coalesce",
    "concat",
    "contains",
    "date_part",
    "date_trunc",
    "days_between",
    "ends_with",
    "floor",
    "greatest",
    "least",
    "left",
    "length",
    "lower",
    "ltrim",
    "nullif",
    "nvl",
    "regexp_like",
    "replace",
    "right",
    "round",
    "rtrim",
    "seconds_between",
    "signum",
    "split_part",
    "starts_with",
    "strpos",
    "substr",
    "substring",
    "trim",
    "trunc",
    "upper",
];

const AGGREGATES: &[&str] = &[
    "array_agg",
    "avg",
    "bool_and",
    "bool_or",
    "corr",
    "count",
    "first_value",
    "last_value",
    "max",
    "mean",
    "median",
    "min",
    "stddev",
    "string_agg",
    "sum",
    "var",
];

/// Exactly one expression.
pub(super) fn parse(text: &str) -> Result<Expr, ExpressionError> {
    if text.trim().is_empty() {
        return Err(ExpressionError::new(ExpressionCode::Empty, "there is no expression"));
    }
    if text.chars().count() > LONGEST_EXPRESSION {
        return Err(ExpressionError::new(
            ExpressionCode::TooLong,
            format!("more than {LONGEST_EXPRESSION} characters"),
        ));
    }
    let mut parser = Parser::new(&GenericDialect {}).try_with_sql(text).map_err(|error| syntax(&error))?;
    let expr = parser.parse_expr().map_err(|error| syntax(&error))?;
    let rest = parser.next_token();
    if rest.token == Token::EOF {
        return Ok(expr);
    }
    let message = format!("`{}` stands after the end of the expression", rest.token);
    Err(ExpressionError { place: place(rest.span.start), ..ExpressionError::new(ExpressionCode::Syntax, message) })
}

/// Lets the expression in, or says what of it has no place here. `known` tells the dataset's columns.
pub(super) fn admit(expr: &Expr, known: &dyn Fn(&str) -> bool) -> Result<(), ExpressionError> {
    let verdict = visit_expressions(expr, |part| match admit_part(part, known) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => ControlFlow::Break(error),
    });
    match verdict {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(error) => Err(error),
    }
}

fn admit_part(part: &Expr, known: &dyn Fn(&str) -> bool) -> Result<(), ExpressionError> {
    let refuse = |code, name: &str, message: &str| {
        let at = place(part.span().start);
        Err(ExpressionError { place: at, name: Some(name.to_owned()), ..ExpressionError::new(code, message) })
    };
    match part {
        Expr::Identifier(name) if known(&name.value) => Ok(()),
        Expr::Identifier(name) => refuse(ExpressionCode::UnknownColumn, &name.value, "the dataset has no such column"),
        Expr::Function(call) => {
            admit_call(call).or_else(|(code, message)| refuse(code, &call.name.to_string(), message))
        }
        Expr::CompoundIdentifier(_) | Expr::CompoundFieldAccess { .. } | Expr::QualifiedWildcard(..) => {
            refuse(ExpressionCode::QualifiedName, &part.to_string(), "only the dataset's own columns have names here")
        }
        Expr::Subquery(_) | Expr::Exists { .. } | Expr::InSubquery { .. } | Expr::AnyOp { .. } | Expr::AllOp { .. } => {
            refuse(ExpressionCode::Subquery, &part.to_string(), "a subquery cannot be used")
        }
        Expr::Value(value) if matches!(value.value, Value::Placeholder(_)) => {
            refuse(ExpressionCode::NotAllowed, &part.to_string(), "a placeholder cannot be used")
        }
        Expr::IsFalse(_)
        | Expr::IsNotFalse(_)
        | Expr::IsTrue(_)
        | Expr::IsNotTrue(_)
        | Expr::IsNull(_)
        | Expr::IsNotNull(_)
        | Expr::IsUnknown(_)
        | Expr::IsNotUnknown(_)
        | Expr::IsDistinctFrom(..)
        | Expr::IsNotDistinctFrom(..)
        | Expr::InList { .. }
        | Expr::Between { .. }
        | Expr::BinaryOp { .. }
        | Expr::Like { .. }
        | Expr::ILike { .. }
        | Expr::UnaryOp { .. }
        | Expr::Cast { .. }
        | Expr::Extract { .. }
        | Expr::Ceil { .. }
        | Expr::Floor { .. }
        | Expr::Position { .. }
        | Expr::Substring { .. }
        | Expr::Trim { .. }
        | Expr::Nested(_)
        | Expr::Value(_)
        | Expr::TypedString(_)
        | Expr::Case { .. }
        | Expr::Interval(_) => Ok(()),
        // Everything else of SQL is not our business: the list above is what is let in.
        _ => refuse(ExpressionCode::NotAllowed, &part.to_string(), "this part of SQL cannot be used"),
    }
}

fn admit_call(call: &Function) -> Result<(), (ExpressionCode, &'static str)> {
    let name = call.name.to_string().to_lowercase();
    if call.over.is_some() {
        return Err((ExpressionCode::Window, "a window function cannot be used"));
    }
    if AGGREGATES.contains(&name.as_str()) || call.filter.is_some() || !call.within_group.is_empty() {
        return Err((
            ExpressionCode::Aggregate,
            "an aggregate cannot be used: the measure says how rows are aggregated",
        ));
    }
    if !FUNCTIONS.contains(&name.as_str()) {
        return Err((ExpressionCode::FunctionNotAllowed, "the function is not on the list of allowed ones"));
    }
    match &call.args {
        FunctionArguments::Subquery(_) => Err((ExpressionCode::Subquery, "a subquery cannot be used")),
        FunctionArguments::List(list) if matches!(list.duplicate_treatment, Some(DuplicateTreatment::Distinct)) => {
            Err((ExpressionCode::Aggregate, "DISTINCT cannot be used"))
        }
        FunctionArguments::List(_) | FunctionArguments::None => Ok(()),
    }
}

fn place(location: Location) -> Option<Place> {
    (location.line > 0).then_some(Place { line: location.line, column: location.column })
}

fn syntax(error: &ParserError) -> ExpressionError {
    let message = match error {
        ParserError::TokenizerError(text) | ParserError::ParserError(text) => text.clone(),
        ParserError::RecursionLimitExceeded => "the expression is nested too deeply".to_owned(),
    };
    // The parser tells the place only in its words: "… at Line: 1, Column: 8".
    let number = |after: &str| {
        let rest = message.rsplit_once(after)?.1;
        rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().ok()
    };
    let place = number("Line: ").zip(number("Column: ")).map(|(line, column)| Place { line, column });
    ExpressionError { place, ..ExpressionError::new(ExpressionCode::Syntax, message) }
}
