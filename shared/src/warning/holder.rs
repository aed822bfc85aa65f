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
}
