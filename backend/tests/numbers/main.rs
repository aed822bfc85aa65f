//! Numbers that are no sums, and what is told of them: a small district whose figures are counted by hand, imported, run and asked
//! through the real router on either database.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what a test relies on it may demand; outside the test functions themselves Clippy does not know that"
)]

mod anew;
mod district;
mod ranks;
mod refused;
