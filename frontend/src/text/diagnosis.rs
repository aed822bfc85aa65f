//! Words of diagnosis, its work log, what is carried over, and the handbook.

words! {
    /// Diagnoses: the list, one diagnosis, the steps of both sides, the work log, what is carried over.
    DiagnosisText {
        title: "诊断分析", "Diagnosis";
        lead: "数据偏低时，找出原因，定下措施，由后续数据说明是否有效。", "When a number is weak: find the causes, set the measures, and let later numbers say whether they helped.";
        none_title: "没有符合条件的诊断", "No diagnosis matches";
        none: "可以放宽上面的条件。诊断由预警规则发起，也可以从指标或得分的解释页发起。", "Try fewer conditions. A diagnosis is opened by a warning rule, or from what stands behind a value or a score.";
        matter: "诊断事项", "Diagnosis";
        mine: "工作日志", "Work log";
        carried: "结转下期的措施", "Carried into the next cycle";
        handbook: "诊断手册", "Handbook";
        by_rule: "由规则发起", "Opened by a rule";
        by_hand: "人工发起", "Opened by hand";
        round: "第 {0} 轮", "Round {0}";

        stage_analyse: "分析", "Analyse";
        stage_set: "措施", "Measures";
        stage_execute: "落实", "Carry out";
        stage_check: "复查", "Re-check";
        stage_close: "办结", "Close";

        about: "偏低的数据", "The weak number";
        score: "得分", "Score";
        total_score: "总分", "Total score";
        goal: "目标：{0} {1}", "Goal: {0} {1}";
        before: "发起时 {0}", "When it was opened: {0}";
        how: "落实后看 {0} 期数据，每期结束后判定：都达到目标即为有效。", "The periods after everything is done ({0}) show whether it helped, each when it is over: it did if all meet the goal.";
        by_person: "没有可用的目标，由下达方人工复查。", "No goal is known: the giving side checks it again by hand.";
        chart: "数据走势：{0}", "How the value went: {0}";

        causes: "原因", "Causes";
        no_causes: "分析之后，原因列在这里。", "The causes stand here once they are found.";
        measures: "措施", "Measures";
        no_measures: "制定之后，措施列在这里。", "The measures stand here once they are set.";
        against: "针对原因 {0}", "Against cause {0}";
        uses: "用过 {0} 次，有效 {1} 次", "Used: {0}, worked: {1}";
        from_handbook: "选自手册", "From the handbook";
        proposed_here: "推荐入册", "Proposed to the handbook";

        finding: "复查结果", "Result of the re-check";
        found_by_numbers: "{0} 由后续数据判定", "Said by later numbers, {0}";
        found_by_person: "{0} 人工复查", "Checked by a person, {0}";
        result: "落实情况", "What was done";
        conclusion: "办结意见", "What is left to say";

        log: "工作日志", "Work log";
        log_lead: "参与的人都可以记，一天做了什么、用了多少时间，都算数。", "Everybody who has a part writes what they did on which day; all of it counts.";
        no_log: "还没有日志。", "Nothing is written yet.";
        log_day: "日期", "Day";
        log_minutes: "用时（分钟，可不填）", "Minutes (may be empty)";
        log_took: "用时", "Time";
        log_by: "记录人", "By";
        log_words: "做了什么", "What was done";
        log_add: "记一条", "Write a line";
        minutes: "{0} 分钟", "{0} min";
        log_who: "谁的日志", "Whose";
        log_mine: "我的", "Mine";
        log_all: "全部可见的", "All I may see";
        log_month: "月份", "Month";
        log_total: "本页合计 {0} 分钟", "On this page: {0} min";
        log_none: "这段时间没有日志。", "Nothing was written in this time.";

        pick: "从手册里选", "Pick from the handbook";
        pick_lead: "常用而且有效的排在前面。选了以后可以改写。", "What is used and works comes first. It can be put into your own words.";
        no_suggestions: "这个指标还没有手册条目。", "The handbook has nothing about this indicator yet.";
        pick_lead_lost: "还可争取得分多的指标排在前面，每个指标里常用而且有效的排在前面。选了以后可以改写。", "The indicators that lost most come first, and of each what is used and works. It can be put into your own words.";
        no_suggestions_lost: "这些指标还没有手册条目。", "The handbook has nothing yet about the indicators that lost points.";
        lost: "失 {0} 分", "Points lost: {0}";
        take: "选用", "Take";
        cause_lead: "写清原因，一条一个。先前列出的由这里取代。", "One cause a line. This takes the place of those named before.";
        cause_again: "上一轮暂未见效：再找一找原因，开始新的一轮。", "The last round did not help yet: look for the causes again. A new round begins.";
        cause_item: "原因 {0}", "Cause {0}";
        cause_what: "原因是什么", "What the cause is";
        cause_add: "再加一条原因", "Add a cause";
        propose: "推荐入手册（由他人审定后发布）", "Propose to the handbook (somebody else reviews it)";
        propose_to: "推荐到哪个指标", "To the page of which indicator";
        measure_lead: "写清做什么、谁来做、哪天完成。先前没有办结的措施，由这里的取代。", "Say what will be done, by whom, until when. This takes the place of measures that are still open.";
        measure_against: "针对哪个原因", "Against which cause";
        measure_any: "不限", "None in particular";
        execute_lead: "写明落实情况。此后由后续数据复查，无须另行举证。", "Say what was done. Later numbers check it; nothing else needs to be proved.";
        execute_after: "措施全部办结后，就可以点“全部落实”。", "Once every measure is ended, say that everything is done.";
        return_lead: "说明哪里还可以想得更深，责任方据此修改。已完成的措施保留。", "Say what could be thought over. What was done stays done.";
        check_lead: "写明看到了什么。说“全部落实”的人不能自己复查。", "Say what you saw. Whoever said that everything is done does not check it.";
        close_lead: "办结后时钟停止。", "The clocks stop.";
        close_why: "暂未见效也可以办结：写明为什么不再继续。也可以由责任方再来一轮。", "It can be closed although it did not help yet: say why nothing more is done. Or the responsible side goes another round.";
        withdraw_lead: "撤回后时钟停止，也不计入双方的按时率。", "The clocks stop, and nothing counts against either side.";
        saw: "看到了什么", "What you saw";

        form_title: "诊断标题", "Title";
        form_problem: "问题是什么", "What is weak";
        form_periods: "落实后看几期数据（1–12）", "Periods that check it again (1–12)";
        form_goal: "得分要达到多少（不填时由下达方人工复查）", "What the score must come to (if empty, the giving side checks it by hand)";
        form_title_usual: "{0}：找原因、定措施", "{0}: causes and measures";
        form_lead: "发起后，责任方先分析原因。同一数据同时只有一个诊断。", "The responsible side first looks for the causes. One number is diagnosed once at a time.";
        may_not: "您不能在这里发起诊断：需要能对它下达或者为它负责。", "You cannot open one here: it takes to order there, or to answer for it.";

        carried_lead: "期末还没有办结的诊断和整改措施，下一期的计划从这里开始。", "Measures of diagnoses and rectifications that were open when a cycle ended: the next plan begins with them.";
        carried_unit: "单位", "Unit";
        carried_before: "结束的期间", "The cycle that ended";
        carried_none_title: "没有需要结转的措施", "Nothing is carried over";
        carried_none: "这个期间结束时，措施都已办结。", "Every measure was ended when this cycle ended.";
        carried_now: "现在", "Now";
    }
}

words! {
    /// The handbook.
    HandbookText {
        title: "诊断分析指引手册", "Diagnosis handbook";
        lead: "每个指标的常见原因和常规措施，来自大家的诊断，按有效程度排列。", "Common causes and routine measures of each indicator, learnt from diagnoses and ordered by how often they worked.";
        indicator: "指标", "Indicator";
        choose_indicator: "选择指标", "Choose an indicator";
        causes: "常见原因", "Common causes";
        measures: "常规提升措施", "Routine measures";
        patterns: "共享的风险规律", "Shared patterns of risk";
        no_patterns: "还没有共享的规律。自查整改经确认后，可以共享学到的规律。", "Nothing is shared yet. What was learnt from a rectification of one's own can be shared once it is confirmed.";
        pattern_change: "管理建议", "How it should be managed";
        none_yet: "还没有条目。诊断时可以推荐，也可以在这里推荐。", "Nothing yet. Propose an entry here, or in a diagnosis.";
        entry: "条目", "Entry";
        kind: "类别", "Kind";
        did: "使用情况", "How it did";
        uses: "用过 {0} 次，有效 {1} 次", "Used: {0}, worked: {1}";
        propose: "推荐条目", "Propose an entry";
        propose_lead: "推荐的条目由他人审定后发布。", "Somebody else reviews it before it is published.";
        text: "内容", "What it says";
        text_en: "英文（可不填）", "In English (may be empty)";
        against: "针对哪个原因", "Against which cause";
        against_none: "不限", "None in particular";
        proposals: "推荐与条目", "Proposals and entries";
        state: "状态", "State";
        all_states: "全部状态", "Every state";
        search: "查找内容", "Search the words";
        proposer: "推荐人", "Proposed by";
        none_title: "没有符合条件的条目", "No entry matches";
        none: "可以放宽上面的条件。", "Try fewer conditions.";
        from_diagnosis: "来自诊断", "From a diagnosis";
        reasons: "理由", "Reasons";
        review_lead: "看一看是否通用、是否清楚，改好文字。推荐人不能审定自己的条目。", "Is it of use to others, and clear? Put it into good words. Nobody reviews what they proposed.";
        publish_lead: "发布后，诊断这个指标时会推荐它。", "From now on it is suggested when the indicator is diagnosed.";
        reject_lead: "说明为什么不采用，推荐人会看到。", "Say why: whoever proposed it sees it.";
        retire_lead: "停用后不再推荐；已选用它的诊断不受影响。", "It is no longer suggested; diagnoses that took it keep it.";
        of_indicator: "诊断手册", "Handbook";
        of_indicator_lead: "这个指标的常见原因和常规措施。", "Common causes and routine measures of this indicator.";
    }
}
