//! What is not there: a period that nobody ran, and an indicator that is retired.

use serde_json::{Value, json};

use super::{Story, on_both};
use crate::support::code;

const ACTIVATE: &str =
    "mutation($r: WarningRuleId!, $v: Int!) { activateWarningRule(rule: $r, version: $v) { state } }";

/// A rule: values of offices that are compared with one another are missing.
fn missing(indicator: &Value) -> Value {
    json!({ "code": "MISSING", "name": "Nothing came", "indicator": indicator,
        "condition": { "kind": "NO_DATA" }, "subjects": "UNIT", "levels": ["OFFICE"], "groups": ["OFFICES"],
        "postClasses": [], "severity": "YELLOW", "confirm": 1, "tell": ["RESPONSIBLE"], "advice": "Send it in." })
}

impl Story {
    /// A rule as a draft.
    async fn saved(&self, input: &Value) -> Value {
        let save = "mutation($i: WarningRuleInput!) { saveWarningRule(input: $i) { id version } }";
        self.ask("perf_office", save, json!({ "i": input })).await["saveWarningRule"].clone()
    }

    /// February was run for four offices, and a rule looks for what they owe since of an indicator.
    async fn owed(&mut self) -> Value {
        self.at("2026-04-03");
        let (_, indicator) = self.ids().await;
        self.month("2026-02", &all(9), "2026-03-03").await;
        let rule = self.saved(&missing(&indicator)).await;
        self.ask("perf_office", ACTIVATE, json!({ "r": rule["id"], "v": rule["version"] })).await;
        indicator
    }

    /// How many warnings the evaluation of a day issued, and how many ended by themselves.
    async fn on_day(&self, on: &str) -> (i32, i32) {
        self.evaluated(on, &format!("day-{on}")).await
    }
}

fn all(on_time: u32) -> [(&'static str, u32); 4] {
    ["NORTH-1", "NORTH-2", "SOUTH-1", "SOUTH-2"].map(|office| (office, on_time))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_nobody_ran_is_missed_once_its_days_are_over() {
    on_both(|mut story| async move {
        let indicator = story.owed().await;
        // Of March, what is owed is late up to and with the 15th.
        assert_eq!(story.on_day("2026-04-15").await, (0, 0));
        assert_eq!(story.on_day("2026-04-16").await, (4, 0));
        assert_eq!(story.on_day("2026-04-17").await, (0, 0));
        let seen = story.warnings("dept_head").await;
        assert_eq!((seen.len(), &seen[0]["state"], &seen[0]["period"]), (1, &json!("ISSUED"), &json!("2026-03")));

        // Once somebody runs it, it is over.
        let came = story.month("2026-03", &all(8), "2026-04-20").await;
        assert_eq!((came.issued, came.recovered), (0, 4));
        assert_eq!(story.warnings("dept_head").await[0]["state"], "RESOLVED");

        // April is left out: it is missed though May was run since, and that is said once.
        story.run("2026-05", "2026-05", &all(9)).await;
        assert_eq!(story.on_day("2026-05-15").await, (0, 0));
        assert_eq!(story.on_day("2026-06-03").await, (4, 0));
        let again = story.watcher("2026-06-03").evaluate("again").await.unwrap().unwrap().outcome;
        assert_eq!((again.issued, again.recovered), (0, 0));
        assert_eq!(story.on_day("2026-06-04").await, (0, 0));
        let seen = story.warnings("dept_head").await;
        let open: Vec<_> = seen.iter().filter(|it| it["state"] == "ISSUED").map(|it| &it["period"]).collect();
        assert_eq!(open, [&json!("2026-04")]);
        // A rehearsal sees it as well, until the period after it: for the two offices of the north, which are those it is tried for.
        story.at("2026-06-05");
        let of =
            "query($i: WarningRuleInput!) { rehearseRule(input: $i, periods: 12) { periods warnings { period over } } }";
        let rehearsed = story.ask("perf_office", of, json!({ "i": missing(&indicator) })).await["rehearseRule"].clone();
        assert!(rehearsed["periods"].as_array().unwrap().contains(&json!("2026-04")), "{rehearsed}");
        let of_april = rehearsed["warnings"].as_array().unwrap().iter().filter(|it| it["period"] == "2026-04");
        assert_eq!(of_april.map(|it| &it["over"]).collect::<Vec<_>>(), [&json!("2026-05"); 2], "{rehearsed}");

        // What was missed before a rule came into force is not said by it.
        let mut later = missing(&indicator);
        later["code"] = json!("MISSING_TOO");
        let later = story.saved(&later).await;
        story.ask("perf_office", ACTIVATE, json!({ "r": later["id"], "v": later["version"] })).await;
        assert_eq!(story.on_day("2026-06-06").await, (0, 0));

        story.run("2026-04", "2026-04", &all(9)).await;
        assert_eq!(story.on_day("2026-06-07").await, (0, 4));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_period_that_stays_left_out_does_not_mute_its_rule() {
    on_both(|mut story| async move {
        story.owed().await;
        assert_eq!(story.on_day("2026-04-16").await, (4, 0));
        // Nobody ever runs March; one of four says that nothing is missing there.
        story.run("2026-04", "2026-04", &all(9)).await;
        story.at("2026-05-20");
        let end = "mutation($w: MatterId!) {
            endWarning(warning: $w, version: 1, falseAlarm: true, words: \"nothing was due\") { state } }";
        let warning = story.warnings("dept_head").await[0]["id"].clone();
        let ended = story.ask("dept_head", end, json!({ "w": warning })).await;
        assert_eq!(ended["endWarning"]["state"], "FALSE_ALARM");
        assert_eq!(story.on_day("2026-05-20").await, (0, 0));
        assert_eq!(story.on_day("2026-05-21").await, (0, 0));
        // May is missing as well: that is said to whoever ended it, and those who did not have it in what is open.
        assert_eq!(story.on_day("2026-06-16").await, (1, 0));
        // It comes in, and what was said of it is over; what was said of March stays with the others.
        story.run("2026-05", "2026-05", &all(9)).await;
        assert_eq!(story.on_day("2026-06-17").await, (0, 1));
        assert_eq!(story.on_day("2026-06-18").await, (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_says_that_its_indicator_is_retired_and_is_not_put_into_effect() {
    on_both(|story| async move {
        let (_, indicator) = story.ids().await;
        let rule = story.saved(&missing(&indicator)).await;
        let retired = async || {
            let query = "query($id: WarningRuleId!) { warningRule(id: $id) { retiredIndicators { id } } }";
            let shown = story.ask("perf_office", query, json!({ "id": rule["id"] })).await;
            shown["warningRule"]["retiredIndicators"].clone()
        };
        assert_eq!(retired().await, json!([]));
        let retire = "mutation($i: IndicatorId!, $v: Int!) { retireIndicator(indicator: $i, version: $v, on: \"2026-11-20\", reason: \"over\") { id } }";
        let of = "query($i: IndicatorId!) { indicator(id: $i) { version } }";
        let seen = story.ask("perf_office", of, json!({ "i": indicator })).await["indicator"]["version"].clone();
        story.ask("perf_office", retire, json!({ "i": indicator, "v": seen })).await;
        assert_eq!(retired().await, json!([{ "id": indicator }]));
        let listed = story.ask("perf_office", "{ warningRules { code retiredIndicators { id } } }", json!({})).await;
        let listed = listed["warningRules"].as_array().unwrap().clone();
        assert!(listed.contains(&json!({ "code": "MISSING", "retiredIndicators": [{ "id": indicator }] })), "{listed:?}");
        let answer =
            story.house.answer("perf_office", ACTIVATE, json!({ "r": rule["id"], "v": rule["version"] })).await;
        let refused = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
        assert_eq!(refused, Some("NOT_IN_USE"), "{}", code(&answer));
    })
    .await;
}
