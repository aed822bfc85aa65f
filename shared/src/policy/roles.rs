//! The roles every installation starts with (domain.md §2.2). They are data from then on: editable, and more can be added.

use super::{Action, Resource};

/// A role as shipped.
#[derive(Debug, Clone, Copy)]
pub struct BuiltInRole {
    /// Its code.
    pub code: &'static str,
    /// Its Chinese name.
    pub name: &'static str,
    /// Its English name.
    pub name_en: &'static str,
    /// What it may do; on which rows is said by each grant.
    pub permissions: &'static [(Resource, &'static [Action])],
}

const READ: &[Action] = &[Action::Read];
const SEE: &[Action] = &[Action::Read, Action::Export];
const EDIT: &[Action] = &[Action::Read, Action::Write];
const KEEP: &[Action] = &[Action::Read, Action::Write, Action::Export];
const OPERATE: &[Action] = &[Action::Read, Action::Run];

const ANSWER: &[Action] = &[Action::Read, Action::Answer];
const MANAGE: &[Action] = &[Action::Read, Action::Export, Action::Answer, Action::Order];
const DIRECT: &[Action] = &[Action::Read, Action::Export, Action::Order];
const RULE: &[Action] = &[Action::Read, Action::Write, Action::Publish];

/// What a manager's cockpit and desk take.
const COCKPIT: &[(Resource, &[Action])] = &[
    (Resource::Organisation, READ),
    (Resource::Person, READ),
    (Resource::Library, READ),
    (Resource::Cell, SEE),
    (Resource::PersonCell, SEE),
    (Resource::Ranking, READ),
    (Resource::SourceRow, READ),
    (Resource::Matter, MANAGE),
    (Resource::PersonMatter, MANAGE),
    (Resource::Handbook, EDIT),
    (Resource::Risk, KEEP),
    (Resource::RiskLabel, EDIT),
    (Resource::Event, READ),
];

/// All roles as shipped.
pub const BUILT_IN_ROLES: &[BuiltInRole] = &[
    BuiltInRole {
        code: "SYS_ADMIN",
        name: "系统管理员",
        name_en: "System administrator",
        permissions: &[
            (Resource::Organisation, EDIT),
            (Resource::Person, EDIT),
            (Resource::Account, EDIT),
            (Resource::Role, EDIT),
            (Resource::Dictionary, EDIT),
        ],
    },
    BuiltInRole {
        code: "PERF_OFFICE",
        name: "绩效办",
        name_en: "Performance office",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Person, READ),
            (Resource::Library, RULE),
            (Resource::Target, EDIT),
            (Resource::Dataset, READ),
            (Resource::SourceRow, READ),
            (Resource::Run, OPERATE),
            (Resource::Cell, SEE),
            (Resource::PersonCell, SEE),
            (Resource::Ranking, READ),
            (Resource::ManualValue, KEEP),
            (Resource::Matter, DIRECT),
            (Resource::PersonMatter, DIRECT),
            (Resource::WarningRule, RULE),
            (Resource::Handbook, RULE),
            (Resource::Risk, KEEP),
            (Resource::RiskLabel, EDIT),
            (Resource::Event, EDIT),
            (Resource::Role, READ),
            (Resource::Account, READ),
            (Resource::Dictionary, EDIT),
        ],
    },
    BuiltInRole {
        code: "PERF_SPECIALIST",
        name: "绩效专干",
        name_en: "Performance specialist",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Library, READ),
            (Resource::Cell, SEE),
            (Resource::Ranking, READ),
            (Resource::ManualValue, KEEP),
            (Resource::Matter, &[Action::Read, Action::Export, Action::Answer]),
            (Resource::WarningRule, READ),
            (Resource::Handbook, EDIT),
            (Resource::Risk, KEEP),
        ],
    },
    BuiltInRole {
        code: "LIAISON",
        name: "绩效联络员",
        name_en: "Liaison",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Library, READ),
            (Resource::Cell, READ),
            (Resource::ManualValue, KEEP),
            (Resource::Matter, ANSWER),
            (Resource::Handbook, EDIT),
            (Resource::Risk, READ),
        ],
    },
    BuiltInRole {
        code: "PARTY_SECRETARY", name: "党委书记、局长", name_en: "Bureau head", permissions: COCKPIT
    },
    BuiltInRole { code: "DEPUTY_LEADER", name: "分管局领导", name_en: "Deputy leader", permissions: COCKPIT },
    BuiltInRole { code: "BRANCH_DIRECTOR", name: "分局长", name_en: "Branch director", permissions: COCKPIT },
    BuiltInRole { code: "DEPT_HEAD", name: "科(股)长、所长", name_en: "Head of office", permissions: COCKPIT },
    BuiltInRole {
        code: "APPRAISAL_GROUP",
        name: "考核小组成员",
        name_en: "Appraisal group member",
        permissions: &[(Resource::Organisation, READ), (Resource::Library, READ), (Resource::Cell, READ)],
    },
    BuiltInRole {
        code: "LINE_APPRAISER",
        name: "考评责任部门",
        name_en: "Line appraiser",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Library, READ),
            (Resource::Cell, SEE),
            (Resource::Ranking, READ),
            (Resource::SourceRow, READ),
            (Resource::Matter, DIRECT),
            (Resource::Handbook, RULE),
            (Resource::Risk, KEEP),
            (Resource::Event, READ),
        ],
    },
    BuiltInRole {
        code: "OFFICER",
        name: "干部",
        name_en: "Officer",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Person, READ),
            (Resource::PersonDetail, READ),
            (Resource::Library, READ),
            (Resource::Cell, READ),
            (Resource::PersonCell, SEE),
            (Resource::SourceRow, READ),
            (Resource::Matter, ANSWER),
            (Resource::PersonMatter, ANSWER),
            (Resource::Handbook, EDIT),
            (Resource::Risk, READ),
            (Resource::RiskLabel, READ),
        ],
    },
    BuiltInRole {
        code: "DISCIPLINE",
        name: "督察内审、纪检",
        name_en: "Discipline and internal audit",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Person, READ),
            (Resource::Library, READ),
            (Resource::Matter, DIRECT),
            (Resource::Risk, KEEP),
            (Resource::RiskLabel, EDIT),
            (Resource::Event, READ),
        ],
    },
    BuiltInRole {
        code: "LEGAL",
        name: "法规部门",
        name_en: "Legal department",
        permissions: &[(Resource::Organisation, READ), (Resource::Library, READ), (Resource::Risk, KEEP)],
    },
    BuiltInRole {
        code: "HR",
        name: "人事(考核考评)",
        name_en: "Personnel",
        permissions: &[
            (Resource::Organisation, EDIT),
            (Resource::Person, EDIT),
            (Resource::PersonDetail, READ),
            (Resource::Library, READ),
        ],
    },
    BuiltInRole { code: "FINANCE", name: "财务", name_en: "Finance", permissions: &[(Resource::Organisation, READ)] },
    BuiltInRole {
        code: "DATA_ADMIN",
        name: "数据管理员",
        name_en: "Data administrator",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Library, READ),
            (Resource::Dataset, EDIT),
            (Resource::SourceRow, READ),
            (Resource::Run, OPERATE),
            (Resource::Event, EDIT),
        ],
    },
    BuiltInRole { code: "EXTERNAL_RATER", name: "外部评价者", name_en: "External rater", permissions: &[] },
    BuiltInRole {
        code: "AUDITOR",
        name: "审计、巡察",
        name_en: "Auditor",
        permissions: &[
            (Resource::Organisation, READ),
            (Resource::Person, READ),
            (Resource::Account, READ),
            (Resource::Role, READ),
            (Resource::Library, READ),
            (Resource::Target, READ),
            (Resource::Dataset, READ),
            (Resource::SourceRow, READ),
            (Resource::Run, READ),
            (Resource::Cell, READ),
            (Resource::PersonCell, READ),
            (Resource::Ranking, READ),
            (Resource::ManualValue, READ),
            (Resource::Matter, READ),
            (Resource::PersonMatter, READ),
            (Resource::WarningRule, READ),
            (Resource::Handbook, READ),
            (Resource::Risk, READ),
            (Resource::RiskLabel, READ),
            (Resource::Event, READ),
            (Resource::Audit, SEE),
            (Resource::Dictionary, READ),
        ],
    },
];
