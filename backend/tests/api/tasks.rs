//! Tasks through the API: from the first word to the marks, handed on and sent back; made by events and by nodes, each once.

use backend::app::watch::Watcher;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, code, day, person, unit};

on_both_databases! {
    a_task_is_accepted_returned_confirmed_and_marked
    a_task_is_declined_transferred_and_cancelled
    nobody_looks_after_their_own_work_and_two_at_once_is_stale
    the_same_event_twice_makes_one_task
    whoever_may_only_post_events_is_answered_the_same_again
    a_node_makes_one_task_a_unit_and_day
    an_indicator_has_so_many_nodes_and_no_more
    an_inspection_leads_to_an_order
    whoever_may_not_see_the_order_made_of_a_finding_is_not_told_its_number
    a_clock_reminds_once_before_it_is_due
    a_list_of_tasks_takes_the_same_number_of_statements
}

const SEEN: &str = "id number version state ownRoles allowedSteps parties { unit { name } giver { name } } roles { doer { name } } \
    transfer { reason } findings { item what isOrdered order { id number } } clocks { all { side kind dueOn stoppedAt } } marks { truth } \
    timeLine { step side }";

/// The date is 20 November 2026, a Friday.
const DUE: &str = "2026-12-18";

async fn give(house: &House, by: &str, more: Value) -> Value {
    let mut input = json!({ "kind": "ASSIGNED", "title": "Visit the ten largest", "what": "see each", "dueOn": DUE });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let query = format!("mutation($input: TaskInput!) {{ done: createTask(input: $input) {{ {SEEN} }} }}");
    house.answer(by, &query, json!({ "input": input })).await
}

async fn step(house: &House, by: &str, seen: &Value, call: &str) -> Value {
    let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
    let query = format!(
        "mutation($id: MatterId!, $version: Int!) {{ done: {name}(task: $id, version: $version {arguments} {{ {SEEN} }} }}"
    );
    house.answer(by, &query, json!({ "id": seen["id"], "version": seen["version"] })).await
}

async fn done(house: &House, by: &str, seen: &Value, call: &str) -> Value {
    let answer = step(house, by, seen, call).await;
    assert_eq!(answer.get("errors"), None, "{by} {call}");
    answer["data"]["done"].clone()
}

async fn seen(house: &House, by: &str, id: &Value) -> Value {
    house.answer(by, &format!("query($id: MatterId!) {{ task(id: $id) {{ {SEEN} }} }}"), json!({ "id": id })).await
}

fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

fn waiting(task: &Value) -> Vec<String> {
    let clocks = task["clocks"]["all"].as_array().unwrap().iter().filter(|clock| clock["stoppedAt"].is_null());
    clocks.map(|clock| format!("{} {}", clock["side"].as_str().unwrap(), clock["kind"].as_str().unwrap())).collect()
}

async fn a_task_is_accepted_returned_confirmed_and_marked(house: &House) {
    let given = give(house, "north", json!({ "doer": person(1) })).await["data"]["done"].clone();
    assert_eq!(given["parties"], json!({ "unit": { "name": "Unit NORTH-1" }, "giver": { "name": "Unit NORTH" } }));
    assert_eq!(waiting(&given), ["RESPONSIBLE ACKNOWLEDGE"]);
    let own = seen(house, "officer", &given["id"]).await["data"]["task"].clone();
    assert_eq!(own["ownRoles"], json!(["DOER"]));
    assert_eq!(own["allowedSteps"], json!(["ACCEPT", "DECLINE", "ASK_TRANSFER", "COMMENT"]));
    // Whoever has no part in it cannot tell it from one that does not exist.
    for stranger in ["line", "hr"] {
        assert_ne!(code(&seen(house, stranger, &given["id"]).await), "OK", "{stranger}");
    }
    // It stands on the desk of the doer.
    let desk = "{ desk(first: 100) { items { kind matter { kind id } } } }";
    let items = house.data("officer", desk, json!({})).await["desk"]["items"].clone();
    assert_eq!(items[0]["matter"], json!({ "kind": "TASK", "id": given["id"] }));
    let accepted = done(house, "officer", &given, "acceptTask").await;
    assert_eq!(waiting(&accepted), ["RESPONSIBLE REPORT"]);
    let urged = done(house, "north", &accepted, r#"urgeTask(words: "is there help to give?")"#).await;
    let begun = done(house, "officer", &urged, r#"progressTask(words: "4 of 10")"#).await;
    let reported = done(house, "officer", &begun, r#"reportTask(result: "all ten")"#).await;
    assert_eq!(waiting(&reported), ["GIVER VERIFY"]);
    let returned =
        done(house, "north", &reported, r#"returnTask(reason: "two are missing", dueOn: "2026-12-21")"#).await;
    assert_eq!(waiting(&returned), ["RESPONSIBLE REPORT"]);
    let reported = done(house, "officer", &returned, r#"reportTask(result: "all twelve")"#).await;
    let confirmed = done(house, "north", &reported, "confirmTask").await;
    let marks = "marks: { truth: 5, accuracy: 4, completeness: 5, efficiency: 3 }";
    let by_doer = step(house, "officer", &confirmed, &format!("markTask({marks})")).await;
    assert_eq!(rule(&by_doer), "OWN_WORK");
    let marked = done(house, "north", &confirmed, &format!("markTask({marks})")).await;
    assert_eq!((marked["state"].as_str(), waiting(&marked).len()), (Some("SCORED"), 0));
    let inbox = "{ inbox(first: 100) { nodes { event { step } } } }";
    let told = house.data("officer", inbox, json!({})).await["inbox"]["nodes"].clone();
    let steps: Vec<_> = told.as_array().unwrap().iter().map(|it| it["event"]["step"].as_str().unwrap()).collect();
    assert_eq!(steps, ["MARK", "CONFIRM", "RETURN", "URGE", "PUSH"]);
    let list = "query($role: TaskRole) { tasks(first: 100, filter: { role: $role }) { totalCount nodes { kind matter { id } } } }";
    let mine = house.data("officer", list, json!({ "role": "DOER" })).await["tasks"].clone();
    assert_eq!(mine["nodes"][0]["matter"]["id"], given["id"]);
    assert_eq!(house.data("officer", list, json!({ "role": "SUPERVISOR" })).await["tasks"]["totalCount"], 0);
    assert_eq!(house.data("north", list, json!({})).await["tasks"]["totalCount"], 1);
}

async fn a_task_is_declined_transferred_and_cancelled(house: &House) {
    let given = give(house, "head", json!({ "doer": person(1) })).await["data"]["done"].clone();
    let silent = step(house, "officer", &given, r#"declineTask(reason: " ")"#).await;
    assert_eq!(rule(&silent), "WORDS_MISSING");
    let declined = done(house, "officer", &given, r#"declineTask(reason: "on leave")"#).await;
    assert_eq!(waiting(&declined), ["GIVER READDRESS"]);
    let to =
        format!(r#"transferTask(input: {{ doer: "{}", dueOn: "2026-12-21", reason: "you know them" }})"#, person(3));
    // Whoever may not order there does not give it there.
    assert_eq!(code(&step(house, "north", &declined, &to).await), "NOT_FOUND");
    let other = done(house, "head", &declined, &to).await;
    assert_eq!(other["roles"]["doer"]["name"], "Zhao");
    assert_eq!(other["parties"]["unit"]["name"], "Unit SOUTH-1");
    // It is no longer the first one's.
    assert_eq!(code(&seen(house, "officer", &given["id"]).await), "NOT_FOUND");
    let back = format!(r#"transferTask(input: {{ doer: "{}", dueOn: "2026-12-21", reason: "after all" }})"#, person(1));
    let back = done(house, "head", &other, &back).await;
    let asked =
        done(house, "officer", &back, &format!(r#"askTaskTransfer(doer: "{}", reason: "ill")"#, person(1))).await;
    assert_eq!(asked["transfer"]["reason"], "ill");
    let no = done(house, "head", &asked, r#"answerTaskTransfer(granted: false, words: "we need you")"#).await;
    assert_eq!((&no["transfer"], &no["state"]), (&Value::Null, &json!("PUSHED")));
    let cancelled = done(house, "head", &no, r#"cancelTask(reason: "no longer needed")"#).await;
    assert_eq!((cancelled["state"].as_str(), waiting(&cancelled).len()), (Some("CANCELLED"), 0));
}

async fn nobody_looks_after_their_own_work_and_two_at_once_is_stale(house: &House) {
    let own = give(house, "north", json!({ "doer": person(1), "supervisor": person(1) })).await;
    assert_eq!(rule(&own), "OWN_WORK");
    let nobody = give(house, "north", json!({})).await;
    assert_eq!(code(&nobody), "INVALID");
    assert_eq!(code(&give(house, "officer", json!({ "unit": unit(4) })).await), "FORBIDDEN");
    let past = give(house, "north", json!({ "unit": unit(4), "dueOn": "2026-11-19" })).await;
    assert_eq!(rule(&past), "DAY_BEFORE_TODAY");
    let of_unit = give(house, "north", json!({ "unit": unit(4) })).await["data"]["done"].clone();
    // Whoever answers for the unit names who does it, out of the unit.
    let foreign = step(house, "some", &of_unit, &format!(r#"assignTask(to: "{}")"#, person(3))).await;
    assert_ne!(code(&foreign), "OK");
    let stale = json!({ "id": of_unit["id"], "version": 7 });
    assert_eq!(code(&step(house, "some", &stale, "acceptTask").await), "STALE");
    let accepted = done(house, "some", &of_unit, "acceptTask").await;
    // What is done at once needs no note of progress before it is reported.
    let reported = done(house, "some", &accepted, r#"reportTask(result: "done")"#).await;
    let by_reporter = step(house, "some", &reported, "confirmTask").await;
    assert_eq!(rule(&by_reporter), "OWN_WORK");
    done(house, "north", &reported, "confirmTask").await;
}

const TEMPLATE: &str =
    "mutation($i: TaskTemplateInput!) { saveTaskTemplate(input: $i) { id version code doneBy event } }";

pub async fn grant(house: &House, login: &str, role: &str) {
    let accounts = "{ accounts(first: 100) { nodes { id login } } roles { id code } }";
    let found = house.data("admin", accounts, json!({})).await;
    let id = |list: &Value, key: &str, value: &str| {
        list.as_array().unwrap().iter().find(|it| it[key] == value).unwrap()["id"].clone()
    };
    let input = json!({ "account": id(&found["accounts"]["nodes"], "login", login), "role": id(&found["roles"], "code", role),
        "scope": "ALL", "units": [], "lines": [], "validFrom": "2026-11-01" });
    house.data("admin", "mutation($i: NewGrant!) { grantRole(input: $i) { id } }", json!({ "i": input })).await;
}

async fn the_same_event_twice_makes_one_task(house: &House) {
    grant(house, "hr", "DATA_ADMIN").await;
    let input = json!({ "code": "T-1", "isActive": true, "name": "Look at it", "kind": "EVENT_TRIGGERED", "what": "look", "days": 3,
        "doneBy": "CONCERNED", "event": "REFUND.LATE" });
    let template = house.data("hr", TEMPLATE, json!({ "i": input })).await["saveTaskTemplate"].clone();
    assert_eq!(template["event"], "REFUND.LATE");
    assert_eq!(code(&house.answer("north", TEMPLATE, json!({ "i": input })).await), "FORBIDDEN");
    let post = "mutation($i: EventInput!) { postEvent(input: $i) { id isNew tasks { id number } } }";
    let event = |kind: &str, key: &str| {
        json!({ "i": { "type": kind, "key": key, "unit": unit(4), "person": person(1), "at": "2026-11-19T01:00:00Z",
            "data": "{\"days\": 12}", "note": "the twelfth day" } })
    };
    let unknown = house.answer("hr", post, event("NO.SUCH", "1")).await;
    assert_eq!(rule(&unknown), "UNKNOWN_EVENT");
    assert_eq!(unknown.pointer("/errors/0/extensions/rule/known"), Some(&json!(["REFUND.LATE"])));
    assert_eq!(code(&house.answer("officer", post, event("REFUND.LATE", "1")).await), "FORBIDDEN");
    let first = house.data("hr", post, event("REFUND.LATE", "1")).await["postEvent"].clone();
    assert_eq!((&first["isNew"], first["tasks"].as_array().unwrap().len()), (&json!(true), 1));
    let again = house.data("hr", post, event("REFUND.LATE", "1")).await["postEvent"].clone();
    assert_eq!((&again["isNew"], &again["id"], &again["tasks"]), (&json!(false), &first["id"], &first["tasks"]));
    let tasks = "{ tasks(first: 100) { nodes { matter { id } roles { doer { name } } } } }";
    let of_officer = house.data("officer", tasks, json!({})).await["tasks"]["nodes"].clone();
    assert_eq!(of_officer.as_array().unwrap().len(), 1);
    assert_eq!(of_officer[0]["roles"]["doer"]["name"], "Wang");
    let other = house.data("hr", post, event("REFUND.LATE", "2")).await["postEvent"].clone();
    assert_eq!(other["isNew"], true);
    let mut long = event("REFUND.LATE", "long");
    long["i"]["note"] = json!("长".repeat(4_001));
    assert_eq!(rule(&house.answer("hr", post, long.clone()).await), "LENGTH");
    // Together with what the template says it is longer than a text is, and the event is taken all the same.
    long["i"]["note"] = json!("长".repeat(4_000));
    assert_eq!(house.data("hr", post, long).await["postEvent"]["isNew"], true);
    // A template that is out of use makes no more.
    let mut closed = input.clone();
    closed["isActive"] = json!(false);
    (closed["id"], closed["version"]) = (template["id"].clone(), template["version"].clone());
    house.data("hr", TEMPLATE, json!({ "i": closed })).await;
    assert_eq!(rule(&house.answer("hr", post, event("REFUND.LATE", "3")).await), "UNKNOWN_EVENT");
}

async fn whoever_may_only_post_events_is_answered_the_same_again(house: &House) {
    grant(house, "hr", "DATA_ADMIN").await;
    let input = json!({ "code": "T-1", "isActive": true, "name": "Look at it", "kind": "EVENT_TRIGGERED", "what": "look", "days": 3,
        "doneBy": "CONCERNED", "event": "REFUND.LATE" });
    house.data("hr", TEMPLATE, json!({ "i": input })).await;
    let save = r#"mutation { saveRole(input: { code: "POSTER", name: "报送", nameEn: "Poster",
        permissions: [{ resource: EVENT, actions: [WRITE] }] }) { id } }"#;
    house.data("admin", save, json!({})).await;
    grant(house, "admin", "POSTER").await;
    let post = "mutation($i: EventInput!) { postEvent(input: $i) { id isNew tasks { id number } } }";
    let event = json!({ "i": { "type": "REFUND.LATE", "key": "1", "unit": unit(4), "person": person(1), "at": "2026-11-19T01:00:00Z" } });
    let first = house.data("admin", post, event.clone()).await["postEvent"].clone();
    assert_eq!((&first["isNew"], first["tasks"].as_array().unwrap().len()), (&json!(true), 1));
    let again = house.data("admin", post, event.clone()).await["postEvent"].clone();
    assert_eq!((&again["isNew"], &again["id"], &again["tasks"]), (&json!(false), &first["id"], &first["tasks"]));
    // Nothing else is told: neither what became of the task nor what others posted.
    let task = seen(house, "admin", &first["tasks"][0]["id"]).await;
    assert_ne!(code(&task), "OK");
    let of_another = house.data("hr", post, event).await["postEvent"].clone();
    assert_eq!((&of_another["isNew"], of_another["id"] == first["id"]), (&json!(true), false));
}

pub fn watcher(house: &House, on: &str) -> Watcher {
    let moment: DateTime<Utc> = format!("{on}T02:00:00Z").parse().unwrap();
    Watcher::at(house.operator().store().clone(), moment, day(on))
}

/// An indicator to hang nodes on.
pub async fn indicator(house: &House) -> Value {
    let input = json!({ "code": "late", "about": { "name": "Late", "nameEn": "Late", "object": "ORG", "dimension": "QUALITY",
        "domain": "BUSINESS", "nature": "QUANT", "purpose": "To know", "keyRate": false },
        "content": { "standard": "", "formula": "", "caliber": "", "unitOfMeasure": "n", "direction": "HIGHER_BETTER",
        "collection": "MANUAL", "machineGenerated": false, "machineCollected": false, "machineScored": false, "cycle": "MONTH",
        "baseScore": "5", "methodParameters": "{\"method\":\"TARGET_RATIO\"}", "bands": [{ "band": "GOOD" }], "reaches": ["UNIT"], "postClasses": [] } });
    let create = "mutation($i: NewIndicator!) { createIndicator(input: $i) { id } }";
    house.data("north", create, json!({ "i": input })).await["createIndicator"]["id"].clone()
}

async fn a_node_makes_one_task_a_unit_and_day(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let indicator = indicator(house).await;
    let save = "mutation($i: IndicatorNodeInput!) { saveIndicatorNode(input: $i) { id version due daysOfYear } }";
    let input = json!({ "indicator": indicator, "isActive": true, "name": "Clear the list", "due": "WORK_DAY_OF_MONTH", "day": 3,
        "remind": 2, "levels": ["OFFICE"], "units": [], "what": "look at each" });
    let node = house.data("north", save, json!({ "i": input })).await["saveIndicatorNode"].clone();
    assert_eq!(node["daysOfYear"].as_array().unwrap().len(), 12);
    let mut wrong = input.clone();
    wrong["day"] = json!(0);
    assert_eq!(rule(&house.answer("north", save, json!({ "i": wrong })).await), "OUT_OF_RANGE");
    assert_eq!(code(&house.answer("officer", save, json!({ "i": input })).await), "FORBIDDEN");
    // Due on 3 December, a Thursday: the window opens two working days before.
    assert_eq!(watcher(house, "2026-11-30").nodes().await.unwrap(), 0);
    assert_eq!(watcher(house, "2026-12-01").nodes().await.unwrap(), 3);
    assert_eq!(watcher(house, "2026-12-01").nodes().await.unwrap(), 0);
    assert_eq!(watcher(house, "2026-12-03").nodes().await.unwrap(), 0);
    let list =
        "query($u: UnitId!) { checklist(unit: $u, period: \"2026Q4\") { dueOn overdue node { name indicator { name } }
        task { kind state unit { name } } } }";
    let items = house.data("north", list, json!({ "u": unit(4) })).await["checklist"].clone();
    let due: Vec<_> = items.as_array().unwrap().iter().map(|item| item["dueOn"].as_str().unwrap()).collect();
    assert_eq!(due, ["2026-10-05", "2026-11-04", "2026-12-03"]);
    assert_eq!(items[2]["task"], json!({ "kind": "TASK", "state": "PUSHED", "unit": { "name": "Unit NORTH-1" } }));
    assert_eq!((&items[0]["task"], &items[0]["overdue"]), (&Value::Null, &json!(false)));
    // Two of the three offices stand under this head; nobody is told twice.
    let told = "{ inbox(first: 100) { nodes { reason matter { kind } } } }";
    let told = house.data("north", told, json!({})).await["inbox"]["nodes"].clone();
    let soon = json!({ "reason": "DUE_SOON", "matter": { "kind": "TASK" } });
    assert_eq!(told, json!([soon, soon]));
}

async fn an_indicator_has_so_many_nodes_and_no_more(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let indicator = indicator(house).await;
    let save = "mutation($i: IndicatorNodeInput!) { saveIndicatorNode(input: $i) { id version } }";
    let mut input = json!({ "indicator": indicator, "isActive": true, "name": "Clear the list", "due": "WORK_DAY_OF_MONTH", "day": 3,
        "remind": 2, "levels": ["OFFICE"], "units": [], "what": "look at each" });
    let mut last = json!(null);
    for _ in 0..100 {
        last = house.data("north", save, json!({ "i": input })).await["saveIndicatorNode"].clone();
    }
    let more = house.answer("north", save, json!({ "i": input })).await;
    assert_eq!(more["errors"][0]["extensions"], json!({ "code": "LIMIT", "limit": "indicatorNodes" }));
    // Those that are there go on being written; a quarter lists them whole, and a year of them is more than a check-list holds.
    (input["id"], input["version"], input["name"]) = (last["id"].clone(), last["version"].clone(), json!("Clear it"));
    assert_eq!(code(&house.answer("north", save, json!({ "i": input })).await), "OK");
    let listed = "query($u: UnitId!, $p: Period!) { checklist(unit: $u, period: $p) { dueOn } }";
    let quarter = house.data("north", listed, json!({ "u": unit(4), "p": "2027Q1" })).await["checklist"].clone();
    assert_eq!(quarter.as_array().unwrap().len(), 300);
    let year = house.answer("north", listed, json!({ "u": unit(4), "p": "2027" })).await;
    assert_eq!(year["errors"][0]["extensions"], json!({ "code": "LIMIT", "limit": "checklist" }));
}

async fn an_inspection_leads_to_an_order(house: &House) {
    let input = json!({ "kind": "INSPECTION", "manner": "COVERT", "unit": unit(4), "title": "Halls" });
    let bare = give(house, "head", json!({ "kind": "INSPECTION", "unit": unit(4) })).await;
    assert_eq!(rule(&bare), "WORDS_MISSING");
    let given = give(house, "head", input).await["data"]["done"].clone();
    let accepted = done(house, "some", &given, "acceptTask").await;
    let found = done(house, "some", &accepted, &finding()).await;
    assert_eq!(found["state"], "IN_PROGRESS");
    let order = format!(r#"orderTaskFinding(item: 1, dueOn: "{DUE}")"#);
    let ordered = done(house, "head", &found, &order).await;
    let made = ordered["findings"][0]["order"].clone();
    assert!(made["number"].as_str().unwrap().starts_with("ZG-2026-"), "{made}");
    let query =
        "query($id: MatterId!) { rectification(id: $id) { origin problem links { before kind matter { kind id } } } }";
    let rectification = house.data("head", query, json!({ "id": made["id"] })).await["rectification"].clone();
    assert_eq!(rectification["origin"], "INSPECTION");
    assert_eq!(rectification["links"][0]["matter"], json!({ "kind": "TASK", "id": given["id"] }));
    assert_eq!(rule(&step(house, "head", &ordered, &order).await), "NO_SUCH_PART");
}

fn finding() -> String {
    let unit = unit(4);
    format!(
        r#"addTaskFinding(input: {{ place: "window 3", unit: "{unit}", what: "no number was called", severity: YELLOW }})"#
    )
}

async fn whoever_may_not_see_the_order_made_of_a_finding_is_not_told_its_number(house: &House) {
    let input = json!({ "kind": "INSPECTION", "manner": "COVERT", "doer": person(1), "title": "Halls" });
    let given = give(house, "head", input).await["data"]["done"].clone();
    let accepted = done(house, "officer", &given, "acceptTask").await;
    let found = done(house, "officer", &accepted, &finding()).await;
    assert_eq!(found["findings"][0]["isOrdered"], false);
    let ordered = done(house, "head", &found, &format!(r#"orderTaskFinding(item: 1, dueOn: "{DUE}")"#)).await;
    let number = ordered["findings"][0]["order"]["number"].as_str().unwrap();
    let query = "query($id: MatterId!) { task(id: $id) {
            findings { isOrdered order { id number } } timeLine { step words } links { matter { number } } }
        inbox(first: 100) { nodes { matter { number } event { step words } } } }";
    // The order goes to the unit: whoever inspected has no part in it.
    for (by, is_told) in [("head", true), ("some", true), ("officer", false)] {
        let answer = house.data(by, query, json!({ "id": given["id"] })).await;
        let finding = &answer["task"]["findings"][0];
        assert_eq!((&finding["isOrdered"], finding["order"].is_object()), (&json!(true), is_told), "{by}");
        assert_eq!(answer.to_string().contains(number), is_told, "{by}: {answer}");
        let said = json!({ "step": "ORDER_FINDING", "words": "window 3" });
        assert!(answer["task"]["timeLine"].as_array().unwrap().contains(&said), "{by}: {answer}");
    }
}

async fn a_clock_reminds_once_before_it_is_due(house: &House) {
    let given = give(house, "north", json!({ "doer": person(1), "dueOn": "2026-12-02" })).await["data"]["done"].clone();
    let accepted = done(house, "officer", &given, "acceptTask").await;
    house.wait(TimeDelta::days(1));
    assert_eq!(watcher(house, "2026-11-27").escalate().await.unwrap(), 0);
    assert_eq!(watcher(house, "2026-11-30").escalate().await.unwrap(), 1);
    assert_eq!(watcher(house, "2026-11-30").escalate().await.unwrap(), 0);
    assert_eq!(watcher(house, "2026-12-01").escalate().await.unwrap(), 0);
    let inbox = "{ inbox(first: 100, unread: true) { nodes { reason event { step words } } } }";
    let told = house.data("officer", inbox, json!({})).await["inbox"]["nodes"].clone();
    let soon: Vec<_> = told.as_array().unwrap().iter().filter(|it| it["reason"] == "DUE_SOON").collect();
    assert_eq!(soon, [&json!({ "reason": "DUE_SOON", "event": { "step": "REMIND", "words": "REPORT 2026-12-02" } })]);
    assert_eq!(accepted["state"], "ACCEPTED");
}

async fn a_list_of_tasks_takes_the_same_number_of_statements(house: &House) {
    let list = "{ tasks(first: 100) { totalCount nodes { kind reportBy roles { doer { name } } matter { title unit { name } } } } }";
    let mut counts = Vec::new();
    for _ in 0..2 {
        give(house, "north", json!({ "doer": person(1) })).await;
        give(house, "north", json!({ "unit": unit(4) })).await;
        counts.push(house.statements(house.data("north", list, json!({}))).await.1);
    }
    assert_eq!(counts[0], counts[1]);
}
