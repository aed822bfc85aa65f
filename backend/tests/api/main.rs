//! The API in process, through the real router: one file a noun. `schema` and `layers` look at the code itself.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "what a test relies on it may demand; outside the test functions themselves Clippy does not know that"
)]

mod access;
mod auth;
mod bureau;
mod calendar;
mod channels;
mod disk;
mod edge;
mod errors;
mod evidence;
mod faults;
mod files;
mod heads;
mod layers;
mod ledger;
mod library;
mod live;
mod matters;
mod organisation;
mod people;
mod permissions;
mod rectification;
mod risk;
mod schema;
mod sides;
mod support;
mod tasks;
mod unchanged;
mod watching;
mod withheld;
