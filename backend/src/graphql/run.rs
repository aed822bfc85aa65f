//! Runs as GraphQL shows them: progress, log, lineage, refused rows; starting and cancelling them.

use async_graphql::{Context, Object, SimpleObject};
use shared::id::{RunId, SchemeId};
use shared::number::Quantity;
use shared::period::{Cycle, Period};
use shared::policy::Action;
use shared::run::RunState;

use super::dataset::Dataset;
use super::page::parts;
use super::scalar::{Date, DateTime};
use super::scheme::Scheme;
use crate::app::run::{self as app, Workshop, record};
use crate::app::scope::Scope;
use crate::app::{dataset, scheme as schemes};
use crate::connection;
use crate::error::Error;
use crate::store::page::Page;
use crate::store::run as stored;

/// A run.
#[derive(Debug, Clone)]
pub struct Run {
    scope: Scope,
    run: stored::Run,
}

impl Run {
    /// A run.
    #[must_use]
    pub const fn new(scope: Scope, run: stored::Run) -> Self {
        Self { scope, run }
    }
}

/// An extraction and scoring run (CJ-42, CJ-50).
#[Object]
impl Run {
    /// Its id.
    async fn id(&self) -> RunId {
        self.run.id
    }

    /// Where it is.
    async fn state(&self) -> RunState {
        self.run.state
    }

    /// Its first period.
    async fn from(&self) -> Period {
        self.run.from
    }

    /// Its last period.
    async fn to(&self) -> Period {
        self.run.to
    }

    /// Who started it, as audited.
    async fn started_by(&self) -> &str {
        &self.run.started_by
    }

    /// When.
    async fn started_at(&self) -> DateTime {
        DateTime(self.run.started_at)
    }

    /// When it ended.
    async fn finished_at(&self) -> Option<DateTime> {
        self.run.finished_at.map(DateTime)
    }

    /// How far it is, in per cent.
    async fn progress(&self) -> Quantity {
        Quantity::try_whole(self.run.progress.into()).unwrap_or_default()
    }

    /// What it is doing.
    async fn stage(&self) -> &str {
        &self.run.stage
    }

    /// Rows read.
    async fn rows_read(&self) -> i64 {
        self.run.rows_read
    }

    /// Rows it could not use.
    async fn rows_refused(&self) -> i64 {
        self.run.rows_refused
    }

    /// Values and scores written.
    async fn cells_written(&self) -> i64 {
        self.run.cells_written
    }

    /// Why it failed.
    async fn failure(&self) -> Option<&str> {
        self.run.failure.as_deref()
    }

    /// The files it read.
    async fn sources(&self) -> Result<Vec<SourceFile>, Error> {
        let reader = self.scope.reader().await?;
        let datasets = dataset::readable(&reader).await?;
        let file = |source: stored::Source| {
            let found = datasets.iter().find(|dataset| dataset.id == source.dataset).cloned();
            Ok(SourceFile {
                dataset: found.map(|found| Dataset::try_new(self.scope.clone(), found)).transpose()?,
                name: source.name,
                size: source.size,
                sha256: source.sha256,
                rows: source.rows,
                earliest: source.earliest,
                latest: source.latest,
            })
        };
        stored::sources(&reader, self.run.id).await?.into_iter().map(file).collect()
    }

    /// What it could not use, by reason, with samples; empty where the viewer may not read datasets.
    async fn refusals(&self) -> Result<Vec<Refusal>, Error> {
        let reader = self.scope.reader().await?;
        let found = record::refusals(&reader, self.run.id).await?;
        let refusal = |found: record::Refusals| {
            Ok(Refusal {
                dataset: Dataset::try_new(self.scope.clone(), found.dataset)?,
                column: found.samples.first().map(|row| row.column.clone()).filter(|column| !column.is_empty()),
                reason: found.reason,
                count: found.count,
                samples: found.samples.into_iter().map(RefusedRow::from).collect(),
            })
        };
        found.into_iter().map(refusal).collect()
    }

    /// The files with all that it could not use, one a dataset, also where they were removed meanwhile; empty where nothing was
    /// refused, where none are kept, and where the viewer may not read datasets.
    async fn refused_files(&self, ctx: &Context<'_>) -> Result<Vec<RefusedFile>, Error> {
        let workshop = ctx.data::<Workshop>().map_err(|error| Error::internal(error.message))?;
        let found = record::kept(&*self.scope.reader().await?, workshop, self.run.id).await?;
        let file = |record::Kept { dataset, file, there }| {
            Ok(RefusedFile {
                dataset: Dataset::try_new(self.scope.clone(), dataset)?,
                compressed: file.name.ends_with(".gz"),
                rows: file.rows,
                total: file.total,
                size: file.size,
                sha256: file.sha256,
                available: there,
            })
        };
        found.into_iter().map(file).collect()
    }

    /// What it said.
    async fn log(&self) -> Result<Vec<RunLogLine>, Error> {
        let reader = self.scope.reader().await?;
        let lines = stored::log(&reader, self.run.id).await?;
        Ok(lines.into_iter().map(|(at, level, message)| RunLogLine { at: DateTime(at), level, message }).collect())
    }

    /// The scheme it pins.
    async fn scheme(&self) -> Result<Scheme, Error> {
        let found = schemes::scheme(&*self.scope.reader().await?, self.run.scheme).await?;
        Ok(Scheme::new(self.scope.clone(), found))
    }

    /// The day whose tree its last period uses.
    async fn tree_date(&self) -> Date {
        Date(self.run.tree_date)
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        record::allowed_actions(self.scope.viewer(), &self.run)
    }
}

/// A file a run read.
#[derive(Debug, Clone, SimpleObject)]
pub struct SourceFile {
    /// The dataset it belongs to; null where the viewer may not read datasets.
    pub dataset: Option<Dataset>,
    /// Its name below the data folder.
    pub name: String,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    pub sha256: String,
    /// Rows in it.
    pub rows: i64,
    /// The earliest time in the dataset, as written.
    pub earliest: Option<String>,
    /// The latest time in the dataset, as written.
    pub latest: Option<String>,
}

/// Rows a run could not use, for one reason.
#[derive(Debug, Clone, SimpleObject)]
pub struct Refusal {
    /// The dataset.
    pub dataset: Dataset,
    /// The column at fault, where there is one.
    pub column: Option<String>,
    /// The code of the reason.
    pub reason: String,
    /// How many.
    pub count: i64,
    /// Some of them.
    pub samples: Vec<RefusedRow>,
}

/// A row a run could not use.
#[derive(Debug, Clone, SimpleObject)]
pub struct RefusedRow {
    /// The column at fault, or empty.
    pub column: String,
    /// The file.
    pub file: String,
    /// The line of a CSV file or the row of a Parquet file, from 1.
    pub line: i64,
    /// What stood there.
    pub text: String,
    /// The whole row.
    pub raw: String,
}

impl From<stored::RefusedRow> for RefusedRow {
    fn from(row: stored::RefusedRow) -> Self {
        Self { column: row.column, file: row.file, line: row.line, text: row.value, raw: row.raw }
    }
}

/// The file with all rows of a dataset that a run could not use, kept beside the database.
#[derive(Debug, Clone, SimpleObject)]
pub struct RefusedFile {
    /// The dataset.
    pub dataset: Dataset,
    /// Whether it is compressed with gzip.
    pub compressed: bool,
    /// Rows in it.
    pub rows: i64,
    /// Rows that were refused; more than are in it where it was cut at the limit of the configuration.
    pub total: i64,
    /// Its size in bytes.
    pub size: i64,
    /// The SHA-256 of its content.
    pub sha256: String,
    /// Whether it can be had: it is there, and everything that is personal today was masked when it was written.
    pub available: bool,
}

/// A line of a run's log.
#[derive(Debug, Clone, SimpleObject)]
pub struct RunLogLine {
    /// When.
    pub at: DateTime,
    /// How serious.
    pub level: String,
    /// What.
    pub message: String,
}

connection!(RunConnection, RunEdge, Run, "runs");

/// Queries of runs.
#[derive(Debug, Default)]
pub struct RunQuery;

#[Object]
impl RunQuery {
    /// The runs, newest first.
    async fn runs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<RunConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = record::runs(&*scope.reader().await?, page).await?;
        Ok(parts(slice, |runs| runs.into_iter().map(|run| Run::new(scope.clone(), run)).collect())?.into())
    }

    /// One run.
    async fn run(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: RunId) -> Result<Run, Error> {
        let scope = Scope::of(ctx)?;
        let run = stored::run(&*scope.reader().await?, id).await?;
        Ok(Run::new(scope, run))
    }

    /// The periods of a length for which something is published, newest first.
    async fn periods(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How long the periods are.")] cycle: Cycle,
    ) -> Result<Vec<Period>, Error> {
        let scope = Scope::of(ctx)?;
        stored::published_periods(&*scope.reader().await?, cycle).await
    }
}

/// Mutations of runs.
#[derive(Debug, Default)]
pub struct RunMutation;

#[Object]
impl RunMutation {
    /// Queues a run; a worker of the server takes it up.
    async fn start_run(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scheme it pins.")] scheme: SchemeId,
        #[graphql(desc = "The first period.")] from: Period,
        #[graphql(desc = "The last period.")] to: Period,
    ) -> Result<Run, Error> {
        let viewer = Scope::of(ctx)?;
        let session = viewer.begin().await?;
        let run = app::start(&session, scheme, from, to).await?;
        session.commit().await?;
        Ok(Run::new(viewer, run))
    }

    /// Stops a run that is not over.
    async fn cancel_run(&self, ctx: &Context<'_>, #[graphql(desc = "The run.")] run: RunId) -> Result<Run, Error> {
        let viewer = Scope::of(ctx)?;
        let session = viewer.begin().await?;
        let run = app::cancel(&session, run).await?;
        session.commit().await?;
        Ok(Run::new(viewer, run))
    }
}
