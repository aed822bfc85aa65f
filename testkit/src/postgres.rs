//! PostgreSQL for tests: which server a test gets, and a database of its own on it. Starting one is in `cluster`.

mod cluster;
mod keeper;
mod programs;

use std::{
    env, process,
    sync::{
        OnceLock,
        atomic::{AtomicU32, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use anyhow::{Result, anyhow, bail};

pub use cluster::Cluster;
pub use programs::Missing;
use programs::Programs;

/// The environment variable that names a running server: the URL of a database whose role may create others.
/// `cargo xtask test` sets it to the cluster it starts; whoever has a server of their own sets it by hand.
pub const POSTGRES_URL: &str = "BATON_TEST_POSTGRES_URL";

static STARTED: OnceLock<Result<Cluster, String>> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// The URL of a new, empty database that no other test knows.
///
/// It lies on the server of [`POSTGRES_URL`] and is dropped when the process ends; without that on a cluster which is
/// started once per process and removed with it. Names begin with `test_`.
///
/// # Errors
/// [`Missing`] where PostgreSQL is not installed, with what to type; otherwise what PostgreSQL said.
pub fn postgres_url_for_test() -> Result<String> {
    let given = env::var(POSTGRES_URL).ok();
    let admin = match &given {
        Some(url) => url.clone(),
        None => started()?.url("postgres"),
    };
    let programs = Programs::find()?;
    let database = unique_name()?;
    create_database(&programs, &admin, &database)?;
    if given.is_some() {
        // Hundreds of tests share that server: what each leaves behind would fill a disk.
        keeper::drop_at_end(&programs, &admin, &database)?;
    }
    Ok(with_database(&admin, &database))
}

/// Executes a statement in a database, past the server under test.
///
/// # Errors
/// What the database says of it.
pub fn execute(url: &str, statement: &str) -> Result<()> {
    let programs = Programs::find()?;
    programs.run(programs.psql().args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", statement, url]))
}

/// Whether PostgreSQL's server programs are installed, so that a cluster can be started.
pub fn has_postgres() -> bool {
    Programs::find().is_ok()
}

fn started() -> Result<&'static Cluster> {
    let cluster = STARTED.get_or_init(|| Cluster::start().map_err(|error| format!("{error:#}")));
    cluster.as_ref().map_err(|error| anyhow!("{error}"))
}

/// Unlike in any other process, also an earlier one with the same process id.
fn unique_name() -> Result<String> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros();
    let number = DATABASES.fetch_add(1, Ordering::Relaxed);
    Ok(format!("test_{}_{now}_{number}", process::id()))
}

fn create_database(programs: &Programs, admin: &str, name: &str) -> Result<()> {
    let is_plain = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !is_plain {
        bail!("the database name {name:?} has characters other than a-z, 0-9 and _");
    }
    let statement = format!("CREATE DATABASE {name}");
    programs.run(programs.psql().args(["-qX", "-v", "ON_ERROR_STOP=1", "-c", &statement, admin]))
}

/// The same server and role, another database: only the path of the URL changes.
fn with_database(url: &str, database: &str) -> String {
    let (address, options) = url.split_once('?').map_or((url, None), |(address, options)| (address, Some(options)));
    let authority_start = address.find("://").map_or(0, |at| at + 3);
    let path_start = address.rfind('/').filter(|at| *at >= authority_start);
    let server = path_start.and_then(|at| address.get(..at)).unwrap_or(address);
    match options {
        Some(options) => format!("{server}/{database}?{options}"),
        None => format!("{server}/{database}"),
    }
}

#[cfg(test)]
mod tests {
    use super::with_database;

    #[test]
    fn only_the_path_of_the_url_changes() {
        for (url, expected) in [
            ("postgres://postgres@localhost/postgres?host=/tmp/x", "postgres://postgres@localhost/t?host=/tmp/x"),
            ("postgres://a:b@db.example:5432/postgres", "postgres://a:b@db.example:5432/t"),
            ("postgres://localhost", "postgres://localhost/t"),
            ("postgres://localhost/", "postgres://localhost/t"),
            ("postgres://localhost?host=/run/pg", "postgres://localhost/t?host=/run/pg"),
        ] {
            assert_eq!(with_database(url, "t"), expected);
        }
    }
}
