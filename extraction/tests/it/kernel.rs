//! The kernel's sums are DataFusion's own, on random data, in one pass and in several.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Decimal128Array, RecordBatch, StringArray};
use arrow::datatypes::Date32Type;
use chrono::{Datelike as _, NaiveDate};
use datafusion::prelude::{ParquetReadOptions, SessionContext};
use extraction::engine::{Embedded, Engine as _, EngineConfig, Extraction};
use extraction::measure::{Aggregate, Measure};
use extraction::subjects::{Leaf, SubjectKey, Subjects, Unplaced};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use proptest::prelude::*;

use crate::support::{dataset, measure, table, work};

/// (unit, day since 2026-01-01, kind, amount in hundredths)
type Row = (Option<usize>, i32, Option<usize>, Option<i64>);

const UNITS: [&str; 2] = ["a", "b"];
/// So many that the rows of one kind are few, which the kernel goes through alone.
const KINDS: [&str; 20] = [
    "x",
    "a kind with a long name",
    "",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "7",
    "8",
    "9",
    "10",
    "11",
    "12",
    "13",
    "14",
    "15",
    "16",
    "17",
];
const START: i32 = 20_454;

fn write(path: &Path, rows: &[Row]) {
    // Small row groups: several parts, so both workers have something to do.
    write_as(path, rows, 50, true);
}

fn write_as(path: &Path, rows: &[Row], row_group: usize, words: bool) {
    let days: Date32Array = rows.iter().map(|row| Some(START + row.1)).collect();
    let amounts: Decimal128Array = rows.iter().map(|row| row.3.map(i128::from)).collect();
    let units: StringArray = rows.iter().map(|row| row.0.map(|unit| UNITS[unit])).collect();
    let kinds: StringArray = rows.iter().map(|row| row.2.map(|kind| KINDS[kind])).collect();
    let amounts = amounts.with_precision_and_scale(20, 2).unwrap();
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("unit", Arc::new(units)),
        ("day", Arc::new(days)),
        ("kind", Arc::new(kinds)),
        ("amount", Arc::new(amounts)),
    ];
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let properties =
        WriterProperties::builder().set_max_row_group_row_count(Some(row_group)).set_dictionary_enabled(words).build();
    let mut writer =
        ArrowWriter::try_new(std::fs::File::create(path).unwrap(), batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
}

fn measures() -> Vec<Measure> {
    vec![
        measure("rows", Aggregate::Count, None, None),
        measure("x", Aggregate::Count, None, Some("kind = 'x'")),
        measure("none", Aggregate::Count, None, Some("kind IS NULL")),
        measure("x_or_none", Aggregate::Sum, Some("amount"), Some("coalesce(kind, 'x') = 'x' AND amount <> 7")),
        measure("no_number", Aggregate::Count, None, Some("kind IN ('', 'x') AND kind < 'b' AND unit = 'a'")),
        measure("big_x", Aggregate::Count, None, Some("kind = 'x' AND amount > 100")),
        measure("not_x", Aggregate::Count, None, Some("NOT (kind = 'x') OR amount IS NULL")),
        measure("amounts", Aggregate::Count, Some("amount"), None),
        measure("sum", Aggregate::Sum, Some("amount"), None),
        measure("sum_x", Aggregate::Sum, Some("amount * 2"), Some("kind = 'x'")),
        measure("least", Aggregate::Min, Some("amount"), Some("kind <> 'x'")),
        measure("most", Aggregate::Max, Some("amount"), None),
    ]
}

async fn kernel(root: &Path, memory: usize) -> Extraction {
    let mut dataset = dataset("f.parquet");
    dataset.columns.iter_mut().for_each(|column| column.not_negative = false);
    let config = EngineConfig { memory, ..EngineConfig::default() };
    Embedded::try_new(&config).unwrap().run(work(root, dataset, measures())).await.unwrap()
}

async fn datafusion(root: &Path) -> BTreeMap<(u32, String), Vec<String>> {
    let context = SessionContext::new();
    let path = root.join("f.parquet");
    context.register_parquet("f", path.to_str().unwrap(), ParquetReadOptions::default()).await.unwrap();
    let columns: Vec<_> = measures()
        .iter()
        .map(|measure| {
            let value = measure.value.clone().unwrap_or_else(|| "1".to_owned());
            let filter = measure.filter.clone().unwrap_or_else(|| "true".to_owned());
            let aggregate = measure.aggregate.code();
            format!(
                "coalesce(CAST(CAST({aggregate}({value}) FILTER (WHERE {filter}) AS DECIMAL(30, 4)) AS VARCHAR), '-')"
            )
        })
        .collect();
    let sql = format!(
        "SELECT unit, to_char(day, '%Y-%m'), {} FROM f WHERE unit IS NOT NULL AND day BETWEEN DATE '2026-01-01' AND DATE '2026-03-31' GROUP BY 1, 2",
        columns.join(", ")
    );
    let batches = context.sql(&sql).await.unwrap().collect().await.unwrap();
    let mut table = BTreeMap::new();
    for batch in &batches {
        let text = |column: usize, row| arrow::util::display::array_value_to_string(batch.column(column), row).unwrap();
        for row in 0..batch.num_rows() {
            let unit = u32::try_from(UNITS.iter().position(|unit| *unit == text(0, row)).unwrap()).unwrap();
            table.insert((unit, text(1, row)), (2..batch.num_columns()).map(|column| text(column, row)).collect());
        }
    }
    table
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let amount = proptest::option::weighted(0.8, -100_000_i64..100_000_000);
    let row = (
        proptest::option::weighted(0.95, 0..2_usize),
        -10..100_i32,
        // Half of all rows are of the first three kinds.
        proptest::option::weighted(0.8, prop_oneof![0..3_usize, 0..KINDS.len()]),
        amount,
    );
    proptest::collection::vec(row, 1..300)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_datafusions_own_in_one_pass_and_in_several(rows in rows()) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let root = tempfile::tempdir().unwrap();
        write(&root.path().join("f.parquet"), &rows);
        let one = runtime.block_on(kernel(root.path(), 1 << 20));
        prop_assert_eq!(one.passes, 1);
        prop_assert_eq!(one.rows_read, rows.len() as u64);
        let placed: u64 = one.sums.iter().map(|sum| sum.rows).sum();
        prop_assert_eq!(placed + one.rows_outside + one.refused.total(), one.rows_read);
        prop_assert_eq!(table(&one), runtime.block_on(datafusion(root.path())));
        let several = runtime.block_on(kernel(root.path(), 2400));
        prop_assert!(several.passes > 1);
        prop_assert_eq!(Extraction { passes: 1, ..several }, one);
    }
}

#[tokio::test]
async fn the_same_run_twice_gives_the_same_and_says_what_it_read() {
    let root = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..1000)
        .map(|row| (Some(row % 2), i32::try_from(row % 90).unwrap(), Some(row % 3), Some(row as i64)))
        .collect();
    write(&root.path().join("f.parquet"), &rows);
    let (first, second) = (kernel(root.path(), 1 << 20).await, kernel(root.path(), 1 << 20).await);
    assert_eq!(first, second);
    assert_eq!(first.files.len(), 1);
    assert_eq!((first.files[0].rows, first.files[0].sha256.len()), (1000, 64));
    assert_eq!(first.earliest.unwrap().to_string(), "2026-01-01 00:00:00");
    assert_eq!(first.latest.unwrap().date(), Date32Type::to_naive_date_opt(START + 89).unwrap());
}

#[tokio::test]
async fn memory_for_not_even_one_measure_is_an_error() {
    let root = tempfile::tempdir().unwrap();
    write(&root.path().join("f.parquet"), &[(Some(0), 0, None, None)]);
    let config = EngineConfig { memory: 50, ..EngineConfig::default() };
    let error =
        Embedded::try_new(&config).unwrap().run(work(root.path(), dataset("f.parquet"), measures())).await.unwrap_err();
    assert_eq!(error.code(), "MEMORY_REFUSED");
}

#[tokio::test]
async fn first_and_last_are_by_time_and_then_by_line_and_skip_empty_values() {
    let root = tempfile::tempdir().unwrap();
    let rows = "unit,day,kind,amount\na,2026-01-20,x,3\na,2026-01-05,x,\na,2026-01-06,x,1\na,2026-01-06,x,2\na,2026-01-20,x,4\na,2026-01-25,x,\n";
    std::fs::write(root.path().join("f.csv"), rows).unwrap();
    let measures = vec![
        measure("first", Aggregate::First, Some("amount"), None),
        measure("last", Aggregate::Last, Some("amount"), None),
    ];
    let extraction = crate::support::run(work(root.path(), dataset("f.csv"), measures)).await.unwrap();
    assert_eq!(table(&extraction).into_values().flatten().collect::<Vec<_>>(), ["1.0000", "4.0000"]);
}

#[tokio::test]
async fn a_condition_on_the_left_guards_a_division_on_the_right_and_an_unguarded_one_is_told() {
    let root = tempfile::tempdir().unwrap();
    std::fs::write(root.path().join("f.csv"), "unit,day,kind,amount\na,2026-01-20,x,0\na,2026-01-05,x,5\n").unwrap();
    let count = |filter: &str| vec![measure("m", Aggregate::Count, None, Some(filter))];
    let guarded = work(root.path(), dataset("f.csv"), count("amount > 0 AND 10 / amount > 1"));
    assert_eq!(
        table(&crate::support::run(guarded).await.unwrap()).into_values().flatten().collect::<Vec<_>>(),
        ["1.0000"]
    );
    let bare = work(root.path(), dataset("f.csv"), count("10 / amount > 1"));
    assert_eq!(crate::support::run(bare).await.unwrap_err().code(), "EVALUATION");
}

#[tokio::test]
async fn a_condition_on_words_that_fails_for_some_is_guarded_like_any_other() {
    let root = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..90).map(|row| (Some(0), 0, Some(row % KINDS.len()), Some(1))).collect();
    write(&root.path().join("f.parquet"), &rows);
    let count = |filter: &str| vec![measure("m", Aggregate::Count, None, Some(filter))];
    let guarded = "kind NOT IN ('x', '') AND kind NOT LIKE 'a%' AND CAST(kind AS INT) = 17";
    let extraction = crate::support::run(work(root.path(), dataset("f.parquet"), count(guarded))).await.unwrap();
    assert_eq!(table(&extraction).into_values().flatten().collect::<Vec<_>>(), ["4.0000"]);
    let bare = work(root.path(), dataset("f.parquet"), count("CAST(kind AS INT) = 17"));
    assert_eq!(crate::support::run(bare).await.unwrap_err().code(), "EVALUATION");
}

#[tokio::test]
async fn text_kept_as_words_gives_what_text_kept_as_text_gives() {
    let rows: Vec<Row> = (0..5000)
        .map(|row: usize| {
            let kind = (!row.is_multiple_of(11)).then_some(row % KINDS.len());
            (Some(row % 2), i32::try_from(row % 89).unwrap(), kind, (!row.is_multiple_of(7)).then_some(row as i64))
        })
        .collect();
    let mut extractions = Vec::new();
    for words in [true, false] {
        let root = tempfile::tempdir().unwrap();
        write_as(&root.path().join("f.parquet"), &rows, 1000, words);
        let mut measures = measures();
        measures.push(measure("first_x", Aggregate::First, Some("amount"), Some("kind = 'x'")));
        measures.push(measure("last_x", Aggregate::Last, Some("amount"), Some("kind = 'x' AND amount > 100")));
        let mut work = work(root.path(), dataset("f.parquet"), measures);
        work.dataset.columns.iter_mut().for_each(|column| column.not_negative = false);
        extractions.push(table(&crate::support::run(work).await.unwrap()));
    }
    assert_eq!(extractions[0], extractions[1]);
    assert_eq!(extractions[0].len(), 6);
}

/// Unit `a`, which stands under another leaf from 10 to 19 February.
struct Lent;

impl Subjects for Lent {
    fn leaves(&self) -> u32 {
        2
    }

    fn place(&self, _: &SubjectKey<'_>, day: NaiveDate) -> Result<Leaf, Unplaced> {
        Ok(Leaf(u32::from(day.month() == 2 && (10..20).contains(&day.day()))))
    }
}

#[tokio::test]
async fn a_unit_that_moves_within_a_month_is_placed_by_the_day_however_often_it_is_met() {
    let root = tempfile::tempdir().unwrap();
    let rows: Vec<Row> = (0..900).map(|row| (Some(0), row % 90, None, None)).collect();
    write(&root.path().join("f.parquet"), &rows);
    let mut work = work(root.path(), dataset("f.parquet"), vec![measure("rows", Aggregate::Count, None, None)]);
    work.subjects = Arc::new(Lent);
    let found = table(&crate::support::run(work).await.unwrap());
    let expected = [(0, "2026-01", 310), (0, "2026-02", 180), (0, "2026-03", 310), (1, "2026-02", 100)];
    let expected = expected.map(|(leaf, month, rows)| ((leaf, month.to_owned()), vec![format!("{rows}.0000")]));
    assert_eq!(found, expected.into_iter().collect());
}
