//! Words of the loss review.

words! {
    /// The review at the end of a period: what can still be won.
    Loss {
        title: "得分复盘", "Review of points";
        lead: "每一项还可争取的得分，已经在做什么，后来又争回了多少。", "Every figure with points still to be won, what is being done about it, and what was won back since.";
        sum: "还可争取 {0} 分", "{0} points still to be won";
        counted: "自查在先减免后按 {0} 分计", "{0} count, by what was found by oneself first";
        recovered_by: "到{0}已争回 {1} 分", "{1} won back by {0}";
        lines: "逐项", "Line by line";
        none_title: "没有可复盘的项目", "Nothing to review";
        none: "这个期间每一项都得了满分，或者还没有计分。", "Every figure brought all its points in this period, or nothing is scored yet.";
        indicator: "指标", "Indicator";
        value: "数值", "Value";
        target: "目标", "Target";
        lost: "还可争取 / 基准分", "To be won / base";
        now: "目前还可争取", "To be won now";
        recovered: "已争回", "Won back";
        cause: "原因", "Cause";
        owner: "责任", "Owner";
        matters: "整改与诊断", "Rectifications and diagnoses";
        choose: "选择{0}", "Choose {0}";
        order_many: "为选中的 {0} 项下达整改", "Order for the {0} chosen";
        order_title: "一次下达多项整改", "Order several at once";
        order_lead: "每一项一张整改单，全部下达或全部不下达；有目标值的由后续两期数据判定。", "One order a line, all of them or none; where there is a target, the next two periods judge it.";
        begin_many: "为选中的 {0} 项自查整改", "Rectify the {0} chosen";
        begin_title: "一次自查整改多项", "Rectify several at once";
        begin_lead: "每一项一张自查整改单，全部提交或全部不提交，由上级确认成效；有目标值的由后续两期数据判定。", "One rectification a line, all of them or none, confirmed by the unit above; where there is a target, the next two periods judge it.";
        begin: "提交", "Submit";
        problem: "问题（写进每一张单）", "What is wrong (stands in each order)";
        due: "报告期限", "To be reported by";
        send: "下达", "Send";
        say_it: "请填写。", "Please fill this in.";
        order_about: "{0}还可争取 {1} 分", "{0}: {1} points still to be won";
    }
}
