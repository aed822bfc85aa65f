//! One expression, ready to be evaluated over the columns it reads and no other.

use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, RecordBatch, RecordBatchOptions};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::{DataType, SchemaRef};
use datafusion::error::{DataFusionError, Result};
use datafusion::logical_expr::{ColumnarValue, Expr};
use datafusion::physical_expr::PhysicalExpr;

use crate::error::ExtractionError;
use crate::expression::{ExpressionError, Planner};
use crate::measure::Measure;

/// An expression ready to evaluate, and the first measure that wants it.
pub(crate) struct Evaluated {
    pub logical: Expr,
    /// The columns it reads, by their place in the reading.
    pub columns: Vec<usize>,
    physical: Arc<dyn PhysicalExpr>,
    /// Of `columns`.
    schema: SchemaRef,
    measure: String,
}

impl Evaluated {
    pub(super) fn try_new(
        schema: &SchemaRef,
        expr: &Expr,
        measure: &Measure,
    ) -> std::result::Result<Self, ExpressionError> {
        let read = expr.column_refs();
        let fields = schema.fields().iter().enumerate();
        let columns: Vec<_> = fields
            .filter(|(_, field)| read.iter().any(|column| column.name == *field.name()))
            .map(|(at, _)| at)
            .collect();
        let schema = schema.project(&columns).map(Arc::new).unwrap_or_else(|_| Arc::clone(schema));
        let physical = Planner::try_new(&schema)?.physical(expr)?;
        Ok(Self { logical: expr.clone(), columns, physical, schema, measure: measure.code.to_string() })
    }

    /// The text column, where it reads that and nothing else.
    pub(super) fn text_column(&self) -> Option<usize> {
        let text = self.schema.fields().iter().all(|field| *field.data_type() == DataType::Utf8View);
        match self.columns.as_slice() {
            [column] if text => Some(*column),
            _ => None,
        }
    }

    /// Its value for each row.
    pub(super) fn over(&self, columns: Vec<ArrayRef>, rows: usize) -> std::result::Result<ArrayRef, ExtractionError> {
        self.evaluate(columns, rows, |batch| self.physical.evaluate(batch))
    }

    /// Its value for each selected row; what the others hold cannot fail it.
    pub(super) fn over_selected(
        &self,
        columns: Vec<ArrayRef>,
        selected: &BooleanBuffer,
    ) -> std::result::Result<ArrayRef, ExtractionError> {
        let selection = BooleanArray::new(selected.clone(), None);
        self.evaluate(columns, selected.len(), |batch| self.physical.evaluate_selection(batch, &selection))
    }

    fn evaluate(
        &self,
        columns: Vec<ArrayRef>,
        rows: usize,
        evaluate: impl Fn(&RecordBatch) -> Result<ColumnarValue>,
    ) -> std::result::Result<ArrayRef, ExtractionError> {
        // An expression without columns needs to be told how many rows there are.
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(Arc::clone(&self.schema), columns, &options);
        let value = batch.map_err(DataFusionError::from).and_then(|batch| evaluate(&batch)?.into_array(rows));
        value.map_err(|error| ExtractionError::Evaluation {
            measure: self.measure.clone(),
            message: error.strip_backtrace(),
        })
    }

    /// A value of it does not fit.
    pub(super) fn overflow(&self) -> ExtractionError {
        ExtractionError::Overflow { measure: self.measure.clone() }
    }
}
