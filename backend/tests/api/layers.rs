//! The arrows between the layers, read off the source: nothing names what it must not know.

use std::path::{Path, PathBuf};

/// A folder or file of the sources, and what its lines may not name.
const RULES: &[(&str, &[&str])] = &[
    ("backend/src/store", &["async_graphql", "axum", "crate::graphql", "crate::http", "crate::app", "crate::cli"]),
    (
        "backend/src/app",
        &["async_graphql", "axum", "sea_orm", "crate::graphql", "crate::http", "crate::cli", "entity::"],
    ),
    ("backend/src/graphql", &["sea_orm", "axum", "crate::http", "crate::cli", "entity::"]),
    ("backend/src/http", &["sea_orm", "crate::cli", "entity::"]),
    ("backend/src/cli", &["sea_orm", "async_graphql", "entity::"]),
    ("backend/src/pack", &["sea_orm", "async_graphql", "axum", "crate::store", "crate::graphql", "crate::http"]),
    ("shared/src", &["tokio", "std::fs", "std::net", "axum", "async fn"]),
    ("extraction/src", &["backend", "migrations", "sea_orm", "async_graphql"]),
    ("migrations/src", &["shared::", "backend"]),
    ("frontend/src", &["backend", "sea_orm", "extraction"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn sources(at: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(at).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() && entry.file_name().is_some_and(|name| name == "tests") {
            continue;
        }
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|extension| extension == "rs") {
            found.push(entry);
        }
    }
}

/// A folder's files with the file that stands beside it under the same name.
fn layer(path: &str) -> Vec<PathBuf> {
    let at = root().join(path);
    let mut found = Vec::new();
    sources(&at, &mut found);
    let beside = at.with_extension("rs");
    found.extend(beside.exists().then_some(beside));
    assert!(!found.is_empty(), "{path} holds no sources: the rule would keep nothing");
    found
}

/// The lines that count: comments and what only tests see are left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().take_while(|(_, line)| !line.contains("#[cfg(test)]"));
    lines.filter(|(_, line)| !line.trim_start().starts_with("//")).map(|(number, line)| (number + 1, line))
}

#[test]
fn nothing_names_what_it_must_not_know() {
    let mut broken = Vec::new();
    for (path, forbidden) in RULES {
        for file in layer(path) {
            let text = std::fs::read_to_string(&file).unwrap();
            for (number, line) in code(&text) {
                let named = forbidden.iter().find(|&&name| names(line, name));
                broken.extend(named.map(|name| format!("{}:{number} names {name}: {}", file.display(), line.trim())));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Whether a line names something, as a word of its own.
fn names(line: &str, name: &str) -> bool {
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + name.len()..).and_then(|text| text.chars().next());
        let word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_');
        !word(before) && (name.ends_with(':') || !word(after))
    })
}

#[test]
fn the_connection_has_one_door() {
    for file in layer("backend/src/store") {
        let name = file.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&file).unwrap();
        let takes = code(&text).any(|(_, line)| line.contains(".connection") || line.contains("DatabaseTransaction"));
        assert!(!takes || matches!(name.as_str(), "scope.rs" | "connect.rs"), "{} takes a connection", file.display());
    }
}
