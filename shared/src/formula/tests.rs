//! The rules of the formula language.

use std::collections::BTreeMap;

use expect_test::expect;
use proptest::prelude::*;

use super::expression::{Function, Operator};
use super::*;
use crate::availability::Absence;

fn formula(text: &str) -> Formula {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn exact(text: &str) -> Exact {
    text.parse().unwrap()
}

/// `"A=1 B=MISSING"` as readings.
fn readings(text: &str) -> BTreeMap<String, Reading> {
    let reading = |value: &str| match value.parse::<Absence>() {
        Ok(absence) => Reading::Absent(absence),
        Err(_) => Reading::Present(exact(value)),
    };
    let pair = |word: &str| word.split_once('=').map(|(name, value)| (name.to_owned(), reading(value)));
    text.split_whitespace().filter_map(pair).collect()
}

fn evaluated(text: &str, values: &str) -> String {
    let readings = readings(values);
    match formula(text).evaluate(|name| readings.get(name).copied()) {
        Ok(reading) => reading.to_string(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_six_rates_of_the_papers() {
    // domain.md §3.3, with the variant of the penalty rate that counts lawful decisions not to penalise.
    for (text, sums, shown) in [
        ("办理 / (执照 + 其他) * 100", "办理=1176 执照=1150 其他=50", "98.00"),
        ("按期 / (应申报 - 停歇 - 非正常) * 100", "按期=9450 应申报=10000 停歇=180 非正常=120", "97.42"),
        ("入库 / 应入库 * 100", "入库=47520000 应入库=48600000", "97.78"),
        ("加收 / 应加收 * 100", "加收=415 应加收=430", "96.51"),
        ("(期末 - 期初) / 期初 * 100", "期末=528000000 期初=600000000", "-12.00"),
        ("处罚 / 应处罚 * 100", "处罚=190 应处罚=220", "86.36"),
        ("(处罚 + 不予处罚) / 应处罚 * 100", "处罚=190 不予处罚=22 应处罚=220", "96.36"),
    ] {
        let (formula, sums) = (formula(text), readings(sums));
        let reading = formula.evaluate(|name| sums.get(name).copied()).unwrap();
        assert_eq!(reading.quantity().unwrap().unwrap().shown(), shown, "{text}");

        let ratio = formula.ratio().unwrap();
        let part = |part: &Formula| part.evaluate(|name| sums.get(name).copied()).unwrap();
        let recomputed = ratio.value(part(&ratio.numerator), part(&ratio.denominator)).unwrap();
        assert_eq!(recomputed.quantity(), reading.quantity(), "{text}");
    }
    assert_eq!(evaluated("滞纳税款 * 天数 * 0.0005", "滞纳税款=100000 天数=30"), "1500");
}

#[test]
fn a_ratio_is_formed_from_the_sums_and_not_averaged() {
    let ratio = formula("按期 / 应申报 * 100").ratio().unwrap();
    let value = |numerator: i64, denominator: i64| {
        let value = ratio.value(Exact::whole(numerator).into(), Exact::whole(denominator).into()).unwrap();
        value.quantity().unwrap().unwrap().shown()
    };
    assert_eq!([value(950, 1000), value(40, 50)], ["95.00", "80.00"]);
    assert_eq!(value(950 + 40, 1000 + 50), "94.29");
}

#[test]
fn ratios_are_recognised_with_their_factor() {
    for (text, numerator, denominator, factor) in [
        ("A / B", "A", "B", "1"),
        ("A / B * 100", "A", "B", "100"),
        ("100 * A / B", "A", "B", "100"),
        ("A * 100 / B", "A", "B", "100"),
        ("100 * (A / B)", "A", "B", "100"),
        ("(A / B) * -2 / 4", "A", "B", "-0.5"),
        ("(A - B) / B * 100", "A - B", "B", "100"),
        ("如果(B > 0, A / B * 100)", "A", "B", "100"),
        ("IF(B > 0, (A + C) / (B - D) * 100, 0)", "A + C", "B - D", "100"),
        ("(A + 0.5 * C) / B", "A + 0.5 * C", "B", "1"),
    ] {
        let ratio = formula(text).ratio().unwrap_or_else(|| panic!("{text}"));
        let parts = (ratio.numerator.to_string(), ratio.denominator.to_string(), ratio.factor.to_string());
        assert_eq!(parts, (numerator.to_owned(), denominator.to_owned(), factor.to_owned()), "{text}");
    }
    for text in
        ["A", "A + B", "A / B + 1", "A / B / C", "(A + 1) / B", "A * B / C", "MAX(A, B) / C", "A / 100", "2 / 3"]
    {
        assert_eq!(formula(text).ratio(), None, "{text}");
    }
}

#[test]
fn what_is_absent_makes_the_result_absent_and_never_zero() {
    for (text, values, expected) in [
        ("A + B", "A=1 B=MISSING", "MISSING"),
        ("A * 0", "A=NOT_DUE", "NOT_DUE"),
        ("A + B", "A=REFUSED B=LATE", "REFUSED"),
        ("B + A", "A=REFUSED B=LATE", "REFUSED"),
        ("MAX(A, B)", "A=1 B=LATE", "LATE"),
        ("A / B", "A=1 B=0", "NOT_APPLICABLE"),
        ("A / B", "A=MISSING B=0", "MISSING"),
        ("A / (B - B) + 1", "A=1 B=5", "NOT_APPLICABLE"),
        ("如果(B > 0, A / B)", "A=1 B=0", "NOT_APPLICABLE"),
        ("如果(B > 0, A / B, 100)", "A=1 B=0", "100"),
        ("如果(B > 0, A / B, 100)", "A=1 B=MISSING", "MISSING"),
        ("如果(B > 0, 1, A)", "A=MISSING B=1", "1"),
        ("如果(AND(A > 0, B > 0), 1, 0)", "A=0 B=LATE", "LATE"),
        ("A + B", "A=1", "there is no `B`"),
        ("A * A * A", "A=99999999999999999999", "the number is out of range"),
    ] {
        assert_eq!(evaluated(text, values), expected, "{text} with {values}");
    }
}

#[test]
fn operators_and_functions() {
    for (text, expected) in [
        ("2 + 3 * 4 - 10 / 4", "11.5"),
        ("(2 + 3) * -4", "-20"),
        ("10 - 3 - 2", "5"),
        ("1 / 3 * 3", "0.9999999999999999999999999999"),
        ("ROUND(1 / 3 * 3, 2.0)", "1"),
        ("四舍五入(2.5)", "3"),
        ("round(-2.345, 2)", "-2.35"),
        ("最小(3, 1, 2) + 最大(3, 1, 2) + 绝对值(-1)", "5"),
        ("如果(OR(1 > 2, 2 >= 2), 10, 20)", "10"),
        ("如果(NOT(1 <> 2), 10, 20)", "20"),
        ("如果（1 ≤ 2， 3 × 4 ÷ 6， 0）", "2"),
    ] {
        assert_eq!(evaluated(text, ""), expected, "{text}");
    }
}

#[test]
fn names_are_words_or_anything_in_brackets() {
    let formula = formula("[T-01.a] / (按期申报 + 按期申报) * min + MIN(2, 按期申报)");
    assert_eq!(formula.names().into_iter().collect::<Vec<_>>(), ["T-01.a", "min", "按期申报"]);
    assert_eq!(formula.to_string(), "[T-01.a] / (按期申报 + 按期申报) * min + MIN(2, 按期申报)");
    assert_eq!(serde_json::to_string(&formula).unwrap(), format!("{:?}", formula.to_string()));
}

#[test]
fn an_error_says_where_what_was_found_and_what_was_expected() {
    let texts = [
        "",
        "A +",
        "A B",
        "(A",
        "MIN(A",
        "MIN()",
        "A / * B",
        "5 % 2",
        "SUM(A)",
        "ROUND(A, B)",
        "ROUND(A, 9)",
        "如果(A, B)",
        "A > B",
        "1.2.3",
        "12345678901234567890123456789012",
        "IF(A > 0)",
        "ABS(A, B)",
        "1 + (A > 2)",
        "[A",
        "1 < 2 < 3",
    ];
    let error = |text: &str| format!("{text:<12} {}\n", text.parse::<Formula>().unwrap_err());
    expect![[r#"
                     at character 1: found ``, expected OPERAND
        A +          at character 4: found ``, expected OPERAND
        A B          at character 3: found `B`, expected OPERATOR_OR_END
        (A           at character 3: found ``, expected OPERATOR_OR_CLOSE
        MIN(A        at character 6: found ``, expected OPERATOR_COMMA_OR_CLOSE
        MIN()        at character 5: found `)`, expected OPERAND
        A / * B      at character 5: found `*`, expected OPERAND
        5 % 2        at character 3: found `%`, expected SIGN
        SUM(A)       at character 1: there is no function `SUM`
        ROUND(A, B)  at character 10: the places to round to are a number from 0 to 8
        ROUND(A, 9)  at character 10: the places to round to are a number from 0 to 8
        如果(A, B)     at character 4: this is a NUMBER, and a TRUTH is needed
        A > B        at character 1: this is a TRUTH, and a NUMBER is needed
        1.2.3        at character 1: `1.2.3` is not a decimal number of at most 28 digits
        12345678901234567890123456789012 at character 1: `12345678901234567890123456789012` is not a decimal number of at most 28 digits
        IF(A > 0)    at character 1: IF takes 2 to 3 arguments, not 1
        ABS(A, B)    at character 1: ABS takes 1 to 1 arguments, not 2
        1 + (A > 2)  at character 6: this is a TRUTH, and a NUMBER is needed
        [A           at character 1: found ``, expected NAME_AND_BRACKET
        1 < 2 < 3    at character 7: found `<`, expected OPERATOR_OR_END
    "#]].assert_eq(&texts.map(error).concat());
}

#[test]
fn depth_size_and_length_are_bounded() {
    let limit = |text: String| match text.parse::<Formula>() {
        Err(ParseError { problem: Problem::TooMuch { limit, .. }, .. }) => Some(limit),
        _ => None,
    };
    assert_eq!(limit("(".repeat(DEEPEST) + "A" + &")".repeat(DEEPEST)), None);
    assert_eq!(limit("(".repeat(DEEPEST + 1) + "A"), Some(Limit::Depth));
    assert_eq!(limit("-".repeat(DEEPEST + 1) + "A"), Some(Limit::Depth));
    assert_eq!(limit("1+".repeat(MOST_NODES / 2 - 1) + "1"), None);
    assert_eq!(limit("1+".repeat(MOST_NODES / 2) + "1"), Some(Limit::Nodes));
    assert_eq!(limit(" ".repeat(LONGEST + 1)), Some(Limit::Length));
    assert_eq!(limit("A".repeat(65)), Some(Limit::NameLength));
}

#[test]
fn the_explanation_fills_in_the_numbers_and_shows_every_operation() {
    let values = readings("按期=9450 应申报=10000 停歇=180 非正常=120 期末=-3");
    let explained = |text: &str| {
        let Explanation { result, filled, steps } = formula(text).explain(|name| values.get(name).copied()).unwrap();
        let steps: Vec<_> = steps.into_iter().map(|step| format!("\n  {} → {:?}", step.text, step.result)).collect();
        format!("{filled} → {result}{}\n", steps.concat())
    };
    let texts =
        ["按期 / (应申报 - 停歇 - 非正常) * 100", "如果(按期 > 应申报, 100, 10 - 期末)", "按期 / (应申报 - 应申报)"];
    expect![[r#"
        9450 / (10000 - 180 - 120) * 100 → 97.4226804123711340206185567
          10000 - 180 → Number(Exact(9820))
          9820 - 120 → Number(Exact(9700))
          9450 / 9700 → Number(Exact(0.974226804123711340206185567))
          0.9742268 * 100 → Number(Exact(97.42268041237113402061855670))
        如果(9450 > 10000, 100, 10 - (-3)) → 13
          9450 > 10000 → Truth(false)
          10 - (-3) → Number(Exact(13))
        9450 / (10000 - 10000) → NOT_APPLICABLE
          10000 - 10000 → Number(Exact(0))
          9450 / 0 → Absent(NotApplicable)
    "#]]
    .assert_eq(&texts.map(explained).concat());
}

fn number() -> impl Strategy<Value = Expression> {
    (0_u32..100_000, 0_u32..5).prop_map(|(mantissa, scale)| {
        Expression::Number(Exact::from(rust_decimal::Decimal::new(i64::from(mantissa), scale)))
    })
}

fn operator(truth: bool) -> impl Strategy<Value = Operator> {
    use Operator::{AtLeast, AtMost, Equal, Greater, Less, Minus, Over, Plus, Times, Unequal};
    let operators =
        if truth { vec![Equal, Unequal, Less, AtMost, Greater, AtLeast] } else { vec![Plus, Minus, Times, Over] };
    prop::sample::select(operators)
}

/// Well-typed trees that give a number.
fn expression() -> impl Strategy<Value = Expression> {
    let name = prop::sample::select(vec!["A", "B", "按期申报", "T-01", "max"]);
    let leaf = prop_oneof![number(), name.prop_map(|name| Expression::Name(name.to_owned()))];
    leaf.prop_recursive(5, 48, 3, |inner| {
        let pair = || (inner.clone(), inner.clone()).prop_map(|(left, right)| (Box::new(left), Box::new(right)));
        let truth = (operator(true), pair())
            .prop_map(|(operator, (left, right))| Expression::Binary(operator, left, right))
            .boxed();
        let either = prop::collection::vec(truth.clone(), 1..3).prop_map(|all| Expression::Call(Function::Or, all));
        prop_oneof![
            inner.clone().prop_map(|inner| Expression::Negated(Box::new(inner))),
            (operator(false), pair()).prop_map(|(operator, (left, right))| Expression::Binary(operator, left, right)),
            prop::collection::vec(inner.clone(), 1..4).prop_map(|all| Expression::Call(Function::Max, all)),
            (prop_oneof![truth, either], pair())
                .prop_map(|(condition, (yes, no))| Expression::Call(Function::If, vec![condition, *yes, *no])),
        ]
    })
}

fn reading() -> impl Strategy<Value = Reading> {
    prop_oneof![
        4 => (-1_000_000_i64..1_000_000).prop_map(|value| Reading::Present(Exact::whole(value))),
        1 => prop::sample::select(Absence::ALL).prop_map(Reading::Absent),
    ]
}

proptest! {
    #[test]
    fn canonical_text_reads_back_as_the_same_formula(expression in expression()) {
        let formula = Formula(expression);
        prop_assert_eq!(formula.to_string().parse::<Formula>(), Ok(formula));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "[AB按(),+*/<>=.0-9 \\[\\]-]{0,40}|\\PC{0,20}") {
        if let Ok(formula) = text.parse::<Formula>() {
            prop_assert_eq!(formula.to_string().parse::<Formula>(), Ok(formula));
        }
    }

    #[test]
    fn every_formula_has_a_result_and_the_explanation_has_the_same(expression in expression(), given in reading(), other in reading()) {
        let formula = Formula(expression);
        let readings = |name: &str| Some(if name == "A" { given } else { other });
        let explained = formula.explain(readings).map(|explanation| explanation.result);
        prop_assert_eq!(formula.evaluate(readings), explained);
    }

    #[test]
    fn an_additive_formula_of_sums_is_the_sum_of_formulas(parts in prop::collection::vec((-1_000_i64..1_000, -1_000_i64..1_000), 1..6)) {
        let formula = formula("A - 2 * B - (A / 4 - -B)");
        prop_assert!(formula.is_additive());
        let of = |a: i64, b: i64| {
            let reading = formula.evaluate(|name| Some(Exact::whole(if name == "A" { a } else { b }).into())).unwrap();
            reading.value().unwrap()
        };
        let whole = of(parts.iter().map(|part| part.0).sum(), parts.iter().map(|part| part.1).sum());
        prop_assert_eq!(Exact::sum(parts.iter().map(|&(a, b)| of(a, b))), Ok(whole));
    }
}
