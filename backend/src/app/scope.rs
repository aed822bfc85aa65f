//! What every use-case takes: who asks, when, and the one snapshot of the database that the whole request reads.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use shared::calendar::local_day;
use shared::policy::{Actor, Viewer};
use tokio::sync::Mutex;

use crate::error::Error;
use crate::store::{Reader, Session, Store};

/// The clock: an argument, so that a test or a demonstration can stop it.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The clock on the wall.
#[must_use]
pub fn wall_clock() -> Clock {
    Arc::new(Utc::now)
}

/// Who asks, when, and what of. Cheap to clone; all clones read the same snapshot.
#[derive(Debug, Clone)]
pub struct Scope(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    viewer: Arc<Viewer>,
    now: DateTime<Utc>,
    request_id: Option<String>,
    reader: Mutex<Option<Arc<Reader>>>,
}

impl Scope {
    /// A scope for one request.
    #[must_use]
    pub fn new(store: Store, viewer: Arc<Viewer>, now: DateTime<Utc>, request_id: Option<String>) -> Self {
        Self(Arc::new(Inner { store, viewer, now, request_id, reader: Mutex::default() }))
    }

    /// Who asks.
    #[must_use]
    pub fn viewer(&self) -> &Viewer {
        &self.0.viewer
    }

    /// Who acts, for states and the audit trail.
    #[must_use]
    pub fn actor(&self) -> Actor {
        self.0.viewer.actor
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The moment of the request.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.now
    }

    /// The day of the request, in the bureau.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_day(self.0.now)
    }

    /// The id the request has in the log.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The snapshot the request reads, opened when it is first asked for.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database does not answer.
    pub async fn reader(&self) -> Result<Arc<Reader>, Error> {
        let mut slot = self.0.reader.lock().await;
        if let Some(reader) = slot.as_ref() {
            return Ok(Arc::clone(reader));
        }
        let reader = Arc::new(self.0.store.reader(Arc::clone(&self.0.viewer), self.0.now).await?);
        *slot = Some(Arc::clone(&reader));
        Ok(reader)
    }

    /// A transaction to write in. What is read after it sees what it wrote: the snapshot of before is let go.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database does not answer or stays locked.
    pub async fn begin(&self) -> Result<Session, Error> {
        self.0.reader.lock().await.take();
        self.0.store.session(Arc::clone(&self.0.viewer), self.0.now, self.0.request_id.clone()).await
    }
}
