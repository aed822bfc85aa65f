//! Processes and steps that change and leave, and the register as a sheet.

use std::fmt::Write as _;

use serde_json::{Value, json};
use shared::risk::sheet::COLUMNS;

use super::{SAVE_PROCESS, SAVE_STEP, an_indicator, point, rule, saved, stepped, steps};
use crate::on_both_databases;
use crate::support::{House, code, unit};

on_both_databases! {
    a_process_is_changed_and_retired_when_nothing_hangs_on_it
    a_sheet_with_a_fault_changes_nothing_and_one_without_brings_a_hundred_points
}

const PROCESSES: &str = "{ processes(first: 9) { totalCount nodes { id code name version unit { name } steps { id code name ordinal version } } } }";

async fn laid(house: &House) -> Value {
    house.data("head", PROCESSES, json!({})).await["processes"].clone()
}

async fn a_process_is_changed_and_retired_when_nothing_hangs_on_it(house: &House) {
    let [first, second] = steps(house).await;
    let process = laid(house).await["nodes"][0].clone();
    // Names, order and keeper change; the code does not. What was seen before is stale.
    let save = format!("mutation{SAVE_PROCESS}");
    let renamed = json!({ "id": process["id"], "version": process["version"], "code": "OTHER", "name": "出口退税", "nameEn": "", "unit": unit(1) });
    house.data("head", &save, json!({ "input": renamed })).await;
    assert_eq!(code(&house.answer("head", &save, json!({ "input": renamed })).await), "STALE");
    let own = json!({ "id": process["id"], "version": 2, "code": "X", "name": "退税", "nameEn": "", "unit": unit(2) });
    assert_eq!(code(&house.answer("north", &save, json!({ "input": own })).await), "FORBIDDEN", "the bureau keeps it");
    let save_step = format!("mutation{SAVE_STEP}");
    let last = json!({ "id": second, "version": 1, "process": process["id"], "ordinal": 1, "code": "X", "name": "先核对", "nameEn": "" });
    house.data("head", &save_step, json!({ "input": last })).await;
    let moved = json!({ "id": first, "version": 1, "process": process["id"], "ordinal": 2, "code": "X", "name": "后支付", "nameEn": "" });
    house.data("head", &save_step, json!({ "input": moved })).await;
    assert_eq!(code(&house.answer("head", &save_step, json!({ "input": moved })).await), "STALE");
    let now = laid(house).await["nodes"][0].clone();
    assert_eq!((&now["code"], &now["name"]), (&json!("REFUND"), &json!("出口退税")));
    let order: Vec<_> = now["steps"].as_array().unwrap().iter().map(|step| step["code"].as_str().unwrap()).collect();
    assert_eq!(order, ["REFUND-2", "REFUND-1"]);
    // A step leaves when no point lies at it, a process when its steps have left.
    let retire_step = "mutation($s: ProcessStepId!, $v: Int!, $w: String!) { retireProcessStep(step: $s, version: $v, reason: $w) { id } }";
    let retire = "mutation($p: ProcessId!, $v: Int!) { retireProcess(process: $p, version: $v, reason: \"merged\") { retired version } }";
    let point = saved(house, "north", point(&first, "R-1", 4, json!({}))).await["data"]["saveRiskPoint"].clone();
    let step = |id: &Value, why: &str| json!({ "s": id, "v": 2, "w": why });
    assert_eq!(rule(&house.answer("head", retire_step, step(&first, "merged")).await), "STEP_HAS_POINTS");
    assert_eq!(rule(&house.answer("head", retire_step, step(&second, " ")).await), "WORDS_MISSING");
    assert_eq!(code(&house.answer("north", retire_step, step(&second, "merged")).await), "FORBIDDEN");
    let whole = json!({ "p": process["id"], "v": 2 });
    assert_eq!(rule(&house.answer("head", retire, whole.clone()).await), "PROCESS_HAS_STEPS");
    house.data("head", retire_step, step(&second, "merged")).await;
    assert_eq!(code(&house.answer("head", retire_step, step(&second, "merged")).await), "STALE");
    let lies = json!({ "code": "R-2", "step": second, "name": "Paid twice", "kind": "REVENUE", "unit": unit(4), "likelihood": 3,
        "impact": 4, "controls": "Two look", "indicators": [], "reviewMonths": 6 });
    assert_eq!(rule(&saved(house, "north", lies).await), "NOT_IN_THIS_STATE");
    stepped(house, "head", "retireRiskPoint", &point).await;
    house.data("head", retire_step, step(&first, "merged")).await;
    let gone = house.data("head", retire, whole).await["retireProcess"].clone();
    assert_eq!(gone, json!({ "retired": true, "version": 3 }));
    assert_eq!(laid(house).await["totalCount"], 0);
    // Where the retired point lay is still told, and why everything left is in the audit trail.
    let place = "query($p: RiskPointId!) { riskPoint(id: $p) { place { code process { code } } } }";
    let place = house.data("head", place, json!({ "p": point["id"] })).await["riskPoint"]["place"].clone();
    assert_eq!(place, json!({ "code": "REFUND-1", "process": { "code": "REFUND" } }));
    let trail = "{ auditEvents(first: 100) { nodes { action reason } } }";
    let trail = house.data("auditor", trail, json!({})).await["auditEvents"]["nodes"].clone();
    let why = |action: &str| {
        let found = trail.as_array().unwrap().iter().find(|event| event["action"] == action);
        found.map(|event| event["reason"].clone())
    };
    assert_eq!(why("process.retire"), Some(json!("merged")));
    assert_eq!(why("process.retire-step"), Some(json!("merged")));
    assert_eq!(why("risk.retire"), Some(json!("no longer done")));
}

async fn sent(house: &House, by: &str, lines: &str) -> Value {
    let bearer = format!("Bearer {}", house.token(by).await);
    let body = format!("{}\n{lines}", COLUMNS.join(","));
    house.post("/files/risks", &[("authorization", &bearer), ("content-type", "text/csv")], body).await.json()
}

async fn register(house: &House, by: &str) -> String {
    let bearer = format!("Bearer {}", house.token(by).await);
    house.fetch("/files/risks/register.csv", &[("authorization", &bearer)]).await.text
}

async fn a_sheet_with_a_fault_changes_nothing_and_one_without_brings_a_hundred_points(house: &House) {
    an_indicator(house).await;
    let mut lines = String::new();
    for number in 1..=120 {
        let step = number % 3;
        writeln!(lines, "IN,登记,IN-{step},环节{step},NORTH-1,,,,R-{number},漏登记,执法风险,3,4,当天核对,ONE,,")
            .unwrap();
    }
    let total = "{ riskPoints(first: 1) { totalCount } processes(first: 9) { totalCount nodes { steps { code } } } }";
    let faulty = sent(house, "north", &format!("{lines}IN,,IN-1,,SOUTH-1,,,,R-121,漏,天气,9,4,核对,ONE,,\n")).await;
    assert_eq!(faulty["accepted"], 0);
    let faults: Vec<String> = faulty["refused"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| format!("{} {}", cell["cell"].as_str().unwrap(), cell["reason"].as_str().unwrap()))
        .collect();
    assert_eq!(faults, ["E122 UNKNOWN_UNIT", "K122 UNKNOWN_KIND", "L122 BAD_DEGREE"]);
    let nothing = house.data("head", total, json!({})).await;
    assert_eq!((&nothing["riskPoints"]["totalCount"], &nothing["processes"]["totalCount"]), (&json!(0), &json!(0)));
    assert_eq!(code(&sent(house, "auditor", &lines).await), "FORBIDDEN");

    assert_eq!(sent(house, "north", &lines).await, json!({ "accepted": 120, "refused": [] }));
    let there = house.data("head", total, json!({})).await;
    assert_eq!((&there["riskPoints"]["totalCount"], &there["processes"]["totalCount"]), (&json!(120), &json!(1)));
    assert_eq!(there["processes"]["nodes"][0]["steps"].as_array().unwrap().len(), 3);
    // A point is confirmed by somebody else than who sent the sheet.
    let point =
        "{ riskPoints(first: 1, filter: { search: \"R-120\" }) { nodes { id version state likelihood watched } } }";
    let point = async || house.data("head", point, json!({})).await["riskPoints"]["nodes"][0].clone();
    assert_eq!(rule(&stepped(house, "north", "confirmRiskPoint", &point().await).await), "OWN_WORK");
    let before = register(house, "north").await;
    stepped(house, "head", "confirmRiskPoint", &point().await).await;

    // What was taken out goes in again: what says nothing new stays as it is, what changed is proposed anew, what somebody changed
    // meanwhile is refused.
    let body = |sheet: &str| sheet.split_once('\n').unwrap().1.to_owned();
    let stale = sent(house, "north", &body(&before)).await;
    assert_eq!((&stale["accepted"], &stale["refused"][0]["reason"]), (&json!(0), &json!("STALE")));
    let now = body(&register(house, "north").await);
    assert_eq!(sent(house, "north", &now).await, json!({ "accepted": 0, "refused": [] }));
    assert_eq!(point().await["state"], "CONFIRMED");
    let changed: String = now
        .lines()
        .map(|line| if line.contains(",R-120,") { line.replace(",3,4,", ",5,4,") } else { line.to_owned() } + "\n")
        .collect();
    assert_eq!(sent(house, "north", &changed).await, json!({ "accepted": 1, "refused": [] }));
    let after = point().await;
    assert_eq!(
        (&after["state"], &after["likelihood"], &after["watched"]),
        (&json!("PROPOSED"), &json!(5), &json!(true))
    );
    // The code of a point out of reach is taken, whoever holds it.
    let [step, _] = steps(house).await;
    saved(house, "head", super::point(&step, "R-500", 5, json!({}))).await;
    let taken = sent(house, "north", "IN,,IN-1,,NORTH-1,,,,R-500,漏登记,DATA,3,4,当天核对,,,\n").await;
    assert_eq!(taken["refused"], json!([{ "cell": "I2", "reason": "TAKEN", "text": "R-500" }]));
}
