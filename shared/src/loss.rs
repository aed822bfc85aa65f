//! Lost points: what an indicator was worth and did not bring, and what of it was won back in later periods (NY-12, WH-31).

use crate::cell::Cell;
use crate::number::{NumberError, Points};

/// The points a value did not bring; none where it has no points, or all of them.
#[must_use]
pub fn lost(cell: &Cell) -> Option<Points> {
    let lost = cell.base_points.checked_sub(cell.points?).ok()?;
    (lost > Points::ZERO).then_some(lost)
}

/// The points a later value does not bring: none at all where it has no points, for what is not known is not won.
#[must_use]
pub fn still_lost(now: &Cell) -> Option<Points> {
    now.points.map(|_| lost(now).unwrap_or_default())
}

/// What of the points lost then is won now: the difference, never less than nothing.
#[must_use]
pub fn recovered(then: Points, now: Points) -> Points {
    then.checked_sub(now).unwrap_or_default().max(Points::ZERO)
}

/// All of them together.
///
/// # Errors
/// [`NumberError::OutOfRange`] where the sum does not fit.
pub fn total(points: impl IntoIterator<Item = Points>) -> Result<Points, NumberError> {
    points.into_iter().try_fold(Points::ZERO, Points::checked_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::availability::Availability;
    use crate::cell::Subject;
    use crate::id::{Id, UnitId};

    fn points(text: &str) -> Points {
        text.parse().unwrap()
    }

    fn cell(won: Option<&str>) -> Cell {
        Cell {
            subject: Subject::Unit(UnitId::from_raw(1)),
            version: Id::from_raw(1),
            period: "2026Q1".parse().unwrap(),
            availability: Availability::Present,
            numerator: None,
            denominator: None,
            value: None,
            rows: 0,
            inputs: Vec::new(),
            target: None,
            points: won.map(points),
            base_points: points("5"),
            band: None,
            ranking: None,
        }
    }

    #[test]
    fn a_loss_is_what_was_to_be_won_and_was_not() {
        assert_eq!(lost(&cell(Some("3.5"))), Some(points("1.5")));
        assert_eq!(lost(&cell(Some("5"))), None);
        // More than it was worth, and nothing to score: no loss.
        assert_eq!(lost(&cell(Some("6"))), None);
        assert_eq!(lost(&cell(None)), None);
        assert_eq!(
            [Some("5"), Some("4"), None].map(|won| still_lost(&cell(won))),
            [Some(Points::ZERO), Some(points("1")), None]
        );
    }

    #[test]
    fn what_is_lost_anew_wins_nothing_back() {
        assert_eq!(recovered(points("1.5"), points("0.5")), points("1"));
        assert_eq!(recovered(points("1.5"), points("2")), Points::ZERO);
    }
}
