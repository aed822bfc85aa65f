//! What is due and no matter is told on its day: points at risk to whoever may follow them up, as their desk counts them, and labels to
//! whoever has one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use shared::id::{AccountId, PersonId};
use shared::policy::{Action, Actor, Resource, Viewer};

use super::Watcher;
use crate::error::Error;
use crate::store::notice::Due;
use crate::store::risk::{label, loss};
use crate::store::{account, notice};

impl Watcher {
    /// Tells of what is due today and nobody was told of yet; says how many messages that are. Each thing is a transaction of its own.
    ///
    /// # Errors
    /// Of the database.
    pub async fn tell_due(&self) -> Result<usize, Error> {
        let mut told = 0;
        for (due, accounts) in self.untold().await? {
            match self.tell_one(due, &accounts).await {
                Ok(()) => told += accounts.len(),
                // The others are not kept waiting by one that fails.
                Err(error) => tracing::error!(%error, ?due, "what is due could not be told"),
            }
        }
        Ok(told)
    }

    /// What is due today, with those who were not told of it yet. Looked at before anything is locked: most of it was told already.
    async fn untold(&self) -> Result<Vec<(Due, Vec<AccountId>)>, Error> {
        let due = self.due_today().await?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        let told = notice::told_of(&self.reader().await?, due.keys().copied()).await?;
        let left = |(due, mut accounts): (Due, Vec<AccountId>)| {
            let told = told.get(&due);
            accounts.retain(|account| told.is_none_or(|told| !told.contains(account)));
            (due, accounts)
        };
        Ok(due.into_iter().map(left).filter(|(_, accounts)| !accounts.is_empty()).collect())
    }

    /// What is due today, with whom to tell.
    async fn due_today(&self) -> Result<BTreeMap<Due, Vec<AccountId>>, Error> {
        let system = self.reader().await?;
        let today = system.today();
        let labels = label::current(&system, None, today).await?;
        let labelled: BTreeSet<PersonId> = labels.iter().map(|label| label.person.id).collect();
        if labelled.is_empty() && loss::due(&system, today).await? == 0 {
            return Ok(BTreeMap::new());
        }
        let viewers = account::viewers(&system, &account::enabled(&system).await?).await?;
        // One connection at a time.
        drop(system);
        let mut due: BTreeMap<Due, Vec<AccountId>> = BTreeMap::new();
        for viewer in viewers {
            let Actor::Account(own) = viewer.actor else { continue };
            let labelled = viewer.person.filter(|person| labelled.contains(person));
            if viewer.may(Resource::Risk, Action::Write) || labelled.is_some() {
                for it in self.due_of(viewer, labelled).await? {
                    due.entry(it).or_default().push(own);
                }
            }
        }
        Ok(due)
    }

    /// What is due today of one viewer: read as they read it themselves.
    async fn due_of(&self, viewer: Viewer, labelled: Option<PersonId>) -> Result<Vec<Due>, Error> {
        let own = self.store.reader(Arc::new(viewer), (self.now)()).await?;
        let today = own.today();
        let risks = loss::due_by(&own, today).await?;
        let mut due: Vec<Due> = risks.into_iter().map(|(risk, next)| Due::FollowUp(risk, next)).collect();
        if labelled.is_some() {
            let labels = label::current(&own, labelled, today).await?;
            due.extend(labels.iter().filter_map(|label| Some(Due::Label(label.id, label.told_for(today)?))));
        }
        Ok(due)
    }

    async fn tell_one(&self, due: Due, accounts: &[AccountId]) -> Result<(), Error> {
        let session = self.session().await?;
        notice::tell_due(&session, accounts, due).await?;
        session.commit().await
    }
}
