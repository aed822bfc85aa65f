//! What is done to points of risk.

use async_graphql::{Context, InputObject, Object};
use shared::code::BusinessCode;
use shared::id::{IndicatorId, PostId, ProcessStepId, RiskPointId, UnitId};
use shared::risk::Degree;
use shared::risk::point::{PointContent, RiskKind};

use super::{RiskPoint, set};
use crate::app::risk as use_case;
use crate::app::risk::PointInput;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::scope::seen;

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

/// Mutations of points of risk.
#[derive(Debug, Default)]
pub struct RiskMutation;

#[Object]
impl RiskMutation {
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
