//! The matrix of likelihood and impact: how many points stand in each cell, which is a button that shows them.

use leptos::prelude::*;
use shared::risk::Degree;

use super::{rating_class, risks_page};
use crate::api::codes::Rating;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::parts::card::card as framed;

type Count = risks_page::RisksPageRiskMatrix;

/// The rating of a cell; degrees outside of 1–5 have none.
fn rated(likelihood: i32, impact: i32) -> Option<Rating> {
    let degree = |number| Degree::try_new("degree", number).ok();
    Some(Rating::of(degree(likelihood)?, degree(impact)?))
}

/// The matrix, the most likely row first.
pub fn card(frame: Frame, counts: &[Count], chosen: RwSignal<Option<(i64, i64)>>) -> AnyView {
    let text = frame.locale.text.risk();
    let head: Vec<_> = (Degree::LEAST..=Degree::MOST)
        .map(|impact| view! { <th scope="col">{text.impact} " " {impact}</th> })
        .collect();
    let rows: Vec<_> =
        (Degree::LEAST..=Degree::MOST).rev().map(|likelihood| row(frame, counts, likelihood, chosen)).collect();
    let content = view! {
        <p class="quiet">{text.matrix_lead}</p>
        <div class="scroll" tabindex="0" role="region" aria-label=text.matrix>
            <table class="heat risk-matrix">
                <thead><tr><th scope="col">{text.likelihood}</th>{head}</tr></thead><tbody>{rows}</tbody>
            </table>
        </div>
    };
    let all = move || {
        chosen.get().map(|_| {
            view! { <button class="button" type="button" on:click=move |_| chosen.set(None)>{text.whole_matrix}</button> }
        })
    };
    framed(text.matrix, all.into_any(), content.into_any())
}

fn row(frame: Frame, counts: &[Count], likelihood: i32, chosen: RwSignal<Option<(i64, i64)>>) -> AnyView {
    let cells: Vec<_> =
        (Degree::LEAST..=Degree::MOST).map(|impact| square(frame, counts, (likelihood, impact), chosen)).collect();
    view! { <tr><th scope="row">{likelihood}</th>{cells}</tr> }.into_any()
}

fn square(
    frame: Frame,
    counts: &[Count],
    (likelihood, impact): (i32, i32),
    chosen: RwSignal<Option<(i64, i64)>>,
) -> AnyView {
    let here = (i64::from(likelihood), i64::from(impact));
    let count = counts.iter().find(|cell| (cell.likelihood, cell.impact) == here).map_or(0, |cell| cell.count);
    let Some(rating) = rated(likelihood, impact) else { return ().into_any() };
    let (word, number) = (rating.word(frame.locale), frame.locale.count(count));
    let told = fill(frame.locale.text.risk().matrix_cell, &[&likelihood.to_string(), &impact.to_string()]);
    let class = format!("square {}", rating_class(rating));
    let pressed = move || (chosen.get() == Some(here)).to_string();
    view! {
        <td>
            <button type="button" class=class aria-pressed=pressed on:click=move |_| chosen.set(Some(here))>
                <span class="unseen">{told}</span><b>{number}</b> <small>{word}</small>
            </button>
        </td>
    }
    .into_any()
}
