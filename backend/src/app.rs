//! Use-cases: one file a noun, one function a verb. Nothing here names the database layer or GraphQL.

pub mod access;
pub mod audit;
pub mod organisation;
pub mod password;
pub mod people;
pub mod place;
pub mod scope;
pub mod sign_in;
pub mod token;
pub mod cockpit;
pub mod explain;
pub mod dataset;
pub mod import;
pub mod run;
pub mod library;
pub mod demo;
pub mod table;
pub mod manual;
pub mod export;
