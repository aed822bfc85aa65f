//! Reads business systems' files and computes measures: one scan a dataset. Knows nothing of the store, of scoring or of the API.
//!
//! ```text
//! dataset (files, columns, time, subject) ─▶ measures (filter + aggregate) ─▶ one scan ─▶ sums by leaf × month
//! ```
//! Sources: domain.md CJ-42, CJ-50, CJ-51, ZH-18, ZH-19, ZH-22, ZH-47.

#![expect(
    unexpected_cfgs,
    reason = "`shared::codes!` offers derives behind the server's features, which are not wanted here"
)]

pub mod dataset;
mod distinct;
pub mod engine;
pub mod error;
pub mod expression;
mod kernel;
pub mod measure;
pub mod refused;
mod source;
pub mod source_rows;
pub mod subjects;
pub mod sums;
pub mod values;
