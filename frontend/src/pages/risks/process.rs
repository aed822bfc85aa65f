//! The chain from processes over steps to points of risk: what is added to it, changed in it, and leaves it.

mod edit;

use std::collections::BTreeSet;

use leptos::ev::Event;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use crate::api::codes::{Action, Resource};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::pager::{Pager, SCREENFUL};

operations!("src/pages/risks.graphql": ProcessesPart);
use ask::{ProcessesPart, processes_part};

/// A process with its steps.
type Process = processes_part::ProcessesPartProcessesNodes;
/// A step of a process.
type Step = processes_part::ProcessesPartProcessesNodesSteps;

/// What the chain is drawn with.
#[derive(Clone, Copy)]
struct Drawn {
    frame: Frame,
    may: bool,
    changed: Callback<()>,
    /// The processes that are open: they stay so when the chain is asked anew.
    open: StoredValue<BTreeSet<ProcessId>>,
}

/// The processes a page at a time, each opening to its steps; asked anew with every change.
pub fn chain(frame: Frame, changes: RwSignal<u32>, changed: Callback<()>) -> AnyView {
    let text = frame.locale.text.risk();
    let may = frame.may(Resource::Risk, Action::Write);
    let drawn = Drawn { frame, may, changed, open: StoredValue::new(BTreeSet::new()) };
    let pager = Pager::new();
    let load = Load::new(move || {
        changes.track();
        let variables = processes_part::Variables { first: SCREENFUL, after: pager.after() };
        async move { frame.client.ask::<ProcessesPart>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.processes;
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let each: Vec<_> = page.nodes.iter().map(|process| one(drawn, process)).collect();
        view! { {each} {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    let new = may.then(|| edit::new_process(frame, changed));
    card(text.chain, new.into_any(), content)
}

fn one(drawn: Drawn, process: &Process) -> AnyView {
    let (frame, id) = (drawn.frame, process.id);
    let locale = frame.locale;
    let steps: Vec<_> = process.steps.iter().map(|step| line(drawn, process.id, step)).collect();
    let unit = process.unit.as_ref().map(|unit| format!(" · {}", unit.name));
    let tools = drawn.may.then(|| edit::process_tools(frame, process, drawn.changed));
    let turned = move |event: Event| {
        let details = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let is_open = details.is_some_and(|details| details.has_attribute("open"));
        drawn.open.try_update_value(|open| match is_open {
            true => open.insert(id),
            false => open.remove(&id),
        });
    };
    view! {
        <details open=drawn.open.with_value(|open| open.contains(&id)) on:toggle=turned>
            <summary>
                {locale.name(&process.name, &process.name_en).to_owned()} " "
                <small class="quiet">{process.code.to_string()} {unit}</small>
            </summary>
            <ol class="risk-steps">{steps}</ol>
            {tools}
        </details>
    }
    .into_any()
}

fn line(drawn: Drawn, process: ProcessId, step: &Step) -> AnyView {
    let (locale, text) = (drawn.frame.locale, drawn.frame.locale.text.risk());
    let counted = fill(text.counted, &[&locale.count(step.points), &locale.count(step.watched)]);
    let gap = (step.watched == 0).then(|| tag("watch", text.no_indicator));
    let tools = drawn.may.then(|| edit::step_tools(drawn.frame, process, step, drawn.changed));
    view! {
        <li>
            {locale.name(&step.name, &step.name_en).to_owned()} " "
            <small class="quiet">{step.code.to_string()} " · " {counted}</small> " " {gap} " " {tools}
        </li>
    }
    .into_any()
}
