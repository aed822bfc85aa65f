//! Where a year is heading (ZH-66): what came so far, carried on by the same months of last year, as a band. It is shown and never
//! scored (domain.md §3.8).

use crate::cell::Cell;
use crate::formula::{Exact, ExactError, Formula};
use crate::number::Quantity;

/// Months of this year that must be there: from one alone nothing says how far apart months lie.
const LEAST_MONTHS: usize = 2;

/// The value of the whole year as it may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Forecast {
    /// If the rest of the year goes like the lowest of its months.
    pub low: Quantity,
    /// If it goes on as it went so far.
    pub likely: Quantity,
    /// If it goes like the highest of its months.
    pub high: Quantity,
}

/// Where a year is heading, from the cells of its first months and those of all months of last year, each in their order.
///
/// Sums are carried on by what last year still brought after the same month; of a ratio its denominator is, and the rest of the year
/// takes the lowest, the mean and the highest rate of the months so far. There is none for a year that is over, where a month is
/// missing, or where the value is no sum and no ratio of sums.
#[must_use]
pub fn forecast(formula: &Formula, this_year: &[Option<&Cell>], last_year: &[Option<&Cell>]) -> Option<Forecast> {
    if this_year.len() < LEAST_MONTHS || this_year.len() >= last_year.len() {
        return None;
    }
    if formula.is_additive() {
        let value = |cell: &Cell| Some(exact(cell.value?));
        return of_sum(&all(this_year, value)?, &all(last_year, value)?).ok()?;
    }
    let factor = formula.ratio()?.factor;
    let numerators = all(this_year, |cell| Some(exact(cell.numerator?)))?;
    let denominator = |cell: &Cell| Some(exact(cell.denominator?));
    of_ratio(&numerators, &all(this_year, denominator)?, &all(last_year, denominator)?, factor).ok()?
}

fn exact(quantity: Quantity) -> Exact {
    Exact::from(quantity)
}

fn all(cells: &[Option<&Cell>], part: impl Fn(&Cell) -> Option<Exact>) -> Option<Vec<Exact>> {
    cells.iter().map(|cell| part((*cell)?)).collect()
}

/// What last year brought up to the month that this year has come to, and after it.
fn parted(last_year: &[Exact], months: usize) -> Result<(Exact, Exact), ExactError> {
    let (before, after) = last_year.split_at_checked(months).unwrap_or((last_year, &[]));
    Ok((Exact::sum(before.iter().copied())?, Exact::sum(after.iter().copied())?))
}

fn of_sum(this_year: &[Exact], last_year: &[Exact]) -> Result<Option<Forecast>, ExactError> {
    let so_far = Exact::sum(this_year.iter().copied())?;
    let (then, rest) = parted(last_year, this_year.len())?;
    // Growth is a question of positive months: of others nothing can be said.
    if last_year.iter().any(|month| month.is_negative() || month.is_zero()) {
        return Ok(None);
    }
    let growth = this_year.iter().zip(last_year).map(|(now, then)| now.over(*then)).collect::<Result<Vec<_>, _>>()?;
    let (Some(low), Some(high)) = (growth.iter().min(), growth.iter().max()) else { return Ok(None) };
    let carried = |growth: Exact| so_far.plus(rest.times(growth)?)?.quantity();
    Ok(Some(Forecast { low: carried(*low)?, likely: carried(so_far.over(then)?)?, high: carried(*high)? }))
}

fn of_ratio(
    numerators: &[Exact],
    denominators: &[Exact],
    last_year: &[Exact],
    factor: Exact,
) -> Result<Option<Forecast>, ExactError> {
    let not_positive = |month: &Exact| month.is_negative() || month.is_zero();
    if denominators.iter().chain(last_year).any(not_positive) {
        return Ok(None);
    }
    let (won, of) = (Exact::sum(numerators.iter().copied())?, Exact::sum(denominators.iter().copied())?);
    let (then, rest) = parted(last_year, denominators.len())?;
    let rest = rest.times(of.over(then)?)?;
    let rates = numerators.iter().zip(denominators).map(|(won, of)| won.over(*of)).collect::<Result<Vec<_>, _>>()?;
    let (Some(low), Some(high)) = (rates.iter().min(), rates.iter().max()) else { return Ok(None) };
    let carried = |rate: Exact| won.plus(rest.times(rate)?)?.times(factor)?.over(of.plus(rest)?)?.quantity();
    Ok(Some(Forecast { low: carried(*low)?, likely: carried(won.over(of)?)?, high: carried(*high)? }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn exacts(numbers: &[i64]) -> Vec<Exact> {
        numbers.iter().map(|number| Exact::whole(*number)).collect()
    }

    fn shown(forecast: Option<Forecast>) -> Option<[String; 3]> {
        forecast.map(|it| [it.low, it.likely, it.high].map(Quantity::written))
    }

    fn three(low: &str, likely: &str, high: &str) -> Option<[String; 3]> {
        Some([low, likely, high].map(ToOwned::to_owned))
    }

    #[test]
    fn a_sum_is_carried_on_by_what_last_year_still_brought() {
        // 30 came of what was 20 then; 40 more came then: 1.5 times as much, between 1 and 2 times.
        let last = exacts(&[10, 10, 20, 20]);
        assert_eq!(shown(of_sum(&exacts(&[10, 20]), &last).unwrap()), three("70", "90", "110"));
        assert_eq!(shown(of_sum(&exacts(&[10, 20]), &exacts(&[10, 0, 20, 20])).unwrap()), None);
    }

    #[test]
    fn a_rate_keeps_the_weight_of_what_came() {
        // 80 and 90 of 100 each; as many are to come, at 80 %, 85 % or 90 %.
        let last = exacts(&[50, 50, 50, 50]);
        let found = of_ratio(&exacts(&[80, 90]), &exacts(&[100, 100]), &last, Exact::HUNDRED).unwrap();
        assert_eq!(shown(found), three("82.5", "85", "87.5"));
    }

    proptest! {
        #[test]
        fn what_is_likely_lies_between_low_and_high(
            this in prop::collection::vec(1_i64..10_000, 2..11),
            last in prop::collection::vec(1_i64..10_000, 12),
            parts in prop::collection::vec(0_i64..10_000, 12),
        ) {
            let sum = of_sum(&exacts(&this), &exacts(&last)).unwrap().unwrap();
            prop_assert!(sum.low <= sum.likely && sum.likely <= sum.high);
            let numerators = exacts(parts.get(..this.len()).unwrap());
            let rate = of_ratio(&numerators, &exacts(&this), &exacts(&last), Exact::HUNDRED).unwrap().unwrap();
            prop_assert!(rate.low <= rate.likely && rate.likely <= rate.high);
        }
    }
}
