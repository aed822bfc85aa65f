//! Verified by effect: the values of the following periods say whether a rectification worked, and later ones whether it still does.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Rectification, RectificationState, RectificationStep, Signed, Verification};
use crate::band::{Band, Bands};
use crate::direction::Direction as Better;
use crate::error::Refusal;
use crate::id::RunId;
use crate::matter::{Clock, ClockKind, Event, Hand, Side, Weak};
use crate::number::Quantity;
use crate::period::Period;

crate::codes! {
    /// On which side of the number the goal lies.
    GoalSide {
        /// At least so much.
        AtLeast "AT_LEAST",
        /// At most so much.
        AtMost "AT_MOST",
    }
}

/// What a value must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goal {
    /// At least or at most.
    pub side: GoalSide,
    /// So much, in the indicator's unit.
    pub value: Quantity,
}

impl Goal {
    /// The goal that a target suggests; none where nearness to the target counts on both sides.
    #[must_use]
    pub const fn of_target(direction: Better, target: Quantity) -> Option<Self> {
        match direction {
            Better::HigherBetter | Better::Boolean => Some(Self { side: GoalSide::AtLeast, value: target }),
            Better::LowerBetter => Some(Self { side: GoalSide::AtMost, value: target }),
            Better::TargetBest => None,
        }
    }

    /// The goal of leaving `warned` and the bands worse than it; none where nearness to a target counts on both sides.
    #[must_use]
    pub fn out_of(warned: Band, bands: &Bands, direction: Better) -> Option<Self> {
        let worse = || bands.iter().filter(move |span| span.gives >= warned);
        match direction {
            Better::HigherBetter | Better::Boolean => {
                let value = worse().filter_map(|span| span.to).max()?;
                Some(Self { side: GoalSide::AtLeast, value })
            }
            Better::LowerBetter => {
                let first = worse().filter_map(|span| span.from).min()?;
                // The edge itself lies within what is warned of.
                Some(Self { side: GoalSide::AtMost, value: Quantity::from_scaled(first.scaled().checked_sub(1)?) })
            }
            Better::TargetBest => None,
        }
    }

    /// Whether a value meets it.
    #[must_use]
    pub fn is_met_by(self, value: Quantity) -> bool {
        match self.side {
            GoalSide::AtLeast => value >= self.value,
            GoalSide::AtMost => value <= self.value,
        }
    }
}

/// The value of one period after the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectReading {
    /// The period.
    pub period: Period,
    /// The value; none where there is none yet, or none at all.
    pub value: Option<Quantity>,
    /// The run it was published by.
    pub run: Option<RunId>,
}

/// How the result of a rectification is seen in the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// What is watched: the indicator or score, of whom, and the period in which it was wrong.
    pub about: Weak,
    /// The value then.
    pub before: Option<Quantity>,
    /// What it must come to.
    pub goal: Goal,
    /// In how many following periods, 1–12.
    pub periods: u32,
    /// In how many periods after those a relapse opens it again, 0–12.
    pub watched: u32,
    /// Whether a period counts as soon as something is published of it; otherwise only when it is over.
    #[serde(default)]
    pub early: bool,
    /// The first period that verifies; none before it was reported.
    pub from: Option<Period>,
    /// The values of the periods that verify and of those watched, as far as they are published.
    pub readings: Vec<EffectReading>,
}

/// What the numbers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// All periods that verify are there and meet the goal.
    Works,
    /// A period that verifies misses the goal.
    Fails(Period),
    /// A period that is watched misses the goal.
    Relapses(Period),
    /// Too early to say.
    Open,
}

/// So many days after a period corrections of its data may come.
const CORRECTION_DAYS: u64 = 92;

impl Effect {
    /// The periods that verify, oldest first.
    pub fn verifying(&self) -> impl Iterator<Item = Period> {
        self.periods_from(0, self.periods)
    }

    /// The periods watched after those, oldest first.
    pub fn watching(&self) -> impl Iterator<Item = Period> {
        self.periods_from(self.periods, self.watched)
    }

    fn periods_from(&self, skip: u32, take: u32) -> impl Iterator<Item = Period> {
        let amount = |count: u32| usize::try_from(count).unwrap_or(usize::MAX);
        std::iter::successors(self.from, |period| Some(period.next())).skip(amount(skip)).take(amount(take))
    }

    /// The last day of the last period that verifies.
    #[must_use]
    pub fn last_day(&self) -> Option<NaiveDate> {
        self.verifying().last().map(Period::last_day)
    }

    /// Whether later values still say something of it: while it is open, and after that as long as corrections of them are due.
    #[must_use]
    pub fn is_looked_at(&self, is_open: bool, today: NaiveDate) -> bool {
        let last = self.verifying().chain(self.watching()).last();
        last.is_some_and(|last| is_open || today <= last.last_day() + Days::new(CORRECTION_DAYS))
    }

    /// Whether the value of a period that was computed on a day counts: of a period under way, only what is there so far was seen.
    #[must_use]
    pub fn takes(&self, period: Period, computed: NaiveDate) -> bool {
        self.early || computed > period.last_day()
    }

    fn reading(&self, period: Period) -> Option<Quantity> {
        self.readings.iter().find(|reading| reading.period == period)?.value
    }

    /// What the readings say about the periods that verify, and then about those watched.
    #[must_use]
    pub fn judge(&self) -> Judgement {
        let misses = |period: &Period| self.reading(*period).is_some_and(|value| !self.goal.is_met_by(value));
        if self.from.is_none() {
            return Judgement::Open;
        }
        if let Some(period) = self.verifying().find(misses) {
            return Judgement::Fails(period);
        }
        if let Some(period) = self.watching().find(misses) {
            return Judgement::Relapses(period);
        }
        let works = self.verifying().all(|period| self.reading(period).is_some());
        if works { Judgement::Works } else { Judgement::Open }
    }
}

impl Rectification {
    /// Takes the values that were published in, and the step they call for. The same values twice change nothing.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] never: only steps of the state are taken.
    pub fn see(mut self, readings: Vec<EffectReading>, hand: &Hand<'_>) -> Result<(Self, Option<Event>), Refusal> {
        let Some(effect) = &mut self.effect else { return Ok((self, None)) };
        effect.readings = readings;
        let judgement = effect.judge();
        let verified = matches!(
            self.state,
            RectificationState::Verified
                | RectificationState::HeadConfirmed
                | RectificationState::PatternShared
                | RectificationState::Closed
        );
        let step = match (self.state, judgement) {
            (_, Judgement::Open) => return Ok((self, None)),
            (RectificationState::Reported, Judgement::Works) => RectificationStep::Prove,
            (RectificationState::Reported, Judgement::Fails(_) | Judgement::Relapses(_)) => RectificationStep::Miss,
            // A correction of the data can take back what was verified: that is a relapse as well.
            (_, Judgement::Fails(_) | Judgement::Relapses(_)) if verified => RectificationStep::Relapse,
            _ => return Ok((self, None)),
        };
        match self.state.after(self.direction, step) {
            // The head confirms what was begun from below, also where the numbers show it.
            Err(_) => Ok((self, None)),
            Ok(state) => Ok(self.judged(state, step, judgement, hand)),
        }
    }

    fn judged(
        mut self,
        state: RectificationState,
        step: RectificationStep,
        judgement: Judgement,
        hand: &Hand<'_>,
    ) -> (Self, Option<Event>) {
        self.come_to(state, hand.at);
        let words = match judgement {
            Judgement::Fails(period) | Judgement::Relapses(period) => period.to_string(),
            Judgement::Works | Judgement::Open => self.verified_periods(),
        };
        if step == RectificationStep::Prove {
            let signed = Signed { by: hand.actor, at: hand.at };
            self.verification = Some(Verification { by_effect: true, reason: String::new(), signed });
            self.clocks.stop(hand, ClockKind::Verify);
            self.clocks.start(hand, Side::Giver, ClockKind::Close, hand.due_in(self.terms.close));
        } else {
            self.opened_again(hand);
        }
        let event = Event::new(hand, step.code(), state.code(), words);
        (self, Some(event))
    }

    fn verified_periods(&self) -> String {
        let periods = self.effect.iter().flat_map(Effect::verifying).map(|period| period.to_string());
        periods.collect::<Vec<_>>().join(" ")
    }

    /// What being opened again takes: a new plan in time, and later periods to show it.
    pub(super) fn opened_again(&mut self, hand: &Hand<'_>) {
        self.reopened += 1;
        self.verification = None;
        (self.planned, self.reported) = (None, None);
        if let Some(effect) = &mut self.effect {
            effect.from = None;
            effect.readings.clear();
        }
        self.clocks.stop(hand, ClockKind::Verify);
        self.clocks.call_off_all_but(hand, &[ClockKind::AnswerRequest]);
        self.wait_for_answers(hand);
        self.due = self.due.max(hand.due_in(self.terms.report));
        let (due, person) = (hand.due_in(self.terms.plan), self.answers());
        self.clocks.start_item(hand, Side::Responsible, ClockKind::Plan, None, person, due);
    }

    /// What was asked for and not answered before it was closed waits for an answer again.
    fn wait_for_answers(&mut self, hand: &Hand<'_>) {
        let is_of = |clock: &Clock, item: u32| clock.kind == ClockKind::AnswerRequest && clock.item == Some(item);
        let waits = |item: u32| self.clocks.running().any(|clock| is_of(clock, item));
        let asked = (1_u32..).zip(&self.requests).filter(|(_, request)| request.granted.is_none());
        let unanswered: Vec<u32> = asked.map(|(item, _)| item).filter(|item| !waits(*item)).collect();
        for item in unanswered {
            let due = hand.due_in(self.terms.answer);
            self.clocks.start_item(hand, Side::Giver, ClockKind::AnswerRequest, Some(item), None, due);
        }
    }
}
