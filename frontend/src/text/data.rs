//! Words of library, datasets, runs and manual values.

words! {
    /// Library.
    Library {
        title: "指标库", "Indicator library";
        quantitative: "定量指标占比", "Quantitative share";
        quantitative_note: "{0} / {1}，不低于 {2}", "{0} of {1}, at least {2}";
        extracted: "自动取数", "Extracted";
        extracted_note: "{0} / {1}", "{0} of {1}";
        machine: "机生、机汇、机考", "Machine throughout";
        by_domain: "按领域", "By domain";
        find: "按名称或编码查找", "Find by name or code";
        all_dimensions: "全部维度", "All dimensions";
        all_collections: "全部采集方式", "All ways of collection";
        dimension: "维度", "Dimension";
        cockpit_dimension: "驾驶舱维度", "Cockpit dimension";
        collection: "采集方式", "Collection";
        nature: "性质", "Nature";
        direction: "方向", "Direction";
        cycle: "周期", "Cycle";
        base_score: "基准分", "Base points";
        unit: "计量单位", "Unit of measure";
        specification: "指标说明书", "Specification";
        purpose: "设置目的", "Purpose";
        object: "考核对象", "Appraises";
        domain: "领域", "Domain";
        line: "条线", "Line";
        standard: "考核标准", "Standard";
        formula: "计算公式", "Formula";
        caliber: "取数口径", "Caliber";
        collector: "采集层级", "Collected at";
        flags: "机生 / 机汇 / 机考", "Generated / collected / scored by machine";
        method: "计分方法", "Scoring method";
        parameters: "方法参数", "Parameters";
        bands: "分档", "Bands";
        band_from_to: "{0} 至 {1}", "{0} to {1}";
        no_limit: "不限", "no limit";
        reaches: "下达到", "Reaches";
        measures: "度量", "Measures";
        versions: "历次版本", "Versions";
        no_effective: "还没有生效的版本。", "No version is in force yet.";
        publish: "发布", "Publish";
        publish_from: "自何日起生效", "In force from";
    }
}

words! {
    /// Datasets.
    Dataset {
        title: "数据集", "Datasets";
        system: "来源系统", "System";
        format: "格式", "Format";
        location: "位置", "Location";
        encoding: "编码", "Encoding";
        complete_to: "完整到", "Complete to";
        columns: "列", "Columns";
        column: "列名", "Column";
        label: "名称", "Label";
        kind: "类型", "Type";
        required: "必有", "Required";
        personal: "个人信息", "Personal";
        shapes: "日期写法", "Date shapes";
        null_words: "视为空的写法", "Words for nothing";
        time_column: "时间列", "Time column";
        unit_column: "单位列", "Unit column";
        post_column: "岗位列", "Post column";
        person_column: "人员列", "Person column";
        measures: "度量", "Measures";
        measure: "度量", "Measure";
        aggregate: "聚合", "Aggregate";
        expression: "表达式", "Expression";
        filter: "筛选条件", "Filter";
        over_tree: "沿机构汇总", "Over units";
        over_time: "沿时间汇总", "Over time";
        check: "检查表达式", "Check an expression";
        check_lead: "保存之前先检查：列名、类型和允许的函数。", "Checked before it is saved: columns, types, allowed functions.";
        condition: "条件", "Condition";
        number: "数值", "Number";
        expects: "应当是", "It should be a";
        check_now: "检查", "Check";
        check_ok: "表达式可用。", "The expression is fine.";
        check_bad: "表达式不可用：{0}", "The expression is not fine: {0}";
        check_column: "列 {0}", "Column {0}";
        check_position: "第 {0} 个字符", "Character {0}";
    }
}

words! {
    /// Runs.
    Run {
        title: "取数与计分", "Runs";
        start: "开始运行", "Start a run";
        start_lead: "按方案取数、计算、计分并发布；重复运行结果不变。", "Extracts, computes, scores and publishes; the same run twice changes nothing.";
        scheme: "方案", "Scheme";
        from: "自", "From";
        to: "至", "To";
        period_hint: "写作 2026-03、2026Q1、2026H1 或 2026", "Write 2026-03, 2026Q1, 2026H1 or 2026";
        bad_period: "期间写法不对。", "That is no period.";
        no_scheme: "还没有已发布的方案。", "No scheme is published yet.";
        started: "开始时间", "Started";
        started_by: "由谁开始", "By";
        by_account: "人工", "By hand";
        by_system: "系统（命令或定时）", "The system (a command or a schedule)";
        finished: "结束时间", "Finished";
        took: "用时", "Took";
        periods: "期间", "Periods";
        progress: "进度 {0}", "{0} done";
        stage: "步骤", "Step";
        rows_read: "读取记录", "Rows read";
        rows_refused: "未用记录", "Rows refused";
        cells: "写入结果", "Cells written";
        failure: "失败原因", "Failure";
        tree_date: "机构以此日为准", "Organisation as of";
        sources: "来源文件", "Source files";
        file: "文件", "File";
        size: "大小", "Size";
        hash: "SHA-256", "SHA-256";
        rows: "记录数", "Rows";
        span: "时间范围", "Time span";
        refusals: "未用的记录", "Refused rows";
        reason: "原因", "Reason";
        column: "列", "Column";
        count: "条数", "Count";
        text: "内容", "Content";
        download_refused: "下载全部未用记录：{0}（{1} 条，{2}）", "Download all refused rows: {0} ({1} rows, {2})";
        refused_cut: "共 {0} 条，文件在 {1} 条处截断。", "{0} in all; the file was cut at {1}.";
        refused_gone: "{0}：{1} 条未用记录的文件已不能下载（已被移走，或其中有后来标为个人信息的列）；重新运行同一期间即可再得到。", "{0}: the file with {1} refused rows can no longer be had (it was removed, or a column in it was marked personal since); run the same periods again to have it anew.";
        none_refused: "没有未用的记录。", "No row was refused.";
        log: "日志", "Log";
        cancel: "取消运行", "Cancel the run";
        run_title: "运行 {0}", "Run {0}";
    }
}

words! {
    /// Manual values.
    Manual {
        title: "手工填报", "Manual values";
        lead: "系统里取不到的数，用模板填报。先下载模板，填好后传回；整张表要么全部接收，要么一格也不收。", "For what no system has. Download the template, fill it in and send it back; a sheet is taken whole or not at all.";
        period: "期间", "Period";
        step_template: "下载模板", "Download the template";
        step_send: "传回填好的表", "Send the filled sheet";
        xlsx: "Excel 模板", "Excel template";
        csv: "CSV 模板", "CSV template";
        choose: "选择文件（xlsx 或 CSV）", "Choose a file (xlsx or CSV)";
        send: "上传", "Send";
        accepted: "已接收 {0} 个数。", "{0} values were taken.";
        refused: "有 {0} 格需要修改，整张表没有接收。", "{0} cells need correcting; nothing of the sheet was taken.";
        cell: "单元格", "Cell";
        reason: "原因", "Reason";
        content: "内容", "Content";
        read_only: "您可以看，但不能填报。", "You may look, but not enter values.";
        bad_number: "不是数字", "Not a number";
        unknown_indicator: "没有这个手工填报的指标", "No such indicator that is filled in by hand";
        unknown_unit: "没有这个单位，或不在您的范围内", "No such unit, or outside your scope";
        long_note: "说明太长", "The note is too long";
        duplicate: "重复", "Given twice";
        wrong_period: "期间不符", "Another period";
    }
}
