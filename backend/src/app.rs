//! Use-cases: one file a noun, one function a verb. Nothing here names the database layer or GraphQL.

pub mod access;
pub mod audit;
pub mod cockpit;
pub mod dataset;
pub mod demo;
pub mod desk;
pub mod dictionary;
pub mod explain;
pub mod export;
pub mod import;
pub mod library;
pub mod manual;
pub mod matter;
pub mod organisation;
pub mod password;
pub mod people;
pub mod place;
pub mod rectification;
pub mod run;
pub mod scheme;
pub mod scope;
pub mod sign_in;
pub mod table;
pub mod token;
pub mod warning;
pub mod watch;
