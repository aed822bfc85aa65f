//! What is said in the demonstration's warnings and rectifications; in its risk register in `risk`, by its rules in `rule`.

pub(super) mod risk;
pub(super) mod rule;

/// Warnings written by hand: the title, and what to do.
pub(super) const BY_HAND: &[(&str, &str)] = &[
    ("退税审核临近时限的件数增多", "先办剩余时限不足 2 天的；需要补正的当天一次性告知。"),
    ("窗口平均等候时间连续两周上升", "看叫号系统的高峰时段，把导税岗前移，必要时开放备用窗口。"),
    ("未达起征点户异动未核实", "按清单逐户核实，异动原因写进备注，核实完即可消除。"),
    ("发票用量异常增长户未回访", "本周内回访前五户，把回访记录挂在预警下面。"),
    ("注销件退回率偏高", "把退回原因归成三类，先解决材料一次性告知不全的问题。"),
    ("逾期未申报户催报后仍未申报", "换一种联系方式再催一次；联系不上的按规定发文书并留证。"),
    ("欠税公告临近公告日", "核对公告名单，已清欠的及时移出，避免误公告。"),
    ("文书送达回证缺失", "补齐回证扫描件；无法送达的按规定公告送达。"),
];

/// Why things went wrong.
pub(super) const CAUSES: &[&str] = &[
    "清册更新晚，逾期次日没有人提醒。",
    "新老系统代码不一致，部分户没有进入清单。",
    "人员轮岗后交接不全，跟踪断档。",
    "只看总数没有看分户，问题集中在少数几户。",
];

/// What is done about it.
pub(super) const MEASURES: &[&str] = &[
    "逐户核对清单并补办",
    "次日推送提醒，责任到岗",
    "每周五回看一次并留记录",
    "与条线部门对齐口径",
    "把交接清单写进岗责",
];

/// What officers take up by themselves: the title, what is wrong, what is learnt, what should be managed differently.
pub(super) const OWN: &[(&str, &str, &str, &str)] = &[
    (
        "节后首周票种核定差错",
        "节后第一周票种核定退回 4 件，都是同一种附表漏填。",
        "差错集中在长假后第一周，老办税人换人时最多。",
        "节前把易错附表印在取号单背面。",
    ),
    (
        "邮寄文书地址过期",
        "两份文书因地址过期退回。",
        "注册地址两年未变更的户退回率最高。",
        "每半年对两年未变更的地址做一次核对。",
    ),
    (
        "跨区迁移欠税未结清",
        "一户迁移时欠税未结清才被发现。",
        "迁移申请在月末集中，核查容易被跳过。",
        "迁移受理前自动带出欠税清单。",
    ),
    (
        "代开发票限额把握不一",
        "同一窗口对限额的解释前后不一。",
        "新到岗人员前两周最容易解释错。",
        "到岗首周由 A 岗陪同办理。",
    ),
];

/// What a district saw in its own figure before anybody warned: what is learnt, what should be managed differently.
pub(super) const SEEN_FIRST: (&str, &str) =
    ("春节前后清册断档，次月初才补，逾期户集中在这几天。", "节前把次月清册提前生成，节后首日推送到岗。");

/// An order about a risk point that was found below before: the title and what is wrong.
pub(super) const FOUND_BELOW: (&str, &str) =
    ("邮寄文书退回偏多", "抽查上季度邮寄文书，3 份因地址过期退回，没有再送达。");

/// What diagnoses without a target end with: the title, and what is said at the end; an ineffective one before one taken back.
pub(super) const BY_JUDGEMENT: [(&str, &str); 3] = [
    ("同比少在哪里", "抽查 20 户，做法都落到了岗，看得出改善。"),
    ("月底为什么扎堆", "抽查 20 户，月底仍然扎堆，原因没有找对。"),
    ("登记信息不全", "与另一件诊断重复，合并办理。"),
];

/// Tasks: the title, what is to be done, how it is done.
pub(super) const TASKS: &[(&str, &str, &str)] = &[
    (
        "走访十户重点企业",
        "本月内走访辖区税收前十户，了解经营预期和涉税诉求。",
        "按清单预约；带上政策口袋书；走访当天填写走访记录，需要协调的当天上报。",
    ),
    (
        "核实风险发票线索",
        "对下发的发票风险线索逐条核实，给出处理意见。",
        "先比对进销项品名，再电话核实，必要时实地；三天内反馈初步结果。",
    ),
    (
        "回访窗口投诉",
        "对本周收到的窗口投诉逐件回访，确认问题是否解决。",
        "当天联系，听清诉求；能当场解决的当场解决，不能的说明时限。",
    ),
    (
        "整理优惠政策落实清单",
        "梳理符合条件而未享受优惠的纳税人，逐户提醒。",
        "从申报数据筛出名单，电话提醒并辅导更正；不愿享受的留存说明。",
    ),
];

/// Nodes of key rates: the title, what is to be done, how it is done.
pub(super) const NODES: &[(&str, &str, &str)] = &[
    ("月初核对", "核对上月数据，未达标的户列出清单。", "打开驾驶舱看分子分母，点开未达标的下级单位，导出清单。"),
    ("季初梳理", "梳理本季任务、时间和责任人。", "对照季度清单逐项确认责任人；有困难的提前提出。"),
    ("年末收口", "核对全年数据，查漏补缺。", "逐项核对来源和口径，有出入的在年底前更正。"),
];

/// Findings of an inspection: where, and what.
pub(super) const FINDINGS: &[(&str, &str)] = &[
    ("3 号窗口", "未一次性告知补正材料，纳税人往返两次。"),
    ("导税台", "午间无人值守约 20 分钟。"),
    ("自助区", "一台自助机缺纸未及时补充。"),
];
