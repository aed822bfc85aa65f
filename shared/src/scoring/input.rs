//! What is scored: the value and what a method may need beside it.

use serde::{Deserialize, Serialize};

use super::rank::Standing;
use crate::availability::{Absence, Reading};
use crate::number::Quantity;

/// What one indicator of one subject in one period is scored from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// The value; for methods that take evidence it may be absent.
    pub value: Reading,
    /// The target of this unit and period.
    pub target: Option<Quantity>,
    /// The value of the same period of last year.
    pub last_year: Reading,
    /// The place in the comparison group; `None` where the subject is not ranked.
    pub standing: Option<Standing>,
    /// Votes, ratings or the date of completion.
    pub evidence: Option<Evidence>,
}

/// What judgement methods score instead of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Evidence {
    /// Votes per grade, for GRADE_VOTE.
    Votes(Vec<Votes>),
    /// Ratings of judges, for MANUAL.
    Ratings(Vec<Quantity>),
    /// When the task was done, for COMPLETION: with days late, 0 unless it is [`Done::Late`].
    Completion {
        /// On time, late or not at all.
        done: Done,
        /// Days late.
        days_late: u32,
    },
}

/// The votes for one grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Votes {
    /// The grade, as the method declares it.
    pub grade: String,
    /// Votes for it.
    pub votes: u32,
}

crate::codes! {
    /// Whether a task was done.
    Done {
        /// Within its time.
        OnTime "ON_TIME",
        /// After its time.
        Late "LATE",
        /// Not at all.
        NotDone "NOT_DONE",
    }
}

crate::codes! {
    /// A part of the input that a method may need.
    InputPart {
        /// The target of the unit and period.
        Target "TARGET",
        /// Votes per grade.
        Votes "VOTES",
        /// Ratings of judges.
        Ratings "RATINGS",
        /// When the task was done.
        Completion "COMPLETION",
    }
}

impl Evidence {
    /// What a single number filled in by hand says to a method that takes evidence: one rating, or the days a task was late. None for
    /// methods that score the number itself, and for votes, which one number cannot hold.
    #[must_use]
    pub fn by_hand(method: super::MethodCode, value: Quantity) -> Option<Self> {
        match method {
            super::MethodCode::Manual => Some(Self::Ratings(vec![value])),
            super::MethodCode::Completion => {
                let days_late = u32::try_from(value.scaled().max(0) / 10_000).unwrap_or(u32::MAX);
                Some(Self::Completion { done: if days_late == 0 { Done::OnTime } else { Done::Late }, days_late })
            }
            _ => None,
        }
    }
}

impl Input {
    /// A value without anything beside it.
    #[must_use]
    pub fn of(value: impl Into<Reading>) -> Self {
        let not_applicable = Reading::Absent(Absence::NotApplicable);
        Self { value: value.into(), target: None, last_year: not_applicable, standing: None, evidence: None }
    }

    /// Evidence instead of a value.
    #[must_use]
    pub fn judged(evidence: Evidence) -> Self {
        Self { evidence: Some(evidence), ..Self::of(Absence::NotApplicable) }
    }

    /// With the target of the unit and period.
    #[must_use]
    pub fn with_target(self, target: Quantity) -> Self {
        Self { target: Some(target), ..self }
    }

    /// With the value of the same period of last year.
    #[must_use]
    pub fn with_last_year(self, last_year: impl Into<Reading>) -> Self {
        Self { last_year: last_year.into(), ..self }
    }

    /// With the place in the comparison group.
    #[must_use]
    pub fn with_standing(self, standing: Standing) -> Self {
        Self { standing: Some(standing), ..self }
    }
}
