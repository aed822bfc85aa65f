//! What is about the head of a unit comes from the unit above, whoever in their own unit may order there.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::rectification::{done, order, step};
use crate::support::{House, code, person, unit};
use crate::tasks::{grant, indicator};

on_both_databases! {
    what_the_head_takes_up_is_confirmed_above_their_unit
    nobody_in_the_unit_gives_anything_about_its_head
    nobody_is_offered_a_head_whom_they_may_not_order
    nobody_finds_anything_in_the_name_of_a_unit_they_do_not_work_in
    no_unit_orders_itself_unless_nothing_is_above_it
    nobody_else_in_the_unit_opens_in_the_name_of_its_head
    a_task_for_the_head_comes_from_above
    a_task_that_is_handed_on_to_the_head_comes_from_above_from_then_on
}

/// Somebody leads the first office of the north: Wang, whose account is `officer`, and `some`, who stands for a second head.
async fn led(house: &House) {
    for login in ["officer", "some"] {
        lead(house, login, 4).await;
    }
}

/// An account has the rights of whoever leads a unit.
pub async fn lead(house: &House, login: &str, at: i64) {
    let accounts =
        house.data("admin", "{ accounts(first: 100) { nodes { id login } } roles { id code } }", json!({})).await;
    let id = |list: &Value, key: &str, value: &str| {
        list.as_array().unwrap().iter().find(|it| it[key] == value).unwrap()["id"].clone()
    };
    let input = json!({ "account": id(&accounts["accounts"]["nodes"], "login", login),
        "role": id(&accounts["roles"], "code", "DEPT_HEAD"), "scope": "OWN_UNIT", "unit": unit(at), "units": [], "lines": [],
        "validFrom": "2026-11-01" });
    house.data("admin", "mutation($i: NewGrant!) { grantRole(input: $i) { id } }", json!({ "i": input })).await;
}

fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

/// Where what somebody opened comes from, or why it was refused.
fn giver(answer: &Value) -> String {
    let opened = answer["data"].as_object().and_then(|data| data.values().next());
    let name = opened.and_then(|opened| opened["parties"]["giver"]["name"].as_str());
    name.map_or_else(|| rule(answer), ToOwned::to_owned)
}

async fn what_the_head_takes_up_is_confirmed_above_their_unit(house: &House) {
    led(house).await;
    let own = json!({ "direction": "BOTTOM_UP", "origin": "SELF", "person": person(1) });
    let opened = order(house, "officer", 4, own).await["data"]["openRectification"].clone();
    assert_eq!((&opened["side"], &opened["parties"]["giver"]["name"]), (&json!("RESPONSIBLE"), &json!("Unit NORTH")));
    let plan = r#"submitRectificationPlan(cause: "x", measures: [{ what: "count twice", dueOn: "2026-12-01" }])"#;
    let planned = done(house, "officer", &opened, plan).await;
    let measured =
        done(house, "officer", &planned, r#"endRectificationMeasure(item: 1, state: DONE, result: "x")"#).await;
    let reported = done(house, "officer", &measured, r#"reportRectification(input: { result: "x" })"#).await;
    for of_the_unit in ["officer", "some"] {
        let refused = step(house, of_the_unit, &reported, "confirmRectification").await;
        assert_eq!(rule(&refused), "NOT_YOUR_SIDE", "{of_the_unit}");
    }
    assert_eq!(done(house, "north", &reported, "confirmRectification").await["state"], "HEAD_CONFIRMED");
}

async fn nobody_finds_anything_in_the_name_of_a_unit_they_do_not_work_in(house: &House) {
    // Wang works in the first office of the north, and answers for it as for the south.
    for at in [4, 3] {
        lead(house, "officer", at).await;
    }
    let own = json!({ "direction": "BOTTOM_UP", "origin": "SELF" });
    let offer = "query($s: Subject!) { rectificationOffer(subject: $s) { mayBegin } }";
    for (at, may, said) in [(4, true, "OK"), (3, false, "FORBIDDEN")] {
        let offered = house.data("officer", offer, json!({ "s": format!("unit-{}", unit(at)) })).await;
        assert_eq!(offered["rectificationOffer"]["mayBegin"], may, "{at}");
        assert_eq!(code(&order(house, "officer", at, own.clone()).await), said, "{at}");
    }
}

async fn no_unit_orders_itself_unless_nothing_is_above_it(house: &House) {
    lead(house, "officer", 4).await;
    // Nobody but the unit above could approve the plan and verify the result.
    assert_eq!(code(&order(house, "officer", 4, json!({})).await), "FORBIDDEN");
    let of_one = order(house, "officer", 4, json!({ "person": person(2) })).await;
    assert_eq!(giver(&of_one), "Unit NORTH-1");
    assert_eq!(giver(&order(house, "head", 1, json!({})).await), "Unit CITY");
    assert_eq!(giver(&order(house, "head", 4, json!({})).await), "Unit NORTH");
}

/// A warning to a person of the office.
async fn warned(house: &House, by: &str, number: i64) -> Value {
    let input =
        json!({ "unit": unit(4), "person": person(number), "severity": "BLUE", "title": "Late", "advice": "look" });
    let issue = "mutation($i: WarningInput!) { issueWarning(input: $i) { parties { giver { name } } } }";
    house.answer(by, issue, json!({ "i": input })).await
}

async fn nobody_in_the_unit_gives_anything_about_its_head(house: &House) {
    led(house).await;
    // Who orders, whom, and from where it comes.
    for (by, whom, from) in [
        ("some", 2, "Unit NORTH-1"),
        ("some", 1, "FORBIDDEN"),
        ("officer", 2, "Unit NORTH-1"),
        ("officer", 1, "FORBIDDEN"),
        ("north", 1, "Unit NORTH"),
        ("head", 1, "Unit NORTH"),
    ] {
        let ordered = order(house, by, 4, json!({ "person": person(whom) })).await;
        assert_eq!(giver(&ordered), from, "{by} orders {whom}");
        assert_eq!(giver(&warned(house, by, whom).await), from, "{by} warns {whom}");
    }
}

async fn nobody_is_offered_a_head_whom_they_may_not_order(house: &House) {
    led(house).await;
    let query = "query($at: Subject!, $unit: UnitId!) { rectificationOffer(subject: $at) { mayOrder }
        persons(first: 100, unit: $unit) { nodes { id mayOrder mayGiveTask } } }";
    for (by, whom, may) in [
        ("some", 2, true),
        ("some", 1, false),
        ("officer", 2, true),
        ("officer", 1, false),
        ("north", 1, true),
        ("north", 2, true),
        ("head", 1, true),
    ] {
        let at = format!("person-{}", person(whom));
        let asked = house.data(by, query, json!({ "at": at, "unit": unit(4) })).await;
        assert_eq!(asked["rectificationOffer"]["mayOrder"], may, "{by} is offered {whom}");
        let persons = asked["persons"]["nodes"].as_array().unwrap();
        let found = persons.iter().find(|it| it["id"] == json!(person(whom))).unwrap();
        assert_eq!((&found["mayOrder"], &found["mayGiveTask"]), (&json!(may), &json!(may)), "{by} chooses {whom}");
    }
    // Whoever orders nobody is offered nobody.
    let hr = house
        .data(
            "hr",
            "query($unit: UnitId!) { persons(first: 100, unit: $unit) { nodes { mayOrder mayGiveTask } } }",
            json!({ "unit": unit(4) }),
        )
        .await;
    let persons = hr["persons"]["nodes"].as_array().unwrap();
    assert!(!persons.is_empty() && persons.iter().all(|it| it["mayOrder"] == false && it["mayGiveTask"] == false));
}

async fn nobody_else_in_the_unit_opens_in_the_name_of_its_head(house: &House) {
    led(house).await;
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let indicator = indicator(house).await;
    let diagnosed = async |by: &str, whom: i64| {
        let about =
            json!({ "indicator": indicator, "subject": format!("person-{}", person(whom)), "period": "2026-10" });
        let input = json!({ "about": about, "title": "Late", "problem": "3 of 10 late" });
        let open = "mutation($i: DiagnosisInput!) { openDiagnosis(input: $i) { parties { giver { name } } } }";
        giver(&house.answer(by, open, json!({ "i": input })).await)
    };
    // The head diagnoses their own number, and the unit above confirms it; above, only that one is open already keeps from it.
    for (by, whom, from) in [
        ("some", 1, "FORBIDDEN"),
        ("some", 2, "Unit NORTH-1"),
        ("officer", 1, "Unit NORTH"),
        ("some", 1, "FORBIDDEN"),
        ("north", 1, "DIAGNOSIS_OPEN"),
    ] {
        assert_eq!(diagnosed(by, whom).await, from, "{by} diagnoses {whom}");
    }
    let own = json!({ "direction": "BOTTOM_UP", "origin": "SELF", "person": person(1) });
    let offer = "query($s: Subject!) { rectificationOffer(subject: $s) { mayOrder mayBegin } }";
    for (by, may, from) in [("some", false, "FORBIDDEN"), ("officer", true, "Unit NORTH")] {
        let offered = house.data(by, offer, json!({ "s": format!("person-{}", person(1)) })).await;
        assert_eq!(offered["rectificationOffer"], json!({ "mayOrder": false, "mayBegin": may }), "{by}");
        assert_eq!(giver(&order(house, by, 4, own.clone()).await), from, "{by}");
    }
}

async fn a_task_for_the_head_comes_from_above(house: &House) {
    led(house).await;
    let query = "mutation($input: TaskInput!) { createTask(input: $input) { parties { giver { name } } } }";
    for (by, whom, from) in [
        ("some", Some(2), "Unit NORTH-1"),
        ("some", None, "Unit NORTH-1"),
        ("some", Some(1), "FORBIDDEN"),
        ("north", Some(1), "Unit NORTH"),
    ] {
        let input = json!({ "kind": "ASSIGNED", "title": "Visit", "what": "see each", "dueOn": "2026-12-18", "unit": unit(4),
            "doer": whom.map(person) });
        let given = house.answer(by, query, json!({ "input": input })).await;
        assert_eq!(giver(&given), from, "{by} gives {whom:?}");
    }
}

const TASK: &str = "id version parties { giver { name } }";

/// A step in a task: `call` names the mutation and its own arguments.
async fn stepped(house: &House, by: &str, seen: &Value, call: &str) -> Value {
    let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
    let query = format!(
        "mutation($id: MatterId!, $version: Int!) {{ done: {name}(task: $id, version: $version {arguments} {{ {TASK} }} }}"
    );
    house.answer(by, &query, json!({ "id": seen["id"], "version": seen["version"] })).await
}

async fn a_task_that_is_handed_on_to_the_head_comes_from_above_from_then_on(house: &House) {
    led(house).await;
    let query = format!("mutation($input: TaskInput!) {{ done: createTask(input: $input) {{ {TASK} }} }}");
    let given = async |doer: Option<i64>| {
        let input = json!({ "kind": "ASSIGNED", "title": "Visit", "what": "see each", "dueOn": "2026-12-18", "unit": unit(4),
            "doer": doer.map(person) });
        house.data("some", &query, json!({ "input": input })).await["done"].clone()
    };
    let to_li = given(Some(2)).await;
    assert_eq!(to_li["parties"]["giver"]["name"], "Unit NORTH-1");
    let to_head =
        format!(r#"transferTask(input: {{ doer: "{}", dueOn: "2026-12-21", reason: "you know them" }})"#, person(1));
    assert_eq!(giver(&stepped(house, "some", &to_li, &to_head).await), "FORBIDDEN");
    assert_eq!(giver(&stepped(house, "north", &to_li, &to_head).await), "Unit NORTH");

    // The unit gave it to itself; whoever leads it is not looked after by those they lead.
    let of_unit = given(None).await;
    assert_eq!(of_unit["parties"]["giver"]["name"], "Unit NORTH-1");
    let accepted = stepped(house, "some", &of_unit, "acceptTask").await["data"]["done"].clone();
    let assigned = stepped(house, "some", &accepted, &format!(r#"assignTask(to: "{}")"#, person(1))).await;
    assert_eq!(giver(&assigned), "Unit NORTH");
}
