//! Processes and steps: laid, changed, retired when nothing hangs on them.

use std::collections::BTreeMap;

use shared::code::BusinessCode;
use shared::id::{ProcessId, ProcessStepId, UnitId};
use shared::policy::{Action, Resource};
use shared::risk::{Called, Process, ProcessStep};

use super::{noted, record};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::store::page::{Page, Slice};
use crate::store::permit::fresh;
use crate::store::risk::{self, ChangeProcess, ChangeStep, process};
use crate::store::{Reader, Session};

/// A process with its steps.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The process.
    pub process: Process,
    /// Its steps that are not retired, in order.
    pub steps: Vec<LaidStep>,
}

/// A step with what lies at it within what the viewer sees.
#[derive(Debug, Clone)]
pub struct LaidStep {
    /// The step.
    pub step: ProcessStep,
    /// Its process.
    pub process: Process,
    /// Points of risk at it.
    pub points: i64,
    /// Those of them that an indicator watches.
    pub watched: i64,
}

/// A page of processes: five statements, however many there are.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn processes(reader: &Reader, search: Option<&str>, page: Page) -> Result<Slice<Laid>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    let slice = process::page(reader, search, page).await?;
    let steps = laid_steps(reader, slice.rows.iter().map(|(_, process)| process)).await?;
    slice.try_map(|process| Ok(Laid { steps: steps.get(&process.id).cloned().unwrap_or_default(), process }))
}

/// A page of steps, each with its process.
///
/// # Errors
/// [`Error::Forbidden`].
pub async fn steps(reader: &Reader, watched: Option<bool>, page: Page) -> Result<Slice<LaidStep>, Error> {
    reader.demand(Resource::Risk, Action::Read)?;
    let slice = process::steps_page(reader, watched, page).await?;
    let of: Vec<ProcessId> = slice.rows.iter().map(|(_, step)| step.process).collect();
    let at: Vec<ProcessStepId> = slice.rows.iter().map(|(_, step)| step.id).collect();
    let (processes, counts) = (process::by_id(reader, &of).await?, process::counts(reader, &at).await?);
    slice.try_map(|step| {
        let process = processes.get(&step.process).cloned().ok_or(Error::NotFound)?;
        Ok(counted(step, process, &counts))
    })
}

type Counts = BTreeMap<ProcessStepId, (i64, i64)>;

fn counted(step: ProcessStep, process: Process, counts: &Counts) -> LaidStep {
    let (points, watched) = counts.get(&step.id).copied().unwrap_or_default();
    LaidStep { step, process, points, watched }
}

async fn laid_steps(
    reader: &Reader,
    processes: impl Iterator<Item = &Process>,
) -> Result<BTreeMap<ProcessId, Vec<LaidStep>>, Error> {
    let processes: BTreeMap<ProcessId, &Process> = processes.map(|process| (process.id, process)).collect();
    let of: Vec<ProcessId> = processes.keys().copied().collect();
    let steps = process::steps_of(reader, &of).await?;
    let at: Vec<ProcessStepId> = steps.iter().map(|step| step.id).collect();
    let counts = process::counts(reader, &at).await?;
    let mut laid: BTreeMap<ProcessId, Vec<LaidStep>> = BTreeMap::new();
    for step in steps {
        let Some(&process) = processes.get(&step.process) else { continue };
        laid.entry(process.id).or_default().push(counted(step, process.clone(), &counts));
    }
    Ok(laid)
}

async fn laid(scope: &Scope, id: ProcessId) -> Result<Laid, Error> {
    let reader = scope.reader().await?;
    let process = process::process(&reader, id).await?;
    let steps = laid_steps(&reader, std::iter::once(&process)).await?.remove(&id).unwrap_or_default();
    Ok(Laid { process, steps })
}

/// The steps with these ids, each with its process, retired ones too: where points lie.
///
/// # Errors
/// Of the database.
pub async fn places(
    reader: &Reader,
    ids: &[ProcessStepId],
) -> Result<BTreeMap<ProcessStepId, (Process, ProcessStep)>, Error> {
    let steps = process::steps_by_id(reader, ids).await?;
    let of: Vec<ProcessId> = steps.values().map(|step| step.process).collect();
    let processes = process::by_id(reader, &of).await?;
    let place = |(id, step): (ProcessStepId, ProcessStep)| Some((id, (processes.get(&step.process)?.clone(), step)));
    Ok(steps.into_iter().filter_map(place).collect())
}

/// A process or a step as it shall be.
#[derive(Debug, Clone)]
pub struct Named<I> {
    /// What there is and the version seen; none for something new.
    pub existing: Option<(I, i32)>,
    /// Its code, unique; what there is keeps the one it has.
    pub code: BusinessCode,
    /// What it is called.
    pub called: Called,
}

/// Writes a process.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`] where the viewer does not keep the register of its unit, [`Error::Stale`];
/// [`shared::error::Refusal::CodeTaken`]; what [`Process::begin`] and [`Process::change`] refuse.
pub async fn save(scope: &Scope, input: Named<ProcessId>, unit: UnitId) -> Result<Laid, Error> {
    let session = scope.begin().await?;
    risk::alone(&session).await?;
    let keeps = risk::permit_in(&session, unit, Resource::Risk).await?;
    let Named { existing, code, called } = input;
    let saved = match existing {
        None => {
            let process = Process::begin(fresh()?, code, called, unit)?;
            process::create_process(&session, &keeps, &process).await?;
            process
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangeProcess>(&session, id, seen).await?;
            let process = kept(&session, id).await?.change(called, unit)?;
            process::save_process(&session, permit, &process).await?;
            Process { version: seen.saturating_add(1), ..process }
        }
    };
    record(&session, "process.save", format!("process-{}", saved.id), saved.code.as_str(), &saved)?;
    session.commit().await?;
    laid(scope, saved.id).await
}

/// A process whose register the viewer keeps: to read it is granted to more than to write it.
async fn kept(session: &Session, id: ProcessId) -> Result<Process, Error> {
    let process = process::process(session, id).await?;
    risk::keeper(session, process.unit, Resource::Risk).await?;
    Ok(process)
}

/// Nobody works by a process any more: it is kept, and leaves the lists.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`Process::retire`] refuses.
pub async fn retire(scope: &Scope, id: ProcessId, seen: i32, reason: &str) -> Result<Laid, Error> {
    let session = scope.begin().await?;
    risk::alone(&session).await?;
    let permit = risk::permit::<ChangeProcess>(&session, id, seen).await?;
    let steps = process::steps_left(&session, id).await?;
    let process = kept(&session, id).await?.retire(steps, reason)?;
    process::save_process(&session, permit, &process).await?;
    noted(&session, "process.retire", (format!("process-{id}"), process.code.as_str()), &process, Some(reason))?;
    session.commit().await?;
    laid(scope, id).await
}

/// Writes a step of a process.
///
/// # Errors
/// As [`save`], by the unit of the process; what [`ProcessStep::begin`] and [`ProcessStep::change`] refuse.
pub async fn save_step(scope: &Scope, input: Named<ProcessStepId>, of: ProcessId, ordinal: i32) -> Result<Laid, Error> {
    let session = scope.begin().await?;
    risk::alone(&session).await?;
    let process = process::process(&session, of).await?;
    let keeps = risk::keeper(&session, process.unit, Resource::Risk).await?;
    let Named { existing, code, called } = input;
    let saved = match existing {
        None => {
            process.holds()?;
            let step = ProcessStep::begin(fresh()?, of, code, called, ordinal)?;
            process::create_step(&session, &keeps, &step).await?;
            step
        }
        Some((id, seen)) => {
            let permit = risk::permit::<ChangeStep>(&session, id, seen).await?;
            let before = process::step(&session, id).await?;
            is_of(&before, of)?;
            let step = before.change(called, ordinal)?;
            process::save_step(&session, permit, &step).await?;
            ProcessStep { version: seen.saturating_add(1), ..step }
        }
    };
    record(&session, "process.step", format!("process-{of}"), saved.code.as_str(), &saved)?;
    session.commit().await?;
    laid(scope, of).await
}

/// A step stays with its process: what was observed at it was observed there.
fn is_of(step: &ProcessStep, process: ProcessId) -> Result<(), Error> {
    if step.process == process { Ok(()) } else { Err(Error::NotFound) }
}

/// Nobody takes a step any more: it is kept, and leaves the lists.
///
/// # Errors
/// [`Error::NotFound`], [`Error::Forbidden`], [`Error::Stale`]; what [`ProcessStep::retire`] refuses.
pub async fn retire_step(scope: &Scope, id: ProcessStepId, seen: i32, reason: &str) -> Result<Laid, Error> {
    let session = scope.begin().await?;
    risk::alone(&session).await?;
    let permit = risk::permit::<ChangeStep>(&session, id, seen).await?;
    let step = process::step(&session, id).await?;
    let of = kept(&session, step.process).await?.id;
    let step = step.retire(process::holds_points(&session, id).await?, reason)?;
    process::save_step(&session, permit, &step).await?;
    noted(&session, "process.retire-step", (format!("process-{of}"), step.code.as_str()), &step, Some(reason))?;
    session.commit().await?;
    laid(scope, of).await
}
