//! The worked examples of domain.md §3.2, and our own for methods that have none there.

use expect_test::expect;

use super::*;
use crate::direction::Direction::{HigherBetter, LowerBetter, TargetBest};

#[track_caller]
fn check(json: &str, direction: Direction, base: &str, input: &Input, shown: &str) {
    let method = method(json);
    assert_eq!(method.check(direction, ValueDomain::NonNegative), Ok(()), "{json}");
    let outcome = score(&method, direction, points(base), input).unwrap();
    assert_eq!(outcome.points.shown(), shown, "{json} {:#?}", outcome.trace);
    let written = serde_json::to_string(&method).unwrap();
    assert_eq!(super::method(&written), method);
    assert!(written.contains(&format!(r#""method":"{}""#, method.code())), "{written}");
}

#[test]
fn deduct_step_says_how_parts_of_a_step_count() {
    let input = value("97.26").with_target(quantity("98"));
    for (steps, shown) in
        [(r#""steps":"FLOOR","#, "4.65"), (r#""steps":"CEIL","#, "4.60"), (r#""steps":"EXACT","#, "4.63"), ("", "4.65")]
    {
        let json = format!(r#"{{"method":"DEDUCT_STEP",{steps}"granularity":"0.1","unit":"0.05"}}"#);
        check(&json, HigherBetter, "5", &input, shown);
    }
    let json = r#"{"method":"DEDUCT_STEP","granularity":"0.1","unit":"0.05","floor":"4"}"#;
    check(json, HigherBetter, "5", &value("99").with_target(quantity("98")), "5.00");
    check(json, HigherBetter, "5", &value("50").with_target(quantity("98")), "4.00");
    check(json, LowerBetter, "5", &value("98.74").with_target(quantity("98")), "4.65");
    check(json, TargetBest, "5", &value("98.74").with_target(quantity("98")), "4.65");
    check(json, TargetBest, "5", &value("97.26").with_target(quantity("98")), "4.65");
}

#[test]
fn deduct_count_takes_points_for_each_case() {
    for (unit, cases, shown) in [("1", "2", "3.00"), ("0.5", "3", "3.50"), ("1", "9", "0.00"), ("1", "0", "5.00")] {
        check(&format!(r#"{{"method":"DEDUCT_COUNT","unit":"{unit}"}}"#), LowerBetter, "5", &value(cases), shown);
    }
}

#[test]
fn step_benchmark_goes_up_and_down_in_full_steps() {
    let json =
        r#"{"method":"STEP_BENCHMARK","benchmark":{"FIXED":"80"},"granularity":"5","unit":"2","floor":"0","cap":"8"}"#;
    for (x, direction, shown) in [
        ("91", HigherBetter, "8.00"),
        ("84.99", HigherBetter, "4.00"),
        ("75.01", HigherBetter, "4.00"),
        ("74", HigherBetter, "2.00"),
        ("60", HigherBetter, "0.00"),
        ("99", HigherBetter, "8.00"),
        ("74", LowerBetter, "6.00"),
    ] {
        check(json, direction, "4", &value(x), shown);
    }
    let json =
        r#"{"method":"STEP_BENCHMARK","benchmark":"LAST_YEAR","granularity":"5","unit":"2","floor":"0","cap":"8"}"#;
    check(json, HigherBetter, "4", &value("91").with_last_year(quantity("80")), "8.00");
}

#[test]
fn target_ratio_is_the_share_that_was_reached() {
    let target = quantity("100");
    let json = r#"{"method":"TARGET_RATIO"}"#;
    check(json, HigherBetter, "10", &value("96.5").with_target(target), "9.65");
    check(json, HigherBetter, "10", &value("120").with_target(target), "10.00");
    check(json, LowerBetter, "10", &value("125").with_target(target), "8.00");
    check(json, LowerBetter, "10", &value("0").with_target(target), "10.00");
    check(r#"{"method":"TARGET_RATIO","cap":"1.1"}"#, HigherBetter, "10", &value("120").with_target(target), "11.00");
}

#[test]
fn interval_gives_the_share_of_the_interval() {
    let json = r#"{"method":"INTERVAL","intervals":[{"from":"99","gives":"1"},{"from":"97","to":"99","gives":"0.9"},
        {"from":"95","to":"97","gives":"0.8"},{"from":"90","to":"95","gives":"0.6"},{"to":"90","gives":"0"}]}"#;
    for (x, shown) in [("97.42", "5.40"), ("97", "5.40"), ("96.99994", "4.80"), ("99", "6.00"), ("89.99", "0.00")] {
        check(json, HigherBetter, "6", &value(x), shown);
    }
}

#[test]
fn linear_lies_on_the_line_and_stops_at_its_ends() {
    let json = r#"{"method":"LINEAR","x0":"90","s0":"0.6","x1":"98","s1":"1"}"#;
    for (x, shown) in [("95", "6.80"), ("90", "4.80"), ("80", "4.80"), ("98", "8.00"), ("99", "8.00")] {
        check(json, HigherBetter, "8", &value(x), shown);
    }
    check(r#"{"method":"LINEAR","x0":"10","s0":"0","x1":"2","s1":"1"}"#, LowerBetter, "8", &value("4"), "6.00");
}

#[test]
fn efficacy_is_60_at_the_unacceptable_and_100_at_the_satisfactory_value() {
    let json = r#"{"method":"EFFICACY","unacceptable":"90","satisfactory":"99"}"#;
    for (x, shown) in [("97.42", "92.98"), ("90", "60.00"), ("99", "100.00"), ("100", "100.00"), ("50", "0.00")] {
        check(json, HigherBetter, "100", &value(x), shown);
    }
    check(
        r#"{"method":"EFFICACY","unacceptable":"5","satisfactory":"-12"}"#,
        LowerBetter,
        "10",
        &value("-12"),
        "10.00",
    );
}

#[test]
fn ranks_are_scored_by_place_or_by_tier() {
    let json = r#"{"method":"RANK_LINEAR","unit":"0.2"}"#;
    check(json, HigherBetter, "6", &value("1").with_standing(standing("5", 17)), "5.20");
    check(json, HigherBetter, "6", &value("1").with_standing(standing("1.5", 17)), "5.90");
    check(
        r#"{"method":"RANK_LINEAR","unit":"1","floor":"2"}"#,
        HigherBetter,
        "6",
        &value("1").with_standing(standing("17", 17)),
        "2.00",
    );

    // 17 districts: 3.4 places at 100 %, 8.5 at 95 % or better.
    let json = r#"{"method":"RANK_TIER","tiers":[{"width":"0.2","share":"1"},{"width":"0.3","share":"0.95"},{"width":"0.5","share":"0.8"}]}"#;
    for (rank, shown) in [("1", "10.00"), ("3", "10.00"), ("4", "9.50"), ("8", "9.50"), ("9", "8.00"), ("17", "8.00")] {
        check(json, HigherBetter, "10", &value("1").with_standing(standing(rank, 17)), shown);
    }
}

#[test]
fn yoy_looks_the_way_of_the_direction() {
    let json = r#"{"method":"YOY","slope":"0.02","floor":"0","cap":"1.2"}"#;
    for (direction, old, new, shown) in [
        (HigherBetter, "94", "97.42", "10.68"),
        (HigherBetter, "97", "94", "9.40"),
        (LowerBetter, "-2", "-12", "12.00"),
        (LowerBetter, "-12", "-2", "8.00"),
        (HigherBetter, "50", "99", "12.00"),
        (HigherBetter, "99", "9", "0.00"),
    ] {
        check(json, direction, "10", &value(new).with_last_year(quantity(old)), shown);
    }
}

#[test]
fn completion_is_full_on_time_less_each_day_late_and_nothing_undone() {
    for (done, days_late, shown) in
        [(Done::OnTime, 0, "5.00"), (Done::Late, 3, "3.50"), (Done::Late, 30, "0.00"), (Done::NotDone, 0, "0.00")]
    {
        let input = Input::judged(Evidence::Completion { done, days_late });
        check(r#"{"method":"COMPLETION","unit":"0.5"}"#, HigherBetter, "5", &input, shown);
    }
}

#[test]
fn those_who_do_not_know_are_not_counted_unless_they_have_points() {
    let votes = [("优秀", 18), ("称职", 9), ("基本称职", 1), ("不了解", 2)];
    let votes = votes.map(|(grade, votes)| Votes { grade: grade.to_owned(), votes });
    let input = Input::judged(Evidence::Votes(votes.to_vec()));
    let grades = r#"{"grade":"优秀","points":"95"},{"grade":"称职","points":"85"},{"grade":"基本称职","points":"75"}"#;
    let json = |unknown: &str| format!(r#"{{"method":"GRADE_VOTE","grades":[{grades},{unknown}]}}"#);
    check(&json(r#"{"grade":"不了解"}"#), HigherBetter, "100", &input, "91.07");
    check(&json(r#"{"grade":"不了解","points":"0"}"#), HigherBetter, "100", &input, "85.00");
}

#[test]
fn seven_judges_lose_their_highest_and_lowest_and_six_do_not() {
    let judged =
        |ratings: &[&str]| Input::judged(Evidence::Ratings(ratings.iter().map(|text| quantity(text)).collect()));
    let json = r#"{"method":"MANUAL"}"#;
    check(json, HigherBetter, "10", &judged(&["0", "90", "90", "92", "88", "90", "100"]), "9.00");
    check(json, HigherBetter, "10", &judged(&["0", "90", "90", "90", "90", "100"]), "7.67");
    check(json, HigherBetter, "10", &judged(&["88"]), "8.80");
    check(r#"{"method":"MANUAL","full":"10","trim_from":3}"#, HigherBetter, "5", &judged(&["1", "8", "10"]), "4.00");
}

#[test]
fn one_case_is_a_veto() {
    for (effect, cases, shown) in [("ZERO", "0", "5.00"), ("ZERO", "1", "0.00"), ("MINUS_HUNDRED", "2", "-100.00")] {
        check(&format!(r#"{{"method":"VETO","effect":"{effect}"}}"#), LowerBetter, "5", &value(cases), shown);
    }
}

#[test]
fn a_formula_of_the_schemes_own_is_limited() {
    let json = r#"{"method":"EXPR","formula":"如果(值 >= 目标, 基准分, 基准分 * VALUE / 目标 - (排名 - 1) / 组内数)","cap":"10"}"#;
    let input = |x: &str| value(x).with_target(quantity("100")).with_standing(standing("3", 8));
    for (x, shown) in [("100", "10.00"), ("90", "8.75"), ("1", "0.00")] {
        check(json, HigherBetter, "10", &input(x), shown);
    }
}

#[test]
fn the_trace_tells_every_number_on_the_way() {
    let told = |json: &str, direction, input: &Input| {
        let outcome = score(&method(json), direction, points("5"), input).unwrap();
        let written = serde_json::to_string(&outcome).unwrap();
        assert_eq!(serde_json::from_str::<Outcome>(&written).unwrap(), outcome);
        let line = |step: &Step| {
            let facts: Vec<_> = step.facts().into_iter().map(|(name, fact)| format!(" {name}={fact}")).collect();
            format!("{}{}\n", step.code(), facts.concat())
        };
        outcome.trace.iter().map(line).collect::<String>() + "\n"
    };
    let told = [
        told(
            r#"{"method":"DEDUCT_STEP","granularity":"0.1","unit":"0.05"}"#,
            HigherBetter,
            &value("97.26").with_target(quantity("98")),
        ),
        told(
            r#"{"method":"INTERVAL","intervals":[{"from":"90","gives":"1"},{"to":"90","gives":"0.5"}]}"#,
            HigherBetter,
            &value("97.42"),
        ),
        told(
            r#"{"method":"YOY","slope":"0.1","floor":"0","cap":"1.2"}"#,
            LowerBetter,
            &value("-12").with_last_year(quantity("-2")),
        ),
        told(r#"{"method":"EXPR","formula":"基准分 * 值 / 100","cap":"5"}"#, HigherBetter, &value("97.42")),
    ];
    expect![[r#"
        STARTED value=97.26 base=5.0000
        SHORTFALL target=98.0000 shortfall=0.74
        COUNTED distance=0.74 granularity=0.1000 quotient=7.4 function=FLOOR steps=7
        DEDUCTED unit=0.0500 count=7 deduction=0.35 left=4.65
        ROUNDED exact=4.65 points=4.6500

        STARTED value=97.42 base=5.0000
        FELL from=90.0000 share=1
        SHARED share=1 points=5
        ROUNDED exact=5 points=5.0000

        STARTED value=-12 base=5.0000
        IMPROVED last_year=-2 improvement=10 slope=0.1 share=2
        LIMITED before=2 after=1.2
        SHARED share=1.2 points=6
        ROUNDED exact=6 points=6.0000

        STARTED value=97.42 base=5.0000
        FORMULA text=基准分 * 值 / 100 filled=5 * 97.42 / 100 result=4.871
        ROUNDED exact=4.871 points=4.8710

    "#]]
    .assert_eq(&told.concat());
}
