//! What the upper level does: send, decide, approve, verify, close.

use chrono::NaiveDate;

use super::{
    Answer, DisputeOutcome, Judgement, MeasureState, Opening, Rectification, RectificationDirection,
    RectificationState, RectificationStep, RequestKind, Signed, Verification,
};
use crate::error::Refusal;
use crate::id::{PersonId, UnitId};
use crate::matter::{ClockKind, Clocks, CommonStep, Event, Hand, Side, Someone, remarked, spoken, titled};
use crate::policy::Actor;

/// A rectification after a step, with the line of the time-line.
pub type Moved = Result<(Rectification, Event), Refusal>;

/// What the first line of a time-line says was done, where it was not sent at once.
const OPEN: &str = CommonStep::Open.code();

impl Rectification {
    /// A new one: an order of the upper level that is sent at once, or what somebody takes up by themself.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a title or a problem; [`Refusal::DayBeforeToday`] for a due date in the past;
    /// [`Refusal::OutOfRange`] for periods of verification outside 1–12; [`Refusal::Length`].
    pub fn open(opening: Opening, direction: RectificationDirection, hand: &Hand<'_>) -> Moved {
        let Opening { id, number, origin, parties, about, risk_point, title, problem, cause, due, .. } = opening;
        let Opening { effect, terms, draft, .. } = opening;
        let (title, problem) = (titled("title", &title)?, spoken("problem", &problem)?);
        let cause = remarked("cause", &cause)?;
        not_before("due", due, hand.today())?;
        if let Some(effect) = &effect {
            in_range("effect.periods", effect.periods, 1, 12)?;
            in_range("effect.watched", effect.watched, 0, 12)?;
        }
        let mut clocks = Clocks::default();
        let (state, step) = match direction {
            RectificationDirection::TopDown if draft => {
                clocks.start(hand, Side::Giver, ClockKind::Push, hand.due_in(terms.decide));
                (RectificationState::Found, OPEN)
            }
            RectificationDirection::TopDown => {
                let due = hand.due_in(terms.acknowledge);
                clocks.start_item(hand, Side::Responsible, ClockKind::Acknowledge, None, parties.person, due);
                (RectificationState::Pushed, RectificationStep::Push.code())
            }
            RectificationDirection::BottomUp => {
                let due = hand.due_in(terms.plan);
                clocks.start_item(hand, Side::Responsible, ClockKind::Plan, None, parties.person, due);
                (RectificationState::SelfFound, OPEN)
            }
        };
        let event = Event::new(hand, step, state.code(), problem.clone());
        let opened = Self {
            id,
            number,
            direction,
            origin,
            state,
            parties,
            about,
            risk_point,
            title,
            problem,
            cause,
            due,
            effect,
            terms,
            measures: Vec::new(),
            planned: None,
            disputes: Vec::new(),
            requests: Vec::new(),
            result: String::new(),
            reported: None,
            verification: None,
            pattern: String::new(),
            management_change: String::new(),
            opened: Signed { by: hand.actor, at: hand.at },
            reopened: 0,
            found_first: direction == RectificationDirection::BottomUp,
            ended: None,
            clocks,
            version: 1,
        };
        Ok((opened, event))
    }

    /// Takes a step of the table on the right side.
    pub(super) fn step(mut self, step: RectificationStep, words: &str, hand: &Hand<'_>) -> Moved {
        let Some(side) = hand.side.filter(|side| step.is_open_to(self.direction, *side)) else {
            return Err(Refusal::NotYourSide { step: step.code().to_owned() });
        };
        // Who has a part does that part and may say something; the rest is for whoever answers for it all.
        if hand.part.is_some() && !matches!(step, RectificationStep::DoMeasure | RectificationStep::Comment) {
            return Err(Refusal::NotYourPart);
        }
        let state = self.state.after(self.direction, step)?;
        if self.is_own_work(step, hand.actor) {
            return Err(Refusal::OwnWork);
        }
        self.come_to(state, hand.at);
        let event = Event::new(&Hand { side: Some(side), ..*hand }, step.code(), self.state.code(), words);
        Ok((self, event))
    }

    /// The person the responsible side's clocks wait for, where it is about one.
    pub(super) const fn answers(&self) -> Option<PersonId> {
        self.parties.person
    }

    /// Sends what was only written.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn push(self, hand: &Hand<'_>) -> Moved {
        let problem = self.problem.clone();
        let (mut order, event) = self.step(RectificationStep::Push, &problem, hand)?;
        if order.due < hand.today() {
            order.due = hand.due_in(order.terms.report);
        }
        order.clocks.stop(hand, ClockKind::Push);
        let (due, person) = (hand.due_in(order.terms.acknowledge), order.answers());
        order.clocks.start_item(hand, Side::Responsible, ClockKind::Acknowledge, None, person, due);
        Ok((order, event))
    }

    /// The same with what they are called.
    pub(super) fn answering(&self) -> Option<Someone> {
        Some(Someone { id: self.parties.person?, name: self.parties.names.person.clone().unwrap_or_default() })
    }

    fn undecided(&mut self) -> Result<&mut super::Dispute, Refusal> {
        let missing = Refusal::NoSuchPart { part: "dispute".to_owned(), item: 1 };
        self.disputes.iter_mut().rev().find(|dispute| dispute.outcome.is_none()).ok_or(missing)
    }

    /// Whether a step would judge what this account did, wherever it stands by now: nobody approves, verifies or grants what is their own,
    /// and whoever contested, planned or reported an order neither decides on it nor takes it back.
    pub(super) fn is_own_work(&self, step: RectificationStep, actor: Actor) -> bool {
        let signed = |it: Option<Signed>| it.is_some_and(|signed| signed.by == actor);
        let answers = || self.disputes.iter().any(|it| it.by == actor) || signed(self.planned) || signed(self.reported);
        match step {
            RectificationStep::Withdraw => self.direction == RectificationDirection::TopDown && answers(),
            RectificationStep::Uphold | RectificationStep::PartlyUphold => answers(),
            RectificationStep::ApprovePlan => signed(self.planned),
            RectificationStep::Verify | RectificationStep::Confirm => signed(self.reported),
            RectificationStep::AnswerRequest => {
                let mut open = self.requests.iter().filter(|request| request.granted.is_none()).peekable();
                open.peek().is_some() && open.all(|request| request.by == Some(actor))
            }
            _ => false,
        }
    }

    /// Decides a dispute: the order stays, stays in part with another problem, or is taken back; whoever contested it may not.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without reasons, or without the problem that is left; [`Refusal::OwnWork`]; the refusals of the table.
    pub fn decide(self, outcome: DisputeOutcome, reasons: &str, problem: &str, hand: &Hand<'_>) -> Moved {
        let reasons = spoken("reasons", reasons)?;
        let step = match outcome {
            DisputeOutcome::Withdrawn => RectificationStep::Withdraw,
            DisputeOutcome::PartlyUpheld => RectificationStep::PartlyUphold,
            DisputeOutcome::Upheld => RectificationStep::Uphold,
        };
        let from = self.state;
        let (mut order, event) = self.step(step, &reasons, hand)?;
        if from != RectificationState::Disputed {
            return Err(Refusal::NotInThisState { from: from.code().to_owned(), step: step.code().to_owned() });
        }
        if outcome == DisputeOutcome::PartlyUpheld {
            order.problem = spoken("problem", problem)?;
        }
        let dispute = order.undecided()?;
        (dispute.outcome, dispute.reasons) = (Some(outcome), reasons);
        order.clocks.stop(hand, ClockKind::DecideDispute);
        if outcome == DisputeOutcome::Withdrawn {
            order.clocks.call_off_all(hand);
        } else {
            let (due, person) = (hand.due_in(order.terms.plan), order.answers());
            order.clocks.start_item(hand, Side::Responsible, ClockKind::Plan, None, person, due);
        }
        Ok((order, event))
    }

    /// Takes it back: an order by somebody who did not answer for it.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; [`Refusal::OwnWork`]; the refusals of the table.
    pub fn withdraw(self, reason: &str, hand: &Hand<'_>) -> Moved {
        if self.state == RectificationState::Disputed {
            return self.decide(DisputeOutcome::Withdrawn, reason, "", hand);
        }
        let (mut order, event) = self.step(RectificationStep::Withdraw, &spoken("reason", reason)?, hand)?;
        order.clocks.call_off_all(hand);
        Ok((order, event))
    }

    /// Sends it to another unit, or again to the same one: it begins anew there, with what was done so far on record.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a word; [`Refusal::SameUnit`] where the giver would answer to itself; the refusals of the table.
    pub fn readdress(self, to: UnitId, name: &str, words: &str, hand: &Hand<'_>) -> Moved {
        let words = spoken("words", words)?;
        if to == self.parties.giver && to != self.parties.unit {
            return Err(Refusal::SameUnit);
        }
        let (mut order, event) = self.step(RectificationStep::Readdress, &words, hand)?;
        order.belongs_to(to, name);
        order.planned = None;
        order.replace_open_measures(hand.at);
        order.due = order.due.max(hand.due_in(order.terms.report));
        // What the unit before still asked for is answered by that.
        for request in order.requests.iter_mut().filter(|request| request.granted.is_none()) {
            (request.granted, request.answer) = (Some(false), words.clone());
        }
        order.clocks.stop(hand, ClockKind::Readdress);
        order.clocks.call_off_all(hand);
        let (due, person) = (hand.due_in(order.terms.acknowledge), order.answers());
        order.clocks.start_item(hand, Side::Responsible, ClockKind::Acknowledge, None, person, due);
        Ok((order, event))
    }

    /// Another unit answers from now on: the numbers of the one before are neither for it to see nor what it is judged by.
    fn belongs_to(&mut self, to: UnitId, name: &str) {
        if to == self.parties.unit {
            return;
        }
        (self.parties.unit, self.parties.person) = (to, None);
        (self.parties.names.unit, self.parties.names.person) = (name.to_owned(), None);
        self.effect = None;
    }

    /// Answers a request: more time is given by a day, a transfer by sending it to `to`, or to the unit that was asked for. Nobody grants
    /// what they asked for themself, wherever they stand by now.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without an answer, or without a unit for a transfer; [`Refusal::NoSuchPart`] where there is no such
    /// open request; [`Refusal::OwnWork`]; [`Refusal::SameUnit`]; [`Refusal::DayBeforeToday`]; the refusals of the table.
    pub fn answer(self, item: u32, answer: Answer, hand: &Hand<'_>) -> Moved {
        let Answer { granted, words, to } = answer;
        let words = spoken("words", &words)?;
        let (mut order, event) = self.step(RectificationStep::AnswerRequest, &words, hand)?;
        let missing = || Refusal::NoSuchPart { part: "request".to_owned(), item };
        let place = usize::try_from(item).ok().and_then(|item| item.checked_sub(1)).ok_or_else(missing)?;
        let request = order.requests.get_mut(place).filter(|request| request.granted.is_none()).ok_or_else(missing)?;
        if request.by == Some(hand.actor) {
            return Err(Refusal::OwnWork);
        }
        (request.granted, request.answer) = (Some(granted), words.clone());
        let (kind, until) = (request.kind, request.until);
        let to = to.or_else(|| request.to.clone());
        order.clocks.stop_item(hand, ClockKind::AnswerRequest, item);
        match (granted, kind, until) {
            (true, RequestKind::Time, Some(until)) => {
                not_before("until", until, hand.today())?;
                order.more_time(until);
                Ok((order, event))
            }
            (true, RequestKind::Transfer, _) => {
                let (to, name) = to.ok_or_else(|| Refusal::WordsMissing { field: "to".to_owned() })?;
                order.goes_elsewhere(to)?;
                order.readdress(to, &name, &words, hand)
            }
            _ => Ok((order, event)),
        }
    }

    /// A transfer goes to another unit than the one that has it.
    pub(super) fn goes_elsewhere(&self, to: UnitId) -> Result<(), Refusal> {
        if to == self.parties.unit { Err(Refusal::SameUnit) } else { Ok(()) }
    }

    /// Gives until that day: for the report, and for every measure that would be due before. What is due later by now stays so.
    fn more_time(&mut self, until: NaiveDate) {
        self.due = self.due.max(until);
        self.clocks.extend_to(ClockKind::Report, until);
        for measure in self.measures.iter_mut().filter(|measure| measure.state == MeasureState::Open) {
            measure.due = measure.due.max(until);
        }
        self.clocks.extend_to(ClockKind::Measure, until);
    }

    /// Approves the plan; whoever submitted it may not.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`]; the refusals of the table.
    pub fn approve(self, words: &str, hand: &Hand<'_>) -> Moved {
        let (mut order, event) = self.step(RectificationStep::ApprovePlan, &remarked("words", words)?, hand)?;
        order.clocks.stop(hand, ClockKind::Approve);
        order.start_work(hand);
        Ok((order, event))
    }

    /// Starts the clocks of the measures and of the report.
    pub(super) fn start_work(&mut self, hand: &Hand<'_>) {
        let open: Vec<_> = (1_u32..)
            .zip(&self.measures)
            .filter(|(_, measure)| measure.state == MeasureState::Open)
            .map(|(item, measure)| (item, measure.owner.as_ref().map(|owner| owner.id), measure.due))
            .collect();
        for (item, owner, due) in open {
            self.clocks.start_item(hand, Side::Responsible, ClockKind::Measure, Some(item), owner, due);
        }
        let (due, person) = (self.due, self.answers());
        self.clocks.start_item(hand, Side::Responsible, ClockKind::Report, None, person, due);
    }

    /// Sends the plan back.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn return_plan(self, reason: &str, hand: &Hand<'_>) -> Moved {
        let (mut order, event) = self.step(RectificationStep::ReturnPlan, &spoken("reason", reason)?, hand)?;
        order.planned = None;
        order.clocks.stop(hand, ClockKind::Approve);
        let (due, person) = (hand.due_in(order.terms.plan), order.answers());
        order.clocks.start_item(hand, Side::Responsible, ClockKind::Plan, None, person, due);
        Ok((order, event))
    }

    /// A person verifies the result: with a reason where later numbers would do it.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever reported it; [`Refusal::EffectNotShown`] where it is bound to an indicator and no reason is
    /// given; the refusals of the table.
    pub fn verify(self, reason: &str, hand: &Hand<'_>) -> Moved {
        let reason = remarked("reason", reason)?;
        let (mut order, event) = self.step(RectificationStep::Verify, &reason, hand)?;
        order.shown_or_said(false, &reason)?;
        let signed = Signed { by: hand.actor, at: hand.at };
        order.verification = Some(Verification { by_effect: false, reason, signed });
        order.clocks.stop(hand, ClockKind::Verify);
        order.clocks.start(hand, Side::Giver, ClockKind::Close, hand.due_in(order.terms.close));
        Ok((order, event))
    }

    /// What is bound to an indicator is shown by it, or a person says why not.
    fn shown_or_said(&self, shown: bool, reason: &str) -> Result<(), Refusal> {
        match &self.effect {
            Some(effect) if !shown && reason.is_empty() => {
                let periods = effect.verifying().map(|period| period.to_string()).collect();
                Err(Refusal::EffectNotShown { periods })
            }
            _ => Ok(()),
        }
    }

    /// The head confirms what was begun from below, once the numbers show it or with a reason; whoever reported it may not.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`]; [`Refusal::EffectNotShown`] where it is bound to an indicator that does not show it yet and no reason is
    /// given; the refusals of the table.
    pub fn confirm(self, words: &str, hand: &Hand<'_>) -> Moved {
        let reason = remarked("words", words)?;
        let (mut order, event) = self.step(RectificationStep::Confirm, &reason, hand)?;
        let by_effect = order.effect.as_ref().is_some_and(|effect| effect.judge() == Judgement::Works);
        order.shown_or_said(by_effect, &reason)?;
        let signed = Signed { by: hand.actor, at: hand.at };
        order.verification = Some(Verification { by_effect, reason, signed });
        order.clocks.stop(hand, ClockKind::Verify);
        order.clocks.start(hand, Side::Giver, ClockKind::Close, hand.due_in(order.terms.close));
        Ok((order, event))
    }

    /// The result is not accepted.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn reopen(self, reason: &str, hand: &Hand<'_>) -> Moved {
        let (mut order, event) = self.step(RectificationStep::Reopen, &spoken("reason", reason)?, hand)?;
        order.opened_again(hand);
        Ok((order, event))
    }

    /// Shares what was learnt.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] where nothing was written down; the refusals of the table.
    pub fn share(self, hand: &Hand<'_>) -> Moved {
        let pattern = spoken("pattern", &self.pattern)?;
        self.step(RectificationStep::SharePattern, &pattern, hand)
    }

    /// Closes it.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn close(self, words: &str, hand: &Hand<'_>) -> Moved {
        let (mut order, event) = self.step(RectificationStep::Close, &remarked("words", words)?, hand)?;
        order.clocks.stop(hand, ClockKind::Close);
        order.clocks.call_off_all(hand);
        Ok((order, event))
    }

    /// Adds a suggestion.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] for an empty one; the refusals of the table.
    pub fn suggest(self, words: &str, hand: &Hand<'_>) -> Moved {
        self.step(RectificationStep::Suggest, &spoken("words", words)?, hand)
    }
}

pub(crate) fn not_before(field: &str, day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if day < today { Err(Refusal::DayBeforeToday { field: field.to_owned(), given: day, today }) } else { Ok(()) }
}

pub(crate) fn in_range(field: &str, value: u32, least: u32, most: u32) -> Result<(), Refusal> {
    if (least..=most).contains(&value) {
        Ok(())
    } else {
        Err(Refusal::OutOfRange { field: field.to_owned(), least, most })
    }
}
