//! What is said in the demonstration's risk register, grades and labels.

use shared::risk::label::LabelKind;
use shared::risk::point::RiskKind;
use shared::risk::point::RiskKind::{Data, Enforcement, Integrity, Revenue, Service};

/// A step of a process: its names, and what can go wrong at it.
pub(in crate::app::demo) struct StepWords {
    /// 中文
    pub name: &'static str,
    /// English
    pub name_en: &'static str,
    /// What can go wrong; none where nobody has looked yet.
    pub risk: Option<RiskWords>,
}

/// What can go wrong at a step.
pub(in crate::app::demo) struct RiskWords {
    /// In one line.
    pub name: &'static str,
    /// What kind of risk it is.
    pub kind: RiskKind,
    /// How likely and how bad it is.
    pub degrees: (i32, i32),
    /// What is done about it.
    pub controls: &'static str,
    /// The code of the indicator that watches it; empty where none does.
    pub indicator: &'static str,
}

/// A process: its code, its names, its steps.
pub(in crate::app::demo) type ProcessWords = (&'static str, &'static str, &'static str, &'static [StepWords]);

const fn step(
    (name, name_en): (&'static str, &'static str),
    kind: RiskKind,
    degrees: (i32, i32),
    risk: &'static str,
    controls: &'static str,
    indicator: &'static str,
) -> StepWords {
    StepWords { name, name_en, risk: Some(RiskWords { name: risk, kind, degrees, controls, indicator }) }
}

/// A step at which nobody has looked for risks yet.
const fn gap(name: &'static str, name_en: &'static str) -> StepWords {
    StepWords { name, name_en, risk: None }
}

/// The seven processes of the bureau (domain.md §6).
pub(in crate::app::demo) const PROCESSES: &[ProcessWords] = &[
    ("REG", "税务登记", "Registration", REGISTRATION),
    ("FIL", "纳税申报", "Filing", FILING),
    ("PAY", "税款征收", "Collection", COLLECTION),
    ("REF", "退税管理", "Refunds", REFUNDS),
    ("INV", "发票管理", "Invoices", INVOICES),
    ("PEN", "行政处罚", "Penalties", PENALTIES),
    ("SVC", "纳税服务", "Service", SERVICE),
];

const REGISTRATION: &[StepWords] = &[
    step(
        ("受理登记", "Receive"),
        Service,
        (3, 2),
        "一次性告知不全，纳税人多跑一趟",
        "取号单背面印材料清单，退回件每周归类",
        "timely_registration_rate",
    ),
    step(
        ("核定税种", "Assess tax types"),
        Enforcement,
        (3, 4),
        "票种税种核定差错，后续申报漏项",
        "核定次日由另一人抽查，差错当天更正",
        "complete_registration_rate",
    ),
    step(("实地核查", "Visit"), Integrity, (2, 4), "一人下户核查，过程没有留痕", "双人下户，定位拍照上传", ""),
    step(
        ("登记归档", "File"),
        Data,
        (4, 2),
        "登记信息与许可数据不一致",
        "每月与市场监管数据比对一次",
        "licensed_registration_rate",
    ),
];

const FILING: &[StepWords] = &[
    step(
        ("申报受理", "Receive"),
        Data,
        (3, 3),
        "附表漏填，自动比对未通过仍受理",
        "比对未通过不得强制受理，确需放行须双人",
        "filing_rate",
    ),
    step(
        ("催报", "Remind"),
        Enforcement,
        (4, 3),
        "逾期次日未催报，错过首违不罚告知",
        "逾期次日自动推送名单到岗",
        "late_reminder_rate",
    ),
    step(
        ("更正申报", "Correct"),
        Revenue,
        (3, 4),
        "反复更正调减税款未核实",
        "三个月内更正两次以上的转风险应对",
        "corrected_filing_rate",
    ),
    step(
        ("非正常认定", "Declare abnormal"),
        Enforcement,
        (2, 5),
        "未实地核查即认定非正常户",
        "认定前上传核查记录，所长复核",
        "abnormal_rate",
    ),
    gap("申报资料归档", "File"),
];

const COLLECTION: &[StepWords] = &[
    step(
        ("税款入库", "Pay in"),
        Revenue,
        (2, 5),
        "税款混库、错用预算级次",
        "每日对账，差错次日调整",
        "collection_rate",
    ),
    step(
        ("欠税追缴", "Recover arrears"),
        Revenue,
        (4, 4),
        "大额欠税未采取保全措施",
        "超过百万元的欠税每周过一遍",
        "arrears_preservation_rate",
    ),
    step(
        ("滞纳金加收", "Surcharge"),
        Enforcement,
        (3, 3),
        "人为少收或不加滞纳金",
        "系统自动计算，人工调整双人确认",
        "surcharge_rate",
    ),
    step(
        ("欠税公告", "Announce"),
        Service,
        (2, 3),
        "已清欠户仍被公告",
        "公告前一日再核一次清欠情况",
        "arrears_announcement_rate",
    ),
];

const REFUNDS: &[StepWords] = &[
    step(
        ("受理退税", "Receive"),
        Service,
        (3, 3),
        "退税申请超过时限未受理",
        "受理当天进入台账，临期提醒",
        "in_time_rate_refund",
    ),
    step(("资料审核", "Examine"), Revenue, (3, 5), "虚假凭证骗取退税", "首次退税和大额退税实行交叉审核", ""),
    step(("退税审批", "Approve"), Integrity, (2, 5), "审核与审批同一人办理", "系统限制同一账号连续办两个环节", ""),
    step(("退库销号", "Pay out"), Data, (2, 4), "重复退库", "退库前自动比对历史退库记录", ""),
    gap("退后回访", "Visit afterwards"),
];

const INVOICES: &[StepWords] = &[
    step(("票种核定", "Assess"), Enforcement, (3, 4), "限额核定与经营规模不符", "超过同业均值两倍的由所长复核", ""),
    step(("发票领用", "Hand out"), Revenue, (3, 5), "走逃户短期大量领票", "用量突增户先约谈后放票", "abnormal_rate"),
    step(("代开发票", "Issue on behalf"), Integrity, (3, 4), "虚构业务代开", "大额代开核验合同和收款", ""),
    step(("发票验旧", "Check"), Data, (3, 2), "验旧信息滞后", "每日自动验旧，异常清单当天清零", "in_time_rate_invoice"),
];

const PENALTIES: &[StepWords] = &[
    step(
        ("违法登记", "Record"),
        Enforcement,
        (4, 3),
        "违法行为未登记，选择性执法",
        "违法清单由系统生成，人工剔除须说明理由",
        "penalty_rate",
    ),
    step(("调查取证", "Investigate"), Enforcement, (3, 4), "证据不足即作出处罚", "文书三要素缺一不得提交", ""),
    step(
        ("裁量决定", "Decide"),
        Integrity,
        (3, 5),
        "同案不同罚，裁量随意",
        "裁量基准内嵌系统，超出基准集体审议",
        "timely_decision_rate",
    ),
    step(
        ("文书送达", "Serve"),
        Enforcement,
        (3, 3),
        "送达回证缺失",
        "送达次日扫描上传，缺失的退回补正",
        "mean_case_days",
    ),
];

const SERVICE: &[StepWords] = &[
    step(("导税分流", "Guide"), Service, (4, 2), "高峰时段等候过长", "看叫号系统前移导税岗", "mean_wait"),
    step(("窗口办理", "Handle"), Service, (3, 3), "同一业务口径不一", "每周统一口径一次，贴在窗口", "mean_handling"),
    step(
        ("投诉处理", "Complaints"),
        Service,
        (2, 4),
        "投诉超时未回复",
        "投诉当天有回音，三天有结果",
        "service_experience",
    ),
    step(("信息查询", "Look up"), Integrity, (2, 5), "违规查询、泄露涉税信息", "查询留痕，非本岗查询自动提醒", ""),
    gap("需求收集", "Collect wishes"),
];

/// Why a grade is what it is.
pub(in crate::app::demo) const REASONS: &[&str] = &[
    "分母逐季扩大，靠一两户拉不动。",
    "排名法计分，前后差一名差一档。",
    "一半取决于外部数据到位时间。",
    "近三个月都在预警线附近。",
];

/// What was found when somebody looked.
pub(in crate::app::demo) const FOUND: &[&str] = &[
    "清单上的户已联系八成，剩余两户约定本周办理。",
    "数据到位晚两天，已与来源部门约定固定时间。",
    "分户看差距集中在一个所，已派人帮办。",
    "本期回到稳态，继续按周期看。",
];

/// Labels: what they are about, why, and what the person says to it; nothing where they have not answered.
pub(in crate::app::demo) const LABELS: &[(LabelKind, &str, &str)] = &[
    (LabelKind::Overload, "同时顶两个窗口，本月办件量是同岗的 1.6 倍。", "月中和同事换一个窗口就能缓过来。"),
    (LabelKind::NewInPost, "到岗不满三个月，容易错的业务安排 A 岗带办。", ""),
    (LabelKind::Repeated, "两个月内三次收到同一指标的预警。", "两次是数据晚到，已和征管科核对。"),
    (LabelKind::StarredPost, "岗位涉及退税审批，按标星岗位每季评议一次。", ""),
    (LabelKind::Overdue, "本季有四件事项超过期限。", "两件等外部门回函，已在单子上申请延期。"),
    (LabelKind::Quality, "核定退回率连续两月高于全所平均。", ""),
];
