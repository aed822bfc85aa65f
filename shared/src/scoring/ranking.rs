//! Methods that score a rank: RANK_LINEAR, RANK_TIER. How ranks are found is in `rank`.

use serde::{Deserialize, Serialize};

use super::method::{ON_A_LINE, Rule};
use super::rank::Ties;
use super::refusal::{Parameter, Refusal};
use super::sheet::Sheet;
use super::trace::Step;
use crate::direction::Direction;
use crate::formula::Exact;
use crate::number::Points;

/// `max(floor, B − (rank − 1) × unit)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankLinear {
    /// Points for each place behind the first.
    pub unit: Points,
    /// Least points.
    #[serde(default)]
    pub floor: Points,
    /// How equal values are ranked; STANDARD unless said otherwise.
    #[serde(default)]
    pub ties: Ties,
}

impl Rule for RankLinear {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    fn check(&self) -> Result<(), Refusal> {
        Parameter::UnitPoints.not_negative(self.unit)?;
        Parameter::Floor.not_negative(self.floor)
    }

    fn ties(&self) -> Ties {
        self.ties
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let behind = sheet.standing()?.rank.minus(Exact::ONE)?;
        sheet.deduct(self.unit, behind, self.floor)
    }
}

/// A share of the base points for each tier of the group, the best first: top 20 % → 100 %, next 30 % → 95 %, ….
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankTier {
    /// The tiers, best first; their widths sum to 1.
    pub tiers: Vec<Tier>,
    /// How equal values are ranked; STANDARD unless said otherwise.
    #[serde(default)]
    pub ties: Ties,
}

/// A tier of the group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tier {
    /// Its share of the group, above 0, at most 1.
    pub width: Exact,
    /// The share of the base points it gives, 0 to 2.
    pub share: Exact,
}

impl Rule for RankTier {
    fn directions(&self) -> &'static [Direction] {
        ON_A_LINE
    }

    fn check(&self) -> Result<(), Refusal> {
        for tier in &self.tiers {
            Parameter::TierWidth.positive(tier.width)?;
            Parameter::Share.share_to_double(tier.share)?;
        }
        super::weight::check(self.tiers.iter().map(|tier| tier.width), Exact::ONE)
    }

    fn ties(&self) -> Ties {
        self.ties
    }

    fn points(&self, sheet: &mut Sheet<'_>) -> Result<Exact, Refusal> {
        let standing = sheet.standing()?;
        let size = Exact::from(standing.size);
        let mut upto = Exact::ZERO;
        for tier in &self.tiers {
            upto = upto.plus(tier.width)?;
            // Multiplied out: 1/3 of the group is not 0.3333.
            if standing.rank <= upto.times(size)? {
                sheet.note(Step::Tiered { reached: standing.rank.over(size)?, upto, share: tier.share });
                return sheet.share(tier.share);
            }
        }
        Err(Refusal::WeightSum { at: Vec::new(), sum: upto, whole: Exact::ONE })
    }
}
