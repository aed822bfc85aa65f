//! The loss review as GraphQL shows it.

use async_graphql::{Context, Object, SimpleObject};
use shared::cell::Subject;
use shared::number::{Points, Quantity};
use shared::period::Period;
use shared::scheme::SelfFound;

use super::library::IndicatorBrief;
use super::matter::Matter;
use super::place::Place;
use crate::app::loss as use_case;
use crate::app::place;
use crate::app::scope::Scope;
use crate::error::Error;

/// A figure that did not bring all its points.
#[derive(Debug, Clone, SimpleObject)]
pub struct LossLine {
    /// The indicator.
    pub indicator: IndicatorBrief,
    /// The value.
    pub value: Option<Quantity>,
    /// The target that held.
    pub target: Option<Quantity>,
    /// The points it was worth.
    pub base_points: Points,
    /// The points it brought.
    pub points: Option<Points>,
    /// The points it did not bring.
    pub lost: Points,
    /// The points it does not bring in the newest period; null where that is the period reviewed.
    pub lost_now: Option<Points>,
    /// What of the points lost is won now.
    pub recovered: Option<Points>,
    /// What it is worth that it was found by oneself before it was found from above (ZH-55); null where it was not.
    pub self_found: Option<SelfFound>,
    /// The points that count as lost by that.
    pub counted: Points,
    /// Why the points were lost, by the newest rectification or diagnosis about it that says so; null where none that you may see does.
    pub cause: Option<String>,
    /// Who sees to it: of the newest of these the person that answers, those who own its measures, or the unit; where there is none, the
    /// nearest department of the indicator's line that you may see, or the place itself.
    pub owners: Vec<String>,
    /// Rectifications about it that you may see, open and ended.
    pub matters: Vec<Matter>,
    /// Of a unit: the rectifications and diagnoses about the same number of its posts and persons that you may see, open and ended.
    pub within: Vec<LossWithin>,
    /// Whether you may order a rectification about it; nobody orders their own unit as a whole.
    pub may_order: bool,
    /// Whether you may take it up by yourself.
    pub may_begin: bool,
}

/// A rectification or diagnosis about the same number of somebody in the unit that lost points.
#[derive(Debug, Clone, SimpleObject)]
pub struct LossWithin {
    /// The rectification or diagnosis.
    pub matter: Matter,
    /// What the person or the post is called whose number it is about.
    pub whose: String,
}

/// The loss review of a place in a period (NY-12): what can still be won, and what was won back (WH-31).
#[derive(Debug, Clone, SimpleObject)]
pub struct LossReview {
    /// The place.
    pub place: Place,
    /// The period reviewed.
    pub period: Period,
    /// The newest period of the same length; null where that is the period reviewed.
    pub newest: Option<Period>,
    /// The points lost in all.
    pub lost: Points,
    /// The points that count as lost, by what it is worth to have found them by oneself.
    pub counted: Points,
    /// What of them is won now; null where there is no later period.
    pub recovered: Option<Points>,
    /// The lines, the largest first.
    pub lines: Vec<LossLine>,
}

/// Queries of losses.
#[derive(Debug, Default)]
pub struct LossQuery;

#[Object]
impl LossQuery {
    /// Every lost point of a place in a period, with what is being done about it and what was won back since.
    async fn loss_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The place.")] subject: Subject,
        #[graphql(desc = "The period.")] period: Period,
    ) -> Result<LossReview, Error> {
        let scope = Scope::of(ctx)?;
        let review = use_case::review(&*scope.reader().await?, subject, period).await?;
        let line = |line: use_case::LossLine| LossLine {
            indicator: line.brief.as_ref().into(),
            value: line.cell.value,
            target: line.cell.target,
            base_points: line.cell.base_points,
            points: line.cell.points,
            lost: line.lost,
            lost_now: line.lost_now,
            recovered: line.recovered,
            self_found: line.self_found,
            counted: line.counted,
            cause: line.reason.cause,
            owners: line.reason.owners,
            matters: Matter::list(&scope, line.matters),
            within: within(&scope, line.within),
            may_order: line.ways.may_order,
            may_begin: line.ways.may_begin,
        };
        Ok(LossReview {
            place: place::place(&scope, subject).await?.into(),
            period,
            newest: review.newest,
            lost: review.lost,
            counted: review.counted,
            recovered: review.recovered,
            lines: review.lines.into_iter().map(line).collect(),
        })
    }
}

fn within(scope: &Scope, found: Vec<use_case::Within>) -> Vec<LossWithin> {
    let (whose, lines): (Vec<String>, Vec<_>) = found.into_iter().map(|it| (it.whose, it.line)).unzip();
    let matters = Matter::list(scope, lines).into_iter();
    matters.zip(whose).map(|(matter, whose)| LossWithin { matter, whose }).collect()
}
