//! Every code that a caller can meet, with the data that goes with it.

use serde_json::{Value, json};

use crate::support::{House, code, unit};

const MOVE: &str = "mutation($u: UnitId!, $v: Int!, $to: UnitId!, $on: Date!) { moveUnit(unit: $u, version: $v, to: $to, on: $on) { id } }";

async fn refused(house: &House, login: &str, query: &str, variables: Value) -> Value {
    let answer = house.answer(login, query, variables).await;
    let mut extensions = answer["errors"][0]["extensions"].clone();
    if let Some(fields) = extensions.get_mut("fields").and_then(Value::as_array_mut) {
        for field in fields {
            field.as_object_mut().unwrap().remove("message");
        }
    }
    extensions
}

#[tokio::test]
async fn each_code_comes_with_its_data() {
    let house = House::sqlite().await;
    let moved = |u: i64, v: i32, to: i64, on: &str| json!({ "u": unit(u), "v": v, "to": unit(to), "on": on });
    let one = "query($id: UnitId!) { unit(id: $id) { name } }";
    let create = r#"mutation($p: UnitId!, $name: String!) { createUnit(input: { code: "N", name: $name, shortName: "n",
        parent: $p, level: "OFFICE", kind: "OFFICE", validFrom: "2026-01-01" }) { id } }"#;
    for (login, query, variables, expected) in [
        ("north", one, json!({ "id": unit(3) }), json!({ "code": "NOT_FOUND" })),
        ("north", one, json!({ "id": unit(99) }), json!({ "code": "NOT_FOUND" })),
        ("north", MOVE, moved(4, 1, 6, "2026-11-01"), json!({ "code": "FORBIDDEN" })),
        ("north", "{ roles { code } }", json!({}), json!({ "code": "FORBIDDEN" })),
        ("north", "{ auditEvents(first: 1) { totalCount } }", json!({}), json!({ "code": "FORBIDDEN" })),
        ("admin", MOVE, moved(4, 7, 6, "2026-11-01"), json!({ "code": "STALE" })),
        (
            "admin",
            MOVE,
            moved(2, 1, 4, "2026-11-01"),
            json!({ "code": "REFUSED", "rule": { "rule": "CYCLE_IN_ORGANISATION", "unit": unit(2), "to": unit(4) } }),
        ),
        (
            "admin",
            MOVE,
            moved(2, 1, 2, "2026-11-01"),
            json!({ "code": "REFUSED", "rule": { "rule": "CYCLE_IN_ORGANISATION", "unit": unit(2), "to": unit(2) } }),
        ),
        (
            "admin",
            MOVE,
            moved(4, 1, 3, "2019-12-31"),
            json!({ "code": "REFUSED", "rule": { "rule": "DATE_BEFORE_START", "given": "2019-12-31", "start": "2020-01-01" } }),
        ),
        ("admin", MOVE, moved(4, 1, 3, "2026-11-21"), json!({ "code": "INVALID", "fields": [{ "field": "on" }] })),
        (
            "admin",
            create,
            json!({ "p": unit(1), "name": " " }),
            json!({ "code": "INVALID", "fields": [{ "field": "input.name" }] }),
        ),
        (
            "admin",
            "{ units(first: 1, after: \"x\") { totalCount } }",
            json!({}),
            json!({ "code": "INVALID", "fields": [{ "field": "after" }] }),
        ),
        ("admin", one, json!({ "id": "nonsense" }), json!({ "code": "INVALID", "fields": [{ "field": "unit" }] })),
        ("admin", one, json!({}), json!({ "code": "INVALID", "fields": [{ "field": "unit" }] })),
        ("admin", "{ nothing }", json!({}), json!({ "code": "INVALID", "fields": [{ "field": "query" }] })),
    ] {
        assert_eq!(refused(&house, login, query, variables.clone()).await, expected, "{login} {query} {variables}");
    }
}

#[tokio::test]
async fn a_fault_of_the_server_shows_its_request_id_and_not_its_cause() {
    let house = House::sqlite().await;
    let token = house.token("north").await;
    let mut dressed = async_graphql::Response::from_errors(vec![
        async_graphql::Error::from(backend::error::Error::internal("table `secret` is gone"))
            .into_server_error(Default::default()),
    ]);
    backend::graphql::error::dress(&mut dressed, "abc");
    let shown = serde_json::to_string(&dressed).unwrap();
    assert!(
        shown.contains("\"requestId\":\"abc\"") && shown.contains("INTERNAL") && !shown.contains("secret"),
        "{shown}"
    );
    let suggestion = house.asked(&token, "{ viewer { logi } }", json!({})).await;
    assert!(!suggestion.text.contains("Did you mean"), "{}", suggestion.text);
}

#[tokio::test]
async fn a_database_that_is_gone_is_unavailable() {
    let house = House::sqlite().await;
    let token = house.token("north").await;
    house.store.clone().close().await.unwrap();
    let answer = house.asked(&token, "{ viewer { login } }", json!({})).await;
    assert_eq!((answer.status.as_u16(), code(&answer.json()).as_str()), (503, "UNAVAILABLE"));
    assert_eq!(house.get("/readyz").await.status.as_u16(), 503);
}
