//! Tables: a head, rows of drawn cells, and a frame in which wide ones scroll.

use leptos::prelude::*;

/// One column.
#[derive(Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// Numbers stand at the right.
    pub numeric: bool,
    /// Left out on a phone.
    pub wide_only: bool,
}

/// A column of words.
pub const fn words(title: &'static str) -> Column {
    Column { title, numeric: false, wide_only: false }
}

/// A column of numbers.
pub const fn numbers(title: &'static str) -> Column {
    Column { title, numeric: true, wide_only: false }
}

impl Column {
    /// Left out on a phone.
    pub const fn wide(self) -> Self {
        Self { wide_only: true, ..self }
    }

    fn class(self) -> &'static str {
        match (self.numeric, self.wide_only) {
            (false, false) => "",
            (true, false) => "num",
            (false, true) => "wide",
            (true, true) => "num wide",
        }
    }
}

/// A table named for screen readers. The first cell of a row is its heading.
pub fn table(name: impl Into<String>, columns: &[Column], rows: Vec<Vec<AnyView>>) -> AnyView {
    let titles = columns.iter().map(|column| column.title.to_owned()).collect();
    table_of_data(name, columns, titles, rows)
}

/// A table whose headings are data, such as the columns of a file.
pub fn table_of_data(
    name: impl Into<String>,
    columns: &[Column],
    titles: Vec<String>,
    rows: Vec<Vec<AnyView>>,
) -> AnyView {
    let head: Vec<_> = columns
        .iter()
        .zip(titles)
        .map(|(column, title)| view! { <th scope="col" class=column.class()>{title}</th> })
        .collect();
    let body: Vec<_> = rows.into_iter().map(|cells| row(columns, cells)).collect();
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=name.into()>
            <table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>
        </div>
    }
    .into_any()
}

fn row(columns: &[Column], cells: Vec<AnyView>) -> AnyView {
    let cells: Vec<_> = cells
        .into_iter()
        .zip(columns)
        .enumerate()
        .map(|(place, (cell, column))| match place {
            0 => view! { <th scope="row" class=column.class()>{cell}</th> }.into_any(),
            _ => view! { <td class=column.class()>{cell}</td> }.into_any(),
        })
        .collect();
    view! { <tr>{cells}</tr> }.into_any()
}

/// Text as a cell, or the sign for none.
pub fn text_or_none(words: impl Into<String>) -> AnyView {
    let words = words.into();
    if words.is_empty() { text("—") } else { text(words) }
}

/// Text as a cell.
pub fn text(text: impl Into<String>) -> AnyView {
    text.into().into_any()
}
