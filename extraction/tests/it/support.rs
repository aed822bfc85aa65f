//! Small datasets and organisations for the tests.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use chrono::NaiveDate;
use extraction::dataset::{Column, ColumnType, CsvOptions, Dataset, Format, SubjectColumns, Zone};
use extraction::engine::{Embedded, Engine as _, EngineConfig, Extraction, Months, Work};
use extraction::error::ExtractionError;
use extraction::measure::{Aggregate, Measure};
use extraction::subjects::{Leaf, SubjectKey, Subjects, Unplaced};
use shared::code::BusinessCode;

/// Units by code; unit `late` exists from 2026-02 on.
pub struct Units(pub Vec<String>);

impl Subjects for Units {
    fn leaves(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap()
    }

    fn place(&self, key: &SubjectKey<'_>, day: NaiveDate) -> Result<Leaf, Unplaced> {
        let place = self.0.iter().position(|unit| Some(unit.as_str()) == key.unit).ok_or(Unplaced::UnknownUnit)?;
        if key.unit == Some("late") && day < NaiveDate::from_ymd_opt(2026, 2, 1).unwrap() {
            return Err(Unplaced::NotValidOnDate);
        }
        Ok(Leaf(u32::try_from(place).unwrap()))
    }
}

pub fn units(codes: &[&str]) -> Arc<dyn Subjects> {
    Arc::new(Units(codes.iter().map(|code| (*code).to_owned()).collect()))
}

pub fn code(text: &str) -> BusinessCode {
    text.parse().unwrap()
}

pub fn measure(name: &str, aggregate: Aggregate, value: Option<&str>, filter: Option<&str>) -> Measure {
    Measure {
        code: code(name),
        aggregate,
        value: value.map(str::to_owned),
        filter: filter.map(str::to_owned),
        scale: 4,
    }
}

/// Columns: unit, day (time column), kind, amount (2 places), opened, closed.
pub fn dataset(file: &str) -> Dataset {
    let column = |name: &str, kind| Column::new(name, kind);
    Dataset {
        code: code("filing"),
        files: vec![file.to_owned()],
        format: if file.ends_with(".parquet") { Format::Parquet } else { Format::Csv },
        csv: CsvOptions::default(),
        columns: vec![
            column("unit", ColumnType::Text),
            column("day", ColumnType::Date),
            column("kind", ColumnType::Text),
            Column { not_negative: true, ..column("amount", ColumnType::Decimal { places: 2 }) },
        ],
        time_column: "day".to_owned(),
        zone: Zone::Local,
        subject: SubjectColumns { unit: Some("unit".to_owned()), ..SubjectColumns::default() },
    }
}

pub fn months(first: &str, last: &str) -> Months {
    Months::try_new(first.parse().unwrap(), last.parse().unwrap()).unwrap()
}

pub fn work(root: &Path, dataset: Dataset, measures: Vec<Measure>) -> Work {
    Work::new(dataset, root, measures, units(&["a", "b", "late"]), months("2026-01", "2026-03"))
}

pub async fn run(work: Work) -> Result<Extraction, ExtractionError> {
    Embedded::try_new(&EngineConfig::default())?.run(work).await
}

/// (leaf, month) → the measures as text, `-` where nothing.
pub fn table(extraction: &Extraction) -> BTreeMap<(u32, String), Vec<String>> {
    let shown =
        |value: Option<shared::number::Quantity>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    extraction
        .sums
        .iter()
        .map(|sum| ((sum.leaf.0, sum.month.to_string()), sum.measures().map(shown).collect()))
        .collect()
}
