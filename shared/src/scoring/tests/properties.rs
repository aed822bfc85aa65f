//! What holds for every value: points stay in their bounds, and what is better never scores less.

use proptest::prelude::*;

use super::*;
use crate::direction::Direction::{HigherBetter, LowerBetter};

/// Methods with parameters that fit both directions where `{…}` is filled in, and their largest share of the base points.
fn on_a_line(direction: Direction) -> Vec<(Method, &'static str)> {
    let (worse, better) = if direction == HigherBetter { ("60", "95") } else { ("95", "60") };
    let rising = if direction == HigherBetter { ("0", "1") } else { ("1", "0") };
    [
        (r#"{"method":"DEDUCT_STEP","granularity":"0.7","unit":"0.3"}"#.to_owned(), "1"),
        (r#"{"method":"DEDUCT_STEP","granularity":"0.7","unit":"0.3","steps":"CEIL","floor":"1"}"#.to_owned(), "1"),
        (r#"{"method":"DEDUCT_STEP","granularity":"0.7","unit":"0.3","steps":"EXACT"}"#.to_owned(), "1"),
        (
            r#"{"method":"STEP_BENCHMARK","benchmark":"TARGET","granularity":"5","unit":"2","floor":"1","cap":"15"}"#.to_owned(),
            "1.5",
        ),
        (r#"{"method":"TARGET_RATIO","cap":"1.2"}"#.to_owned(), "1.2"),
        (
            format!(
                r#"{{"method":"INTERVAL","intervals":[{{"to":"70","gives":"{}"}},{{"from":"70","to":"90","gives":"0.5"}},{{"from":"90","gives":"{}"}}]}}"#,
                rising.0, rising.1
            ),
            "1",
        ),
        (format!(r#"{{"method":"LINEAR","x0":"{worse}","s0":"0.3","x1":"{better}","s1":"1.1"}}"#), "1.1"),
        (format!(r#"{{"method":"EFFICACY","unacceptable":"{worse}","satisfactory":"{better}"}}"#), "1"),
        (r#"{"method":"YOY","slope":"0.03","floor":"0.1","cap":"1.3"}"#.to_owned(), "1.3"),
    ]
    .map(|(json, most)| (method(&json), most))
    .to_vec()
}

fn scored(method: &Method, direction: Direction, scaled: i64) -> Outcome {
    let input = Input::of(Quantity::from_scaled(scaled)).with_target(quantity("80")).with_last_year(quantity("75"));
    score(method, direction, points("10"), &input).unwrap()
}

proptest! {
    #[test]
    fn what_is_better_never_scores_less_and_no_score_leaves_its_bounds(one in 0_i64..1_500_000, other in 0_i64..1_500_000) {
        for direction in [HigherBetter, LowerBetter] {
            let (worse, better) = if (one <= other) == (direction == HigherBetter) { (one, other) } else { (other, one) };
            for (method, most) in on_a_line(direction) {
                prop_assert_eq!(method.check(direction, ValueDomain::NonNegative), Ok(()));
                let (worse, better) = (scored(&method, direction, worse), scored(&method, direction, better));
                prop_assert!(worse.points <= better.points, "{:?} {:?}", method, direction);
                prop_assert!(worse.points >= Points::ZERO);
                let cap = exact(most).times(points("10").into()).unwrap();
                prop_assert!(Exact::from(better.points) <= cap, "{:?} {:?}", method, direction);
            }
        }
    }

    #[test]
    fn the_last_step_is_the_rounding_to_the_points(scaled in 0_i64..1_500_000) {
        for (method, _) in on_a_line(HigherBetter) {
            let outcome = scored(&method, HigherBetter, scaled);
            let Some(Step::Rounded { exact, points }) = outcome.trace.last() else { panic!("{outcome:?}") };
            prop_assert_eq!(*points, outcome.points);
            prop_assert_eq!(exact.points(), Ok(outcome.points));
            let written = serde_json::to_string(&outcome.trace).unwrap();
            prop_assert_eq!(serde_json::from_str::<Trace>(&written).unwrap(), outcome.trace);
        }
    }

    #[test]
    fn a_deduction_by_full_steps_is_the_mildest_and_by_begun_steps_the_hardest(scaled in 0_i64..1_500_000) {
        let by = |steps: &str| {
            let json = format!(r#"{{"method":"DEDUCT_STEP","granularity":"0.7","unit":"0.03","steps":"{steps}"}}"#);
            scored(&method(&json), HigherBetter, scaled).points
        };
        prop_assert!(by("CEIL") <= by("EXACT") && by("EXACT") <= by("FLOOR"));
    }

    #[test]
    fn more_cases_more_days_and_lower_ranks_never_score_more(less in 0_u32..200, more in 0_u32..200) {
        let (less, more) = (less.min(more), less.max(more));
        let cases = |count: u32| value(&count.to_string());
        let late = |days_late| Input::judged(Evidence::Completion { done: Done::Late, days_late });
        let place = |behind: u32| value("1").with_standing(standing(&(behind + 1).to_string(), 200));
        let tiers = r#"{"method":"RANK_TIER","tiers":[{"width":"0.2","share":"1"},{"width":"0.3","share":"0.95"},{"width":"0.5","share":"0.8"}]}"#;
        for (json, better, worse) in [
            (r#"{"method":"DEDUCT_COUNT","unit":"0.3"}"#, cases(less), cases(more)),
            (r#"{"method":"VETO","effect":"ZERO"}"#, cases(less), cases(more)),
            (r#"{"method":"COMPLETION","unit":"0.3"}"#, late(less), late(more)),
            (r#"{"method":"RANK_LINEAR","unit":"0.3"}"#, place(less), place(more)),
            (tiers, place(less), place(more)),
        ] {
            let points = |input: &Input| score(&method(json), LowerBetter, points("10"), input).unwrap().points;
            prop_assert!(points(&worse) <= points(&better), "{}", json);
            prop_assert!(Points::ZERO <= points(&worse) && points(&better).decimal() <= rust_decimal::Decimal::TEN);
        }
    }

    #[test]
    fn judgement_lies_between_the_lowest_and_the_highest(ratings in prop::collection::vec(0_i64..=1_000_000, 1..12)) {
        let all: Vec<_> = ratings.iter().map(|&rating| Quantity::from_scaled(rating)).collect();
        let (lowest, highest) = (*all.iter().min().unwrap(), *all.iter().max().unwrap());
        let outcome = score(&method(r#"{"method":"MANUAL"}"#), HigherBetter, points("100"), &Input::judged(Evidence::Ratings(all))).unwrap();
        prop_assert!(lowest.scaled() <= outcome.points.scaled() && outcome.points.scaled() <= highest.scaled());
    }

    #[test]
    fn a_vote_lies_between_the_grades_and_the_unknowing_change_nothing(votes in prop::array::uniform3(0_u32..50), unknown in 0_u32..50) {
        prop_assume!(votes.iter().sum::<u32>() > 0);
        let json = r#"{"method":"GRADE_VOTE","grades":[{"grade":"a","points":"95"},{"grade":"b","points":"85"},{"grade":"c","points":"60"},{"grade":"?"}]}"#;
        let points_with = |unknown: u32| {
            let votes = ["a", "b", "c", "?"].into_iter().zip([votes[0], votes[1], votes[2], unknown]);
            let votes = votes.map(|(grade, votes)| Votes { grade: grade.to_owned(), votes }).collect();
            score(&method(json), HigherBetter, points("100"), &Input::judged(Evidence::Votes(votes))).unwrap().points
        };
        prop_assert_eq!(points_with(0), points_with(unknown));
        prop_assert!(points("60") <= points_with(0) && points_with(0) <= points("95"));
    }

    #[test]
    fn a_formula_never_leaves_its_limits(scaled in any::<i64>()) {
        let method = method(r#"{"method":"EXPR","formula":"值 * 3 - 7","floor":"1","cap":"9"}"#);
        let outcome = score(&method, HigherBetter, points("10"), &Input::of(Quantity::from_scaled(scaled))).unwrap();
        prop_assert!(points("1") <= outcome.points && outcome.points <= points("9"));
    }
}
