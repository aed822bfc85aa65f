//! Words for what happens to matters, in both languages: what the page, messages that leave the server and ledgers say is the same.

use crate::diagnosis::DiagnosisStep;
use crate::handbook::EntryState;
use crate::matter::{CommonStep, MatterKind, NoticeReason, Severity};
use crate::rectification::RectificationStep;
use crate::task::TaskStep;
use crate::warning::condition::ConditionKind;
use crate::warning::{LET_GO, WarningStep};

use super::preference::MessageLanguage;

/// A word in both languages: 中文, English.
pub type Pair = (&'static str, &'static str);

/// The word of a language.
#[must_use]
pub const fn said((zh, en): Pair, language: MessageLanguage) -> &'static str {
    match language {
        MessageLanguage::Chinese => zh,
        MessageLanguage::English => en,
    }
}

/// The kind of a matter.
#[must_use]
pub const fn kind(kind: MatterKind) -> Pair {
    match kind {
        MatterKind::Warning => ("预警", "Warning"),
        MatterKind::Rectification => ("整改", "Rectification"),
        MatterKind::Diagnosis => ("诊断", "Diagnosis"),
        MatterKind::Task => ("任务", "Task"),
    }
}

/// Why somebody is told.
#[must_use]
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
#[must_use]
pub const fn severity(severity: Severity) -> Pair {
    match severity {
        Severity::Blue => ("蓝色", "Blue"),
        Severity::Yellow => ("黄色", "Yellow"),
        Severity::Orange => ("橙色", "Orange"),
        Severity::Red => ("红色", "Red"),
    }
}

/// What was done to a matter of a kind; none for a code that is no step of it.
#[must_use]
pub fn step(kind: MatterKind, code: &str) -> Option<Pair> {
    let own = || match kind {
        MatterKind::Warning if code == LET_GO => Some(LET_GO_BY_RULE),
        MatterKind::Warning => code.parse().ok().map(of_warning),
        MatterKind::Rectification => code.parse().ok().map(of_rectification),
        MatterKind::Diagnosis => code.parse().ok().map(of_diagnosis),
        MatterKind::Task => code.parse().ok().map(of_task),
    };
    code.parse().ok().map(of_all).or_else(own)
}

/// What is said in the time-line of a warning whose rule no longer looks at what it is about: nobody took a step.
const LET_GO_BY_RULE: Pair = ("规则不再跟踪，请照常办理", "No longer watched by its rule");

/// What happens to matters of every kind.
#[must_use]
pub const fn of_all(step: CommonStep) -> Pair {
    match step {
        CommonStep::Open => ("发起", "Opened"),
        CommonStep::Issue => ("发出预警", "Issued"),
        CommonStep::PassOn => ("随岗位交接", "Goes with the post"),
        CommonStep::Escalate => ("超期上报", "Escalated"),
        CommonStep::Remind => ("到期前提醒", "Reminded in time"),
        CommonStep::Attach => ("添加附件", "Added files"),
    }
}

/// What happens to a warning.
#[must_use]
pub const fn of_warning(step: WarningStep) -> Pair {
    match step {
        WarningStep::Receive => ("确认收到", "Take note"),
        WarningStep::Assign => ("指派处置", "Assign"),
        WarningStep::Resolve => ("风险已排除", "Resolved"),
        WarningStep::CallFalse => ("判为误报", "False alarm"),
        WarningStep::Recover => ("指标已恢复", "Recovered"),
        WarningStep::Expire => ("过期", "Expired"),
        WarningStep::Review => ("复核", "Review"),
        WarningStep::Comment => ("留言", "Comment"),
        WarningStep::Connect => ("关联整改或诊断", "Connect with an order or a diagnosis"),
    }
}

/// What happens to a rectification.
#[must_use]
pub const fn of_rectification(step: RectificationStep) -> Pair {
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

/// What happens to a diagnosis.
#[must_use]
pub const fn of_diagnosis(step: DiagnosisStep) -> Pair {
    match step {
        DiagnosisStep::Analyse => ("分析原因", "Find causes"),
        DiagnosisStep::SetMeasures => ("制定措施", "Set measures"),
        DiagnosisStep::Return => ("请再斟酌", "Ask to think again"),
        DiagnosisStep::DoMeasure => ("登记措施", "Record a measure"),
        DiagnosisStep::Execute => ("全部落实", "Everything is done"),
        DiagnosisStep::Prove => ("后续数据显示有效", "Later numbers show that it helped"),
        DiagnosisStep::Miss => ("后续数据暂未达标", "Later numbers do not show it yet"),
        DiagnosisStep::FindEffective => ("复查有效", "Find that it helped"),
        DiagnosisStep::FindIneffective => ("复查暂未见效", "Find that it did not help yet"),
        DiagnosisStep::Close => ("办结", "Close"),
        DiagnosisStep::Withdraw => ("撤回", "Withdraw"),
        DiagnosisStep::Log => ("记工作日志", "Write in the work log"),
        DiagnosisStep::Comment => ("留言", "Comment"),
    }
}

/// What happens to a task.
#[must_use]
pub const fn of_task(step: TaskStep) -> Pair {
    match step {
        TaskStep::Push => ("下达", "Send"),
        TaskStep::Accept => ("接收", "Accept"),
        TaskStep::Decline => ("说明不能接收", "Decline"),
        TaskStep::Assign => ("指定承办人", "Name the doer"),
        TaskStep::Progress => ("记录进展", "Note progress"),
        TaskStep::AddFinding => ("登记发现", "Note a finding"),
        TaskStep::OrderFinding => ("转为整改", "Order rectification"),
        TaskStep::AskTransfer => ("申请转办", "Ask for a transfer"),
        TaskStep::GrantTransfer => ("同意转办", "Grant the transfer"),
        TaskStep::RefuseTransfer => ("不同意转办", "Do not grant the transfer"),
        TaskStep::Transfer => ("转交", "Transfer"),
        TaskStep::Urge => ("提醒", "Remind"),
        TaskStep::Report => ("报告结果", "Report"),
        TaskStep::Return => ("退回完善", "Send back"),
        TaskStep::Confirm => ("确认", "Confirm"),
        TaskStep::Mark => ("评价", "Mark"),
        TaskStep::Cancel => ("取消任务", "Call off"),
        TaskStep::Comment => ("留言", "Comment"),
    }
}

/// What an entry of the handbook is called where it stands among other things.
pub const HANDBOOK: Pair = ("诊断手册", "Handbook");

/// Where an entry of the handbook is.
#[must_use]
pub const fn entry_state(state: EntryState) -> Pair {
    match state {
        EntryState::Proposed => ("待审", "Proposed"),
        EntryState::Reviewed => ("已审", "Reviewed"),
        EntryState::Published => ("已发布", "Published"),
        EntryState::Retired => ("已停用", "Retired"),
        EntryState::Rejected => ("未采用", "Not taken up"),
    }
}

/// What a rule looks for.
#[must_use]
pub const fn condition(condition: ConditionKind) -> Pair {
    match condition {
        ConditionKind::Band => ("落入区间", "In a band"),
        ConditionKind::Threshold => ("越过界限", "Beyond a limit"),
        ConditionKind::Trend => ("连续变差", "Worse several times"),
        ConditionKind::RankFall => ("排名下降", "Fall in rank"),
        ConditionKind::LowPlace => ("排名靠后", "Among the last"),
        ConditionKind::BehindPace => ("进度落后", "Behind the pace"),
        ConditionKind::NoData => ("缺数据", "No data"),
        ConditionKind::Sudden => ("突变", "Sudden change"),
        ConditionKind::CrossCheck => ("勾稽不符", "Cross-check"),
        ConditionKind::TaskOverdue => ("事项超期", "Overdue"),
        ConditionKind::SourceLate => ("数据源滞后", "Late source"),
    }
}

/// A number that a rule saw; none for a name that is not known, and for periods.
#[must_use]
pub fn fact(name: &str) -> Option<Pair> {
    match name {
        "VALUE" => Some(("当前值", "Present value")),
        "LIMIT" => Some(("界限", "Limit")),
        "RANK" => Some(("名次", "Rank")),
        "RANK_BEFORE" => Some(("上期名次", "Rank before")),
        "GROUP_SIZE" => Some(("可比组内数", "Size of the comparison group")),
        "PERIODS" => Some(("连续期数", "Periods running")),
        "REACHED" => Some(("已完成比例", "Share reached")),
        "PACE" => Some(("去年同期进度", "Pace of last year")),
        "MEAN" => Some(("前几期均值", "Mean of the periods before")),
        "APART" => Some(("相差", "Apart by")),
        "OTHER" => Some(("对照指标", "Indicator compared with")),
        "OVERDUE" => Some(("超期事项", "Overdue matters")),
        "DAYS_BEHIND" => Some(("滞后天数", "Days behind")),
        _ => None,
    }
}
