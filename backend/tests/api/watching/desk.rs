//! The desk of whoever has the most on it, asked as the page asks it.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Story, on_both};

/// What the page of the desk asks.
const PAGE: &str = include_str!("../../../../frontend/src/pages/desk.graphql");

/// One question of the page: it sends each by itself.
fn question(name: &str) -> String {
    let is_named = |line: &str| line.split([' ', '(']).take(2).eq(["query", name]);
    PAGE.split_inclusive("\n}\n").find(|text| text.lines().any(is_named)).unwrap().to_owned()
}

/// What one of them is answered.
async fn asked(story: &Story, name: &str, variables: Value) -> Value {
    let bearer = format!("Bearer {}", story.house.token("dept_head").await);
    let body = json!({ "query": question(name), "operationName": name, "variables": variables }).to_string();
    let headers = [("content-type", "application/json"), ("authorization", bearer.as_str())];
    let answer = story.house.post("/graphql", &headers, body).await.json();
    assert_eq!(answer.get("errors"), None, "{name}");
    answer["data"].clone()
}

/// Everything that the page asks when it is opened, and how many statements that takes.
async fn opened(story: &Story, place: &str) -> (Vec<Value>, u64) {
    let open = async {
        let desk = asked(story, "DeskPage", json!({})).await["desk"].clone();
        asked(story, "DeskPeriods", json!({})).await;
        asked(story, "StandingPart", json!({ "subject": place, "period": "2026-02" })).await;
        asked(story, "ForecastPart", json!({ "subject": place, "month": "2026-02" })).await;
        desk["items"].as_array().unwrap().clone()
    };
    story.house.statements(open).await
}

/// One of everything that can wait for the head of an office: orders, about a number and about none, a warning and a task.
async fn more(story: &Story, unit: &Value, indicator: &Value, place: &str) {
    let about = json!({ "indicator": indicator, "subject": place, "period": "2026-02" });
    for about in [about, Value::Null] {
        let input = json!({ "direction": "TOP_DOWN", "origin": "INSPECTION", "unit": unit, "title": "Filing on time",
            "problem": "3 of 10 late", "dueOn": "2026-04-22", "about": about });
        let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
        story.ask("party_secretary", open, json!({ "i": input })).await;
    }
    let input = json!({ "unit": unit, "severity": "RED", "title": "Filing is late", "advice": "look" });
    let warn = "mutation($i: WarningInput!) { issueWarning(input: $i) { id } }";
    story.ask("party_secretary", warn, json!({ "i": input })).await;
    let input = json!({ "kind": "INSPECTION", "manner": "COVERT", "unit": unit, "title": "Halls", "what": "look at each",
        "dueOn": "2026-04-22" });
    let task = "mutation($i: TaskInput!) { createTask(input: $i) { id } }";
    story.ask("party_secretary", task, json!({ "i": input })).await;
}

/// How many of the items name the number that they are about.
fn about_numbers(items: &[Value]) -> usize {
    items.iter().filter(|item| item["matter"]["indicator"]["name"].is_string()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_full_desk_takes_as_many_statements_as_that_of_one_with_little() {
    on_both(|mut story| async move {
        story.at("2026-04-03");
        let (unit, indicator) = story.ids().await;
        story.run("2026-01", "2026-02", &[("NORTH-1", 8), ("SOUTH-1", 10)]).await;
        let place = format!("unit-{}", unit.as_str().unwrap());
        let (nothing, _) = opened(&story, &place).await;
        assert_eq!(nothing, Vec::<Value>::new());
        more(&story, &unit, &indicator, &place).await;
        let (little, statements) = opened(&story, &place).await;
        let kinds: BTreeSet<&str> = little.iter().map(|item| item["matter"]["kind"].as_str().unwrap()).collect();
        assert_eq!((kinds.len(), about_numbers(&little) > 0), (3, true), "{little:?}");
        for _ in 0..8 {
            more(&story, &unit, &indicator, &place).await;
        }
        let (full, again) = opened(&story, &place).await;
        assert_eq!((full.len(), about_numbers(&full)), (9 * little.len(), 9 * about_numbers(&little)));
        assert_eq!(again, statements);
    })
    .await;
}
