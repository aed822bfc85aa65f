//! CSV and CSV.gz files as chunks. Every declared cell of every row is read, so a bad row is refused whoever asks.

use std::fs::File;
use std::io::{BufReader, Read};

use arrow::array::RecordBatch;
use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};
use flate2::read::MultiGzDecoder;

use super::cell::{CellReader, Gatherer, Value};
use super::decode::{Decoding, Malformed};
use super::files::unreadable;
use super::{CHUNK_ROWS, Chunk, Chunks, Part, Raw, Reading, texts};
use crate::dataset::Encoding;
use crate::error::ExtractionError;
use crate::refused::{Reason, RefusedRow};

type Text = Reader<Decoding<Box<dyn Read>>>;

pub(super) fn open(reading: &Reading, part: &Part) -> Result<Chunks, ExtractionError> {
    let mut lines = Lines::open(&reading.dataset.csv, part)?;
    let columns = &reading.dataset.columns;
    let header = if reading.dataset.csv.header { Some(lines.header()?) } else { None };
    let width = header.as_ref().map_or(columns.len(), Vec::len);
    let mut cells = Vec::with_capacity(columns.len());
    let place =
        |name: &str, at: usize| header.as_ref().map_or(Some(at), |header| header.iter().position(|cell| cell == name));
    if header.is_some() && !columns.iter().any(|column| place(&column.name, 0).is_some()) {
        return Err(ExtractionError::HeaderMissing { file: part.name.clone() });
    }
    for (at, column) in columns.iter().enumerate() {
        let vanished = || ExtractionError::ColumnVanished { file: part.name.clone(), column: column.name.clone() };
        let at = place(&column.name, at).ok_or_else(vanished)?;
        if header.iter().flatten().filter(|cell| **cell == column.name).count() > 1 {
            return Err(ExtractionError::ColumnTwice { file: part.name.clone(), column: column.name.clone() });
        }
        let wanted = reading.wanted.iter().any(|wanted| wanted.name == column.name);
        cells.push(Cell { at, reader: CellReader::try_new(column, &reading.dataset.csv.null_words)?, wanted });
    }
    let chunks = CsvChunks { lines, reading: reading.clone(), width, cells, ended: false };
    Ok(Box::new(chunks))
}

/// The first rows as written, for inference: header, then at most `most` rows.
pub(crate) fn sample(
    options: &crate::dataset::CsvOptions,
    part: &Part,
    most: usize,
) -> Result<(Vec<String>, Vec<StringRecord>), ExtractionError> {
    let mut lines = Lines::open(options, part)?;
    let mut header = if options.header { lines.header()? } else { Vec::new() };
    let mut rows = Vec::new();
    while rows.len() < most {
        let Some(row) = lines.next_row()? else { break };
        rows.push(row);
    }
    if !options.header {
        let width = rows.first().ok_or_else(|| ExtractionError::EmptyFile { file: part.name.clone() })?.len();
        header = (1..=width).map(|place| format!("column_{place}")).collect();
    }
    Ok((header, rows))
}

/// The rows of a file as text.
struct Lines {
    reader: Text,
    file: String,
    encoding: Encoding,
}

impl Lines {
    fn open(options: &crate::dataset::CsvOptions, part: &Part) -> Result<Self, ExtractionError> {
        let file = File::open(&part.path).map_err(|source| unreadable(&part.name, source))?;
        let size = file.metadata().map_err(|source| unreadable(&part.name, source))?.len();
        if size == 0 {
            return Err(ExtractionError::EmptyFile { file: part.name.clone() });
        }
        let file = BufReader::with_capacity(1 << 16, file);
        let bytes: Box<dyn Read> = match part.name.to_lowercase().ends_with(".gz") {
            true => Box::new(MultiGzDecoder::new(file)),
            false => Box::new(file),
        };
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(u8::try_from(options.delimiter).unwrap_or(b','))
            .from_reader(Decoding::new(bytes, options.encoding));
        Ok(Self { reader, file: part.name.clone(), encoding: options.encoding })
    }

    fn header(&mut self) -> Result<Vec<String>, ExtractionError> {
        let row = self.next_row()?.ok_or_else(|| ExtractionError::EmptyFile { file: self.file.clone() })?;
        Ok(row.iter().map(|cell| cell.trim().to_owned()).collect())
    }

    fn next_row(&mut self) -> Result<Option<StringRecord>, ExtractionError> {
        let mut row = StringRecord::new();
        match self.reader.read_record(&mut row) {
            Ok(true) => Ok(Some(row)),
            Ok(false) => Ok(None),
            Err(error) => Err(self.broken(error)),
        }
    }

    fn broken(&self, error: csv::Error) -> ExtractionError {
        let line = self.reader.position().line();
        let wrong = || ExtractionError::WrongEncoding { file: self.file.clone(), line, encoding: self.encoding.code() };
        let message = error.to_string();
        match error.into_kind() {
            ErrorKind::Io(source) if source.get_ref().is_some_and(|cause| cause.is::<Malformed>()) => wrong(),
            ErrorKind::Utf8 { .. } => wrong(),
            ErrorKind::Io(source) if self.file.to_lowercase().ends_with(".gz") && source.raw_os_error().is_none() => {
                ExtractionError::CompressionDamaged { file: self.file.clone(), line, message }
            }
            ErrorKind::Io(source) => unreadable(&self.file, source),
            // The other kinds belong to writing and to typed rows, which are not used.
            _ => ExtractionError::Engine(message),
        }
    }
}

struct Cell {
    at: usize,
    reader: CellReader,
    wanted: bool,
}

struct CsvChunks {
    lines: Lines,
    reading: Reading,
    width: usize,
    cells: Vec<Cell>,
    ended: bool,
}

impl CsvChunks {
    fn chunk(&mut self) -> Result<Option<Chunk>, ExtractionError> {
        let mut gathered: Vec<_> = self.reading.wanted.iter().map(|column| Gatherer::new(column.kind)).collect();
        let (mut records, mut lines, mut refused) = (Vec::new(), Vec::new(), Vec::new());
        while !self.ended && records.len() + refused.len() < CHUNK_ROWS {
            let Some(row) = self.lines.next_row()? else {
                self.ended = true;
                break;
            };
            let line = row.position().map_or(0, csv::Position::line);
            match self.typed(&row) {
                Ok(values) => {
                    gathered.iter_mut().zip(values).for_each(|(gatherer, value)| gatherer.take(value));
                    lines.push(line);
                    records.push(row);
                }
                Err(refusal) => {
                    refused.push(RefusedRow { file: self.lines.file.clone(), line, cells: texts(&row), ..refusal })
                }
            }
        }
        if records.is_empty() && refused.is_empty() {
            return Ok(None);
        }
        let columns = gathered.into_iter().map(Gatherer::finish).collect();
        let batch = RecordBatch::try_new(self.reading.schema.clone(), columns);
        let batch = batch.map_err(|error| ExtractionError::Engine(error.to_string()))?;
        Ok(Some(Chunk { batch, refused, raw: Raw::Csv { records, lines } }))
    }

    /// The row's wanted values, or why it is refused; file, line and cells are filled in by the caller.
    fn typed<'a>(&self, row: &'a StringRecord) -> Result<Vec<Value<'a>>, RefusedRow> {
        let refusal = |reason, column: Option<&str>, text: &str| RefusedRow {
            file: String::new(),
            line: 0,
            reason,
            column: column.map(str::to_owned),
            text: text.to_owned(),
            cells: Vec::new(),
        };
        if row.len() != self.width {
            return Err(refusal(Reason::RaggedRow, None, &row.len().to_string()));
        }
        let mut values = Vec::with_capacity(self.reading.wanted.len());
        for cell in &self.cells {
            let text = row.get(cell.at).unwrap_or_default();
            let value = cell.reader.read(text).map_err(|reason| refusal(reason, Some(cell.reader.name()), text))?;
            if cell.wanted {
                values.push(value);
            }
        }
        Ok(values)
    }
}

impl Iterator for CsvChunks {
    type Item = Result<Chunk, ExtractionError>;

    fn next(&mut self) -> Option<Self::Item> {
        let chunk = self.chunk();
        // After an error the reader has no sure place to go on from.
        self.ended |= chunk.is_err();
        chunk.transpose()
    }
}
