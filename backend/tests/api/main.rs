//! The API in process, through the real router: one file a noun. `schema` and `layers` look at the code itself.

mod access;
mod auth;
mod edge;
mod errors;
mod layers;
mod organisation;
mod people;
mod schema;
mod support;
