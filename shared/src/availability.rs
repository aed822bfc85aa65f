//! Whether there is a value, and why not. What becomes of an absent value in a score is decided in `scoring::roll_up`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::formula::{Exact, ExactError};
use crate::number::Quantity;

/// Days after the end of a period in which what is owed of it is late; then it is missing.
pub const GRACE_DAYS: u32 = 15;

crate::codes! {
    /// What stands beside every value (architecture.md §6): missing is not zero, and both are not an error.
    Availability {
        /// There is a value.
        Present "PRESENT",
        /// The period has not ended or the value is not owed yet.
        NotDue "NOT_DUE",
        /// Owed and not delivered, but still expected.
        Late "LATE",
        /// The question does not arise: no such business, or a denominator of zero.
        NotApplicable "NOT_APPLICABLE",
        /// The source is complete and holds nothing.
        Missing "MISSING",
        /// Delivered and refused.
        Refused "REFUSED",
    }
}

crate::codes! {
    /// Why there is no value. Ordered: where several meet in one formula, the last one counts, for it asks for most attention.
    Absence {
        /// The question does not arise.
        NotApplicable "NOT_APPLICABLE",
        /// Not owed yet.
        NotDue "NOT_DUE",
        /// Owed, not delivered, still expected.
        Late "LATE",
        /// The source is complete and holds nothing.
        Missing "MISSING",
        /// Delivered and refused.
        Refused "REFUSED",
    }
}

impl Availability {
    /// The reason of absence, or `None` where there is a value.
    #[must_use]
    pub const fn absence(self) -> Option<Absence> {
        match self {
            Self::Present => None,
            Self::NotDue => Some(Absence::NotDue),
            Self::Late => Some(Absence::Late),
            Self::NotApplicable => Some(Absence::NotApplicable),
            Self::Missing => Some(Absence::Missing),
            Self::Refused => Some(Absence::Refused),
        }
    }
}

impl From<Absence> for Availability {
    fn from(absence: Absence) -> Self {
        match absence {
            Absence::NotApplicable => Self::NotApplicable,
            Absence::NotDue => Self::NotDue,
            Absence::Late => Self::Late,
            Absence::Missing => Self::Missing,
            Absence::Refused => Self::Refused,
        }
    }
}

/// A value, or the reason why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Reading {
    /// There is a value.
    Present(Exact),
    /// There is none.
    Absent(Absence),
}

impl Reading {
    /// From a stored row. A row that says `PRESENT` and holds no value is read as missing, never as zero.
    #[must_use]
    pub fn of(availability: Availability, value: Option<Quantity>) -> Self {
        match (availability.absence(), value) {
            (Some(absence), _) => Self::Absent(absence),
            (None, Some(value)) => Self::Present(value.into()),
            (None, None) => Self::Absent(Absence::Missing),
        }
    }

    /// What stands beside the value.
    #[must_use]
    pub fn availability(self) -> Availability {
        match self {
            Self::Present(_) => Availability::Present,
            Self::Absent(absence) => absence.into(),
        }
    }

    /// The value where there is one.
    #[must_use]
    pub const fn value(self) -> Option<Exact> {
        match self {
            Self::Present(value) => Some(value),
            Self::Absent(_) => None,
        }
    }

    /// The value as it is stored, HALF_UP to 4 places; `None` where it is absent.
    ///
    /// # Errors
    /// [`ExactError::OutOfRange`] beyond ±922 trillion.
    pub fn quantity(self) -> Result<Option<Quantity>, ExactError> {
        self.value().map(Exact::quantity).transpose()
    }
}

impl From<Quantity> for Reading {
    fn from(value: Quantity) -> Self {
        Self::Present(value.into())
    }
}

impl From<Exact> for Reading {
    fn from(value: Exact) -> Self {
        Self::Present(value)
    }
}

impl From<Absence> for Reading {
    fn from(absence: Absence) -> Self {
        Self::Absent(absence)
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present(value) => value.fmt(f),
            Self::Absent(absence) => absence.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_row_without_a_value_is_never_read_as_zero() {
        assert_eq!(Reading::of(Availability::Present, None), Reading::Absent(Absence::Missing));
        for &availability in Availability::ALL {
            let reading = Reading::of(availability, Some(Quantity::ZERO));
            assert_eq!(reading.availability(), availability);
            assert_eq!(reading.value().is_some(), availability == Availability::Present);
        }
    }
}
