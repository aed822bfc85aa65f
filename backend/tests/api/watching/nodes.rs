//! Nodes of an indicator that is retired: what was given stays, and nothing is given any more.

use serde_json::{Value, json};

use super::{Story, on_both};

impl Story {
    async fn checklist(&self, unit: &Value, period: &str) -> Vec<Value> {
        let query = "query($u: UnitId!, $p: Period!) { checklist(unit: $u, period: $p) { dueOn task { state } } }";
        let items = self.ask("perf_office", query, json!({ "u": unit, "p": period })).await["checklist"].clone();
        items.as_array().unwrap().clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_retired_indicator_asks_nobody_for_anything_any_more() {
    on_both(|story| async move {
        story.at("2026-11-20");
        let (unit, indicator) = story.ids().await;
        let input = json!({ "indicator": indicator, "isActive": true, "name": "Clear the list", "due": "WORK_DAY_OF_MONTH",
            "day": 3, "remind": 2, "levels": [], "units": [unit], "what": "look at each" });
        let save = "mutation($i: IndicatorNodeInput!) { saveIndicatorNode(input: $i) { isActive retiredFrom } }";
        let saved = story.ask("perf_office", save, json!({ "i": input })).await["saveIndicatorNode"].clone();
        assert_eq!(saved, json!({ "isActive": true, "retiredFrom": null }));
        assert_eq!(story.checklist(&unit, "2027Q1").await.len(), 3);

        let of = "query($i: IndicatorId!) { indicator(id: $i) { version } }";
        let seen = story.ask("perf_office", of, json!({ "i": indicator })).await["indicator"]["version"].clone();
        let retire = r#"mutation($i: IndicatorId!, $v: Int!) { retireIndicator(indicator: $i, version: $v, on: "2026-12-10",
            reason: "over") { id } }"#;
        story.ask("perf_office", retire, json!({ "i": indicator, "v": seen })).await;
        let nodes = "query($i: IndicatorId!) { indicatorNodes(indicator: $i) { isActive retiredFrom } }";
        let nodes = story.ask("perf_office", nodes, json!({ "i": indicator })).await["indicatorNodes"].clone();
        assert_eq!(nodes, json!([{ "isActive": true, "retiredFrom": "2026-12-10" }]));

        // Until that day it is as ever; the next day on which it would be due is 5 January.
        assert_eq!(story.watcher("2026-12-01").nodes().await.unwrap(), 1);
        for day in ["2027-01-01", "2027-01-04", "2027-01-05"] {
            assert_eq!(story.watcher(day).nodes().await.unwrap(), 0, "{day}");
        }
        let quarter = story.checklist(&unit, "2026Q4").await;
        let given = json!({ "dueOn": "2026-12-03", "task": { "state": "PUSHED" } });
        assert_eq!((quarter.len(), quarter.last()), (3, Some(&given)));
        assert_eq!(story.checklist(&unit, "2027Q1").await, Vec::<Value>::new());
    })
    .await;
}
