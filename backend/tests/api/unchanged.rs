//! What is refused leaves a matter as it was: its state, its version, its time-line.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::rectification::{done, order, rule, seen, step};
use crate::support::{House, code, unit};
use crate::tasks::{grant, indicator};

on_both_databases! {
    nobody_approves_their_own_plan
    what_is_bound_to_a_number_is_verified_by_it_or_with_a_reason_that_stays
    a_step_that_its_state_does_not_have_changes_no_matter
    of_two_who_act_at_once_one_is_stale_and_says_it_again
}

const PLAN: &str = r#"submitRectificationPlan(cause: "x", measures: [{ what: "count twice", dueOn: "2026-12-01" }])"#;

async fn ordered(house: &House, to: i64, more: Value) -> Value {
    let answer = order(house, "head", to, more).await;
    assert_eq!(answer.get("errors"), None);
    answer["data"]["openRectification"].clone()
}

/// Refused by the rule, and nothing moved.
async fn refused(house: &House, by: &str, order: &Value, call: &str, expected: &str) {
    let before = seen(house, "head", &order["id"]).await;
    let answer = step(house, by, order, call).await;
    assert_eq!((code(&answer).as_str(), rule(&answer).as_str()), ("REFUSED", expected), "{by} {call}");
    assert_eq!(seen(house, "head", &order["id"]).await, before, "{by} {call}");
}

async fn nobody_approves_their_own_plan(house: &House) {
    let opened = ordered(house, 2, json!({})).await;
    let noted = done(house, "north", &opened, "acknowledgeRectification").await;
    let planned = done(house, "north", &noted, PLAN).await;
    // Whoever planned it may order for the bureau by now.
    grant(house, "north", "PERF_OFFICE").await;
    assert_eq!(seen(house, "north", &opened["id"]).await["data"]["rectification"]["side"], "GIVER");
    let offered = |seen: &Value, step: &str| {
        seen["data"]["rectification"]["allowedSteps"].as_array().unwrap().contains(&json!(step))
    };
    for step in ["APPROVE_PLAN", "WITHDRAW"] {
        assert!(!offered(&seen(house, "north", &opened["id"]).await, step), "{step}");
        assert!(offered(&seen(house, "head", &opened["id"]).await, step), "{step}");
    }
    refused(house, "north", &planned, "approveRectificationPlan", "OWN_WORK").await;
    refused(house, "north", &planned, r#"withdrawRectification(reason: "it was nothing")"#, "OWN_WORK").await;
    assert_eq!(done(house, "head", &planned, "approveRectificationPlan").await["state"], "PLAN_APPROVED");
}

async fn what_is_bound_to_a_number_is_verified_by_it_or_with_a_reason_that_stays(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let about =
        json!({ "indicator": indicator(house).await, "subject": format!("unit-{}", unit(4)), "period": "2026-10" });
    let effect = json!({ "goalSide": "AT_LEAST", "goal": "95", "periods": 2, "watched": 1 });
    let opened = ordered(house, 4, json!({ "about": about, "effect": effect })).await;
    let noted = done(house, "some", &opened, "acknowledgeRectification").await;
    let planned = done(house, "some", &noted, PLAN).await;
    let approved = done(house, "head", &planned, "approveRectificationPlan").await;
    let measured =
        done(house, "some", &approved, r#"endRectificationMeasure(item: 1, state: DONE, result: "counted")"#).await;
    let reported = done(house, "some", &measured, r#"reportRectification(input: { result: "counted twice" })"#).await;
    for silent in ["verifyRectification", r#"verifyRectification(reason: "  ")"#] {
        refused(house, "head", &reported, silent, "EFFECT_NOT_SHOWN").await;
    }
    let answer = step(house, "head", &reported, "verifyRectification").await;
    let periods = answer.pointer("/errors/0/extensions/rule/periods");
    assert_eq!(periods, Some(&json!(["2026-11", "2026-12"])));
    let verified = done(house, "head", &reported, r#"verifyRectification(reason: "seen on the spot")"#).await;
    let closed = done(house, "head", &verified, "closeRectification").await;
    // The reason stays, for both sides.
    let query =
        "query($id: MatterId!) { rectification(id: $id) { verification { byEffect reason } timeLine { step words } } }";
    for by in ["head", "some"] {
        let seen = house.data(by, query, json!({ "id": closed["id"] })).await["rectification"].clone();
        assert_eq!(seen["verification"], json!({ "byEffect": false, "reason": "seen on the spot" }), "{by}");
        let said = json!({ "step": "VERIFY", "words": "seen on the spot" });
        assert!(seen["timeLine"].as_array().unwrap().contains(&said), "{by}: {seen}");
    }
}

async fn a_step_that_its_state_does_not_have_changes_no_matter(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let place = format!("unit-{}", unit(4));
    let about = json!({ "indicator": indicator(house).await, "subject": place, "period": "2026-10" });
    // What the one that is opened says, and a step of whoever opened it for which it is too early.
    for (kind, opening, input, early) in [
        (
            "rectification",
            "openRectification(input: $i)",
            json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit(4), "title": "Late", "problem": "30 of 220",
                "dueOn": "2026-12-18" }),
            "approveRectificationPlan",
        ),
        (
            "warning",
            "issueWarning(input: $i)",
            json!({ "unit": unit(4), "severity": "BLUE", "title": "Late", "advice": "look" }),
            "reviewWarning",
        ),
        (
            "task",
            "createTask(input: $i)",
            json!({ "kind": "ASSIGNED", "title": "Visit", "what": "see each", "dueOn": "2026-12-18", "unit": unit(4) }),
            "confirmTask",
        ),
        (
            "diagnosis",
            "openDiagnosis(input: $i)",
            json!({ "about": about, "title": "Late", "problem": "30 of 220", "goalSide": "AT_LEAST", "goal": "95" }),
            "closeDiagnosis",
        ),
    ] {
        let kind_of_input = format!("{}Input", kind[..1].to_uppercase() + &kind[1..]);
        let open = format!("mutation($i: {kind_of_input}!) {{ done: {opening} {{ id version }} }}");
        let opened = house.data("head", &open, json!({ "i": input })).await["done"].clone();
        let read =
            format!("query($id: MatterId!) {{ {kind}(id: $id) {{ version state timeLine {{ step side words }} }} }}");
        let before = house.data("head", &read, json!({ "id": opened["id"] })).await;
        let take = format!(
            "mutation($id: MatterId!, $version: Int!) {{ done: {early}({kind}: $id, version: $version) {{ id }} }}"
        );
        let taken = json!({ "id": opened["id"], "version": opened["version"] });
        let answer = house.answer("head", &take, taken).await;
        assert_eq!((code(&answer).as_str(), rule(&answer).as_str()), ("REFUSED", "NOT_IN_THIS_STATE"), "{kind}");
        assert_eq!(house.data("head", &read, json!({ "id": opened["id"] })).await, before, "{kind}");
    }
}

/// A step with a token that is there already: whoever takes it begins at once.
async fn taken(house: &House, (token, call): (&String, &str), seen: &Value) -> Value {
    let query = format!("mutation($id: MatterId!, $v: Int!) {{ done: {call} {{ version }} }}");
    house.asked(token, &query, json!({ "id": seen["id"], "v": seen["version"] })).await.json()
}

async fn of_two_who_act_at_once_one_is_stale_and_says_it_again(house: &House) {
    let (head, north) = (house.token("head").await, house.token("north").await);
    for round in 0..5 {
        let opened = ordered(house, 2, json!({})).await;
        let calls = [
            (&head, r#"suggestToRectification(rectification: $id, version: $v, words: "look at October")"#),
            (
                &north,
                r#"requestForRectification(rectification: $id, version: $v, input: { kind: HELP, words: "one more desk" })"#,
            ),
        ];
        let (one, other) = tokio::join!(taken(house, calls[0], &opened), taken(house, calls[1], &opened));
        let codes = [code(&one), code(&other)];
        let loser = codes.iter().position(|code| code == "STALE").unwrap_or_else(|| panic!("{round}: {codes:?}"));
        assert_eq!(codes[1 - loser], "OK", "{round}: {codes:?}");
        // The one who came first stands there, the other one's words are still theirs to send.
        let said = async || {
            let line = seen(house, "head", &opened["id"]).await["data"]["rectification"].clone();
            let events = line["timeLine"].as_array().unwrap().iter().skip(1);
            let words: Vec<String> = events.map(|event| event["words"].as_str().unwrap().to_owned()).collect();
            (line["version"].clone(), words)
        };
        let both = ["look at October", "one more desk"];
        let (version, words) = said().await;
        assert_eq!((version.as_i64(), words), (Some(2), vec![both[1 - loser].to_owned()]), "{round}");
        let again = taken(house, calls[loser], &json!({ "id": opened["id"], "version": version })).await;
        assert_eq!((code(&again).as_str(), &again["data"]["done"]["version"]), ("OK", &json!(3)), "{round}");
        let words = said().await.1;
        assert_eq!(words, [both[1 - loser], both[loser]], "{round}");
    }
}
