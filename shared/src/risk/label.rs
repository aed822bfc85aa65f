//! Labels on persons (风险标签): why, until when, by whom, and what the person says to it (ZH-50). A label helps to look after somebody in
//! time; it is seen by the person, and by nobody beside.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::local_day;
use crate::error::Refusal;
use crate::id::{PersonId, RiskLabelId, UnitId};
use crate::matter::{Someone, spoken};

crate::codes! {
    /// What a label is about.
    LabelKind {
        /// Warnings keep coming (反复预警).
        Repeated "REPEATED",
        /// Things stay undone past their day (逾期较多).
        Overdue "OVERDUE",
        /// What was done had to be corrected (差错较多).
        Quality "QUALITY",
        /// The post is one where much can go wrong (标星岗位).
        StarredPost "STARRED_POST",
        /// New in the post (新到岗).
        NewInPost "NEW_IN_POST",
        /// More work than one person can do (负荷偏重).
        Overload "OVERLOAD",
    }
}

crate::codes! {
    /// Who gave a label.
    LabelOrigin {
        /// A person.
        Hand "HAND",
        /// A rule.
        Rule "RULE",
    }
}

crate::codes! {
    /// Where a label is on a day.
    LabelState {
        /// It holds.
        Current "CURRENT",
        /// Its time is over.
        Expired "EXPIRED",
        /// It was taken off before.
        Ended "ENDED",
    }
}

/// Days that the rule of repeated warnings looks back.
pub const WATCHED_DAYS: u64 = 90;
/// Warnings in those days after which it labels.
pub const REPEATED: i64 = 3;
/// Days its label holds: if warnings keep coming, it is given anew.
const RULE_DAYS: u64 = 30;

/// Most days a label holds without being given anew.
pub const MOST_DAYS: u32 = 366;

/// The newest label of repeated warnings on somebody, as far as the rule needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastLabel {
    /// When it was given.
    pub given: DateTime<Utc>,
    /// The last day it holds.
    pub until: NaiveDate,
    /// When it was taken off.
    pub ended: Option<DateTime<Utc>>,
}

/// How many warnings make the label due on a day, if enough do: those since the day the rule looks back to, each with when it came and
/// whether it was called false. What was looked at when the last label was taken off does not count again, and neither does what was false;
/// what a label was given for makes no other without a warning after it.
#[must_use]
pub fn due(warnings: &[(DateTime<Utc>, bool)], last: Option<LastLabel>, today: NaiveDate) -> Option<i64> {
    if last.is_some_and(|last| last.ended.is_none() && last.until >= today) {
        return None;
    }
    let since = today.checked_sub_days(Days::new(WATCHED_DAYS)).unwrap_or(today);
    let seen = last.and_then(|last| last.ended);
    let counts = |(at, is_false): &&(DateTime<Utc>, bool)| {
        !is_false && local_day(*at) >= since && seen.is_none_or(|seen| *at > seen)
    };
    let counted: Vec<DateTime<Utc>> = warnings.iter().filter(counts).map(|(at, _)| *at).collect();
    let is_new = last.is_none_or(|last| counted.iter().any(|at| *at > last.given));
    i64::try_from(counted.len()).ok().filter(|count| is_new && *count >= REPEATED)
}

/// What the person says to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelAnswer {
    /// In their words.
    pub words: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// That a label was taken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LabelEnd {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// A label on a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskLabel {
    /// Its id.
    pub id: RiskLabelId,
    /// The person.
    pub person: Someone,
    /// The unit the person works in.
    pub unit: UnitId,
    /// What it is about.
    pub kind: LabelKind,
    /// Why; of a rule, the number of warnings.
    pub reason: String,
    /// The last day it holds.
    pub until: NaiveDate,
    /// Whether a person or a rule gave it.
    pub origin: LabelOrigin,
    /// By whom, by name; empty for a rule.
    pub by: String,
    /// When.
    pub given: DateTime<Utc>,
    /// What the person says to it.
    pub answer: Option<LabelAnswer>,
    /// That it was taken off.
    pub ended: Option<LabelEnd>,
    /// Counts its changes.
    pub version: i32,
}

/// Who labels, answers or takes off.
#[derive(Debug, Clone, Copy)]
pub struct Author<'a> {
    /// The person behind the account.
    pub person: Option<PersonId>,
    /// Their name; empty for a rule.
    pub name: &'a str,
    /// When.
    pub at: DateTime<Utc>,
}

/// A label to be given.
#[derive(Debug, Clone)]
pub struct NewLabel {
    /// Its id.
    pub id: RiskLabelId,
    /// The person.
    pub person: Someone,
    /// The unit the person works in.
    pub unit: UnitId,
    /// What it is about.
    pub kind: LabelKind,
    /// Why.
    pub reason: String,
    /// The last day it holds.
    pub until: NaiveDate,
    /// Whether a person or a rule gives it.
    pub origin: LabelOrigin,
}

impl RiskLabel {
    /// Gives a label.
    ///
    /// # Errors
    /// [`Refusal::OwnLabel`] for a label on oneself, [`Refusal::WordsMissing`] without a reason, [`Refusal::DayBeforeToday`] and
    /// [`Refusal::OutOfRange`] for a last day that is over or more than 366 days away.
    pub fn give(new: NewLabel, by: Author<'_>) -> Result<Self, Refusal> {
        let NewLabel { id, person, unit, kind, reason, until, origin } = new;
        if by.person == Some(person.id) {
            return Err(Refusal::OwnLabel);
        }
        let (reason, today) = (spoken("reason", &reason)?, local_day(by.at));
        if until < today {
            return Err(Refusal::DayBeforeToday { field: "until".to_owned(), given: until, today });
        }
        if (until - today).num_days() > i64::from(MOST_DAYS) {
            return Err(Refusal::OutOfRange { field: "until".to_owned(), least: 0, most: MOST_DAYS });
        }
        let (name, given) = (by.name.to_owned(), by.at);
        let (answer, ended) = (None, None);
        Ok(Self { id, person, unit, kind, reason, until, origin, by: name, given, answer, ended, version: 1 })
    }

    /// The label of a person who got so many warnings; the reason is their number.
    ///
    /// # Errors
    /// As [`Self::give`].
    pub fn by_rule(
        id: RiskLabelId,
        person: Someone,
        unit: UnitId,
        warnings: i64,
        by: Author<'_>,
    ) -> Result<Self, Refusal> {
        let today = local_day(by.at);
        let until = today.checked_add_days(Days::new(RULE_DAYS)).unwrap_or(today);
        let (kind, reason, origin) = (LabelKind::Repeated, warnings.to_string(), LabelOrigin::Rule);
        Self::give(NewLabel { id, person, unit, kind, reason, until, origin }, by)
    }

    /// Where it is on a day.
    #[must_use]
    pub fn state_on(&self, today: NaiveDate) -> LabelState {
        match self.ended {
            Some(_) => LabelState::Ended,
            None if self.until < today => LabelState::Expired,
            None => LabelState::Current,
        }
    }

    /// The day for which the person is to be told of it by today: its last one, once that has come; before, as long as they said nothing to it,
    /// the day it was given. None where it no longer holds.
    #[must_use]
    pub fn told_for(&self, today: NaiveDate) -> Option<NaiveDate> {
        match self.state_on(today) {
            LabelState::Current if self.until == today => Some(self.until),
            LabelState::Current if self.answer.is_none() => Some(local_day(self.given)),
            LabelState::Current | LabelState::Expired | LabelState::Ended => None,
        }
    }

    /// The person says something to it; what was said before is replaced.
    ///
    /// # Errors
    /// [`Refusal::NotYourSide`] for anybody else, [`Refusal::NotInThisState`] for a label that no longer holds,
    /// [`Refusal::WordsMissing`] where nothing is said.
    pub fn answer(self, words: &str, by: Author<'_>) -> Result<Self, Refusal> {
        if !self.is_about(by.person) {
            return Err(Refusal::NotYourSide { step: "ANSWER".to_owned() });
        }
        self.holds("ANSWER", local_day(by.at))?;
        Ok(Self { answer: Some(LabelAnswer { words: spoken("words", words)?, at: by.at }), ..self })
    }

    /// Takes it off before its time.
    ///
    /// # Errors
    /// [`Refusal::OwnLabel`] for one's own, [`Refusal::NotInThisState`] for a label that no longer holds, [`Refusal::WordsMissing`]
    /// without a reason.
    pub fn end(self, reason: &str, by: Author<'_>) -> Result<Self, Refusal> {
        if self.is_about(by.person) {
            return Err(Refusal::OwnLabel);
        }
        self.holds("END", local_day(by.at))?;
        let ended = LabelEnd { at: by.at, by: by.name.to_owned(), reason: spoken("reason", reason)? };
        Ok(Self { ended: Some(ended), ..self })
    }

    /// Whether it is a label on this person.
    #[must_use]
    pub fn is_about(&self, person: Option<PersonId>) -> bool {
        person == Some(self.person.id)
    }

    fn holds(&self, step: &str, today: NaiveDate) -> Result<(), Refusal> {
        match self.state_on(today) {
            LabelState::Current => Ok(()),
            state @ (LabelState::Expired | LabelState::Ended) => {
                Err(Refusal::NotInThisState { from: state.code().to_owned(), step: step.to_owned() })
            }
        }
    }

    /// Where it stands in a list: the newest first.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}-{}", self.given.format("%Y%m%d%H%M%S%3f"), self.id)
    }
}
