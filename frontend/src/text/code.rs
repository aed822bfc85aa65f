//! Words for the closed codes of the domain, for units and for time.

words! {
    /// Units of values.
    Units {
        yuan: "元", "yuan";
        ten_thousand: "万元", "10k yuan";
        hundred_million: "亿元", "100m yuan";
        percentage_points: "个百分点", "pp";
        points: "分", "points";
        households: "户", "households";
        cases: "件", "cases";
        times: "次", "times";
        days: "天", "days";
        hours: "小时", "hours";
        minutes: "分钟", "minutes";
        persons: "人", "persons";
        per_household: "户次", "household-times";
    }
}

words! {
    /// Periods and moments.
    Times {
        quarter_of: "{0} 年第 {1} 季度", "Q{1} {0}";
        first_half: "{0} 年上半年", "First half of {0}";
        second_half: "{0} 年下半年", "Second half of {0}";
        year_of: "{0} 年", "{0}";
        month: "月", "Month";
        quarter: "季", "Quarter";
        half: "半年", "Half-year";
        year: "年", "Year";
        seconds: "{0} 秒", "{0} s";
        minutes: "{0} 分钟", "{0} min";
    }
}

words! {
    /// Words for codes.
    Codes {
        good: "优", "Good";
        steady: "稳", "Steady";
        watch: "关注", "Watch";
        alert: "预警", "Alert";
        present: "有值", "Present";
        not_due: "未到期", "Not due";
        late: "迟报", "Late";
        not_applicable: "不适用", "Not applicable";
        missing: "缺数据", "Missing";
        refused: "被拒", "Refused";
        not_due_why: "还没到该有数据的时候", "The data is not due yet";
        late_why: "已过期限，数据还没到", "The deadline has passed and the data is not in";
        not_applicable_why: "分母为零或不适用，不参加计分，权重另行分配", "The denominator is zero or it does not apply; it is not counted and its weight is shared out";
        missing_why: "数据应有而没有", "Data should be there and is not";
        refused_why: "数据没有通过检查", "The data did not pass the checks";
        higher_better: "越高越好", "Higher is better";
        lower_better: "越低越好", "Lower is better";
        target_best: "越接近目标越好", "Nearest to the target is best";
        boolean: "是或否", "Yes or no";
        quant: "定量", "Quantitative";
        qual: "定性", "Qualitative";
        auto: "自动取数", "Extracted";
        semi: "半自动", "Half extracted";
        manual: "手工填报", "By hand";
        draft: "草稿", "Draft";
        effective: "生效", "In force";
        superseded: "已被替代", "Superseded";
        retired: "停用", "Retired";
        queued: "排队中", "Queued";
        running: "进行中", "Running";
        succeeded: "完成", "Done";
        unchanged: "无变化", "Unchanged";
        failed: "失败", "Failed";
        cancelled: "已取消", "Cancelled";
        interrupted: "中断", "Interrupted";
        kind_unit: "单位", "Unit";
        kind_post: "岗位", "Post";
        kind_person: "个人", "Person";
        role_a: "A 岗", "Role A";
        role_b: "B 岗", "Role B";
        org: "组织绩效", "Organisation";
        person: "个人绩效", "Person";
        party: "党建", "Party building";
        admin: "政务", "Administration";
        business: "业务", "Business";
        text: "文本", "Text";
        integer: "整数", "Integer";
        decimal: "小数", "Decimal";
        date: "日期", "Date";
        datetime: "日期时间", "Date and time";
        masked: "已脱敏", "Masked";
        person_active: "在岗", "Active";
        person_leave: "休假", "On leave";
        person_seconded: "借调", "Seconded";
        person_suspended: "停职", "Suspended";
        person_retired: "退休", "Retired";
        person_left: "离开", "Left";
        count: "计数", "Count";
        sum: "合计", "Sum";
        min: "最小", "Minimum";
        max: "最大", "Maximum";
        distinct: "去重计数", "Distinct count";
        first: "首个", "First";
        last: "末个", "Last";
        read: "查看", "Read";
        write: "修改", "Write";
        publish: "发布", "Publish";
        run: "执行", "Run";
        export: "导出", "Export";
        answer: "答复办理", "Answer";
        order: "下达督办", "Order";
        matter: "单位的预警、整改和任务", "Warnings, rectifications and tasks of units";
        person_matter: "个人的预警、整改和任务", "Warnings, rectifications and tasks of persons";
        warning_rule: "预警规则", "Warning rules";
        handbook: "诊断手册", "Diagnosis handbook";
        risk: "风险清单", "Risk register";
        risk_label: "风险标签", "Risk labels";
        event: "业务事件", "Events";
        organisation: "机构岗位", "Organisation";
        people: "人员", "People";
        person_detail: "个人联系方式", "Personal contact details";
        account: "账户", "Accounts";
        role: "角色", "Roles";
        library: "指标库", "Library";
        target: "目标值", "Targets";
        dataset: "数据集", "Datasets";
        source_row: "原始记录", "Source rows";
        run_resource: "取数与计分", "Runs";
        cell: "单位得分", "Unit scores";
        person_cell: "个人得分", "Personal scores";
        ranking: "排名与组均值", "Ranks and group means";
        manual_value: "手工填报值", "Manual values";
        audit: "审计", "Audit";
        dictionary: "字典", "Dictionary";
        scope_self: "本人", "Self";
        own_post: "本岗位", "Own post";
        own_unit: "本单位", "Own unit";
        own_subtree: "本单位及下级", "Own unit and below";
        own_line_subtree: "本条线及下级", "Own line and below";
        comparison_group: "考核组别", "Comparison group";
        assigned: "分配给我的", "Assigned to me";
        custom_units: "指定单位", "Chosen units";
        scope_all: "全部", "Everything";
    }
}
