//! What is left lying goes up one level after another: the head of the unit, the line department of the unit above, the performance
//! office. Each is told once, of either side, and a rule may say otherwise.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Story, on_both};
use crate::support::day;

/// Whoever could be told, in the order of their logins.
const PEOPLE: [&str; 10] = [
    "branch_director",
    "deputy_leader",
    "dept_head",
    "discipline",
    "liaison",
    "line_appraiser",
    "officer",
    "party_secretary",
    "perf_office",
    "perf_specialist",
];

/// Who was told that a matter is overdue, by matter and day; as often as they were told.
type Told = BTreeMap<(String, String), Vec<&'static str>>;

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn of(told: &Told, matter: &Value) -> Vec<String> {
    let lines = told.iter().filter(|((id, _), _)| *matter == *id);
    lines.map(|((_, on), people)| format!("{on} {}", people.join(" "))).collect()
}

impl Story {
    /// A rule of offices below 90 % on time with levels of its own, in effect.
    async fn escalating(&self, indicator: &Value, name: &str, levels: Value) {
        let input = json!({ "code": "OWN-LADDER", "name": name, "indicator": indicator,
            "condition": { "kind": "THRESHOLD", "limit": "90" }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": [],
            "postClasses": [], "severity": "RED", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "Call the ten largest.",
            "escalation": levels });
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version } }";
        let rule = self.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone();
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        self.ask("perf_office", activate, json!({ "r": rule["id"], "v": rule["version"] })).await;
    }

    /// An order of the district to an office that nobody has looked at yet.
    async fn ordered(&self, unit: &Value, title: &str) -> Value {
        let input = json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit, "title": title, "problem": "3 of 10 late",
            "dueOn": "2026-04-30" });
        let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
        self.ask("party_secretary", open, json!({ "i": input })).await["openRectification"]["id"].clone()
    }

    /// Who was told that something is overdue, as everybody finds it in their own inbox.
    async fn told_late(&self) -> Told {
        let mut told = Told::new();
        for login in PEOPLE {
            let inbox = "{ inbox(first: 100) { totalCount nodes { reason at matter { id } } } }";
            let inbox = self.ask(login, inbox, json!({})).await["inbox"].clone();
            let messages = inbox["nodes"].as_array().unwrap();
            assert_eq!(json!(messages.len()), inbox["totalCount"], "{login}");
            for message in messages.iter().filter(|message| message["reason"] == "OVERDUE") {
                let on = text(&message["at"]).split('T').next().unwrap().to_owned();
                told.entry((text(&message["matter"]["id"]), on)).or_default().push(login);
            }
        }
        told
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_left_lying_goes_up_every_level_and_each_is_told_once() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.month("2026-02", &[("NORTH-1", 10)], "2026-03-03").await;
        story.diagnosing(&indicator).await;
        let own = json!([{ "afterDays": 3, "tell": "LINE_ABOVE" }, { "afterDays": 1, "tell": "PERFORMANCE_OFFICE" }]);
        story.escalating(&indicator, "By its own ladder", own).await;
        assert_eq!(story.month("2026-03", &[("NORTH-1", 7)], "2026-04-03").await.issued, 2);
        let warnings = story.warnings("dept_head").await;
        let warning = |title: &str| warnings.iter().find(|it| it["title"] == title).unwrap()["id"].clone();
        let diagnosis = story.diagnoses("dept_head").await[0]["id"].clone();
        let order = story.ordered(&unit, "Nobody looks at it").await;
        let unanswered = story.ordered(&unit, "Nobody approves the plan").await;
        story.step("dept_head", &unanswered, "acknowledgeRectification").await;
        let plan = r#"submitRectificationPlan(cause: "no list", measures: [{ what: "a list", dueOn: "2026-04-29" }])"#;
        assert_eq!(story.step("dept_head", &unanswered, plan).await, "PLAN_SUBMITTED");
        let task = "mutation($i: TaskInput!) { createTask(input: $i) { id } }";
        let input =
            json!({ "kind": "ASSIGNED", "title": "Visit", "what": "see each", "dueOn": "2026-04-30", "unit": unit });
        let task = story.ask("party_secretary", task, json!({ "i": input })).await["createTask"]["id"].clone();

        // It is looked at again and again, every day: nobody is told more often by that.
        for on in day("2026-04-03").iter_days().take_while(|on| *on <= day("2026-04-17")) {
            let watcher = story.watcher(&on.to_string());
            watcher.escalate().await.unwrap();
            watcher.escalate().await.unwrap();
            assert_eq!(watcher.escalate().await.unwrap(), 0, "{on}");
        }

        // At every level whoever it waits for is told as well; the heads of the office are among them.
        let office = "branch_director dept_head liaison perf_specialist";
        let and_line = "branch_director deputy_leader dept_head liaison line_appraiser perf_specialist";
        let and_head_above = "branch_director dept_head liaison party_secretary perf_specialist";
        let and_performance = "branch_director dept_head liaison perf_office perf_specialist";
        let lines = |days: &[(&str, &str)]| {
            days.iter().map(|(on, people)| format!("2026-04-{on} {people}")).collect::<Vec<_>>()
        };
        let told = story.told_late().await;
        // To be read by the 6th and dealt with by the 10th, a Friday.
        let by_default = lines(&[
            ("07", office),
            ("08", and_line),
            ("11", office),
            ("13", and_performance),
            ("14", and_line),
            ("17", and_performance),
        ]);
        assert_eq!(of(&told, &warning("Filing is late")), by_default);
        let by_rule = lines(&[("07", and_performance), ("09", and_line), ("13", and_performance), ("15", and_line)]);
        assert_eq!(of(&told, &warning("By its own ladder")), by_rule);
        // Its causes are to be found by the 10th.
        let analysed = lines(&[("11", office), ("14", and_line), ("17", and_performance)]);
        assert_eq!(of(&told, &diagnosis), analysed);
        // Neither is of a business line: the head of the unit above stands for the department. Both were to be taken up by the 7th.
        let taken_up = lines(&[("08", office), ("09", and_head_above), ("14", and_performance)]);
        assert_eq!(of(&told, &order), taken_up);
        assert_eq!(of(&told, &task), taken_up);
        // Whoever gave it is late by the 8th: those who may answer the plan, and above the district there is nobody.
        let giver = "discipline party_secretary perf_office";
        assert_eq!(of(&told, &unanswered), lines(&[("09", giver), ("10", giver), ("15", giver)]));
    })
    .await;
}
