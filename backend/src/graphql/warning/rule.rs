//! Rules that issue warnings, as they are. What they look for is in `rule/condition`; as they shall be, in `rule/change`; tried on the
//! past, in `rule/rehearsal`.

use std::collections::BTreeMap;
use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use shared::code::{BusinessCode, CockpitDimensionCode, GroupCode, LevelCode};
use shared::id::{IndicatorId, MatterId, TaskTemplateId, WarningRuleId};
use shared::indicator::SubjectKind;
use shared::matter::{self, Recipient, Severity};
use shared::period::Period;
use shared::policy::Action;
use shared::warning::WarningTerms;
use shared::warning::rule::{RuleState, WarningRule as Rule, Watched};
use shared::warning::standing::StandingState;

use crate::app::place;
use crate::app::scope::Scope;
use crate::app::warning::rule as use_case;
use crate::app::watch::rehearse;
use crate::error::Error;
use crate::graphql::matter::{IndicatorName, Indicators, indicator_name};
use crate::graphql::place::Place;
use crate::graphql::scalar::DateTime;
use crate::graphql::scope::Once;
use crate::store::warning::EvaluationRecord;

mod change;
mod condition;
mod rehearsal;

pub use change::RuleMutation;
use change::WarningRuleInput;
use condition::WarningCondition;
use rehearsal::RuleRehearsal;

/// A rule.
#[derive(Debug, Clone)]
pub struct WarningRule {
    scope: Scope,
    rule: Rule,
    indicators: Indicators,
    retired: Retired,
}

/// The indicators that are retired, which the rules of one list share.
type Retired = Arc<Once<IndicatorId, bool>>;

/// Who is told when a clock is overdue for so many working days.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct EscalationLevel {
    /// Working days after the last day on time.
    pub after_days: i32,
    /// Who is told.
    pub tell: Recipient,
}

/// Working days for each step of a warning.
#[derive(Debug, Clone, Copy, SimpleObject)]
pub struct WarningTermsShown {
    /// To read it.
    pub receive: i32,
    /// To deal with it.
    pub handle: i32,
    /// To look at how it ended.
    pub review: i32,
    /// After which it expires if nobody dealt with it.
    pub expire: i32,
}

/// How a rule stands towards one unit, post or person.
#[derive(Debug, Clone, SimpleObject)]
pub struct RuleStanding {
    /// Of whom.
    pub place: Place,
    /// What it saw last.
    pub state: StandingState,
    /// How many evaluations in a row saw what it looks for.
    pub seen: i32,
    /// The period it looked at last.
    pub period: Option<Period>,
    /// The warning it issued last, until it was clear again; null where you may not see it.
    pub warning: Option<MatterId>,
}

/// A rule that issues warnings (CJ-15, CJ-43).
#[Object]
impl WarningRule {
    /// Its id.
    async fn id(&self) -> WarningRuleId {
        self.rule.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.rule.code
    }

    /// Whether it issues warnings.
    async fn state(&self) -> RuleState {
        self.rule.state
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.rule.version
    }

    /// What it is called: the title of its warnings.
    async fn name(&self) -> &str {
        &self.rule.content.name
    }

    /// The indicator it watches; null where it watches something else.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        match self.rule.content.watched {
            Watched::Indicator { indicator } => indicator_name(&self.scope, &self.indicators, indicator).await,
            Watched::Score { .. } | Watched::Tasks | Watched::Source { .. } => Ok(None),
        }
    }

    /// The indicators it looks at that are retired: as long as there is one it sees nothing and issues no warnings.
    async fn retired_indicators(&self) -> Result<Vec<IndicatorName>, Error> {
        let load = || async {
            let retired = use_case::retired(&*self.scope.reader().await?).await?;
            Ok(retired.into_iter().map(|indicator| (indicator, true)).collect::<BTreeMap<_, _>>())
        };
        let mut shown = Vec::new();
        for (_, indicator) in self.rule.content.looks_at() {
            if self.retired.of(&indicator, load).await?.is_some() {
                shown.extend(indicator_name(&self.scope, &self.indicators, indicator).await?);
            }
        }
        Ok(shown)
    }

    /// Whether it watches a score: of `dimension`, or the total.
    async fn watches_score(&self) -> bool {
        matches!(self.rule.content.watched, Watched::Score { .. })
    }

    /// The cockpit dimension whose score it watches.
    async fn dimension(&self) -> Option<&CockpitDimensionCode> {
        match &self.rule.content.watched {
            Watched::Score { dimension } => dimension.as_ref(),
            Watched::Indicator { .. } | Watched::Tasks | Watched::Source { .. } => None,
        }
    }

    /// What it looks for.
    async fn condition(&self) -> WarningCondition {
        (&self.rule.content.condition).into()
    }

    /// Whether it applies to units, posts or persons.
    async fn subjects(&self) -> SubjectKind {
        self.rule.content.applies.subjects
    }

    /// The levels of units it applies to; all, where none is named.
    async fn levels(&self) -> Vec<LevelCode> {
        self.rule.content.applies.levels.iter().cloned().collect()
    }

    /// The comparison groups it applies to; all, where none is named.
    async fn groups(&self) -> Vec<GroupCode> {
        self.rule.content.applies.groups.iter().cloned().collect()
    }

    /// The classes of posts it applies to; all, where none is named.
    async fn post_classes(&self) -> Vec<BusinessCode> {
        self.rule.content.applies.post_classes.iter().cloned().collect()
    }

    /// How urgent its warnings are.
    async fn severity(&self) -> Severity {
        self.rule.content.severity
    }

    /// After how many evaluations in a row that see it a warning is issued.
    async fn confirm(&self) -> i32 {
        signed(self.rule.content.confirm)
    }

    /// Who is told.
    async fn tell(&self) -> Vec<Recipient> {
        self.rule.content.tell.iter().copied().collect()
    }

    /// What to do.
    async fn advice(&self) -> &str {
        &self.rule.content.advice
    }

    /// Working days for each step.
    async fn terms(&self) -> WarningTermsShown {
        let WarningTerms { receive, handle, review, expire } = self.rule.content.terms;
        WarningTermsShown {
            receive: signed(receive),
            handle: signed(handle),
            review: signed(review),
            expire: signed(expire),
        }
    }

    /// Who is told when a warning is overdue.
    async fn escalation(&self) -> Vec<EscalationLevel> {
        let level = |level: &matter::Level| EscalationLevel { after_days: signed(level.after_days), tell: level.tell };
        self.rule.content.escalation.levels().iter().map(level).collect()
    }

    /// Whether what it warns of is also diagnosed: a diagnosis is opened with the warning (CJ-36).
    async fn opens_diagnosis(&self) -> bool {
        self.rule.content.opens_diagnosis
    }

    /// The template of the task that each of its warnings makes as well.
    async fn task(&self) -> Option<TaskTemplateId> {
        self.rule.content.task
    }

    /// How it stands towards those of whom you may know it, as far as it saw anything but nothing; at most 200.
    async fn standings(&self) -> Result<Vec<RuleStanding>, Error> {
        let reader = self.scope.reader().await?;
        let mut shown = Vec::new();
        for (subject, standing) in use_case::standings(&reader, self.rule.id).await? {
            let Some(place) = found(place::place(&self.scope, subject).await)? else { continue };
            shown.push(RuleStanding {
                place: place.into(),
                state: standing.state,
                seen: signed(standing.seen),
                period: standing.period,
                warning: standing.warning,
            });
        }
        Ok(shown)
    }

    /// What you may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        use_case::allowed_actions(self.scope.viewer(), self.rule.state)
    }
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

fn counted(field: &str, value: i32) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| Error::invalid(format!("input.{field}"), "0 or more"))
}

fn found(place: Result<place::Place, Error>) -> Result<Option<place::Place>, Error> {
    match place {
        Ok(place) => Ok(Some(place)),
        Err(Error::NotFound | Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

/// An evaluation of all rules, and what came of it.
#[derive(Debug, Clone, SimpleObject)]
pub struct RuleEvaluation {
    /// Which: `run-…` after a run, `clock-…` by the clock.
    pub key: String,
    /// When.
    pub at: DateTime,
    /// Rules times objects that were looked at.
    pub objects: i64,
    /// Microseconds it took: what rules see was loaded, decided on and written.
    pub micros: i64,
    /// Warnings issued.
    pub issued: i32,
    /// Warnings that ended by themselves.
    pub recovered: i32,
    /// Rectifications that later values verified.
    pub verified: i32,
    /// Rectifications that later values opened again.
    pub reopened: i32,
}

impl From<EvaluationRecord> for RuleEvaluation {
    fn from(record: EvaluationRecord) -> Self {
        let outcome = record.outcome;
        Self {
            key: record.key,
            at: DateTime(record.at),
            objects: outcome.objects,
            micros: outcome.micros,
            issued: outcome.issued,
            recovered: outcome.recovered,
            verified: outcome.verified,
            reopened: outcome.reopened,
        }
    }
}

/// Queries of rules.
#[derive(Debug, Default)]
pub struct RuleQuery;

fn list(scope: &Scope, rules: Vec<Rule>) -> Vec<WarningRule> {
    let (indicators, retired) = (Indicators::default(), Retired::default());
    let rule =
        |rule| WarningRule { scope: scope.clone(), rule, indicators: indicators.clone(), retired: retired.clone() };
    rules.into_iter().map(rule).collect()
}

fn one(scope: Scope, rule: Rule) -> WarningRule {
    WarningRule { scope, rule, indicators: Indicators::default(), retired: Retired::default() }
}

#[Object]
impl RuleQuery {
    /// All rules, by code.
    async fn warning_rules(&self, ctx: &Context<'_>) -> Result<Vec<WarningRule>, Error> {
        let scope = Scope::of(ctx)?;
        let rules = use_case::rules(&*scope.reader().await?).await?;
        Ok(list(&scope, rules))
    }

    /// One rule.
    async fn warning_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: WarningRuleId,
    ) -> Result<WarningRule, Error> {
        let scope = Scope::of(ctx)?;
        let rule = use_case::rule(&*scope.reader().await?, id).await?;
        Ok(one(scope, rule))
    }

    /// The evaluations made last, newest first; at most 20.
    async fn rule_evaluations(&self, ctx: &Context<'_>) -> Result<Vec<RuleEvaluation>, Error> {
        let scope = Scope::of(ctx)?;
        let made = use_case::evaluations(&*scope.reader().await?).await?;
        Ok(made.into_iter().map(Into::into).collect())
    }

    /// Tries a rule on the past periods, on what you may see. Nothing is written and nobody is told.
    async fn rehearse_rule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The rule as it would be.")] input: WarningRuleInput,
        #[graphql(desc = "On how many periods, 1–24.")] periods: i32,
    ) -> Result<RuleRehearsal, Error> {
        let scope = Scope::of(ctx)?;
        let rule = input.read()?.draft();
        let periods = usize::try_from(periods).map_err(|_| Error::Limit("periods"))?;
        let rehearsal = rehearse::rehearse(&*scope.reader().await?, rule, periods).await?;
        RuleRehearsal::of(&scope, rehearsal).await
    }
}
