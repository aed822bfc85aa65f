//! Places within comparison groups, and the facts released about them. A group with fewer than three values is not ranked.

use std::collections::{BTreeMap, HashMap};

use super::measuring::definition;
use super::plan::Plan;
use super::values::Found;
use crate::availability::Reading;
use crate::cell::Ranking;
use crate::code::GroupCode;
use crate::direction::Direction;
use crate::error::Refusal;
use crate::scoring::rank::{self, Standing, Ties};

/// The place of one subject.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub standing: Standing,
    pub ranking: Option<Ranking>,
}

/// The places of all subjects that are ranked.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<usize, Place>);

impl Places {
    pub fn of(&self, subject: usize) -> Option<Place> {
        self.0.get(&subject).cloned()
    }
}

pub(super) fn by_group(plan: &Plan, direction: Direction, ties: Ties, found: &[Found]) -> Result<Places, Refusal> {
    places(
        plan,
        direction,
        ties,
        found.iter().map(|found| (found.subject, Reading::of(found.availability, found.value))),
    )
}

pub(super) fn places(
    plan: &Plan,
    direction: Direction,
    ties: Ties,
    readings: impl Iterator<Item = (usize, Reading)>,
) -> Result<Places, Refusal> {
    let mut groups: BTreeMap<&GroupCode, Vec<(usize, Reading)>> = BTreeMap::new();
    for (subject, reading) in readings {
        if let Some(group) = plan.subjects.get(subject).and_then(|found| found.group.as_ref()) {
            groups.entry(group).or_default().push((subject, reading));
        }
    }
    let mut places = Places::default();
    for (group, members) in groups {
        match rank::rank(direction, ties, members) {
            Ok(ranked) => {
                let released = |standing: Standing| released(group, standing, &ranked);
                let placed = ranked
                    .places
                    .iter()
                    .map(|&(subject, standing)| (subject, Place { standing, ranking: released(standing) }));
                places.0.extend(placed);
            }
            // Too few to rank, or a direction that has no order without a common target.
            Err(crate::scoring::Refusal::GroupTooSmall { .. } | crate::scoring::Refusal::InputMissing { .. }) => {}
            Err(refusal) => return Err(definition(group.as_str(), &refusal)),
        }
    }
    Ok(places)
}

fn released(group: &GroupCode, standing: Standing, ranked: &rank::Ranking<usize>) -> Option<Ranking> {
    Some(Ranking {
        rank: i32::try_from(standing.rank.quantity().ok()?.scaled() / 10_000).ok()?,
        group_size: i32::try_from(standing.size).ok()?,
        group: group.clone(),
        mean: ranked.mean,
        best: ranked.best,
    })
}
