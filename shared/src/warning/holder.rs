//! Who answers for the number of a post: whoever holds it today (CJ-63). Where nobody does, the unit answers, as for its own numbers.

use std::cmp::Reverse;

use chrono::NaiveDate;

use crate::id::PersonId;
use crate::number::Quantity;
use crate::person::PostRole;

/// Somebody who holds a post today.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub person: PersonId,
    /// In which role.
    pub role: PostRole,
    /// Whether a switch says that they act for A today.
    pub acts: bool,
    /// The part of their time, 0–1.
    pub share: Quantity,
    /// Since when.
    pub since: NaiveDate,
    /// Whether they work in the unit of the post.
    pub is_here: bool,
}

/// Who is told of what is seen of a post.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holders {
    /// Who answers; none where nobody of the unit holds it: then the unit does.
    pub main: Option<PersonId>,
    /// Whoever else holds it: they see it and are told.
    pub others: Vec<PersonId>,
}

impl Holders {
    /// Of everybody who holds a post today, whoever acts comes first, then A, then who gives it most of their time, then who has had it
    /// longest. Somebody of another unit does not answer to the head of this one.
    #[must_use]
    pub fn among(mut held: Vec<Holder>) -> Self {
        held.sort_by_key(|it| (!it.acts, it.role, Reverse(it.share), it.since, it.person));
        let main = held.iter().find(|it| it.is_here).map(|it| it.person);
        let mut others = Vec::with_capacity(held.len());
        for person in held.into_iter().map(|it| it.person) {
            if Some(person) != main && !others.contains(&person) {
                others.push(person);
            }
        }
        Self { main, others }
    }

    /// What changes in a warning of which these are known to hold the post when `now` others do; `handler`: who deals with it. Nothing where
    /// the unit gave it to somebody who does not hold the post: that stands. Whoever deals with it while they hold the post goes on, unless
    /// they did so because they answered.
    #[must_use]
    pub fn turn(&self, now: &Self, handler: Option<PersonId>) -> Option<Turn> {
        let was_given = handler.is_some_and(|person| !self.include(person) && !now.include(person));
        if was_given || self.are(now) {
            return None;
        }
        let answers = self.main != now.main;
        let deals = handler.is_some_and(|person| !now.include(person) || answers && self.main == Some(person));
        Some(Turn { answers, deals })
    }

    fn include(&self, person: PersonId) -> bool {
        self.main == Some(person) || self.others.contains(&person)
    }

    /// Whether they are the same people, in whatever order the others come.
    fn are(&self, now: &Self) -> bool {
        let same = self.others.len() == now.others.len() && self.others.iter().all(|it| now.others.contains(it));
        same && self.main == now.main
    }
}

/// What changes in a warning about a post when others hold it than those it knows: where neither does, who else sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// Whether somebody else answers.
    pub answers: bool,
    /// Whether whoever dealt with it no longer does: whoever answers now does.
    pub deals: bool,
}
