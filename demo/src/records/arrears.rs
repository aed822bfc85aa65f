//! Arrears at the end of each month, one row a household; what closes a month opens the next.

use super::{Cell, Dataset, Kind, Month, Row, grown};
use crate::plan::shared_out;
use crate::random::Random;
use crate::story::{Topic, mild};

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

/// The households in arrears of a post: type, age, and their parts of the balance, which shift from month to month.
const HOUSEHOLDS: [(&str, &str, i64); 4] =
    [("ENTERPRISE", "OLD", 450), ("INDIVIDUAL", "NEW", 150), ("INSTITUTION", "OLD", 100), ("ENTERPRISE", "NEW", 300)];
/// How far a part shifts, in thousandths of it.
const SHIFT: usize = 40;

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let (quota, strain) = (month.quota(), month.strain(Topic::Arrears));
    let mut random = Random::new(&month.key(24));
    let openings = shared_out(quota.opening, &parts(month, month.month));
    let closings = shared_out(quota.closing, &parts(month, month.month + 1));
    let balances = openings.into_iter().zip(closings);
    for (((taxpayer_type, age, _), (opening, closing)), household) in HOUSEHOLDS.into_iter().zip(balances).zip(0..) {
        let cells = [
            Cell::Text(taxpayer_type),
            Cell::Text(age),
            Cell::Money(opening),
            Cell::Money(closing),
            Cell::Flag(random.succeeds(grown(88, 96, month.month), strain)),
            Cell::Flag(random.succeeds(grown(80, 92, month.month), strain)),
            Cell::Flag(random.succeeds(grown(22, 33, month.month), mild(strain))),
        ];
        put(Row { day: month.last(), household, unmanned: false, cells: &cells });
    }
}

/// The households' parts at the beginning of a month; what they are at its end begins the next.
fn parts(month: &Month<'_>, at: usize) -> Vec<(i64, usize)> {
    let mut random = Random::new(&[27, month.source, month.manager, at]);
    let mut shifted = |part: i64| part * i64::try_from(1_000 + random.below(SHIFT)).unwrap_or(1_000);
    HOUSEHOLDS.iter().map(|(_, _, part)| (shifted(*part), 0)).collect()
}
