//! Rules over what waits: each matter counts once for each unit that is late with it, and what lies is said once.

use serde_json::{Value, json};

use super::{Story, on_both};

impl Story {
    /// A step of the office or the district in a task.
    async fn task_step(&self, by: &str, task: &Value, call: &str) -> Value {
        let query = "query($id: MatterId!) { task(id: $id) { version } }";
        let version = self.ask(by, query, json!({ "id": task })).await["task"]["version"].clone();
        let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
        let query = format!(
            "mutation($id: MatterId!, $version: Int!) {{ done: {name}(task: $id, version: $version {arguments} {{ state }} }}"
        );
        self.ask(by, &query, json!({ "id": task, "version": version })).await["done"]["state"].clone()
    }

    /// How many matters each unit is late with, as the warnings say it.
    async fn late(&self) -> Vec<(String, String)> {
        let mut late = Vec::new();
        for warning in self.warnings("party_secretary").await {
            let query = "query($id: MatterId!) { warning(id: $id) { facts { name value } } }";
            let facts =
                self.ask("party_secretary", query, json!({ "id": warning["id"] })).await["warning"]["facts"].clone();
            assert_eq!((facts.as_array().unwrap().len(), &facts[0]["name"]), (1, &json!("OVERDUE")));
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            late.push((text(&warning["unit"]["name"]), text(&facts[0]["value"])));
        }
        late.sort();
        late
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_matter_counts_once_for_each_unit_that_is_late_with_it_and_is_said_once() {
    on_both(|story| async move {
        story.at("2026-04-03");
        let (unit, _) = story.ids().await;
        let input = json!({ "code": "LIES", "name": "Something lies", "condition": { "kind": "TASK_OVERDUE", "days": 1 },
            "subjects": "UNIT", "levels": [], "groups": [], "postClasses": [], "severity": "YELLOW", "confirm": 1,
            "tell": ["RESPONSIBLE"], "advice": "Look at it." });
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version } }";
        let rule = story.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone();
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        story.ask("perf_office", activate, json!({ "r": rule["id"], "v": rule["version"] })).await;

        // A task that waits for both sides: for an answer by the 7th, and for its result by the 8th.
        let create = "mutation($i: TaskInput!) { createTask(input: $i) { id } }";
        let input = json!({ "kind": "ASSIGNED", "title": "Visit", "what": "see each", "dueOn": "2026-04-08", "unit": unit });
        let task = story.ask("party_secretary", create, json!({ "i": input })).await["createTask"]["id"].clone();
        story.task_step("dept_head", &task, "acceptTask").await;
        let transfer = format!("askTaskTransfer(unit: {unit}, reason: \"two are ill\")");
        story.task_step("dept_head", &task, &transfer).await;
        // An order that waits for the office twice: for a measure by the 7th, and for the result by the 8th.
        let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
        let input = json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit, "title": "Filing on time",
            "problem": "3 of 10 late", "dueOn": "2026-04-08" });
        let order = story.ask("party_secretary", open, json!({ "i": input })).await["openRectification"]["id"].clone();
        story.step("dept_head", &order, "acknowledgeRectification").await;
        let plan = r#"submitRectificationPlan(cause: "no list", measures: [{ what: "a list", dueOn: "2026-04-07" }])"#;
        story.step("dept_head", &order, plan).await;
        story.step("party_secretary", &order, "approveRectificationPlan").await;

        let issued = async |on: &str| story.watcher(on).evaluate(on).await.unwrap().unwrap().outcome.issued;
        assert_eq!(issued("2026-04-07").await, 0);
        assert_eq!(issued("2026-04-10").await, 2);
        let text = |unit: &str, late: &str| (unit.to_owned(), late.to_owned());
        let expected = [text("First office of the north", "2.0000"), text("North district", "1.0000")];
        assert_eq!(story.late().await, expected);

        // Every day it lies, and nothing more is said; nor where somebody says that it is dealt with, and it is not.
        assert_eq!(issued("2026-04-13").await, 0);
        story.at("2026-04-13");
        let warned = story.warnings("dept_head").await;
        let warned = warned.iter().find(|it| it["unit"]["name"] == "First office of the north").unwrap()["id"].clone();
        for call in [
            "receiveWarning(warning: $w, version: 1)",
            r#"endWarning(warning: $w, version: 2, falseAlarm: false, words: "soon")"#,
        ] {
            let query = format!("mutation($w: MatterId!) {{ {call} {{ id }} }}");
            story.ask("dept_head", &query, json!({ "w": warned })).await;
        }
        assert_eq!(issued("2026-04-14").await, 0);
        assert_eq!(issued("2026-04-15").await, 0);
        // It lies still when the 5 working days to deal with it are over once more: it is said again, once.
        assert_eq!(issued("2026-04-20").await, 0);
        assert_eq!(issued("2026-04-21").await, 1);
        assert_eq!(issued("2026-04-22").await, 0);
    })
    .await;
}
