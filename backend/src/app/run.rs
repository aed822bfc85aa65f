//! Runs: extract, appraise, write, publish. Until the last step nothing of a run is seen by anybody; a crash leaves what was
//! published before.

mod extract;
pub mod placement;
pub mod plan;
pub mod record;
pub mod refused;
mod write;

use std::sync::Arc;
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use extraction::engine::{Cancel, Embedded, EngineConfig};
use shared::id::{RunId, SchemeId};
use shared::period::Period;
use shared::policy::{Action, Purpose, Resource, Viewer};
use shared::run::{RunState, RunStep};
use shared::scheme::Scheme;
use tokio::task::JoinSet;

pub(crate) use self::extract::to_compute;
use self::refused::Shelf;
use crate::error::Error;
use crate::store::permit::fresh;
use crate::store::run::{self, Run};
use crate::store::scope::Happened;
use crate::store::{Reader, Session, Store, library};

/// How often whoever works on a run says that it is alive.
const BETWEEN_SIGNS: Duration = Duration::from_secs(30);

/// Told of every stage.
pub type Tell = Arc<dyn Fn(&str) + Send + Sync>;

/// What a run works with, beside the database.
#[derive(Clone)]
pub struct Workshop {
    /// Where values are kept.
    pub store: Store,
    /// What reads the sources.
    pub engine: Embedded,
    /// Ends the run.
    pub cancel: Cancel,
    /// Where rows that cannot be used are kept in full; without it they are counted and sampled.
    pub shelf: Option<Shelf>,
    /// Told of every stage, for a terminal.
    pub tell: Tell,
}

/// A workshop with an engine of default size, which does not keep refused rows in full.
///
/// # Errors
/// [`Error::Unavailable`] where the engine cannot be set up.
pub fn workshop(store: &Store, tell: Tell) -> Result<Workshop, Error> {
    workshop_within(store, &EngineConfig::default(), tell)
}

/// The same within the limits given.
///
/// # Errors
/// [`Error::Unavailable`] where the engine cannot be set up.
pub fn workshop_within(store: &Store, limits: &EngineConfig, tell: Tell) -> Result<Workshop, Error> {
    let engine = Embedded::try_new(limits).map_err(|error| Error::Unavailable(error.to_string()))?;
    Ok(Workshop { store: store.clone(), engine, cancel: Cancel::default(), shelf: None, tell })
}

/// Queues a run and takes it to its end.
///
/// # Errors
/// Whatever makes the run fail.
pub async fn execute(workshop: &Workshop, scheme: SchemeId, from: Period, to: Period) -> Result<Run, Error> {
    let session = workshop.session().await?;
    let queued = start(&session, scheme, from, to).await?;
    session.commit().await?;
    workshop.execute(queued.id).await
}

/// Queues a run over the periods from `from` to `to`.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::Invalid`] where `to` is before `from`.
pub async fn start(session: &Session, scheme: SchemeId, from: Period, to: Period) -> Result<Run, Error> {
    let permit = session.function(Resource::Run, Action::Run)?;
    from.span_to(to)?;
    let run = Run {
        id: fresh()?,
        scheme,
        state: RunState::Queued,
        from,
        to,
        tree_date: to.last_day(),
        started_by: crate::store::audit::actor_of(session),
        started_at: session.now(),
        finished_at: None,
        progress: 0,
        stage: "QUEUED".to_owned(),
        rows_read: 0,
        rows_refused: 0,
        cells_written: 0,
        failure: None,
        digest: None,
    };
    run::queue(session, permit, run.clone()).await?;
    session.record(happened(&run, "run.start", format!("{from} – {to}")));
    Ok(run)
}

/// Stops a run that is not over.
///
/// # Errors
/// [`Error::Refused`] where it is over already.
pub async fn cancel(session: &Session, id: RunId) -> Result<Run, Error> {
    session.function(Resource::Run, Action::Run)?;
    let seen = run::run(session, id).await?;
    let run = run::step(session, &seen, RunStep::Cancel, None).await?;
    session.record(happened(&run, "run.cancel", String::new()));
    Ok(run)
}

fn happened(run: &Run, action: &'static str, summary: String) -> Happened {
    Happened { action, subject: format!("run-{}", run.id), summary, ..Happened::default() }
}

pub(super) fn system() -> Arc<Viewer> {
    Arc::new(Viewer::system(Purpose::Run))
}

impl Workshop {
    /// The same workshop, which keeps the rows it cannot use.
    #[must_use]
    pub fn keeping(self, shelf: Shelf) -> Self {
        Self { shelf: Some(shelf), ..self }
    }

    pub(super) async fn reader(&self) -> Result<Reader, Error> {
        self.store.reader(system(), Utc::now()).await
    }

    pub(super) async fn session(&self) -> Result<Session, Error> {
        self.store.session(system(), Utc::now(), None).await
    }

    pub(super) async fn note(
        &self,
        run: RunId,
        ordinal: i32,
        percent: i32,
        stage: &str,
        message: &str,
    ) -> Result<(), Error> {
        (self.tell)(message);
        let session = self.session().await?;
        // Only a run that is under way goes on: one that was cancelled stops here.
        run::run(&session, run).await?.state.after(RunStep::Publish)?;
        run::note(&session, run, ordinal, percent, stage, message).await?;
        session.commit().await
    }

    async fn step(&self, seen: &Run, step: RunStep, failure: Option<String>) -> Result<Run, Error> {
        let session = self.session().await?;
        let run = run::step(&session, seen, step, failure).await?;
        session.commit().await?;
        Ok(run)
    }

    /// Takes a queued run through to its end. A run that fails is marked so and its error is returned.
    ///
    /// # Errors
    /// Whatever made it fail.
    pub async fn execute(&self, id: RunId) -> Result<Run, Error> {
        let queued = run::run(&self.reader().await?, id).await?;
        // Before it runs: it may have waited in the queue for long.
        self.sign(id).await?;
        let running = self.step(&queued, RunStep::Start, None).await?;
        let alive = self.alive(id);
        let worked = self.work(&running).await;
        drop(alive);
        let after = run::run(&self.reader().await?, id).await?;
        match (worked, after.state) {
            (Err(error), RunState::Running) => {
                tracing::warn!(run = %id, %error, cause = ?error, "the run failed");
                self.step(&running, RunStep::Fail, Some(error.to_string())).await?;
                Err(error)
            }
            // Cancelled meanwhile: that it stopped is what was asked for.
            (Err(_), _) | (Ok(()), _) => Ok(after),
        }
    }

    async fn sign(&self, id: RunId) -> Result<(), Error> {
        let session = self.session().await?;
        run::sign(&session, id).await?;
        session.commit().await
    }

    /// Gives signs of life for a run until it is dropped: reading one dataset may take longer than anybody waits for a sign.
    fn alive(&self, id: RunId) -> JoinSet<()> {
        let workshop = self.clone();
        let mut signs = JoinSet::new();
        signs.spawn(async move {
            loop {
                tokio::time::sleep(BETWEEN_SIGNS).await;
                if let Err(error) = workshop.sign(id).await {
                    tracing::warn!(run = %id, %error, "the run could not say that it is alive");
                }
            }
        });
        signs
    }

    async fn work(&self, run: &Run) -> Result<(), Error> {
        let (scheme, mut loaded) = {
            let reader = self.reader().await?;
            let scheme: Scheme = library::scheme(&reader, run.scheme).await?;
            let loaded = plan::load(&reader, &scheme).await?;
            (scheme, loaded)
        };
        let extracted = self.extract(run, &loaded).await?;
        self.write(run, &scheme, &mut loaded, extracted).await
    }

    /// Marks runs that gave no sign of life for `silence`: whoever worked on them is gone.
    ///
    /// # Errors
    /// Of the database.
    pub async fn mark_interrupted(&self, silence: TimeDelta) -> Result<(), Error> {
        let reader = self.reader().await?;
        for left in run::all_in(&reader, RunState::Running).await? {
            if Utc::now() - run::last_sign(&reader, &left).await? >= silence {
                let why = "the server ended while the run was under way".to_owned();
                self.step(&left, RunStep::Interrupt, Some(why)).await?;
            }
        }
        Ok(())
    }

    /// Works off the queue: the oldest run, if there is one.
    ///
    /// # Errors
    /// Of the database; a run that fails is marked and does not stop the queue.
    pub async fn next(&self) -> Result<bool, Error> {
        let Some(queued) = run::first_in(&self.reader().await?, RunState::Queued).await? else { return Ok(false) };
        let _marked_in_its_row = self.execute(queued.id).await;
        Ok(true)
    }
}
