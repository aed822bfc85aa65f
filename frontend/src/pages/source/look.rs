//! A look inside a file: what its columns seem to be, and its first rows.

use leptos::prelude::*;

use super::fields::{Column, Fields};
use super::save::{encoding, format, words};
use crate::api::failure::Failure;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::locale::fill;
use crate::operations;
use crate::parts::state;
use crate::parts::table::{Column as Heading, table_of_data, text as cell, words as heading};

operations!("src/pages/source.graphql": InferColumns);
use ask::{InferColumns, infer_columns};

type Looked = infer_columns::InferColumnsInferColumns;

/// The button, and what was seen.
pub fn look(frame: Frame, fields: Fields, dataset: Option<DatasetId>) -> AnyView {
    let text = frame.locale.text.source();
    let seen = RwSignal::new(None::<Result<Looked, Failure>>);
    let busy = RwSignal::new(false);
    let aside = StoredValue::new(Vec::new());
    let look = move |_| {
        let file = fields
            .files
            .with_untracked(|files| files.lines().map(str::trim).find(|line| !line.is_empty()).map(str::to_owned));
        let Some(file) = file else {
            let named = (text.file.to_owned(), text.no_file_named.to_owned());
            seen.set(Some(Err(Failure { fields: vec![named], ..Failure::of_status(400, String::new()) })));
            return;
        };
        let manner = infer_columns::FileManner {
            format: format(fields),
            encoding: encoding(fields),
            delimiter: fields.delimiter.get_untracked(),
            null_words: words(fields.null_words),
            header: fields.header.get_untracked(),
        };
        busy.set(true);
        leptos::task::spawn_local(async move {
            let variables = infer_columns::Variables { dataset, file, manner };
            let outcome = frame.client.ask::<InferColumns>(variables).await.map(|answer| answer.infer_columns);
            // Gone with its page: nobody waits for the answer.
            if busy.try_set(false).is_some() {
                return;
            }
            if let Ok(looked) = &outcome {
                take(fields, looked, dataset.is_none(), aside);
            }
            seen.set(Some(outcome));
        });
    };
    view! {
        <div class="form-actions">
            <button class="button primary" type="button" disabled=move || busy.get() on:click=look>{text.look}</button>
        </div>
        <div role="status">{move || seen.get().map(|seen| told(frame, &seen))}</div>
    }
    .into_any()
}

/// What was found beside what is filled in: a column that is known keeps what was said about it. A new dataset keeps the columns of the
/// file that was looked at last: a look may have been in a wrong manner. What was said of a column is kept `aside` until it is seen again.
fn take(fields: Fields, looked: &Looked, new: bool, aside: StoredValue<Vec<Column>>) {
    let there = |name: &str| looked.columns.iter().any(|found| found.name == name);
    let fresh = new || fields.columns.with_untracked(Vec::is_empty);
    if new {
        fields.columns.update(|columns| {
            let gone = columns.extract_if(.., |column| !there(&column.name));
            aside.update_value(|aside| aside.extend(gone));
        });
        for chosen in [fields.time_column, fields.unit_column, fields.post_column, fields.person_column] {
            chosen.update(|chosen| {
                if !there(chosen) {
                    chosen.clear()
                }
            });
        }
    }
    fields.columns.update(|columns| {
        for found in &looked.columns {
            if !columns.iter().any(|column| column.name == found.name) {
                let known = aside.try_update_value(|aside| {
                    let place = aside.iter().position(|column| column.name == found.name)?;
                    Some(aside.swap_remove(place))
                });
                let new = || Column::found(&found.name, found.type_, found.places, fresh);
                columns.push(known.flatten().unwrap_or_else(new));
            }
        }
    });
    if fields.time_column.with_untracked(String::is_empty)
        && let Some(best) = looked.time_columns.first()
    {
        fields.time_column.set(best.clone());
    }
}

fn told(frame: Frame, seen: &Result<Looked, Failure>) -> AnyView {
    let text = frame.locale.text.source();
    let looked = match seen {
        Ok(looked) => looked,
        Err(failure) => return state::complaint(frame.locale, failure),
    };
    let count = fill(text.looked, &[&frame.locale.count(looked.looked_at)]);
    let rows = (!looked.rows.is_empty()).then(|| {
        let titles: Vec<String> = looked.columns.iter().map(|column| column.name.clone()).collect();
        let columns: Vec<Heading> = titles.iter().map(|_| heading("")).collect();
        let rows = looked.rows.iter().map(|row| row.iter().map(|value| cell(value.clone())).collect()).collect();
        view! { <h3>{text.rows}</h3> {table_of_data(text.rows, &columns, titles, rows)} }
    });
    view! { <p class="saved">{count}</p> {rows} }.into_any()
}
