//! A warning about a post goes with the post: whoever holds it now answers, and whoever held it before reads on (CJ-63).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Warning;
use super::holder::{Holders, Turn};
use crate::cell::Subject;
use crate::id::PersonId;
use crate::matter::{CommonStep, Event, Hand, Matter as _, Parties, Someone};

/// Whom a warning was issued to that others answer now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IssuedTo {
    /// The person; none where the unit answered.
    pub person: Option<Someone>,
}

/// A warning that went with its post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The warning.
    pub warning: Warning,
    /// The line of the time-line; none where somebody only no longer holds the post beside whoever answers.
    pub event: Option<Event>,
    /// Whether somebody else answers or deals with it: then everybody it concerns is told of the line.
    pub turns: bool,
    /// Who else is told of the line: whoever it leaves, or whoever holds the post beside them since.
    pub told: BTreeSet<PersonId>,
}

impl Warning {
    /// Whether a rule saw it of a post, and it still asks for something: what was written by hand was given to whom it names.
    #[must_use]
    pub fn goes_with_post(&self) -> bool {
        let is_of_post = matches!(self.head().subject(), Some(Subject::Post(_)));
        is_of_post && self.rule.is_some() && self.state.is_open()
    }

    /// What changes in it now that these hold the post it is about.
    #[must_use]
    pub fn turn(&self, now: &Holders) -> Option<Turn> {
        let known = Holders { main: self.parties.person, others: self.holders.clone() };
        let handler = self.handler.as_ref().map(|handler| handler.id);
        if self.goes_with_post() { known.turn(now, handler) } else { None }
    }

    /// It goes to whoever holds the post now, in the state it is in and with the days that are left; `parties`: whom it concerns then. None
    /// where nothing changes.
    #[must_use]
    pub fn pass_on(mut self, now: Holders, parties: Parties, hand: &Hand<'_>) -> Option<Passed> {
        let Turn { answers, deals } = self.turn(&now)?;
        let had: BTreeSet<PersonId> = self.concerned().collect();
        let (before, first) = (self.parties.person, self.answering());
        self.parties = parties;
        self.holders = now.others;
        if answers {
            self.issued_to = self.issued_to.or(Some(IssuedTo { person: first }));
            self.clocks.pass_on(before, self.parties.person);
        }
        if deals {
            let dealt = self.handler.take().map(|handler| handler.id);
            self.handler = self.answering();
            self.clocks.pass_on(dealt, self.parties.person);
        }
        let has: BTreeSet<PersonId> = self.concerned().collect();
        self.former.extend(had.difference(&has).copied());
        self.former.retain(|person| !has.contains(person));
        let turns = answers || deals;
        let told = if turns { &had - &has } else { &has - &had };
        let names = &self.parties.names;
        // Who answers is named where that is new.
        let to = if turns { names.person.as_ref().unwrap_or(&names.unit).as_str() } else { "" };
        let is_said = turns || !told.is_empty();
        let event = is_said.then(|| Event::new(hand, CommonStep::PassOn.code(), self.state.code(), to));
        Some(Passed { warning: self, event, turns, told })
    }

    /// For whom it counts where warnings are counted by person: whom it was issued to, whoever took the post over since.
    #[must_use]
    pub fn counts_for(&self) -> Option<Someone> {
        self.issued_to.as_ref().map_or_else(|| self.answering(), |first| first.person.clone())
    }

    fn answering(&self) -> Option<Someone> {
        Some(Someone { id: self.parties.person?, name: self.parties.names.person.clone().unwrap_or_default() })
    }
}
