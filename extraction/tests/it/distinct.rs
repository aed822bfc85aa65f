//! Distinct counts are made anew for each level and period length; they do not add up.

use extraction::engine::{DistinctGrouping, Embedded, Engine as _, EngineConfig};
use extraction::measure::Aggregate;
use shared::period::Cycle;

use crate::support::{dataset, measure, run, work};

const ROWS: &str = "unit,day,kind,amount\n\
    a,2026-01-05,p,1\na,2026-01-06,p,1\na,2026-02-05,p,1\na,2026-02-05,q,1\nb,2026-01-07,p,1\nb,2026-03-07,r,1\nb,2026-03-08,,1\n";

#[tokio::test]
async fn a_payer_seen_by_two_units_in_two_months_is_one_payer_of_the_quarter() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("f.csv"), ROWS).unwrap();
    let measures =
        vec![measure("rows", Aggregate::Count, None, None), measure("payers", Aggregate::Distinct, Some("kind"), None)];
    let mut job = work(root.path(), dataset("f.csv"), measures);
    let leaves = vec![Some(0), Some(1), Some(2)];
    job.distinct = DistinctGrouping {
        levels: vec![leaves, vec![Some(0), Some(0), None]],
        cycles: vec![Cycle::Month, Cycle::Quarter],
    };
    let extraction = run(job).await.unwrap();
    let found: Vec<_> = extraction
        .distinct
        .iter()
        .map(|count| (count.level, count.node, count.period.to_string(), count.count.to_string()))
        .collect();
    let expected = [
        (0, 0, "2026-01", "1.0000"),
        (0, 0, "2026-02", "2.0000"),
        (0, 0, "2026Q1", "2.0000"),
        (0, 1, "2026-01", "1.0000"),
        (0, 1, "2026-03", "1.0000"),
        (0, 1, "2026Q1", "2.0000"),
        (1, 0, "2026-01", "1.0000"),
        (1, 0, "2026-02", "2.0000"),
        (1, 0, "2026-03", "1.0000"),
        (1, 0, "2026Q1", "3.0000"),
    ];
    let expected: Vec<_> = expected
        .map(|(level, node, period, count)| (level, node, period.to_owned(), count.to_owned()))
        .into_iter()
        .collect();
    assert_eq!(found, expected);
    assert!(extraction.sums.iter().all(|sum| sum.measure(0).is_some() && sum.measure(1).is_none()));
}

#[tokio::test]
async fn a_spill_folder_that_cannot_hold_the_groups_ends_the_run_with_a_code() {
    let root = tempfile::tempdir().unwrap();
    let rows =
        (0..200_000).map(|row| format!("a,2026-01-05,payer number {row} of a long list,1\n")).collect::<String>();
    std::fs::write(root.path().join("f.csv"), format!("unit,day,kind,amount\n{rows}")).unwrap();
    let mut job = work(root.path(), dataset("f.csv"), vec![measure("payers", Aggregate::Distinct, Some("kind"), None)]);
    job.distinct = DistinctGrouping { levels: vec![vec![Some(0)]], cycles: vec![Cycle::Year] };
    let config = EngineConfig { memory: 2 << 20, spill: 1 << 10, ..EngineConfig::default() };
    let error = Embedded::try_new(&config).unwrap().run(job).await.unwrap_err();
    assert_eq!(error.code(), "DISK_FULL", "{error}");
}
