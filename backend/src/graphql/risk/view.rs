//! The risk view as GraphQL shows it.

use async_graphql::{Context, Object, SimpleObject};
use shared::calendar::local_day;
use shared::id::UnitId;
use shared::matter::MatterKind;
use shared::period::Period;
use shared::risk::view::RiskAxis;

use crate::app::risk::view as use_case;
use crate::app::scope::Scope;
use crate::error::Error;

/// How many matters stand where a row, a column and, where layers are asked for, a layer of the risk view meet.
#[derive(Debug, Clone, SimpleObject)]
pub struct RiskViewCell {
    /// The row: a month, the id of a unit or person, or a code; null for matters that have no such thing.
    pub row: Option<String>,
    /// What the row is called, where it is a unit or a person.
    pub row_name: Option<String>,
    /// The column, likewise.
    pub column: Option<String>,
    /// What the column is called, likewise.
    pub column_name: Option<String>,
    /// The layer, likewise; null where no layers are asked for.
    pub layer: Option<String>,
    /// What the layer is called, likewise.
    pub layer_name: Option<String>,
    /// In all.
    pub total: i64,
    /// Still open.
    pub open: i64,
    /// Open with a day that is over.
    pub overdue: i64,
    /// At their end.
    pub closed: i64,
    /// Taken for done and opened again.
    pub relapsed: i64,
}

impl From<use_case::Cell> for RiskViewCell {
    fn from(cell: use_case::Cell) -> Self {
        let use_case::Cell { row, row_name, column, column_name, layer, layer_name, counts } = cell;
        let shared::risk::view::Counts { total, open, overdue, closed, relapsed } = counts;
        Self { row, row_name, column, column_name, layer, layer_name, total, open, overdue, closed, relapsed }
    }
}

/// Queries of the risk view.
#[derive(Debug, Default)]
pub struct RiskViewQuery;

#[Object]
impl RiskViewQuery {
    /// The warnings and rectifications that you may see and that were opened in a span of at most 36 months, counted by two or three axes (ZH-48).
    #[expect(clippy::too_many_arguments, reason = "the axes and what narrows them are the question")]
    async fn risk_view(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first period.")] from: Period,
        #[graphql(desc = "The last period.")] to: Period,
        #[graphql(desc = "What the rows are.")] rows: RiskAxis,
        #[graphql(desc = "What the columns are.")] columns: RiskAxis,
        #[graphql(desc = "What the layers are; without it there are none.")] layers: Option<RiskAxis>,
        #[graphql(desc = "Warnings or rectifications alone.")] kind: Option<MatterKind>,
        #[graphql(desc = "About this unit, or one below it.")] unit: Option<UnitId>,
    ) -> Result<Vec<RiskViewCell>, Error> {
        let scope = Scope::of(ctx)?;
        let question = use_case::Question { from, to, rows, columns, layers, kind, unit };
        let cells = use_case::view(&*scope.reader().await?, question, local_day(scope.now())).await?;
        Ok(cells.into_iter().map(Into::into).collect())
    }
}
