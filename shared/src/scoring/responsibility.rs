//! Who bears the loss of an indicator: the leading and the supporting departments (NY-51).

use serde::{Deserialize, Serialize};

use super::refusal::{Parameter, Refusal};
use super::remainder::apportion;
use crate::formula::Exact;
use crate::number::Points;

/// The share of a loss that the leading department bears; the supporting ones bear the rest in equal parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Exact", into = "Exact")]
pub struct LeadShare(Exact);

impl LeadShare {
    /// From 0 to 1; a decision that names the cause may set it for one loss.
    ///
    /// # Errors
    /// [`Refusal::Parameter`].
    pub fn try_new(share: Exact) -> Result<Self, Refusal> {
        Parameter::LeadShare.share(share)?;
        Ok(Self(share))
    }

    /// Splits a loss; the parts add up to it exactly. Without supporting departments the leading one bears all of it.
    ///
    /// # Errors
    /// [`Refusal::OutOfRange`].
    pub fn split(self, loss: Points, supporting: usize) -> Result<Split, Refusal> {
        if supporting == 0 {
            return Ok(Split { lead: loss, support: Vec::new() });
        }
        let all = Exact::from(loss);
        let lead = all.times(self.0)?;
        let departments = i64::try_from(supporting).map_err(|_| Refusal::OutOfRange)?;
        let each = all.minus(lead)?.over(Exact::whole(departments))?;
        let parts: Vec<_> = std::iter::once(lead).chain(std::iter::repeat_n(each, supporting)).collect();
        let mut parts = apportion(&parts, loss)?.into_iter();
        let lead = parts.next().unwrap_or_default();
        Ok(Split { lead, support: parts.collect() })
    }
}

/// 0.7 (domain.md §3.2).
impl Default for LeadShare {
    fn default() -> Self {
        Self(Exact::from(rust_decimal::Decimal::new(7, 1)))
    }
}

impl TryFrom<Exact> for LeadShare {
    type Error = Refusal;

    fn try_from(share: Exact) -> Result<Self, Self::Error> {
        Self::try_new(share)
    }
}

impl From<LeadShare> for Exact {
    fn from(share: LeadShare) -> Self {
        share.0
    }
}

/// A loss split among departments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Split {
    /// What the leading department bears.
    pub lead: Points,
    /// What each supporting department bears, in their order.
    pub support: Vec<Points>,
}
