//! Scores: points over points that could be won, with what is not applicable left out and its weight carried by the others.

use super::*;
use crate::band::Band;

/// Two rates of 10 points; the second counts other things.
fn two_rates() -> (Bench, usize) {
    let mut bench = Bench::with_a_rate();
    bench.measure("settled", RollUp::Sum, RollUp::Sum);
    bench.measure("filed", RollUp::Sum, RollUp::Sum);
    bench.indicator("settled / filed * 100", ALONG_A_LINE);
    let office = bench.unit(None);
    (bench, office)
}

fn score(bench: &Bench, subject: usize, dimension: Option<&str>) -> Score {
    let (subject, dimension) = (bench.plan.subjects[subject].subject, dimension.map(|code| code.parse().unwrap()));
    let found =
        bench.appraise("2026-03").scores.into_iter().find(|it| it.subject == subject && it.dimension == dimension);
    found.unwrap()
}

#[test]
fn a_score_is_the_share_of_the_points_that_could_be_won() {
    let (mut bench, office) = two_rates();
    bench.row(office, "2026-03", &[Some(90), Some(100), Some(70), Some(100)]);
    let total = score(&bench, office, None);
    assert_eq!((total.points, total.base_points, total.score), (points("16"), points("20"), Some(points("80"))));
    assert_eq!((total.indicator_count, total.band), (2, Some(Band::Steady)));
}

#[test]
fn what_is_not_applicable_is_left_out_and_the_others_carry_its_weight() {
    let (mut bench, office) = two_rates();
    bench.row(office, "2026-03", &[Some(90), Some(100), Some(0), Some(0)]);
    let total = score(&bench, office, None);
    // 45 would be 9 of 20: an office is not punished for business it does not have.
    assert_eq!((total.points, total.base_points, total.score), (points("9"), points("10"), Some(points("90"))));
    assert_eq!(total.indicator_count, 1);
}

#[test]
fn where_nothing_counts_there_is_no_score_and_no_zero() {
    let (bench, office) = two_rates();
    let total = score(&bench, office, None);
    assert_eq!((total.availability, total.score, total.band), (Availability::NotApplicable, None, None));
    assert_eq!((total.points, total.base_points, total.indicator_count), (Points::ZERO, Points::ZERO, 0));
}

#[test]
fn each_dimension_has_a_score_over_its_own_indicators() {
    let (mut bench, office) = two_rates();
    bench.plan.dimensions.push("SERVICE".parse().unwrap());
    bench.plan.indicators[1].dimension = Some("SERVICE".parse().unwrap());
    bench.row(office, "2026-03", &[Some(90), Some(100), Some(70), Some(100)]);
    let scored = [None, Some("QUALITY"), Some("SERVICE")].map(|dimension| score(&bench, office, dimension).score);
    assert_eq!(scored, ["80", "90", "70"].map(|text| Some(points(text))));

    bench.plan.indicators[1].dimension = None;
    assert_eq!(
        score(&bench, office, None).score,
        Some(points("80")),
        "what stands in no dimension counts in the total"
    );
    let none =
        bench.appraise("2026-03").scores.iter().filter(|it| it.dimension == Some("SERVICE".parse().unwrap())).count();
    assert_eq!(none, 0, "a dimension without an indicator has no score");
}

#[test]
fn scores_are_ranked_in_the_same_groups_as_values() {
    let (mut bench, first) = two_rates();
    let others = [bench.unit(None), bench.unit(None)];
    for (office, on_time) in [(first, 70), (others[0], 90), (others[1], 80)] {
        bench.row(office, "2026-03", &[Some(on_time), Some(100), None, None]);
    }
    bench.grouped(&[first, others[0], others[1]], "OFFICES");
    let ranking = |subject: usize| score(&bench, subject, None).ranking.unwrap();
    assert_eq!([first, others[0], others[1]].map(|at| ranking(at).rank), [3, 1, 2]);
    assert_eq!((ranking(first).mean, ranking(first).best), (whole(80), whole(90)));
}

#[test]
fn a_score_means_what_its_band_says_from_its_edge_on() {
    let bands = score_bands().unwrap();
    for (score, band) in [
        ("100", Band::Good),
        ("90", Band::Good),
        ("89.9999", Band::Steady),
        ("80", Band::Steady),
        ("79.9999", Band::Watch),
        ("60", Band::Watch),
        ("59.9999", Band::Alert),
        ("0", Band::Alert),
    ] {
        assert_eq!(bands.lookup(quantity(score)).gives, band, "{score}");
    }
}
