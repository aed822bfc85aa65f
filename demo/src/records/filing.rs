//! Returns that fell due, one a household and tax.

use super::{Cell, Dataset, Kind, Month, Row, TAXES, TYPES, grown, is_missed};
use crate::random::Random;
use crate::story::{Topic, mild};

pub(super) const DATASET: Dataset = Dataset {
    code: "filing",
    time: "due_date",
    columns: &[
        ("taxpayer_type", Kind::Text),
        ("tax", Kind::Text),
        ("state", Kind::Text),
        ("filed", Kind::Flag),
        ("on_time", Kind::Flag),
        ("days_late", Kind::Count),
        ("channel", Kind::Text),
        ("corrected", Kind::Flag),
        ("zero", Kind::Flag),
        ("checked", Kind::Flag),
        ("reminded", Kind::Flag),
    ],
    rows,
    hall: false,
};

/// The day returns are due: the 15th.
const DUE: usize = 14;
const MOST_DAYS_LATE: usize = 20;
const FEW_DAYS_LATE: usize = 5;

fn rows(month: &Month<'_>, put: &mut dyn FnMut(Row<'_>)) {
    let (quota, strain) = (month.quota(), month.strain(Topic::Filing));
    let mut random = Random::new(&month.key(22));
    let start = random.below(100);
    let idle = [("CLOSED", random.below(2)), ("ABNORMAL", random.below(2))];
    let states = idle.iter().flat_map(|&(state, count)| (0..count).map(move |_| (state, true)));
    let normal = (0..quota.filings).map(|number| ("NORMAL", is_missed(number, start, quota.unfiled, quota.filings)));
    for ((state, missed), household) in normal.chain(states).zip(0..) {
        let late = missed && state == "NORMAL" && random.chance(60);
        let longest = if random.succeeds(52, mild(strain)) { FEW_DAYS_LATE } else { MOST_DAYS_LATE };
        let days = if late { 1 + random.below(longest) } else { 0 };
        let online = 100_usize.saturating_sub((100 - grown(66, 77, month.month)) * mild(strain) / 100);
        let channel = random.below(100);
        let cells = [
            Cell::Text(random.pick(&TYPES)),
            Cell::Text(random.pick(&TAXES)),
            Cell::Text(state),
            Cell::Flag(!missed || late),
            Cell::Flag(!missed),
            Cell::Count(i64::try_from(days).unwrap_or_default()),
            Cell::Text(if channel < online {
                "ONLINE"
            } else if channel < online + 15 {
                "MOBILE"
            } else {
                "HALL"
            }),
            Cell::Flag(random.fails(grown(6, 4, month.month), strain)),
            Cell::Flag(random.chance(18)),
            Cell::Flag(random.succeeds(grown(70, 84, month.month), strain)),
            Cell::Flag(random.succeeds(grown(78, 90, month.month), strain)),
        ];
        put(Row { day: month.day(DUE), household, unmanned: false, cells: &cells });
    }
}
