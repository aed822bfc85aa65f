//! Whole numbers: those of GraphQL have a sign, counts have none.

use crate::error::Error;

/// A count; the most there is where it is more.
#[must_use]
pub fn signed(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// A count as somebody says it.
///
/// # Errors
/// [`Error::Invalid`] below 0.
pub fn counted(field: &str, number: i32) -> Result<u32, Error> {
    u32::try_from(number).map_err(|_| Error::invalid(field, "0 or more"))
}
