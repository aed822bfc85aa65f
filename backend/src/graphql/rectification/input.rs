//! What is said when something is done to rectifications.

use async_graphql::InputObject;
use shared::cell::Subject;
use shared::code::CockpitDimensionCode;
use shared::id::{IndicatorId, MatterId, PersonId, SchemeId, UnitId};
use shared::matter::{About, OfScore};
use shared::number::Quantity;
use shared::period::Period;
use shared::rectification::{Goal, GoalSide, Origin, Outcome, RectificationDirection, RequestKind};

use crate::app::rectification as use_case;
use crate::error::Error;
use crate::graphql::number::counted;
use crate::graphql::scalar::Date;

/// The number that something is about.
#[derive(Debug, Clone, Copy, InputObject)]
pub struct AboutInput {
    /// The indicator.
    indicator: IndicatorId,
    /// Whose value.
    subject: Subject,
    /// In which period.
    period: Period,
}

impl From<AboutInput> for About {
    fn from(input: AboutInput) -> Self {
        let AboutInput { indicator, subject, period } = input;
        Self { indicator, subject, period }
    }
}

/// The score that something is about.
#[derive(Debug, Clone, InputObject)]
pub struct AboutScoreInput {
    /// The scheme.
    scheme: SchemeId,
    /// The cockpit dimension; without one the total.
    dimension: Option<CockpitDimensionCode>,
    /// Whose score.
    subject: Subject,
    /// In which period.
    period: Period,
}

impl From<AboutScoreInput> for OfScore {
    fn from(input: AboutScoreInput) -> Self {
        let AboutScoreInput { scheme, dimension, subject, period } = input;
        Self { scheme, dimension, subject, period }
    }
}

/// How the result shall be seen in later numbers.
#[derive(Debug, InputObject)]
pub struct RectificationEffectInput {
    /// Whether the goal is a least or a most.
    goal_side: GoalSide,
    /// What the value must come to, in the indicator's unit.
    goal: Quantity,
    /// In how many following periods, 1–12.
    periods: i32,
    /// In how many periods after those a relapse opens it again, 0–12.
    watched: i32,
    /// Whether a period counts as soon as something is published of it; otherwise when it is over. Suits numbers of a day, not sums.
    #[graphql(default)]
    early: bool,
}

/// A rectification to be opened.
#[derive(Debug, InputObject)]
pub struct RectificationInput {
    /// From above or by oneself.
    direction: RectificationDirection,
    /// Where it comes from.
    origin: Origin,
    /// The unit that answers.
    unit: UnitId,
    /// The person that answers, where it is about one.
    person: Option<PersonId>,
    /// The number it is about.
    about: Option<AboutInput>,
    /// The risk point it is about, where it is about one.
    risk_point: Option<String>,
    /// In one line.
    title: String,
    /// What is wrong.
    problem: String,
    /// Why, as far as it is known.
    cause: Option<String>,
    /// The last day to report; not before today.
    due_on: Date,
    /// How the result shall be seen in later numbers; takes `about`.
    effect: Option<RectificationEffectInput>,
    /// The warning or other matter that led to it.
    from: Option<MatterId>,
    /// Whether an order is only written and not yet sent.
    draft: Option<bool>,
}

impl RectificationInput {
    pub(super) fn read(self) -> Result<use_case::New, Error> {
        let bound = |input: RectificationEffectInput| {
            Ok::<_, Error>(use_case::Bound {
                goal: Goal { side: input.goal_side, value: input.goal },
                periods: counted("input.effect.periods", input.periods)?,
                watched: counted("input.effect.watched", input.watched)?,
                early: input.early,
            })
        };
        if self.effect.is_some() && self.about.is_none() {
            return Err(Error::invalid("input.about", "say which number the effect is seen in"));
        }
        Ok(use_case::New {
            direction: self.direction,
            origin: self.origin,
            unit: self.unit,
            person: self.person,
            about: self.about.map(Into::into),
            risk_point: self.risk_point.filter(|point| !point.trim().is_empty()),
            title: self.title,
            problem: self.problem,
            cause: self.cause.unwrap_or_default(),
            due: self.due_on.0,
            bound: self.effect.map(bound).transpose()?,
            from: self.from,
            draft: self.draft.unwrap_or_default(),
        })
    }
}

/// A measure as it is planned.
#[derive(Debug, InputObject)]
pub struct RectificationMeasureInput {
    /// What.
    what: String,
    /// By whom; by whoever answers, where nobody is named.
    owner: Option<PersonId>,
    /// By which day; not before today.
    due_on: Date,
}

/// What the lower level asks for.
#[derive(Debug, InputObject)]
pub struct RectificationRequestInput {
    /// Time, help or a transfer.
    kind: RequestKind,
    /// What, and why.
    words: String,
    /// The day asked for; needed for more time.
    until: Option<Date>,
    /// The unit it should go to; needed for a transfer.
    to: Option<UnitId>,
}

impl RectificationMeasureInput {
    pub(super) fn read(self) -> use_case::NewMeasure {
        use_case::NewMeasure { what: self.what, owner: self.owner, due: self.due_on.0 }
    }
}

impl RectificationRequestInput {
    pub(super) fn read(self) -> use_case::Request {
        let Self { kind, words, until, to } = self;
        use_case::Request { kind, words, until: until.map(|day| day.0), to }
    }
}

/// What was achieved and learnt.
#[derive(Debug, InputObject)]
pub struct RectificationOutcomeInput {
    /// What was achieved.
    result: String,
    /// What was learnt (风险规律).
    pattern: Option<String>,
    /// How things should be managed instead (ZH-54).
    management_change: Option<String>,
}

impl RectificationOutcomeInput {
    pub(super) fn read(self) -> Outcome {
        let Self { result, pattern, management_change } = self;
        Outcome {
            result,
            pattern: pattern.unwrap_or_default(),
            management_change: management_change.unwrap_or_default(),
        }
    }
}
