//! Words of the pages of tasks.

words! {
    /// Codes of tasks.
    TaskCodes {
        kind_assigned: "日常交办", "Assigned";
        kind_special: "专项工作", "Special campaign";
        kind_key: "重点工作", "Key work";
        kind_event: "触发任务", "Triggered";
        kind_node: "指标节点", "Node of an indicator";
        kind_inspection: "督查", "Inspection";
        manner_open: "明察", "Announced";
        manner_covert: "暗访", "Unannounced";
        source_hand: "人工下达", "Given by hand";
        source_rule: "预警规则", "A rule";
        source_event: "业务事件", "An event";
        source_node: "指标节点", "A node";
        role_doer: "承办人", "Doer";
        role_supervisor: "督办人", "Supervisor";
        role_appraiser: "评价人", "Appraiser";
        role_result_user: "成果使用人", "User of the result";
        role_giver: "下达方", "Giver";
        role_unit: "承办单位", "Responsible unit";
        state_created: "草稿", "Draft";
        state_pushed: "待接收", "Sent";
        state_accepted: "已接收", "Accepted";
        state_declined: "未接收", "Declined";
        state_in_progress: "办理中", "In progress";
        state_reported: "已报告", "Reported";
        state_returned: "待完善", "Sent back";
        state_confirmed: "已确认", "Confirmed";
        state_scored: "已评价", "Marked";
        state_cancelled: "已取消", "Cancelled";
        doer_unit: "单位负责人", "Whoever answers for the unit";
        doer_post_class: "某类岗位的人员", "Holder of a post";
        doer_concerned: "事件涉及的人员", "The person concerned";
        doer_person: "指定人员", "One person";
        due_every_year: "每年某日", "A day of every year";
        due_month: "每月第几个工作日", "A working day of every month";
        due_quarter: "每季第几个工作日", "A working day of every quarter";
        due_once: "某一天", "One day";
    }
}

words! {
    /// The list, one task, giving one, the check-list of a quarter, templates and nodes.
    TaskText {
        title: "任务", "Tasks";
        lead: "事有人干、干有人督、督有人考、考有人用。", "Somebody does it, somebody supervises it, somebody appraises it, somebody uses the result.";
        new: "下达任务", "Give a task";
        quarter: "季度清单", "Quarter check-list";
        templates: "任务模板", "Templates";
        task: "任务", "Task";
        kind: "类型", "Kind";
        which: "与我的关系", "My part";
        all_parts: "全部", "All";
        mine: "我承办的", "Mine to do";
        supervised: "我督办的", "I supervise";
        appraised: "我评价的", "I appraise";
        used: "成果给我用的", "Its result is for me";
        all_kinds: "全部类型", "All kinds";
        overdue: "已超期", "Overdue";
        doer: "承办", "Doer";
        report_by: "报告期限", "Report by";
        none_title: "没有符合条件的任务", "No task matches";
        none: "可以放宽上面的条件。", "Try fewer conditions.";

        guide: "干什么、怎么干", "What to do, and how";
        what: "干什么", "What to do";
        how: "怎么干", "How to do it";
        how_optional: "怎么干（可以不填）", "How to do it (may be empty)";
        roles: "谁来干、谁来督、谁来考、谁来用", "Who has which part";
        of_unit: "由{0}负责人承办", "Whoever answers for {0}";
        of_giver: "由下达方负责", "Whoever gave it";
        nobody: "未指定", "Nobody named";
        source: "来源：{0}", "From: {0}";
        indicator: "服务的指标", "The indicator it serves";
        own_roles: "您在这件事里：{0}", "Your part: {0}";
        transfer_asked: "申请转给{0}：{1}", "Asked to go to {0}: {1}";
        result: "办理结果", "Result";
        marks: "质量评价", "How well it was done";
        truth: "真实", "True";
        accuracy: "准确", "Accurate";
        completeness: "完整", "Complete";
        efficiency: "高效", "Efficient";
        of_five: "{0} / 5", "{0} of 5";
        findings: "督查发现", "Findings";
        no_findings: "还没有登记发现。", "Nothing was noted yet.";
        place: "地点", "Where";
        concerns: "涉及单位", "Unit";
        found: "发现了什么", "What was found";
        severity: "程度", "How grave";
        order: "整改单", "Order";
        ordered: "已下达", "Ordered";
        side: "哪一方", "Side";
        due: "期限", "Due";
        stopped: "完成", "Done on";

        needed: "请填写", "Please fill this in";
        choose: "请选择", "Please choose one";
        words: "补充说明（可不填）", "Anything to add (may be empty)";
        reason: "理由", "Reason";
        accept_lead: "接收后开始办理；有困难可以随时申请转办或留言。", "You can ask for a transfer or say so whenever there is a difficulty.";
        decline_lead: "说明原因后，由下达方决定转给谁或怎样调整。", "Say why: whoever gave it decides who does it instead.";
        progress_words: "办到哪一步了", "How far it is";
        urge_lead: "写一句有帮助的话：卡在哪里、需要谁配合。", "Say something that helps: what is in the way, who could help.";
        urge_words: "提醒的话", "What helps";
        report_lead: "写清做了什么、结果怎样；督办人会确认。", "Say what was done and what came of it: the supervisor confirms it.";
        return_lead: "写清还差什么，并给出合理的时间。", "Say what is missing, and give reasonable time.";
        confirm_lead: "自己办的事由别人确认。", "Somebody else confirms what one did oneself.";
        mark_lead: "四个方面各评 1 至 5 分，自己办的事由别人评价。", "1 to 5 for each of four; somebody else marks what one did oneself.";
        bad_mark: "请填 1 到 5 的整数。", "Write a whole number from 1 to 5.";
        cancel_lead: "取消后各方的时钟都停止，不计超期。", "All clocks stop, and nobody is to blame.";
        push_lead: "下达后，承办方会收到消息，时钟开始计时。", "The doer is told, and the clocks begin.";
        transfer_lead: "转交后由新的承办人重新接收。", "The new doer accepts it anew.";
        ask_transfer_lead: "由下达方答复；答复之前仍由您承办。", "Whoever gave it answers; until then it stays yours.";
        to_unit: "转给哪个单位", "To which unit";
        to_doer: "由谁承办", "Who does it";
        granted: "同意转办", "Grant the transfer";
        answer: "答复转办申请", "Answer the request";
        answer_words: "答复（不同意时必填）", "Answer (needed for a no)";
        last_day: "报告期限", "To be reported by";

        new_lead: "先说清干什么、怎么干，再定谁来干、谁来督、谁来考、谁来用。", "First what is to be done and how; then who has which part.";
        from_template: "从模板开始", "Begin from a template";
        headline: "标题（一句话）", "In one line";
        unit: "承办单位", "Responsible unit";
        whole_unit: "由单位负责人承办", "Whoever answers for the unit";
        giver_does: "由下达方负责", "Whoever gave it";
        manner: "督查方式", "How it is made";
        side_unit: "督办、评价、使用人所在单位", "The unit of who supervises, appraises and uses it";
        draft: "先存为草稿，暂不下达", "Keep as a draft, do not send yet";
        submit: "下达", "Send";
        may_not: "您的权限里没有下达任务。收到的任务在任务列表里办理。", "You may not give tasks. Those you were given are in the list.";

        quarter_lead: "本季度到期的全部节点，按日期排列；窗口打开时自动生成任务并提醒。", "Everything due this quarter, by day: its task is made and you are told when its window opens.";
        period: "季度", "Quarter";
        node: "节点", "Node";
        remind_days: "提前 {0} 个工作日提醒", "Reminder {0} working days before";
        task_state: "任务", "Task";
        not_yet: "未到提醒时间", "Its window is not open yet";
        no_task_then: "当时未生成任务", "No task was made then";
        quarter_none_title: "本季度没有到期的节点", "No node is due this quarter";
        quarter_none: "节点在指标页面里设置。", "Nodes are set at an indicator.";
        owner: "责任单位", "Who answers";
        no_unit: "请先选择单位", "Choose a unit first";

        templates_lead: "模板写清干什么、怎么干；可以人工使用，也可以由预警规则或业务事件自动生成任务。", "A template says what to do and how. It is used by hand, by a rule, or by an event of another system.";
        templates_none_title: "还没有模板", "There are no templates yet";
        templates_none: "新建一个，下达任务时就可以直接使用。", "Write one, and tasks can begin from it.";
        new_template: "新建模板", "New template";
        edit_template: "修改模板", "Change the template";
        code: "编码", "Code";
        days: "办理期限（工作日）", "Working days to report";
        done_by: "由谁承办", "Who does it";
        post_class: "岗位类别编码", "Class of posts";
        event: "触发事件类型（可以不填）", "Type of event (may be empty)";
        event_type: "触发事件", "Event";
        active: "启用", "In use";
        inactive: "停用", "Not in use";
        save: "保存", "Save";
        edit: "修改", "Change";

        nodes: "节点", "Nodes";
        nodes_lead: "到期前自动提醒责任单位并生成任务。", "Whoever answers is reminded in time, and a task is made.";
        nodes_none: "这个指标还没有节点。", "This indicator has no nodes yet.";
        node_retired: "指标自 {0} 起停用，不再生成任务", "The indicator is retired from {0}: no more tasks are made";
        new_node: "新增节点", "New node";
        edit_node: "修改节点", "Change the node";
        node_name: "节点名称", "Name";
        node_due: "什么时候到期", "When it is due";
        month: "月份（1–12）", "Month (1–12)";
        day: "日期（1–31）", "Day (1–31)";
        work_day: "第几个工作日", "Which working day";
        on: "哪一天", "Which day";
        remind: "提前几个工作日提醒（0–60）", "Reminder so many working days before (0–60)";
        levels: "哪些层级的单位负责", "Units of which levels answer";
        this_year: "今年到期日", "Due this year";
        bad_number: "请填整数。", "Write a whole number.";
    }
}
