//! Processes and their steps as GraphQL shows them, and what is done to them.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::code::BusinessCode;
use shared::id::{ProcessId, ProcessStepId, UnitId};
use shared::risk::{Called, Process as ProcessRow, ProcessStep as StepRow};

use super::Units;
use crate::app::risk::process as use_case;
use crate::app::risk::process::{Laid, LaidStep, Named};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::graphql::matter::UnitName;
use crate::graphql::page::parts;
use crate::graphql::scope::seen;
use crate::store::page::Page;

/// A process of work.
#[derive(Debug, Clone)]
pub struct Process {
    scope: Scope,
    units: Arc<Units>,
    laid: Laid,
}

impl Process {
    fn list(scope: &Scope, laid: Vec<Laid>) -> Vec<Self> {
        let units = Units::of(laid.iter().map(|laid| laid.process.unit));
        laid.into_iter().map(|laid| Self { scope: scope.clone(), units: Arc::clone(&units), laid }).collect()
    }

    fn one(scope: &Scope, laid: Laid) -> Self {
        let units = Units::of(std::iter::once(laid.process.unit));
        Self { scope: scope.clone(), units, laid }
    }

    const fn it(&self) -> &ProcessRow {
        &self.laid.process
    }
}

/// A process of work, laid apart into steps at which points of risk lie (CJ-29).
#[Object]
impl Process {
    /// Its id.
    async fn id(&self) -> ProcessId {
        self.it().id
    }

    /// Its code.
    async fn code(&self) -> &BusinessCode {
        &self.it().code
    }

    /// Its Chinese name.
    async fn name(&self) -> &str {
        &self.it().name
    }

    /// Its English name.
    async fn name_en(&self) -> &str {
        &self.it().name_en
    }

    /// The unit that keeps it; null for whoever may not see that unit.
    async fn unit(&self) -> Result<Option<UnitName>, Error> {
        self.units.name(&self.scope, self.it().unit).await
    }

    /// Whether nobody works by it any more: it is kept, and left out of lists.
    async fn retired(&self) -> bool {
        self.it().retired
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.it().version
    }

    /// Its steps that are not retired, in order.
    async fn steps(&self) -> Vec<ProcessStep> {
        self.laid.steps.iter().cloned().map(Into::into).collect()
    }
}

connection!(ProcessConnection, ProcessEdge, Process, "processes");

/// What a process is called.
#[derive(Debug, Clone, SimpleObject)]
pub struct ProcessName {
    /// Its id.
    pub id: ProcessId,
    /// Its code.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
}

impl From<ProcessRow> for ProcessName {
    fn from(process: ProcessRow) -> Self {
        let ProcessRow { id, code, name, name_en, .. } = process;
        Self { id, code, name, name_en }
    }
}

/// What a step is called.
#[derive(Debug, Clone, SimpleObject)]
pub struct ProcessStepName {
    /// Its id.
    pub id: ProcessStepId,
    /// Its code.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Its process.
    pub process: ProcessName,
}

impl From<(ProcessRow, StepRow)> for ProcessStepName {
    fn from((process, step): (ProcessRow, StepRow)) -> Self {
        let StepRow { id, code, name, name_en, .. } = step;
        Self { id, code, name, name_en, process: process.into() }
    }
}

/// A step of a process.
#[derive(Debug, Clone, SimpleObject)]
pub struct ProcessStep {
    /// Its id.
    pub id: ProcessStepId,
    /// Its process.
    pub process: ProcessName,
    /// Its place in the process, from 1.
    pub ordinal: i32,
    /// Its code.
    pub code: BusinessCode,
    /// Its Chinese name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// Counts its changes.
    pub version: i32,
    /// How many points of risk that you may see lie at it.
    pub points: i64,
    /// How many of those an indicator watches; a step with none is a gap (CJ-29).
    pub watched: i64,
}

impl From<LaidStep> for ProcessStep {
    fn from(laid: LaidStep) -> Self {
        let LaidStep { step, process, points, watched } = laid;
        let StepRow { id, ordinal, code, name, name_en, version, .. } = step;
        Self { id, process: process.into(), ordinal, code, name, name_en, version, points, watched }
    }
}

connection!(ProcessStepConnection, ProcessStepEdge, ProcessStep, "steps of processes");

/// Queries of processes.
#[derive(Debug, Default)]
pub struct ProcessQuery;

#[Object]
impl ProcessQuery {
    /// The processes with their steps, by code; what is retired is left out.
    async fn processes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the process with this cursor.")] after: Option<String>,
        #[graphql(desc = "With this text in the code or a name.")] search: Option<String>,
    ) -> Result<ProcessConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::processes(&*scope.reader().await?, search.as_deref(), page).await?;
        Ok(parts(slice, |laid| Process::list(&scope, laid))?.into())
    }

    /// The steps of all processes, by code; what is retired is left out.
    async fn process_steps(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the step with this cursor.")] after: Option<String>,
        #[graphql(desc = "With a point of risk that an indicator watches, or without (CJ-29).")] watched: Option<bool>,
    ) -> Result<ProcessStepConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::steps(&*scope.reader().await?, watched, page).await?;
        Ok(parts(slice, |steps| steps.into_iter().map(Into::into).collect())?.into())
    }
}

/// A process as it shall be.
#[derive(Debug, InputObject)]
pub struct ProcessInput {
    /// The process to change; null for a new one.
    id: Option<ProcessId>,
    /// Its version as you saw it.
    version: Option<i32>,
    /// Its code, unique; an existing process keeps the one it has.
    code: BusinessCode,
    /// Its Chinese name.
    name: String,
    /// Its English name; may be empty.
    name_en: String,
    /// The unit that keeps it.
    unit: UnitId,
}

/// A step of a process as it shall be.
#[derive(Debug, InputObject)]
pub struct ProcessStepInput {
    /// The step to change; null for a new one.
    id: Option<ProcessStepId>,
    /// Its version as you saw it.
    version: Option<i32>,
    /// The process; an existing step stays with the one it has.
    process: ProcessId,
    /// Its place in the process, 1–99.
    ordinal: i32,
    /// Its code, unique; an existing step keeps the one it has.
    code: BusinessCode,
    /// Its Chinese name.
    name: String,
    /// Its English name; may be empty.
    name_en: String,
}

/// Mutations of processes.
#[derive(Debug, Default)]
pub struct ProcessMutation;

#[Object]
impl ProcessMutation {
    /// Writes a process.
    async fn save_process(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The process as it shall be.")] input: ProcessInput,
    ) -> Result<Process, Error> {
        let scope = Scope::of(ctx)?;
        let ProcessInput { id, version, code, name, name_en, unit } = input;
        let named = Named { existing: seen(id, version)?, code, called: Called { name, name_en } };
        let laid = use_case::save(&scope, named, unit).await?;
        Ok(Process::one(&scope, laid))
    }

    /// Nobody works by the process any more: it is kept, and leaves the lists. Refused while it has steps.
    async fn retire_process(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The process.")] process: ProcessId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Process, Error> {
        let scope = Scope::of(ctx)?;
        let laid = use_case::retire(&scope, process, version, &reason).await?;
        Ok(Process::one(&scope, laid))
    }

    /// Writes a step of a process.
    async fn save_process_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step as it shall be.")] input: ProcessStepInput,
    ) -> Result<Process, Error> {
        let scope = Scope::of(ctx)?;
        let ProcessStepInput { id, version, process, ordinal, code, name, name_en } = input;
        let named = Named { existing: seen(id, version)?, code, called: Called { name, name_en } };
        let laid = use_case::save_step(&scope, named, process, ordinal).await?;
        Ok(Process::one(&scope, laid))
    }

    /// Nobody takes the step any more: it is kept, and leaves the lists. Refused while points of risk lie at it that are not retired.
    async fn retire_process_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step.")] step: ProcessStepId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<Process, Error> {
        let scope = Scope::of(ctx)?;
        let laid = use_case::retire_step(&scope, step, version, &reason).await?;
        Ok(Process::one(&scope, laid))
    }
}
