//! Those who ask the same at the same time share one reading, if only it began after they asked: nobody is told what was true before.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::Error;

/// When a reading began, and what it found.
type Reading<V> = Arc<tokio::sync::Mutex<Option<(u64, V)>>>;

/// Readings by what they are of.
#[derive(Debug)]
pub struct SharedReading<K, V> {
    moment: AtomicU64,
    readings: Mutex<HashMap<K, Reading<V>>>,
}

impl<K, V> Default for SharedReading<K, V> {
    fn default() -> Self {
        Self { moment: AtomicU64::new(0), readings: Mutex::default() }
    }
}

impl<K: Hash + Eq, V: Clone> SharedReading<K, V> {
    /// What is true now: read by whoever asks first, and taken from them by those who waited for it.
    pub async fn of<F>(&self, key: K, read: impl FnOnce() -> F) -> Result<V, Error>
    where
        F: Future<Output = Result<V, Error>>,
    {
        let asked = self.moment.fetch_add(1, Ordering::SeqCst);
        let reading = Arc::clone(self.readings.lock().unwrap_or_else(PoisonError::into_inner).entry(key).or_default());
        let mut reading = reading.lock().await;
        if let Some((began, value)) = reading.as_ref()
            && *began > asked
        {
            return Ok(value.clone());
        }
        let began = self.moment.fetch_add(1, Ordering::SeqCst);
        let value = read().await?;
        *reading = Some((began, value.clone()));
        Ok(value)
    }

    /// Lets go of what nobody will ask for. Whoever does nevertheless reads it anew.
    pub fn forget(&self, key: &K) {
        self.readings.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use futures::FutureExt as _;
    use futures::future::join_all;
    use tokio::sync::Semaphore;

    use super::*;

    #[tokio::test]
    async fn a_reading_serves_those_who_asked_before_it_began_and_nobody_after() {
        let (shared, gate, made) = (SharedReading::<u8, u32>::default(), Semaphore::new(0), AtomicU32::new(0));
        let read = || async {
            gate.acquire().await.unwrap().forget();
            Ok(made.fetch_add(1, Ordering::SeqCst))
        };
        // The first begins at once, so the others asked after it began: one of them reads for all of them.
        let mut first = Box::pin(shared.of(1, read));
        assert!((&mut first).now_or_never().is_none());
        let mut others = Box::pin(join_all((0..5).map(|_| shared.of(1, read))));
        assert!((&mut others).now_or_never().is_none());
        gate.add_permits(2);
        let (first, others) = tokio::join!(first, others);
        assert_eq!(first.unwrap(), 0);
        assert_eq!(others.into_iter().map(Result::unwrap).collect::<Vec<_>>(), [1; 5]);
        // Whoever comes later is not told what was true then.
        gate.add_permits(1);
        assert_eq!(shared.of(1, read).await.unwrap(), 2);
    }

    #[tokio::test]
    async fn a_reading_that_failed_serves_nobody() {
        let shared = SharedReading::<u8, u32>::default();
        assert!(shared.of(1, || async { Err(Error::RateLimited) }).await.is_err());
        assert_eq!(shared.of(1, || async { Ok(7) }).await.unwrap(), 7);
    }
}
