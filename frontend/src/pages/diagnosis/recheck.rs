//! Whether it helped: the goal, the way of the value with the periods that check it, and what came of the re-check.

use leptos::prelude::*;

use super::{Bound, Shown};
use crate::api::schema::Quantity;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::pages::rectification::drawing::{Place, Role, drawing};
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::table::{numbers, table, text as cell, words};

/// The card.
pub fn recheck(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.diagnosis();
    let rule = match &it.effect {
        Some(effect) => goal(locale, it, effect),
        None => view! { <p class="quiet">{text.by_person}</p> }.into_any(),
    };
    let content = view! { {rule} {seen(locale, it)} {finding(locale, it)} {ended(locale, it)} };
    card(text.finding, ().into_any(), content.into_any())
}

fn unit(it: &Shown) -> &str {
    it.indicator.as_ref().map_or("", |indicator| indicator.unit_of_measure.as_str())
}

fn goal(locale: Locale, it: &Shown, effect: &Bound) -> AnyView {
    let text = locale.text.diagnosis();
    let goal = fill(text.goal, &[effect.goal_side.word(locale), &locale.full(effect.goal, unit(it))]);
    let before = effect.before.map(|before| fill(text.before, &[&locale.full(before, unit(it))]));
    let before = before.map(|before| view! { " · " <span class="quiet">{before}</span> });
    let how = fill(text.how, &[&locale.count(effect.periods)]);
    view! { <p><b>{goal}</b> {before}</p> <p class="quiet">{how}</p> }.into_any()
}

/// The periods known, oldest first: the one that was weak, and those that check it.
fn places(it: &Shown) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    for point in &it.values {
        let role = if point.period == it.period { Role::Problem } else { Role::Plain };
        places.push(Place { period: point.period, value: point.value, role, meets: None });
    }
    for shown in it.effect.iter().flat_map(|effect| &effect.shown) {
        let known = places.iter().find(|place| place.period == shown.period).and_then(|place| place.value);
        places.retain(|place| place.period != shown.period);
        let (value, meets) = (shown.value.or(known), shown.meets);
        places.push(Place { period: shown.period, value, role: Role::Verifies, meets });
    }
    places.sort_by_key(|place| place.period);
    places
}

/// The chart, and the same as a table; nothing where there is no value.
fn seen(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.rectification();
    let places = places(it);
    if places.is_empty() {
        return view! { <p class="quiet">{text.no_values}</p> }.into_any();
    }
    let goal: Option<Quantity> = it.effect.as_ref().map(|effect| effect.goal);
    let name = it.indicator.as_ref().map_or("", |of| locale.name(&of.name, &of.name_en));
    let drawn = places.iter().any(|place| place.value.is_some());
    let label = fill(locale.text.diagnosis().chart, &[name]);
    let picture = drawn.then(|| drawing(locale, &places, &[], goal, unit(it), label));
    let columns = [words(text.period), numbers(text.value), words(text.role), words(text.meets)];
    let rows = places.iter().map(|place| row(locale, it, place)).collect();
    view! {
        <div class="effect-seen">{picture} <div class="dense">{table(text.effect, &columns, rows)}</div></div>
    }
    .into_any()
}

fn row(locale: Locale, it: &Shown, place: &Place) -> Vec<AnyView> {
    let text = locale.text.rectification();
    let role = match place.role {
        Role::Plain => "—",
        Role::Problem => text.role_problem,
        Role::Verifies => text.role_verify,
        Role::Watched => text.role_watch,
    };
    let value = match (place.value, place.role, place.meets) {
        (None, Role::Verifies, Some(_)) => text.withheld.to_owned(),
        (None, Role::Verifies, None) => text.awaited.to_owned(),
        (value, ..) => locale.full_or_none(value, unit(it)),
    };
    let meets = match place.meets {
        Some(true) => tag("good", text.meets_yes),
        Some(false) => tag("watch", text.meets_no),
        None => cell("—"),
    };
    vec![cell(locale.period(place.period)), cell(value), cell(role), meets]
}

fn finding(locale: Locale, it: &Shown) -> Option<AnyView> {
    let text = locale.text.diagnosis();
    let found = it.finding.as_ref()?;
    let sentence = if found.by_numbers { text.found_by_numbers } else { text.found_by_person };
    let words = if found.by_numbers { locale.said_by_system(&found.words) } else { found.words.clone() };
    let state = if found.effective { "good" } else { "watch" };
    let word = if found.effective {
        locale.text.matter().diagnosis_effective
    } else {
        locale.text.matter().diagnosis_ineffective
    };
    let shown = view! {
        <p>{tag(state, word)} " " {fill(sentence, &[&locale.moment(&found.at)])}</p>
        <p class="said">{words}</p>
    };
    Some(shown.into_any())
}

/// What was done, and what was left to say.
fn ended(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.diagnosis();
    let part = |name: &'static str, words: &str| {
        let words = (!words.is_empty()).then(|| words.to_owned());
        words.map(|words| view! { <h3>{name}</h3> <p class="said">{words}</p> })
    };
    view! { {part(text.result, &it.result)} {part(text.conclusion, &it.conclusion)} }.into_any()
}
