//! The places below, best first: level with target, score, move, the way in; or why there is no way down (peers: every bar drills).

use leptos::prelude::*;

use super::trend::export;
use super::{At, Child, Seen, short};
use crate::frame::Frame;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::pages::open_rectification::ways;
use crate::parts::card::card;
use crate::parts::change::RankChange;
use crate::parts::option::of_points;
use crate::parts::table::{numbers, table, text as cell, words};
use crate::parts::volume::Volume;

/// Shown before the reader asks for all.
const FIRST: usize = 9;

/// The card of the places below.
pub fn ranking(frame: Frame, at: At, seen: &Seen) -> AnyView {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let level = seen.children.first().and_then(|child| {
        let place = &child.place;
        Some(locale.name(place.level_name.as_deref()?, place.level_name_en.as_deref().unwrap_or_default()).to_owned())
    });
    let title = fill(text.ranking, &[&level.unwrap_or_else(|| text.children.to_owned())]);
    if seen.children.is_empty() {
        let why = seen.drill_reason.map(|reason| locale.no_way_down(reason)).unwrap_or_default();
        let content = view! { <div class="notice small"><h3>{text.no_way_down}</h3><p>{why}</p></div> };
        return card(title, ().into_any(), content.into_any());
    }
    let all = RwSignal::new(false);
    let count = seen.children.len();
    let children = StoredValue::new(seen.children.clone());
    let shown = move || {
        let take = if all.get() { usize::MAX } else { FIRST };
        children.with_value(|children| rows(frame, at, children.iter().take(take)))
    };
    let more = (count > FIRST).then(|| {
        let word =
            move || if all.get() { text.fewer.to_owned() } else { fill(text.all_children, &[&count.to_string()]) };
        view! { <button class="link" type="button" on:click=move |_| all.update(|all| *all = !*all)>{word}</button> }
    });
    let note =
        seen.unassigned.then(|| view! { <p class="fine"><b>{text.not_placed}</b> " " {text.not_placed_why}</p> });
    let actions = view! { {more} {export(frame, at, "children", None, None)} };
    card(title, actions.into_any(), view! { {shown} {note} }.into_any())
}

fn rows<'a>(frame: Frame, at: At, children: impl Iterator<Item = &'a Child>) -> AnyView {
    let text = &frame.locale.text.cockpit;
    let columns = [
        words(text.children),
        words(text.score_bar).wide(),
        numbers(text.score),
        numbers(text.change),
        numbers(text.drill),
    ];
    let rows = children.enumerate().map(|(place, child)| row(frame, at, place + 1, child));
    table(text.children, &columns, rows.collect())
}

fn row(frame: Frame, at: At, number: usize, child: &Child) -> Vec<AnyView> {
    let locale = frame.locale;
    let text = &locale.text.cockpit;
    let href = at.cockpit(child.place.subject).to_string();
    let name = short(&child.place).to_owned();
    let total = child.total.as_ref();
    let score = total.and_then(|total| total.score);
    let target = total.and_then(|total| total.target);
    let shown = match (score, total) {
        (Some(score), _) => locale.points(score),
        (None, Some(total)) => total.availability.word(locale).to_owned(),
        (None, None) => "—".to_owned(),
    };
    let bar = view! {
        <Volume value=score.map(of_points) target=target.map(of_points) band=total.and_then(|total| total.band)
            label=format!("{name} {shown}") />
    };
    let title = fill(text.drill_to, &[&child.place.name]);
    let ways = ways::on_line(frame, child.place.subject, &name);
    vec![
        view! { <span class="place-number">{number}</span> <a href=href.clone() title=child.place.name.clone()>{name}</a> }.into_any(),
        bar.into_any(),
        cell(shown),
        view! { <RankChange locale=locale change=child.rank_change /> }.into_any(),
        view! { <div><span class="row-actions">{ways} <a class="link" href=href aria-label=title>{text.drill}</a></span></div> }.into_any(),
    ]
}
