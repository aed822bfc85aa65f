//! The risk of losing points as GraphQL shows it.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::calendar::local_day;
use shared::id::{IndicatorId, LossRiskId, UnitId};
use shared::number::Quantity;
use shared::period::Period;
use shared::risk::Degree;
use shared::risk::loss::{self, Factors, LossLevel, WEIGHTS};

use super::Units;
use crate::app::risk::loss as use_case;
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::graphql::matter::{IndicatorName, Indicators, UnitName, indicator_name};
use crate::graphql::page::parts;
use crate::graphql::scalar::Date;
use crate::graphql::scope::{Once, seen};
use crate::store::page::Page;
use crate::store::risk::loss::Filter;

/// The risk that a unit loses points with an indicator.
#[derive(Debug, Clone)]
pub struct LossRisk {
    scope: Scope,
    names: Arc<Names>,
    it: loss::LossRisk,
}

/// What the risks of one list share.
#[derive(Debug)]
struct Names {
    units: Arc<Units>,
    ids: Vec<LossRiskId>,
    looked: Once<LossRiskId, Vec<LossFollowUp>>,
    indicators: Indicators,
}

impl LossRisk {
    fn list(scope: &Scope, risks: Vec<loss::LossRisk>) -> Vec<Self> {
        let names = Arc::new(Names {
            units: Units::of(risks.iter().map(|it| it.unit)),
            ids: risks.iter().map(|it| it.id).collect(),
            looked: Once::default(),
            indicators: Indicators::default(),
        });
        risks.into_iter().map(|it| Self { scope: scope.clone(), names: Arc::clone(&names), it }).collect()
    }

    fn one(scope: &Scope, it: loss::LossRisk) -> Result<Self, Error> {
        Self::list(scope, vec![it]).pop().ok_or(Error::NotFound)
    }
}

/// One of the four factors of a grade.
#[derive(Debug, Clone, SimpleObject)]
pub struct LossFactor {
    /// Which: `DIFFICULTY`, `METHOD`, `CONTROL` or `STATUS`.
    pub name: &'static str,
    /// The degree, 1 (no worry) to 5 (much).
    pub degree: i32,
    /// Its weight, in per cent.
    pub weight: i32,
}

/// That somebody looked, and what was found.
#[derive(Debug, Clone, SimpleObject)]
pub struct LossFollowUp {
    /// The day.
    pub on: Date,
    /// Who.
    pub by: String,
    /// What was found, and what is done.
    pub found: String,
    /// The day it had been due.
    pub due_on: Date,
    /// Whether somebody looked by then.
    pub on_time: bool,
}

impl From<loss::FollowUp> for LossFollowUp {
    fn from(looked: loss::FollowUp) -> Self {
        let loss::FollowUp { on, by, found, due } = looked;
        Self { on: Date(on), by, found, due_on: Date(due), on_time: on <= due }
    }
}

/// The graded risk that a unit loses points with an indicator (失分风险, NY-52).
#[Object]
impl LossRisk {
    /// Its id.
    async fn id(&self) -> LossRiskId {
        self.it.id
    }

    /// The indicator; null for whoever may not read the library.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_name(&self.scope, &self.names.indicators, self.it.indicator).await
    }

    /// The unit; null for whoever may not see it.
    async fn unit(&self) -> Result<Option<UnitName>, Error> {
        self.names.units.name(&self.scope, self.it.unit).await
    }

    /// The four factors with their weights.
    async fn factors(&self) -> Vec<LossFactor> {
        let Factors { difficulty, method, control, status } = self.it.factors;
        let named =
            ["DIFFICULTY", "METHOD", "CONTROL", "STATUS"].into_iter().zip([difficulty, method, control, status]);
        let factor = |((name, degree), weight): ((&'static str, Degree), i32)| LossFactor {
            name,
            degree: degree.number(),
            weight,
        };
        named.zip(WEIGHTS).map(factor).collect()
    }

    /// The weighted score, 1–5, exact: 5, 4, 4, 3 are 4.05.
    async fn score(&self) -> Quantity {
        self.it.factors.score()
    }

    /// 4 and more is HIGH, 3 and more MEDIUM.
    async fn level(&self) -> LossLevel {
        self.it.factors.level()
    }

    /// Every how many days somebody looks: 7, 15 or 30.
    async fn every_days(&self) -> i64 {
        i64::try_from(self.it.factors.level().every()).unwrap_or(i64::MAX)
    }

    /// Why it is graded so.
    async fn reason(&self) -> &str {
        &self.it.reason
    }

    /// The day it was graded.
    async fn graded_on(&self) -> Date {
        Date(self.it.graded)
    }

    /// By whom.
    async fn graded_by(&self) -> &str {
        &self.it.graded_by
    }

    /// The day by which somebody looks again.
    async fn next_on(&self) -> Date {
        Date(self.it.next)
    }

    /// Whether that day is over.
    async fn overdue(&self) -> bool {
        self.it.is_overdue(local_day(self.scope.now()))
    }

    /// What was found, the newest first.
    async fn follow_ups(&self) -> Result<Vec<LossFollowUp>, Error> {
        let load = || async {
            let found = use_case::follow_ups(&*self.scope.reader().await?, &self.names.ids).await?;
            Ok(found.into_iter().map(|(id, found)| (id, found.into_iter().map(Into::into).collect())).collect())
        };
        Ok(self.names.looked.of(&self.it.id, load).await?.unwrap_or_default())
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.it.version
    }
}

connection!(LossRiskConnection, LossRiskEdge, LossRisk, "risks of losing points");

/// What the newest published month suggests for the factor of how it stands now.
#[derive(Debug, Clone, SimpleObject)]
pub struct LossStanding {
    /// The month.
    pub period: Period,
    /// The degree its band suggests: 1 for good, 2 for steady, 4 for watch, 5 for alert.
    pub status: i32,
}

/// Queries of the risk of losing points.
#[derive(Debug, Default)]
pub struct LossRiskQuery;

#[Object]
impl LossRiskQuery {
    /// The risks of losing points that you may see, the highest score first (NY-55).
    #[expect(clippy::too_many_arguments, reason = "each narrows the list in another way")]
    async fn loss_risks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the risk with this cursor.")] after: Option<String>,
        #[graphql(desc = "Of this unit, or one below it.")] unit: Option<UnitId>,
        #[graphql(desc = "Of this indicator.")] indicator: Option<IndicatorId>,
        #[graphql(desc = "Of this level.")] level: Option<LossLevel>,
        #[graphql(desc = "Only those that nobody looked at by their day.", default)] overdue: bool,
    ) -> Result<LossRiskConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let due_before = overdue.then(|| local_day(scope.now()));
        let filter = Filter { below: unit, indicator, level, due_before };
        let slice = use_case::risks(&*scope.reader().await?, &filter, page).await?;
        Ok(parts(slice, |risks| LossRisk::list(&scope, risks))?.into())
    }

    /// What the newest published month suggests for the factor of how it stands now; null without a value that has a band.
    async fn loss_standing(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The indicator.")] indicator: IndicatorId,
        #[graphql(desc = "The unit.")] unit: UnitId,
    ) -> Result<Option<LossStanding>, Error> {
        let scope = Scope::of(ctx)?;
        let found = use_case::standing(&*scope.reader().await?, indicator, unit).await?;
        Ok(found.map(|it| LossStanding { period: it.period, status: it.status }))
    }
}

/// A grade of the risk that a unit loses points with an indicator.
#[derive(Debug, InputObject)]
pub struct LossGradeInput {
    /// The risk to grade anew; null for a first grade.
    id: Option<LossRiskId>,
    /// Its version as you saw it.
    version: Option<i32>,
    /// The indicator; an existing risk keeps the one it has.
    indicator: IndicatorId,
    /// The unit; an existing risk keeps the one it has.
    unit: UnitId,
    /// How hard it is to reach, 1–5.
    difficulty: i32,
    /// How easily the scoring method costs points, 1–5.
    method: i32,
    /// How little of it is in the unit's hands, 1–5.
    control: i32,
    /// How badly it stands now, 1–5.
    status: i32,
    /// Why.
    reason: String,
}

/// Mutations of the risk of losing points.
#[derive(Debug, Default)]
pub struct LossRiskMutation;

#[Object]
impl LossRiskMutation {
    /// Grades the risk that a unit loses points with an indicator; STALE where somebody graded it meanwhile.
    async fn grade_loss_risk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grade.")] input: LossGradeInput,
    ) -> Result<LossRisk, Error> {
        let scope = Scope::of(ctx)?;
        let LossGradeInput { id, version, indicator, unit, difficulty, method, control, status, reason } = input;
        let factors = Factors {
            difficulty: Degree::try_new("difficulty", difficulty)?,
            method: Degree::try_new("method", method)?,
            control: Degree::try_new("control", control)?,
            status: Degree::try_new("status", status)?,
        };
        let grade = use_case::Grade { existing: seen(id, version)?, indicator, unit, factors, reason };
        let it = use_case::grade(&scope, grade).await?;
        LossRisk::one(&scope, it)
    }

    /// Somebody looked: what was found is kept, and the day to look again is set.
    async fn follow_up_loss_risk(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The risk.")] risk: LossRiskId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What was found, and what is done.")] found: String,
    ) -> Result<LossRisk, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::follow_up(&scope, risk, version, &found).await?;
        LossRisk::one(&scope, it)
    }
}
