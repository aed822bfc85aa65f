//! The risk register, the risk of losing points, labels and the risk view through the API: who sees what, who may do what, what adds up.

use std::sync::Arc;

use backend::app::watch::Watcher;
use backend::store::import::Importer;
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::id::{Id, IndicatorId};
use shared::indicator::{Domain, Indicator, Nature, ObjectKind};
use shared::policy::{Action, Purpose, Resource, Viewer};

use crate::on_both_databases;
use crate::support::{House, code, person, post, unit};

mod cube;
mod due;
mod register;
mod repeated;

on_both_databases! {
    a_point_is_proposed_by_one_and_confirmed_by_another
    what_no_indicator_watches_is_said
    points_at_risk_are_looked_at_as_often_as_their_level_says
    a_label_is_seen_by_the_person_and_by_those_above_and_by_nobody_beside
    whoever_is_warned_again_and_again_is_labelled_once
    the_risk_view_counts_what_counting_by_hand_counts
}

async fn id(house: &House, by: &str, query: &str, input: Value) -> Value {
    let query = format!("mutation {query}");
    let data = house.data(by, &query, json!({ "input": input })).await;
    data.as_object().unwrap().values().next().unwrap().clone()
}

const SAVE_PROCESS: &str = "($input: ProcessInput!) { saveProcess(input: $input) { id version steps { id } } }";
const SAVE_STEP: &str = "($input: ProcessStepInput!) { saveProcessStep(input: $input) { steps { id } } }";
const SAVE_POINT: &str =
    "mutation($input: RiskPointInput!) { saveRiskPoint(input: $input) { id version state rating allowedSteps } }";

/// A process of the bureau with two steps.
async fn steps(house: &House) -> [Value; 2] {
    let process = json!({ "code": "REFUND", "name": "退税", "nameEn": "Refund", "unit": unit(1) });
    let process = id(house, "head", SAVE_PROCESS, process).await;
    for (ordinal, code) in [(1, "REFUND-1"), (2, "REFUND-2")] {
        let step = json!({ "process": process["id"], "ordinal": ordinal, "code": code, "name": code, "nameEn": "" });
        id(house, "head", SAVE_STEP, step).await;
    }
    let laid = house.data("head", "{ processes(first: 1) { nodes { steps { id } } } }", json!({})).await;
    let steps = &laid["processes"]["nodes"][0]["steps"];
    [steps[0]["id"].clone(), steps[1]["id"].clone()]
}

fn point(step: &Value, code: &str, unit_no: i64, more: Value) -> Value {
    let mut input = json!({ "code": code, "step": step, "name": "Paid twice", "kind": "REVENUE", "unit": unit(unit_no), "likelihood": 3,
        "impact": 4, "controls": "Two look", "indicators": [], "reviewMonths": 6 });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

async fn saved(house: &House, by: &str, input: Value) -> Value {
    house.answer(by, SAVE_POINT, json!({ "input": input })).await
}

fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

async fn stepped(house: &House, by: &str, name: &str, point: &Value) -> Value {
    let reason = if name == "retireRiskPoint" { r#", reason: "no longer done""# } else { "" };
    let query = format!(
        "mutation($p: RiskPointId!, $v: Int!) {{ done: {name}(point: $p, version: $v{reason}) {{ id version state reviewDueOn }} }}"
    );
    house.answer(by, &query, json!({ "p": point["id"], "v": point["version"] })).await
}

async fn a_point_is_proposed_by_one_and_confirmed_by_another(house: &House) {
    let [step, _] = steps(house).await;
    let proposed = saved(house, "north", point(&step, "R-1", 4, json!({ "post": post(1) }))).await;
    let proposed = proposed["data"]["saveRiskPoint"].clone();
    assert_eq!((proposed["state"].as_str(), proposed["rating"].as_str()), (Some("PROPOSED"), Some("HIGH")));
    assert_eq!(proposed["allowedSteps"], json!(["CHANGE", "RETIRE"]), "nobody confirms their own");
    assert_eq!(rule(&stepped(house, "north", "confirmRiskPoint", &proposed).await), "OWN_WORK");
    // Whoever may not keep the register of the unit may not touch it, and whoever may not see it does not know of it.
    assert_eq!(code(&stepped(house, "auditor", "confirmRiskPoint", &proposed).await), "FORBIDDEN");
    assert_eq!(code(&stepped(house, "line", "confirmRiskPoint", &proposed).await), "NOT_FOUND");
    let confirmed = stepped(house, "head", "confirmRiskPoint", &proposed).await["data"]["done"].clone();
    assert_eq!(
        (confirmed["state"].as_str(), confirmed["reviewDueOn"].as_str()),
        (Some("CONFIRMED"), Some("2027-05-20"))
    );
    assert_eq!(code(&stepped(house, "head", "reviewRiskPoint", &proposed).await), "STALE");
    // The same code twice, another unit's post, a unit out of reach.
    assert_eq!(rule(&saved(house, "north", point(&step, "R-1", 4, json!({}))).await), "CODE_TAKEN");
    assert_eq!(code(&saved(house, "north", point(&step, "R-2", 2, json!({ "post": post(1) }))).await), "INVALID");
    assert_eq!(code(&saved(house, "north", point(&step, "R-2", 5, json!({}))).await), "NOT_FOUND");
    assert_eq!(rule(&saved(house, "north", point(&step, "R-2", 4, json!({ "impact": 6 }))).await), "OUT_OF_RANGE");
    // An officer sees what can go wrong behind the own door, and not elsewhere.
    saved(house, "head", point(&step, "R-3", 5, json!({}))).await;
    let seen = "{ riskPoints(first: 100) { totalCount nodes { code post { name } } } }";
    let officer = house.data("officer", seen, json!({})).await["riskPoints"].clone();
    assert_eq!(officer["nodes"], json!([{ "code": "R-1", "post": { "name": "Post 1" } }]));
    assert_eq!(house.data("head", seen, json!({})).await["riskPoints"]["totalCount"], 2);
    assert_eq!(house.data("north", seen, json!({})).await["riskPoints"]["nodes"][0]["post"]["name"], "Post 1");
    // What is retired leaves the lists, and is found when it is asked for.
    let retired = stepped(house, "head", "retireRiskPoint", &confirmed).await["data"]["done"].clone();
    assert_eq!(retired["state"], "RETIRED");
    assert_eq!(house.data("head", seen, json!({})).await["riskPoints"]["totalCount"], 1);
    let retired = "{ riskPoints(first: 100, filter: { states: [RETIRED] }) { nodes { code } } }";
    assert_eq!(house.data("head", retired, json!({})).await["riskPoints"]["nodes"], json!([{ "code": "R-1" }]));
}

async fn what_no_indicator_watches_is_said(house: &House) {
    let [first, second] = steps(house).await;
    for (code, step, likelihood) in [("R-1", &first, 1), ("R-2", &first, 5), ("R-3", &second, 5)] {
        let answer = saved(house, "head", point(step, code, 4, json!({ "likelihood": likelihood }))).await;
        assert_eq!(answer.get("errors"), None, "{code}");
    }
    let laid = house.data("head", "{ processes(first: 9) { nodes { steps { points watched } } } }", json!({})).await;
    let laid = &laid["processes"]["nodes"][0]["steps"];
    assert_eq!(*laid, json!([{ "points": 2, "watched": 0 }, { "points": 1, "watched": 0 }]));
    let steps =
        "query($w: Boolean) { processSteps(first: 9, watched: $w) { totalCount nodes { code process { code } } } }";
    let gaps = house.data("head", steps, json!({ "w": false })).await["processSteps"].clone();
    assert_eq!((&gaps["totalCount"], &gaps["nodes"][0]["process"]["code"]), (&json!(2), &json!("REFUND")));
    assert_eq!(house.data("head", steps, json!({ "w": true })).await["processSteps"]["totalCount"], 0);
    let gaps = "{ riskPoints(first: 100, filter: { watched: false }) { totalCount } }";
    assert_eq!(house.data("head", gaps, json!({})).await["riskPoints"]["totalCount"], 3);
    let watched = "{ riskPoints(first: 100, filter: { watched: true }) { totalCount } }";
    assert_eq!(house.data("head", watched, json!({})).await["riskPoints"]["totalCount"], 0);
    let matrix =
        house.data("head", "{ riskMatrix { likelihood impact count } }", json!({})).await["riskMatrix"].clone();
    let mut cells: Vec<String> = matrix.as_array().unwrap().iter().map(ToString::to_string).collect();
    cells.sort();
    assert_eq!(cells.len(), 2, "{cells:?}");
    assert_eq!(matrix.as_array().unwrap().iter().map(|cell| cell["count"].as_i64().unwrap()).sum::<i64>(), 3);
    // The district has no points outside of itself; the number of statements does not depend on how many there are.
    let list = "{ riskPoints(first: 100) { nodes { code unit { name } post { name } indicators { name } } } }";
    let token = house.token("head").await;
    let (_, few) = house.statements(house.asked(&token, list, json!({}))).await;
    for number in 4..20 {
        saved(house, "head", point(&first, &format!("R-{number}"), 5, json!({}))).await;
    }
    let (_, many) = house.statements(house.asked(&token, list, json!({}))).await;
    assert_eq!(few, many);
    assert_eq!(house.data("north", gaps, json!({})).await["riskPoints"]["totalCount"], 3);
}

async fn an_indicator(house: &House) -> IndicatorId {
    let viewer = Arc::new(Viewer::system(Purpose::Import));
    let session = house.store.session(viewer, "2026-11-01T00:00:00Z".parse().unwrap(), None).await.unwrap();
    let importer = Importer::new(&session, session.function(Resource::Dictionary, Action::Write).unwrap());
    let indicator = Indicator {
        id: Id::from_raw(500),
        code: "ONE".parse().unwrap(),
        name: "One".to_owned(),
        name_en: "One".to_owned(),
        object: ObjectKind::Org,
        dimension: "QUALITY".parse().unwrap(),
        cockpit_dimension: None,
        line: None,
        domain: Domain::Business,
        nature: Nature::Quant,
        purpose: "To know".to_owned(),
        key_rate: false,
        sort_no: 1,
        version: 1,
    };
    importer.indicators(&[indicator], &[]).await.unwrap();
    session.commit().await.unwrap();
    Id::from_raw(500)
}

const RISK: &str =
    "id version score level everyDays nextOn overdue factors { name degree weight } followUps { on onTime found by }";

async fn points_at_risk_are_looked_at_as_often_as_their_level_says(house: &House) {
    let indicator = an_indicator(house).await;
    let grade = |unit_no: i64, degrees: [i32; 4]| {
        let [difficulty, method, control, status] = degrees;
        json!({ "input": { "indicator": indicator, "unit": unit(unit_no), "difficulty": difficulty, "method": method, "control": control,
            "status": status, "reason": "hard to reach" } })
    };
    let query = format!("mutation($input: LossGradeInput!) {{ gradeLossRisk(input: $input) {{ {RISK} }} }}");
    let risk = house.data("north", &query, grade(4, [5, 4, 4, 3])).await["gradeLossRisk"].clone();
    // domain.md §3.8: 5, 4, 4, 3 are 4.05, which is high.
    assert_eq!((risk["score"].as_str(), risk["level"].as_str()), (Some("4.0500"), Some("HIGH")));
    assert_eq!((risk["everyDays"].as_i64(), risk["nextOn"].as_str()), (Some(7), Some("2026-11-27")));
    assert_eq!(code(&house.answer("north", &query, grade(4, [1, 1, 1, 1])).await), "STALE", "it was graded already");
    assert_eq!(code(&house.answer("north", &query, grade(5, [1, 1, 1, 1])).await), "NOT_FOUND");
    assert_eq!(code(&house.answer("auditor", &query, grade(5, [1, 1, 1, 1])).await), "FORBIDDEN");
    house.data("head", &query, grade(5, [1, 1, 1, 1])).await;
    house.data("head", &query, grade(2, [5, 5, 5, 5])).await;
    let list = "query($o: Boolean!) { lossRisks(first: 100, overdue: $o) { nodes { score } } }";
    let scores = |answer: Value| {
        let nodes = answer["lossRisks"]["nodes"].as_array().unwrap().clone();
        nodes.iter().map(|node| node["score"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(scores(house.data("head", list, json!({ "o": false })).await), ["5.0000", "4.0500", "1.0000"]);
    assert_eq!(scores(house.data("officer", list, json!({ "o": false })).await), ["4.0500"]);
    assert_eq!(scores(house.data("head", list, json!({ "o": true })).await), [""; 0]);
    house.wait(TimeDelta::days(10));
    assert_eq!(scores(house.data("head", list, json!({ "o": true })).await), ["5.0000", "4.0500"]);
    let look = format!(
        "mutation($r: LossRiskId!, $v: Int!) {{ followUpLossRisk(risk: $r, version: $v, found: \"two windows\") {{ {RISK} }} }}"
    );
    let seen = json!({ "r": risk["id"], "v": risk["version"] });
    let looked = house.data("north", &look, seen.clone()).await["followUpLossRisk"].clone();
    assert_eq!((looked["overdue"].as_bool(), looked["nextOn"].as_str()), (Some(false), Some("2026-12-07")));
    assert_eq!(
        looked["followUps"],
        json!([{ "on": "2026-11-30", "onTime": false, "found": "two windows", "by": "north" }])
    );
    assert_eq!(code(&house.answer("north", &look, seen).await), "STALE");
    assert_eq!(scores(house.data("head", list, json!({ "o": true })).await), ["5.0000"]);
    // There are no published values: nothing is suggested.
    let standing = "query($i: IndicatorId!, $u: UnitId!) { lossStanding(indicator: $i, unit: $u) { status } }";
    let none = house.data("head", standing, json!({ "i": indicator, "u": unit(4) })).await;
    assert_eq!(none["lossStanding"], Value::Null);
}

const LABEL: &str = "id version state mayAnswer mayEnd person { name } by answer { words } ended { by reason }";

async fn labels(house: &House, by: &str, current: bool) -> Vec<Value> {
    let query = format!("query($c: Boolean!) {{ riskLabels(first: 100, current: $c) {{ nodes {{ {LABEL} }} }} }}");
    let answer = house.answer(by, &query, json!({ "c": current })).await;
    answer["data"]["riskLabels"]["nodes"].as_array().cloned().unwrap_or_default()
}

async fn a_label_is_seen_by_the_person_and_by_those_above_and_by_nobody_beside(house: &House) {
    let query = format!("mutation($input: RiskLabelInput!) {{ labelPerson(input: $input) {{ {LABEL} }} }}");
    let label = |who: i64, until: &str| json!({ "input": { "person": person(who), "kind": "OVERLOAD", "reason": "two windows at once", "until": until } });
    let given = house.data("north", &query, label(1, "2026-12-31")).await["labelPerson"].clone();
    assert_eq!(
        (given["by"].as_str(), given["mayEnd"].as_bool(), given["mayAnswer"].as_bool()),
        (Some("north"), Some(true), Some(false))
    );
    house.data("north", &query, label(2, "2026-11-21")).await;
    assert_eq!(code(&house.answer("north", &query, label(3, "2026-12-31")).await), "NOT_FOUND");
    assert_eq!(code(&house.answer("auditor", &query, label(3, "2026-12-31")).await), "FORBIDDEN");
    assert_eq!(rule(&house.answer("north", &query, label(1, "2026-11-19")).await), "DAY_BEFORE_TODAY");
    // The person sees their own and not the colleague's; those above see both; nobody beside sees any.
    let own = labels(house, "officer", true).await;
    assert_eq!(own.len(), 1);
    assert_eq!((own[0]["person"]["name"].as_str(), own[0]["mayAnswer"].as_bool()), (Some("Wang"), Some(true)));
    for (who, seen) in [("head", 2), ("north", 2), ("auditor", 2), ("line", 0), ("hr", 0), ("some", 0), ("admin", 0)] {
        assert_eq!(labels(house, who, true).await.len(), seen, "{who}");
    }
    let answer = format!(
        "mutation($l: RiskLabelId!, $v: Int!) {{ answerLabel(label: $l, version: $v, words: \"one would do\") {{ {LABEL} }} }}"
    );
    let seen = json!({ "l": given["id"], "v": given["version"] });
    assert_eq!(rule(&house.answer("head", &answer, seen.clone()).await), "NOT_YOUR_SIDE");
    assert_eq!(code(&house.answer("line", &answer, seen.clone()).await), "NOT_FOUND");
    let answered = house.data("officer", &answer, seen.clone()).await["answerLabel"].clone();
    assert_eq!(answered["answer"]["words"], "one would do");
    assert_eq!(code(&house.answer("officer", &answer, seen).await), "STALE");
    // Its time passes by itself; what is over is no longer current.
    house.wait(TimeDelta::days(3));
    assert_eq!(labels(house, "head", true).await.len(), 1);
    let all = labels(house, "head", false).await;
    assert_eq!(all.iter().filter(|label| label["state"] == "EXPIRED").count(), 1);
    let end = format!(
        "mutation($l: RiskLabelId!, $v: Int!) {{ endLabel(label: $l, version: $v, reason: \"a third window\") {{ {LABEL} }} }}"
    );
    let seen = json!({ "l": answered["id"], "v": answered["version"] });
    assert_eq!(code(&house.answer("officer", &end, seen.clone()).await), "FORBIDDEN");
    let ended = house.data("head", &end, seen).await["endLabel"].clone();
    assert_eq!((ended["state"].as_str(), ended["ended"]["by"].as_str()), (Some("ENDED"), Some("head")));
    assert_eq!(labels(house, "officer", true).await.len(), 0);
}

async fn whoever_is_warned_again_and_again_is_labelled_once(house: &House) {
    let warn = "mutation($input: WarningInput!) { issueWarning(input: $input) { id } }";
    let input = json!({ "unit": unit(4), "person": person(1), "severity": "BLUE", "title": "Look", "advice": "at the ten largest" });
    for number in 1..=3 {
        house.data("head", warn, json!({ "input": input })).await;
        let watcher = Watcher::new(house.store.clone(), Arc::new(|| "2026-11-20T09:00:00Z".parse().unwrap()));
        watcher.evaluate(&format!("test-{number}")).await.unwrap();
        assert_eq!(labels(house, "officer", true).await.len(), usize::from(number == 3), "{number}");
        watcher.evaluate(&format!("again-{number}")).await.unwrap();
    }
    let own = labels(house, "officer", true).await;
    assert_eq!((own.len(), own[0]["by"].as_str()), (1, Some("")));
}

async fn matter(house: &House, by: &str, to: i64, severity: Option<&str>) {
    let (query, input) = match severity {
        Some(severity) => (
            "mutation($input: WarningInput!) { issueWarning(input: $input) { id } }",
            json!({ "unit": unit(to), "severity": severity, "title": "Look", "advice": "at the ten largest" }),
        ),
        None => (
            "mutation($input: RectificationInput!) { openRectification(input: $input) { id } }",
            json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit(to), "title": "Late", "problem": "30 of 220",
                "dueOn": "2026-12-18" }),
        ),
    };
    house.data(by, query, json!({ "input": input })).await;
}

async fn the_risk_view_counts_what_counting_by_hand_counts(house: &House) {
    matter(house, "head", 2, Some("RED")).await;
    matter(house, "head", 2, Some("BLUE")).await;
    matter(house, "head", 3, Some("RED")).await;
    matter(house, "head", 2, None).await;
    // The last moment of November in the bureau, and the first of December.
    house.wait(TimeDelta::days(10) + TimeDelta::hours(8) - TimeDelta::seconds(1));
    matter(house, "head", 3, Some("RED")).await;
    house.wait(TimeDelta::seconds(1));
    matter(house, "head", 3, Some("RED")).await;
    let view =
        "query($r: RiskAxis!, $c: RiskAxis!) { riskView(from: \"2026-11\", to: \"2026-12\", rows: $r, columns: $c) {
        row rowName column total open overdue closed relapsed } }";
    let cells = |answer: Value| {
        let of = |cell: &Value| {
            let name = if cell["rowName"].is_null() { &cell["row"] } else { &cell["rowName"] };
            format!("{} {} {}", name.as_str().unwrap_or("-"), cell["column"].as_str().unwrap_or("-"), cell["total"])
        };
        let mut cells: Vec<String> = answer["riskView"].as_array().unwrap().iter().map(of).collect();
        cells.sort();
        cells
    };
    let by_unit = house.data("head", view, json!({ "r": "UNIT", "c": "MONTH" })).await;
    assert_eq!(cells(by_unit.clone()), ["Unit NORTH 2026-11 3", "Unit SOUTH 2026-11 2", "Unit SOUTH 2026-12 1"]);
    let north = by_unit["riskView"].as_array().unwrap().iter().find(|cell| cell["rowName"] == "Unit NORTH").unwrap();
    assert_eq!(
        (north["open"].as_i64(), north["closed"].as_i64(), north["relapsed"].as_i64()),
        (Some(3), Some(0), Some(0))
    );
    assert_eq!(north["row"], json!(unit(2)));
    let by_kind = house.data("head", view, json!({ "r": "SEVERITY", "c": "MATTER" })).await;
    assert_eq!(cells(by_kind), ["- RECTIFICATION 1", "BLUE WARNING 1", "RED WARNING 4"]);
    // Within the scope of whoever asks, and each number leads to the matters behind it.
    let of_north = house.data("north", view, json!({ "r": "UNIT", "c": "MONTH" })).await;
    assert_eq!(cells(of_north), ["Unit NORTH 2026-11 3"]);
    let drill = "query($f: MatterFilter) { matters(first: 100, filter: $f) { totalCount } }";
    let filter = json!({ "f": { "onlyUnit": unit(3), "openedFrom": "2026-12-01", "openedTo": "2026-12-31" } });
    assert_eq!(house.data("head", drill, filter).await["matters"]["totalCount"], 1);
    let token = house.token("head").await;
    let ask = || house.asked(&token, view, json!({ "r": "UNIT", "c": "MONTH" }));
    let (_, before) = house.statements(ask()).await;
    matter(house, "head", 4, Some("YELLOW")).await;
    let (_, after) = house.statements(ask()).await;
    assert_eq!(before, after);
    // Three days after the first day of a warning is over, it is overdue.
    house.wait(TimeDelta::days(10));
    let late = house.data("head", view, json!({ "r": "UNIT", "c": "MONTH" })).await;
    let overdue: i64 = late["riskView"].as_array().unwrap().iter().map(|cell| cell["overdue"].as_i64().unwrap()).sum();
    assert_eq!(overdue, 7);
    let long = r#"{ riskView(from: "2020", to: "2026", rows: UNIT, columns: MONTH) { total } }"#;
    assert_eq!(code(&house.answer("head", long, json!({})).await), "LIMIT");
}
