//! What the crate promises, through its public face.

mod bad_input;
mod boston;
mod distinct;
mod expressions;
mod kernel;
mod support;
