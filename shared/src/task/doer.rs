//! What the doer's side does: accept, decline, hand on, report, note what was found; and what anybody with a part may say.

use super::giver::{Moved, id_of};
use super::{Finding, Found, Taker, Target, Task, TaskKind, TaskState, TaskStep, Transfer};
use crate::error::Refusal;
use crate::id::MatterId;
use crate::matter::{ClockKind, Hand, Side, Someone, numbered_mut, remarked, spoken, titled};
use crate::rectification::Signed;

/// Most findings of an inspection.
const MOST_FINDINGS: usize = 100;

impl Task {
    /// Accepts it.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn accept(self, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let (mut task, event) = self.step(TaskStep::Accept, &remarked("words", words)?, taker, hand)?;
        task.clocks.stop(hand, ClockKind::Acknowledge);
        task.wait_for_report(hand);
        Ok((task, event))
    }

    /// Declines it: whoever gave it decides what becomes of it.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; the refusals of the table.
    pub fn decline(self, reason: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let (mut task, event) = self.step(TaskStep::Decline, &spoken("reason", reason)?, taker, hand)?;
        task.transfer = None;
        task.clocks.stop(hand, ClockKind::Acknowledge);
        task.clocks.call_off(hand, &[ClockKind::AnswerRequest]);
        task.clocks.start(hand, Side::Giver, ClockKind::Readdress, hand.due_in(task.terms.decide));
        Ok((task, event))
    }

    /// Names who of the own unit does it.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] where they supervise or appraise it; the refusals of the table.
    pub fn assign(self, to: Someone, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let (mut task, event) = self.step(TaskStep::Assign, &remarked("words", words)?, taker, hand)?;
        task.roles.doer = Some(to);
        task.roles.check()?;
        task.clocks.call_off(hand, &[ClockKind::Report, ClockKind::Acknowledge]);
        match task.state {
            TaskState::Pushed => task.wait_for_doer(hand),
            _ => task.wait_for_report(hand),
        }
        Ok((task, event))
    }

    /// Says how far it is.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`]; the refusals of the table.
    pub fn progress(self, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        self.step(TaskStep::Progress, &spoken("words", words)?, taker, hand)
    }

    /// Asks that somebody else does it. The own clocks go on until that is answered.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; [`Refusal::NotInThisState`] while another one is open; the refusals of the table.
    pub fn ask_transfer(self, to: Target, reason: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let reason = spoken("reason", reason)?;
        if self.transfer.is_some() {
            let step = TaskStep::AskTransfer.code().to_owned();
            return Err(Refusal::NotInThisState { from: "TRANSFER_ASKED".to_owned(), step });
        }
        let (mut task, event) = self.step(TaskStep::AskTransfer, &reason, taker, hand)?;
        task.transfer = Some(Transfer { to, reason });
        task.clocks.start(hand, Side::Giver, ClockKind::AnswerRequest, hand.due_in(task.terms.decide));
        Ok((task, event))
    }

    /// Reports the result.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a result; the refusals of the table.
    pub fn report(self, result: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let result = spoken("result", result)?;
        let (mut task, event) = self.step(TaskStep::Report, &result, taker, hand)?;
        (task.result, task.transfer) = (result, None);
        task.reported = Some(Signed { by: hand.actor, at: hand.at });
        task.clocks.stop(hand, ClockKind::Report);
        task.clocks.call_off(hand, &[ClockKind::AnswerRequest]);
        let (due, supervisor) = (hand.due_in(task.terms.confirm), id_of(task.roles.supervisor.as_ref()));
        task.clocks.start_item(hand, Side::Giver, ClockKind::Verify, None, supervisor, due);
        Ok((task, event))
    }

    /// Notes what an inspection found (WH-36).
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a place or what was found; [`Refusal::NotInThisState`] for a task that is no inspection;
    /// [`Refusal::OutOfRange`] for too many; the refusals of the table.
    pub fn add_finding(self, found: Found, taker: Taker, hand: &Hand<'_>) -> Moved {
        let Found { place, unit, what, severity } = found;
        let (place, what) = (titled("place", &place)?, spoken("what", &what)?);
        if self.kind != TaskKind::Inspection {
            let step = TaskStep::AddFinding.code().to_owned();
            return Err(Refusal::NotInThisState { from: self.kind.code().to_owned(), step });
        }
        if self.findings.len() >= MOST_FINDINGS {
            return Err(Refusal::OutOfRange { field: "findings".to_owned(), least: 0, most: 100 });
        }
        let (mut task, event) = self.step(TaskStep::AddFinding, &what, taker, hand)?;
        let signed = Signed { by: hand.actor, at: hand.at };
        task.findings.push(Finding { place, unit, what, severity, signed, order: None });
        Ok((task, event))
    }

    /// Notes that a finding became an order to rectify. By which number is not said in words: whoever sees the inspection need not see
    /// the order, and whoever does finds it at the finding.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPart`] where there is no such finding, or where it is ordered already; the refusals of the table.
    pub fn ordered(self, item: u32, order: MatterId, number: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        let place = self.finding(item)?.place.clone();
        let (mut task, event) = self.step(TaskStep::OrderFinding, &place, taker, hand)?;
        numbered_mut(&mut task.findings, "finding", item)?.order = Some((order, number.to_owned()));
        Ok((task, event))
    }

    /// Says something.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] for nothing; the refusals of the table.
    pub fn comment(self, words: &str, taker: Taker, hand: &Hand<'_>) -> Moved {
        self.step(TaskStep::Comment, &spoken("words", words)?, taker, hand)
    }
}
