//! Distinct counts are made anew for each node and period; they do not add up.

use std::sync::Arc;

use extraction::engine::{DistinctPeriod, Embedded, Engine as _, EngineConfig, Extraction};
use extraction::measure::Aggregate;

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
    // Nodes 0 to 2 are the units themselves, 3 stands above `a` and `b`.
    let tree = Arc::new(vec![vec![0, 3], vec![1, 3], vec![2]]);
    job.distinct = ["2026-01", "2026-02", "2026-03", "2026Q1"].map(|at| counted_in(at, &tree)).to_vec();
    let extraction = run(job).await.unwrap();
    let expected = [
        (0, "2026-01", "1.0000"),
        (0, "2026-02", "2.0000"),
        (0, "2026Q1", "2.0000"),
        (1, "2026-01", "1.0000"),
        (1, "2026-03", "1.0000"),
        (1, "2026Q1", "2.0000"),
        (3, "2026-01", "1.0000"),
        (3, "2026-02", "2.0000"),
        (3, "2026-03", "1.0000"),
        (3, "2026Q1", "3.0000"),
    ];
    assert_eq!(counts(&extraction), expected.map(|(node, at, count)| (node, at.to_owned(), count.to_owned())));
    assert!(extraction.sums.iter().all(|sum| sum.measure(0).is_some() && sum.measure(1).is_none()));
}

#[tokio::test]
async fn each_period_counts_over_its_own_tree() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("f.csv"), ROWS).unwrap();
    let mut job = work(root.path(), dataset("f.csv"), vec![measure("payers", Aggregate::Distinct, Some("kind"), None)]);
    // `b` stands under node 3 from February on; the quarter takes the tree of its end.
    let apart = Arc::new(vec![vec![3], vec![1], Vec::new()]);
    let together = Arc::new(vec![vec![3], vec![1, 3], Vec::new()]);
    job.distinct = [("2026-01", &apart), ("2026-03", &together), ("2026Q1", &together)]
        .map(|(at, tree)| counted_in(at, tree))
        .to_vec();
    let expected = [
        (1, "2026-01", "1.0000"),
        (1, "2026-03", "1.0000"),
        (1, "2026Q1", "2.0000"),
        (3, "2026-01", "1.0000"),
        (3, "2026-03", "1.0000"),
        (3, "2026Q1", "3.0000"),
    ];
    let found = counts(&run(job).await.unwrap());
    assert_eq!(found, expected.map(|(node, at, count)| (node, at.to_owned(), count.to_owned())));
}

fn counted_in(period: &str, nodes: &Arc<Vec<Vec<u32>>>) -> DistinctPeriod {
    DistinctPeriod { period: period.parse().unwrap(), nodes: Arc::clone(nodes) }
}

/// Node, period, count; by node.
fn counts(extraction: &Extraction) -> Vec<(u32, String, String)> {
    let found = extraction.distinct.iter();
    found.map(|count| (count.node, count.period.to_string(), count.count.to_string())).collect()
}

#[tokio::test]
async fn a_spill_folder_that_cannot_hold_the_groups_ends_the_run_with_a_code() {
    let root = tempfile::tempdir().unwrap();
    let rows =
        (0..200_000).map(|row| format!("a,2026-01-05,payer number {row} of a long list,1\n")).collect::<String>();
    std::fs::write(root.path().join("f.csv"), format!("unit,day,kind,amount\n{rows}")).unwrap();
    let mut job = work(root.path(), dataset("f.csv"), vec![measure("payers", Aggregate::Distinct, Some("kind"), None)]);
    job.distinct = vec![counted_in("2026", &Arc::new(vec![vec![0], Vec::new(), Vec::new()]))];
    let config = EngineConfig { memory: 2 << 20, spill: 1 << 10, ..EngineConfig::default() };
    let error = Embedded::try_new(&config).unwrap().run(job).await.unwrap_err();
    assert_eq!(error.code(), "DISK_FULL", "{error}");
}
