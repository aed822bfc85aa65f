//! Who goes out at once: a receiver that hangs keeps its own few places, and what is red goes first.

use super::*;

on_both_databases! {
    a_receiver_that_hangs_keeps_no_other_waiting
    a_mail_server_that_hangs_keeps_no_webhook_waiting
    red_goes_first
}

/// Sends as a server does until `enough` holds; then the server stops.
async fn until(courier: &Courier, enough: impl Fn() -> bool) {
    let seen = async {
        while !enough() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        () = seen => {}
        () = everything(courier) => assert!(enough(), "nothing is left to send"),
    }
}

async fn a_receiver_that_hangs_keeps_no_other_waiting(house: &House) {
    let (slow, quick) = (Hook::open().await, Hook::open().await);
    slow.always(Manner::Hangs);
    channel(house, "north", "WEBHOOK", &slow.url("/"), Some(SECRET)).await;
    channel(house, "north", "WEBHOOK", &quick.url("/"), Some(SECRET)).await;
    for number in 0..24 {
        warn(house, "ORANGE", &format!("w{number}")).await;
    }
    let courier = courier(house, &outgoing());
    until(&courier, || quick.seen().len() == 24).await;
    // Two at a time are given up after their patience: all of them would have taken twelve rounds.
    assert!(slow.seen().len() <= 16, "the quick one waited for the slow one: {}", slow.seen().len());
    let sent = log(house, "north").await;
    assert!(sent.iter().all(|sent| sent["state"] != "FAILED" && sent["tries"].as_i64() <= Some(1)), "{sent:?}");
}

async fn a_mail_server_that_hangs_keeps_no_webhook_waiting(house: &House) {
    // It takes connections and says nothing.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let hook = Hook::open().await;
    channel(house, "north", "EMAIL", "north@tax.example", None).await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    for number in 0..24 {
        warn(house, "ORANGE", &format!("w{number}")).await;
    }
    let courier = courier(house, &with_mail(silent.local_addr().unwrap().port()));
    until(&courier, || hook.seen().len() == 24).await;
    let tried = "{ deliveries(first: 100) { nodes { kind tries } } }";
    let tried = house.data("north", tried, json!({})).await["deliveries"]["nodes"].as_array().unwrap().clone();
    assert!(
        tried.iter().any(|sent| sent["kind"] == "EMAIL" && sent["tries"] == 0),
        "webhooks waited for mail: {tried:?}"
    );
}

async fn red_goes_first(house: &House) {
    let hook = Hook::open().await;
    channel(house, "north", "WEBHOOK", &hook.url("/"), Some(SECRET)).await;
    for number in 0..8 {
        warn(house, "ORANGE", &format!("w{number}")).await;
    }
    warn(house, "RED", "now").await;
    everything(&courier(house, &outgoing())).await;
    let titles: Vec<String> = hook.seen().iter().flat_map(titles_of).collect();
    let place = |title: &str| titles.iter().position(|it| it == title).unwrap();
    // Two go out at once, in either order.
    assert!(titles.len() == 9 && place("now") < 2 && place("w0") < 3 && place("w7") > 4, "{titles:?}");
}
