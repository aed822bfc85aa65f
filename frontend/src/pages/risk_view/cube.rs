//! The cells put into rows, columns and layers, one layer or all of them drawn as a heat table: the number says it, the
//! colour only helps.

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

/// What is looked at of the cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slice {
    /// All layers together.
    All,
    /// The layer of this key, or of what has no key.
    Layer(Option<String>),
}

impl Slice {
    fn takes(&self, cell: &Cell) -> bool {
        match self {
            Self::All => true,
            Self::Layer(key) => *key == cell.layer,
        }
    }

    fn sum<'c>(&self, cells: impl IntoIterator<Item = &'c Cell>, measure: Measure) -> i64 {
        cells.into_iter().filter(|cell| self.takes(cell)).map(|cell| measure.of(cell)).sum()
    }
}

/// A row, a column or a layer: its key and what it is called. Those without a key come last.
type Head = (bool, String, Option<String>);

/// The cells by row and column: of each layer one.
#[derive(Debug, Clone, PartialEq)]
pub struct Cube {
    rows: Vec<Head>,
    columns: Vec<Head>,
    layers: Vec<Head>,
    cells: BTreeMap<(Option<String>, Option<String>), Vec<Cell>>,
}

impl Cube {
    /// The cells put into rows, columns and layers: months in their order, everything else by name.
    pub fn of(locale: Locale, axes: Axes, cells: &[Cell]) -> Self {
        let rows = cells.iter().map(|cell| (cell.row.clone(), cell.row_name.as_deref()));
        let columns = cells.iter().map(|cell| (cell.column.clone(), cell.column_name.as_deref()));
        let layers = cells.iter().map(|cell| (cell.layer.clone(), cell.layer_name.as_deref()));
        let (rows, columns) = (heads(locale, axes.rows, rows), heads(locale, axes.columns, columns));
        let layers = axes.layers.map(|axis| heads(locale, axis, layers)).unwrap_or_default();
        let mut by_place: BTreeMap<_, Vec<Cell>> = BTreeMap::new();
        for cell in cells {
            by_place.entry((cell.row.clone(), cell.column.clone())).or_default().push(cell.clone());
        }
        Self { rows, columns, layers, cells: by_place }
    }

    /// What can be looked at: everything first, then each layer, with what it is called.
    pub fn slices(&self, locale: Locale, axis: RiskAxis) -> Vec<(Slice, String)> {
        let all = (Slice::All, locale.text.risk().all_layers.to_owned());
        let layer = |head: &Head| (Slice::Layer(head.2.clone()), called(locale, axis, head));
        std::iter::once(all).chain(self.layers.iter().map(layer)).collect()
    }

    /// What all of a slice adds up to.
    pub fn sum(&self, slice: &Slice, measure: Measure) -> i64 {
        slice.sum(self.cells.values().flatten(), measure)
    }

    fn number(&self, row: &Head, column: &Head, slice: &Slice, measure: Measure) -> i64 {
        slice.sum(self.cells.get(&(row.2.clone(), column.2.clone())).into_iter().flatten(), measure)
    }

    /// The most that stands in one place of a slice.
    fn most(&self, slice: &Slice, measure: Measure) -> i64 {
        self.cells.values().map(|cells| slice.sum(cells, measure)).max().unwrap_or_default()
    }

    /// What the layer looked at is called; nothing for all of them together.
    fn layer(&self, locale: Locale, axes: Axes, slice: &Slice) -> Option<String> {
        let (Some(axis), Slice::Layer(key)) = (axes.layers, slice) else { return None };
        self.layers.iter().find(|head| head.2 == *key).map(|head| called(locale, axis, head))
    }

    /// The table of a slice, with sums at the right and below.
    pub fn drawn(
        &self,
        locale: Locale,
        axes: Axes,
        measure: Measure,
        slice: &Slice,
        drilled: RwSignal<Option<Drilled>>,
    ) -> AnyView {
        let number = |row: &Head, column: &Head| self.number(row, column, slice, measure);
        let (most, layer) = (self.most(slice, measure), self.layer(locale, axes, slice));
        let columns: Vec<String> = self.columns.iter().map(|column| called(locale, axes.columns, column)).collect();
        let rows: Vec<_> = self
            .rows
            .iter()
            .map(|row| {
                let name = called(locale, axes.rows, row);
                let cells: Vec<_> = self
                    .columns
                    .iter()
                    .zip(&columns)
                    .map(|(column, head)| {
                        let number = number(row, column);
                        let place: Vec<&str> = [&name, head].into_iter().chain(&layer).map(String::as_str).collect();
                        let title = told(locale, &place, measure, number);
                        let (row, column, slice) = (row.2.clone(), column.2.clone(), slice.clone());
                        square(locale, number, most, Drilled { axes, row, column, slice, title }, drilled)
                    })
                    .collect();
                let sum: i64 = self.columns.iter().map(|column| number(row, column)).sum();
                view! { <tr><th scope="row">{name}</th>{cells}<td class="num"><b>{locale.count(sum)}</b></td></tr> }
            })
            .collect();
        let sums: Vec<_> =
            self.columns.iter().map(|column| self.rows.iter().map(|row| number(row, column)).sum::<i64>()).collect();
        let all: i64 = sums.iter().sum();
        let sums: Vec<_> =
            sums.into_iter().map(|sum| view! { <td class="num"><b>{locale.count(sum)}</b></td> }).collect();
        let heads: Vec<_> = columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect();
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

/// What a row, a column or a layer is called.
fn called(locale: Locale, axis: RiskAxis, head: &Head) -> String {
    match axis == RiskAxis::Month {
        true => key_name(locale, axis, head.2.as_deref(), None),
        false => head.1.clone(),
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

fn square(locale: Locale, number: i64, most: i64, cell: Drilled, drilled: RwSignal<Option<Drilled>>) -> AnyView {
    let said = cell.title.clone();
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
    use crate::api::codes::ConditionKind;
    use crate::locale::word::Word as _;
    use crate::locale::{Language, MoneyUnit};

    fn locale() -> Locale {
        Locale::new(Language::Chinese, MoneyUnit::Yuan)
    }

    fn axes(rows: RiskAxis, layers: Option<RiskAxis>) -> Axes {
        let (from, to) = ("2026-09".parse().unwrap(), "2026-10".parse().unwrap());
        Axes { from, to, rows, columns: RiskAxis::Month, layers, kind: None }
    }

    fn cell(row: Option<&str>, name: &str, column: &str, total: i64) -> Cell {
        Cell {
            row: row.map(ToOwned::to_owned),
            row_name: row.map(|_| name.to_owned()),
            column: Some(column.to_owned()),
            column_name: None,
            layer: None,
            layer_name: None,
            total,
            open: 0,
            overdue: 0,
            closed: 0,
            relapsed: 0,
        }
    }

    #[test]
    fn rows_are_by_name_and_columns_by_month_with_what_has_no_key_last() {
        let cells =
            [cell(None, "", "2026-10", 3), cell(Some("2"), "乙", "2026-10", 1), cell(Some("1"), "甲", "2026-09", 2)];
        let cube = Cube::of(locale(), axes(RiskAxis::Person, None), &cells);
        let number = |row: &Head, column: &Head| cube.number(row, column, &Slice::All, Measure::Total);
        let columns: Vec<_> = cube.columns.iter().filter_map(|column| column.2.clone()).collect();
        assert_eq!(columns, ["2026-09", "2026-10"]);
        assert_eq!(cube.rows.last().map(|row| row.2.clone()), Some(None));
        assert_eq!(number(&cube.rows[0], &cube.columns[0]), 0);
        assert_eq!(cube.rows.iter().map(|row| number(row, &cube.columns[1])).sum::<i64>(), 4);
    }

    /// Two units in two months, by what was seen of them.
    fn layered() -> Cube {
        let of = |layer: Option<&str>, row: &str, name: &str, column: &str, total: i64| Cell {
            layer: layer.map(ToOwned::to_owned),
            open: 1,
            ..cell(Some(row), name, column, total)
        };
        let cells = [
            of(Some("TREND"), "1", "甲", "2026-09", 2),
            of(Some("THRESHOLD"), "1", "甲", "2026-09", 5),
            of(None, "1", "甲", "2026-09", 1),
            of(Some("THRESHOLD"), "1", "甲", "2026-10", 3),
            of(None, "2", "乙", "2026-10", 4),
        ];
        Cube::of(locale(), axes(RiskAxis::Unit, Some(RiskAxis::Condition)), &cells)
    }

    #[test]
    fn layers_are_by_name_with_everything_first_and_what_has_no_key_last() {
        let cube = layered();
        let slices = cube.slices(locale(), RiskAxis::Condition);
        let all: Vec<_> = slices.iter().map(|(slice, _)| slice.clone()).collect();
        assert_eq!((all.len(), &all[0], &all[3]), (4, &Slice::All, &Slice::Layer(None)));
        let named: Vec<&str> = slices[1..3].iter().map(|(_, name)| name.as_str()).collect();
        let mut words = [ConditionKind::Threshold, ConditionKind::Trend].map(|kind| kind.word(locale()));
        words.sort_unstable();
        assert_eq!(named, words);
    }

    #[test]
    fn each_layer_has_its_own_numbers_and_all_of_them_are_the_sum() {
        let cube = layered();
        let layers = cube.slices(locale(), RiskAxis::Condition).into_iter().skip(1).map(|(slice, _)| slice);
        let layers: Vec<Slice> = layers.collect();
        for measure in Measure::ALL {
            let sum = |one: &dyn Fn(&Slice) -> i64| layers.iter().map(one).sum::<i64>();
            assert_eq!(sum(&|layer: &Slice| cube.sum(layer, measure)), cube.sum(&Slice::All, measure));
            for (row, column) in cube.rows.iter().flat_map(|row| cube.columns.iter().map(move |column| (row, column))) {
                let all = cube.number(row, column, &Slice::All, measure);
                assert_eq!(sum(&|layer: &Slice| cube.number(row, column, layer, measure)), all, "{row:?} {column:?}");
            }
        }
        let threshold = Slice::Layer(Some("THRESHOLD".to_owned()));
        let of = |slice: &Slice| (cube.sum(slice, Measure::Total), cube.sum(slice, Measure::Open));
        assert_eq!((of(&Slice::All), of(&threshold), of(&Slice::Layer(None))), ((15, 5), (8, 2), (5, 2)));
        // The colour is by the most of what is looked at.
        let most = |slice: &Slice| cube.most(slice, Measure::Total);
        assert_eq!((most(&Slice::All), most(&threshold), most(&Slice::Layer(None))), (8, 5, 4));
    }

    #[test]
    fn months_as_layers_come_in_their_order_and_without_layers_there_is_nothing_to_choose() {
        let month = |layer: &str| Cell { layer: Some(layer.to_owned()), ..cell(Some("1"), "甲", "2026-10", 1) };
        let cells = [month("2026-10"), month("2026-09")];
        let cube = Cube::of(locale(), axes(RiskAxis::Unit, Some(RiskAxis::Month)), &cells);
        let layers: Vec<_> = cube.layers.iter().filter_map(|layer| layer.2.as_deref()).collect();
        assert_eq!(layers, ["2026-09", "2026-10"]);
        assert!(Cube::of(locale(), axes(RiskAxis::Unit, None), &cells).layers.is_empty());
    }

    #[test]
    fn the_most_is_the_strongest_and_nothing_is_plain() {
        let strengths: Vec<_> = [0, 1, 4, 9].map(|number| strength(number, 9)).into();
        assert_eq!(strengths, ["plain", "good", "watch", "alert"]);
    }
}
