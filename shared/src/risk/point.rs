//! Points of risk (风险点): where a step can go wrong, how likely and how bad, what is done about it, which indicators watch it.

use std::collections::BTreeSet;

use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Degree;
use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{AccountId, IndicatorId, PostId, ProcessStepId, RiskPointId, UnitId};
use crate::matter::{spoken, titled};

crate::codes! {
    /// What kind of risk it is.
    RiskKind {
        /// That the law is applied wrongly (执法风险).
        Enforcement "ENFORCEMENT",
        /// That power is misused (廉政风险).
        Integrity "INTEGRITY",
        /// That revenue is lost (税收流失风险).
        Revenue "REVENUE",
        /// That taxpayers are served badly (服务风险).
        Service "SERVICE",
        /// That records are wrong, late or lost (数据风险).
        Data "DATA",
    }
}

crate::codes! {
    /// How high a risk is.
    Rating {
        /// Kept an eye on.
        Low "LOW",
        /// Checked now and then.
        Medium "MEDIUM",
        /// Watched by an indicator.
        High "HIGH",
        /// Watched and reviewed by the leaders.
        Extreme "EXTREME",
    }
}

impl Rating {
    /// The rating of a likelihood and an impact: their product up to 4 is low, up to 9 medium, up to 14 high, above extreme (CJ-13).
    #[must_use]
    pub const fn of(likelihood: Degree, impact: Degree) -> Self {
        match likelihood.number() * impact.number() {
            ..=4 => Self::Low,
            5..=9 => Self::Medium,
            10..=14 => Self::High,
            15.. => Self::Extreme,
        }
    }
}

crate::codes! {
    /// Where a point of risk is.
    RiskPointState {
        /// Somebody proposed it, or a change of it.
        Proposed "PROPOSED",
        /// Somebody else confirmed it.
        Confirmed "CONFIRMED",
        /// It is no risk any more.
        Retired "RETIRED",
    }
}

crate::codes! {
    /// What may happen to a point of risk.
    RiskPointStep {
        /// What it says is changed: it has to be confirmed again.
        Change "CHANGE",
        /// Somebody other than who proposed it confirms it.
        Confirm "CONFIRM",
        /// It was looked at again, and is still so.
        Review "REVIEW",
        /// It is no risk any more.
        Retire "RETIRE",
    }
}

impl RiskPointState {
    /// The state after a step.
    ///
    /// # Errors
    /// [`Refusal::NotInThisState`] for every pair the life of a point does not have.
    pub fn after(self, step: RiskPointStep) -> Result<Self, Refusal> {
        match (self, step) {
            (Self::Proposed | Self::Confirmed, RiskPointStep::Change) => Ok(Self::Proposed),
            (Self::Proposed, RiskPointStep::Confirm) | (Self::Confirmed, RiskPointStep::Review) => Ok(Self::Confirmed),
            (Self::Proposed | Self::Confirmed, RiskPointStep::Retire) => Ok(Self::Retired),
            (Self::Proposed, RiskPointStep::Review)
            | (Self::Confirmed, RiskPointStep::Confirm)
            | (
                Self::Retired,
                RiskPointStep::Change | RiskPointStep::Confirm | RiskPointStep::Review | RiskPointStep::Retire,
            ) => Err(Refusal::NotInThisState { from: self.code().to_owned(), step: step.code().to_owned() }),
        }
    }
}

/// What a point of risk says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointContent {
    /// The step of a process at which it lies.
    pub step: ProcessStepId,
    /// What can go wrong, in one line.
    pub name: String,
    /// What kind of risk it is.
    pub kind: RiskKind,
    /// The unit in which it lies.
    pub unit: UnitId,
    /// The post at which it lies, where it is one.
    pub post: Option<PostId>,
    /// How likely it is.
    pub likelihood: Degree,
    /// How bad it would be.
    pub impact: Degree,
    /// What is done so that it does not happen.
    pub controls: String,
    /// The indicators that watch it.
    pub indicators: BTreeSet<IndicatorId>,
    /// Every how many months it is looked at again.
    pub review_months: u32,
}

/// Most months between two reviews.
pub const MOST_MONTHS: u32 = 36;

impl PointContent {
    /// Its rating.
    #[must_use]
    pub const fn rating(&self) -> Rating {
        Rating::of(self.likelihood, self.impact)
    }

    /// The same without blanks around its words, if a point can say this.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a name or without what is done about it, [`Refusal::OutOfRange`] for months outside of 1–36.
    pub fn checked(self) -> Result<Self, Refusal> {
        let (name, controls) = (titled("name", &self.name)?, spoken("controls", &self.controls)?);
        match self.review_months {
            1..=MOST_MONTHS => Ok(Self { name, controls, ..self }),
            _ => Err(Refusal::OutOfRange { field: "reviewMonths".to_owned(), least: 1, most: MOST_MONTHS }),
        }
    }
}

/// A point of risk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskPoint {
    /// Its id.
    pub id: RiskPointId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// What it says.
    pub content: PointContent,
    /// Where it is.
    pub state: RiskPointState,
    /// Who proposed what it says; none for the system.
    pub proposed_by: Option<AccountId>,
    /// The day it was looked at last; none before it was confirmed.
    pub reviewed: Option<NaiveDate>,
    /// Counts its changes.
    pub version: i32,
}

/// The day by which a confirmed point is to be looked at again that was reviewed on one day and is reviewed every so many months.
#[must_use]
pub fn next_review(reviewed: NaiveDate, months: u32) -> Option<NaiveDate> {
    reviewed.checked_add_months(Months::new(months))
}

impl RiskPoint {
    /// A new point, proposed.
    ///
    /// # Errors
    /// What [`PointContent::checked`] refuses.
    pub fn propose(
        id: RiskPointId,
        code: BusinessCode,
        content: PointContent,
        by: Option<AccountId>,
    ) -> Result<Self, Refusal> {
        let (content, state) = (content.checked()?, RiskPointState::Proposed);
        Ok(Self { id, code, content, state, proposed_by: by, reviewed: None, version: 1 })
    }

    /// The point with something else to say.
    ///
    /// # Errors
    /// What [`PointContent::checked`] and [`RiskPointState::after`] refuse.
    pub fn change(self, content: PointContent, by: Option<AccountId>) -> Result<Self, Refusal> {
        let (content, state) = (content.checked()?, self.state.after(RiskPointStep::Change)?);
        Ok(Self { content, state, proposed_by: by, ..self })
    }

    /// Confirmed by somebody other than who proposed it.
    ///
    /// # Errors
    /// [`Refusal::OwnWork`] for whoever proposed it; what [`RiskPointState::after`] refuses.
    pub fn confirm(self, by: Option<AccountId>, today: NaiveDate) -> Result<Self, Refusal> {
        let state = self.state.after(RiskPointStep::Confirm)?;
        if self.is_own(by) {
            return Err(Refusal::OwnWork);
        }
        Ok(Self { state, reviewed: Some(today), ..self })
    }

    /// Looked at again, and still so.
    ///
    /// # Errors
    /// What [`RiskPointState::after`] refuses.
    pub fn review(self, today: NaiveDate) -> Result<Self, Refusal> {
        let state = self.state.after(RiskPointStep::Review)?;
        Ok(Self { state, reviewed: Some(today), ..self })
    }

    /// No risk any more.
    ///
    /// # Errors
    /// [`Refusal::WordsMissing`] without a reason; what [`RiskPointState::after`] refuses.
    pub fn retire(self, reason: &str) -> Result<Self, Refusal> {
        spoken("reason", reason)?;
        Ok(Self { state: self.state.after(RiskPointStep::Retire)?, ..self })
    }

    fn is_own(&self, by: Option<AccountId>) -> bool {
        by.is_some() && by == self.proposed_by
    }

    /// The day by which it is to be looked at again; none before it was confirmed and after it was retired.
    #[must_use]
    pub fn review_due(&self) -> Option<NaiveDate> {
        match self.state {
            RiskPointState::Confirmed => next_review(self.reviewed?, self.content.review_months),
            RiskPointState::Proposed | RiskPointState::Retired => None,
        }
    }

    /// What somebody who may write it may do with it now.
    pub fn open_steps(&self, by: Option<AccountId>) -> impl Iterator<Item = RiskPointStep> {
        let is_own = self.is_own(by);
        let state = self.state;
        let open =
            move |step: &RiskPointStep| state.after(*step).is_ok() && !(is_own && *step == RiskPointStep::Confirm);
        RiskPointStep::ALL.iter().copied().filter(open)
    }
}
