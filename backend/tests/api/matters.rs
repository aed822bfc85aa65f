//! Lists of matters through the API: what each order begins with, and that its cursors lead through all of it once.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::rectification::{done, order};
use crate::support::{House, code, unit};

on_both_databases! {
    what_ended_last_comes_first_whatever_its_kind
    what_ended_at_one_moment_is_listed_once
    a_cursor_is_of_its_own_order
}

const ENDED: &str = "query($n: Int!, $a: String) { matters(first: $n, after: $a, orderBy: ENDED) {
    totalCount pageInfo { hasNextPage endCursor } nodes { kind number endedAt isOpen } } }";

async fn ended(house: &House, by: &str, first: usize, after: &Value) -> Value {
    house.data(by, ENDED, json!({ "n": first, "a": after })).await["matters"].clone()
}

fn texts<'p>(page: &'p Value, field: &str) -> Vec<&'p str> {
    page["nodes"].as_array().unwrap().iter().map(|node| node[field].as_str().unwrap()).collect()
}

/// Orders that are all withdrawn at the moment.
async fn withdrawn(house: &House, many: usize) {
    for _ in 0..many {
        let opened = order(house, "head", 2, json!({})).await["data"]["openRectification"].clone();
        done(house, "head", &opened, r#"withdrawRectification(reason: "it was nothing")"#).await;
    }
}

async fn what_ended_last_comes_first_whatever_its_kind(house: &House) {
    withdrawn(house, 11).await;
    // What is still open is no part of it.
    order(house, "head", 2, json!({})).await;
    house.wait(TimeDelta::minutes(1));
    let input = json!({ "kind": "ASSIGNED", "title": "Visit the ten largest", "what": "see each", "dueOn": "2026-12-18",
        "unit": unit(4) });
    let give = "mutation($i: TaskInput!) { done: createTask(input: $i) { id version } }";
    let task = house.data("north", give, json!({ "i": input })).await["done"].clone();
    let cancel =
        r#"mutation($id: MatterId!, $v: Int!) { cancelTask(task: $id, version: $v, reason: "done already") { id } }"#;
    house.data("north", cancel, json!({ "id": task["id"], "v": task["version"] })).await;
    house.wait(TimeDelta::minutes(1));
    let input = json!({ "unit": unit(2), "severity": "RED", "title": "Filing is late", "advice": "look" });
    let warn = "mutation($i: WarningInput!) { done: issueWarning(input: $i) { id } }";
    let warning = house.data("head", warn, json!({ "i": input })).await["done"]["id"].clone();
    for step in [
        "receiveWarning(warning: $w, version: 1)",
        r#"endWarning(warning: $w, version: 2, falseAlarm: false, words: "called")"#,
    ] {
        let step = format!("mutation($w: MatterId!) {{ {step} {{ version }} }}");
        house.data("north", &step, json!({ "w": warning })).await;
    }
    let page = ended(house, "head", 10, &Value::Null).await;
    let kinds = texts(&page, "kind");
    assert_eq!((kinds.len(), &kinds[..3]), (10, ["WARNING", "TASK", "RECTIFICATION"].as_slice()));
    assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(13), &json!(true)));
    assert!(page["nodes"].as_array().unwrap().iter().all(|node| node["isOpen"] == false), "{page}");
    // The newest number comes first as ever, where nothing else is asked for.
    let by_number = "{ matters(first: 2, filter: { isOpen: false }) { nodes { kind } } }";
    let by_number = house.data("head", by_number, json!({})).await["matters"].clone();
    assert_eq!(texts(&by_number, "kind"), ["RECTIFICATION", "RECTIFICATION"]);
    // Nobody gets one of what they may not see.
    let of_some = ended(house, "some", 10, &Value::Null).await;
    assert_eq!((texts(&of_some, "kind"), &of_some["totalCount"]), (vec!["TASK"], &json!(1)));
}

async fn what_ended_at_one_moment_is_listed_once(house: &House) {
    withdrawn(house, 4).await;
    house.wait(TimeDelta::milliseconds(1_500));
    withdrawn(house, 3).await;
    let (mut walked, mut after) = (Vec::new(), Value::Null);
    for first in [2, 2, 2, 2] {
        let page = ended(house, "head", first, &after).await;
        assert_eq!(page["totalCount"], 7);
        let moments = texts(&page, "endedAt");
        walked.extend(moments.into_iter().zip(texts(&page, "number")).map(|(at, of)| (at.to_owned(), of.to_owned())));
        assert_eq!(page["pageInfo"]["hasNextPage"], walked.len() < 7);
        after = page["pageInfo"]["endCursor"].clone();
    }
    let mut sorted = walked.clone();
    sorted.sort();
    sorted.dedup();
    sorted.reverse();
    assert_eq!((walked.len(), &walked), (7, &sorted));
}

async fn a_cursor_is_of_its_own_order(house: &House) {
    withdrawn(house, 2).await;
    let list = "query($a: String, $o: MatterOrder) { matters(first: 1, after: $a, orderBy: $o) {
        nodes { number } pageInfo { endCursor } } }";
    for (own, other) in [("ENDED", "NUMBER"), ("NUMBER", "ENDED")] {
        let first = house.data("head", list, json!({ "o": own })).await["matters"].clone();
        let after = &first["pageInfo"]["endCursor"];
        let second = house.data("head", list, json!({ "o": own, "a": after })).await["matters"].clone();
        assert_ne!(texts(&first, "number"), texts(&second, "number"));
        assert_eq!(code(&house.answer("head", list, json!({ "o": other, "a": after })).await), "INVALID");
    }
}
