//! The drawing of an effect: the way of the value, the goal, and the periods that verify. Whole numbers throughout; the table beside it
//! says the same.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::EarlierFinding;
use crate::api::schema::{Period, Quantity};
use crate::locale::{Locale, fill};

/// Tenths of the picture's units, which are 360 wide and 212 high.
const WIDTH: i128 = 3_600;
const LEFT: i128 = 160;
const RIGHT: i128 = 3_440;
const TOP: i128 = 440;
const BOTTOM: i128 = 1_560;
/// Where the periods are written, and below them the goal.
const PERIODS: i128 = 1_900;
const GOAL: i128 = 2_060;
/// Below that, what periods were in rounds that are over.
const EARLIER: i128 = 2_260;
/// Least distance between two periods that are written below.
const APART: i128 = 620;
/// More periods than these are never drawn.
const MOST: usize = 60;

/// What a period is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// On the way.
    Plain,
    /// In it the problem was seen.
    Problem,
    /// It verifies the result.
    Verifies,
    /// It is watched for a relapse.
    Watched,
}

/// A period with its value and what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    pub period: Period,
    pub value: Option<Quantity>,
    pub role: Role,
    pub meets: Option<bool>,
}

/// What a period was in a round that is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    pub period: Period,
    pub finding: EarlierFinding,
}

/// The sign of it: what it means stands in words beside it, or below the picture.
pub fn sign(finding: EarlierFinding) -> &'static str {
    match finding {
        EarlierFinding::Verified => "✓",
        EarlierFinding::Missed => "✗",
        EarlierFinding::Relapsed => "↺",
    }
}

/// The periods from the first known to the last watched, without a gap.
pub fn places(it: &Shown) -> Vec<Place> {
    let mut known: BTreeMap<Period, Place> = BTreeMap::new();
    let plain = |period, value| Place { period, value, role: Role::Plain, meets: None };
    known.extend(it.values.iter().map(|point| (point.period, plain(point.period, point.value))));
    let before = it.effect.as_ref().and_then(|effect| effect.before);
    if let (Some(period), false) = (it.period, it.values.is_empty() && before.is_none()) {
        let place = known.entry(period).or_insert_with(|| plain(period, before));
        place.role = Role::Problem;
    }
    for shown in it.effect.iter().flat_map(|effect| &effect.shown) {
        let role = if shown.verifies { Role::Verifies } else { Role::Watched };
        let value = shown.value.or_else(|| known.get(&shown.period).and_then(|place| place.value));
        known.insert(shown.period, Place { period: shown.period, value, role, meets: shown.meets });
    }
    for earlier in &it.earlier_effects {
        known.entry(earlier.period).or_insert_with(|| plain(earlier.period, None));
    }
    let (first, last) = (known.keys().next().copied(), known.keys().next_back().copied());
    let periods = std::iter::successors(first, |period| Some(period.next()));
    periods
        .take_while(|period| last.is_some_and(|last| *period <= last))
        .take(MOST)
        .map(|period| known.get(&period).copied().unwrap_or_else(|| plain(period, None)))
        .collect()
}

/// Where values lie between the lowest and the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Scale {
    low: i128,
    high: i128,
}

impl Scale {
    fn over(values: impl Iterator<Item = Quantity> + Clone) -> Self {
        let scaled = || values.clone().map(|value| i128::from(value.scaled()));
        Self { low: scaled().min().unwrap_or(0), high: scaled().max().unwrap_or(0) }
    }

    fn height(self, value: Quantity) -> i128 {
        match self.high - self.low {
            0 => (TOP + BOTTOM) / 2,
            span => BOTTOM - (i128::from(value.scaled()) - self.low) * (BOTTOM - TOP) / span,
        }
    }
}

/// Where a period lies among so many.
fn across(place: usize, count: usize) -> i128 {
    let (place, steps) = (whole(place), whole(count.saturating_sub(1)));
    if steps == 0 { (LEFT + RIGHT) / 2 } else { LEFT + (RIGHT - LEFT) * place / steps }
}

fn whole(number: usize) -> i128 {
    i128::try_from(number).unwrap_or_default()
}

fn tenths(tenths: i128) -> String {
    format!("{}.{}", tenths / 10, (tenths % 10).abs())
}

/// The stretches in which periods have a role, each from its first to its last.
fn stretches(places: &[Place], role: Role) -> Vec<(usize, usize)> {
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (place, _) in places.iter().enumerate().filter(|(_, each)| each.role == role) {
        match found.last_mut() {
            Some((_, last)) if *last + 1 == place => *last = place,
            Some(_) | None => found.push((place, place)),
        }
    }
    found
}

/// The periods written below: the first wanted ones that do not stand too near to one another.
fn written(wanted: &[usize], count: usize) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for &place in wanted {
        let far = |other: &usize| (across(*other, count) - across(place, count)).abs() >= APART;
        if kept.iter().all(far) {
            kept.push(place);
        }
    }
    kept
}

/// At which end a text near the edge begins.
fn anchor(x: i128) -> &'static str {
    match x {
        ..500 => "start",
        3_100.. => "end",
        _ => "middle",
    }
}

/// The picture, named by `label`; `earlier`: what periods were in rounds that are over.
pub fn drawing(
    locale: Locale,
    places: &[Place],
    earlier: &[Earlier],
    goal: Option<Quantity>,
    unit: &str,
    label: String,
) -> AnyView {
    let text = locale.text.rectification();
    let scale = Scale::over(places.iter().filter_map(|place| place.value).chain(goal));
    let count = places.len();
    let points: Vec<_> = places
        .iter()
        .enumerate()
        .filter_map(|(at, place)| Some((at, place, scale.height(place.value?))))
        .map(|(at, place, height)| point(across(at, count), height, place))
        .collect();
    let problem = places.iter().position(|place| place.role == Role::Problem);
    let last = places.iter().rposition(|place| place.value.is_some());
    let mut told: Vec<usize> = problem.into_iter().chain(last).collect();
    told.dedup();
    let values: Vec<_> = told
        .iter()
        .filter_map(|&at| {
            let height = |at: usize| Some(scale.height(places.get(at)?.value?));
            let beside = [at.checked_sub(1).and_then(height), height(at + 1)];
            let (x, y, anchor) = off_the_line(across(at, count), height(at)?, beside);
            Some(writing((x, y), anchor, locale.full(places.get(at)?.value?, unit), "chart-value"))
        })
        .collect();
    let wanted: Vec<usize> = problem.into_iter().chain([count.saturating_sub(1), 0]).collect();
    let below: Vec<_> = written(&wanted, count)
        .into_iter()
        .filter_map(|at| Some((at, places.get(at)?.period.to_string())))
        .map(|(at, period)| (across(at, count), period))
        .map(|(x, period)| writing((x, PERIODS), anchor(x), period, "chart-aside"))
        .collect();
    let goal = goal.map(|goal| goal_line(scale.height(goal), fill(text.goal_mark, &[&locale.full(goal, unit)])));
    let size = if earlier.is_empty() { "0 0 360 212" } else { "0 0 360 232" };
    view! {
        <svg class="effect-chart" viewBox=size role="img" aria-label=label>
            {band(places, Role::Verifies, text.role_verify)}
            {band(places, Role::Watched, text.role_watch)}
            {goal} {line(places, scale)} {points} {values} {below} {signs(places, earlier)}
        </svg>
    }
    .into_any()
}

/// Where the value of a point is written so that the lines to its neighbours do not cross it: below where they come from above, aside
/// where they pass. A greater height lies lower.
fn off_the_line(x: i128, height: i128, beside: [Option<i128>; 2]) -> (i128, i128, &'static str) {
    let from_above = beside.map(|other| other.is_some_and(|other| other < height));
    let from_below = beside.map(|other| other.is_some_and(|other| other > height));
    match (from_above, from_below) {
        ([true, _], [_, true]) if anchor(x) != "end" => (x + 60, height - 60, "start"),
        ([_, true], [true, _]) if anchor(x) != "start" => (x - 60, height - 60, "end"),
        ([true, _] | [_, true], [false, false]) => (x, height + 160, anchor(x)),
        _ => (x, height - 100, anchor(x)),
    }
}

/// The goal at its height, named below the picture: at the line the values would cross its name.
fn goal_line(height: i128, name: String) -> AnyView {
    let (at, below) = (tenths(height), tenths(GOAL - 40));
    view! {
        <line class="chart-goal" x1=tenths(LEFT) x2=tenths(RIGHT) y1=at.clone() y2=at />
        <line class="chart-goal" x1=tenths(LEFT) x2=tenths(LEFT + 200) y1=below.clone() y2=below />
        {writing((LEFT + 260, GOAL), "start", name, "chart-goal-word")}
    }
    .into_any()
}

/// The ground of the periods with a role, named above.
fn band(places: &[Place], role: Role, name: &'static str) -> Vec<AnyView> {
    let count = places.len();
    let half = if count > 1 { (RIGHT - LEFT) / whole(count - 1) / 2 } else { (RIGHT - LEFT) / 4 };
    let class = if role == Role::Verifies { "chart-verify" } else { "chart-watch" };
    let drawn = |(first, last): (usize, usize)| {
        let from = (across(first, count) - half).max(0);
        let to = (across(last, count) + half).min(WIDTH);
        view! {
            <rect class=class x=tenths(from) y="6" width=tenths(to - from) height="172" />
            <text class="chart-aside" x=tenths((from + to) / 2) y="19" text-anchor="middle">{name}</text>
        }
        .into_any()
    };
    stretches(places, role).into_iter().map(drawn).collect()
}

/// What a period was in rounds that are over: its signs side by side, the oldest first.
fn signs_of(earlier: &[Earlier], period: Period) -> String {
    earlier.iter().filter(|it| it.period == period).map(|it| sign(it.finding)).collect()
}

/// The signs below the periods.
fn signs(places: &[Place], earlier: &[Earlier]) -> Vec<AnyView> {
    let count = places.len();
    let drawn = |(at, place): (usize, &Place)| {
        let signs = signs_of(earlier, place.period);
        (!signs.is_empty()).then(|| writing((across(at, count), EARLIER), "middle", signs, "chart-sign"))
    };
    places.iter().enumerate().filter_map(drawn).collect()
}

/// The line, broken where a value is absent.
fn line(places: &[Place], scale: Scale) -> Vec<AnyView> {
    let count = places.len();
    let points: Vec<Option<String>> = places
        .iter()
        .enumerate()
        .map(|(at, place)| Some(format!("{},{}", tenths(across(at, count)), tenths(scale.height(place.value?)))))
        .collect();
    points
        .split(Option::is_none)
        .map(|stretch| stretch.iter().flatten().cloned().collect::<Vec<_>>())
        .filter(|stretch| stretch.len() > 1)
        .map(|stretch| view! { <polyline class="chart-line" points=stretch.join(" ") /> }.into_any())
        .collect()
}

fn point(x: i128, y: i128, place: &Place) -> AnyView {
    let (class, radius) = match (place.role, place.meets) {
        (_, Some(true)) => ("chart-point good", "4"),
        (_, Some(false)) => ("chart-point alert", "4"),
        (Role::Problem, None) => ("chart-point alert", "4"),
        (Role::Plain | Role::Verifies | Role::Watched, None) => ("chart-point", "2.5"),
    };
    view! { <circle class=class cx=tenths(x) cy=tenths(y) r=radius /> }.into_any()
}

fn writing((x, y): (i128, i128), anchor: &'static str, words: String, class: &'static str) -> AnyView {
    view! { <text class=class x=tenths(x) y=tenths(y) text-anchor=anchor>{words}</text> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quantity(text: &str) -> Quantity {
        text.parse().unwrap()
    }

    fn place(role: Role) -> Place {
        Place { period: "2026-03".parse().unwrap(), value: None, role, meets: None }
    }

    #[test]
    fn periods_lie_from_edge_to_edge_and_a_lone_one_in_the_middle() {
        assert_eq!((across(0, 5), across(2, 5), across(4, 5)), (LEFT, 1_800, RIGHT));
        assert_eq!(across(0, 1), 1_800);
    }

    #[test]
    fn the_highest_value_lies_at_the_top_and_equal_ones_in_the_middle() {
        let scale = Scale::over([quantity("80"), quantity("96.4"), quantity("-2")].into_iter());
        assert_eq!((scale.height(quantity("96.4")), scale.height(quantity("-2"))), (TOP, BOTTOM));
        assert_eq!(Scale::over([quantity("5")].into_iter()).height(quantity("5")), (TOP + BOTTOM) / 2);
    }

    #[test]
    fn a_value_is_written_off_its_line() {
        assert_eq!(off_the_line(1_800, 900, [Some(500), Some(600)]), (1_800, 1_060, "middle"));
        assert_eq!(off_the_line(3_440, 1_560, [Some(500), None]), (3_440, 1_720, "end"));
        assert_eq!(off_the_line(1_800, 900, [Some(1_200), Some(1_300)]), (1_800, 800, "middle"));
        assert_eq!(off_the_line(1_800, 900, [Some(500), Some(1_300)]), (1_860, 840, "start"));
        assert_eq!(off_the_line(1_800, 900, [Some(1_300), Some(500)]), (1_740, 840, "end"));
        assert_eq!(off_the_line(1_800, 900, [None, Some(900)]), (1_800, 800, "middle"));
    }

    #[test]
    fn periods_of_a_role_are_marked_together() {
        let roles = [Role::Problem, Role::Plain, Role::Verifies, Role::Verifies, Role::Watched].map(place);
        assert_eq!(stretches(&roles, Role::Verifies), [(2, 3)]);
        assert_eq!(stretches(&roles, Role::Watched), [(4, 4)]);
        assert!(stretches(&[], Role::Verifies).is_empty());
    }

    #[test]
    fn a_period_keeps_the_signs_of_every_round_that_is_over() {
        let earlier = |period: &str, finding| Earlier { period: period.parse().unwrap(), finding };
        let all = [
            earlier("2026-04", EarlierFinding::Verified),
            earlier("2026-05", EarlierFinding::Relapsed),
            earlier("2026-04", EarlierFinding::Missed),
        ];
        let of = |period: &str| signs_of(&all, period.parse().unwrap());
        assert_eq!((of("2026-04"), of("2026-05"), of("2026-06")), ("✓✗".to_owned(), "↺".to_owned(), String::new()));
    }

    #[test]
    fn periods_that_would_touch_are_not_written() {
        assert_eq!(written(&[6, 9, 0], 10), [6, 9, 0]);
        assert_eq!(written(&[6, 7, 0], 8), [6, 0]);
        assert_eq!(written(&[0, 0, 0], 1), [0]);
    }
}
