//! Killed with a message in its hands: what the receiver had taken before is not sent again, what it was taking arrives again under the
//! same key, and nothing is lost.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender as Passes, TryRecvError, channel};
use std::time::{Duration, Instant};

use backend::store::delivery;
use chrono::Utc;
use serde_json::{Value, json};
use shared::policy::{Purpose, Viewer};

use crate::killed::{Place, succeeds};
use crate::support::{PATIENCE, Server};
use crate::uploads::Sender;

/// Whom messages are sent to: tells the key of each that it has taken whole, and answers only where it shall.
struct Post {
    port: u16,
    came: Receiver<String>,
    answers: Arc<AtomicBool>,
}

/// Takes messages on a connection as long as there are any.
type Converse = fn(TcpStream, &Passes<String>, &AtomicBool) -> std::io::Result<()>;

impl Post {
    fn open(converse: Converse) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (passes, came) = channel();
        let answers = Arc::new(AtomicBool::new(true));
        let may_answer = Arc::clone(&answers);
        std::thread::spawn(move || {
            while let Ok((stream, _)) = listener.accept() {
                let (passes, may_answer) = (passes.clone(), Arc::clone(&may_answer));
                // Whoever is killed breaks off in the middle of a word.
                std::thread::spawn(move || converse(stream, &passes, &may_answer).unwrap_or_default());
            }
        });
        Self { port, came, answers }
    }

    /// The key of the next message, as soon as it is here.
    fn next(&self) -> String {
        self.came.recv_timeout(PATIENCE).expect("no message came")
    }
}

/// A mailbox: a message is known by its id.
fn by_mail(stream: TcpStream, passes: &Passes<String>, answers: &AtomicBool) -> std::io::Result<()> {
    let mut writing = stream.try_clone()?;
    let mut lines = BufReader::new(stream).lines();
    writing.write_all(b"220 post.example ESMTP\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" => b"250-post.example\r\n250 8BITMIME\r\n",
            "DATA" => {
                writing.write_all(b"354 go on\r\n")?;
                let mut key = String::new();
                while let Some(line) = lines.next().transpose()?.filter(|line| line != ".") {
                    if line.to_ascii_lowercase().starts_with("message-id:") {
                        key = line.split(['<', '@']).nth(1).unwrap_or_default().to_owned();
                    }
                }
                let _ = passes.send(key);
                if !answers.load(Ordering::SeqCst) {
                    return lines.try_for_each(|line| line.map(drop));
                }
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 good\r\n",
        };
        writing.write_all(answer)?;
    }
    Ok(())
}

/// A program behind a webhook: a message is known by the header that says so.
fn by_webhook(stream: TcpStream, passes: &Passes<String>, answers: &AtomicBool) -> std::io::Result<()> {
    let mut writing = stream.try_clone()?;
    let mut reading = BufReader::new(stream);
    let (mut key, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reading.read_line(&mut line)? == 0 {
            return Ok(());
        }
        match line.trim().split_once(": ") {
            Some((name, value)) if name.eq_ignore_ascii_case("idempotency-key") => key = value.to_owned(),
            Some((name, value)) if name.eq_ignore_ascii_case("content-length") => length = value.parse().unwrap_or(0),
            None if line.trim().is_empty() => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reading.read_exact(&mut body)?;
    let _ = passes.send(key);
    if !answers.load(Ordering::SeqCst) {
        return reading.read_to_end(&mut body).map(drop);
    }
    writing.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
}

fn serving(place: &Place, post: &Post) -> Server {
    let mut command = place.baton(&["serve", "--listen", "127.0.0.1:0"]);
    command
        .env("BATON_MAIL_HOST", "127.0.0.1")
        .env("BATON_MAIL_PORT", post.port.to_string())
        .env("BATON_MAIL_TLS", "none")
        .env("BATON_MAIL_FROM", "Baton <baton@tax.example>")
        .env("BATON_WEBHOOK_ALLOW_PRIVATE", "true")
        .env("BATON_WEBHOOK_ALLOW_HTTP", "true");
    Server::start(command)
}

/// Whoever warns, and whoever is warned and has their messages brought.
struct People {
    district: Sender,
    office: Sender,
    unit: Value,
}

impl People {
    fn of(place: &Place) -> Self {
        Self {
            district: Sender::of(place, "party_secretary"),
            office: Sender::of(place, "dept_head"),
            unit: Value::Null,
        }
    }

    /// The office has its messages brought.
    fn settle(self, server: &Server, kind: &str, address: &str) -> Self {
        let units = self.district.asks(server, "{ units(first: 100) { nodes { id code } } }", json!({}));
        let units = units["units"]["nodes"].as_array().unwrap();
        let unit = units.iter().find(|unit| unit["code"] == "NORTH-1").unwrap()["id"].clone();
        let secret = (kind == "WEBHOOK").then_some("a secret of the test");
        let input = json!({ "kind": kind, "name": "mine", "address": address, "secret": secret, "least": "BLUE",
            "reasons": ["STEP"], "isOn": true });
        let save = "mutation($i: ChannelInput!) { saveChannel(input: $i) { id } }";
        self.office.asks(server, save, json!({ "i": input }));
        Self { unit, ..self }
    }

    /// The office is warned, by what passes quiet hours.
    fn warn(&self, server: &Server, title: &str) {
        let input = json!({ "unit": self.unit, "severity": "RED", "title": title, "advice": "look" });
        let issue = "mutation($i: WarningInput!) { issueWarning(input: $i) { id } }";
        self.district.asks(server, issue, json!({ "i": input }));
    }

    /// What the office finds in its log of what was brought, oldest first.
    fn log(&self, server: &Server) -> Vec<Value> {
        let query = "{ deliveries(first: 100) { nodes { id state tries answer messages } } }";
        let mut log = self.office.asks(server, query, json!({}))["deliveries"]["nodes"].as_array().unwrap().clone();
        log.reverse();
        log
    }

    /// The same as soon as so many were sent.
    fn sent(&self, server: &Server, many: usize) -> Vec<Value> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let log = self.log(server);
            if log.iter().filter(|delivery| delivery["state"] == "SENT").count() == many {
                return log;
            }
            assert!(Instant::now() < deadline, "not sent: {log:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A line of the log.
fn logged(key: &str, state: &str, tries: i32, answer: Option<&str>) -> Value {
    json!({ "id": key, "state": state, "tries": tries, "answer": answer, "messages": 1 })
}

async fn a_message_under_way(place: Place, post: Post, kind: &str, address: &str) {
    succeeds(place.import(&[]));
    let people = People::of(&place);
    let server = serving(&place, &post);
    let people = people.settle(&server, kind, address);
    people.warn(&server, "the first");
    let first = post.next();
    let acknowledged = logged(&first, "SENT", 1, Some("ACCEPTED"));
    assert_eq!(people.sent(&server, 1), std::slice::from_ref(&acknowledged));

    // The receiver has all of the second one and says nothing when the power goes.
    post.answers.store(false, Ordering::SeqCst);
    people.warn(&server, "the second");
    let second = post.next();
    assert_eq!(people.log(&server), [acknowledged.clone(), logged(&second, "SENDING", 1, None)]);
    server.running.kill();
    assert_eq!(post.came.try_recv(), Err(TryRecvError::Empty));

    post.answers.store(true, Ordering::SeqCst);
    let server = serving(&place, &post);
    let store = place.store().await;
    if !store.is_embedded() {
        // Servers that share a database leave it to the one that has it, until its time is over.
        assert_eq!(people.log(&server), [acknowledged.clone(), logged(&second, "SENDING", 1, None)]);
        let session = store.session(Arc::new(Viewer::system(Purpose::Watch)), Utc::now(), None).await.unwrap();
        assert_eq!(delivery::let_go(&session).await.unwrap(), 1);
        session.commit().await.unwrap();
    }
    assert_eq!(post.next(), second, "the same message under another key, or another one again");
    let again = logged(&second, "SENT", 2, Some("ACCEPTED"));
    assert_eq!(people.sent(&server, 2), [acknowledged.clone(), again.clone()]);

    // What comes next is the next one: nothing was repeated in between.
    people.warn(&server, "the third");
    let third = post.next();
    assert!(![&first, &second].contains(&&third), "{third} came before");
    assert_eq!(people.sent(&server, 3), [acknowledged, again, logged(&third, "SENT", 1, Some("ACCEPTED"))]);
    let inbox = people.office.asks(&server, "{ inbox(first: 100) { totalCount } }", json!({}));
    assert_eq!(inbox["inbox"]["totalCount"], 3);
    assert_eq!(post.came.try_recv(), Err(TryRecvError::Empty));
    server.running.kill();
}

async fn a_mail_under_way(place: Place) {
    a_message_under_way(place, Post::open(by_mail), "EMAIL", "office@tax.example").await;
}

async fn a_webhook_under_way(place: Place) {
    let post = Post::open(by_webhook);
    let address = format!("http://127.0.0.1:{}/", post.port);
    a_message_under_way(place, post, "WEBHOOK", &address).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_under_way_when_the_server_is_killed_arrives_again_under_the_same_id_on_sqlite() {
    a_mail_under_way(Place::on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_under_way_when_the_server_is_killed_arrives_again_under_the_same_id_on_postgresql() {
    if let Some(place) = Place::on_postgresql().await {
        a_mail_under_way(place).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_under_way_when_the_server_is_killed_is_called_again_under_the_same_key_on_sqlite() {
    a_webhook_under_way(Place::on_sqlite()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_under_way_when_the_server_is_killed_is_called_again_under_the_same_key_on_postgresql() {
    if let Some(place) = Place::on_postgresql().await {
        a_webhook_under_way(place).await;
    }
}
