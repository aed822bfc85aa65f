//! What every matter has in common, be it a warning, an order to rectify, a diagnosis or a task: two sides, clocks beside its state, a
//! time-line, and people it waits for (domain.md §2.6, §2.8).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::cell::Subject;
use crate::error::Refusal;
use crate::evidence::ATTACH;
use crate::handbook::Pattern;
use crate::id::{HandbookEntryId, IndicatorId, MatterId, PersonId, WarningRuleId};
use crate::period::Period;
use crate::policy::Actor;
use crate::rectification::RectificationDirection;
use crate::warning::condition::ConditionKind;

mod clock;
pub mod found;
mod party;
pub mod punctual;
mod side;
mod weak;
pub mod words;

pub use clock::{Clock, ClockKind, Clocks, Escalation, Level, Punctuality, REMIND_DAYS, Recipient};
pub use party::{Names, Origins, Parties, Someone};
pub use side::{Side, Stake};
pub use weak::{Measured, OfScore, Weak};
pub use words::{remarked, spoken, titled};

use crate::calendar::{Calendar, local_day};

crate::codes! {
    /// What kind of matter it is.
    MatterKind {
        /// A warning (预警).
        Warning "WARNING",
        /// An order to rectify, or a rectification begun by oneself (整改).
        Rectification "RECTIFICATION",
        /// A diagnosis (诊断分析).
        Diagnosis "DIAGNOSIS",
        /// A task (任务).
        Task "TASK",
    }
}

crate::codes! {
    /// How a list of matters is ordered.
    MatterOrder {
        /// By their number, the newest first.
        Number "NUMBER",
        /// Those alone that came to their end, the last to end first.
        Ended "ENDED",
    }
}

impl MatterKind {
    /// What its numbers begin with.
    #[must_use]
    pub const fn initials(self) -> &'static str {
        match self {
            Self::Warning => "YJ",
            Self::Rectification => "ZG",
            Self::Diagnosis => "ZD",
            Self::Task => "RW",
        }
    }
}

crate::codes! {
    /// How urgent it is, least first.
    Severity {
        /// For your information.
        Blue "BLUE",
        /// Attention.
        Yellow "YELLOW",
        /// Act soon.
        Orange "ORANGE",
        /// Act now.
        Red "RED",
    }
}

crate::codes! {
    /// How two matters hang together.
    LinkKind {
        /// It was ordered because of it.
        LedTo "LED_TO",
        /// It is about the same number and was found before it.
        FoundBefore "FOUND_BEFORE",
        /// Somebody said that they belong together.
        Together "TOGETHER",
    }
}

crate::codes! {
    /// Why somebody is told of a step.
    NoticeReason {
        /// It is their turn, or happened to their matter.
        Step "STEP",
        /// A clock is overdue.
        Overdue "OVERDUE",
        /// A clock will be due soon.
        DueSoon "DUE_SOON",
        /// A point at risk is to be looked at: no matter.
        FollowUp "FOLLOW_UP",
        /// A label on them that they may say something to, or that ends: no matter.
        Label "LABEL",
    }
}

crate::codes! {
    /// What a time-line says of matters of every kind, beside the steps of their own.
    CommonStep {
        /// It was opened, and is begun from below, or not sent yet.
        Open "OPEN",
        /// A warning was issued.
        Issue "ISSUE",
        /// It went with its post to whoever holds that now.
        PassOn "PASS_ON",
        /// A clock is overdue: the next level was told.
        Escalate "ESCALATE",
        /// A clock will be due soon: whoever it waits for was told.
        Remind "REMIND",
        /// Files were added.
        Attach "ATTACH",
    }
}

/// What lists, scopes and clocks need to know of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head<'a> {
    /// Its number.
    pub number: &'a str,
    /// The code of its state.
    pub state: &'static str,
    /// Whether something is still expected.
    pub is_open: bool,
    /// Whether it was ever sent: what is only written is known to whoever wrote it.
    pub is_sent: bool,
    /// In one line.
    pub title: &'a str,
    /// Which way it goes, if it goes one.
    pub direction: Option<RectificationDirection>,
    /// How urgent it is, if that is said.
    pub severity: Option<Severity>,
    /// Whom it is about and where it comes from.
    pub parties: &'a Parties,
    /// Everybody who has a part in it.
    pub people: BTreeSet<PersonId>,
    /// The number it is about.
    pub about: Option<About>,
    /// The score it is about.
    pub score: Option<&'a OfScore>,
    /// The risk point it is about.
    pub risk_point: Option<&'a str>,
    /// The rule it was issued by.
    pub rule: Option<WarningRuleId>,
    /// The kind of that rule's condition.
    pub condition: Option<ConditionKind>,
    /// When it was opened.
    pub opened: DateTime<Utc>,
    /// When it came to its end.
    pub ended: Option<DateTime<Utc>>,
    /// Its clocks.
    pub clocks: &'a Clocks,
    /// Counts its changes.
    pub version: i32,
}

impl Head<'_> {
    /// Whose value or score it is about.
    #[must_use]
    pub fn subject(&self) -> Option<Subject> {
        self.about.map(|about| about.subject).or(self.score.map(|of| of.subject))
    }

    /// The period of the value or score it is about.
    #[must_use]
    pub fn period(&self) -> Option<Period> {
        self.about.map(|about| about.period).or(self.score.map(|of| of.period))
    }
}

/// Most lines of a time-line before nothing is said any more that does not move the matter on. What moves it is never kept out.
pub const MOST_LINES: i32 = 1_000;

/// Whether a line may come as the `place`th of a time-line, counted from 1; `moves`: whether it moves the matter on, to another state or
/// by what somebody waited for.
#[must_use]
pub const fn has_room(place: i32, moves: bool) -> bool {
    place <= MOST_LINES || moves
}

/// A matter as it is kept.
pub trait Matter: Serialize + DeserializeOwned {
    /// Its kind.
    const KIND: MatterKind;
    /// Its id.
    fn id(&self) -> MatterId;
    /// What lists, scopes and clocks need to know of it.
    fn head(&self) -> Head<'_>;
    /// From where it was found what it is about; none where it says nothing of that, or no longer stands (ZH-55).
    fn found_by(&self) -> Option<found::Finder> {
        None
    }
    /// Those of its people who had a part in it and only read on: they are not told of what comes. Most kinds have none.
    fn former(&self) -> BTreeSet<PersonId> {
        BTreeSet::new()
    }
    /// Notes how often it changed, as it is counted where it is kept.
    fn seen_as(self, version: i32) -> Self;
    /// Whether it has a part with this number, counted from 1, that files may belong to and that `of` may speak of: a person who has only
    /// a part in the whole speaks of their own. Most kinds have no parts.
    ///
    /// # Errors
    /// [`Refusal::NoSuchPart`], [`Refusal::NotYourPart`].
    fn has_part(&self, item: u32, _of: Option<PersonId>) -> Result<(), Refusal> {
        Err(Refusal::NoSuchPart { part: "part".to_owned(), item })
    }
    /// Whether a person who stands in it with a part speaks of the whole. In most kinds a part is one in the whole: a doer, a handler.
    ///
    /// # Errors
    /// [`Refusal::NotYourPart`] for whoever has some of its numbered parts and nothing else.
    fn has_whole(&self, _of: PersonId) -> Result<(), Refusal> {
        Ok(())
    }
    /// Whether files may hang on it, or on one of its parts: as long as it is not over, and by `of`, a person who has only a part in it,
    /// on what is theirs.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`]; what [`Self::has_part`] and [`Self::has_whole`] refuse.
    fn may_attach(&self, item: Option<u32>, of: Option<PersonId>) -> Result<(), Refusal> {
        let head = self.head();
        if !head.is_open {
            return Err(Refusal::NotInThisState { from: head.state.to_owned(), step: ATTACH.to_owned() });
        }
        match (item, of) {
            (Some(item), of) => self.has_part(item, of),
            (None, Some(person)) => self.has_whole(person),
            (None, None) => Ok(()),
        }
    }
    /// What was learnt from it and is shared with everybody; most kinds share nothing.
    fn shared_pattern(&self) -> Option<Pattern> {
        None
    }
    /// What it took from the handbook, each with whether it worked, as far as that is known; most kinds take nothing.
    fn picked(&self) -> BTreeMap<HandbookEntryId, Option<bool>> {
        BTreeMap::new()
    }
}

/// The part with this number, counted from 1.
///
/// # Errors
/// [`Refusal::NoSuchPart`], with what such a part is called.
pub fn numbered<'p, T>(parts: &'p [T], part: &str, item: u32) -> Result<&'p T, Refusal> {
    let place = usize::try_from(item).ok().and_then(|item| item.checked_sub(1));
    place.and_then(|place| parts.get(place)).ok_or_else(|| Refusal::NoSuchPart { part: part.to_owned(), item })
}

/// The same, to be changed.
///
/// # Errors
/// [`Refusal::NoSuchPart`].
pub fn numbered_mut<'p, T>(parts: &'p mut [T], part: &str, item: u32) -> Result<&'p mut T, Refusal> {
    let place = usize::try_from(item).ok().and_then(|item| item.checked_sub(1));
    place.and_then(|place| parts.get_mut(place)).ok_or_else(|| Refusal::NoSuchPart { part: part.to_owned(), item })
}

/// Which sides are told of a line of the time-line: the other one than the one that wrote it, and both of what nobody wrote. Of what is
/// not sent nobody is told.
#[must_use]
pub fn told_of(event: &Event, is_sent: bool) -> &'static [Side] {
    match event.side {
        _ if !is_sent => &[],
        Some(Side::Responsible) => &[Side::Giver],
        Some(Side::Giver) => &[Side::Responsible],
        None => &[Side::Responsible, Side::Giver],
    }
}

/// Which number a matter is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct About {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit, post or person.
    pub subject: Subject,
    /// The period.
    pub period: Period,
}

/// Who takes a step, on which side, when.
#[derive(Debug, Clone, Copy)]
pub struct Hand<'a> {
    /// Who.
    pub actor: Actor,
    /// How they are called in the time-line.
    pub name: &'a str,
    /// On which side; none for the system.
    pub side: Option<Side>,
    /// The person who acts for their own part of the matter alone, such as a measure they own; none for whoever answers for it all.
    pub part: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// The working days of the bureau.
    pub calendar: &'a Calendar,
}

impl Hand<'_> {
    /// The day of the step in the bureau.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        local_day(self.at)
    }

    /// The last day of a deadline that begins now.
    #[must_use]
    pub fn due_in(&self, working_days: u32) -> NaiveDate {
        self.calendar.after(self.today(), working_days)
    }
}

/// One line of the time-line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Actor,
    /// How they were called then.
    pub name: String,
    /// On which side; none for the system.
    pub side: Option<Side>,
    /// What was done: the code of a step.
    pub step: String,
    /// The state after it.
    pub state: String,
    /// What was said.
    pub words: String,
}

impl Event {
    /// What `hand` did, with the state after it.
    #[must_use]
    pub fn new(hand: &Hand<'_>, step: &str, state: &str, words: impl Into<String>) -> Self {
        Self {
            at: hand.at,
            actor: hand.actor,
            name: hand.name.to_owned(),
            side: hand.side,
            step: step.to_owned(),
            state: state.to_owned(),
            words: words.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_time_line_takes_only_what_moves_the_matter_on() {
        for (place, moves, taken) in
            [(1, false, true), (MOST_LINES, false, true), (MOST_LINES + 1, false, false), (MOST_LINES + 1, true, true)]
        {
            assert_eq!(has_room(place, moves), taken, "{place} {moves}");
        }
    }
}
