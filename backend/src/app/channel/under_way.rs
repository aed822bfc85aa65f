//! The messages that one server has on their way, each on its own: none waits for another.

use std::collections::HashMap;
use std::time::Duration;

use shared::channel::places::{Places, Route};
use tokio::task::{Id, JoinError, JoinSet};

use super::Courier;
use crate::store::delivery::Delivery;

/// What is on its way, with the places it holds.
#[derive(Debug, Default)]
pub struct UnderWay {
    tasks: JoinSet<()>,
    routes: HashMap<Id, Route>,
    places: Places,
}

impl UnderWay {
    /// The places, taken and free.
    pub const fn places(&self) -> &Places {
        &self.places
    }

    /// Whether nothing is on its way.
    pub fn is_empty(&self) -> bool {
        self.tasks.is_empty()
    }

    /// Sends something that was taken up for a free place.
    pub fn send(&mut self, courier: Courier, delivery: Delivery) {
        let route = delivery.route();
        if !self.places.take(&route) {
            tracing::error!(delivery = %delivery.id, "more was taken up than there are places");
        }
        let task = self.tasks.spawn(async move {
            if let Err(error) = courier.send(&delivery).await {
                // It is held until its time is over, and then goes out again under the same key.
                tracing::error!(%error, delivery = %delivery.id, "what came of a message could not be noted");
            }
        });
        self.routes.insert(task.id(), route);
    }

    /// Waits until something has arrived, but no longer than `patience`.
    pub async fn arrive(&mut self, patience: Duration) {
        if let Ok(Some(arrived)) = tokio::time::timeout(patience, self.tasks.join_next_with_id()).await {
            self.leave(arrived);
        }
        while let Some(arrived) = self.tasks.try_join_next_with_id() {
            self.leave(arrived);
        }
    }

    /// Waits until everything has arrived.
    pub async fn finish(&mut self) {
        while let Some(arrived) = self.tasks.join_next_with_id().await {
            self.leave(arrived);
        }
    }

    fn leave(&mut self, arrived: Result<(Id, ()), JoinError>) {
        let id = arrived.map_or_else(|error| error.id(), |(id, ())| id);
        if let Some(route) = self.routes.remove(&id) {
            self.places.leave(&route);
        }
    }
}
