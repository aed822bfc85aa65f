//! The handbook: what is proposed, reviewed, published and suggested (CJ-41).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use shared::error::Refusal;
use shared::handbook::{
    Audience, Entry, EntryKind, EntryState, EntryStep, Pattern, Proposal, Tried, Wording, suggested,
};
use shared::id::{HandbookEntryId, IndicatorId, MatterId};
use shared::policy::{Action, Actor, Resource, Viewer};
use shared::rectification::Signed;

use super::scope::Scope;
use crate::error::Error;
use crate::store::account::recipient;
use crate::store::handbook::{self, Narrowed};
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::scope::Happened;
use crate::store::{Reader, Session, library, notice};

/// The published entries about an indicator, the more promising first.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an indicator that is not visible.
pub async fn of_indicator(reader: &Reader, indicator: IndicatorId) -> Result<Vec<Tried>, Error> {
    reader.demand(Resource::Handbook, Action::Read)?;
    library::indicator(reader, indicator).await?;
    let mut entries = handbook::of_indicator(reader, indicator).await?;
    entries.retain(|tried| tried.entry.state == EntryState::Published);
    Ok(suggested(entries))
}

/// A page of entries, the newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn entries(reader: &Reader, narrowed: &Narrowed, page: Page) -> Result<Slice<Tried>, Error> {
    reader.demand(Resource::Handbook, Action::Read)?;
    handbook::page(reader, narrowed, page).await
}

/// A page of the patterns of risk that are shared, each with when, the newest first.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn patterns(
    reader: &Reader,
    indicator: Option<IndicatorId>,
    search: Option<&str>,
    page: Page,
) -> Result<Slice<(Pattern, DateTime<Utc>)>, Error> {
    reader.demand(Resource::Handbook, Action::Read)?;
    handbook::patterns(reader, indicator, search, page).await
}

/// Some entries, as far as the viewer may see the handbook.
///
/// # Errors
/// Of the database.
pub async fn some(reader: &Reader, ids: &[HandbookEntryId]) -> Result<Vec<Tried>, Error> {
    handbook::some(reader, ids).await
}

/// What the viewer may do with an entry now.
#[must_use]
pub fn allowed_steps(viewer: &Viewer, entry: &Entry) -> Vec<EntryStep> {
    let may = viewer.may(Resource::Handbook, Action::Publish);
    entry.open_steps(viewer.actor).filter(|_| may).collect()
}

/// What is proposed.
#[derive(Debug, Clone)]
pub struct New {
    /// The indicator it is about.
    pub indicator: IndicatorId,
    /// Cause or measure.
    pub kind: EntryKind,
    /// The cause that a measure is against.
    pub against: Option<HandbookEntryId>,
    /// What it says.
    pub wording: Wording,
}

/// Proposes an entry.
///
/// # Errors
/// [`Error::Forbidden`]; [`Error::NotFound`] for an indicator that is not visible; [`Refusal::NotInHandbook`] for a measure against what
/// is no cause of the same indicator; what [`Entry::propose`] refuses.
pub async fn propose(scope: &Scope, new: New) -> Result<Tried, Error> {
    let session = scope.begin().await?;
    library::indicator(&session, new.indicator).await?;
    let known = handbook::of_indicator(&session, new.indicator).await?;
    let is_cause = |id| known.iter().any(|it| it.entry.id == id && it.entry.kind == EntryKind::Cause);
    if new.against.is_some_and(|id| !is_cause(id)) {
        return Err(Refusal::NotInHandbook { field: "against".to_owned() }.into());
    }
    let entry = proposed(&session, new, None).await?;
    session.commit().await?;
    Ok(Tried { entry, uses: shared::handbook::Uses::default() })
}

/// Writes a proposal, which may come from a diagnosis.
pub(super) async fn proposed(session: &Session, new: New, from: Option<MatterId>) -> Result<Entry, Error> {
    let permit = session.function(Resource::Handbook, Action::Write)?;
    let New { indicator, kind, against, wording } = new;
    let proposal = Proposal { id: fresh()?, indicator, kind, against, wording, from };
    let name = recipient::own_name(session).await?;
    let entry = Entry::propose(proposal, signed(session), &name)?;
    handbook::propose(session, &permit, &entry).await?;
    record(session, "handbook.propose", &entry);
    tell(session, &entry).await?;
    Ok(entry)
}

/// What is picked, or written anew.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What it says; where it is picked and nothing is said, the words of the entry.
    pub what: String,
    /// The entry it is picked from.
    pub entry: Option<HandbookEntryId>,
    /// Whether it is proposed to the handbook, where it is not picked from it.
    pub propose: bool,
    /// The indicator whose page it is proposed to; that of the cause it is against, or the only one, where none is named.
    pub page: Option<IndicatorId>,
}

/// An entry and the version it was seen in.
#[derive(Debug, Clone, Copy)]
pub struct SeenEntry {
    /// The entry.
    pub id: HandbookEntryId,
    /// Its version.
    pub version: i32,
}

/// Somebody else than who proposed it looked at it and put it into its words.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`Entry::review`] refuses.
pub async fn review(scope: &Scope, seen: SeenEntry, wording: Wording) -> Result<Tried, Error> {
    step(scope, seen, "handbook.review", |entry, by| entry.review(wording, by)).await
}

/// Puts it into the handbook.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`Entry::publish`] refuses.
pub async fn publish(scope: &Scope, seen: SeenEntry) -> Result<Tried, Error> {
    step(scope, seen, "handbook.publish", Entry::publish).await
}

/// Does not take it up.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`Entry::reject`] refuses.
pub async fn reject(scope: &Scope, seen: SeenEntry, reasons: &str) -> Result<Tried, Error> {
    step(scope, seen, "handbook.reject", |entry, _| entry.reject(reasons)).await
}

/// No longer suggests it.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`Entry::retire`] refuses.
pub async fn retire(scope: &Scope, seen: SeenEntry, reasons: &str) -> Result<Tried, Error> {
    step(scope, seen, "handbook.retire", |entry, _| entry.retire(reasons)).await
}

async fn step(
    scope: &Scope,
    seen: SeenEntry,
    action: &'static str,
    decide: impl FnOnce(Entry, Signed) -> Result<Entry, Refusal>,
) -> Result<Tried, Error> {
    let session = scope.begin().await?;
    let permit = handbook::permit(&session, seen.id, seen.version).await?;
    let Tried { entry, uses } = handbook::one(&session, seen.id).await?;
    let after = decide(entry, signed(&session))?;
    handbook::save(&session, permit, &after).await?;
    let after = Entry { version: seen.version.saturating_add(1), ..after };
    record(&session, action, &after);
    tell(&session, &after).await?;
    session.commit().await?;
    Ok(Tried { entry: after, uses })
}

/// Tells those whom what it came to concerns, but for whoever did it.
async fn tell(session: &Session, entry: &Entry) -> Result<(), Error> {
    let accounts = match (entry.state.tells(), entry.proposed.by) {
        (Some(Audience::Publishers), _) => recipient::permitted(session, Resource::Handbook, Action::Publish).await?,
        (Some(Audience::Proposer), Actor::Account(proposer)) => BTreeSet::from([proposer]),
        (Some(Audience::Proposer), Actor::System(_)) | (None, _) => BTreeSet::new(),
    };
    let own = session.viewer().actor;
    let others: Vec<_> = accounts.into_iter().filter(|&account| Actor::Account(account) != own).collect();
    notice::tell_of_entry(session, &others, entry.id, entry.version).await
}

fn signed(session: &Session) -> Signed {
    Signed { by: session.viewer().actor, at: session.now() }
}

fn record(session: &Session, action: &'static str, entry: &Entry) {
    session.record(Happened {
        action,
        subject: format!("handbook-{}", entry.id),
        summary: format!("{} {} {}", entry.kind, entry.state, entry.wording.text),
        reason: (!entry.reasons.is_empty()).then(|| entry.reasons.clone()),
        ..Happened::default()
    });
}
