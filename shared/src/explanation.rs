//! Why a number is what it is: the formula with the numbers filled in, the steps of the scoring, and the parts it was summed from.
//! Nothing of this is stored: it is computed again from the frozen version and the stored inputs, by the functions that made it.

use crate::availability::{Absence, Reading};
use crate::cell::Cell;
use crate::cockpit::{Brief, CellView};
use crate::formula::{Exact, Formula};
use crate::measure::Measure;
use crate::number::Quantity;
use crate::period::Period;
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
///
/// Points that come from a rank are told without the way to them where the place is not there to be told: it speaks of rows the viewer
/// may not see, and only `RANKING` releases it (architecture: released facts). The points themselves are the viewer's to see.
#[must_use]
pub fn trace(view: &CellView) -> Vec<Step> {
    let content = &view.brief.version.content;
    if let (Some(points), None, true) = (view.cell.points, &view.cell.ranking, content.method.scores_the_rank()) {
        let started = Step::Started { value: view.cell.value.map(Exact::from), base: view.cell.base_points };
        return vec![started, Step::Withheld { points }];
    }
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

/// Whether the parts of a number add up to it: where all its measures are sums over units and over the months of the period. A
/// distinct count, a least or a greatest value is formed in another way, and what is left after its parts is the share of nobody.
#[must_use]
pub fn adds_up<'m>(measures: impl IntoIterator<Item = &'m Measure>, period: Period) -> bool {
    let mut measures = measures.into_iter().peekable();
    measures.peek().is_some() && measures.all(|measure| measure.adds_up(period))
}

/// The rest of a cell after the parts shown, or none where they carry all of it. It has a meaning only where parts add up
/// ([`adds_up`]).
#[must_use]
pub fn others(whole: &Cell, parts: &[Cell]) -> Option<Others> {
    let rest = |of: fn(&Cell) -> Option<Quantity>| {
        let shown: i64 = parts.iter().filter_map(of).map(Quantity::scaled).sum();
        of(whole).map(|sum| Quantity::from_scaled(sum.scaled() - shown))
    };
    let others = Others {
        numerator: rest(|cell| cell.numerator),
        denominator: rest(|cell| cell.denominator),
        // Rows of several datasets are not told apart, so parts may hold more of them than the whole.
        rows: (whole.rows - parts.iter().map(|cell| cell.rows).sum::<i64>()).max(0),
    };
    let nothing = |part: Option<Quantity>| part.is_none_or(|part| part == Quantity::ZERO);
    let carried = nothing(others.numerator) && nothing(others.denominator) && others.rows == 0;
    (!carried).then_some(others)
}
