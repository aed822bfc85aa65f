//! Registrations that fell due.

use super::{Cell, Dataset, Kind, Month, Row, TYPES, grown, is_missed};
use crate::random::Random;
use crate::story::{Topic, mild};

pub(super) const DATASET: Dataset = Dataset {
    code: "registration",
    time: "due_date",
    columns: &[
        ("taxpayer_type", Kind::Text),
        ("origin", Kind::Text),
        ("registered", Kind::Flag),
        ("days", Kind::Count),
        ("channel", Kind::Text),
        ("complete", Kind::Flag),
        ("verified", Kind::Flag),
        ("coached", Kind::Flag),
    ],
    rows,
    hall: false,
};

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let (quota, strain) = (month.quota(), month.strain(Topic::Registration));
    let mut random = Random::new(&month.key(21));
    let start = random.below(100);
    for (number, household) in (0..quota.registrations).zip(0..) {
        let registered = !is_missed(number, start, quota.unregistered, quota.registrations);
        let longest = if random.succeeds(grown(85, 93, month.month), strain) { 12 } else { 30 };
        let at_once = random.succeeds(30, mild(strain));
        let days = random.below(if at_once { 2 } else { longest });
        let cells = [
            Cell::Text(random.pick(&TYPES)),
            Cell::Text(if random.chance(85) { "LICENSED" } else { "OTHER" }),
            Cell::Flag(registered),
            Cell::Count(i64::try_from(days).unwrap_or_default()),
            Cell::Text(if random.succeeds(grown(60, 74, month.month), mild(strain)) { "ONLINE" } else { "HALL" }),
            Cell::Flag(random.succeeds(grown(91, 96, month.month), strain)),
            Cell::Flag(random.succeeds(grown(92, 97, month.month), strain)),
            Cell::Flag(random.succeeds(grown(80, 90, month.month), strain)),
        ];
        put(Row { day: month.day(random.below(28)), household, unmanned: false, cells: &cells });
    }
}
