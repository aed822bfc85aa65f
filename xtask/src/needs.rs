//! What the commands need beside Rust: installed where that is possible, otherwise named with what to type.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use crate::process::{answer, cargo, command, root, run, succeeds};

/// The target triple of the page.
pub const WASM: &str = "wasm32-unknown-unknown";
const CHROMIUM: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const OLDEST_NODE: u32 = 18;

/// A Debian package and what it is needed for.
struct Package {
    name: &'static str,
    purpose: &'static str,
}

pub fn everything() -> Result<()> {
    page()?;
    npm_packages(&root().join("e2e"))?;
    for_tests()?;
    println!("Everything that the commands need is installed.");
    Ok(())
}

/// The wasm target, Node and the npm packages of the charts.
pub fn page() -> Result<()> {
    wasm_target()?;
    node()?;
    npm_packages(&root().join("frontend/charts"))
}

/// Chromium with a Chinese font, and PostgreSQL.
pub fn for_tests() -> Result<()> {
    let mut missing = Vec::new();
    if chromium().is_none() {
        missing.push(Package { name: "chromium", purpose: "browser tests" });
    }
    if !has_chinese_font() {
        missing.push(Package { name: "fonts-noto-cjk", purpose: "Chinese text in screenshots" });
    }
    if env::var_os(testkit::POSTGRES_URL).is_none() && !testkit::has_postgres() {
        missing.push(Package { name: testkit::Missing::PACKAGE, purpose: "tests on PostgreSQL" });
    }
    install(&missing)
}

/// The shell of SQLite: with it a bench forgets, in a database of its own, how rules stood.
pub fn sqlite() -> Result<()> {
    if succeeds(command("sqlite3").arg("--version")) {
        return Ok(());
    }
    install(&[Package { name: "sqlite3", purpose: "the bench of rules" }])
}

/// The browser: `BATON_CHROMIUM`, or the first one on the path.
pub fn chromium() -> Option<PathBuf> {
    if let Some(named) = env::var_os("BATON_CHROMIUM") {
        return Some(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    let places = CHROMIUM.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    places.into_iter().find(|place| place.is_file())
}

pub fn has_nextest() -> bool {
    succeeds(&mut cargo(["nextest", "--version"]))
}

/// Installs an npm package's dependencies exactly as locked, unless that lock was installed before.
pub fn npm_packages(folder: &Path) -> Result<()> {
    node()?;
    let lock =
        fs::read(folder.join("package-lock.json")).with_context(|| format!("no lock in {}", folder.display()))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|before| before == lock) {
        return Ok(());
    }
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    run(command("npm").args(arguments).current_dir(folder))
        .with_context(|| format!("offline? type: cd {} && npm ci", folder.display()))?;
    fs::write(&installed, lock).context("cannot note which npm packages are installed")
}

fn wasm_target() -> Result<()> {
    let sysroot = answer(command("rustc").args(["--print", "sysroot"]))?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).is_dir() {
        return Ok(());
    }
    run(command("rustup").args(["target", "add", WASM]))
        .with_context(|| format!("the page needs Rust's target {WASM}; type: rustup target add {WASM}"))
}

fn node() -> Result<()> {
    let advice = "Node 20 and npm are needed for the page's npm packages: https://nodejs.org or your distribution";
    let version = answer(command("node").arg("--version")).context(advice)?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        bail!("Node {} is too old. {advice}", version.trim());
    }
    if !succeeds(command("npm").arg("--version")) {
        bail!("npm is missing. {advice}");
    }
    Ok(())
}

fn has_chinese_font() -> bool {
    answer(command("fc-list").args([":lang=zh-cn", "family"])).is_ok_and(|fonts| !fonts.trim().is_empty())
}

fn install(missing: &[Package]) -> Result<()> {
    if missing.is_empty() {
        return Ok(());
    }
    let names: Vec<_> = missing.iter().map(|package| package.name).collect();
    let apt_get = ["install", "-y", "--no-install-recommends"];
    let is_root = answer(command("id").arg("-u")).is_ok_and(|id| id.trim() == "0");
    if is_root && succeeds(command("apt-get").arg("--version")) {
        run(command("apt-get").args(["update", "-qq"]))?;
        return run(command("apt-get").env("DEBIAN_FRONTEND", "noninteractive").arg("-qq").args(apt_get).args(names));
    }
    let purposes: Vec<_> = missing.iter().map(|package| format!("{} ({})", package.name, package.purpose)).collect();
    bail!("missing: {}; type: sudo apt-get {} {}", purposes.join(", "), apt_get.join(" "), names.join(" "))
}
