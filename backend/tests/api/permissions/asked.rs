//! What is asked with which arguments, as data. `$name` is a thing of the bureau (`things` in `bureau.rs`), once as it lies inside
//! everybody's scope and once as it lies outside.

macro_rules! about {
    () => {
        r#"about: { name: "New", nameEn: "New", object: ORG, dimension: "QUALITY", domain: BUSINESS, nature: QUANT, purpose: "To know",
            keyRate: false }"#
    };
}

macro_rules! content {
    () => {
        r#"content: { standard: "", formula: "filings", caliber: "", unitOfMeasure: "n", direction: HIGHER_BETTER, collection: AUTO,
            machineGenerated: true, machineCollected: true, machineScored: true, cycle: MONTH, baseScore: "5",
            methodParameters: "{\"method\":\"TARGET_RATIO\"}", bands: [{ band: GOOD }], reaches: [UNIT], postClasses: [] }"#
    };
}

/// The arguments of fields that need some. With them the field succeeds for whoever may ask it.
pub const ASKED: &[(&str, &str)] = &[
    ("Query.unit", "id: $unit"),
    ("Query.units", "first: 100, search: $unitCode"),
    ("Query.person", "id: $person"),
    ("Query.persons", "first: 100, unit: $unit"),
    ("Query.post", "id: $post"),
    ("Query.accounts", "first: 100"),
    ("Query.access", "account: $account"),
    ("Query.whoMaySee", "unit: $unit, first: 100"),
    ("Query.auditEvents", "first: 100"),
    ("Query.indicators", "first: 100"),
    ("Query.indicator", "id: $indicator"),
    ("Query.scheme", "id: $scheme"),
    ("Query.datasets", "first: 100"),
    ("Query.dataset", "id: $dataset"),
    ("Query.checkExpression", r#"dataset: $dataset, expression: "amuont > 1", expects: CONDITION"#),
    ("Query.runs", "first: 100"),
    ("Query.run", "id: $run"),
    ("Query.periods", "cycle: MONTH"),
    ("Query.cockpit", r#"subject: $place, period: "2026-06""#),
    ("Query.heatMap", r#"subject: $place, period: "2026-06""#),
    ("Query.trend", r#"subject: $place, indicator: $indicator, to: "2026-06", points: 13"#),
    ("Query.explain", r#"subject: $place, indicator: $indicator, period: "2026-06""#),
    ("Query.explainScore", r#"subject: $place, period: "2026-06""#),
    ("Query.improvement", r#"subject: $place, period: "2026-06""#),
    ("Explanation.sourceRows", "first: 5"),
    ("Query.targets", "indicator: $indicator, unit: $unit"),
    ("Query.sourceFiles", "dataset: $dataset"),
    (
        "Query.inferColumns",
        r#"dataset: $dataset, file: "filing.csv", manner: { format: CSV, encoding: UTF_8, delimiter: ",", nullWords: [], header: true }"#,
    ),
    (
        "Mutation.createUnit",
        r#"input: { code: "NEW", name: "New", shortName: "New", parent: $unit, level: "OFFICE", kind: "OFFICE", validFrom: "2026-11-01" }"#,
    ),
    ("Mutation.moveUnit", r#"unit: $emptyUnit, version: 1, to: $otherUnit, on: "2026-11-01""#),
    ("Mutation.renameUnit", r#"unit: $unit, version: 1, name: "Other", shortName: "Other""#),
    ("Mutation.closeUnit", r#"unit: $emptyUnit, version: 1, on: "2026-11-01""#),
    ("Mutation.createPost", r#"input: { unit: $unit, postType: $postType, code: "NEW", name: "New", isKey: false }"#),
    (
        "Mutation.assignPerson",
        r#"input: { person: $otherPerson, post: $vacantPost, role: A, share: "0.5", validFrom: "2026-11-01" }"#,
    ),
    ("Mutation.endAssignment", r#"assignment: $assignment, on: "2026-11-01""#),
    ("Mutation.createAccount", r#"input: { login: "new", password: "Correct-horse-1", displayName: "New" }"#),
    ("Mutation.disableAccount", "account: $account, version: 1"),
    (
        "Mutation.saveRole",
        r#"input: { code: "NEW", name: "New", nameEn: "New", permissions: [{ resource: ORGANISATION, actions: [READ] }] }"#,
    ),
    (
        "Mutation.grantRole",
        r#"input: { account: $account, role: $role, scope: OWN_UNIT, unit: $unit, units: [], lines: [], validFrom: "2026-11-01" }"#,
    ),
    ("Mutation.revokeGrant", "grant: $grant"),
    ("Mutation.createIndicator", concat!(r#"input: { code: "NEW", "#, about!(), ", ", content!(), " }")),
    ("Mutation.changeIndicator", concat!("indicator: $indicator, version: 1, ", about!())),
    ("Mutation.draftVersion", concat!("indicator: $indicator, version: 1, ", content!())),
    ("Mutation.discardDraft", "indicator: $drafted, version: 1"),
    ("Mutation.publishVersion", r#"version: $draft, seen: 1, from: "2026-11-01""#),
    (
        "Mutation.retireIndicator",
        r#"indicator: $indicator, version: 1, on: "2026-12-31", reason: "no longer asked for""#,
    ),
    ("Mutation.setTarget", r#"indicator: $indicator, unit: $unit, period: "2026", target: "90""#),
    ("Mutation.saveScheme", r#"input: { code: "NEW", name: "New", year: 2027, total: "100", items: [] }"#),
    ("Mutation.publishScheme", "scheme: $draftedScheme, version: 1"),
    (
        "Mutation.saveDataset",
        r#"input: { code: "NEW", name: "New", system: "Core", files: ["new.csv"], manner: { format: CSV, encoding: UTF_8, delimiter: ",",
            nullWords: [], header: true }, columns: [{ name: "due", type: DATE, required: true, notNegative: false, dateShapes: [],
            personal: false }, { name: "unit", type: TEXT, required: true, notNegative: false, dateShapes: [], personal: false }],
            timeColumn: "due", zone: "LOCAL", unitColumn: "unit" }"#,
    ),
    (
        "Mutation.saveMeasure",
        r#"input: { dataset: $dataset, code: "NEW", name: "New", aggregate: COUNT, overTree: SUM, overTime: SUM, unitOfMeasure: "n" }"#,
    ),
    ("Mutation.startRun", r#"scheme: $scheme, from: "2026-06", to: "2026-06""#),
    ("Mutation.cancelRun", "run: $queuedRun"),
];

/// The way to a type, or to one field of it, where the shortest leads to an object that lacks what is asked after.
pub const PATHS: &[(&str, &[&str])] = &[
    ("Explanation.manual", &[r#"explain(subject: $place, indicator: $handFilled, period: "2026-06")"#]),
    ("ManualEntry", &[r#"explain(subject: $place, indicator: $handFilled, period: "2026-06")"#, "manual"]),
    ("IndicatorVersion", &["indicator(id: $drafted)", "versions"]),
    ("Indicator.draft", &["indicator(id: $drafted)"]),
    ("DefinitionProblem", &["indicator(id: $drafted)", "versions", "problems"]),
    ("BandInterval", &["indicator(id: $drafted)", "versions", "bands"]),
    (
        "InferredColumns.timeColumns",
        &[
            r#"inferColumns(dataset: $dataset, file: "visits.csv", manner: { format: CSV, encoding: UTF_8, delimiter: ",",
            nullWords: [], header: true })"#,
        ],
    ),
    ("Score.cockpitDimension", &[r#"cockpit(subject: $place, period: "2026-06")"#, "dimensions"]),
    ("Unit.children", &["rootUnits"]),
    ("Unit.childCount", &["rootUnits"]),
    ("Unit.line", &["units(first: 100)", "nodes"]),
    ("Unit.validTo", &["units(first: 100)", "nodes"]),
    ("Run.failure", &["run(id: $failedRun)"]),
    ("Cockpit.drillReason", &[r#"cockpit(subject: $lowestPlace, period: "2026-06")"#]),
];

/// Fields that nobody gets anything of, with the reason.
pub const NOBODY: &[(&str, &str)] = &[("Scheme.problem", "every scheme of the bureau could take effect")];

/// The heads of the columns.
pub const SHORT: &[(&str, &str)] = &[
    ("SYS_ADMIN", "SA"),
    ("PERF_OFFICE", "PO"),
    ("PERF_SPECIALIST", "SP"),
    ("LIAISON", "LI"),
    ("PARTY_SECRETARY", "PS"),
    ("DEPUTY_LEADER", "DL"),
    ("BRANCH_DIRECTOR", "BD"),
    ("DEPT_HEAD", "DH"),
    ("APPRAISAL_GROUP", "AG"),
    ("LINE_APPRAISER", "LA"),
    ("OFFICER", "OF"),
    ("DISCIPLINE", "DI"),
    ("LEGAL", "LE"),
    ("HR", "HR"),
    ("FINANCE", "FI"),
    ("DATA_ADMIN", "DA"),
    ("EXTERNAL_RATER", "ER"),
    ("AUDITOR", "AU"),
];
