//! What taxpayers came for, at the hall, online or by telephone; a few were served by a machine and stand on no post.

use super::{Cell, Dataset, Kind, Month, Row, grown};
use crate::random::Random;
use crate::story::{Topic, mild};

pub(super) const DATASET: Dataset = Dataset {
    code: "service",
    time: "served_on",
    columns: &[
        ("kind", Kind::Text),
        ("channel", Kind::Text),
        ("wait_minutes", Kind::Count),
        ("handle_minutes", Kind::Count),
        ("in_time", Kind::Flag),
        ("rated", Kind::Flag),
        ("satisfied", Kind::Flag),
        ("first_contact", Kind::Flag),
        ("appointment", Kind::Flag),
        ("instructed", Kind::Flag),
    ],
    rows,
    hall: true,
};

const KINDS: [&str; 10] =
    ["FILING", "FILING", "INVOICE", "INVOICE", "INVOICE", "REGISTER", "CONSULT", "CONSULT", "REFUND", "FILING"];
const UNMANNED: usize = 2;

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let strain = month.strain(Topic::Service);
    let mut random = Random::new(&month.key(26));
    let served = 38 + random.below(8);
    for household in 0..served {
        let kind = if random.fails(grown(4, 2, month.month), strain) { "COMPLAINT" } else { random.pick(&KINDS) };
        let hall = random.fails(grown(62, 52, month.month), mild(strain));
        let wait = if hall { random.below(grown(34, 22, month.month) * strain / 100) } else { 0 };
        let cells = [
            Cell::Text(kind),
            Cell::Text(if hall {
                "HALL"
            } else if random.chance(75) {
                "ONLINE"
            } else {
                "PHONE"
            }),
            Cell::Count(i64::try_from(wait).unwrap_or_default()),
            Cell::Count(
                i64::try_from(3 + random.below(grown(16, 11, month.month) * mild(strain) / 100)).unwrap_or_default(),
            ),
            Cell::Flag(random.succeeds(grown(94, 98, month.month), strain)),
            Cell::Flag(random.succeeds(grown(46, 58, month.month), mild(strain))),
            Cell::Flag(random.succeeds(grown(93, 97, month.month), strain)),
            Cell::Flag(random.succeeds(grown(84, 92, month.month), strain)),
            Cell::Flag(hall && random.succeeds(grown(22, 34, month.month), mild(mild(strain)))),
            Cell::Flag(random.succeeds(grown(91, 96, month.month), strain)),
        ];
        put(Row { day: month.day(random.below(28)), household, unmanned: household < UNMANNED, cells: &cells });
    }
}
