//! The rectification ledger (整改台账) through the API and as a file: what it says of an order, and what it is narrowed to.

use calamine::Reader as _;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::rectification::{done, order};
use crate::support::{House, code, person};

on_both_databases! {
    the_ledger_says_what_was_wrong_and_what_came_of_it
    a_page_of_the_ledger_takes_the_same_number_of_statements
    the_file_takes_the_filters_of_the_page
}

/// What the page of the ledger asks; it sends each question by itself.
const PAGE: &str = include_str!("../../../frontend/src/pages/rectifications.graphql");

async fn opened(house: &House) -> Value {
    order(house, "head", 2, json!({})).await["data"]["openRectification"].clone()
}

/// An order that both sides have brought to its end.
async fn closed(house: &House) -> Value {
    let noted = done(house, "north", &opened(house).await, "acknowledgeRectification").await;
    let plan = format!(
        r#"submitRectificationPlan(cause: "nobody looked", measures: [{{ what: "fine the 8", owner: "{}", dueOn: "2026-12-01" }}])"#,
        person(1)
    );
    let planned = done(house, "north", &noted, &plan).await;
    let approved = done(house, "head", &planned, r#"approveRectificationPlan(words: "yes")"#).await;
    let measured =
        done(house, "officer", &approved, r#"endRectificationMeasure(item: 1, state: DONE, result: "fined")"#).await;
    let reported = done(house, "north", &measured, r#"reportRectification(input: { result: "all fined" })"#).await;
    let verified = done(house, "head", &reported, r#"verifyRectification(reason: "seen on the spot")"#).await;
    done(house, "head", &verified, "closeRectification").await
}

/// The ledger as the page asks for it to print it.
async fn printed(house: &House, by: &str, filter: Value) -> Value {
    let mut variables = json!({ "first": 100 });
    for (name, value) in filter.as_object().unwrap() {
        variables[name] = value.clone();
    }
    let question = PAGE.split_inclusive("\n}\n").find(|text| text.contains("query LedgerPart")).unwrap();
    house.answer(by, question, variables).await
}

async fn the_ledger_says_what_was_wrong_and_what_came_of_it(house: &House) {
    let done = closed(house).await;
    opened(house).await;
    let all = printed(house, "north", json!({})).await["data"]["rectifications"].clone();
    assert_eq!(all["totalCount"], 2);
    let (open, ended) = (&all["nodes"][0], &all["nodes"][1]);
    assert_eq!((&ended["matter"]["state"], &done["state"]), (&json!("CLOSED"), &json!("CLOSED")));
    assert_eq!(ended["problem"], "30 of 220 late filings without a penalty");
    assert_eq!((&ended["cause"], &ended["result"]), (&json!("nobody looked"), &json!("all fined")));
    let measure = &ended["measures"][0];
    assert_eq!((&measure["what"], &measure["owner"]["name"]), (&json!("fine the 8"), &json!("Wang")));
    assert_eq!((&measure["dueOn"], &measure["state"]), (&json!("2026-12-01"), &json!("DONE")));
    assert_eq!((&measure["result"], measure["endedAt"].is_string()), (&json!("fined"), true));
    let verification = &ended["verification"];
    assert_eq!((&verification["byEffect"], &verification["reason"]), (&json!(false), &json!("seen on the spot")));
    assert!(ended["closedAt"].is_string(), "{ended}");
    assert_eq!((&open["verification"], &open["closedAt"]), (&Value::Null, &Value::Null));
    // The filters of the page, and the viewer's own scope.
    let open = printed(house, "north", json!({ "isOpen": true })).await["data"]["rectifications"].clone();
    assert_eq!((&open["totalCount"], &open["nodes"][0]["matter"]["state"]), (&json!(1), &json!("PUSHED")));
    let below = printed(house, "north", json!({ "direction": "BOTTOM_UP" })).await["data"]["rectifications"].clone();
    assert_eq!(below["totalCount"], 0);
    assert_eq!(printed(house, "some", json!({})).await["data"]["rectifications"]["totalCount"], 0);
}

async fn a_page_of_the_ledger_takes_the_same_number_of_statements(house: &House) {
    let mut counts = Vec::new();
    for _ in 0..2 {
        closed(house).await;
        opened(house).await;
        counts.push(house.statements(printed(house, "north", json!({}))).await.1);
    }
    assert_eq!(counts[0], counts[1]);
}

async fn the_file_takes_the_filters_of_the_page(house: &House) {
    let done = number(house, &closed(house).await).await;
    let open = number(house, &opened(house).await).await;
    let bearer = format!("Bearer {}", house.token("north").await);
    let headers = [("authorization", bearer.as_str())];
    let told = async |query: &str| {
        let file = house.fetch(&format!("/files/matters/ledger.csv{query}"), &headers).await;
        (file.text.contains(&done), file.text.contains(&open), file.text.contains("范围："))
    };
    assert_eq!(told("").await, (true, true, false));
    assert_eq!(told("?isOpen=true").await, (false, true, true));
    assert_eq!(told("?isOpen=false").await, (true, false, true));
    assert_eq!(told("?direction=TOP_DOWN").await, (true, true, true));
    assert_eq!(told("?direction=BOTTOM_UP").await, (false, false, true));
    assert_eq!(told("?overdue=true").await, (false, false, true));
    house.wait(TimeDelta::days(30));
    let bearer = format!("Bearer {}", house.token("north").await);
    let headers = [("authorization", bearer.as_str())];
    let late = house.fetch("/files/matters/ledger.csv?direction=TOP_DOWN&isOpen=true&overdue=true", &headers).await;
    assert!(late.text.contains(&open) && late.text.contains("范围：自上而下，未办结，仅超期"), "{}", late.text);
    // What stands beside it in the workbook is of the same orders.
    let (_, book) = house.fetched("/files/matters/ledger.xlsx?isOpen=true", &headers).await;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(book)).unwrap();
    let lines = book.worksheet_range("时间线").unwrap();
    let numbers: Vec<String> = lines.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(numbers, [open]);
    for wrong in ["direction=SIDEWAYS", "isOpen=perhaps", "overdue=1"] {
        let refused = house.fetch(&format!("/files/matters/ledger.csv?{wrong}"), &headers).await;
        assert_eq!(refused.code(), "INVALID", "{wrong}");
    }
}

async fn number(house: &House, order: &Value) -> String {
    let query = "query($id: MatterId!) { rectification(id: $id) { number } }";
    let answer = house.answer("north", query, json!({ "id": order["id"] })).await;
    assert_eq!(code(&answer), "OK");
    answer["data"]["rectification"]["number"].as_str().unwrap().to_owned()
}
