//! The rectification ledger (整改台账): one line a rectification, as it is filed. Beside it stand the time-lines, what was disputed and
//! asked for, and the files: [`sheets`].

mod sheets;

use chrono::{DateTime, NaiveDate, Utc};
use shared::calendar::local_day;
use shared::matter::{Punctuality, Side};
use shared::policy::{Action, Resource};
use shared::rectification::{
    Measure, MeasureState, Origin, Rectification, RectificationDirection, RectificationState, Verification,
};

use super::table::{self, FileKind, Table, Value};
use crate::error::Error;
use crate::store::matter::list::Filter;
use crate::store::{Reader, matter};

use sheets::sheets;

const HEADS: [&str; 20] = [
    "编号",
    "方向",
    "来源",
    "状态",
    "责任单位",
    "责任人",
    "下达单位",
    "事项",
    "问题",
    "原因",
    "措施",
    "期限",
    "下达日期",
    "报告日期",
    "整改结果",
    "验证方式",
    "销号日期",
    "重开次数",
    "责任方按时",
    "下达方按时",
];

/// The ledger of the rectifications that the filter leaves and the viewer may take out, as a file; a workbook has the sheets beside it as
/// well.
///
/// # Errors
/// [`Error::Forbidden`] for whoever may not take matters out.
pub async fn file(reader: &Reader, filter: &Filter, kind: FileKind) -> Result<Vec<u8>, Error> {
    reader.demand(Resource::Matter, Action::Export)?;
    let orders = matter::narrowed_for::<Rectification>(reader, filter, Action::Export).await?;
    let beside = match kind {
        FileKind::Xlsx => sheets(reader, filter, &orders).await?,
        FileKind::Csv => Vec::new(),
    };
    table::write_book(&ledger(&orders, filter, local_day(reader.now())), &beside, kind)
}

fn ledger(orders: &[Rectification], filter: &Filter, today: NaiveDate) -> Table {
    let punctual = |order: &Rectification, side| {
        let Punctuality { kept, of } = order.clocks.punctuality(side, today);
        if of == 0 { Value::Empty } else { Value::from(format!("{kept}/{of}").as_str()) }
    };
    let row = |order: &Rectification| {
        vec![
            Value::from(order.number.as_str()),
            direction(order.direction).into(),
            origin(order.origin).into(),
            state(order.state).into(),
            order.parties.names.unit.as_str().into(),
            order.parties.names.person.as_deref().unwrap_or_default().into(),
            order.parties.names.giver.as_str().into(),
            order.title.as_str().into(),
            order.problem.as_str().into(),
            order.cause.as_str().into(),
            measures(&order.measures).as_str().into(),
            order.due.to_string().as_str().into(),
            day(Some(order.opened.at)),
            day(order.reported.map(|reported| reported.at)),
            order.result.as_str().into(),
            verified(order.verification.as_ref()).as_str().into(),
            day(order.closed()),
            order.reopened.to_string().as_str().into(),
            punctual(order, Side::Responsible),
            punctual(order, Side::Giver),
        ]
    };
    Table {
        title: "整改台账".to_owned(),
        heads: HEADS.iter().map(|&head| head.to_owned()).collect(),
        rows: orders.iter().map(row).collect(),
        notes: std::iter::once(format!("整改台账 {today} 共 {} 件", orders.len())).chain(narrowed(filter)).collect(),
    }
}

/// What the ledger is narrowed to, in words; none where it is whole.
fn narrowed(filter: &Filter) -> Option<String> {
    let open = filter.is_open.map(|open| if open { "未办结" } else { "已办结" });
    let late = filter.due_before.map(|_| "仅超期");
    let words: Vec<&str> = filter.direction.map(direction).into_iter().chain(open).chain(late).collect();
    (!words.is_empty()).then(|| format!("范围：{}", words.join("，")))
}

fn day(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Empty, |at| local_day(at).to_string().as_str().into())
}

fn measures(measures: &[Measure]) -> String {
    let line = |(number, measure): (usize, &Measure)| {
        let owner = measure.owner.as_ref().map_or("", |owner| owner.name.as_str());
        let how = match measure.state {
            MeasureState::Open => "进行中",
            MeasureState::Done => "完成",
            MeasureState::Dropped => "不再需要",
            MeasureState::Replaced => "已由新方案取代",
        };
        format!("{number}. {}（{owner} {} {how}）", measure.what, measure.due)
    };
    (1..).zip(measures).map(line).collect::<Vec<_>>().join("；")
}

fn verified(verification: Option<&Verification>) -> String {
    match verification {
        None => String::new(),
        Some(Verification { by_effect: true, .. }) => "后续数据".to_owned(),
        Some(Verification { reason, .. }) => format!("人工：{reason}"),
    }
}

const fn direction(direction: RectificationDirection) -> &'static str {
    match direction {
        RectificationDirection::TopDown => "自上而下",
        RectificationDirection::BottomUp => "自下而上",
    }
}

const fn origin(origin: Origin) -> &'static str {
    match origin {
        Origin::Warning => "预警",
        Origin::Loss => "待争取得分",
        Origin::Inspection => "督查",
        Origin::Rating => "评价",
        Origin::OwnDiscovery => "自查",
    }
}

const fn state(state: RectificationState) -> &'static str {
    match state {
        RectificationState::Found => "待下达",
        RectificationState::Pushed => "已下达",
        RectificationState::Acknowledged => "已确认",
        RectificationState::Disputed => "有异议",
        RectificationState::Returned => "已退回",
        RectificationState::PlanSubmitted => "方案待批",
        RectificationState::PlanApproved => "方案已批",
        RectificationState::Rectifying => "整改中",
        RectificationState::Reported => "已报告",
        RectificationState::Verified => "已验证",
        RectificationState::Reopened => "已重开",
        RectificationState::Withdrawn => "已撤回",
        RectificationState::SelfFound => "自查发现",
        RectificationState::Planned => "已定方案",
        RectificationState::HeadConfirmed => "已确认成效",
        RectificationState::PatternShared => "规律已共享",
        RectificationState::Closed => "已销号",
    }
}
