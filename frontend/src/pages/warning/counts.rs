//! How many warnings there were in a year and what became of them: in all, by unit, by month, by kind (CJ-65).

use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::api::schema::{Period, UnitId};
use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::table::{numbers, table, text as cell, words};
use crate::today::this_year;

operations!("src/pages/warnings.graphql": WarningCountsPart, WarnedYears);
use ask::{WarnedYears, WarningCountsPart, warned_years, warning_counts_part};

type Count = warning_counts_part::WarningCountsPartWarningCounts;

/// What counts add up to. Every warning issued was removed, false, expired, or is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    issued: i64,
    received: i64,
    handled: i64,
    removed: i64,
    false_alarms: i64,
    expired: i64,
    open: i64,
}

impl Sums {
    fn add(&mut self, count: &Count) {
        self.issued += count.issued;
        self.received += count.received;
        self.handled += count.handled;
        self.removed += count.removed;
        self.false_alarms += count.false_alarms;
        self.expired += count.expired;
        self.open += count.open;
    }

    fn numbers(self) -> [i64; 7] {
        let Self { issued, received, handled, removed, false_alarms, expired, open } = self;
        [issued, received, handled, removed, false_alarms, expired, open]
    }
}

/// The counts in groups, in the order of what they are grouped by.
fn grouped<K: Ord>(counts: &[Count], key: impl Fn(&Count) -> K) -> Vec<(K, Sums)> {
    let mut groups: BTreeMap<K, Sums> = BTreeMap::new();
    for count in counts {
        groups.entry(key(count)).or_default().add(count);
    }
    groups.into_iter().collect()
}

/// The counts of each unit under its newest name, the most warned first; two units of one name stay two.
fn by_unit(counts: &[Count]) -> Vec<(String, Sums)> {
    // They come by month: the last name of a unit is its newest.
    let names: BTreeMap<UnitId, &str> = counts.iter().map(|count| (count.unit, count.unit_name.as_str())).collect();
    let named = |unit: UnitId| names.get(&unit).copied().unwrap_or_default().to_owned();
    let units = grouped(counts, |count| count.unit).into_iter();
    let mut units: Vec<_> = units.map(|(unit, sums)| (named(unit), sums)).collect();
    units.sort_by(|(name, sums), (other, more)| more.issued.cmp(&sums.issued).then_with(|| name.cmp(other)));
    units
}

/// The years to choose from, newest first: `newest`, and those before it back to the first that was ever run for.
fn years(newest: Period, ran: impl Iterator<Item = Period>) -> Vec<Period> {
    let first = ran.chain([newest]).map(Period::year).min();
    let back = std::iter::successors(Some(newest), |year| Some(year.previous()));
    back.take_while(|year| first.is_some_and(|first| year.year() >= first)).collect()
}

/// The tiles, and the tables behind them.
pub fn counts(frame: Frame) -> AnyView {
    let Some(newest) = this_year() else { return ().into_any() };
    let year = RwSignal::new(newest);
    let load = Load::new(move || {
        let year = year.get();
        let variables = warning_counts_part::Variables { from: year, to: year };
        async move { Ok((year, frame.client.ask::<WarningCountsPart>(variables).await?.warning_counts)) }
    });
    let counted = load.view(frame.locale, move |answer| {
        let (year, counts) = &*answer;
        let title = fill(frame.locale.text.warning().counted, &[&frame.locale.period(*year)]);
        view! { {tiles(frame, title, counts)} {tables(frame, counts)} }.into_any()
    });
    view! { {choice(frame, newest, year)} {counted} }.into_any()
}

/// The choice of a year, where there is more than one.
fn choice(frame: Frame, newest: Period, year: RwSignal<Period>) -> AnyView {
    let load = Load::new(move || frame.client.ask::<WarnedYears>(warned_years::Variables));
    let choose = move |event: leptos::ev::Event| {
        if let Ok(chosen) = event_target_value(&event).parse() {
            year.set(chosen);
        }
    };
    let select = move || {
        let ran = load.ready()?;
        let offered = years(newest, ran.years.iter().chain(&ran.months).copied());
        let one = |year: Period| view! { <option value=year.to_string()>{frame.locale.period(year)}</option> };
        let label = frame.locale.text.warning().counted_year;
        (offered.len() > 1).then(|| {
            let options: Vec<_> = offered.into_iter().map(one).collect();
            view! { <div class="filters"><select aria-label=label on:change=choose>{options}</select></div> }
        })
    };
    select.into_any()
}

/// What the numbers of [`Sums`] are called.
fn names(frame: Frame) -> [&'static str; 7] {
    let text = frame.locale.text.warning();
    [text.issued, text.received, text.handled, text.removed, text.false_alarms, text.expired, text.open]
}

fn tiles(frame: Frame, title: String, counts: &[Count]) -> AnyView {
    let mut sums = Sums::default();
    counts.iter().for_each(|count| sums.add(count));
    let tiles: Vec<_> = names(frame)
        .into_iter()
        .zip(sums.numbers())
        .map(|(name, number)| {
            view! {
                <article class="tile">
                    <div class="tile-name">{name}</div>
                    <span class="tile-value">{frame.locale.count(number)}</span>
                </article>
            }
        })
        .collect();
    let label = title.clone();
    view! { <section class="counted" aria-label=label><h2>{title}</h2> <div class="tiles">{tiles}</div></section> }
        .into_any()
}

fn tables(frame: Frame, counts: &[Count]) -> AnyView {
    let locale = frame.locale;
    let text = locale.text.warning();
    let months = grouped(counts, |count| count.month).into_iter();
    let months = months.map(|(month, sums)| (locale.period(month), sums)).collect();
    let kinds = grouped(counts, |count| count.condition).into_iter();
    let kinds = kinds.map(|(kind, sums)| (kind.map_or(text.by_hand, |kind| kind.word(locale)).to_owned(), sums));
    view! {
        <details class="card">
            <summary>{text.counts_more}</summary>
            <h3>{text.by_unit}</h3>
            {sheet(frame, text.by_unit, text.unit, by_unit(counts))}
            <h3>{text.by_month}</h3>
            {sheet(frame, text.by_month, text.month, months)}
            <h3>{text.by_kind}</h3>
            {sheet(frame, text.by_kind, text.condition, kinds.collect())}
        </details>
    }
    .into_any()
}

fn sheet(frame: Frame, name: &'static str, head: &'static str, groups: Vec<(String, Sums)>) -> AnyView {
    let columns: Vec<_> = std::iter::once(words(head)).chain(names(frame).map(numbers)).collect();
    let rows = groups.into_iter().map(|(group, sums)| {
        let counts = sums.numbers().map(|number| cell(frame.locale.count(number)));
        std::iter::once(cell(group)).chain(counts).collect()
    });
    table(name, &columns, rows.collect())
}

#[cfg(test)]
mod tests {
    use shared::id::Id as _;

    use super::*;

    fn count(month: &str, (unit, name): (i64, &str), issued: i64, open: i64) -> Count {
        Count {
            month: month.parse().unwrap(),
            unit: UnitId::from_raw(unit),
            unit_name: name.to_owned(),
            condition: None,
            issued,
            received: 0,
            handled: 0,
            removed: 0,
            false_alarms: 0,
            expired: 0,
            open,
        }
    }

    #[test]
    fn counts_of_one_group_add_up() {
        let counts =
            [count("2026-02", (1, "甲"), 1, 0), count("2026-03", (2, "乙"), 2, 1), count("2026-03", (1, "甲"), 4, 3)];
        let months: Vec<_> = grouped(&counts, |count| count.month.to_string())
            .into_iter()
            .map(|(month, sums)| (month, sums.issued, sums.open))
            .collect();
        assert_eq!(months, [("2026-02".to_owned(), 1, 0), ("2026-03".to_owned(), 6, 4)]);
    }

    #[test]
    fn every_warning_that_was_issued_is_told_of() {
        let ended = Count { removed: 3, false_alarms: 2, expired: 4, ..count("2026-02", (1, "甲"), 10, 1) };
        let mut sums = Sums::default();
        [ended.clone(), ended].iter().for_each(|count| sums.add(count));
        assert_eq!(sums.numbers(), [20, 0, 0, 6, 4, 8, 2]);
        assert_eq!(sums.issued, sums.removed + sums.false_alarms + sums.expired + sums.open);
    }

    #[test]
    fn two_units_of_one_name_stay_two_and_one_that_was_renamed_is_one() {
        let counts = [
            count("2026-01", (1, "一所"), 2, 0),
            count("2026-02", (2, "二所"), 5, 0),
            count("2026-03", (1, "二所"), 4, 0),
            count("2026-03", (3, "三所"), 5, 0),
        ];
        let units: Vec<_> = by_unit(&counts).into_iter().map(|(name, sums)| (name, sums.issued)).collect();
        assert_eq!(units, [("二所".to_owned(), 6), ("三所".to_owned(), 5), ("二所".to_owned(), 5)]);
    }

    #[test]
    fn years_go_back_to_the_first_run() {
        let period = |text: &str| text.parse::<Period>().unwrap();
        let offered = |ran: &[&str]| -> Vec<i32> {
            years(period("2026"), ran.iter().map(|text| period(text))).into_iter().map(Period::year).collect()
        };
        assert_eq!(offered(&[]), [2026]);
        assert_eq!(offered(&["2026-03"]), [2026]);
        assert_eq!(offered(&["2026", "2024-11"]), [2026, 2025, 2024]);
        assert_eq!(offered(&["2027"]), [2026]);
    }
}
