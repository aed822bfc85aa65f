//! The parties of a matter: whom it is about, and where it comes from.

use serde::{Deserialize, Serialize};

use super::Side;
use crate::cell::Subject;
use crate::code::LineCode;
use crate::id::{PersonId, UnitId};

/// Where a matter may come from, as far as whoever opens it is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origins {
    /// The unit that answers.
    pub unit: UnitId,
    /// The unit above it; itself where there is none.
    pub above: UnitId,
    /// The unit of whoever opens it, where they may order for it.
    pub home: Option<UnitId>,
    /// Whether they may order for the unit above.
    pub orders_for_above: bool,
    /// Whether it is about the person who leads the unit: what is about them does not come from their own unit.
    pub is_head: bool,
}

impl Origins {
    /// The unit an order comes from: that of whoever gives it; else the unit above; else the unit itself, which orders its own people. What
    /// is about the head of the unit comes from elsewhere, or at least from above, and from the unit itself only where nothing is above it:
    /// none for whoever may order in the unit and not above it, nor for whoever works in it. They stand on the side of their own unit, and
    /// could not go on with what they gave.
    #[must_use]
    pub fn of_order(self) -> Option<UnitId> {
        let is_foreign = |home: &UnitId| !self.is_head || *home != self.unit;
        let is_led = self.is_head && self.above != self.unit && self.home == Some(self.unit);
        match self.home.filter(is_foreign) {
            Some(home) => Some(home),
            None if is_led => None,
            None if self.orders_for_above => Some(self.above),
            None if self.is_head && self.above != self.unit => None,
            None => Some(self.unit),
        }
    }

    /// The unit an order to rectify comes from: as [`Self::of_order`], but no unit orders itself as a whole, unless nothing is above it: it
    /// begins a rectification of its own, and the unit above confirms that.
    #[must_use]
    pub fn of_rectification(self, person: Option<PersonId>) -> Option<UnitId> {
        self.of_order().filter(|giver| person.is_some() || *giver != self.unit || self.above == self.unit)
    }

    /// The unit from which comes what came from `giver` and is handed on to whom it is about: it stays, unless they lead that unit. None as
    /// for [`Self::of_order`].
    #[must_use]
    pub fn of_handed_on(self, giver: UnitId) -> Option<UnitId> {
        match self.is_head && giver == self.unit {
            true => self.of_order(),
            false => Some(giver),
        }
    }

    /// The same where the unit itself names who does it: whoever leads it does it for the unit above.
    #[must_use]
    pub fn of_assigned(self, giver: UnitId) -> UnitId {
        match self.is_head && giver == self.unit {
            true => self.above,
            false => giver,
        }
    }

    /// The sides on which whoever opens something stands, the likelier first: from above where the order comes from there or is given to
    /// a person; otherwise the unit takes it up for itself.
    #[must_use]
    pub fn sides(self, person: Option<PersonId>) -> [Side; 2] {
        match person.is_some() || self.of_order() != Some(self.unit) {
            true => [Side::Giver, Side::Responsible],
            false => [Side::Responsible, Side::Giver],
        }
    }

    /// The unit whose head confirms what somebody begins for themself or their unit. `is_inside`: whether they work in that unit or below
    /// it: whoever stands above orders; they find nothing in the name of those below. Otherwise as [`Self::of_answered`].
    #[must_use]
    pub fn of_begun(self, person: Option<PersonId>, by: Option<PersonId>, is_inside: bool) -> Option<UnitId> {
        self.of_answered(person, by).filter(|_| is_inside)
    }

    /// The unit from which comes what is opened on the side that answers. Who leads the unit opens it for themself: for everybody else
    /// what is about them comes from above, and from nowhere on this side. `by`: the person who opens it, where it is one.
    #[must_use]
    pub fn of_answered(self, person: Option<PersonId>, by: Option<PersonId>) -> Option<UnitId> {
        (!self.is_head || by == person).then(|| self.of_own(person))
    }

    /// The unit whose head confirms what is begun by oneself, and from which comes what a rule says: the own one for a person, the one above
    /// for a unit and for its head.
    #[must_use]
    pub const fn of_own(self, person: Option<PersonId>) -> UnitId {
        match person {
            Some(_) if !self.is_head => self.unit,
            Some(_) | None => self.above,
        }
    }
}

/// Whom a matter is about and where it comes from: what row permission reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parties {
    /// The unit that answers.
    pub unit: UnitId,
    /// The person that answers, where it is about one.
    pub person: Option<PersonId>,
    /// The unit it comes from, or whose head confirms it; the unit itself where nobody stands above.
    pub giver: UnitId,
    /// The business line.
    pub line: Option<LineCode>,
    /// What they are called: either side knows the other by name, whatever else it may see.
    pub names: Names,
}

/// What the parties of a matter are called.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// The unit that answers.
    pub unit: String,
    /// The person that answers.
    pub person: Option<String>,
    /// The unit it comes from.
    pub giver: String,
}

/// A person who has a part in a matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Someone {
    /// Who.
    pub id: PersonId,
    /// What they are called.
    pub name: String,
}

impl Parties {
    /// The parties by id; what they are called is found where they are kept.
    #[must_use]
    pub fn new(unit: UnitId, person: Option<PersonId>, giver: UnitId, line: Option<LineCode>) -> Self {
        Self { unit, person, giver, line, names: Names::default() }
    }

    /// Whether they answer for the numbers of a place that stands in `unit`: a person for their own, the unit for all others of it.
    #[must_use]
    pub fn answer_for(&self, subject: Subject, unit: UnitId) -> bool {
        let theirs = match subject {
            Subject::Unit(_) | Subject::Post(_) => true,
            Subject::Person(person) => self.person == Some(person),
        };
        theirs && unit == self.unit
    }

    /// Whether a unit has it from itself.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.person.is_none() && self.giver == self.unit
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id as _;

    #[test]
    fn what_is_about_the_head_of_a_unit_comes_from_above() {
        let [city, north, department] = [1, 2, 6].map(UnitId::from_raw);
        let person = Some(PersonId::from_raw(7));
        // Where whoever orders works, as far as they may order for it; whether they may for the unit above; whether it is about the head.
        for (home, orders_for_above, is_head, order, own) in [
            (None, false, false, Some(north), north),
            (None, true, false, Some(city), north),
            (Some(north), true, false, Some(north), north),
            (Some(department), false, false, Some(department), north),
            (None, false, true, None, city),
            (None, true, true, Some(city), city),
            (Some(north), false, true, None, city),
            (Some(north), true, true, None, city),
            (Some(department), false, true, Some(department), city),
        ] {
            let origins = Origins { unit: north, above: city, home, orders_for_above, is_head };
            assert_eq!((origins.of_order(), origins.of_own(person)), (order, own), "{origins:?}");
            assert_eq!(origins.of_own(None), city, "{origins:?}");
            let offered = order.filter(|giver| *giver != north);
            assert_eq!(
                (origins.of_rectification(None), origins.of_rectification(person)),
                (offered, order),
                "{origins:?}"
            );
            // Nobody begins from above what those below find themselves.
            assert_eq!(
                (origins.of_begun(None, None, true), origins.of_begun(None, None, false)),
                (Some(city), None),
                "{origins:?}"
            );
            // Nobody but the head opens in their name what the unit answers for.
            let deputy = Some(PersonId::from_raw(8));
            let of_others = (!is_head).then_some(own);
            for (by, from) in [(person, Some(own)), (deputy, of_others), (None, of_others)] {
                let opened = (origins.of_answered(person, by), origins.of_begun(person, by, true));
                assert_eq!(opened, (from, from), "{origins:?} {by:?}");
            }
        }
        // What is handed on stays where it comes from, unless that is the unit of the head who gets it.
        for (is_head, orders_for_above, giver, handed_on, assigned) in [
            (false, false, north, Some(north), north),
            (true, false, north, None, city),
            (true, true, north, Some(city), city),
            (true, false, department, Some(department), department),
            (true, false, city, Some(city), city),
        ] {
            let origins = Origins { unit: north, above: city, home: None, orders_for_above, is_head };
            assert_eq!((origins.of_handed_on(giver), origins.of_assigned(giver)), (handed_on, assigned), "{origins:?}");
        }
        // At the root nothing is above.
        for (home, orders_for_above) in [(None, false), (None, true), (Some(city), true)] {
            let origins = Origins { unit: city, above: city, home, orders_for_above, is_head: true };
            assert_eq!((origins.of_order(), origins.of_own(person)), (Some(city), city), "{origins:?}");
            assert_eq!(origins.of_rectification(None), Some(city), "{origins:?}");
        }
    }
}
