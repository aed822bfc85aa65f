//! A plain recount of the six rates over the rows, without anything of the generator or the platform.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::datatypes::{Date32Type, Decimal128Type};
use arrow::util::display::array_value_to_string;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;

/// Numerator and denominator of each of the six rates.
pub type Rates = [(i128, i128); 6];

/// The rates of one month, in all and by post.
pub struct Recount {
    total: Rates,
    posts: BTreeMap<String, Rates>,
}

impl Recount {
    pub fn of(folder: &Path, month: &str) -> Self {
        let mut counted = Self { total: Rates::default(), posts: BTreeMap::new() };
        for (rate, dataset) in
            ["registration", "filing", "payment", "payment", "arrears", "penalty"].into_iter().enumerate()
        {
            for batch in batches(folder, dataset) {
                for row in 0..batch.num_rows() {
                    counted.row(rate, &batch, row, month);
                }
            }
        }
        counted
    }

    fn row(&mut self, rate: usize, batch: &RecordBatch, row: usize, month: &str) {
        let day = batch.column(0).as_primitive::<Date32Type>();
        if day.is_null(row) || !day.value_as_date(row).unwrap().to_string().starts_with(month) {
            return;
        }
        let post = batch.column(3).as_string::<i32>();
        if post.is_null(row) {
            return;
        }
        let (numerator, denominator) = part(rate, batch, row);
        for sums in [&mut self.total, self.posts.entry(post.value(row).to_owned()).or_default()] {
            sums[rate].0 += numerator;
            sums[rate].1 += denominator;
        }
    }

    pub fn total(&self) -> &Rates {
        &self.total
    }

    pub fn post(&self, post: &str) -> &Rates {
        &self.posts[post]
    }

    pub fn posts(&self) -> impl Iterator<Item = (&str, &Rates)> {
        self.posts.iter().map(|(post, rates)| (post.as_str(), rates))
    }
}

fn part(rate: usize, batch: &RecordBatch, row: usize) -> (i128, i128) {
    let flag = |name: &str| batch.column_by_name(name).unwrap().as_boolean().value(row);
    let text = |name: &str| batch.column_by_name(name).unwrap().as_string::<i32>().value(row);
    let fen = |name: &str| batch.column_by_name(name).unwrap().as_primitive::<Decimal128Type>().value(row);
    match rate {
        0 => (i128::from(flag("registered")), 1),
        1 => (i128::from(flag("on_time") && text("state") == "NORMAL"), i128::from(text("state") == "NORMAL")),
        2 => (fen("paid_amount"), fen("due_amount")),
        3 => (i128::from(flag("surcharge_due") && flag("surcharge_charged")), i128::from(flag("surcharge_due"))),
        4 => (fen("closing") - fen("opening"), fen("opening")),
        _ => (i128::from(text("outcome") != "PENDING"), 1),
    }
}

/// The mean improvement in ten-thousandths of a point; arrears are better when they fall.
pub fn scaled_improvement(before: &Rates, after: &Rates) -> i64 {
    let rate = |(numerator, denominator): (i128, i128)| {
        let half = if numerator < 0 { -denominator } else { denominator };
        (2_000_000 * numerator + half) / (2 * denominator)
    };
    let changes = before.iter().zip(after).enumerate().map(|(at, (&before, &after))| {
        let change = rate(after) - rate(before);
        if at == 4 { -change } else { change }
    });
    i64::try_from(changes.sum::<i128>() / 6).unwrap()
}

/// The mean improvement in points, two places.
pub fn improvement(before: &Rates, after: &Rates) -> String {
    let scaled = (scaled_improvement(before, after) + 50) / 100;
    format!("{}.{:02}", scaled / 100, scaled % 100)
}

/// Every row of a dataset as text.
pub fn rows(folder: &Path, dataset: &str) -> Vec<String> {
    let text = |batch: &RecordBatch, row| {
        let cells = batch.columns().iter().map(|column| array_value_to_string(column, row).unwrap());
        cells.collect::<Vec<_>>().join(",")
    };
    batches(folder, dataset)
        .iter()
        .flat_map(|batch| (0..batch.num_rows()).map(|row| text(batch, row)).collect::<Vec<_>>())
        .collect()
}

fn batches(folder: &Path, dataset: &str) -> Vec<RecordBatch> {
    let years = [2024, 2025, 2026];
    years
        .iter()
        .flat_map(|year| {
            let file = File::open(folder.join(format!("data/{dataset}/{dataset}-{year}.parquet"))).unwrap();
            ParquetRecordBatchReaderBuilder::try_new(file)
                .unwrap()
                .build()
                .unwrap()
                .map(Result::unwrap)
                .collect::<Vec<_>>()
        })
        .collect()
}
