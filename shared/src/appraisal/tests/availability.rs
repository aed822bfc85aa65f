//! Zero, missing, not due, late and not applicable are different things (architecture.md §6), for extracted and for hand-filled values.

use super::*;

/// One count for the office that has no row in March 2026, and another office that has.
fn without_rows(complete_to: Option<&str>, today: &str, counts: bool) -> String {
    let mut bench = Bench::on(today);
    bench.measure("visits", RollUp::Sum, RollUp::Sum);
    bench.plan.measures[0].complete_to = complete_to.map(|day| day.parse().unwrap());
    bench.plan.measures[0].counts = counts;
    bench.indicator("visits", ALONG_A_LINE);
    let (office, busy) = (bench.unit(None), bench.unit(None));
    bench.row(busy, "2026-03", &[Some(3)]);
    assert_eq!(bench.value(busy, "2026-03"), "3.0000", "rows count whether or not the month is complete");
    bench.value(office, "2026-03")
}

#[test]
fn no_row_means_what_the_completeness_of_the_source_and_the_day_say() {
    for (complete_to, today, counts, expected) in [
        (Some("2026-03-31"), "2026-04-10", true, "0.0000"),
        (Some("2026-05-01"), "2026-04-10", true, "0.0000"),
        (Some("2026-03-31"), "2026-04-10", false, "NOT_APPLICABLE"),
        (Some("2026-03-30"), "2026-04-10", true, "MISSING"),
        (Some("2026-03-30"), "2026-04-10", false, "MISSING"),
        (None, "2026-04-01", true, "MISSING"),
        (None, "2026-03-31", true, "NOT_DUE"),
        (Some("2026-02-28"), "2026-03-15", false, "NOT_DUE"),
    ] {
        assert_eq!(without_rows(complete_to, today, counts), expected, "{complete_to:?} {today} {counts}");
    }
}

#[test]
fn rows_of_which_none_meets_the_condition_are_a_zero_and_not_missing() {
    let mut bench = Bench::with_a_rate();
    for measure in &mut bench.plan.measures {
        measure.complete_to = None;
    }
    let office = bench.unit(None);
    bench.row(office, "2026-03", &[None, Some(50)]);
    assert_eq!(bench.value(office, "2026-03"), "0.0000", "50 were due, not one was on time");
    assert_eq!(bench.value(office, "2026-04"), "MISSING", "nothing is known of April");
}

#[test]
fn a_denominator_of_zero_is_not_applicable_and_never_zero() {
    let mut bench = Bench::with_a_rate();
    let (idle, quiet) = (bench.unit(None), bench.unit(None));
    bench.rate(idle, "2026-03", 0, 0);
    for subject in [idle, quiet] {
        let cell = bench.cell(subject, "2026-03");
        assert_eq!(
            (cell.availability, cell.value, cell.points, cell.band),
            (Availability::NotApplicable, None, None, None)
        );
        assert_eq!((cell.numerator, cell.denominator), (Some(whole(0)), Some(whole(0))));
    }
}

#[test]
fn one_absent_measure_makes_the_rate_absent_for_its_reason() {
    let mut bench = Bench::with_a_rate();
    bench.plan.measures[0].complete_to = None;
    let office = bench.unit(None);
    assert_eq!(bench.value(office, "2026-03"), "MISSING");
    bench.plan.calendar.today = "2026-03-20".parse().unwrap();
    assert_eq!(bench.value(office, "2026-03"), "NOT_DUE");
}

fn by_hand(today: &str) -> (Bench, usize) {
    let mut bench = Bench::on(today);
    bench.indicator("", ALONG_A_LINE);
    let office = bench.unit(None);
    (bench, office)
}

#[test]
fn a_hand_filled_value_is_not_due_then_late_then_missing() {
    for (today, expected) in
        [("2026-03-31", "NOT_DUE"), ("2026-04-01", "LATE"), ("2026-04-10", "LATE"), ("2026-04-11", "MISSING")]
    {
        let (bench, office) = by_hand(today);
        assert_eq!(bench.value(office, "2026-03"), expected, "{today}");
    }
}

#[test]
fn a_hand_filled_value_holds_for_its_subject_and_period_alone() {
    let (mut bench, office) = by_hand("2026-04-30");
    let neighbour = bench.unit(None);
    bench.plan.manual.insert((0, office, period("2026-03")), quantity("0"));
    assert_eq!(bench.value(office, "2026-03"), "0.0000", "a zero that was filled in is a value");
    assert_eq!(bench.cell(office, "2026-03").points, Some(Points::ZERO));
    assert_eq!(bench.value(neighbour, "2026-03"), "MISSING");
    assert_eq!(bench.value(office, "2026-04"), "NOT_DUE");
}

#[test]
fn who_does_not_collect_it_does_not_owe_it() {
    let (mut bench, office) = by_hand("2026-05-31");
    bench.plan.indicators[0].content.collector_level = Some("COUNTY".parse().unwrap());
    assert_eq!(bench.value(office, "2026-03"), "NOT_APPLICABLE");
    bench.plan.subjects[office].level = "COUNTY".parse().unwrap();
    assert_eq!(bench.value(office, "2026-03"), "MISSING");
    // Filled in month by month, it is not owed for the quarter as well.
    assert_eq!(bench.value(office, "2026Q1"), "NOT_APPLICABLE");
}

#[test]
fn an_indicator_is_not_appraised_for_less_than_its_cycle() {
    let (mut bench, office) = by_hand("2026-05-31");
    bench.plan.indicators[0].content.cycle = Cycle::Quarter;
    assert!(bench.appraise("2026-03").cells.is_empty());
    assert_eq!(bench.value(office, "2026Q1"), "MISSING");
}
