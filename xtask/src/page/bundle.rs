//! Scripts and style sheets: each bundled and minified into one file by esbuild, which the charts' npm package brings.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use crate::process::{command, root, run};

const START: &str = include_str!("start.js");

/// `frontend/style.css`: the look of every page.
pub fn style(work: &Path) -> Result<Vec<u8>> {
    esbuild(&root().join("frontend/style.css"), &work.join("style.css"), &[])
}

/// `frontend/pages.css`: the look of what only pages show that are fetched when they are opened.
pub fn page_style(work: &Path) -> Result<Vec<u8>> {
    esbuild(&root().join("frontend/pages.css"), &work.join("pages.css"), &[])
}

/// `frontend/charts/src/charts.js` with the parts of ECharts it uses.
pub fn charts(work: &Path) -> Result<Vec<u8>> {
    esbuild(&root().join("frontend/charts/src/charts.js"), &work.join("charts.js"), &["--legal-comments=eof"])
}

/// The bindings of the wasm module and the line that starts it.
pub fn script(glue: &Path, work: &Path) -> Result<Vec<u8>> {
    let start = glue.join("start.js");
    fs::write(&start, START).with_context(|| format!("cannot write {}", start.display()))?;
    // The bindings name the script that fetches pieces once for every function that the module imports from it.
    esbuild(&start, &work.join("start.js"), &["--log-override:duplicate-object-key=silent"])
}

fn esbuild(source: &Path, made: &Path, more: &[&str]) -> Result<Vec<u8>> {
    let mut esbuild = command("node");
    esbuild.arg(root().join("frontend/charts/node_modules/esbuild/bin/esbuild")).arg(source);
    esbuild.args(["--bundle", "--minify", "--format=esm", "--target=es2022", "--log-level=warning"]).args(more);
    run(esbuild.arg(format!("--outfile={}", made.display())))?;
    fs::read(made).with_context(|| format!("cannot read {}", made.display()))
}
