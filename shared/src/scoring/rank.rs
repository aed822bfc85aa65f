//! Ranks within a comparison group, and the released facts that go with them (architecture.md §5).

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use crate::availability::Reading;
use crate::direction::Direction;
use crate::formula::Exact;
use crate::number::Quantity;

/// Fewest units with data that are ranked (domain.md §3.2).
pub const FEWEST: usize = 3;

crate::codes! {
    /// How equal values are ranked.
    Ties {
        /// 1, 1, 3.
        Standard "STANDARD",
        /// 1, 1, 2.
        Dense "DENSE",
        /// 1.5, 1.5, 3.
        Average "AVERAGE",
    }
}

#[expect(clippy::derivable_impls, reason = "the enum is made by the macro of all closed enums, which has no default")]
impl Default for Ties {
    fn default() -> Self {
        Self::Standard
    }
}

/// The place of a unit in its group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The rank, 1 is best; a half where ties share an average.
    pub rank: Exact,
    /// Units ranked.
    pub size: u32,
}

/// A ranked group: the facts of hidden siblings that are released are these and no others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking<K> {
    /// Units with data, best first; equal ones in the order they were given.
    pub places: Vec<(K, Standing)>,
    /// The mean of the values, HALF_UP to 4 places.
    pub mean: Quantity,
    /// The best value.
    pub best: Quantity,
}

/// Ranks the units that have data, on the stored value (4 places).
///
/// # Errors
/// [`Refusal::GroupTooSmall`] below [`FEWEST`] units with data; [`Refusal::OutOfRange`].
pub fn rank<K>(
    direction: Direction,
    ties: Ties,
    group: impl IntoIterator<Item = (K, Reading)>,
) -> Result<Ranking<K>, Refusal> {
    let distance = |value: Quantity| -> Result<Exact, Refusal> { Ok(Exact::from(value).negated()) };
    match direction {
        Direction::HigherBetter | Direction::Boolean => ranked(ties, group, distance),
        Direction::LowerBetter => ranked(ties, group, |value| Ok(value.into())),
        // Without the target nobody is nearer to it than another.
        Direction::TargetBest => Err(Refusal::InputMissing { input: super::InputPart::Target }),
    }
}

/// Ranks by how far each unit stays behind its common target; for [`Direction::TargetBest`].
///
/// # Errors
/// As [`rank`].
pub fn rank_towards<K>(
    direction: Direction,
    target: Quantity,
    ties: Ties,
    group: impl IntoIterator<Item = (K, Reading)>,
) -> Result<Ranking<K>, Refusal> {
    match direction {
        Direction::TargetBest => ranked(ties, group, |value| Ok(direction.shortfall(value, target)?)),
        Direction::HigherBetter | Direction::LowerBetter | Direction::Boolean => rank(direction, ties, group),
    }
}

struct Entry<K> {
    key: K,
    value: Quantity,
    /// The less the better.
    worse_by: Exact,
}

fn ranked<K>(
    ties: Ties,
    group: impl IntoIterator<Item = (K, Reading)>,
    worse_by: impl Fn(Quantity) -> Result<Exact, Refusal>,
) -> Result<Ranking<K>, Refusal> {
    let mut entries = Vec::new();
    for (key, reading) in group {
        if let Some(value) = reading.quantity()? {
            entries.push(Entry { key, value, worse_by: worse_by(value)? });
        }
    }
    entries.sort_by_key(|entry| entry.worse_by);
    let size = u32::try_from(entries.len()).map_err(|_| Refusal::OutOfRange)?;
    let best = match entries.first() {
        Some(best) if entries.len() >= FEWEST => best.value,
        _ => return Err(Refusal::GroupTooSmall { size: entries.len(), fewest: FEWEST }),
    };
    let sum = Exact::sum(entries.iter().map(|entry| entry.value.into()))?;
    let mean = sum.over(size.into())?.quantity()?;
    let ranks = ranks(ties, &entries)?;
    let places = entries.into_iter().zip(ranks).map(|(entry, rank)| (entry.key, Standing { rank, size })).collect();
    Ok(Ranking { places, mean, best })
}

fn ranks<K>(ties: Ties, sorted: &[Entry<K>]) -> Result<Vec<Exact>, Refusal> {
    let mut ranks = Vec::with_capacity(sorted.len());
    for (blocks, block) in (1_u32..).zip(sorted.chunk_by(|one, other| one.worse_by == other.worse_by)) {
        let before = whole(ranks.len())?;
        let length = whole(block.len())?;
        let rank = match ties {
            Ties::Standard => before.plus(Exact::ONE)?,
            Ties::Dense => blocks.into(),
            Ties::Average => before.plus(length.plus(Exact::ONE)?.over(Exact::whole(2))?)?,
        };
        ranks.extend(std::iter::repeat_n(rank, block.len()));
    }
    Ok(ranks)
}

fn whole(count: usize) -> Result<Exact, Refusal> {
    i64::try_from(count).map(Exact::whole).map_err(|_| Refusal::OutOfRange)
}
