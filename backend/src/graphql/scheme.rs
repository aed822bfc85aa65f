//! Schemes as GraphQL shows them: which indicator versions count in a year, with which weight.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use shared::cockpit::Brief;
use shared::code::BusinessCode;
use shared::id::SchemeId;
use shared::number::{Points, Quantity};

use super::library::{Indicator, IndicatorVersion};
use crate::app::library as use_case;
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
        let item = |(brief, item): &(Brief, shared::scheme::Item)| SchemeItem {
            indicator: Indicator::new(
                self.scope.clone(),
                brief.indicator.clone(),
                Arc::new(vec![brief.version.clone()]),
            ),
            indicator_version: IndicatorVersion::of(self.scope.clone(), brief),
            weight: item.weight,
            base_points: item.base_points,
        };
        self.found.items.iter().map(item).collect()
    }

    /// What the weights sum to.
    async fn weight_total(&self) -> Quantity {
        self.found.scheme.weight_total()
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
