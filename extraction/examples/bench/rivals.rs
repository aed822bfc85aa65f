//! The same engine's own ways to the same sums.

use std::path::Path;

use arrow::array::{Array, AsArray, RecordBatch};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Decimal128Type};
use datafusion::prelude::{ParquetReadOptions, SessionConfig, SessionContext};
use extraction::measure::Measure;

use crate::Table;
use crate::stopwatch::{Stopwatch, Time};
use datafusion::error::Result;

/// As many threads as the kernel has. Filters pushed down are evaluated while the file is read, on their columns alone.
async fn context(file: &Path, pushed_down: bool) -> Result<SessionContext> {
    let mut config = SessionConfig::new().with_target_partitions(2);
    config.options_mut().execution.parquet.pushdown_filters = pushed_down;
    config.options_mut().execution.parquet.reorder_filters = pushed_down;
    let context = SessionContext::new_with_config(config);
    context.register_parquet("events", &file.to_string_lossy(), ParquetReadOptions::default()).await?;
    Ok(context)
}

async fn collect(context: &SessionContext, columns: &str, filter: &str) -> Result<Vec<RecordBatch>> {
    let sql = format!(
        "SELECT unit, date_trunc('month', day) AS month, {columns} FROM events {filter} GROUP BY unit, date_trunc('month', day)"
    );
    context.sql(&sql).await?.collect().await
}

/// One count by unit and month.
pub async fn bare(file: &Path) -> Result<Time> {
    let context = context(file, false).await?;
    let watch = Stopwatch::start();
    let batches = collect(&context, "count(*)", "").await?;
    drop(batches);
    Ok(watch.time())
}

fn aggregate(measure: &Measure, filter: &str) -> String {
    let value = measure.value.as_deref().unwrap_or("1");
    format!("CAST({}({value}) FILTER (WHERE {filter}) AS DECIMAL(38, 4))", measure.aggregate.code())
}

/// A query for each indicator: its rows alone, numerator and denominator.
pub async fn one_query_an_indicator(file: &Path, measures: &[Measure], pushed_down: bool) -> Result<(Time, Table)> {
    let context = context(file, pushed_down).await?;
    let mut table = table_of_nothing(&context, measures.len()).await?;
    let watch = Stopwatch::start();
    let mut answers = Vec::new();
    for (place, pair) in measures.chunks(2).enumerate() {
        let columns: Vec<_> = pair.iter().map(|measure| aggregate(measure, filter_of(measure))).collect();
        let denominator = pair.last().map(filter_of).unwrap_or_default();
        answers.push((2 * place, collect(&context, &columns.join(", "), &format!("WHERE {denominator}")).await?));
    }
    let time = watch.time();
    for (first, batches) in answers {
        fill(&mut table, &batches, first, measures)?;
    }
    Ok((time, table))
}

/// One query with a FILTER clause a measure.
pub async fn fused(file: &Path, measures: &[Measure]) -> Result<(Time, Table)> {
    let context = context(file, false).await?;
    let mut table = table_of_nothing(&context, measures.len()).await?;
    let watch = Stopwatch::start();
    let columns: Vec<_> = measures.iter().map(|measure| aggregate(measure, filter_of(measure))).collect();
    let batches = collect(&context, &columns.join(", "), "").await?;
    let time = watch.time();
    fill(&mut table, &batches, 0, measures)?;
    Ok((time, table))
}

fn filter_of(measure: &Measure) -> &str {
    measure.filter.as_deref().unwrap_or("true")
}

/// All units and months with rows, nothing computed.
async fn table_of_nothing(context: &SessionContext, measures: usize) -> Result<Table> {
    let mut table = Table::new();
    for batch in collect(context, "count(*)", "").await? {
        keys(&batch, |_, key| drop(table.insert(key, vec![None; measures])))?;
    }
    Ok(table)
}

fn keys(batch: &RecordBatch, mut each: impl FnMut(usize, (u32, String))) -> Result<()> {
    let units = cast(batch.column(0), &DataType::Utf8)?;
    let months = cast(batch.column(1), &DataType::Utf8)?;
    for row in 0..batch.num_rows() {
        let unit = units.as_string::<i32>().value(row).trim_start_matches('O').parse().unwrap_or(u32::MAX);
        // `2026-07-01T00:00:00`
        let month = months.as_string::<i32>().value(row).get(..7).unwrap_or_default();
        each(row, (unit, month.to_owned()));
    }
    Ok(())
}

fn fill(table: &mut Table, batches: &[RecordBatch], first: usize, measures: &[Measure]) -> Result<()> {
    // A count of no rows is 0, also for units the query's condition left out.
    for row in table.values_mut() {
        for (cell, measure) in row
            .iter_mut()
            .zip(measures)
            .skip(first)
            .take(2.max(batches.first().map_or(0, |batch| batch.num_columns() - 2)))
        {
            *cell = (!measure.aggregate.takes_number()).then_some(0);
        }
    }
    for batch in batches {
        keys(batch, |row, key| {
            let Some(cells) = table.get_mut(&key) else { return };
            for (cell, column) in cells.iter_mut().skip(first).zip(batch.columns().iter().skip(2)) {
                let sums = column.as_primitive::<Decimal128Type>();
                *cell = sums.is_valid(row).then(|| i64::try_from(sums.value(row)).unwrap_or_default());
            }
        })?;
    }
    Ok(())
}
