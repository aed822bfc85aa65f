//! What the demonstration's handbook says, in Chinese and in English.

/// Common causes.
pub(super) const CAUSES: &[(&str, &str)] = &[
    ("清册更新滞后，逾期次日没有人提醒", "The list is updated late: nobody is reminded on the day after the deadline"),
    ("少数大户占比高，集中在期末办理", "A few large taxpayers make up most of it and come in the last days"),
    ("人员轮岗后交接不全，跟踪断档", "After a change of staff the follow-up was not handed over"),
    ("新办户不熟悉期限，首期最容易漏办", "New taxpayers do not know the deadline and miss the first period"),
    ("联系方式失效，催报催缴送达不到", "Contact details are out of date: reminders do not arrive"),
    ("窗口高峰时段人手不足，当日积压", "Too few desks at peak hours: the day's work piles up"),
    ("口径调整后系统仍按旧规则取数", "After a change of rules the system still counts by the old ones"),
    ("跨部门流转没有限时，等待时间长", "Hand-overs between offices have no time limit"),
    ("材料一次性告知不全，退回补正多", "What is needed is not told at once, so that much is sent back"),
];

/// Routine measures, each against the cause at the same place.
pub(super) const MEASURES: &[(&str, &str)] = &[
    ("逾期次日自动提醒，责任到岗", "Remind automatically on the next day, with a named post"),
    ("大户期前十日逐户预约办理", "Make appointments with large taxpayers ten days before the deadline"),
    ("轮岗交接清单写进岗责，双人签字", "Put the hand-over list into the duties and have both sign it"),
    ("新办户首期前电话辅导一次", "Call new taxpayers once before their first period"),
    ("每季核对一次联系方式，失效的当月更新", "Check contact details every quarter and update them within the month"),
    ("高峰时段增开机动窗口，预约分流", "Open a spare desk at peak hours and spread appointments"),
    ("口径调整当月抽样比对，差异及时报修", "Compare a sample in the month of a change and report differences"),
    ("流转环节限时办结，超时自动提示", "Give every hand-over a time limit and a reminder"),
    ("一次性告知单印成清单，逐项打勾", "Print what is needed as a list to tick off"),
];

/// Causes that nobody had written down before.
pub(super) const NEW_CAUSES: &[(&str, &str)] = &[
    ("节假日顺延后期限提示没有同步", "The reminder does not follow when a deadline moves because of a holiday"),
    ("园区集中注册户由代理批量办理，容易一起漏办", "Agents file in bulk for firms of one park and miss them together"),
    (
        "线上办理失败后纳税人不知道要重新提交",
        "After an online failure taxpayers do not know that they must send it again",
    ),
];
