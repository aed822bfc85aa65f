//! A rule that is changed or ended while a warning of it is open, and what whoever reads rules learns of others.

use backend::app::warning::rule::standings;
use serde_json::{Value, json};
use shared::warning::standing::StandingState;

use super::{Story, on_both, steps};

const SAVE: &str = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version } }";
const ACTIVATE: &str =
    "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { id version } }";
const RETIRE: &str =
    "mutation($r: WarningRuleId!, $v: Int!) { retireWarningRule(rule: $r, version: $v) { id version } }";

/// Offices below a limit.
fn below(indicator: &Value, limit: &str) -> Value {
    json!({ "code": "LATE", "name": "Filing is late", "indicator": indicator,
        "condition": { "kind": "THRESHOLD", "limit": limit }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": [],
        "postClasses": [], "severity": "RED", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "Call them." })
}

impl Story {
    /// A rule in effect, as it was seen then.
    async fn in_effect(&self, input: &Value) -> Value {
        let saved = self.ask("perf_office", SAVE, json!({ "i": input })).await["saveWarningRule"].clone();
        self.turned(&saved, ACTIVATE, "activateWarningRule").await
    }

    async fn turned(&self, rule: &Value, query: &str, name: &str) -> Value {
        self.ask("perf_office", query, json!({ "r": rule["id"], "v": rule["version"] })).await[name].clone()
    }

    /// The rule as it was seen, saying something else; as it is seen then.
    async fn changed(&self, rule: &Value, mut input: Value) -> Value {
        (input["id"], input["version"]) = (rule["id"].clone(), rule["version"].clone());
        self.ask("perf_office", SAVE, json!({ "i": input })).await["saveWarningRule"].clone()
    }

    /// The data source of visits, saying to which day it is complete.
    async fn complete_to(&self, day: Option<&str>) -> Value {
        let all = self.ask("data_admin", "{ datasets(first: 100) { nodes { id code version } } }", json!({})).await;
        let visits = all["datasets"]["nodes"].as_array().unwrap().iter().find(|it| it["code"] == "visits").unwrap();
        let column = |name: &str, kind: &str| {
            json!({ "name": name, "type": kind, "required": false, "notNegative": false, "dateShapes": [],
                "personal": false })
        };
        let manner = json!({ "format": "CSV", "encoding": "UTF_8", "delimiter": ",", "nullWords": [], "header": true });
        let columns =
            [column("day", "DATE"), column("unit", "TEXT"), column("staff", "TEXT"), column("minutes", "INTEGER")];
        let input = json!({ "id": visits["id"], "version": visits["version"], "code": "visits", "name": "Visits",
            "system": "Hall", "files": ["visits.csv"], "manner": manner, "columns": columns, "timeColumn": "day",
            "zone": "LOCAL", "unitColumn": "unit", "personColumn": "staff", "completeTo": day });
        let save = "mutation($i: DatasetInput!) { saveDataset(input: $i) { completeTo } }";
        let saved = self.ask("data_admin", save, json!({ "i": input })).await;
        assert_eq!(saved["saveDataset"]["completeTo"], json!(day));
        visits["id"].clone()
    }

    /// How many warnings an evaluation issued, and how many ended by themselves.
    pub(super) async fn evaluated(&self, on: &str, key: &str) -> (i32, i32) {
        let outcome = self.watcher(on).evaluate(key).await.unwrap().unwrap().outcome;
        (outcome.issued, outcome.recovered)
    }

    /// Somebody reads rules, and the values of a line in the north, but no places.
    async fn reads_rules(&self, login: &str, line: &str) {
        let save = r#"mutation($p: [RolePermissionInput!]!) {
            saveRole(input: { code: "READER", name: "读者", nameEn: "Reader", permissions: $p }) { id } }"#;
        let read = ["ORGANISATION", "LIBRARY", "CELL", "WARNING_RULE"]
            .map(|resource| json!({ "resource": resource, "actions": ["READ"] }));
        let role = self.ask("sys_admin", save, json!({ "p": read })).await["saveRole"]["id"].clone();
        let all = "{ accounts(first: 100) { nodes { id login } } units(first: 100) { nodes { id code } } }";
        let all = self.ask("sys_admin", all, json!({})).await;
        let id = |list: &str, key: &str, value: &str| {
            let nodes = all[list]["nodes"].as_array().unwrap();
            nodes.iter().find(|it| it[key] == value).unwrap()["id"].clone()
        };
        let input = json!({ "account": id("accounts", "login", login), "role": role, "scope": "OWN_LINE_SUBTREE",
            "unit": id("units", "code", "NORTH"), "units": [], "lines": [line], "validFrom": "2026-01-01" });
        self.ask("sys_admin", "mutation($i: NewGrant!) { grantRole(input: $i) { id } }", json!({ "i": input })).await;
    }

    /// The state of a warning and its time-line.
    async fn ended(&self, id: &Value) -> (Value, Vec<String>) {
        let query = "query($id: MatterId!) { warning(id: $id) { state timeLine { step } } }";
        let warning = self.ask("perf_office", query, json!({ "id": id })).await["warning"].clone();
        (warning["state"].clone(), steps(&warning))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_that_is_changed_goes_on_with_its_open_warning() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        let rule = story.in_effect(&below(&indicator, "90")).await;
        assert_eq!(story.month("2026-03", &[("NORTH-1", 7)], "2026-04-03").await.issued, 1);
        let warning = story.warnings("dept_head").await[0]["id"].clone();

        // It still sees the office, and says nothing again.
        let rule = story.changed(&rule, below(&indicator, "80")).await;
        assert_eq!(story.evaluated("2026-04-04", "stricter").await, (0, 0));
        assert_eq!(story.warnings("dept_head").await.len(), 1);
        // It no longer sees it: the warning ends by itself.
        let rule = story.changed(&rule, below(&indicator, "60")).await;
        assert_eq!(story.evaluated("2026-04-05", "milder").await, (0, 1));
        assert_eq!(story.ended(&warning).await, (json!("RESOLVED"), vec!["ISSUE".to_owned(), "RECOVER".to_owned()]));
        // And sees it anew, once.
        story.changed(&rule, below(&indicator, "90")).await;
        assert_eq!(story.evaluated("2026-04-06", "stricter again").await, (1, 0));
        assert_eq!(story.evaluated("2026-04-07", "and again").await, (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_rule_no_longer_looks_at_stays_with_people_and_says_so() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        let ended = story.in_effect(&below(&indicator, "90")).await;
        let mut other = below(&indicator, "90");
        other["code"] = json!("OTHER");
        let turned = story.in_effect(&other).await;
        assert_eq!(story.month("2026-03", &[("NORTH-1", 7)], "2026-04-03").await.issued, 2);
        let warnings: Vec<Value> = story.warnings("dept_head").await.iter().map(|it| it["id"].clone()).collect();

        // One rule ends, the other one looks at a score that is never too low.
        story.turned(&ended, RETIRE, "retireWarningRule").await;
        (other["indicator"], other["watchesScore"]) = (Value::Null, json!(true));
        other["condition"]["limit"] = json!("0");
        story.changed(&turned, other).await;
        let let_go = (json!("ISSUED"), vec!["ISSUE".to_owned(), "LET_GO".to_owned()]);
        for key in ["left", "left again"] {
            assert_eq!(story.evaluated("2026-04-04", key).await, (0, 0), "{key}");
            for warning in &warnings {
                assert_eq!(story.ended(warning).await, let_go, "{key}");
            }
        }
        let inbox = "{ inbox(first: 10) { nodes { event { step } } } }";
        let told = story.ask("dept_head", inbox, json!({})).await["inbox"]["nodes"].clone();
        let told = told.as_array().unwrap().iter().filter(|message| message["event"]["step"] == "LET_GO").count();
        assert_eq!(told, 2);

        // Better numbers end neither of them; a person does.
        assert_eq!(story.month("2026-04", &[("NORTH-1", 10)], "2026-05-04").await.recovered, 0);
        let end = "mutation($w: MatterId!) {
            endWarning(warning: $w, version: 2, falseAlarm: true, words: \"all filed\") { state } }";
        let ended = story.ask("dept_head", end, json!({ "w": warnings[0] })).await;
        assert_eq!(ended["endWarning"]["state"], "FALSE_ALARM");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whom_a_rule_no_longer_looks_at_keeps_the_warning_and_is_told_so() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        let offices = |on_time| [("NORTH-1", on_time), ("NORTH-2", on_time)];
        story.month("2026-02", &offices(10), "2026-03-03").await;
        let rule = story.in_effect(&below(&indicator, "90")).await;
        assert_eq!(story.month("2026-03", &offices(7), "2026-04-03").await.issued, 2);
        let (issued, let_go) = (vec!["ISSUE".to_owned()], vec!["ISSUE".to_owned(), "LET_GO".to_owned()]);
        let warnings = story.warnings("perf_office").await;
        let of = |name: &str| warnings.iter().find(|it| it["unit"]["name"] == name).unwrap()["id"].clone();
        let (first, second) = (of("First office of the north"), of("Second office of the north"));

        // The rule looks at posts from now on. One of both cannot be told: the other is, and it is tried again.
        let mut input = below(&indicator, "90");
        input["subjects"] = json!("POST");
        story.changed(&rule, input).await;
        story.hindered(&first).await;
        assert_eq!(story.evaluated("2026-04-05", "hindered").await, (0, 0));
        assert_eq!((story.ended(&first).await.1, story.ended(&second).await.1), (issued, let_go.clone()));
        story.unhindered().await;
        assert_eq!(story.evaluated("2026-04-06", "no longer").await, (0, 0));
        assert_eq!(story.evaluated("2026-04-07", "and again").await, (0, 0));
        for warning in [&first, &second] {
            assert_eq!(story.ended(warning).await, (json!("ISSUED"), let_go.clone()));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_about_an_office_that_is_closed_stays_with_people_and_says_so() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10), ("NORTH-2", 10)], "2026-03-03").await;
        story.in_effect(&below(&indicator, "90")).await;
        assert_eq!(story.month("2026-03", &[("NORTH-2", 7)], "2026-04-03").await.issued, 1);
        let warning = story.warnings("perf_office").await[0]["id"].clone();
        story.tampered("UPDATE unit SET valid_to = '2026-04-10' WHERE code = 'NORTH-2'").await;
        for (day, said) in [("2026-04-09", &["ISSUE"][..]), ("2026-04-10", &["ISSUE", "LET_GO"])] {
            assert_eq!(story.evaluated(day, day).await, (0, 0));
            let (state, steps) = story.ended(&warning).await;
            assert_eq!((state, steps), (json!("ISSUED"), said.iter().map(|&step| step.to_owned()).collect()), "{day}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_reads_rules_learns_how_they_stand_towards_their_own_alone() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        let offices = |on_time| [("NORTH-1", on_time), ("NORTH-2", on_time), ("SOUTH-1", on_time)];
        story.month("2026-02", &offices(10), "2026-03-03").await;
        let rule = story.in_effect(&below(&indicator, "90")).await;
        assert_eq!(story.month("2026-03", &offices(7), "2026-04-03").await.issued, 3);
        let query = "query($r: WarningRuleId!) { warningRule(id: $r) { standings { place { name } state warning } } }";
        let stands = async |by: &str| {
            let shown = story.ask(by, query, json!({ "r": rule["id"] })).await;
            shown["warningRule"]["standings"].as_array().unwrap().clone()
        };
        let own = stands("perf_specialist").await;
        let warning = story.warnings("perf_specialist").await[0]["id"].clone();
        let north = json!({ "name": "First office of the north" });
        assert_eq!(own, [json!({ "place": north, "state": "FIRING", "warning": warning })]);
        let firing = stands("perf_office").await.into_iter().filter(|it| it["state"] == "FIRING");
        let mut names: Vec<String> = firing.map(|it| it["place"]["name"].as_str().unwrap().to_owned()).collect();
        names.sort_unstable();
        assert_eq!(names, ["First office of the north", "Second office of the north"]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_answers_for_a_line_learns_how_rules_of_that_line_stand_and_of_places_who_may_read_them() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        let service = story.ask("auditor", "{ indicators(first: 100) { nodes { id code } } }", json!({})).await;
        let service = service["indicators"]["nodes"].as_array().unwrap();
        let service = service.iter().find(|it| it["code"] == "service_rate").unwrap()["id"].clone();
        let offices = |one, two| [("NORTH-1", one), ("NORTH-2", two), ("SOUTH-1", 10)];
        story.month("2026-02", &offices(10, 10), "2026-03-03").await;
        let of_line = story.in_effect(&below(&indicator, "90")).await;
        let mut input = below(&service, "90");
        input["code"] = json!("SLOW");
        let of_none = story.in_effect(&input).await;
        let mut input = below(&indicator, "90");
        input["code"] = json!("LAST");
        input["condition"] = json!({ "kind": "LOW_PLACE", "places": 1, "periods": 1 });
        let of_places = story.in_effect(&input).await;
        // Two are late, and the first of them is the last of three.
        assert_eq!(story.month("2026-03", &offices(7, 8), "2026-04-03").await.issued, 3);

        story.reads_rules("finance", "COLLECTION").await;
        let query = "query($r: WarningRuleId!) { warningRule(id: $r) { standings { place { name } state } } }";
        let stands = async |by: &str, rule: &Value| {
            let shown = story.ask(by, query, json!({ "r": rule["id"] })).await;
            let shown = shown["warningRule"]["standings"].as_array().unwrap().clone();
            let name = |it: &Value| it["place"]["name"].as_str().unwrap().to_owned();
            let mut names: Vec<String> = shown.iter().map(name).collect();
            let firing = shown.iter().filter(|it| it["state"] == "FIRING").count();
            names.sort_unstable();
            (names, firing)
        };
        // Whatever the line of the offices is: one of them has the line, the others have none.
        let (names, firing) = stands("finance", &of_line).await;
        assert!(names.contains(&"First office of the north".to_owned()), "{names:?}");
        assert!(!names.contains(&"First office of the south".to_owned()), "{names:?}");
        assert_eq!(firing, 2);
        assert!(stands("perf_office", &of_none).await.0.contains(&"Office to be closed".to_owned()));
        assert_eq!(stands("finance", &of_none).await, (Vec::new(), 0));
        assert_eq!(stands("perf_office", &of_places).await.1, 1);
        assert_eq!(stands("finance", &of_places).await, (Vec::new(), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_without_a_date_is_no_data_and_no_rule_over_it_comes_into_effect() {
    on_both(|story| async move {
        story.at("2026-11-20");
        let source = story.complete_to(None).await;
        let input = json!({ "code": "SOURCE", "name": "Visits are late", "subjects": "UNIT", "levels": [], "groups": [],
            "condition": { "kind": "SOURCE_LATE", "days": 3, "dataset": source }, "postClasses": [],
            "severity": "YELLOW", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "Ask for them." });
        let draft = story.ask("perf_office", SAVE, json!({ "i": input })).await["saveWarningRule"].clone();
        let refused = |answer: &Value| answer.pointer("/errors/0/extensions/rule").cloned();
        let undated = Some(json!({ "rule": "SOURCE_UNDATED", "dataset": "Visits" }));
        let seen = json!({ "r": draft["id"], "v": draft["version"] });
        assert_eq!(refused(&story.house.answer("perf_office", ACTIVATE, seen).await), undated);

        story.complete_to(Some("2026-11-18")).await;
        let active = story.turned(&draft, ACTIVATE, "activateWarningRule").await;
        assert_eq!(story.evaluated("2026-11-21", "in time").await, (0, 0));
        assert_eq!(story.evaluated("2026-11-22", "late").await, (1, 0));
        // The day is taken away: there is nothing to see it by any more, and that is said.
        story.complete_to(None).await;
        assert_eq!(story.evaluated("2026-11-23", "without a day").await, (0, 0));
        let reader = story.house.operator().reader().await.unwrap();
        let stands = standings(&reader, active["id"].as_str().unwrap().parse().unwrap()).await.unwrap();
        let stands: Vec<_> = stands.into_iter().map(|(_, it)| (it.state, it.warning.is_some())).collect();
        assert_eq!(stands, [(StandingState::NoData, true)]);
        let mut changed = input;
        (changed["id"], changed["version"]) = (active["id"].clone(), active["version"].clone());
        assert_eq!(refused(&story.house.answer("perf_office", SAVE, json!({ "i": changed })).await), undated);
    })
    .await;
}
