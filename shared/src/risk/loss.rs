//! The risk that points are lost (失分风险): four factors make a score, the score a level, the level says how often somebody looks
//! (NY-52, domain.md §3.8).

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Degree;
use crate::band::Band;
use crate::error::Refusal;
use crate::id::{IndicatorId, LossRiskId, UnitId};
use crate::matter::spoken;
use crate::number::Quantity;

/// The four factors, 1 (no worry) to 5 (much).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factors {
    /// How hard it is to reach (完成难度).
    pub difficulty: Degree,
    /// How easily the scoring method costs points (计分方法).
    pub method: Degree,
    /// How little of it is in the unit's hands (可控程度).
    pub control: Degree,
    /// How badly it stands now (工作现状).
    pub status: Degree,
}

/// The weights of difficulty, method, control and status, in per cent.
pub const WEIGHTS: [i32; 4] = [30, 20, 25, 25];

/// Ten-thousandths of one in a per cent.
const OF_PER_CENT: i64 = 100;

impl Factors {
    /// The weighted score, 1.00–5.00, exact: 5, 4, 4, 3 are 4.05.
    #[must_use]
    pub fn score(self) -> Quantity {
        let factors = [self.difficulty, self.method, self.control, self.status];
        let weighted = factors.iter().zip(WEIGHTS).map(|(factor, weight)| i64::from(factor.number() * weight));
        Quantity::from_scaled(weighted.sum::<i64>() * OF_PER_CENT)
    }

    /// The level of that score.
    #[must_use]
    pub fn level(self) -> LossLevel {
        LossLevel::of(self.score())
    }
}

crate::codes! {
    /// How high the risk is that points are lost.
    LossLevel {
        /// A score of 4 and more: looked at every 7 days.
        High "HIGH",
        /// A score of 3 and more: every 15 days.
        Medium "MEDIUM",
        /// Less: every 30 days.
        Low "LOW",
    }
}

/// The least score that is high, in ten-thousandths.
const HIGH: i64 = 40_000;
/// The least score that is medium, in ten-thousandths.
const MEDIUM: i64 = 30_000;

impl LossLevel {
    /// The level of a score.
    #[must_use]
    pub const fn of(score: Quantity) -> Self {
        match score.scaled() {
            HIGH.. => Self::High,
            MEDIUM.. => Self::Medium,
            _ => Self::Low,
        }
    }

    /// Every how many days somebody looks.
    #[must_use]
    pub const fn every(self) -> u64 {
        match self {
            Self::High => 7,
            Self::Medium => 15,
            Self::Low => 30,
        }
    }
}

/// How badly it stands now, read off the band of the newest value; a person may say otherwise.
#[must_use]
pub const fn status_of(band: Band) -> i32 {
    match band {
        Band::Good => 1,
        Band::Steady => 2,
        Band::Watch => 4,
        Band::Alert => 5,
    }
}

/// The risk that one unit loses points with one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LossRisk {
    /// Its id.
    pub id: LossRiskId,
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit.
    pub unit: UnitId,
    /// The four factors.
    pub factors: Factors,
    /// Why they are graded so.
    pub reason: String,
    /// The day it was graded.
    pub graded: NaiveDate,
    /// By whom.
    pub graded_by: String,
    /// The day by which somebody looks again.
    pub next: NaiveDate,
    /// Counts its changes.
    pub version: i32,
}

/// That somebody looked, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUp {
    /// The day.
    pub on: NaiveDate,
    /// Who.
    pub by: String,
    /// What was found, and what is done.
    pub found: String,
    /// The day it had been due.
    pub due: NaiveDate,
}

impl LossRisk {
    /// The day to look again when somebody looked today.
    fn next_after(today: NaiveDate, factors: Factors) -> NaiveDate {
        today.checked_add_days(Days::new(factors.level().every())).unwrap_or(today)
    }

    /// A first grade.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason.
    pub fn grade(
        id: LossRiskId,
        (indicator, unit): (IndicatorId, UnitId),
        factors: Factors,
        reason: &str,
        (by, today): (&str, NaiveDate),
    ) -> Result<Self, Refusal> {
        let reason = spoken("reason", reason)?;
        let (graded_by, next) = (by.to_owned(), Self::next_after(today, factors));
        Ok(Self { id, indicator, unit, factors, reason, graded: today, graded_by, next, version: 1 })
    }

    /// Graded anew: from today on it is looked at as often as the new level says.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason.
    pub fn regrade(self, factors: Factors, reason: &str, (by, today): (&str, NaiveDate)) -> Result<Self, Refusal> {
        let graded = Self::grade(self.id, (self.indicator, self.unit), factors, reason, (by, today))?;
        Ok(Self { version: self.version, ..graded })
    }

    /// Somebody looked.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] where nothing is said of what was found.
    pub fn follow_up(self, found: &str, (by, today): (&str, NaiveDate)) -> Result<(Self, FollowUp), Refusal> {
        let found = spoken("found", found)?;
        let looked = FollowUp { on: today, by: by.to_owned(), found, due: self.next };
        Ok((Self { next: Self::next_after(today, self.factors), ..self }, looked))
    }

    /// Whether nobody looked by the day it was due.
    #[must_use]
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.next < today
    }

    /// Where it stands in the list of priorities (NY-55): the highest score first, then the one to look at soonest.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{:06}-{}-{}", 50_000 - self.factors.score().scaled(), self.next, self.id)
    }
}
