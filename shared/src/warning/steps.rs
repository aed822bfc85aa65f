//! The steps of a warning: read, given to somebody, ended by a person, by the rule or by time, looked at, connected.

use super::{Moved, Other, Warning, WarningStep};
use crate::error::Refusal;
use crate::matter::{ClockKind, Event, Hand, MatterKind, Side, Someone, remarked, spoken};

/// What stands in the time-line once the rule no longer looks at what the warning is about.
pub const LET_GO: &str = "LET_GO";

impl Warning {
    /// Whom it concerns has read it.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn receive(self, hand: &Hand<'_>) -> Moved {
        let (mut warning, event) = self.step(WarningStep::Receive, "", hand)?;
        warning.read(hand);
        Ok((warning, event))
    }

    fn read(&mut self, hand: &Hand<'_>) {
        self.received = self.received.or(Some(hand.at));
        self.clocks.stop(hand, ClockKind::Acknowledge);
    }

    /// Somebody is to deal with it.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn assign(self, to: Option<Someone>, words: &str, hand: &Hand<'_>) -> Moved {
        let (mut warning, event) = self.step(WarningStep::Assign, &remarked("words", words)?, hand)?;
        warning.read(hand);
        warning.handler = to.or(warning.handler.take());
        let due = warning.clocks.running().find(|clock| clock.kind == ClockKind::Handle).map(|clock| clock.due);
        warning.clocks.call_off(hand, &[ClockKind::Handle]);
        let due = due.unwrap_or_else(|| hand.due_in(warning.terms.handle));
        let person = warning.handler.as_ref().map(|handler| handler.id);
        warning.clocks.start_item(hand, Side::Responsible, ClockKind::Handle, None, person, due);
        Ok((warning, event))
    }

    /// The risk is removed, or was none.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a word on how; the refusals of the table.
    pub fn end(self, is_false: bool, words: &str, hand: &Hand<'_>) -> Moved {
        let step = if is_false { WarningStep::CallFalse } else { WarningStep::Resolve };
        let words = spoken("words", words)?;
        let (mut warning, event) = self.step(step, &words, hand)?;
        warning.outcome = words;
        warning.read(hand);
        warning.clocks.stop(hand, ClockKind::Handle);
        warning.await_review(hand);
        Ok((warning, event))
    }

    /// The rule no longer sees it.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn recover(self, words: &str, hand: &Hand<'_>) -> Moved {
        let (mut warning, event) = self.step(WarningStep::Recover, words, hand)?;
        warning.recovered = true;
        warning.clocks.call_off_all(hand);
        warning.await_review(hand);
        Ok((warning, event))
    }

    /// Its time passed.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn expire(self, hand: &Hand<'_>) -> Moved {
        let (mut warning, event) = self.step(WarningStep::Expire, "", hand)?;
        warning.clocks.stop(hand, ClockKind::Acknowledge);
        warning.clocks.stop(hand, ClockKind::Handle);
        warning.await_review(hand);
        Ok((warning, event))
    }

    /// Its rule no longer looks at what it is about: it stays as it is, with its clocks, but from now on people alone end it. Of one that
    /// ended there is nothing to say.
    #[must_use]
    pub fn let_go(&self, hand: &Hand<'_>) -> Option<Event> {
        self.state.is_open().then(|| Event::new(hand, LET_GO, self.state.code(), ""))
    }

    fn await_review(&mut self, hand: &Hand<'_>) {
        self.clocks.start(hand, Side::Giver, ClockKind::Review, hand.due_in(self.terms.review));
    }

    /// Whether its time has passed today.
    #[must_use]
    pub fn is_past(&self, hand: &Hand<'_>) -> bool {
        let issued = crate::calendar::local_day(self.issued);
        self.state.is_open() && hand.calendar.after(issued, self.terms.expire) < hand.today()
    }

    /// The upper level looked at how it ended.
    ///
    /// # Errors
    /// The refusals of the table.
    pub fn review(self, words: &str, hand: &Hand<'_>) -> Moved {
        let (mut warning, event) = self.step(WarningStep::Review, &remarked("words", words)?, hand)?;
        warning.clocks.stop(hand, ClockKind::Review);
        Ok((warning, event))
    }

    /// Either side says something.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] for nothing.
    pub fn comment(self, words: &str, hand: &Hand<'_>) -> Moved {
        self.step(WarningStep::Comment, &spoken("words", words)?, hand)
    }

    /// It belongs to an order or a diagnosis that exists. To which is not said in words: whoever sees the warning need not see the other
    /// one, and whoever does finds it among the connected matters.
    ///
    /// # Errors
    /// [`Refusal::NotConnected`] for a matter of another kind, such as the warning itself, and for one that is only written: its number
    /// would tell of it; [`Refusal::ConnectedAlready`]; the refusals of the table.
    pub fn connect(self, other: Other<'_>, hand: &Hand<'_>) -> Moved {
        let Other { kind, number, is_sent, is_connected } = other;
        if !(matches!(kind, MatterKind::Rectification | MatterKind::Diagnosis) && is_sent) {
            return Err(Refusal::NotConnected { number: number.to_owned() });
        }
        if is_connected {
            return Err(Refusal::ConnectedAlready { number: number.to_owned() });
        }
        self.step(WarningStep::Connect, "", hand)
    }
}
