//! The wasm module in pieces: what only a later page needs goes into a file of its own, which the page fetches by its address.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use wasm_split_cli_support::Options;

/// The script that fetches chunks, as the module imports it.
const LINK: &str = "./__wasm_split.js";

/// The parts of a module.
pub struct Pieces {
    /// What is loaded first, still without its bindings.
    pub main: PathBuf,
    /// What is fetched later.
    chunks: Vec<PathBuf>,
    link: PathBuf,
}

/// Writes the pieces of a module into the folder in which `script`, the bindings of the main one, will stand.
pub fn split(module: &Path, script: &str, glue: &Path) -> Result<Pieces> {
    let whole = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let main = glue.join("main.wasm");
    let script = format!("./{script}");
    let mut options = Options::new(&whole);
    options.output_dir = glue;
    options.main_out_path = &main;
    options.link_name = LINK;
    options.main_module = &script;
    let made = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:#}"))
        .with_context(|| format!("cannot split {}", module.display()))?;
    ensure!(!made.split_modules.is_empty(), "{} has no pages to split off; was RUSTFLAGS set?", module.display());
    Ok(Pieces { main, chunks: made.split_modules, link: glue.join(LINK) })
}

impl Pieces {
    /// Hands every chunk to `add` with its name, and has the script fetch it by the path that comes back.
    pub fn place(&self, mut add: impl FnMut(&str, &[u8]) -> Result<String>) -> Result<()> {
        let mut script = fs::read_to_string(&self.link).context("cannot read the script that fetches chunks")?;
        for chunk in &self.chunks {
            let name = chunk.file_name().and_then(|name| name.to_str()).context("a chunk's name is not UTF-8")?;
            let content = fs::read(chunk).with_context(|| format!("cannot read {}", chunk.display()))?;
            script = fetching(&script, name, &add(name, &content)?)?;
        }
        fs::write(&self.link, script).context("cannot write the script that fetches chunks")
    }
}

/// The script with the path of a chunk in place of its name.
fn fetching(script: &str, name: &str, path: &str) -> Result<String> {
    let named = format!("\"./{name}\"");
    match script.matches(&named).count() {
        1 => Ok(script.replace(&named, &format!("\"{path}\""))),
        times => bail!("the script that fetches chunks names {name} {times} times"),
    }
}

#[cfg(test)]
mod tests {
    use super::fetching;

    const SCRIPT: &str = "fetch(new URL(\"./split_a.wasm\", import.meta.url)); fetch(new URL(\"./chunk_1.wasm\", import.meta.url))";

    #[test]
    fn a_chunk_is_fetched_by_its_path() {
        let script = fetching(SCRIPT, "chunk_1.wasm", "/assets/chunk_1-0f.wasm").unwrap();
        assert!(script.contains("new URL(\"/assets/chunk_1-0f.wasm\", import.meta.url)"), "{script}");
        assert!(script.contains("\"./split_a.wasm\""), "{script}");
    }

    #[test]
    fn a_chunk_that_nothing_fetches_is_refused() {
        for name in ["split_b.wasm", "a.wasm"] {
            assert!(fetching(SCRIPT, name, "/assets/x.wasm").is_err(), "{name}");
        }
    }
}
