//! Schemes as GraphQL shows them: which indicator versions count in a year, with which weight.

use std::sync::Arc;

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::cockpit::Brief;
use shared::code::BusinessCode;
use shared::id::{IndicatorVersionId, SchemeId};
use shared::number::{Points, Quantity};
use shared::policy::Action;
use shared::scheme::{Item, SelfFound};

use super::library::{Indicator, IndicatorVersion, Shelf};
use super::scope::seen;
use crate::app::library::allowed_actions;
use crate::app::scheme as use_case;
use crate::app::scope::Scope;
use crate::error::Error;

/// An appraisal scheme.
#[derive(Debug, Clone)]
pub struct Scheme {
    scope: Scope,
    found: use_case::SchemeFound,
}

impl Scheme {
    /// A scheme with what it pins.
    #[must_use]
    pub const fn new(scope: Scope, found: use_case::SchemeFound) -> Self {
        Self { scope, found }
    }
}

/// An appraisal scheme: which indicator versions count in a year, with which weight.
#[Object]
impl Scheme {
    /// Its id.
    async fn id(&self) -> SchemeId {
        self.found.scheme.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.found.scheme.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.found.scheme.name
    }

    /// The year it is for.
    async fn year(&self) -> i32 {
        self.found.scheme.year
    }

    /// Whether it is published: then it never changes.
    async fn published(&self) -> bool {
        self.found.scheme.published
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.found.scheme.version
    }

    /// What counts.
    async fn items(&self) -> Vec<SchemeItem> {
        let versions = self.found.items.iter().map(|(brief, _)| brief.version.clone()).collect();
        let shelf = Shelf::with(versions);
        let item = |(brief, item): &(Brief, Item)| SchemeItem {
            indicator: Indicator::new(self.scope.clone(), brief.indicator.clone(), Arc::clone(&shelf)),
            indicator_version: IndicatorVersion::on(self.scope.clone(), brief, Arc::clone(&shelf)),
            weight: item.weight,
            base_points: item.base_points,
        };
        self.found.items.iter().map(item).collect()
    }

    /// What the weights sum to.
    async fn weight_total(&self) -> Quantity {
        self.found.scheme.weight_total()
    }

    /// What the weights must sum to.
    async fn total(&self) -> Quantity {
        self.found.scheme.total
    }

    /// What it is worth that something was found by oneself before it was found from above (ZH-55).
    async fn self_found(&self) -> SelfFound {
        self.found.scheme.self_found
    }

    /// What keeps it from taking effect: the rule with its data as JSON, as `extensions.rule` of a refusal; null for a scheme that
    /// could.
    async fn problem(&self) -> Result<Option<String>, Error> {
        self.found.check().err().map(|refusal| Ok(serde_json::to_string(&refusal)?)).transpose()
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        allowed_actions(self.scope.viewer())
    }
}

/// An indicator of a scheme.
#[derive(Debug, Clone, SimpleObject)]
pub struct SchemeItem {
    /// The indicator.
    pub indicator: Indicator,
    /// The version that is pinned.
    pub indicator_version: IndicatorVersion,
    /// Its weight.
    pub weight: Quantity,
    /// The points it is worth.
    pub base_points: Points,
}

/// Queries of schemes.
#[derive(Debug, Default)]
pub struct SchemeQuery;

#[Object]
impl SchemeQuery {
    /// All schemes, newest year first.
    async fn schemes(&self, ctx: &Context<'_>) -> Result<Vec<Scheme>, Error> {
        let scope = Scope::of(ctx)?;
        let found = use_case::schemes(&*scope.reader().await?).await?;
        Ok(found.into_iter().map(|found| Scheme::new(scope.clone(), found)).collect())
    }

    /// One scheme.
    async fn scheme(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: SchemeId) -> Result<Scheme, Error> {
        let scope = Scope::of(ctx)?;
        let found = use_case::scheme(&*scope.reader().await?, id).await?;
        Ok(Scheme::new(scope, found))
    }
}

/// A scheme as it shall be.
#[derive(Debug, InputObject)]
pub struct SchemeInput {
    /// The scheme to change; null for a new one.
    id: Option<SchemeId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// Its code, unique; an existing scheme keeps the one it has.
    code: BusinessCode,
    /// Its name, 1 to 200 characters.
    name: String,
    /// The year it is for, 2000 to 2100.
    year: i32,
    /// What its weights must sum to.
    total: Quantity,
    /// What it is worth that something was found by oneself before it was found from above; nothing, where it is left out.
    self_found: Option<SelfFound>,
    /// What counts, in this order; at most 1,000.
    items: Vec<SchemeItemInput>,
}

/// An indicator of a scheme as it shall be.
#[derive(Debug, InputObject)]
pub struct SchemeItemInput {
    /// The version that is pinned.
    indicator_version: IndicatorVersionId,
    /// Its weight.
    weight: Quantity,
    /// The points it is worth.
    base_points: Points,
}

impl SchemeInput {
    fn read(self) -> Result<use_case::SchemeInput, Error> {
        let existing = seen(self.id, self.version)?;
        let item = |input: SchemeItemInput| Item {
            indicator_version: input.indicator_version,
            weight: input.weight,
            base_points: input.base_points,
        };
        let items = self.items.into_iter().map(item).collect();
        let self_found = self.self_found.unwrap_or(SelfFound::Counted);
        let Self { code, name, year, total, .. } = self;
        Ok(use_case::SchemeInput { existing, code, name, year, total, self_found, items })
    }
}

/// Mutations of schemes.
#[derive(Debug, Default)]
pub struct SchemeMutation;

#[Object]
impl SchemeMutation {
    /// Writes a new scheme, or changes one that is not published. It may be incomplete until it is published.
    async fn save_scheme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scheme as it shall be.")] input: SchemeInput,
    ) -> Result<Scheme, Error> {
        let scope = Scope::of(ctx)?;
        let found = use_case::save(&scope, input.read()?).await?;
        Ok(Scheme::new(scope, found))
    }

    /// Puts a scheme into effect: its weights sum to the total, every version it pins is in effect, and at least 85 % of its
    /// indicators are quantitative (CJ-55). From then on it never changes.
    async fn publish_scheme(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scheme.")] scheme: SchemeId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<Scheme, Error> {
        let scope = Scope::of(ctx)?;
        let found = use_case::publish(&scope, scheme, version).await?;
        Ok(Scheme::new(scope, found))
    }
}
