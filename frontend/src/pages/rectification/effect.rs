//! How the result is seen in later numbers: the goal, the way of the value, and what each period that verifies shows.

use leptos::prelude::*;

use super::drawing::{Earlier, Place, Role, drawing, places, sign};
use super::{Before, Bound, Shown};
use crate::api::codes::{EarlierFinding, RectificationDirection, RectificationState};
use crate::api::schema::Period;
use crate::locale::word::Word;
use crate::locale::{Locale, fill};
use crate::parts::badge::tag;
use crate::parts::card::card;
use crate::parts::table::{numbers, table, text as cell, words};

/// The card; where it is not bound to a goal, only what there is to see.
pub fn effect(locale: Locale, it: &Shown) -> AnyView {
    let text = locale.text.rectification();
    let places = places(it);
    let by_person = match it.direction {
        RectificationDirection::TopDown => text.by_person_above,
        RectificationDirection::BottomUp => text.by_person_below,
    };
    let rule = match &it.effect {
        Some(effect) => view! { {goal(locale, it, effect)} <p class="quiet">{how(locale, it, effect)}</p> }.into_any(),
        None => view! { <p class="quiet">{by_person}</p> }.into_any(),
    };
    let numbers = match (places.is_empty(), it.effect.is_some()) {
        (false, _) => seen(locale, it, &places),
        (true, true) => view! { <p class="quiet">{text.no_values}</p> }.into_any(),
        (true, false) => ().into_any(),
    };
    let by_numbers = it.effect.is_some().then(|| tag("steady", text.by_numbers));
    let title = view! { {text.effect} " " {by_numbers} };
    card(title, ().into_any(), view! { {rule} {numbers} }.into_any())
}

fn unit(it: &Shown) -> &str {
    it.indicator.as_ref().map_or("", |indicator| indicator.unit_of_measure.as_str())
}

/// What the value must come to, and from where.
fn goal(locale: Locale, it: &Shown, effect: &Bound) -> AnyView {
    let text = locale.text.rectification();
    let goal = fill(text.goal, &[effect.goal_side.word(locale), &locale.full(effect.goal, unit(it))]);
    let before = effect.before.map(|before| fill(text.before, &[&locale.full(before, unit(it))]));
    let before = before.map(|before| view! { " · " <span class="quiet">{before}</span> });
    view! { <p><b>{goal}</b> {before}</p> }.into_any()
}

/// How it is verified, in sentences.
fn how(locale: Locale, it: &Shown, effect: &Bound) -> String {
    let text = locale.text.rectification();
    let verified = match it.direction {
        RectificationDirection::TopDown => text.verified_above,
        RectificationDirection::BottomUp => text.verified_below,
    };
    let mut sentences = vec![fill(verified, &[&locale.count(effect.periods)]), text.failing.to_owned()];
    if effect.watched > 0 {
        sentences.push(fill(text.watched, &[&locale.count(effect.watched)]));
    }
    sentences.push(if effect.early { text.when_seen } else { text.when_over }.to_owned());
    let over = matches!(it.state, RectificationState::Closed | RectificationState::Withdrawn);
    if effect.shown.is_empty() && !over {
        sentences.push(text.not_begun.to_owned());
    }
    sentences.join(" ")
}

/// The chart, and the same as a table.
fn seen(locale: Locale, it: &Shown, places: &[Place]) -> AnyView {
    let text = locale.text.rectification();
    let goal = it.effect.as_ref().map(|effect| effect.goal);
    let earlier: Vec<Earlier> = it.earlier_effects.iter().map(Into::into).collect();
    let picture = label(locale, it, places).map(|label| drawing(locale, places, &earlier, goal, unit(it), label));
    let columns = [words(text.period), numbers(text.value), words(text.role), words(text.meets)];
    let rows = places.iter().map(|place| row(locale, it, place)).collect();
    view! {
        <div class="effect-seen">
            <div>{picture} {rounds(locale, it)}</div>
            <div class="dense">{table(text.effect, &columns, rows)}</div>
        </div>
    }
    .into_any()
}

impl From<&Before> for Earlier {
    fn from(it: &Before) -> Self {
        Self { period: it.period, finding: it.finding }
    }
}

/// What the signs of the picture mean: the rounds that are over, each with which periods were what; nothing where there are none.
fn rounds(locale: Locale, it: &Shown) -> Option<AnyView> {
    let text = locale.text.rectification();
    let mut said: Vec<(i64, EarlierFinding, Vec<String>)> = Vec::new();
    for earlier in &it.earlier_effects {
        let period = locale.period(earlier.period);
        match said.last_mut() {
            Some((round, finding, periods)) if (*round, *finding) == (earlier.round, earlier.finding) => {
                periods.push(period);
            }
            Some(_) | None => said.push((earlier.round, earlier.finding, vec![period])),
        }
    }
    let line = |(round, finding, periods): (i64, EarlierFinding, Vec<String>)| {
        let periods = periods.join(locale.text.matter().between);
        let sentence = fill(text.earlier_round, &[&locale.count(round), &periods, finding.word(locale)]);
        view! { <li><span class="chart-sign" aria-hidden="true">{sign(finding)}</span> " " {sentence}</li> }
    };
    let lines: Vec<_> = said.into_iter().map(line).collect();
    if lines.is_empty() {
        return None;
    }
    Some(view! { <ul class="earlier-rounds" aria-label=text.earlier_rounds>{lines}</ul> }.into_any())
}

/// What a period was in rounds that are over.
fn earlier_roles(locale: Locale, it: &Shown, period: Period) -> Vec<String> {
    let text = locale.text.rectification();
    let said = |it: &Before| fill(text.earlier_role, &[&locale.count(it.round), it.finding.word(locale)]);
    it.earlier_effects.iter().filter(|earlier| earlier.period == period).map(said).collect()
}

/// The first and the last value, for those who do not see the chart; none where there is no value to draw.
fn label(locale: Locale, it: &Shown, places: &[Place]) -> Option<String> {
    let mut known = places.iter().filter_map(|place| Some((place.period, place.value?)));
    let first = known.next()?;
    let last = known.next_back().unwrap_or(first);
    let name = it.indicator.as_ref().map_or("", |indicator| locale.name(&indicator.name, &indicator.name_en));
    let said = |(period, value)| (locale.period(period), locale.full(value, unit(it)));
    let ((from, before), (to, after)) = (said(first), said(last));
    Some(fill(locale.text.rectification().chart_label, &[name, &from, &before, &to, &after]))
}

fn row(locale: Locale, it: &Shown, place: &Place) -> Vec<AnyView> {
    let text = locale.text.rectification();
    let verifies = matches!(place.role, Role::Verifies | Role::Watched);
    let value = match (place.value, place.meets) {
        // Whether a period meets the goal is said to both sides, the value to whoever may see it.
        (None, Some(_)) => text.withheld.to_owned(),
        (None, None) if verifies => text.awaited.to_owned(),
        (value, _) => locale.full_or_none(value, unit(it)),
    };
    let role = match place.role {
        Role::Plain => None,
        Role::Problem => Some(text.role_problem),
        Role::Verifies => Some(text.role_verify),
        Role::Watched => Some(text.role_watch),
    };
    let mut roles = earlier_roles(locale, it, place.period);
    roles.extend(role.map(ToOwned::to_owned));
    let role = if roles.is_empty() { "—".to_owned() } else { roles.join(locale.text.matter().between) };
    let meets = match place.meets {
        Some(true) => tag("good", text.meets_yes),
        Some(false) => tag("watch", text.meets_no),
        None => cell("—"),
    };
    vec![cell(locale.period(place.period)), cell(value), cell(role), meets]
}
