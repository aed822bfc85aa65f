//! Writing datasets and measures, and looking at files before that.

use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use extraction::dataset::{self as source, ColumnType as SourceType, CsvOptions, Format, SubjectColumns, Zone};
use shared::code::BusinessCode;
use shared::id::{DatasetId, MeasureId};
use shared::measure::Aggregate;
use shared::scoring::RollUp;

use super::{ColumnType, Dataset, FileFormat, Measure};
use crate::app::dataset::change::{self as app, Sources};
use crate::app::scope::Scope;
use crate::error::Error;
use crate::graphql::scalar::Date;
use crate::graphql::scope::seen;

/// How the characters of a CSV file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum FileEncoding {
    /// UTF-8.
    #[graphql(name = "UTF_8")]
    Utf8,
    /// GB18030, and so GBK and GB 2312.
    #[graphql(name = "GB18030")]
    Gb18030,
}

/// A file that a dataset could read.
#[derive(Debug, SimpleObject)]
pub struct FolderFile {
    /// Its name below the folder.
    name: String,
    /// Its size in bytes.
    size: i64,
    /// How it is written, by its ending.
    format: FileFormat,
}

/// How a file is written.
#[derive(Debug, InputObject)]
pub struct FileManner {
    /// CSV or Parquet.
    format: FileFormat,
    /// How its characters are written, for CSV.
    encoding: FileEncoding,
    /// The ASCII character between its cells, for CSV.
    delimiter: String,
    /// Words that mean nothing stands there, for CSV; an empty cell always does.
    null_words: Vec<String>,
    /// Whether the first line names the columns, for CSV.
    header: bool,
}

impl FileManner {
    fn read(self) -> Result<(Format, CsvOptions), Error> {
        let format = match self.format {
            FileFormat::Csv => Format::Csv,
            FileFormat::Parquet => Format::Parquet,
        };
        let encoding = match self.encoding {
            FileEncoding::Utf8 => source::Encoding::Utf8,
            FileEncoding::Gb18030 => source::Encoding::Gb18030,
        };
        let mut letters = self.delimiter.chars();
        let (Some(delimiter), None) = (letters.next(), letters.next()) else {
            return Err(Error::invalid("manner.delimiter", "one character, such as a comma"));
        };
        Ok((format, CsvOptions { delimiter, encoding, null_words: self.null_words, header: self.header }))
    }
}

/// A column that a file seems to have.
#[derive(Debug, SimpleObject)]
pub struct InferredColumn {
    /// Its name in the file.
    name: String,
    /// What seems to stand in it.
    #[graphql(name = "type")]
    kind: ColumnType,
    /// Places behind the point, for decimals.
    places: i32,
}

/// What a file seems to hold, to be looked at and corrected. Nothing is stored.
#[derive(Debug, SimpleObject)]
pub struct InferredColumns {
    /// Its columns, in order.
    columns: Vec<InferredColumn>,
    /// The columns that hold days or times, best first.
    time_columns: Vec<String>,
    /// The first rows; empty for Parquet. Cells of columns that a dataset over the file marks personal are masked.
    rows: Vec<Vec<String>>,
    /// How many rows were looked at.
    looked_at: i32,
}

/// Rows shown of a file.
const SHOWN: usize = 10;

impl From<source::Inferred> for InferredColumns {
    fn from(found: source::Inferred) -> Self {
        let column = |column: &source::Column| {
            let (kind, places) = ColumnType::of(column.kind);
            InferredColumn { name: column.name.clone(), kind, places }
        };
        Self {
            columns: found.columns.iter().map(column).collect(),
            time_columns: found.time_columns,
            rows: found.rows.into_iter().take(SHOWN).collect(),
            looked_at: i32::try_from(found.looked_at).unwrap_or(i32::MAX),
        }
    }
}

/// A column of a dataset as it shall be read.
#[derive(Debug, InputObject)]
pub struct ColumnInput {
    /// Its name in the files and in expressions.
    name: String,
    /// What people call it; null: its name.
    label: Option<String>,
    /// What stands in it.
    #[graphql(name = "type")]
    kind: ColumnType,
    /// Places behind the point, 0 to 8, for decimals.
    #[graphql(default = 2)]
    places: i32,
    /// Whether a row without it is refused.
    required: bool,
    /// Whether a row below 0 is refused.
    not_negative: bool,
    /// The shapes its days are written in, such as `%Y年%m月%d日`; empty: the usual ones.
    date_shapes: Vec<String>,
    /// Whether it holds personal data, which is masked wherever rows are shown.
    personal: bool,
}

impl ColumnInput {
    fn read(&self) -> Result<source::Column, Error> {
        let places = || u8::try_from(self.places).map_err(|_| Error::invalid("input.columns", "0 to 8 places"));
        let kind = match self.kind {
            ColumnType::Text => SourceType::Text,
            ColumnType::Integer => SourceType::Integer,
            ColumnType::Decimal => SourceType::Decimal { places: places()? },
            ColumnType::Date => SourceType::Date,
            ColumnType::Datetime => SourceType::Datetime,
            ColumnType::Boolean => SourceType::Boolean,
        };
        Ok(source::Column {
            name: self.name.clone(),
            kind,
            shapes: self.date_shapes.clone(),
            required: self.required,
            not_negative: self.not_negative,
        })
    }
}

/// A dataset as it shall be.
#[derive(Debug, InputObject)]
pub struct DatasetInput {
    /// The dataset to change; null for a new one.
    id: Option<DatasetId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// Its code, unique; an existing dataset keeps the one it has.
    code: BusinessCode,
    /// Its name, 1 to 200 characters.
    name: String,
    /// The business system it comes from, 1 to 200 characters.
    system: String,
    /// Files, folders, or names with `*` and `?`, below the folder that it reads from.
    files: Vec<String>,
    /// How they are written.
    manner: FileManner,
    /// The columns that are read; a file may have more.
    columns: Vec<ColumnInput>,
    /// The column of days or times that decides a row's period.
    time_column: String,
    /// Which clock the times are written in: `LOCAL`, a zone or an offset.
    zone: String,
    /// The column with the code of the unit.
    unit_column: Option<String>,
    /// The column with the code of the post.
    post_column: Option<String>,
    /// The column with the staff number of the person.
    person_column: Option<String>,
    /// The last day it is complete to: a month before it without rows is zero, a month after it is missing.
    complete_to: Option<Date>,
}

impl DatasetInput {
    fn read(self) -> Result<app::DatasetInput, Error> {
        let existing = seen(self.id, self.version)?;
        let labels = self.columns.iter().filter_map(|column| Some((column.name.clone(), column.label.clone()?)));
        let personal = self.columns.iter().filter(|column| column.personal).map(|column| column.name.clone());
        let (labels, personal) = (labels.collect(), personal.collect());
        let (format, csv) = self.manner.read()?;
        let subject = SubjectColumns { unit: self.unit_column, post: self.post_column, person: self.person_column };
        let source = source::Dataset {
            code: self.code,
            files: self.files,
            format,
            csv,
            columns: self.columns.iter().map(ColumnInput::read).collect::<Result<_, _>>()?,
            time_column: self.time_column,
            zone: Zone::from(self.zone),
            subject,
        };
        let complete_to = self.complete_to.map(|day| day.0);
        let Self { name, system, .. } = self;
        Ok(app::DatasetInput { existing, name, system, source, labels, personal, complete_to })
    }
}

/// A measure as it shall be.
#[derive(Debug, InputObject)]
pub struct MeasureDefinition {
    /// The measure to change; null for a new one.
    id: Option<MeasureId>,
    /// Its version as you saw it; needed with `id`.
    version: Option<i32>,
    /// The dataset; an existing measure keeps the one it has.
    dataset: DatasetId,
    /// Its code, unique; an existing measure keeps the one it has.
    code: BusinessCode,
    /// The name that formulas use beside the code, 1 to 200 characters.
    name: String,
    /// How rows become a number.
    aggregate: Aggregate,
    /// The SQL expression that is aggregated; only COUNT can do without.
    expression: Option<String>,
    /// The SQL condition on rows; null: all rows.
    filter: Option<String>,
    /// How it adds over units.
    over_tree: RollUp,
    /// How it adds over months.
    over_time: RollUp,
    /// The unit of the number.
    unit_of_measure: String,
}

impl MeasureDefinition {
    fn read(self) -> Result<app::MeasureInput, Error> {
        let existing = seen(self.id, self.version)?;
        let Self { dataset, code, name, aggregate, expression, filter, over_tree, over_time, unit_of_measure, .. } =
            self;
        Ok(app::MeasureInput {
            existing,
            dataset,
            code,
            name,
            aggregate,
            expression,
            filter,
            over_tree,
            over_time,
            unit_of_measure,
        })
    }
}

fn sources<'c>(ctx: &Context<'c>) -> Result<&'c Sources, Error> {
    ctx.data::<Sources>().map_err(|error| Error::internal(error.message))
}

/// Queries of the files that datasets read.
#[derive(Debug, Default)]
pub struct SourceQuery;

#[Object]
impl SourceQuery {
    /// The files a dataset could read, by name, at most 1,000; for whoever may write datasets.
    async fn source_files(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dataset whose folder is meant; null: the folder of new ones.")] dataset: Option<
            DatasetId,
        >,
    ) -> Result<Vec<FolderFile>, Error> {
        let scope = Scope::of(ctx)?;
        let files = app::files(&*scope.reader().await?, sources(ctx)?, dataset).await?;
        let file = |file: source::Listed| FolderFile {
            name: file.name,
            size: i64::try_from(file.size).unwrap_or(i64::MAX),
            format: match file.format {
                Format::Csv => FileFormat::Csv,
                Format::Parquet => FileFormat::Parquet,
            },
        };
        Ok(files.into_iter().map(file).collect())
    }

    /// What a file seems to hold, to be looked at and corrected; for whoever may write datasets. A file with personal columns is
    /// looked at as its dataset is written only.
    async fn infer_columns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dataset whose folder is meant; null: the folder of new ones.")] dataset: Option<
            DatasetId,
        >,
        #[graphql(desc = "A file, a folder, or a name with `*` and `?`: the first file is looked at.")] file: String,
        #[graphql(desc = "How it is written.")] manner: FileManner,
    ) -> Result<InferredColumns, Error> {
        let scope = Scope::of(ctx)?;
        let (format, csv) = manner.read()?;
        let found = app::infer(&*scope.reader().await?, sources(ctx)?, dataset, file, format, csv).await?;
        Ok(found.into())
    }
}

/// Mutations of datasets and measures.
#[derive(Debug, Default)]
pub struct DatasetMutation;

#[Object]
impl DatasetMutation {
    /// Writes a new dataset, or changes how one is read. Every measure over it must still be computable.
    async fn save_dataset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dataset as it shall be.")] input: DatasetInput,
    ) -> Result<Dataset, Error> {
        let scope = Scope::of(ctx)?;
        let dataset = app::save(&scope, sources(ctx)?, input.read()?).await?;
        Dataset::try_new(scope, dataset)
    }

    /// Writes a new measure, or changes one that no published version rests on.
    async fn save_measure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The measure as it shall be.")] input: MeasureDefinition,
    ) -> Result<Measure, Error> {
        let scope = Scope::of(ctx)?;
        let measure = app::save_measure(&scope, input.read()?).await?;
        Ok(Measure::new(scope, measure))
    }
}
