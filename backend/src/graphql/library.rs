//! Indicators, their versions, schemes and the meters over them, as GraphQL shows them.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use shared::cockpit::Brief;
use shared::code::{BusinessCode, CockpitDimensionCode, DimensionCode, LineCode};
use shared::direction::Direction;
use shared::id::IndicatorId;
use shared::indicator::{self, CollectionMode, Domain, Nature, ObjectKind, VersionState};
use shared::period::Cycle;
use shared::policy::Action;
use shared::scoring::MethodCode;
use tokio::sync::OnceCell;

use super::dataset::Measure;
use super::meters::LibraryMeters;
use super::page::parts;
use crate::app::cockpit::library as app;
use crate::app::library::{self as use_case};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::library::Narrowed;
use crate::store::page::Page;

mod change;
mod version;

pub use change::{LibraryMutation, TargetQuery};
pub use version::{BandInterval, DefinitionProblem, IndicatorVersion};

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

/// What the indicators of one list share: their versions, and the measures once somebody asks for them.
#[derive(Debug, Default)]
pub struct Shelf {
    versions: Vec<indicator::Version>,
    /// All versions of their indicators, once somebody asks for them.
    all: OnceCell<Vec<indicator::Version>>,
    measures: OnceCell<Vec<Measure>>,
}

impl Shelf {
    /// A shelf with all versions of some indicators.
    #[must_use]
    pub fn of(versions: Vec<indicator::Version>) -> Arc<Self> {
        Arc::new(Self { all: OnceCell::new_with(Some(versions)), ..Self::default() })
    }

    /// A shelf with some versions: the others of their indicators are there once somebody asks for them.
    #[must_use]
    pub fn with(versions: Vec<indicator::Version>) -> Arc<Self> {
        Arc::new(Self { versions, ..Self::default() })
    }

    async fn versions(&self, scope: &Scope) -> Result<&[indicator::Version], Error> {
        let load = || async {
            let ids: Vec<IndicatorId> = self.versions.iter().map(|version| version.indicator).collect();
            let all = use_case::versions_of(&*scope.reader().await?, &ids).await?;
            // Whoever may not read the library is still told the version a number was formed by.
            Ok::<_, Error>(if all.is_empty() { self.versions.clone() } else { all })
        };
        self.all.get_or_try_init(load).await.map(Vec::as_slice)
    }

    async fn measures(&self, scope: &Scope) -> Result<&[Measure], Error> {
        let load = || async {
            let all = use_case::measures(&*scope.reader().await?).await?;
            Ok(Measure::list(scope, all))
        };
        self.measures.get_or_try_init(load).await.map(Vec::as_slice)
    }
}

/// An item of the library.
#[derive(Debug, Clone)]
pub struct Indicator {
    scope: Scope,
    indicator: indicator::Indicator,
    loaded: Arc<Shelf>,
}

impl Indicator {
    /// An indicator with what its list loaded.
    #[must_use]
    pub const fn new(scope: Scope, indicator: indicator::Indicator, loaded: Arc<Shelf>) -> Self {
        Self { scope, indicator, loaded }
    }

    async fn own(&self) -> Result<impl Iterator<Item = &indicator::Version>, Error> {
        let all = self.loaded.versions(&self.scope).await?.iter();
        Ok(all.filter(|version| version.indicator == self.indicator.id))
    }

    async fn first_in(&self, state: VersionState) -> Result<Option<IndicatorVersion>, Error> {
        Ok(self.own().await?.find(|version| version.state == state).map(|version| self.shown(version)))
    }

    fn shown(&self, version: &indicator::Version) -> IndicatorVersion {
        let (scope, indicator) = (self.scope.clone(), self.indicator.clone());
        IndicatorVersion::shown(scope, indicator, version.clone(), Arc::clone(&self.loaded))
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
    async fn draft(&self) -> Result<Option<IndicatorVersion>, Error> {
        self.first_in(VersionState::Draft).await
    }

    /// The version in effect.
    async fn effective(&self) -> Result<Option<IndicatorVersion>, Error> {
        self.first_in(VersionState::Effective).await
    }

    /// All versions, newest first.
    async fn versions(&self) -> Result<Vec<IndicatorVersion>, Error> {
        Ok(self.own().await?.map(|version| self.shown(version)).collect())
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        use_case::allowed_actions(self.scope.viewer())
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
        let shelf = Shelf::of(versions);
        let of = |indicator| Indicator::new(scope.clone(), indicator, Arc::clone(&shelf));
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
        Ok(Indicator::new(scope, indicator, Shelf::of(versions)))
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
