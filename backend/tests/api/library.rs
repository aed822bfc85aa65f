//! Writing the library through the API: from a file to a dataset, a measure, an indicator, a scheme; and what is refused.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, code, unit};

on_both_databases! {
    from_a_file_to_a_scheme_in_effect
    what_is_published_never_changes
    a_dataset_is_not_changed_under_its_measures
    a_look_at_a_file_shows_nothing_personal
    targets_obey_the_scope
}

/// Someone with a role over the whole house.
async fn hire(house: &House, login: &str, role: &str) {
    let create = r#"mutation($l: String!) { createAccount(input: { login: $l, password: "Correct-horse-9", displayName: $l }) { id } }"#;
    let account = house.data("admin", create, json!({ "l": login })).await["createAccount"]["id"].clone();
    let roles = house.data("admin", "{ roles { id code } }", json!({})).await["roles"].clone();
    let role = roles.as_array().unwrap().iter().find(|it| it["code"] == role).unwrap()["id"].clone();
    let grant = r#"mutation($a: AccountId!, $r: RoleId!, $u: UnitId!) { grantRole(input: { account: $a, role: $r, scope: OWN_SUBTREE,
        unit: $u, units: [], lines: [], validFrom: "2026-01-01" }) { id } }"#;
    house.data("admin", grant, json!({ "a": account, "r": role, "u": unit(1) })).await;
}

/// The house with its dictionary, a performance office and a data administrator.
async fn staffed(house: &House) {
    house.dictionary().await;
    hire(house, "perf", "PERF_OFFICE").await;
    hire(house, "data", "DATA_ADMIN").await;
}

const MANNER: &str = r#"{ format: CSV, encoding: UTF_8, delimiter: ",", nullWords: [], header: true }"#;

async fn dataset(house: &House) -> Value {
    let query = r#"mutation($input: DatasetInput!) { saveDataset(input: $input) { id version code measures { code } columns { name type } } }"#;
    house.data("data", query, json!({ "input": dataset_input() })).await["saveDataset"].clone()
}

fn dataset_input() -> Value {
    let column = |name: &str, kind: &str, required: bool| json!({ "name": name, "type": kind, "required": required, "notNegative": false, "dateShapes": [], "personal": false });
    json!({
        "code": "REQUESTS", "name": "Requests", "system": "311", "files": ["requests/service_requests.csv"],
        "manner": { "format": "CSV", "encoding": "UTF_8", "delimiter": ",", "nullWords": [], "header": true },
        "columns": [column("open_dt", "DATETIME", true), column("ontime", "TEXT", false), column("department", "TEXT", false)],
        "timeColumn": "open_dt", "zone": "LOCAL", "unitColumn": "department",
    })
}

const SAVE_MEASURE: &str = "mutation($input: MeasureDefinition!) { saveMeasure(input: $input) { id version code name filter dataset { code } } }";

fn measure_input(dataset: &Value, code: &str, filter: Option<&str>) -> Value {
    json!({ "dataset": dataset["id"], "code": code, "name": format!("{code} cases"), "aggregate": "COUNT", "filter": filter,
        "overTree": "SUM", "overTime": "SUM", "unitOfMeasure": "cases" })
}

async fn measure(house: &House, dataset: &Value, code: &str, filter: Option<&str>) -> Value {
    let input = measure_input(dataset, code, filter);
    house.data("perf", SAVE_MEASURE, json!({ "input": input })).await["saveMeasure"].clone()
}

fn about(name: &str) -> Value {
    json!({ "name": name, "nameEn": name, "object": "ORG", "dimension": "QUALITY", "cockpitDimension": "SERVICE", "domain": "BUSINESS",
        "nature": "QUANT", "purpose": "Answers in time", "keyRate": false })
}

fn content(formula: &str) -> Value {
    json!({ "standard": "in time", "formula": formula, "caliber": "", "unitOfMeasure": "%", "direction": "HIGHER_BETTER",
        "collection": "AUTO", "machineGenerated": true, "machineCollected": true, "machineScored": true, "cycle": "MONTH",
        "baseScore": "10", "methodParameters": r#"{"method":"TARGET_RATIO","cap":"1"}"#,
        "bands": [{ "band": "GOOD", "from": "90" }, { "band": "ALERT", "to": "90" }], "reaches": ["UNIT"], "postClasses": [] })
}

const CREATE: &str = "mutation($input: NewIndicator!) { createIndicator(input: $input) { id version draft { id number state problems { field message position } } } }";
const DRAFT: &str = "mutation($i: IndicatorId!, $v: Int!, $c: VersionContent!) { draftVersion(indicator: $i, version: $v, content: $c) {
    id number state formula indicator { version } problems { field position } } }";
const PUBLISH: &str = "mutation($v: IndicatorVersionId!, $seen: Int!, $from: Date!) { publishVersion(version: $v, seen: $seen, from: $from) {
    id number state validFrom indicator { version } } }";

async fn indicator(house: &House, code: &str, formula: &str) -> Value {
    let input = json!({ "code": code, "about": about(code), "content": content(formula) });
    house.data("perf", CREATE, json!({ "input": input })).await["createIndicator"].clone()
}

async fn published(house: &House, code: &str, formula: &str) -> Value {
    let created = indicator(house, code, formula).await;
    let variables = json!({ "v": created["draft"]["id"], "seen": created["version"], "from": "2026-01-01" });
    house.data("perf", PUBLISH, variables).await["publishVersion"].clone()
}

fn rule(answer: &Value) -> Value {
    answer["errors"][0]["extensions"]["rule"]["rule"].clone()
}

fn fields(answer: &Value) -> Vec<String> {
    let fields = answer["errors"][0]["extensions"]["fields"].as_array().unwrap_or_else(|| panic!("{answer}"));
    fields.iter().map(|field| field["field"].as_str().unwrap().to_owned()).collect()
}

async fn from_a_file_to_a_scheme_in_effect(house: &House) {
    staffed(house).await;
    let files = house.data("data", "{ sourceFiles { name size format } }", json!({})).await["sourceFiles"].clone();
    assert!(
        files
            .as_array()
            .unwrap()
            .iter()
            .any(|file| file["name"] == "requests/service_requests.csv" && file["format"] == "CSV")
    );
    let infer = format!(
        r#"{{ inferColumns(file: "requests/service_requests.csv", manner: {MANNER}) {{ columns {{ name type }} timeColumns rows lookedAt }} }}"#
    );
    let inferred = house.data("data", &infer, json!({})).await["inferColumns"].clone();
    assert_eq!(inferred["columns"][1], json!({ "name": "open_dt", "type": "DATETIME" }));
    assert_eq!((&inferred["timeColumns"][0], inferred["rows"].as_array().unwrap().len()), (&json!("open_dt"), 8));

    let dataset = dataset(house).await;
    assert_eq!((&dataset["version"], &dataset["columns"][0]["type"]), (&json!(1), &json!("DATETIME")));
    measure(house, &dataset, "ALL", None).await;
    let in_time = measure(house, &dataset, "IN_TIME", Some("ontime = 'ONTIME'")).await;
    assert_eq!((&in_time["filter"], &in_time["dataset"]["code"]), (&json!("ontime = 'ONTIME'"), &json!("REQUESTS")));

    let created = indicator(house, "ONTIME_RATE", "IN_TIME / ALL *").await;
    assert_eq!(created["draft"]["problems"][0]["field"], "formula");
    let refused =
        house.answer("perf", PUBLISH, json!({ "v": created["draft"]["id"], "seen": 1, "from": "2026-01-01" })).await;
    assert_eq!((code(&refused), rule(&refused)), ("REFUSED".to_owned(), json!("DEFINITION")));
    let drafted =
        house.data("perf", DRAFT, json!({ "i": created["id"], "v": 1, "c": content("IN_TIME / ALL * 100") })).await;
    let drafted = drafted["draftVersion"].clone();
    assert_eq!(
        (&drafted["id"], &drafted["number"], &drafted["problems"]),
        (&created["draft"]["id"], &json!(1), &json!([]))
    );
    let stale = house.answer("perf", PUBLISH, json!({ "v": drafted["id"], "seen": 1, "from": "2026-01-01" })).await;
    assert_eq!(code(&stale), "STALE");
    let published = house.data("perf", PUBLISH, json!({ "v": drafted["id"], "seen": 2, "from": "2026-01-01" })).await["publishVersion"].clone();
    assert_eq!((&published["state"], &published["indicator"]["version"]), (&json!("EFFECTIVE"), &json!(3)));

    let save =
        "mutation($input: SchemeInput!) { saveScheme(input: $input) { id version published weightTotal problem } }";
    let item = json!({ "indicatorVersion": published["id"], "weight": "99.5", "basePoints": "10" });
    let input = json!({ "code": "S2026", "name": "Scheme", "year": 2026, "total": "100", "items": [item] });
    let scheme = house.data("perf", save, json!({ "input": input })).await["saveScheme"].clone();
    assert!(scheme["problem"].as_str().unwrap().contains("99.5"), "{scheme}");
    let publish =
        "mutation($s: SchemeId!, $v: Int!) { publishScheme(scheme: $s, version: $v) { published version problem } }";
    let refused = house.answer("perf", publish, json!({ "s": scheme["id"], "v": 1 })).await;
    assert_eq!(rule(&refused), "WEIGHTS_DO_NOT_SUM");
    let mut input = input;
    input["id"] = scheme["id"].clone();
    input["version"] = json!(1);
    input["items"][0]["weight"] = json!("100");
    let scheme = house.data("perf", save, json!({ "input": input })).await["saveScheme"].clone();
    assert_eq!((&scheme["version"], &scheme["problem"]), (&json!(2), &Value::Null));
    let done = house.data("perf", publish, json!({ "s": scheme["id"], "v": 2 })).await["publishScheme"].clone();
    assert_eq!(done, json!({ "published": true, "version": 3, "problem": null }));
    input["version"] = json!(3);
    assert_eq!(rule(&house.answer("perf", save, json!({ "input": input })).await), "PUBLISHED");
    let verified = backend::app::audit::verify(&house.operator()).await;
    assert!(verified.is_ok());
}

async fn what_is_published_never_changes(house: &House) {
    staffed(house).await;
    let dataset = dataset(house).await;
    let all = measure(house, &dataset, "ALL", None).await;
    let late = measure(house, &dataset, "LATE", Some("ontime = 'OVERDUE'")).await;
    let first = published(house, "LATE_RATE", "LATE / ALL * 100").await;
    let seen = first["indicator"]["version"].clone();

    // The measures it names are frozen with it.
    let mut input = measure_input(&dataset, "LATE", Some("ontime <> 'ONTIME'"));
    (input["id"], input["version"]) = (late["id"].clone(), late["version"].clone());
    let refused = house.answer("perf", SAVE_MEASURE, json!({ "input": input })).await;
    assert_eq!(refused["errors"][0]["extensions"]["rule"], json!({ "rule": "IN_USE", "by": ["LATE_RATE"] }));
    let again = house
        .data(
            "perf",
            "query($id: DatasetId!) { dataset(id: $id) { measures { code filter version } } }",
            json!({ "id": dataset["id"] }),
        )
        .await;
    assert_eq!(
        again["dataset"]["measures"][1],
        json!({ "code": "LATE", "filter": "ontime = 'OVERDUE'", "version": 1 })
    );

    // A second version takes the place of the first; the first stays readable as it was.
    let id = indicator_of(house, &first).await;
    let drafted =
        house.data("perf", DRAFT, json!({ "i": id, "v": seen, "c": content("ALL / LATE") })).await["draftVersion"]
            .clone();
    assert_eq!((&drafted["number"], &drafted["state"]), (&json!(2), &json!("DRAFT")));
    let seen = drafted["indicator"]["version"].clone();
    let early = house.answer("perf", PUBLISH, json!({ "v": drafted["id"], "seen": seen, "from": "2025-12-31" })).await;
    assert_eq!(rule(&early), "DATE_BEFORE_START");
    let second = house.data("perf", PUBLISH, json!({ "v": drafted["id"], "seen": seen, "from": "2026-07-01" })).await["publishVersion"].clone();
    let query = "query($id: IndicatorId!) { indicator(id: $id) { version versions { number state formula validFrom validTo } } }";
    let shown = house.data("perf", query, json!({ "id": id })).await["indicator"].clone();
    assert_eq!(
        shown["versions"],
        json!([
            { "number": 2, "state": "EFFECTIVE", "formula": "ALL / LATE", "validFrom": "2026-07-01", "validTo": null },
            { "number": 1, "state": "SUPERSEDED", "formula": "LATE / ALL * 100", "validFrom": "2026-01-01", "validTo": "2026-07-01" },
        ])
    );
    let again = house
        .answer("perf", PUBLISH, json!({ "v": second["id"], "seen": shown["version"], "from": "2026-08-01" }))
        .await;
    assert_eq!(rule(&again), "NOT_IN_THIS_STATE");

    // Retired: nothing in effect, and the draft that follows can be thrown away.
    let retire = r#"mutation($i: IndicatorId!, $v: Int!) { retireIndicator(indicator: $i, version: $v, on: "2026-12-31", reason: "no longer asked for") {
        version effective { number } versions { number state } } }"#;
    let retired =
        house.data("perf", retire, json!({ "i": id, "v": shown["version"] })).await["retireIndicator"].clone();
    assert_eq!((&retired["effective"], &retired["versions"][0]["state"]), (&Value::Null, &json!("RETIRED")));
    let drafted = house.data("perf", DRAFT, json!({ "i": id, "v": retired["version"], "c": content("ALL") })).await["draftVersion"].clone();
    let discard = "mutation($i: IndicatorId!, $v: Int!) { discardDraft(indicator: $i, version: $v) { version draft { id } versions { number } } }";
    let left =
        house.data("perf", discard, json!({ "i": id, "v": drafted["indicator"]["version"] })).await["discardDraft"]
            .clone();
    assert_eq!((&left["draft"], left["versions"].as_array().unwrap().len()), (&Value::Null, 2));
    let nothing = house.answer("perf", discard, json!({ "i": id, "v": left["version"] })).await;
    assert_eq!(rule(&nothing), "PUBLISHED");

    // A name that another measure goes by would make formulas ambiguous.
    let mut input = measure_input(&dataset, "OTHER", None);
    input["name"] = all["code"].clone();
    assert_eq!(fields(&house.answer("perf", SAVE_MEASURE, json!({ "input": input })).await), ["input.name"]);
    let taken = house.answer("perf", SAVE_MEASURE, json!({ "input": measure_input(&dataset, "ALL", None) })).await;
    assert_eq!(fields(&taken), ["input.name"]);
    for login in ["head", "data", "auditor"] {
        let refused = house.answer(login, SAVE_MEASURE, json!({ "input": measure_input(&dataset, "X", None) })).await;
        assert_eq!(code(&refused), "FORBIDDEN", "{login}");
    }
}

async fn indicator_of(house: &House, version: &Value) -> Value {
    let all = house.data("perf", "{ indicators(first: 100) { nodes { id versions { id } } } }", json!({})).await;
    let nodes = all["indicators"]["nodes"].as_array().unwrap().clone();
    let names = |node: &&Value| node["versions"].as_array().unwrap().iter().any(|it| it["id"] == version["id"]);
    nodes.iter().find(names).unwrap()["id"].clone()
}

/// To which day the dataset was said to be complete, before and after each change, newest first.
async fn completed(house: &House, dataset: &Value) -> Vec<(Value, Value)> {
    let query =
        "query($subject: String) { auditEvents(first: 10, subject: $subject) { nodes { action before after } } }";
    let subject = format!("dataset-{}", dataset["id"].as_str().unwrap());
    let events = house.data("auditor", query, json!({ "subject": subject })).await["auditEvents"]["nodes"].clone();
    let day = |told: &Value| {
        let state: Value = told.as_str().map_or(Value::Null, |text| serde_json::from_str(text).unwrap());
        state["completeTo"].clone()
    };
    events.as_array().unwrap().iter().map(|event| (day(&event["before"]), day(&event["after"]))).collect()
}

async fn a_dataset_is_not_changed_under_its_measures(house: &House) {
    staffed(house).await;
    let dataset = dataset(house).await;
    measure(house, &dataset, "LATE", Some("ontime = 'OVERDUE'")).await;
    let query =
        "mutation($input: DatasetInput!) { saveDataset(input: $input) { version columns { name } completeTo } }";
    let mut input = dataset_input();
    (input["id"], input["version"]) = (dataset["id"].clone(), dataset["version"].clone());
    let mut without = input.clone();
    without["columns"].as_array_mut().unwrap().remove(1);
    let refused = house.answer("data", query, json!({ "input": without })).await;
    assert_eq!((code(&refused), fields(&refused)), ("INVALID".to_owned(), vec!["measures.LATE.filter".to_owned()]));
    input["completeTo"] = json!("2011-08-31");
    let saved = house.data("data", query, json!({ "input": input })).await["saveDataset"].clone();
    assert_eq!((&saved["version"], &saved["completeTo"]), (&json!(2), &json!("2011-08-31")));
    assert_eq!(completed(house, &dataset).await, [(Value::Null, json!("2011-08-31")), (Value::Null, Value::Null)]);
    assert_eq!(code(&house.answer("data", query, json!({ "input": input })).await), "STALE");

    // Nothing outside the folder is read or listed, and nobody else looks at files at all.
    for (file, field) in [("../../Cargo.toml", "file"), ("/etc/passwd", "file"), ("none.csv", "file")] {
        let infer = format!(r#"{{ inferColumns(file: "{file}", manner: {MANNER}) {{ lookedAt }} }}"#);
        assert_eq!(fields(&house.answer("data", &infer, json!({})).await), [field], "{file}");
    }
    let mut outside = dataset_input();
    (outside["code"], outside["files"]) = (json!("OUTSIDE"), json!(["../secret.csv"]));
    assert_eq!(fields(&house.answer("data", query, json!({ "input": outside })).await), ["input.files"]);
    for login in ["perf", "head", "auditor"] {
        assert_eq!(code(&house.answer(login, "{ sourceFiles { name } }", json!({})).await), "FORBIDDEN", "{login}");
    }

    // What an expression may be is said before it is saved, with the place.
    for (filter, place) in
        [("late = 1", "character 1"), ("ontime = (select 1)", "SUBQUERY"), ("now() > open_dt", "FUNCTION_NOT_ALLOWED")]
    {
        let input = measure_input(&dataset, "BAD", Some(filter));
        let refused = house.answer("perf", SAVE_MEASURE, json!({ "input": input })).await;
        assert_eq!(fields(&refused), ["input.filter"]);
        assert!(refused["errors"][0]["message"].as_str().unwrap().contains(place), "{refused}");
    }
}

/// Neither through another dataset over the file, nor read in another manner.
async fn a_look_at_a_file_shows_nothing_personal(house: &House) {
    staffed(house).await;
    let save = "mutation($input: DatasetInput!) { saveDataset(input: $input) { id } }";
    let look = |manner: &str| {
        format!(
            r#"{{ inferColumns(file: "requests/service_requests.csv", manner: {manner}) {{ columns {{ name }} rows }} }}"#
        )
    };
    let open = house.data("data", &look(MANNER), json!({})).await["inferColumns"].clone();
    let named = |name: &str| open["columns"].as_array().unwrap().iter().position(|it| it["name"] == name).unwrap();
    let (at, shown) = (named("ontime"), named("open_dt"));
    assert_ne!(open["rows"][0][at], "•••");

    let mut input = dataset_input();
    input["columns"][1]["personal"] = json!(true);
    house.data("data", save, json!({ "input": input })).await;
    let masked = house.data("data", &look(MANNER), json!({})).await["inferColumns"].clone();
    assert!(masked["rows"].as_array().unwrap().iter().all(|row| row[at] == "•••"), "{masked}");
    assert_eq!(masked["rows"][0][shown], open["rows"][0][shown]);
    for manner in [
        MANNER.replace("header: true", "header: false"),
        MANNER.replace(r#"delimiter: ",""#, r#"delimiter: ";""#),
        MANNER.replace("UTF_8", "GB18030"),
    ] {
        let refused = house.answer("data", &look(&manner), json!({})).await;
        assert_eq!(fields(&refused), ["file"], "{manner}");
        let message = refused["errors"][0]["message"].as_str().unwrap();
        assert!(message.contains("REQUESTS"), "{message}");
    }

    // Without a header a column is known by its place.
    (input["code"], input["files"]) = (json!("BY_PLACE"), json!(["requests/expected_city_*.csv"]));
    input["manner"]["header"] = json!(false);
    house.data("data", save, json!({ "input": input })).await;
    let look = look(&MANNER.replace("header: true", "header: false"))
        .replace("service_requests.csv", "expected_city_month.csv");
    let masked = house.data("data", &look, json!({})).await["inferColumns"].clone();
    let rows = masked["rows"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|row| row[1] == "•••" && row[0] != "•••"), "{masked}");
}

async fn targets_obey_the_scope(house: &House) {
    staffed(house).await;
    let dataset = dataset(house).await;
    measure(house, &dataset, "ALL", None).await;
    let created = indicator(house, "ALL_CASES", "ALL").await;
    let set = "mutation($i: IndicatorId!, $u: UnitId!, $p: Period!, $t: Quantity) { setTarget(indicator: $i, unit: $u, period: $p, target: $t) { period target } }";
    let target = |number: i64, period: &str, target: Value| json!({ "i": created["id"], "u": unit(number), "p": period, "t": target });
    house.data("perf", set, target(1, "2026", json!("95"))).await;
    house.data("perf", set, target(2, "2026-03", json!("90"))).await;
    let two = house.data("perf", set, target(2, "2026", json!("92.5"))).await["setTarget"].clone();
    assert_eq!(two, json!([{ "period": "2026", "target": "92.5000" }, { "period": "2026-03", "target": "90.0000" }]));
    let one = house.data("perf", set, target(2, "2026-03", Value::Null)).await["setTarget"].clone();
    assert_eq!(one, json!([{ "period": "2026", "target": "92.5000" }]));
    let query = "query($i: IndicatorId!, $u: UnitId!) { targets(indicator: $i, unit: $u) { unit { code } targets { period target } } }";
    let all = house.data("perf", query, json!({ "i": created["id"], "u": unit(1) })).await["targets"].clone();
    assert_eq!(
        all,
        json!([
            { "unit": { "code": "CITY" }, "targets": [{ "period": "2026", "target": "95.0000" }] },
            { "unit": { "code": "NORTH" }, "targets": [{ "period": "2026", "target": "92.5000" }] },
            { "unit": { "code": "SOUTH" }, "targets": [] },
        ])
    );
    assert_eq!(code(&house.answer("head", set, target(1, "2026", json!("1"))).await), "FORBIDDEN");
    assert_eq!(code(&house.answer("north", set, target(3, "2026", json!("1"))).await), "NOT_FOUND");
    assert_eq!(code(&house.answer("north", query, json!({ "i": created["id"], "u": unit(2) })).await), "FORBIDDEN");
}
