//! Roll-up: parts that add up to the whole, missing that is not zero, weights, shares, meters.

use proptest::prelude::*;

use super::*;
use crate::availability::Absence;
use crate::scoring::meter::{Meter, QUANT_SHARE_LEAST};
use crate::scoring::remainder::apportion;
use crate::scoring::responsibility::LeadShare;
use crate::scoring::roll_up::{Adjustments, Line, LineScore, OrgScore, Scored, org_score};
use crate::scoring::weight::{self, Content, Node, Weighted, weighted};

fn line(scored: &str, base: &str) -> Line {
    Line { base: points(base), scored: Scored::Points(points(scored)) }
}

fn absent(absence: Absence, group_mean: Option<&str>, base: &str) -> Line {
    Line { base: points(base), scored: Scored::Absent { absence, group_mean: group_mean.map(points) } }
}

fn example() -> Vec<Line> {
    vec![line("9.65", "10"), line("4.65", "5"), line("6.80", "8"), line("5.20", "6"), line("5.40", "6")]
}

fn org(lines: &[Line], policy: MissingPolicy) -> OrgScore {
    org_score(lines, Adjustments::default(), policy).unwrap()
}

fn contributions(score: &OrgScore) -> i64 {
    let part = |line: &LineScore| match line {
        LineScore::Counted { contribution, .. } => contribution.scaled(),
        LineScore::LeftOut { .. } => 0,
    };
    score.lines.iter().map(part).sum()
}

#[test]
fn the_score_of_a_bureau() {
    let adjust = |bonus: &str, cap: Option<&str>| Adjustments {
        bonus: points(bonus),
        bonus_cap: cap.map(points),
        penalty: points("0.5"),
    };
    let score = org_score(&example(), adjust("1.5", None), MissingPolicy::default()).unwrap();
    assert_eq!((score.scored.shown(), score.base.shown()), ("31.70".to_owned(), "35.00".to_owned()));
    assert_eq!((score.basic.shown(), score.points.shown()), ("90.57".to_owned(), "91.57".to_owned()));
    let capped = org_score(&example(), adjust("7", Some("1.5")), MissingPolicy::default()).unwrap();
    assert_eq!(capped.points, score.points);
    assert_eq!(contributions(&score), score.basic.scaled());
}

#[test]
fn missing_is_not_zero_unless_the_scheme_says_so() {
    let with = |line: Line, policy| {
        let mut lines = example();
        lines.push(line);
        org(&lines, policy).basic.shown()
    };
    use MissingPolicy::{ExcludeAndReweight, GroupMean, Zero};
    let missing = || absent(Absence::Missing, Some("3.5"), "5");
    assert_eq!(with(missing(), ExcludeAndReweight), "90.57");
    assert_eq!(with(missing(), Zero), "79.25");
    assert_eq!(with(missing(), GroupMean), "88.00");
    assert_eq!(with(absent(Absence::Missing, None, "5"), GroupMean), "90.57");
    for &policy in MissingPolicy::ALL {
        assert_eq!(with(absent(Absence::NotApplicable, Some("3.5"), "5"), policy), "90.57", "{policy}");
    }
}

#[test]
fn a_bureau_without_any_value_has_no_score() {
    let lines = [absent(Absence::NotApplicable, None, "5"), absent(Absence::Missing, None, "5")];
    let refused = |policy| org_score(&lines, Adjustments::default(), policy);
    assert_eq!(refused(MissingPolicy::default()), Err(Refusal::Absent { absence: Absence::Missing }));
    assert_eq!(refused(MissingPolicy::Zero).unwrap().points, Points::ZERO);
    let nothing = org_score(&[], Adjustments::default(), MissingPolicy::Zero);
    assert_eq!(nothing, Err(Refusal::Absent { absence: Absence::NotApplicable }));
}

#[test]
fn weights_sum_exactly_or_are_refused_with_their_sum() {
    let check = |weights: &[&str], whole: &str| weight::check(weights.iter().map(|text| exact(text)), exact(whole));
    assert_eq!(check(&["0.3", "0.3", "0.4"], "1"), Ok(()));
    assert_eq!(check(&["40", "60"], "100"), Ok(()));
    let refusal = Refusal::WeightSum { at: Vec::new(), sum: exact("0.9999"), whole: exact("1") };
    assert_eq!(check(&["0.3333", "0.3333", "0.3333"], "1"), Err(refusal));
    assert!(matches!(check(&["-0.5", "1.5"], "1"), Err(Refusal::Parameter { parameter: Parameter::Weight, .. })));
}

fn leaf(key: &'static str, weight: &str, scored: Scored) -> Node<&'static str> {
    Node { key, weight: exact(weight), content: Content::Leaf(scored) }
}

fn branch(key: &'static str, weight: &str, nodes: Vec<Node<&'static str>>) -> Node<&'static str> {
    Node { key, weight: exact(weight), content: Content::Branch(nodes) }
}

#[test]
fn a_tree_of_weights_gives_a_missing_indicators_weight_to_its_siblings() {
    let missing = Scored::Absent { absence: Absence::Late, group_mean: None };
    let tree = branch(
        "root",
        "1",
        vec![
            branch(
                "quality",
                "0.6",
                vec![
                    leaf("filing", "0.5", Scored::Points(points("90"))),
                    leaf("penalty", "0.25", missing),
                    leaf("payment", "0.25", Scored::Points(points("96"))),
                ],
            ),
            leaf("service", "0.4", Scored::Points(points("80"))),
        ],
    );
    let root = weighted(&tree, MissingPolicy::default()).unwrap();
    assert_eq!(root.score.unwrap().shown(), "87.20");
    let quality = &root.children[0];
    assert_eq!((quality.score.unwrap().shown(), quality.part.shown()), ("92.00".to_owned(), "55.20".to_owned()));
    assert_eq!((quality.children[1].score, quality.children[1].weight), (Err(Absence::Late), Exact::ZERO));
    assert_eq!(quality.children.iter().map(|child| child.part.shown()).collect::<Vec<_>>(), ["36.00", "0.00", "19.20"]);
}

#[test]
fn a_wrong_sum_deep_in_the_tree_is_found() {
    let full = || Scored::Points(points("90"));
    let tree = branch("root", "1", vec![leaf("a", "0.5", full()), branch("b", "0.5", vec![leaf("c", "0.9", full())])]);
    let refusal = Refusal::WeightSum { at: vec![1], sum: exact("0.9"), whole: exact("1") };
    assert_eq!(weighted(&tree, MissingPolicy::default()), Err(refusal));
}

#[test]
fn measures_roll_up_the_way_they_declare() {
    let parts = |texts: &[&str]| -> Vec<Reading> {
        let reading = |text: &&str| text.parse().map_or_else(|_| Reading::Present(exact(text)), Reading::Absent);
        texts.iter().map(reading).collect()
    };
    let months = parts(&["6", "MISSING", "5.5", "5.28"]);
    for (roll_up, expected) in [
        (RollUp::Sum, "16.78"),
        (RollUp::First, "6"),
        (RollUp::Last, "5.28"),
        (RollUp::Min, "5.28"),
        (RollUp::Max, "6"),
    ] {
        assert_eq!(roll_up.combine(months.clone()).unwrap().to_string(), expected, "{roll_up}");
        assert_eq!(roll_up.combine(parts(&["NOT_DUE", "MISSING"])), Ok(Reading::Absent(Absence::Missing)));
        assert_eq!(roll_up.combine([]), Ok(Reading::Absent(Absence::NotApplicable)));
    }
    assert_eq!(RollUp::Distinct.combine(months), Err(Refusal::NotAdditive { roll_up: RollUp::Distinct }));
}

#[test]
fn a_loss_is_borne_by_lead_and_support() {
    let split = |share: LeadShare, loss: &str, supporting| {
        let split = share.split(points(loss), supporting).unwrap();
        let support: Vec<_> = split.support.iter().map(ToString::to_string).collect();
        format!("{} | {}", split.lead, support.join(" "))
    };
    assert_eq!(split(LeadShare::default(), "1", 1), "0.7000 | 0.3000");
    assert_eq!(split(LeadShare::default(), "0.5", 2), "0.3500 | 0.0750 0.0750");
    assert_eq!(split(LeadShare::default(), "0.0001", 3), "0.0001 | 0.0000 0.0000 0.0000");
    assert_eq!(split(LeadShare::default(), "1", 0), "1.0000 | ");
    assert_eq!(split(LeadShare::try_new(Exact::ZERO).unwrap(), "1", 3), "0.0000 | 0.3334 0.3333 0.3333");
    assert!(LeadShare::try_new(exact("1.1")).is_err());
}

#[test]
fn meters_count_exactly() {
    let shown = |part, whole| Meter { part, whole }.percent().unwrap().quantity().unwrap().shown();
    assert_eq!([shown(118, 148), shown(30, 148)], ["79.73", "20.27"]);
    assert_eq!(Meter::default().percent(), None);
    assert!(Meter { part: 85, whole: 100 }.reaches(QUANT_SHARE_LEAST));
    assert!(!Meter { part: 849_999, whole: 1_000_000 }.reaches(QUANT_SHARE_LEAST));
    assert!(!Meter::default().reaches(QUANT_SHARE_LEAST));
    let flags = [(true, true, true), (true, false, true), (true, true, true)];
    assert_eq!(Meter::count(flags, |flags| flags.0 && flags.1 && flags.2), Meter { part: 2, whole: 3 });
}

fn scored() -> impl Strategy<Value = Scored> {
    prop_oneof![
        6 => (-200_000_i64..1_000_000).prop_map(|points| Scored::Points(Points::from_scaled(points))),
        1 => prop::sample::select(Absence::ALL).prop_map(|absence| Scored::Absent { absence, group_mean: None }),
    ]
}

/// Trees whose weights sum to 1 at every node.
fn tree() -> impl Strategy<Value = Node<()>> {
    let leaf = scored().prop_map(|scored| Node { key: (), weight: Exact::ONE, content: Content::Leaf(scored) });
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop::collection::vec((inner, 1_i64..1000), 1..6).prop_map(|nodes| {
            let (nodes, raw): (Vec<_>, Vec<_>) = nodes.into_iter().unzip();
            let sum = Exact::whole(raw.iter().sum());
            let shares: Vec<_> = raw.iter().map(|&raw| Exact::whole(raw).over(sum).unwrap()).collect();
            let weights = apportion(&shares, points("1")).unwrap();
            let nodes = nodes.into_iter().zip(weights).map(|(node, weight)| Node { weight: weight.into(), ..node });
            Node { key: (), weight: Exact::ONE, content: Content::Branch(nodes.collect()) }
        })
    })
}

fn adds_up(node: &Weighted<()>) -> bool {
    let sum: i64 = node.children.iter().map(|child| child.part.scaled()).sum();
    node.children.is_empty() || (sum == node.part.scaled() && node.children.iter().all(adds_up))
}

proptest! {
    #[test]
    fn parts_add_up_to_the_whole_at_every_level_of_the_tree(tree in tree()) {
        let root = weighted(&tree, MissingPolicy::default()).unwrap();
        prop_assert_eq!(root.part, root.score.unwrap_or_default());
        prop_assert!(adds_up(&root), "{:?}", root);
    }

    #[test]
    fn contributions_add_up_to_the_score(lines in prop::collection::vec((scored(), 1_i64..200_000), 1..40)) {
        let lines: Vec<_> = lines.into_iter().map(|(scored, base)| Line { base: Points::from_scaled(base), scored }).collect();
        for &policy in MissingPolicy::ALL {
            if let Ok(score) = org_score(&lines, Adjustments::default(), policy) {
                prop_assert_eq!(contributions(&score), score.basic.scaled());
            }
        }
    }

    #[test]
    fn no_part_is_further_from_its_exact_share_than_the_last_place(raw in prop::collection::vec(0_i64..1_000_000, 1..40)) {
        let sum = Exact::whole(raw.iter().sum::<i64>().max(1));
        let exact: Vec<_> = raw.iter().map(|&raw| Exact::whole(raw).times(Exact::HUNDRED).unwrap().over(sum).unwrap()).collect();
        let whole = Exact::sum(exact.iter().copied()).unwrap().points().unwrap();
        let parts = apportion(&exact, whole).unwrap();
        prop_assert_eq!(parts.iter().map(|part| part.scaled()).sum::<i64>(), whole.scaled());
        for (part, exact) in parts.iter().zip(&exact) {
            let off = Exact::from(*part).minus(*exact).unwrap().distance();
            prop_assert!(off <= super::exact("0.0001"), "{} {}", part, exact);
        }
    }

    #[test]
    fn sums_do_not_depend_on_the_levels_between(units in prop::collection::vec(-1_000_000_i64..1_000_000, 1..30), size in 1_usize..7) {
        let units: Vec<_> = units.into_iter().map(|scaled| Reading::from(Quantity::from_scaled(scaled))).collect();
        for roll_up in [RollUp::Sum, RollUp::Min, RollUp::Max, RollUp::First, RollUp::Last] {
            let middle: Vec<_> = units.chunks(size).map(|part| roll_up.combine(part.iter().copied()).unwrap()).collect();
            prop_assert_eq!(roll_up.combine(middle), roll_up.combine(units.clone()));
        }
    }

    #[test]
    fn a_split_loss_is_the_loss(loss in 0_i64..1_000_000, share in 0_i64..=10_000, supporting in 0_usize..9) {
        let share = LeadShare::try_new(Points::from_scaled(share).into()).unwrap();
        let split = share.split(Points::from_scaled(loss), supporting).unwrap();
        let support: i64 = split.support.iter().map(|part| part.scaled()).sum();
        prop_assert_eq!(split.lead.scaled() + support, loss);
    }
}
