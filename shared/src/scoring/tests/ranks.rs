//! Ranks: ties, groups too small, units without data.

use proptest::prelude::*;

use super::*;
use crate::availability::Absence;
use crate::direction::Direction::{HigherBetter, LowerBetter, TargetBest};
use crate::scoring::rank::{rank, rank_towards};

fn ranks(direction: Direction, ties: Ties, values: &[&str]) -> Vec<(usize, String)> {
    let group = values.iter().map(|text| Reading::Present(exact(text))).enumerate();
    let places = rank(direction, ties, group).unwrap().places;
    places.into_iter().map(|(key, standing)| (key, standing.rank.to_string())).collect()
}

#[test]
fn equal_values_share_a_rank() {
    for (ties, expected) in [
        (Ties::Standard, ["1", "1", "3", "4"]),
        (Ties::Dense, ["1", "1", "2", "3"]),
        (Ties::Average, ["1.5", "1.5", "3", "4"]),
    ] {
        let found = ranks(HigherBetter, ties, &["95", "93.2000", "95.00004", "90"]);
        let expected: Vec<_> = [0, 2, 1, 3].into_iter().zip(expected.map(str::to_owned)).collect();
        assert_eq!(found, expected, "{ties}: ranked on the stored value");
    }
    assert_eq!(Ties::default(), Ties::Standard);
}

#[test]
fn the_direction_says_who_is_first() {
    let first = |direction| ranks(direction, Ties::Standard, &["-2", "-12", "5"])[0].0;
    assert_eq!([first(HigherBetter), first(LowerBetter)], [2, 1]);
    let group = || ["96", "103", "99"].into_iter().map(|text| (text, Reading::Present(exact(text))));
    let towards = rank_towards(TargetBest, quantity("100"), Ties::Standard, group()).unwrap();
    assert_eq!(towards.places.iter().map(|place| place.0).collect::<Vec<_>>(), ["99", "103", "96"]);
    assert_eq!(rank(TargetBest, Ties::Standard, group()), Err(Refusal::InputMissing { input: InputPart::Target }));
}

#[test]
fn only_units_with_data_are_ranked_and_only_three_or_more() {
    let present = |text: &str| Reading::Present(exact(text));
    let mut group = vec![(1, present("95")), (2, Reading::Absent(Absence::Missing)), (3, present("80"))];
    let refusal = Refusal::GroupTooSmall { size: 2, fewest: 3 };
    assert_eq!(rank(HigherBetter, Ties::Standard, group.clone()), Err(refusal));
    group.push((4, present("90")));
    let ranking = rank(HigherBetter, Ties::Standard, group).unwrap();
    assert_eq!(ranking.places, [(1, standing("1", 3)), (4, standing("2", 3)), (3, standing("3", 3))]);
    assert_eq!((ranking.mean.shown(), ranking.best.shown()), ("88.33".to_owned(), "95.00".to_owned()));
}

#[test]
fn points_that_may_follow_from_a_place_are_known_by_their_method() {
    let ranked = |text: &str| serde_json::from_str::<Method>(text).unwrap().scores_the_rank();
    let formula = |text: &str| ranked(&format!(r#"{{"method":"EXPR","formula":"{text}","cap":"5"}}"#));
    assert!(ranked(r#"{"method":"RANK_LINEAR","unit":"1"}"#));
    assert!(ranked(r#"{"method":"RANK_TIER","tiers":[{"width":"1","share":"1"}]}"#));
    assert!(formula("基准分 - 排名") && formula("BASE / GROUP_SIZE"));
    assert!(!formula("值 / 目标 * 基准分") && !ranked(r#"{"method":"TARGET_RATIO","cap":"1"}"#));
}

proptest! {
    #[test]
    fn a_rank_depends_on_the_values_and_not_on_their_order(values in prop::collection::vec(0_i64..10, 3..20), turn in 0_usize..20) {
        for &ties in Ties::ALL {
            let group: Vec<_> = values.iter().map(|&value| Reading::Present(Exact::whole(value))).enumerate().collect();
            let mut turned = group.clone();
            turned.rotate_left(turn % group.len());
            let sorted = |group: Vec<(usize, Reading)>| {
                let mut places = rank(LowerBetter, ties, group).unwrap().places;
                places.sort_by_key(|place| place.0);
                places.into_iter().map(|place| place.1.rank).collect::<Vec<_>>()
            };
            let ranks = sorted(group.clone());
            prop_assert_eq!(&ranks, &sorted(turned));
            for (one, rank) in values.iter().zip(&ranks) {
                for (other, other_rank) in values.iter().zip(&ranks) {
                    prop_assert_eq!(one.cmp(other), rank.cmp(other_rank));
                }
            }
            if ties == Ties::Average {
                let count = i64::try_from(values.len()).unwrap();
                prop_assert_eq!(Exact::sum(ranks), Ok(Exact::whole(count * (count + 1) / 2)));
            }
        }
    }
}
