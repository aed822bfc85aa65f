//! Words of the pages of rectification.

words! {
    /// Rectifications: the ledger, one order, and the steps of both sides.
    RectificationText {
        title: "整改", "Rectification";
        lead: "下达的整改和自主整改，双方各有时钟，由后续数据说明成效。", "Ordered from above or taken up by oneself: both sides have clocks, and later numbers show what it achieved.";
        ledger_file: "下载 Excel 台账", "Ledger as a workbook";
        print_ledger: "打印台账", "Print the ledger";
        ledger: "整改台账", "Ledger of rectifications";
        ledger_day: "打印日期 {0}", "Printed on {0}";
        ledger_more: "一次最多打印 {0} 项，其余 {1} 项未列出；请缩小范围分次打印，或者下载 Excel 台账。", "No more than {0} are printed at once; another {1} are not listed here. Narrow the list and print in parts, or take the workbook.";
        punctual: "{0}双方按时情况", "How punctual both sides were in {0}";
        punctual_lead: "按期限办结的次数和应办次数；还在期限内的不计。最不按时的排在前面。", "Deadlines kept, of those that were due; what is still in time does not count. The least punctual come first.";
        matter: "整改事项", "Rectification";
        direction: "方向", "Direction";
        all_directions: "全部方向", "Both directions";
        indicator: "指标", "Indicator";
        none_title: "没有符合条件的整改", "No rectification matches";
        none: "可以放宽上面的条件。整改从预警或驾驶舱里的指标发起。", "Try fewer conditions. A rectification begins at a warning or at an indicator in the cockpit.";
        origin: "来源：{0}", "From: {0}";
        found_first: "自查在先", "Found by oneself first";
        reopened: "重开 {0} 次", "Reopened: {0}";

        stage_send: "下达", "Send";
        stage_note: "确认", "Note";
        stage_find: "发现", "Find";
        stage_plan: "方案", "Plan";
        stage_approve: "批准", "Approve";
        stage_work: "整改", "Act";
        stage_report: "报告", "Report";
        stage_verify: "验证", "Verify";
        stage_confirm: "确认成效", "Confirm";
        stage_share: "共享", "Share";
        stage_close: "销号", "Close";

        past_clocks: "全部时钟", "All clocks";
        clock: "时钟", "Clock";
        clock_done: "完成", "Done on";
        clock_kept: "按时", "On time";
        clock_missed: "晚于期限", "After its day";
        clock_running: "进行中", "Running";

        about: "问题与责任", "What it is about";
        cause: "原因", "Cause";
        report_by: "报告期限", "Report by";
        line: "条线", "Line";
        risk_point: "风险点", "Risk point";
        opened: "发起", "Opened";
        ended: "办结", "Ended";

        effect: "效果验证", "Seen in the numbers";
        by_numbers: "由后续数据判定", "Judged by later numbers";
        goal: "目标：{0} {1}", "Goal: {0} {1}";
        goal_mark: "目标 {0}", "Goal {0}";
        before: "发起时：{0}", "When it was opened: {0}";
        verified_above: "报告后 {0} 期都达到目标，即自动验证。", "Verified by itself once the periods after the report meet the goal (periods: {0}).";
        verified_below: "报告后 {0} 期的数据供负责人确认成效。", "The periods after the report show the head what it achieved (periods: {0}).";
        watched: "此后再观察 {0} 期，复发时自动重开。", "After that it is watched (periods: {0}); a relapse opens it again.";
        failing: "有一期未达到目标，就重新整改。", "A period that misses the goal opens it again.";
        when_over: "每期结束、数据算完后才判定。", "A period is judged when it is over and computed.";
        when_seen: "期间没结束，有数据就判定。", "A period is judged as soon as there is a value, also before it is over.";
        not_begun: "提交报告后开始验证，第一期是报告所在的一期。", "It begins with the period in which the result is reported.";
        by_person_above: "没有绑定指标目标，由下达方人工验证。", "Not bound to a goal: the giving side verifies it.";
        by_person_below: "没有绑定指标目标，由负责人确认成效。", "Not bound to a goal: the head confirms it.";
        no_values: "没有可以显示的数据。", "There are no values to show.";
        chart_label: "{0}：{1} 为 {2}，{3} 为 {4}", "{0}: {1} {2}, {3} {4}";
        period: "期间", "Period";
        value: "数值", "Value";
        role: "用途", "Serves to";
        role_problem: "问题期", "The problem";
        role_verify: "验证", "Verify";
        role_watch: "观察", "Watch";
        meets: "达到目标", "Meets the goal";
        meets_yes: "达到", "Yes";
        meets_no: "未达到", "Not yet";
        awaited: "待发布", "Awaited";
        withheld: "不在可见范围", "Not within your scope";

        measures: "措施", "Measures";
        what: "内容", "What";
        owner: "责任人", "Owner";
        no_measures: "提交方案后，措施列在这里。", "The measures stand here once a plan is submitted.";
        report_after: "措施全部办结后，就可以提交整改报告。", "Once every measure is ended, the result can be reported.";
        record: "登记", "Record";
        record_title: "登记措施：{0}", "Record a measure: {0}";
        record_state: "办理结果", "How it ended";
        record_result: "怎样完成的，或者为什么不再需要", "How it was done, or why it is not needed";

        disputes: "异议", "Disputes";
        undecided: "等待处理", "Not decided yet";
        requests: "申请", "Requests";
        asked_until: "希望延期到 {0}", "Asked for: until {0}";
        asked_to: "希望移交给 {0}", "Asked for: to {0}";
        unanswered: "等待答复", "Not answered yet";
        granted: "已同意", "Granted";
        refused: "未同意", "Not granted";
        grant: "同意", "Grant";
        refuse: "不同意", "Do not grant";
        grant_lead: "同意延期即改变期限；同意移交即转给新的单位。", "More time moves the last day; a transfer sends it on.";
        answer: "答复", "Answer";

        outcome: "成效与规律", "What was achieved and learnt";
        result: "整改结果", "Result";
        verified_by_effect: "{0} 由后续数据自动验证", "Verified by later numbers, {0}";
        verified_by_person: "{0} 人工验证或确认", "Verified or confirmed by a person, {0}";
        verification: "验证", "Verification";
        verification_reason: "理由", "Reason";
        pattern: "风险规律", "Pattern";
        management_change: "管理改进", "Change of management";

        needed: "请填写", "Please fill this in";
        choose: "请选择", "Please choose one";
        words: "补充说明（可不填）", "Anything to add (may be empty)";
        reason: "理由", "Reason";
        push_lead: "下达后，责任方会收到消息，双方的时钟开始计时。", "The responsible side is told, and the clocks begin.";
        acknowledge_lead: "确认收到不等于认可内容，之后仍可以提出异议。", "Taking note is not agreeing: it can still be disputed.";
        dispute_lead: "异议处理期间，本方的时钟暂停。", "Your own clocks rest until the dispute is decided.";
        dispute_grounds: "异议理由", "Grounds";
        return_lead: "不属于本单位的事项，可以退回下达方重新确定责任单位。", "What is not yours goes back to the giving side, which finds the right unit.";
        request_kind: "申请什么", "What for";
        request_words: "说明", "What, and why";
        request_until: "希望延期到", "Until";
        request_to: "希望移交给（看不到该单位时，在说明里写明即可）", "To which unit (say it in words, where you do not find it)";
        plan_lead: "写清原因和措施。先前列出而没有办结的措施，由这里的取代。", "Say why it went wrong and what will be done. This takes the place of measures that are still open.";
        plan_cause: "原因分析", "Why it went wrong";
        plan_item: "措施 {0}", "Measure {0}";
        plan_what: "做什么", "What will be done";
        plan_owner: "责任人", "Owner";
        plan_owner_none: "由责任方承担", "Whoever answers";
        plan_due: "完成期限", "Done by";
        plan_add: "再加一项措施", "Add a measure";
        approve_lead: "批准后开始整改。方案由另一人批准，提交人不能自批。", "The work begins. Whoever submitted the plan does not approve it.";
        return_plan_lead: "说明还需要补充什么，责任方据此修改方案。", "Say what is missing, so that the plan can be made better.";
        report_lead: "写明做了什么、结果怎样。", "Say what was done and what came of it.";
        report_verified: "此后由后续数据自动验证，无须另行举证。", "Later numbers verify it; nothing else needs to be proved.";
        report_pattern: "风险规律（可不填，可以共享给其他单位）", "Pattern (may be empty; it can be shared)";
        report_change: "管理改进（可不填）", "Change of management (may be empty)";
        verify_lead: "没有绑定指标目标，由人工验证。报告人不能验证自己的结果。", "Not bound to a goal: a person verifies it, but not whoever reported it.";
        verify_effect_lead: "这项整改由后续数据自动验证。现在就要人工验证的，请写明理由；理由会一直显示在整改单上。", "Later numbers verify this. To verify it by hand now, give a reason: it stays visible.";
        verify_words: "验证意见（可不填）", "What you saw (may be empty)";
        confirm_lead: "确认自主整改取得了成效。报告人不能确认自己的结果。", "Confirm what was achieved. Whoever reported it does not confirm it.";
        reopen_lead: "说明还差什么，责任方据此重新提交方案。", "Say what is missing; the responsible side then submits a new plan.";
        share_lead: "风险规律会让所有能查看整改的人看到，帮助其他单位提前防范。", "Everybody who may see rectifications sees the pattern, and can act before it happens to them.";
        close_lead: "销号后时钟停止；观察期内复发时自动重开。", "The clocks stop; a relapse in the periods watched opens it again.";
        withdraw_lead: "撤回后时钟停止，也不计入双方的按时率。", "The clocks stop, and nothing counts against either side.";
        suggest_lead: "建议供责任方参考，不改变期限。", "A suggestion helps the responsible side and moves no day.";
        suggestion: "建议", "Suggestion";
        decide: "处理异议", "Decide the dispute";
        decide_outcome: "处理结果", "What comes of it";
        decide_reasons: "处理理由", "Reasons";
        decide_problem: "采纳后仍需整改的问题", "What is left of the problem";
        readdress_lead: "转给应当负责的单位，也可以重新下达给原单位。", "Send it to the right unit, or again to the same one.";
        readdress_to: "责任单位", "Unit";
        readdress_words: "说明", "Why";
    }
}
