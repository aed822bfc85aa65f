//! How punctual units were: what is summed up over many matters.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Clocks, Parties, Punctuality, Side};
use crate::id::UnitId;

/// How punctual a unit was on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitPunctuality {
    /// The unit.
    pub unit: UnitId,
    /// What it is called.
    pub name: String,
    /// Where it answers.
    pub responsible: Punctuality,
    /// Where it gives, decides and verifies.
    pub giver: Punctuality,
}

/// How punctual each unit was in some matters up to today. Units of which no clock was kept or missed are left out; the least punctual
/// on the side that answers come first, then those with more clocks, then by name.
#[must_use]
pub fn by_unit<'m>(
    matters: impl IntoIterator<Item = (&'m Parties, &'m Clocks)>,
    today: NaiveDate,
) -> Vec<UnitPunctuality> {
    let mut units: BTreeMap<UnitId, UnitPunctuality> = BTreeMap::new();
    for (parties, clocks) in matters {
        let answers = of(&mut units, parties.unit, &parties.names.unit);
        answers.responsible += clocks.punctuality(Side::Responsible, today);
        let gives = of(&mut units, parties.giver, &parties.names.giver);
        gives.giver += clocks.punctuality(Side::Giver, today);
    }
    let mut units: Vec<_> = units.into_values().filter(|it| it.responsible.of + it.giver.of > 0).collect();
    units.sort_by(|one, other| one.place().cmp(&other.place()));
    units
}

/// Names change: the last one stands.
fn of<'u>(units: &'u mut BTreeMap<UnitId, UnitPunctuality>, unit: UnitId, name: &str) -> &'u mut UnitPunctuality {
    let none = Punctuality::default();
    let it = units.entry(unit).or_insert(UnitPunctuality { unit, name: String::new(), responsible: none, giver: none });
    name.clone_into(&mut it.name);
    it
}

impl UnitPunctuality {
    /// Missed ones in ten thousand, more first; a unit that never had to answer stands last.
    fn place(&self) -> (Reverse<u64>, Reverse<u32>, &str) {
        let Punctuality { kept, of } = self.responsible;
        let missed = u64::from(of - kept) * 10_000;
        let share = missed.checked_div(u64::from(of)).unwrap_or_default();
        (Reverse(share), Reverse(of), &self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Calendar;
    use crate::id::Id;
    use crate::matter::{ClockKind, Hand, Names};
    use crate::policy::{Actor, Purpose};

    /// A matter between two units, with a clock of either side that begins on a Wednesday, has two working days and stops when it is said.
    fn matter(unit: i64, giver: i64, stops: [Option<&str>; 2]) -> (Parties, Clocks) {
        let (calendar, mut clocks) = (Calendar::default(), Clocks::default());
        let hand = |day: &str| Hand {
            actor: Actor::System(Purpose::Operate),
            name: "",
            side: None,
            part: None,
            at: format!("{day}T02:00:00Z").parse().unwrap(),
            calendar: &calendar,
        };
        let sides = [(Side::Responsible, ClockKind::Report), (Side::Giver, ClockKind::Verify)];
        for ((side, kind), stop) in sides.into_iter().zip(stops) {
            let begin = hand("2026-11-18");
            clocks.start(&begin, side, kind, begin.due_in(2));
            if let Some(day) = stop {
                clocks.stop(&hand(day), kind);
            }
        }
        let names = Names { unit: format!("U{unit}"), person: None, giver: format!("U{giver}") };
        let parties = Parties { names, ..Parties::new(UnitId::from_raw(unit), None, UnitId::from_raw(giver), None) };
        (parties, clocks)
    }

    #[test]
    fn each_unit_is_measured_where_it_answers_and_where_it_gives() {
        let (kept, late) = (Some("2026-11-20"), Some("2026-11-23"));
        let matters = [
            matter(2, 1, [kept, late]),
            matter(2, 1, [late, kept]),
            matter(3, 2, [late, None]),
            matter(4, 1, [kept, kept]),
            // Still waiting within its days: no word on anybody.
            matter(5, 6, [None, None]),
        ];
        let told = |today: &str| {
            let matters = matters.iter().map(|(parties, clocks)| (parties, clocks));
            let units = by_unit(matters, today.parse().unwrap()).into_iter();
            let of = |it: Punctuality| (it.kept, it.of);
            units.map(|it| (it.name.clone(), of(it.responsible), of(it.giver))).collect::<Vec<_>>()
        };
        let line = |name: &str, responsible, giver| (name.to_owned(), responsible, giver);
        let on_time = [
            line("U3", (0, 1), (0, 0)),
            line("U2", (1, 2), (0, 0)),
            line("U4", (1, 1), (0, 0)),
            line("U1", (0, 0), (2, 3)),
        ];
        assert_eq!(told("2026-11-20"), on_time);
        let later = [
            line("U3", (0, 1), (0, 0)),
            line("U5", (0, 1), (0, 0)),
            line("U2", (1, 2), (0, 1)),
            line("U4", (1, 1), (0, 0)),
            line("U1", (0, 0), (2, 3)),
            line("U6", (0, 0), (0, 1)),
        ];
        assert_eq!(told("2026-11-23"), later);
    }
}
