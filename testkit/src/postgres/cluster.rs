//! One throw-away cluster: made in about a second, reached over a unix socket only, gone with the process that made it.

use std::{
    path::{Path, PathBuf},
    process::{self, Child, Stdio},
    sync::atomic::{AtomicU32, Ordering},
};

use anyhow::{Context, Result, bail};

use super::{create_database, keeper, programs::Programs};

/// A unix socket's path has at most 107 bytes, so the cluster does not lie in a test's own (long) folder.
const SHORT_FOLDER: &str = "/tmp";

/// Nothing here has to survive a power cut. Many tests, each with a pool of its own, share one server.
const SETTINGS: &str = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c max_wal_size=256MB";

/// What is done when the cluster is dropped or its owner dies.
const CLEAR_UP: &str = r#""$1" -D "$2/data" -m immediate -w stop
rm -rf "$2""#;

static CLUSTERS: AtomicU32 = AtomicU32::new(0);

/// A running PostgreSQL server with its data in a temporary folder. Dropping it stops the server at once and removes the
/// folder; so does the end of the process, also by a signal or when the value is kept in a static.
#[derive(Debug)]
pub struct Cluster {
    programs: Programs,
    folder: PathBuf,
    keeper: Child,
}

impl Cluster {
    /// Makes and starts a cluster with one superuser `postgres`, no password, UTF-8.
    ///
    /// # Errors
    /// [`Missing`](super::Missing) where PostgreSQL is not installed; otherwise what `initdb` or the server's log said.
    pub fn start() -> Result<Self> {
        let programs = Programs::find()?;
        let number = CLUSTERS.fetch_add(1, Ordering::Relaxed);
        let folder = Path::new(SHORT_FOLDER).join(format!("baton-pg-{}-{number}", process::id()));
        programs.run(programs.as_ordinary_user("mkdir").args(["-m", "0700"]).arg(&folder))?;
        // From here on the keeper clears up, whatever fails.
        let mut shell = programs.as_ordinary_user("sh");
        let keeper = keeper::keep(&mut shell, CLEAR_UP, &[programs.path("pg_ctl").as_os_str(), folder.as_os_str()])?;
        let cluster = Self { programs, folder, keeper };
        cluster.initialise()?;
        cluster.listen()?;
        Ok(cluster)
    }

    /// The URL of a database of this cluster, for libpq and for sqlx.
    pub fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.folder.display())
    }

    /// Creates an empty database and returns its URL. The name has only a–z, 0–9 and `_`.
    ///
    /// # Errors
    /// Another name, or a database of that name exists.
    pub fn create_database(&self, name: &str) -> Result<String> {
        create_database(&self.programs, &self.url("postgres"), name)?;
        Ok(self.url(name))
    }

    fn initialise(&self) -> Result<()> {
        let mut initdb = self.programs.server("initdb");
        initdb.arg("-D").arg(self.folder.join("data"));
        initdb.args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "-N"]);
        self.programs.run(&mut initdb)
    }

    fn listen(&self) -> Result<()> {
        let log = self.folder.join("log");
        let mut start = self.programs.server("pg_ctl");
        start.arg("-D").arg(self.folder.join("data")).arg("-l").arg(&log);
        start.arg("-o").arg(format!("-k {} {SETTINGS}", self.folder.display())).args(["-w", "start"]);
        // Not `output`: the server would keep our pipe open for as long as it lives.
        let start = start.current_dir("/").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        if start.status().context("cannot run pg_ctl")?.success() {
            return Ok(());
        }
        bail!("PostgreSQL did not start: {}", std::fs::read_to_string(&log).unwrap_or_default().trim_end())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.keeper.stdin.take());
        // Nothing to be done in a destructor about a keeper that was killed.
        let _ended = self.keeper.wait();
    }
}
