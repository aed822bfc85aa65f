//! The risk register: processes, steps and points of risk. What nobody watches is said. The risk of losing points, labels on persons and
//! what matters add up to are beside.

use std::collections::BTreeMap;

use shared::calendar::local_day;
use shared::code::BusinessCode;
use shared::error::Refusal;
use shared::id::{AccountId, IndicatorId, PostId, ProcessId, ProcessStepId, RiskPointId, UnitId};
use shared::person::Post;
use shared::policy::{Action, Actor, Resource, Viewer};
use shared::risk::point::{PointContent, RiskPoint, RiskPointStep};
use shared::risk::{Process, ProcessStep};

use super::scope::Scope;
use crate::error::Error;
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::risk::point::{self, Filter, MatrixCount};
use crate::store::risk::{self, ChangePoint, ChangeProcess, ChangeStep};
use crate::store::scope::Happened;
use crate::store::{Reader, Session, library, organisation};

pub mod label;
pub mod loss;
pub mod view;

/// A process with its steps, and what lies at them within what the viewer sees.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The process.
    pub process: Process,
    /// Its steps in order.
    pub steps: Vec<LaidStep>,
}

/// A step with what lies at it.
#[derive(Debug, Clone)]
pub struct LaidStep {
    /// The step.
    pub step: ProcessStep,
    /// Points of risk at it.
    pub points: i64,
    /// Those of them that an indicator watches.
    pub watched: i64,
}

/// All processes: four statements, however many there are.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn processes(reader: &Reader) -> Result<Vec<Laid>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    let points = point::by_step(reader, &Filter::default()).await?;
    let watched = point::by_step(reader, &Filter { watched: Some(true), ..Filter::default() }).await?;
    let mut steps: BTreeMap<ProcessId, Vec<LaidStep>> = BTreeMap::new();
    for step in risk::steps(reader).await? {
        let of = |counts: &BTreeMap<ProcessStepId, i64>| counts.get(&step.id).copied().unwrap_or_default();
        let (points, watched) = (of(&points), of(&watched));
        steps.entry(step.process).or_default().push(LaidStep { step, points, watched });
    }
    let laid = |process: Process| Laid { steps: steps.remove(&process.id).unwrap_or_default(), process };
    Ok(risk::processes(reader).await?.into_iter().map(laid).collect())
}

/// A page of points.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn points(reader: &Reader, filter: &Filter, page: Page) -> Result<Slice<RiskPoint>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    point::page(reader, filter, page).await
}

/// One point.
///
/// # Errors
/// [`Error::NotFound`].
pub async fn point(reader: &Reader, id: RiskPointId) -> Result<RiskPoint, Error> {
    point::point(reader, id).await
}

/// How many points there are of each likelihood and impact.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn matrix(reader: &Reader, filter: &Filter) -> Result<Vec<MatrixCount>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    point::matrix(reader, filter).await
}

/// The account that acts; none for the system.
fn account(viewer: &Viewer) -> Option<AccountId> {
    match viewer.actor {
        Actor::Account(account) => Some(account),
        Actor::System(_) => None,
    }
}

/// What the viewer may do with a point now, whom it belongs to aside.
#[must_use]
pub fn open_steps(viewer: &Viewer, it: &RiskPoint) -> Vec<RiskPointStep> {
    if viewer.may(Resource::Risk, Action::Write) { it.open_steps(account(viewer)).collect() } else { Vec::new() }
}

/// The names of the units with these ids that the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn unit_names(reader: &Reader, ids: &[UnitId]) -> Result<BTreeMap<UnitId, String>, Error> {
    let units = organisation::units(reader, ids.iter().copied()).await?;
    Ok(units.into_iter().map(|(id, unit)| (id, unit.name)).collect())
}

/// The posts with these ids that the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn posts(reader: &Reader, ids: &[PostId]) -> Result<BTreeMap<PostId, Post>, Error> {
    organisation::posts_by_id(reader, ids.iter().copied()).await
}

/// Something of the register as it shall be.
#[derive(Debug, Clone)]
pub struct Named<I> {
    /// What there is and the version seen; none for something new.
    pub existing: Option<(I, i32)>,
    /// Its code, unique; what there is keeps the one it has.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
}

/// Writes a process.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] where the viewer does not keep the register of its unit, [`Error::Stale`];
/// [`Refusal::CodeTaken`]; what [`Process::check`] refuses.
pub async fn save_process(scope: &Scope, input: Named<ProcessId>, unit: UnitId) -> Result<Laid, Error> {
    let session = scope.begin().await?;
    let keeps = risk::permit_in(&session, unit, Resource::Risk).await?;
    let Named { existing, code, name, name_en } = input;
    let process = match existing {
        None => {
            let process = Process { id: fresh()?, code, name, name_en, unit, version: 1 };
            process.check()?;
            risk::create_process(&session, &keeps, &process).await?;
            process
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangeProcess>(&session, id, seen).await?;
            let before = risk::process(&session, id).await?;
            risk::permit_in(&session, before.unit, Resource::Risk).await?;
            let process = Process { name, name_en, unit, version: seen.saturating_add(1), ..before };
            process.check()?;
            risk::save_process(&session, permit, &process).await?;
            process
        }
    };
    record(&session, "process.save", format!("process-{}", process.id), process.code.as_str(), &process)?;
    session.commit().await?;
    laid(scope, process.id).await
}

/// Writes a step of a process.
///
/// # Errors
/// As [`save_process`], by the unit of the process.
pub async fn save_step(
    scope: &Scope,
    input: Named<ProcessStepId>,
    process: ProcessId,
    ordinal: i32,
) -> Result<Laid, Error> {
    let session = scope.begin().await?;
    let keeps = risk::permit_in(&session, risk::process(&session, process).await?.unit, Resource::Risk).await?;
    let Named { existing, code, name, name_en } = input;
    let step = match existing {
        None => {
            let step = ProcessStep { id: fresh()?, process, ordinal, code, name, name_en, version: 1 };
            step.check()?;
            risk::create_step(&session, &keeps, &step).await?;
            step
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangeStep>(&session, id, seen).await?;
            let before = risk::step(&session, id).await?;
            is_of(&before, process)?;
            let step = ProcessStep { ordinal, name, name_en, version: seen.saturating_add(1), ..before };
            step.check()?;
            risk::save_step(&session, permit, &step).await?;
            step
        }
    };
    record(&session, "process.step", format!("process-{process}"), step.code.as_str(), &step)?;
    session.commit().await?;
    laid(scope, process).await
}

/// A step stays with its process: what was observed at it was observed there.
fn is_of(step: &ProcessStep, process: ProcessId) -> Result<(), Error> {
    if step.process == process { Ok(()) } else { Err(Error::NotFound) }
}

async fn laid(scope: &Scope, id: ProcessId) -> Result<Laid, Error> {
    let all = processes(&*scope.reader().await?).await?;
    all.into_iter().find(|laid| laid.process.id == id).ok_or(Error::NotFound)
}

/// A point of risk as it shall be.
#[derive(Debug, Clone)]
pub struct PointInput {
    /// The point to change and the version seen; none for a new one.
    pub existing: Option<(RiskPointId, i32)>,
    /// Its code, unique; an existing point keeps the one it has.
    pub code: BusinessCode,
    /// What it says.
    pub content: PointContent,
}

/// Proposes a point, or a change of one: somebody else confirms it.
///
/// # Errors
/// [`Error::NotFound`] for a unit, step, post or indicator that is not visible, [`Error::Forbidden`], [`Error::Stale`];
/// [`Refusal::CodeTaken`]; what [`RiskPoint::propose`] and [`RiskPoint::change`] refuse.
pub async fn save_point(scope: &Scope, input: PointInput) -> Result<RiskPoint, Error> {
    let session = scope.begin().await?;
    let PointInput { existing, code, content } = input;
    let keeps = risk::permit_in(&session, content.unit, Resource::Risk).await?;
    is_known(&session, &content).await?;
    let by = account(session.viewer());
    let saved = match existing {
        None => {
            let proposed = RiskPoint::propose(fresh()?, code, content, by)?;
            point::create(&session, &keeps, &proposed).await?;
            proposed
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangePoint>(&session, id, seen).await?;
            let changed = point::point(&session, id).await?.change(content, by)?;
            point::save(&session, permit, &keeps, &changed).await?;
            RiskPoint { version: seen.saturating_add(1), ..changed }
        }
    };
    record(&session, "risk.save", format!("risk-{}", saved.id), saved.code.as_str(), &saved)?;
    session.commit().await?;
    Ok(saved)
}

async fn is_known(session: &Session, content: &PointContent) -> Result<(), Error> {
    risk::step(session, content.step).await?;
    if let Some(post) = content.post {
        let found = organisation::posts_by_id(session, [post]).await?.remove(&post).ok_or(Error::NotFound)?;
        if found.unit != content.unit {
            return Err(Error::invalid("input.post", "this post is of another unit: choose one of the unit, or none"));
        }
    }
    let known = library::all_indicators(session).await?;
    let is_known = |id: &IndicatorId| known.iter().any(|indicator| indicator.id == *id);
    if content.indicators.iter().all(is_known) { Ok(()) } else { Err(Error::NotFound) }
}

/// Confirms what somebody else proposed.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskPoint::confirm`] refuses.
pub async fn confirm(scope: &Scope, id: RiskPointId, seen: i32) -> Result<RiskPoint, Error> {
    let (by, today) = (account(scope.viewer()), local_day(scope.now()));
    step(scope, (id, seen), "risk.confirm", |it| it.confirm(by, today)).await
}

/// A point was looked at again, and is still so.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskPoint::review`] refuses.
pub async fn review(scope: &Scope, id: RiskPointId, seen: i32) -> Result<RiskPoint, Error> {
    let today = local_day(scope.now());
    step(scope, (id, seen), "risk.review", |it| it.review(today)).await
}

/// A point is no risk any more.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`RiskPoint::retire`] refuses.
pub async fn retire(scope: &Scope, id: RiskPointId, seen: i32, reason: &str) -> Result<RiskPoint, Error> {
    step(scope, (id, seen), "risk.retire", |it| it.retire(reason)).await
}

async fn step(
    scope: &Scope,
    (id, seen): (RiskPointId, i32),
    action: &'static str,
    decide: impl FnOnce(RiskPoint) -> Result<RiskPoint, Refusal>,
) -> Result<RiskPoint, Error> {
    let session = scope.begin().await?;
    let permit = risk::permit::<ChangePoint>(&session, id, seen).await?;
    let after = decide(point::point(&session, id).await?)?;
    point::step(&session, permit, &after).await?;
    record(&session, action, format!("risk-{id}"), after.code.as_str(), &after)?;
    session.commit().await?;
    Ok(RiskPoint { version: seen.saturating_add(1), ..after })
}

/// Notes in the audit trail what became of something.
fn record<T: serde::Serialize>(
    session: &Session,
    action: &'static str,
    subject: String,
    code: &str,
    after: &T,
) -> Result<(), Error> {
    let (summary, after) = (code.to_owned(), Some(serde_json::to_string(after)?));
    session.record(Happened { action, subject, summary, after, ..Happened::default() });
    Ok(())
}
