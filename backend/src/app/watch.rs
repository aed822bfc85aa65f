//! Watching: rules are evaluated after every run and by the clock, effects are judged by the values that came, what is overdue is
//! escalated. The system acts here, in one transaction a piece of work, so that a server that is killed has done all of it or nothing.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Days, NaiveDate, Timelike as _, Utc};
use futures::FutureExt as _;
use shared::calendar::local_day;
use shared::diagnosis::Diagnosis;
use shared::policy::{Purpose, Viewer};
use shared::rectification::Rectification;

use crate::error::Error;
use crate::store::warning::{self, EvaluationRecord};
use crate::store::{Reader, Session, Store, run};

mod due;
mod effect;
mod evaluate;
mod holder;
mod label;
mod node;
mod overdue;
pub mod rehearse;
pub mod sight;

use sight::{Sight, sight};

/// Whoever watches.
#[derive(Clone)]
pub struct Watcher {
    store: Store,
    now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
    until: Option<NaiveDate>,
}

impl Watcher {
    /// A watcher with a clock.
    #[must_use]
    pub fn new(store: Store, now: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>) -> Self {
        Self { store, now, until: None }
    }

    /// The same at one moment, which sees no period that ends after `until`: for telling a story that happened.
    #[must_use]
    pub fn at(store: Store, moment: DateTime<Utc>, until: NaiveDate) -> Self {
        Self { store, now: Arc::new(move || moment), until: Some(until) }
    }

    fn viewer() -> Arc<Viewer> {
        Arc::new(Viewer::system(Purpose::Watch))
    }

    async fn reader(&self) -> Result<Reader, Error> {
        self.store.reader(Self::viewer(), (self.now)()).await
    }

    async fn session(&self) -> Result<Session, Error> {
        self.store.session(Self::viewer(), (self.now)(), None).await
    }

    /// The last day that is seen: of a period under way, what is there of it counts.
    fn horizon(&self) -> NaiveDate {
        let far = Days::new(366);
        self.until.unwrap_or_else(|| local_day((self.now)()).checked_add_days(far).unwrap_or(NaiveDate::MAX))
    }

    /// Evaluates everything after each run that published something and was not evaluated yet.
    ///
    /// # Errors
    /// Of the database.
    pub async fn after_runs(&self) -> Result<Vec<EvaluationRecord>, Error> {
        let mut runs: Vec<_> =
            run::publications(&self.reader().await?).await?.into_iter().map(|(_, _, run, _)| run).collect();
        runs.sort_unstable();
        runs.dedup();
        let mut made = Vec::new();
        for run in runs {
            let key = format!("run-{run}");
            if !warning::was_evaluated(&self.reader().await?, &key).await? {
                made.extend(self.evaluate(&key).await?);
            }
        }
        Ok(made)
    }

    /// Evaluates everything once an hour, whether or not a run came: what time alone makes late is seen then. What is about posts goes to
    /// whoever holds them by then, and what is due and no matter is told.
    ///
    /// # Errors
    /// Of the database.
    pub async fn by_the_clock(&self) -> Result<Option<EvaluationRecord>, Error> {
        let now = (self.now)();
        let key = format!("clock-{}T{:02}", now.date_naive(), now.hour());
        match warning::was_evaluated(&self.reader().await?, &key).await? {
            true => Ok(None),
            false => {
                // Each is a thing of its own: the rules are not kept waiting by what fails beside them.
                if let Err(error) = self.pass_on().await {
                    tracing::error!(%error, "the warnings about posts could not be passed on");
                }
                if let Err(error) = self.tell_due().await {
                    tracing::error!(%error, "what is due could not be told");
                }
                self.evaluate(&key).await
            }
        }
    }

    /// Evaluates all rules in effect and judges all effects, under a key: the second evaluation under the same key does nothing.
    ///
    /// # Errors
    /// Of the database.
    pub async fn evaluate(&self, key: &str) -> Result<Option<EvaluationRecord>, Error> {
        let begun = Instant::now();
        let session = self.session().await?;
        let Some(mut record) = warning::begin(&session, key).await? else { return Ok(None) };
        // Read when nobody else evaluates any more: an older look must not take back what a newer one said.
        let sight: Sight = {
            let reader = self.reader().await?;
            let rules = warning::active_rules(&reader).await?;
            sight(&reader, rules, self.horizon(), 1).await?
        };
        evaluate::rules(&session, &sight, &mut record.outcome).await?;
        effect::judge::<Rectification>(&session, self.horizon(), &mut record.outcome).await?;
        effect::judge::<Diagnosis>(&session, self.horizon(), &mut record.outcome).await?;
        if let Err(error) = session.apart(label::repeated(&session).boxed()).await? {
            tracing::error!(%error, "labels of repeated warnings could not be given");
        }
        record.outcome.micros = micros_since(begun);
        warning::record(&session, &record).await?;
        session.commit().await?;
        // What stands in the record was noted before the commit; this is what it took with it.
        tracing::info!(key, micros = micros_since(begun), outcome = ?record.outcome, "rules were evaluated");
        Ok(Some(record))
    }
}

fn micros_since(begun: Instant) -> i64 {
    i64::try_from(begun.elapsed().as_micros()).unwrap_or(i64::MAX)
}
