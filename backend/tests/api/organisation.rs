//! Units: who sees which, on which day, and what moving, renaming and closing them does.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use backend::app::audit;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, code, unit};

on_both_databases! {
    everybody_sees_their_own_part_of_the_tree
    a_county_user_sees_nothing_outside_the_county
    a_move_keeps_the_past_and_moves_what_is_below
    readers_see_the_tree_before_or_after_a_move_and_nothing_between
    a_unit_is_created_renamed_and_closed
    pages_follow_one_another_without_gaps
}

const TREE: &str = "query($on: Date) { rootUnits(on: $on) { code children { code children { code } } } }";
const MOVE: &str = "mutation($u: UnitId!, $v: Int!, $to: UnitId!, $on: Date!) { moveUnit(unit: $u, version: $v, to: $to, on: $on) { version parent { code } } }";

/// The tree as one line, such as `CITY(NORTH(NORTH-1))`.
fn line(units: &Value) -> String {
    let one = |unit: &Value| match unit.get("children").map(line) {
        Some(children) if !children.is_empty() => format!("{}({children})", unit["code"].as_str().unwrap()),
        _ => unit["code"].as_str().unwrap().to_owned(),
    };
    units.as_array().unwrap().iter().map(one).collect::<Vec<_>>().join(" ")
}

async fn tree(house: &House, login: &str, on: &str) -> String {
    line(&house.data(login, TREE, json!({ "on": on })).await["rootUnits"])
}

async fn everybody_sees_their_own_part_of_the_tree(house: &House) {
    for (login, seen) in [
        ("admin", "CITY(NORTH(NORTH-1 NORTH-C) SOUTH(SOUTH-1))"),
        ("head", "CITY(NORTH(NORTH-1 NORTH-C) SOUTH(SOUTH-1))"),
        ("north", "NORTH(NORTH-1 NORTH-C)"),
        ("line", "CITY(NORTH(NORTH-1 NORTH-C) SOUTH(SOUTH-1))"),
        ("officer", "NORTH-1"),
        ("some", "SOUTH NORTH-1"),
    ] {
        assert_eq!(tree(house, login, "2026-11-20").await, seen, "{login}");
    }
    let counts =
        "{ rootUnits { childCount headcount allowedActions ancestors { code } parent { code } posts { code } } }";
    let north = house.data("north", counts, json!({})).await;
    let expected = json!({ "childCount": 2, "headcount": 2, "allowedActions": ["READ"], "ancestors": [], "parent": null, "posts": [] });
    assert_eq!(north["rootUnits"][0], expected);
    let head = house.data("head", counts, json!({})).await;
    assert_eq!(head["rootUnits"][0]["headcount"], 4);
}

async fn a_county_user_sees_nothing_outside_the_county(house: &House) {
    let query = r#"{ units(first: 100) { totalCount nodes { code } } found: units(first: 100, search: "SOUTH") { totalCount }
        persons(first: 100) { totalCount nodes { name } } south: persons(first: 10, unit: "$south") { totalCount } }"#;
    let query = query.replace("$south", &unit(3).to_string());
    let seen = house.data("north", &query, json!({})).await;
    assert_eq!(
        seen["units"],
        json!({ "totalCount": 3, "nodes": [{ "code": "NORTH" }, { "code": "NORTH-1" }, { "code": "NORTH-C" }] })
    );
    assert_eq!((&seen["found"]["totalCount"], &seen["south"]["totalCount"]), (&json!(0), &json!(0)));
    assert_eq!(seen["persons"]["totalCount"], 2);
    for hidden in [1, 3, 5, 99] {
        let answer = house
            .answer("north", "query($id: UnitId!) { unit(id: $id) { name } }", json!({ "id": unit(hidden) }))
            .await;
        assert_eq!(answer["errors"][0]["message"], "there is no such thing among what you may see", "{hidden}");
    }
}

async fn a_move_keeps_the_past_and_moves_what_is_below(house: &House) {
    let variables = json!({ "u": unit(2), "v": 1, "to": unit(3), "on": "2026-11-10" });
    let moved = house.data("admin", MOVE, variables.clone()).await;
    assert_eq!(moved["moveUnit"], json!({ "version": 2, "parent": { "code": "SOUTH" } }));
    let before = "CITY(NORTH(NORTH-1 NORTH-C) SOUTH(SOUTH-1))";
    assert_eq!(tree(house, "admin", "2026-11-09").await, before);
    assert_eq!(tree(house, "admin", "2026-11-10").await, "CITY(SOUTH(NORTH SOUTH-1))");
    assert_eq!(code(&house.answer("admin", MOVE, variables).await), "STALE", "the version seen is old");
    let back = house.data("admin", MOVE, json!({ "u": unit(2), "v": 2, "to": unit(1), "on": "2026-11-10" })).await;
    assert_eq!(back["moveUnit"]["parent"]["code"], "CITY", "moved back on the same day");
    assert_eq!(tree(house, "admin", "2026-11-10").await, before);
    assert_eq!(audit::verify(&house.operator()).await.unwrap().broken, None);
}

async fn readers_see_the_tree_before_or_after_a_move_and_nothing_between(house: &House) {
    let token = Arc::new(house.token("head").await);
    let admin = house.token("admin").await;
    let done = Arc::new(AtomicBool::new(false));
    let (under_city, under_south) = ("CITY(NORTH(NORTH-1 NORTH-C) SOUTH(SOUTH-1))", "CITY(SOUTH(NORTH SOUTH-1))");
    let read = || async {
        let mut seen = 0;
        while !done.load(Ordering::Relaxed) || seen == 0 {
            let query = "{ rootUnits { code children { code children { code } } } units(first: 1) { totalCount } }";
            let answer = house.asked(&token, query, json!({})).await.json();
            assert_eq!(answer.get("errors"), None);
            let tree = line(&answer["data"]["rootUnits"]);
            assert!([under_city, under_south].contains(&tree.as_str()), "{tree}");
            assert_eq!(answer["data"]["units"]["totalCount"], 6);
            seen += 1;
        }
    };
    let write = async {
        for version in 1..=12 {
            let to = if version % 2 == 1 { unit(3) } else { unit(1) };
            let variables = json!({ "u": unit(2), "v": version, "to": to, "on": "2026-11-20" });
            let answer = house.asked(&admin, MOVE, variables).await.json();
            assert_eq!(answer.get("errors"), None, "{version}");
        }
        done.store(true, Ordering::Relaxed);
    };
    tokio::join!(write, read(), read(), read());
}

async fn a_unit_is_created_renamed_and_closed(house: &House) {
    let create = r#"mutation($p: UnitId!, $code: BusinessCode!) { createUnit(input: { code: $code, name: " New office ", shortName: "New",
        parent: $p, level: "OFFICE", kind: "OFFICE", validFrom: "2026-11-01" }) { id name version parent { code } ancestors { code } } }"#;
    let created = house.data("hr", create, json!({ "p": unit(2), "code": "NEW" })).await["createUnit"].clone();
    assert_eq!((&created["name"], &created["parent"]["code"]), (&json!("New office"), &json!("NORTH")));
    let taken = house.answer("hr", create, json!({ "p": unit(2), "code": "SOUTH" })).await;
    assert_eq!(taken["errors"][0]["extensions"]["rule"], json!({ "rule": "CODE_TAKEN", "code": "SOUTH" }));
    assert_eq!(code(&house.answer("hr", create, json!({ "p": unit(3), "code": "OTHER" })).await), "NOT_FOUND");

    let rename = r#"mutation($u: UnitId!, $v: Int!) { renameUnit(unit: $u, version: $v, name: "Office", shortName: "O") { name version } }"#;
    let renamed = house.data("hr", rename, json!({ "u": created["id"], "v": 1 })).await;
    assert_eq!(renamed["renameUnit"], json!({ "name": "Office", "version": 2 }));

    let close = "mutation($u: UnitId!, $v: Int!) { closeUnit(unit: $u, version: $v, on: \"2026-11-15\") { validTo } }";
    let full = house.answer("hr", close, json!({ "u": unit(4), "v": 1 })).await;
    let rule = json!({ "rule": "UNIT_NOT_EMPTY", "units": 0, "posts": 1, "persons": 2 });
    assert_eq!(full["errors"][0]["extensions"]["rule"], rule);
    let closed = house.data("hr", close, json!({ "u": created["id"], "v": 2 })).await;
    assert_eq!(closed["closeUnit"]["validTo"], "2026-11-15");
    assert_eq!(tree(house, "hr", "2026-11-20").await, "NORTH(NORTH-1 NORTH-C)");
    assert!(tree(house, "hr", "2026-11-14").await.contains("NEW"), "its past stays");

    let subject = format!("unit-{}", created["id"].as_str().unwrap());
    let events =
        "query($s: String) { auditEvents(first: 10, subject: $s) { totalCount nodes { action actor requestId } } }";
    let events = house.data("auditor", events, json!({ "s": subject })).await["auditEvents"].clone();
    let actions: Vec<&str> =
        events["nodes"].as_array().unwrap().iter().map(|event| event["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["unit.close", "unit.rename", "unit.create"]);
    assert!(
        events["nodes"][0]["requestId"].is_string()
            && events["nodes"][0]["actor"].as_str().unwrap().starts_with("account:")
    );
}

async fn pages_follow_one_another_without_gaps(house: &House) {
    let query = "query($after: String) { units(first: 2, after: $after) { totalCount nodes { code } edges { cursor node { code } } pageInfo { hasNextPage endCursor } } }";
    let (mut codes, mut after) = (Vec::new(), Value::Null);
    loop {
        let page = house.data("admin", query, json!({ "after": after })).await["units"].clone();
        assert_eq!(page["totalCount"], 6);
        let nodes = page["nodes"].as_array().unwrap();
        codes.extend(nodes.iter().map(|node| node["code"].as_str().unwrap().to_owned()));
        assert_eq!(page["edges"].as_array().unwrap().last().unwrap()["cursor"], page["pageInfo"]["endCursor"]);
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(codes, ["CITY", "NORTH", "NORTH-1", "NORTH-C", "SOUTH", "SOUTH-1"]);
}
