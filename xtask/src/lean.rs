//! Keeps the server's crates out of the page. Only the page's own dependency tree shows it: a host build unifies features.

use anyhow::{Result, bail};

use crate::{
    needs::WASM,
    process::{answer, cargo},
};

const SERVER_ONLY: [&str; 14] = [
    "arrow",
    "async-graphql",
    "axum",
    "backend",
    "datafusion",
    "extraction",
    "hyper",
    "migrations",
    "parquet",
    "rustls",
    "sea-orm",
    "sqlx",
    "sqlx-core",
    "tokio",
];

/// Refuses a page that links a crate of the server.
pub fn check() -> Result<()> {
    let edges = "normal,no-proc-macro";
    let tree = answer(&mut cargo([
        "tree",
        "--package",
        "frontend",
        "--target",
        WASM,
        "--edges",
        edges,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ]))?;
    let found = server_only(&tree);
    if !found.is_empty() {
        bail!(
            "the page links {}; see: cargo tree -p frontend --target {WASM} -i {}",
            found.join(", "),
            found.join(" -i ")
        );
    }
    Ok(())
}

fn server_only(tree: &str) -> Vec<&str> {
    let mut found: Vec<_> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| SERVER_ONLY.contains(name))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::server_only;

    #[test]
    fn a_crate_of_the_server_is_found_by_its_whole_name() {
        let tree = "frontend v0.1.0 (/baton/frontend)\ntokio v1.0.0\ntokio-util-like v1.0.0\narrowhead v2.0.0\ntokio v1.0.0 (*)";
        assert_eq!(server_only(tree), ["tokio"]);
    }
}
