//! Who found something first: what was taken up below before it was warned of or ordered from above (ZH-55).

use chrono::{DateTime, Datelike as _, Utc};

use super::{About, Head};
use crate::calendar::local_day;
use crate::cell::Subject;
use crate::id::{MatterId, UnitId};

/// From where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finder {
    /// By whom it concerns.
    Below,
    /// By a warning or an order.
    Above,
}

/// A matter that was opened before about the same, and that says who found it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Earlier {
    /// Its id.
    pub id: MatterId,
    /// From where it came.
    pub by: Finder,
}

/// What was found below before anything that stands was found from above, oldest first as `earlier` is.
pub fn below(earlier: &[Earlier]) -> impl Iterator<Item = MatterId> {
    earlier.iter().take_while(|before| before.by == Finder::Below).map(|before| before.id)
}

/// What a matter is about, as far as another may be about the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The unit that answers.
    pub unit: UnitId,
    /// The number.
    pub about: Option<About>,
    /// The risk point.
    pub risk_point: Option<String>,
    /// When it was opened.
    pub opened: DateTime<Utc>,
}

impl Ground {
    /// What a matter with this head is about.
    #[must_use]
    pub fn of(head: &Head<'_>) -> Self {
        let risk_point = head.risk_point.map(ToOwned::to_owned);
        Self { unit: head.parties.unit, about: head.about, risk_point, opened: head.opened }
    }

    /// Whether both are about the same number, or in the same unit and year about the same risk point. The value of a unit and that of
    /// one of its posts or persons are the same number; those of two of its persons are not.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let same_unit = self.unit == other.unit;
        let same_number = self.about.zip(other.about).is_some_and(|(one, two)| {
            let of_unit = [one, two].iter().any(|about| matches!(about.subject, Subject::Unit(_)));
            one.indicator == two.indicator
                && one.period == two.period
                && (one.subject == two.subject || (same_unit && of_unit))
        });
        let same_point = self.risk_point.is_some() && self.risk_point == other.risk_point;
        same_number || (same_unit && same_point && self.year() == other.year())
    }

    /// The year of the number it is about; without one, the year it was opened in.
    fn year(&self) -> i32 {
        self.about.map_or_else(|| local_day(self.opened).year(), |about| about.period.year())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{Id, IndicatorId, PersonId};

    fn unit(raw: i64) -> Subject {
        Subject::Unit(UnitId::from_raw(raw))
    }

    fn person(raw: i64) -> Subject {
        Subject::Person(PersonId::from_raw(raw))
    }

    fn ground(of: i64, about: Option<(i64, Subject, &str)>, risk_point: Option<&str>, opened: &str) -> Ground {
        let about = about.map(|(indicator, subject, period)| About {
            indicator: IndicatorId::from_raw(indicator),
            subject,
            period: period.parse().unwrap(),
        });
        let opened = format!("{opened}T02:00:00Z").parse().unwrap();
        Ground { unit: Id::from_raw(of), about, risk_point: risk_point.map(ToOwned::to_owned), opened }
    }

    #[test]
    fn the_same_number_is_that_of_a_unit_and_of_whoever_is_in_it() {
        let number = |of, about| ground(of, Some(about), None, "2026-04-03");
        let of_unit = number(1, (7, unit(1), "2026-03"));
        let of_person = number(1, (7, person(3), "2026-03"));
        for (one, two, same) in [
            (&of_unit, &of_unit, true),
            (&of_unit, &of_person, true),
            (&of_person, &of_person, true),
            (&of_person, &number(1, (7, person(4), "2026-03")), false),
            (&of_unit, &number(1, (7, unit(1), "2026-04")), false),
            (&of_unit, &number(1, (8, unit(1), "2026-03")), false),
            (&of_unit, &number(2, (7, unit(2), "2026-03")), false),
            // A person who moved meanwhile is still the same.
            (&of_person, &number(2, (7, person(3), "2026-03")), true),
            (&of_unit, &number(2, (7, person(3), "2026-03")), false),
        ] {
            assert_eq!((one.is_same(two), two.is_same(one)), (same, same), "{one:?} {two:?}");
        }
    }

    #[test]
    fn a_risk_point_is_the_same_in_its_unit_and_year() {
        let point = |of, point, opened| ground(of, None, Some(point), opened);
        let desk = point(1, "cash desk", "2026-04-03");
        for (other, same) in [
            (point(1, "cash desk", "2026-12-01"), true),
            // What is about a number is of the year of that number.
            (ground(1, Some((7, unit(1), "2026-12")), Some("cash desk"), "2027-01-10"), true),
            (point(1, "cash desk", "2025-12-01"), false),
            (point(1, "seals", "2026-04-03"), false),
            (point(2, "cash desk", "2026-04-03"), false),
            (ground(1, None, None, "2026-04-03"), false),
        ] {
            assert_eq!((desk.is_same(&other), other.is_same(&desk)), (same, same), "{other:?}");
        }
        assert!(!ground(1, None, None, "2026-04-03").is_same(&ground(1, None, None, "2026-04-03")));
    }

    #[test]
    fn what_was_found_below_is_named_oldest_first() {
        let at = |id, by| Earlier { id: MatterId::from_raw(id), by };
        let [own, own_too, from_above] = [at(2, Finder::Below), at(3, Finder::Below), at(4, Finder::Above)];
        let named = |earlier: &[Earlier]| below(earlier).map(Id::raw).collect::<Vec<_>>();
        assert_eq!(named(&[own, own_too]), [2, 3]);
        // What was taken up only after it was found from above was not found first, however many came since.
        assert_eq!(named(&[own, from_above, own_too]), [2]);
        assert!(named(&[from_above, own, own_too]).is_empty());
    }
}
