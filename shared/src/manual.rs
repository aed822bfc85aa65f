//! Sheets of values filled in by hand (WH-08): every line is checked, every fault is named with its cell, and a sheet with a fault
//! changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};

use crate::id::{IndicatorId, UnitId};
use crate::number::Quantity;
use crate::period::{Cycle, Period};
use crate::sheet::{self, FIRST_LINE, text};

/// The columns of a sheet, in order: what a template has and what a filled sheet must have.
pub const COLUMNS: [&str; 7] = ["指标编码", "指标名称", "单位编码", "单位名称", "考核期", "数值", "说明"];

/// The columns in which a fault can be.
const INDICATOR: usize = 0;
const UNIT: usize = 2;
const PERIOD: usize = 4;
const VALUE: usize = 5;
const NOTE: usize = 6;

/// Longest note, in characters.
pub const LONGEST_NOTE: usize = 500;

crate::codes! {
    /// What is wrong with a cell of a sheet.
    Fault {
        /// No indicator that is filled in by hand has this code.
        UnknownIndicator "UNKNOWN_INDICATOR",
        /// No unit that the viewer fills in for has this code.
        UnknownUnit "UNKNOWN_UNIT",
        /// It is no period, or not one the indicator is appraised for.
        BadPeriod "BAD_PERIOD",
        /// It is not the period the sheet is for.
        OtherPeriod "OTHER_PERIOD",
        /// It is no decimal number.
        BadValue "BAD_VALUE",
        /// The same indicator, unit and period stand on an earlier line.
        Twice "TWICE",
        /// The note is too long.
        LongNote "LONG_NOTE",
    }
}

/// A fault with its place.
pub type RefusedCell = sheet::RefusedCell<Fault>;

/// A line that can be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The indicator.
    pub indicator: IndicatorId,
    /// The unit.
    pub unit: UnitId,
    /// The period.
    pub period: Period,
    /// The value.
    pub value: Quantity,
    /// What was noted beside it.
    pub note: String,
}

/// A value that was filled in, with who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// The value.
    pub value: Quantity,
    /// What was noted beside it.
    pub note: String,
    /// Who.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// A value that took the place of another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The value that held before.
    pub before: Quantity,
    /// What was filled in instead.
    pub after: Entered,
}

/// What was changed of the values that were filled in for one indicator, unit and period, all newest first: whoever says the same again
/// changes nothing.
#[must_use]
pub fn changes(entered: &[Entered]) -> Vec<Change> {
    let pairs = entered.iter().zip(entered.iter().skip(1));
    let changed = pairs.filter(|(after, before)| after.value != before.value);
    changed.map(|(after, before)| Change { before: before.value, after: after.clone() }).collect()
}

/// What a sheet may name.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// The indicators that are filled in by hand, by code, with the length of their periods.
    pub indicators: BTreeMap<String, (IndicatorId, Cycle)>,
    /// The units the viewer fills in for, by code.
    pub units: BTreeMap<String, UnitId>,
}

/// Checks a sheet, its heading left out. Lines without a value are not filled in and are passed over.
///
/// # Errors
/// Every fault there is; then nothing of the sheet may be taken.
pub fn check(lines: &[Vec<String>], known: &Known, period: Period) -> Result<Vec<Filled>, Vec<RefusedCell>> {
    let (mut filled, mut refused, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, number) in lines.iter().zip(FIRST_LINE..) {
        if text(line, VALUE).is_empty() {
            continue;
        }
        match check_line(line, known, period, &mut seen) {
            Ok(found) => filled.push(found),
            Err(faults) => {
                refused
                    .extend(faults.into_iter().map(|(column, reason)| RefusedCell::at(line, (column, number), reason)));
            }
        }
    }
    if refused.is_empty() { Ok(filled) } else { Err(refused) }
}

fn check_line(
    line: &[String],
    known: &Known,
    wanted: Period,
    seen: &mut BTreeSet<(IndicatorId, UnitId, Period)>,
) -> Result<Filled, Vec<(usize, Fault)>> {
    let indicator = known.indicators.get(text(line, INDICATOR)).ok_or((INDICATOR, Fault::UnknownIndicator));
    let unit = known.units.get(text(line, UNIT)).copied().ok_or((UNIT, Fault::UnknownUnit));
    let period = text(line, PERIOD).parse::<Period>().map_err(|_| (PERIOD, Fault::BadPeriod)).and_then(|period| {
        let fits = indicator.as_ref().map_or(true, |(_, cycle)| *cycle == period.cycle());
        match (period == wanted, fits) {
            (false, _) => Err((PERIOD, Fault::OtherPeriod)),
            (true, false) => Err((PERIOD, Fault::BadPeriod)),
            (true, true) => Ok(period),
        }
    });
    let value = text(line, VALUE).parse::<Quantity>().map_err(|_| (VALUE, Fault::BadValue));
    let note = text(line, NOTE);
    let short = (note.chars().count() <= LONGEST_NOTE).then_some(note).ok_or((NOTE, Fault::LongNote));
    match (indicator, unit, period, value, short) {
        (Ok(&(indicator, _)), Ok(unit), Ok(period), Ok(value), Ok(note)) => {
            if !seen.insert((indicator, unit, period)) {
                return Err(vec![(INDICATOR, Fault::Twice)]);
            }
            Ok(Filled { indicator, unit, period, value, note: note.to_owned() })
        }
        (indicator, unit, period, value, short) => {
            let faults = [indicator.err(), unit.err(), period.err(), value.err(), short.err()];
            Err(faults.into_iter().flatten().collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn known() -> Known {
        Known {
            indicators: BTreeMap::from([("M01".to_owned(), (IndicatorId::from_raw(1), Cycle::Quarter))]),
            units: BTreeMap::from([("3101".to_owned(), UnitId::from_raw(2))]),
        }
    }

    fn checked(line: [&str; 7]) -> Result<usize, String> {
        let lines = [line.map(str::to_owned).to_vec()];
        let refused = |faults: Vec<RefusedCell>| {
            let shown: Vec<String> = faults.iter().map(|fault| format!("{} {}", fault.cell, fault.reason)).collect();
            shown.join(", ")
        };
        check(&lines, &known(), "2026Q1".parse().unwrap()).map(|filled| filled.len()).map_err(refused)
    }

    #[test]
    fn a_value_that_was_replaced_is_told_with_who_replaced_it() {
        let entered = |value: &str, by: &str| Entered {
            value: value.parse().unwrap(),
            note: String::new(),
            by: by.to_owned(),
            at: "2026-04-03T02:00:00Z".parse().unwrap(),
        };
        let told = |entered: &[Entered]| {
            let told = changes(entered).into_iter().map(|it| (it.before, it.after.value, it.after.by));
            told.collect::<Vec<(Quantity, Quantity, String)>>()
        };
        assert!(told(&[]).is_empty() && told(&[entered("1", "a")]).is_empty());
        let all = [entered("3", "d"), entered("2", "c"), entered("2", "b"), entered("1", "a")];
        let [one, two, three]: [Quantity; 3] = ["1", "2", "3"].map(|value| value.parse().unwrap());
        assert_eq!(told(&all), [(two, three, "d".to_owned()), (one, two, "b".to_owned())]);
    }

    #[test]
    fn every_fault_is_named_with_its_cell() {
        let cases = [
            (["M01", "", "3101", "", "2026Q1", "12.5", ""], Ok(1)),
            (["M01", "", "3101", "", "2026Q1", " ", ""], Ok(0)),
            (["M02", "", "3101", "", "2026Q1", "1", ""], Err("A2 UNKNOWN_INDICATOR")),
            (["M01", "", "9999", "", "2026Q1", "1", ""], Err("C2 UNKNOWN_UNIT")),
            (["M01", "", "3101", "", "2026-13", "1", ""], Err("E2 BAD_PERIOD")),
            (["M01", "", "3101", "", "2026Q2", "1", ""], Err("E2 OTHER_PERIOD")),
            (["M01", "", "3101", "", "2026Q1", "十二", ""], Err("F2 BAD_VALUE")),
            (["M02", "", "9999", "", "2026Q1", "x", ""], Err("A2 UNKNOWN_INDICATOR, C2 UNKNOWN_UNIT, F2 BAD_VALUE")),
        ];
        for (line, expected) in cases {
            assert_eq!(checked(line), expected.map_err(str::to_owned), "{line:?}");
        }
    }

    #[test]
    fn the_same_place_twice_is_refused_and_nothing_is_taken() {
        let line = |value: &str| ["M01", "", "3101", "", "2026Q1", value, ""].map(str::to_owned).to_vec();
        let refused = check(&[line("1"), line("2")], &known(), "2026Q1".parse().unwrap()).unwrap_err();
        assert_eq!(refused.first().map(|fault| (fault.cell.as_str(), fault.reason)), Some(("A3", Fault::Twice)));
    }
}
