//! Distinct counts are counted anew for every place and period; what does not add up has no line of what is left.

use serde_json::{Value, json};
use shared::run::RunState;

use crate::district::District;
use crate::on_both_databases;

on_both_databases! {
    a_payer_of_two_offices_and_two_months_counts_once_in_the_district_and_once_in_the_quarter
    a_formula_divides_by_a_distinct_count
    only_parts_that_add_up_have_a_line_of_what_is_left
    the_same_run_again_changes_nothing
    a_measure_put_together_without_a_meaning_is_refused
}

async fn payers(district: &District, place: &str, period: &str) -> String {
    let explained = district.explained("head", place, "payers", period).await;
    explained["cell"]["value"].as_str().unwrap().to_owned()
}

async fn a_payer_of_two_offices_and_two_months_counts_once_in_the_district_and_once_in_the_quarter(
    district: &District,
) {
    for (place, counts) in [
        ("Ann", [1, 1, 0, 1]),
        ("A-1", [1, 1, 0, 1]),
        // p1 twice in January; p1 again and p2 in February.
        ("A", [1, 2, 0, 2]),
        ("B", [1, 1, 0, 2]),
        // A return without a payer is none of anybody's.
        ("C", [1, 3, 1, 4]),
        // January: p1 of A, B and of the district itself, and p4. The quarter: p1 to p7; p9 stands in refused rows alone.
        ("D", [2, 6, 1, 7]),
    ] {
        for (period, count) in ["2026-01", "2026-02", "2026-03", "2026Q1"].into_iter().zip(counts) {
            assert_eq!(payers(district, place, period).await, format!("{count}.0000"), "{place} {period}");
        }
        for longer in ["2026H1", "2026"] {
            assert_eq!(
                payers(district, place, longer).await,
                payers(district, place, "2026Q1").await,
                "{place} {longer}"
            );
        }
    }
}

async fn a_formula_divides_by_a_distinct_count(district: &District) {
    let explained = district.explained("head", "D", "returns_per_payer", "2026-01").await;
    assert_eq!(explained["cell"]["numerator"], "5.0000");
    assert_eq!(explained["cell"]["denominator"], "2.0000");
    assert_eq!(explained["cell"]["value"], "2.5000");
    assert_eq!(explained["formula"]["substituted"], "5 / 2");
}

/// Names, numerators, denominators and rows of the parts, in order.
fn parts(explained: &Value) -> Vec<[String; 4]> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let part =
        |part: &Value| [&part["place"]["name"], &part["numerator"], &part["denominator"], &part["rows"]].map(text);
    let mut parts: Vec<_> = explained["contributions"].as_array().unwrap().iter().map(part).collect();
    parts.sort();
    parts
}

async fn only_parts_that_add_up_have_a_line_of_what_is_left(district: &District) {
    let of = |name: &str, numerator: &str, denominator: &str, rows: &str| {
        [name, numerator, denominator, rows].map(str::to_owned)
    };
    let sum = district.explained("head", "D", "big_share", "2026-01").await;
    assert_eq!(sum["contributionsAddUp"], true);
    let expected = [
        of("Office A", "2.0000", "2.0000", "2"),
        of("Office B", "1.0000", "1.0000", "1"),
        of("Office C", "0.0000", "1.0000", "1"),
        // The row on the district itself.
        of("null", "0.0000", "1.0000", "1"),
    ];
    assert_eq!(parts(&sum), expected);

    let anew = district.explained("head", "D", "returns_per_payer", "2026-01").await;
    assert_eq!(anew["contributionsAddUp"], false);
    let expected = [
        of("Office A", "2.0000", "1.0000", "2"),
        of("Office B", "1.0000", "1.0000", "1"),
        of("Office C", "1.0000", "1.0000", "1"),
    ];
    assert_eq!(parts(&anew), expected, "three payers below, two in the district: nobody's line is left");
    let roll_ups: Vec<_> =
        anew["inputs"].as_array().unwrap().iter().map(|input| &input["measure"]["overTree"]).collect();
    assert_eq!(roll_ups, ["DISTINCT", "SUM"]);

    let greatest = district.explained("head", "D", "largest_share", "2026-01").await;
    assert_eq!(greatest["cell"]["numerator"], "20.0000");
    assert_eq!(greatest["contributionsAddUp"], false);
    assert_eq!(parts(&greatest).len(), 3, "20 − (20 + 5 + 2) is the largest return of nobody");
}

async fn the_same_run_again_changes_nothing(district: &District) {
    assert_eq!(district.run.state, RunState::Succeeded);
    let again = district.run_again().await;
    assert_eq!((again.state, again.cells_written), (RunState::Unchanged, 0));
    assert_eq!((again.rows_read, again.rows_refused), (16, 3));
}

async fn a_measure_put_together_without_a_meaning_is_refused(district: &District) {
    let datasets = district.data("office", "{ datasets(first: 1) { nodes { id } } }", json!({})).await;
    let save = "mutation($input: MeasureDefinition!) { saveMeasure(input: $input) { code } }";
    for (aggregate, over_tree, over_time, field) in [
        ("DISTINCT", "SUM", "DISTINCT", "input.overTree"),
        ("DISTINCT", "DISTINCT", "LAST", "input.overTime"),
        ("COUNT", "SUM", "DISTINCT", "input.overTime"),
        ("COUNT", "FIRST", "FIRST", "input.overTree"),
    ] {
        let input = json!({ "dataset": datasets["datasets"]["nodes"][0]["id"], "code": "new", "name": "New", "aggregate": aggregate,
            "expression": "payer", "overTree": over_tree, "overTime": over_time, "unitOfMeasure": "n" });
        let answer = district.answer("office", save, json!({ "input": input })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INVALID", "{answer}");
        assert_eq!(
            answer["errors"][0]["extensions"]["fields"][0]["field"], field,
            "{aggregate} {over_tree} {over_time}"
        );
    }
}
