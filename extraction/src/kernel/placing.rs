//! Which group (month × leaf) each row of a batch belongs to. Answers of the organisation are remembered by key and day.

use arrow::array::{Array, AsArray, StringViewArray};
use arrow::buffer::BooleanBuffer;
use arrow::datatypes::{DataType, Date32Type, TimestampMicrosecondType};
use chrono::NaiveDate;
use datafusion::common::HashMap;
use datafusion::execution::memory_pool::MemoryReservation;

use crate::engine::Work;
use crate::error::ExtractionError;
use crate::refused::Reason;
use crate::source::{Chunk, Reading};
use crate::subjects::{Leaf, SubjectKey, Subjects, Unplaced};

const DAY: i64 = 86_400_000_000;
/// The group of a row that has none.
pub(crate) const NO_GROUP: u32 = u32::MAX;
/// Remembered answers above the leaves: not asked yet, and refusals below it.
const UNASKED: u32 = u32::MAX;
/// Remembered answers a worker keeps at most; then it starts afresh.
const MOST_ANSWERS: usize = 8 << 20;
/// Between the codes of one key; no code of a business system has it.
const SEPARATOR: char = '\u{1f}';

/// The places of one batch's rows.
pub(crate) struct Placed {
    /// Month × leaves + leaf; [`NO_GROUP`] where the row is not `live`.
    pub groups: Vec<u32>,
    /// The rows that have a group.
    pub live: BooleanBuffer,
    /// The rows' times, microseconds as written.
    pub times: Vec<i64>,
    /// Rows that are refused, with the column to blame.
    pub unplaced: Vec<(usize, Reason, Option<String>)>,
    /// Sound rows outside the months.
    pub outside: u64,
    pub span: Option<(i64, i64)>,
}

/// Places rows for one worker.
pub(crate) struct Placer<'a> {
    subjects: &'a dyn Subjects,
    time_column: String,
    subject_columns: [Option<String>; 3],
    /// The first day, since 1970-01-01.
    first_day: i64,
    /// The month of each day from the first on.
    month_of: Vec<u32>,
    leaves: u32,
    /// For each key, the answer for each day.
    answers: HashMap<String, Vec<u32>>,
    memory: MemoryReservation,
    reserved: usize,
}

impl<'a> Placer<'a> {
    pub(crate) fn new(work: &'a Work, reading: &Reading, memory: &MemoryReservation) -> Self {
        let first_day = days(work.months.first().first_day());
        let month_of = work.months.iter().zip(0_u32..).flat_map(|(month, ordinal)| {
            let length = days(month.next().first_day()) - days(month.first_day());
            (0..length).map(move |_| ordinal)
        });
        let dataset = &reading.dataset;
        Self {
            subjects: work.subjects.as_ref(),
            time_column: dataset.time_column.clone(),
            subject_columns: dataset.subject.all().map(|name| name.map(str::to_owned)),
            first_day,
            month_of: month_of.collect(),
            leaves: work.subjects.leaves(),
            answers: HashMap::new(),
            memory: memory.new_empty(),
            reserved: 0,
        }
    }

    /// Places all rows of a chunk.
    pub(crate) fn place(&mut self, chunk: &Chunk) -> Result<Placed, ExtractionError> {
        let rows = chunk.batch.num_rows();
        let (times, valid) = self.times(chunk)?;
        let codes = self.codes(chunk)?;
        let mut placed = Placed {
            groups: vec![NO_GROUP; rows],
            live: BooleanBuffer::new_unset(rows),
            unplaced: Vec::new(),
            outside: 0,
            span: span(&times, valid.as_ref()),
            times,
        };
        let mut key = String::new();
        for row in 0..rows {
            if valid.as_ref().is_some_and(|valid| !valid.value(row)) {
                placed.unplaced.push((row, Reason::EmptyTime, Some(self.time_column.clone())));
                continue;
            }
            let offset = placed.times.get(row).map_or(-1, |time| time.div_euclid(DAY) - self.first_day);
            let day = usize::try_from(offset).ok();
            let Some((day, &month)) = day.and_then(|day| self.month_of.get(day).map(|month| (day, month))) else {
                placed.outside += 1;
                continue;
            };
            match self.answer(&codes, row, day, &mut key)? {
                Ok(leaf) => {
                    if let Some(group) = placed.groups.get_mut(row) {
                        *group = month * self.leaves + leaf;
                    }
                }
                Err(reason) => placed.unplaced.push((row, reason.into(), self.blamed(reason))),
            }
        }
        placed.live =
            BooleanBuffer::collect_bool(rows, |row| placed.groups.get(row).is_some_and(|group| *group != NO_GROUP));
        Ok(placed)
    }

    fn times(&self, chunk: &Chunk) -> Result<(Vec<i64>, Option<BooleanBuffer>), ExtractionError> {
        let column = chunk.batch.column_by_name(&self.time_column).ok_or_else(|| missing(&self.time_column))?;
        let times = match column.data_type() {
            DataType::Date32 => {
                column.as_primitive::<Date32Type>().values().iter().map(|day| i64::from(*day) * DAY).collect()
            }
            _ => column.as_primitive::<TimestampMicrosecondType>().values().to_vec(),
        };
        Ok((times, column.nulls().map(|nulls| nulls.inner().clone())))
    }

    fn codes<'b>(&self, chunk: &'b Chunk) -> Result<[Option<&'b StringViewArray>; 3], ExtractionError> {
        let mut codes = [None; 3];
        for (code, name) in codes.iter_mut().zip(&self.subject_columns) {
            if let Some(name) = name {
                let column = chunk.batch.column_by_name(name).ok_or_else(|| missing(name))?;
                *code = column.as_string_view_opt();
            }
        }
        Ok(codes)
    }

    fn answer(
        &mut self,
        codes: &[Option<&StringViewArray>; 3],
        row: usize,
        day: usize,
        key: &mut String,
    ) -> Result<Result<u32, Unplaced>, ExtractionError> {
        let [unit, post, person] =
            codes.map(|codes| codes.filter(|codes| codes.is_valid(row)).map(|codes| codes.value(row)));
        let known: &str = match (unit, post, person) {
            (None, None, None) => return Ok(Err(Unplaced::Empty)),
            (Some(unit), None, None) => unit,
            _ => {
                key.clear();
                [unit, post, person].into_iter().for_each(|code| {
                    key.push(SEPARATOR);
                    key.push_str(code.unwrap_or_default());
                });
                key
            }
        };
        if let Some(answer) =
            self.answers.get(known).and_then(|days| days.get(day)).filter(|answer| **answer != UNASKED)
        {
            return Ok(told(*answer));
        }
        let date =
            NaiveDate::default() + chrono::Duration::days(self.first_day + i64::try_from(day).unwrap_or_default());
        let placed = self.subjects.place(&SubjectKey { unit, post, person }, date);
        if let Ok(Leaf(leaf)) = placed
            && leaf >= self.leaves
        {
            return Err(ExtractionError::Engine(format!("leaf {leaf} of {}", self.leaves)));
        }
        self.remember(known, day, placed)?;
        Ok(placed.map(|Leaf(leaf)| leaf))
    }

    fn remember(&mut self, key: &str, day: usize, placed: Result<Leaf, Unplaced>) -> Result<(), ExtractionError> {
        if !self.answers.contains_key(key) {
            let bytes = key.len() + size_of::<(String, Vec<u32>)>() + size_of::<u32>() * self.month_of.len();
            if self.reserved + bytes > MOST_ANSWERS * size_of::<u32>() || self.memory.try_grow(bytes).is_err() {
                self.answers = HashMap::new();
                self.memory.free();
                self.reserved = 0;
                self.memory.try_grow(bytes)?;
            }
            self.reserved += bytes;
            self.answers.insert(key.to_owned(), vec![UNASKED; self.month_of.len()]);
        }
        let answer = match placed {
            Ok(Leaf(leaf)) => leaf,
            Err(reason) => {
                UNASKED - 1 - Unplaced::ALL.iter().zip(0..).find(|(known, _)| **known == reason).map_or(0, |(_, at)| at)
            }
        };
        if let Some(cell) = self.answers.get_mut(key).and_then(|days| days.get_mut(day)) {
            *cell = answer;
        }
        Ok(())
    }

    /// The column whose code was not found; for a validity or an empty row the first subject column.
    fn blamed(&self, reason: Unplaced) -> Option<String> {
        let [unit, post, person] = &self.subject_columns;
        match reason {
            Unplaced::UnknownUnit => unit.clone(),
            Unplaced::UnknownPost => post.clone(),
            Unplaced::UnknownPerson => person.clone(),
            Unplaced::NotValidOnDate | Unplaced::Empty => {
                person.clone().or_else(|| post.clone()).or_else(|| unit.clone())
            }
        }
    }
}

/// A remembered answer: leaves from below, refusals from above.
fn told(answer: u32) -> Result<u32, Unplaced> {
    let refusal = usize::try_from(UNASKED - 1 - answer).ok().and_then(|place| Unplaced::ALL.get(place));
    refusal.map_or(Ok(answer), |reason| Err(*reason))
}

fn span(times: &[i64], valid: Option<&BooleanBuffer>) -> Option<(i64, i64)> {
    let there = |row: &usize| valid.is_none_or(|valid| valid.value(*row));
    let known = times.iter().enumerate().filter(|(row, _)| there(row)).map(|(_, time)| *time);
    known.fold(None, |span, time| match span {
        None => Some((time, time)),
        Some((first, last)) => Some((time.min(first), time.max(last))),
    })
}

fn days(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

fn missing(column: &str) -> ExtractionError {
    ExtractionError::Engine(format!("column `{column}` was not read"))
}
