//! Something is always cleared up: a shell of its own waits for the end of the process, however it comes, and does it.

use std::{
    ffi::OsStr,
    mem,
    os::unix::process::CommandExt,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result};

use super::programs::Programs;

/// Waits until its input ends, which is when the owner lets go of it or dies in whatever way.
const WAIT: &str = "trap '' HUP INT TERM
while read -r _; do :; done
";

const DROP_DATABASE: &str = r#""$1" -qX -c "DROP DATABASE IF EXISTS $2 WITH (FORCE)" "$3""#;

/// Starts `shell` (a `sh`) that does `what` at the end. In `what`, `$1`, `$2`, … are the arguments.
pub(super) fn keep(shell: &mut Command, what: &str, arguments: &[&OsStr]) -> Result<Child> {
    shell.args(["-c", &format!("{WAIT}{what}"), "sh"]).args(arguments);
    // In a group of its own: Ctrl-C and a test runner's time limit go to whole groups.
    shell.process_group(0);
    shell.current_dir("/").stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    shell.spawn().context("cannot start the shell that clears up after PostgreSQL")
}

/// Drops a database when this process ends.
pub(super) fn drop_at_end(programs: &Programs, admin: &str, database: &str) -> Result<()> {
    let psql = programs.path("psql");
    let arguments = [psql.as_os_str(), OsStr::new(database), OsStr::new(admin)];
    // Never let go of: its input ends with the process and not before.
    mem::forget(keep(&mut Command::new("sh"), DROP_DATABASE, &arguments)?);
    Ok(())
}
