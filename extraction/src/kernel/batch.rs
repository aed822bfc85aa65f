//! The bitmaps and values of one batch, each evaluated when first wanted and then kept.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch};
use arrow::buffer::BooleanBuffer;
use arrow::compute::{cast, prep_null_mask_filter};
use arrow::datatypes::{DataType, Decimal128Type, Int64Type};
use shared::number::PLACES;

use super::placing::Placed;
use super::plan::{Evaluated, Plan, Slot};
use crate::error::ExtractionError;

/// One batch being computed.
pub(crate) struct Batch<'a> {
    plan: &'a Plan,
    rows: &'a RecordBatch,
    live: &'a BooleanBuffer,
    bitmaps: Vec<Option<BooleanBuffer>>,
    values: Vec<Option<Values>>,
}

/// Values scaled by 10⁴, and which of them are there.
#[derive(Clone)]
struct Values {
    scaled: Arc<[i64]>,
    valid: Option<BooleanBuffer>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(plan: &'a Plan, rows: &'a RecordBatch, placed: &'a Placed) -> Self {
        Self {
            plan,
            rows,
            live: &placed.live,
            bitmaps: vec![None; plan.conditions.len()],
            values: vec![None; plan.values.len()],
        }
    }

    /// The placed rows that pass all conditions of the measure.
    pub(crate) fn selected(&mut self, slot: &Slot) -> Result<BooleanBuffer, ExtractionError> {
        let mut selected = self.live.clone();
        for &place in &slot.conditions {
            let bitmap = self.bitmap(place, &selected)?;
            selected = &selected & &bitmap;
        }
        Ok(selected)
    }

    fn bitmap(&mut self, place: usize, selected: &BooleanBuffer) -> Result<BooleanBuffer, ExtractionError> {
        if let Some(Some(bitmap)) = self.bitmaps.get(place) {
            return Ok(bitmap.clone());
        }
        let Some(condition) = self.plan.conditions.get(place) else { return Ok(selected.clone()) };
        match evaluate(condition, self.rows) {
            Ok(array) => {
                let bitmap = truths(&array);
                if let Some(kept) = self.bitmaps.get_mut(place) {
                    *kept = Some(bitmap.clone());
                }
                Ok(bitmap)
            }
            // `count > 0 AND amount / count > 5`: what stands before guards what comes after.
            Err(_) => Ok(truths(&guarded(condition, self.rows, selected)?)),
        }
    }

    /// The values of the selected rows, and those of the rows that have one.
    pub(super) fn values(
        &mut self,
        place: usize,
        selected: BooleanBuffer,
    ) -> Result<(Arc<[i64]>, BooleanBuffer), ExtractionError> {
        let values = match self.values.get(place).cloned().flatten() {
            Some(values) => values,
            None => self.evaluate_values(place, &selected)?,
        };
        let selected = match &values.valid {
            Some(valid) => &selected & valid,
            None => selected,
        };
        Ok((values.scaled, selected))
    }

    fn evaluate_values(&mut self, place: usize, selected: &BooleanBuffer) -> Result<Values, ExtractionError> {
        let Some((value, scale)) = self.plan.values.get(place) else {
            return Err(ExtractionError::Engine("a value is not planned".to_owned()));
        };
        let overflow = || ExtractionError::Overflow { measure: value.measure.clone() };
        let whole = evaluate(value, self.rows).ok().and_then(|array| scaled(&array, *scale, None));
        if let Some(values) = whole {
            if let Some(kept) = self.values.get_mut(place) {
                *kept = Some(values.clone());
            }
            return Ok(values);
        }
        // Rows that do not count may not spoil those that do.
        let array = guarded(value, self.rows, selected)?;
        scaled(&array, *scale, Some(selected)).ok_or_else(overflow)
    }
}

fn evaluate(expr: &Evaluated, rows: &RecordBatch) -> Result<ArrayRef, ExtractionError> {
    let result = expr.physical.evaluate(rows).and_then(|value| value.into_array(rows.num_rows()));
    result.map_err(|error| failed(expr, &error))
}

fn guarded(expr: &Evaluated, rows: &RecordBatch, selected: &BooleanBuffer) -> Result<ArrayRef, ExtractionError> {
    let selection = BooleanArray::new(selected.clone(), None);
    let result = expr.physical.evaluate_selection(rows, &selection);
    result.and_then(|value| value.into_array(rows.num_rows())).map_err(|error| failed(expr, &error))
}

fn failed(expr: &Evaluated, error: &datafusion::error::DataFusionError) -> ExtractionError {
    ExtractionError::Evaluation { measure: expr.measure.clone(), message: error.strip_backtrace() }
}

/// True, and neither false nor null.
fn truths(array: &ArrayRef) -> BooleanBuffer {
    let Some(array) = array.as_boolean_opt() else { return BooleanBuffer::new_unset(array.len()) };
    match array.null_count() {
        0 => array.values().clone(),
        _ => prep_null_mask_filter(array).values().clone(),
    }
}

/// Scales to 10⁴, rounding HALF_UP to `scale` places first; `None` where a wanted value does not fit.
fn scaled(array: &ArrayRef, scale: u8, wanted: Option<&BooleanBuffer>) -> Option<Values> {
    let valid = array.nulls().map(|nulls| nulls.inner().clone());
    let counts = |row: usize| wanted.is_none_or(|wanted| wanted.value(row)) && array.is_valid(row);
    let unit = 10_i64.pow(PLACES);
    let values: Option<Arc<[i64]>> = match array.data_type() {
        DataType::Decimal128(_, places) => {
            let rescale = Rescale::new(*places, scale)?;
            let cells = array.as_primitive::<Decimal128Type>().values().iter().enumerate();
            cells.map(|(row, value)| if counts(row) { rescale.apply(*value) } else { Some(0) }).collect()
        }
        _ => {
            let whole = cast(array, &DataType::Int64).ok()?;
            if whole.null_count() != array.null_count() {
                return None;
            }
            let cells = whole.as_primitive::<Int64Type>().values().iter().enumerate();
            cells.map(|(row, value)| if counts(row) { value.checked_mul(unit) } else { Some(0) }).collect()
        }
    };
    Some(Values { scaled: values?, valid })
}

/// From a decimal's places to the kept places and on to 10⁴.
struct Rescale {
    divisor: i128,
    factor: i128,
}

impl Rescale {
    fn new(places: i8, kept: u8) -> Option<Self> {
        let places = i32::from(places);
        let kept = i32::from(kept).min(i32::try_from(PLACES).ok()?);
        let power = |exponent: i32| 10_i128.checked_pow(u32::try_from(exponent.max(0)).ok()?);
        let factor = power(i32::try_from(PLACES).ok()? - places.min(kept))?;
        Some(Self { divisor: power(places - kept)?, factor })
    }

    fn apply(&self, value: i128) -> Option<i64> {
        let half = self.divisor / 2;
        let rounded = if value < 0 { value.checked_sub(half)? } else { value.checked_add(half)? } / self.divisor;
        i64::try_from(rounded.checked_mul(self.factor)?).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_rounded_half_up_away_from_zero_and_scaled() {
        for (value, places, kept, expected) in [
            (12_345, 2, 4, Some(1_234_500)),
            (12_345, 2, 1, Some(1_235_000)),
            (-12_345, 2, 1, Some(-1_235_000)),
            (12_344, 2, 1, Some(1_234_000)),
            (5, 5, 4, Some(1)),
            (4, 5, 4, Some(0)),
            (7, 0, 4, Some(70_000)),
            (7, 0, 0, Some(70_000)),
            (i128::from(i64::MAX), 4, 4, Some(i64::MAX)),
            (i128::from(i64::MAX) + 1, 4, 4, None),
            (i128::MAX, 6, 4, None),
        ] {
            assert_eq!(Rescale::new(places, kept).unwrap().apply(value), expected, "{value} {places} {kept}");
        }
    }
}
