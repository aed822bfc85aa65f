//! The machine and the versions that a measurement belongs to.

use std::{fs, thread};

use anyhow::Result;

use crate::process::{answer, command, root};

/// Everything a reader needs to compare figures with their own, in one line.
pub fn line() -> Result<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock"))?;
    let unknown = || "unknown".to_owned();
    let facts = [
        first_line(&answer(command("date").args(["-u", "+%Y-%m-%d"]))?),
        field("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
        format!("{} threads", thread::available_parallelism()?),
        field("/proc/meminfo", "MemTotal").map_or_else(unknown, |memory| format!("{memory} of memory")),
        format!("load {} before this line was written", load().unwrap_or_else(unknown)),
        first_line(&answer(command("uname").args(["-s", "-r", "-m"]))?),
        first_line(&answer(command("rustc").arg("--version"))?),
        format!("DataFusion {}", locked(&lock, "datafusion")),
        format!("Arrow {}", locked(&lock, "arrow")),
    ];
    Ok(format!("Measured: {}.", facts.join("; ")))
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

/// How many processes wanted to run, on average over five minutes.
fn load() -> Option<String> {
    fs::read_to_string("/proc/loadavg").ok()?.split(' ').nth(1).map(str::to_owned)
}

fn locked(lock: &str, package: &str) -> String {
    let name = format!("name = \"{package}\"");
    let version = lock.lines().skip_while(|line| *line != name).nth(1).unwrap_or_default();
    version.trim_start_matches("version = ").trim_matches('"').to_owned()
}
