//! Warnings (预警): issued by a rule or by hand before a period ends, dealt with by whom they concern, and seen to be over by the rule
//! itself (CJ-15, CJ-43, ZH-17, domain.md §2.8).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::local_day;
use crate::error::Refusal;
use crate::id::{MatterId, PersonId, WarningRuleId};
use crate::matter::found::Finder;
use crate::matter::{
    ClockKind, Clocks, CommonStep, Escalation, Event, Hand, Head, Matter, MatterKind, Parties, Severity, Side, Someone,
    Weak, spoken, titled,
};
use crate::number::Quantity;

pub mod condition;
pub mod count;
pub mod holder;
mod left_out;
pub mod passing;
pub mod rule;
pub mod seen;
pub mod standing;
mod steps;

use self::condition::ConditionKind;
use self::passing::IssuedTo;
pub use self::steps::LET_GO;

crate::codes! {
    /// Where a warning is. That it waits to be confirmed by further evaluations is the rule's [`standing::StandingState`]: nobody has
    /// been told of it yet.
    WarningState {
        /// It was sent.
        Issued "ISSUED",
        /// Whom it concerns has read it.
        Received "RECEIVED",
        /// Somebody deals with it.
        Handling "HANDLING",
        /// The risk is removed.
        Resolved "RESOLVED",
        /// There was no risk.
        FalseAlarm "FALSE_ALARM",
        /// Its time passed and nobody had dealt with it.
        Expired "EXPIRED",
        /// The upper level looked at how it ended.
        Reviewed "REVIEWED",
    }
}

crate::codes! {
    /// What may happen to a warning.
    WarningStep {
        /// Whom it concerns reads it.
        Receive "RECEIVE",
        /// Somebody is to deal with it.
        Assign "ASSIGN",
        /// The risk is removed, as a person says.
        Resolve "RESOLVE",
        /// There is no risk, as a person says.
        CallFalse "CALL_FALSE",
        /// The rule no longer sees it.
        Recover "RECOVER",
        /// Its time passed.
        Expire "EXPIRE",
        /// The upper level looks at how it ended.
        Review "REVIEW",
        /// Either side says something.
        Comment "COMMENT",
        /// Either side says which order or diagnosis it belongs to.
        Connect "CONNECT",
    }
}

impl WarningStep {
    /// Whether somebody on `side` may take the step.
    #[must_use]
    pub const fn is_open_to(self, side: Side) -> bool {
        match self {
            Self::Receive | Self::Assign | Self::Resolve | Self::CallFalse => matches!(side, Side::Responsible),
            Self::Review => matches!(side, Side::Giver),
            Self::Comment | Self::Connect => true,
            Self::Recover | Self::Expire => false,
        }
    }
}

impl WarningState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair the life of a warning does not have.
    pub fn after(self, step: WarningStep) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Issued, WarningStep::Receive) => Ok(Self::Received),
            (Self::Issued | Self::Received | Self::Handling, WarningStep::Assign) => Ok(Self::Handling),
            (Self::Received | Self::Handling, WarningStep::Resolve)
            | (Self::Issued | Self::Received | Self::Handling, WarningStep::Recover) => Ok(Self::Resolved),
            (Self::Issued | Self::Received | Self::Handling, WarningStep::CallFalse) => Ok(Self::FalseAlarm),
            (Self::Issued | Self::Received | Self::Handling, WarningStep::Expire) => Ok(Self::Expired),
            (Self::Resolved | Self::FalseAlarm | Self::Expired, WarningStep::Review) => Ok(Self::Reviewed),
            (state, WarningStep::Comment | WarningStep::Connect) => Ok(state),
            (state, step) => {
                Err(Refusal::NotInThisState { from: state.code().to_owned(), step: step.code().to_owned() })
            }
        }
    }

    /// Whether it still asks for something: while it does, its rule issues no other for the same object.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Issued | Self::Received | Self::Handling)
    }
}

/// One number that made a rule fire, or that it was compared with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is: `VALUE`, `LIMIT`, `RANK`, `BEFORE`, `PACE`, a period.
    pub name: String,
    /// The number, in the indicator's unit; places and counts as whole numbers.
    pub value: Quantity,
}

impl Fact {
    /// Whether it tells of the places of others in a comparison group: that takes a right of its own.
    #[must_use]
    pub fn is_of_group(&self) -> bool {
        matches!(self.name.as_str(), "RANK" | "RANK_BEFORE" | "GROUP_SIZE")
    }

    /// Whether it tells of a value, or of what a value was compared with. How late something is, everybody may know who sees the matter.
    #[must_use]
    pub fn is_of_value(&self) -> bool {
        !matches!(self.name.as_str(), "OVERDUE" | "DAYS_BEHIND")
    }
}

/// What a warning is to be connected with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Other<'a> {
    /// Its kind.
    pub kind: MatterKind,
    /// Its number.
    pub number: &'a str,
    /// Whether it was ever sent.
    pub is_sent: bool,
    /// Whether they hang together already.
    pub is_connected: bool,
}

/// Working days for each step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarningTerms {
    /// To read it.
    pub receive: u32,
    /// To deal with it.
    pub handle: u32,
    /// To look at how it ended.
    pub review: u32,
    /// After which it expires if nobody dealt with it.
    pub expire: u32,
}

impl Default for WarningTerms {
    fn default() -> Self {
        Self { receive: 1, handle: 5, review: 10, expire: 30 }
    }
}

/// One warning with everything that belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// Its id.
    pub id: MatterId,
    /// Its number, such as `YJ-2026-0067`.
    pub number: String,
    /// The rule it was issued by; none for one written by hand.
    pub rule: Option<WarningRuleId>,
    /// What kind of condition it comes from; none for one written by hand.
    pub condition: Option<ConditionKind>,
    /// Where it is.
    pub state: WarningState,
    /// How urgent it is.
    pub severity: Severity,
    /// Whom it concerns and where it comes from.
    pub parties: Parties,
    /// The number it is about, where it is about one: a value of an indicator, or a score.
    pub about: Option<Weak>,
    /// In one line.
    pub title: String,
    /// What is known, and what to do: it protects, it does not threaten.
    pub advice: String,
    /// The numbers that made it fire.
    pub facts: Vec<Fact>,
    /// Who deals with it.
    pub handler: Option<Someone>,
    /// Who else holds the post it is about, beside whoever answers: they see it and are told.
    #[serde(default)]
    pub holders: Vec<PersonId>,
    /// Who held the post before and had it: they read it, and neither answer for it nor are told of what comes.
    #[serde(default)]
    pub former: BTreeSet<PersonId>,
    /// Whom it was issued to, where it went with its post to somebody else.
    #[serde(default)]
    pub issued_to: Option<IssuedTo>,
    /// How it ended, in words.
    pub outcome: String,
    /// Whether the rule itself saw that it is over.
    pub recovered: bool,
    /// A rectification from below that began before this warning on the same matter (ZH-55).
    pub found_before: Option<MatterId>,
    /// When it was issued.
    pub issued: DateTime<Utc>,
    /// When it was first read.
    pub received: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended: Option<DateTime<Utc>>,
    /// How it ended, also where that was looked at since.
    pub ended_as: Option<WarningState>,
    /// Working days for each step.
    pub terms: WarningTerms,
    /// Who is told when it is overdue.
    pub escalation: Escalation,
    /// The clocks of both sides.
    pub clocks: Clocks,
    /// Counts its changes.
    pub version: i32,
}

impl Matter for Warning {
    const KIND: MatterKind = MatterKind::Warning;

    fn id(&self) -> MatterId {
        self.id
    }

    fn head(&self) -> Head<'_> {
        Head {
            number: &self.number,
            state: self.state.code(),
            is_open: self.state.is_open(),
            is_sent: true,
            title: &self.title,
            direction: None,
            severity: Some(self.severity),
            parties: &self.parties,
            people: self.people().collect(),
            about: self.about.as_ref().and_then(Weak::about),
            score: self.about.as_ref().and_then(Weak::score),
            risk_point: None,
            rule: self.rule,
            condition: self.condition,
            opened: self.issued,
            ended: self.ended,
            clocks: &self.clocks,
            version: self.version,
        }
    }

    /// A false alarm found nothing, looked at or not.
    fn found_by(&self) -> Option<Finder> {
        (self.counted().ended_as != WarningState::FalseAlarm).then_some(Finder::Above)
    }

    fn former(&self) -> BTreeSet<PersonId> {
        self.former.iter().copied().filter(|person| !self.is_handled_by(*person)).collect()
    }

    /// Whoever held the post before has no say in it any more, but for what they remark.
    fn has_whole(&self, of: PersonId) -> Result<(), Refusal> {
        if self.former().contains(&of) { Err(Refusal::NotYourPart) } else { Ok(()) }
    }

    fn seen_as(self, version: i32) -> Self {
        Self { version, ..self }
    }
}

/// What a new warning says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Its id.
    pub id: MatterId,
    /// Its number.
    pub number: String,
    /// The rule and the kind of its condition; none for one written by hand.
    pub rule: Option<(WarningRuleId, ConditionKind)>,
    /// How urgent it is.
    pub severity: Severity,
    /// Whom it concerns and where it comes from.
    pub parties: Parties,
    /// Who else holds the post it is about, beside whoever answers.
    pub holders: Vec<PersonId>,
    /// The number it is about.
    pub about: Option<Weak>,
    /// In one line.
    pub title: String,
    /// What to do.
    pub advice: String,
    /// The numbers that made it fire.
    pub facts: Vec<Fact>,
    /// Working days for each step.
    pub terms: WarningTerms,
    /// Who is told when it is overdue.
    pub escalation: Escalation,
    /// A rectification from below that began before, on the same matter.
    pub found_before: Option<MatterId>,
}

/// A warning after a step, with the line of the time-line.
pub type Moved = Result<(Warning, Event), Refusal>;

impl Warning {
    /// Sends a warning.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a title or without saying what to do; [`Refusal::Length`].
    pub fn issue(notice: Notice, hand: &Hand<'_>) -> Moved {
        let Notice { id, number, rule, severity, parties, about, title, advice, facts, .. } = notice;
        let Notice { terms, escalation, found_before, holders, .. } = notice;
        let (title, advice) = (titled("title", &title)?, spoken("advice", &advice)?);
        let mut clocks = Clocks::default();
        let due = hand.due_in(terms.receive);
        clocks.start_item(hand, Side::Responsible, ClockKind::Acknowledge, None, parties.person, due);
        let due = hand.due_in(terms.handle);
        clocks.start_item(hand, Side::Responsible, ClockKind::Handle, None, parties.person, due);
        let state = WarningState::Issued;
        let event = Event::new(hand, CommonStep::Issue.code(), state.code(), title.clone());
        let (rule, condition) = rule.unzip();
        let warning = Self {
            id,
            number,
            rule,
            condition,
            state,
            severity,
            parties,
            about,
            title,
            advice,
            facts,
            handler: None,
            holders,
            former: BTreeSet::new(),
            issued_to: None,
            outcome: String::new(),
            recovered: false,
            found_before,
            issued: hand.at,
            received: None,
            ended: None,
            ended_as: None,
            terms,
            escalation,
            clocks,
            version: 1,
        };
        Ok((warning, event))
    }

    fn step(mut self, step: WarningStep, words: &str, hand: &Hand<'_>) -> Moved {
        if !hand.side.is_none_or(|side| step.is_open_to(side)) {
            return Err(Refusal::NotYourSide { step: step.code().to_owned() });
        }
        if hand.part.is_some_and(|person| !self.is_handled_by(person)) && step != WarningStep::Comment {
            return Err(Refusal::NotYourPart);
        }
        self.state = self.state.after(step)?;
        if !self.state.is_open() {
            (self.ended, self.ended_as) = (self.ended.or(Some(hand.at)), self.ended_as.or(Some(self.state)));
        }
        let event = Event::new(hand, step.code(), self.state.code(), words);
        Ok((self, event))
    }

    /// What it came to, whoever reviewed it since; its state, while it is open.
    #[must_use]
    pub fn came_to(&self) -> WarningState {
        self.ended_as.unwrap_or(self.state)
    }

    /// What its rule takes it for: what it came to, and nothing any more once somebody ended it, or it expired, and as many working days as
    /// there were to deal with it have passed since. A false alarm stays one.
    #[must_use]
    pub fn stands_for(&self, hand: &Hand<'_>) -> Option<WarningState> {
        let came_to = self.came_to();
        let counts = match (came_to, self.ended) {
            (WarningState::Resolved | WarningState::Expired, Some(ended)) => {
                hand.today() <= hand.calendar.after(local_day(ended), self.terms.handle)
            }
            _ => true,
        };
        counts.then_some(came_to)
    }

    /// How it counts.
    #[must_use]
    pub fn counted(&self) -> count::Counted {
        count::Counted {
            ended_as: self.came_to(),
            received: self.received.is_some(),
            handled: self.handler.is_some() || !self.outcome.is_empty(),
        }
    }

    fn is_handled_by(&self, person: PersonId) -> bool {
        self.handler.as_ref().is_some_and(|handler| handler.id == person)
    }

    /// Everybody who has a part of it: they see it, whatever else they see.
    pub fn people(&self) -> impl Iterator<Item = PersonId> {
        self.concerned().chain(self.former.iter().copied())
    }

    /// Those of them whom it still concerns.
    fn concerned(&self) -> impl Iterator<Item = PersonId> {
        let handler = self.handler.as_ref().map(|handler| handler.id);
        self.parties.person.into_iter().chain(handler).chain(self.holders.iter().copied())
    }

    /// What somebody on `side` may do now; with `part`, what a person does who has only a part in it.
    pub fn open_steps(&self, side: Side, part: Option<PersonId>) -> impl Iterator<Item = WarningStep> {
        let handles = part.is_none_or(|person| self.is_handled_by(person));
        let open = move |step: &WarningStep| {
            step.is_open_to(side) && self.state.after(*step).is_ok() && (handles || *step == WarningStep::Comment)
        };
        WarningStep::ALL.iter().copied().filter(open)
    }
}

#[cfg(test)]
mod tests;
