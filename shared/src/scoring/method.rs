//! The scoring methods of domain.md §3.2 as one closed enum, and what each may be used for.

use serde::{Deserialize, Serialize};

use super::completion::{Completion, Veto};
use super::deduction::{DeductCount, DeductStep, StepBenchmark};
use super::expression::Expr;
use super::judgement::{GradeVote, Manual};
use super::proportion::{Efficacy, Interval, Linear, TargetRatio, Yoy};
use super::rank::Ties;
use super::ranking::{RankLinear, RankTier};
use super::refusal::Refusal;
use super::sheet::Sheet;
use crate::direction::Direction;
use crate::formula::Exact;

crate::codes! {
    /// A scoring method without its parameters.
    MethodCode {
        /// 扣分法: points for each step below the target.
        DeductStep "DEDUCT_STEP",
        /// 按次扣分: points for each case.
        DeductCount "DEDUCT_COUNT",
        /// 高低于基准按档加减: points up and down for each step from a benchmark.
        StepBenchmark "STEP_BENCHMARK",
        /// 目标比例法: the share of the target that was reached.
        TargetRatio "TARGET_RATIO",
        /// 区间法: a share for each interval.
        Interval "INTERVAL",
        /// 线性插值法: a share along a line.
        Linear "LINEAR",
        /// 功效系数法: 60 at the unacceptable value, 100 at the satisfactory one.
        Efficacy "EFFICACY",
        /// 排名法: points for each place.
        RankLinear "RANK_LINEAR",
        /// 排名分段: a share for each tier of the group.
        RankTier "RANK_TIER",
        /// 比上年提升: the change since last year.
        Yoy "YOY",
        /// 完成/时限: done, late, not done.
        Completion "COMPLETION",
        /// 等次测评: votes for grades.
        GradeVote "GRADE_VOTE",
        /// 评委打分: ratings of judges.
        Manual "MANUAL",
        /// 一票否决: one case and the points are gone.
        Veto "VETO",
        /// 自定义公式: a formula of the scheme's own.
        Expr "EXPR",
    }
}

crate::codes! {
    /// What values an indicator can have.
    ValueDomain {
        /// Zero or above: counts, amounts, shares.
        NonNegative "NON_NEGATIVE",
        /// Any number: rates of change.
        Signed "SIGNED",
        /// 0 or 1.
        Boolean "BOOLEAN",
    }
}

/// A scoring method with its parameters; decimals are written as strings: `{"method":"TARGET_RATIO","cap":"1.2"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Method {
    /// 扣分法.
    DeductStep(DeductStep),
    /// 按次扣分.
    DeductCount(DeductCount),
    /// 高低于基准按档加减.
    StepBenchmark(StepBenchmark),
    /// 目标比例法.
    TargetRatio(TargetRatio),
    /// 区间法.
    Interval(Interval),
    /// 线性插值法.
    Linear(Linear),
    /// 功效系数法.
    Efficacy(Efficacy),
    /// 排名法.
    RankLinear(RankLinear),
    /// 排名分段.
    RankTier(RankTier),
    /// 比上年提升.
    Yoy(Yoy),
    /// 完成/时限.
    Completion(Completion),
    /// 等次测评.
    GradeVote(GradeVote),
    /// 评委打分.
    Manual(Manual),
    /// 一票否决.
    Veto(Veto),
    /// 自定义公式.
    Expr(Expr),
}

/// What a method's parameters know: whether they make sense, and how many points there are.
pub(super) trait Rule {
    /// Directions the method has a meaning for.
    fn directions(&self) -> &'static [Direction];

    /// Domains of values the method has a meaning for.
    fn domains(&self) -> &'static [ValueDomain] {
        ValueDomain::ALL
    }

    /// Whether the parameters make sense by themselves.
    fn check(&self) -> Result<(), Refusal>;

    /// Whether more points go the way that is better; `None` where the parameters do not say.
    fn rewards_higher(&self) -> Option<bool> {
        None
    }

    /// How equal values are ranked.
    fn ties(&self) -> Ties {
        Ties::Standard
    }

    /// The points before rounding.
    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal>;
}

/// Directions on one line, where farther is better or worse.
pub(super) const ON_A_LINE: &[Direction] = &[Direction::HigherBetter, Direction::LowerBetter];

impl Method {
    /// The method without its parameters.
    #[must_use]
    pub const fn code(&self) -> MethodCode {
        match self {
            Self::DeductStep(_) => MethodCode::DeductStep,
            Self::DeductCount(_) => MethodCode::DeductCount,
            Self::StepBenchmark(_) => MethodCode::StepBenchmark,
            Self::TargetRatio(_) => MethodCode::TargetRatio,
            Self::Interval(_) => MethodCode::Interval,
            Self::Linear(_) => MethodCode::Linear,
            Self::Efficacy(_) => MethodCode::Efficacy,
            Self::RankLinear(_) => MethodCode::RankLinear,
            Self::RankTier(_) => MethodCode::RankTier,
            Self::Yoy(_) => MethodCode::Yoy,
            Self::Completion(_) => MethodCode::Completion,
            Self::GradeVote(_) => MethodCode::GradeVote,
            Self::Manual(_) => MethodCode::Manual,
            Self::Veto(_) => MethodCode::Veto,
            Self::Expr(_) => MethodCode::Expr,
        }
    }

    /// Whether the method has a meaning for such an indicator; asked before a version is published (architecture.md §9).
    ///
    /// # Errors
    /// [`Refusal`] names the direction, the domain or the parameter that does not fit.
    pub fn check(&self, direction: Direction, domain: ValueDomain) -> Result<(), Refusal> {
        let (rule, method) = (self.rule(), self.code());
        if !rule.directions().contains(&direction) {
            return Err(Refusal::Direction { method, direction });
        }
        if !rule.domains().contains(&domain) {
            return Err(Refusal::Domain { method, domain });
        }
        rule.check()?;
        match (rule.rewards_higher(), direction) {
            (Some(false), Direction::HigherBetter) | (Some(true), Direction::LowerBetter) => {
                Err(Refusal::AgainstDirection { method, direction })
            }
            _ => Ok(()),
        }
    }

    /// Whether the points may follow from a place in the comparison group, so that they tell of values beside the one they are for.
    #[must_use]
    pub fn scores_the_rank(&self) -> bool {
        match self {
            Self::RankLinear(_) | Self::RankTier(_) => true,
            Self::Expr(rule) => rule.names_the_rank(),
            Self::DeductStep(_)
            | Self::DeductCount(_)
            | Self::StepBenchmark(_)
            | Self::TargetRatio(_)
            | Self::Interval(_)
            | Self::Linear(_)
            | Self::Efficacy(_)
            | Self::Yoy(_)
            | Self::Completion(_)
            | Self::GradeVote(_)
            | Self::Manual(_)
            | Self::Veto(_) => false,
        }
    }

    /// How equal values are ranked: as a method that ranks says, STANDARD for all others. AVERAGE is read as STANDARD: places are
    /// stored whole, and an explanation must come to the same points.
    #[must_use]
    pub fn ties(&self) -> Ties {
        match self.rule().ties() {
            Ties::Average => Ties::Standard,
            ties => ties,
        }
    }

    pub(super) const fn rule(&self) -> &dyn Rule {
        match self {
            Self::DeductStep(rule) => rule,
            Self::DeductCount(rule) => rule,
            Self::StepBenchmark(rule) => rule,
            Self::TargetRatio(rule) => rule,
            Self::Interval(rule) => rule,
            Self::Linear(rule) => rule,
            Self::Efficacy(rule) => rule,
            Self::RankLinear(rule) => rule,
            Self::RankTier(rule) => rule,
            Self::Yoy(rule) => rule,
            Self::Completion(rule) => rule,
            Self::GradeVote(rule) => rule,
            Self::Manual(rule) => rule,
            Self::Veto(rule) => rule,
            Self::Expr(rule) => rule,
        }
    }
}
