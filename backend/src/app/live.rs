//! What is told as it happens. Whoever is connected is a guest: admitted by a token, looked after while they stay, and asked anew who
//! they are for everything they are told.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shared::id::{AccountId, SessionId};
use shared::policy::Viewer;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::scope::Scope;
use super::sign_in::{self, Gate, SignedInViewer};
use super::token::Claims;
use crate::error::Error;
use crate::store::bell::{Ear, Topic};

pub mod news;
mod shared_reading;

use shared_reading::SharedReading;

/// Most connections of one account at a time.
pub const MOST_OF_ONE: usize = 20;
/// Most readings for guests at a time: those who ask by themselves must find a connection to the database.
const MOST_READING: usize = 8;

/// How patient the server is.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long whoever connects may take to say who they are.
    pub init: Duration,
    /// How often it is looked whether guests may stay.
    pub look: Duration,
    /// How often it is asked whether the other end is still there.
    pub beat: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { init: Duration::from_secs(10), look: Duration::from_secs(2), beat: Duration::from_secs(25) }
    }
}

/// Everybody who is connected to this server. Clones are the same.
#[derive(Clone)]
pub struct Live(Arc<Inner>);

struct Inner {
    gate: Gate,
    pace: Pace,
    guests: Mutex<HashMap<u64, Seat>>,
    next: AtomicU64,
    who: SharedReading<SessionId, Option<SignedInViewer>>,
    turns: Arc<Semaphore>,
}

/// What is known of a guest.
#[derive(Clone)]
struct Seat {
    claims: Claims,
    viewer: Arc<Viewer>,
    over: watch::Sender<bool>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Live")
    }
}

impl Live {
    /// Nobody is connected yet.
    #[must_use]
    pub fn new(gate: Gate, pace: Pace) -> Self {
        let (guests, next) = (Mutex::default(), AtomicU64::new(0));
        let turns = Arc::new(Semaphore::new(MOST_READING));
        Self(Arc::new(Inner { gate, pace, guests, next, who: SharedReading::default(), turns }))
    }

    /// How patient the server is.
    #[must_use]
    pub fn pace(&self) -> Pace {
        self.0.pace
    }

    /// How many are connected.
    #[must_use]
    pub fn guests(&self) -> usize {
        self.seats().len()
    }

    fn seats(&self) -> MutexGuard<'_, HashMap<u64, Seat>> {
        self.0.guests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets somebody in by a token.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where the token is not good; [`Error::Limit`] where the account has too many connections.
    pub async fn admit(&self, token: &str) -> Result<Guest, Error> {
        let gate = &self.0.gate;
        let claims = gate.keys.check(token, (gate.clock)())?;
        let seated = self.seat(&claims).await;
        if seated.is_err() {
            // Whoever is not let in leaves nothing behind that only a guest would take away.
            self.0.who.forget(&claims.sid);
        }
        let (number, is_over) = seated?;
        Ok(Guest { live: self.clone(), number, claims, is_over })
    }

    async fn seat(&self, claims: &Claims) -> Result<(u64, watch::Receiver<bool>), Error> {
        let viewer = Arc::new(self.who(claims).await?.viewer);
        let (over, is_over) = watch::channel(false);
        let number = self.0.next.fetch_add(1, Ordering::Relaxed);
        let mut seats = self.seats();
        if seats.values().filter(|seat| seat.claims.sub == claims.sub).count() >= MOST_OF_ONE {
            return Err(Error::Limit("connections"));
        }
        seats.insert(number, Seat { claims: claims.clone(), viewer, over });
        Ok((number, is_over))
    }

    /// Who somebody is now: read after it was asked, and never remembered for later.
    async fn who(&self, claims: &Claims) -> Result<SignedInViewer, Error> {
        let gate = &self.0.gate;
        if claims.has_ended((gate.clock)()) {
            return Err(Error::Unauthenticated);
        }
        let read = || async { Ok(sign_in::still_signed_in(gate, &[claims.sid]).await?.remove(&claims.sid)) };
        let known = self.0.who.of(claims.sid, read).await?;
        known.filter(|known| known.account.id == claims.sub).ok_or(Error::Unauthenticated)
    }

    /// Hears what other servers commit, and looks after the guests; never ends.
    pub async fn keep(&self) {
        tokio::join!(self.0.gate.store.hear(), self.look_after());
    }

    async fn look_after(&self) {
        loop {
            tokio::time::sleep(self.0.pace.look).await;
            // Where the database does not answer, nothing can be told either.
            if let Err(error) = self.look().await {
                tracing::warn!(%error, "it cannot be seen who may stay connected");
            }
        }
    }

    /// Shows out whose token has ended, who signed out and whose rights are not those they came with: the same number of statements
    /// however many are connected.
    async fn look(&self) -> Result<(), Error> {
        let seats: Vec<Seat> = self.seats().values().cloned().collect();
        if seats.is_empty() {
            return Ok(());
        }
        // A token ends also while the database does not answer.
        let now = (self.0.gate.clock)();
        for seat in seats.iter().filter(|seat| seat.claims.has_ended(now)) {
            seat.over.send_replace(true);
        }
        let mut sessions: Vec<SessionId> = seats.iter().map(|seat| seat.claims.sid).collect();
        sessions.sort_unstable();
        sessions.dedup();
        let known = sign_in::still_signed_in(&self.0.gate, &sessions).await?;
        for seat in seats {
            let same = known.get(&seat.claims.sid).is_some_and(|known| known.viewer == *seat.viewer);
            if !same {
                seat.over.send_replace(true);
            }
        }
        Ok(())
    }
}

/// Somebody who is connected.
#[derive(Debug)]
pub struct Guest {
    live: Live,
    number: u64,
    claims: Claims,
    is_over: watch::Receiver<bool>,
}

/// One of the readings that are made at a time; the next begins when it is let go.
#[derive(Debug)]
pub struct Turn(#[expect(dead_code, reason = "the turn lasts as long as the permit is held")] OwnedSemaphorePermit);

impl Guest {
    /// Whose connection it is.
    #[must_use]
    pub const fn account(&self) -> AccountId {
        self.claims.sub
    }

    /// Waits until they may no longer stay.
    pub async fn over(&self) {
        let mut is_over = self.is_over.clone();
        if is_over.wait_for(|over| *over).await.is_err() {
            std::future::pending().await
        }
    }

    /// An ear for a topic.
    #[must_use]
    pub fn ear(&self, topic: Topic) -> Ear {
        self.live.0.gate.store.bell().ear(topic)
    }

    /// What they may see now, when it is their turn to read it.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where they may no longer stay.
    pub async fn scope(&self) -> Result<(Scope, Turn), Error> {
        let turn = Arc::clone(&self.live.0.turns).acquire_owned().await.map_err(Error::internal)?;
        let gate = &self.live.0.gate;
        let viewer = Arc::new(self.live.who(&self.claims).await?.viewer);
        Ok((Scope::new(gate.store.clone(), viewer, (gate.clock)(), None), Turn(turn)))
    }
}

impl Drop for Guest {
    fn drop(&mut self) {
        self.live.seats().remove(&self.number);
        self.live.0.who.forget(&self.claims.sid);
    }
}
