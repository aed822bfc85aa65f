//! `cargo xtask bench`: runs the measurements and writes them, with the machine they were made on, to docs/benchmarks.md.

mod machine;
mod report;

use std::fs;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::{
    needs,
    page::{self, Build},
    process::{answer, cargo, root},
};

pub fn bench() -> Result<()> {
    needs::page()?;
    let page = page::ensure(Build::Release)?;
    let extraction = extraction()?;
    let text = report::text(&machine::describe()?, &extraction, page.files());
    let file = root().join("docs/benchmarks.md");
    fs::create_dir_all(root().join("docs"))?;
    fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    println!("Wrote {}.", file.display());
    Ok(())
}

/// The example's progress goes to the terminal; the last line of its output is the result.
fn extraction() -> Result<Value> {
    let output = answer(&mut cargo(["run", "--release", "--package", "extraction", "--example", "bench"]))?;
    let last = output.lines().next_back().unwrap_or_default();
    serde_json::from_str(last).with_context(|| format!("extraction's bench did not end with a line of JSON: {last:?}"))
}
