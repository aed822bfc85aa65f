//! Words of the desk, the inbox, the bell, and of what opens a rectification.

words! {
    /// The desk and the inbox.
    Desk {
        lead: "要办什么、何时到期、得分如何、还能争取多少，都在这里。", "What waits, until when, how you stand and what can still be won.";
        todo: "待办", "To do";
        whose: "谁的待办", "Whose";
        all: "全部", "All";
        mine: "我的", "Mine";
        of_unit: "本单位", "My unit";
        nothing: "待办都办完了，辛苦了。", "Everything is done. Thank you.";
        nothing_here: "这一类没有待办。", "Nothing waits here.";
        more: "这里列出最紧要的 {0} 件，其余在“预警”“整改”“诊断”和“任务”里。", "These are the {0} most urgent; the others are under warnings, rectification, diagnosis and tasks.";
        part: "第 {0} 项", "No. {0}";
        personal: "本人办理", "For you by name";
        due: "期限 {0}", "By {0}";
        days_left: "还有 {0} 个工作日", "Working days left: {0}";
        days_late: "已超 {0} 个工作日", "Working days over: {0}";
        less_left: "不足一个工作日", "Less than a working day left";
        less_late: "刚过期限", "Just past its day";
        at_a_glance: "总览", "At a glance";
        unread_messages: "未读消息", "Unread messages";
        open_warnings: "在办预警", "Open warnings";
        open_rectifications: "在办整改", "Open rectifications";
        loss_risks_due: "待跟踪得分风险", "Points at risk to follow up";
        risk_points_due: "待复核风险点", "Risk points to review";
        handbook_proposals: "待审手册条目", "Handbook entries to review";
        ended: "最近办结", "Recently closed";
        ended_on: "{0} 办结", "Closed {0}";
        standing: "{0}：得分与还可争取", "{0}: won and still to win";
        most_open: "还可争取最多的指标", "Where most can still be won";
        heading: "全年走势预测", "Where the year is heading";
        heading_note: "按已到的月份和去年同期占比推算的区间，只供参考，不计分。", "A band from the months so far and their share of last year; for your information, never scored.";
        likely: "大致", "Likely";
        band: "区间", "Band";
        all_won: "本期没有还可争取的得分。", "No points are left to win in this period.";
        inbox_lead: "与您有关的进展和提醒，最新的在前。", "News and reminders of what concerns you, newest first.";
        which: "显示哪些消息", "Which messages";
        unread: "未读", "Unread";
        read_all: "全部标为已读", "Mark all as read";
        about: "针对什么", "What it is about";
        goal: "目标", "Goal";
        already: "这个数已有在办事项，请先看看是不是同一件事：", "Something is open about this number already. Please see whether it is the same:";
        may_not_order: "这里不在您可以下达整改的范围内。", "You may not order a rectification here.";
        may_not_begin: "自查整改由责任方自己发起，这里不在您的办理范围内。", "Whoever answers for it begins this; you do not answer for it here.";
        back: "返回", "Back";
        what: "整改内容", "What is to be put right";
        headline: "标题（一句话）", "In one line";
        problem: "问题", "What is wrong";
        cause: "原因（知道多少写多少，可以不填）", "Why, as far as it is known (may be empty)";
        due_on: "报告期限", "To be reported by";
        origin: "来源", "Where it comes from";
        below_goal: "{0}低于目标", "{0} is below its goal";
        above_goal: "{0}高于目标", "{0} is above its goal";
        effect: "怎样算见效", "How the result is seen";
        judged: "由后续数据判定", "Later numbers say whether it worked";
        judged_lead: "报告之后看后续几期的数据：达到目标就算验证通过，再观察几期；观察期内数值又回落的，整改自动重开。", "After the report the next periods are looked at: reaching the goal verifies it. Some more are watched: a relapse opens it again by itself.";
        goal_side: "目标方向", "The value shall be";
        goal_value: "目标值", "This value";
        periods: "用几期数据判定（1–12）", "Periods that decide (1–12)";
        watched: "之后再观察几期（0–12）", "Periods watched afterwards (0–12)";
        early: "期间没结束，有数据就判定（只适合时点数，不适合累计数）", "Judge a period before it is over (for numbers of a day, not for sums)";
        draft: "先存为草稿，暂不下达", "Keep as a draft, do not send yet";
        send: "下达", "Send";
        submit: "提交", "Submit";
        save_draft: "保存草稿", "Save the draft";
        say_it: "请填写。", "Please fill this in.";
        bad_periods: "请填 1 到 12 的整数。", "Write a whole number from 1 to 12.";
        bad_watched: "请填 0 到 12 的整数。", "Write a whole number from 0 to 12.";
    }
}
