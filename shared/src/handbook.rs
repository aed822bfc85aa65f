//! The handbook (诊断分析指引手册): for each indicator the common causes and the routine measures, proposed by whoever diagnosed
//! something, reviewed and published, and ordered by how often they worked (CJ-41, domain.md §2.8).

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::error::Refusal;
use crate::id::{HandbookEntryId, IndicatorId, MatterId, UnitId};
use crate::matter::{spoken, words::within};
use crate::policy::Actor;
use crate::rectification::Signed;

crate::codes! {
    /// What an entry of the handbook is.
    EntryKind {
        /// A common cause (常见原因).
        Cause "CAUSE",
        /// A routine measure (常规提升措施).
        Measure "MEASURE",
    }
}

crate::codes! {
    /// Where an entry is.
    EntryState {
        /// Somebody proposed it.
        Proposed "PROPOSED",
        /// Somebody else looked at it and put it into its words.
        Reviewed "REVIEWED",
        /// It stands in the handbook and is suggested.
        Published "PUBLISHED",
        /// It is no longer suggested; where it was picked it stays.
        Retired "RETIRED",
        /// It was not taken up, for reasons that are said.
        Rejected "REJECTED",
    }
}

crate::codes! {
    /// What may happen to an entry.
    EntryStep {
        /// Somebody else than who proposed it looks at it.
        Review "REVIEW",
        /// It is put into the handbook.
        Publish "PUBLISH",
        /// It is not taken up.
        Reject "REJECT",
        /// It is no longer suggested.
        Retire "RETIRE",
    }
}

impl EntryState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair the life of an entry does not have.
    pub fn after(self, step: EntryStep) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Proposed, EntryStep::Review) => Ok(Self::Reviewed),
            (Self::Reviewed, EntryStep::Publish) => Ok(Self::Published),
            (Self::Proposed | Self::Reviewed, EntryStep::Reject) => Ok(Self::Rejected),
            (Self::Published, EntryStep::Retire) => Ok(Self::Retired),
            (state, step) => {
                Err(Refusal::NotInThisState { from: state.code().to_owned(), step: step.code().to_owned() })
            }
        }
    }
}

/// Who is told of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Whoever may publish it.
    Publishers,
    /// Whoever proposed it.
    Proposer,
}

impl EntryState {
    /// Who is told of an entry that comes to this state: that it waits for them, or what became of it.
    #[must_use]
    pub const fn tells(self) -> Option<Audience> {
        match self {
            Self::Proposed => Some(Audience::Publishers),
            // Whoever may publish it knew of it already.
            Self::Reviewed => None,
            Self::Published | Self::Retired | Self::Rejected => Some(Audience::Proposer),
        }
    }

    /// Whether it waits for whoever may publish it.
    #[must_use]
    pub const fn waits(self) -> bool {
        matches!(self, Self::Proposed | Self::Reviewed)
    }
}

/// What an entry says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// In Chinese, or in the words of who proposed it.
    pub text: String,
    /// In English; may be empty.
    pub text_en: String,
}

impl Wording {
    /// Without blanks around it.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] where nothing is said; [`Refusal::Length`] for more than 500 characters.
    pub fn checked(self) -> Result<Self, Refusal> {
        let text = within("text", &self.text, (1, LONGEST))?;
        Ok(Self { text, text_en: within("textEn", &self.text_en, (0, LONGEST))? })
    }
}

/// Longest wording, in characters.
const LONGEST: u32 = 500;

/// One entry of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its id.
    pub id: HandbookEntryId,
    /// The indicator it is about.
    pub indicator: IndicatorId,
    /// Cause or measure.
    pub kind: EntryKind,
    /// The cause that a measure is against, where it is against one in particular.
    pub against: Option<HandbookEntryId>,
    /// What it says.
    pub wording: Wording,
    /// Where it is.
    pub state: EntryState,
    /// Who proposed it.
    pub proposed: Signed,
    /// What they were called then.
    pub proposer: String,
    /// The diagnosis it comes from.
    pub from: Option<MatterId>,
    /// Who reviewed it.
    pub reviewed: Option<Signed>,
    /// Why it was rejected or retired; empty otherwise.
    pub reasons: String,
    /// Counts its changes.
    pub version: i32,
}

/// What is proposed to the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Its id.
    pub id: HandbookEntryId,
    /// The indicator it is about.
    pub indicator: IndicatorId,
    /// Cause or measure.
    pub kind: EntryKind,
    /// The cause that a measure is against.
    pub against: Option<HandbookEntryId>,
    /// What it says.
    pub wording: Wording,
    /// The diagnosis it comes from.
    pub from: Option<MatterId>,
}

impl Entry {
    /// Proposes an entry.
    ///
    /// # Errors
    /// What [`Wording::checked`] refuses.
    pub fn propose(proposal: Proposal, proposed: Signed, proposer: &str) -> Result<Self, Refusal> {
        let Proposal { id, indicator, kind, against, wording, from } = proposal;
        Ok(Self {
            id,
            indicator,
            kind,
            against: against.filter(|_| kind == EntryKind::Measure),
            wording: wording.checked()?,
            state: EntryState::Proposed,
            proposed,
            proposer: proposer.to_owned(),
            from,
            reviewed: None,
            reasons: String::new(),
            version: 1,
        })
    }

    /// Somebody else looked at it and put it into its words.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever proposed it; what [`Wording::checked`] refuses; the refusals of the table.
    pub fn review(mut self, wording: Wording, by: Signed) -> Result<Self, Refusal> {
        self.state = self.state.after(EntryStep::Review)?;
        self.seen_by_another(by.by)?;
        (self.wording, self.reviewed) = (wording.checked()?, Some(by));
        Ok(self)
    }

    /// Puts it into the handbook.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever proposed it; the refusals of the table.
    pub fn publish(mut self, by: Signed) -> Result<Self, Refusal> {
        self.state = self.state.after(EntryStep::Publish)?;
        self.seen_by_another(by.by)?;
        Ok(self)
    }

    fn seen_by_another(&self, actor: Actor) -> Result<(), Refusal> {
        if self.proposed.by == actor { Err(Refusal::OwnWork) } else { Ok(()) }
    }

    /// Does not take it up.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without reasons; the refusals of the table.
    pub fn reject(self, reasons: &str) -> Result<Self, Refusal> {
        self.ended(EntryStep::Reject, reasons)
    }

    /// No longer suggests it.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without reasons; the refusals of the table.
    pub fn retire(self, reasons: &str) -> Result<Self, Refusal> {
        self.ended(EntryStep::Retire, reasons)
    }

    fn ended(mut self, step: EntryStep, reasons: &str) -> Result<Self, Refusal> {
        self.state = self.state.after(step)?;
        self.reasons = spoken("reasons", reasons)?;
        Ok(self)
    }

    /// What somebody who may publish may do with it now.
    pub fn open_steps(&self, actor: Actor) -> impl Iterator<Item = EntryStep> {
        let is_own = self.proposed.by == actor;
        let open = move |step: &EntryStep| {
            self.state.after(*step).is_ok() && !(is_own && matches!(step, EntryStep::Review | EntryStep::Publish))
        };
        EntryStep::ALL.iter().copied().filter(open)
    }
}

/// How an entry did in the diagnoses that picked it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Uses {
    /// How many picked it.
    pub used: u32,
    /// How many of them helped.
    pub worked: u32,
    /// How many of them did not; the others are not decided yet.
    pub failed: u32,
}

impl Uses {
    /// The more promising one first. A rule of succession: as if each had worked once and failed once before. What was never tried stands
    /// between what mostly worked and what mostly did not, and one success does not beat nine out of ten.
    #[must_use]
    pub fn more_promising(self, other: Self) -> Ordering {
        let chance = |uses: Self| (u64::from(uses.worked) + 1, u64::from(uses.worked) + u64::from(uses.failed) + 2);
        let ((worked, of), (others, of_others)) = (chance(self), chance(other));
        (others * of).cmp(&(worked * of_others)).then(other.used.cmp(&self.used))
    }
}

/// An entry with how it did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// The entry.
    pub entry: Entry,
    /// How it did.
    pub uses: Uses,
}

/// Suggests the more promising entries first; those alike in the order of their words.
#[must_use]
pub fn suggested(mut entries: Vec<Tried>) -> Vec<Tried> {
    entries.sort_by(|one, other| {
        let words = || one.entry.wording.text.cmp(&other.entry.wording.text).then(one.entry.id.cmp(&other.entry.id));
        one.uses.more_promising(other.uses).then_with(words)
    });
    entries
}

/// A pattern of risk that somebody learnt and that is shared with everybody who reads the handbook (ZH-54): what it says, without the
/// matter it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// The unit that learnt it.
    pub unit: UnitId,
    /// What that is called.
    pub unit_name: String,
    /// What it is about, in one line.
    pub title: String,
    /// What was learnt.
    pub pattern: String,
    /// How things should be managed instead.
    pub management_change: String,
    /// The indicator it is about.
    pub indicator: Option<IndicatorId>,
    /// The risk point it is about.
    pub risk_point: Option<String>,
}

#[cfg(test)]
mod tests;
