//! Runs: their life, and which of them is published for a period. What they read and could not use is in `run::lineage`.

mod lineage;

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, Condition, Order};
use shared::id::{RunId, SchemeId};
use shared::period::{Cycle, Period};
use shared::policy::Action;
use shared::run::{RunState, RunStep};

use super::entity::{publication, run, run_log, run_sign};
use super::page::{Key, Page, Slice};
use super::permit::FunctionPermit;
use super::scope::{Reader, Session};
use crate::error::Error;

pub use lineage::{
    Lineage, Refused, RefusedFile, RefusedRow, Source, lineage, refused, refused_file, refused_files, refused_rows,
    sources,
};

/// A run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The scheme it pins.
    pub scheme: SchemeId,
    /// Where it is.
    pub state: RunState,
    /// Its first month.
    pub from: Period,
    /// Its last month.
    pub to: Period,
    /// The day whose tree its last period uses.
    pub tree_date: NaiveDate,
    /// Who started it, as audited.
    pub started_by: String,
    /// When.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub finished_at: Option<DateTime<Utc>>,
    /// Per cent done, 0–100.
    pub progress: i32,
    /// What it is doing.
    pub stage: String,
    /// Rows read.
    pub rows_read: i64,
    /// Rows it could not use.
    pub rows_refused: i64,
    /// Cells and scores written.
    pub cells_written: i64,
    /// Why it failed.
    pub failure: Option<String>,
    /// What its results are, as a hash.
    pub digest: Option<String>,
}

impl Run {
    /// Whether a period ends within its months.
    #[must_use]
    pub fn covers(&self, period: Period) -> bool {
        (self.from.first_day()..=self.to.last_day()).contains(&period.last_day())
    }
}

impl From<run::Model> for Run {
    fn from(row: run::Model) -> Self {
        Self {
            id: row.id,
            scheme: row.scheme_id,
            state: row.state,
            from: row.from_period,
            to: row.to_period,
            tree_date: row.tree_date,
            started_by: row.started_by,
            started_at: row.started_at,
            finished_at: row.finished_at,
            progress: row.progress,
            stage: row.stage,
            rows_read: row.rows_read,
            rows_refused: row.rows_refused,
            cells_written: row.cells_written,
            failure: row.failure,
            digest: row.digest,
        }
    }
}

impl From<Run> for run::Model {
    fn from(run: Run) -> Self {
        Self {
            id: run.id,
            scheme_id: run.scheme,
            state: run.state,
            from_period: run.from,
            to_period: run.to,
            tree_date: run.tree_date,
            started_by: run.started_by,
            started_at: run.started_at,
            finished_at: run.finished_at,
            progress: run.progress,
            stage: run.stage,
            rows_read: run.rows_read,
            rows_refused: run.rows_refused,
            cells_written: run.cells_written,
            failure: run.failure,
            digest: run.digest,
        }
    }
}

/// A page of runs, newest first.
///
/// # Errors
/// Of the database, here and below.
pub async fn runs(reader: &Reader, page: Page) -> Result<Slice<Run>, Error> {
    let rows = reader.find::<run::Entity>();
    let slice = rows.page(page, run::Column::StartedAt, Order::Desc, |row| Key::Moment(row.started_at)).await?;
    slice.try_map(|row| Ok(row.into()))
}

/// One run.
///
/// # Errors
/// NOT_FOUND.
pub async fn run(reader: &Reader, id: RunId) -> Result<Run, Error> {
    reader.find::<run::Entity>().filter(run::Column::Id.eq(id)).found().await.map(Run::from)
}

/// The oldest run that is in a state.
///
/// # Errors
/// Of the database.
pub async fn first_in(reader: &Reader, state: RunState) -> Result<Option<Run>, Error> {
    let rows = reader.find::<run::Entity>().filter(run::Column::State.eq(state));
    Ok(rows.order(run::Column::StartedAt, Order::Asc).one().await?.map(Run::from))
}

/// All runs that are in a state.
///
/// # Errors
/// Of the database.
pub async fn all_in(reader: &Reader, state: RunState) -> Result<Vec<Run>, Error> {
    let rows = reader.find::<run::Entity>().filter(run::Column::State.eq(state)).all().await?;
    Ok(rows.into_iter().map(Run::from).collect())
}

/// The runs that published or confirmed values since a moment.
///
/// # Errors
/// Of the database.
pub async fn done_since(reader: &Reader, since: DateTime<Utc>) -> Result<Vec<Run>, Error> {
    use run::Column as C;
    let done = C::State.is_in([RunState::Succeeded, RunState::Unchanged]);
    let rows = reader.find::<run::Entity>().filter(Condition::all().add(done).add(C::FinishedAt.gte(since)));
    Ok(rows.all().await?.into_iter().map(Run::from).collect())
}

/// When whoever works on a run last said that it is alive.
///
/// # Errors
/// Of the database.
pub async fn last_sign(reader: &Reader, of: &Run) -> Result<DateTime<Utc>, Error> {
    let found = reader.find::<run_sign::Entity>().filter(run_sign::Column::RunId.eq(of.id)).one().await?;
    Ok(found.map_or(of.started_at, |sign| sign.at))
}

/// Says that whoever works on a run is alive.
///
/// # Errors
/// Of the database.
pub async fn sign(session: &Session, run: RunId) -> Result<(), Error> {
    let (of, now) = (run_sign::Column::RunId.eq(run), session.now());
    match session.change::<run_sign::Entity>(Action::Run, of, vec![(run_sign::Column::At, now.into())]).await? {
        0 => session.insert::<run_sign::Entity>(run_sign::Model { run_id: run, at: now }).await,
        _ => Ok(()),
    }
}

/// The runs that are published for periods, of whatever scheme; the newest publication first.
///
/// # Errors
/// Of the database.
pub async fn publications(reader: &Reader) -> Result<Vec<(SchemeId, Period, RunId, DateTime<Utc>)>, Error> {
    use publication::Column as C;
    let rows = reader.find::<publication::Entity>().order(C::PublishedAt, Order::Desc).order(C::RunId, Order::Desc);
    let rows = rows.all().await?;
    Ok(rows.into_iter().map(|row| (row.scheme_id, row.period, row.run_id, row.published_at)).collect())
}

/// The run that is published for a period, with the moment: of the newest publication where several schemes have one.
///
/// # Errors
/// Of the database.
pub async fn published(reader: &Reader, period: Period) -> Result<Option<(RunId, DateTime<Utc>, SchemeId)>, Error> {
    let rows = reader.find::<publication::Entity>().filter(publication::Column::Period.eq(period));
    let newest = rows.order(publication::Column::PublishedAt, Order::Desc).one().await?;
    Ok(newest.map(|row| (row.run_id, row.published_at, row.scheme_id)))
}

/// The digest of what is published for a period of a scheme.
///
/// # Errors
/// Of the database.
pub async fn published_digest(reader: &Reader, scheme: SchemeId, period: Period) -> Result<Option<String>, Error> {
    use publication::Column as C;
    let here = Condition::all().add(C::SchemeId.eq(scheme)).add(C::Period.eq(period));
    Ok(reader.find::<publication::Entity>().filter(here).one().await?.map(|row| row.digest))
}

/// Periods of a length for which something is published, newest first.
///
/// # Errors
/// Of the database.
pub async fn published_periods(reader: &Reader, cycle: Cycle) -> Result<Vec<Period>, Error> {
    let mut periods: Vec<Period> =
        publications(reader).await?.into_iter().map(|(_, period, ..)| period).filter(|p| p.cycle() == cycle).collect();
    periods.sort_unstable();
    periods.dedup();
    periods.reverse();
    Ok(periods)
}

/// What a run said.
///
/// # Errors
/// Of the database.
pub async fn log(reader: &Reader, run: RunId) -> Result<Vec<(DateTime<Utc>, String, String)>, Error> {
    let rows = reader.find::<run_log::Entity>().filter(run_log::Column::RunId.eq(run));
    let rows = rows.order(run_log::Column::Ordinal, Order::Asc).all().await?;
    Ok(rows.into_iter().map(|row| (row.at, row.level, row.message)).collect())
}

/// Queues a run.
///
/// # Errors
/// Of the database.
pub async fn queue(session: &Session, _permit: FunctionPermit, run: Run) -> Result<(), Error> {
    session.insert::<run::Entity>(run.into()).await
}

/// Takes a step in the life of a run: only from the state the caller saw, so that two workers cannot both take it.
///
/// # Errors
/// The refusal of the state table; [`Error::Stale`] where somebody else was faster.
pub async fn step(session: &Session, run: &Run, step: RunStep, failure: Option<String>) -> Result<Run, Error> {
    let after = run.state.after(step)?;
    let finished = after.is_over().then(|| session.now());
    let seen = Condition::all().add(run::Column::Id.eq(run.id)).add(run::Column::State.eq(run.state));
    let set = vec![
        (run::Column::State, after.into()),
        (run::Column::FinishedAt, finished.into()),
        (run::Column::Failure, failure.clone().into()),
    ];
    match session.change::<run::Entity>(Action::Run, seen, set).await? {
        1 => Ok(Run { state: after, finished_at: finished, failure, ..run.clone() }),
        _ => Err(Error::Stale),
    }
}

/// Notes how far a run is and says so in its log.
///
/// # Errors
/// Of the database.
pub async fn note(
    session: &Session,
    run: RunId,
    ordinal: i32,
    percent: i32,
    stage: &str,
    message: &str,
) -> Result<(), Error> {
    let set = vec![(run::Column::Progress, percent.into()), (run::Column::Stage, stage.into())];
    session.change::<run::Entity>(Action::Run, run::Column::Id.eq(run), set).await?;
    let row = run_log::Model {
        run_id: run,
        ordinal,
        at: session.now(),
        level: "INFO".to_owned(),
        message: message.to_owned(),
    };
    session.insert::<run_log::Entity>(row).await
}

/// What a run came to, written with its end.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// Rows read.
    pub rows_read: i64,
    /// Rows it could not use.
    pub rows_refused: i64,
    /// Cells and scores written.
    pub cells_written: i64,
    /// Its results as a hash.
    pub digest: Option<String>,
}

/// Writes the totals of a run.
///
/// # Errors
/// Of the database.
pub async fn total(session: &Session, run: RunId, totals: &Totals) -> Result<(), Error> {
    let set = vec![
        (run::Column::RowsRead, totals.rows_read.into()),
        (run::Column::RowsRefused, totals.rows_refused.into()),
        (run::Column::CellsWritten, totals.cells_written.into()),
        (run::Column::Digest, totals.digest.clone().into()),
    ];
    session.change::<run::Entity>(Action::Run, run::Column::Id.eq(run), set).await.map(drop)
}

/// Publishes a run for a period: what was published before stays stored, but is no longer what is shown.
///
/// # Errors
/// Of the database.
pub async fn publish(
    session: &Session,
    scheme: SchemeId,
    period: Period,
    run: RunId,
    digest: &str,
) -> Result<(), Error> {
    use publication::Column as C;
    let here = Condition::all().add(C::SchemeId.eq(scheme)).add(C::Period.eq(period));
    let set = vec![(C::RunId, run.into()), (C::Digest, digest.into()), (C::PublishedAt, session.now().into())];
    if session.change::<publication::Entity>(Action::Read, here, set).await? > 0 {
        return Ok(());
    }
    let row = publication::Model {
        scheme_id: scheme,
        period,
        run_id: run,
        digest: digest.to_owned(),
        published_at: session.now(),
    };
    session.insert::<publication::Entity>(row).await
}
