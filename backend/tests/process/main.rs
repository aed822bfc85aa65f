//! The program as it is typed: what it refuses to serve, how it stops, and what is left where it is killed in the middle.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "what a test relies on it may demand; outside the test functions themselves Clippy does not know that"
)]

mod killed;
mod refused;
mod sent;
mod serving;
mod support;
mod uploads;
mod watched;
