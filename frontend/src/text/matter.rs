//! Words for the codes of warnings, rectifications and what they have in common. Words for their kinds and steps, which messages beside
//! the page say as well, are in `shared::channel::words`.

words! {
    /// Words for codes of matters.
    MatterCodes {
        news: "有新进展：{0}", "News: {0}";
        news_of: "有新进展：{0} · {1}", "News: {0} · {1}";
        news_unknown: "有新进展", "There is news";
        show_news: "查看最新", "Show it";
        side_responsible: "责任方", "Responsible side";
        side_giver: "下达方", "Giving side";
        clock_push: "下达", "Send";
        clock_acknowledge: "确认收到", "Take note";
        clock_handle: "处置", "Deal with it";
        clock_plan: "提交方案", "Submit a plan";
        clock_approve: "审批方案", "Approve the plan";
        clock_decide: "处理异议", "Decide the dispute";
        clock_readdress: "处理退回", "Answer the return";
        clock_answer: "答复申请", "Answer the request";
        clock_measure: "完成措施", "Do the measure";
        clock_report: "提交报告", "Report the result";
        clock_verify: "验证效果", "Verify the result";
        clock_close: "销号", "Close";
        clock_review: "复核", "Look at how it ended";
        clock_analyse: "分析原因", "Find the causes";
        led_to: "由此引出", "Led to";
        found_before: "自查在先", "Found by oneself before";
        together: "关联", "Belongs together";
        tell_responsible: "责任人", "Whoever it waits for";
        tell_unit_head: "本单位负责人", "Head of the unit";
        tell_line_above: "上级条线部门", "Line department above";
        tell_office: "绩效办", "Performance office";
        top_down: "自上而下", "From above";
        bottom_up: "自下而上", "From below";
        origin_warning: "预警", "Warning";
        origin_loss: "待争取得分", "Points not won";
        origin_inspection: "督查", "Inspection";
        origin_rating: "评价", "Rating";
        origin_self: "自查", "Own discovery";
        state_found: "待下达", "Written";
        state_pushed: "已下达", "Sent";
        state_acknowledged: "已确认", "Noted";
        state_disputed: "有异议", "Disputed";
        state_returned: "已退回", "Sent back";
        state_plan_submitted: "方案待批", "Plan submitted";
        state_plan_approved: "方案已批", "Plan approved";
        state_rectifying: "整改中", "Under way";
        state_reported: "已报告", "Reported";
        state_verified: "已验证", "Verified";
        state_reopened: "已重开", "Reopened";
        state_withdrawn: "已撤回", "Withdrawn";
        state_self_found: "自查发现", "Found by oneself";
        state_planned: "已定方案", "Planned";
        state_head_confirmed: "已确认成效", "Confirmed";
        state_pattern_shared: "规律已共享", "Pattern shared";
        state_closed: "已销号", "Closed";
        measure_open: "进行中", "Under way";
        measure_done: "完成", "Done";
        measure_dropped: "不再需要", "Dropped";
        measure_replaced: "已由新方案取代", "Replaced by another plan";
        outcome_withdrawn: "撤回整改", "Withdrawn";
        outcome_partly: "部分采纳", "Upheld in part";
        outcome_upheld: "维持", "Upheld";
        self_counted: "照常计分", "Counts in full";
        self_halved: "减半扣分", "Counts half";
        self_waived: "免予扣分", "Does not count";
        request_time: "延期", "More time";
        request_help: "支持", "Help";
        request_transfer: "移交", "Transfer";
        request_change: "管理改进", "Change of management";
        earlier_verified: "验证达标", "verified it";
        earlier_missed: "未达到目标", "missed the goal";
        earlier_relapsed: "复发", "relapsed";
        at_least: "不低于", "At least";
        at_most: "不高于", "At most";
        warning_issued: "已发出", "Issued";
        warning_received: "已接收", "Received";
        warning_handling: "处置中", "Handling";
        warning_resolved: "风险已排除", "Resolved";
        warning_false: "误报", "False alarm";
        warning_expired: "已过期", "Expired";
        warning_reviewed: "已复核", "Reviewed";
        rule_draft: "草稿", "Draft";
        rule_active: "启用", "Active";
        rule_retired: "停用", "Retired";
        standing_clear: "无异常", "Clear";
        standing_pending: "待确认", "Pending";
        standing_firing: "预警中", "Firing";
        standing_no_data: "无数据", "No data";
        diagnosis_open: "待分析", "Waits for causes";
        diagnosis_analysed: "已分析", "Causes found";
        diagnosis_set: "措施已定", "Measures set";
        diagnosis_executed: "待复查", "Waits for the re-check";
        diagnosis_effective: "有效", "It helped";
        diagnosis_ineffective: "暂未见效", "It did not help yet";
        diagnosis_closed: "已办结", "Closed";
        diagnosis_withdrawn: "已撤回", "Withdrawn";
        entry_cause: "常见原因", "Common cause";
        entry_measure: "常规措施", "Routine measure";
        entry_review: "审定文字", "Review";
        entry_publish: "发布", "Publish";
        entry_reject: "不采用", "Do not take up";
        entry_retire: "停用", "Retire";
        told_level: "{0}：已告知{1}", "{0}: told {1}";
        between: "、", ", ";
        between_clocks: "；", "; ";
        late: "{0}已超期", "Overdue: {0}";
        soon: "{0}：{1} 到期", "{0}: due on {1}";
    }
}

words! {
    /// What the lists and pages of all kinds of matters share.
    MatterText {
        persons_not_loaded: "{0}（人员名单未能载入）", "{0} (the list of persons could not be loaded)";
        progress: "办理情况", "Progress";
        progress_open: "未办结", "Open";
        progress_ended: "已办结", "Ended";
        progress_all: "全部", "All";
        overdue_only: "仅看超期", "Overdue only";
        chosen: "{0}：{1}", "{0}: {1}";
        overdue: "已超期", "Overdue";
        due: "期限", "Due";
        waits: "等待", "Waits for";

        life: "办理进程", "How far it is";
        done: "已完成", "done";

        clocks: "双方时钟", "The clocks of both sides";
        days_left: "还有 {0} 个工作日", "Working days left: {0}";
        due_today: "今天到期", "Due today";
        late_by: "已超期 {0} 个工作日", "Working days late: {0}";
        other_turn: "等待对方", "The other side's turn";
        over: "已办结", "Ended";
        clock_due: "{0} · 应于 {1} 前", "{0} · by {1}";
        item: "第 {0} 项", "no. {0}";
        more_clocks: "另有 {0} 项", "{0} more";
        punctual: "按时 {0} / {1}", "On time: {0} of {1}";
        clock_called_off: "不计", "Not counted";
        levels_told: "已逐级提示 {0} 级", "Levels told: {0}";

        time_line: "办理过程", "What was done and said";
        system: "系统", "System";
        comment: "留言（双方可见）", "A comment that both sides see";
        comment_send: "发送留言", "Send the comment";
        needed: "请填写", "Please fill this in";
        meanwhile: "您填写的时候，这件事有了新的进展。", "While you were writing, somebody acted on this.";
        meanwhile_again: "您写的内容都还在。看过以后再提交一次即可。", "Nothing you wrote is lost: look at it, and send it again.";
        meanwhile_over: "这一步现在不能办了。您写的内容还在，可以复制。", "This step can no longer be taken. What you wrote is still here, to be copied.";
        copy: "复制我写的内容", "Copy what I wrote";
        copied: "已复制", "Copied";

        links: "相关事项", "Connected matters";
        link_before: "来自", "From";
        link_after: "引出", "Led to";
    }
}
