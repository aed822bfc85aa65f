//! The dials of the cockpit dimensions (CJ-46, CJ-47): what is earned, what can still be won, rank, change.

use leptos::prelude::*;
use shared::number::Quantity;

use super::{At, ScoreFields, Seen};
use crate::address::Address;
use crate::api::codes::Availability;
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::parts::badge::Meaning;
use crate::parts::card::{card, facts, link};
use crate::parts::change::Change;
use crate::parts::gauge::Gauge;

/// One dial a dimension, and a line for all of them together.
pub fn dimensions(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let dials: Vec<_> = seen.dimensions.iter().map(|score| dial(frame, at, score)).collect();
    view! { {total(frame, at, seen)} <div class="grid three">{dials}</div> }.into_any()
}

fn total(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let Some(score) = &seen.total else {
        return view! { <p class="total fine">{text.restricted}</p> }.into_any();
    };
    let shown = score.score.map_or_else(|| score.availability.word(locale).to_owned(), |score| locale.points(score));
    view! {
        <p class="total">
            <span>{text.total}</span> <a class="total-value" href=explanation(at, score)>{shown}</a>
            <Meaning locale=locale availability=score.availability band=score.band />
            <span class="quiet">{text.earned} " " {earned(frame, score)}</span>
            <span class="quiet">{text.attainable} " " {locale.points(score.attainable)}</span>
            <span class="quiet">{text.rank} " " {rank(frame, score)}</span>
            <span class="quiet">{text.against_previous} " " {change(frame, score)}</span>
        </p>
    }
    .into_any()
}

/// The dial of one score.
pub fn dial(frame: Frame, at: At, score: &ScoreFields) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let name = locale.name(&score.name, &score.name_en).to_owned();
    let target = score.target.map(|target| locale.dial(target));
    let said_target =
        target.as_ref().map_or_else(|| text.no_target.to_owned(), |target| fill(text.gauge_target, &[target]));
    let shown = score.score.map_or_else(|| score.availability.word(locale).to_owned(), |score| locale.dial(score));
    let label = match score.score {
        Some(_) => {
            let band = score.band.map_or("", |band| band.word(locale));
            format!("{} {band}", fill(text.gauge_label, &[&name, &shown, &said_target]))
        }
        None => fill(text.no_value, &[&name, score.availability.word(locale)]),
    };
    let aside = target.map_or_else(|| text.full_marks.to_owned(), |target| fill(text.full_marks_target, &[&target]));
    let title = view! {
        {name} " " <Meaning locale=locale availability=score.availability band=score.band />
    };
    let lines = vec![
        (text.earned, earned(frame, score).into_any()),
        (text.attainable, locale.points(score.attainable).into_any()),
        (text.rank, rank(frame, score)),
        (text.against_previous, change(frame, score)),
    ];
    let content = view! {
        <div class="dimension" class:absent=score.availability != Availability::Present>
            <Gauge value=score.score target=score.target band=score.band
                shown=shown aside=aside label=label />
            {facts(lines)}
        </div>
    };
    card(title, link(explanation(at, score), view! { {text.explain_score} " ›" }), content.into_any())
}

fn explanation(at: At, score: &ScoreFields) -> String {
    let dimension = score.cockpit_dimension.as_ref().map(ToString::to_string);
    Address::ExplainScore { subject: at.subject, period: at.period, dimension }.to_string()
}

fn earned(frame: Frame, score: &ScoreFields) -> String {
    fill(
        frame.locale.text.cockpit.earned_of,
        &[&frame.locale.points(score.points), &frame.locale.points(score.base_points)],
    )
}

fn rank(frame: Frame, score: &ScoreFields) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let Some(ranking) = &score.ranking else {
        return view! { <span class="quiet">"—"</span> }.into_any();
    };
    let group = fill(text.group_mean, &[&locale.value(ranking.mean, "").0, &locale.value(ranking.best, "").0]);
    let shown = fill(text.rank_of, &[&ranking.rank.to_string(), &ranking.group_size.to_string()]);
    view! { <span title=format!("{}：{group}", ranking.group_name)>{shown}</span> }.into_any()
}

fn change(frame: Frame, score: &ScoreFields) -> AnyView {
    let change = score.improvement.map(|points| Quantity::from_scaled(points.scaled()));
    view! { <Change locale=frame.locale change=change unit="分" /> }.into_any()
}
