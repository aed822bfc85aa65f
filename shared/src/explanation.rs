//! Why a number is what it is: the formula with the numbers filled in, the steps of the scoring, and the parts it was summed from.
//! Nothing of this is stored: it is computed again from the frozen version and the stored inputs, by the functions that made it.

use crate::availability::{Absence, Reading};
use crate::cell::Cell;
use crate::cockpit::{Brief, CellView};
use crate::formula::{Exact, Formula};
use crate::number::Quantity;
use crate::scoring::rank::Standing;
use crate::scoring::{self, Evidence, Input, Step};

/// A formula as it was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormulaExplained {
    /// As it is written.
    pub text: String,
    /// With the numbers in the place of the names.
    pub filled: String,
    /// What came out.
    pub result: String,
}

/// The formula of a cell with its stored inputs filled in; none where values come by hand.
#[must_use]
pub fn formula(brief: &Brief, cell: &Cell) -> Option<FormulaExplained> {
    let formula: Formula = brief.version.content.formula.parse().ok()?;
    let names: Vec<String> = formula.names().into_iter().map(str::to_owned).collect();
    let reading = |name: &str| {
        let place = names.iter().position(|known| known == name)?;
        let stored = cell.inputs.get(place).copied().flatten();
        let absence = cell.availability.absence().unwrap_or(Absence::Missing);
        Some(stored.map_or(Reading::Absent(absence), Reading::from))
    };
    let explained = formula.explain(reading).ok()?;
    Some(FormulaExplained { text: formula.to_string(), filled: explained.filled, result: explained.result.to_string() })
}

/// The steps from the value of a cell to its points; none where it has none.
#[must_use]
pub fn trace(view: &CellView) -> Vec<Step> {
    let content = &view.brief.version.content;
    let size = |found: i32| u32::try_from(found).unwrap_or_default();
    let standing = view
        .cell
        .ranking
        .as_ref()
        .map(|found| Standing { rank: Exact::whole(found.rank.into()), size: size(found.group_size) });
    let input = Input {
        value: Reading::of(view.cell.availability, view.cell.value),
        target: view.cell.target,
        last_year: view.last_year.map_or(Reading::Absent(Absence::NotApplicable), Reading::from),
        standing,
        evidence: view.cell.value.and_then(|value| Evidence::by_hand(content.method.code(), value)),
    };
    let outcome = scoring::score(&content.method, content.direction, view.cell.base_points, &input);
    outcome.map(|outcome| outcome.trace).unwrap_or_default()
}

/// What a sum holds beyond the parts that are shown: rows on the place itself, and parts the viewer may not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Others {
    /// What is left of the numerator.
    pub numerator: Option<Quantity>,
    /// What is left of the denominator.
    pub denominator: Option<Quantity>,
    /// What is left of the rows.
    pub rows: i64,
}

/// The rest of a cell after the parts shown, or none where they carry all of it.
#[must_use]
pub fn others(whole: &Cell, parts: &[Cell]) -> Option<Others> {
    let rest = |of: fn(&Cell) -> Option<Quantity>| {
        let shown: i64 = parts.iter().filter_map(of).map(Quantity::scaled).sum();
        of(whole).map(|sum| Quantity::from_scaled(sum.scaled() - shown))
    };
    let others = Others {
        numerator: rest(|cell| cell.numerator),
        denominator: rest(|cell| cell.denominator),
        rows: whole.rows - parts.iter().map(|cell| cell.rows).sum::<i64>(),
    };
    let nothing = |part: Option<Quantity>| part.is_none_or(|part| part == Quantity::ZERO);
    let carried = nothing(others.numerator) && nothing(others.denominator) && others.rows <= 0;
    (!carried).then_some(others)
}
