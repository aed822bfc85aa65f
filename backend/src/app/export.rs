//! What stands on a screen as a table to take out: the same use-cases, the same scope, with where and when it came from below.

use shared::cell::Subject;
use shared::cockpit::CellView;
use shared::id::IndicatorId;
use shared::number::{Points, Quantity};
use shared::period::Period;
use shared::policy::{Action, Resource};

use super::cockpit::{self, Cockpit};
use super::table::{Table, Value};
use crate::error::Error;
use crate::store::Reader;

/// Which table of a cockpit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The ranking of what is below.
    Children,
    /// The indicators of the place.
    Cells,
    /// What is below × the key rates.
    Heat,
    /// One indicator over time.
    Trend(IndicatorId),
}

fn number(value: Option<Quantity>) -> Value {
    value.map(Quantity::shown).into()
}

fn points(value: Option<Points>) -> Value {
    value.map(Points::shown).into()
}

fn heads(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// The table of a view.
///
/// # Errors
/// [`Error::NotFound`] where the place is not visible; [`Error::Forbidden`] where its values may not be taken out.
pub async fn table(reader: &Reader, subject: Subject, period: Period, view: View) -> Result<Table, Error> {
    let resource = if matches!(subject, Subject::Person(_)) { Resource::PersonCell } else { Resource::Cell };
    let screen = cockpit::cockpit(reader, subject, period).await?;
    reader.demand(resource, Action::Export)?;
    let mut table = match view {
        View::Children => children(&screen),
        View::Cells => cells(&screen),
        View::Heat => heat(&screen),
        View::Trend(indicator) => trend(reader, subject, indicator, period).await?,
    };
    let time = screen.published.map(|published| published.at.format("%Y-%m-%d %H:%M UTC").to_string());
    table.title = format!("{} {period}", screen.place.short_name);
    table.notes.push(format!("{} {period} 数据时间 {}", screen.place.name, time.unwrap_or_else(|| "—".to_owned())));
    Ok(table)
}

fn children(screen: &Cockpit) -> Table {
    let dimensions: Vec<&str> = screen.library.dimensions.iter().map(|(_, (name, _))| name.as_str()).collect();
    let mut table =
        Table { heads: heads(&["单位", "得分", "已得分", "可争取", "名次变化"]), ..Table::default() };
    table.heads.extend(dimensions.iter().map(|&name| name.to_owned()));
    for child in &screen.children {
        let total = child.total.as_ref();
        let mut row = vec![
            Value::from(child.place.name.as_str()),
            points(total.and_then(|total| total.score.score)),
            points(total.map(|total| total.score.points)),
            points(total.map(cockpit_attainable)),
            child.rank_change.into(),
        ];
        row.extend(screen.library.dimensions.iter().map(|(dimension, _)| {
            let found = child.dimensions.iter().find(|score| score.score.dimension.as_ref() == Some(dimension));
            points(found.and_then(|score| score.score.score))
        }));
        table.rows.push(row);
    }
    table
}

fn cockpit_attainable(view: &shared::cockpit::ScoreView) -> Points {
    view.attainable()
}

fn cells(screen: &Cockpit) -> Table {
    let row = |view: &CellView| {
        vec![
            Value::from(view.brief.indicator.code.as_str()),
            view.brief.indicator.name.as_str().into(),
            number(view.cell.value),
            view.brief.version.content.unit_of_measure.as_str().into(),
            number(view.cell.target),
            number(view.cell.numerator),
            number(view.cell.denominator),
            points(view.cell.points),
            points(Some(view.cell.base_points)),
            number(view.last_year),
            view.cell.availability.code().into(),
        ]
    };
    let names =
        ["指标编码", "指标名称", "数值", "单位", "目标", "分子", "分母", "已得分", "满分", "上年同期", "数据状态"];
    Table { heads: heads(&names), rows: screen.cells.iter().map(row).collect(), ..Table::default() }
}

fn heat(screen: &Cockpit) -> Table {
    let rates: Vec<_> = screen.library.key_briefs().collect();
    let mut table = Table { heads: heads(&["单位"]), ..Table::default() };
    table.heads.extend(rates.iter().map(|brief| brief.indicator.name.clone()));
    for child in &screen.children {
        let mut row = vec![Value::from(child.place.name.as_str())];
        row.extend(rates.iter().map(|brief| {
            let found = child.key_cells.iter().find(|view| view.cell.version == brief.version.id);
            number(found.and_then(|view| view.cell.value))
        }));
        table.rows.push(row);
    }
    table
}

async fn trend(reader: &Reader, subject: Subject, indicator: IndicatorId, to: Period) -> Result<Table, Error> {
    let (brief, found) = cockpit::trend(reader, subject, indicator, to, shared::cockpit::TREND).await?;
    let row = |point: &shared::cockpit::TrendPoint| {
        let cell = point.cell.as_ref();
        vec![
            Value::from(point.period.to_string().as_str()),
            number(cell.and_then(|cell| cell.value)),
            number(cell.and_then(|cell| cell.target)),
            number(point.last_year),
        ]
    };
    let mut table = Table { heads: heads(&["考核期", "数值", "目标", "上年同期"]), ..Table::default() };
    if let Some(head) = table.heads.get_mut(1) {
        head.clone_from(&brief.indicator.name);
    }
    table.rows = found.iter().map(row).collect();
    Ok(table)
}

/// The refused rows of a run that the database keeps: samples of them, with how many there were below. All of them are in the files
/// of [`super::run::record::kept`].
///
/// # Errors
/// [`Error::Forbidden`] where the viewer may not read datasets.
pub async fn refused(reader: &Reader, run: shared::id::RunId) -> Result<Table, Error> {
    reader.demand(Resource::Dataset, Action::Read)?;
    crate::store::run::run(reader, run).await?;
    let row = |row: crate::store::run::RefusedRow| {
        let line = Value::Number(row.line.to_string());
        let texts = [row.reason, row.column, row.value, row.raw];
        let mut cells = vec![Value::Text(row.file), line];
        cells.extend(texts.into_iter().map(Value::Text));
        cells
    };
    let rows = super::run::record::refused_rows(reader, run).await?;
    let total: i64 = crate::store::run::refused(reader, run).await?.iter().map(|refused| refused.count).sum();
    let note =
        format!("共拒收 {total} 行，此处 {0} 行。 / {total} rows were refused, {0} of them are here.", rows.len());
    Ok(Table {
        title: "拒收行".to_owned(),
        heads: heads(&["文件", "行", "原因", "列", "内容", "整行"]),
        rows: rows.into_iter().map(row).collect(),
        notes: vec![note],
    })
}
