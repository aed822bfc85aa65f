//! Pages that the browser fetches when they are first opened: what only they need is not in the module everybody loads.
//!
//! Only the compiler sees a call from here to a page; from the pages' own files onwards code is shared as anywhere else.

use std::future::Future;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::load::Load;

/// Draws a page.
pub type Draw = fn(Frame) -> AnyView;

/// A function a page that fetches the page's chunk and hands back how to draw it. Pages of one chunk come together.
macro_rules! chunks {
    ($($chunk:ident: $($page:ident),+;)+) => {$($(
        #[wasm_split($chunk, wasm_split_path = leptos::wasm_split, fallible)]
        pub fn $page() -> Result<Draw, Failure> {
            Ok(super::$page::page)
        }
    )+)+};
}

chunks! {
    screen: screen;
    explain: explain, score;
    library: library, indicator;
    data: datasets, dataset, runs, run, manual;
    organisation: organisation;
    policy: policy;
    audit: audit;
}

/// Draws the page as soon as it is here; a skeleton before, and another try where it did not come.
pub fn page<F>(frame: Frame, fetch: fn() -> F) -> AnyView
where
    F: Future<Output = Result<Draw, Failure>> + 'static,
{
    Load::new(fetch).code(frame.locale, move |draw| draw(frame))
}
