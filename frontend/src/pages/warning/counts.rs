//! How many warnings there were this year and what became of them: in all, by unit, by month, by kind (CJ-65).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use leptos::prelude::*;

use crate::frame::Frame;
use crate::load::Load;
use crate::locale::fill;
use crate::locale::word::Word;
use crate::operations;
use crate::parts::table::{numbers, table, text as cell, words};
use crate::today::this_year;

operations!("src/pages/warnings.graphql": WarningCountsPart);
use ask::{WarningCountsPart, warning_counts_part};

type Count = warning_counts_part::WarningCountsPartWarningCounts;

/// What counts add up to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Sums {
    issued: i64,
    received: i64,
    handled: i64,
    removed: i64,
    false_alarms: i64,
    open: i64,
}

impl Sums {
    fn add(&mut self, count: &Count) {
        self.issued += count.issued;
        self.received += count.received;
        self.handled += count.handled;
        self.removed += count.removed;
        self.false_alarms += count.false_alarms;
        self.open += count.open;
    }

    fn numbers(self) -> [i64; 6] {
        [self.issued, self.received, self.handled, self.removed, self.false_alarms, self.open]
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

/// The tiles, and the tables behind them.
pub fn counts(frame: Frame) -> AnyView {
    let Some(year) = this_year() else { return ().into_any() };
    let load = Load::new(move || {
        let variables = warning_counts_part::Variables { from: year, to: year };
        async move { frame.client.ask::<WarningCountsPart>(variables).await }
    });
    load.view(frame.locale, move |answer| {
        let title = fill(frame.locale.text.warning().counted, &[&frame.locale.period(year)]);
        view! { {tiles(frame, title, &answer.warning_counts)} {tables(frame, &answer.warning_counts)} }.into_any()
    })
}

/// What the numbers of [`Sums`] are called.
fn names(frame: Frame) -> [&'static str; 6] {
    let text = frame.locale.text.warning();
    [text.issued, text.received, text.handled, text.removed, text.false_alarms, text.open]
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
    let mut units = grouped(counts, |count| count.unit_name.clone());
    units.sort_by_key(|(_, sums)| Reverse(sums.issued));
    let months = grouped(counts, |count| count.month).into_iter();
    let months = months.map(|(month, sums)| (locale.period(month), sums)).collect();
    let kinds = grouped(counts, |count| count.condition).into_iter();
    let kinds = kinds.map(|(kind, sums)| (kind.map_or(text.by_hand, |kind| kind.word(locale)).to_owned(), sums));
    view! {
        <details class="card">
            <summary>{text.counts_more}</summary>
            <h3>{text.by_unit}</h3>
            {sheet(frame, text.by_unit, text.unit, units)}
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
    use super::*;

    fn count(month: &str, unit: &str, issued: i64, open: i64) -> Count {
        Count {
            month: month.parse().unwrap(),
            unit_name: unit.to_owned(),
            condition: None,
            issued,
            received: 0,
            handled: 0,
            removed: 0,
            false_alarms: 0,
            open,
        }
    }

    #[test]
    fn counts_of_one_group_add_up() {
        let counts = [count("2026-03", "乙", 2, 1), count("2026-02", "甲", 1, 0), count("2026-03", "甲", 4, 3)];
        let months: Vec<_> = grouped(&counts, |count| count.month.to_string())
            .into_iter()
            .map(|(month, sums)| (month, sums.issued, sums.open))
            .collect();
        assert_eq!(months, [("2026-02".to_owned(), 1, 0), ("2026-03".to_owned(), 6, 4)]);
    }
}
