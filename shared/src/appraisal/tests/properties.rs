//! What holds for every organisation and every set of rows: the parts of additive measures add up to the whole, over the tree and over
//! time, whatever the order they come in; distinct counts are told as they were counted, whatever their parts.

use proptest::prelude::*;

use super::*;

/// One row: where it is placed, in which month of the year, what it adds.
#[derive(Debug, Clone)]
struct Record {
    place: usize,
    month: u32,
    on_time: Option<i64>,
    due: Option<i64>,
}

/// Parents of units (each one earlier than its child), then posts, persons and rows, as wishes that are fitted to what there is.
#[derive(Debug, Clone)]
struct Wish {
    parents: Vec<usize>,
    posts: Vec<usize>,
    persons: Vec<usize>,
    records: Vec<Record>,
}

fn wishes() -> impl Strategy<Value = Wish> {
    let record = (
        0_usize..1_000,
        1_u32..=12,
        proptest::option::weighted(0.8, -50_i64..1_000),
        proptest::option::weighted(0.9, 0_i64..1_000),
    )
        .prop_map(|(place, month, on_time, due)| Record { place, month, on_time, due });
    let at = || 0_usize..1_000;
    (
        proptest::collection::vec(at(), 0..9),
        proptest::collection::vec(at(), 0..6),
        proptest::collection::vec(at(), 0..8),
        proptest::collection::vec(record, 0..40),
    )
        .prop_map(|(parents, posts, persons, records)| Wish { parents, posts, persons, records })
}

/// The bench with its units, and each unit's children.
fn built(wish: &Wish) -> (Bench, Vec<(usize, Vec<usize>)>) {
    let mut bench = Bench::with_a_rate();
    let mut units = vec![bench.unit(None)];
    let mut children: Vec<(usize, Vec<usize>)> = vec![(units[0], Vec::new())];
    for &wished in &wish.parents {
        let parent = wished % units.len();
        let unit = bench.unit(Some(units[parent]));
        children[parent].1.push(unit);
        children.push((unit, Vec::new()));
        units.push(unit);
    }
    let posts: Vec<usize> = wish.posts.iter().map(|&at| bench.post(units[at % units.len()])).collect();
    if !posts.is_empty() {
        for &at in &wish.persons {
            bench.person(posts[at % posts.len()]);
        }
    }
    for record in &wish.records {
        let month = format!("2026-{:02}", record.month);
        bench.row(record.place % bench.plan.subjects.len(), &month, &[record.on_time, record.due]);
    }
    (bench, children)
}

/// Numerator and denominator of a subject.
fn sums(appraised: &Appraised, subject: Subject) -> (i64, i64) {
    let cell = appraised.cells.iter().find(|cell| cell.subject == subject).unwrap();
    (cell.numerator.unwrap().scaled(), cell.denominator.unwrap().scaled())
}

fn plus(one: (i64, i64), other: (i64, i64)) -> (i64, i64) {
    (one.0 + other.0, one.1 + other.1)
}

/// What rows of the period, placed as `at` says, add up to.
fn placed(bench: &Bench, at: &str, mine: impl Fn(&LeafPlan) -> bool) -> (i64, i64) {
    let scaled = |sum: Option<Quantity>| sum.map_or(0, Quantity::scaled);
    let rows = period(at).months().filter_map(|month| bench.sums.months.get(&month)).flatten();
    rows.filter(|row| mine(&bench.plan.leaves[row.leaf]))
        .fold((0, 0), |whole, row| plus(whole, (scaled(row.sums[0]), scaled(row.sums[1]))))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_unit_holds_the_sums_of_its_children_and_of_the_rows_in_it(wish in wishes()) {
        let (bench, children) = built(&wish);
        for at in ["2026-03", "2026-10", "2026Q4", "2026H1", "2026"] {
            let appraised = bench.appraise(at);
            for (unit, children) in &children {
                let id = bench.unit_of(*unit);
                let own = placed(&bench, at, |leaf| leaf.unit == id);
                let whole = children.iter().map(|&child| sums(&appraised, bench.plan.subjects[child].subject)).fold(own, plus);
                prop_assert_eq!(sums(&appraised, bench.plan.subjects[*unit].subject), whole, "unit {} in {}", id, at);
            }
        }
    }

    #[test]
    fn a_post_and_a_person_hold_exactly_their_rows(wish in wishes()) {
        let (bench, _) = built(&wish);
        let appraised = bench.appraise("2026Q2");
        for (index, found) in bench.plan.subjects.iter().enumerate().filter(|(_, found)| found.post.is_some()) {
            let mine = placed(&bench, "2026Q2", |leaf| leaf.post == Some(index) || leaf.person == Some(index));
            prop_assert_eq!(sums(&appraised, found.subject), mine);
        }
    }

    #[test]
    fn longer_periods_hold_the_sums_of_shorter_ones(wish in wishes()) {
        let (bench, _) = built(&wish);
        for (whole, parts) in [
            ("2026Q3", vec!["2026-07", "2026-08", "2026-09"]),
            ("2026H2", vec!["2026Q3", "2026Q4"]),
            ("2026", vec!["2026H1", "2026H2"]),
        ] {
            let (whole, parts) = (bench.appraise(whole), parts.into_iter().map(|part| bench.appraise(part)).collect::<Vec<_>>());
            for found in &bench.plan.subjects {
                let added = parts.iter().map(|part| sums(part, found.subject)).fold((0, 0), plus);
                prop_assert_eq!(sums(&whole, found.subject), added);
            }
        }
    }

    #[test]
    fn a_distinct_count_is_told_as_it_was_counted_whatever_stands_below_it(wish in wishes(), counts in proptest::collection::vec(0_i64..500, 1..20)) {
        let (mut bench, _) = built(&wish);
        let payers = bench.measure("payers", RollUp::Distinct, RollUp::Distinct);
        let indicator = bench.indicator("payers", ALONG_A_LINE);
        for rows in bench.sums.months.values_mut().flatten() {
            rows.sums.push(None);
            rows.rows.push(1);
        }
        for (subject, count) in counts.iter().enumerate().take(bench.plan.subjects.len()) {
            bench.sums.regrouped.insert((payers, subject, period("2026Q2")), whole(*count));
        }
        for subject in 0..bench.plan.subjects.len() {
            // Whose rows had no value to count, or who had no row in months that are complete, counts nobody: that is known.
            let counted = counts.get(subject).copied().unwrap_or(0);
            prop_assert_eq!(bench.cell_of(indicator, subject, "2026Q2").value, Some(whole(counted)));
        }
    }

    #[test]
    fn the_order_of_rows_and_a_second_run_change_nothing(wish in wishes()) {
        let (mut bench, _) = built(&wish);
        let subjects: Vec<usize> = (0..bench.plan.subjects.len()).collect();
        bench.grouped(&subjects, "ALL");
        let once = bench.appraise("2026");
        let again = bench.appraise("2026");
        for rows in bench.sums.months.values_mut() {
            rows.reverse();
        }
        let turned = bench.appraise("2026");
        for other in [again, turned] {
            prop_assert_eq!(&once.cells, &other.cells);
            prop_assert_eq!(&once.scores, &other.scores);
            prop_assert_eq!(&once.values, &other.values);
        }
    }

    #[test]
    fn a_value_is_always_its_numerator_over_its_denominator(wish in wishes()) {
        let (bench, _) = built(&wish);
        for cell in bench.appraise("2026Q1").cells {
            let (numerator, denominator) = (cell.numerator.unwrap(), cell.denominator.unwrap());
            let expected = crate::formula::Exact::from(numerator)
                .times(crate::formula::Exact::HUNDRED)
                .and_then(|hundredfold| hundredfold.over(denominator.into()))
                .and_then(crate::formula::Exact::quantity);
            prop_assert_eq!(cell.value, expected.ok());
            prop_assert_eq!(cell.availability == Availability::NotApplicable, denominator == Quantity::ZERO);
        }
    }
}
