//! `/rectifications`.

use leptos::prelude::*;

use crate::frame::Frame;

/// The page.
pub fn page(_frame: Frame) -> AnyView {
    ().into_any()
}
