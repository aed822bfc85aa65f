//! Low places: whoever stays among the last of the comparison group is told, until they no longer do. The bureau compares three offices.

use serde_json::{Value, json};

use super::{Story, on_both};
use crate::support::code;

const SAVE: &str = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version
    condition { kind places periods limit } } }";

/// A rule about places; what it watches is said by `watched`.
fn rule(watched: &Value, condition: &Value) -> Value {
    let mut input = json!({ "code": "LOW", "name": "Among the last", "condition": condition, "subjects": "UNIT",
        "levels": ["OFFICE"], "groups": ["OFFICES"], "postClasses": [], "severity": "YELLOW", "confirm": 1,
        "tell": ["RESPONSIBLE"], "advice": "Ask the others how they do it." });
    input.as_object_mut().unwrap().extend(watched.as_object().unwrap().clone());
    input
}

fn low(places: i32, periods: i32) -> Value {
    json!({ "kind": "LOW_PLACE", "places": places, "periods": periods })
}

impl Story {
    /// Office by office, so that all of the group have a value.
    async fn ranked(&mut self, month: &'static str, [one, two, south]: [u32; 3], evaluated: &str) -> (i32, i32) {
        let offices = [("NORTH-1", one), ("NORTH-2", two), ("SOUTH-1", south)];
        let came = self.month(month, &offices, evaluated).await;
        (came.issued, came.recovered)
    }

    async fn rehearsed(&self, input: &Value) -> Value {
        let rehearse = "query($i: WarningRuleInput!) { rehearseRule(input: $i, periods: 12) { issued
            warnings { period over place { name } facts { name value } } } }";
        self.ask("perf_office", rehearse, json!({ "i": input })).await["rehearseRule"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stays_last_is_told_and_it_ends_with_another_place() {
    on_both(|mut story| async move {
        story.at("2026-07-03");
        let (_, indicator) = story.ids().await;
        story.ranked("2026-02", [8, 9, 10], "2026-03-03").await;
        let input = rule(&json!({ "indicator": indicator }), &low(1, 2));
        let saved = story.ask("perf_office", SAVE, json!({ "i": input })).await["saveWarningRule"].clone();
        assert_eq!(saved["condition"], json!({ "kind": "LOW_PLACE", "places": 1, "periods": 2, "limit": null }));
        let activate =
            "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";
        story.ask("perf_office", activate, json!({ "r": saved["id"], "v": saved["version"] })).await;

        // Another one is last each month: nobody for two months running.
        assert_eq!(story.ranked("2026-03", [7, 9, 5], "2026-04-03").await, (0, 0));
        assert_eq!(story.ranked("2026-04", [5, 9, 6], "2026-05-04").await, (0, 0));
        assert_eq!(story.ranked("2026-05", [5, 9, 6], "2026-06-03").await, (1, 0));
        let seen = story.warnings("dept_head").await;
        let first = (&seen[0]["state"], &seen[0]["period"], &seen[0]["severity"]);
        assert_eq!((seen.len(), first), (1, (&json!("ISSUED"), &json!("2026-05"), &json!("YELLOW"))));
        let query = "query($id: MatterId!) { warning(id: $id) { facts { name value } } }";
        let facts = story.ask("dept_head", query, json!({ "id": seen[0]["id"] })).await["warning"]["facts"].clone();
        let told = json!([{ "name": "RANK", "value": "3.0000" }, { "name": "GROUP_SIZE", "value": "3.0000" },
            { "name": "PERIODS", "value": "2.0000" }]);
        assert_eq!(facts, told);

        // Two who share the last place have the second, which is not the last.
        assert_eq!(story.ranked("2026-06", [6, 9, 6], "2026-07-03").await, (0, 1));
        assert_eq!(story.warnings("dept_head").await[0]["state"], "RESOLVED");

        // Tried on the same months it says the same.
        let would = json!({ "issued": 1, "warnings": [{ "period": "2026-05", "over": "2026-06",
            "place": { "name": "First office of the north" }, "facts": told }] });
        assert_eq!(story.rehearsed(&input).await, would);
        // Of three there are no last two; of the score there are places as well.
        let two = rule(&json!({ "indicator": indicator }), &low(2, 1));
        assert_eq!(story.rehearsed(&two).await, json!({ "issued": 0, "warnings": [] }));
        let score = rule(&json!({ "watchesScore": true }), &low(1, 1));
        assert!(story.rehearsed(&score).await["issued"].is_i64());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_place_that_is_not_known_is_not_low_and_numbers_have_their_bounds() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (_, indicator) = story.ids().await;
        // Two of the group have a value: too few to be ranked.
        story.month("2026-02", &[("NORTH-1", 5), ("SOUTH-1", 10)], "2026-03-03").await;
        let watched = json!({ "indicator": indicator });
        let nothing = story.rehearsed(&rule(&watched, &low(1, 1))).await;
        assert_eq!(nothing, json!({ "issued": 0, "warnings": [] }));

        let refused = async |condition: Value| {
            let answer = story.house.answer("perf_office", SAVE, json!({ "i": rule(&watched, &condition) })).await;
            let rule = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str).map(ToOwned::to_owned);
            rule.unwrap_or_else(|| code(&answer))
        };
        assert_eq!(refused(json!({ "kind": "LOW_PLACE", "places": 1 })).await, "INVALID");
        assert_eq!(refused(json!({ "kind": "LOW_PLACE", "periods": 1 })).await, "INVALID");
        assert_eq!(refused(low(0, 1)).await, "DEFINITION");
        assert_eq!(refused(low(101, 1)).await, "DEFINITION");
        assert_eq!(refused(low(1, 0)).await, "DEFINITION");
        assert_eq!(refused(low(1, 13)).await, "DEFINITION");
        assert_eq!(refused(low(100, 12)).await, "OK");
    })
    .await;
}
