//! The pages: each asks one question and draws the answer.

pub mod cockpit;
pub mod home;
pub mod sign_in;
