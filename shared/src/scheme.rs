//! The appraisal scheme: which indicator versions count in a year, with which weight and points.

use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{IndicatorVersionId, SchemeId};
use crate::number::{Points, Quantity};

/// A scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scheme {
    /// Its id.
    pub id: SchemeId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// The year it is for.
    pub year: i32,
    /// Whether it is published: then it never changes.
    pub published: bool,
    /// What its weights must sum to.
    pub total: Quantity,
    /// What counts.
    pub items: Vec<Item>,
    /// Counts its changes.
    pub version: i32,
}

/// One indicator of a scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// The version that is pinned.
    pub indicator_version: IndicatorVersionId,
    /// Its weight.
    pub weight: Quantity,
    /// The points it is worth.
    pub base_points: Points,
}

impl Scheme {
    /// What the weights sum to.
    #[must_use]
    pub fn weight_total(&self) -> Quantity {
        Quantity::from_scaled(self.items.iter().map(|item| item.weight.scaled()).sum())
    }

    /// The scheme put into effect.
    ///
    /// # Errors
    /// [`Refusal::Published`] where it is already; [`Refusal::WeightsDoNotSum`] where the weights miss the total.
    pub fn publish(mut self) -> Result<Self, Refusal> {
        if self.published {
            return Err(Refusal::Published);
        }
        let sum = self.weight_total();
        if sum != self.total {
            return Err(Refusal::WeightsDoNotSum { sum, total: self.total });
        }
        self.published = true;
        Ok(self)
    }
}
