//! Every step of either side of a rectification.

use chrono::NaiveDate;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::found::Ground;
use shared::matter::{Matter as _, Parties};
use shared::policy::Action;
use shared::rectification::{
    Answer, Asked, DisputeOutcome, MeasureState, Outcome, Planned, Rectification, RequestKind,
};

use crate::app::matter::{Seen, found_before, someone, step, step_in};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::{matter, organisation};

/// Sends what was only written; what was found below meanwhile was found before it.
///
/// # Errors
/// As [`step`] and [`Rectification::push`].
pub async fn push(scope: &Scope, seen: Seen) -> Result<Rectification, Error> {
    let session = scope.begin().await?;
    let sent = step_in(&session, seen, |it: Rectification, hand| it.push(hand)).await?;
    let earlier = matter::earlier(&session, sent.id, &Ground::of(&sent.head())).await?;
    found_before(&session, &sent, &earlier).await?;
    session.commit().await?;
    Ok(sent)
}

/// Takes note.
///
/// # Errors
/// As [`step`] and [`Rectification::acknowledge`].
pub async fn acknowledge(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.acknowledge(words, hand)).await
}

/// Contests it.
///
/// # Errors
/// As [`step`] and [`Rectification::dispute`].
pub async fn dispute(scope: &Scope, seen: Seen, grounds: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.dispute(grounds, hand)).await
}

/// Decides a dispute.
///
/// # Errors
/// As [`step`] and [`Rectification::decide`].
pub async fn decide(
    scope: &Scope,
    seen: Seen,
    outcome: DisputeOutcome,
    reasons: &str,
    problem: &str,
) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.decide(outcome, reasons, problem, hand)).await
}

/// Takes it back.
///
/// # Errors
/// As [`step`] and [`Rectification::withdraw`].
pub async fn withdraw(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.withdraw(reason, hand)).await
}

/// Sends it back as not one's own.
///
/// # Errors
/// As [`step`] and [`Rectification::give_back`].
pub async fn give_back(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.give_back(reason, hand)).await
}

/// Sends it to another unit, or again to the same one. The unit must be one that whoever sends may order.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for the unit; as [`step`] and [`Rectification::readdress`].
pub async fn readdress(scope: &Scope, seen: Seen, to: UnitId, words: &str) -> Result<Rectification, Error> {
    let there = may_order(scope, seen.id, to).await?;
    step(scope, seen, |it: Rectification, hand| it.readdress(to, &there.names.unit, words, hand)).await
}

async fn may_order(scope: &Scope, id: MatterId, to: UnitId) -> Result<Parties, Error> {
    let session = scope.begin().await?;
    let order: Rectification = matter::load(&session, id).await?;
    let there = matter::named(&session, Parties { unit: to, person: None, ..order.parties }).await?;
    matter::permit_to_open(&session, Action::Order, &there).await?;
    Ok(there)
}

/// Asks for time, help or a transfer.
///
/// # Errors
/// [`Error::NotFound`] for a unit to transfer it to that is not visible; as [`step`] and [`Rectification::request`].
pub async fn request(scope: &Scope, seen: Seen, request: Request) -> Result<Rectification, Error> {
    let Request { kind, words, until, to } = request;
    let to = match to {
        Some(id) => Some((id, organisation::unit(&*scope.reader().await?, id).await?.name)),
        None => None,
    };
    step(scope, seen, |it: Rectification, hand| it.request(Asked { kind, words, until, to }, hand)).await
}

/// What the lower level asks for.
#[derive(Debug, Clone)]
pub struct Request {
    /// Time, help or a transfer.
    pub kind: RequestKind,
    /// What, and why.
    pub words: String,
    /// The day asked for.
    pub until: Option<NaiveDate>,
    /// The unit it should go to, where whoever asks sees it.
    pub to: Option<UnitId>,
}

/// What is answered to that.
#[derive(Debug, Clone)]
pub struct Reply {
    /// Whether it is granted.
    pub granted: bool,
    /// What there is to say.
    pub words: String,
    /// The unit it goes to, for a transfer; that which was asked for, where nothing is said.
    pub to: Option<UnitId>,
}

/// Answers a request. The unit of a transfer must be one that whoever grants it may order.
///
/// # Errors
/// [`Error::NotFound`] and [`Error::Forbidden`] for the unit of a transfer; as [`step`] and [`Rectification::answer`].
pub async fn answer(scope: &Scope, seen: Seen, item: u32, reply: Reply) -> Result<Rectification, Error> {
    let Reply { granted, words, to } = reply;
    let order: Rectification = matter::load(&*scope.reader().await?, seen.id).await?;
    let to = match to.or_else(|| order.transfer_asked(item)).filter(|_| granted) {
        Some(to) => Some((to, may_order(scope, seen.id, to).await?.names.unit)),
        None => None,
    };
    step(scope, seen, |it: Rectification, hand| it.answer(item, Answer { granted, words, to }, hand)).await
}

/// A measure as it is planned.
#[derive(Debug, Clone)]
pub struct NewMeasure {
    /// What.
    pub what: String,
    /// By whom; by whoever answers, where nobody is named.
    pub owner: Option<PersonId>,
    /// By which day.
    pub due: NaiveDate,
}

/// Submits a plan.
///
/// # Errors
/// [`Error::NotFound`] for an owner who is not visible; as [`step`] and [`Rectification::plan`].
pub async fn plan(scope: &Scope, seen: Seen, cause: &str, measures: Vec<NewMeasure>) -> Result<Rectification, Error> {
    let mut planned = Vec::with_capacity(measures.len());
    for NewMeasure { what, owner, due } in measures {
        planned.push(Planned { what, owner: someone(scope, owner).await?, due });
    }
    step(scope, seen, |it: Rectification, hand| it.plan(cause, planned, hand)).await
}

/// Approves the plan.
///
/// # Errors
/// As [`step`] and [`Rectification::approve`].
pub async fn approve(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.approve(words, hand)).await
}

/// Sends the plan back.
///
/// # Errors
/// As [`step`] and [`Rectification::return_plan`].
pub async fn return_plan(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.return_plan(reason, hand)).await
}

/// A measure is done, or dropped.
///
/// # Errors
/// As [`step`] and [`Rectification::end_measure`].
pub async fn end_measure(
    scope: &Scope,
    seen: Seen,
    item: u32,
    state: MeasureState,
    result: &str,
) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.end_measure(item, state, result, hand)).await
}

/// Reports the result.
///
/// # Errors
/// As [`step`] and [`Rectification::report`].
pub async fn report(scope: &Scope, seen: Seen, outcome: Outcome) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.report(outcome, hand)).await
}

/// Verifies the result as a person.
///
/// # Errors
/// As [`step`] and [`Rectification::verify`].
pub async fn verify(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.verify(reason, hand)).await
}

/// Confirms what was begun from below.
///
/// # Errors
/// As [`step`] and [`Rectification::confirm`].
pub async fn confirm(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.confirm(words, hand)).await
}

/// Does not accept the result.
///
/// # Errors
/// As [`step`] and [`Rectification::reopen`].
pub async fn reopen(scope: &Scope, seen: Seen, reason: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.reopen(reason, hand)).await
}

/// Shares what was learnt.
///
/// # Errors
/// As [`step`] and [`Rectification::share`].
pub async fn share(scope: &Scope, seen: Seen) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.share(hand)).await
}

/// Closes it.
///
/// # Errors
/// As [`step`] and [`Rectification::close`].
pub async fn close(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.close(words, hand)).await
}

/// Adds a suggestion.
///
/// # Errors
/// As [`step`] and [`Rectification::suggest`].
pub async fn suggest(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.suggest(words, hand)).await
}

/// Says something.
///
/// # Errors
/// As [`step`] and [`Rectification::comment`].
pub async fn comment(scope: &Scope, seen: Seen, words: &str) -> Result<Rectification, Error> {
    step(scope, seen, |it: Rectification, hand| it.comment(words, hand)).await
}
