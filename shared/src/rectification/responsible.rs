//! What the lower level does: take note, contest, ask, plan, act, report; and what either side may say.

use chrono::NaiveDate;

use super::giver::{Moved, not_before};
use super::{
    Dispute, Measure, MeasureState, Planned, Rectification, RectificationDirection, RectificationStep, Request,
    RequestKind, Signed,
};
use crate::error::Refusal;
use crate::id::UnitId;
use crate::matter::{ClockKind, Hand, Side, remarked, spoken};
use crate::period::Period;

/// Most measures of a plan.
const MOST_MEASURES: usize = 50;

/// What was achieved and learnt.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// What was achieved.
    pub result: String,
    /// What was learnt (风险规律); may be empty.
    pub pattern: String,
    /// How things should be managed instead (ZH-54); may be empty.
    pub management_change: String,
}

/// What the lower level asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Time, help or a transfer.
    pub kind: RequestKind,
    /// What, and why.
    pub words: String,
    /// The day asked for, for more time.
    pub until: Option<NaiveDate>,
    /// The unit it should go to, and what it is called, for a transfer; whoever does not see that unit says it in words.
    pub to: Option<(UnitId, String)>,
}

/// What the upper level answers to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether it is granted.
    pub granted: bool,
    /// Why.
    pub words: String,
    /// The unit it goes to, and what it is called, for a transfer; that which was asked for, where nothing is said.
    pub to: Option<(UnitId, String)>,
}

impl Rectification {
    /// Takes note.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn acknowledge(self, words: &str, hand: &Hand<'_>) -> Moved {
        let (mut order, event) = self.step(RectificationStep::Acknowledge, &remarked("words", words)?, hand)?;
        order.clocks.stop(hand, ClockKind::Acknowledge);
        let (due, person) = (hand.due_in(order.terms.plan), order.answers());
        order.clocks.start_item(hand, Side::Responsible, ClockKind::Plan, None, person, due);
        Ok((order, event))
    }

    /// Contests it. The own clocks rest until that is decided.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without grounds; the refusals of the table.
    pub fn dispute(self, grounds: &str, hand: &Hand<'_>) -> Moved {
        let grounds = spoken("grounds", grounds)?;
        let (mut order, event) = self.step(RectificationStep::Dispute, &grounds, hand)?;
        order.disputes.push(Dispute { grounds, by: hand.actor, at: hand.at, outcome: None, reasons: String::new() });
        order.handed_back(ClockKind::DecideDispute, hand);
        Ok((order, event))
    }

    /// Sends it back as not its own.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn give_back(self, reason: &str, hand: &Hand<'_>) -> Moved {
        let (mut order, event) = self.step(RectificationStep::Return, &spoken("reason", reason)?, hand)?;
        order.handed_back(ClockKind::Readdress, hand);
        Ok((order, event))
    }

    /// It is the upper level's turn: having answered in time counts as having taken note.
    fn handed_back(&mut self, waits: ClockKind, hand: &Hand<'_>) {
        self.clocks.stop(hand, ClockKind::Acknowledge);
        self.clocks.call_off(hand, &[ClockKind::Plan]);
        self.clocks.start(hand, Side::Giver, waits, hand.due_in(self.terms.decide));
    }

    /// Asks for more time, for help, or that another unit takes it.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason or a day; [`Refusal::DayBeforeToday`], and [`Refusal::DayNotLater`] for a day that is no
    /// more time; [`Refusal::SameUnit`]; the refusals of the table.
    pub fn request(self, asked: Asked, hand: &Hand<'_>) -> Moved {
        let Asked { kind, words, until, to } = asked;
        let words = spoken("words", &words)?;
        let missing = |field: &str| Refusal::WordsMissing { field: field.to_owned() };
        match kind {
            RequestKind::Time => self.gives_more_time(until.ok_or_else(|| missing("until"))?, hand.today())?,
            RequestKind::Transfer => to.iter().try_for_each(|(to, _)| self.goes_elsewhere(*to))?,
            RequestKind::Help | RequestKind::ManagementChange => {}
        }
        let to = to.filter(|_| kind == RequestKind::Transfer);
        let (mut order, event) = self.step(RectificationStep::Request, &words, hand)?;
        order.asked(Asked { kind, words, until, to }, hand);
        Ok((order, event))
    }

    /// Something is asked for by now, and the upper level has its days to answer.
    fn asked(&mut self, asked: Asked, hand: &Hand<'_>) {
        let Asked { kind, words, until, to } = asked;
        let (granted, answer) = (None, String::new());
        self.requests.push(Request { kind, words, until, to, by: Some(hand.actor), at: hand.at, granted, answer });
        let item = u32::try_from(self.requests.len()).ok();
        let due = hand.due_in(self.terms.answer);
        self.clocks.start_item(hand, Side::Giver, ClockKind::AnswerRequest, item, None, due);
    }

    /// What should be managed differently takes an answer (ZH-54), once however often it is reported.
    fn proposed(&mut self, hand: &Hand<'_>) {
        let words = self.management_change.clone();
        let kind = RequestKind::ManagementChange;
        let is_known = self.requests.iter().any(|request| request.kind == kind && request.words == words);
        if !(words.is_empty() || is_known) {
            self.asked(Asked { kind, words, until: None, to: None }, hand);
        }
    }

    fn gives_more_time(&self, until: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
        not_before("until", until, today)?;
        match until > self.due {
            true => Ok(()),
            false => Err(Refusal::DayNotLater { field: "until".to_owned(), given: until, due: self.due }),
        }
    }

    /// Submits what will be done, in the place of what was planned and not done before.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] for a plan without a measure or a measure without words; [`Refusal::DayBeforeToday`] for a measure
    /// due in the past; [`Refusal::OutOfRange`] for too many; the refusals of the table.
    pub fn plan(self, cause: &str, measures: Vec<Planned>, hand: &Hand<'_>) -> Moved {
        let cause = spoken("cause", cause)?;
        let (mut order, event) = self.step(RectificationStep::SubmitPlan, &cause, hand)?;
        order.cause = cause;
        order.replace_open_measures(hand.at);
        if measures.is_empty() {
            return Err(Refusal::WordsMissing { field: "measures".to_owned() });
        }
        if order.planned_measures().count() + measures.len() > MOST_MEASURES {
            return Err(Refusal::OutOfRange { field: "measures".to_owned(), least: 1, most: 50 });
        }
        for (place, planned) in measures.into_iter().enumerate() {
            let what = spoken(&format!("measures.{place}.what"), &planned.what)?;
            not_before(&format!("measures.{place}.due"), planned.due, hand.today())?;
            let (owner, due, state) = (planned.owner.or(order.answering()), planned.due, MeasureState::Open);
            order.measures.push(Measure { what, owner, due, state, result: String::new(), ended: None });
        }
        order.planned = Some(Signed { by: hand.actor, at: hand.at });
        order.clocks.stop(hand, ClockKind::Plan);
        match order.direction {
            RectificationDirection::TopDown => {
                order.clocks.start(hand, Side::Giver, ClockKind::Approve, hand.due_in(order.terms.approve));
            }
            RectificationDirection::BottomUp => order.start_work(hand),
        }
        Ok((order, event))
    }

    /// A measure is done, or not needed any more.
    ///
    /// # Errors
    /// [`Refusal::NotYourPart`] for the measure of somebody else;
    /// [`Refusal::WordsMissing`] without a word on how or why; [`Refusal::NoSuchPart`] where there is no such open measure; the
    /// refusals of the table.
    pub fn end_measure(self, item: u32, state: MeasureState, result: &str, hand: &Hand<'_>) -> Moved {
        let result = spoken("result", result)?;
        let (mut order, event) = self.step(RectificationStep::DoMeasure, &result, hand)?;
        let measure = order.measure(item)?;
        if measure.state != MeasureState::Open || !state.is_end() {
            return Err(Refusal::NoSuchPart { part: "measure".to_owned(), item });
        }
        if hand.part.is_some_and(|person| !measure.is_of(person)) {
            return Err(Refusal::NotYourPart);
        }
        (measure.state, measure.result, measure.ended) = (state, result, Some(hand.at));
        order.clocks.stop_item(hand, ClockKind::Measure, item);
        Ok((order, event))
    }

    /// Reports what was achieved; every measure is done or dropped by then. What should be managed differently is asked for with it.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a result; [`Refusal::MeasuresOpen`]; the refusals of the table.
    pub fn report(self, outcome: Outcome, hand: &Hand<'_>) -> Moved {
        let result = spoken("result", &outcome.result)?;
        let pattern = remarked("pattern", &outcome.pattern)?;
        let management_change = remarked("managementChange", &outcome.management_change)?;
        let open = self.measures.iter().filter(|measure| measure.state == MeasureState::Open).count();
        let (mut order, event) = self.step(RectificationStep::Report, &result, hand)?;
        if open > 0 {
            return Err(Refusal::MeasuresOpen { open: u32::try_from(open).unwrap_or(u32::MAX) });
        }
        (order.result, order.pattern, order.management_change) = (result, pattern, management_change);
        order.reported = Some(Signed { by: hand.actor, at: hand.at });
        order.clocks.stop(hand, ClockKind::Report);
        order.proposed(hand);
        if let Some(effect) = &mut order.effect {
            effect.from = Period::try_holding(hand.today(), effect.about.period().cycle()).ok();
            effect.readings.clear();
        }
        let verify = hand.due_in(order.terms.verify);
        let shown = order.effect.as_ref().and_then(super::Effect::last_day);
        let due = shown.map_or(verify, |day| hand.calendar.after(day, order.terms.data + order.terms.verify));
        order.clocks.start(hand, Side::Giver, ClockKind::Verify, due);
        Ok((order, event))
    }

    /// Either side says something.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] for nothing; the refusals of the table.
    pub fn comment(self, words: &str, hand: &Hand<'_>) -> Moved {
        self.step(RectificationStep::Comment, &spoken("words", words)?, hand)
    }
}
