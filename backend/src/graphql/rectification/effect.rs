//! How a result is seen in later numbers.

use async_graphql::SimpleObject;
use shared::matter::{Parties, Weak};
use shared::number::Quantity;
use shared::period::Period;
use shared::rectification::{self, Earlier, EarlierFinding, GoalSide};

use crate::app::rectification as use_case;
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::number::signed;

/// What a period must show, shows, or will show.
#[derive(Debug, Clone, SimpleObject)]
pub struct EffectPeriod {
    /// The period.
    pub period: Period,
    /// Whether it verifies the result; otherwise it is watched for a relapse.
    pub verifies: bool,
    /// The value, as soon as it is published; null for whoever may not see the values.
    pub value: Option<Quantity>,
    /// Whether it meets the goal, as soon as there is a value: also for whoever may not see that.
    pub meets: Option<bool>,
}

/// How the result is seen in later numbers (verified by effect).
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationEffect {
    /// The value when it was opened; null for whoever may not see the values.
    pub before: Option<Quantity>,
    /// Whether the goal is a least or a most.
    pub goal_side: GoalSide,
    /// What the value must come to, in the indicator's unit.
    pub goal: Quantity,
    /// In how many following periods.
    pub periods: i32,
    /// In how many periods after those a relapse opens it again.
    pub watched: i32,
    /// Whether a period counts as soon as something is published of it; otherwise when it is over.
    pub early: bool,
    /// The periods, oldest first; empty before the result was reported.
    pub shown: Vec<EffectPeriod>,
}

/// A value on the way, for the chart of the effect.
#[derive(Debug, Clone, SimpleObject)]
pub struct EffectPoint {
    /// The period.
    pub period: Period,
    /// The value.
    pub value: Option<Quantity>,
}

/// A period that said something in a round that is over: the order was opened again since.
#[derive(Debug, Clone, SimpleObject)]
pub struct EarlierEffect {
    /// The round, counted from 1.
    pub round: i32,
    /// The period.
    pub period: Period,
    /// What it said then.
    pub finding: EarlierFinding,
}

impl From<Earlier> for EarlierEffect {
    fn from(Earlier { round, period, finding }: Earlier) -> Self {
        Self { round: signed(round), period, finding }
    }
}

/// How the result of a matter of these parties is seen in later numbers: the numbers for whoever may see them, what they say for everybody
/// who sees the matter.
///
/// # Errors
/// Of the database.
pub async fn effect(
    scope: &Scope,
    effect: Option<&rectification::Effect>,
    parties: &Parties,
) -> Result<Option<RectificationEffect>, Error> {
    let Some(effect) = effect else { return Ok(None) };
    let sees_values = use_case::sees_values(&*scope.reader().await?, &effect.about, parties).await?;
    Ok(Some(seen(effect, sees_values)))
}

fn seen(effect: &rectification::Effect, sees_values: bool) -> RectificationEffect {
    let shown = |period: Period, verifies: bool| {
        let value = effect.readings.iter().find(|reading| reading.period == period).and_then(|reading| reading.value);
        let meets = value.map(|value| effect.goal.is_met_by(value));
        EffectPeriod { period, verifies, value: value.filter(|_| sees_values), meets }
    };
    let verifying = effect.verifying().map(|period| shown(period, true));
    let watching = effect.watching().map(|period| shown(period, false));
    RectificationEffect {
        before: effect.before.filter(|_| sees_values),
        goal_side: effect.goal.side,
        goal: effect.goal.value,
        periods: signed(effect.periods),
        watched: signed(effect.watched),
        early: effect.early,
        shown: verifying.chain(watching).collect(),
    }
}

/// The values around a number that something is done about, as far as whoever asks may see them.
///
/// # Errors
/// Of the database.
pub async fn values(
    scope: &Scope,
    weak: Option<Weak>,
    effect: Option<&rectification::Effect>,
    before: &[Earlier],
) -> Result<Vec<EffectPoint>, Error> {
    let values = use_case::around(&*scope.reader().await?, weak, effect, before).await?;
    Ok(values.into_iter().map(|(period, value)| EffectPoint { period, value }).collect())
}
