//! Targets come down the tree and from longer to shorter periods; methods that look a year back take the value of then.

use super::*;

fn with_targets(set: &[(usize, &str, &str)]) -> (Bench, [usize; 3]) {
    let mut bench = Bench::with_a_rate();
    let bureau = bench.unit(None);
    let district = bench.unit(Some(bureau));
    let office = bench.unit(Some(district));
    let subjects = [bureau, district, office];
    for &(at, of, target) in set {
        bench.plan.targets.0.insert((0, bench.unit_of(subjects[at]), period(of)), quantity(target));
    }
    (bench, subjects)
}

fn held(set: &[(usize, &str, &str)], at: &str) -> [Option<String>; 3] {
    let (bench, subjects) = with_targets(set);
    subjects.map(|subject| bench.cell(subject, at).target.map(|target| target.shown()))
}

fn shown(targets: [&str; 3]) -> [Option<String>; 3] {
    targets.map(|target| (!target.is_empty()).then(|| target.to_owned()))
}

#[test]
fn the_nearest_unit_that_set_a_target_decides_and_there_the_shortest_period() {
    assert_eq!(held(&[], "2026-03"), shown(["", "", ""]));
    assert_eq!(held(&[(0, "2026", "95")], "2026-03"), shown(["95.00", "95.00", "95.00"]));
    assert_eq!(held(&[(0, "2026", "95"), (1, "2026", "97")], "2026-03"), shown(["95.00", "97.00", "97.00"]));
    assert_eq!(held(&[(0, "2026", "95"), (0, "2026Q1", "93"), (0, "2026-03", "92")], "2026-03"), shown(["92.00"; 3]));
    assert_eq!(held(&[(0, "2026", "95"), (0, "2026Q1", "93"), (0, "2026-03", "92")], "2026-02"), shown(["93.00"; 3]));
    assert_eq!(held(&[(0, "2026", "95"), (0, "2026-03", "92")], "2026Q1"), shown(["95.00"; 3]));
    // The own target for the year stands before the one above for the month.
    assert_eq!(held(&[(0, "2026-03", "92"), (2, "2026", "99")], "2026-03"), shown(["92.00", "92.00", "99.00"]));
    assert_eq!(held(&[(2, "2026", "99")], "2026-03"), shown(["", "", "99.00"]));
    assert_eq!(held(&[(0, "2025", "95")], "2026-03"), shown(["", "", ""]));
}

#[test]
fn posts_and_persons_are_held_to_the_target_of_their_unit() {
    let (mut bench, [_, _, office]) = with_targets(&[(0, "2026", "95")]);
    let post = bench.post(office);
    let person = bench.person(post);
    for subject in [post, person] {
        assert_eq!(bench.cell(subject, "2026-03").target, Some(whole(95)));
    }
}

#[test]
fn a_method_that_needs_a_target_gives_no_points_where_nobody_set_one() {
    let mut bench = Bench::with_a_rate();
    bench.plan.indicators[0].content.method = serde_json::from_str(r#"{"method":"TARGET_RATIO"}"#).unwrap();
    let (with, without) = (bench.unit(None), bench.unit(None));
    bench.plan.targets.0.insert((0, bench.unit_of(with), period("2026")), whole(95));
    for office in [with, without] {
        bench.rate(office, "2026-03", 76, 100);
    }
    assert_eq!(bench.cell(with, "2026-03").points, Some(points("8")));
    assert_eq!(bench.cell(without, "2026-03").points, None);
    assert_eq!(bench.cell(without, "2026-03").value, Some(whole(76)));
}

#[test]
fn what_a_method_has_no_meaning_for_gives_no_points_and_keeps_nobody_else_from_them() {
    let mut bench = Bench::with_a_rate();
    bench.plan.indicators[0].content.method = serde_json::from_str(r#"{"method":"TARGET_RATIO"}"#).unwrap();
    let (good, nothing, refunds) = (bench.unit(None), bench.unit(None), bench.unit(None));
    for (office, target, on_time) in [(good, "95", 76), (nothing, "0", 76), (refunds, "95", -3)] {
        bench.plan.targets.0.insert((0, bench.unit_of(office), period("2026")), quantity(target));
        bench.rate(office, "2026-03", on_time, 100);
    }
    assert_eq!(bench.cell(good, "2026-03").points, Some(points("8")));
    assert_eq!(bench.cell(nothing, "2026-03").points, None);
    assert_eq!((bench.cell(refunds, "2026-03").points, bench.cell(refunds, "2026-03").value), (None, Some(whole(-3))));

    // Corrections that outweigh the cases.
    let content = &mut bench.plan.indicators[0].content;
    content.direction = Direction::LowerBetter;
    content.method = serde_json::from_str(r#"{"method":"DEDUCT_COUNT","unit":"0.1"}"#).unwrap();
    assert_eq!(bench.cell(good, "2026-03").points, Some(points("2.4")));
    assert_eq!(bench.cell(refunds, "2026-03").points, None);
}

#[test]
fn improvement_is_measured_against_the_same_subject_a_year_before() {
    let mut bench = Bench::with_a_rate();
    bench.plan.indicators[0].content.method =
        serde_json::from_str(r#"{"method":"YOY","slope":"0.05","floor":"0.6","cap":"1.2"}"#).unwrap();
    let bureau = bench.unit(None);
    let (better, worse) = (bench.unit(Some(bureau)), bench.unit(Some(bureau)));
    let new = bench.unit(Some(bureau));
    bench.rate(better, "2025-03", 94, 100);
    bench.rate(worse, "2025-03", 99, 100);
    for (office, on_time) in [(better, 97), (worse, 79), (new, 97)] {
        bench.rate(office, "2026-03", on_time, 100);
    }
    bench.plan.calendar.today = "2025-04-20".parse().unwrap();
    let before = bench.appraise("2025-03");
    assert_eq!(before.values.get(&(0, better)), Some(&whole(94)));
    bench.last_year = before.values;
    assert_eq!(bench.cell(better, "2026-03").points, Some(points("11.5")), "three points better, 0.05 each");
    assert_eq!(bench.cell(worse, "2026-03").points, Some(points("6")), "twenty points worse: the floor");
    bench.last_year.remove(&(0, new));
    assert_eq!(bench.cell(new, "2026-03").points, None, "nothing to compare with");
}
