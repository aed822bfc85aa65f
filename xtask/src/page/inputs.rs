//! What the page is made of, as one hash: the page is built again when it changes.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::process::root;

const INPUTS: [&str; 8] = [
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "frontend",
    "rust-toolchain.toml",
    "shared/Cargo.toml",
    "shared/src",
    "xtask/src/page",
];
const CONTRACT: &str = "shared/schema.graphql";
const NOT_INPUTS: [&str; 2] = ["node_modules", "target"];

/// A hash over the names and contents of all files that the page is made of.
pub fn fingerprint() -> Result<String> {
    let mut files = Vec::new();
    for input in INPUTS.iter().chain([&CONTRACT]) {
        collect(&root().join(input), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        hash.update(file.as_os_str().as_encoded_bytes());
        // Lengths keep the end of one file apart from the beginning of the next.
        hash.update(content.len().to_le_bytes());
        hash.update(content);
    }
    Ok(hex::encode(hash.finalize()))
}

fn collect(place: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if place.is_file() {
        files.push(place.to_owned());
        return Ok(());
    }
    // A file that does not exist yet is an input as soon as it does.
    let Ok(entries) = place.read_dir() else { return Ok(()) };
    for entry in entries {
        let entry = entry?;
        if !NOT_INPUTS.iter().any(|name| entry.file_name() == *name) {
            collect(&entry.path(), files)?;
        }
    }
    Ok(())
}
