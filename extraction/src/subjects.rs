//! Which leaf of the organisation a row belongs to. The answer is the caller's; the tree does not live here.

use chrono::NaiveDate;

/// The subject codes of one row, as written in the source. At least one is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SubjectKey<'a> {
    /// The unit's code.
    pub unit: Option<&'a str>,
    /// The post's code.
    pub post: Option<&'a str>,
    /// The person's code.
    pub person: Option<&'a str>,
}

/// A leaf's dense index, from 0, below [`Subjects::leaves`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Leaf(pub u32);

shared::codes! {
    /// Why a row has no place in the organisation.
    Unplaced {
        /// No unit has this code.
        UnknownUnit "UNKNOWN_UNIT",
        /// No post has this code.
        UnknownPost "UNKNOWN_POST",
        /// No person has this code.
        UnknownPerson "UNKNOWN_PERSON",
        /// The subject exists, but not on the day of the row.
        NotValidOnDate "NOT_VALID_ON_DATE",
        /// The row names no subject.
        Empty "EMPTY",
    }
}

/// The organisation as an extraction sees it (architecture.md §9, "Which leaf"): a row goes to exactly one leaf at its event date.
pub trait Subjects: Send + Sync {
    /// How many leaves there are; every [`Leaf`] is below it.
    fn leaves(&self) -> u32;

    /// The leaf of a subject on a day. Asked once for a key and day and then remembered, so it may be slow, but it must be pure.
    ///
    /// # Errors
    /// [`Unplaced`] where the row cannot be placed; it is then refused with this reason.
    fn place(&self, key: &SubjectKey<'_>, day: NaiveDate) -> Result<Leaf, Unplaced>;
}
