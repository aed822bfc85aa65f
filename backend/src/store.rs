//! The database. Rows come out of [`scope::Reader`] and go in through [`scope::Session`], and through nothing else.

pub mod audit;
mod bulk;
mod connect;
mod entity;
pub mod page;
pub mod permit;
pub mod scope;

pub use connect::Store;
pub use scope::{Reader, Session};
