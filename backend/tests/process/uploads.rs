//! Killed while a file comes in: what was acknowledged is there, nothing half counts, and the sender goes on where it stopped.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::killed::{Place, succeeds};
use crate::support::{Server, finished, head, said};

/// A document of so many bytes.
const SIZE: usize = 3_000_000;
const PIECE: usize = 2 << 20;

fn document() -> String {
    let mut text = "%PDF-1.4\n".to_owned();
    text.push_str(&"0123456789".repeat(SIZE / 10));
    text.truncate(SIZE);
    text
}

/// Somebody who asks through the API.
pub struct Sender {
    bearer: String,
}

impl Sender {
    pub fn of(place: &Place, login: &str) -> Self {
        let made = finished(place.baton(&["token", "--user", login, "--ttl", "900"]));
        assert!(made.status.success(), "{}", said(&made));
        let token = String::from_utf8(made.stdout).unwrap();
        Self { bearer: format!("authorization: Bearer {}\r\n", token.trim()) }
    }

    pub fn asks(&self, server: &Server, query: &str, variables: Value) -> Value {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let headers = format!("{}content-type: application/json\r\n", self.bearer);
        let answer: Value = serde_json::from_str(&body_of(&server.asked("POST", "/graphql", &headers, &body))).unwrap();
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].clone()
    }

    fn sends(&self, server: &Server, upload: &str, offset: usize, piece: &str) -> Value {
        let answer = server.asked("PUT", &path(upload, offset), &self.bearer, piece);
        serde_json::from_str(&body_of(&answer)).unwrap()
    }
}

fn path(upload: &str, offset: usize) -> String {
    format!("/files/uploads/{upload}?offset={offset}")
}

fn body_of(answer: &str) -> String {
    answer.split_once("\r\n\r\n").unwrap().1.to_owned()
}

fn serving(place: &Place) -> Server {
    Server::start(place.baton(&["serve", "--listen", "127.0.0.1:0"]))
}

async fn an_upload_killed_at_any_moment(place: Place) {
    succeeds(place.import(&["--from", "2026-06", "--to", "2026-06"]));
    let sender = Sender::of(&place, "party_secretary");
    let server = serving(&place);
    let units = sender.asks(&server, "{ units(first: 100) { nodes { id code } } }", json!({}));
    let unit = units["units"]["nodes"].as_array().unwrap().iter().find(|unit| unit["code"] == "NORTH-1").unwrap()["id"]
        .clone();
    let due = (chrono::Utc::now() + chrono::TimeDelta::days(30)).date_naive().to_string();
    let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id } }";
    let input = json!({ "direction": "TOP_DOWN", "origin": "INSPECTION", "unit": unit, "title": "Untidy", "problem": "seen", "dueOn": due });
    let order = sender.asks(&server, open, json!({ "i": input }))["openRectification"]["id"].clone();
    let begin = "mutation($m: MatterId!, $s: Int!) { beginUpload(matter: $m, name: \"plan.pdf\", size: $s) { id } }";
    let upload =
        sender.asks(&server, begin, json!({ "m": order, "s": SIZE }))["beginUpload"]["id"].as_str().unwrap().to_owned();
    let whole = document();
    assert_eq!(sender.sends(&server, &upload, 0, &whole[..PIECE]), json!({ "received": PIECE }));

    // Half of the next piece is under way when the power goes.
    let mut half = server.connect().unwrap();
    half.write_all(head("PUT", &path(&upload, PIECE), &sender.bearer, SIZE - PIECE).as_bytes()).unwrap();
    half.write_all(&whole.as_bytes()[PIECE..PIECE + 400_000]).unwrap();
    server.running.kill();

    let server = serving(&place);
    let asked = "query($u: UploadId!) { upload(id: $u) { received } }";
    assert_eq!(sender.asks(&server, asked, json!({ "u": upload }))["upload"]["received"], json!(PIECE));
    let hung = "query($m: MatterId!) { rectification(id: $m) { evidence { id size } } }";
    assert_eq!(sender.asks(&server, hung, json!({ "m": order }))["rectification"]["evidence"], json!([]));
    assert_eq!(sender.sends(&server, &upload, PIECE, &whole[PIECE..]), json!({ "received": SIZE }));
    server.running.kill();

    let server = serving(&place);
    let attach = "mutation($m: MatterId!, $u: [UploadId!]!) { attachEvidence(matter: $m, uploads: $u) { id kind } }";
    let file = sender.asks(&server, attach, json!({ "m": order, "u": [upload] }))["attachEvidence"][0].clone();
    assert_eq!(file["kind"], "PDF");
    server.running.kill();

    let server = serving(&place);
    let address = format!("/files/evidence/{}", file["id"].as_str().unwrap());
    assert!(body_of(&server.asked("GET", &address, &sender.bearer, "")) == whole, "the file is not what was sent");
    assert_eq!(
        sender.asks(&server, hung, json!({ "m": order }))["rectification"]["evidence"],
        json!([{ "id": file["id"], "size": SIZE }])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_killed_in_the_middle_goes_on_where_it_stopped_on_sqlite() {
    an_upload_killed_at_any_moment(Place::on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_killed_in_the_middle_goes_on_where_it_stopped_on_postgresql() {
    if let Some(place) = Place::on_postgresql().await {
        an_upload_killed_at_any_moment(place).await;
    }
}
