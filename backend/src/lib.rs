//! The server process `baton`: GraphQL, use-cases, store and jobs. The domain itself is `shared`; reading sources is `extraction`.

// The root objects of the schema are put together from so many parts that the compiler has to look deeper than it does by itself.
#![recursion_limit = "256"]

pub mod app;
pub mod carrier;
pub mod cli;
pub mod config;
pub mod error;
pub mod graphql;
pub mod http;
pub mod pack;
pub mod store;
pub mod vault;
