//! What taxpayers came for, at the hall, online or by telephone; a few were served by a machine and stand on no post.

use super::{Cell, Dataset, Kind, Month, Row, grown};
use crate::random::Random;

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
    let mut random = Random::new(&month.key(26));
    let served = 38 + random.below(8);
    for household in 0..served {
        let kind = if random.chance(grown(4, 2, month.month)) { "COMPLAINT" } else { random.pick(&KINDS) };
        let hall = random.chance(grown(62, 52, month.month));
        let wait = if hall { random.below(grown(34, 22, month.month)) } else { 0 };
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
            Cell::Count(i64::try_from(3 + random.below(grown(16, 11, month.month))).unwrap_or_default()),
            Cell::Flag(random.chance(grown(94, 98, month.month))),
            Cell::Flag(random.chance(grown(46, 58, month.month))),
            Cell::Flag(random.chance(grown(93, 97, month.month))),
            Cell::Flag(random.chance(grown(84, 92, month.month))),
            Cell::Flag(hall && random.chance(grown(22, 34, month.month))),
            Cell::Flag(random.chance(grown(91, 96, month.month))),
        ];
        put(Row { day: month.day(random.below(28)), household, unmanned: household < UNMANNED, cells: &cells });
    }
}
