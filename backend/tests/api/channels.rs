//! Channels beside the page, against servers that stand on this machine: what arrives, what is tried again under the same key, what never
//! leaves, and whose messages they are.

mod outside;
mod places;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use backend::app::access;
use backend::app::channel::Courier;
use backend::carrier::Carrier;
use backend::config::{Config, Layer, MailTls};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::channel::places::Places;
use shared::id::Id;

use crate::on_both_databases;
use crate::support::{House, code, outgoing, unit};
use outside::{Hook, Manner, PostOffice, Seen, is_signed};

on_both_databases! {
    a_message_arrives_once_by_every_way
    what_fails_is_tried_again_under_the_same_key_until_it_is_given_up
    a_mail_server_that_is_down_or_breaks_off_gets_the_same_message_again
    a_receiver_that_hangs_is_left
    nothing_is_sent_inside_and_no_redirect_is_followed
    quiet_hours_hold_back_what_is_not_red
    a_digest_gathers_several_into_one
    nothing_is_said_of_what_its_reader_may_not_see_any_more
    two_servers_never_send_the_same_message
    a_message_whose_server_was_killed_goes_out_again_under_the_same_key
    a_channel_is_its_owners_alone_and_keeps_its_secret
}

const SECRET: &str = "a secret of the test";

fn courier(house: &House, config: &Config) -> Courier {
    let carrier = Carrier::try_new(config).unwrap().patient_for(Duration::from_millis(1_500));
    Courier::new(house.store.clone(), Arc::clone(&house.gate.clock), carrier)
}

fn with_mail(port: u16) -> Config {
    let open = Some(true);
    Layer {
        mail_host: Some("127.0.0.1".to_owned()),
        mail_port: Some(port),
        mail_tls: Some(MailTls::None),
        mail_from: Some("Baton <baton@tax.example>".to_owned()),
        origin: Some("https://baton.example".to_owned()),
        webhook_allow_private: open,
        webhook_allow_http: open,
        ..Layer::default()
    }
    .complete()
}

/// Sends until nothing is due.
async fn everything(courier: &Courier) {
    while courier.work().await.unwrap() > 0 {}
}

async fn channel(house: &House, of: &str, kind: &str, address: &str, secret: Option<&str>) -> Value {
    let input = json!({ "kind": kind, "name": "mine", "address": address, "secret": secret, "least": "BLUE",
        "reasons": ["STEP", "OVERDUE", "DUE_SOON"], "isOn": true });
    let save = "mutation($i: ChannelInput!) { saveChannel(input: $i) { id version address hasSecret } }";
    house.data(of, save, json!({ "i": input })).await["saveChannel"].clone()
}

async fn settings(house: &House, of: &str, input: Value) -> Value {
    let save = "mutation($i: NotificationSettingsInput!) { saveNotificationSettings(input: $i) { held version } }";
    house.data(of, save, json!({ "i": input })).await["saveNotificationSettings"].clone()
}

/// The head of the city warns the northern district, whose director is told; a second later than the one before.
async fn warn(house: &House, severity: &str, title: &str) {
    house.wait(TimeDelta::seconds(1));
    let issue = "mutation($i: WarningInput!) { issueWarning(input: $i) { id } }";
    let input = json!({ "unit": unit(2), "severity": severity, "title": title, "advice": "look" });
    house.data("head", issue, json!({ "i": input })).await;
}

async fn log(house: &House, of: &str) -> Vec<Value> {
    let query = "{ deliveries(first: 100) { nodes { id state tries answer detail messages allowedSteps version } } }";
    house.data(of, query, json!({})).await["deliveries"]["nodes"].as_array().unwrap().clone()
}

async fn only(house: &House) -> Value {
    let log = log(house, "north").await;
    assert_eq!(log.len(), 1, "{log:?}");
    log[0].clone()
}

async fn a_message_arrives_once_by_every_way(house: &House) {
    let (hook, post) = (Hook::open().await, PostOffice::open().await);
    channel(house, "north", "WEBHOOK", &hook.url("/all"), Some(SECRET)).await;
    channel(house, "north", "EMAIL", "north@tax.example", None).await;
    channel(house, "north", "DINGTALK", &hook.url("/robot/send?access_token=x"), Some("SEC")).await;
    warn(house, "ORANGE", "申报率低于目标").await;
    let courier = courier(house, &with_mail(post.port));
    everything(&courier).await;
    everything(&courier).await;

    let log = log(house, "north").await;
    assert!(log.iter().all(|sent| sent["state"] == "SENT" && sent["tries"] == 1), "{log:?}");
    let (mails, calls) = (post.seen(), hook.seen());
    assert_eq!((log.len(), mails.len(), calls.len()), (3, 1, 2));
    let mail = &mails[0];
    assert!(mail.contains("To: north@tax.example") && mail.contains("@tax.example>"), "{mail}");
    let call = calls.iter().find(|call| call.path == "/all").unwrap();
    assert!(is_signed(call, SECRET) && !is_signed(call, "another secret"));
    let said: Value = serde_json::from_str(&call.body).unwrap();
    assert_eq!(
        (&said["items"][0]["title"], &said["items"][0]["severity"]),
        (&json!("申报率低于目标"), &json!("ORANGE"))
    );
    assert!(said["items"][0]["link"].as_str().unwrap().starts_with("https://baton.example/warnings/"), "{said}");
    assert!(log.iter().any(|sent| sent["id"] == said["id"] && sent["id"] == call.headers["idempotency-key"]));
    let robot = calls.iter().find(|call| call.path.starts_with("/robot/send?access_token=x&timestamp=")).unwrap();
    assert!(robot.path.contains("&sign=") && robot.body.contains("markdown"), "{robot:?}");
}

async fn what_fails_is_tried_again_under_the_same_key_until_it_is_given_up(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    warn(house, "ORANGE", "x").await;
    hook.always(Manner::Status(500));
    let courier = courier(house, &outgoing());
    for (tries, pause) in [(1, 1), (2, 5), (3, 30), (4, 120), (5, 720)] {
        everything(&courier).await;
        let waiting = only(house).await;
        assert_eq!(
            (&waiting["state"], &waiting["tries"], &waiting["detail"]),
            (&json!("WAITING"), &json!(tries), &json!("HTTP 500"))
        );
        house.wait(TimeDelta::minutes(pause) - TimeDelta::seconds(1));
        everything(&courier).await;
        assert_eq!(hook.seen().len(), tries, "not before its time");
        house.wait(TimeDelta::seconds(1));
    }
    everything(&courier).await;
    let failed = only(house).await;
    assert_eq!(
        (&failed["state"], &failed["tries"], &failed["answer"]),
        (&json!("FAILED"), &json!(6), &json!("REJECTED"))
    );
    assert_eq!(failed["allowedSteps"], json!(["RETRY"]));

    hook.always(Manner::Status(204));
    let retry = "mutation($d: DeliveryId!, $v: Int!) { retryDelivery(delivery: $d, version: $v) { state tries } }";
    let variables = json!({ "d": failed["id"], "v": failed["version"] });
    let by_another = house.answer("head", retry, variables.clone()).await;
    assert_eq!(code(&by_another), "NOT_FOUND");
    let again = house.data("north", retry, variables.clone()).await["retryDelivery"].clone();
    assert_eq!(again, json!({ "state": "WAITING", "tries": 0 }));
    assert_eq!(code(&house.answer("north", retry, variables).await), "STALE");
    everything(&courier).await;
    let sent = only(house).await;
    assert_eq!(sent["state"], "SENT");
    let seen = json!({ "d": sent["id"], "v": sent["version"] });
    assert_eq!(code(&house.answer("north", retry, seen).await), "REFUSED");
    let keys: Vec<String> = hook.seen().iter().map(|call| call.headers["idempotency-key"].clone()).collect();
    assert_eq!((keys.len(), keys.iter().all(|key| *key == keys[0])), (7, true), "{keys:?}");
}

async fn a_mail_server_that_is_down_or_breaks_off_gets_the_same_message_again(house: &House) {
    channel(house, "north", "EMAIL", "north@tax.example", None).await;
    warn(house, "ORANGE", "x").await;
    everything(&courier(house, &with_mail(outside::closed_port().await))).await;
    let waiting = only(house).await;
    assert_eq!((&waiting["state"], &waiting["answer"]), (&json!("WAITING"), &json!("UNREACHABLE")), "{waiting}");

    let post = PostOffice::open().await;
    let courier = courier(house, &with_mail(post.port));
    post.break_off_once();
    house.wait(TimeDelta::minutes(1));
    everything(&courier).await;
    assert_eq!(only(house).await["state"], "WAITING");
    house.wait(TimeDelta::minutes(5));
    everything(&courier).await;
    assert_eq!(only(house).await["state"], "SENT");
    let ids: Vec<String> = post.seen().iter().map(|mail| outside::header(mail, "Message-ID")).collect();
    assert_eq!((ids.len(), ids[0] == ids[1]), (2, true), "{ids:?}");

    let none = "mutation($c: ChannelId!) { testChannel(channel: $c) { state answer } }";
    let mine = house.data("north", "{ channels { id } notificationSettings { mailIsSetUp } }", json!({})).await;
    assert_eq!(mine["notificationSettings"]["mailIsSetUp"], false);
    let tried = house.data("north", none, json!({ "c": mine["channels"][0]["id"] })).await["testChannel"].clone();
    assert_eq!(tried, json!({ "state": "FAILED", "answer": "NOT_CONFIGURED" }));
}

async fn a_receiver_that_hangs_is_left(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    warn(house, "ORANGE", "x").await;
    hook.next(Manner::Hangs);
    let courier = courier(house, &outgoing());
    everything(&courier).await;
    let waiting = only(house).await;
    assert_eq!((&waiting["state"], &waiting["answer"]), (&json!("WAITING"), &json!("TIMED_OUT")));
    house.wait(TimeDelta::minutes(1));
    everything(&courier).await;
    assert_eq!(only(house).await["state"], "SENT");
    assert_eq!(hook.seen().len(), 2);
}

async fn nothing_is_sent_inside_and_no_redirect_is_followed(house: &House) {
    let (hook, other) = (Hook::open().await, Hook::open().await);
    let save = "mutation($i: ChannelInput!) { saveChannel(input: $i) { id } }";
    // The second leads here by name, the third in another way to write a number.
    let addresses = [
        hook.url("/"),
        hook.url("/").replace("127.0.0.1", "localhost"),
        hook.url("/").replace("127.0.0.1", "2130706433"),
    ];
    for address in &addresses {
        channel(house, "north", "WEBHOOK", address, Some(SECRET)).await;
    }
    warn(house, "ORANGE", "x").await;
    let closed = Layer { webhook_allow_http: Some(true), ..Layer::default() }.complete();
    everything(&courier(house, &closed)).await;
    let refused = log(house, "north").await;
    assert_eq!(refused.len(), 3);
    for sent in &refused {
        assert_eq!((&sent["state"], &sent["answer"]), (&json!("FAILED"), &json!("ADDRESS_REFUSED")), "{sent}");
        assert_eq!(sent["detail"], "the address leads into a private network", "{sent}");
    }
    warn(house, "ORANGE", "y").await;
    everything(&courier(house, &Layer { webhook_allow_private: Some(true), ..Layer::default() }.complete())).await;
    assert!(log(house, "north").await.iter().all(|sent| sent["answer"] == "ADDRESS_REFUSED"));
    assert_eq!(hook.seen(), []);

    hook.always(Manner::Redirects(other.url("/")));
    warn(house, "ORANGE", "z").await;
    everything(&courier(house, &outgoing())).await;
    let sent = &log(house, "north").await[..3];
    assert!(sent.iter().all(|sent| sent["answer"] == "REDIRECTED" && sent["state"] == "FAILED"), "{sent:?}");
    assert_eq!((hook.seen().len(), other.seen()), (3, vec![]));
    let bad = json!({ "kind": "WEBHOOK", "name": "x", "address": "ftp://x", "secret": SECRET, "least": "BLUE", "reasons": ["STEP"], "isOn": true });
    assert_eq!(code(&house.answer("north", save, json!({ "i": bad })).await), "REFUSED");
}

async fn quiet_hours_hold_back_what_is_not_red(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    let quiet =
        json!({ "version": 0, "language": "EN", "digest": "IMMEDIATE", "quietFrom": "22:00", "quietUntil": "07:30" });
    assert_eq!(settings(house, "north", quiet).await["version"], 1);
    // It is 16:00 in the bureau, and midnight after this.
    house.wait(TimeDelta::hours(8));
    for (severity, title) in [("ORANGE", "one"), ("RED", "now"), ("YELLOW", "two")] {
        warn(house, severity, title).await;
    }
    let courier = courier(house, &outgoing());
    everything(&courier).await;
    let titles = |calls: &[Seen]| calls.iter().map(titles_of).collect::<Vec<_>>();
    assert_eq!(titles(&hook.seen()), [["now"]]);
    let held = "{ notificationSettings { held quietFrom quietUntil digestAt language } }";
    let told = house.data("north", held, json!({})).await["notificationSettings"].clone();
    assert_eq!(
        told,
        json!({ "held": 2, "quietFrom": "22:00", "quietUntil": "07:30", "digestAt": null, "language": "EN" })
    );
    house.wait(TimeDelta::minutes(7 * 60 + 29));
    everything(&courier).await;
    assert_eq!(hook.seen().len(), 1);
    house.wait(TimeDelta::minutes(1));
    everything(&courier).await;
    assert_eq!(titles(&hook.seen()), [vec!["now"], vec!["one", "two"]]);
    assert!(hook.seen()[1].body.contains("2 messages"), "{:?}", hook.seen()[1]);
}

fn titles_of(call: &Seen) -> Vec<String> {
    let said: Value = serde_json::from_str(&call.body).unwrap();
    said["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

async fn a_digest_gathers_several_into_one(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    let daily = json!({ "version": 0, "language": "ZH", "digest": "DAILY", "digestAt": "08:30" });
    settings(house, "north", daily.clone()).await;
    let save = "mutation($i: NotificationSettingsInput!) { saveNotificationSettings(input: $i) { version } }";
    assert_eq!(code(&house.answer("north", save, json!({ "i": daily })).await), "STALE");
    for title in ["one", "two", "three"] {
        warn(house, "ORANGE", title).await;
    }
    let courier = courier(house, &outgoing());
    // It is Friday; what was read on the page meanwhile is not brought any more.
    let inbox = "{ inbox(first: 10) { nodes { id matter { title } } } }";
    let told = house.data("north", inbox, json!({})).await["inbox"]["nodes"].as_array().unwrap().clone();
    let two = told.iter().find(|message| message["matter"]["title"] == "two").unwrap()["id"].clone();
    house.data("north", "mutation($m: [NoticeId!]) { markRead(messages: $m) }", json!({ "m": [two] })).await;
    house.wait(TimeDelta::hours(24));
    everything(&courier).await;
    assert_eq!(hook.seen(), []);
    house.wait(TimeDelta::hours(48));
    everything(&courier).await;
    let calls = hook.seen();
    assert_eq!(calls.iter().map(titles_of).collect::<Vec<_>>(), [["one", "three"]]);
    assert_eq!(only(house).await["messages"], 3);
}

async fn nothing_is_said_of_what_its_reader_may_not_see_any_more(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    warn(house, "RED", "not for everybody").await;
    // The fourth account of the house is the northern director's; so is the grant.
    access::revoke_grant(&house.operator(), Id::from_raw(403)).await.unwrap();
    everything(&courier(house, &outgoing())).await;
    let suppressed = only(house).await;
    assert_eq!((&suppressed["state"], &suppressed["answer"]), (&json!("SUPPRESSED"), &json!("NOTHING_TO_SAY")));
    assert_eq!(hook.seen(), []);
}

async fn two_servers_never_send_the_same_message(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    for number in 0..24 {
        warn(house, "ORANGE", &format!("w{number}")).await;
    }
    let (one, other) = (courier(house, &outgoing()), courier(house, &outgoing()));
    let work = async |courier: &Courier| {
        // An empty look is not the end: the other one may be putting messages into deliveries.
        for _ in 0..40 {
            courier.work().await.unwrap();
        }
    };
    tokio::join!(work(&one), work(&other));
    let mut times: BTreeMap<String, u32> = BTreeMap::new();
    for call in hook.seen() {
        *times.entry(titles_of(&call).join(",")).or_default() += 1;
    }
    assert_eq!((times.len(), times.values().all(|&times| times == 1)), (24, true), "{times:?}");
    assert!(log(house, "north").await.iter().all(|sent| sent["state"] == "SENT" && sent["tries"] == 1));
}

async fn a_message_whose_server_was_killed_goes_out_again_under_the_same_key(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    warn(house, "ORANGE", "x").await;
    let (killed, other) = (courier(house, &outgoing()), courier(house, &outgoing()));
    // The first look puts it into a delivery and fails to send it; at the second the server dies with it in its hands.
    hook.next(Manner::Status(503));
    everything(&killed).await;
    house.wait(TimeDelta::minutes(1));
    let claimed = killed.claim(&Places::default()).await.unwrap();
    assert_eq!(claimed.len(), 1);
    everything(&other).await;
    assert_eq!((hook.seen().len(), &only(house).await["state"]), (1, &json!("SENDING")));
    house.wait(TimeDelta::minutes(3));
    everything(&other).await;
    let sent = only(house).await;
    assert_eq!((&sent["state"], &sent["tries"]), (&json!("SENT"), &json!(3)));
    // It was not dead but slow: what it sends now has the same key, and what it notes does not count.
    hook.next(Manner::Status(500));
    killed.send(&claimed[0]).await.unwrap();
    assert_eq!(only(house).await, sent);
    let keys: Vec<_> = hook.seen().iter().map(|call| call.headers["idempotency-key"].clone()).collect();
    assert_eq!(keys, vec![claimed[0].id.to_string(); 3]);
}

async fn a_channel_is_its_owners_alone_and_keeps_its_secret(house: &House) {
    let hook = Hook::open().await;
    let made = channel(house, "north", "WEBHOOK", &hook.url("/key"), Some(SECRET)).await;
    let shown = house.data("north", "{ channels { id address hasSecret name isOn version } }", json!({})).await;
    let text = shown.to_string();
    assert!(!text.contains("/key") && !text.contains(SECRET) && text.contains("/…"), "{text}");
    assert_eq!(
        house.data("head", "{ channels { id } deliveries(first: 1) { totalCount } }", json!({})).await,
        json!({ "channels": [], "deliveries": { "totalCount": 0 } })
    );

    let test = "mutation($c: ChannelId!) { testChannel(channel: $c) { state tries messages } }";
    let mine = json!({ "c": made["id"] });
    assert_eq!(code(&house.answer("head", test, mine.clone()).await), "NOT_FOUND");
    for _ in 0..5 {
        let tried = house.data("north", test, mine.clone()).await["testChannel"].clone();
        assert_eq!(tried, json!({ "state": "SENT", "tries": 1, "messages": 0 }));
    }
    assert_eq!(code(&house.answer("north", test, mine).await), "RATE_LIMITED");
    assert!(hook.seen().iter().all(|call| call.path == "/key" && is_signed(call, SECRET)));

    // Without an address and a secret it keeps both; it is switched off, and nothing is brought.
    let save = "mutation($i: ChannelInput!) { saveChannel(input: $i) { version isOn hasSecret } }";
    let off = json!({ "id": made["id"], "version": 1, "kind": "WEBHOOK", "name": "off", "least": "BLUE", "reasons": ["STEP"], "isOn": false });
    let saved = house.data("north", save, json!({ "i": off.clone() })).await["saveChannel"].clone();
    assert_eq!(saved, json!({ "version": 2, "isOn": false, "hasSecret": true }));
    assert_eq!(code(&house.answer("north", save, json!({ "i": off })).await), "STALE");
    let called = hook.seen().len();
    warn(house, "RED", "x").await;
    everything(&courier(house, &outgoing())).await;
    assert_eq!(hook.seen().len(), called);

    let remove = "mutation($c: ChannelId!, $v: Int!) { removeChannel(channel: $c, version: $v) { id } }";
    let seen = |version: i32| json!({ "c": made["id"], "v": version });
    assert_eq!(code(&house.answer("head", remove, seen(2)).await), "NOT_FOUND");
    assert_eq!(code(&house.answer("north", remove, seen(1)).await), "STALE");
    assert_eq!(house.data("north", remove, seen(2)).await["removeChannel"], json!([]));
    for _ in 0..10 {
        channel(house, "north", "EMAIL", "north@tax.example", None).await;
    }
    let more = json!({ "kind": "EMAIL", "name": "x", "address": "a@b.example", "least": "BLUE", "reasons": ["STEP"], "isOn": true });
    assert_eq!(code(&house.answer("north", save, json!({ "i": more })).await), "LIMIT");
}
