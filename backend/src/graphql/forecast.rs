//! Where a year is heading, as GraphQL shows it.

use async_graphql::{Context, Object, SimpleObject};
use shared::cell::Subject;
use shared::number::Quantity;
use shared::period::Period;

use super::library::IndicatorBrief;
use crate::app::forecast as use_case;
use crate::app::scope::Scope;
use crate::error::Error;

/// The value of the whole year as it may come: a band that is shown and never scored (ZH-66).
#[derive(Debug, Clone, SimpleObject)]
pub struct Forecast {
    /// The indicator.
    pub indicator: IndicatorBrief,
    /// The last month that counted.
    pub until: Period,
    /// If the rest of the year goes like the lowest of its months.
    pub low: Quantity,
    /// If it goes on as it went so far, weighed by the months of last year.
    pub likely: Quantity,
    /// If it goes like the highest of its months.
    pub high: Quantity,
    /// The target of the year; null where none is known.
    pub target: Option<Quantity>,
}

impl From<use_case::Heading> for Forecast {
    fn from(heading: use_case::Heading) -> Self {
        let use_case::Heading { brief, until, forecast, target } = heading;
        let shared::forecast::Forecast { low, likely, high } = forecast;
        Self { indicator: brief.as_ref().into(), until, low, likely, high, target }
    }
}

/// Queries of forecasts.
#[derive(Debug, Default)]
pub struct ForecastQuery;

#[Object]
impl ForecastQuery {
    /// Where the year of a place is heading, by what is published up to a month: of every sum and ratio with all its months and those of
    /// last year.
    async fn forecasts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The last month that counts, such as `2026-06`.")] month: Period,
    ) -> Result<Vec<Forecast>, Error> {
        let scope = Scope::of(ctx)?;
        let headings = use_case::headings(&*scope.reader().await?, subject, month).await?;
        Ok(headings.into_iter().map(Into::into).collect())
    }
}
