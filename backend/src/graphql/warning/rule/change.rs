//! Rules as they shall be: written, put into effect, ended.

use async_graphql::{Context, InputObject, Object};
use shared::code::{BusinessCode, CockpitDimensionCode, GroupCode, LevelCode};
use shared::id::{IndicatorId, TaskTemplateId, WarningRuleId};
use shared::indicator::SubjectKind;
use shared::matter::{self, Recipient, Severity};
use shared::warning::WarningTerms;
use shared::warning::condition::Condition;
use shared::warning::rule::{Applies, RuleContent, Watched};

use super::condition::ConditionInput;
use super::{WarningRule, counted, one};
use crate::app::scope::Scope;
use crate::app::warning::rule as use_case;
use crate::error::Error;
use crate::graphql::scope::seen;

/// Who is told when a clock is overdue for so many working days.
#[derive(Debug, InputObject)]
pub struct EscalationInput {
    /// Working days after the last day on time.
    after_days: i32,
    /// Who is told.
    tell: Recipient,
}

/// A rule as it shall be.
#[derive(Debug, InputObject)]
pub struct WarningRuleInput {
    /// The rule to change; null for a new one.
    id: Option<WarningRuleId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// Its code, unique; an existing rule keeps the one it has.
    code: BusinessCode,
    /// What it is called: the title of its warnings.
    name: String,
    /// The indicator it watches.
    indicator: Option<IndicatorId>,
    /// Whether it watches a score instead: of `dimension`, or the total.
    watches_score: Option<bool>,
    /// The cockpit dimension whose score it watches.
    dimension: Option<CockpitDimensionCode>,
    /// What it looks for.
    condition: ConditionInput,
    /// Whether it applies to units, posts or persons.
    subjects: SubjectKind,
    /// The levels of units it applies to; all, where none is named.
    levels: Vec<LevelCode>,
    /// The comparison groups it applies to; all, where none is named.
    groups: Vec<GroupCode>,
    /// The classes of posts it applies to; all, where none is named.
    post_classes: Vec<BusinessCode>,
    /// How urgent its warnings are.
    severity: Severity,
    /// After how many evaluations in a row that see it a warning is issued, 1–12.
    confirm: i32,
    /// Who is told.
    tell: Vec<Recipient>,
    /// What to do.
    advice: String,
    /// Working days to read a warning; 1 where nothing is said.
    receive_days: Option<i32>,
    /// Working days to deal with it; 5 where nothing is said.
    handle_days: Option<i32>,
    /// Working days to look at how it ended; 10 where nothing is said.
    review_days: Option<i32>,
    /// Working days after which it expires; 30 where nothing is said.
    expire_days: Option<i32>,
    /// Who is told when a warning is overdue; as usual where nothing is said.
    escalation: Option<Vec<EscalationInput>>,
    /// Whether what it warns of is also diagnosed (CJ-36); only a weak value of an indicator can be.
    opens_diagnosis: Option<bool>,
    /// The template of the task that each of its warnings makes as well.
    task: Option<TaskTemplateId>,
}

/// What a rule watches, from what was said of it.
fn watched(
    indicator: Option<IndicatorId>,
    score: bool,
    dimension: Option<CockpitDimensionCode>,
    condition: &Condition,
) -> Result<Watched, Error> {
    match (indicator, score, condition) {
        (_, _, Condition::TaskOverdue { .. }) => Ok(Watched::Tasks),
        (_, _, Condition::SourceLate { dataset, .. }) => Ok(Watched::Source { dataset: *dataset }),
        (Some(indicator), false, _) => Ok(Watched::Indicator { indicator }),
        (None, true, _) => Ok(Watched::Score { dimension }),
        (Some(_), true, _) => Err(Error::invalid("input.watchesScore", "an indicator or a score, not both")),
        (None, false, _) => Err(Error::invalid("input.indicator", "say which indicator or score it watches")),
    }
}

fn escalation(levels: Option<Vec<EscalationInput>>) -> Result<matter::Escalation, Error> {
    let Some(levels) = levels else { return Ok(matter::Escalation::default()) };
    let level = |level: EscalationInput| Ok((counted("escalation", level.after_days)?, level.tell));
    Ok(matter::Escalation::new(levels.into_iter().map(level).collect::<Result<Vec<_>, Error>>()?))
}

impl WarningRuleInput {
    /// The rule it says.
    pub(super) fn read(self) -> Result<use_case::RuleInput, Error> {
        let days = |field: &str, value: Option<i32>, usual: u32| value.map_or(Ok(usual), |days| counted(field, days));
        let usual = WarningTerms::default();
        let terms = WarningTerms {
            receive: days("receiveDays", self.receive_days, usual.receive)?,
            handle: days("handleDays", self.handle_days, usual.handle)?,
            review: days("reviewDays", self.review_days, usual.review)?,
            expire: days("expireDays", self.expire_days, usual.expire)?,
        };
        let condition = self.condition.read()?;
        let score = self.watches_score.unwrap_or_default();
        let applies = Applies {
            subjects: self.subjects,
            levels: self.levels.into_iter().collect(),
            groups: self.groups.into_iter().collect(),
            post_classes: self.post_classes.into_iter().collect(),
        };
        let content = RuleContent {
            name: self.name,
            watched: watched(self.indicator, score, self.dimension, &condition)?,
            condition,
            applies,
            severity: self.severity,
            confirm: counted("confirm", self.confirm)?,
            tell: self.tell.into_iter().collect(),
            advice: self.advice,
            terms,
            escalation: escalation(self.escalation)?,
            opens_diagnosis: self.opens_diagnosis.unwrap_or_default(),
            task: self.task,
        };
        Ok(use_case::RuleInput { existing: seen(self.id, self.version)?, code: self.code, content })
    }
}

/// Mutations of rules.
#[derive(Debug, Default)]
pub struct RuleMutation;

#[Object]
impl RuleMutation {
    /// Writes a new rule as a draft, or changes one.
    async fn save_warning_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule as it shall be.")] input: WarningRuleInput,
    ) -> Result<WarningRule, Error> {
        let scope = Scope::of(ctx)?;
        let rule = use_case::save(&scope, input.read()?).await?;
        Ok(one(scope, rule))
    }

    /// Puts a rule into effect: from now on it issues warnings.
    async fn activate_warning_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] rule: WarningRuleId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<WarningRule, Error> {
        let scope = Scope::of(ctx)?;
        let rule = use_case::activate(&scope, rule, version).await?;
        Ok(one(scope, rule))
    }

    /// Ends a rule: what it issued stays.
    async fn retire_warning_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule.")] rule: WarningRuleId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<WarningRule, Error> {
        let scope = Scope::of(ctx)?;
        let rule = use_case::retire(&scope, rule, version).await?;
        Ok(one(scope, rule))
    }
}
