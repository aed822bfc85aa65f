//! Words of what is written: drafts of indicators, scoring methods, targets, schemes, how datasets are read.

words! {
    /// The draft of an indicator.
    Draft {
        title: "草稿", "Draft";
        new_indicator: "新建指标", "New indicator";
        lead: "草稿可以不完整；发布之前会检查全部内容，历史数据不受影响。", "A draft may be incomplete; everything is checked before it takes effect, and earlier values stay as they are.";
        save: "保存草稿", "Save the draft";
        basics: "基本", "Basics";
        meaning: "口径与公式", "Meaning and formula";
        collection: "取数", "Collection";
        scoring: "计分", "Scoring";
        bands: "分档", "Bands";
        reach: "下达", "Reach";
        code: "编码（不再更改）", "Code (for ever)";
        name_en: "英文名称", "English name";
        key_rate: "列入驾驶舱关键指标", "Leads the cockpit";
        machine_generated: "机生", "Made by machine";
        machine_collected: "机汇", "Collected by machine";
        machine_scored: "机考", "Scored by machine";
        post_classes: "岗位类别编码（用空格分开，不填为全部岗位）", "Classes of posts (codes apart by spaces; empty: every post)";
        formula_fault: "第 {0} 个字符附近还不完整。", "Not complete near character {0}.";
        insert: "插入度量", "Insert a measure";
        no_measures: "还没有度量。先在数据集里添加。", "There is no measure yet. Add one to a dataset first.";
        band: "档", "Band";
        bands_lead: "各档首尾相接，合起来包含所有数值；不填表示不限。", "Bands follow one another and together hold every value; empty means no limit.";
        bad_number: "请填写数字。", "Write a number.";
        bad_code: "编码只用字母、数字、点、横线和下划线。", "A code has letters, digits, dots, dashes and underscores.";
        bad_period: "写作 2026-03、2026Q1、2026H1 或 2026", "Write 2026-03, 2026Q1, 2026H1 or 2026";
        choose_one: "请选择一项。", "Choose one.";
        start: "起草新版本", "Draft a new version";
        go_on: "修改草稿", "Edit the draft";
        discard: "放弃草稿", "Discard the draft";
        discard_lead: "草稿会被删除，已生效的版本不受影响。", "The draft is deleted; what is in force stays.";
        retire: "停用", "Retire";
        retire_lead: "停用后不再有生效版本；已用它的方案和历史数据保留。", "No version is in force afterwards; schemes and values that use it stay.";
        retire_on: "自何日起停用", "No longer in force from";
        reason: "理由", "Reason";
        problems: "发布之前需要补全：", "To be completed before it can take effect:";
        no_problems: "草稿完整，可以发布。", "The draft is complete and can take effect.";
        missing: "还没有填", "not filled in";
        formula_by_hand: "手工填报的指标不写公式", "a value filled in by hand has no formula";
        formula_bad: "公式不完整或写法不对", "the formula does not read";
        unknown_measure: "公式里有不存在的度量", "the formula names a measure there is not";
        method_bad: "计分方法与方向、数值或参数不相配", "the method does not fit the direction, the values or its parameters";
        base_score_bad: "基准分要大于 0", "base points must be above 0";
        at_character: "第 {0} 个字符", "character {0}";
    }
}

words! {
    /// Scoring methods and their parameters.
    Scoring {
        deduct_step: "扣分法", "Deduction by steps";
        deduct_count: "按次扣分", "Deduction by case";
        step_benchmark: "按基准分档加减", "Steps from a benchmark";
        target_ratio: "目标比例法", "Share of the target";
        interval: "区间法", "Intervals";
        linear: "线性插值法", "Linear";
        efficacy: "功效系数法", "Efficacy";
        rank_linear: "排名法", "By place";
        rank_tier: "排名分段", "By tiers of places";
        yoy: "比上年提升", "Change since last year";
        completion: "完成/时限", "Completion in time";
        grade_vote: "等次测评", "Votes for grades";
        manual: "评委打分", "Ratings of judges";
        veto: "一票否决", "Veto";
        expr: "自定义公式", "Own formula";
        other: "参数", "Parameter";
        formula: "公式（值、目标、同期、基准分、排名、组内数）", "Formula (VALUE, TARGET, LAST_YEAR, BASE, RANK, GROUP_SIZE)";
        benchmark: "基准", "Benchmark";
        benchmark_fixed: "固定数值", "A number";
        benchmark_target: "目标值", "The target";
        benchmark_last_year: "上年同期", "Last year";
        intervals: "区间", "Intervals";
        tiers: "分段（从第一名起）", "Tiers (from the first place)";
        grades: "等次", "Grades";
        x0: "下端数值", "Lower value";
        s0: "下端得分比例", "Share at the lower value";
        x1: "上端数值", "Upper value";
        s1: "上端得分比例", "Share at the upper value";
        unacceptable: "不允许值", "Unacceptable value";
        satisfactory: "满意值", "Satisfactory value";
        from: "从（含）", "From (included)";
        to: "到（不含）", "To (excluded)";
        gives: "得分比例", "Share of points";
        grade: "等次名称", "Grade";
        points: "分值（不填则不计）", "Points (empty: not counted)";
        width: "占组内比例", "Part of the group";
        share: "得分比例", "Share of points";
        granularity: "每一档的大小", "Size of a step";
        unit: "每一档（次）的分值", "Points for each";
        steps: "不足一档", "Part of a step";
        steps_floor: "不计", "Left out";
        steps_ceil: "按一档计", "Counts as one";
        steps_exact: "按比例计", "Counts in part";
        slope: "每提升一个单位的比例", "Share for each unit of change";
        full: "满分", "Full rating";
        trim_from: "几人起去掉最高最低", "Judges from which extremes are left out";
        effect: "后果", "Effect";
        effect_zero: "本项得零分", "No points for this";
        effect_minus: "总分减一百", "A hundred points less in all";
        floor: "最少得分", "Least";
        cap: "最多得分", "Most";
        ties: "并列", "Ties";
        ties_standard: "并列后跳过名次", "Places are skipped after a tie";
        ties_dense: "并列后不跳过", "No place is skipped";
        ties_average: "取平均名次", "The mean place";
    }
}

words! {
    /// Targets.
    Target {
        title: "目标值", "Targets";
        lead: "在上级设定的目标对没有单独设定的下级同样有效；年度目标对年内各期有效。", "A target holds for every unit below that has none of its own; that of a year for every period in it.";
        unit: "单位", "Unit";
        targets: "目标", "Targets";
        set: "设定", "Set";
        set_for: "设定目标：{0}", "Set a target: {0}";
        value: "目标值（不填则取消）", "Target (empty: taken away)";
        up: "回到 {0}", "Back to {0}";
        no_unit: "您的范围内没有单位。", "There is no unit within your scope.";
    }
}

words! {
    /// Schemes.
    Scheme {
        title: "考核方案", "Schemes";
        one: "方案", "Scheme";
        new: "新建方案", "New scheme";
        year: "年度", "Year";
        published: "已发布", "Published";
        draft: "草稿", "Draft";
        items: "指标数", "Indicators";
        weight: "权重", "Weight";
        weights: "权重合计", "Sum of weights";
        total: "权重应合计", "Weights must sum to";
        points: "基准分", "Base points";
        none: "还没有方案。", "There is no scheme yet.";
        no_items: "方案里还没有指标。", "There is no indicator in the scheme yet.";
        sum: "合计 {0}，应为 {1}", "{0} of {1}";
        quantitative: "定量指标 {0}，不低于 {1}", "Quantitative {0}, at least {1}";
        add: "添加指标", "Add an indicator";
        add_lead: "只列出已生效、尚未列入的指标。", "Indicators in force that are not in the scheme.";
        find: "按名称或编码查找", "Find by name or code";
        nothing_found: "没有可添加的指标。", "Nothing to add.";
        copy: "复制为草稿", "Copy as a draft";
        copy_lead: "复制全部指标、权重和基准分；指标取现行版本。", "Copies indicators, weights and points; the versions now in force are taken.";
        publish: "发布方案", "Publish the scheme";
        publish_lead: "发布后不再改动；调整需复制为新的草稿。", "It never changes afterwards; a correction is a copy.";
        problem: "还不能发布：", "It cannot be published yet: ";
        save_first: "有未保存的修改，保存后才能发布。", "There are unsaved changes; save before publishing.";
        weight_of: "{0} 的权重", "Weight of {0}";
        points_of: "{0} 的基准分", "Base points of {0}";
        retired: "不是现行版本", "Not in force";
    }
}

words! {
    /// How a dataset is read.
    Source {
        new: "新建数据集", "New dataset";
        edit: "修改读取方式", "Edit how it is read";
        about: "基本", "Basics";
        file: "文件", "File";
        files: "文件、文件夹或带 * ? 的名称（一行一个）", "Files, folders or names with * and ? (one a line)";
        choose: "从来源文件夹选择", "Choose from the folder";
        no_files: "来源文件夹里还没有文件。请管理员放入文件，或直接写出名称。", "There is no file in the folder yet. Have one put there, or write its name.";
        format: "格式", "Format";
        delimiter: "分隔符", "Delimiter";
        comma: "逗号", "Comma";
        semicolon: "分号", "Semicolon";
        tab: "制表符", "Tab";
        bar: "竖线", "Bar";
        null_words: "视为空的写法（用空格分开）", "Words for nothing (apart by spaces)";
        header: "第一行是列名", "The first line names the columns";
        look: "看一看", "Look inside";
        looked: "看了 {0} 行，请核对每一列。", "{0} rows were looked at. Check every column.";
        columns_empty: "先选择文件，再看一看里面有哪些列。", "Choose a file and look inside for its columns.";
        places: "小数位", "Places";
        not_negative: "不为负", "Not negative";
        keep: "读取", "Read it";
        of_column: "{0}：{1}", "{0}: {1}";
        rows: "前几行", "First rows";
        roles: "谁、何时", "Who and when";
        zone: "时区（LOCAL、Asia/Shanghai 或 +08:00）", "Zone (LOCAL, Asia/Shanghai or +08:00)";
        complete_to: "数据完整到哪一天", "The last day it is complete to";
        no_file_named: "请先写出一个文件。", "Name a file first.";
        new_measure: "添加度量", "Add a measure";
        edit_measure: "修改度量", "Edit the measure";
        formula_name: "公式里用的名称", "Name in formulas";
        expression: "表达式（计数可以不填）", "Expression (may be empty for a count)";
        filter: "筛选条件（不填为全部记录）", "Filter (empty: every row)";
    }
}
