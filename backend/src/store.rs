//! The database. Rows come out of [`scope::Reader`] and go in through [`scope::Session`], and through nothing else.

pub mod account;
pub mod allowed;
pub mod audit;
pub mod bell;
mod bulk;
pub mod cell;
pub mod channel;
mod connect;
pub mod delivery;
pub mod diagnosis;
pub mod dictionary;
mod entity;
pub mod evidence;
pub mod handbook;
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
pub mod task;
pub mod warning;
pub mod work_day;

pub use connect::Store;
pub use scope::{Reader, Session};

#[cfg(test)]
mod tests;
