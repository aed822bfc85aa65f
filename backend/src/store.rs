//! The database. Rows come out of [`scope::Reader`] and go in through [`scope::Session`], and through nothing else.

pub mod account;
pub mod allowed;
pub mod audit;
mod bulk;
pub mod cell;
mod connect;
pub mod dictionary;
mod entity;
pub mod import;
pub mod library;
pub mod manual;
pub mod matter;
pub mod notice;
pub mod organisation;
pub mod owner;
pub mod page;
pub mod people;
pub mod permit;
pub mod risk;
pub mod roster;
pub mod run;
pub mod scope;
pub mod warning;
pub mod work_day;

pub use connect::Store;
pub use scope::{Reader, Session};

#[cfg(test)]
mod tests;
