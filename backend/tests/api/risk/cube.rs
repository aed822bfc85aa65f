//! The risk view by three axes: period, kind and unit or person at once.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::risk::view::RiskAxis;

use super::matter;
use crate::on_both_databases;
use crate::support::{House, person, unit};

on_both_databases! {
    layers_add_up_to_what_is_counted_without_them
    nobody_gets_a_layer_of_what_they_may_not_see
}

const VIEW: &str = "query($r: RiskAxis!, $c: RiskAxis!, $l: RiskAxis) {
    riskView(from: \"2026-11\", to: \"2026-12\", rows: $r, columns: $c, layers: $l) {
        row rowName column columnName layer layerName total open overdue closed relapsed } }";

/// Matters about units and persons, warnings and rectifications, in two months, some of them late by now.
async fn cube(house: &House) {
    matter(house, "head", 2, Some("RED")).await;
    matter(house, "head", 2, Some("BLUE")).await;
    matter(house, "head", 3, Some("RED")).await;
    matter(house, "head", 2, None).await;
    about(house, 4, 1).await;
    house.wait(TimeDelta::days(12));
    matter(house, "head", 3, None).await;
    about(house, 4, 1).await;
    about(house, 5, 3).await;
}

async fn about(house: &House, unit_no: i64, person_no: i64) {
    let input = json!({ "unit": unit(unit_no), "person": person(person_no), "severity": "RED", "title": "Look",
        "advice": "at the ten largest" });
    let warn = "mutation($input: WarningInput!) { issueWarning(input: $input) { id } }";
    house.data("head", warn, json!({ "input": input })).await;
}

async fn cells(house: &House, token: &str, rows: RiskAxis, columns: RiskAxis, layers: Option<RiskAxis>) -> Vec<Value> {
    let variables = json!({ "r": rows, "c": columns, "l": layers });
    let answer = house.asked(token, VIEW, variables).await.json();
    assert_eq!(answer.get("errors"), None, "{rows} {columns} {layers:?}");
    answer["data"]["riskView"].as_array().unwrap().clone()
}

/// What the cells come to by row and column.
fn flat(cells: &[Value]) -> BTreeMap<(String, String), [i64; 5]> {
    let mut sums: BTreeMap<(String, String), [i64; 5]> = BTreeMap::new();
    for cell in cells {
        let sum = sums.entry((cell["row"].to_string(), cell["column"].to_string())).or_insert([0; 5]);
        for (sum, name) in sum.iter_mut().zip(["total", "open", "overdue", "closed", "relapsed"]) {
            *sum += cell[name].as_i64().unwrap();
        }
    }
    sums
}

async fn layers_add_up_to_what_is_counted_without_them(house: &House) {
    cube(house).await;
    let token = house.token("head").await;
    let asked = [
        (RiskAxis::Unit, RiskAxis::Month),
        (RiskAxis::Person, RiskAxis::Condition),
        (RiskAxis::Matter, RiskAxis::Severity),
        (RiskAxis::Month, RiskAxis::Month),
    ];
    for (rows, columns) in asked {
        let plain = cells(house, &token, rows, columns, None).await;
        assert!(plain.iter().all(|cell| cell["layer"].is_null() && cell["layerName"].is_null()), "{plain:?}");
        assert_eq!(flat(&plain).values().map(|[total, ..]| total).sum::<i64>(), 8);
        for &axis in RiskAxis::ALL {
            let layered = cells(house, &token, rows, columns, Some(axis)).await;
            assert_eq!(flat(&layered), flat(&plain), "{rows} {columns} {axis}");
            let place = |cell: &Value| ["row", "column", "layer"].map(|axis| cell[axis].to_string());
            let places: BTreeSet<[String; 3]> = layered.iter().map(place).collect();
            assert_eq!(places.len(), layered.len(), "each place has one cell");
        }
    }
    // An axis that is asked for twice says the same twice.
    let twice = cells(house, &token, RiskAxis::Unit, RiskAxis::Month, Some(RiskAxis::Unit)).await;
    let same = |cell: &Value| cell["row"] == cell["layer"] && cell["rowName"] == cell["layerName"];
    assert!(twice.iter().all(same), "{twice:?}");
    assert!(twice.iter().any(|cell| cell["overdue"].as_i64() > Some(0)), "{twice:?}");
    let by_kind = cells(house, &token, RiskAxis::Unit, RiskAxis::Month, Some(RiskAxis::Matter)).await;
    let north = by_kind.iter().filter(|cell| cell["rowName"] == "Unit NORTH");
    let mut north: Vec<String> = north.map(|cell| format!("{} {}", cell["layer"], cell["total"])).collect();
    north.sort_unstable();
    assert_eq!(north, ["\"RECTIFICATION\" 1", "\"WARNING\" 2"]);
    // A third axis takes no other statement.
    let of = |layers| cells(house, &token, RiskAxis::Unit, RiskAxis::Month, layers);
    let (_, two) = house.statements(of(None)).await;
    let (_, three) = house.statements(of(Some(RiskAxis::Person))).await;
    assert_eq!(two, three);
}

/// The layers somebody sees.
async fn seen(house: &House, login: &str, axis: RiskAxis) -> Vec<String> {
    let token = house.token(login).await;
    let cells = cells(house, &token, RiskAxis::Month, RiskAxis::Matter, Some(axis)).await;
    let names = cells.iter().map(|cell| cell["layerName"].as_str().unwrap_or("-").to_owned());
    names.collect::<BTreeSet<_>>().into_iter().collect()
}

async fn nobody_gets_a_layer_of_what_they_may_not_see(house: &House) {
    cube(house).await;
    let all = ["Unit NORTH", "Unit NORTH-1", "Unit SOUTH", "Unit SOUTH-1"];
    assert_eq!(seen(house, "head", RiskAxis::Unit).await, all);
    assert_eq!(seen(house, "head", RiskAxis::Person).await, ["-", "Wang", "Zhao"]);
    assert_eq!(seen(house, "north", RiskAxis::Unit).await, ["Unit NORTH", "Unit NORTH-1"]);
    assert_eq!(seen(house, "north", RiskAxis::Person).await, ["-", "Wang"]);
    assert_eq!(seen(house, "officer", RiskAxis::Person).await, ["Wang"]);
}
