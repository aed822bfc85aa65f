//! Taxes that fell due to be paid, with the surcharge on late ones.

use super::{Cell, Dataset, Kind, Month, Row, TAXES, TYPES, grown, is_missed};
use crate::bureau::MANAGERS;
use crate::plan::payments;
use crate::random::Random;
use crate::story::{Topic, mild};

pub(super) const DATASET: Dataset = Dataset {
    code: "payment",
    time: "due_date",
    columns: &[
        ("taxpayer_type", Kind::Text),
        ("tax", Kind::Text),
        ("due_amount", Kind::Money),
        ("paid_amount", Kind::Money),
        ("on_time", Kind::Flag),
        ("days_late", Kind::Count),
        ("surcharge_due", Kind::Flag),
        ("surcharge_charged", Kind::Flag),
        ("noticed", Kind::Flag),
        ("channel", Kind::Text),
    ],
    rows,
    hall: false,
};

/// The day taxes are due: the 15th.
const DUE: usize = 14;
const MOST_DAYS_LATE: usize = 15;

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let (quota, strain) = (month.quota(), month.strain(Topic::Payment));
    let mut random = Random::new(&month.key(23));
    let mut unpaid = quota.unpaid;
    for ((due, number), household) in
        payments(month.source * MANAGERS + month.manager, month.month).into_iter().zip(0..).zip(0..)
    {
        let late = number < quota.late_payments;
        // What stays unpaid is owed by those who are late, and only then by others.
        let owed = unpaid.min(due);
        unpaid -= owed;
        let charged = late && !is_missed(number, 0, quota.uncharged, quota.late_payments);
        let days = if late { 1 + random.below(MOST_DAYS_LATE) } else { 0 };
        let agreement = 100_usize.saturating_sub((100 - grown(52, 64, month.month)) * mild(strain) / 100);
        let channel = random.below(100);
        let cells = [
            Cell::Text(random.pick(&TYPES)),
            Cell::Text(random.pick(&TAXES)),
            Cell::Money(due),
            Cell::Money(due - owed),
            Cell::Flag(!late),
            Cell::Count(i64::try_from(days).unwrap_or_default()),
            Cell::Flag(late),
            Cell::Flag(charged),
            Cell::Flag(late && random.succeeds(grown(82, 93, month.month), strain)),
            Cell::Text(if channel < agreement {
                "AGREEMENT"
            } else if channel < 100_usize.saturating_sub(8 * mild(strain) / 100) {
                "ONLINE"
            } else {
                "COUNTER"
            }),
        ];
        put(Row { day: month.day(DUE), household, unmanned: false, cells: &cells });
    }
}
