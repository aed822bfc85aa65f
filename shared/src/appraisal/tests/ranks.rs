//! Places in comparison groups and what is released about them: rank, size, mean and best, of three or more.

use super::*;
use crate::cell::Ranking;

fn ranked(on_time: &[i64]) -> (Bench, Vec<usize>) {
    let mut bench = Bench::with_a_rate();
    let offices: Vec<usize> = on_time
        .iter()
        .map(|&on_time| {
            let office = bench.unit(None);
            bench.rate(office, "2026-03", on_time, 100);
            office
        })
        .collect();
    bench.grouped(&offices, "DISTRICTS");
    (bench, offices)
}

fn ranks(bench: &Bench, offices: &[usize]) -> Vec<Option<i32>> {
    offices.iter().map(|&office| bench.cell(office, "2026-03").ranking.map(|ranking| ranking.rank)).collect()
}

#[test]
fn seventeen_districts_are_ranked_with_equal_ones_on_the_same_place() {
    let values = [98, 97, 97, 95, 94, 93, 92, 91, 91, 91, 88, 87, 86, 85, 84, 83, 70];
    let (bench, districts) = ranked(&values);
    let expected = [1, 2, 2, 4, 5, 6, 7, 8, 8, 8, 11, 12, 13, 14, 15, 16, 17].map(Some);
    assert_eq!(ranks(&bench, &districts), expected);
    let ranking = bench.cell(districts[16], "2026-03").ranking.unwrap();
    let released = Ranking {
        rank: 17,
        group_size: 17,
        group: "DISTRICTS".parse().unwrap(),
        // 1522 / 17 = 89.52941…
        mean: quantity("89.5294"),
        best: whole(98),
    };
    assert_eq!(ranking, released);
}

#[test]
fn where_less_is_better_the_least_is_first() {
    let (mut bench, offices) = ranked(&[30, 10, 20]);
    let indicator = &mut bench.plan.indicators[0].content;
    indicator.direction = Direction::LowerBetter;
    indicator.method = serde_json::from_str(r#"{"method":"LINEAR","x0":"0","s0":"1","x1":"100","s1":"0"}"#).unwrap();
    assert_eq!(ranks(&bench, &offices), [Some(3), Some(1), Some(2)]);
    assert_eq!(bench.cell(offices[0], "2026-03").ranking.unwrap().best, whole(10));
}

#[test]
fn two_are_not_ranked_and_their_values_are_not_released() {
    let (bench, offices) = ranked(&[98, 90]);
    assert_eq!(ranks(&bench, &offices), [None, None]);
}

#[test]
fn who_has_no_value_is_not_ranked_and_does_not_make_the_group_larger() {
    let (mut bench, mut offices) = ranked(&[98, 90, 80]);
    let idle = bench.unit(None);
    bench.rate(idle, "2026-03", 0, 0);
    bench.grouped(&[idle], "DISTRICTS");
    offices.push(idle);
    assert_eq!(ranks(&bench, &offices), [Some(1), Some(2), Some(3), None]);
    assert_eq!(bench.cell(offices[0], "2026-03").ranking.unwrap().group_size, 3);

    let (mut bench, offices) = ranked(&[98, 90, 80]);
    let third = offices[2];
    bench.sums.months.get_mut(&period("2026-03")).unwrap().retain(|row| row.leaf != 2);
    assert_eq!(bench.value(third, "2026-03"), "NOT_APPLICABLE");
    assert_eq!(ranks(&bench, &offices), [None, None, None], "with two values left there is no ranking");
}

#[test]
fn groups_are_ranked_apart() {
    let (mut bench, offices) = ranked(&[98, 90, 80, 70, 60, 50]);
    bench.grouped(&offices[3..], "OTHERS");
    assert_eq!(ranks(&bench, &offices), [1, 2, 3, 1, 2, 3].map(Some));
}

#[test]
fn a_method_that_scores_the_place_gives_none_where_there_is_no_place() {
    let (mut bench, offices) = ranked(&[98, 90, 80]);
    bench.plan.indicators[0].content.method = serde_json::from_str(r#"{"method":"RANK_LINEAR","unit":"0.5"}"#).unwrap();
    let scored = |bench: &Bench| offices.iter().map(|&at| bench.cell(at, "2026-03").points).collect::<Vec<_>>();
    assert_eq!(scored(&bench), ["10", "9.5", "9"].map(|text| Some(points(text))));
    bench.plan.subjects[offices[0]].group = None;
    assert_eq!(scored(&bench), [None, None, None]);
}

#[test]
fn equal_values_get_the_points_that_the_method_says_for_ties() {
    // 98, 97, 97, 95: the places are 1 2 2 4 or 1 2 2 3; each place behind the first costs one point of ten.
    for (ties, expected) in [
        ("STANDARD", ["10.00", "9.00", "9.00", "7.00"]),
        ("DENSE", ["10.00", "9.00", "9.00", "8.00"]),
        ("AVERAGE", ["10.00", "9.00", "9.00", "7.00"]),
    ] {
        let (mut bench, offices) = ranked(&[98, 97, 97, 95]);
        let method = format!(r#"{{"method":"RANK_LINEAR","unit":"1","ties":"{ties}"}}"#);
        bench.plan.indicators[0].content.method = serde_json::from_str(&method).unwrap();
        let points: Vec<String> =
            offices.iter().map(|&office| bench.cell(office, "2026-03").points.unwrap().shown()).collect();
        assert_eq!(points, expected, "{ties}");
    }
}
