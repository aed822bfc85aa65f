//! The wasm module: compiled by cargo, split, given its JavaScript bindings by the library behind wasm-bindgen's command.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use super::{
    Build,
    split::{self, Pieces},
};
use crate::{
    needs::WASM,
    process::{cargo, root, run, target},
};

/// The bindings' script.
const SCRIPT: &str = "frontend.js";

/// Writes `frontend.js`, `frontend_bg.wasm`, the chunks and, where crates bring their own JavaScript, `snippets/` into a folder.
pub fn write(build: Build, glue: &Path) -> Result<Pieces> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).context("cannot read Cargo.lock")?;
    check_versions(&lock)?;
    let pieces = split::split(&compile(build)?, SCRIPT, glue)?;
    Bindgen::new()
        .input_path(&pieces.main)
        .out_name("frontend")
        // The chunks use what the linker exports.
        .keep_lld_exports(true)
        .web(true)?
        .typescript(false)
        .remove_name_section(build == Build::Release)
        .remove_producers_section(true)
        .generate(glue)
        .with_context(|| format!("cannot make bindings for {}", pieces.main.display()))?;
    Ok(pieces)
}

/// The module that belongs to the bindings in `glue`.
pub fn wasm(glue: &Path) -> Result<Vec<u8>> {
    let file = glue.join("frontend_bg.wasm");
    fs::read(&file).with_context(|| format!("cannot read {}", file.display()))
}

fn compile(build: Build) -> Result<PathBuf> {
    let profile = build.profile();
    run(&mut cargo(["build", "--package", "frontend", "--bin", "frontend", "--target", WASM, "--profile", profile]))?;
    Ok(target().join(WASM).join(profile).join("frontend.wasm"))
}

/// The bindings' format is private to one version of wasm-bindgen: library and macro must be the same.
fn check_versions(lock: &str) -> Result<()> {
    let library = locked(lock, "wasm-bindgen")?;
    let support = locked(lock, "wasm-bindgen-cli-support")?;
    if library != support {
        bail!(
            "Cargo.lock has wasm-bindgen {library} and wasm-bindgen-cli-support {support}: set both to the same version \
             in the workspace's Cargo.toml"
        );
    }
    Ok(())
}

fn locked<'a>(lock: &'a str, package: &str) -> Result<&'a str> {
    let name = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name).skip(1);
    let version = lines.next().and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'));
    version.with_context(|| format!("Cargo.lock does not have {package}"))
}

#[cfg(test)]
mod tests {
    use super::check_versions;

    fn lock(library: &str, support: &str) -> String {
        format!(
            "[[package]]\nname = \"wasm-bindgen\"\nversion = \"{library}\"\n\n\
             [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"{support}\"\n"
        )
    }

    #[test]
    fn library_and_support_must_be_the_same_version() {
        assert!(check_versions(&lock("0.2.130", "0.2.130")).is_ok());
        let refused = check_versions(&lock("0.2.131", "0.2.130")).unwrap_err().to_string();
        assert!(refused.contains("0.2.131") && refused.contains("0.2.130"), "{refused}");
    }

    #[test]
    fn a_lock_without_either_is_refused() {
        assert!(check_versions("[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n").is_err());
    }
}
