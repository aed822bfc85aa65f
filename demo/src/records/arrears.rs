//! Arrears at the end of each month, one row a household; what closes a month opens the next.

use super::{Cell, Dataset, Kind, Month, Row, grown};
use crate::random::Random;

pub(super) const DATASET: Dataset = Dataset {
    code: "arrears",
    time: "month_end",
    columns: &[
        ("taxpayer_type", Kind::Text),
        ("age", Kind::Text),
        ("opening", Kind::Money),
        ("closing", Kind::Money),
        ("noticed", Kind::Flag),
        ("announced", Kind::Flag),
        ("preserved", Kind::Flag),
    ],
    rows,
    hall: false,
};

/// The households in arrears of a post: type, age, and share of the balance in per cent; the last takes the rest.
const HOUSEHOLDS: [(&str, &str, i64); 4] =
    [("ENTERPRISE", "OLD", 45), ("INDIVIDUAL", "NEW", 15), ("INSTITUTION", "OLD", 10), ("ENTERPRISE", "NEW", 0)];

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let quota = month.quota();
    let mut random = Random::new(&month.key(24));
    let (mut opening_left, mut closing_left) = (quota.opening, quota.closing);
    for ((taxpayer_type, age, share), household) in HOUSEHOLDS.into_iter().zip(0..) {
        let part = |whole: i64, left: i64| if share == 0 { left } else { whole * share / 100 };
        let (opening, closing) = (part(quota.opening, opening_left), part(quota.closing, closing_left));
        (opening_left, closing_left) = (opening_left - opening, closing_left - closing);
        let cells = [
            Cell::Text(taxpayer_type),
            Cell::Text(age),
            Cell::Money(opening),
            Cell::Money(closing),
            Cell::Flag(random.chance(grown(88, 96, month.month))),
            Cell::Flag(random.chance(grown(80, 92, month.month))),
            Cell::Flag(random.chance(grown(22, 33, month.month))),
        ];
        put(Row { day: month.last(), household, unmanned: false, cells: &cells });
    }
}
