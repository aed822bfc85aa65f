//! How a resolver comes by its scope, and what is loaded once for all objects of one list.

use std::collections::BTreeMap;

use async_graphql::Context;
use tokio::sync::OnceCell;

use crate::app::scope::Scope;
use crate::error::Error;

impl Scope {
    /// The scope of the request that a resolver works for.
    ///
    /// # Errors
    /// [`Error::Unauthenticated`] where nobody is signed in.
    pub fn of(ctx: &Context<'_>) -> Result<Self, Error> {
        ctx.data_opt::<Self>().cloned().ok_or(Error::Unauthenticated)
    }
}

/// What an input says it changes: the id and the version seen, or nothing for something new.
///
/// # Errors
/// [`Error::Invalid`] for an id without a version.
pub fn seen<I>(id: Option<I>, version: Option<i32>) -> Result<Option<(I, i32)>, Error> {
    match (id, version) {
        (None, _) => Ok(None),
        (Some(id), Some(version)) => Ok(Some((id, version))),
        (Some(_), None) => Err(Error::invalid("input.version", "say which version you saw")),
    }
}

/// One property of all objects of a list, loaded by the first that is asked for it: one flat query a level, whatever the aliases.
#[derive(Debug)]
pub struct Once<K, V>(OnceCell<BTreeMap<K, V>>);

impl<K, V> Default for Once<K, V> {
    fn default() -> Self {
        Self(OnceCell::new())
    }
}

impl<K: Ord, V: Clone> Once<K, V> {
    /// The property of the object with the key, if it has it.
    ///
    /// # Errors
    /// What loading fails with.
    pub async fn of<F>(&self, key: &K, load: impl FnOnce() -> F) -> Result<Option<V>, Error>
    where
        F: Future<Output = Result<BTreeMap<K, V>, Error>>,
    {
        Ok(self.0.get_or_try_init(load).await?.get(key).cloned())
    }
}
