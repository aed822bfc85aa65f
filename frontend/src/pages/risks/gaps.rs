//! The steps that no indicator watches, each with its process (CJ-29).

use leptos::prelude::*;

use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::operations;
use crate::parts::card::card as framed;
use crate::parts::pager::{Pager, SCREENFUL};

operations!("src/pages/risks.graphql": GapsPart);
use ask::{GapsPart, gaps_part};

type Gap = gaps_part::GapsPartProcessStepsNodes;

/// The gaps, a page at a time, asked anew with every change.
pub fn card(frame: Frame, changes: RwSignal<u32>) -> AnyView {
    let text = frame.locale.text.risk();
    let pager = Pager::new();
    let load = Load::new(move || {
        changes.track();
        let variables = gaps_part::Variables { first: SCREENFUL, after: pager.after() };
        async move { frame.client.ask::<GapsPart>(variables).await }
    });
    let content = load.view(frame.locale, move |answer| {
        let page = &answer.process_steps;
        if page.total_count == 0 {
            return view! { <p class="saved">{text.no_gaps}</p> }.into_any();
        }
        let end = page.page_info.end_cursor.clone().filter(|_| page.page_info.has_next_page);
        let lines: Vec<_> = page.nodes.iter().map(|gap| line(frame, gap)).collect();
        view! { <ul class="problems">{lines}</ul> {pager.view(frame.locale, page.total_count, end)} }.into_any()
    });
    framed(text.gap_steps, ().into_any(), content)
}

fn line(frame: Frame, gap: &Gap) -> AnyView {
    let (locale, text) = (frame.locale, frame.locale.text.risk());
    let why = match gap.points {
        0 => text.gap_no_points.to_owned(),
        points => fill(text.gap_unwatched, &[&locale.count(points)]),
    };
    view! {
        <li>
            {locale.name(&gap.process.name, &gap.process.name_en).to_owned()} " › "
            <b>{locale.name(&gap.name, &gap.name_en).to_owned()}</b> " " <small class="quiet">{why}</small>
        </li>
    }
    .into_any()
}
