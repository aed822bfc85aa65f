//! What is asked about rectifications: one of them, and what could be opened about a number.

use async_graphql::{Context, Object, SimpleObject};
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::id::{IndicatorId, MatterId};
use shared::number::Quantity;
use shared::period::Period;
use shared::rectification::GoalSide;

use super::{Rectification, RectificationConnection, RectificationLine};
use crate::app::rectification as use_case;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::matter::{IndicatorName, Matter, MatterFilter, PersonName, UnitName, indicator_of};
use crate::graphql::page::parts;
use crate::graphql::scalar::Date;
use crate::store::page::Page;

/// Queries of rectifications.
#[derive(Debug, Default)]
pub struct RectificationQuery;

#[Object]
impl RectificationQuery {
    /// One rectification.
    async fn rectification(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: MatterId,
    ) -> Result<Rectification, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::rectification(&*scope.reader().await?, id).await?;
        Ok(Rectification::new(scope, it))
    }

    /// Rectifications you may see on either side as the ledger has them, the newest number first.
    async fn rectifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After the rectification with this cursor.")] after: Option<String>,
        #[graphql(desc = "Which; the kind is that of rectifications, whatever it says.")] filter: Option<MatterFilter>,
    ) -> Result<RectificationConnection, Error> {
        let scope = Scope::of(ctx)?;
        let filter = filter.map(|filter| filter.read(local_day(scope.now()))).unwrap_or_default();
        let page = Page::try_new(first, after.as_deref())?;
        let slice = use_case::rectifications(&*scope.reader().await?, filter, page).await?;
        Ok(parts(slice, |found| RectificationLine::list(&scope, found))?.into())
    }

    /// What you could open about a number: whether you may order it there, whether you may take it up by yourself, and the goal that the
    /// target suggests.
    async fn rectification_offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose value.")] subject: Subject,
        #[graphql(desc = "Of which indicator.")] indicator: Option<IndicatorId>,
        #[graphql(desc = "In which period.")] period: Option<Period>,
    ) -> Result<RectificationOffer, Error> {
        let scope = Scope::of(ctx)?;
        let offer = use_case::offer(&scope, subject, indicator, period).await?;
        Ok(RectificationOffer {
            indicator: indicator_of(&scope, indicator).await?,
            unit: UnitName { id: offer.unit, name: offer.unit_name },
            person: offer.person.as_ref().map(Into::into),
            may_order: offer.ways.may_order,
            may_begin: offer.ways.may_begin,
            value: offer.value,
            goal: offer.goal.map(|goal| goal.value),
            goal_side: offer.goal.map(|goal| goal.side),
            due_on: Date(offer.due),
            open: Matter::list(&scope, offer.open),
        })
    }
}

/// What could be opened about a number.
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationOffer {
    /// The indicator.
    pub indicator: Option<IndicatorName>,
    /// The unit that would answer.
    pub unit: UnitName,
    /// The person that would answer.
    pub person: Option<PersonName>,
    /// Whether you may order it.
    pub may_order: bool,
    /// Whether you may take it up by yourself.
    pub may_begin: bool,
    /// The value.
    pub value: Option<Quantity>,
    /// What the value should come to, as the target says.
    pub goal: Option<Quantity>,
    /// Whether that is a least or a most.
    pub goal_side: Option<GoalSide>,
    /// A usual day to report by: 15 working days from today.
    pub due_on: Date,
    /// What is open about the same number already.
    pub open: Vec<Matter>,
}
