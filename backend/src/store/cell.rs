//! Cells and scores: written in bulk by a run, never changed, read for the subjects the viewer may see.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use sea_orm::sea_query::CaseStatement;
use sea_orm::{ColumnTrait, Condition, FromQueryResult, Iterable as _, QuerySelect as _, Select};
use serde_json::{Value, json};
use shared::cell::{Cell, Ranking, Score, Subject};
use shared::code::{GroupCode, LineCode};
use shared::id::{Id, IndicatorVersionId, PersonId, PostId, RunId, UnitId};
use shared::indicator::SubjectKind;
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::{Action, Resource};

use super::bulk::Kind::{Integer, Text};
use super::bulk::{Bulk, Kind};
use super::entity::{cell, score};
use super::permit::FunctionPermit;
use super::scope::{Reader, Scoped, Session, within_as};
use crate::error::Error;

mod glance;

pub use glance::{Glance, glances, score_glances};

/// To whom a value belongs: the columns that row permission reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Belongs {
    /// The unit.
    pub unit: UnitId,
    /// The post.
    pub post: Option<PostId>,
    /// The person.
    pub person: Option<PersonId>,
    /// The business line of the indicator; none for scores over several.
    pub line: Option<LineCode>,
}

const OF_SUBJECT: [(&str, Kind); 15] = [
    ("run_id", Integer),
    ("period", Text),
    ("subject_id", Integer),
    ("subject_kind", Text),
    ("unit_id", Integer),
    ("post_id", Integer),
    ("person_id", Integer),
    ("line", Text),
    ("availability", Text),
    ("band", Text),
    ("rank", Integer),
    ("group_size", Integer),
    ("group_code", Text),
    ("group_mean", Integer),
    ("group_best", Integer),
];

const CELL: [(&str, Kind); 24] = joined(
    OF_SUBJECT,
    [
        ("version_id", Integer),
        ("numerator", Integer),
        ("denominator", Integer),
        ("value", Integer),
        ("rows", Integer),
        ("inputs", Text),
        ("target", Integer),
        ("points", Integer),
        ("base_points", Integer),
    ],
);

const SCORE: [(&str, Kind); 20] = joined(
    OF_SUBJECT,
    [
        ("dimension", Text),
        ("score", Integer),
        ("points", Integer),
        ("base_points", Integer),
        ("indicator_count", Integer),
    ],
);

const fn joined<const A: usize, const B: usize, const C: usize>(
    one: [(&'static str, Kind); A],
    other: [(&'static str, Kind); B],
) -> [(&'static str, Kind); C] {
    let mut all = [("", Integer); C];
    let mut at = 0;
    while at < C {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler: out of bounds does not compile")]
        let column = if at < A { one[at] } else { other[at - A] };
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler: out of bounds does not compile")]
        {
            all[at] = column;
        }
        at += 1;
    }
    all
}

/// Writes the results of one run.
#[derive(Debug)]
pub struct Writer<'s> {
    session: &'s Session,
    permit: FunctionPermit,
    run: RunId,
    cells: Bulk,
    scores: Bulk,
    written: i64,
}

impl<'s> Writer<'s> {
    /// A writer for a run.
    #[must_use]
    pub fn new(session: &'s Session, permit: FunctionPermit, run: RunId) -> Self {
        Self { session, permit, run, cells: Bulk::new("cell", &CELL), scores: Bulk::new("score", &SCORE), written: 0 }
    }

    /// Writes a cell.
    ///
    /// # Errors
    /// Of the database, here and below.
    pub async fn cell(&mut self, belongs: &Belongs, cell: &Cell) -> Result<(), Error> {
        let mut row = self.of_subject(belongs, cell.subject, cell.period);
        row.push(json!(cell.availability));
        row.push(json!(cell.band));
        row.extend(released(cell.ranking.as_ref()));
        row.extend([
            json!(cell.version.raw()),
            scaled(cell.numerator),
            scaled(cell.denominator),
            scaled(cell.value),
            json!(cell.rows),
            json!(serde_json::to_string(
                &cell.inputs.iter().map(|input| input.map(Quantity::scaled)).collect::<Vec<_>>()
            )?),
            scaled(cell.target),
            json!(cell.points.map(shared::number::Points::scaled)),
            json!(cell.base_points.scaled()),
        ]);
        self.written += 1;
        self.cells.push(self.session, &self.permit, &row).await
    }

    /// Writes a score.
    ///
    /// # Errors
    /// Of the database.
    pub async fn score(&mut self, belongs: &Belongs, score: &Score) -> Result<(), Error> {
        let mut row = self.of_subject(belongs, score.subject, score.period);
        row.push(json!(score.availability));
        row.push(json!(score.band));
        row.extend(released(score.ranking.as_ref()));
        row.extend([
            json!(score.dimension.as_ref().map_or("", |dimension| dimension.as_str())),
            json!(score.score.map(shared::number::Points::scaled)),
            json!(score.points.scaled()),
            json!(score.base_points.scaled()),
            json!(score.indicator_count),
        ]);
        self.written += 1;
        self.scores.push(self.session, &self.permit, &row).await
    }

    /// Writes what is waiting; says how many rows were written in all.
    ///
    /// # Errors
    /// Of the database.
    pub async fn finish(mut self) -> Result<i64, Error> {
        self.cells.flush(self.session, &self.permit).await?;
        self.scores.flush(self.session, &self.permit).await?;
        Ok(self.written)
    }

    fn of_subject(&self, belongs: &Belongs, subject: Subject, period: Period) -> Vec<Value> {
        let mut row = Vec::with_capacity(24);
        row.extend([
            json!(self.run.raw()),
            json!(period),
            json!(raw(subject)),
            json!(subject.kind()),
            json!(belongs.unit.raw()),
            json!(belongs.post.map(Id::raw)),
            json!(belongs.person.map(Id::raw)),
            json!(belongs.line),
        ]);
        row
    }
}

fn raw(subject: Subject) -> i64 {
    match subject {
        Subject::Unit(id) => id.raw(),
        Subject::Post(id) => id.raw(),
        Subject::Person(id) => id.raw(),
    }
}

fn subject(kind: SubjectKind, raw: i64) -> Subject {
    match kind {
        SubjectKind::Unit => Subject::Unit(Id::from_raw(raw)),
        SubjectKind::Post => Subject::Post(Id::from_raw(raw)),
        SubjectKind::Person => Subject::Person(Id::from_raw(raw)),
    }
}

fn scaled(quantity: Option<Quantity>) -> Value {
    json!(quantity.map(Quantity::scaled))
}

fn released(ranking: Option<&Ranking>) -> [Value; 5] {
    [
        json!(ranking.map(|found| found.rank)),
        json!(ranking.map(|found| found.group_size)),
        json!(ranking.map(|found| &found.group)),
        json!(ranking.map(|found| found.mean.scaled())),
        json!(ranking.map(|found| found.best.scaled())),
    ]
}

fn ranking(
    rank: Option<i32>,
    group_size: Option<i32>,
    group: Option<GroupCode>,
    mean: Option<Quantity>,
    best: Option<Quantity>,
) -> Option<Ranking> {
    Some(Ranking { rank: rank?, group_size: group_size?, group: group?, mean: mean?, best: best? })
}

impl TryFrom<cell::Model> for Cell {
    type Error = Error;

    fn try_from(row: cell::Model) -> Result<Self, Error> {
        let inputs: Vec<Option<i64>> = serde_json::from_str(&row.inputs)?;
        Ok(Self {
            subject: subject(row.subject_kind, row.subject_id),
            version: row.version_id,
            period: row.period,
            availability: row.availability,
            numerator: row.numerator,
            denominator: row.denominator,
            value: row.value,
            rows: row.rows,
            inputs: inputs.into_iter().map(|input| input.map(Quantity::from_scaled)).collect(),
            target: row.target,
            points: row.points,
            base_points: row.base_points,
            band: row.band,
            ranking: ranking(row.rank, row.group_size, row.group_code, row.group_mean, row.group_best),
        })
    }
}

impl TryFrom<score::Model> for Score {
    type Error = Error;

    fn try_from(row: score::Model) -> Result<Self, Error> {
        let dimension = match row.dimension.as_str() {
            "" => None,
            code => Some(code.parse().map_err(Error::internal)?),
        };
        Ok(Self {
            subject: subject(row.subject_kind, row.subject_id),
            period: row.period,
            dimension,
            availability: row.availability,
            score: row.score,
            points: row.points,
            base_points: row.base_points,
            band: row.band,
            ranking: ranking(row.rank, row.group_size, row.group_code, row.group_mean, row.group_best),
            indicator_count: row.indicator_count,
        })
    }
}

/// Which published results are asked for: the run that is published for each period.
pub type Published = [(RunId, Period)];

fn at<C: ColumnTrait>(run: C, period: C, published: &Published) -> Condition {
    published.iter().fold(Condition::any(), |any, &(of_run, of_period)| {
        any.add(Condition::all().add(run.eq(of_run)).add(period.eq(of_period)))
    })
}

/// Where several runs are published for a period, by several schemes, what the one that is named first found counts.
fn of_first<T, K: Eq + Hash>(published: &Published, rows: Vec<T>, key: impl Fn(&T) -> (RunId, Period, K)) -> Vec<T> {
    let periods: HashSet<Period> = published.iter().map(|(_, period)| *period).collect();
    if periods.len() == published.len() {
        return rows;
    }
    let place = |run: RunId, period: Period| published.iter().position(|named| *named == (run, period));
    let mut first: HashMap<(Period, K), RunId> = HashMap::new();
    for (run, period, what) in rows.iter().map(&key) {
        let known = first.entry((period, what)).or_insert(run);
        if place(run, period) < place(*known, period) {
            *known = run;
        }
    }
    let counts = |row: &T| {
        let (run, period, what) = key(row);
        first.get(&(period, what)) == Some(&run)
    };
    rows.into_iter().filter(counts).collect()
}

/// The cells of some subjects in some periods, of some versions or, where none are named, of all.
///
/// # Errors
/// Of the database.
pub async fn cells(
    reader: &Reader,
    published: &Published,
    subjects: &[Subject],
    versions: &[IndicatorVersionId],
) -> Result<Vec<Cell>, Error> {
    Ok(cells_of_runs(reader, published, subjects, versions).await?.into_iter().map(|(_, cell)| cell).collect())
}

/// The same, each with the run that found it.
///
/// # Errors
/// Of the database.
pub async fn cells_of_runs(
    reader: &Reader,
    published: &Published,
    subjects: &[Subject],
    versions: &[IndicatorVersionId],
) -> Result<Vec<(RunId, Cell)>, Error> {
    use cell::Column as C;
    if published.is_empty() || subjects.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = reader
        .find::<cell::Entity>()
        .filter(at(C::RunId, C::Period, published))
        .filter(C::SubjectId.is_in(subjects.iter().map(|&subject| raw(subject))));
    if !versions.is_empty() {
        rows = rows.filter(C::VersionId.is_in(versions.iter().copied()));
    }
    let seen: Vec<SeenCell> = rows.project(|select| with_release::<cell::Entity>(select, reader)).await?;
    let seen = of_first(published, seen, |SeenCell { row, .. }| {
        (row.run_id, row.period, (row.version_id, row.subject_kind, row.subject_id))
    });
    let cell = |SeenCell { row, released }: SeenCell| {
        let (run, cell) = (row.run_id, Cell::try_from(row)?);
        Ok((run, Cell { ranking: cell.ranking.filter(|_| released == 1), ..cell }))
    };
    seen.into_iter().map(cell).collect()
}

/// A cell, with whether the viewer may read what it tells of its comparison group.
#[derive(Debug, FromQueryResult)]
struct SeenCell {
    #[sea_orm(nested)]
    row: cell::Model,
    released: i32,
}

/// A score, likewise.
#[derive(Debug, FromQueryResult)]
struct SeenScore {
    #[sea_orm(nested)]
    row: score::Model,
    released: i32,
}

/// All columns, and in `released` 1 where the facts about the comparison group are released to the viewer. Rank, size, mean and
/// best speak of rows that may be hidden: they take a permission of their own on the very row (architecture: released facts).
fn with_release<E: Scoped>(select: Select<E>, reader: &Reader) -> Select<E> {
    let released = within_as::<E>(reader.viewer(), Resource::Ranking, Action::Read);
    select.columns(E::Column::iter()).expr_as(CaseStatement::new().case(released, 1).finally(0), "released")
}

/// The scores of some subjects in some periods.
///
/// # Errors
/// Of the database.
pub async fn scores(reader: &Reader, published: &Published, subjects: &[Subject]) -> Result<Vec<Score>, Error> {
    use score::Column as C;
    if published.is_empty() || subjects.is_empty() {
        return Ok(Vec::new());
    }
    let rows = reader
        .find::<score::Entity>()
        .filter(at(C::RunId, C::Period, published))
        .filter(C::SubjectId.is_in(subjects.iter().map(|&subject| raw(subject))));
    let seen: Vec<SeenScore> = rows.project(|select| with_release::<score::Entity>(select, reader)).await?;
    let seen = of_first(published, seen, |SeenScore { row, .. }| {
        (row.run_id, row.period, (row.dimension.clone(), row.subject_kind, row.subject_id))
    });
    let score = |SeenScore { row, released }: SeenScore| {
        let score = Score::try_from(row)?;
        Ok(Score { ranking: score.ranking.filter(|_| released == 1), ..score })
    };
    seen.into_iter().map(score).collect()
}

/// A value without its company: the columns that looking a year back takes.
#[derive(Debug, FromQueryResult)]
struct Bare {
    subject_kind: SubjectKind,
    subject_id: i64,
    version_id: IndicatorVersionId,
    value: Option<Quantity>,
}

/// All values of a published period that the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn values(
    reader: &Reader,
    run: RunId,
    period: Period,
) -> Result<Vec<(Subject, IndicatorVersionId, Quantity)>, Error> {
    use cell::Column as C;
    let rows: Vec<Bare> = reader
        .find::<cell::Entity>()
        .filter(Condition::all().add(C::RunId.eq(run)).add(C::Period.eq(period)).add(C::Value.is_not_null()))
        .project(|select| select.columns([C::SubjectKind, C::SubjectId, C::VersionId, C::Value]))
        .await?;
    let bare = |row: Bare| Some((subject(row.subject_kind, row.subject_id), row.version_id, row.value?));
    Ok(rows.into_iter().filter_map(bare).collect())
}
