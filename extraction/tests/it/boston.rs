//! Real service requests of a city, compared figure by figure with another engine's sums; and a small made-up file of the same shape.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use extraction::dataset::{Column, ColumnType, CsvOptions, Dataset, Format, SubjectColumns, Zone};
use extraction::engine::Work;
use extraction::measure::{Aggregate, Measure};

use crate::support::{Units, code, measure, months, run};

fn requests(file: &str) -> Dataset {
    let text = |name: &str| Column::new(name, ColumnType::Text);
    let time = |name: &str| Column::new(name, ColumnType::Datetime);
    Dataset {
        code: code("service_requests"),
        files: vec![file.to_owned()],
        format: Format::Csv,
        csv: CsvOptions::default(),
        columns: vec![time("open_dt"), time("closed_dt"), text("ontime"), text("case_status"), text("department")],
        time_column: "open_dt".to_owned(),
        zone: Zone::Local,
        subject: SubjectColumns { unit: Some("department".to_owned()), ..SubjectColumns::default() },
    }
}

fn measures() -> Vec<Measure> {
    let closed = "closed_dt IS NOT NULL";
    let seconds = "seconds_between(open_dt, closed_dt)";
    vec![
        measure("on_time_numerator", Aggregate::Count, None, Some("ontime = 'ONTIME'")),
        measure("on_time_denominator", Aggregate::Count, None, Some("ontime IN ('ONTIME', 'OVERDUE')")),
        measure("closed_numerator", Aggregate::Count, None, Some("case_status = 'Closed'")),
        measure("closed_denominator", Aggregate::Count, None, None),
        measure("seconds_to_close_sum", Aggregate::Sum, Some(seconds), Some(closed)),
        measure("seconds_to_close_count", Aggregate::Count, Some(seconds), Some(closed)),
    ]
}

type Figures = BTreeMap<(String, String), Vec<Option<i64>>>;

fn expected(path: &Path) -> Figures {
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |row: csv::StringRecord| {
        let figures = row.iter().skip(2).map(|cell| (!cell.is_empty()).then(|| cell.parse().unwrap()));
        ((row[0].to_owned(), row[1].to_owned()), figures.collect())
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

async fn computed(folder: &Path, file: &str, units: Vec<String>) -> (Figures, u64) {
    let subjects = Arc::new(Units(units.clone()));
    let work = Work::new(requests(file), folder, measures(), subjects, months("2011-07", "2011-12"));
    let extraction = run(work).await.unwrap();
    assert_eq!((extraction.refused.total(), extraction.rows_outside), (0, 0));
    let whole = |value: shared::number::Quantity| {
        assert_eq!(value.scaled() % 10_000, 0, "seconds and counts are whole");
        value.scaled() / 10_000
    };
    let figures = extraction.sums.iter().map(|sum| {
        let unit = units[usize::try_from(sum.leaf.0).unwrap()].clone();
        ((unit, sum.month.to_string()), sum.measures().map(|value| value.map(whole)).collect())
    });
    (figures.collect(), extraction.rows_read)
}

async fn compare(folder: &Path, file: &str) -> u64 {
    let by_department = expected(&folder.join("expected_by_department_month.csv"));
    let units: BTreeSet<_> = by_department.keys().map(|(unit, _)| unit.clone()).collect();
    let (figures, rows) = computed(folder, file, units.into_iter().collect()).await;
    assert_eq!(figures, by_department);
    let mut city: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    for ((_, month), row) in &figures {
        let sums = city.entry(month.clone()).or_insert_with(|| vec![0; row.len()]);
        sums.iter_mut().zip(row).for_each(|(sum, figure)| *sum += figure.unwrap_or_default());
    }
    let expected = expected(&folder.join("expected_city_month.csv")).into_iter();
    let expected: BTreeMap<_, Vec<i64>> =
        expected.map(|((_, month), row)| (month, row.into_iter().map(Option::unwrap_or_default).collect())).collect();
    assert_eq!(city, expected);
    rows
}

#[tokio::test]
async fn every_figure_of_the_real_city_is_the_other_engines_figure() {
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/boston311");
    let folder = std::env::var_os("BATON_BOSTON311").map_or(default, PathBuf::from);
    if !folder.join("expected_city_month.csv").exists() {
        println!("not run: no {}", folder.display());
        return;
    }
    assert_eq!(compare(&folder, "service_requests_2011h2.csv.gz").await, 58_251);
}

#[tokio::test]
async fn every_figure_of_the_made_up_city_is_the_one_counted_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/requests");
    assert_eq!(compare(&folder, "service_requests.csv").await, 8);
}
