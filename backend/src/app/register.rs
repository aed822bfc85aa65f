//! Who took which file out of the house. It is written into the audit trail after the file was handed over: whoever takes one out neither
//! waits for the writer nor fails with it. One is written after another, so that a page full of photographs holds one connection.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::evidence::Evidence;
use super::scope::Scope;
use crate::error::Error;
use crate::store::scope::Happened;

/// Most that wait to be written; what comes then stands in the log alone.
const MOST_WAITING: usize = 10_000;
/// How long a server that stops waits for what is not written yet.
const PATIENCE: Duration = Duration::from_secs(8);
const BETWEEN_LOOKS: Duration = Duration::from_millis(20);

/// The register of what was taken out.
#[derive(Debug, Clone, Default)]
pub struct Register(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    taken: VecDeque<Taken>,
    is_written: bool,
}

/// A file that somebody took out.
struct Taken {
    by: Scope,
    action: &'static str,
    subject: String,
    summary: String,
}

impl std::fmt::Debug for Taken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {} {} {}", self.by.actor(), self.action, self.subject, self.summary)
    }
}

impl Register {
    /// A file of a matter was handed over.
    pub fn evidence(&self, by: &Scope, file: &Evidence) {
        // Names of files may name people; whoever reads the trail need not see the matter.
        let summary = format!("{} of matter-{}", file.kind, file.matter);
        self.note(by, "evidence.take", format!("evidence-{}", file.id), summary);
    }

    /// What is seen on a page, or the rows a run could not use, was handed over as a file. `about` says of what.
    pub fn export(&self, by: &Scope, name: &str, about: String) {
        self.note(by, "export.take", format!("file-{name}"), about);
    }

    fn note(&self, by: &Scope, action: &'static str, subject: String, summary: String) {
        // The snapshot that the request reads is not held until it is written.
        let request_id = by.request_id().map(ToOwned::to_owned);
        let by = Scope::new(by.store().clone(), Arc::new(by.viewer().clone()), by.now(), request_id);
        let taken = Taken { by, action, subject, summary };
        let mut waiting = self.waiting();
        if waiting.taken.len() >= MOST_WAITING {
            tracing::error!(?taken, "a file was taken out, and too many wait to be written into the audit trail");
            return;
        }
        waiting.taken.push_back(taken);
        if !waiting.is_written {
            waiting.is_written = true;
            tokio::spawn(self.clone().write());
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next to be written; whoever comes after the last one begins anew.
    fn next(&self) -> Option<Taken> {
        let mut waiting = self.waiting();
        let next = waiting.taken.pop_front();
        waiting.is_written = next.is_some();
        next
    }

    async fn write(self) {
        while let Some(taken) = self.next() {
            if let Err(error) = record(&taken).await {
                tracing::error!(%error, ?taken, "a file was taken out, and the audit trail does not say so");
            }
        }
    }

    /// Waits until all is written, for a server that stops.
    pub async fn finish(&self) {
        let written = async {
            while self.waiting().is_written {
                tokio::time::sleep(BETWEEN_LOOKS).await;
            }
        };
        if tokio::time::timeout(PATIENCE, written).await.is_err() {
            tracing::error!(waiting = ?self.waiting().taken, "files were taken out, and the audit trail does not say so");
        }
    }
}

async fn record(taken: &Taken) -> Result<(), Error> {
    let session = taken.by.begin().await?;
    let (subject, summary) = (taken.subject.clone(), taken.summary.clone());
    session.record(Happened { action: taken.action, subject, summary, ..Happened::default() });
    session.commit().await
}
