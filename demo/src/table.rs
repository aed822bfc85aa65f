//! Columns of business records and the Parquet file they go into.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{
    ArrayRef, BooleanBuilder, Date32Builder, Decimal128Builder, Int64Builder, RecordBatch, StringBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

use crate::Error;

const MONEY: DataType = DataType::Decimal128(20, 2);

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Count,
    Money,
    Day,
    Flag,
}

/// One cell of a row; `None` is "nothing".
pub(crate) enum Cell<'c> {
    Text(&'c str),
    NoText,
    Count(i64),
    /// In fen.
    Money(i64),
    /// Days since 1970-01-01.
    Day(Option<i32>),
    Flag(bool),
}

enum Builder {
    Text(StringBuilder),
    Count(Int64Builder),
    Money(Decimal128Builder),
    Day(Date32Builder),
    Flag(BooleanBuilder),
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Count => Self::Count(Int64Builder::new()),
            Kind::Money => Self::Money(Decimal128Builder::new().with_data_type(MONEY)),
            Kind::Day => Self::Day(Date32Builder::new()),
            Kind::Flag => Self::Flag(BooleanBuilder::new()),
        }
    }

    fn push(&mut self, cell: &Cell<'_>) {
        match (self, cell) {
            (Self::Text(column), Cell::Text(text)) => column.append_value(text),
            (Self::Count(column), Cell::Count(count)) => column.append_value(*count),
            (Self::Money(column), Cell::Money(fen)) => column.append_value(i128::from(*fen)),
            (Self::Day(column), Cell::Day(day)) => column.append_option(*day),
            (Self::Flag(column), Cell::Flag(flag)) => column.append_value(*flag),
            // A cell of another kind is nothing; the number of rows stays right, and the counts are tested.
            (Self::Text(column), _) => column.append_null(),
            (Self::Count(column), _) => column.append_null(),
            (Self::Money(column), _) => column.append_null(),
            (Self::Day(column), _) => column.append_null(),
            (Self::Flag(column), _) => column.append_null(),
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Self::Text(column) => Arc::new(column.finish()),
            Self::Count(column) => Arc::new(column.finish()),
            Self::Money(column) => Arc::new(column.finish()),
            Self::Day(column) => Arc::new(column.finish()),
            Self::Flag(column) => Arc::new(column.finish()),
        }
    }
}

/// A Parquet file that is being written.
pub(crate) struct Table {
    schema: SchemaRef,
    columns: Vec<Builder>,
    writer: ArrowWriter<File>,
    pub(crate) rows: usize,
}

impl Table {
    pub(crate) fn create(path: &Path, columns: &[(&str, Kind)]) -> Result<Self, Error> {
        let field = |(name, kind): &(&str, Kind)| {
            let data_type = match kind {
                Kind::Text => DataType::Utf8,
                Kind::Count => DataType::Int64,
                Kind::Money => MONEY,
                Kind::Day => DataType::Date32,
                Kind::Flag => DataType::Boolean,
            };
            Field::new(*name, data_type, true)
        };
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
        let writer = ArrowWriter::try_new(File::create(path)?, Arc::clone(&schema), Some(properties))?;
        let columns = columns.iter().map(|(_, kind)| Builder::new(*kind)).collect();
        Ok(Self { schema, columns, writer, rows: 0 })
    }

    /// A row: the cells all datasets have, and its own; columns beyond them get nothing.
    pub(crate) fn row_of(&mut self, common: &[Cell<'_>], own: &[Cell<'_>]) {
        self.rows += 1;
        let cells = common.iter().chain(own).chain(std::iter::repeat(&Cell::NoText));
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            column.push(cell);
        }
    }

    /// Hands the rows so far to the file.
    pub(crate) fn flush(&mut self) -> Result<(), Error> {
        let columns = self.columns.iter_mut().map(Builder::finish).collect();
        self.writer.write(&RecordBatch::try_new(Arc::clone(&self.schema), columns)?)?;
        Ok(())
    }

    pub(crate) fn close(self) -> Result<usize, Error> {
        self.writer.close()?;
        Ok(self.rows)
    }
}
