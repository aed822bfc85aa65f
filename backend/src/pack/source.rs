//! Opens the files of a pack and hands their rows to `fields`. Knows TOML and CSV, and nothing of what the rows mean.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};
use toml::de::DeTable;

use super::fields::{Fields, Placed, Row, Spot, Text, line_starts};
use super::problem::{Problem, ProblemKind};

/// The folder of a pack and what was found wrong in it so far.
pub(super) struct Folder<'p> {
    path: &'p Path,
    pub(super) problems: Vec<Problem>,
}

impl<'p> Folder<'p> {
    pub(super) const fn new(path: &'p Path) -> Self {
        Self { path, problems: Vec::new() }
    }

    /// The table of a TOML file that every pack has.
    pub(super) fn required<R: Row>(&mut self, file: &str) -> Option<Placed<R>> {
        if !self.path.join(file).exists() {
            self.problems.push(Problem { file: file.to_owned(), line: 0, column: 0, kind: ProblemKind::FileMissing });
        }
        self.document(file)
    }

    /// The only table of a TOML file; `None` where the file is absent or wrong.
    pub(super) fn document<R: Row>(&mut self, file: &str) -> Option<Placed<R>> {
        let text = self.text(file)?;
        let (table, errors) = DeTable::parse_recoverable(&text);
        let file: Arc<str> = Arc::from(file);
        let starts = line_starts(&text);
        let text = Text::new(&text, &starts);
        for error in &errors {
            let (line, column) = text.place(error.span().map_or(0, |span| span.start));
            let kind = ProblemKind::Syntax(error.message().to_owned());
            self.problems.push(Problem { file: file.to_string(), line, column, kind });
        }
        // What a broken file seems to say is not worth a second list of problems.
        if !errors.is_empty() {
            return None;
        }
        Fields::of_table(&file, text, table.get_ref(), 0, &mut self.problems).read()
    }

    /// The lines of a CSV file below its header; none where the file is absent.
    pub(super) fn lines<R: Row>(&mut self, file: &str) -> Vec<Placed<R>> {
        let Some(text) = self.text(file) else { return Vec::new() };
        let file: Arc<str> = Arc::from(file);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = match records.next() {
            None => return Vec::new(),
            Some(Err(error)) => return self.refuse_line(&file, 1, &error.to_string()),
            Some(Ok(header)) => header,
        };
        if !self.header_fits::<R>(&file, &header) {
            return Vec::new();
        }
        records.filter_map(|record| self.line(&file, &header, record)).collect()
    }

    fn line<R: Row>(
        &mut self,
        file: &Arc<str>,
        header: &StringRecord,
        record: Result<StringRecord, csv::Error>,
    ) -> Option<Placed<R>> {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, line_of);
                return self.refuse_line(file, line, &error.to_string()).pop();
            }
        };
        let line = record.position().map_or(0, line_of);
        if record.len() != header.len() {
            let counted = format!("the line has {} fields, the header {}", record.len(), header.len());
            return self.refuse_line(file, line, &counted).pop();
        }
        let places = header.iter().zip(1..).map(|(name, field)| (name.to_owned(), (line, field))).collect();
        let spot = Spot::new(file, (line, 0), places);
        let names: Vec<&str> = header.iter().collect();
        let cells: Vec<&str> = record.iter().collect();
        Fields::of_line(&names, &cells, spot, &mut self.problems).read()
    }

    fn header_fits<R: Row>(&mut self, file: &Arc<str>, header: &StringRecord) -> bool {
        let before = self.problems.len();
        for (name, column) in header.iter().zip(1..) {
            let kind = if !R::KEYS.contains(&name) {
                ProblemKind::UnknownKey { key: name.to_owned(), known: R::KEYS.to_vec() }
            } else if header.iter().take(column - 1).any(|other| other == name) {
                ProblemKind::Duplicate { noun: "column", key: name.to_owned(), first: 1 }
            } else {
                continue;
            };
            self.problems.push(Problem { file: file.to_string(), line: 1, column, kind });
        }
        before == self.problems.len()
    }

    fn refuse_line<R>(&mut self, file: &Arc<str>, line: usize, reason: &str) -> Vec<R> {
        let kind = ProblemKind::Syntax(reason.to_owned());
        self.problems.push(Problem { file: file.to_string(), line, column: 0, kind });
        Vec::new()
    }

    fn text(&mut self, file: &str) -> Option<String> {
        let path = self.path.join(file);
        if !path.exists() {
            return None;
        }
        let read = fs::read(path).map_err(|error| error.to_string());
        let text = read.and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.utf8_error().to_string()));
        match text {
            // Spreadsheets put a byte order mark before the first header.
            Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
            Err(cause) => {
                let kind = ProblemKind::Unreadable(cause);
                self.problems.push(Problem { file: file.to_owned(), line: 0, column: 0, kind });
                None
            }
        }
    }
}

fn line_of(position: &csv::Position) -> usize {
    usize::try_from(position.line()).unwrap_or_default()
}
