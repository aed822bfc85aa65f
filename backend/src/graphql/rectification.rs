//! Rectifications as GraphQL shows them. What is asked about them is in `rectification/query`, what is done to them in
//! `rectification/change`.

use async_graphql::{Object, SimpleObject};
use chrono::NaiveDate;
use shared::calendar::local_day;
use shared::cell::Subject;
use shared::id::MatterId;
use shared::matter::Side;
use shared::period::Period;
use shared::rectification::{
    self, DisputeOutcome, MeasureState, Origin, RectificationDirection, RectificationState, RectificationStep,
    RequestKind,
};
use shared::scheme::SelfFound;

use super::matter::{Alike, IndicatorName, MatterParties, PersonName, UnitName, indicator_of};
use super::number::signed;
use super::scalar::{Date, DateTime};
use crate::app::matter;
use crate::app::rectification as use_case;
use crate::app::scope::Scope;
use crate::error::Error;

mod change;
mod effect;
mod input;
mod list;
mod query;

pub use change::RectificationMutation;
pub use effect::{EarlierEffect, EffectPeriod, EffectPoint, RectificationEffect, effect, values};
pub use input::{AboutInput, AboutScoreInput};
pub use list::{RectificationConnection, RectificationEdge, RectificationLine};
pub use query::{RectificationOffer, RectificationQuery};

/// A rectification.
#[derive(Debug, Clone)]
pub struct Rectification {
    scope: Scope,
    it: rectification::Rectification,
}

impl Rectification {
    /// A rectification.
    #[must_use]
    pub const fn new(scope: Scope, it: rectification::Rectification) -> Self {
        Self { scope, it }
    }
}

/// Something that will be done about the problem (措施).
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationMeasure {
    /// Its number, counted from 1.
    pub item: i32,
    /// What.
    pub what: String,
    /// By whom.
    pub owner: Option<PersonName>,
    /// By which day.
    pub due_on: Date,
    /// How far it is.
    pub state: MeasureState,
    /// How it was done, or why it is not needed.
    pub result: String,
    /// When it was done or dropped.
    pub ended_at: Option<DateTime>,
    /// Whether its day is over and it is still open.
    pub overdue: bool,
}

/// What the lower level holds against an order, and what the upper level made of it.
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationDispute {
    /// Why.
    pub grounds: String,
    /// When.
    pub at: DateTime,
    /// What came of it; null while it is open.
    pub outcome: Option<DisputeOutcome>,
    /// Why.
    pub reasons: String,
}

/// Something the lower level asks for, with an answer of its own.
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationRequest {
    /// Its number, counted from 1.
    pub item: i32,
    /// What kind.
    pub kind: RequestKind,
    /// What, and why.
    pub words: String,
    /// The day asked for.
    pub until: Option<Date>,
    /// The unit it should go to.
    pub to: Option<UnitName>,
    /// When.
    pub at: DateTime,
    /// Whether it was granted; null while it is open.
    pub granted: Option<bool>,
    /// What was answered.
    pub answer: String,
}

/// Who or what verified the result.
#[derive(Debug, Clone, SimpleObject)]
pub struct RectificationVerification {
    /// Whether the following periods did; otherwise a person.
    pub by_effect: bool,
    /// Why a person verified it.
    pub reason: String,
    /// When.
    pub at: DateTime,
}

impl From<&rectification::Verification> for RectificationVerification {
    fn from(it: &rectification::Verification) -> Self {
        Self { by_effect: it.by_effect, reason: it.reason.clone(), at: DateTime(it.signed.at) }
    }
}

/// The measures of a plan as they stand today.
fn measures(all: &[rectification::Measure], today: NaiveDate) -> Vec<RectificationMeasure> {
    let measure = |(item, it): (i32, &rectification::Measure)| RectificationMeasure {
        item,
        what: it.what.clone(),
        owner: it.owner.as_ref().map(Into::into),
        due_on: Date(it.due),
        state: it.state,
        result: it.result.clone(),
        ended_at: it.ended.map(DateTime),
        overdue: it.state == MeasureState::Open && it.due < today,
    };
    (1..).zip(all).map(measure).collect()
}

/// A rectification (整改): an order from above, or what a unit or officer took up by itself (ZH-51, ZH-54).
#[Object]
impl Rectification {
    /// Its id.
    async fn id(&self) -> MatterId {
        self.it.id
    }

    /// Its number, such as `ZG-2026-00317`.
    async fn number(&self) -> &str {
        &self.it.number
    }

    /// Counts its changes: what a step must have seen.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// From above or by oneself.
    async fn direction(&self) -> RectificationDirection {
        self.it.direction
    }

    /// Where it comes from.
    async fn origin(&self) -> Origin {
        self.it.origin
    }

    /// Where it is.
    async fn state(&self) -> RectificationState {
        self.it.state
    }

    /// Whom it is about and where it comes from.
    async fn parties(&self) -> MatterParties {
        (&self.it.parties).into()
    }

    /// The indicator it is about.
    async fn indicator(&self) -> Result<Option<IndicatorName>, Error> {
        indicator_of(&self.scope, self.it.about.map(|about| about.indicator)).await
    }

    /// Whose value it is about.
    async fn subject(&self) -> Option<Subject> {
        self.it.about.map(|about| about.subject)
    }

    /// The period it is about.
    async fn period(&self) -> Option<Period> {
        self.it.about.map(|about| about.period)
    }

    /// The risk point it is about.
    async fn risk_point(&self) -> Option<&str> {
        self.it.risk_point.as_deref()
    }

    /// In one line.
    async fn title(&self) -> &str {
        &self.it.title
    }

    /// What is wrong.
    async fn problem(&self) -> &str {
        &self.it.problem
    }

    /// Why, as far as it is known.
    async fn cause(&self) -> &str {
        &self.it.cause
    }

    /// The last day to report.
    async fn due_on(&self) -> Date {
        Date(self.it.due)
    }

    /// How the result is seen in later numbers; null where it is not bound to an indicator.
    async fn effect(&self) -> Result<Option<RectificationEffect>, Error> {
        effect(&self.scope, self.it.effect.as_ref(), &self.it.parties).await
    }

    /// What periods said in the rounds that are over, in the order in which it was seen: empty for what was never opened again.
    async fn earlier_effects(&self) -> Result<Vec<EarlierEffect>, Error> {
        let before = use_case::before(&*self.scope.reader().await?, &self.it).await?;
        Ok(before.into_iter().map(Into::into).collect())
    }

    /// The values from six periods before the problem up to the last that is watched, as far as you may see them.
    async fn values(&self) -> Result<Vec<EffectPoint>, Error> {
        let before = use_case::before(&*self.scope.reader().await?, &self.it).await?;
        values(&self.scope, self.it.about.map(Into::into), self.it.effect.as_ref(), &before).await
    }

    /// What will be done.
    async fn measures(&self) -> Vec<RectificationMeasure> {
        measures(&self.it.measures, local_day(self.scope.now()))
    }

    /// Disputes, the last one last.
    async fn disputes(&self) -> Vec<RectificationDispute> {
        let dispute = |it: &rectification::Dispute| RectificationDispute {
            grounds: it.grounds.clone(),
            at: DateTime(it.at),
            outcome: it.outcome,
            reasons: it.reasons.clone(),
        };
        self.it.disputes.iter().map(dispute).collect()
    }

    /// Requests, the last one last.
    async fn requests(&self) -> Vec<RectificationRequest> {
        let request = |(item, it): (i32, &rectification::Request)| RectificationRequest {
            item,
            kind: it.kind,
            words: it.words.clone(),
            until: it.until.map(Date),
            to: it.to.as_ref().map(Into::into),
            at: DateTime(it.at),
            granted: it.granted,
            answer: it.answer.clone(),
        };
        (1..).zip(&self.it.requests).map(request).collect()
    }

    /// What was achieved.
    async fn result(&self) -> &str {
        &self.it.result
    }

    /// Who or what verified it.
    async fn verification(&self) -> Option<RectificationVerification> {
        self.it.verification.as_ref().map(Into::into)
    }

    /// What was learnt (风险规律).
    async fn pattern(&self) -> &str {
        &self.it.pattern
    }

    /// How things should be managed instead (ZH-54).
    async fn management_change(&self) -> &str {
        &self.it.management_change
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime {
        DateTime(self.it.opened.at)
    }

    /// When it was closed or withdrawn.
    async fn ended_at(&self) -> Option<DateTime> {
        self.it.ended.map(DateTime)
    }

    /// How often it was opened again.
    async fn reopened(&self) -> i32 {
        signed(self.it.reopened)
    }

    /// Whether it was found by oneself before it was found from above (ZH-55).
    async fn found_first(&self) -> bool {
        self.it.is_found_first()
    }

    /// What that is worth by the scheme that scored the number, or by the strictest of its year; null where it was not found first, or no
    /// scheme speaks of it.
    async fn self_found_worth(&self) -> Result<Option<SelfFound>, Error> {
        use_case::self_found_worth(&*self.scope.reader().await?, &self.it).await
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
    async fn allowed_steps(&self) -> Result<Vec<RectificationStep>, Error> {
        let standpoint = matter::standpoint(&*self.scope.reader().await?, self.it.id).await?;
        let actor = self.scope.viewer().actor;
        let steps = standpoint.map(|it| self.it.open_steps(it.side, it.part, actor).collect());
        Ok(steps.unwrap_or_default())
    }
}
