//! The cells put into rows and columns, and drawn as a heat table: the number says it, the colour only helps.

use std::collections::BTreeMap;

use leptos::prelude::*;

use super::drill::Drilled;
use super::{Axes, Cell, key_name, told};
use crate::api::codes::RiskAxis;
use crate::locale::Locale;

/// Which number is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    Total,
    Open,
    Overdue,
    Closed,
    Relapsed,
}

impl Measure {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Total, Self::Open, Self::Overdue, Self::Closed, Self::Relapsed];

    /// As an option is written.
    pub fn code(self) -> &'static str {
        match self {
            Self::Total => "TOTAL",
            Self::Open => "OPEN",
            Self::Overdue => "OVERDUE",
            Self::Closed => "CLOSED",
            Self::Relapsed => "RELAPSED",
        }
    }

    /// As people say it.
    pub fn word(self, locale: Locale) -> &'static str {
        let text = locale.text.risk();
        match self {
            Self::Total => text.total,
            Self::Open => text.open,
            Self::Overdue => text.was_overdue,
            Self::Closed => text.closed,
            Self::Relapsed => text.relapsed,
        }
    }

    /// From an option.
    pub fn read(code: &str) -> Self {
        Self::ALL.into_iter().find(|measure| measure.code() == code).unwrap_or(Self::Total)
    }

    fn of(self, cell: &Cell) -> i64 {
        match self {
            Self::Total => cell.total,
            Self::Open => cell.open,
            Self::Overdue => cell.overdue,
            Self::Closed => cell.closed,
            Self::Relapsed => cell.relapsed,
        }
    }
}

/// A row or a column: its key and what it is called. Those without a key come last.
type Head = (bool, String, Option<String>);

/// The cells by row and column.
#[derive(Debug, Clone, PartialEq)]
pub struct Cube {
    rows: Vec<Head>,
    columns: Vec<Head>,
    cells: BTreeMap<(Option<String>, Option<String>), Cell>,
}

impl Cube {
    /// The cells put into rows and columns: months in their order, everything else by name.
    pub fn of(locale: Locale, axes: Axes, cells: &[Cell]) -> Self {
        let rows = cells.iter().map(|cell| (cell.row.clone(), cell.row_name.as_deref()));
        let columns = cells.iter().map(|cell| (cell.column.clone(), cell.column_name.as_deref()));
        let (rows, columns) = (heads(locale, axes.rows, rows), heads(locale, axes.columns, columns));
        let cells = cells.iter().map(|cell| ((cell.row.clone(), cell.column.clone()), cell.clone())).collect();
        Self { rows, columns, cells }
    }

    fn number(&self, row: &Head, column: &Head, measure: Measure) -> i64 {
        self.cells.get(&(row.2.clone(), column.2.clone())).map_or(0, |cell| measure.of(cell))
    }

    /// The table, with sums at the right and below.
    pub fn drawn(&self, locale: Locale, axes: Axes, measure: Measure, drilled: RwSignal<Option<Drilled>>) -> AnyView {
        let most = self.cells.values().map(|cell| measure.of(cell)).max().unwrap_or_default();
        let shown = |axis, head: &Head| match axis == RiskAxis::Month {
            true => key_name(locale, axis, head.2.as_deref(), None),
            false => head.1.clone(),
        };
        let heads: Vec<_> =
            self.columns.iter().map(|column| view! { <th scope="col">{shown(axes.columns, column)}</th> }).collect();
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                let name = shown(axes.rows, row);
                let cells: Vec<_> = self
                    .columns
                    .iter()
                    .map(|column| {
                        let number = self.number(row, column, measure);
                        let said = told(locale, &name, &shown(axes.columns, column), measure, number);
                        let cell = Drilled { axes, row: row.2.clone(), column: column.2.clone(), title: said.clone() };
                        square(locale, number, most, said, cell, drilled)
                    })
                    .collect();
                let sum: i64 = self.columns.iter().map(|column| self.number(row, column, measure)).sum();
                view! { <tr><th scope="row">{name.clone()}</th>{cells}<td class="num"><b>{locale.count(sum)}</b></td></tr> }
            })
            .collect();
        let sums: Vec<_> = self
            .columns
            .iter()
            .map(|column| self.rows.iter().map(|row| self.number(row, column, measure)).sum::<i64>())
            .collect();
        let all: i64 = sums.iter().sum();
        let sums: Vec<_> =
            sums.into_iter().map(|sum| view! { <td class="num"><b>{locale.count(sum)}</b></td> }).collect();
        let text = locale.text.risk();
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label=text.view>
                <table class="heat">
                    <thead><tr><th scope="col">{measure.word(locale)}</th>{heads}<th scope="col">{text.sum}</th></tr></thead>
                    <tbody>{rows}<tr><th scope="row">{text.sum}</th>{sums}<td class="num"><b>{locale.count(all)}</b></td></tr></tbody>
                </table>
            </div>
        }
        .into_any()
    }
}

/// Each key once, months in their order, everything else by name. A unit that was renamed has one of its names.
fn heads<'c>(
    locale: Locale,
    axis: RiskAxis,
    keys: impl Iterator<Item = (Option<String>, Option<&'c str>)>,
) -> Vec<Head> {
    let by_key: BTreeMap<Option<String>, Option<&str>> = keys.collect();
    let head = |(key, name): (Option<String>, Option<&str>)| -> Head {
        let by = match axis == RiskAxis::Month {
            true => key.clone().unwrap_or_default(),
            false => key_name(locale, axis, key.as_deref(), name),
        };
        (key.is_none(), by, key)
    };
    let mut heads: Vec<Head> = by_key.into_iter().map(head).collect();
    heads.sort();
    heads
}

/// How strongly a number is coloured: nothing, or a part of the most there is.
fn strength(number: i64, most: i64) -> &'static str {
    match (number, number.saturating_mul(3) > most.saturating_mul(2), number.saturating_mul(3) > most) {
        (..=0, _, _) => "plain",
        (_, true, _) => "alert",
        (_, false, true) => "watch",
        (_, false, false) => "good",
    }
}

fn square(
    locale: Locale,
    number: i64,
    most: i64,
    said: String,
    cell: Drilled,
    drilled: RwSignal<Option<Drilled>>,
) -> AnyView {
    let class = format!("square {}", strength(number, most));
    let shown = locale.count(number);
    if number == 0 || !cell.leads_somewhere() {
        return view! { <td><span class=class title=said>{shown}</span></td> }.into_any();
    }
    let open = move |_| drilled.set(Some(cell.clone()));
    view! { <td><button type="button" class=class aria-label=said on:click=open>{shown}</button></td> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    fn cell(row: Option<&str>, name: &str, column: &str, total: i64) -> Cell {
        Cell {
            row: row.map(ToOwned::to_owned),
            row_name: row.map(|_| name.to_owned()),
            column: Some(column.to_owned()),
            column_name: None,
            total,
            open: 0,
            overdue: 0,
            closed: 0,
            relapsed: 0,
        }
    }

    #[test]
    fn rows_are_by_name_and_columns_by_month_with_what_has_no_key_last() {
        let locale = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        let (from, to) = ("2026-09".parse().unwrap(), "2026-10".parse().unwrap());
        let axes = Axes { from, to, rows: RiskAxis::Person, columns: RiskAxis::Month, kind: None };
        let cells =
            [cell(None, "", "2026-10", 3), cell(Some("2"), "乙", "2026-10", 1), cell(Some("1"), "甲", "2026-09", 2)];
        let cube = Cube::of(locale, axes, &cells);
        let columns: Vec<_> = cube.columns.iter().filter_map(|column| column.2.clone()).collect();
        assert_eq!(columns, ["2026-09", "2026-10"]);
        assert_eq!(cube.rows.last().map(|row| row.2.clone()), Some(None));
        assert_eq!(cube.number(&cube.rows[0], &cube.columns[0], Measure::Total), 0);
        assert_eq!(cube.rows.iter().map(|row| cube.number(row, &cube.columns[1], Measure::Total)).sum::<i64>(), 4);
    }

    #[test]
    fn the_most_is_the_strongest_and_nothing_is_plain() {
        let strengths: Vec<_> = [0, 1, 4, 9].map(|number| strength(number, 9)).into();
        assert_eq!(strengths, ["plain", "good", "watch", "alert"]);
    }
}
