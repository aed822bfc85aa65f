//! A warning and the order it belongs to: connected by either side, once, with what both may know of.

use serde_json::{Value, json};

use super::{Story, on_both, steps};
use crate::support::code;

const CONNECT: &str =
    "mutation($w: MatterId!, $v: Int!, $o: MatterId!) { connectWarning(warning: $w, version: $v, other: $o) {
    version timeLine { step words } links { before kind matter { id } } } }";

impl Story {
    async fn order_of_the_office(&self, draft: bool) -> Value {
        let (unit, _) = self.ids().await;
        let input = json!({ "direction": "TOP_DOWN", "origin": "INSPECTION", "unit": unit, "title": "Filing on time",
            "problem": "3 of 10 late", "dueOn": "2026-04-22", "draft": draft });
        let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id number } }";
        self.ask("party_secretary", open, json!({ "i": input })).await["openRectification"].clone()
    }

    async fn connected(&self, by: &str, warning: &Value, version: i32, other: &Value) -> Value {
        self.house.answer(by, CONNECT, json!({ "w": warning["id"], "v": version, "o": other["id"] })).await
    }
}

/// The rule that refused, or the code of the answer.
fn refused(answer: &Value) -> String {
    let rule = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    rule.map_or_else(|| code(answer), ToOwned::to_owned)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_warning_is_connected_once_with_an_order_that_both_sides_know_of() {
    on_both(|story| async move {
        story.at("2026-04-03");
        let (unit, _) = story.ids().await;
        let input = json!({ "unit": unit, "severity": "YELLOW", "title": "Late", "advice": "look" });
        let warn = "mutation($i: WarningInput!) { issueWarning(input: $i) { id } }";
        let warning = story.ask("party_secretary", warn, json!({ "i": input })).await["issueWarning"].clone();
        let (order, draft) = (story.order_of_the_office(false).await, story.order_of_the_office(true).await);

        // What is only written is not to be known below, and nothing belongs to itself.
        assert_eq!(refused(&story.connected("dept_head", &warning, 1, &draft).await), "NOT_FOUND");
        assert_eq!(refused(&story.connected("party_secretary", &warning, 1, &draft).await), "NOT_CONNECTED");
        assert_eq!(refused(&story.connected("dept_head", &warning, 1, &warning).await), "NOT_CONNECTED");
        assert_eq!(refused(&story.connected("auditor", &warning, 1, &order).await), "FORBIDDEN");

        let answer = story.connected("dept_head", &warning, 1, &order).await;
        let after = &answer["data"]["connectWarning"];
        assert_eq!(
            (steps(after), &after["version"]),
            (vec!["ISSUE".to_owned(), "CONNECT".to_owned()], &json!(2)),
            "{answer}"
        );
        assert_eq!(after["links"], json!([{ "before": false, "kind": "TOGETHER", "matter": { "id": order["id"] } }]));
        assert_eq!(refused(&story.connected("party_secretary", &warning, 2, &order).await), "CONNECTED_ALREADY");
        assert_eq!(refused(&story.connected("dept_head", &warning, 1, &order).await), "STALE");

        let query = "query($id: MatterId!) { rectification(id: $id) { links { before kind matter { id } } } }";
        let seen = story.ask("party_secretary", query, json!({ "id": order["id"] })).await["rectification"].clone();
        assert_eq!(seen["links"], json!([{ "before": true, "kind": "TOGETHER", "matter": { "id": warning["id"] } }]));

        // Whoever has a part in the warning alone is told nothing of the order.
        let persons = "query($u: UnitId!) { persons(first: 100, unit: $u) { nodes { id staffNo } } }";
        let persons = story.ask("perf_office", persons, json!({ "u": unit })).await["persons"]["nodes"].clone();
        let wang = persons.as_array().unwrap().iter().find(|it| it["staffNo"] == "1").unwrap()["id"].clone();
        let assign =
            "mutation($w: MatterId!, $p: PersonId!) { assignWarning(warning: $w, version: 2, to: $p) { version } }";
        story.ask("dept_head", assign, json!({ "w": warning["id"], "p": wang })).await;
        let query = "query($id: MatterId!) { warning(id: $id) { timeLine { step words } links { kind } } }";
        let seen = story.ask("officer", query, json!({ "id": warning["id"] })).await["warning"].clone();
        assert_eq!((&seen["timeLine"][1], &seen["links"]), (&json!({ "step": "CONNECT", "words": "" }), &json!([])));
    })
    .await;
}
