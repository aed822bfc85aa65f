//! The server process `baton`: GraphQL, use-cases, store and jobs. The domain itself is `shared`; reading sources is `extraction`.

pub mod app;
pub mod error;
pub mod graphql;
pub mod pack;
pub mod store;
