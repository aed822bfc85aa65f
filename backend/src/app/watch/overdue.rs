//! What is overdue is told one level after another, what will be due is told in time, and what nobody dealt with expires.

use std::collections::BTreeSet;

use shared::diagnosis::Diagnosis;
use shared::error::Refusal;
use shared::id::{AccountId, MatterId};
use shared::matter::{
    Clock, Clocks, CommonStep, Escalation, Event, Hand, Level, Matter, MatterKind, NoticeReason, Parties, REMIND_DAYS,
};
use shared::rectification::Rectification;
use shared::task::Task;
use shared::warning::Warning;

use super::Watcher;
use crate::app::matter::{Author, keep};
use crate::error::Error;
use crate::store::account::recipient;
use crate::store::matter::list;
use crate::store::{Reader, Session, matter, notice};

/// What escalation needs of a matter.
trait Escalated: Matter {
    fn clocks(&mut self) -> &mut Clocks;

    /// Who is told when: as usual, unless the rule that made it says otherwise.
    fn escalation(&self) -> Escalation {
        Escalation::default()
    }

    /// What time alone brings it to; most kinds wait.
    fn in_time(self, _: &Hand<'_>) -> Result<Option<(Self, Event)>, Refusal> {
        Ok(None)
    }
}

impl Escalated for Rectification {
    fn clocks(&mut self) -> &mut Clocks {
        &mut self.clocks
    }
}

impl Escalated for Diagnosis {
    fn clocks(&mut self) -> &mut Clocks {
        &mut self.clocks
    }
}

impl Escalated for Warning {
    fn clocks(&mut self) -> &mut Clocks {
        &mut self.clocks
    }

    fn escalation(&self) -> Escalation {
        self.escalation.clone()
    }

    fn in_time(self, hand: &Hand<'_>) -> Result<Option<(Self, Event)>, Refusal> {
        if self.is_past(hand) { self.expire(hand).map(Some) } else { Ok(None) }
    }
}

impl Escalated for Task {
    fn clocks(&mut self) -> &mut Clocks {
        &mut self.clocks
    }
}

impl Watcher {
    /// Reminds of what will be due soon, escalates what is overdue and lets expire what nobody dealt with; says how many matters it
    /// touched. Each is a transaction of its own: one that somebody works on meanwhile is left for the next time.
    ///
    /// # Errors
    /// Of the database.
    pub async fn escalate(&self) -> Result<u32, Error> {
        let today = shared::calendar::local_day((self.now)());
        let overdue = {
            let reader = self.reader().await?;
            let soon = crate::app::matter::calendar(&reader).await?.after(today, REMIND_DAYS);
            list::due_before(&reader, soon.succ_opt().unwrap_or(soon)).await?
        };
        let mut touched = 0;
        for (id, kind) in overdue {
            match self.escalate_one(id, kind).await {
                Ok(done) => touched += u32::from(done),
                Err(Error::Stale | Error::NotFound) => {}
                // The others are not kept waiting by one that fails.
                Err(error) => tracing::error!(%error, matter = %id, "what is overdue could not be told"),
            }
        }
        Ok(touched)
    }

    async fn escalate_one(&self, id: MatterId, kind: MatterKind) -> Result<bool, Error> {
        if !self.is_due(id, kind).await? {
            return Ok(false);
        }
        let session = self.session().await?;
        match kind {
            MatterKind::Warning => one::<Warning>(session, id).await,
            MatterKind::Rectification => one::<Rectification>(session, id).await,
            MatterKind::Diagnosis => one::<Diagnosis>(session, id).await,
            MatterKind::Task => one::<Task>(session, id).await,
        }
    }

    /// Looked at before anything is locked: most of what is overdue was told already.
    async fn is_due(&self, id: MatterId, kind: MatterKind) -> Result<bool, Error> {
        let reader = self.reader().await?;
        let found = match kind {
            MatterKind::Warning => due::<Warning>(&reader, id).await,
            MatterKind::Rectification => due::<Rectification>(&reader, id).await,
            MatterKind::Diagnosis => due::<Diagnosis>(&reader, id).await,
            MatterKind::Task => due::<Task>(&reader, id).await,
        };
        match found {
            Err(Error::NotFound) => Ok(false),
            found => found,
        }
    }
}

/// Whether there is anything to do about a matter.
async fn due<M: Escalated + Clone>(reader: &Reader, id: MatterId) -> Result<bool, Error> {
    let it: M = matter::load(reader, id).await?;
    let calendar = crate::app::matter::calendar(reader).await?;
    let (actor, at) = (reader.viewer().actor, reader.now());
    let hand = Hand { actor, name: "", side: None, part: None, at, calendar: &calendar };
    let (mut told, mut reminded) = (it.clone(), it.clone());
    let escalation = told.escalation();
    Ok(!told.clocks().escalate(&escalation, hand.calendar, hand.today()).is_empty()
        || !reminded.clocks().remind(hand.calendar, hand.today()).is_empty()
        || it.in_time(&hand)?.is_some())
}

async fn one<M: Escalated + Clone>(session: Session, id: MatterId) -> Result<bool, Error> {
    let before: M = matter::load(&session, id).await?;
    let author = Author::of(&session).await?;
    let hand = author.hand(&session, None);
    let version = before.head().version;
    if let Some((after, event)) = before.clone().in_time(&hand)? {
        let permit = matter::permit_of_system(&session, id, version).await?;
        keep(&session, permit, &after, &event).await?;
        session.commit().await?;
        return Ok(true);
    }
    let mut after = before;
    let escalation = after.escalation();
    let reached = after.clocks().escalate(&escalation, hand.calendar, hand.today());
    if reached.is_empty() {
        return remind(session, after, &hand).await;
    }
    let permit = matter::permit_of_system(&session, id, version).await?;
    let words = reached.iter().map(|(clock, level)| format!("{} {}", clock.kind, level.tell)).collect::<Vec<_>>();
    let event = Event::new(&hand, CommonStep::Escalate.code(), after.head().state, words.join(", "));
    let place = matter::save(&session, permit, &after, Some(&event)).await?;
    for (clock, level) in &reached {
        tell_level(&session, &after, clock, *level, place).await?;
    }
    session.commit().await?;
    Ok(true)
}

/// Whoever the clocks wait for is told, once, that they will be due soon; says whether anybody was.
async fn remind<M: Escalated>(session: Session, mut it: M, hand: &Hand<'_>) -> Result<bool, Error> {
    let soon = it.clocks().remind(hand.calendar, hand.today());
    if soon.is_empty() {
        return Ok(false);
    }
    let (id, version, state) = (it.id(), it.head().version, it.head().state);
    let permit = matter::permit_of_system(&session, id, version).await?;
    let words = soon.iter().map(|clock| format!("{} {}", clock.kind, clock.due)).collect::<Vec<_>>();
    let event = Event::new(hand, CommonStep::Remind.code(), state, words.join(", "));
    let place = matter::save(&session, permit, &it, Some(&event)).await?;
    for clock in &soon {
        let accounts: Vec<_> = waited_for(&session, clock, it.head().parties).await?.into_iter().collect();
        notice::tell(&session, &accounts, id, place, NoticeReason::DueSoon).await?;
    }
    session.commit().await?;
    Ok(true)
}

async fn tell_level<M: Matter>(
    session: &Session,
    matter: &M,
    clock: &Clock,
    level: Level,
    place: i32,
) -> Result<(), Error> {
    let head = matter.head();
    let mut accounts = recipient::above_side(session, level.tell, clock.side, head.parties).await?;
    accounts.extend(waited_for(session, clock, head.parties).await?);
    let accounts: Vec<_> = accounts.into_iter().collect();
    notice::tell(session, &accounts, matter.id(), place, NoticeReason::Overdue).await
}

/// Whoever a clock waits for: the person, where it is one, otherwise the side.
async fn waited_for(session: &Session, clock: &Clock, parties: &Parties) -> Result<BTreeSet<AccountId>, Error> {
    match clock.person {
        Some(person) => recipient::of_person(session, person).await,
        None => recipient::of_side(session, clock.side, parties).await,
    }
}
