//! What is told as it happens, over a real socket: every way a conversation ends, who is told what, and that several servers are one.

mod wire;

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::rectification::{done, order, step};
use crate::support::{House, PASSWORD, code, person};
use wire::{Wire, refused};

on_both_databases! {
    every_way_to_go_wrong_has_its_code
    what_does_not_come_from_here_is_refused_before_the_upgrade
    subscriptions_alone_travel_here_and_not_too_many
    the_inbox_is_told_to_whose_it_is
    both_sides_of_an_order_see_each_others_steps
    what_is_out_of_sight_is_not_told
    whoever_may_no_longer_stay_is_shown_out
    an_account_has_only_so_many_connections
}

const INBOX: &str =
    "subscription { inboxChanged { unread came { reason read event { step name } matter { title } } } }";

fn matter(order: &Value) -> String {
    format!("subscription {{ matterChanged(id: {}) {{ id version state event {{ step name }} }} }}", order["id"])
}

async fn opened(house: &House) -> Value {
    order(house, "head", 2, json!({})).await["data"]["openRectification"].clone()
}

async fn every_way_to_go_wrong_has_its_code(house: &House) {
    let address = house.served().await;
    let token = house.token("north").await;
    let init = |token: &str| json!({ "type": "connection_init", "payload": { "authorization": token } }).to_string();
    let good = init(&format!("Bearer {token}"));
    let subscribe = json!({ "id": "1", "type": "subscribe", "payload": { "query": INBOX } }).to_string();
    let long = json!({ "type": "ping", "payload": { "x": "x".repeat(300_000) } }).to_string();
    for (said, expected) in [
        (vec![subscribe.clone()], 4401),
        (vec![r#"{"type":"connection_init"}"#.to_owned()], 4401),
        (vec![init(&token)], 4401),
        (vec![init("Bearer x.y.z")], 4403),
        (vec![], 4408),
        (vec![r#"{"type":"ping"}"#.to_owned()], 4408),
        (vec![good.clone(), good.clone()], 4429),
        (vec![good.clone(), subscribe.clone(), subscribe.clone()], 4409),
        (vec![r#"{"type":"zzz"}"#.to_owned()], 4400),
        (vec![good.clone(), "{".to_owned()], 4400),
        (vec![good.clone(), r#"{"type":"subscribe","id":"1"}"#.to_owned()], 4400),
        (vec![good.clone(), long], 1009),
    ] {
        let mut wire = Wire::connected(address).await;
        for message in &said {
            wire.say_text(message).await;
        }
        assert_eq!(wire.closed().await, expected, "{said:?}");
    }
    let mut wire = Wire::connected(address).await;
    wire.say_bytes(vec![0xff, 0xfe, 0]).await;
    assert_eq!(wire.closed().await, 4400);
}

async fn what_does_not_come_from_here_is_refused_before_the_upgrade(house: &House) {
    let address = house.served().await;
    let here = format!("http://{address}");
    for (origin, protocol, expected) in [
        (Some("https://evil.example"), Some("graphql-transport-ws"), 403),
        (Some("null"), Some("graphql-transport-ws"), 403),
        (Some(here.as_str()), Some("graphql-ws"), 400),
        (None, None, 400),
        (Some(here.as_str()), Some("graphql-transport-ws"), 101),
    ] {
        assert_eq!(refused(address, origin, protocol).await, expected, "{origin:?} {protocol:?}");
    }
    assert_eq!(house.get("/graphql/ws").await.status, 400);
}

async fn subscriptions_alone_travel_here_and_not_too_many(house: &House) {
    let address = house.served().await;
    let mut wire = Wire::of(house, address, "north").await;
    for query in ["{ unreadMessages }", "mutation { markRead }", "{nope}", "subscription { nope }", "subscription {"] {
        wire.subscribe("q", query).await;
        let refusal = wire.heard("error", "q").await;
        assert_eq!(refusal[0]["extensions"]["code"], "INVALID", "{query}");
    }
    let deep = format!("subscription {}{}", "{a".repeat(13), "}".repeat(13));
    wire.subscribe("q", &deep).await;
    assert_eq!(wire.heard("error", "q").await[0]["extensions"]["limit"], "depth");
    // The other way round a subscription is no query.
    assert_eq!(code(&house.answer("north", INBOX, json!({})).await), "INVALID");
    for number in 0..20 {
        wire.subscribe(&number.to_string(), INBOX).await;
        wire.heard("next", &number.to_string()).await;
    }
    wire.subscribe("20", INBOX).await;
    assert_eq!(wire.heard("error", "20").await[0]["extensions"]["limit"], "subscriptions");
    // One that is no longer wanted makes room, and its id is free.
    wire.say(json!({ "type": "complete", "id": "7" })).await;
    wire.subscribe("7", INBOX).await;
    assert_eq!(wire.heard("next", "7").await["data"]["inboxChanged"], json!({ "unread": 0, "came": [] }));
    wire.say(json!({ "type": "ping" })).await;
    wire.said("pong").await;
}

async fn the_inbox_is_told_to_whose_it_is(house: &House) {
    let address = house.served().await;
    let (mut north, mut again) = (Wire::of(house, address, "north").await, Wire::of(house, address, "north").await);
    let mut officer = Wire::of(house, address, "officer").await;
    for wire in [&mut north, &mut again, &mut officer] {
        wire.subscribe("1", INBOX).await;
        assert_eq!(wire.heard("next", "1").await["data"]["inboxChanged"], json!({ "unread": 0, "came": [] }));
    }
    let opened = opened(house).await;
    let told = json!({ "unread": 1, "came": [{ "reason": "STEP", "read": false, "event": { "step": "PUSH", "name": "head" },
        "matter": { "title": "Late penalties" } }] });
    for wire in [&mut north, &mut again] {
        assert_eq!(wire.heard("next", "1").await["data"]["inboxChanged"], told);
    }
    // Read in one place, it is read in the other.
    house.data("north", "mutation($m: MatterId) { markRead(matter: $m) }", json!({ "m": opened["id"] })).await;
    for wire in [&mut north, &mut again] {
        assert_eq!(wire.heard("next", "1").await["data"]["inboxChanged"], json!({ "unread": 0, "came": [] }));
    }
    // The officer hears of it when it comes to them, and what they hear first is that.
    let acknowledged = done(house, "north", &opened, "acknowledgeRectification").await;
    let plan = format!(
        r#"submitRectificationPlan(cause: "nobody looked", measures: [{{ what: "fine", owner: "{}", dueOn: "2026-12-01" }}])"#,
        person(1)
    );
    done(house, "north", &acknowledged, &plan).await;
    let told = officer.heard("next", "1").await["data"]["inboxChanged"].clone();
    assert_eq!((&told["unread"], &told["came"][0]["event"]["step"]), (&json!(1), &json!("SUBMIT_PLAN")));
}

async fn both_sides_of_an_order_see_each_others_steps(house: &House) {
    let address = house.served().await;
    let opened = opened(house).await;
    let (mut head, mut north) = (Wire::of(house, address, "head").await, Wire::of(house, address, "north").await);
    let version = opened["version"].as_i64().unwrap();
    for wire in [&mut head, &mut north] {
        wire.subscribe("1", &matter(&opened)).await;
        let told = wire.heard("next", "1").await["data"]["matterChanged"].clone();
        assert_eq!((&told["version"], &told["event"]["step"]), (&json!(version), &json!("PUSH")));
    }
    done(house, "north", &opened, r#"disputeRectification(grounds: "22 were warned")"#).await;
    let expected = json!({ "id": opened["id"], "version": version + 1, "state": "DISPUTED",
        "event": { "step": "DISPUTE", "name": "north" } });
    for wire in [&mut head, &mut north] {
        assert_eq!(wire.heard("next", "1").await["data"]["matterChanged"], expected);
    }
    // A step that was refused is none: what is told next is the one that was taken.
    step(house, "north", &opened, "acknowledgeRectification").await;
    let seen = json!({ "id": opened["id"], "version": version + 1 });
    done(house, "head", &seen, r#"commentRectification(words: "looking into it")"#).await;
    let told = north.heard("next", "1").await["data"]["matterChanged"].clone();
    assert_eq!((&told["version"], &told["event"]["step"]), (&json!(version + 2), &json!("COMMENT")));
}

async fn what_is_out_of_sight_is_not_told(house: &House) {
    // Nobody shows them out here: what they are told is asked of their rights alone.
    let address = house.served_unattended().await;
    let hearing = house.store.clone();
    tokio::spawn(async move { hearing.hear().await });
    let opened = opened(house).await;
    let nowhere = json!({ "id": "0000000000000" });
    let mut some = Wire::of(house, address, "some").await;
    for (id, of) in [("1", &opened), ("2", &nowhere)] {
        some.subscribe(id, &matter(of)).await;
        assert_eq!(some.heard("error", id).await[0]["extensions"]["code"], "NOT_FOUND");
    }
    // Who has signed out is told nothing but that it is over.
    let reply = house.sign_in("north", PASSWORD).await;
    let mut gone = Wire::with(address, reply.json()["accessToken"].as_str().unwrap()).await;
    gone.subscribe("1", &matter(&opened)).await;
    gone.heard("next", "1").await;
    house.post("/auth/sign-out", &[("cookie", &reply.cookie())], "").await;
    let opened = done(house, "head", &opened, r#"commentRectification(words: "after they went")"#).await;
    assert_eq!(gone.closed().await, 4403);
    let mut north = Wire::of(house, address, "north").await;
    north.subscribe("matter", &matter(&opened)).await;
    north.heard("next", "matter").await;
    north.subscribe("inbox", INBOX).await;
    assert_eq!(north.heard("next", "inbox").await["data"]["inboxChanged"]["unread"], 2);
    revoke(house, "north").await;
    // What they may not see any more ends without a word of it, and what they had been told of it is no longer in their inbox.
    done(house, "head", &opened, r#"commentRectification(words: "for those who may see it")"#).await;
    assert_eq!(north.heard("error", "matter").await[0]["extensions"]["code"], "NOT_FOUND");
    north.subscribe("again", INBOX).await;
    assert_eq!(north.heard("next", "again").await["data"]["inboxChanged"], json!({ "unread": 0, "came": [] }));
}

async fn revoke(house: &House, login: &str) {
    let query = "query($s: String) { accounts(first: 10, search: $s) { nodes { login grants { id } } } }";
    let found = house.data("admin", query, json!({ "s": login })).await["accounts"]["nodes"][0].clone();
    assert_eq!(found["login"], login);
    let revoke = "mutation($g: GrantId!) { revokeGrant(grant: $g) { id } }";
    house.data("admin", revoke, json!({ "g": found["grants"][0]["id"] })).await;
}

async fn whoever_may_no_longer_stay_is_shown_out(house: &House) {
    let address = house.served().await;
    let reply = house.sign_in("officer", PASSWORD).await;
    let mut officer = Wire::with(address, reply.json()["accessToken"].as_str().unwrap()).await;
    let (mut north, mut some) = (Wire::of(house, address, "north").await, Wire::of(house, address, "some").await);
    house.post("/auth/sign-out", &[("cookie", &reply.cookie())], "").await;
    assert_eq!(officer.closed().await, 4403);
    revoke(house, "north").await;
    assert_eq!(north.closed().await, 4403);
    // A role that says less is felt by whoever has it, and by nobody else.
    let roles = house.data("admin", "{ roles { id code version } }", json!({})).await;
    let role = roles["roles"].as_array().unwrap().iter().find(|role| role["code"] == "LIAISON").unwrap().clone();
    let save = r#"mutation($id: RoleId, $v: Int) { saveRole(input: { id: $id, version: $v, code: "LIAISON", name: "名", nameEn: "Name",
        permissions: [{ resource: ORGANISATION, actions: [READ] }] }) { id } }"#;
    let mut head = Wire::of(house, address, "head").await;
    house.data("admin", save, json!({ "id": role["id"], "v": role["version"] })).await;
    assert_eq!(some.closed().await, 4403);
    head.subscribe("1", INBOX).await;
    head.heard("next", "1").await;
    // A token ends by the clock of the server.
    house.wait(TimeDelta::minutes(15));
    assert_eq!(head.closed().await, 4403);
    let token = house.token("head").await;
    Wire::with(address, &token).await;
}

async fn an_account_has_only_so_many_connections(house: &House) {
    let address = house.served().await;
    let token = house.token("north").await;
    let mut wires = Vec::new();
    for _ in 0..20 {
        wires.push(Wire::with(address, &token).await);
    }
    let mut one_more = Wire::connected(address).await;
    one_more.introduce(&token).await;
    assert_eq!(one_more.closed().await, 1013);
    assert_eq!(house.live.guests(), 20);
    // Others have their own, and one that is closed makes room.
    Wire::of(house, address, "head").await;
    wires.pop().unwrap().hang_up().await;
    while house.live.guests() > 20 {
        tokio::task::yield_now().await;
    }
    Wire::with(address, &token).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_on_one_server_reaches_who_is_connected_to_another() {
    if !testkit::has_postgres() {
        eprintln!("not run: PostgreSQL is not installed");
        return;
    }
    let url = tokio::task::spawn_blocking(testkit::postgres_url_for_test).await.unwrap().unwrap();
    let here = House::seeded(&url).await;
    let there = House::over(&url, None).await;
    let opened = opened(&here).await;
    let mut north = Wire::of(&there, there.served().await, "north").await;
    north.subscribe("inbox", INBOX).await;
    assert_eq!(north.heard("next", "inbox").await["data"]["inboxChanged"]["unread"], 1);
    north.subscribe("matter", &matter(&opened)).await;
    north.heard("next", "matter").await;
    let commented = done(&here, "head", &opened, r#"commentRectification(words: "from here")"#).await;
    let (mut steps, mut unread) = (Value::Null, Value::Null);
    while steps.is_null() || unread.is_null() {
        let message = north.next().await;
        let data = &message["payload"]["data"];
        match message["id"].as_str() {
            Some("matter") => steps = data["matterChanged"]["event"]["step"].clone(),
            _ => unread = data["inboxChanged"]["unread"].clone(),
        }
    }
    assert_eq!((steps, unread), (json!("COMMENT"), json!(2)));
    // A server that lost its connection to the database hears again, and tells what was missed meanwhile.
    sever(&url).await;
    done(&here, "head", &commented, r#"commentRectification(words: "and again")"#).await;
    let version = commented["version"].as_i64().unwrap() + 1;
    while north.next().await["payload"]["data"]["matterChanged"]["version"] != version {}
}

/// Ends every connection to the database that listens.
async fn sever(url: &str) {
    let url = url.to_owned();
    let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query ILIKE 'LISTEN%'";
    tokio::task::spawn_blocking(move || testkit::execute(&url, cut)).await.unwrap().unwrap();
}
