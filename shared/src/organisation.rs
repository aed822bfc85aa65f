//! Units as an effective-dated tree of any depth, held as a closure; what a move of a subtree closes and opens.
//!
//! Level, kind, line and comparison group are dictionary codes: a level is never read off a name (domain.md §2.1).

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{BusinessCode, GroupCode, KindCode, LevelCode, LineCode};
use crate::error::Refusal;
use crate::id::UnitId;

/// A unit as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: UnitId,
    /// Its code in the business systems, unique.
    pub code: BusinessCode,
    /// Its full name.
    pub name: String,
    /// The name for narrow places.
    pub short_name: String,
    /// The unit it stands under today; none for a root.
    pub parent: Option<UnitId>,
    /// Its level.
    pub level: LevelCode,
    /// Its kind.
    pub kind: KindCode,
    /// The business line, for departments.
    pub line: Option<LineCode>,
    /// The units it is ranked with.
    pub comparison_group: Option<GroupCode>,
    /// Its place among its siblings.
    pub sort_no: i32,
    /// Its first day.
    pub valid_from: NaiveDate,
    /// The first day it no longer exists.
    pub valid_to: Option<NaiveDate>,
    /// Counts its changes: what a writer must have seen.
    pub version: i32,
}

/// What a unit holds: what must be nothing before it can be closed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// Units directly below that exist.
    pub units: u64,
    /// Posts.
    pub posts: u64,
    /// Persons.
    pub persons: u64,
}

impl Unit {
    /// The unit as it is once it has ended: `on` is the first day it no longer exists.
    ///
    /// # Errors
    /// [`Refusal::UnitNotEmpty`] where it holds anything; [`Refusal::DateBeforeStart`] where it would end before its first day is over.
    pub fn closed(self, on: NaiveDate, holds: Contents) -> Result<Self, Refusal> {
        let Contents { units, posts, persons } = holds;
        if holds != Contents::default() {
            return Err(Refusal::UnitNotEmpty { units, posts, persons });
        }
        if on <= self.valid_from {
            return Err(Refusal::DateBeforeStart { given: on, start: self.valid_from });
        }
        Ok(Self { valid_to: Some(on), version: self.version + 1, ..self })
    }
}

/// One row of the closure: `descendant` stood `depth` levels below `ancestor` from `valid_from` until before `valid_to`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Link {
    /// The upper unit, or the unit itself at depth 0.
    pub ancestor: UnitId,
    /// The lower unit.
    pub descendant: UnitId,
    /// Steps between them.
    pub depth: i32,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day it no longer holds; none while it holds.
    pub valid_to: Option<NaiveDate>,
}

impl Link {
    /// Whether it holds on the day.
    #[must_use]
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }
}

/// What a change of the tree does to the closure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewiring {
    /// Rows that end, with their last state before the change.
    pub closed: Vec<Link>,
    /// Rows that begin.
    pub opened: Vec<Link>,
}

/// The links of a new unit under `parent`, whose own ancestors are given from near to far, itself excluded.
#[must_use]
pub fn links_of_new(unit: UnitId, parent_and_above: &[UnitId], from: NaiveDate) -> Vec<Link> {
    let own = Link { ancestor: unit, descendant: unit, depth: 0, valid_from: from, valid_to: None };
    let above = parent_and_above.iter().zip(1_i32..).map(|(&ancestor, depth)| Link { ancestor, depth, ..own.clone() });
    std::iter::once(own.clone()).chain(above).collect()
}

/// Moves `unit` with everything below it under `to`, as of `on`. `links` are the rows that hold today.
///
/// # Errors
/// [`Refusal::CycleInOrganisation`] where `to` is the unit itself or stands below it; [`Refusal::AlreadyThere`] where it stands
/// there already; [`Refusal::DateBeforeStart`] where `on` is earlier than a row that would have to end, or than `to` stands there.
pub fn move_subtree(links: &[Link], unit: UnitId, to: UnitId, on: NaiveDate) -> Result<Rewiring, Refusal> {
    let open = || links.iter().filter(|link| link.valid_to.is_none());
    let below: BTreeMap<UnitId, i32> =
        open().filter(|link| link.ancestor == unit).map(|link| (link.descendant, link.depth)).collect();
    if below.contains_key(&to) {
        return Err(Refusal::CycleInOrganisation { unit, to });
    }
    if open().any(|link| link.descendant == unit && link.ancestor == to && link.depth == 1) {
        return Err(Refusal::AlreadyThere { unit, to });
    }
    let closed: Vec<Link> = open()
        .filter(|link| below.contains_key(&link.descendant) && !below.contains_key(&link.ancestor))
        .cloned()
        .collect();
    let target = open().filter(|link| link.descendant == to);
    if let Some(late) = closed.iter().chain(target).map(|link| link.valid_from).filter(|&from| from > on).max() {
        return Err(Refusal::DateBeforeStart { given: on, start: late });
    }
    let opened = open()
        .filter(|link| link.descendant == to)
        .flat_map(|above| {
            below.iter().map(move |(&descendant, &depth)| Link {
                ancestor: above.ancestor,
                descendant,
                depth: above.depth + depth + 1,
                valid_from: on,
                valid_to: None,
            })
        })
        .collect();
    Ok(Rewiring { closed, opened })
}

/// The closure of a tree given as child → parent, all rows from one day on: what the stored closure is compared with.
///
/// # Errors
/// [`Refusal::CycleInOrganisation`] where a unit stands above itself.
pub fn closure(parents: &BTreeMap<UnitId, Option<UnitId>>, from: NaiveDate) -> Result<Vec<Link>, Refusal> {
    let mut links = Vec::new();
    for &descendant in parents.keys() {
        let mut seen = BTreeSet::new();
        let mut at = Some(descendant);
        let mut depth = 0;
        while let Some(ancestor) = at {
            if !seen.insert(ancestor) {
                return Err(Refusal::CycleInOrganisation { unit: descendant, to: ancestor });
            }
            links.push(Link { ancestor, descendant, depth, valid_from: from, valid_to: None });
            at = parents.get(&ancestor).copied().flatten();
            depth += 1;
        }
    }
    Ok(links)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;
    use proptest::prelude::*;

    fn unit(number: i64) -> UnitId {
        UnitId::from_raw(number)
    }

    fn day(ordinal: u32) -> NaiveDate {
        NaiveDate::from_yo_opt(2026, ordinal).unwrap()
    }

    fn apply(links: &mut Vec<Link>, rewiring: Rewiring, on: NaiveDate) {
        for link in links.iter_mut().filter(|link| rewiring.closed.contains(link)) {
            link.valid_to = Some(on);
        }
        links.extend(rewiring.opened);
    }

    fn pairs(links: &[Link], on: NaiveDate) -> BTreeSet<(UnitId, UnitId, i32)> {
        let held = links.iter().filter(|link| link.holds_on(on));
        held.map(|link| (link.ancestor, link.descendant, link.depth)).collect()
    }

    proptest! {
        #[test]
        fn after_any_moves_the_closure_equals_its_recomputation(
            parents in proptest::collection::vec(0_usize..8, 9),
            moves in proptest::collection::vec((0_i64..10, 0_i64..10), 0..12),
        ) {
            let mut tree: BTreeMap<UnitId, Option<UnitId>> = BTreeMap::from([(unit(0), None)]);
            for (child, parent) in (1..).zip(&parents) {
                tree.insert(unit(child), Some(unit(i64::try_from(*parent).unwrap() % child)));
            }
            let mut links = closure(&tree, day(1)).unwrap();
            let before = pairs(&links, day(1));
            for (step, (moved, to)) in (2..).zip(moves) {
                let held: Vec<Link> = links.iter().filter(|link| link.valid_to.is_none()).cloned().collect();
                match move_subtree(&held, unit(moved), unit(to), day(step)) {
                    Ok(rewiring) => {
                        apply(&mut links, rewiring, day(step));
                        tree.insert(unit(moved), Some(unit(to)));
                    }
                    Err(Refusal::CycleInOrganisation { .. }) => {
                        prop_assert!(pairs(&links, day(step)).iter().any(|&(a, d, _)| a == unit(moved) && d == unit(to)));
                    }
                    Err(other) => prop_assert!(matches!(other, Refusal::AlreadyThere { .. }), "{other:?}"),
                }
                let again = closure(&tree, day(step)).unwrap();
                prop_assert_eq!(pairs(&links, day(step)), pairs(&again, day(step)));
            }
            prop_assert_eq!(pairs(&links, day(1)), before, "the past stays as it was");
        }
    }

    #[test]
    fn a_unit_cannot_be_moved_under_itself_or_below() {
        let tree = BTreeMap::from([(unit(1), None), (unit(2), Some(unit(1))), (unit(3), Some(unit(2)))]);
        let links = closure(&tree, day(1)).unwrap();
        for to in [1, 2, 3] {
            let refused = move_subtree(&links, unit(1), unit(to), day(2));
            assert_eq!(refused, Err(Refusal::CycleInOrganisation { unit: unit(1), to: unit(to) }));
        }
    }

    #[test]
    fn a_cycle_in_given_parents_is_found() {
        let tree = BTreeMap::from([(unit(1), Some(unit(2))), (unit(2), Some(unit(1)))]);
        assert!(matches!(closure(&tree, day(1)), Err(Refusal::CycleInOrganisation { .. })));
    }
}
