//! Text columns that come as codes of words: a condition on one of them is asked once a word, not once a row.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, new_null_array};
use arrow::buffer::{BooleanBuffer, ScalarBuffer};
use arrow::compute::{cast, concat};
use arrow::datatypes::{DataType, Int32Type};

use super::evaluated::Evaluated;
use super::placing::NO_GROUP;
use super::plan::Plan;
use super::truths;

/// One word in this many, or fewer, is worth going through its rows alone.
const FEW: usize = 8;

/// What a worker knows of the words that each column had last. A row group has one list of words, so most batches bring none.
pub(crate) struct Words {
    /// By column.
    known: Vec<Option<Known>>,
    conditions: usize,
}

struct Known {
    /// As it came; held so that no other list can come to lie where it lies.
    source: ArrayRef,
    /// The words as conditions see them, and nothing as the last.
    words: ArrayRef,
    /// By condition: not asked yet, or what was found; `None` where it cannot be asked of words that no row may have.
    answers: Vec<Option<Option<Arc<Truths>>>>,
}

/// The words for which a condition is true.
pub(crate) struct Truths {
    of: BooleanBuffer,
    codes: Vec<u32>,
}

impl Truths {
    /// Whether going through the rows of these words alone is worth it.
    pub(super) fn are_few(&self) -> bool {
        FEW * self.codes.len() <= self.of.len()
    }

    /// The rows whose word is one of them.
    #[expect(clippy::indexing_slicing, reason = "a hot loop: `collect_bool` asks for each of the rows")]
    pub(super) fn rows(&self, codes: &[i32]) -> BooleanBuffer {
        if self.of.len() <= 64 {
            // Few enough to hold in a register.
            let words = self.codes.iter().fold(0_u64, |words, code| words | 1 << (code & 63));
            return BooleanBuffer::collect_bool(codes.len(), |row| words >> (codes[row] & 63) & 1 == 1);
        }
        let of: Vec<bool> = self.of.iter().collect();
        BooleanBuffer::collect_bool(codes.len(), |row| of.get(codes[row] as usize).copied().unwrap_or_default())
    }
}

impl Words {
    pub(crate) fn new(plan: &Plan) -> Self {
        let known = plan.schema.fields().iter().map(|_| None).collect();
        Self { known, conditions: plan.conditions.len() }
    }

    /// How many codes a column has, that of nothing included.
    pub(super) fn count(&mut self, column: usize, coded: &DictionaryArray<Int32Type>) -> usize {
        self.known(column, coded).map_or(0, |known| known.words.len())
    }

    /// The words for which a condition on this column alone is true.
    pub(super) fn truths(
        &mut self,
        column: usize,
        coded: &DictionaryArray<Int32Type>,
        place: usize,
        condition: &Evaluated,
    ) -> Option<Arc<Truths>> {
        let known = self.known(column, coded)?;
        let words = Arc::clone(&known.words);
        let answer = known.answers.get_mut(place)?;
        let ask = || {
            let of = truths(&condition.over(vec![Arc::clone(&words)], words.len()).ok()?);
            Some(Arc::new(Truths { codes: of.set_indices_u32().collect(), of }))
        };
        answer.get_or_insert_with(ask).clone()
    }

    fn known(&mut self, column: usize, coded: &DictionaryArray<Int32Type>) -> Option<&mut Known> {
        let known = self.known.get_mut(column)?;
        if !known.as_ref().is_some_and(|known| same(&known.source, coded.values())) {
            let words = cast(coded.values(), &DataType::Utf8View).ok()?;
            let words = concat(&[words.as_ref(), new_null_array(&DataType::Utf8View, 1).as_ref()]).ok()?;
            let answers = (0..self.conditions).map(|_| None).collect();
            *known = Some(Known { source: Arc::clone(coded.values()), words, answers });
        }
        known.as_mut()
    }
}

/// Whether both lie in the same place. Comparing texts would cost more than it saves.
fn same(one: &ArrayRef, other: &ArrayRef) -> bool {
    match (one.as_string_opt::<i32>(), other.as_string_opt::<i32>()) {
        (Some(one), Some(other)) => one.offsets().ptr_eq(other.offsets()) && one.values().ptr_eq(other.values()),
        _ => false,
    }
}

/// The code of each row; rows with nothing have the last one, `words - 1`.
pub(super) fn codes(coded: &DictionaryArray<Int32Type>, words: usize) -> ScalarBuffer<i32> {
    let keys = coded.keys();
    if keys.null_count() == 0 {
        return keys.values().clone();
    }
    let nothing = i32::try_from(words).unwrap_or(i32::MAX).saturating_sub(1);
    keys.iter().map(|key| key.unwrap_or(nothing)).collect()
}

/// The placed rows of a batch by their code, each with its group.
pub(crate) struct Sorted {
    /// Where each code's rows begin in `rows`, and the end.
    starts: Vec<u32>,
    rows: Vec<(u32, u32)>,
}

impl Sorted {
    #[expect(
        clippy::indexing_slicing,
        reason = "a hot loop: codes are below `words`, and the second walk meets the rows of the first"
    )]
    pub(super) fn new(codes: &[i32], words: usize, groups: &[u32]) -> Self {
        let mut starts = vec![0_u32; words + 1];
        let placed = || codes.iter().zip(groups).zip(0_u32..).filter(|((_, group), _)| **group != NO_GROUP);
        for ((code, _), _) in placed() {
            starts[*code as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut rows = vec![(0, 0); sum as usize];
        for ((code, group), row) in placed() {
            let at = &mut next[*code as usize];
            rows[*at as usize] = (row, *group);
            *at += 1;
        }
        Self { starts, rows }
    }

    /// The rows of the words with their groups, word by word.
    pub(super) fn of<'a>(&'a self, truths: &'a Truths) -> impl Iterator<Item = &'a [(u32, u32)]> {
        truths.codes.iter().filter_map(|code| {
            let code = *code as usize;
            self.rows.get(*self.starts.get(code)? as usize..*self.starts.get(code + 1)? as usize)
        })
    }

    /// How many rows the words have.
    pub(super) fn count(&self, truths: &Truths) -> usize {
        self.of(truths).map(<[_]>::len).sum()
    }
}
