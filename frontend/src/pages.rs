//! The pages: each asks one question and draws the answer. All but the first ones are fetched when they are opened (`chunk`).

pub mod audit;
pub mod chunk;
pub mod cockpit;
pub mod dataset;
pub mod datasets;
pub mod draft;
pub mod explain;
pub mod home;
pub mod indicator;
pub mod library;
pub mod manual;
pub mod organisation;
pub mod policy;
pub mod run;
pub mod runs;
pub mod scheme;
pub mod schemes;
pub mod score;
pub mod screen;
pub mod sign_in;
pub mod source;
