//! On which side of a matter somebody stands: whom it is about never gives it, and nobody of a unit gives what their unit answers for.

use serde_json::{Value, json};

use crate::heads::lead;
use crate::on_both_databases;
use crate::rectification::{done, order, rule, seen, step};
use crate::support::{House, code, person, unit};

on_both_databases! {
    whom_it_is_about_gives_nothing_of_it_whatever_they_may_order
    nobody_of_a_unit_gives_what_their_unit_answers_for
}

/// Li, who works in the first office of the north, has an account that may order in all of the north and answer nowhere.
async fn performance_office(house: &House) {
    let create = r#"mutation($p: PersonId) {
        createAccount(input: { login: "perf", password: "Correct-horse-9", displayName: "perf", person: $p }) { id } }"#;
    let account = house.data("admin", create, json!({ "p": person(2) })).await["createAccount"]["id"].clone();
    let roles = house.data("admin", "{ roles { id code } }", json!({})).await["roles"].clone();
    let role = roles.as_array().unwrap().iter().find(|it| it["code"] == "PERF_OFFICE").unwrap()["id"].clone();
    let input = json!({ "account": account, "role": role, "scope": "OWN_SUBTREE", "unit": unit(2), "units": [],
        "lines": [], "validFrom": "2026-11-01" });
    house.data("admin", "mutation($i: NewGrant!) { grantRole(input: $i) { id } }", json!({ "i": input })).await;
}

/// Refused as a step of the other side, and nothing moved.
async fn refused(house: &House, order: &Value, call: &str) {
    let before = seen(house, "north", &order["id"]).await;
    assert_eq!(rule(&step(house, "perf", order, call).await), "NOT_YOUR_SIDE", "{call}");
    assert_eq!(seen(house, "north", &order["id"]).await, before, "{call}");
}

async fn desk(house: &House, by: &str) -> Value {
    let desk = "{ desk(first: 10) { items { side kind matter { id } } } }";
    house.data(by, desk, json!({})).await["desk"]["items"].clone()
}

async fn whom_it_is_about_gives_nothing_of_it_whatever_they_may_order(house: &House) {
    performance_office(house).await;
    lead(house, "some", 4).await;
    let opened = order(house, "north", 4, json!({ "person": person(2) })).await["data"]["openRectification"].clone();
    assert_eq!(opened["parties"]["giver"]["name"], "Unit NORTH");
    let own = seen(house, "perf", &opened["id"]).await["data"]["rectification"].clone();
    assert_eq!((&own["side"], &own["allowedSteps"]), (&json!("RESPONSIBLE"), &json!(["COMMENT"])));
    let elsewhere = format!(r#"readdressRectification(to: "{}", words: "theirs")"#, unit(6));
    for call in [r#"withdrawRectification(reason: "it was nothing")"#, elsewhere.as_str()] {
        refused(house, &opened, call).await;
    }
    let disputed = done(house, "some", &opened, r#"disputeRectification(grounds: "two were warned")"#).await;
    let decide = |outcome: &str| format!(r#"decideRectificationDispute(outcome: {outcome}, reasons: "so it is")"#);
    refused(house, &disputed, &decide("WITHDRAWN")).await;
    let decided = done(house, "north", &disputed, &decide("UPHELD")).await;
    // What they are named for they do, and they may say something.
    let plan = format!(
        r#"submitRectificationPlan(cause: "x", measures: [{{ what: "count twice", owner: "{}", dueOn: "2026-12-01" }}])"#,
        person(2)
    );
    let planned = done(house, "some", &decided, &plan).await;
    refused(house, &planned, "approveRectificationPlan").await;
    let approved = done(house, "north", &planned, "approveRectificationPlan").await;
    let said = done(house, "perf", &approved, r#"commentRectification(words: "begun")"#).await;
    let measured =
        done(house, "perf", &said, r#"endRectificationMeasure(item: 1, state: DONE, result: "counted")"#).await;
    let report = r#"reportRectification(input: { result: "counted twice" })"#;
    assert_eq!(rule(&step(house, "perf", &measured, report).await), "NOT_YOUR_PART");
    let reported = done(house, "some", &measured, report).await;
    refused(house, &reported, r#"verifyRectification(reason: "I was there")"#).await;
    let verified = done(house, "north", &reported, r#"verifyRectification(reason: "seen")"#).await;
    refused(house, &verified, "closeRectification").await;
    assert_eq!(done(house, "north", &verified, "closeRectification").await["state"], "CLOSED");

    // Nor does anybody order or warn themself, and the page does not offer it.
    assert_eq!(code(&order(house, "perf", 4, json!({ "person": person(2) })).await), "FORBIDDEN");
    assert_eq!(code(&order(house, "perf", 4, json!({ "person": person(1) })).await), "OK");
    let warn = "mutation($i: WarningInput!) { issueWarning(input: $i) { id } }";
    let warning =
        json!({ "unit": unit(4), "person": person(2), "severity": "BLUE", "title": "Late", "advice": "look" });
    assert_eq!(code(&house.answer("perf", warn, json!({ "i": warning })).await), "FORBIDDEN");
    let list = "query($unit: UnitId!) { persons(first: 100, unit: $unit) { nodes { id mayOrder mayGiveTask } } }";
    let persons = house.data("perf", list, json!({ "unit": unit(4) })).await["persons"]["nodes"].clone();
    for (number, may_order) in [(1, true), (2, false)] {
        let found = persons.as_array().unwrap().iter().find(|it| it["id"] == json!(person(number))).unwrap();
        assert_eq!((&found["mayOrder"], &found["mayGiveTask"]), (&json!(may_order), &json!(true)), "{number}");
    }
}

async fn nobody_of_a_unit_gives_what_their_unit_answers_for(house: &House) {
    performance_office(house).await;
    let opened = order(house, "north", 4, json!({})).await["data"]["openRectification"].clone();
    assert_eq!(opened["parties"]["giver"]["name"], "Unit NORTH");
    let own = seen(house, "perf", &opened["id"]).await["data"]["rectification"].clone();
    assert_eq!((&own["side"], &own["allowedSteps"]), (&json!("RESPONSIBLE"), &json!(["COMMENT"])));
    refused(house, &opened, r#"withdrawRectification(reason: "it was nothing")"#).await;
    let noted = done(house, "some", &opened, "acknowledgeRectification").await;
    let plan = r#"submitRectificationPlan(cause: "x", measures: [{ what: "count twice", dueOn: "2026-12-01" }])"#;
    let planned = done(house, "some", &noted, plan).await;
    refused(house, &planned, "approveRectificationPlan").await;
    // It does not wait for them either.
    let waits = json!([{ "side": "GIVER", "kind": "APPROVE", "matter": { "id": opened["id"] } }]);
    assert_eq!((desk(house, "north").await, desk(house, "perf").await), (waits, json!([])));
    // What another unit answers for they give as before, and what waits for that stands on their desk.
    let given = order(house, "perf", 6, json!({})).await["data"]["openRectification"].clone();
    assert_eq!((&given["side"], &given["parties"]["giver"]["name"]), (&json!("GIVER"), &json!("Unit NORTH-1")));
    let withdrawn = done(house, "perf", &given, r#"withdrawRectification(reason: "it was nothing")"#).await;
    assert_eq!(withdrawn["state"], "WITHDRAWN");
    let written = order(house, "perf", 6, json!({ "draft": true })).await["data"]["openRectification"].clone();
    let waits = json!([{ "side": "GIVER", "kind": "PUSH", "matter": { "id": written["id"] } }]);
    assert_eq!(desk(house, "perf").await, waits);
}
