//! Saving a dataset.

use leptos::prelude::*;

use super::fields::{Column, ENCODINGS, FORMATS, Fields, KINDS};
use crate::address::Address;
use crate::api::codes::{ColumnType, FileEncoding, FileFormat};
use crate::api::schema::*;
use crate::frame::Frame;
use crate::operations;
use crate::parts::form::{Form, filled, typed};

operations!("src/pages/source.graphql": SaveDataset);
use ask::{SaveDataset, save_dataset};

/// The format that is chosen.
pub fn format(fields: Fields) -> FileFormat {
    let chosen = fields.format.get_untracked();
    FORMATS.iter().find(|(_, code)| *code == chosen).map_or(FileFormat::Csv, |(format, _)| *format)
}

/// The encoding that is chosen.
pub fn encoding(fields: Fields) -> FileEncoding {
    let chosen = fields.encoding.get_untracked();
    ENCODINGS.iter().find(|(_, code, _)| *code == chosen).map_or(FileEncoding::Utf8, |(encoding, _, _)| *encoding)
}

/// Words apart by spaces.
pub fn words(value: RwSignal<String>) -> Vec<String> {
    value.with_untracked(|text| text.split_whitespace().map(str::to_owned).collect())
}

fn column_of(column: &Column) -> Option<save_dataset::ColumnInput> {
    let chosen = column.kind.get_untracked();
    let type_ = KINDS.iter().find(|(_, code)| *code == chosen).map_or(ColumnType::Text, |(kind, _)| *kind);
    let places = if type_ == ColumnType::Decimal { typed(column.places)? } else { 0 };
    Some(save_dataset::ColumnInput {
        name: column.name.clone(),
        label: filled(column.label),
        type_,
        places,
        required: column.required.get_untracked(),
        not_negative: column.not_negative.get_untracked(),
        date_shapes: words(column.shapes),
        personal: column.personal.get_untracked(),
    })
}

/// Sends what is filled in and goes to the dataset.
pub fn save(frame: Frame, form: Form, fields: Fields, known: Option<(DatasetId, i64)>) {
    let draft = frame.locale.text.draft();
    let Some(code) = typed::<BusinessCode>(fields.code) else { return form.refuse(vec![("code", draft.bad_code)]) };
    let Some(time_column) = filled(fields.time_column) else {
        return form.refuse(vec![("timeColumn", draft.choose_one)]);
    };
    let columns: Option<Vec<_>> = fields
        .columns
        .with_untracked(|columns| columns.iter().filter(|column| column.kept.get_untracked()).map(column_of).collect());
    let Some(columns) = columns else { return form.refuse(vec![("columns", draft.bad_number)]) };
    let files = fields.files.with_untracked(|files| {
        files.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    });
    let manner = save_dataset::FileManner {
        format: format(fields),
        encoding: encoding(fields),
        delimiter: fields.delimiter.get_untracked(),
        null_words: words(fields.null_words),
        header: fields.header.get_untracked(),
    };
    let input = save_dataset::DatasetInput {
        id: known.map(|(id, _)| id),
        version: known.map(|(_, version)| version),
        code,
        name: fields.name.get_untracked(),
        system: fields.system.get_untracked(),
        files,
        manner,
        columns,
        time_column,
        zone: fields.zone.get_untracked(),
        unit_column: filled(fields.unit_column),
        post_column: filled(fields.post_column),
        person_column: filled(fields.person_column),
        complete_to: filled(fields.complete_to),
    };
    let asking = frame.client.ask::<SaveDataset>(save_dataset::Variables { input });
    form.send(asking, move |answer| frame.history.go(&Address::Dataset(answer.save_dataset.id)));
}
