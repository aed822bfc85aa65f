//! The work log of a diagnosis: what each person did for it, on which day (CJ-40).

use chrono::{DateTime, NaiveDate, Utc};

use super::{Diagnosis, DiagnosisStep};
use crate::error::Refusal;
use crate::id::PersonId;
use crate::matter::{Hand, spoken};
use crate::rectification::in_range;

/// Minutes of a day.
const MOST_MINUTES: u32 = 1_440;

/// What somebody did, as they say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// On which day; not after today.
    pub day: NaiveDate,
    /// For how many minutes, 1–1440, where that is known.
    pub minutes: Option<u32>,
    /// What.
    pub words: String,
}

/// One line of the work log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// On which day it was done.
    pub day: NaiveDate,
    /// For how many minutes.
    pub minutes: Option<u32>,
    /// What was done.
    pub words: String,
    /// The person who did it, where the account is one's.
    pub person: Option<PersonId>,
    /// How they were called then.
    pub name: String,
    /// When it was written down.
    pub at: DateTime<Utc>,
}

impl Diagnosis {
    /// The line that somebody adds. It changes nothing of the diagnosis itself, and takes nothing from anybody.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`]; [`Refusal::DayAfterToday`]; [`Refusal::OutOfRange`] for minutes that no day has;
    /// [`Refusal::NotInThisState`] once it is over; [`Refusal::NotYourSide`] for whoever has no side in it.
    pub fn log(&self, note: Note, person: Option<PersonId>, hand: &Hand<'_>) -> Result<LogLine, Refusal> {
        self.state.after(DiagnosisStep::Log)?;
        if hand.side.is_none() {
            return Err(Refusal::NotYourSide { step: DiagnosisStep::Log.code().to_owned() });
        }
        let Note { day, minutes, words } = note;
        let words = spoken("words", &words)?;
        let today = hand.today();
        if day > today {
            return Err(Refusal::DayAfterToday { field: "day".to_owned(), given: day, today });
        }
        if let Some(minutes) = minutes {
            in_range("minutes", minutes, 1, MOST_MINUTES)?;
        }
        Ok(LogLine { day, minutes, words, person, name: hand.name.to_owned(), at: hand.at })
    }
}
