//! Posts change hands: the open warnings that rules issued about one go to whoever holds it now, however the change came about.

use std::collections::{BTreeSet, HashMap};

use shared::cell::Subject;
use shared::matter::{Matter as _, NoticeReason};
use shared::warning::Warning;
use shared::warning::passing::Passed;

use super::Watcher;
use super::sight::{Object, objects};
use crate::app::matter::{Author, is_head, record, tell};
use crate::error::Error;
use crate::store::account::recipient;
use crate::store::{matter, notice};

impl Watcher {
    /// Passes the open warnings about posts on to whoever holds these today; says how many changed. Each is a transaction of its own: one
    /// that somebody works on meanwhile is left for the next time.
    ///
    /// # Errors
    /// Of the database.
    pub async fn pass_on(&self) -> Result<u32, Error> {
        let mut passed = 0;
        for (warning, object) in self.held_by_others().await? {
            let id = warning.id;
            match self.pass_on_one(warning, &object).await {
                Ok(done) => passed += u32::from(done),
                Err(Error::Stale | Error::NotFound) => {}
                // The others are not kept waiting by one that fails.
                Err(error) => tracing::error!(%error, matter = %id, "a warning could not go with its post"),
            }
        }
        Ok(passed)
    }

    /// The warnings about posts that others hold than those the warning knows.
    async fn held_by_others(&self) -> Result<Vec<(Warning, Object)>, Error> {
        let reader = self.reader().await?;
        let mut open = matter::still_open::<Warning>(&reader).await?;
        open.retain(Warning::goes_with_post);
        if open.is_empty() {
            return Ok(Vec::new());
        }
        let objects: HashMap<Subject, Object> =
            objects(&reader).await?.into_iter().map(|object| (object.subject, object)).collect();
        let changed = |warning: Warning| {
            let object = objects.get(&warning.head().subject()?)?;
            warning.turn(object.held_by()).map(|_| (warning, object.clone()))
        };
        Ok(open.into_iter().filter_map(changed).collect())
    }

    async fn pass_on_one(&self, before: Warning, object: &Object) -> Result<bool, Error> {
        let session = self.session().await?;
        // As it was when it was read who holds the post: an older look must not take back what a newer one said.
        let permit = matter::permit_of_system(&session, before.id, before.version).await?;
        let author = Author::of(&session).await?;
        let (unit, person) = object.whose();
        let is_head = is_head(&session, person, unit).await?;
        let parties = matter::named(&session, object.parties(before.parties.line.clone(), is_head)).await?;
        let passed = before.pass_on(object.held_by().clone(), parties, &author.hand(&session, None));
        let Some(Passed { warning, event, turns, told }) = passed else { return Ok(false) };
        let place = matter::save(&session, permit, &warning, event.as_ref()).await?;
        match &event {
            Some(event) if turns => tell(&session, &warning, event, place).await?,
            Some(event) => record(&session, &warning, event),
            None => {}
        }
        let mut accounts = BTreeSet::new();
        for person in told {
            accounts.extend(recipient::of_person(&session, person).await?);
        }
        let accounts: Vec<_> = accounts.into_iter().collect();
        notice::tell(&session, &accounts, warning.id, place, NoticeReason::Step).await?;
        session.commit().await?;
        Ok(true)
    }
}
