//! Tables as files: xlsx, and CSV with a byte-order mark so that spreadsheets read Chinese; and reading both. No cell that leaves
//! here can be taken for a formula.

use std::borrow::Cow;
use std::io::{Cursor, Write as _};

use calamine::{Data, Reader as _};
use rust_xlsxwriter::{Format, Workbook};

use crate::error::Error;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number, written as a decimal.
    Number(String),
    /// Nothing.
    Empty,
}

impl<T: ToString> From<Option<T>> for Value {
    fn from(number: Option<T>) -> Self {
        number.map_or(Self::Empty, |number| Self::Number(number.to_string()))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A table with its heading.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// What it shows; the name of the sheet.
    pub title: String,
    /// The heads of its columns.
    pub heads: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<Value>>,
    /// Lines below it: the source, the time, who took it out.
    pub notes: Vec<String>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// Office Open XML.
    Xlsx,
    /// Comma-separated, UTF-8 with a byte-order mark.
    Csv,
}

impl FileKind {
    /// The kind a file name's ending names.
    #[must_use]
    pub fn of(ending: &str) -> Option<Self> {
        match ending {
            "xlsx" => Some(Self::Xlsx),
            "csv" => Some(Self::Csv),
            _ => None,
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8",
        }
    }
}

/// Longest name of a sheet, by the format.
const SHEET_NAME: usize = 31;
/// Longest text of a cell in UTF-16 units; the format ends at 32,767.
const CELL_TEXT: usize = 32_000;

/// A text as a cell of a spreadsheet takes it: a longer one ends with an ellipsis, and does not take the whole file with it.
fn fitting(text: &str) -> Cow<'_, str> {
    let mut units = text.char_indices().scan(0, |units, (at, letter)| {
        *units += letter.len_utf16();
        Some((at, *units))
    });
    match units.find(|(_, units)| *units > CELL_TEXT) {
        Some((at, _)) => Cow::Owned(format!("{}…", text.get(..at).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}

/// Writes a table.
///
/// # Errors
/// [`Error::Internal`] where the file cannot be built.
pub fn write(table: &Table, kind: FileKind) -> Result<Vec<u8>, Error> {
    write_book(table, &[], kind)
}

/// Writes a table and those that belong to it: further sheets of a workbook. CSV has one table, the first.
///
/// # Errors
/// As [`write`].
pub fn write_book(first: &Table, more: &[Table], kind: FileKind) -> Result<Vec<u8>, Error> {
    match kind {
        FileKind::Xlsx => {
            let mut book = Workbook::new();
            std::iter::once(first).chain(more).try_for_each(|table| add_sheet(&mut book, table))?;
            book.save_to_buffer().map_err(Error::internal)
        }
        FileKind::Csv => csv(first),
    }
}

fn add_sheet(book: &mut Workbook, table: &Table) -> Result<(), Error> {
    let sheet = book.add_worksheet();
    let name: String = table.title.chars().filter(|letter| !"[]:*?/\\".contains(*letter)).take(SHEET_NAME).collect();
    sheet.set_name(name).map_err(Error::internal)?;
    let head = Format::new().set_bold();
    for (text, column) in table.heads.iter().zip(0_u16..) {
        sheet.write_string_with_format(0, column, fitting(text), &head).map_err(Error::internal)?;
    }
    for (cells, row) in table.rows.iter().zip(1_u32..) {
        for (value, column) in cells.iter().zip(0_u16..) {
            match value {
                Value::Text(text) => sheet.write_string(row, column, fitting(text)).map(drop),
                // A spreadsheet holds floating-point numbers: this is where exact decimals leave us.
                Value::Number(number) => match number.parse::<f64>() {
                    Ok(number) => sheet.write_number(row, column, number).map(drop),
                    Err(_) => sheet.write_string(row, column, number).map(drop),
                },
                Value::Empty => Ok(()),
            }
            .map_err(Error::internal)?;
        }
    }
    let below = u32::try_from(table.rows.len()).unwrap_or(u32::MAX) + 2;
    for (note, row) in table.notes.iter().zip(below..) {
        sheet.write_string(row, 0, fitting(note)).map_err(Error::internal)?;
    }
    sheet.autofit();
    Ok(())
}

fn csv(table: &Table) -> Result<Vec<u8>, Error> {
    let mut file = Vec::from("\u{feff}");
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut file);
    writer.write_record(&table.heads).map_err(Error::internal)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(plain)).map_err(Error::internal)?;
    }
    for note in &table.notes {
        writer.write_record([plain(&Value::Text(note.clone()))]).map_err(Error::internal)?;
    }
    writer.flush().map_err(Error::internal)?;
    drop(writer);
    file.flush().map_err(Error::internal)?;
    Ok(file)
}

/// A cell as text that no spreadsheet takes for a formula.
fn plain(value: &Value) -> String {
    match value {
        Value::Text(text) => plain_text(text.clone()),
        Value::Number(text) => text.clone(),
        Value::Empty => String::new(),
    }
}

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Text that no spreadsheet takes for a formula.
pub(super) fn plain_text(text: String) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text }
}

/// The same text as it was before.
fn as_written(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|text| text.starts_with(FORMULA)).unwrap_or(cell)
}

/// Most rows and bytes of a sheet that is taken in.
pub const MOST_ROWS: usize = 20_000;
/// Most bytes of a file that is taken in.
pub const MOST_BYTES: usize = 8 << 20;

/// Reads the rows of a filled sheet, its heading left out.
///
/// # Errors
/// [`Error::Invalid`] where the file is no sheet of the kind it says, or its heading is not the template's; [`Error::Limit`] where
/// it is too large.
pub fn read(bytes: &[u8], kind: FileKind, heads: &[&str]) -> Result<Vec<Vec<String>>, Error> {
    if bytes.len() > MOST_BYTES {
        return Err(Error::Limit("file"));
    }
    let mut rows = match kind {
        FileKind::Xlsx => read_xlsx(bytes)?,
        FileKind::Csv => read_csv(bytes)?,
    };
    if rows.len() > MOST_ROWS {
        return Err(Error::Limit("rows"));
    }
    let heading = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    let same = heading.iter().zip(heads).filter(|(found, head)| found.trim() == **head).count() == heads.len();
    if !same {
        return Err(Error::invalid("file", format!("the first line must be: {}", heads.join(", "))));
    }
    Ok(rows)
}

fn read_xlsx(bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    let broken = |error: calamine::XlsxError| Error::invalid("file", format!("this is no xlsx workbook: {error}"));
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let sheet = book.worksheet_range_at(0).ok_or_else(|| Error::invalid("file", "the workbook has no sheet"))?;
    let range = sheet.map_err(broken)?;
    let cell = |data: &Data| match data {
        Data::Empty => String::new(),
        // A whole number comes back from a spreadsheet as 12.0.
        other => other.to_string(),
    };
    Ok(range.rows().map(|row| row.iter().map(cell).collect()).collect())
}

fn read_csv(bytes: &[u8]) -> Result<Vec<Vec<String>>, Error> {
    let text = std::str::from_utf8(bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes));
    let text = text.map_err(|_| Error::invalid("file", "the file is not UTF-8: save it as CSV UTF-8"))?;
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let row = |record: Result<csv::StringRecord, csv::Error>| {
        let record = record.map_err(|error| Error::invalid("file", error.to_string()))?;
        Ok(record.iter().map(as_written).map(str::to_owned).collect())
    };
    reader.records().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            title: "税务所排名".to_owned(),
            heads: vec!["单位".to_owned(), "得分".to_owned()],
            rows: vec![
                vec!["滨河税务所".into(), Value::from(Some("93.2000"))],
                vec!["=HYPERLINK(\"x\")".into(), Value::Empty],
                vec!["@cmd".into(), Value::from(Some("-12.0000"))],
            ],
            notes: Vec::new(),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        for kind in [FileKind::Xlsx, FileKind::Csv] {
            let rows = read(&write(&table(), kind).unwrap(), kind, &["单位", "得分"]).unwrap();
            assert_eq!(rows[0][0], "滨河税务所", "{kind:?}");
            assert_eq!(rows[2][0], "@cmd", "{kind:?}");
            assert_eq!(rows[0][1].parse::<f64>().unwrap(), 93.2, "{kind:?}");
        }
    }

    #[test]
    fn a_text_too_long_for_a_cell_is_cut_in_a_workbook_and_whole_in_csv() {
        // One letter of two UTF-16 units at the edge.
        let long = format!("{}𠮷{}", "长".repeat(CELL_TEXT - 1), "尾".repeat(40_000));
        let of = |text: &str| Table { rows: vec![vec![text.into(), Value::Empty]], ..table() };
        let written = |text: &str, kind| read(&write(&of(text), kind).unwrap(), kind, &["单位", "得分"]).unwrap();
        assert_eq!(written(&long, FileKind::Xlsx)[0][0], format!("{}…", "长".repeat(CELL_TEXT - 1)));
        assert_eq!(written(&long, FileKind::Csv)[0][0], long);
        let fits = "长".repeat(CELL_TEXT);
        assert_eq!(written(&fits, FileKind::Xlsx)[0][0], fits);
    }

    #[test]
    fn no_text_leaves_as_a_formula_and_a_number_stays_a_number() {
        let text = String::from_utf8(write(&table(), FileKind::Csv).unwrap()).unwrap();
        assert!(text.starts_with('\u{feff}'));
        assert!(text.contains("'=HYPERLINK") && text.contains("'@cmd") && text.contains(",-12.0000"), "{text}");
    }

    #[test]
    fn files_of_another_kind_and_sheets_with_another_heading_are_refused() {
        assert!(matches!(read(b"PK\x03\x04 no book", FileKind::Xlsx, &["a"]), Err(Error::Invalid(_))));
        assert!(matches!(read("编码,b\n1,2\n".as_bytes(), FileKind::Csv, &["a", "b"]), Err(Error::Invalid(_))));
        assert!(matches!(read(&[0xff, 0xfe, 0x00], FileKind::Csv, &["a"]), Err(Error::Invalid(_))));
    }
}
