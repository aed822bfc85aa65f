//! What is done to the register.

use async_graphql::{Context, InputObject, Object};
use shared::code::BusinessCode;
use shared::id::{IndicatorId, PostId, ProcessId, ProcessStepId, RiskPointId, UnitId};
use shared::risk::Degree;
use shared::risk::point::{PointContent, RiskKind};

use super::{Process, RiskPoint, set};
use crate::app::risk as use_case;
use crate::app::risk::{Laid, Named, PointInput};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::scope::seen;

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

/// A point of risk as it shall be.
#[derive(Debug, InputObject)]
pub struct RiskPointInput {
    /// The point to change; null for a new one.
    id: Option<RiskPointId>,
    /// Its version as you saw it.
    version: Option<i32>,
    /// Its code, unique; an existing point keeps the one it has.
    code: BusinessCode,
    /// The step of a process at which it lies.
    step: ProcessStepId,
    /// What can go wrong, in one line.
    name: String,
    /// What kind of risk it is.
    kind: RiskKind,
    /// The unit in which it lies.
    unit: UnitId,
    /// The post of that unit at which it lies.
    post: Option<PostId>,
    /// How likely it is, 1–5.
    likelihood: i32,
    /// How bad it would be, 1–5.
    impact: i32,
    /// What is done so that it does not happen.
    controls: String,
    /// The indicators that watch it.
    indicators: Vec<IndicatorId>,
    /// Every how many months it is looked at again, 1–36.
    review_months: i32,
}

impl RiskPointInput {
    fn read(self) -> Result<PointInput, Error> {
        let content = PointContent {
            step: self.step,
            name: self.name,
            kind: self.kind,
            unit: self.unit,
            post: self.post,
            likelihood: Degree::try_new("likelihood", self.likelihood)?,
            impact: Degree::try_new("impact", self.impact)?,
            controls: self.controls,
            indicators: set(self.indicators),
            // What is no count of months is out of range.
            review_months: u32::try_from(self.review_months).unwrap_or_default(),
        };
        Ok(PointInput { existing: seen(self.id, self.version)?, code: self.code, content })
    }
}

fn one(scope: &Scope, laid: Laid) -> Result<Process, Error> {
    Process::list(scope, vec![laid]).pop().ok_or(Error::NotFound)
}

/// Mutations of the register.
#[derive(Debug, Default)]
pub struct RiskMutation;

#[Object]
impl RiskMutation {
    /// Writes a process.
    async fn save_process(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The process as it shall be.")] input: ProcessInput,
    ) -> Result<Process, Error> {
        let scope = Scope::of(ctx)?;
        let ProcessInput { id, version, code, name, name_en, unit } = input;
        let named = Named { existing: seen(id, version)?, code, name, name_en };
        one(&scope, use_case::save_process(&scope, named, unit).await?)
    }

    /// Writes a step of a process.
    async fn save_process_step(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The step as it shall be.")] input: ProcessStepInput,
    ) -> Result<Process, Error> {
        let scope = Scope::of(ctx)?;
        let ProcessStepInput { id, version, process, ordinal, code, name, name_en } = input;
        let named = Named { existing: seen(id, version)?, code, name, name_en };
        one(&scope, use_case::save_step(&scope, named, process, ordinal).await?)
    }

    /// Proposes a point of risk, or a change of one: somebody else confirms it.
    async fn save_risk_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The point as it shall be.")] input: RiskPointInput,
    ) -> Result<RiskPoint, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::save_point(&scope, input.read()?).await?;
        Ok(RiskPoint::one(&scope, it))
    }

    /// Confirms what somebody else proposed.
    async fn confirm_risk_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The point.")] point: RiskPointId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<RiskPoint, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::confirm(&scope, point, version).await?;
        Ok(RiskPoint::one(&scope, it))
    }

    /// The point was looked at again, and is still so.
    async fn review_risk_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The point.")] point: RiskPointId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<RiskPoint, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::review(&scope, point, version).await?;
        Ok(RiskPoint::one(&scope, it))
    }

    /// The point is no risk any more: it is kept, and leaves the lists.
    async fn retire_risk_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The point.")] point: RiskPointId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Why.")] reason: String,
    ) -> Result<RiskPoint, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::retire(&scope, point, version, &reason).await?;
        Ok(RiskPoint::one(&scope, it))
    }
}
