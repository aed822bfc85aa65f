//! Indicators, their versions, schemes and the meters over them, as GraphQL shows them.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use shared::band::Band;
use shared::cockpit::Brief;
use shared::code::{BusinessCode, CockpitDimensionCode, DimensionCode, LevelCode, LineCode};
use shared::direction::Direction;
use shared::id::{IndicatorId, IndicatorVersionId};
use shared::indicator::{self, CollectionMode, Domain, Fault, Nature, ObjectKind, SubjectKind, VersionState};
use shared::number::{Points, Quantity};
use shared::period::Cycle;
use shared::policy::Action;
use shared::scoring::MethodCode;

use super::dataset::Measure;
use super::meters::LibraryMeters;
use super::page::parts;
use super::scalar::Date;
use crate::app::cockpit::library as app;
use crate::app::library::{self as use_case, change as writing};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::library::Narrowed;
use crate::store::page::Page;

mod change;

pub use change::{LibraryMutation, TargetQuery};

/// An indicator in a few words, as values carry it.
#[derive(Debug, Clone, SimpleObject)]
pub struct IndicatorBrief {
    /// Its id.
    pub id: IndicatorId,
    /// Its code.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// Its English name.
    pub name_en: String,
    /// The unit of its values, such as `%`.
    pub unit_of_measure: String,
    /// Which way is better.
    pub direction: Direction,
    /// The column of the cockpit it stands in.
    pub cockpit_dimension: Option<CockpitDimensionCode>,
    /// Whether it leads the cockpit, as the six rates do.
    pub key_rate: bool,
    /// The shortest period it is appraised for.
    pub cycle: Cycle,
    /// The number of the version that was pinned.
    pub version_number: i32,
}

impl From<&Brief> for IndicatorBrief {
    fn from(brief: &Brief) -> Self {
        let Brief { indicator, version } = brief;
        Self {
            id: indicator.id,
            code: indicator.code.clone(),
            name: indicator.name.clone(),
            name_en: indicator.name_en.clone(),
            unit_of_measure: version.content.unit_of_measure.clone(),
            direction: version.content.direction,
            cockpit_dimension: indicator.cockpit_dimension.clone(),
            key_rate: indicator.key_rate,
            cycle: version.content.cycle,
            version_number: version.number,
        }
    }
}

/// An item of the library.
#[derive(Debug, Clone)]
pub struct Indicator {
    scope: Scope,
    indicator: indicator::Indicator,
    loaded: Arc<Vec<indicator::Version>>,
}

impl Indicator {
    /// An indicator with the versions its list loaded.
    #[must_use]
    pub const fn new(scope: Scope, indicator: indicator::Indicator, loaded: Arc<Vec<indicator::Version>>) -> Self {
        Self { scope, indicator, loaded }
    }

    fn own(&self) -> impl Iterator<Item = &indicator::Version> {
        self.loaded.iter().filter(|version| version.indicator == self.indicator.id)
    }

    fn shown(&self, version: &indicator::Version) -> IndicatorVersion {
        IndicatorVersion {
            scope: self.scope.clone(),
            indicator: self.indicator.clone(),
            version: version.clone(),
            loaded: Arc::clone(&self.loaded),
        }
    }
}

/// An item of the indicator library (CJ-39).
#[Object]
impl Indicator {
    /// Its id.
    async fn id(&self) -> IndicatorId {
        self.indicator.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.indicator.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.indicator.name
    }

    /// Its English name.
    async fn name_en(&self) -> &str {
        &self.indicator.name_en
    }

    /// Whose performance it is about.
    async fn object(&self) -> ObjectKind {
        self.indicator.object
    }

    /// The dimension of the indicator system (CJ-38).
    async fn dimension(&self) -> &DimensionCode {
        &self.indicator.dimension
    }

    /// The column of the cockpit it stands in (CJ-47).
    async fn cockpit_dimension(&self) -> Option<&CockpitDimensionCode> {
        self.indicator.cockpit_dimension.as_ref()
    }

    /// The business line that answers for it.
    async fn line(&self) -> Option<&LineCode> {
        self.indicator.line.as_ref()
    }

    /// The domain of work (ZH-20).
    async fn domain(&self) -> Domain {
        self.indicator.domain
    }

    /// A number or a judgement (CJ-18).
    async fn nature(&self) -> Nature {
        self.indicator.nature
    }

    /// What it is for (CJ-49).
    async fn purpose(&self) -> &str {
        &self.indicator.purpose
    }

    /// Whether it leads the cockpit, as the six rates do.
    async fn key_rate(&self) -> bool {
        self.indicator.key_rate
    }

    /// Counts its changes: what a writer must have seen.
    async fn version(&self) -> i32 {
        self.indicator.version
    }

    /// The draft of the next version, where one is being written.
    async fn draft(&self) -> Option<IndicatorVersion> {
        self.own().find(|version| version.state == VersionState::Draft).map(|version| self.shown(version))
    }

    /// The version in effect.
    async fn effective(&self) -> Option<IndicatorVersion> {
        self.own().find(|version| version.state == VersionState::Effective).map(|version| self.shown(version))
    }

    /// All versions, newest first.
    async fn versions(&self) -> Vec<IndicatorVersion> {
        self.own().map(|version| self.shown(version)).collect()
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        use_case::allowed_actions(self.scope.viewer())
    }
}

/// A version of an indicator.
#[derive(Debug, Clone)]
pub struct IndicatorVersion {
    scope: Scope,
    indicator: indicator::Indicator,
    version: indicator::Version,
    loaded: Arc<Vec<indicator::Version>>,
}

impl IndicatorVersion {
    /// A version by itself.
    #[must_use]
    pub fn of(scope: Scope, brief: &Brief) -> Self {
        let loaded = Arc::new(vec![brief.version.clone()]);
        Self { scope, indicator: brief.indicator.clone(), version: brief.version.clone(), loaded }
    }
}

/// One immutable version of an indicator (domain.md §2.3).
#[Object]
impl IndicatorVersion {
    /// Its id.
    async fn id(&self) -> IndicatorVersionId {
        self.version.id
    }

    /// The indicator.
    async fn indicator(&self) -> Indicator {
        Indicator::new(self.scope.clone(), self.indicator.clone(), Arc::clone(&self.loaded))
    }

    /// Counted from 1.
    async fn number(&self) -> i32 {
        self.version.number
    }

    /// Where it is in its life.
    async fn state(&self) -> VersionState {
        self.version.state
    }

    /// The appraisal standard (考评标准).
    async fn standard(&self) -> &str {
        &self.version.content.standard
    }

    /// The formula over measures; empty where values come by hand.
    async fn formula(&self) -> &str {
        &self.version.content.formula
    }

    /// The definition (口径).
    async fn caliber(&self) -> &str {
        &self.version.content.caliber
    }

    /// The unit of its values.
    async fn unit_of_measure(&self) -> &str {
        &self.version.content.unit_of_measure
    }

    /// Which way is better.
    async fn direction(&self) -> Direction {
        self.version.content.direction
    }

    /// How values come in.
    async fn collection(&self) -> CollectionMode {
        self.version.content.collection
    }

    /// 机生: the record is made by a system (ZH-27).
    async fn machine_generated(&self) -> bool {
        self.version.content.machine_generated
    }

    /// 机汇: it is collected by a system (ZH-27).
    async fn machine_collected(&self) -> bool {
        self.version.content.machine_collected
    }

    /// 机考: it is scored by a system (ZH-27).
    async fn machine_scored(&self) -> bool {
        self.version.content.machine_scored
    }

    /// The level that collects it (WH-09).
    async fn collector_level(&self) -> Option<&LevelCode> {
        self.version.content.collector_level.as_ref()
    }

    /// The shortest period it is appraised for.
    async fn cycle(&self) -> Cycle {
        self.version.content.cycle
    }

    /// The points it is worth (基准分).
    async fn base_score(&self) -> Points {
        self.version.content.base_score
    }

    /// The code of the scoring method (domain.md §3.2).
    async fn method(&self) -> &'static str {
        self.version.content.method.code().code()
    }

    /// The method with its parameters, as JSON.
    async fn method_parameters(&self) -> Result<String, Error> {
        Ok(serde_json::to_string(&self.version.content.method)?)
    }

    /// What a value means.
    async fn bands(&self) -> Vec<BandInterval> {
        self.version
            .content
            .bands
            .iter()
            .map(|span| BandInterval { band: span.gives, from: span.from, to: span.to })
            .collect()
    }

    /// What it reaches.
    async fn reaches(&self) -> &[SubjectKind] {
        &self.version.content.reaches
    }

    /// The classes of the posts it reaches; empty: every post.
    async fn post_classes(&self) -> Vec<String> {
        self.version.content.post_classes.iter().map(ToString::to_string).collect()
    }

    /// The measures its formula names.
    async fn measures(&self) -> Result<Vec<Measure>, Error> {
        let reader = self.scope.reader().await?;
        let found = use_case::measures_of(&reader, &self.version.content).await?;
        Ok(found.into_iter().map(|measure| Measure::new(self.scope.clone(), measure)).collect())
    }

    /// What keeps it from taking effect; empty for a version that could.
    async fn problems(&self) -> Result<Vec<DefinitionProblem>, Error> {
        let reader = self.scope.reader().await?;
        Ok(writing::faults(&reader, &self.version).await?.iter().map(DefinitionProblem::from).collect())
    }

    /// First day in effect; of a draft, the day it was written.
    async fn valid_from(&self) -> Date {
        Date(self.version.valid_from)
    }

    /// First day it no longer is.
    async fn valid_to(&self) -> Option<Date> {
        self.version.valid_to.map(Date)
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        use_case::allowed_actions(self.scope.viewer())
    }
}

/// What values from one number up to before another mean.
#[derive(Debug, Clone, SimpleObject)]
pub struct BandInterval {
    /// The meaning.
    pub band: Band,
    /// From here, included; null: no lower end.
    pub from: Option<Quantity>,
    /// To here, excluded; null: no upper end.
    pub to: Option<Quantity>,
}

/// Something that keeps a version from taking effect.
#[derive(Debug, Clone, SimpleObject)]
pub struct DefinitionProblem {
    /// The field at fault: `unit_of_measure`, `reaches`, `formula`, `base_score` or `method`.
    pub field: String,
    /// What is wrong, for the one who writes it.
    pub message: String,
    /// The character of the formula, counted from 1.
    pub position: Option<i32>,
}

impl From<&Fault> for DefinitionProblem {
    fn from(fault: &Fault) -> Self {
        Self {
            field: fault.field().to_owned(),
            message: fault.to_string(),
            position: fault.position().and_then(|at| i32::try_from(at).ok()),
        }
    }
}

/// A scoring method as it can be chosen (domain.md §3.2).
#[derive(Debug, Clone, SimpleObject)]
pub struct ScoringMethod {
    /// Its code.
    pub code: &'static str,
    /// The method with every parameter written out, as JSON, to begin with.
    pub example: &'static str,
}

connection!(IndicatorConnection, IndicatorEdge, Indicator, "indicators");

/// Queries of the library.
#[derive(Debug, Default)]
pub struct LibraryQuery;

#[Object]
impl LibraryQuery {
    /// The indicator library, in its order.
    #[expect(clippy::too_many_arguments, reason = "a list is narrowed by what its columns are")]
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "Part of the code or a name.")] search: Option<String>,
        #[graphql(desc = "Only of this dimension.")] dimension: Option<DimensionCode>,
        #[graphql(desc = "Only of this column of the cockpit.")] cockpit_dimension: Option<CockpitDimensionCode>,
        #[graphql(desc = "Only those whose values come in like this.")] collection: Option<CollectionMode>,
    ) -> Result<IndicatorConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let narrowed = Narrowed { search, dimension, cockpit_dimension, collection };
        let (slice, versions) = use_case::indicators(&*scope.reader().await?, page, narrowed).await?;
        let versions = Arc::new(versions);
        let of = |indicator| Indicator::new(scope.clone(), indicator, Arc::clone(&versions));
        Ok(parts(slice, |rows| rows.into_iter().map(of).collect())?.into())
    }

    /// One indicator.
    async fn indicator(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: IndicatorId,
    ) -> Result<Indicator, Error> {
        let scope = Scope::of(ctx)?;
        let (indicator, versions) = use_case::indicator(&*scope.reader().await?, id).await?;
        Ok(Indicator::new(scope, indicator, Arc::new(versions)))
    }

    /// The scoring methods there are.
    async fn scoring_methods(&self) -> Vec<ScoringMethod> {
        MethodCode::ALL.iter().map(|code| ScoringMethod { code: code.code(), example: code.example() }).collect()
    }

    /// Shares over everything in effect.
    async fn library_meters(&self, ctx: &Context<'_>) -> Result<LibraryMeters, Error> {
        let scope = Scope::of(ctx)?;
        Ok(app::library(&*scope.reader().await?, None).await?.meters().into())
    }
}
