//! The machine and the versions that a measurement belongs to.

use std::{fs, thread};

use anyhow::Result;

use crate::process::{answer, command, root};

/// Name and value of everything a reader needs to compare figures with their own.
pub fn describe() -> Result<Vec<(&'static str, String)>> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    Ok(vec![
        ("Date", first_line(&answer(command("date").args(["-u", "+%Y-%m-%d"]))?)),
        ("Processor", field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned())),
        ("Threads", thread::available_parallelism()?.to_string()),
        ("Memory", field("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned())),
        ("System", first_line(&answer(command("uname").args(["-s", "-r", "-m"]))?)),
        ("Rust", first_line(&answer(command("rustc").arg("--version"))?)),
        ("DataFusion", locked(&lock, "datafusion")),
        ("Arrow", locked(&lock, "arrow")),
    ])
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}

/// The value of the first line `name : value` of a file of `/proc`.
fn field(file: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn locked(lock: &str, package: &str) -> String {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1).unwrap_or_default();
    version.trim_start_matches("version = ").trim_matches('"').to_owned()
}
