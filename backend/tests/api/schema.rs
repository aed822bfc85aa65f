//! The committed schema is the one that is served, and every part of it is explained.

use std::path::PathBuf;

use backend::graphql::schema::{schema, sdl};

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/schema.graphql")
}

#[test]
fn the_committed_schema_is_the_one_that_is_served() {
    let built = sdl();
    if std::env::var_os("UPDATE_SCHEMA").is_some() {
        std::fs::write(file(), &built).unwrap();
    }
    let committed = std::fs::read_to_string(file()).unwrap();
    let first = committed.lines().zip(built.lines()).find(|(committed, built)| committed != built);
    assert!(committed == built, "run with UPDATE_SCHEMA=1, or `baton schema`; the first difference: {first:?}");
}

const UNEXPLAINED: &str = "{ __schema { types { name description fields { name description args { name description } }
    inputFields { name description } enumValues { name description } } } }";

#[tokio::test]
async fn every_type_field_argument_and_value_is_explained() {
    let answer = schema(true).execute(UNEXPLAINED).await;
    assert_eq!(answer.errors, []);
    let told = answer.data.into_json().unwrap();
    let mut silent = Vec::new();
    for kind in told["__schema"]["types"].as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        if name.starts_with("__") || matches!(name, "Int" | "String" | "Boolean" | "Float" | "ID") {
            continue;
        }
        explained(name, kind, &mut silent);
        for part in ["fields", "inputFields", "enumValues"] {
            for field in kind[part].as_array().into_iter().flatten() {
                let path = format!("{name}.{}", field["name"].as_str().unwrap());
                explained(&path, field, &mut silent);
                for argument in field["args"].as_array().into_iter().flatten() {
                    explained(&format!("{path}({})", argument["name"].as_str().unwrap()), argument, &mut silent);
                }
            }
        }
    }
    assert!(silent.is_empty(), "without a sentence: {silent:?}");
}

fn explained(path: &str, thing: &serde_json::Value, silent: &mut Vec<String>) {
    if thing["description"].as_str().is_none_or(str::is_empty) {
        silent.push(path.to_owned());
    }
}
