//! EXPR: a formula of the scheme's own over declared variables.

use serde::{Deserialize, Serialize};

use super::method::Rule;
use super::refusal::{Parameter, Refusal, Requirement};
use super::sheet::Sheet;
use super::trace::Step;
use crate::availability::{Absence, Reading};
use crate::direction::Direction;
use crate::formula::{EvaluationError, Exact, Formula};
use crate::number::Points;

/// The value of a formula, limited to `[floor, cap]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expr {
    /// The formula over [`Variable`]s, giving points.
    pub formula: Formula,
    /// Least points.
    #[serde(default)]
    pub floor: Points,
    /// Most points.
    pub cap: Points,
}

crate::codes! {
    /// What a scoring formula may refer to, by its code or its Chinese name.
    Variable {
        /// 值: the value.
        Value "VALUE",
        /// 目标: the target of the unit and period.
        Target "TARGET",
        /// 同期: the value of the same period of last year.
        LastYear "LAST_YEAR",
        /// 基准分: the base points.
        Base "BASE",
        /// 排名: the rank in the comparison group.
        Rank "RANK",
        /// 组内数: units ranked in the comparison group.
        GroupSize "GROUP_SIZE",
    }
}

impl Variable {
    /// Its name in Chinese.
    #[must_use]
    pub const fn chinese(self) -> &'static str {
        match self {
            Self::Value => "值",
            Self::Target => "目标",
            Self::LastYear => "同期",
            Self::Base => "基准分",
            Self::Rank => "排名",
            Self::GroupSize => "组内数",
        }
    }

    /// The variable called so.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|variable| variable.chinese() == name || variable.code() == name)
    }

    fn reading(self, sheet: &Sheet<'_>) -> Reading {
        let input = sheet.input;
        let given = |value: Option<Exact>| value.map_or(Reading::Absent(Absence::NotApplicable), Reading::Present);
        match self {
            Self::Value => input.value,
            Self::Target => given(input.target.map(Exact::from)),
            Self::LastYear => input.last_year,
            Self::Base => Reading::Present(sheet.base),
            Self::Rank => given(input.standing.map(|standing| standing.rank)),
            Self::GroupSize => given(input.standing.map(|standing| standing.size.into())),
        }
    }
}

impl Expr {
    /// Whether the formula speaks of the comparison group.
    pub(super) fn names_the_rank(&self) -> bool {
        let of_the_group = |name| matches!(Variable::named(name), Some(Variable::Rank | Variable::GroupSize));
        self.formula.names().into_iter().any(of_the_group)
    }
}

impl Rule for Expr {
    fn directions(&self) -> &'static [Direction] {
        Direction::ALL
    }

    fn check(&self) -> Result<(), Refusal> {
        for name in self.formula.names() {
            if Variable::named(name).is_none() {
                return Err(EvaluationError::UnknownName { name: name.to_owned() }.into());
            }
        }
        Parameter::Cap.at_least(self.cap.into(), self.floor.into(), Requirement::AtLeastFloor)
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        if self.formula.names().into_iter().any(|name| Variable::named(name) == Some(Variable::Target)) {
            // A target nobody set is a gap in the plan, not a value that does not apply.
            sheet.target()?;
        }
        let explanation = self.formula.explain(|name| Variable::named(name).map(|variable| variable.reading(sheet)))?;
        let result = match explanation.result {
            Reading::Present(result) => result,
            Reading::Absent(absence) => return Err(absence.into()),
        };
        sheet.note(Step::Formula { text: self.formula.to_string(), filled: explanation.filled, result });
        Ok(sheet.limit(result, self.floor.into(), self.cap.into()))
    }
}
