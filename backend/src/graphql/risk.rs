//! The risk register as GraphQL shows it: points of risk. Processes and steps, the risk of losing points, labels and the risk view are
//! beside.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::calendar::local_day;
use shared::code::BusinessCode;
use shared::id::{IndicatorId, PostId, ProcessId, ProcessStepId, RiskPointId, UnitId};
use shared::risk::point::{self, Rating, RiskKind, RiskPointState, RiskPointStep};

use super::matter::{IndicatorName, Indicators, UnitName, indicator_name};
use super::page::parts;
use super::scalar::Date;
use super::scope::Once;
use crate::app::risk as use_case;
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::page::Page;
use crate::store::risk::point::Filter;

mod change;
mod label;
mod loss;
mod process;
mod view;

pub use change::RiskMutation;
pub use label::{LabelMutation, LabelQuery};
pub use loss::{LossRiskMutation, LossRiskQuery};
pub use process::{ProcessMutation, ProcessQuery};
pub use view::RiskViewQuery;

use process::ProcessStepName;

/// The names of units that the rows of one list share.
#[derive(Debug, Default)]
pub struct Units {
    ids: Vec<UnitId>,
    names: Once<UnitId, String>,
}

impl Units {
    /// The units of a list.
    #[must_use]
    pub fn of(ids: impl Iterator<Item = UnitId>) -> Arc<Self> {
        Arc::new(Self { ids: ids.collect(), names: Once::default() })
    }

    /// The name of one; none for whoever may not see it.
    ///
    /// # Errors
    /// Of the database.
    pub async fn name(&self, scope: &Scope, id: UnitId) -> Result<Option<UnitName>, Error> {
        let load = || async { use_case::unit_names(&*scope.reader().await?, &self.ids).await };
        Ok(self.names.of(&id, load).await?.map(|name| UnitName { id, name }))
    }
}

/// The post at which a risk lies.
#[derive(Debug, Clone, SimpleObject)]
pub struct RiskPost {
    /// Its id.
    pub id: PostId,
    /// Its name.
    pub name: String,
    /// Whether it is a starred-risk post (风险标星岗位).
    pub starred: bool,
}

/// A point of risk.
#[derive(Debug, Clone)]
pub struct RiskPoint {
    scope: Scope,
    names: Arc<Names>,
    it: point::RiskPoint,
}

/// What the points of one list share.
#[derive(Debug, Default)]
struct Names {
    units: Arc<Units>,
    steps: Vec<ProcessStepId>,
    place: Once<ProcessStepId, ProcessStepName>,
    posts: Vec<PostId>,
    post: Once<PostId, RiskPost>,
    indicators: Indicators,
}

impl RiskPoint {
    fn list(scope: &Scope, points: Vec<point::RiskPoint>) -> Vec<Self> {
        let names = Arc::new(Names {
            units: Units::of(points.iter().map(|it| it.content.unit)),
            steps: points.iter().map(|it| it.content.step).collect(),
            posts: points.iter().filter_map(|it| it.content.post).collect(),
            ..Names::default()
        });
        points.into_iter().map(|it| Self { scope: scope.clone(), names: Arc::clone(&names), it }).collect()
    }

    fn one(scope: &Scope, it: point::RiskPoint) -> Self {
        let names = Names {
            units: Units::of(std::iter::once(it.content.unit)),
            steps: vec![it.content.step],
            posts: it.content.post.into_iter().collect(),
            ..Names::default()
        };
        Self { scope: scope.clone(), names: Arc::new(names), it }
    }
}

/// A point of risk (风险点): where a step can go wrong, how likely and how bad, and what watches it (CJ-13).
#[Object]
impl RiskPoint {
    /// Its id.
    async fn id(&self) -> RiskPointId {
        self.it.id
    }

    /// Its code, which matters may name.
    async fn code(&self) -> &BusinessCode {
        &self.it.code
    }

    /// What can go wrong, in one line.
    async fn name(&self) -> &str {
        &self.it.content.name
    }

    /// The step of a process at which it lies.
    async fn step(&self) -> ProcessStepId {
        self.it.content.step
    }

    /// What that step and its process are called, also where they are retired.
    async fn place(&self) -> Result<Option<ProcessStepName>, Error> {
        let load = || async {
            let places = use_case::process::places(&*self.scope.reader().await?, &self.names.steps).await?;
            Ok(places.into_iter().map(|(id, place)| (id, place.into())).collect())
        };
        self.names.place.of(&self.it.content.step, load).await
    }

    /// What kind of risk it is.
    async fn kind(&self) -> RiskKind {
        self.it.content.kind
    }

    /// The unit in which it lies; null for whoever may not see that unit.
    async fn unit(&self) -> Result<Option<UnitName>, Error> {
        self.names.units.name(&self.scope, self.it.content.unit).await
    }

    /// The post at which it lies, where it is one that you may see.
    async fn post(&self) -> Result<Option<RiskPost>, Error> {
        let Some(post) = self.it.content.post else { return Ok(None) };
        let load = || async {
            let posts = use_case::posts(&*self.scope.reader().await?, &self.names.posts).await?;
            let shown = |(id, post): (PostId, shared::person::Post)| {
                (id, RiskPost { id, name: post.name, starred: post.risk_star })
            };
            Ok(posts.into_iter().map(shown).collect())
        };
        self.names.post.of(&post, load).await
    }

    /// How likely it is, 1–5.
    async fn likelihood(&self) -> i32 {
        self.it.content.likelihood.number()
    }

    /// How bad it would be, 1–5.
    async fn impact(&self) -> i32 {
        self.it.content.impact.number()
    }

    /// What both make: their product up to 4 is LOW, up to 9 MEDIUM, up to 14 HIGH, above EXTREME.
    async fn rating(&self) -> Rating {
        self.it.content.rating()
    }

    /// What is done so that it does not happen.
    async fn controls(&self) -> &str {
        &self.it.content.controls
    }

    /// The indicators that watch it, as far as you may read the library.
    async fn indicators(&self) -> Result<Vec<IndicatorName>, Error> {
        let mut watching = Vec::new();
        for &id in &self.it.content.indicators {
            watching.extend(indicator_name(&self.scope, &self.names.indicators, id).await?);
        }
        Ok(watching)
    }

    /// Whether an indicator watches it; a point without one is a gap (CJ-29).
    async fn watched(&self) -> bool {
        !self.it.content.indicators.is_empty()
    }

    /// Where it is.
    async fn state(&self) -> RiskPointState {
        self.it.state
    }

    /// Every how many months it is looked at again.
    async fn review_months(&self) -> i64 {
        self.it.content.review_months.into()
    }

    /// The day it was looked at last; null before it was confirmed.
    async fn reviewed_on(&self) -> Option<Date> {
        self.it.reviewed.map(Date)
    }

    /// The day by which it is to be looked at again.
    async fn review_due_on(&self) -> Option<Date> {
        self.it.review_due().map(Date)
    }

    /// Whether that day is over.
    async fn review_overdue(&self) -> bool {
        self.it.review_due().is_some_and(|due| due < local_day(self.scope.now()))
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// What may be done with it now by whoever keeps the register of its unit.
    async fn allowed_steps(&self) -> Vec<RiskPointStep> {
        use_case::open_steps(self.scope.viewer(), &self.it)
    }
}

connection!(RiskPointConnection, RiskPointEdge, RiskPoint, "points of risk");

/// Which points of risk. What is not said does not narrow.
#[derive(Debug, Default, InputObject)]
pub struct RiskPointFilter {
    /// At a step of this process.
    process: Option<ProcessId>,
    /// At this step.
    step: Option<ProcessStepId>,
    /// In this unit, or one below it.
    unit: Option<UnitId>,
    /// Of this kind.
    kind: Option<RiskKind>,
    /// Of this rating.
    rating: Option<Rating>,
    /// As likely as this, 1–5.
    likelihood: Option<i32>,
    /// As bad as this, 1–5.
    impact: Option<i32>,
    /// In one of these states; without any, all but retired ones.
    states: Option<Vec<RiskPointState>>,
    /// Watched by an indicator, or not.
    watched: Option<bool>,
    /// With this text in the code or the name.
    search: Option<String>,
}

impl From<RiskPointFilter> for Filter {
    fn from(filter: RiskPointFilter) -> Self {
        let RiskPointFilter { process, step, unit, kind, rating, likelihood, impact, states, watched, search } = filter;
        let states = states.unwrap_or_default();
        Self { process, step, below: unit, kind, rating, likelihood, impact, states, watched, search }
    }
}

/// How many points of risk there are of a likelihood and an impact.
#[derive(Debug, Clone, SimpleObject)]
pub struct RiskMatrixCell {
    /// The likelihood, 1–5.
    pub likelihood: i32,
    /// The impact, 1–5.
    pub impact: i32,
    /// How many.
    pub count: i64,
}

/// Queries of the register.
#[derive(Debug, Default)]
pub struct RiskQuery;

#[Object]
impl RiskQuery {
    /// The points of risk that you may see, by code.
    async fn risk_points(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the point with this cursor.")] after: Option<String>,
        #[graphql(desc = "Which.")] filter: Option<RiskPointFilter>,
    ) -> Result<RiskPointConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let filter = filter.unwrap_or_default().into();
        let slice = use_case::points(&*scope.reader().await?, &filter, page).await?;
        Ok(parts(slice, |points| RiskPoint::list(&scope, points))?.into())
    }

    /// One point of risk.
    async fn risk_point(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: RiskPointId,
    ) -> Result<RiskPoint, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::point(&*scope.reader().await?, id).await?;
        Ok(RiskPoint::one(&scope, it))
    }

    /// How many points of risk there are of each likelihood and impact; pairs without any are left out.
    async fn risk_matrix(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which points.")] filter: Option<RiskPointFilter>,
    ) -> Result<Vec<RiskMatrixCell>, Error> {
        let scope = Scope::of(ctx)?;
        let filter = filter.unwrap_or_default().into();
        let counted = use_case::matrix(&*scope.reader().await?, &filter).await?;
        let cell = |it: crate::store::risk::point::MatrixCount| RiskMatrixCell {
            likelihood: it.likelihood,
            impact: it.impact,
            count: it.count,
        };
        Ok(counted.into_iter().map(cell).collect())
    }
}

/// The ids an input names, once each.
fn set(ids: Vec<IndicatorId>) -> std::collections::BTreeSet<IndicatorId> {
    ids.into_iter().collect()
}
