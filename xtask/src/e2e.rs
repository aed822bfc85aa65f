//! `cargo xtask e2e`: the browser tests. The tests themselves are in `e2e/`.

use anyhow::{Context, Result};

use crate::{
    needs,
    page::{self, Build},
    process::{command, root, run},
    server,
};

#[derive(clap::Args)]
pub struct Arguments {
    /// Only the specs whose file name has one of these words
    filter: Vec<String>,
}

pub fn e2e(arguments: &Arguments) -> Result<()> {
    needs::page()?;
    page::ensure(Build::Quick)?;
    server::build()?;
    browse(&arguments.filter)
}

/// Runs the specs against the page and the server that are built.
pub fn browse(filter: &[String]) -> Result<()> {
    needs::for_tests()?;
    let folder = root().join("e2e");
    needs::npm_packages(&folder)?;
    let chromium = needs::chromium().context("no chromium; type: cargo xtask setup")?;
    let mut node = command("node");
    node.arg("run.mjs").args(filter).current_dir(folder);
    run(node.env("BATON_PROGRAM", server::program()).env("BATON_CHROMIUM", chromium))
}
