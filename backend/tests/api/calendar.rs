//! The calendar of working days through the API: who may write it, what is refused, and what deadlines make of it.

use serde_json::{Value, json};

use crate::on_both_databases;
use crate::rectification::order;
use crate::support::{House, code, unit};
use crate::tasks::{grant, indicator, watcher};

on_both_databases! {
    the_performance_office_sets_a_year_that_everybody_reads
    what_is_wrong_with_one_day_keeps_the_whole_year_as_it_was
    of_two_who_set_a_year_at_once_one_is_told
    an_order_given_afterwards_is_due_after_the_holiday
    the_task_of_a_node_is_made_once_although_its_day_moves
    a_task_stays_in_its_month_although_its_day_would_move_into_the_next
}

const SET: &str =
    "mutation($i: WorkCalendarInput!) { setWorkCalendar(input: $i) { year version days { day kind name } } }";

async fn set(house: &House, by: &str, version: i32, days: Value) -> Value {
    house.answer(by, SET, json!({ "i": { "year": 2026, "version": version, "days": days } })).await
}

async fn read(house: &House, by: &str) -> Value {
    let query = "{ workCalendar(year: 2026) { year version days { day kind name } } }";
    house.data(by, query, json!({})).await["workCalendar"].clone()
}

fn holiday(day: &str) -> Value {
    json!({ "day": day, "kind": "HOLIDAY", "name": "国庆节" })
}

fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

async fn the_performance_office_sets_a_year_that_everybody_reads(house: &House) {
    grant(house, "hr", "PERF_OFFICE").await;
    assert_eq!(read(house, "officer").await, json!({ "year": 2026, "version": 0, "days": [] }));
    let days = json!([{ "day": "2026-10-10", "kind": "WORKED", "name": " 调休 " }, holiday("2026-10-01")]);
    let expected = json!({ "year": 2026, "version": 1, "days": [holiday("2026-10-01"),
        { "day": "2026-10-10", "kind": "WORKED", "name": "调休" }] });
    assert_eq!(set(house, "hr", 0, days).await["data"]["setWorkCalendar"], expected);
    for reader in ["officer", "head", "some", "admin", "hr"] {
        assert_eq!(read(house, reader).await, expected, "{reader}");
    }
    // The whole year is replaced; whoever runs the installation may do it as well, and other years stay.
    let answer = set(house, "admin", 1, json!([holiday("2026-10-02")])).await;
    assert_eq!(answer["data"]["setWorkCalendar"]["version"], 2);
    assert_eq!(read(house, "head").await["days"], json!([holiday("2026-10-02")]));
    for stranger in ["officer", "head", "north", "auditor"] {
        assert_eq!(code(&set(house, stranger, 2, json!([])).await), "FORBIDDEN", "{stranger}");
    }
    let query = r#"{ auditEvents(first: 10, subject: "calendar-2026") { nodes { action before after } } }"#;
    let events = house.data("auditor", query, json!({})).await["auditEvents"]["nodes"].clone();
    let newest = &events.as_array().unwrap()[0];
    assert_eq!((events.as_array().unwrap().len(), newest["action"].as_str()), (2, Some("calendar.set")));
    assert!(newest["before"].as_str().unwrap().contains("2026-10-10"), "{newest}");
    assert!(newest["after"].as_str().unwrap().contains("2026-10-02"), "{newest}");
}

async fn what_is_wrong_with_one_day_keeps_the_whole_year_as_it_was(house: &House) {
    let day = |day: &str, kind: &str| json!({ "day": day, "kind": kind });
    set(house, "admin", 0, json!([holiday("2026-10-01")])).await;
    let before = read(house, "head").await;
    for (days, told) in [
        (json!([holiday("2026-10-01"), day("2026-10-03", "HOLIDAY")]), "DAY_AS_USUAL"),
        (json!([day("2026-10-09", "WORKED")]), "DAY_AS_USUAL"),
        (json!([holiday("2026-10-01"), holiday("2026-10-01")]), "DAY_TWICE"),
        (json!([holiday("2027-10-01")]), "DAY_OF_OTHER_YEAR"),
        (json!([{ "day": "2026-10-01", "kind": "HOLIDAY", "name": "节".repeat(41) }]), "OUT_OF_RANGE"),
    ] {
        assert_eq!(rule(&set(house, "admin", 1, days.clone()).await), told, "{days}");
        assert_eq!(read(house, "head").await, before);
    }
    for year in [1999, 2101] {
        let query = "query($y: Int!) { workCalendar(year: $y) { version } }";
        assert_eq!(rule(&house.answer("head", query, json!({ "y": year })).await), "OUT_OF_RANGE");
    }
}

async fn of_two_who_set_a_year_at_once_one_is_told(house: &House) {
    grant(house, "hr", "PERF_OFFICE").await;
    let (one, other) = tokio::join!(
        set(house, "hr", 0, json!([holiday("2026-10-01")])),
        set(house, "admin", 0, json!([holiday("2026-10-02")]))
    );
    let mut codes = [code(&one), code(&other)];
    codes.sort();
    assert_eq!(codes, ["OK", "STALE"]);
    let winner = if code(&one) == "OK" { one } else { other };
    assert_eq!(read(house, "head").await, winner["data"]["setWorkCalendar"]);
}

fn due(order: &Value) -> Value {
    let clocks = order["clocks"]["all"].as_array().unwrap();
    clocks.iter().find(|clock| clock["side"] == "RESPONSIBLE").unwrap()["dueOn"].clone()
}

/// It is Friday 20 November 2026; an order is acknowledged within two working days.
async fn an_order_given_afterwards_is_due_after_the_holiday(house: &House) {
    let before = order(house, "head", 2, json!({})).await["data"]["openRectification"].clone();
    assert_eq!(due(&before), "2026-11-24");
    set(house, "admin", 0, json!([holiday("2026-11-23"), { "day": "2026-11-28", "kind": "WORKED" }])).await;
    let after = order(house, "head", 3, json!({})).await["data"]["openRectification"].clone();
    assert_eq!(due(&after), "2026-11-25");
    // What was promised stays.
    let query = "query($id: MatterId!) { rectification(id: $id) { clocks { all { side dueOn } } } }";
    let kept = house.data("head", query, json!({ "id": before["id"] })).await["rectification"].clone();
    assert_eq!(due(&kept), "2026-11-24");
}

async fn the_task_of_a_node_is_made_once_although_its_day_moves(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let input = json!({ "indicator": indicator(house).await, "isActive": true, "name": "Clear the list", "due": "WORK_DAY_OF_MONTH",
        "day": 3, "remind": 2, "levels": ["OFFICE"], "units": [], "what": "look at each" });
    let save = "mutation($i: IndicatorNodeInput!) { saveIndicatorNode(input: $i) { id } }";
    house.data("north", save, json!({ "i": input })).await;
    assert_eq!(watcher(house, "2026-12-01").nodes().await.unwrap(), 3);
    // The third working day of December is the 4th now; the tasks were given for the 3rd.
    set(house, "north", 0, json!([holiday("2026-12-02")])).await;
    for day in ["2026-12-02", "2026-12-03", "2026-12-04"] {
        assert_eq!(watcher(house, day).nodes().await.unwrap(), 0, "{day}");
    }
    let list = "query($u: UnitId!) { checklist(unit: $u, period: \"2026Q4\") { dueOn task { kind } } }";
    let items = house.data("north", list, json!({ "u": unit(4) })).await["checklist"].clone();
    assert_eq!(items[2], json!({ "dueOn": "2026-12-03", "task": { "kind": "TASK" } }));
}

async fn a_task_stays_in_its_month_although_its_day_would_move_into_the_next(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let input = json!({ "indicator": indicator(house).await, "isActive": true, "name": "Clear the list", "due": "WORK_DAY_OF_QUARTER",
        "day": 43, "remind": 2, "levels": ["OFFICE"], "units": [], "what": "look at each" });
    let save = "mutation($i: IndicatorNodeInput!) { saveIndicatorNode(input: $i) { id } }";
    house.data("north", save, json!({ "i": input })).await;
    // The 43rd working day of the quarter is Monday, 30 November.
    assert_eq!(watcher(house, "2026-11-26").nodes().await.unwrap(), 3);
    set(house, "north", 0, json!([holiday("2026-11-27")])).await;
    assert_eq!(watcher(house, "2026-11-30").nodes().await.unwrap(), 0);
    let list = "query($u: UnitId!, $p: Period!) { checklist(unit: $u, period: $p) { dueOn task { kind } } }";
    let promised = json!([{ "dueOn": "2026-11-30", "task": { "kind": "TASK" } }]);
    for (period, expected) in
        [("2026-11", &promised), ("2026-12", &json!([])), ("2026-10", &json!([])), ("2026Q4", &promised)]
    {
        let items = house.data("north", list, json!({ "u": unit(4), "p": period })).await["checklist"].clone();
        assert_eq!(items, *expected, "{period}");
    }
}
