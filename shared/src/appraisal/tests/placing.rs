//! Where rows count: for the person, the post, the unit and every unit above, each once. Ratios are formed after the sums.

use super::*;

#[test]
fn a_parent_divides_its_sums_and_never_averages_its_offices() {
    let mut bench = Bench::with_a_rate();
    let bureau = bench.unit(None);
    let (big, small) = (bench.unit(Some(bureau)), bench.unit(Some(bureau)));
    bench.rate(big, "2026-03", 950, 1000);
    bench.rate(small, "2026-03", 40, 50);

    assert_eq!(bench.value(big, "2026-03"), "95.0000");
    assert_eq!(bench.value(small, "2026-03"), "80.0000");
    let parent = bench.cell(bureau, "2026-03");
    assert_eq!((parent.numerator, parent.denominator), (Some(whole(990)), Some(whole(1050))));
    // 87.5 would be the mean of the offices: it hides the big one.
    assert_eq!(parent.value, Some(quantity("94.2857")));
    assert_eq!(parent.inputs, [Some(whole(1050)), Some(whole(990))], "in the order of their names: due, on_time");
    assert_eq!(parent.points, Some(points("9.4286")));
}

#[test]
fn a_row_counts_for_its_person_its_post_and_every_unit_above() {
    let mut bench = Bench::with_a_rate();
    let bureau = bench.unit(None);
    let district = bench.unit(Some(bureau));
    let office = bench.unit(Some(district));
    let post = bench.post(office);
    let (one, other) = (bench.person(post), bench.person(post));
    bench.rate(one, "2026-03", 9, 10);
    bench.rate(other, "2026-03", 3, 10);
    bench.rate(post, "2026-03", 8, 10);

    for (subject, on_time, due) in
        [(one, 9, 10), (other, 3, 10), (post, 20, 30), (office, 20, 30), (district, 20, 30), (bureau, 20, 30)]
    {
        let cell = bench.cell(subject, "2026-03");
        assert_eq!((cell.numerator, cell.denominator), (Some(whole(on_time)), Some(whole(due))), "{}", cell.subject);
    }
}

#[test]
fn a_row_on_the_unit_itself_counts_for_the_unit_and_for_no_post_in_it() {
    let mut bench = Bench::with_a_rate();
    let bureau = bench.unit(None);
    let office = bench.unit(Some(bureau));
    let (post, sibling) = (bench.post(office), bench.unit(Some(bureau)));
    bench.rate(post, "2026-03", 5, 10);
    bench.rate(office, "2026-03", 1, 2);

    let sums = |subject: usize| {
        let cell = bench.cell(subject, "2026-03");
        (cell.numerator, cell.denominator, cell.rows)
    };
    assert_eq!(sums(post), (Some(whole(5)), Some(whole(10)), 1));
    assert_eq!(sums(office), (Some(whole(6)), Some(whole(12)), 2));
    assert_eq!(sums(bureau), (Some(whole(6)), Some(whole(12)), 2));
    assert_eq!(sums(sibling), (Some(whole(0)), Some(whole(0)), 0));
}

#[test]
fn an_indicator_reaches_the_kinds_and_post_classes_its_version_says() {
    let mut bench = Bench::with_a_rate();
    let office = bench.unit(None);
    let (clerk, driver, department) = (bench.post(office), bench.post(office), bench.unit(Some(office)));
    bench.plan.subjects[clerk].post_class = Some("TAX".parse().unwrap());
    bench.plan.subjects[driver].post_class = Some("SUPPORT".parse().unwrap());
    bench.plan.subjects[department].line = Some("COLLECTION".parse().unwrap());
    let gone = bench.unit(Some(office));
    bench.plan.subjects[gone].exists = false;

    let reached = |bench: &Bench| bench.appraise("2026-03").cells.iter().map(|cell| cell.subject).collect::<Vec<_>>();
    let subject = |at: usize| bench.plan.subjects[at].subject;
    assert_eq!(reached(&bench), [office, clerk, driver].map(subject));

    let mut of_class = bench.clone();
    of_class.plan.indicators[0].content.post_classes = vec!["TAX".parse().unwrap()];
    assert_eq!(reached(&of_class), [office, clerk].map(subject));

    let mut of_units = bench.clone();
    of_units.plan.indicators[0].content.reaches = vec![SubjectKind::Unit];
    assert_eq!(reached(&of_units), [office].map(subject));
}

#[test]
fn a_sum_beyond_64_bits_is_refused_and_does_not_wrap() {
    let mut bench = Bench::with_a_rate();
    let bureau = bench.unit(None);
    for _ in 0..2 {
        let office = bench.unit(Some(bureau));
        bench.rate(office, "2026-03", 900_000_000_000_000, 1);
    }
    let refused = appraise(&bench.plan, &bench.sums, period("2026-03"), &bench.last_year);
    assert!(matches!(refused, Err(Refusal::Definition { ref field, .. }) if field == "measure"), "{refused:?}");
}
