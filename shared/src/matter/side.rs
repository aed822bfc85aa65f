//! The two sides of a matter, and on which of them somebody stands.

use crate::id::{PersonId, UnitId};
use crate::policy::Viewer;

crate::codes! {
    /// The two sides of a matter.
    Side {
        /// The unit or person it is about, who answers.
        Responsible "RESPONSIBLE",
        /// The unit it comes from, or that confirms it.
        Giver "GIVER",
    }
}

/// What a matter is to somebody, whatever they may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stake {
    /// It is about themself, or about the unit they work in and comes from another one.
    Answers,
    /// A unit has it from itself, as one that nobody stands above.
    Own,
    /// Neither.
    Neither,
}

impl Stake {
    /// What a matter about `unit`, or about `person` of it, that comes from `giver` is to the viewer. An account that is no person's
    /// works nowhere.
    #[must_use]
    pub fn of(viewer: &Viewer, unit: UnitId, person: Option<PersonId>, giver: UnitId) -> Self {
        let is_about = person.is_some() && person == viewer.person;
        let works_there = viewer.home == Some(unit) && giver != unit;
        match is_about || works_there {
            true => Self::Answers,
            false if person.is_none() && giver == unit => Self::Own,
            false => Self::Neither,
        }
    }
}

impl Side {
    /// The side somebody stands on. Whoever may act for the giver does not answer for the other side as well: nobody is on both sides
    /// of one matter. Whom it is about never gives it: who may only order stands on the responsible side as well, where they do what
    /// they are named for and nothing else. What a unit has from itself is answered for by whoever may.
    #[must_use]
    pub const fn of(may_order: bool, may_answer: bool, stake: Stake) -> Option<Self> {
        match (stake, may_order, may_answer) {
            (_, false, false) => None,
            (Stake::Answers, _, _) | (Stake::Own, _, true) | (Stake::Neither, false, true) => Some(Self::Responsible),
            (Stake::Own | Stake::Neither, true, _) => Some(Self::Giver),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::id::{AccountId, Id as _};
    use crate::policy::{Actor, Purpose};

    #[test]
    fn whom_it_is_about_never_stands_on_the_givers_side() {
        let (giver, responsible) = (Some(Side::Giver), Some(Side::Responsible));
        // What it is to them, and where they stand who may order and answer, order alone, answer alone, neither.
        for (stake, both, order, answer, neither) in [
            (Stake::Answers, responsible, responsible, responsible, None),
            (Stake::Own, responsible, giver, responsible, None),
            (Stake::Neither, giver, giver, responsible, None),
        ] {
            let stands = [(true, true), (true, false), (false, true), (false, false)]
                .map(|(may_order, may_answer)| Side::of(may_order, may_answer, stake));
            assert_eq!(stands, [both, order, answer, neither], "{stake:?}");
        }
    }

    #[test]
    fn a_matter_is_ones_own_where_it_is_about_oneself_or_the_unit_one_works_in() {
        let [city, office, hall] = [1, 2, 3].map(UnitId::from_raw);
        let [own, colleague] = [7, 8].map(PersonId::from_raw);
        let viewer = |person: Option<PersonId>, home: Option<UnitId>| Viewer {
            actor: Actor::Account(AccountId::from_raw(1)),
            person,
            home,
            posts: BTreeSet::new(),
            grants: Vec::new(),
        };
        let (worker, nobody) = (viewer(Some(own), Some(office)), viewer(None, None));
        // The unit, the person and the giver; what it is to whoever works in the office, and to an account that is no person's.
        for (unit, person, giver, to_worker, to_nobody) in [
            (office, Some(own), city, Stake::Answers, Stake::Neither),
            (office, Some(own), office, Stake::Answers, Stake::Neither),
            (hall, Some(own), city, Stake::Answers, Stake::Neither),
            (office, None, city, Stake::Answers, Stake::Neither),
            (office, Some(colleague), city, Stake::Answers, Stake::Neither),
            (office, Some(colleague), office, Stake::Neither, Stake::Neither),
            (office, None, office, Stake::Own, Stake::Own),
            (hall, None, city, Stake::Neither, Stake::Neither),
            (hall, None, office, Stake::Neither, Stake::Neither),
            (city, None, city, Stake::Own, Stake::Own),
        ] {
            let stakes =
                [&worker, &nobody, &Viewer::system(Purpose::Watch)].map(|looks| Stake::of(looks, unit, person, giver));
            assert_eq!(stakes, [to_worker, to_nobody, to_nobody], "{unit:?} {person:?} {giver:?}");
        }
    }
}
