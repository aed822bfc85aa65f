//! The database. Rows come out of [`scope::Reader`] and go in through [`scope::Session`], and through nothing else.

pub mod account;
pub mod allowed;
pub mod audit;
mod bulk;
mod connect;
pub mod dictionary;
mod entity;
pub mod organisation;
pub mod people;
pub mod cell;
pub mod import;
pub mod library;
pub mod manual;
pub mod roster;
pub mod run;
pub mod page;
pub mod permit;
pub mod scope;

pub use connect::Store;
pub use scope::{Reader, Session};

#[cfg(test)]
mod tests;
