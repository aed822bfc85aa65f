//! Which group (month × leaf) each row of a batch belongs to. Answers of the organisation are remembered by key and day.

use std::ops::Range;

use arrow::array::{Array, ArrayRef, AsArray, DictionaryArray, StringArray, StringViewArray};
use arrow::buffer::{BooleanBuffer, NullBuffer, ScalarBuffer};
use arrow::compute::{max, min};
use arrow::datatypes::{DataType, Date32Type, Int32Type, TimestampMicrosecondType};
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
/// Remembered answers above the groups: not asked yet, and refusals below it.
const UNASKED: u32 = u32::MAX;
/// Groups end below the first answer that is none.
pub(crate) const MOST_GROUPS: u32 = u32::MAX - 16;
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
    pub times: Times,
    /// Rows that are refused, with the column to blame.
    pub unplaced: Vec<(usize, Reason, Option<String>)>,
    /// Sound rows outside the months.
    pub outside: u64,
    pub span: Option<(i64, i64)>,
}

/// The rows' times as written, as they are stored.
pub(crate) enum Times {
    Days(ScalarBuffer<i32>),
    Microseconds(ScalarBuffer<i64>),
}

impl Times {
    fn of(column: &ArrayRef) -> Self {
        match column.data_type() {
            DataType::Date32 => Self::Days(column.as_primitive::<Date32Type>().values().clone()),
            _ => Self::Microseconds(column.as_primitive::<TimestampMicrosecondType>().values().clone()),
        }
    }

    /// Microseconds since 1970.
    pub(super) fn at(&self, row: usize) -> i64 {
        match self {
            Self::Days(days) => days.get(row).map_or(0, |day| i64::from(*day) * DAY),
            Self::Microseconds(times) => times.get(row).copied().unwrap_or_default(),
        }
    }

    /// Days since 1970.
    fn day(&self, row: usize) -> i64 {
        match self {
            Self::Days(days) => days.get(row).map_or(0, |day| i64::from(*day)),
            Self::Microseconds(times) => times.get(row).map_or(0, |time| time.div_euclid(DAY)),
        }
    }
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
    /// The days of each month, counted from the first.
    days_of: Vec<Range<usize>>,
    leaves: u32,
    /// The place of each key in `answers`.
    keys: HashMap<String, usize>,
    answers: Vec<Answers>,
    memory: MemoryReservation,
    reserved: usize,
}

/// What is remembered of one key.
struct Answers {
    /// For each day: the group, or why there is none.
    days: Vec<u32>,
    /// For each month the group that every one of its days has; [`UNASKED`] until all are known to have it. Days are too many to lie
    /// close to the processor, months are not.
    months: Vec<u32>,
}

impl<'a> Placer<'a> {
    pub(crate) fn new(work: &'a Work, reading: &Reading, memory: &MemoryReservation) -> Self {
        let first_day = days(work.months.first().first_day());
        let since = |day: NaiveDate| usize::try_from(days(day) - first_day).unwrap_or_default();
        let days_of: Vec<_> =
            work.months.iter().map(|month| since(month.first_day())..since(month.next().first_day())).collect();
        let month_of = days_of.iter().zip(0..).flat_map(|(days, month)| days.clone().map(move |_| month)).collect();
        let dataset = &reading.dataset;
        Self {
            subjects: work.subjects.as_ref(),
            time_column: dataset.time_column.clone(),
            subject_columns: dataset.subject.all().map(|name| name.map(str::to_owned)),
            first_day,
            month_of,
            days_of,
            leaves: work.subjects.leaves(),
            keys: HashMap::new(),
            answers: Vec::new(),
            memory: memory.new_empty(),
            reserved: 0,
        }
    }

    /// Places all rows of a chunk.
    pub(crate) fn place(&mut self, chunk: &Chunk) -> Result<Placed, ExtractionError> {
        let rows = chunk.batch.num_rows();
        let column = chunk.batch.column_by_name(&self.time_column).ok_or_else(|| missing(&self.time_column))?;
        let (times, valid) = (Times::of(column), column.nulls());
        let codes = self.codes(chunk)?;
        let mut placed = Placed {
            groups: self.remembered_groups(&codes, &times, rows),
            live: BooleanBuffer::new_unset(0),
            unplaced: Vec::new(),
            outside: 0,
            span: span(column),
            times,
        };
        // Most batches hold nothing new.
        let known = placed.groups.iter().fold(0, |most, group| most.max(*group)) < MOST_GROUPS;
        if !known || column.null_count() > 0 {
            self.ask(&codes, valid, &mut placed)?;
        }
        placed.live = match placed.unplaced.len() as u64 + placed.outside {
            0 => BooleanBuffer::new_set(rows),
            _ => placed.groups.iter().map(|group| *group != NO_GROUP).collect(),
        };
        Ok(placed)
    }

    /// Places the rows of which nothing is remembered, and refuses those without a time.
    fn ask(
        &mut self,
        codes: &[Codes<'_>; 3],
        valid: Option<&NullBuffer>,
        placed: &mut Placed,
    ) -> Result<(), ExtractionError> {
        let mut key = String::new();
        for (row, group) in placed.groups.iter_mut().enumerate() {
            if valid.is_some_and(|valid| valid.is_null(row)) {
                placed.unplaced.push((row, Reason::EmptyTime, Some(self.time_column.clone())));
                *group = NO_GROUP;
            } else if *group >= MOST_GROUPS {
                *group = match self.day(placed.times.day(row)) {
                    None => {
                        placed.outside += 1;
                        NO_GROUP
                    }
                    Some(day) => self.answer(codes, row, day, &mut key)?.unwrap_or_else(|reason| {
                        placed.unplaced.push((row, reason.into(), self.blamed(reason)));
                        NO_GROUP
                    }),
                };
            }
        }
        Ok(())
    }

    /// What is remembered of each row where the key is a unit that came as a code; [`UNASKED`] for all else. Most rows are
    /// placed here, without reading a text.
    fn remembered_groups(&self, codes: &[Codes<'_>; 3], times: &Times, rows: usize) -> Vec<u32> {
        let [Codes::Words(coded, words), Codes::Nothing, Codes::Nothing] = codes else { return vec![UNASKED; rows] };
        let answers = |word: Option<&str>| self.answers.get(*self.keys.get(word?)?);
        let answers = |word| answers(word).map(|answers| (answers.months.as_slice(), answers.days.as_slice()));
        let answers: Vec<(&[u32], &[u32])> = words.iter().map(|word| answers(word).unwrap_or_default()).collect();
        let answer = |code: i32, day: i64| -> Option<u32> {
            let (months, days) = answers.get(usize::try_from(code).ok()?)?;
            let day = usize::try_from(day - self.first_day).ok()?;
            match *months.get(*self.month_of.get(day)? as usize)? {
                UNASKED => days.get(day).copied(),
                group => Some(group),
            }
        };
        let (codes, valid) = (coded.keys().values().iter(), coded.keys().nulls());
        let mut groups: Vec<u32> = match times {
            Times::Days(days) => {
                codes.zip(days).map(|(code, day)| answer(*code, i64::from(*day)).unwrap_or(UNASKED)).collect()
            }
            Times::Microseconds(times) => {
                codes.zip(times).map(|(code, time)| answer(*code, time.div_euclid(DAY)).unwrap_or(UNASKED)).collect()
            }
        };
        if let Some(valid) = valid {
            let empty = groups.iter_mut().zip(valid.iter()).filter(|(_, valid)| !valid);
            empty.for_each(|(group, _)| *group = UNASKED);
        }
        groups
    }

    /// A day's place among the days of the months, and its month.
    fn day(&self, day: i64) -> Option<(usize, u32)> {
        let day = usize::try_from(day - self.first_day).ok()?;
        Some((day, *self.month_of.get(day)?))
    }

    fn codes<'b>(&self, chunk: &'b Chunk) -> Result<[Codes<'b>; 3], ExtractionError> {
        let mut codes = [Codes::Nothing, Codes::Nothing, Codes::Nothing];
        for (code, name) in codes.iter_mut().zip(&self.subject_columns) {
            if let Some(name) = name {
                *code = Codes::of(chunk.batch.column_by_name(name).ok_or_else(|| missing(name))?);
            }
        }
        Ok(codes)
    }

    /// The group of a row on a day within the months.
    fn answer(
        &mut self,
        codes: &[Codes<'_>; 3],
        row: usize,
        (day, month): (usize, u32),
        key: &mut String,
    ) -> Result<Result<u32, Unplaced>, ExtractionError> {
        let [unit, post, person] = [0, 1, 2].map(|at| codes.get(at).and_then(|codes| codes.text(row)));
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
        let remembered = self.keys.get(known).and_then(|place| self.answers.get(*place)?.days.get(day).copied());
        if let Some(answer) = remembered.filter(|answer| *answer != UNASKED) {
            return Ok(told(answer));
        }
        let date =
            NaiveDate::default() + chrono::Duration::days(self.first_day + i64::try_from(day).unwrap_or_default());
        let placed = self.subjects.place(&SubjectKey { unit, post, person }, date);
        if let Ok(Leaf(leaf)) = placed
            && leaf >= self.leaves
        {
            return Err(ExtractionError::Engine(format!("leaf {leaf} of {}", self.leaves)));
        }
        let placed = placed.map(|Leaf(leaf)| month * self.leaves + leaf);
        self.remember(known, (day, month), placed)?;
        Ok(placed)
    }

    fn remember(
        &mut self,
        key: &str,
        (day, month): (usize, u32),
        placed: Result<u32, Unplaced>,
    ) -> Result<(), ExtractionError> {
        let place = match self.keys.get(key) {
            Some(place) => *place,
            None => self.new_key(key)?,
        };
        let answer = placed.unwrap_or_else(|reason| {
            UNASKED - 1 - Unplaced::ALL.iter().zip(0..).find(|(known, _)| **known == reason).map_or(0, |(_, at)| at)
        });
        if let (Some(answers), Some(days)) = (self.answers.get_mut(place), self.days_of.get(month as usize)) {
            answers.remember(day, answer, (month as usize, days));
        }
        Ok(())
    }

    fn new_key(&mut self, key: &str) -> Result<usize, ExtractionError> {
        let (days, months) = (self.month_of.len(), self.days_of.len());
        let cells = size_of::<u32>() * (days + months);
        let bytes = key.len() + size_of::<(String, usize)>() + size_of::<Answers>() + cells;
        if self.reserved + bytes > MOST_ANSWERS * size_of::<u32>() || self.memory.try_grow(bytes).is_err() {
            (self.keys, self.answers) = (HashMap::new(), Vec::new());
            self.memory.free();
            self.reserved = 0;
            self.memory.try_grow(bytes)?;
        }
        self.reserved += bytes;
        let place = self.answers.len();
        self.keys.insert(key.to_owned(), place);
        self.answers.push(Answers { days: vec![UNASKED; days], months: vec![UNASKED; months] });
        Ok(place)
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

impl Answers {
    fn remember(&mut self, day: usize, answer: u32, (month, days): (usize, &Range<usize>)) {
        if let Some(cell) = self.days.get_mut(day) {
            *cell = answer;
        }
        let all = self.days.get(days.clone()).is_some_and(|days| days.iter().all(|known| *known == answer));
        if let (true, Some(cell)) = (all && answer < MOST_GROUPS, self.months.get_mut(month)) {
            *cell = answer;
        }
    }
}

/// A remembered answer: groups from below, refusals from above.
fn told(answer: u32) -> Result<u32, Unplaced> {
    let refusal = usize::try_from(UNASKED - 1 - answer).ok().and_then(|place| Unplaced::ALL.get(place));
    refusal.map_or(Ok(answer), |reason| Err(*reason))
}

/// The subject codes of a chunk, as they came.
enum Codes<'a> {
    Nothing,
    Texts(&'a StringViewArray),
    Words(&'a DictionaryArray<Int32Type>, &'a StringArray),
}

impl<'a> Codes<'a> {
    fn of(column: &'a ArrayRef) -> Self {
        let words = || {
            let coded = column.as_dictionary_opt::<Int32Type>()?;
            Some(Self::Words(coded, coded.values().as_string_opt()?))
        };
        column.as_string_view_opt().map(Self::Texts).or_else(words).unwrap_or(Self::Nothing)
    }

    fn text(&self, row: usize) -> Option<&'a str> {
        match self {
            Self::Nothing => None,
            Self::Texts(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Words(coded, words) => Some(words.value(coded.key(row)?)),
        }
    }
}

/// The first and the last time.
fn span(column: &ArrayRef) -> Option<(i64, i64)> {
    match column.data_type() {
        DataType::Date32 => {
            let days = column.as_primitive::<Date32Type>();
            Some((i64::from(min(days)?) * DAY, i64::from(max(days)?) * DAY))
        }
        _ => {
            let times = column.as_primitive::<TimestampMicrosecondType>();
            Some((min(times)?, max(times)?))
        }
    }
}

fn days(day: NaiveDate) -> i64 {
    day.signed_duration_since(NaiveDate::default()).num_days()
}

fn missing(column: &str) -> ExtractionError {
    ExtractionError::Engine(format!("column `{column}` was not read"))
}
