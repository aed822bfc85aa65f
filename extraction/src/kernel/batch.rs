//! The bitmaps and values of one batch, each evaluated when first wanted and then kept.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, RecordBatch};
use arrow::buffer::{BooleanBuffer, ScalarBuffer};
use arrow::compute::{cast, prep_null_mask_filter};
use arrow::datatypes::{DataType, Int32Type};

use super::evaluated::Evaluated;
use super::placing::Placed;
use super::plan::{Plan, Slot};
use super::scaled::Scaled;
use super::selected::Selected;
use super::words::{Sorted, Truths, Words, codes};
use crate::error::ExtractionError;

/// One batch being computed.
pub(crate) struct Batch<'a> {
    plan: &'a Plan,
    rows: &'a RecordBatch,
    placed: &'a Placed,
    words: &'a mut Words,
    /// By column: as expressions want it.
    plain: Vec<Option<ArrayRef>>,
    /// By column: each row's word.
    codes: Vec<Option<ScalarBuffer<i32>>>,
    /// By column: the rows by their word.
    sorted: Vec<Option<Arc<Sorted>>>,
    /// By condition.
    bitmaps: Vec<Option<BooleanBuffer>>,
    values: Vec<Option<Scaled>>,
}

impl<'a> Batch<'a> {
    pub(crate) fn new(plan: &'a Plan, rows: &'a RecordBatch, placed: &'a Placed, words: &'a mut Words) -> Self {
        let columns = rows.num_columns();
        Self {
            plan,
            rows,
            placed,
            words,
            plain: vec![None; columns],
            codes: vec![None; columns],
            sorted: vec![None; columns],
            bitmaps: vec![None; plan.conditions.len()],
            values: vec![None; plan.values.len()],
        }
    }

    /// The placed rows that pass all conditions of the measure.
    pub(crate) fn selected(&mut self, slot: &Slot) -> Result<Selected, ExtractionError> {
        if let Some(selected) = self.listed(slot) {
            return Ok(selected);
        }
        let mut selected = self.placed.live.clone();
        for &place in &slot.conditions {
            let bitmap = self.bitmap(place, &selected)?;
            selected = &selected & &bitmap;
        }
        Ok(Selected::Bits(selected))
    }

    /// The rows of few words, where a condition asks for them and no other condition needs guarding.
    fn listed(&mut self, slot: &Slot) -> Option<Selected> {
        let few: Vec<_> = slot.conditions.iter().filter_map(|&place| self.few(place)).collect();
        let (first, sorted, words) = few.into_iter().min_by_key(|(_, sorted, words)| sorted.count(words))?;
        let mut also: Option<BooleanBuffer> = None;
        for &place in slot.conditions.iter().filter(|place| **place != first) {
            let bitmap = self.whole(place).ok()?;
            also = Some(also.map_or_else(|| bitmap.clone(), |also| &also & &bitmap));
        }
        Some(Selected::Listed { sorted, words, also })
    }

    fn few(&mut self, place: usize) -> Option<(usize, Arc<Sorted>, Arc<Truths>)> {
        let (column, truths) = self.truths_of_words(place)?;
        if !truths.are_few() {
            return None;
        }
        if let Some(Some(sorted)) = self.sorted.get(column) {
            return Some((place, Arc::clone(sorted), truths));
        }
        let words = self.words.count(column, coded(self.rows, column)?);
        let sorted = Arc::new(Sorted::new(&self.codes(column)?, words, &self.placed.groups));
        *self.sorted.get_mut(column)? = Some(Arc::clone(&sorted));
        Some((place, sorted, truths))
    }

    /// The words for which a condition is true, where it reads one column and that came in words.
    fn truths_of_words(&mut self, place: usize) -> Option<(usize, Arc<Truths>)> {
        let condition = self.plan.conditions.get(place)?;
        let column = condition.text_column()?;
        let truths = self.words.truths(column, coded(self.rows, column)?, place, condition)?;
        Some((column, truths))
    }

    fn codes(&mut self, column: usize) -> Option<ScalarBuffer<i32>> {
        if let Some(Some(codes)) = self.codes.get(column) {
            return Some(codes.clone());
        }
        let coded = coded(self.rows, column)?;
        let codes = codes(coded, self.words.count(column, coded));
        *self.codes.get_mut(column)? = Some(codes.clone());
        Some(codes)
    }

    fn bitmap(&mut self, place: usize, selected: &BooleanBuffer) -> Result<BooleanBuffer, ExtractionError> {
        let whole = self.whole(place);
        match (whole, self.plan.conditions.get(place)) {
            // `count > 0 AND amount / count > 5`: what stands before guards what comes after.
            (Err(_), Some(condition)) => Ok(truths(&condition.over_selected(self.plain(condition)?, selected)?)),
            (whole, _) => whole,
        }
    }

    /// The bitmap of a condition, asked of all rows.
    fn whole(&mut self, place: usize) -> Result<BooleanBuffer, ExtractionError> {
        if let Some(Some(bitmap)) = self.bitmaps.get(place) {
            return Ok(bitmap.clone());
        }
        let bitmap = match self.by_words(place) {
            Some(bitmap) => bitmap,
            None => {
                let Some(condition) = self.plan.conditions.get(place) else { return Err(unplanned()) };
                truths(&condition.over(self.plain(condition)?, self.rows.num_rows())?)
            }
        };
        if let Some(kept) = self.bitmaps.get_mut(place) {
            *kept = Some(bitmap.clone());
        }
        Ok(bitmap)
    }

    fn by_words(&mut self, place: usize) -> Option<BooleanBuffer> {
        let (column, truths) = self.truths_of_words(place)?;
        Some(truths.rows(&self.codes(column)?))
    }

    /// The columns of an expression, text as text.
    fn plain(&mut self, expr: &Evaluated) -> Result<Vec<ArrayRef>, ExtractionError> {
        expr.columns.iter().map(|column| self.plain_column(*column)).collect()
    }

    fn plain_column(&mut self, place: usize) -> Result<ArrayRef, ExtractionError> {
        if let Some(Some(plain)) = self.plain.get(place) {
            return Ok(Arc::clone(plain));
        }
        let column = self.rows.columns().get(place).ok_or_else(unplanned)?;
        let plain = match column.data_type() {
            DataType::Dictionary(..) => cast(column, &DataType::Utf8View),
            _ => Ok(Arc::clone(column)),
        };
        let plain = plain.map_err(|error| ExtractionError::Engine(error.to_string()))?;
        if let Some(kept) = self.plain.get_mut(place) {
            *kept = Some(Arc::clone(&plain));
        }
        Ok(plain)
    }

    /// The values of the selected rows, and those of the rows that have one.
    pub(super) fn values(
        &mut self,
        place: usize,
        selected: Selected,
    ) -> Result<(ScalarBuffer<i64>, Selected), ExtractionError> {
        let scaled = match self.values.get(place).cloned().flatten() {
            Some(scaled) => scaled,
            None => self.evaluate_values(place, &selected)?,
        };
        let selected = match &scaled.valid {
            Some(valid) => selected.and(valid),
            None => selected,
        };
        Ok((scaled.values, selected))
    }

    fn evaluate_values(&mut self, place: usize, selected: &Selected) -> Result<Scaled, ExtractionError> {
        let Some((value, scale)) = self.plan.values.get(place) else { return Err(unplanned()) };
        let (columns, rows) = (self.plain(value)?, self.rows.num_rows());
        let whole = value.over(columns.clone(), rows).ok().and_then(|array| Scaled::try_new(&array, *scale, None));
        if let Some(scaled) = whole {
            if let Some(kept) = self.values.get_mut(place) {
                *kept = Some(scaled.clone());
            }
            return Ok(scaled);
        }
        // Rows that do not count may not spoil those that do.
        let selected = selected.bits(rows);
        let array = value.over_selected(columns, &selected)?;
        Scaled::try_new(&array, *scale, Some(&selected)).ok_or_else(|| value.overflow())
    }
}

fn coded(rows: &RecordBatch, column: usize) -> Option<&DictionaryArray<Int32Type>> {
    rows.columns().get(column)?.as_dictionary_opt()
}

fn unplanned() -> ExtractionError {
    ExtractionError::Engine("an expression is not planned".to_owned())
}

/// True, and neither false nor null.
pub(super) fn truths(array: &ArrayRef) -> BooleanBuffer {
    let Some(array) = array.as_boolean_opt() else { return BooleanBuffer::new_unset(array.len()) };
    match array.null_count() {
        0 => array.values().clone(),
        _ => prep_null_mask_filter(array).values().clone(),
    }
}
