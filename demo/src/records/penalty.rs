//! Offences that were found, and what became of them.

use super::{Cell, Dataset, Kind, Month, Row, grown, is_missed};
use crate::random::Random;
use crate::story::{Topic, mild};

pub(super) const DATASET: Dataset = Dataset {
    code: "penalty",
    time: "found_on",
    columns: &[
        ("kind", Kind::Text),
        ("outcome", Kind::Text),
        ("amount", Kind::Money),
        ("days", Kind::Count),
        ("reviewed", Kind::Flag),
        ("documented", Kind::Flag),
        ("executed", Kind::Flag),
        ("appealed", Kind::Flag),
        ("summary", Kind::Flag),
        ("published", Kind::Flag),
    ],
    rows,
    hall: false,
};

const KINDS: [&str; 8] =
    ["LATE_FILING", "LATE_FILING", "LATE_FILING", "INVOICE", "INVOICE", "REGISTRATION", "LATE_FILING", "OTHER"];

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let (quota, strain) = (month.quota(), month.strain(Topic::Penalty));
    let mut random = Random::new(&month.key(25));
    let start = random.below(100);
    for (number, household) in (0..quota.offences).zip(0..) {
        let lenient = random.chance(10);
        let outcome = match (is_missed(number, start, quota.pending, quota.offences), lenient) {
            (true, _) => "PENDING",
            (false, true) => "NON_PENALTY",
            (false, false) => "PENALISED",
        };
        let fine = if outcome == "PENALISED" { 5_000 * (1 + random.below(20)) } else { 0 };
        let longest = if random.succeeds(grown(82, 92, month.month), strain) { 30 } else { 60 };
        let days = random.below(longest);
        let cells = [
            Cell::Text(random.pick(&KINDS)),
            Cell::Text(outcome),
            Cell::Money(i64::try_from(fine).unwrap_or_default()),
            Cell::Count(i64::try_from(days).unwrap_or_default()),
            Cell::Flag(random.succeeds(grown(89, 96, month.month), strain)),
            Cell::Flag(random.succeeds(grown(92, 97, month.month), strain)),
            Cell::Flag(random.succeeds(grown(85, 94, month.month), strain)),
            Cell::Flag(random.fails(2, mild(strain))),
            Cell::Flag(random.succeeds(grown(52, 64, month.month), mild(strain))),
            Cell::Flag(random.succeeds(grown(90, 96, month.month), strain)),
        ];
        put(Row { day: month.day(random.below(28)), household, unmanned: false, cells: &cells });
    }
}
