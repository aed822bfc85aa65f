//! Persons, posts and who holds which post from when: assignments with A and B roles and the days B acts for A (CJ-63).

use chrono::NaiveDate;

use crate::code::BusinessCode;
use crate::error::Refusal;
use crate::id::{AssignmentId, PersonId, PostId, PostTypeId, UnitId};
use crate::number::Quantity;

crate::codes! {
    /// How a person stands to the service.
    PersonState {
        /// On duty.
        Active "ACTIVE",
        /// On leave.
        Leave "LEAVE",
        /// Seconded elsewhere.
        Seconded "SECONDED",
        /// Suspended.
        Suspended "SUSPENDED",
        /// Retired.
        Retired "RETIRED",
        /// Left the service.
        Left "LEFT",
    }
}

impl PersonState {
    /// Whether what comes of a post can still be asked of them: also of whoever is away for a while.
    #[must_use]
    pub const fn serves(self) -> bool {
        match self {
            Self::Active | Self::Leave | Self::Seconded | Self::Suspended => true,
            Self::Retired | Self::Left => false,
        }
    }
}

crate::codes! {
    /// The role in which a post is held (CJ-63).
    PostRole {
        /// Primary.
        A "A",
        /// Backup, acting while a switch says so.
        B "B",
    }
}

/// One of the post types (WH-18), independent of any unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostType {
    /// Its id.
    pub id: PostTypeId,
    /// Its code, unique.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// The series it belongs to, by code.
    pub series: BusinessCode,
    /// The name of that series.
    pub series_name: String,
    /// The post class (HY-05), which decides what indicators reach it.
    pub post_class: BusinessCode,
}

/// A post: a post type in a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    /// Its id.
    pub id: PostId,
    /// Its code in the business systems, unique.
    pub code: BusinessCode,
    /// Its name.
    pub name: String,
    /// The unit it is in.
    pub unit: UnitId,
    /// Its type.
    pub post_type: PostTypeId,
    /// Whether it needs an A and a B at all times.
    pub is_key: bool,
    /// Whether it is starred for risk (NY-44).
    pub risk_star: bool,
}

/// A person of the service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Its id.
    pub id: PersonId,
    /// The staff number, unique.
    pub staff_no: BusinessCode,
    /// The name.
    pub name: String,
    /// The unit the person works in today.
    pub unit: UnitId,
    /// Rank, as text of the personnel system.
    pub rank: Option<String>,
    /// Telephone; masked outside personnel.
    pub phone: Option<String>,
    /// How the person stands.
    pub status: PersonState,
    /// Counts its changes.
    pub version: i32,
}

/// Who holds a post, in which role, from when until before when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// Its id.
    pub id: AssignmentId,
    /// Who.
    pub person: PersonId,
    /// Which post.
    pub post: PostId,
    /// The unit of that post.
    pub unit: UnitId,
    /// In which role.
    pub role: PostRole,
    /// The part of the person's time, 0–1.
    pub share: Quantity,
    /// First day.
    pub valid_from: NaiveDate,
    /// First day it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

/// Days on which the B role of a post acts for the A role: rows of these days are B's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutySwitch {
    /// The post.
    pub post: PostId,
    /// Who is absent.
    pub from: PersonId,
    /// Who acts.
    pub to: PersonId,
    /// First day.
    pub start: NaiveDate,
    /// First day after.
    pub end: NaiveDate,
}

/// Whether the span `[from, to)` holds the day.
#[must_use]
pub fn holds(from: NaiveDate, to: Option<NaiveDate>, day: NaiveDate) -> bool {
    from <= day && to.is_none_or(|end| day < end)
}

impl Assignment {
    /// Whether both hold on some day.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let ends_after = |end: Option<NaiveDate>, start: NaiveDate| end.is_none_or(|end| start < end);
        ends_after(self.valid_to, other.valid_from) && ends_after(other.valid_to, self.valid_from)
    }

    /// Whether it can be added to what others hold of the same post (CJ-63): A and B of a post are two people, and a key post has
    /// one A at a time.
    ///
    /// # Errors
    /// [`Refusal::ShareOutOfRange`], [`Refusal::HoldsPostAlready`], [`Refusal::PostHasHolder`].
    pub fn admitted(self, post: &Post, held: &[Self]) -> Result<Self, Refusal> {
        if self.share <= Quantity::ZERO || self.share > Quantity::from_scaled(10_000) {
            return Err(Refusal::ShareOutOfRange { share: self.share });
        }
        let meanwhile = || held.iter().filter(|other| other.post == self.post && other.overlaps(&self));
        if let Some(other) = meanwhile().find(|other| other.person == self.person) {
            return Err(Refusal::HoldsPostAlready { assignment: other.id });
        }
        let holder = meanwhile().find(|other| other.role == PostRole::A && self.role == PostRole::A);
        match holder {
            Some(other) if post.is_key => Err(Refusal::PostHasHolder { assignment: other.id }),
            Some(_) | None => Ok(self),
        }
    }
}

/// The post and the person a row of `person` counts for on `day`, given that person's assignments and the switches: the acting
/// person where a switch holds, the first A assignment otherwise, then a B assignment; none where the person holds no post then.
#[must_use]
pub fn acting(
    person: PersonId,
    day: NaiveDate,
    assignments: &[Assignment],
    switches: &[DutySwitch],
) -> Option<(PostId, PersonId)> {
    let held = || assignments.iter().filter(|a| a.person == person && holds(a.valid_from, a.valid_to, day));
    let assignment = held().min_by_key(|a| (a.role, a.post))?;
    let switched = switches
        .iter()
        .find(|s| s.post == assignment.post && s.from == person && holds(s.start, Some(s.end), day))
        .map_or(person, |s| s.to);
    Some((assignment.post, switched))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn held(id: i64, person: i64, role: PostRole, from: &str, to: Option<&str>) -> Assignment {
        Assignment {
            id: AssignmentId::from_raw(id),
            person: PersonId::from_raw(person),
            post: PostId::from_raw(3),
            unit: UnitId::from_raw(4),
            role,
            share: Quantity::from_scaled(10_000),
            valid_from: day(from),
            valid_to: to.map(day),
        }
    }

    #[test]
    fn a_key_post_has_one_a_at_a_time_and_b_is_somebody_else() {
        let post = |is_key| Post {
            id: PostId::from_raw(3),
            code: "P3".parse().unwrap(),
            name: String::new(),
            unit: UnitId::from_raw(4),
            post_type: PostTypeId::from_raw(5),
            is_key,
            risk_star: false,
        };
        let there = [held(1, 1, PostRole::A, "2026-01-01", Some("2026-07-01"))];
        let admits = |new: Assignment, is_key| new.admitted(&post(is_key), &there).map(|_| ());
        let id = AssignmentId::from_raw(1);
        let second_a = || held(2, 2, PostRole::A, "2026-06-30", None);
        assert_eq!(admits(second_a(), true), Err(Refusal::PostHasHolder { assignment: id }));
        assert_eq!(admits(second_a(), false), Ok(()));
        assert_eq!(admits(held(2, 2, PostRole::A, "2026-07-01", None), true), Ok(()));
        assert_eq!(admits(held(2, 2, PostRole::B, "2026-01-01", None), true), Ok(()));
        let same = held(2, 1, PostRole::B, "2026-03-01", Some("2026-04-01"));
        assert_eq!(admits(same, false), Err(Refusal::HoldsPostAlready { assignment: id }));
    }

    #[test]
    fn a_share_is_more_than_nothing_and_at_most_everything() {
        let post = Post {
            id: PostId::from_raw(3),
            code: "P3".parse().unwrap(),
            name: String::new(),
            unit: UnitId::from_raw(4),
            post_type: PostTypeId::from_raw(5),
            is_key: true,
            risk_star: false,
        };
        for (scaled, fits) in [(0, false), (-1, false), (1, true), (10_000, true), (10_001, false)] {
            let share = Quantity::from_scaled(scaled);
            let new = Assignment { share, ..held(1, 1, PostRole::A, "2026-01-01", None) };
            assert_eq!(new.admitted(&post, &[]).is_ok(), fits, "{scaled}");
        }
    }

    #[test]
    fn a_row_counts_for_the_acting_person_on_exactly_the_days_of_the_switch() {
        let (a, b, post, unit) =
            (PersonId::from_raw(1), PersonId::from_raw(2), PostId::from_raw(3), UnitId::from_raw(4));
        let held = |id, person, role| Assignment {
            id: AssignmentId::from_raw(id),
            person,
            post,
            unit,
            role,
            share: Quantity::from_scaled(10_000),
            valid_from: day("2026-01-01"),
            valid_to: Some(day("2026-07-01")),
        };
        let assignments = [held(1, a, PostRole::A), held(2, b, PostRole::B)];
        let switches = [DutySwitch { post, from: a, to: b, start: day("2026-03-02"), end: day("2026-03-05") }];
        let acts = |on: &str| acting(a, day(on), &assignments, &switches).map(|(_, person)| person);
        assert_eq!(acts("2026-03-01"), Some(a));
        assert_eq!(acts("2026-03-02"), Some(b));
        assert_eq!(acts("2026-03-04"), Some(b));
        assert_eq!(acts("2026-03-05"), Some(a));
        assert_eq!(acts("2026-07-01"), None);
    }
}
