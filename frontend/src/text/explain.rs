//! Words of explanations, and a sentence for every step of scoring.

words! {
    /// The explanation of a number.
    Explain {
        title: "{0}：{1}", "{0}: {1}";
        score_title: "{0}：{1}", "{0}: {1}";
        back: "回到驾驶舱", "Back to the cockpit";
        value: "数值与得分", "Value and points";
        version: "口径（冻结版本）", "Definition (frozen version)";
        version_number: "第 {0} 版 · {1} 起", "Version {0}, from {1}";
        standard: "考核标准", "Standard";
        caliber: "取数口径", "Caliber";
        formula: "公式", "Formula";
        formula_text: "公式原文", "As written";
        formula_filled: "代入数字", "With the numbers";
        inputs: "用到的数", "What went in";
        measure: "度量", "Measure";
        to_the_front: "与前列的差距", "To the places ahead";
        behind_place: "距第 {0} 名（{1}）{2}", "{2} to place {0} ({1})";
        behind_best: "距组内最好值 {0}", "{0} to the best of the group";
        is_best: "已是组内最好", "The best of the group";
        trace: "得分是怎么来的", "How the points came about";
        no_trace: "本期没有计分。", "No points were given in this period.";
        contributions: "由哪些下级相加", "What it was summed from";
        parts: "下级的同一个数（不相加）", "The same number below (it does not add up)";
        formed: "{0}：{1}", "{0}: {1}";
        distinct: "在每一级、每个期间都从记录重新去重计数，同一对象在几个下级或几个月出现只算一次，不是下级或各月之和。", "counted anew from the records at every level and for every period; what several places or months share counts once, so it is not their sum.";
        least: "取下级中最小的，不相加。", "the least of what is below; it is not a sum.";
        greatest: "取下级中最大的，不相加。", "the greatest of what is below; it is not a sum.";
        least_month: "逐月在各级相加，再取最小的月份；各下级的最小月份可以不同，所以不相加。", "added over units month by month, then the least month; places may have theirs in different months, so they do not add up.";
        greatest_month: "逐月在各级相加，再取最大的月份；各下级的最大月份可以不同，所以不相加。", "added over units month by month, then the greatest month; places may have theirs in different months, so they do not add up.";
        first_month: "逐月在各级相加，再取最早有数的月份；各下级的月份可以不同，所以不一定相加。", "added over units month by month, then the first month with a value; it may be another one below, so parts need not add up.";
        last_month: "逐月在各级相加，再取最近有数的月份；各下级的月份可以不同，所以不一定相加。", "added over units month by month, then the last month with a value; it may be another one below, so parts need not add up.";
        others: "其他（未分到下级，或不在您的查看范围内）", "Others (on no unit below, or outside what you may see)";
        ratio_note: "比率在每一级都由合计后的分子、分母相除，不取平均。", "At every level the ratio is formed after the sums; it is never averaged.";
        run: "取数批次", "Run";
        run_time: "运行时间", "Time";
        rows_read: "读取记录", "Rows read";
        rows_refused: "未用记录", "Rows refused";
        published: "发布时间", "Published";
        files: "来源文件", "Source files";
        no_run: "没有取数批次：这个数是手工填报的。", "No run: this value was entered by hand.";
        manual: "手工填报", "Entered by hand";
        manual_by: "{0} 于 {1} 填报：{2}", "{0} entered {2} on {1}";
        source: "原始记录样本", "Sample of source rows";
        source_total: "共 {0} 条，显示前 {1} 条", "{0} in all, the first {1} shown";
        source_changed: "来源文件在取数之后变了，这里不再显示原始记录。", "The source has changed since the run; its rows are not shown.";
        source_masked: "已脱敏的列：{0}", "Masked columns: {0}";
        source_none: "没有可显示的原始记录。", "There are no source rows to show.";
        history: "谁改过什么", "Who changed what";
        manual_change: "手工填报的数由 {0} 改为 {1}", "the value entered by hand went from {0} to {1}";
        no_history: "没有人工改动。", "Nobody has changed anything.";
        method: "计分方法", "Scoring method";
        reweighted: "有指标不适用，权重已在其余指标中重新分配。", "Some indicators do not apply; their weight was shared among the others.";
        lines: "由哪些指标组成", "What it is made of";
        counted: "计入", "Counted";
        not_counted: "不计入", "Not counted";
        sum: "合计", "Sum";
    }
}

words! {
    /// A sentence for every step of scoring; places are the step's facts.
    Trace {
        started: "数值 {0}，基准分 {1}。", "The value is {0}; the base is {1} points.";
        started_without: "基准分 {0}。", "The base is {0} points.";
        shortfall: "目标 {0}，距目标 {1}。", "The target is {0}; {1} short of it.";
        counted: "差距 {0} 按每 {1} 一档计：{2} 档，取 {3} 档。", "A distance of {0} in steps of {1} makes {2}, of which {3} count.";
        deducted: "每档 {0} 分 × {1} = 调减 {2} 分，保留 {3} 分。", "{0} points × {1} = {2} taken off; {3} remain.";
        benchmark: "基准 {0}，优于基准 {1}。", "The benchmark is {0}; better by {1}.";
        moved: "每档 {0} 分 × {1} 档 = 变动 {2} 分，得 {3} 分。", "{0} points × {1} steps changes {2}; that gives {3}.";
        divided: "{0} ÷ {1} = {2}。", "{0} ÷ {1} = {2}.";
        divided_by_zero: "{0} ÷ {1}：除数为零，取上限。", "{0} ÷ {1}: the divisor is zero, so the cap holds.";
        fell: "落在区间 [{0}, {1})，得基准分的 {2}。", "It lies in [{0}, {1}), which gives {2} of the base.";
        interpolated: "在 {0} 与 {1} 之间占 {2}，得基准分的 {3}。", "Between {0} and {1} it stands at {2}, which gives {3} of the base.";
        efficacy: "功效系数：不允许值 {0}，满意值 {1}，系数 {2}，限定后 {3}。", "Efficacy: unacceptable {0}, satisfactory {1}, coefficient {2}, limited to {3}.";
        ranked: "在 {1} 个中排第 {0}。", "Rank {0} of {1}.";
        tiered: "位于前 {0}，属于前 {1} 一档，得基准分的 {2}。", "Within the first {0}, in the tier up to {1}, which gives {2} of the base.";
        withheld: "得 {0} 分，由组内排名而来；名次、组内单位数等细节只对有排名查看权限的人公布。", "{0} points, which come from a ranking; the place, the size of the group and what else belongs to it are released only with the permission for rankings.";
        improved: "上年同期 {0}，提升 {1}，每提升 1 得 {2}，合计 {3}。", "Last year {0}, better by {1}; each one counts {2}, together {3}.";
        shared: "基准分 × {0} = {1} 分。", "Base × {0} = {1} points.";
        limited: "按上下限由 {0} 调整为 {1}。", "The limits move {0} to {1}.";
        completed: "完成情况：{0}，逾期 {1} 天。", "Completion: {0}, {1} days late.";
        done_on_time: "按时完成", "done in time";
        done_late: "逾期完成", "done late";
        not_done: "没有完成", "not done";
        voted: "“{0}” {1} 票，每票 {2} 分。", "“{0}”: {1} votes of {2} points.";
        voted_without: "“{0}” {1} 票，不计入。", "“{0}”: {1} votes, not counted.";
        trimmed: "去掉最高 {0} 和最低 {1}。", "The highest {0} and the lowest {1} are left out.";
        averaged: "合计 {0} ÷ {1} = {2}。", "{0} ÷ {1} = {2}.";
        vetoed: "一票否决 {0} 起，后果：{1}。", "{0} veto cases; effect: {1}.";
        not_vetoed: "没有一票否决情形（{0} 起）。", "No veto case ({0}).";
        formula: "{0} → {1} = {2}。", "{0} → {1} = {2}.";
        rounded: "{0} 四舍五入为 {1} 分。", "{0}, rounded, is {1} points.";
    }
}
