//! All rows a run could not use can be taken out, by whoever may read datasets; a file that is gone is told as gone.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::district::District;
use crate::on_both_databases;

on_both_databases! {
    every_refused_row_is_in_the_file_and_nothing_personal
    a_removed_file_breaks_neither_the_page_nor_the_answer
    files_take_the_permission_for_datasets
    a_file_from_before_a_column_was_marked_personal_is_no_longer_handed_out
}

async fn files(district: &District, login: &str) -> Value {
    let query = "query($id: RunId!) {
        run(id: $id) { rowsRefused refusedFiles { dataset { id version } compressed rows total size sha256 available } }
    }";
    district.data(login, query, json!({ "id": district.run.id })).await["run"].take()
}

fn address(district: &District, run: &Value) -> String {
    let dataset = run["refusedFiles"][0]["dataset"]["id"].as_str().unwrap();
    format!("/files/runs/{}/refused/{dataset}", district.run.id)
}

async fn every_refused_row_is_in_the_file_and_nothing_personal(district: &District) {
    let run = files(district, "office").await;
    assert_eq!(run["refusedFiles"].as_array().unwrap().len(), 1);
    let file = &run["refusedFiles"][0];
    assert_eq!([&file["rows"], &file["total"], &run["rowsRefused"]], [3, 3, 3]);
    assert_eq!((&file["available"], &file["compressed"]), (&json!(true), &json!(false)));

    let (status, text) = district.file("office", &address(district, &run)).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(json!(text.len()), file["size"]);
    let expected = "\u{feff}文件,行,列,原因,内容,整行\n\
        f.csv,15,unit,UNKNOWN_UNIT,X,\n\
        f.csv,16,staff,UNKNOWN_PERSON,,\n\
        f.csv,17,day,BAD_DATE,2026-13-01,\n";
    assert_eq!(text, expected);
}

async fn a_removed_file_breaks_neither_the_page_nor_the_answer(district: &District) {
    let address = address(district, &files(district, "office").await);
    std::fs::remove_dir_all(district.data.path().join("refused")).unwrap();
    let run = files(district, "office").await;
    assert_eq!(run["refusedFiles"][0]["available"], false);
    assert_eq!(run["refusedFiles"][0]["total"], 3);

    let (status, text) = district.file("office", &address).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let answer: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(answer["errors"][0]["extensions"]["code"], "REFUSED");
    assert!(text.contains("was removed or changed"), "{text}");

    let again = district.run_again().await;
    let shelved = district.data.path().join(format!("refused/run-{}", again.id));
    assert_eq!(std::fs::read_dir(shelved).unwrap().count(), 1, "the next run keeps its own");
}

async fn files_take_the_permission_for_datasets(district: &District) {
    let address = address(district, &files(district, "office").await);
    for login in ["head", "group"] {
        assert_eq!(district.file(login, &address).await.0, StatusCode::FORBIDDEN, "{login}");
    }
    let unknown = format!("/files/runs/{}/refused/{}", district.run.id, district.run.id);
    assert_eq!(district.file("office", &unknown).await.0, StatusCode::NOT_FOUND);
}

async fn a_file_from_before_a_column_was_marked_personal_is_no_longer_handed_out(district: &District) {
    let run = files(district, "data").await;
    let (address, dataset) = (address(district, &run), &run["refusedFiles"][0]["dataset"]);
    let column = |name: &str, kind: &str, personal: bool| json!({ "name": name, "type": kind, "required": false, "notNegative": false, "dateShapes": [], "personal": personal });
    let columns = [
        column("day", "DATE", false),
        column("unit", "TEXT", true),
        column("staff", "TEXT", true),
        column("payer", "TEXT", false),
        column("amount", "DECIMAL", false),
    ];
    let input = json!({
        "id": dataset["id"], "version": dataset["version"], "code": "returns", "name": "Returns", "system": "S", "files": ["f.csv"],
        "manner": { "format": "CSV", "encoding": "UTF_8", "delimiter": ",", "nullWords": [], "header": true },
        "columns": columns, "timeColumn": "day", "zone": "LOCAL", "unitColumn": "unit", "personColumn": "staff",
        "completeTo": "2026-06-30",
    });
    district
        .data(
            "data",
            "mutation($input: DatasetInput!) { saveDataset(input: $input) { version } }",
            json!({ "input": input }),
        )
        .await;

    assert_eq!(files(district, "data").await["refusedFiles"][0]["available"], false);
    let (status, text) = district.file("data", &address).await;
    assert!(status == StatusCode::CONFLICT && !text.contains("UNKNOWN_UNIT"), "{text}");

    let again = district.run_again().await;
    let (status, text) =
        district.file("data", &address.replace(&district.run.id.to_string(), &again.id.to_string())).await;
    assert!(status == StatusCode::OK && text.contains("f.csv,15,unit,UNKNOWN_UNIT,,\n"), "{text}");
}
