//! What stands beside the ledger, a sheet each; every line begins with the number of its rectification.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use shared::calendar::local;
use shared::channel::words;
use shared::id::MatterId;
use shared::matter::{Event, MatterKind, Side};
use shared::policy::Action;
use shared::rectification::{Dispute, DisputeOutcome, Rectification, RectificationState, Request, RequestKind};

use super::state;
use crate::app::table::{Table, Value};
use crate::error::Error;
use crate::store::evidence::{self, Evidence};
use crate::store::matter::list::Filter;
use crate::store::{Reader, matter};

/// The time-lines, disputes and requests, and files of these rectifications, which the filter left, as far as the viewer may take them out.
pub(super) async fn sheets(reader: &Reader, filter: &Filter, orders: &[Rectification]) -> Result<Vec<Table>, Error> {
    let lines = matter::time_lines(reader, MatterKind::Rectification, filter, Action::Export).await?;
    let files = evidence::of_kind(reader, MatterKind::Rectification, filter, Action::Export).await?;
    Ok(vec![
        sheet(
            "时间线",
            &["编号", "时间", "办理人", "一方", "步骤", "状态", "内容"],
            orders,
            |order| each(&lines, order.id).iter().map(of_event).collect(),
        ),
        sheet("异议和申请", &["编号", "时间", "类别", "内容", "结论", "答复"], orders, |order| {
            let disputes = order.disputes.iter().map(of_dispute);
            disputes.chain(order.requests.iter().map(of_request)).collect()
        }),
        sheet("附件", &["编号", "文件名", "类型", "字节数", "措施序号", "SHA-256"], orders, |order| {
            each(&files, order.id).iter().map(of_file).collect()
        }),
    ])
}

fn each<T>(by_matter: &HashMap<MatterId, Vec<T>>, id: MatterId) -> &[T] {
    by_matter.get(&id).map_or(&[], Vec::as_slice)
}

fn sheet(
    title: &str,
    heads: &[&str],
    orders: &[Rectification],
    lines: impl Fn(&Rectification) -> Vec<Vec<Value>>,
) -> Table {
    let numbered = |order: &Rectification| {
        let number = Value::from(order.number.as_str());
        lines(order).into_iter().map(move |line| std::iter::once(number.clone()).chain(line).collect())
    };
    let rows: Vec<Vec<Value>> = orders.iter().flat_map(|order| numbered(order).collect::<Vec<_>>()).collect();
    let heads = heads.iter().map(|&head| head.to_owned()).collect();
    Table { title: title.to_owned(), heads, rows, notes: Vec::new() }
}

fn moment(at: DateTime<Utc>) -> Value {
    local(at).format("%Y-%m-%d %H:%M").to_string().as_str().into()
}

fn of_event(event: &Event) -> Vec<Value> {
    let side = match event.side {
        Some(Side::Responsible) => "责任方",
        Some(Side::Giver) => "下达方",
        None => "系统",
    };
    let step = words::step(MatterKind::Rectification, &event.step).map_or(event.step.as_str(), |(words, _)| words);
    let state = match event.state.parse::<RectificationState>() {
        Ok(known) => state(known),
        Err(_) => event.state.as_str(),
    };
    vec![
        moment(event.at),
        event.name.as_str().into(),
        side.into(),
        step.into(),
        state.into(),
        event.words.as_str().into(),
    ]
}

fn of_dispute(dispute: &Dispute) -> Vec<Value> {
    let outcome = match dispute.outcome {
        None => "等待处理",
        Some(DisputeOutcome::Withdrawn) => "撤回整改",
        Some(DisputeOutcome::PartlyUpheld) => "部分采纳",
        Some(DisputeOutcome::Upheld) => "维持",
    };
    let (grounds, reasons) = (dispute.grounds.as_str(), dispute.reasons.as_str());
    vec![moment(dispute.at), "异议".into(), grounds.into(), outcome.into(), reasons.into()]
}

fn of_request(request: &Request) -> Vec<Value> {
    let kind = match request.kind {
        RequestKind::Time => "申请延期",
        RequestKind::Help => "申请支持",
        RequestKind::Transfer => "申请移交",
        RequestKind::ManagementChange => "管理改进建议",
    };
    let outcome = match request.granted {
        None => "待答复",
        Some(true) => "同意",
        Some(false) => "不同意",
    };
    let until = request.until.map(|day| format!("（至 {day}）"));
    let to = request.to.as_ref().map(|(_, unit)| format!("（移交{unit}）"));
    let asked = format!("{}{}", request.words, until.or(to).unwrap_or_default());
    vec![moment(request.at), kind.into(), asked.as_str().into(), outcome.into(), request.answer.as_str().into()]
}

fn of_file(file: &Evidence) -> Vec<Value> {
    vec![
        file.name.as_str().into(),
        file.kind.code().into(),
        Value::from(Some(file.size)),
        Value::from(file.item),
        file.sha256.as_str().into(),
    ]
}
