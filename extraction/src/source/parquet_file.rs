//! Parquet files as chunks, one part a row group. Columns of another type than declared are converted, or the row is refused.

use std::fs::File;
use std::sync::Arc;

use arrow::array::timezone::Tz;
use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, RecordBatch, TimestampMicrosecondArray};
use arrow::compute::{CastOptions, cast, cast_with_options, filter_record_batch};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit, TimestampMicrosecondType};
use arrow::temporal_conversions::as_datetime_with_timezone;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::{ConvertedType, Encoding};

use super::cell::{CellReader, Gatherer};
use super::files::unreadable;
use super::{CHUNK_ROWS, Chunk, Chunks, Part, Raw, Reading};
use crate::dataset::{Column, ColumnType, Zone};
use crate::error::ExtractionError;
use crate::refused::{Reason, RefusedRow};

/// Bytes a chunk of coded text may take where its rows are many, and rows it may have.
const CHUNK_BYTES: usize = 8 << 20;
const MOST_CHUNK_ROWS: usize = 1 << 17;

/// The row groups of a file, after its columns were found fit.
pub(super) fn parts(reading: &Reading, whole: &Part) -> Result<Vec<Part>, ExtractionError> {
    let (_, metadata) = footer(whole)?;
    check_columns(reading, whole, metadata.schema())?;
    let mut first_row = 1;
    let mut parts = Vec::new();
    for (row_group, group) in metadata.metadata().row_groups().iter().enumerate() {
        parts.push(Part { row_group, first_row, ..whole.clone() });
        first_row += u64::try_from(group.num_rows()).unwrap_or_default();
    }
    Ok(parts)
}

/// The columns of a file, for inference.
pub(crate) fn schema(part: &Part) -> Result<SchemaRef, ExtractionError> {
    footer(part).map(|(_, metadata)| metadata.schema().clone())
}

fn footer(part: &Part) -> Result<(File, ArrowReaderMetadata), ExtractionError> {
    let file = File::open(&part.path).map_err(|source| unreadable(&part.name, source))?;
    let size = file.metadata().map_err(|source| unreadable(&part.name, source))?.len();
    if size == 0 {
        return Err(ExtractionError::EmptyFile { file: part.name.clone() });
    }
    let metadata =
        ArrowReaderMetadata::load(&file, ArrowReaderOptions::new()).map_err(|error| damaged(part, &error))?;
    // Text as views: short codes are then compared without following a pointer.
    Ok((file, read_as(metadata, DataType::Utf8View, |field| is_plain_text(field.data_type()))))
}

/// Has some columns read as another type, where the file allows it.
fn read_as(metadata: ArrowReaderMetadata, kind: DataType, which: impl Fn(&Field) -> bool) -> ArrowReaderMetadata {
    let schema = metadata.schema();
    let field = |field: &Arc<Field>| match which(field) {
        true => Arc::new(field.as_ref().clone().with_data_type(kind.clone())),
        false => Arc::clone(field),
    };
    let fields: Vec<_> = schema.fields().iter().map(field).collect();
    let options =
        ArrowReaderOptions::new().with_schema(Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone())));
    ArrowReaderMetadata::try_new(Arc::clone(metadata.metadata()), options).unwrap_or(metadata)
}

/// Whether the file keeps all of a column's texts in this row group as codes of words.
fn keeps_codes(metadata: &ArrowReaderMetadata, row_group: usize, column: &str) -> bool {
    let group = metadata.metadata().row_groups().get(row_group);
    let chunk = group.and_then(|group| group.columns().iter().find(|chunk| chunk.column_path().parts() == [column]));
    chunk.is_some_and(|chunk| {
        let is_text = chunk.column_descr().converted_type() == ConvertedType::UTF8;
        let pages = chunk.page_encoding_stats_mask();
        let only = |encoding| pages.is_some_and(|pages| pages.is_only(encoding));
        is_text
            && chunk.dictionary_page_offset().is_some()
            && (only(Encoding::RLE_DICTIONARY) || only(Encoding::PLAIN_DICTIONARY))
    })
}

fn damaged(part: &Part, error: &dyn std::error::Error) -> ExtractionError {
    ExtractionError::ParquetDamaged { file: part.name.clone(), message: error.to_string() }
}

fn check_columns(reading: &Reading, part: &Part, schema: &Schema) -> Result<(), ExtractionError> {
    for column in &reading.dataset.columns {
        let found = schema
            .field_with_name(&column.name)
            .map_err(|_| ExtractionError::ColumnVanished { file: part.name.clone(), column: column.name.clone() })?;
        if !convertible(found.data_type(), column.kind) {
            return Err(ExtractionError::ColumnType {
                file: part.name.clone(),
                column: column.name.clone(),
                found: found.data_type().to_string(),
                declared: format!("{:?}", column.kind),
            });
        }
    }
    Ok(())
}

fn convertible(found: &DataType, kind: ColumnType) -> bool {
    let found = match found {
        DataType::Dictionary(_, values) => values.as_ref(),
        other => other,
    };
    let text = matches!(found, DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View);
    let number = found.is_numeric();
    let time = matches!(found, DataType::Timestamp(..) | DataType::Date32 | DataType::Date64);
    match kind {
        ColumnType::Text => text || number || time || found == &DataType::Boolean,
        ColumnType::Integer => text || found.is_integer(),
        ColumnType::Decimal { .. } => text || number,
        ColumnType::Date | ColumnType::Datetime => text || time,
        ColumnType::Boolean => text || found == &DataType::Boolean,
    }
}

pub(super) fn open(reading: &Reading, part: &Part) -> Result<Chunks, ExtractionError> {
    let (file, metadata) = footer(part)?;
    open_as(reading, part, file, metadata, Arc::clone(&reading.schema), CHUNK_ROWS)
}

pub(super) fn open_coded(reading: &Reading, part: &Part) -> Result<Chunks, ExtractionError> {
    let (file, metadata) = footer(part)?;
    let wanted =
        |name: &str| reading.wanted.iter().any(|column| column.name == name && column.kind == ColumnType::Text);
    let coded = |field: &Field| {
        is_text(field.data_type()) && wanted(field.name()) && keeps_codes(&metadata, part.row_group, field.name())
    };
    let read = read_as(metadata.clone(), words(), coded);
    let field = |field: &Arc<Field>| match read.schema().field_with_name(field.name()) {
        Ok(found) if *found.data_type() == words() && coded(found) => {
            Arc::new(field.as_ref().clone().with_data_type(words()))
        }
        _ => Arc::clone(field),
    };
    let schema = Arc::new(Schema::new(reading.schema.fields().iter().map(field).collect::<Vec<_>>()));
    let rows = chunk_rows(&read, part.row_group, &schema);
    open_as(reading, part, file, read, schema, rows)
}

/// As many rows as fill [`CHUNK_BYTES`], within bounds: a batch that is long lets every measure find its cells still at hand.
fn chunk_rows(metadata: &ArrowReaderMetadata, row_group: usize, schema: &Schema) -> usize {
    let Some(group) = metadata.metadata().row_groups().get(row_group) else { return CHUNK_ROWS };
    let rows = usize::try_from(group.num_rows()).unwrap_or_default().max(1);
    let text = |name: &str| {
        let chunk = group.columns().iter().find(|chunk| chunk.column_path().parts() == [name]);
        chunk.map_or(0, |chunk| usize::try_from(chunk.uncompressed_size()).unwrap_or_default() / rows)
    };
    let width = |field: &Arc<Field>| match field.data_type() {
        DataType::Dictionary(..) => size_of::<i32>(),
        DataType::Utf8View => size_of::<u128>() + text(field.name()),
        other => other.primitive_width().unwrap_or(1),
    };
    let width: usize = schema.fields().iter().map(width).sum();
    (CHUNK_BYTES / width.max(1)).clamp(CHUNK_ROWS, MOST_CHUNK_ROWS)
}

/// Text as codes of words.
fn words() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

fn open_as(
    reading: &Reading,
    part: &Part,
    file: File,
    metadata: ArrowReaderMetadata,
    schema: SchemaRef,
    chunk_rows: usize,
) -> Result<Chunks, ExtractionError> {
    check_columns(reading, part, metadata.schema())?;
    let checked = |column: &Column| {
        let found = metadata.schema().field_with_name(&column.name).map(Field::data_type);
        let same = found.is_ok_and(|found| *found == column.kind.arrow());
        let wanted = reading.wanted.iter().any(|wanted| wanted.name == column.name);
        wanted || !same || column.required || column.not_negative
    };
    let columns: Vec<_> = reading.dataset.columns.iter().filter(|column| checked(column)).cloned().collect();
    let names = columns.iter().map(|column| column.name.as_str());
    let mask = ProjectionMask::columns(metadata.parquet_schema(), names);
    let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file, metadata)
        .with_row_groups(vec![part.row_group])
        .with_projection(mask)
        .with_batch_size(chunk_rows)
        .build()
        .map_err(|error| damaged(part, &error))?;
    Ok(Box::new(ParquetChunks {
        reader,
        schema,
        reading: reading.clone(),
        part: part.clone(),
        columns,
        next_row: part.first_row,
    }))
}

struct ParquetChunks {
    reader: ParquetRecordBatchReader,
    /// Of the batches.
    schema: SchemaRef,
    reading: Reading,
    part: Part,
    /// The columns read: the wanted ones and those in which a row may be bad.
    columns: Vec<Column>,
    next_row: u64,
}

impl Iterator for ParquetChunks {
    type Item = Result<Chunk, ExtractionError>;

    fn next(&mut self) -> Option<Self::Item> {
        let batch = self.reader.next()?;
        Some(batch.map_err(|error| damaged(&self.part, &error)).and_then(|batch| self.chunk(&batch)))
    }
}

impl ParquetChunks {
    fn chunk(&mut self, batch: &RecordBatch) -> Result<Chunk, ExtractionError> {
        let first = self.next_row;
        self.next_row += batch.num_rows() as u64;
        let mut bad: Vec<Option<(Reason, usize)>> = Vec::new();
        let mut typed = Vec::with_capacity(self.columns.len());
        for (place, column) in self.columns.iter().enumerate() {
            let found = batch.column_by_name(&column.name).ok_or_else(|| self.engine("a column was not read"))?;
            let (array, reasons) = self.converted(found, column)?;
            for (row, reason) in reasons {
                bad.resize(batch.num_rows(), None);
                if let Some(first @ None) = bad.get_mut(row) {
                    *first = Some((reason, place));
                }
            }
            typed.push(array);
        }
        let wanted = self.reading.wanted.iter().filter_map(|wanted| {
            let place = self.columns.iter().position(|column| column.name == wanted.name)?;
            typed.get(place).cloned()
        });
        let whole = RecordBatch::try_new(self.schema.clone(), wanted.collect()).map_err(|error| self.engine(&error))?;
        let mut chunk = Chunk { batch: whole, refused: Vec::new(), raw: Raw::Parquet { first, numbers: None } };
        if !bad.is_empty() {
            self.refuse(&mut chunk, batch, &bad)?;
        }
        Ok(chunk)
    }

    fn refuse(
        &self,
        chunk: &mut Chunk,
        batch: &RecordBatch,
        bad: &[Option<(Reason, usize)>],
    ) -> Result<(), ExtractionError> {
        for (row, refusal) in bad.iter().enumerate() {
            let Some((reason, place)) = refusal else { continue };
            let column = self.columns.get(*place).map(|column| column.name.clone());
            let text = column.as_ref().and_then(|name| super::cell::shown(batch.column_by_name(name)?, row));
            let cells = batch.columns().iter().map(|column| super::cell::shown(column, row).unwrap_or_default());
            chunk.refused.push(RefusedRow {
                file: self.part.name.clone(),
                line: chunk.line(row),
                reason: *reason,
                column,
                text: text.unwrap_or_default(),
                cells: cells.collect(),
            });
        }
        let keep: BooleanArray = bad.iter().map(|refusal| Some(refusal.is_none())).collect();
        chunk.batch = filter_record_batch(&chunk.batch, &keep).map_err(|error| self.engine(&error))?;
        if let Raw::Parquet { first, numbers } = &mut chunk.raw {
            let kept = (*first..).zip(bad).filter(|(_, refusal)| refusal.is_none());
            *numbers = Some(kept.map(|(number, _)| number).collect());
        }
        Ok(())
    }

    fn engine(&self, error: &(impl ToString + ?Sized)) -> ExtractionError {
        ExtractionError::Engine(format!("{}: {}", self.part.name, error.to_string()))
    }

    /// The column as declared, and the rows that cannot be.
    fn converted(
        &self,
        found: &ArrayRef,
        column: &Column,
    ) -> Result<(ArrayRef, Vec<(usize, Reason)>), ExtractionError> {
        let target =
            self.schema.field_with_name(&column.name).map_or(column.kind.arrow(), |field| field.data_type().clone());
        let mut reasons = Vec::new();
        let typed = if *found.data_type() == target {
            Arc::clone(found)
        } else if column.kind != ColumnType::Text && is_text(found.data_type()) {
            return self.parsed(found, column);
        } else {
            let options = CastOptions { safe: true, ..CastOptions::default() };
            let typed = match found.data_type() {
                DataType::Timestamp(_, Some(zone)) => self.local(found, zone)?,
                _ => Arc::clone(found),
            };
            let typed = cast_with_options(&typed, &target, &options).map_err(|error| self.engine(&error))?;
            let lost = (0..found.len()).filter(|&row| typed.is_null(row) && found.is_valid(row));
            reasons.extend(lost.map(|row| (row, misfit(column.kind))));
            self.rounded(found, &typed, &mut reasons)?;
            typed
        };
        if column.required {
            reasons.extend((0..found.len()).filter(|&row| found.is_null(row)).map(|row| (row, Reason::Empty)));
        }
        if column.not_negative {
            reasons.extend((0..typed.len()).filter(|&row| negative(&typed, row)).map(|row| (row, Reason::Negative)));
        }
        Ok((typed, reasons))
    }

    /// Text cells are read by the rules of CSV cells.
    fn parsed(&self, found: &ArrayRef, column: &Column) -> Result<(ArrayRef, Vec<(usize, Reason)>), ExtractionError> {
        let texts = cast(found, &DataType::Utf8View).map_err(|error| self.engine(&error))?;
        let reader = CellReader::try_new(column, &self.reading.dataset.csv.null_words)?;
        let (mut gathered, mut reasons) = (Gatherer::new(column.kind), Vec::new());
        for (row, text) in texts.as_string_view().iter().enumerate() {
            let value = reader.read(text.unwrap_or_default()).unwrap_or_else(|reason| {
                reasons.push((row, reason));
                super::cell::Value::Nothing
            });
            gathered.take(value);
        }
        Ok((gathered.finish(), reasons))
    }

    /// Rounding a decimal to fewer places would lose money in silence.
    fn rounded(
        &self,
        found: &ArrayRef,
        typed: &ArrayRef,
        reasons: &mut Vec<(usize, Reason)>,
    ) -> Result<(), ExtractionError> {
        let (DataType::Decimal128(_, had), DataType::Decimal128(_, keeps)) = (found.data_type(), typed.data_type())
        else {
            return Ok(());
        };
        if had <= keeps {
            return Ok(());
        }
        let back = cast(typed, &DataType::Decimal128(38, *had)).map_err(|error| self.engine(&error))?;
        let was = cast(found, &DataType::Decimal128(38, *had)).map_err(|error| self.engine(&error))?;
        let differs = arrow::compute::kernels::cmp::neq(&back, &was).map_err(|error| self.engine(&error))?;
        let rows = differs.iter().enumerate().filter(|(_, differs)| *differs == Some(true));
        reasons.extend(rows.map(|(row, _)| (row, Reason::TooPrecise)));
        Ok(())
    }

    /// Instants as read on the dataset's clock, or on their own where the dataset takes times as written.
    fn local(&self, found: &ArrayRef, own: &str) -> Result<ArrayRef, ExtractionError> {
        let zone = match &self.reading.dataset.zone {
            Zone::Local => own,
            Zone::Named(name) => name,
        };
        let zone: Tz = zone.parse().map_err(|error| self.engine(&error))?;
        let micros = cast(found, &DataType::Timestamp(TimeUnit::Microsecond, Some(own.into())));
        let micros = micros.map_err(|error| self.engine(&error))?;
        let wall = |instant| {
            let local = as_datetime_with_timezone::<TimestampMicrosecondType>(instant, zone)?;
            Some(local.naive_local().and_utc().timestamp_micros())
        };
        let instants = micros.as_primitive::<TimestampMicrosecondType>().iter();
        let walls: TimestampMicrosecondArray = instants.map(|instant| instant.and_then(wall)).collect();
        Ok(Arc::new(walls))
    }
}

fn is_text(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_text(values),
        DataType::Utf8View => true,
        other => is_plain_text(other),
    }
}

fn is_plain_text(kind: &DataType) -> bool {
    matches!(kind, DataType::Utf8 | DataType::LargeUtf8)
}

fn negative(array: &ArrayRef, row: usize) -> bool {
    if array.is_null(row) {
        return false;
    }
    match array.data_type() {
        DataType::Int64 => array.as_primitive::<arrow::datatypes::Int64Type>().value(row) < 0,
        DataType::Decimal128(..) => array.as_primitive::<arrow::datatypes::Decimal128Type>().value(row) < 0,
        _ => false,
    }
}

const fn misfit(kind: ColumnType) -> Reason {
    match kind {
        ColumnType::Integer => Reason::BadInteger,
        ColumnType::Decimal { .. } => Reason::BadDecimal,
        ColumnType::Date => Reason::BadDate,
        ColumnType::Datetime => Reason::BadDatetime,
        ColumnType::Boolean => Reason::BadBoolean,
        // Everything can be written as text; a cell that cannot is no text.
        ColumnType::Text => Reason::Empty,
    }
}
