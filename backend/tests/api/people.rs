//! Persons, what is hidden of them, and who may hold which post.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, code, person, post, unit};

on_both_databases! {
    a_telephone_number_is_masked_outside_personnel
    posts_are_given_by_rule_and_taken_back
}

async fn phones(house: &House, login: &str) -> Vec<(String, Value)> {
    let query = "{ persons(first: 100) { nodes { name phone { state text } unit { code } } } }";
    let persons = house.data(login, query, json!({})).await["persons"]["nodes"].clone();
    let shown = |person: &Value| (person["name"].as_str().unwrap().to_owned(), person["phone"].clone());
    persons.as_array().unwrap().iter().map(shown).collect()
}

async fn a_telephone_number_is_masked_outside_personnel(house: &House) {
    let masked = json!({ "state": "MASKED", "text": null });
    let visible = |number: i64| json!({ "state": "VISIBLE", "text": format!("138000{number}") });
    assert_eq!(phones(house, "hr").await, [("Wang".to_owned(), visible(1)), ("Li".to_owned(), visible(2))]);
    assert_eq!(phones(house, "north").await, [("Wang".to_owned(), masked.clone()), ("Li".to_owned(), masked)]);
    assert_eq!(phones(house, "officer").await, [("Wang".to_owned(), visible(1))], "one's own is no secret");
    assert_eq!(phones(house, "admin").await.len(), 4);
}

const ASSIGN: &str = r#"mutation($person: PersonId!, $post: PostId!, $role: PostRole!, $share: Quantity!) {
    assignPerson(input: { person: $person, post: $post, role: $role, share: $share, validFrom: "2026-11-01" }) {
        id role share person { name } post { code unit { code } postType { code } } } }"#;

async fn assign(house: &House, login: &str, who: i64, at: i64, role: &str, share: &str) -> Value {
    let variables = json!({ "person": person(who), "post": post(at), "role": role, "share": share });
    house.answer(login, ASSIGN, variables).await
}

fn rule(answer: &Value) -> Value {
    answer["errors"][0]["extensions"]["rule"]["rule"].clone()
}

async fn posts_are_given_by_rule_and_taken_back(house: &House) {
    let first = assign(house, "hr", 1, 1, "A", "1").await["data"]["assignPerson"].clone();
    let (name, at) = (&first["person"]["name"], &first["post"]["unit"]["code"]);
    assert_eq!((name, at), (&json!("Wang"), &json!("NORTH-1")));
    assert_eq!(rule(&assign(house, "hr", 2, 1, "A", "1").await), "POST_HAS_HOLDER");
    assert_eq!(rule(&assign(house, "hr", 1, 1, "B", "1").await), "HOLDS_POST_ALREADY");
    assert_eq!(rule(&assign(house, "hr", 2, 1, "B", "0").await), "SHARE_OUT_OF_RANGE");
    assert_eq!(code(&assign(house, "hr", 2, 1, "B", "0.5").await), "OK");
    assert_eq!(code(&assign(house, "hr", 3, 1, "B", "1").await), "NOT_FOUND", "a person of another county");
    assert_eq!(code(&assign(house, "north", 2, 1, "B", "1").await), "FORBIDDEN");

    let end = "mutation($a: AssignmentId!, $on: Date!) { endAssignment(assignment: $a, on: $on) { validTo } }";
    let early = house.answer("hr", end, json!({ "a": first["id"], "on": "2026-10-31" })).await;
    assert_eq!(rule(&early), "DATE_BEFORE_START");
    let ended = house.data("hr", end, json!({ "a": first["id"], "on": "2026-11-01" })).await;
    assert_eq!(ended["endAssignment"]["validTo"], "2026-11-01");
    assert_eq!(code(&house.answer("hr", end, json!({ "a": first["id"], "on": "2026-11-02" })).await), "STALE");

    let held = "query($id: PostId!) { post(id: $id) { isKey assignments { role person { name } validTo } } }";
    let held = house.data("north", held, json!({ "id": post(1) })).await["post"]["assignments"].clone();
    assert_eq!(held.as_array().unwrap().len(), 2);
    let created = r#"mutation($u: UnitId!, $t: PostTypeId!) { createPost(input: { unit: $u, postType: $t, code: "NEW", name: "New", isKey: false }) { code unit { code } } }"#;
    let types = "query($id: PostId!) { post(id: $id) { postType { id } } }";
    let post_type = house.data("hr", types, json!({ "id": post(1) })).await["post"]["postType"]["id"].clone();
    let created = house.data("hr", created, json!({ "u": unit(4), "t": post_type })).await;
    assert_eq!(created["createPost"], json!({ "code": "NEW", "unit": { "code": "NORTH-1" } }));
}
