//! Everything that is filled in, one signal a field.

use leptos::prelude::*;

use super::Shown;
use crate::api::codes::{ColumnType, FileEncoding, FileFormat};

/// The fields of the editor.
#[derive(Clone, Copy)]
pub struct Fields {
    pub code: RwSignal<String>,
    pub name: RwSignal<String>,
    pub system: RwSignal<String>,
    /// One a line.
    pub files: RwSignal<String>,
    pub format: RwSignal<String>,
    pub encoding: RwSignal<String>,
    pub delimiter: RwSignal<String>,
    /// Apart by spaces.
    pub null_words: RwSignal<String>,
    pub header: RwSignal<bool>,
    pub columns: RwSignal<Vec<Column>>,
    pub time_column: RwSignal<String>,
    pub unit_column: RwSignal<String>,
    pub post_column: RwSignal<String>,
    pub person_column: RwSignal<String>,
    pub zone: RwSignal<String>,
    pub complete_to: RwSignal<String>,
}

/// A column as it is filled in.
#[derive(Clone)]
pub struct Column {
    pub name: String,
    /// Whether it is read; a file may have more.
    pub kept: RwSignal<bool>,
    pub label: RwSignal<String>,
    pub kind: RwSignal<String>,
    pub places: RwSignal<String>,
    pub required: RwSignal<bool>,
    pub not_negative: RwSignal<bool>,
    /// Apart by spaces.
    pub shapes: RwSignal<String>,
    pub personal: RwSignal<bool>,
}

/// The encodings with their codes and the names they go by everywhere.
pub const ENCODINGS: [(FileEncoding, &str, &str); 2] =
    [(FileEncoding::Utf8, "UTF_8", "UTF-8"), (FileEncoding::Gb18030, "GB18030", "GB18030")];

/// The formats with their codes.
pub const FORMATS: [(FileFormat, &str); 2] = [(FileFormat::Csv, "CSV"), (FileFormat::Parquet, "PARQUET")];

/// The types of columns with their codes.
pub const KINDS: [(ColumnType, &str); 6] = [
    (ColumnType::Text, "TEXT"),
    (ColumnType::Integer, "INTEGER"),
    (ColumnType::Decimal, "DECIMAL"),
    (ColumnType::Date, "DATE"),
    (ColumnType::Datetime, "DATETIME"),
    (ColumnType::Boolean, "BOOLEAN"),
];

/// The code of a type.
fn kind_code(kind: ColumnType) -> &'static str {
    KINDS.iter().find(|(known, _)| *known == kind).map_or("TEXT", |(_, code)| code)
}

fn text(text: &str) -> RwSignal<String> {
    RwSignal::new(text.to_owned())
}

impl Column {
    /// A column that a file seems to have.
    pub fn found(name: &str, kind: ColumnType, places: i64, kept: bool) -> Self {
        Self {
            name: name.to_owned(),
            kept: RwSignal::new(kept),
            label: text(name),
            kind: text(kind_code(kind)),
            places: RwSignal::new(places.to_string()),
            required: RwSignal::new(false),
            not_negative: RwSignal::new(false),
            shapes: text(""),
            personal: RwSignal::new(false),
        }
    }

    /// Everything about it, tracked.
    fn said(&self) -> [String; 9] {
        [
            self.name.clone(),
            self.kept.get().to_string(),
            self.label.get(),
            self.kind.get(),
            self.places.get(),
            self.required.get().to_string(),
            self.not_negative.get().to_string(),
            self.shapes.get(),
            self.personal.get().to_string(),
        ]
    }
}

impl Fields {
    /// Filled in with what there is, or with what is usual.
    pub fn new(dataset: Option<&Shown>) -> Self {
        let of = |read: fn(&Shown) -> &str, usual: &str| text(dataset.map_or(usual, read));
        let column =
            |read: fn(&Shown) -> &Option<String>| text(dataset.and_then(|it| read(it).as_deref()).unwrap_or_default());
        let format = dataset
            .map_or("CSV", |it| FORMATS.iter().find(|(known, _)| *known == it.format).map_or("CSV", |(_, code)| code));
        let gb = dataset.is_some_and(|it| it.encoding.to_ascii_lowercase().starts_with("gb"));
        let columns = dataset.map(|it| {
            let column = |column: &super::source_page::SourcePageDatasetColumns| {
                let made = Column::found(&column.name, column.type_, column.places, true);
                made.label.set(column.label.clone());
                made.required.set(column.required);
                made.not_negative.set(column.not_negative);
                made.shapes.set(column.date_shapes.join(" "));
                made.personal.set(column.personal);
                made
            };
            it.columns.iter().map(column).collect()
        });
        Self {
            code: RwSignal::new(dataset.map(|it| it.code.to_string()).unwrap_or_default()),
            name: of(|it| &it.name, ""),
            system: of(|it| &it.system, ""),
            files: RwSignal::new(dataset.map(|it| it.files.join("\n")).unwrap_or_default()),
            format: text(format),
            encoding: text(if gb { "GB18030" } else { "UTF_8" }),
            delimiter: of(|it| &it.delimiter, ","),
            null_words: RwSignal::new(dataset.map(|it| it.null_words.join(" ")).unwrap_or_default()),
            header: RwSignal::new(dataset.is_none_or(|it| it.header)),
            columns: RwSignal::new(columns.unwrap_or_default()),
            time_column: of(|it| &it.time_column, ""),
            unit_column: column(|it| &it.unit_column),
            post_column: column(|it| &it.post_column),
            person_column: column(|it| &it.person_column),
            zone: of(|it| &it.zone, "LOCAL"),
            complete_to: column(|it| &it.complete_to),
        }
    }

    /// The columns that are read, tracked.
    pub fn kept_names(self) -> Vec<String> {
        self.columns
            .with(|columns| columns.iter().filter(|column| column.kept.get()).map(|it| it.name.clone()).collect())
    }

    /// Everything that is filled in, tracked.
    pub fn said(self) -> Vec<String> {
        let texts = [
            self.code,
            self.name,
            self.system,
            self.files,
            self.format,
            self.encoding,
            self.delimiter,
            self.null_words,
            self.time_column,
            self.unit_column,
            self.post_column,
            self.person_column,
            self.zone,
            self.complete_to,
        ];
        let mut said: Vec<String> = texts.iter().map(|text| text.get()).collect();
        said.push(self.header.get().to_string());
        self.columns.with(|columns| said.extend(columns.iter().flat_map(Column::said)));
        said
    }
}
