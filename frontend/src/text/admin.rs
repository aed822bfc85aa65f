//! Words of organisation, policy and audit.

words! {
    /// Organisation.
    Organisation {
        title: "机构岗位人员", "Organisation, posts, people";
        tree: "机构树", "Units";
        choose: "从左边选择一个单位。", "Choose a unit.";
        level: "层级", "Level";
        kind: "类别", "Kind";
        line: "条线", "Line";
        group: "考核组别", "Comparison group";
        parent: "上级", "Above";
        headcount: "在岗人数", "People";
        children: "下级单位", "Units below";
        posts: "岗位", "Posts";
        key_post: "关键岗", "Key post";
        holders: "任岗人员", "Holders";
        post_type: "岗位类型", "Post type";
        persons: "人员", "People";
        staff_no: "工号", "Staff no.";
        rank: "职级", "Rank";
        phone: "电话", "Phone";
        move_unit: "调整隶属关系", "Move";
        move_to: "新的上级", "New unit above";
        move_on: "生效日期", "From";
        move_lead: "调整 {0} 的隶属关系。历史期间仍按当时的机构汇总。", "Move {0}. Earlier periods keep the organisation they had.";
        rename: "更名", "Rename";
        name: "名称", "Name";
        short_name: "简称", "Short name";
    }
}

words! {
    /// Policy.
    Policy {
        title: "权限", "Permissions";
        matrix: "角色 × 资源 × 操作", "Roles × resources × actions";
        matrix_note: "授权范围（数据权限）在授予角色时确定；多项授权取并集，没有授权就看不到。", "How far a role reaches is set when it is granted. Several grants unite; without one nothing is seen.";
        resource: "资源", "Resource";
        account_sees: "这个账户能看到什么，凭哪条规则", "What may this account see, and through which rule";
        account: "账户", "Account";
        find_account: "按账号或姓名查找", "Find an account by name";
        scope: "范围", "Scope";
        covers: "覆盖单位", "Units covered";
        role: "角色", "Role";
        sees_units: "合计可见 {0} 个单位", "{0} units in all";
        sees_nothing: "没有任何授权，所以什么也看不到。", "No grant, so nothing is seen.";
        who_sees: "谁能看到这个单位，凭哪条规则", "Who may see this unit, and through which rule";
        find_unit: "按名称查找单位", "Find a unit by name";
        through: "凭", "Through";
        nobody: "没有账户能看到它。", "No account may see it.";
    }
}

words! {
    /// Audit.
    Audit {
        title: "审计", "Audit";
        lead: "只增不改；每一条都含上一条的摘要，删改会断链。", "Append-only; each event holds the digest of the one before, so that tampering breaks the chain.";
        at: "时间", "Time";
        actor: "谁", "Who";
        what: "做了什么", "What";
        subject: "对象", "Subject";
        reason: "理由", "Reason";
        before: "之前", "Before";
        after: "之后", "After";
        hash: "摘要", "Digest";
        find: "按对象查找", "Find by subject";
    }
}
