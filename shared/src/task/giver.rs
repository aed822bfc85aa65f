//! What whoever gave a task, supervises it or appraises it does: send, transfer, urge, confirm, return, mark, cancel.

use chrono::NaiveDate;

use super::{
    InspectionManner, Marked, Marks, Roles, Source, Taker, Target, Task, TaskKind, TaskState, TaskStep, TaskTerms,
};
use crate::error::Refusal;
use crate::id::{IndicatorId, MatterId, PersonId, TaskTemplateId, UnitId};
use crate::matter::{ClockKind, Clocks, CommonStep, Event, Hand, Parties, Side, Someone, remarked, spoken, titled};
use crate::rectification::Signed;

/// A task after a step, with the line of the time-line.
pub type Moved = Result<(Task, Event), Refusal>;

/// What the first line of a time-line says was done, where it was not sent at once.
const OPEN: &str = CommonStep::Open.code();

/// What a new task says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// Its id.
    pub id: MatterId,
    /// Its number.
    pub number: String,
    /// Its kind.
    pub kind: TaskKind,
    /// How an inspection is made.
    pub manner: Option<InspectionManner>,
    /// What made it.
    pub source: Source,
    /// The template it is made from.
    pub template: Option<TaskTemplateId>,
    /// The unit that answers and the unit it comes from.
    pub parties: Parties,
    /// Who has which part in it.
    pub roles: Roles,
    /// In one line.
    pub title: String,
    /// What is to be done.
    pub what: String,
    /// How it is done; may be empty.
    pub how: String,
    /// The indicator it serves.
    pub indicator: Option<IndicatorId>,
    /// The last day to report.
    pub due: NaiveDate,
    /// Whether it is only written and not yet sent.
    pub draft: bool,
}

impl Task {
    /// A new task, sent at once unless it is a draft.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a title or without saying what to do, or for an inspection that does not say how it is made;
    /// [`Refusal::DayBeforeToday`]; [`Refusal::OwnWork`] where the doer should supervise or appraise it; [`Refusal::Length`].
    pub fn open(opening: Opening, hand: &Hand<'_>) -> Moved {
        let Opening { id, number, kind, manner, source, template, parties, roles, .. } = opening;
        let Opening { title, what, how, indicator, due, draft, .. } = opening;
        let (title, what, how) = (titled("title", &title)?, spoken("what", &what)?, remarked("how", &how)?);
        roles.check()?;
        not_before("due", due, hand.today())?;
        if kind == TaskKind::Inspection && manner.is_none() {
            return Err(Refusal::WordsMissing { field: "manner".to_owned() });
        }
        let mut task = Self {
            id,
            number,
            kind,
            manner: manner.filter(|_| kind == TaskKind::Inspection),
            source,
            template,
            state: if draft { TaskState::Created } else { TaskState::Pushed },
            parties,
            roles,
            title,
            what: what.clone(),
            how,
            indicator,
            due,
            transfer: None,
            findings: Vec::new(),
            result: String::new(),
            reported: None,
            confirmed: None,
            marked: None,
            terms: TaskTerms::default(),
            opened: Signed { by: hand.actor, at: hand.at },
            ended: None,
            clocks: Clocks::default(),
            version: 1,
        };
        let step = if draft { OPEN } else { TaskStep::Push.code() };
        match draft {
            true => task.clocks.start(hand, Side::Giver, ClockKind::Push, hand.due_in(task.terms.push)),
            false => task.wait_for_doer(hand),
        }
        let event = Event::new(hand, step, task.state.code(), what);
        Ok((task, event))
    }

    /// Takes a step of the table, for whoever may.
    pub(super) fn step(mut self, step: TaskStep, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let Some(acting) = self.acts_as(step, &self.roles_of(taker)) else {
            return Err(Refusal::NotYourRole { step: step.code().to_owned() });
        };
        self.state = self.state.after(step)?;
        if !self.state.is_open() {
            self.ended = self.ended.or(Some(hand.at));
        }
        let side = acting.side().or(hand.side);
        let event = Event::new(&Hand { side, ..*hand }, step.code(), self.state.code(), words);
        Ok((self, event))
    }

    /// The doer has to accept it.
    pub(super) fn wait_for_doer(&mut self, hand: &Hand<'_>) {
        let due = hand.due_in(self.terms.accept);
        self.clocks.start_item(hand, Side::Responsible, ClockKind::Acknowledge, None, self.doer(), due);
    }

    /// The doer has to report it by its day.
    pub(super) fn wait_for_report(&mut self, hand: &Hand<'_>) {
        self.clocks.start_item(hand, Side::Responsible, ClockKind::Report, None, self.doer(), self.due);
    }

    pub(super) fn doer(&self) -> Option<PersonId> {
        self.roles.doer.as_ref().map(|doer| doer.id)
    }

    /// Whoever did it neither confirms nor marks it.
    fn foreign(&self, taker: Taker, hand: &Hand<'_>) -> Result<(), Refusal> {
        if self.is_own_work(taker, hand.actor) { Err(Refusal::OwnWork) } else { Ok(()) }
    }

    /// Sends what was only written, or again what was declined.
    ///
    /// # Errors
    /// The refusals of the table; [`Refusal::DayBeforeToday`] where its day passed meanwhile.
    pub fn push(self, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        not_before("due", self.due, hand.today())?;
        let (mut task, event) = self.step(TaskStep::Push, &remarked("words", words)?, taker, hand)?;
        task.clocks.stop(hand, ClockKind::Push);
        task.clocks.stop(hand, ClockKind::Readdress);
        task.wait_for_doer(hand);
        Ok((task, event))
    }

    /// Gives it to somebody else, with a day that may be another one.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; [`Refusal::DayBeforeToday`]; [`Refusal::OwnWork`] where the new doer supervises or
    /// appraises it; the refusals of the table.
    pub fn transfer(self, to: Target, due: NaiveDate, reason: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let reason = spoken("reason", reason)?;
        not_before("due", due, hand.today())?;
        let (task, event) = self.step(TaskStep::Transfer, &reason, taker, hand)?;
        Ok((task.given_to(to, due, hand)?, event))
    }

    /// The same where it comes from a unit, with what that is called: who does it may not have it from the unit they lead.
    #[must_use]
    pub fn coming_from(mut self, giver: UnitId, name: String) -> Self {
        (self.parties.giver, self.parties.names.giver) = (giver, name);
        self
    }

    /// Answers the doer who asked that somebody else does it.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPart`] where nobody asked; [`Refusal::WordsMissing`] for a no without a reason; the refusals of the table.
    pub fn answer_transfer(self, granted: bool, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let asked = self.transfer.clone();
        let asked = asked.ok_or(Refusal::NoSuchPart { part: "transfer".to_owned(), item: 1 })?;
        if granted {
            let (task, event) = self.step(TaskStep::GrantTransfer, &remarked("words", words)?, taker, hand)?;
            let due = task.due.max(hand.due_in(task.terms.accept));
            return Ok((task.given_to(asked.to, due, hand)?, event));
        }
        let (mut task, event) = self.step(TaskStep::RefuseTransfer, &spoken("words", words)?, taker, hand)?;
        task.transfer = None;
        task.clocks.stop(hand, ClockKind::AnswerRequest);
        Ok((task, event))
    }

    fn given_to(mut self, to: Target, due: NaiveDate, hand: &Hand<'_>) -> Result<Self, Refusal> {
        self.roles.doer = to.doer;
        self.roles.check()?;
        (self.parties.unit, self.parties.names.unit) = (to.unit, to.unit_name);
        (self.due, self.transfer) = (due, None);
        self.clocks.stop(hand, ClockKind::AnswerRequest);
        self.clocks.stop(hand, ClockKind::Readdress);
        self.clocks.call_off(hand, &[ClockKind::Acknowledge, ClockKind::Report]);
        self.wait_for_doer(hand);
        Ok(self)
    }

    /// Reminds the doer, with a word that helps.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`]; the refusals of the table.
    pub fn urge(self, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        self.step(TaskStep::Urge, &spoken("words", words)?, taker, hand)
    }

    /// Confirms what was reported.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever did it; the refusals of the table.
    pub fn confirm(self, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        self.foreign(taker, hand)?;
        let (mut task, event) = self.step(TaskStep::Confirm, &remarked("words", words)?, taker, hand)?;
        task.confirmed = Some(Signed { by: hand.actor, at: hand.at });
        task.clocks.stop(hand, ClockKind::Verify);
        let (due, appraiser) = (hand.due_in(task.terms.mark), id_of(task.roles.appraiser.as_ref()));
        task.clocks.start_item(hand, Side::Giver, ClockKind::Review, None, appraiser, due);
        Ok((task, event))
    }

    /// Sends back what was reported, with a day to report again by.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever did it; [`Refusal::WordsMissing`] without a reason; [`Refusal::DayBeforeToday`]; the refusals
    /// of the table.
    pub fn give_back(self, reason: &str, due: NaiveDate, taker: Taker, hand: &Hand<'_>) -> Moved {
        let reason = spoken("reason", reason)?;
        not_before("due", due, hand.today())?;
        self.foreign(taker, hand)?;
        let (mut task, event) = self.step(TaskStep::Return, &reason, taker, hand)?;
        (task.reported, task.due) = (None, due);
        task.clocks.stop(hand, ClockKind::Verify);
        task.wait_for_report(hand);
        Ok((task, event))
    }

    /// Marks what was confirmed (ZH-41).
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever did it; [`Refusal::OutOfRange`] for a mark outside 1–5; the refusals of the table.
    pub fn mark(self, marks: Marks, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        marks.check()?;
        self.foreign(taker, hand)?;
        let words = remarked("words", words)?;
        let (mut task, event) = self.step(TaskStep::Mark, &words, taker, hand)?;
        let signed = Signed { by: hand.actor, at: hand.at };
        task.marked = Some(Marked { marks, words, signed });
        task.clocks.stop(hand, ClockKind::Review);
        Ok((task, event))
    }

    /// Takes it back.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn cancel(self, reason: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let (mut task, event) = self.step(TaskStep::Cancel, &spoken("reason", reason)?, taker, hand)?;
        task.transfer = None;
        task.clocks.call_off_all(hand);
        Ok((task, event))
    }
}

pub(super) fn id_of(someone: Option<&Someone>) -> Option<PersonId> {
    someone.map(|someone| someone.id)
}

pub(super) fn not_before(field: &str, given: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    match given < today {
        true => Err(Refusal::DayBeforeToday { field: field.to_owned(), given, today }),
        false => Ok(()),
    }
}
