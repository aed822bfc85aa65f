//! What is refused, and with which data.

use expect_test::expect;

use super::*;
use crate::availability::Absence;
use crate::direction::Direction::{HigherBetter, LowerBetter, TargetBest};

/// One method of each kind that passes its own check.
pub(super) const ONE_OF_EACH: &[&str] = &[
    r#"{"method":"DEDUCT_STEP","granularity":"0.1","unit":"0.05"}"#,
    r#"{"method":"DEDUCT_COUNT","unit":"1"}"#,
    r#"{"method":"STEP_BENCHMARK","benchmark":"TARGET","granularity":"5","unit":"2","floor":"0","cap":"8"}"#,
    r#"{"method":"TARGET_RATIO"}"#,
    r#"{"method":"INTERVAL","intervals":[{"gives":"1"}]}"#,
    r#"{"method":"LINEAR","x0":"90","s0":"0.6","x1":"98","s1":"1"}"#,
    r#"{"method":"EFFICACY","unacceptable":"90","satisfactory":"99"}"#,
    r#"{"method":"RANK_LINEAR","unit":"0.2"}"#,
    r#"{"method":"RANK_TIER","tiers":[{"width":"1","share":"1"}]}"#,
    r#"{"method":"YOY","slope":"0.02","floor":"0","cap":"1.2"}"#,
    r#"{"method":"COMPLETION","unit":"0.5"}"#,
    r#"{"method":"GRADE_VOTE","grades":[{"grade":"优秀","points":"95"}]}"#,
    r#"{"method":"MANUAL"}"#,
    r#"{"method":"VETO","effect":"ZERO"}"#,
    r#"{"method":"EXPR","formula":"值","cap":"5"}"#,
];

#[test]
fn every_method_has_the_directions_and_domains_of_this_table() {
    let mark = |fits: Result<(), Refusal>| if fits.is_ok() { 'x' } else { '.' };
    let row = |json: &&str| {
        let method = method(json);
        let fits = |domain: ValueDomain| -> String {
            Direction::ALL.iter().map(|&direction| mark(method.check(direction, domain))).collect()
        };
        let domains: Vec<_> = ValueDomain::ALL.iter().map(|&domain| fits(domain)).collect();
        format!("{:<14} {}\n", method.code().code(), domains.join(" "))
    };
    let codes: Vec<_> = ONE_OF_EACH.iter().map(|json| method(json).code()).collect();
    assert_eq!(codes, MethodCode::ALL);
    // Columns: higher, lower, target, boolean; blocks: NON_NEGATIVE, SIGNED, BOOLEAN.
    expect![[r#"
        DEDUCT_STEP    xxx. xxx. xxx.
        DEDUCT_COUNT   .x.. .... .x..
        STEP_BENCHMARK xx.. xx.. xx..
        TARGET_RATIO   xx.. .... ....
        INTERVAL       xxxx xxxx xxxx
        LINEAR         x... x... x...
        EFFICACY       x... x... x...
        RANK_LINEAR    xx.. xx.. xx..
        RANK_TIER      xx.. xx.. xx..
        YOY            xx.. xx.. xx..
        COMPLETION     xxxx xxxx xxxx
        GRADE_VOTE     xxxx xxxx xxxx
        MANUAL         xxxx xxxx xxxx
        VETO           .x.. .... .x..
        EXPR           xxxx xxxx xxxx
    "#]]
    .assert_eq(&ONE_OF_EACH.iter().map(row).collect::<String>());
}

#[test]
fn parameters_that_make_no_sense_are_refused_before_publication() {
    let refused = |direction: Direction, json: &str| {
        let refusal = method(json).check(direction, ValueDomain::NonNegative).unwrap_err();
        let written = serde_json::to_string(&refusal).unwrap();
        assert_eq!(serde_json::from_str::<Refusal>(&written).unwrap(), refusal);
        format!("{refusal}\n")
    };
    let told: String = [
        (HigherBetter, r#"{"method":"DEDUCT_STEP","granularity":"0","unit":"0.05"}"#),
        (HigherBetter, r#"{"method":"DEDUCT_STEP","granularity":"0.1","unit":"-1"}"#),
        (LowerBetter, r#"{"method":"DEDUCT_COUNT","unit":"1","floor":"-1"}"#),
        (
            HigherBetter,
            r#"{"method":"STEP_BENCHMARK","benchmark":"TARGET","granularity":"5","unit":"2","floor":"9","cap":"8"}"#,
        ),
        (HigherBetter, r#"{"method":"TARGET_RATIO","cap":"0"}"#),
        (HigherBetter, r#"{"method":"INTERVAL","intervals":[{"gives":"90"}]}"#),
        (HigherBetter, r#"{"method":"LINEAR","x0":"90","s0":"0.6","x1":"90","s1":"1"}"#),
        (LowerBetter, r#"{"method":"LINEAR","x0":"90","s0":"0.6","x1":"98","s1":"1"}"#),
        (HigherBetter, r#"{"method":"EFFICACY","unacceptable":"99","satisfactory":"99"}"#),
        (HigherBetter, r#"{"method":"EFFICACY","unacceptable":"99","satisfactory":"90"}"#),
        (HigherBetter, r#"{"method":"RANK_TIER","tiers":[{"width":"0.2","share":"1"},{"width":"0.7","share":"0.9"}]}"#),
        (HigherBetter, r#"{"method":"RANK_TIER","tiers":[]}"#),
        (HigherBetter, r#"{"method":"YOY","slope":"0","floor":"0","cap":"1"}"#),
        (HigherBetter, r#"{"method":"GRADE_VOTE","grades":[{"grade":"优","points":"95"},{"grade":"优"}]}"#),
        (HigherBetter, r#"{"method":"GRADE_VOTE","grades":[{"grade":"不了解"}]}"#),
        (HigherBetter, r#"{"method":"GRADE_VOTE","grades":[{"grade":"优","points":"101"}]}"#),
        (HigherBetter, r#"{"method":"MANUAL","trim_from":2}"#),
        (HigherBetter, r#"{"method":"EXPR","formula":"值 / 人数","cap":"5"}"#),
        (TargetBest, r#"{"method":"TARGET_RATIO"}"#),
    ]
    .map(|(direction, json)| refused(direction, json))
    .concat();
    expect![[r#"
        GRANULARITY is 0; it has to be POSITIVE
        UNIT_POINTS is -1; it has to be NOT_NEGATIVE
        FLOOR is -1; it has to be NOT_NEGATIVE
        CAP is 8; it has to be AT_LEAST_FLOOR
        CAP is 0; it has to be POSITIVE
        SHARE is 90; it has to be SHARE_TO_DOUBLE
        LINE_END is 90; it has to be DIFFERENT
        LINEAR is set against LOWER_BETTER
        SATISFACTORY is 99; it has to be DIFFERENT
        EFFICACY is set against HIGHER_BETTER
        the weights sum to 0.9, not to 1
        the weights sum to 0, not to 1
        SLOPE is 0; it has to be POSITIVE
        the grade `优` stands twice
        GRADE_POINTS is 0; it has to be AT_LEAST_ONE
        GRADE_POINTS is 101; it has to be WITHIN_FULL_MARK
        TRIM_FROM is 2; it has to be AT_LEAST_THREE
        there is no `人数`
        TARGET_RATIO does not score TARGET_BEST
    "#]]
    .assert_eq(&told);
}

#[test]
fn a_method_that_cannot_be_read_says_why() {
    let told: String = [
        r#"{"method":"INTERVAL","intervals":[{"from":"95","gives":"1"},{"to":"97","gives":"0"}]}"#,
        r#"{"method":"EXPR","formula":"值 +","cap":"5"}"#,
        r#"{"method":"TARGET_RATIO","limit":"1"}"#,
        r#"{"method":"TARGET_RATIO","cap":1.5}"#,
        r#"{"method":"GUESS"}"#,
    ]
    .map(|json| format!("{}\n", serde_json::from_str::<Method>(json).unwrap_err()))
    .concat();
    expect![[r#"
        two intervals hold the values from 95.0000 to 97.0000
        at character 4: found ``, expected OPERAND
        unknown field `limit`, expected `cap`
        invalid type: floating point `1.5`, expected a string
        unknown variant `GUESS`, expected one of `DEDUCT_STEP`, `DEDUCT_COUNT`, `STEP_BENCHMARK`, `TARGET_RATIO`, `INTERVAL`, `LINEAR`, `EFFICACY`, `RANK_LINEAR`, `RANK_TIER`, `YOY`, `COMPLETION`, `GRADE_VOTE`, `MANUAL`, `VETO`, `EXPR` at line 1 column 17
    "#]].assert_eq(&told);
}

#[test]
fn no_method_scores_an_absent_value() {
    for json in ONE_OF_EACH {
        let method = method(json);
        if matches!(method, Method::Completion(_) | Method::GradeVote(_) | Method::Manual(_)) {
            continue;
        }
        for &absence in Absence::ALL {
            let input = Input::of(absence).with_target(quantity("98")).with_last_year(quantity("97"));
            let refusal = score(&method, LowerBetter, points("5"), &input).unwrap_err();
            assert_eq!(refusal, Refusal::Absent { absence }, "{json}");
        }
    }
}

#[test]
fn input_that_does_not_fit_the_method_is_refused() {
    let parameter =
        |parameter, given: &str, requirement| Refusal::Parameter { parameter, given: exact(given), requirement };
    let votes = |grade: &str, votes| Input::judged(Evidence::Votes(vec![Votes { grade: grade.to_owned(), votes }]));
    for (place, direction, input, refusal) in [
        (0, HigherBetter, value("97"), Refusal::InputMissing { input: InputPart::Target }),
        (1, LowerBetter, value("1.5"), parameter(Parameter::Value, "1.5", Requirement::Count)),
        (1, LowerBetter, value("-1"), parameter(Parameter::Value, "-1", Requirement::Count)),
        (
            3,
            LowerBetter,
            value("-2").with_target(quantity("1")),
            parameter(Parameter::Value, "-2", Requirement::NotNegative),
        ),
        (
            3,
            HigherBetter,
            value("2").with_target(quantity("0")),
            parameter(Parameter::Target, "0", Requirement::Positive),
        ),
        (9, HigherBetter, value("2"), Refusal::Absent { absence: Absence::NotApplicable }),
        (7, HigherBetter, value("2"), Refusal::Absent { absence: Absence::NotApplicable }),
        (10, HigherBetter, value("2"), Refusal::InputMissing { input: InputPart::Completion }),
        (11, HigherBetter, votes("良好", 1), Refusal::UnknownGrade { grade: "良好".to_owned() }),
        (11, HigherBetter, votes("优秀", 0), parameter(Parameter::Votes, "0", Requirement::Positive)),
        (
            12,
            HigherBetter,
            Input::judged(Evidence::Ratings(Vec::new())),
            parameter(Parameter::Ratings, "0", Requirement::Positive),
        ),
        (
            12,
            HigherBetter,
            Input::judged(Evidence::Ratings(vec![quantity("101")])),
            parameter(Parameter::Rating, "101", Requirement::WithinFullMark),
        ),
    ] {
        let method = method(ONE_OF_EACH[place]);
        assert_eq!(score(&method, direction, points("5"), &input), Err(refusal), "{}", method.code());
    }
    let over_target = method(r#"{"method":"EXPR","formula":"值 / TARGET","cap":"5"}"#);
    let refusal = Refusal::InputMissing { input: InputPart::Target };
    assert_eq!(score(&over_target, HigherBetter, points("5"), &value("1")), Err(refusal));
    let refusal = parameter(Parameter::Base, "0", Requirement::Positive);
    assert_eq!(score(&method(ONE_OF_EACH[3]), HigherBetter, Points::ZERO, &value("1")), Err(refusal));
}
