//! The domain of Baton: what the nouns are and what may be decided about them. No IO and no `async` lives here.
//!
//! The server and the page compile the same code; the features `graphql` and `db` add derives for the server alone.

pub mod account;
pub mod appraisal;
pub mod audit;
pub mod availability;
pub mod band;
pub mod calendar;
pub mod carried;
pub mod cell;
pub mod channel;
pub mod cockpit;
pub mod code;
pub mod diagnosis;
pub mod direction;
pub mod error;
pub mod evidence;
pub mod explanation;
pub mod forecast;
pub mod formula;
pub mod handbook;
pub mod id;
pub mod indicator;
pub mod loss;
pub mod manual;
pub mod masked;
pub mod matter;
pub mod measure;
pub mod number;
pub mod organisation;
pub mod period;
pub mod person;
pub mod policy;
pub mod rectification;
pub mod risk;
pub mod run;
pub mod scheme;
pub mod scoring;
pub mod sheet;
pub mod task;
pub mod warning;
