//! Words of the frame, of sign-in, of refusals, and those used everywhere.

words! {
    /// The frame around every page.
    Shell {
        brand: "指挥棒", "Baton";
        brand_aside: "Baton", "performance";
        skip: "跳到正文", "Skip to content";
        main_menu: "主菜单", "Main menu";
        fold: "收起菜单", "Fold the menu";
        unfold: "展开菜单", "Unfold the menu";
        search: "搜索单位、人员、指标", "Search units, people, indicators";
        search_hint: "按 / 开始搜索，Esc 关闭", "Press / to search, Esc to close";
        search_results: "搜索结果", "Search results";
        search_nothing: "没有找到相符的内容", "Nothing found";
        units: "单位", "Units";
        persons: "人员", "People";
        indicators: "指标", "Indicators";
        cockpit: "驾驶舱", "Cockpit";
        desk: "工作台", "Desk";
        inbox: "消息", "Messages";
        unread: "消息 {0} 条未读", "Messages {0} unread";
        notifications: "消息提醒设置", "Notification settings";
        warnings: "预警", "Warnings";
        rectifications: "整改", "Rectification";
        diagnoses: "诊断", "Diagnosis";
        handbook: "诊断手册", "Handbook";
        tasks: "任务", "Tasks";
        risks: "风险", "Risks";
        rules: "预警规则", "Warning rules";
        group_check: "检查与改进", "Check and improve";
        group_plan: "计划", "Plan";
        group_do: "实施", "Do";
        group_set: "配置", "Set up";
        library: "指标库", "Indicator library";
        schemes: "考核方案", "Schemes";
        datasets: "数据集", "Datasets";
        runs: "取数与计分", "Runs";
        manual: "手工填报", "Manual values";
        organisation: "机构岗位人员", "Organisation";
        policy: "权限", "Permissions";
        work_days: "工作日历", "Working days";
        audit: "审计", "Audit";
        more: "更多", "More";
        language: "English", "中 文";
        language_label: "切换为英文", "Switch to Chinese";
        settings: "显示设置", "Display settings";
        theme: "主题", "Theme";
        theme_system: "跟随系统", "As the system";
        theme_light: "浅色", "Light";
        theme_dark: "深色", "Dark";
        letters: "字号", "Letters";
        letters_normal: "标准", "Normal";
        letters_large: "大（×1.25）", "Large (×1.25)";
        letters_largest: "特大（×1.5）", "Largest (×1.5)";
        money: "金额单位", "Money in";
        account: "账户", "Account";
        roles: "角色", "Roles";
        sign_out: "退出登录", "Sign out";
        no_home_title: "还没有可看的驾驶舱", "No cockpit to show yet";
        no_home: "您的账户还没有授予任何单位、岗位或个人的查看范围。请联系系统管理员。", "Your account has not been granted any unit, post or person yet. Ask the system administrator.";
        no_period_title: "还没有发布的数据", "Nothing is published yet";
        no_period: "完成第一次取数与计分后，驾驶舱就会出现在这里。", "The cockpit appears here after the first run.";
        unknown_title: "没有这个页面", "There is no such page";
        unknown: "地址可能写错了，或者页面已经移动。", "The address may be mistyped, or the page has moved.";
        to_cockpit: "回到驾驶舱", "Back to the cockpit";
    }
}

words! {
    /// Buttons and other words used everywhere.
    Common {
        choose: "请选择", "Please choose one";
        find_unit: "按名称查找单位", "Find a unit by name";
        save: "保存", "Save";
        add: "添加", "Add";
        close: "完成", "Done";
        edit: "修改", "Edit";
        remove: "移除", "Remove";
        move_up: "上移", "Move up";
        move_down: "下移", "Move down";
        none: "无", "None";
        cancel: "取消", "Cancel";
        retry: "重试", "Try again";
        reload: "刷新", "Reload";
        yes: "是", "Yes";
        no: "否", "No";
        open: "打开", "Open";
        previous_page: "上一页", "Back";
        next_page: "下一页", "Next";
        total: "共 {0} 条", "{0} in all";
        loading: "正在载入", "Loading";
        empty: "这里还没有内容", "Nothing here yet";
        export: "导出", "Export";
        print: "打印", "Print";
        columns: "列设置", "Columns";
        density: "紧凑", "Dense";
        name: "名称", "Name";
        code: "编码", "Code";
        state: "状态", "State";
        version: "版本", "Version";
        valid_from: "生效日期", "Valid from";
        valid_to: "失效日期", "Valid to";
        actions: "操作", "Actions";
        unsaved: "还有未保存的修改，确定离开吗？", "There are unsaved changes. Leave anyway?";
        drawn_up: "制定：", "Drawn up:";
        checked: "审核：", "Checked:";
        signed_on: "日期：", "Date:";
        details: "详情", "Details";
        request: "请求编号", "Request";
    }
}

words! {
    /// Sign-in.
    SignIn {
        title: "登录", "Sign in";
        lead: "开放的税务绩效管理平台", "The open performance platform for tax bureaus";
        login: "账号", "Account";
        password: "密码", "Password";
        submit: "登录", "Sign in";
        wrong: "账号或密码不正确。", "The account or the password is not right.";
        demo_banner: "演示服务器：数据是虚构的，任何人都能登录。请勿录入真实数据。", "Demonstration server: the data is made up and anybody can sign in. Do not enter real data.";
        demo_title: "选择一个演示账号", "Choose a demonstration account";
        demo_as: "以 {0} 登录", "Sign in as {0}";
    }
}

words! {
    /// Sentences for refusals.
    ErrorWords {
        unauthenticated: "登录已失效，请重新登录。", "Your session has ended. Please sign in again.";
        not_found: "没有找到，或者不在您的查看范围内。", "Not found, or outside what you may see.";
        forbidden: "您可以看到它，但没有这项操作的权限。", "You may see this, but not do that.";
        invalid: "填写的内容有误，请检查标出的项目。", "Something entered is not right. Please check the fields named.";
        refused: "按规则不能这样做。", "The rules do not allow this.";
        stale: "别人刚刚改过。请复制您写的内容，刷新后再提交。", "Somebody else has just changed this. Copy what you wrote, reload, and send it again.";
        limit: "超出了系统的限额。", "This is more than the system takes at once.";
        rate_limited: "操作太频繁，请稍后再试。", "Too many requests. Please wait a moment.";
        unavailable: "服务暂时连不上，请稍后再试。", "The service cannot be reached. Please try again shortly.";
        internal: "服务出了问题，已经记录。请把请求编号告诉管理员。", "Something went wrong and was logged. Please give the request number to the administrator.";
        title_not_found: "没有找到", "Not found";
        title_forbidden: "没有权限", "No permission";
        title_failed: "没有成功", "That did not work";
        title_no_code: "这一页没有载入", "This page did not load";
        date_before_start: "{0} 早于 {1}，那时它还没有开始。", "{0} is before {1}, when it began.";
        weights_do_not_sum: "权重合计 {0}，应当是 {1}。", "The weights sum to {0}; they must sum to {1}.";
        too_few_quantitative: "定量指标占 {0} %，至少要占 {1} %。", "{0} % of the indicators are quantitative; at least {1} % must be.";
        not_in_this_state: "它现在的状态不允许这一步。", "The state it is in does not allow this step.";
        definition: "{0}还不能用：{1}", "{0} cannot be used yet: {1}";
        published: "已经发布的不再改动；要改就另起一个。", "What is published never changes; make a new one.";
        indicator_twice: "同一个指标在方案里出现了两次。", "An indicator stands in the scheme twice.";
        not_in_effect: "方案里有一个指标版本没有生效；请换成现行版本。", "A version in the scheme is not in force; choose the one that is.";
        nothing_to_win: "权重和基准分都要大于 0。", "Weight and base points must be above 0.";
        in_use: "已发布的指标在用它：{0}。请换一个编码另建。", "Published indicators rest on it: {0}. Make a new one under another code.";
        not_your_side: "这一步由别人办理。", "This step is for somebody else.";
        not_your_part: "您在这件事里有自己的措施；其余由负责人办理。", "You have a part in this: do your own measures. The rest is for whoever answers for the unit.";
        same_unit: "它已经是其中一方，请选另一个单位。", "It is one of the two sides: choose another unit.";
        words_missing: "请写几句说明。", "Say something.";
        day_before_today: "{0} 早于今天（{1}），请选今天或以后的日期。", "{0} is before today, {1}: choose today or a later day.";
        day_not_later: "{0} 不晚于现在的期限（{1}），请选更晚的日期。", "{0} is not after the present due date, {1}: choose a later day.";
        out_of_range: "请填 {0} 到 {1}。", "From {0} to {1}.";
        no_such_part: "这一项已经办过，请刷新后再看。", "This part was dealt with already: reload the page.";
        own_label: "不能给自己贴标签，也不能撤下自己的标签；可以写下您的说明。", "Nobody labels themselves or takes their own label off. You can say what you think of it.";
        own_work: "不能审批或验证自己提交的内容，请由本方另一位办理。", "Nobody approves or verifies their own work: somebody else of your side has to.";
        measures_open: "还有 {0} 项措施没有完成。先完成，或写明原因后标为不再需要。", "{0} measures are still open: do them, or drop them with a reason.";
        kind_not_allowed: "{0}的内容不是可以保存的文件类型。可以保存：{1}。", "{0} holds none of the kinds that are kept: {1}.";
        upload_incomplete: "{0}只收到 {1} 字节，共 {2} 字节。先传完其余部分。", "{1} of {2} bytes of {0} are here: send the rest first.";
        file_missing: "{0}不在文件库里。请告诉系统管理员，或重新上传。", "{0} is not where files are kept: tell the operator, or attach it again.";
        effect_not_shown: "后续期间（{0}）的数据还没有证明成效。等数据，或写明人工验证的理由。", "The following periods have not shown it yet: {0}. Wait for them, or give a reason.";
        not_in_use: "指标 {0} 没有生效的版本，请另选一个。", "The indicator {0} has no version in effect: choose another one.";
        source_undated: "数据源“{0}”还没有填写数据完整到哪一天，看不出是否滞后。请先在数据源的页面填写，或另选一个数据源。", "The data source {0} does not say to which day it is complete: write that day on its page, or choose another one.";
        not_an_address: "请填写这类渠道的地址：邮件填邮箱，其他填以 https:// 开头的地址。", "Write an address of this kind: for mail name@host, otherwise one that begins with https://.";
        secret_length: "请填 {0} 到 {1} 个字符。", "{0} to {1} characters.";
        no_time_between: "免打扰的开始和结束时间不能相同。", "Quiet hours end at another time than they begin.";
        day_after_today: "{0} 晚于今天（{1}），请选今天或以前的日期。", "{0} is after today, {1}: choose today or an earlier day.";
        not_in_handbook: "这一条不在该指标的手册里。请另选一条，或者写成新的。", "This is not in the handbook of the indicator: pick another, or write it as a new one.";
        diagnosis_open: "同一个数据已有诊断在办（{0}），请在那里继续。", "{0} is open about the same number: go on with it.";
        not_connected: "{0} 不是已经下达的整改单或诊断。请另选一项，或者先下达它。", "{0} is no order or diagnosis that was sent: choose another one, or send it first.";
        connected_already: "{0} 已经关联过了，不用再关联；请刷新，它在“相关事项”里。", "{0} is connected already: reload the page and find it among the connected matters.";
        has_parts: "里面还有内容，请先移走或退出。", "Something still lies in it: move or retire that first.";
        code_taken: "编码 {0} 已经有了。", "The code {0} is taken.";
        no_code: "请检查网络后重试。如果系统刚刚升级过，请刷新。", "Check the connection and try again. If the system has just been updated, reload.";
    }
}
