//! How the server stops, and what it writes to its log.

use std::io::Write as _;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{Server, baton, head, read};

fn served(data: &std::path::Path) -> std::process::Command {
    let mut command = baton(data, &["serve", "--listen", "127.0.0.1:0"]);
    command.env("BATON_LOG", "info").env("BATON_LOG_FORMAT", "json");
    command
}

const CREDENTIALS: &str = r#"{"login":"nobody","password":"Nobody-knows-1"}"#;
const JSON: &str = "content-type: application/json\r\n";

#[test]
fn whoever_is_being_answered_when_the_server_is_told_to_stop_still_gets_the_answer() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(served(data.path()));
    let (first, rest) = CREDENTIALS.split_at(10);
    let mut under_way = server.connect().unwrap();
    under_way.write_all(head("POST", "/auth/sign-in", JSON, CREDENTIALS.len()).as_bytes()).unwrap();
    under_way.write_all(first.as_bytes()).unwrap();
    // The server has taken the connection up once it answers another that came later.
    assert!(server.asked("GET", "/healthz", "", "").ends_with("alive"));

    server.running.terminate();
    let deadline = Instant::now() + Duration::from_secs(10);
    while server.connect().is_ok() {
        assert!(Instant::now() < deadline, "the server still takes connections");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(server.running.is_running(), "it left somebody without an answer");
    under_way.write_all(rest.as_bytes()).unwrap();
    let answer = read(under_way);

    assert!(answer.starts_with("HTTP/1.1 401") && answer.contains("UNAUTHENTICATED"), "{answer}");
    assert!(server.running.ended().success());
    assert!(server.running.standard_error().contains(r#""message":"stopped""#));
}

#[test]
fn every_request_has_a_line_in_the_log_with_its_id_and_nothing_secret() {
    let data = tempfile::tempdir().unwrap();
    let mut server = Server::start(served(data.path()));
    let id = "0123456789abcdef";
    let headers = format!("{JSON}x-request-id: {id}\r\ncookie: baton=secret-cookie\r\n");
    let answer = server.asked("POST", "/auth/sign-in", &headers, CREDENTIALS);
    assert!(answer.contains(&format!("x-request-id: {id}")), "{answer}");
    assert!(server.asked("GET", "/healthz", "", "").ends_with("alive"));
    server.running.terminate();
    assert!(server.running.ended().success());
    let log = server.running.standard_error();

    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect();
    let answered: Vec<&Value> = lines.iter().filter(|line| line["message"] == "answered").collect();
    assert_eq!(answered.len(), 2, "{log}");
    for (line, path, status) in [(answered[0], "/auth/sign-in", 401), (answered[1], "/healthz", 200)] {
        assert_eq!(line["status"], status);
        assert!(line["span"]["path"].as_str().unwrap().contains(path) && line["milliseconds"].is_u64(), "{line}");
        assert!(line["timestamp"].is_string() && line["level"] == "INFO", "{line}");
    }
    assert_eq!(answered[0]["span"]["request_id"], id);
    let given = answered[1]["span"]["request_id"].as_str().unwrap();
    assert!(given.len() >= 8 && given != id, "{given}");
    for secret in ["Nobody-knows-1", "secret-cookie"] {
        assert!(!log.contains(secret), "{log}");
    }
}
