//! Rectification through the API, in both directions: who may do what when, what the other side is told, and what is refused.

use calamine::Reader as _;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, code, person, unit};
use crate::tasks::{grant, indicator, watcher};

on_both_databases! {
    an_order_is_contested_planned_done_and_closed
    what_an_officer_finds_is_confirmed_by_the_head
    two_at_once_and_what_is_refused
    an_order_finds_its_unit
    what_is_only_written_is_not_for_the_other_side
    whoever_orders_from_above_their_own_unit_is_told_and_finds_it_on_the_desk
    whoever_it_is_about_answers_for_it_and_does_not_confirm_it
    those_a_late_clock_waits_for_are_told
    nobody_reads_anothers_numbers_through_what_they_take_up
    the_desk_shows_what_waits_and_what_is_late
}

const SEEN: &str = "id version state side allowedSteps parties { unit { name } giver { name } } measures { item state owner { name } } \
    clocks { all { side kind dueOn stoppedAt } responsible { kept of } giver { kept of } }";

/// The date is 20 November 2026, a Friday.
const DUE: &str = "2026-12-18";

pub async fn order(house: &House, by: &str, to: i64, more: Value) -> Value {
    let mut input = json!({ "direction": "TOP_DOWN", "origin": "LOSS", "unit": unit(to), "title": "Late penalties",
        "problem": "30 of 220 late filings without a penalty", "dueOn": DUE });
    for (name, value) in more.as_object().unwrap() {
        input[name] = value.clone();
    }
    let query = format!("mutation($input: RectificationInput!) {{ openRectification(input: $input) {{ {SEEN} }} }}");
    house.answer(by, &query, json!({ "input": input })).await
}

/// A step by somebody: `call` names the mutation and its own arguments.
pub async fn step(house: &House, by: &str, seen: &Value, call: &str) -> Value {
    let (name, arguments) = call.split_once('(').unwrap_or((call, ")"));
    let query = format!(
        "mutation($id: MatterId!, $version: Int!) {{ done: {name}(rectification: $id, version: $version {arguments} {{ {SEEN} }} }}"
    );
    house.answer(by, &query, json!({ "id": seen["id"], "version": seen["version"] })).await
}

/// The rectification after a step that succeeds.
pub async fn done(house: &House, by: &str, seen: &Value, call: &str) -> Value {
    let answer = step(house, by, seen, call).await;
    assert_eq!(answer.get("errors"), None, "{by} {call}");
    answer["data"]["done"].clone()
}

/// The rule that refused something, or the code where none did.
pub fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

/// A rectification with its time-line, as somebody sees it.
pub async fn seen(house: &House, by: &str, id: &Value) -> Value {
    let query =
        format!("query($id: MatterId!) {{ rectification(id: $id) {{ {SEEN} timeLine {{ step side words name }} }} }}");
    house.answer(by, &query, json!({ "id": id })).await
}

fn waiting(matter: &Value) -> Vec<String> {
    let clocks = matter["clocks"]["all"].as_array().unwrap().iter().filter(|clock| clock["stoppedAt"].is_null());
    clocks.map(|clock| format!("{} {}", clock["side"].as_str().unwrap(), clock["kind"].as_str().unwrap())).collect()
}

async fn an_order_is_contested_planned_done_and_closed(house: &House) {
    let opened = order(house, "head", 2, json!({})).await["data"]["openRectification"].clone();
    assert_eq!(opened["state"], "PUSHED");
    assert_eq!(opened["parties"], json!({ "unit": { "name": "Unit NORTH" }, "giver": { "name": "Unit CITY" } }));
    assert_eq!(seen(house, "north", &opened["id"]).await["data"]["rectification"]["side"], "RESPONSIBLE");
    // Whoever has no part in it cannot tell it from one that does not exist.
    for stranger in ["officer", "some", "hr"] {
        assert_ne!(code(&seen(house, stranger, &opened["id"]).await), "OK", "{stranger}");
    }
    let disputed = done(house, "north", &opened, r#"disputeRectification(grounds: "22 were warned first")"#).await;
    assert_eq!(waiting(&disputed), ["GIVER DECIDE_DISPUTE"]);
    let decide =
        r#"decideRectificationDispute(outcome: PARTLY_UPHELD, reasons: "22 count as warned", problem: "8 of 220")"#;
    let decided = done(house, "head", &disputed, decide).await;
    assert_eq!(decided["state"], "ACKNOWLEDGED");
    let plan = format!(
        r#"submitRectificationPlan(cause: "nobody looked", measures: [{{ what: "fine the 8", owner: "{}", dueOn: "2026-12-01" }}])"#,
        person(1)
    );
    let planned = done(house, "north", &decided, &plan).await;
    let approved = done(house, "head", &planned, r#"approveRectificationPlan(words: "look at October as well")"#).await;
    // A person with a measure sees the whole, and does that measure.
    let of_officer = seen(house, "officer", &opened["id"]).await["data"]["rectification"].clone();
    assert_eq!(of_officer["allowedSteps"], json!(["DO_MEASURE", "COMMENT"]));
    let measured =
        done(house, "officer", &approved, r#"endRectificationMeasure(item: 1, state: DONE, result: "fined")"#).await;
    let by_part = step(house, "officer", &measured, r#"reportRectification(input: { result: "all fined" })"#).await;
    assert_eq!(rule(&by_part), "NOT_YOUR_PART");
    house.wait(TimeDelta::days(7));
    let reported = done(house, "north", &measured, r#"reportRectification(input: { result: "all fined" })"#).await;
    let verified = done(house, "head", &reported, r#"verifyRectification(reason: "seen on the spot")"#).await;
    let closed = done(house, "head", &verified, "closeRectification").await;
    assert_eq!((closed["state"].as_str(), waiting(&closed).len()), (Some("CLOSED"), 0));
    assert_eq!(closed["clocks"]["responsible"], json!({ "kept": 4, "of": 4 }));
    assert_eq!(closed["clocks"]["giver"], json!({ "kept": 4, "of": 4 }));
    // Summed up by unit for whoever sees the matter, and for nobody else.
    let units = r#"{ unitPunctuality(kind: RECTIFICATION, from: "2026", to: "2026") {
        unit { name } responsible { kept of } giver { kept of } } }"#;
    let (four, none) = (json!({ "kept": 4, "of": 4 }), json!({ "kept": 0, "of": 0 }));
    let both = json!([
        { "unit": { "name": "Unit NORTH" }, "responsible": four, "giver": none },
        { "unit": { "name": "Unit CITY" }, "responsible": none, "giver": four },
    ]);
    assert_eq!(house.data("north", units, json!({})).await["unitPunctuality"], both);
    assert_eq!(house.data("some", units, json!({})).await["unitPunctuality"], json!([]));
    let backwards = r#"{ unitPunctuality(kind: RECTIFICATION, from: "2026", to: "2025") { unit { name } } }"#;
    assert_eq!(code(&house.answer("north", backwards, json!({})).await), "INVALID");
    let line = seen(house, "head", &opened["id"]).await["data"]["rectification"]["timeLine"].clone();
    let steps: Vec<_> = line.as_array().unwrap().iter().map(|event| event["step"].as_str().unwrap()).collect();
    assert_eq!(
        steps,
        ["PUSH", "DISPUTE", "PARTLY_UPHOLD", "SUBMIT_PLAN", "APPROVE_PLAN", "DO_MEASURE", "REPORT", "VERIFY", "CLOSE"]
    );
    // Both sides were told what the other did, and nobody of what they did themself.
    let inbox = "{ inbox(first: 100) { nodes { read event { step } matter { number } } } }";
    let told = |answer: &Value| -> Vec<String> {
        let nodes = answer["inbox"]["nodes"].as_array().unwrap().iter();
        nodes.map(|message| message["event"]["step"].as_str().unwrap().to_owned()).collect()
    };
    let head = told(&house.data("head", inbox, json!({})).await);
    assert_eq!(head, ["REPORT", "DO_MEASURE", "SUBMIT_PLAN", "DISPUTE"]);
    let north = told(&house.data("north", inbox, json!({})).await);
    assert_eq!(north, ["CLOSE", "VERIFY", "APPROVE_PLAN", "PARTLY_UPHOLD", "PUSH"]);
    let read = "mutation($m: MatterId) { markRead(matter: $m) }";
    assert_eq!(house.data("head", read, json!({ "m": opened["id"] })).await["markRead"], 0);
    // The ledger has it for whoever may take it out.
    let bearer = format!("Bearer {}", house.token("north").await);
    let ledger = house.fetch("/files/matters/ledger.csv", &[("authorization", &bearer)]).await;
    assert!(
        ledger.text.contains("Late penalties") && ledger.text.contains("人工：seen on the spot"),
        "{}",
        ledger.text
    );
    let (_, book) = house.fetched("/files/matters/ledger.xlsx", &[("authorization", &bearer)]).await;
    let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(book)).unwrap();
    assert_eq!(book.sheet_names(), ["整改台账", "时间线", "异议和申请", "附件"]);
    let mut sheet = |name: &str| -> Vec<Vec<String>> {
        let range = book.worksheet_range(name).unwrap();
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    let disputes = sheet("异议和申请");
    assert_eq!(disputes[1][2..], ["异议", "22 were warned first", "部分采纳", "22 count as warned"]);
    let lines = sheet("时间线");
    assert!(lines.iter().all(|line| line[0] == lines[0][0] || line[0] == disputes[1][0]), "{lines:?}");
    assert!(lines.iter().any(|line| line[4] == "提出异议" && line[6] == "22 were warned first"), "{lines:?}");
    assert_eq!(sheet("附件")[0][1], "文件名");
    let bearer = format!("Bearer {}", house.token("officer").await);
    let refused = house.fetch("/files/matters/ledger.csv", &[("authorization", &bearer)]).await;
    assert_eq!(refused.code(), "FORBIDDEN");
}

async fn what_an_officer_finds_is_confirmed_by_the_head(house: &House) {
    let own = json!({ "direction": "BOTTOM_UP", "origin": "SELF", "person": person(1), "riskPoint": "cash desk" });
    let opened = order(house, "officer", 4, own.clone()).await["data"]["openRectification"].clone();
    assert_eq!((opened["state"].as_str(), opened["side"].as_str()), (Some("SELF_FOUND"), Some("RESPONSIBLE")));
    let plan =
        r#"submitRectificationPlan(cause: "no second look", measures: [{ what: "count twice", dueOn: "2026-12-01" }])"#;
    let planned = done(house, "officer", &opened, plan).await;
    let measured =
        done(house, "officer", &planned, r#"endRectificationMeasure(item: 1, state: DONE, result: "counted")"#).await;
    let report = r#"reportRectification(input: { result: "no difference since", pattern: "differences come after holidays", managementChange: "two count" })"#;
    let reported = done(house, "officer", &measured, report).await;
    // What should be managed differently is answered by somebody else, by a day of its own.
    assert!(waiting(&reported).contains(&"GIVER ANSWER_REQUEST".to_owned()), "{reported}");
    let answer = r#"answerRectificationRequest(item: 1, granted: true, words: "from May on")"#;
    assert_eq!(rule(&step(house, "officer", &reported, answer).await), "NOT_YOUR_SIDE");
    let reported = done(house, "north", &reported, answer).await;
    let requests = "query($id: MatterId!) { rectification(id: $id) { requests { kind words granted answer } } }";
    let asked =
        house.data("officer", requests, json!({ "id": reported["id"] })).await["rectification"]["requests"].clone();
    let answered =
        json!({ "kind": "MANAGEMENT_CHANGE", "words": "two count", "granted": true, "answer": "from May on" });
    assert_eq!(asked, json!([answered]));
    // Nobody confirms what they began themself.
    assert_eq!(rule(&step(house, "officer", &reported, "confirmRectification").await), "NOT_YOUR_SIDE");
    let confirmed = done(house, "north", &reported, r#"confirmRectification(words: "well seen")"#).await;
    // What was learnt is read by everybody who reads the handbook, from the moment it is shared.
    let patterns = "{ sharedPatterns(first: 10) { nodes { pattern unitName riskPoint } } }";
    assert_eq!(house.data("some", patterns, json!({})).await["sharedPatterns"]["nodes"], json!([]));
    let shared = done(house, "north", &confirmed, "shareRectificationPattern").await;
    let learnt =
        json!([{ "pattern": "differences come after holidays", "unitName": "Unit NORTH-1", "riskPoint": "cash desk" }]);
    assert_eq!(house.data("some", patterns, json!({})).await["sharedPatterns"]["nodes"], learnt);
    // Whoever says more of it later does not share it anew.
    let when = "{ sharedPatterns(first: 10) { nodes { sharedAt } } }";
    let before = house.data("some", when, json!({})).await;
    house.wait(TimeDelta::days(1));
    let shared = done(house, "north", &shared, r#"commentRectification(words: "thank you")"#).await;
    assert_eq!(house.data("some", when, json!({})).await, before);
    let closed = done(house, "north", &shared, "closeRectification").await;
    assert_eq!(closed["state"], "CLOSED");
    // What comes from above later, on the same risk point, says that it was found below before.
    let query = "query($id: MatterId!) { rectification(id: $id) { foundFirst links { before kind matter { id } } } }";
    let later =
        order(house, "north", 4, json!({ "riskPoint": "cash desk" })).await["data"]["openRectification"].clone();
    let later = house.data("north", query, json!({ "id": later["id"] })).await["rectification"].clone();
    let before = json!([{ "before": true, "kind": "FOUND_BEFORE", "matter": { "id": opened["id"] } }]);
    assert_eq!((&later["foundFirst"], &later["links"]), (&json!(false), &before));
    let first = house.data("officer", query, json!({ "id": opened["id"] })).await["rectification"].clone();
    assert_eq!(first["foundFirst"], true);
    // Who begins after it was ordered did not find it first.
    let again = order(house, "officer", 4, own).await["data"]["openRectification"].clone();
    let again = house.data("officer", query, json!({ "id": again["id"] })).await["rectification"].clone();
    assert_eq!(again["foundFirst"], false);
}

async fn two_at_once_and_what_is_refused(house: &House) {
    let opened = order(house, "head", 2, json!({})).await["data"]["openRectification"].clone();
    let noted = done(house, "north", &opened, "acknowledgeRectification").await;
    let late = step(house, "north", &opened, r#"disputeRectification(grounds: "no")"#).await;
    assert_eq!(code(&late), "STALE");
    let still = seen(house, "north", &opened["id"]).await["data"]["rectification"].clone();
    assert_eq!((&still["version"], &still["state"]), (&noted["version"], &json!("ACKNOWLEDGED")));
    // Outside the scope: a unit that is not visible, one that is visible but not to be ordered, the past.
    assert_eq!(code(&order(house, "north", 3, json!({})).await), "NOT_FOUND");
    assert_eq!(code(&order(house, "some", 4, json!({})).await), "FORBIDDEN");
    assert_eq!(code(&order(house, "officer", 4, json!({})).await), "FORBIDDEN");
    assert_eq!(rule(&order(house, "head", 2, json!({ "dueOn": "2026-11-19" })).await), "DAY_BEFORE_TODAY");
    assert_eq!(rule(&order(house, "head", 2, json!({ "problem": " " })).await), "WORDS_MISSING");
    let long = json!({ "title": "长".repeat(201) });
    let said = order(house, "head", 2, long).await["errors"][0]["extensions"]["rule"].clone();
    assert_eq!(said, json!({ "rule": "LENGTH", "field": "title", "least": 1, "most": 200, "length": 201 }));
    let effect = json!({ "goalSide": "AT_LEAST", "goal": "95", "periods": 1, "watched": 1 });
    assert_eq!(code(&order(house, "head", 2, json!({ "effect": effect })).await), "INVALID");
    // Each side its own steps, and nobody else any.
    assert_eq!(
        rule(&step(house, "head", &noted, r#"submitRectificationPlan(cause: "x", measures: [])"#).await),
        "NOT_YOUR_SIDE"
    );
    assert_eq!(rule(&step(house, "north", &noted, "closeRectification").await), "NOT_YOUR_SIDE");
    assert_eq!(code(&step(house, "auditor", &noted, r#"commentRectification(words: "x")"#).await), "FORBIDDEN");
    assert_eq!(
        rule(&step(house, "north", &noted, r#"submitRectificationPlan(cause: "x", measures: [])"#).await),
        "WORDS_MISSING"
    );
    // Nothing of that was kept: there is one order, as it was.
    let listed = house.data("head", "{ matters(first: 100) { totalCount } }", json!({})).await;
    assert_eq!(listed["matters"]["totalCount"], 1);
    assert_eq!(seen(house, "north", &opened["id"]).await["data"]["rectification"], still);
}

async fn an_order_finds_its_unit(house: &House) {
    let opened = order(house, "head", 2, json!({})).await["data"]["openRectification"].clone();
    let ask =
        format!(r#"requestForRectification(input: {{ kind: TRANSFER, words: "it is theirs", to: "{}" }})"#, unit(3));
    // Whom one cannot see one cannot point at.
    assert_eq!(code(&step(house, "north", &opened, &ask).await), "NOT_FOUND");
    // It can be said in words; whoever decides names the unit.
    let ask = r#"requestForRectification(input: { kind: TRANSFER, words: "it is the hall's" })"#;
    let asked = done(house, "north", &order(house, "head", 2, json!({})).await["data"]["openRectification"], ask).await;
    let grant = |to: &str| format!(r#"answerRectificationRequest(item: 1, granted: true, words: "yes" {to})"#);
    assert_eq!(rule(&step(house, "head", &asked, &grant("")).await), "WORDS_MISSING");
    let same = format!(r#"to: "{}""#, unit(2));
    assert_eq!(rule(&step(house, "head", &asked, &grant(&same)).await), "SAME_UNIT");
    let hall = format!(r#"to: "{}""#, unit(3));
    let sent = done(house, "head", &asked, &grant(&hall)).await;
    assert_eq!((&sent["state"], &sent["parties"]["unit"]["name"]), (&json!("PUSHED"), &json!("Unit SOUTH")));
    assert_eq!(code(&seen(house, "north", &sent["id"]).await), "NOT_FOUND");

    // More time is later than the day it is due already.
    let less = format!(r#"requestForRectification(input: {{ kind: TIME, words: "two are ill", until: "{DUE}" }})"#);
    let said = step(house, "north", &opened, &less).await["errors"][0]["extensions"]["rule"].clone();
    assert_eq!(said, json!({ "rule": "DAY_NOT_LATER", "field": "until", "given": DUE, "due": DUE }));
    let ask = r#"requestForRectification(input: { kind: TIME, words: "two are ill", until: "2026-12-31" })"#;
    let asked = done(house, "north", &opened, ask).await;
    let granted =
        done(house, "head", &asked, r#"answerRectificationRequest(item: 1, granted: true, words: "agreed")"#).await;
    assert_eq!(waiting(&granted), ["RESPONSIBLE ACKNOWLEDGE"]);
    let returned = done(house, "north", &granted, r#"returnRectification(reason: "it is the south's")"#).await;
    let send = format!(r#"readdressRectification(to: "{}", words: "so it is")"#, unit(3));
    let sent = done(house, "head", &returned, &send).await;
    assert_eq!((&sent["state"], &sent["parties"]["unit"]["name"]), (&json!("PUSHED"), &json!("Unit SOUTH")));
    // It is no longer the north's.
    assert_eq!(code(&seen(house, "north", &opened["id"]).await), "NOT_FOUND");
}

async fn what_is_only_written_is_not_for_the_other_side(house: &House) {
    let written = order(house, "head", 2, json!({ "draft": true })).await["data"]["openRectification"].clone();
    assert_eq!(written["state"], "FOUND");
    let inbox = "{ inbox(first: 100) { nodes { matter { id } } } }";
    let told = async || {
        let inbox = house.data("north", inbox, json!({})).await;
        inbox["inbox"]["nodes"].as_array().unwrap().iter().any(|message| message["matter"]["id"] == written["id"])
    };
    assert_eq!(code(&seen(house, "north", &written["id"]).await), "NOT_FOUND");
    assert!(!told().await);
    let sent = done(house, "head", &written, "pushRectification").await;
    assert_eq!(code(&seen(house, "north", &sent["id"]).await), "OK");
    assert!(told().await);
    // Taken back before it was sent, it never was theirs.
    let written = order(house, "head", 2, json!({ "draft": true })).await["data"]["openRectification"].clone();
    let withdrawn = done(house, "head", &written, r#"withdrawRectification(reason: "it was nothing")"#).await;
    assert_eq!(withdrawn["state"], "WITHDRAWN");
    assert_eq!(code(&seen(house, "north", &withdrawn["id"]).await), "NOT_FOUND");
}

async fn told(house: &House, by: &str, reason: &str) -> Vec<Value> {
    let inbox = "{ inbox(first: 100) { nodes { reason matter { id } event { step } } } }";
    let told = house.data(by, inbox, json!({})).await["inbox"]["nodes"].clone();
    told.as_array().unwrap().iter().filter(|message| message["reason"] == reason).cloned().collect()
}

async fn whoever_orders_from_above_their_own_unit_is_told_and_finds_it_on_the_desk(house: &House) {
    grant(house, "officer", "PERF_OFFICE").await;
    let opened = order(house, "officer", 3, json!({})).await["data"]["openRectification"].clone();
    assert_eq!(opened["parties"]["giver"]["name"], "Unit NORTH-1");
    done(house, "some", &opened, r#"disputeRectification(grounds: "two were warned")"#).await;
    let desk = "{ desk(first: 10) { items { side kind matter { id } } } }";
    let waits = json!([{ "side": "GIVER", "kind": "DECIDE_DISPUTE", "matter": { "id": opened["id"] } }]);
    assert_eq!(house.data("officer", desk, json!({})).await["desk"]["items"], waits);
    let disputed = |message: &Value| message["event"]["step"] == "DISPUTE" && message["matter"]["id"] == opened["id"];
    assert!(told(house, "officer", "STEP").await.iter().any(disputed));
}

async fn whoever_it_is_about_answers_for_it_and_does_not_confirm_it(house: &House) {
    grant(house, "officer", "BRANCH_DIRECTOR").await;
    let own = json!({ "direction": "BOTTOM_UP", "origin": "SELF", "person": person(1) });
    let opened = order(house, "officer", 4, own).await["data"]["openRectification"].clone();
    assert_eq!(opened["side"], "RESPONSIBLE");
    let plan = r#"submitRectificationPlan(cause: "x", measures: [{ what: "count twice", dueOn: "2026-12-01" }])"#;
    let planned = done(house, "officer", &opened, plan).await;
    let measured =
        done(house, "officer", &planned, r#"endRectificationMeasure(item: 1, state: DONE, result: "x")"#).await;
    let reported = done(house, "officer", &measured, r#"reportRectification(input: { result: "x" })"#).await;
    assert_eq!(rule(&step(house, "officer", &reported, "confirmRectification").await), "NOT_YOUR_SIDE");
    assert_eq!(done(house, "north", &reported, "confirmRectification").await["state"], "HEAD_CONFIRMED");
}

async fn nobody_reads_anothers_numbers_through_what_they_take_up(house: &House) {
    house.dictionary().await;
    grant(house, "north", "PERF_OFFICE").await;
    let indicator = indicator(house).await;
    let own = |subject: String| {
        json!({ "direction": "BOTTOM_UP", "origin": "SELF", "person": person(1),
            "about": { "indicator": indicator, "subject": subject, "period": "2026-10" } })
    };
    assert_eq!(code(&order(house, "officer", 4, own(format!("person-{}", person(2)))).await), "NOT_FOUND");
    assert_eq!(code(&order(house, "officer", 4, own(format!("unit-{}", unit(3)))).await), "NOT_FOUND");
    assert_eq!(code(&order(house, "officer", 4, own(format!("person-{}", person(1)))).await), "OK");
    // Whoever may see it may still not hold one unit to the number of another.
    let about =
        json!({ "about": { "indicator": indicator, "subject": format!("unit-{}", unit(3)), "period": "2026-10" } });
    assert_eq!(code(&order(house, "head", 2, about).await), "INVALID");
}

async fn those_a_late_clock_waits_for_are_told(house: &House) {
    let opened = order(house, "head", 2, json!({})).await["data"]["openRectification"].clone();
    let noted = done(house, "north", &opened, "acknowledgeRectification").await;
    let plan = format!(
        r#"submitRectificationPlan(cause: "x", measures: [{{ what: "count", owner: "{}", dueOn: "2026-11-24" }}])"#,
        person(1)
    );
    let planned = done(house, "north", &noted, &plan).await;
    done(house, "head", &planned, "approveRectificationPlan").await;
    assert_eq!(told(house, "officer", "OVERDUE").await, Vec::<Value>::new());
    watcher(house, "2026-11-26").escalate().await.unwrap();
    assert_eq!(told(house, "officer", "OVERDUE").await.len(), 1);
}

async fn the_desk_shows_what_waits_and_what_is_late(house: &House) {
    let desk = "{ desk(first: 100) { items { kind side overdue matter { title unit { name } giver { name } period } } unread more } }";
    let before = house.data("north", desk, json!({})).await;
    assert_eq!(before["desk"]["items"], json!([]));
    for _ in 0..12 {
        order(house, "head", 2, json!({})).await;
    }
    let full = house.data("north", desk, json!({})).await;
    assert_eq!((full["desk"]["items"].as_array().unwrap().len(), &full["desk"]["unread"]), (12, &json!(12)));
    house.wait(TimeDelta::days(30));
    let late = house.data("north", desk, json!({})).await;
    assert_eq!(late["desk"]["items"][0]["overdue"], true);
}
