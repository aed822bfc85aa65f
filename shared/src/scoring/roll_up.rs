//! Roll-up: measures over the tree and over time, and the points of indicators into the score of a unit.

use serde::{Deserialize, Serialize};

use super::refusal::{Parameter, Refusal};
use super::remainder::apportion;
use crate::availability::{Absence, Reading};
use crate::formula::Exact;
use crate::number::Points;

crate::codes! {
    /// How a measure is put together from its parts, over units or over months (architecture.md §9).
    RollUp {
        /// Parts add.
        Sum "SUM",
        /// The first part counts: an opening balance over months.
        First "FIRST",
        /// The last part counts: a closing balance over months.
        Last "LAST",
        /// The least part counts.
        Min "MIN",
        /// The greatest part counts.
        Max "MAX",
        /// Parts overlap: counted anew from the rows at every level.
        Distinct "DISTINCT",
    }
}

impl RollUp {
    /// Puts parts together, months in their order. Absent parts are left out; where all are absent the result is, and the reason
    /// is the one that asks for most attention. A ratio is formed after this, never put together itself.
    ///
    /// # Errors
    /// [`Refusal::NotAdditive`] for [`RollUp::Distinct`]; [`Refusal::OutOfRange`].
    pub fn combine(self, parts: impl IntoIterator<Item = Reading>) -> Result<Reading, Refusal> {
        let mut absent = None;
        let mut present = Vec::new();
        for part in parts {
            match part {
                Reading::Present(value) => present.push(value),
                Reading::Absent(absence) => absent = absent.max(Some(absence)),
            }
        }
        let whole = match self {
            Self::Sum if present.is_empty() => None,
            Self::Sum => Some(Exact::sum(present)?),
            Self::First => present.first().copied(),
            Self::Last => present.last().copied(),
            Self::Min => present.into_iter().min(),
            Self::Max => present.into_iter().max(),
            Self::Distinct => return Err(Refusal::NotAdditive { roll_up: self }),
        };
        Ok(whole.map_or(Reading::Absent(absent.unwrap_or(Absence::NotApplicable)), Reading::Present))
    }

    /// Whether it has a meaning over units, which have no order.
    #[must_use]
    pub const fn is_over_units(self) -> bool {
        match self {
            Self::Sum | Self::Min | Self::Max | Self::Distinct => true,
            Self::First | Self::Last => false,
        }
    }
}

crate::codes! {
    /// What becomes of an indicator without a value (domain.md §3). What is NOT_APPLICABLE is always left out.
    MissingPolicy {
        /// It is left out, and the others carry its weight.
        ExcludeAndReweight "EXCLUDE_AND_REWEIGHT",
        /// It scores 0.
        Zero "ZERO",
        /// It scores the mean of its comparison group; left out where there is none.
        GroupMean "GROUP_MEAN",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is made by the macro of all closed enums, which has no default")]
impl Default for MissingPolicy {
    fn default() -> Self {
        Self::ExcludeAndReweight
    }
}

impl MissingPolicy {
    /// The points that count, or the reason why the indicator is left out.
    ///
    /// # Errors
    /// The absence, where it is left out.
    pub fn decide(self, scored: Scored) -> Result<Points, Absence> {
        match (scored, self) {
            (Scored::Points(points), _) => Ok(points),
            (Scored::Absent { absence: Absence::NotApplicable, .. }, _) => Err(Absence::NotApplicable),
            (Scored::Absent { absence, .. }, Self::ExcludeAndReweight) => Err(absence),
            (Scored::Absent { .. }, Self::Zero) => Ok(Points::ZERO),
            (Scored::Absent { absence, group_mean }, Self::GroupMean) => group_mean.ok_or(absence),
        }
    }
}

/// What scoring an indicator gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Scored {
    /// Points.
    Points(Points),
    /// No value to score.
    Absent {
        /// Why.
        absence: Absence,
        /// Mean points of the comparison group on this indicator, where it is released.
        group_mean: Option<Points>,
    },
}

/// An indicator in the score of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Base points.
    pub base: Points,
    /// What scoring it gave.
    pub scored: Scored,
}

/// Bonus and penalty points beside the indicators.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Adjustments {
    /// Sum of the bonus points.
    pub bonus: Points,
    /// Most bonus points that count; `None` without a cap.
    pub bonus_cap: Option<Points>,
    /// Sum of the penalty points, positive.
    pub penalty: Points,
}

/// The score of a unit, with what it is made of: `points = Σ contributions + bonus − penalty`, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgScore {
    /// The score.
    pub points: Points,
    /// `100 × Σs / ΣB`, HALF_UP to 4 places.
    pub basic: Points,
    /// Points of the indicators that count, Σs.
    pub scored: Points,
    /// Base points of the indicators that count, ΣB.
    pub base: Points,
    /// Bonus points that count.
    pub bonus: Points,
    /// Penalty points.
    pub penalty: Points,
    /// What each line came to, in the order given.
    pub lines: Vec<LineScore>,
}

/// What a line came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum LineScore {
    /// It counts.
    Counted {
        /// The points that count: scored, 0 or the mean of the group by policy.
        points: Points,
        /// Its part of `basic`; the parts add up exactly.
        contribution: Points,
    },
    /// It is left out, and the others carry its weight.
    LeftOut {
        /// Why.
        absence: Absence,
    },
}

/// `100 × Σs / ΣB + min(bonus cap, bonus) − penalty` over the indicators that count (domain.md §3.2).
///
/// # Errors
/// [`Refusal::Absent`] where no indicator counts; [`Refusal::Parameter`] for base points, bonus or penalty below zero.
pub fn org_score(lines: &[Line], adjustments: Adjustments, policy: MissingPolicy) -> Result<OrgScore, Refusal> {
    let bonus = counted_bonus(adjustments)?;
    let decided: Vec<_> = lines.iter().map(|line| policy.decide(line.scored)).collect();
    let (mut scored, mut base) = (Exact::ZERO, Exact::ZERO);
    for (line, decided) in lines.iter().zip(&decided) {
        Parameter::Base.positive(line.base)?;
        if let Ok(points) = decided {
            scored = scored.plus((*points).into())?;
            base = base.plus(line.base.into())?;
        }
    }
    if base.is_zero() {
        let absence = decided.iter().filter_map(|decided| decided.err()).max();
        return Err(absence.unwrap_or(Absence::NotApplicable).into());
    }
    let basic = scored.times(Exact::HUNDRED)?.over(base)?.points()?;
    let points = Exact::from(basic).plus(bonus.into())?.minus(adjustments.penalty.into())?.points()?;
    let lines = contributions(&decided, base, basic)?;
    Ok(OrgScore {
        points,
        basic,
        scored: scored.points()?,
        base: base.points()?,
        bonus,
        penalty: adjustments.penalty,
        lines,
    })
}

fn counted_bonus(adjustments: Adjustments) -> Result<Points, Refusal> {
    Parameter::Adjustment.not_negative(adjustments.bonus)?;
    Parameter::Adjustment.not_negative(adjustments.penalty)?;
    let Some(cap) = adjustments.bonus_cap else { return Ok(adjustments.bonus) };
    Parameter::Cap.not_negative(cap)?;
    Ok(adjustments.bonus.min(cap))
}

fn contributions(decided: &[Result<Points, Absence>], base: Exact, basic: Points) -> Result<Vec<LineScore>, Refusal> {
    let mut exact = Vec::with_capacity(decided.len());
    for points in decided.iter().flatten() {
        exact.push(Exact::from(*points).times(Exact::HUNDRED)?.over(base)?);
    }
    let mut parts = apportion(&exact, basic)?.into_iter();
    let line = |decided: &Result<Points, Absence>| match decided {
        Ok(points) => LineScore::Counted { points: *points, contribution: parts.next().unwrap_or_default() },
        Err(absence) => LineScore::LeftOut { absence: *absence },
    };
    Ok(decided.iter().map(line).collect())
}
