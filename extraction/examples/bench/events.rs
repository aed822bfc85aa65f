//! Made-up events of a tax bureau: 121 offices, 24 months, and ratio indicators over them. The same rows every time.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int64Array, RecordBatch, StringArray};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use chrono::NaiveDate;
use extraction::dataset::{Column, ColumnType, CsvOptions, Dataset, Format, SubjectColumns, Zone};
use extraction::measure::{Aggregate, Measure};
use extraction::subjects::{Leaf, SubjectKey, Subjects, Unplaced};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

pub const OFFICES: u32 = 121;
const KINDS: u64 = 59;
const START: i32 = 20_089;
const DAYS: u64 = 730;
const BATCH: usize = 100_000;

/// Offices `O000` to `O120`.
pub struct Offices;

impl Subjects for Offices {
    fn leaves(&self) -> u32 {
        OFFICES
    }

    fn place(&self, key: &SubjectKey<'_>, _: NaiveDate) -> Result<Leaf, Unplaced> {
        let number = key.unit.and_then(|code| code.strip_prefix('O')).and_then(|digits| digits.parse().ok());
        number.filter(|office| *office < OFFICES).map(Leaf).ok_or(Unplaced::UnknownUnit)
    }
}

fn name(rows: usize) -> String {
    format!("baton-bench-{rows}.parquet")
}

/// The events as a dataset.
pub fn dataset(rows: usize) -> Result<Dataset, Box<dyn std::error::Error>> {
    let text = |name: &str| Column::new(name, ColumnType::Text);
    Ok(Dataset {
        code: "events".parse()?,
        files: vec![name(rows)],
        format: Format::Parquet,
        csv: CsvOptions::default(),
        columns: vec![
            text("unit"),
            Column::new("day", ColumnType::Date),
            text("kind"),
            text("status"),
            text("channel"),
            Column::new("days_late", ColumnType::Integer),
            Column::new("amount", ColumnType::Decimal { places: 2 }),
        ],
        time_column: "day".to_owned(),
        zone: Zone::Local,
        subject: SubjectColumns { unit: Some("unit".to_owned()), ..SubjectColumns::default() },
    })
}

/// Two measures an indicator: what should have happened, and what did.
pub fn measures(indicators: usize) -> Vec<Measure> {
    let conditions = [
        "status = 'DONE'",
        "days_late <= 0",
        "channel = 'ONLINE'",
        "days_late <= 5",
        "status <> 'VOID'",
        "amount > 5000",
    ];
    let indicator = |number: usize| {
        let kind = format!("kind = 'EVENT-{:02}'", number % KINDS as usize);
        let condition = conditions.get(number % conditions.len()).copied().unwrap_or_default();
        let (aggregate, value) =
            if number % 4 == 3 { (Aggregate::Sum, Some("amount".to_owned())) } else { (Aggregate::Count, None) };
        let measure = |part: &str, filter: String| {
            let code = format!("{part}-{number}").parse().ok()?;
            Some(Measure { code, aggregate, value: value.clone(), filter: Some(filter), scale: 4 })
        };
        let denominator = if number >= KINDS as usize { format!("{kind} AND status <> 'OPEN'") } else { kind };
        [measure("numerator", format!("{denominator} AND {condition}")), measure("denominator", denominator)]
    };
    (0..indicators).flat_map(indicator).flatten().collect()
}

/// Where the file is.
pub fn path(folder: &Path, rows: usize) -> PathBuf {
    folder.join(name(rows))
}

/// Writes the file where it is not there yet.
pub fn write(folder: &Path, rows: usize) -> Result<PathBuf, Box<dyn std::error::Error>> {
    let path = path(folder, rows);
    if path.exists() {
        return Ok(path);
    }
    let text = |name: &str| Field::new(name, DataType::Utf8, false);
    let schema: SchemaRef = Arc::new(Schema::new(vec![
        text("unit"),
        Field::new("day", DataType::Date32, false),
        text("kind"),
        text("status"),
        text("channel"),
        Field::new("days_late", DataType::Int64, false),
        Field::new("amount", DataType::Decimal128(20, 2), false),
    ]));
    let properties =
        WriterProperties::builder().set_compression(Compression::SNAPPY).set_max_row_group_row_count(Some(500_000));
    let part = path.with_extension("part");
    let mut writer = ArrowWriter::try_new(File::create(&part)?, Arc::clone(&schema), Some(properties.build()))?;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    for first in (0..rows).step_by(BATCH) {
        let draws: Vec<u64> = (first..rows.min(first + BATCH)).map(|_| next(&mut state)).collect();
        writer.write(&RecordBatch::try_new(Arc::clone(&schema), columns(&draws)?)?)?;
    }
    writer.close()?;
    std::fs::rename(part, &path)?;
    Ok(path)
}

fn columns(draws: &[u64]) -> Result<Vec<ArrayRef>, Box<dyn std::error::Error>> {
    let text =
        |pick: &dyn Fn(u64) -> String| Arc::new(draws.iter().map(|draw| Some(pick(*draw))).collect::<StringArray>());
    let days = draws.iter().map(|draw| Some(START + i32::try_from((draw >> 8) % DAYS).unwrap_or_default()));
    let late = draws.iter().map(|draw| Some(i64::try_from((draw >> 20) % 14).unwrap_or_default() - 7));
    let amounts: Decimal128Array = draws.iter().map(|draw| Some(i128::from((draw >> 24) % 2_000_000))).collect();
    Ok(vec![
        text(&|draw| format!("O{:03}", draw % u64::from(OFFICES))),
        Arc::new(days.collect::<Date32Array>()),
        text(&|draw| format!("EVENT-{:02}", (draw >> 32) % KINDS)),
        text(&|draw| one_of(&["DONE", "DONE", "DONE", "OPEN", "VOID"], draw >> 40)),
        text(&|draw| one_of(&["ONLINE", "HALL", "PHONE"], draw >> 48)),
        Arc::new(late.collect::<Int64Array>()),
        Arc::new(amounts.with_precision_and_scale(20, 2)?),
    ])
}

fn one_of(words: &[&str], draw: u64) -> String {
    usize::try_from(draw).ok().and_then(|draw| words.get(draw % words.len())).copied().unwrap_or_default().to_owned()
}

/// splitmix64: small, and the same on every machine.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (*state ^ (*state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
