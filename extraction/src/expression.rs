//! SQL expressions of measures: parsed, checked against the dataset's columns, typed (CJ-51). Evaluating them lives in `kernel`.
//!
//! One scalar over the dataset's own columns: no subquery, no aggregate, no window, no other table, only [`FUNCTIONS`].
//! Names are taken as written, letters of any script; `"…"` quotes a name with spaces.

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Schema};
use datafusion::common::{
    DFSchema,
    tree_node::{TreeNode, TreeNodeRecursion},
};
use datafusion::execution::session_state::{SessionState, SessionStateBuilder};
use datafusion::logical_expr::simplify::SimplifyContext;
use datafusion::logical_expr::{Expr, ScalarUDF};
use datafusion::optimizer::simplify_expressions::ExprSimplifier;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::prelude::SessionConfig;
use datafusion::sql::sqlparser::ast::ExprWithAlias;

use crate::dataset::{Column, schema_of};

mod admit;
mod duration;

pub use admit::FUNCTIONS;

/// Longest expression taken, in characters.
pub const LONGEST_EXPRESSION: usize = 4000;

/// What an expression must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// True or false: a filter.
    Boolean,
    /// An exact number: a value to add or compare.
    Number,
    /// Anything: a value to count.
    Any,
}

shared::codes! {
    /// What is wrong with an expression.
    ExpressionCode {
        /// There is none.
        Empty "EMPTY",
        /// Longer than [`LONGEST_EXPRESSION`].
        TooLong "TOO_LONG",
        /// Not SQL, or more than one expression.
        Syntax "SYNTAX",
        /// A subquery or another table.
        Subquery "SUBQUERY",
        /// An aggregate function; the measure says how rows are aggregated.
        Aggregate "AGGREGATE",
        /// A window function.
        Window "WINDOW",
        /// A function outside the list of allowed ones, or one that gives another answer each time.
        FunctionNotAllowed "FUNCTION_NOT_ALLOWED",
        /// A name with a point in it.
        QualifiedName "QUALIFIED_NAME",
        /// A column the dataset does not have.
        UnknownColumn "UNKNOWN_COLUMN",
        /// Some other part of SQL that has no place here.
        NotAllowed "NOT_ALLOWED",
        /// The types do not fit together, or the result is not what is expected.
        WrongType "WRONG_TYPE",
        /// The result is a floating-point number, which cannot be summed exactly.
        Inexact "INEXACT",
    }
}

/// What is wrong with an expression, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct ExpressionError {
    /// The kind.
    pub code: ExpressionCode,
    /// The place in the text, where known.
    pub place: Option<Place>,
    /// The column, function or construct to blame, where there is one.
    pub name: Option<String>,
    /// The parser's or planner's own words, in English.
    pub message: String,
}

/// A place in an expression's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// The character in the line, from 1.
    pub column: u64,
}

/// An expression that may be saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The text as given.
    pub text: String,
    /// The columns it reads.
    pub columns: BTreeSet<String>,
}

/// Checks an expression against a dataset's columns, before it is saved.
///
/// # Errors
/// [`ExpressionError`] with the place in the text where it is known.
pub fn check_expression(columns: &[Column], text: &str, expected: Expected) -> Result<Checked, ExpressionError> {
    let planner = Planner::try_new(&schema_of(columns))?;
    let expr = planner.plan(text, expected)?;
    let columns = expr.column_refs().into_iter().map(|column| column.name.clone()).collect();
    Ok(Checked { text: text.to_owned(), columns })
}

impl ExpressionError {
    fn new(code: ExpressionCode, message: impl ToString) -> Self {
        Self { code, place: None, name: None, message: message.to_string() }
    }
}

/// DataFusion's planner with our functions, without a table.
static STATE: LazyLock<SessionState> = LazyLock::new(|| {
    let mut config = SessionConfig::new().with_information_schema(false);
    config.options_mut().sql_parser.enable_ident_normalization = false;
    config.options_mut().sql_parser.parse_float_as_decimal = true;
    let own = duration::functions().into_iter().map(ScalarUDF::from).map(Arc::new);
    let mut state = SessionStateBuilder::new().with_config(config).with_default_features().build();
    for function in own {
        use datafusion::execution::FunctionRegistry as _;
        // Registering replaces a namesake; the names are ours alone.
        let _replaced = state.register_udf(function);
    }
    state
});

/// Plans expressions over one schema.
pub(crate) struct Planner {
    schema: DFSchema,
}

impl Planner {
    pub(crate) fn try_new(schema: &Schema) -> Result<Self, ExpressionError> {
        let schema = DFSchema::try_from(schema.clone());
        schema.map(|schema| Self { schema }).map_err(|error| ExpressionError::new(ExpressionCode::WrongType, error))
    }

    /// The expression, parsed, admitted, planned and typed.
    pub(crate) fn plan(&self, text: &str, expected: Expected) -> Result<Expr, ExpressionError> {
        let parsed = admit::parse(text)?;
        admit::admit(&parsed, &|name| self.schema.has_column_with_unqualified_name(name))?;
        let wrong = |error| ExpressionError::new(ExpressionCode::WrongType, error);
        let aliased = ExprWithAlias { expr: parsed, alias: None };
        let expr = STATE.create_logical_expr_from_sql_expr(aliased, &self.schema).map_err(wrong)?;
        refuse_volatile(&expr)?;
        let physical = STATE.create_physical_expr(expr.clone(), &self.schema).map_err(wrong)?;
        let found = physical.data_type(self.schema.as_arrow()).map_err(wrong)?;
        typed(&found, expected)?;
        Ok(expr)
    }

    /// The expression made ready to evaluate over batches of the schema.
    pub(crate) fn physical(&self, expr: &Expr) -> Result<Arc<dyn PhysicalExpr>, ExpressionError> {
        let wrong = |error| ExpressionError::new(ExpressionCode::WrongType, error);
        // An expression that cannot be made simpler says what is wrong with it when it is evaluated.
        let expr = self.simplified(expr).unwrap_or_else(|_| expr.clone());
        STATE.create_physical_expr(expr, &self.schema).map_err(wrong)
    }

    /// Constants are computed once; and some functions, such as `coalesce`, can only be evaluated as what they stand for.
    fn simplified(&self, expr: &Expr) -> datafusion::error::Result<Expr> {
        let context = SimplifyContext::builder().with_schema(Arc::new(self.schema.clone()));
        let simplifier = ExprSimplifier::new(context.with_config_options(Arc::clone(STATE.config_options())).build());
        simplifier.simplify(simplifier.coerce(expr.clone(), &self.schema)?)
    }
}

fn typed(found: &DataType, expected: Expected) -> Result<(), ExpressionError> {
    let fits = match expected {
        Expected::Boolean => found == &DataType::Boolean,
        Expected::Number => found.is_integer() || matches!(found, DataType::Decimal128(..)),
        Expected::Any => !matches!(found, DataType::Null) && !found.is_nested(),
    };
    if fits {
        return Ok(());
    }
    let code = match (expected, found.is_floating()) {
        (Expected::Number, true) => ExpressionCode::Inexact,
        _ => ExpressionCode::WrongType,
    };
    Err(ExpressionError::new(code, format!("the result is {found}, expected {expected:?}")))
}

/// A second lock behind the list of functions: nothing that answers differently each time.
fn refuse_volatile(expr: &Expr) -> Result<(), ExpressionError> {
    if expr.is_volatile() {
        return Err(ExpressionError::new(ExpressionCode::FunctionNotAllowed, "the expression is volatile"));
    }
    let mut foreign = None;
    let walked = expr.apply(|part| {
        if matches!(
            part,
            Expr::AggregateFunction(_) | Expr::WindowFunction(_) | Expr::ScalarSubquery(_) | Expr::Placeholder(_)
        ) {
            foreign = Some(part.to_string());
            return Ok(TreeNodeRecursion::Stop);
        }
        Ok(TreeNodeRecursion::Continue)
    });
    match (walked, foreign) {
        (Ok(_), None) => Ok(()),
        (_, part) => Err(ExpressionError::new(ExpressionCode::NotAllowed, part.unwrap_or_default())),
    }
}
