//! Rules that issue warnings: as they are, as they shall be, and tried on the past.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::band::Band;
use shared::code::{BusinessCode, CockpitDimensionCode, GroupCode, LevelCode};
use shared::id::{DatasetId, IndicatorId, MatterId, TaskTemplateId, WarningRuleId};
use shared::indicator::SubjectKind;
use shared::matter::{self, Recipient, Severity};
use shared::number::Quantity;
use shared::period::Period;
use shared::policy::Action;
use shared::warning::WarningTerms;
use shared::warning::condition::{Condition, ConditionKind};
use shared::warning::rule::{Applies, RuleContent, RuleState, WarningRule as Rule, Watched};
use shared::warning::standing::StandingState;

use super::WarningFact;
use crate::app::place;
use crate::app::scope::Scope;
use crate::app::warning::rule as use_case;
use crate::app::watch::rehearse;
use crate::error::Error;
use crate::graphql::matter::{IndicatorName, Indicators, indicator_name};
use crate::graphql::place::Place;
use crate::graphql::scalar::DateTime;
use crate::graphql::scope::seen;
use crate::store::warning::EvaluationRecord;

/// A rule.
#[derive(Debug, Clone)]
pub struct WarningRule {
    scope: Scope,
    rule: Rule,
    indicators: Indicators,
}

/// The numbers and codes of a condition; which of them count follows from the kind.
#[derive(Debug, Clone, SimpleObject)]
pub struct WarningCondition {
    /// The kind.
    pub kind: ConditionKind,
    /// `BAND`: the best band that is warned of.
    pub band: Option<Band>,
    /// `THRESHOLD`: the last value that is not warned of.
    pub limit: Option<Quantity>,
    /// `TREND`, `SUDDEN`: how many periods.
    pub periods: Option<i32>,
    /// `RANK_FALL`: how many places.
    pub places: Option<i32>,
    /// `BEHIND_PACE` in percentage points; `SUDDEN`, `CROSS_CHECK` in per cent.
    pub percent: Option<Quantity>,
    /// `CROSS_CHECK`: the other indicator.
    pub other: Option<IndicatorId>,
    /// `TASK_OVERDUE` in working days, `SOURCE_LATE` in days.
    pub days: Option<i32>,
    /// `SOURCE_LATE`: the data source.
    pub dataset: Option<DatasetId>,
}

fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

impl From<&Condition> for WarningCondition {
    fn from(condition: &Condition) -> Self {
        let mut told = Self {
            kind: condition.kind(),
            band: None,
            limit: None,
            periods: None,
            places: None,
            percent: None,
            other: None,
            days: None,
            dataset: None,
        };
        match *condition {
            Condition::Band { band } => told.band = Some(band),
            Condition::Threshold { limit } => told.limit = Some(limit),
            Condition::Trend { periods } => told.periods = Some(signed(periods)),
            Condition::RankFall { places } => told.places = Some(signed(places)),
            Condition::BehindPace { percent } => told.percent = Some(percent),
            Condition::NoData => {}
            Condition::Sudden { percent, periods } => {
                (told.percent, told.periods) = (Some(percent), Some(signed(periods)));
            }
            Condition::CrossCheck { other, percent } => (told.other, told.percent) = (Some(other), Some(percent)),
            Condition::TaskOverdue { days } => told.days = Some(signed(days)),
            Condition::SourceLate { dataset, days } => {
                (told.dataset, told.days) = (Some(dataset), Some(signed(days)));
            }
        }
        told
    }
}

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
    /// Of whom; null where you may not see it.
    pub place: Option<Place>,
    /// What it saw last.
    pub state: StandingState,
    /// How many evaluations in a row saw what it looks for.
    pub seen: i32,
    /// The period it looked at last.
    pub period: Option<Period>,
    /// The warning it issued last.
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

    /// How it stands towards whom it applies to, as far as it saw anything but nothing.
    async fn standings(&self) -> Result<Vec<RuleStanding>, Error> {
        let reader = self.scope.reader().await?;
        let mut shown = Vec::new();
        for (subject, standing) in use_case::standings(&reader, self.rule.id).await? {
            shown.push(RuleStanding {
                place: found(place::place(&self.scope, subject).await)?.map(Into::into),
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

/// A warning that a rule would have issued.
#[derive(Debug, Clone, SimpleObject)]
pub struct RehearsedWarning {
    /// In which period; null where time alone counts.
    pub period: Option<Period>,
    /// About whom.
    pub place: Place,
    /// The numbers that would have made it fire.
    pub facts: Vec<WarningFact>,
    /// The period in which the rule would no longer have seen it.
    pub over: Option<Period>,
}

/// A rule tried on the past: when and for whom it would have spoken, before anybody is told.
#[derive(Debug, Clone, SimpleObject)]
pub struct RuleRehearsal {
    /// The periods tried, oldest first.
    pub periods: Vec<Period>,
    /// How many units, posts or persons it applies to.
    pub objects: i32,
    /// How many warnings it would have issued.
    pub issued: i32,
    /// The first of them, at most 200.
    pub warnings: Vec<RehearsedWarning>,
}

/// Queries of rules.
#[derive(Debug, Default)]
pub struct RuleQuery;

fn list(scope: &Scope, rules: Vec<Rule>) -> Vec<WarningRule> {
    let indicators = Indicators::default();
    let rule = |rule| WarningRule { scope: scope.clone(), rule, indicators: indicators.clone() };
    rules.into_iter().map(rule).collect()
}

fn one(scope: Scope, rule: Rule) -> WarningRule {
    WarningRule { scope, rule, indicators: Indicators::default() }
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
        let reader = scope.reader().await?;
        let rule = input.read()?.draft();
        let periods = usize::try_from(periods).map_err(|_| Error::Limit("periods"))?;
        let rehearsal = rehearse::rehearse(&reader, rule, periods).await?;
        let issued = i32::try_from(rehearsal.warnings.len()).unwrap_or(i32::MAX);
        let mut warnings = Vec::new();
        for warning in rehearsal.warnings.into_iter().take(MOST_SHOWN) {
            let Some(place) = found(place::place(&scope, warning.subject).await)? else { continue };
            let facts = warning.facts.iter().map(Into::into).collect();
            warnings.push(RehearsedWarning { period: warning.period, place: place.into(), facts, over: warning.over });
        }
        let objects = i32::try_from(rehearsal.objects).unwrap_or(i32::MAX);
        Ok(RuleRehearsal { periods: rehearsal.periods, objects, issued, warnings })
    }
}

/// Most warnings of a rehearsal that are shown.
const MOST_SHOWN: usize = 200;

/// What a rule looks for; which of the numbers are needed follows from the kind.
#[derive(Debug, InputObject)]
pub struct ConditionInput {
    /// The kind.
    kind: ConditionKind,
    /// `BAND`: the best band that is warned of.
    band: Option<Band>,
    /// `THRESHOLD`: the last value that is not warned of.
    limit: Option<Quantity>,
    /// `TREND`, `SUDDEN`: how many periods, 2–12.
    periods: Option<i32>,
    /// `RANK_FALL`: how many places, 1 or more.
    places: Option<i32>,
    /// `BEHIND_PACE` in percentage points; `SUDDEN`, `CROSS_CHECK` in per cent; 0 or more.
    percent: Option<Quantity>,
    /// `CROSS_CHECK`: the other indicator.
    other: Option<IndicatorId>,
    /// `TASK_OVERDUE` in working days, `SOURCE_LATE` in days.
    days: Option<i32>,
    /// `SOURCE_LATE`: the data source.
    dataset: Option<DatasetId>,
}

fn needed<T>(field: &str, value: Option<T>) -> Result<T, Error> {
    value.ok_or_else(|| Error::invalid(format!("input.condition.{field}"), "this kind of condition needs it"))
}

fn counted(field: &str, value: i32) -> Result<u32, Error> {
    u32::try_from(value).map_err(|_| Error::invalid(format!("input.{field}"), "0 or more"))
}

impl ConditionInput {
    fn read(self) -> Result<Condition, Error> {
        let count = |field: &str, value| counted(&format!("condition.{field}"), needed(field, value)?);
        Ok(match self.kind {
            ConditionKind::Band => Condition::Band { band: needed("band", self.band)? },
            ConditionKind::Threshold => Condition::Threshold { limit: needed("limit", self.limit)? },
            ConditionKind::Trend => Condition::Trend { periods: count("periods", self.periods)? },
            ConditionKind::RankFall => Condition::RankFall { places: count("places", self.places)? },
            ConditionKind::BehindPace => Condition::BehindPace { percent: needed("percent", self.percent)? },
            ConditionKind::NoData => Condition::NoData,
            ConditionKind::Sudden => Condition::Sudden {
                percent: needed("percent", self.percent)?,
                periods: count("periods", self.periods)?,
            },
            ConditionKind::CrossCheck => {
                Condition::CrossCheck { other: needed("other", self.other)?, percent: needed("percent", self.percent)? }
            }
            ConditionKind::TaskOverdue => Condition::TaskOverdue { days: count("days", self.days)? },
            ConditionKind::SourceLate => {
                Condition::SourceLate { dataset: needed("dataset", self.dataset)?, days: count("days", self.days)? }
            }
        })
    }
}

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
    fn read(self) -> Result<use_case::RuleInput, Error> {
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
