//! Where PostgreSQL's programs are, and how to run one. PostgreSQL refuses to run as root, so root becomes `postgres`.

use std::{
    env, fmt,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// The major version the tests are written for; a newer one is taken where this is not installed.
const VERSION: u32 = 15;
const NEEDED: [&str; 4] = ["initdb", "pg_ctl", "postgres", "psql"];
const DEBIAN: &str = "/usr/lib/postgresql";

/// PostgreSQL's server programs are not installed. Its text says what to type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing;

impl Missing {
    /// The Debian package that has them.
    pub const PACKAGE: &str = "postgresql-15";
}

impl fmt::Display for Missing {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "PostgreSQL {VERSION} is not installed: apt-get install -y --no-install-recommends {}, or set {} to the \
             URL of a server whose role may create databases",
            Self::PACKAGE,
            super::POSTGRES_URL
        )
    }
}

impl std::error::Error for Missing {}

#[derive(Debug)]
pub(super) struct Programs {
    folder: PathBuf,
    is_root: bool,
}

impl Programs {
    pub(super) fn find() -> Result<Self> {
        let debian = [Path::new(DEBIAN).join(VERSION.to_string()).join("bin")];
        let path = env::var_os("PATH").unwrap_or_default();
        let folder = debian.into_iter().chain(env::split_paths(&path)).chain(newer()).find(|folder| has_all(folder));
        let user = Command::new("id").arg("-u").output().context("cannot run id")?;
        Ok(Self { folder: folder.ok_or(Missing)?, is_root: user.stdout.trim_ascii() == b"0" })
    }

    /// A program of the server, run as a user that PostgreSQL accepts.
    pub(super) fn server(&self, program: &str) -> Command {
        self.as_ordinary_user(self.folder.join(program))
    }

    pub(super) fn psql(&self) -> Command {
        Command::new(self.folder.join("psql"))
    }

    pub(super) fn as_ordinary_user(&self, program: impl AsRef<Path>) -> Command {
        if !self.is_root {
            return Command::new(program.as_ref());
        }
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program.as_ref());
        command
    }

    pub(super) fn path(&self, program: &str) -> PathBuf {
        self.folder.join(program)
    }

    /// Runs to the end. The error has everything the program said.
    pub(super) fn run(&self, command: &mut Command) -> Result<()> {
        // The caller's folder may be closed to the ordinary user.
        let done = command.current_dir("/").stdin(Stdio::null()).output();
        let done = done.with_context(|| format!("cannot run {command:?}"))?;
        if done.status.success() {
            return Ok(());
        }
        let said = [done.stdout, done.stderr].concat();
        bail!("{command:?}: {}\n{}", done.status, String::from_utf8_lossy(&said).trim_end())
    }
}

fn has_all(folder: &Path) -> bool {
    NEEDED.iter().all(|program| folder.join(program).is_file())
}

fn newer() -> Vec<PathBuf> {
    let folders = Path::new(DEBIAN).read_dir().into_iter().flatten().flatten();
    let versions = folders.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let mut versions: Vec<_> = versions.filter(|version| *version > VERSION).collect();
    versions.sort_unstable();
    versions.into_iter().map(|version| Path::new(DEBIAN).join(version.to_string()).join("bin")).collect()
}
