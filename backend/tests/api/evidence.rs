//! Evidence through the API: files come in pieces, hang on a matter, and are read by whoever may see it; what is not whole or not of a
//! kind that is kept is refused, and nothing is lost by it.

mod bucket;

use std::path::Path;

use axum::http::{StatusCode, header};
use backend::app::evidence::sweep;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::on_both_databases;
use crate::support::{House, Reply, code, person, unit};

on_both_databases! {
    a_photograph_comes_in_pieces_and_is_read_by_either_side
    what_is_too_large_not_whole_or_of_no_kind_is_refused
    a_photograph_belongs_to_the_finding_of_an_inspection
    an_office_file_is_known_by_its_parts
    whoever_has_no_part_finds_neither_the_row_nor_the_bytes
    what_nothing_refers_to_is_thrown_away_and_what_is_missing_is_said
}

/// The smallest thing that begins like a JPEG, with something to tell one from another.
fn photo(number: usize) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 0x10, b'J', b'F', b'I', b'F', 0];
    bytes.extend(std::iter::repeat_n(u8::try_from(number % 251).unwrap(), 3_000_000));
    bytes
}

const PIECE: usize = 2 << 20;
const LEAST: usize = 256 << 10;

/// An order of the head to the north, with a measure of the officer's.
async fn order(house: &House) -> Value {
    let open = "mutation($i: RectificationInput!) { openRectification(input: $i) { id version } }";
    let input = json!({ "direction": "TOP_DOWN", "origin": "INSPECTION", "unit": unit(2), "title": "Untidy", "problem": "seen",
        "dueOn": "2026-12-18" });
    let order = house.data("head", open, json!({ "i": input })).await["openRectification"].clone();
    let note =
        "mutation($r: MatterId!, $v: Int!) { acknowledgeRectification(rectification: $r, version: $v) { id version } }";
    let variables = json!({ "r": order["id"], "v": order["version"] });
    let order = house.data("north", note, variables).await["acknowledgeRectification"].clone();
    let plan = format!(
        r#"mutation($r: MatterId!, $v: Int!) {{ submitRectificationPlan(rectification: $r, version: $v, cause: "no plan",
            measures: [{{ what: "tidy", owner: "{}", dueOn: "2026-12-01" }}]) {{ id version }} }}"#,
        person(1)
    );
    let variables = json!({ "r": order["id"], "v": order["version"] });
    house.data("north", &plan, variables).await["submitRectificationPlan"].clone()
}

async fn begun(house: &House, by: &str, order: &Value, name: &str, size: usize) -> Value {
    let begin = "mutation($m: MatterId!, $n: String!, $s: Int!) { beginUpload(matter: $m, name: $n, size: $s) {
        id received pieceBytes } }";
    let variables = json!({ "m": order["id"], "n": name, "s": size });
    house.answer(by, begin, variables).await
}

async fn piece(house: &House, by: &str, upload: &Value, offset: usize, bytes: &[u8]) -> Reply {
    let bearer = format!("Bearer {}", house.token(by).await);
    let path = format!("/files/uploads/{}?offset={offset}", upload.as_str().unwrap());
    house.put(&path, &[("authorization", &bearer)], bytes.to_vec()).await
}

/// Sends a whole file; its upload.
async fn sent(house: &House, by: &str, order: &Value, name: &str, bytes: &[u8]) -> Value {
    let upload = begun(house, by, order, name, bytes.len()).await["data"]["beginUpload"]["id"].clone();
    for (number, part) in bytes.chunks(PIECE).enumerate() {
        assert_eq!(piece(house, by, &upload, number * PIECE, part).await.status, StatusCode::OK);
    }
    upload
}

async fn attached(house: &House, by: &str, order: &Value, uploads: &[Value], item: Option<u32>) -> Value {
    let attach = "mutation($m: MatterId!, $v: Int, $u: [UploadId!]!, $i: Int) {
        attachEvidence(matter: $m, version: $v, uploads: $u, item: $i, words: \"before and after\") { id name kind size sha256 event item } }";
    let variables = json!({ "m": order["id"], "v": order["version"], "u": uploads, "i": item });
    house.answer(by, attach, variables).await
}

async fn seen(house: &House, by: &str, id: &Value) -> Value {
    let query =
        "query($id: MatterId!) { rectification(id: $id) { id version evidence { id name } timeLine { step words } } }";
    house.answer(by, query, json!({ "id": id })).await
}

async fn downloaded(house: &House, by: &str, file: &Value) -> Reply {
    let bearer = format!("Bearer {}", house.token(by).await);
    house.fetch(&format!("/files/evidence/{}", file.as_str().unwrap()), &[("authorization", &bearer)]).await
}

fn rule(answer: &Value) -> String {
    let told = answer.pointer("/errors/0/extensions/rule/rule").and_then(Value::as_str);
    told.map_or_else(|| code(answer), ToOwned::to_owned)
}

async fn a_photograph_comes_in_pieces_and_is_read_by_either_side(house: &House) {
    let order = order(house).await;
    let bytes = photo(1);
    let upload = begun(house, "officer", &order, "..\\现场.pdf", bytes.len()).await["data"]["beginUpload"].clone();
    assert_eq!((&upload["received"], &upload["pieceBytes"]), (&json!(0), &json!(PIECE)));
    // Sent byte by byte it would lie in as many files.
    let small = piece(house, "officer", &upload["id"], 0, &bytes[..1_000]).await.json();
    let range = json!({ "rule": "OUT_OF_RANGE", "field": "piece", "least": 262_144, "most": PIECE });
    assert_eq!(small.pointer("/errors/0/extensions/rule"), Some(&range), "{small}");
    assert_eq!(piece(house, "officer", &upload["id"], 0, &bytes[..LEAST]).await.json(), json!({ "received": LEAST }));
    // The connection broke: what is here is asked, and the rest follows.
    let elsewhere = piece(house, "officer", &upload["id"], LEAST + 5_000, &bytes[..LEAST]).await;
    assert_eq!(rule(&elsewhere.json()), "UPLOAD_AT");
    let here = house
        .data("officer", "query($u: UploadId!) { upload(id: $u) { received } }", json!({ "u": upload["id"] }))
        .await;
    let mut from = usize::try_from(here["upload"]["received"].as_u64().unwrap()).unwrap();
    while from < bytes.len() {
        let until = bytes.len().min(from + PIECE);
        from = usize::try_from(
            piece(house, "officer", &upload["id"], from, &bytes[from..until]).await.json()["received"]
                .as_u64()
                .unwrap(),
        )
        .unwrap();
    }
    let answer = attached(house, "officer", &order, &[upload["id"].clone()], Some(1)).await;
    let file = answer["data"]["attachEvidence"][0].clone();
    assert_eq!(
        (&file["name"], &file["kind"], &file["size"], &file["item"]),
        (&json!("现场.pdf.jpg"), &json!("JPEG"), &json!(bytes.len()), &json!(1)),
        "{answer}"
    );
    // Its upload is over, and the time-line has a line that the other side was told of.
    assert_eq!(
        code(
            &house
                .answer("officer", "query($u: UploadId!) { upload(id: $u) { id } }", json!({ "u": upload["id"] }))
                .await
        ),
        "NOT_FOUND"
    );
    let lines =
        seen(house, "head", &order["id"]).await["data"]["rectification"]["timeLine"].as_array().unwrap().clone();
    assert_eq!(lines.last().unwrap(), &json!({ "step": "ATTACH", "words": "before and after\n现场.pdf.jpg" }));
    let inbox = house.data("head", "{ inbox(first: 5) { nodes { event { step } } } }", json!({})).await;
    assert_eq!(inbox["inbox"]["nodes"][0]["event"]["step"], "ATTACH");
    let got = downloaded_bytes(house, "head", &file["id"]).await;
    assert_eq!(got.1, bytes);
    let trail = taken_out(house, &file["id"]).await;
    let whose = format!("JPEG of matter-{}", order["id"].as_str().unwrap());
    assert_eq!((&trail["action"], &trail["summary"]), (&json!("evidence.take"), &json!(whose)), "{trail}");
    let said = |name| got.0.get(name).unwrap().to_str().unwrap().to_owned();
    assert_eq!(
        (said(header::CONTENT_TYPE), said(header::X_CONTENT_TYPE_OPTIONS)),
        ("image/jpeg".to_owned(), "nosniff".to_owned())
    );
    let disposition = said(header::CONTENT_DISPOSITION);
    assert!(
        disposition.starts_with("attachment; ") && disposition.contains("filename*=UTF-8''%E7%8E%B0%E5%9C%BA.pdf.jpg"),
        "{disposition}"
    );
}

/// What the audit trail says of a file that was taken out; it is written after the file was handed over.
async fn taken_out(house: &House, file: &Value) -> Value {
    let query = "query($s: String) { auditEvents(first: 5, subject: $s) { nodes { action summary actor requestId } } }";
    let subject = json!({ "s": format!("evidence-{}", file.as_str().unwrap()) });
    for _ in 0..250 {
        let trail = house.data("auditor", query, subject.clone()).await["auditEvents"]["nodes"].clone();
        if let Some(event) = trail.get(0) {
            return event.clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("nobody wrote down who took {file} out");
}

async fn downloaded_bytes(house: &House, by: &str, file: &Value) -> (axum::http::HeaderMap, Vec<u8>) {
    let bearer = format!("Bearer {}", house.token(by).await);
    house.fetched(&format!("/files/evidence/{}", file.as_str().unwrap()), &[("authorization", &bearer)]).await
}

async fn what_is_too_large_not_whole_or_of_no_kind_is_refused(house: &House) {
    let order = order(house).await;
    let large = begun(house, "north", &order, "film.mp4", 5_368_709_120).await;
    assert_eq!(large["errors"][0]["extensions"], json!({ "code": "LIMIT", "limit": "evidenceBytes" }));
    for (name, size) in [("", 5), ("..", 5), ("a.pdf", 0)] {
        assert_eq!(code(&begun(house, "north", &order, name, size).await), "INVALID", "{name}");
    }
    let mut program = b"MZ".to_vec();
    program.resize(4_096, 0);
    let program = sent(house, "north", &order, "plan.pdf", &program).await;
    let page = sent(house, "north", &order, "plan.pdf", b"<html><script>alert(1)</script></html>").await;
    for upload in [&program, &page] {
        assert_eq!(
            rule(&attached(house, "north", &order, std::slice::from_ref(upload), None).await),
            "KIND_NOT_ALLOWED"
        );
    }
    let bytes = photo(2);
    let half = begun(house, "north", &order, "a.jpg", bytes.len()).await["data"]["beginUpload"]["id"].clone();
    piece(house, "north", &half, 0, &bytes[..PIECE]).await;
    // One that is not whole keeps the others out: all of them or none.
    let whole = sent(house, "north", &order, "b.jpg", &bytes).await;
    let both = attached(house, "north", &order, &[whole.clone(), half.clone()], None).await;
    assert_eq!(rule(&both), "UPLOAD_INCOMPLETE");
    assert_eq!(seen(house, "north", &order["id"]).await["data"]["rectification"]["evidence"], json!([]));
    for (offset, length) in [(0, 10), (PIECE, bytes.len() - PIECE + 1), (PIECE, 0)] {
        assert_eq!(rule(&piece(house, "north", &half, offset, &vec![0; length]).await.json()), "UPLOAD_AT");
    }
    let long = piece(house, "north", &half, PIECE, &vec![0; PIECE + 1]).await;
    assert_eq!((long.status, long.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "LIMIT"));
    let no_measure = attached(house, "north", &order, std::slice::from_ref(&whole), Some(7)).await;
    assert_eq!(rule(&no_measure), "NO_SUCH_PART");
    // Somebody took a step meanwhile: nothing is lost, and the same files are taken with what is there now.
    let comment = r#"mutation($r: MatterId!, $v: Int!) { commentRectification(rectification: $r, version: $v, words: "seen") { version } }"#;
    let now = house.data("head", comment, json!({ "r": order["id"], "v": order["version"] })).await["commentRectification"]["version"].clone();
    assert_eq!(code(&attached(house, "north", &order, std::slice::from_ref(&whole), None).await), "STALE");
    let whatever_now = json!({ "id": order["id"], "version": null });
    assert!(now.as_i64() > order["version"].as_i64());
    assert_eq!(code(&attached(house, "north", &whatever_now, &[whole], None).await), "OK");
    let given_up = house.data("north", "mutation($u: UploadId!) { giveUpUpload(id: $u) }", json!({ "u": half })).await;
    assert_eq!(given_up["giveUpUpload"], true);
}

async fn a_photograph_belongs_to_the_finding_of_an_inspection(house: &House) {
    let create = "mutation($i: TaskInput!) { createTask(input: $i) { id version } }";
    let input = json!({ "kind": "INSPECTION", "manner": "COVERT", "unit": unit(4), "title": "Halls", "what": "look at each",
        "dueOn": "2026-12-18" });
    let task = house.data("head", create, json!({ "i": input })).await["createTask"].clone();
    let accept = "mutation($t: MatterId!, $v: Int!) { acceptTask(task: $t, version: $v) { id version } }";
    let task = house.data("some", accept, json!({ "t": task["id"], "v": task["version"] })).await["acceptTask"].clone();
    let find = "mutation($t: MatterId!, $v: Int!, $i: TaskFindingInput!) { addTaskFinding(task: $t, version: $v, input: $i) { id version } }";
    let finding = json!({ "place": "window 3", "unit": unit(4), "what": "no number was called", "severity": "YELLOW" });
    let variables = json!({ "t": task["id"], "v": task["version"], "i": finding });
    let task = house.data("some", find, variables).await["addTaskFinding"].clone();
    let upload = sent(house, "some", &task, "window 3.jpg", &photo(4)).await;
    let nowhere = attached(house, "some", &task, std::slice::from_ref(&upload), Some(2)).await;
    assert_eq!(rule(&nowhere), "NO_SUCH_PART");
    assert_eq!(code(&attached(house, "some", &task, &[upload], Some(1)).await), "OK");
    let query = "query($t: MatterId!) { task(id: $t) { evidence { name item kind } } }";
    let files = house.data("head", query, json!({ "t": task["id"] })).await["task"]["evidence"].clone();
    assert_eq!(files, json!([{ "name": "window 3.jpg", "item": 1, "kind": "JPEG" }]));
}

/// An archive with these parts, each of some size.
fn archive(parts: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for part in parts {
        let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        writer.start_file(*part, stored).unwrap();
        std::io::Write::write_all(&mut writer, &[b'x'; 10_000]).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

async fn an_office_file_is_known_by_its_parts(house: &House) {
    let order = order(house).await;
    // As an office program writes it: what tells the kind comes late.
    let written = ["[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml"];
    let upload = sent(house, "north", &order, "plan.docx", &archive(&written)).await;
    let file = attached(house, "north", &order, &[upload], None).await["data"]["attachEvidence"][0].clone();
    assert_eq!((&file["name"], &file["kind"]), (&json!("plan.docx"), &json!("DOCX")));
    let upload = sent(house, "north", &order, "plan.docx", &archive(&["payload.exe"])).await;
    let whatever_now = json!({ "id": order["id"], "version": null });
    assert_eq!(rule(&attached(house, "north", &whatever_now, &[upload], None).await), "KIND_NOT_ALLOWED");
}

async fn whoever_has_no_part_finds_neither_the_row_nor_the_bytes(house: &House) {
    let order = order(house).await;
    let upload = sent(house, "north", &order, "a.jpg", &photo(3)).await;
    // An upload is its sender's alone, also towards the other side.
    for other in ["head", "officer", "some"] {
        let asked = house.answer(other, "query($u: UploadId!) { upload(id: $u) { id } }", json!({ "u": upload })).await;
        assert_eq!(code(&asked), "NOT_FOUND", "{other}");
        assert_eq!(piece(house, other, &upload, 0, b"x").await.code(), "NOT_FOUND", "{other}");
        assert_ne!(code(&attached(house, other, &order, std::slice::from_ref(&upload), None).await), "OK", "{other}");
    }
    let file = attached(house, "north", &order, &[upload], None).await["data"]["attachEvidence"][0]["id"].clone();
    for stranger in ["some", "hr"] {
        assert_eq!(downloaded(house, stranger, &file).await.code(), "NOT_FOUND", "{stranger}");
        assert_ne!(code(&begun(house, stranger, &order, "a.jpg", 10).await), "OK", "{stranger}");
    }
    assert_eq!(
        house.fetch(&format!("/files/evidence/{}", file.as_str().unwrap()), &[]).await.code(),
        "UNAUTHENTICATED"
    );
    // Whoever has a part in it hangs files on that part alone.
    let by_part = sent(
        house,
        "officer",
        &seen(house, "officer", &order["id"]).await["data"]["rectification"],
        "b.jpg",
        &photo(4),
    )
    .await;
    let now = seen(house, "officer", &order["id"]).await["data"]["rectification"].clone();
    let on_all = attached(house, "officer", &now, std::slice::from_ref(&by_part), None).await;
    assert_eq!(rule(&on_all), "NOT_YOUR_PART");
    assert_eq!(code(&attached(house, "officer", &now, &[by_part], Some(1)).await), "OK");
}

fn files(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

async fn what_nothing_refers_to_is_thrown_away_and_what_is_missing_is_said(house: &House) {
    let order = order(house).await;
    let kept = house.kept.path();
    let one = sent(house, "north", &order, "a.jpg", &photo(5)).await;
    let again = sent(house, "north", &order, "b.jpg", &photo(5)).await;
    let answer = attached(house, "north", &order, &[one, again], None).await;
    let both = answer["data"]["attachEvidence"].as_array().unwrap().clone();
    assert_eq!((both.len(), &both[0]["sha256"]), (2, &both[1]["sha256"]));
    assert_eq!(files(&kept.join("files")), 1, "the same bytes are kept once");
    assert_eq!(files(&kept.join("uploads")), 0, "its pieces are gone");

    // One that nobody goes on with, and one that nothing refers to.
    let now = seen(house, "north", &order["id"]).await["data"]["rectification"].clone();
    let left = begun(house, "north", &now, "c.jpg", 4_000_000).await["data"]["beginUpload"]["id"].clone();
    piece(house, "north", &left, 0, &photo(6)[..LEAST]).await;
    let orphan = kept.join("files/ab").join("ab".repeat(32));
    std::fs::create_dir_all(orphan.parent().unwrap()).unwrap();
    std::fs::write(&orphan, b"nobody's").unwrap();
    let clock = |hours: i64| -> backend::app::scope::Clock {
        std::sync::Arc::new(move || chrono::Utc::now() + TimeDelta::hours(hours))
    };
    // What is young is left alone.
    let young = std::sync::Arc::new(|| "2026-11-20T09:00:00Z".parse().unwrap());
    assert_eq!(sweep(&house.store, &house.vault, &(young as backend::app::scope::Clock)).await.unwrap(), 0);
    assert_eq!(sweep(&house.store, &house.vault, &clock(48)).await.unwrap(), 2);
    assert_eq!((files(&kept.join("files")), files(&kept.join("uploads"))), (1, 0));
    assert_eq!(piece(house, "north", &left, LEAST, b"x").await.code(), "NOT_FOUND");
    assert_eq!(downloaded_bytes(house, "head", &both[0]["id"]).await.1, photo(5));

    let sha256 = both[0]["sha256"].as_str().unwrap();
    std::fs::remove_file(kept.join("files").join(&sha256[..2]).join(sha256)).unwrap();
    let missing = downloaded(house, "head", &both[0]["id"]).await;
    assert_eq!((missing.status.is_server_error(), rule(&missing.json())), (false, "FILE_MISSING".to_owned()));
}
