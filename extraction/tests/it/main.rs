//! What the crate promises, through its public face.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed; its helpers stand outside test functions"
)]

mod bad_input;
mod boston;
mod distinct;
mod expressions;
mod kernel;
mod support;
