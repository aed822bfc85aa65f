//! The public face: GraphQL objects, one file a noun. Each resolver asks one use-case; no rule lives here.

pub mod access;
pub mod audit;
pub mod calendar;
pub mod channel;
pub mod cockpit;
pub mod dataset;
pub mod diagnosis;
pub mod error;
pub mod evidence;
pub mod explain;
pub mod forecast;
pub mod handbook;
pub mod library;
pub mod live;
pub mod loss;
pub mod matter;
pub mod meters;
pub mod number;
pub mod organisation;
pub mod page;
pub mod people;
pub mod place;
pub mod rectification;
pub mod risk;
pub mod run;
pub mod scalar;
pub mod schema;
pub mod scheme;
pub mod scope;
pub mod task;
pub mod warning;

pub use live::Subscription;
pub use schema::{Mutation, Query, Schema};

/// What a resolver answers with.
pub type Result<T> = std::result::Result<T, async_graphql::Error>;
