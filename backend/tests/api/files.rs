//! Files in and out: sheets that are taken whole or not at all, and refused rows that show nobody what is personal.

use axum::http::StatusCode;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::policy::BUILT_IN_ROLES;

use crate::bureau::Bureau;
use crate::support::{House, Reply};

const SHEET: &str = "指标编码,指标名称,单位编码,单位名称,考核期,数值,说明\n";

async fn downloaded(house: &House, token: &str, path: &str) -> Reply {
    let bearer = format!("Bearer {token}");
    house.fetch(path, &[("authorization", &bearer)]).await
}

async fn filled(house: &House, token: &str, lines: &str) -> Reply {
    let bearer = format!("Bearer {token}");
    let body = format!("{SHEET}{lines}");
    house.post("/files/manual?period=2026-06", &[("authorization", &bearer), ("content-type", "text/csv")], body).await
}

fn thing<'b>(bureau: &'b Bureau, name: &str) -> &'b str {
    &bureau.things.iter().find(|(known, _)| *known == name).unwrap().1[0]
}

async fn by_hand(bureau: &Bureau, house: &House) -> Value {
    let query = r#"query($s: Subject!, $i: IndicatorId!) { explain(subject: $s, indicator: $i, period: "2026-06") { manual { value by note } } }"#;
    let place = format!("unit-{}", thing(bureau, "otherUnit"));
    let variables = json!({ "s": place, "i": thing(bureau, "handFilled") });
    house.asked(bureau.token("PERF_OFFICE"), query, variables).await.json()["data"]["explain"]["manual"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_with_one_fault_is_taken_not_at_all() {
    let bureau = Bureau::built().await;
    let house = bureau.house().await;
    let nothing = Value::Null;
    assert_eq!(by_hand(&bureau, &house).await, nothing);
    let good = "ledger,,NORTH-2,,2026-06,77,new\n";
    for (line, reason) in [
        ("ledger,,NORTH-2,,2026-06,66,again\n", "TWICE"),
        ("ledger,,ELSEWHERE,,2026-06,66,\n", "UNKNOWN_UNIT"),
        ("ledger,,SOUTH-1,,2026-06,66,\n", "UNKNOWN_UNIT"),
        ("nothing,,NORTH-1,,2026-06,66,\n", "UNKNOWN_INDICATOR"),
        ("filing_rate,,NORTH-1,,2026-06,66,\n", "UNKNOWN_INDICATOR"),
        ("ledger,,NORTH-1,,2026-13,66,\n", "BAD_PERIOD"),
        ("ledger,,NORTH-1,,2026-07,66,\n", "OTHER_PERIOD"),
        ("ledger,,NORTH-1,,2026-06,much,\n", "BAD_VALUE"),
    ] {
        let report = filled(&house, bureau.token("PERF_OFFICE"), &format!("{good}{line}")).await.json();
        assert_eq!(report["accepted"], 0, "{line}");
        let reasons: Vec<&Value> = report["refused"].as_array().unwrap().iter().map(|cell| &cell["reason"]).collect();
        assert_eq!(reasons, [reason], "{line}: {report}");
        assert_eq!(by_hand(&bureau, &house).await, nothing, "{line}");
    }
    let broken = filled(&house, bureau.token("PERF_OFFICE"), "\u{0}\"").await;
    assert_eq!(by_hand(&bureau, &house).await, nothing, "{}", broken.text);
    let forbidden = filled(&house, bureau.token("PARTY_SECRETARY"), good).await;
    assert_eq!((forbidden.status, forbidden.code().as_str()), (StatusCode::FORBIDDEN, "FORBIDDEN"));
    assert_eq!(by_hand(&bureau, &house).await, nothing);

    let report = filled(&house, bureau.token("PERF_OFFICE"), good).await.json();
    assert_eq!(report, json!({ "accepted": 1, "refused": [] }));
    assert_eq!(by_hand(&bureau, &house).await["value"], "77.0000");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_by_hand_that_was_replaced_is_named_with_who_replaced_it_and_what_it_was() {
    let bureau = Bureau::built().await;
    let house = bureau.house().await;
    let place = format!("unit-{}", thing(&bureau, "otherUnit"));
    let query = r#"query($s: Subject!, $i: IndicatorId!) { explain(subject: $s, indicator: $i, period: "2026-06") {
        manualChanges { before after { value by at note } } } }"#;
    let changes = async |role: &str| {
        let variables = json!({ "s": place, "i": thing(&bureau, "handFilled") });
        house.asked(bureau.token(role), query, variables).await.json()["data"]["explain"]["manualChanges"].clone()
    };
    for (value, note) in [("77", "new"), ("77", "the same"), ("80", "counted again")] {
        assert_eq!(changes("PERF_OFFICE").await, json!([]));
        let line = format!("ledger,,NORTH-2,,2026-06,{value},{note}\n");
        assert_eq!(filled(&house, bureau.token("PERF_OFFICE"), &line).await.json()["accepted"], 1);
        house.wait(TimeDelta::minutes(1));
    }
    let named = changes("PERF_OFFICE").await;
    let [change] = named.as_array().unwrap().as_slice() else { panic!("{named}") };
    let after = &change["after"];
    assert_eq!((&change["before"], &after["value"]), (&json!("77.0000"), &json!("80.0000")));
    assert_eq!((&after["note"], &after["at"]), (&json!("counted again"), &json!("2026-11-20T08:02:00Z")));
    assert!(after["by"].as_str().unwrap().starts_with("account:"), "{named}");
    // Whoever may not read what is filled in by hand is told of no change either.
    assert_eq!(changes("PARTY_SECRETARY").await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sheet_that_is_too_large_is_refused_by_the_name_of_its_limit() {
    let bureau = Bureau::built().await;
    let house = bureau.house().await;
    for (lines, limit) in [
        ("ledger,,NORTH-1,,2026-06,1,\n".repeat(20_001), "rows"),
        ("x".repeat(8 << 20), "file"),
        ("x".repeat(9 << 20), "file"),
    ] {
        let refused = filled(&house, bureau.token("PERF_OFFICE"), &lines).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        let expected = json!({ "code": "LIMIT", "limit": limit });
        assert_eq!(refused.json()["errors"][0]["extensions"], expected, "{} bytes", lines.len());
    }
}

/// What stands in the personal columns of the records, sound rows and refused ones.
const PERSONAL: [&str; 3] = ["Payer", "1980-01", "1980-02-30"];

fn shows_nothing_personal(role: &str, text: &str) {
    for personal in PERSONAL {
        assert!(!text.contains(personal), "{role} is shown {personal}: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_rows_and_source_rows_show_nobody_what_is_personal() {
    let bureau = Bureau::built().await;
    let house = bureau.house().await;
    let refusals = "query($r: RunId!) { run(id: $r) { refusals { reason count dataset { code } samples { column file line text raw } } } }";
    let sources = r#"query($s: Subject!, $i: IndicatorId!) { explain(subject: $s, indicator: $i, period: "2026-06") {
        sourceRows(first: 100) { masked rows columns { name personal } } } }"#;
    let (run, place) = (thing(&bureau, "run"), thing(&bureau, "place"));
    let (mut saw_refused, mut saw_sources) = (Vec::new(), Vec::new());
    for role in BUILT_IN_ROLES {
        let token = bureau.token(role.code);
        let shown = house.asked(token, refusals, json!({ "r": run })).await;
        shows_nothing_personal(role.code, &shown.text);
        if let Some(refusals) = shown.json()["data"]["run"]["refusals"].as_array().filter(|found| !found.is_empty()) {
            every_refusal_is_told(refusals);
            saw_refused.push(role.code);
        }
        let file = downloaded(&house, token, &format!("/files/runs/{run}/refused.csv")).await;
        shows_nothing_personal(role.code, &file.text);
        if saw_refused.last() == Some(&role.code) {
            assert!(file.status == StatusCode::OK && file.text.contains("BAD_DATE"), "{}: {}", role.code, file.text);
        } else {
            assert_eq!(file.code(), "FORBIDDEN", "{}", role.code);
        }
        let variables = json!({ "s": place, "i": thing(&bureau, "indicator") });
        let rows = house.asked(token, sources, variables).await;
        shows_nothing_personal(role.code, &rows.text);
        let rows = rows.json()["data"]["explain"]["sourceRows"].clone();
        if let Some(found) = rows["rows"].as_array().filter(|rows| !rows.is_empty()) {
            assert_eq!(rows["masked"], json!(["birth", "payer"]));
            let hidden = |row: &Value| row[4].is_null() && row[5].is_null() && row[0].is_string();
            assert!(found.iter().all(hidden), "{}: {rows}", role.code);
            saw_sources.push(role.code);
        }
    }
    assert_eq!(saw_refused, ["PERF_OFFICE", "DATA_ADMIN", "AUDITOR"]);
    assert!(saw_sources.contains(&"PARTY_SECRETARY") && !saw_sources.contains(&"APPRAISAL_GROUP"), "{saw_sources:?}");
}

/// Whoever marks a column when a run has refused its rows is obeyed in what is kept of them.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_marked_personal_after_the_run_is_shown_no_more() {
    let bureau = Bureau::built().await;
    let house = bureau.house().await;
    let token = bureau.token("DATA_ADMIN");
    let ask =
        "query($r: RunId!) { run(id: $r) { refusals { dataset { id code version } samples { column text raw } } } }";
    let run = thing(&bureau, "run");
    let visits = async || {
        let shown = house.asked(token, ask, json!({ "r": run })).await.json();
        let all = shown["data"]["run"]["refusals"].as_array().unwrap().clone();
        all.into_iter().find(|refused| refused["dataset"]["code"] == "visits").unwrap()
    };
    let before = visits().await;
    assert_eq!(before["samples"][0]["raw"], "2026-06-21 | NORTH-1 | 1 | -3");
    let column = |name: &str, kind: &str, personal: bool| {
        json!({ "name": name, "type": kind, "required": false, "notNegative": name == "minutes",
        "dateShapes": [], "personal": personal })
    };
    let input = json!({
        "id": before["dataset"]["id"], "version": before["dataset"]["version"], "code": "visits", "name": "Visits", "system": "Hall",
        "files": ["visits.csv"], "manner": { "format": "CSV", "encoding": "UTF_8", "delimiter": ",", "nullWords": [], "header": true },
        "columns": [column("day", "DATE", false), column("unit", "TEXT", false), column("staff", "TEXT", false), column("minutes", "INTEGER", true)],
        "timeColumn": "day", "zone": "LOCAL", "unitColumn": "unit", "personColumn": "staff", "completeTo": "2026-10-31",
    });
    let save = "mutation($input: DatasetInput!) { saveDataset(input: $input) { version } }";
    let saved = house.asked(token, save, json!({ "input": input })).await;
    assert!(saved.json()["data"]["saveDataset"]["version"].is_number(), "{}", saved.text);

    let after = visits().await;
    assert_eq!((&after["samples"][0]["text"], &after["samples"][0]["raw"]), (&json!(""), &json!("")));
    let file = downloaded(&house, token, &format!("/files/runs/{run}/refused.csv")).await;
    assert!(file.status == StatusCode::OK && !file.text.contains("| -3"), "{}", file.text);
}

/// What is wrong with a row and where it stands is told, also of a personal column.
fn every_refusal_is_told(refusals: &[Value]) {
    let of = |dataset: &str, column: &str| {
        let rows = refusals.iter().filter(|refusal| refusal["dataset"]["code"] == dataset);
        let mut samples = rows.flat_map(|refusal| refusal["samples"].as_array().unwrap());
        samples
            .find(|row| row["column"] == column)
            .unwrap_or_else(|| panic!("nothing of {dataset} {column}: {refusals:?}"))
    };
    let birth = of("filing", "birth");
    assert_eq!((&birth["text"], &birth["raw"], &birth["file"]), (&json!(""), &json!(""), &json!("filing.csv")));
    assert!(birth["line"].as_i64().unwrap() > 60);
    let amount = of("filing", "amount");
    assert_eq!((&amount["text"], &amount["raw"]), (&json!("-5.00"), &json!("")), "its row has personal columns");
    let minutes = of("visits", "minutes");
    assert_eq!(minutes["raw"], "2026-06-21 | NORTH-1 | 1 | -3", "a dataset without personal columns shows the row");
}
