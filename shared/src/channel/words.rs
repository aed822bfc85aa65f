//! Words of messages that leave the server. The page has the same ones among many more.

use crate::matter::{MatterKind, NoticeReason, Severity};
use crate::rectification::RectificationStep;
use crate::warning::{LET_GO, WarningStep};

use super::preference::MessageLanguage;

/// A word in both languages.
pub type Pair = (&'static str, &'static str);

/// The word of a language.
pub const fn said((zh, en): Pair, language: MessageLanguage) -> &'static str {
    match language {
        MessageLanguage::Chinese => zh,
        MessageLanguage::English => en,
    }
}

/// The kind of a matter.
pub const fn kind(kind: MatterKind) -> Pair {
    match kind {
        MatterKind::Warning => ("预警", "Warning"),
        MatterKind::Rectification => ("整改", "Rectification"),
        MatterKind::Diagnosis => ("诊断", "Diagnosis"),
        MatterKind::Task => ("任务", "Task"),
    }
}

/// Why somebody is told.
pub const fn reason(reason: NoticeReason) -> Pair {
    match reason {
        NoticeReason::Step => ("有新进展", "News"),
        NoticeReason::Overdue => ("已超期", "Overdue"),
        NoticeReason::DueSoon => ("即将到期", "Due soon"),
        NoticeReason::FollowUp => ("得分风险待跟踪", "Point at risk to follow up"),
        NoticeReason::Label => ("风险标签提示", "Risk label"),
    }
}

/// How urgent a matter is.
pub const fn severity(severity: Severity) -> Pair {
    match severity {
        Severity::Blue => ("蓝色", "Blue"),
        Severity::Yellow => ("黄色", "Yellow"),
        Severity::Orange => ("橙色", "Orange"),
        Severity::Red => ("红色", "Red"),
    }
}

/// What was done; none for a step that is not known here.
pub fn step(kind: MatterKind, code: &str) -> Option<Pair> {
    match (kind, code) {
        (_, "OPEN") => Some(("发起", "Opened")),
        (_, "ISSUE") => Some(("发出预警", "Issued")),
        (_, "ESCALATE") => Some(("超期上报", "Escalated")),
        (_, "PASS_ON") => Some(("随岗位交接", "Goes with the post")),
        (MatterKind::Warning, LET_GO) => Some(("规则不再跟踪，请照常办理", "No longer watched by its rule")),
        (MatterKind::Warning, code) => code.parse().ok().map(of_warning),
        (MatterKind::Rectification, code) => code.parse().ok().map(of_rectification),
        (MatterKind::Diagnosis | MatterKind::Task, _) => None,
    }
}

const fn of_warning(step: WarningStep) -> Pair {
    match step {
        WarningStep::Receive => ("签收", "Receive"),
        WarningStep::Assign => ("指派处置", "Assign"),
        WarningStep::Resolve => ("风险已排除", "Resolved"),
        WarningStep::CallFalse => ("判为误报", "False alarm"),
        WarningStep::Recover => ("指标已恢复", "Recovered"),
        WarningStep::Expire => ("过期", "Expired"),
        WarningStep::Review => ("复核", "Review"),
        WarningStep::Comment => ("留言", "Comment"),
        WarningStep::Connect => ("关联事项", "Connected"),
    }
}

const fn of_rectification(step: RectificationStep) -> Pair {
    match step {
        RectificationStep::Push => ("下达", "Send"),
        RectificationStep::Acknowledge => ("确认收到", "Take note"),
        RectificationStep::Dispute => ("提出异议", "Dispute"),
        RectificationStep::Uphold => ("维持", "Uphold"),
        RectificationStep::PartlyUphold => ("部分采纳", "Uphold in part"),
        RectificationStep::Withdraw => ("撤回", "Withdraw"),
        RectificationStep::Return => ("退回（非本单位事项）", "Send back"),
        RectificationStep::Readdress => ("转派", "Send on"),
        RectificationStep::Request => ("申请（延期、支持、移交）", "Ask for something"),
        RectificationStep::AnswerRequest => ("答复申请", "Answer the request"),
        RectificationStep::SubmitPlan => ("提交方案", "Submit a plan"),
        RectificationStep::ApprovePlan => ("批准方案", "Approve the plan"),
        RectificationStep::ReturnPlan => ("退回方案", "Send the plan back"),
        RectificationStep::DoMeasure => ("登记措施", "Record a measure"),
        RectificationStep::Report => ("提交整改报告", "Report the result"),
        RectificationStep::Verify => ("人工验证", "Verify"),
        RectificationStep::Prove => ("数据验证通过", "Shown by the numbers"),
        RectificationStep::Miss => ("数据未达目标，重新整改", "Not shown by the numbers: again"),
        RectificationStep::Confirm => ("确认成效", "Confirm"),
        RectificationStep::Reopen => ("不予认可，重新整改", "Reopen"),
        RectificationStep::Relapse => ("复发重开", "Relapsed"),
        RectificationStep::SharePattern => ("共享规律", "Share the pattern"),
        RectificationStep::Close => ("销号", "Close"),
        RectificationStep::Suggest => ("提出建议", "Suggest"),
        RectificationStep::Comment => ("留言", "Comment"),
    }
}
