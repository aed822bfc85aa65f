//! Datasets, their columns and measures, as GraphQL shows them; and the check of an expression before it is saved.

use std::sync::Arc;

use async_graphql::{Context, Enum, Object, SimpleObject};
use extraction::dataset::{self as source, ColumnType as SourceType, Format};
use shared::code::BusinessCode;
use shared::id::{DatasetId, MeasureId};
use shared::measure::{self, Aggregate};
use shared::policy::Action;
use shared::scoring::RollUp;

use super::page::parts;
use super::scalar::Date;
use super::scope::Once;
use crate::app::dataset::{self as app, Definition};
use crate::app::scope::Scope;
use crate::connection;
use crate::error::Error;
use crate::store::library;
use crate::store::page::Page;

mod change;

pub use change::{DatasetMutation, SourceQuery};

/// How a dataset's files are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum FileFormat {
    /// Comma-separated, plain or gzipped.
    Csv,
    /// Parquet.
    Parquet,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ColumnType {
    /// Text.
    Text,
    /// Whole numbers.
    Integer,
    /// Decimal numbers.
    Decimal,
    /// Days.
    Date,
    /// Days with a time.
    Datetime,
    /// Yes or no.
    Boolean,
}

impl ColumnType {
    /// The type with the places behind the point.
    const fn of(kind: SourceType) -> (Self, i32) {
        match kind {
            SourceType::Text => (Self::Text, 0),
            SourceType::Integer => (Self::Integer, 0),
            SourceType::Decimal { places } => (Self::Decimal, places as i32),
            SourceType::Date => (Self::Date, 0),
            SourceType::Datetime => (Self::Datetime, 0),
            SourceType::Boolean => (Self::Boolean, 0),
        }
    }
}

/// What an expression must give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ExpressionKind {
    /// True or false for every row.
    Condition,
    /// A number for every row.
    Number,
}

/// A column of a dataset.
#[derive(Debug, Clone, SimpleObject)]
pub struct DatasetColumn {
    /// Its name in the files.
    pub name: String,
    /// What people call it.
    pub label: String,
    /// What stands in it.
    #[graphql(name = "type")]
    pub kind: ColumnType,
    /// Places behind the point, for decimals.
    pub places: i32,
    /// Whether a row without it is refused.
    pub required: bool,
    /// Whether a row below 0 is refused.
    pub not_negative: bool,
    /// The shapes its days are written in.
    pub date_shapes: Vec<String>,
    /// Whether it holds personal data, which is masked wherever rows are shown.
    pub personal: bool,
}

impl DatasetColumn {
    /// A column of a definition.
    #[must_use]
    pub fn of(column: &source::Column, definition: &Definition) -> Self {
        let (kind, places) = ColumnType::of(column.kind);
        Self {
            name: column.name.clone(),
            label: definition.labels.get(&column.name).unwrap_or(&column.name).clone(),
            kind,
            places,
            required: column.required,
            not_negative: column.not_negative,
            date_shapes: column.shapes.clone(),
            personal: definition.personal.contains(&column.name),
        }
    }
}

/// A dataset.
#[derive(Debug, Clone)]
pub struct Dataset {
    scope: Scope,
    dataset: library::Dataset,
    definition: Definition,
}

impl Dataset {
    /// A dataset with its definition read.
    ///
    /// # Errors
    /// [`Error::Internal`] where the stored definition does not read.
    pub fn try_new(scope: Scope, dataset: library::Dataset) -> Result<Self, Error> {
        Ok(Self { scope, definition: Definition::of(&dataset)?, dataset })
    }
}

/// A dataset over the business records of one system (CJ-50).
#[Object]
impl Dataset {
    /// Its id.
    async fn id(&self) -> DatasetId {
        self.dataset.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.dataset.code
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.dataset.name
    }

    /// The business system it comes from.
    async fn system(&self) -> &str {
        &self.dataset.system
    }

    /// How its files are written.
    async fn format(&self) -> FileFormat {
        match self.definition.source.format {
            Format::Csv => FileFormat::Csv,
            Format::Parquet => FileFormat::Parquet,
        }
    }

    /// Where its files are, below the data folder.
    async fn location(&self) -> &str {
        &self.dataset.location
    }

    /// How its texts are encoded.
    async fn encoding(&self) -> String {
        self.definition.source.csv.encoding.to_string()
    }

    /// What stands between its cells.
    async fn delimiter(&self) -> String {
        self.definition.source.csv.delimiter.to_string()
    }

    /// Words that mean nothing stands there.
    async fn null_words(&self) -> &[String] {
        &self.definition.source.csv.null_words
    }

    /// Its files, folders or names with `*` and `?`, one by one.
    async fn files(&self) -> &[String] {
        &self.definition.source.files
    }

    /// Which clock its times are written in: `LOCAL`, a zone or an offset.
    async fn zone(&self) -> String {
        self.definition.source.zone.clone().into()
    }

    /// Whether the first line of its files names the columns.
    async fn header(&self) -> bool {
        self.definition.source.csv.header
    }

    /// The column that says when.
    async fn time_column(&self) -> &str {
        &self.definition.source.time_column
    }

    /// The column with the code of the unit.
    async fn unit_column(&self) -> Option<&str> {
        self.definition.source.subject.unit.as_deref()
    }

    /// The column with the code of the post.
    async fn post_column(&self) -> Option<&str> {
        self.definition.source.subject.post.as_deref()
    }

    /// The column with the staff number of the person.
    async fn person_column(&self) -> Option<&str> {
        self.definition.source.subject.person.as_deref()
    }

    /// The last day it is complete to: a month before it without rows is zero, a month after it is missing.
    async fn complete_to(&self) -> Option<Date> {
        self.dataset.complete_to.map(Date)
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.dataset.version
    }

    /// Its columns.
    async fn columns(&self) -> Vec<DatasetColumn> {
        self.definition.source.columns.iter().map(|column| DatasetColumn::of(column, &self.definition)).collect()
    }

    /// The measures taken from it.
    async fn measures(&self) -> Result<Vec<Measure>, Error> {
        let reader = self.scope.reader().await?;
        Ok(Measure::list(&self.scope, app::measures_of(&reader, self.dataset.id).await?))
    }

    /// What the viewer may do with it.
    async fn allowed_actions(&self) -> Vec<Action> {
        app::allowed_actions(self.scope.viewer())
    }
}

/// A measure.
#[derive(Debug, Clone)]
pub struct Measure {
    scope: Scope,
    measure: measure::Measure,
    datasets: Arc<Once<DatasetId, Dataset>>,
}

impl Measure {
    /// The measures of one list: they share what they load.
    #[must_use]
    pub fn list(scope: &Scope, measures: Vec<measure::Measure>) -> Vec<Self> {
        let datasets = Arc::default();
        let of = |measure| Self { scope: scope.clone(), measure, datasets: Arc::clone(&datasets) };
        measures.into_iter().map(of).collect()
    }

    /// A measure by itself.
    #[must_use]
    pub fn new(scope: Scope, measure: measure::Measure) -> Self {
        Self { scope, measure, datasets: Arc::default() }
    }

    /// Whether a formula means it by a name.
    #[must_use]
    pub fn answers_to(&self, name: &str) -> bool {
        self.measure.answers_to(name)
    }
}

/// A measure over a dataset: what is counted, and how it adds.
#[Object]
impl Measure {
    /// Its id.
    async fn id(&self) -> MeasureId {
        self.measure.id
    }

    /// Its code, unique.
    async fn code(&self) -> &BusinessCode {
        &self.measure.code
    }

    /// The name that formulas use beside the code.
    async fn name(&self) -> &str {
        &self.measure.name
    }

    /// The dataset; null where the viewer may not read datasets.
    async fn dataset(&self) -> Result<Option<Dataset>, Error> {
        let load = || async {
            let all = app::readable(&*self.scope.reader().await?).await?;
            all.into_iter().map(|it| Ok((it.id, Dataset::try_new(self.scope.clone(), it)?))).collect()
        };
        self.datasets.of(&self.measure.dataset, load).await
    }

    /// How rows become a number.
    async fn aggregate(&self) -> Aggregate {
        self.measure.aggregate
    }

    /// The SQL expression that is aggregated.
    async fn expression(&self) -> Option<&str> {
        self.measure.expression.as_deref()
    }

    /// The SQL condition on rows.
    async fn filter(&self) -> Option<&str> {
        self.measure.filter.as_deref()
    }

    /// How it adds over units.
    async fn over_tree(&self) -> RollUp {
        self.measure.over_tree
    }

    /// How it adds over months.
    async fn over_time(&self) -> RollUp {
        self.measure.over_time
    }

    /// The unit of the number.
    async fn unit_of_measure(&self) -> &str {
        &self.measure.unit_of_measure
    }

    /// Counts its changes.
    async fn version(&self) -> i32 {
        self.measure.version
    }
}

/// Whether an expression can be used, and what is wrong with it.
#[derive(Debug, Clone, SimpleObject)]
pub struct ExpressionCheck {
    /// Whether it can be used.
    pub ok: bool,
    /// What is wrong, for the one who writes it.
    pub message: Option<String>,
    /// The name that is at fault.
    pub column: Option<String>,
    /// Where in the text, counted in characters from 1.
    pub position: Option<i32>,
    /// The kind of fault.
    pub code: Option<String>,
}

connection!(DatasetConnection, DatasetEdge, Dataset, "datasets");

/// Queries of datasets.
#[derive(Debug, Default)]
pub struct DatasetQuery;

#[Object]
impl DatasetQuery {
    /// The datasets, by code.
    async fn datasets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 1–100.")] first: i32,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Result<DatasetConnection, Error> {
        let scope = Scope::of(ctx)?;
        let page = Page::try_new(first, after.as_deref())?;
        let slice = app::datasets(&*scope.reader().await?, page).await?;
        let slice = slice.try_map(|dataset| Dataset::try_new(scope.clone(), dataset))?;
        Ok(parts(slice, |datasets| datasets)?.into())
    }

    /// One dataset.
    async fn dataset(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: DatasetId) -> Result<Dataset, Error> {
        let scope = Scope::of(ctx)?;
        let dataset = library::dataset(&*scope.reader().await?, id).await?;
        Dataset::try_new(scope, dataset)
    }

    /// Checks an expression against a dataset before it is saved.
    async fn check_expression(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The dataset.")] dataset: DatasetId,
        #[graphql(desc = "The SQL expression: one scalar over the dataset's columns.")] expression: String,
        #[graphql(desc = "What it must give.")] expects: ExpressionKind,
    ) -> Result<ExpressionCheck, Error> {
        let scope = Scope::of(ctx)?;
        let number = expects == ExpressionKind::Number;
        let checked = app::check_expression(&*scope.reader().await?, dataset, &expression, number).await?;
        let Err(fault) = checked else {
            return Ok(ExpressionCheck { ok: true, message: None, column: None, position: None, code: None });
        };
        Ok(ExpressionCheck {
            ok: false,
            message: Some(fault.message),
            column: fault.name,
            position: fault.place.and_then(|place| i32::try_from(place.column).ok()),
            code: Some(fault.code.to_string()),
        })
    }
}
