//! The server program `baton`, built for development.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::process::{cargo, command, root, run, target};

/// Builds `baton` and returns where it is.
pub fn build() -> Result<PathBuf> {
    // Chosen from the whole workspace, so that dependencies have the features (and so the builds) they have in tests.
    run(&mut cargo(["build", "--workspace", "--exclude", "xtask", "--bin", "baton"]))?;
    Ok(program())
}

/// Builds `baton` as it is released and returns where it is.
pub fn build_release() -> Result<PathBuf> {
    run(&mut cargo(["build", "--release", "--workspace", "--exclude", "xtask", "--bin", "baton"]))?;
    Ok(target().join("release").join("baton"))
}

/// Where cargo puts the development build.
pub fn program() -> PathBuf {
    target().join("debug").join("baton")
}

/// A command of `baton`, with its data where the README says: `data/` beside it.
pub fn baton(database: Option<&str>) -> Command {
    let mut baton = command(program());
    baton.current_dir(root());
    if std::env::var_os("BATON_DATA_DIR").is_none() {
        baton.env("BATON_DATA_DIR", "data");
    }
    if let Some(database) = database {
        baton.env("BATON_DATABASE_URL", database);
    }
    baton
}
