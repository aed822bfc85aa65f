//! Tasks: given by hand, and every step of whoever has a part in one (ZH-56, ZH-60). Templates, events and nodes are in `task/`.

use std::collections::HashMap;

use chrono::NaiveDate;
use shared::id::{MatterId, PersonId, UnitId};
use shared::matter::words::{MOST_TITLE, MOST_WORDS, shortened};
use shared::matter::{Hand, MatterKind, MatterOrder, Parties, Severity, Someone};
use shared::policy::{Action, Resource};
use shared::rectification::{Origin, RectificationDirection};
use shared::task::{Found, Marks, Moved, Taker, Target, Task, TaskKind, TaskRole, TaskStep};

use super::matter::{Author, Seen, origins, tell};
use super::rectification;
use super::scope::Scope;
use crate::error::Error;
use crate::store::matter::list::{self, Line};
use crate::store::matter::{self, Standpoint};
use crate::store::page::{Page, Slice};
use crate::store::task as store;
use crate::store::{Reader, Session, organisation, people};

pub mod event;
mod give;
pub mod node;
mod opening;
pub mod template;
mod trigger;

use give::target;
pub use give::{New, create};
pub(in crate::app) use opening::{from_above, open};
pub use store::Part;
pub(in crate::app) use trigger::{Trigger, trigger};

/// Which tasks are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Those in which whoever asks has this part.
    pub role: Option<TaskRole>,
    /// Of these kinds.
    pub kinds: Vec<TaskKind>,
    /// As every list of matters narrows.
    pub matter: list::Filter,
}

/// A page of tasks, the newest number first: each as a list of matters shows it, and whole.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may see no matters.
pub async fn tasks(reader: &Reader, filter: Filter, page: Page) -> Result<Slice<(Line, Task)>, Error> {
    let Filter { role, kinds, matter } = filter;
    // Whoever is no person has no part in anything.
    let nobody = || shared::id::Id::from_raw(0);
    let of = role.map(|role| (reader.viewer().person.unwrap_or_else(nobody), role));
    let matter = list::Filter { kind: Some(MatterKind::Task), part: Some(Part { of, kinds }), ..matter };
    let slice = super::desk::matters(reader, &matter, MatterOrder::Number, page).await?;
    let ids: Vec<MatterId> = slice.rows.iter().map(|(_, line)| line.id).collect();
    let whole: HashMap<MatterId, Task> =
        store::some(reader, &ids).await?.into_iter().map(|task| (task.id, task)).collect();
    slice.try_map(|line| {
        let task = whole.get(&line.id).cloned().ok_or(Error::NotFound)?;
        Ok((line, task))
    })
}

/// One task.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn task(reader: &Reader, id: MatterId) -> Result<Task, Error> {
    matter::load(reader, id).await
}

/// What the viewer is in a task, and what they may do now; nothing for whoever only looks.
///
/// # Errors
/// Of the database.
pub async fn part(reader: &Reader, task: &Task) -> Result<(Vec<TaskRole>, Vec<TaskStep>), Error> {
    let Some(standpoint) = super::matter::standpoint(reader, task.id).await? else {
        return Ok((Vec::new(), Vec::new()));
    };
    let taker = taker(reader, task, standpoint).await?;
    Ok((task.roles_of(taker).into_iter().collect(), task.open_steps(taker, reader.viewer().actor).collect()))
}

async fn taker(reader: &Reader, task: &Task, standpoint: Standpoint) -> Result<Taker, Error> {
    Ok(Taker {
        person: reader.viewer().person,
        side: Some(standpoint.side),
        has_part: standpoint.part.is_some(),
        orders: matter::may_order_from(reader, task.parties.giver, &task.parties).await?,
    })
}

/// Takes a step in a task.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] for whoever has no part in it, [`Error::Stale`]; what `decide` refuses.
async fn step(scope: &Scope, seen: Seen, decide: impl FnOnce(Task, Taker, &Hand<'_>) -> Moved) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let after = step_in(&session, seen, decide).await?;
    session.commit().await?;
    Ok(after)
}

async fn step_in(
    session: &Session,
    seen: Seen,
    decide: impl FnOnce(Task, Taker, &Hand<'_>) -> Moved,
) -> Result<Task, Error> {
    let (standpoint, permit) = matter::permit(session, seen.id, seen.version).await?;
    let author = Author::of(session).await?;
    let before: Task = matter::load(session, seen.id).await?;
    let taker = taker(session, &before, standpoint).await?;
    let (after, event) = decide(before, taker, &author.hand(session, Some(standpoint)))?;
    let place = store::save(session, permit, &after, &event).await?;
    tell(session, &after, &event, place).await?;
    Ok(Task { version: seen.version.saturating_add(1), ..after })
}

/// Sends what was only written, or again what was declined.
///
/// # Errors
/// As [`step`] and [`Task::push`].
pub async fn push(scope: &Scope, seen: Seen, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.push(words, who, hand)).await
}

/// Accepts it.
///
/// # Errors
/// As [`step`] and [`Task::accept`].
pub async fn accept(scope: &Scope, seen: Seen, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.accept(words, who, hand)).await
}

/// Declines it.
///
/// # Errors
/// As [`step`] and [`Task::decline`].
pub async fn decline(scope: &Scope, seen: Seen, reason: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.decline(reason, who, hand)).await
}

/// Names who of the own unit does it.
///
/// # Errors
/// [`Error::NotFound`] for a person who is not visible, [`Error::Invalid`] for one of another unit; as [`step`] and [`Task::assign`].
pub async fn assign(scope: &Scope, seen: Seen, to: PersonId, words: &str) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let person = people::person(&session, to).await?.person;
    let parties = matter::load::<Task>(&session, seen.id).await?.parties;
    if person.unit != parties.unit {
        return Err(Error::invalid(
            "to",
            "somebody of the unit that answers: ask for a transfer to give it to another",
        ));
    }
    let giver = origins(&session, &parties, Some(to)).await?.of_assigned(parties.giver);
    let from = called(&session, Parties { giver, ..parties }).await?;
    let to = Someone { id: to, name: person.name };
    let after = step_in(&session, seen, |it, who, hand| coming(from, it.assign(to, words, who, hand))).await?;
    session.commit().await?;
    Ok(after)
}

/// Says how far it is.
///
/// # Errors
/// As [`step`] and [`Task::progress`].
pub async fn progress(scope: &Scope, seen: Seen, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.progress(words, who, hand)).await
}

/// What an inspection found.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Where.
    pub place: String,
    /// The unit it concerns.
    pub unit: UnitId,
    /// What.
    pub what: String,
    /// How grave it is.
    pub severity: Severity,
}

/// Notes what an inspection found.
///
/// # Errors
/// [`Error::NotFound`] for a unit that is not visible; as [`step`] and [`Task::add_finding`].
pub async fn add_finding(scope: &Scope, seen: Seen, finding: Finding) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let Finding { place, unit, what, severity } = finding;
    let unit = (unit, organisation::unit(&session, unit).await?.name);
    let found = Found { place, unit, what, severity };
    let after = step_in(&session, seen, |it, who, hand| it.add_finding(found, who, hand)).await?;
    session.commit().await?;
    Ok(after)
}

/// The numbers of the orders that were made of the findings of an inspection, by their ids, as far as the viewer may see the orders.
///
/// # Errors
/// Of the database.
pub async fn orders(reader: &Reader, task: &Task) -> Result<HashMap<MatterId, String>, Error> {
    let orders = task.findings.iter().filter_map(|finding| finding.order.as_ref());
    let ids: Vec<MatterId> = orders.map(|(id, _)| *id).collect();
    Ok(list::lines(reader, &ids).await?.into_iter().map(|line| (line.id, line.number)).collect())
}

/// Orders the unit that a finding concerns to rectify it: the order and the task know each other.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not order that unit; as [`step`], [`Task::ordered`] and [`rectification::open`].
pub async fn order_finding(scope: &Scope, seen: Seen, item: u32, due: NaiveDate) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let task: Task = matter::load(&session, seen.id).await?;
    let finding = task.finding(item)?;
    let new = rectification::New {
        direction: RectificationDirection::TopDown,
        origin: Origin::Inspection,
        unit: finding.unit.0,
        person: None,
        about: None,
        risk_point: None,
        title: shortened(&format!("{} · {}", task.title, finding.place), MOST_TITLE),
        problem: shortened(&finding.what, MOST_WORDS),
        cause: String::new(),
        due,
        bound: None,
        from: Some(task.id),
        draft: false,
    };
    let order = rectification::open_in(&session, new).await?;
    let after = step_in(&session, seen, |it, who, hand| it.ordered(item, order.id, &order.number, who, hand)).await?;
    session.commit().await?;
    Ok(after)
}

/// Asks that somebody else does it.
///
/// # Errors
/// [`Error::NotFound`] for a person or unit that is not visible; as [`step`] and [`Task::ask_transfer`].
pub async fn ask_transfer(
    scope: &Scope,
    seen: Seen,
    unit: Option<UnitId>,
    doer: Option<PersonId>,
    reason: &str,
) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let to = target(&session, unit, doer).await?;
    let after = step_in(&session, seen, |it, who, hand| it.ask_transfer(to, reason, who, hand)).await?;
    session.commit().await?;
    Ok(after)
}

/// Answers that.
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not order the unit it would go to; as [`step`] and [`Task::answer_transfer`].
pub async fn answer_transfer(scope: &Scope, seen: Seen, granted: bool, words: &str) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let Task { parties, transfer, .. } = matter::load(&session, seen.id).await?;
    let from = match transfer.filter(|_| granted) {
        Some(asked) => handed_on(&session, &asked.to, parties.giver).await?,
        None => (parties.giver, parties.names.giver),
    };
    let after =
        step_in(&session, seen, |it, who, hand| coming(from, it.answer_transfer(granted, words, who, hand))).await?;
    session.commit().await?;
    Ok(after)
}

/// The unit from which a task of `giver` comes where it is handed on, with what that is called; refused where the viewer may not give it
/// there.
async fn handed_on(session: &Session, to: &Target, giver: UnitId) -> Result<(UnitId, String), Error> {
    let there = Parties::new(to.unit, None, giver, None);
    matter::permit_to_open(session, Action::Order, &there).await?;
    let origins = origins(session, &there, to.doer.as_ref().map(|doer| doer.id)).await?;
    let giver = origins.of_handed_on(giver).ok_or(Error::Forbidden)?;
    called(session, Parties { giver, ..there }).await
}

/// What came of a step after which the task comes from this unit. Who may take the step is said by where it came from before.
fn coming((giver, name): (UnitId, String), moved: Moved) -> Moved {
    moved.map(|(task, event)| (task.coming_from(giver, name), event))
}

/// The unit something comes from, with what it is called.
async fn called(session: &Session, parties: Parties) -> Result<(UnitId, String), Error> {
    let named = matter::named(session, parties).await?;
    Ok((named.giver, named.names.giver))
}

/// Gives it to somebody else.
///
/// # Errors
/// [`Error::NotFound`] for a person or unit that is not visible; [`Error::Forbidden`] where the viewer may not order there; as [`step`]
/// and [`Task::transfer`].
pub async fn transfer(
    scope: &Scope,
    seen: Seen,
    (unit, doer): (Option<UnitId>, Option<PersonId>),
    due: NaiveDate,
    reason: &str,
) -> Result<Task, Error> {
    let session = scope.begin().await?;
    let to = target(&session, unit, doer).await?;
    let giver = matter::load::<Task>(&session, seen.id).await?.parties.giver;
    let from = handed_on(&session, &to, giver).await?;
    let after = step_in(&session, seen, |it, who, hand| coming(from, it.transfer(to, due, reason, who, hand))).await?;
    session.commit().await?;
    Ok(after)
}

/// Reminds the doer.
///
/// # Errors
/// As [`step`] and [`Task::urge`].
pub async fn urge(scope: &Scope, seen: Seen, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.urge(words, who, hand)).await
}

/// Reports the result.
///
/// # Errors
/// As [`step`] and [`Task::report`].
pub async fn report(scope: &Scope, seen: Seen, result: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.report(result, who, hand)).await
}

/// Sends the result back.
///
/// # Errors
/// As [`step`] and [`Task::give_back`].
pub async fn give_back(scope: &Scope, seen: Seen, reason: &str, due: NaiveDate) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.give_back(reason, due, who, hand)).await
}

/// Confirms the result.
///
/// # Errors
/// As [`step`] and [`Task::confirm`].
pub async fn confirm(scope: &Scope, seen: Seen, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.confirm(words, who, hand)).await
}

/// Marks it.
///
/// # Errors
/// As [`step`] and [`Task::mark`].
pub async fn mark(scope: &Scope, seen: Seen, marks: Marks, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.mark(marks, words, who, hand)).await
}

/// Takes it back.
///
/// # Errors
/// As [`step`] and [`Task::cancel`].
pub async fn cancel(scope: &Scope, seen: Seen, reason: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.cancel(reason, who, hand)).await
}

/// Says something.
///
/// # Errors
/// As [`step`] and [`Task::comment`].
pub async fn comment(scope: &Scope, seen: Seen, words: &str) -> Result<Task, Error> {
    step(scope, seen, |it, who, hand| it.comment(words, who, hand)).await
}

/// Whether the viewer may give tasks to anybody.
#[must_use]
pub fn may_create(reader: &Reader) -> bool {
    reader.viewer().may(Resource::Matter, Action::Order)
}
