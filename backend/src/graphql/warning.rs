//! Warnings as GraphQL shows them, what is done to them, and what they add up to. Rules are in `warning/rule`.

use async_graphql::{Context, InputObject, Object, SimpleObject};
use shared::cell::Subject;
use shared::code::CockpitDimensionCode;
use shared::id::{MatterId, PersonId, UnitId, WarningRuleId};
use shared::matter::{OfScore, Severity, Side, Weak};
use shared::number::Quantity;
use shared::period::Period;
use shared::warning::condition::ConditionKind;
use shared::warning::{self, WarningState, WarningStep};

use super::matter::{Alike, IndicatorName, MatterParties, PersonName, indicator_of};
use super::number::signed;
use super::rectification::AboutInput;
use super::scalar::DateTime;
use crate::app::matter::{self, Seen};
use crate::app::scope::Scope;
use crate::app::warning as use_case;
use crate::error::Error;

mod rule;

pub use rule::{RuleMutation, RuleQuery};

/// A warning.
#[derive(Debug, Clone)]
pub struct Warning {
    scope: Scope,
    it: warning::Warning,
}

impl Warning {
    /// The score it is about.
    fn score(&self) -> Option<&OfScore> {
        self.it.about.as_ref().and_then(Weak::score)
    }
}

/// A number that made a rule fire, or that it was compared with.
#[derive(Debug, Clone, SimpleObject)]
pub struct WarningFact {
    /// What it is: `VALUE`, `LIMIT`, `RANK`, `RANK_BEFORE`, `GROUP_SIZE`, `PERIODS`, `REACHED`, `PACE`, `MEAN`, `APART`, `OTHER`, `OVERDUE`,
    /// `DAYS_BEHIND`, or a period.
    pub name: String,
    /// The number, in the indicator's unit; per cent for `REACHED`, `PACE` and `APART`.
    pub value: Quantity,
}

impl From<&warning::Fact> for WarningFact {
    fn from(fact: &warning::Fact) -> Self {
        Self { name: fact.name.clone(), value: fact.value }
    }
}

/// A warning (预警): issued by a rule or by hand before a period ends (CJ-15).
#[Object]
impl Warning {
    /// Its id.
    async fn id(&self) -> MatterId {
        self.it.id
    }

    /// Its number, such as `YJ-2026-00067`.
    async fn number(&self) -> &str {
        &self.it.number
    }

    /// Counts its changes: what a step must have seen.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// Where it is.
    async fn state(&self) -> WarningState {
        self.it.state
    }

    /// How urgent it is.
    async fn severity(&self) -> Severity {
        self.it.severity
    }

    /// The rule it was issued by; null for one written by hand.
    async fn rule(&self) -> Option<WarningRuleId> {
        self.it.rule
    }

    /// The kind of that rule's condition.
    async fn condition(&self) -> Option<ConditionKind> {
        self.it.condition
    }

    /// Whom it concerns and where it comes from.
    async fn parties(&self) -> MatterParties {
        (&self.it.parties).into()
    }

    /// The indicator it is about.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_of(&self.scope, self.it.about.as_ref().and_then(Weak::indicator)).await
    }

    /// Whether it is about a score: of `dimension`, or the total.
    async fn of_score(&self) -> bool {
        self.score().is_some()
    }

    /// The cockpit dimension whose score it is about.
    async fn dimension(&self) -> Option<&CockpitDimensionCode> {
        self.score().and_then(|of| of.dimension.as_ref())
    }

    /// What the scheme is called whose score it is about; null for whoever may not read the library.
    async fn scheme_name(&self) -> Result<Option<String>, Error> {
        let Some(of) = self.score() else { return Ok(None) };
        matter::scheme_name(&*self.scope.reader().await?, of.scheme).await
    }

    /// Whose value or score it is about.
    async fn subject(&self) -> Option<Subject> {
        self.it.about.as_ref().map(Weak::subject)
    }

    /// The period it is about.
    async fn period(&self) -> Option<Period> {
        self.it.about.as_ref().map(Weak::period)
    }

    /// In one line.
    async fn title(&self) -> &str {
        &self.it.title
    }

    /// What is known, and what to do.
    async fn advice(&self) -> &str {
        &self.it.advice
    }

    /// The numbers that made it fire: values only for whoever may read them, places in a group only with the right to rankings there.
    async fn facts(&self) -> Result<Vec<WarningFact>, Error> {
        let facts = use_case::facts(&*self.scope.reader().await?, &self.it).await?;
        Ok(facts.iter().map(Into::into).collect())
    }

    /// Who deals with it.
    async fn handler(&self) -> Option<PersonName> {
        self.it.handler.as_ref().map(Into::into)
    }

    /// How it ended, in words.
    async fn outcome(&self) -> &str {
        &self.it.outcome
    }

    /// Whether the rule itself saw that it is over.
    async fn recovered(&self) -> bool {
        self.it.recovered
    }

    /// Whether somebody below had found and taken up the same by themself before (ZH-55).
    async fn found_before(&self) -> bool {
        self.it.found_before.is_some()
    }

    /// When it was issued.
    async fn issued_at(&self) -> DateTime {
        DateTime(self.it.issued)
    }

    /// When it was first read.
    async fn received_at(&self) -> Option<DateTime> {
        self.it.received.map(DateTime)
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<DateTime> {
        self.it.ended.map(DateTime)
    }

    /// What every matter shows.
    #[graphql(flatten)]
    async fn alike(&self) -> Alike<'_> {
        Alike { scope: &self.scope, id: self.it.id, clocks: &self.it.clocks }
    }

    /// The side you stand on; null for whoever only looks.
    async fn side(&self) -> Result<Option<Side>, Error> {
        let standpoint = matter::standpoint(&*self.scope.reader().await?, self.it.id).await?;
        Ok(standpoint.map(|standpoint| standpoint.side))
    }

    /// What you may do now: the server enforces the same.
    async fn allowed_steps(&self) -> Result<Vec<WarningStep>, Error> {
        let standpoint = matter::standpoint(&*self.scope.reader().await?, self.it.id).await?;
        let steps = standpoint.map(|it| self.it.open_steps(it.side, it.part).collect());
        Ok(steps.unwrap_or_default())
    }
}

/// How many warnings there are of a unit, a kind and a month (CJ-65).
#[derive(Debug, Clone, SimpleObject)]
pub struct WarningCount {
    /// The month they were issued in.
    pub month: Period,
    /// The unit they concern.
    pub unit: UnitId,
    /// What it is called.
    pub unit_name: String,
    /// The kind of condition they come from; null for those written by hand.
    pub condition: Option<ConditionKind>,
    /// How urgent they are.
    pub severity: Severity,
    /// Issued.
    pub issued: i32,
    /// Read by whom they concern.
    pub received: i32,
    /// Dealt with by a person.
    pub handled: i32,
    /// Ended with the risk removed.
    pub removed: i32,
    /// Ended as false alarms.
    pub false_alarms: i32,
    /// Expired.
    pub expired: i32,
    /// Still open.
    pub open: i32,
}

impl From<(use_case::count::Group, warning::count::Counts)> for WarningCount {
    fn from((group, counts): (use_case::count::Group, warning::count::Counts)) -> Self {
        Self {
            month: group.month,
            unit: group.unit,
            unit_name: group.unit_name,
            condition: group.condition,
            severity: group.severity,
            issued: signed(counts.issued),
            received: signed(counts.received),
            handled: signed(counts.handled),
            removed: signed(counts.removed),
            false_alarms: signed(counts.false_alarms),
            expired: signed(counts.expired),
            open: signed(counts.open),
        }
    }
}

/// Queries of warnings.
#[derive(Debug, Default)]
pub struct WarningQuery;

#[Object]
impl WarningQuery {
    /// One warning.
    async fn warning(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: MatterId) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::warning(&*scope.reader().await?, id).await?;
        Ok(Warning { scope, it })
    }

    /// The warnings you may see that were issued in a span of periods, counted by unit, kind, severity and month.
    async fn warning_counts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first period.")] from: Period,
        #[graphql(desc = "The last period.")] to: Period,
    ) -> Result<Vec<WarningCount>, Error> {
        let scope = Scope::of(ctx)?;
        let counts = use_case::count::counts(&*scope.reader().await?, from, to).await?;
        Ok(counts.into_iter().map(Into::into).collect())
    }
}

/// A warning to be written by hand.
#[derive(Debug, InputObject)]
pub struct WarningInput {
    /// The unit it concerns.
    unit: UnitId,
    /// The person it concerns.
    person: Option<PersonId>,
    /// The number it is about.
    about: Option<AboutInput>,
    /// How urgent it is.
    severity: Severity,
    /// In one line.
    title: String,
    /// What is known, and what to do.
    advice: String,
}

/// Mutations of warnings.
#[derive(Debug, Default)]
pub struct WarningMutation;

#[Object]
impl WarningMutation {
    /// Sends a warning written by hand.
    async fn issue_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it says.")] input: WarningInput,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let WarningInput { unit, person, about, severity, title, advice } = input;
        let new = use_case::New { unit, person, about: about.map(Into::into), severity, title, advice };
        let it = use_case::issue(&scope, new).await?;
        Ok(Warning { scope, it })
    }

    /// Whom it concerns has read it.
    async fn receive_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The warning.")] warning: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::receive(&scope, Seen { id: warning, version }).await?;
        Ok(Warning { scope, it })
    }

    /// Somebody is to deal with it; you, where nobody is named.
    async fn assign_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The warning.")] warning: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Who.")] to: Option<PersonId>,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::assign(&scope, Seen { id: warning, version }, to, &words).await?;
        Ok(Warning { scope, it })
    }

    /// The risk is removed, or there was none.
    async fn end_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The warning.")] warning: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "Whether it was a false alarm.")] false_alarm: bool,
        #[graphql(desc = "How it was removed, or why there was none.")] words: String,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::end(&scope, Seen { id: warning, version }, false_alarm, &words).await?;
        Ok(Warning { scope, it })
    }

    /// The upper level looked at how it ended.
    async fn review_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The warning.")] warning: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What there is to say; may be empty.", default)] words: String,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::review(&scope, Seen { id: warning, version }, &words).await?;
        Ok(Warning { scope, it })
    }

    /// Says something.
    async fn comment_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The warning.")] warning: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "What.")] words: String,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::comment(&scope, Seen { id: warning, version }, &words).await?;
        Ok(Warning { scope, it })
    }

    /// Connects it with an order or a diagnosis that exists.
    async fn connect_warning(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The warning.")] warning: MatterId,
        #[graphql(desc = "Its version as you saw it.")] version: i32,
        #[graphql(desc = "The order or the diagnosis.")] other: MatterId,
    ) -> Result<Warning, Error> {
        let scope = Scope::of(ctx)?;
        let it = use_case::connect(&scope, Seen { id: warning, version }, other).await?;
        Ok(Warning { scope, it })
    }
}
