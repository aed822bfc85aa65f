//! Pages whose code the browser fetches when they are first opened: nobody waits for a page they do not look at.
//!
//! The functions made here must be all that leads to such a page. A call from anywhere else takes its code back into what
//! everybody loads.

use std::future::Future;

use leptos::prelude::*;
use leptos::wasm_split::wasm_split;

use crate::api::failure::Failure;
use crate::frame::Frame;
use crate::load::Load;

/// Draws a page.
pub type Draw = fn(Frame) -> AnyView;

/// For every page a function of its name that fetches the chunk it is in and hands back how to draw it.
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
    loss: loss;
    desk: desk, inbox, risk_labels;
    notifications: notifications;
    warnings: warnings, warning;
    rules: rules, rule;
    rectifications: rectifications, rectification, diagnoses, diagnosis, open_diagnosis, diagnosis_log, carried;
    handbook: handbook;
    open_rectification: open_rectification;
    tasks: tasks, task, new_task, quarter, task_templates;
    risks: risks, risk_point, loss_risks, risk_view;
    explain: explain, score;
    library: library, indicator;
    draft: draft;
    schemes: schemes, scheme;
    datasets: datasets, dataset;
    source: source;
    runs: runs, run;
    manual: manual;
    organisation: organisation;
    policy: policy, audit;
    work_days: work_days;
}

/// Draws the page as soon as it is here; a skeleton before, and another try where it did not come.
pub fn page<F>(frame: Frame, fetch: fn() -> F) -> AnyView
where
    F: Future<Output = Result<Draw, Failure>> + 'static,
{
    Load::new(fetch).code(frame.locale, move |draw| draw(frame))
}
