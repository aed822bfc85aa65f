//! Rectification (整改): an order from above that the unit below may contest, or what a unit or officer takes up by itself; closed only
//! when later numbers show that it worked (ZH-51, ZH-54, ZH-55, NY-18, domain.md §2.8).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::handbook::Pattern;
use crate::id::{MatterId, PersonId, UnitId};
use crate::matter::found::Finder;
use crate::matter::{About, ClockKind, Clocks, Head, Matter, MatterKind, Parties, Side, numbered, numbered_mut};
use crate::policy::Actor;

mod earlier;
mod effect;
mod giver;
mod part;
mod responsible;
mod state;

pub use earlier::{Earlier, EarlierFinding, earlier};
pub use effect::{Effect, EffectReading, Goal, GoalSide, Judgement};
pub(crate) use giver::{in_range, not_before};
pub use part::{Dispute, DisputeOutcome, Measure, MeasureState, Planned, Request, RequestKind};
pub use responsible::{Answer, Asked, Outcome};
pub use state::{RectificationDirection, RectificationState, RectificationStep, Who};

crate::codes! {
    /// Where a rectification comes from.
    Origin {
        /// A warning.
        Warning "WARNING",
        /// Lost points.
        Loss "LOSS",
        /// A finding of an inspection.
        Inspection "INSPECTION",
        /// A bad rating.
        Rating "RATING",
        /// Own discovery.
        OwnDiscovery "SELF",
    }
}

/// Who submitted, approved or reported something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: DateTime<Utc>,
}

/// Who or what verified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Whether the following periods did; otherwise a person with a reason.
    pub by_effect: bool,
    /// Why a person verified it.
    pub reason: String,
    /// Who and when.
    pub signed: Signed,
}

/// Days that each side has for its part, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// To take note of an order.
    pub acknowledge: u32,
    /// To submit a plan.
    pub plan: u32,
    /// To approve or return a plan.
    pub approve: u32,
    /// To decide a dispute or a return.
    pub decide: u32,
    /// To answer a request.
    pub answer: u32,
    /// To verify what was reported.
    pub verify: u32,
    /// For the data of a period to come, after its last day.
    pub data: u32,
    /// To close what was verified.
    pub close: u32,
    /// To report: at least so long from when it begins anew, elsewhere or after it did not work.
    #[serde(default = "Terms::usual_report")]
    pub report: u32,
}

impl Terms {
    /// Working days usually given to report.
    #[must_use]
    pub const fn usual_report() -> u32 {
        15
    }
}

impl Default for Terms {
    fn default() -> Self {
        let report = Self::usual_report();
        Self { acknowledge: 2, plan: 3, approve: 3, decide: 3, answer: 2, verify: 5, data: 10, close: 5, report }
    }
}

/// One rectification with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rectification {
    /// Its id.
    pub id: MatterId,
    /// Its number, such as `ZG-2026-0317`.
    pub number: String,
    /// From above or by oneself.
    pub direction: RectificationDirection,
    /// Where it comes from.
    pub origin: Origin,
    /// Where it is.
    pub state: RectificationState,
    /// Whom it is about and where it comes from.
    pub parties: Parties,
    /// The number it is about, where it is about one.
    pub about: Option<About>,
    /// The risk point it is about, where it is about one.
    pub risk_point: Option<String>,
    /// In one line.
    pub title: String,
    /// What is wrong.
    pub problem: String,
    /// Why, as far as it is known.
    pub cause: String,
    /// The last day to report.
    pub due: NaiveDate,
    /// How the result is seen in later numbers.
    pub effect: Option<Effect>,
    /// How many working days each step may take.
    pub terms: Terms,
    /// What will be done.
    pub measures: Vec<Measure>,
    /// Who submitted the plan.
    pub planned: Option<Signed>,
    /// Disputes, the last one last.
    pub disputes: Vec<Dispute>,
    /// Requests, the last one last.
    pub requests: Vec<Request>,
    /// What was achieved.
    pub result: String,
    /// Who reported it.
    pub reported: Option<Signed>,
    /// Who or what verified it.
    pub verification: Option<Verification>,
    /// What was learnt (风险规律).
    pub pattern: String,
    /// How things should be managed instead (ZH-54).
    pub management_change: String,
    /// When it was opened.
    pub opened: Signed,
    /// How often it was opened again.
    pub reopened: u32,
    /// Whether it was found by oneself before it was found from above.
    pub found_first: bool,
    /// When it was closed or withdrawn.
    pub ended: Option<DateTime<Utc>>,
    /// The clocks of both sides.
    pub clocks: Clocks,
    /// Counts its changes.
    pub version: i32,
}

impl Matter for Rectification {
    const KIND: MatterKind = MatterKind::Rectification;

    fn id(&self) -> MatterId {
        self.id
    }

    fn head(&self) -> Head<'_> {
        Head {
            number: &self.number,
            state: self.state.code(),
            is_open: !self.is_over(),
            is_sent: self.is_sent(),
            title: &self.title,
            direction: Some(self.direction),
            severity: None,
            parties: &self.parties,
            people: self.people().collect(),
            about: self.about,
            score: None,
            risk_point: self.risk_point.as_deref(),
            rule: None,
            condition: None,
            opened: self.opened.at,
            ended: self.ended,
            clocks: &self.clocks,
            version: self.version,
        }
    }

    fn has_part(&self, item: u32, of: Option<PersonId>) -> Result<(), Refusal> {
        let measure = numbered(&self.measures, "measure", item)?;
        if of.is_some_and(|person| !measure.is_of(person)) { Err(Refusal::NotYourPart) } else { Ok(()) }
    }

    /// Whoever owns a measure speaks of that measure.
    fn has_whole(&self, of: PersonId) -> Result<(), Refusal> {
        if self.parties.person == Some(of) { Ok(()) } else { Err(Refusal::NotYourPart) }
    }

    /// What was taken back says nothing, and neither does an order that was not sent.
    fn found_by(&self) -> Option<Finder> {
        match self.direction {
            _ if self.state == RectificationState::Withdrawn => None,
            RectificationDirection::BottomUp => Some(Finder::Below),
            RectificationDirection::TopDown => self.is_sent().then_some(Finder::Above),
        }
    }

    fn shared_pattern(&self) -> Option<Pattern> {
        (self.state == RectificationState::PatternShared).then(|| Pattern {
            unit: self.parties.unit,
            unit_name: self.parties.names.unit.clone(),
            title: self.title.clone(),
            pattern: self.pattern.clone(),
            management_change: self.management_change.clone(),
            indicator: self.about.map(|about| about.indicator),
            risk_point: self.risk_point.clone(),
        })
    }

    fn seen_as(self, version: i32) -> Self {
        Self { version, ..self }
    }
}

/// What a new rectification says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its id.
    pub id: MatterId,
    /// Its number.
    pub number: String,
    /// Where it comes from.
    pub origin: Origin,
    /// Whom it is about and where it comes from.
    pub parties: Parties,
    /// The number it is about.
    pub about: Option<About>,
    /// The risk point it is about.
    pub risk_point: Option<String>,
    /// In one line.
    pub title: String,
    /// What is wrong.
    pub problem: String,
    /// Why, as far as it is known.
    pub cause: String,
    /// The last day to report.
    pub due: NaiveDate,
    /// How the result is seen in later numbers.
    pub effect: Option<Effect>,
    /// How many working days each step may take.
    pub terms: Terms,
    /// Whether an order is only written and not yet sent.
    pub draft: bool,
}

impl Rectification {
    /// Whether nothing more is expected of anybody.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.state, RectificationState::Closed | RectificationState::Withdrawn)
    }

    /// Whether the other side ever got it: an order that is only written, or was taken back before it was sent, is not theirs to see.
    #[must_use]
    pub fn is_sent(&self) -> bool {
        self.direction == RectificationDirection::BottomUp || self.clocks.ever_waited_for(ClockKind::Acknowledge)
    }

    /// The unit that the request counted from 1 asks to transfer it to, while it is open.
    #[must_use]
    pub fn transfer_asked(&self, item: u32) -> Option<UnitId> {
        let place = usize::try_from(item).ok()?.checked_sub(1)?;
        let is_asked = |request: &&Request| request.granted.is_none() && request.kind == RequestKind::Transfer;
        let request = self.requests.get(place).filter(is_asked)?;
        request.to.as_ref().map(|(unit, _)| *unit)
    }

    /// Notes whether others found the same before: what was warned of or ordered from above already was not found by oneself.
    #[must_use]
    pub fn after_others(mut self, found_from_above: bool) -> Self {
        self.found_first &= !found_from_above;
        self
    }

    /// Whether it counts as found by oneself first: not once it was taken back.
    #[must_use]
    pub fn is_found_first(&self) -> bool {
        self.found_first && self.state != RectificationState::Withdrawn
    }

    /// When it was closed; none for what goes on or was withdrawn.
    #[must_use]
    pub fn closed(&self) -> Option<DateTime<Utc>> {
        self.ended.filter(|_| self.state == RectificationState::Closed)
    }

    /// Notes when it ended, or that it has not.
    fn come_to(&mut self, state: RectificationState, at: DateTime<Utc>) {
        self.state = state;
        self.ended = self.is_over().then(|| self.ended.unwrap_or(at));
    }

    /// The measures of the plan that counts, done or not.
    fn planned_measures(&self) -> impl Iterator<Item = &Measure> {
        self.measures.iter().filter(|measure| measure.state != MeasureState::Replaced)
    }

    /// What was planned and not done gives way to another plan.
    fn replace_open_measures(&mut self, at: DateTime<Utc>) {
        for measure in self.measures.iter_mut().filter(|measure| measure.state == MeasureState::Open) {
            (measure.state, measure.ended) = (MeasureState::Replaced, Some(at));
        }
    }

    /// Everybody who has a part of it: they see it, whatever else they see.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.parties
            .person
            .into_iter()
            .chain(self.planned_measures().filter_map(|measure| Some(measure.owner.as_ref()?.id)))
    }

    /// What `actor` may do now on `side`; with `part`, what a person does who has only a part in it.
    pub fn open_steps(
        &self,
        side: Side,
        part: Option<PersonId>,
        actor: Actor,
    ) -> impl Iterator<Item = RectificationStep> {
        let owns = part.is_none_or(|person| self.measures.iter().any(|measure| measure.is_of(person)));
        let of_part = move |step: &RectificationStep| match step {
            RectificationStep::DoMeasure => owns,
            step => part.is_none() || *step == RectificationStep::Comment,
        };
        let asked = self.requests.iter().any(|request| request.granted.is_none());
        let open = move |step: &RectificationStep| {
            step.is_open_to(self.direction, side)
                && self.state.after(self.direction, *step).is_ok()
                && (*step != RectificationStep::AnswerRequest || asked)
                && of_part(step)
                && !self.is_own_work(*step, actor)
        };
        RectificationStep::ALL.iter().copied().filter(open)
    }

    /// The measure counted from 1.
    fn measure(&mut self, item: u32) -> Result<&mut Measure, Refusal> {
        numbered_mut(&mut self.measures, "measure", item)
    }
}

#[cfg(test)]
mod tests;
