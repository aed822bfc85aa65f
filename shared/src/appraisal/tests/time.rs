//! Months into longer periods: sums add, balances take the last, openings the first; over the tree first, over time after.

use super::*;

/// One measure with this roll-up over months; two offices: 10 and 5 in January, none and 7 in February, 1 and none in March.
fn balances(over_tree: RollUp, over_time: RollUp) -> (Bench, [usize; 3]) {
    let mut bench = Bench::on("2027-02-01");
    bench.measure("balance", over_tree, over_time);
    bench.indicator("balance", ALONG_A_LINE);
    let bureau = bench.unit(None);
    let (one, other) = (bench.unit(Some(bureau)), bench.unit(Some(bureau)));
    for (office, month, sum) in
        [(one, "2026-01", 10), (other, "2026-01", 5), (other, "2026-02", 7), (one, "2026-03", 1)]
    {
        bench.row(office, month, &[Some(sum)]);
    }
    (bench, [bureau, one, other])
}

/// The same, with months without a row that are not known to be complete: nothing is zero there.
fn incomplete(over_tree: RollUp, over_time: RollUp) -> (Bench, [usize; 3]) {
    let (mut bench, subjects) = balances(over_tree, over_time);
    bench.plan.measures[0].complete_to = None;
    (bench, subjects)
}

#[test]
fn months_are_put_together_as_the_measure_says() {
    for (over_time, quarter) in [
        (RollUp::Sum, "23.0000"),
        (RollUp::First, "15.0000"),
        (RollUp::Last, "1.0000"),
        (RollUp::Min, "1.0000"),
        (RollUp::Max, "15.0000"),
    ] {
        let (bench, [bureau, ..]) = balances(RollUp::Sum, over_time);
        assert_eq!(bench.value(bureau, "2026Q1"), quarter, "{over_time}");
    }
}

#[test]
fn units_are_put_together_month_by_month_before_months_are() {
    // Each office has its greatest month on its own: 10 and 7. The bureau never had 17 in one month.
    let (bench, [bureau, one, other]) = balances(RollUp::Sum, RollUp::Max);
    assert_eq!([one, other, bureau].map(|at| bench.value(at, "2026Q1")), ["10.0000", "7.0000", "15.0000"]);

    // The last known balances of the offices are of different months: 1 in March and 7 in February. Their sum never stood anywhere.
    let (bench, [bureau, one, other]) = incomplete(RollUp::Sum, RollUp::Last);
    assert_eq!([one, other, bureau].map(|at| bench.value(at, "2026Q1")), ["1.0000", "7.0000", "1.0000"]);
}

#[test]
fn a_balance_adds_over_units_and_takes_the_last_over_months() {
    let mut bench = Bench::on("2027-02-01");
    bench.measure("arrears", RollUp::Sum, RollUp::Last);
    bench.indicator("arrears", ALONG_A_LINE);
    let bureau = bench.unit(None);
    for (january, march) in [(60, 52), (40, 30)] {
        let office = bench.unit(Some(bureau));
        bench.row(office, "2026-01", &[Some(january)]);
        bench.row(office, "2026-02", &[Some(january - 1)]);
        bench.row(office, "2026-03", &[Some(march)]);
    }
    assert_eq!(bench.value(bureau, "2026-01"), "100.0000");
    assert_eq!(bench.value(bureau, "2026Q1"), "82.0000");
}

#[test]
fn least_and_greatest_are_taken_over_units_too() {
    for (over_tree, january, march) in [(RollUp::Min, "5.0000", "1.0000"), (RollUp::Max, "10.0000", "1.0000")] {
        let (bench, [bureau, ..]) = balances(over_tree, RollUp::Last);
        assert_eq!(bench.value(bureau, "2026-01"), january, "{over_tree}");
        assert_eq!(bench.value(bureau, "2026-03"), march, "{over_tree}");
    }
}

#[test]
fn distinct_counts_come_counted_anew_and_are_never_added() {
    let mut bench = Bench::on("2027-02-01");
    bench.measure("taxpayers", RollUp::Distinct, RollUp::Distinct);
    bench.indicator("taxpayers", ALONG_A_LINE);
    let bureau = bench.unit(None);
    let office = bench.unit(Some(bureau));
    bench.row(office, "2026-01", &[Some(30)]);
    bench.row(office, "2026-02", &[Some(30)]);
    bench.sums.regrouped.insert((0, bureau, period("2026Q1")), whole(41));
    assert_eq!(bench.value(bureau, "2026Q1"), "41.0000");
}

#[test]
fn what_grew_since_the_opening_is_measured_over_the_whole_quarter() {
    let mut bench = Bench::on("2027-02-01");
    bench.measure("opening", RollUp::Sum, RollUp::First);
    bench.measure("closing", RollUp::Sum, RollUp::Last);
    bench.indicator("(closing - opening) / opening * 100", ALONG_A_LINE);
    let bureau = bench.unit(None);
    for (opening, closing) in [([600, 590, 580], [590, 580, 520]), ([400, 380, 390], [380, 390, 360])] {
        let office = bench.unit(Some(bureau));
        for (month, (opening, closing)) in
            ["2026-01", "2026-02", "2026-03"].iter().zip(opening.into_iter().zip(closing))
        {
            bench.row(office, month, &[Some(opening), Some(closing)]);
        }
    }
    assert_eq!(bench.value(bureau, "2026Q1"), "-12.0000");
}
