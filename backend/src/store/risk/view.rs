//! What warnings and rectifications add up to by two or three axes, in one grouped statement (ZH-48).

use chrono::NaiveDate;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait as _};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect as _};
use shared::calendar::first_moment;
use shared::id::{Id as _, PersonId, UnitId};
use shared::matter::MatterKind;
use shared::period::Period;
use shared::rectification::RectificationStep;
use shared::risk::view::{Counts, RiskAxis};

use crate::error::Error;
use crate::store::entity::{matter, matter_event, unit_closure};
use crate::store::scope::Reader;

/// What is counted.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The months in which the matters were opened, in order.
    pub months: Vec<Period>,
    /// What the rows are.
    pub rows: RiskAxis,
    /// What the columns are.
    pub columns: RiskAxis,
    /// What the layers are, where there are any.
    pub layers: Option<RiskAxis>,
    /// Warnings or rectifications alone.
    pub kind: Option<MatterKind>,
    /// About this unit, or one below it.
    pub below: Option<UnitId>,
    /// The day on which it is said what is overdue.
    pub today: NaiveDate,
}

/// How many matters stand where a row, a column and, where layers are asked for, a layer meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The row: a month, an id, or a code; none for matters that have no such thing, such as rectifications a severity.
    pub row: Option<String>,
    /// What the row is called, where it is a unit or a person.
    pub row_name: Option<String>,
    /// The column, likewise.
    pub column: Option<String>,
    /// What the column is called, likewise.
    pub column_name: Option<String>,
    /// The layer, likewise; none where no layers are asked for.
    pub layer: Option<String>,
    /// What the layer is called, likewise.
    pub layer_name: Option<String>,
    /// How many.
    pub counts: Counts,
}

#[derive(Debug, FromQueryResult)]
struct Row {
    row_key: Option<String>,
    row_name: Option<String>,
    column_key: Option<String>,
    column_name: Option<String>,
    layer_key: Option<String>,
    layer_name: Option<String>,
    total: i64,
    opened: i64,
    overdue: i64,
    closed: i64,
    relapsed: i64,
}

fn key(axis: RiskAxis, months: &[Period]) -> Expr {
    use matter::Column as C;
    let text = |column: C| Expr::col((matter::Entity, column)).cast_as("text");
    match axis {
        RiskAxis::Unit => text(C::UnitId),
        RiskAxis::Person => text(C::PersonId),
        RiskAxis::Matter => text(C::Kind),
        RiskAxis::Severity => text(C::Severity),
        RiskAxis::Condition => text(C::Condition),
        // The month it was in the bureau: neither database has to know where that is.
        RiskAxis::Month => {
            let month = |case: CaseStatement, month: &Period| {
                case.case(C::OpenedAt.lt(first_moment(month.next().first_day())), month.to_string())
            };
            months.iter().fold(CaseStatement::new(), month).into()
        }
    }
}

/// What a row is called: matters keep the names of whom they are about.
fn name(axis: RiskAxis) -> Expr {
    match axis {
        RiskAxis::Unit => matter::Column::UnitName.max(),
        RiskAxis::Person => matter::Column::PersonName.max(),
        RiskAxis::Month | RiskAxis::Matter | RiskAxis::Severity | RiskAxis::Condition => nothing(),
    }
}

/// No text, whatever the group.
fn nothing() -> Expr {
    Expr::cust("MAX(NULL)")
}

fn how_many(condition: impl Into<Condition>) -> Expr {
    let one = CaseStatement::new().case(condition.into(), Expr::cust("1")).finally(Expr::cust("0"));
    let one: Expr = one.into();
    one.sum()
}

/// An id as the database writes it, as everybody else does.
fn read(axis: RiskAxis, key: Option<String>) -> Option<String> {
    let raw = || key.as_deref()?.parse::<i64>().ok();
    match axis {
        RiskAxis::Unit => raw().map(|raw| UnitId::from_raw(raw).to_string()),
        RiskAxis::Person => raw().map(|raw| PersonId::from_raw(raw).to_string()),
        RiskAxis::Month | RiskAxis::Matter | RiskAxis::Severity | RiskAxis::Condition => key,
    }
}

impl Asked {
    fn cell(&self, row: Row) -> Cell {
        Cell {
            row: read(self.rows, row.row_key),
            row_name: row.row_name,
            column: read(self.columns, row.column_key),
            column_name: row.column_name,
            layer: self.layers.and_then(|layers| read(layers, row.layer_key)),
            layer_name: row.layer_name,
            counts: Counts {
                total: row.total,
                open: row.opened,
                overdue: row.overdue,
                closed: row.closed,
                relapsed: row.relapsed,
            },
        }
    }
}

/// Counts what the viewer may see.
///
/// # Errors
/// Of the database.
pub async fn view(reader: &Reader, asked: &Asked) -> Result<Vec<Cell>, Error> {
    use matter::Column as C;
    let (Some(first), Some(last)) = (asked.months.first(), asked.months.last()) else { return Ok(Vec::new()) };
    let kinds = asked.kind.map_or_else(|| vec![MatterKind::Warning, MatterKind::Rectification], |kind| vec![kind]);
    let which = Condition::all()
        .add(C::Kind.is_in(kinds))
        .add(C::IsSent.eq(true))
        .add(C::OpenedAt.gte(first_moment(first.first_day())))
        .add(C::OpenedAt.lt(first_moment(last.next().first_day())));
    let mut rows = reader.find::<matter::Entity>().filter(which);
    if let Some(top) = asked.below {
        use unit_closure::Column as L;
        let units = reader.find::<unit_closure::Entity>().filter(L::Ancestor.eq(top)).filter(L::ValidTo.is_null());
        rows = rows.whose(C::UnitId, units, L::Descendant);
    }
    let again =
        [RectificationStep::Reopen, RectificationStep::Miss, RectificationStep::Relapse].map(|step| step.code());
    let again = reader.find::<matter_event::Entity>().filter(matter_event::Column::Step.is_in(again));
    let relapsed = C::Id.in_subquery(again.keys(matter_event::Column::MatterId));
    let overdue = Condition::all().add(C::IsOpen.eq(true)).add(C::Due.lt(asked.today));
    let counted = rows.project(|select| {
        let select = select
            .expr_as(key(asked.rows, &asked.months), "row_key")
            .expr_as(name(asked.rows), "row_name")
            .expr_as(key(asked.columns, &asked.months), "column_key")
            .expr_as(name(asked.columns), "column_name")
            .expr_as(asked.layers.map_or_else(nothing, |layers| key(layers, &asked.months)), "layer_key")
            .expr_as(asked.layers.map_or_else(nothing, name), "layer_name")
            .expr_as(C::Id.count(), "total")
            .expr_as(how_many(Condition::all().add(C::IsOpen.eq(true))), "opened")
            .expr_as(how_many(overdue), "overdue")
            .expr_as(how_many(Condition::all().add(C::IsOpen.eq(false))), "closed")
            .expr_as(how_many(Condition::all().add(relapsed)), "relapsed")
            .group_by(Expr::cust("row_key"))
            .group_by(Expr::cust("column_key"));
        // Without layers, what stands in their place is an aggregate, by which nothing can be grouped.
        match asked.layers {
            Some(_) => select.group_by(Expr::cust("layer_key")),
            None => select,
        }
    });
    let counted: Vec<Row> = counted.await?;
    Ok(counted.into_iter().map(|row| asked.cell(row)).collect())
}
