//! Which files are read and how they are written; a look inside one fills in the columns.

use leptos::prelude::*;

use super::fields::{ENCODINGS, FORMATS, Fields};
use super::look;
use crate::api::schema::*;
use crate::frame::Frame;
use crate::load::Load;
use crate::operations;
use crate::parts;
use crate::parts::form::{Form, tick};

operations!("src/pages/source.graphql": FilesPart);
use ask::{FilesPart, files_part};

/// The card.
pub fn card(frame: Frame, form: Form, fields: Fields, dataset: Option<DatasetId>) -> AnyView {
    let text = frame.locale.text;
    let csv = move || fields.format.with(|format| format == "CSV");
    let formats = FORMATS.iter().map(|(format, code)| ((*code).to_owned(), format.name().to_owned())).collect();
    let encodings: Vec<_> = ENCODINGS.iter().map(|(_, code, name)| ((*code).to_owned(), (*name).to_owned())).collect();
    let manner = move || {
        csv().then(|| {
            view! {
                {form.choice("encoding", text.dataset().encoding, fields.encoding, encodings.clone())}
                {form.choice("delimiter", text.source().delimiter, fields.delimiter, delimiters(frame, fields))}
                {form.line("nullWords", text.source().null_words, fields.null_words, "text", false)}
                <div class="ticks">{tick(text.source().header, fields.header)}</div>
            }
        })
    };
    let content = view! {
        {listed(frame, fields, dataset)}
        <div class="fields">
            {form.lines("files", text.source().files, fields.files)}
            {form.choice("format", text.source().format, fields.format, formats)}
            {manner}
        </div>
        {look::look(frame, fields, dataset)}
    };
    parts::card::card(text.source().file, ().into_any(), content.into_any())
}

/// The usual delimiters, and the one there is.
fn delimiters(frame: Frame, fields: Fields) -> Vec<(String, String)> {
    let text = frame.locale.text.source();
    let usual = [(",", text.comma), (";", text.semicolon), ("\t", text.tab), ("|", text.bar)];
    let mut all: Vec<_> = usual.iter().map(|(code, word)| ((*code).to_owned(), (*word).to_owned())).collect();
    let present = fields.delimiter.get_untracked();
    if !all.iter().any(|(code, _)| *code == present) {
        all.push((present.clone(), present));
    }
    all
}

/// The files in the folder, to be chosen from.
fn listed(frame: Frame, fields: Fields, dataset: Option<DatasetId>) -> AnyView {
    let text = frame.locale.text.source();
    let load = Load::new(move || frame.client.ask::<FilesPart>(files_part::Variables { dataset }));
    let list = load.view(frame.locale, move |answer| {
        if answer.source_files.is_empty() {
            return view! { <p class="quiet">{text.no_files}</p> }.into_any();
        }
        let files: Vec<_> = answer
            .source_files
            .iter()
            .map(|file| {
                let (name, format) = (file.name.clone(), file.format);
                let choose = move |_| {
                    fields.files.set(name.clone());
                    if let Some((_, code)) = FORMATS.iter().find(|(known, _)| *known == format) {
                        fields.format.set((*code).to_owned());
                    }
                };
                view! {
                    <button type="button" on:click=choose>
                        {file.name.clone()} " " <small class="quiet">{frame.locale.size(file.size)}</small>
                    </button>
                }
            })
            .collect();
        view! { <p class="inserts">{files}</p> }.into_any()
    });
    view! { <p class="quiet">{text.choose}</p> {list} }.into_any()
}
