//! The rules of the demonstration besides those of the key rates: what they are called, what they advise, what they look for.

use shared::indicator::SubjectKind;
use shared::matter::Severity;

/// A rule that is tried on the past before it is used.
pub(in crate::app::demo) struct RuleWords {
    /// Its code.
    pub code: &'static str,
    /// The title of its warnings.
    pub name: &'static str,
    /// What to do.
    pub advice: &'static str,
    /// The code of the indicator it watches; none for the total score.
    pub indicator: Option<&'static str>,
    /// Units, posts or persons.
    pub subjects: SubjectKind,
    /// The level of their units.
    pub level: &'static str,
    /// How urgent it is.
    pub severity: Severity,
    /// What it looks for.
    pub looks_for: LooksFor,
}

/// A kind of condition with what can be chosen in it, the most sensitive first.
#[derive(Debug, Clone, Copy)]
pub(in crate::app::demo) enum LooksFor {
    /// A value that is late or missing.
    NoData,
    /// Worse so many times in a row.
    Falling(&'static [u32]),
    /// So many per cent away from the mean of the last three.
    Sudden(&'static [i64]),
    /// Worse than a number.
    Beyond(&'static [i64]),
    /// So many places lost.
    RankFall(&'static [u32]),
}

/// Rules with other conditions, levels and degrees than those of the key rates.
pub(in crate::app::demo) const TRIED: &[RuleWords] = &[
    RuleWords {
        code: "DATA-1",
        name: "财务规范未按期报送",
        advice: "先确认填报人和最后期限，当天补报；补报不了的请在预警里写明原因和预计日期。",
        indicator: Some("finance"),
        subjects: SubjectKind::Unit,
        level: "COUNTY",
        severity: Severity::Blue,
        looks_for: LooksFor::NoData,
    },
    RuleWords {
        code: "TREND-1",
        name: "电子缴税率连续走低",
        advice: "看近几个月是哪类户改回柜台缴款，先给其中的批量代缴户打电话，协助重新签约。",
        indicator: Some("electronic_payment_rate"),
        subjects: SubjectKind::Unit,
        level: "OFFICE",
        severity: Severity::Yellow,
        looks_for: LooksFor::Falling(&[2, 3, 4, 5, 6]),
    },
    RuleWords {
        code: "SUDDEN-1",
        name: "服务投诉率突然变化",
        advice: "先看是不是同一件事的重复投诉；逐件回访，能当场解决的当场解决。",
        indicator: Some("complaint_rate"),
        subjects: SubjectKind::Unit,
        level: "OFFICE",
        severity: Severity::Orange,
        looks_for: LooksFor::Sudden(&[200, 300, 500, 800, 1000]),
    },
    RuleWords {
        code: "LIMIT-1",
        name: "平均等候时间过长",
        advice: "看叫号系统的高峰时段，把导税岗前移，开放备用窗口；需要增人的请在整改单里提出。",
        indicator: Some("mean_wait"),
        subjects: SubjectKind::Unit,
        level: "OFFICE",
        severity: Severity::Orange,
        looks_for: LooksFor::Beyond(&[15, 20, 25, 30, 35, 40]),
    },
    RuleWords {
        code: "RANK-1",
        name: "总分位次明显下滑",
        advice: "对照上月逐项看得分，先补失分最多的两项；位次只在可比组内比较。",
        indicator: None,
        subjects: SubjectKind::Unit,
        level: "OFFICE",
        severity: Severity::Yellow,
        looks_for: LooksFor::RankFall(&[2, 3, 5, 10, 20, 30, 35, 40]),
    },
    RuleWords {
        code: "POST-1",
        name: "岗位滞纳金加收率偏低",
        advice: "核对本岗逾期缴款清单，漏加收的当天补；代码不一致的报征管科更正。",
        indicator: Some("surcharge_rate"),
        subjects: SubjectKind::Post,
        level: "OFFICE",
        severity: Severity::Yellow,
        looks_for: LooksFor::Beyond(&[70, 60, 50, 45, 40, 30]),
    },
    RuleWords {
        code: "PERSON-1",
        name: "评议满意率偏低",
        advice: "先看不满意的原因，属于流程问题的请提出来，不由个人承担；需要带教的告诉所长。",
        indicator: Some("satisfaction_rate"),
        subjects: SubjectKind::Person,
        level: "OFFICE",
        severity: Severity::Blue,
        looks_for: LooksFor::Beyond(&[95, 90, 85, 80, 75, 70]),
    },
];
