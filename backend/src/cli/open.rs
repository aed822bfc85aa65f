//! Opening the database for a command: what is wrong is said with what it is about and the way out.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::Utc;
use extraction::engine::EngineConfig;
use shared::policy::{Purpose, Viewer};

use crate::app::run::Workshop;
use crate::app::run::refused::Shelf;
use crate::app::run::{Tell, workshop_within};
use crate::app::scope::Scope;
use crate::config::Config;
use crate::error::Error;
use crate::store::{Store, account};

/// The database, with the newest schema and the shipped roles.
///
/// # Errors
/// [`Error::Unavailable`] where it cannot be opened, cannot be written, or belongs to a newer version.
pub async fn opened(config: &Config) -> Result<Store, Error> {
    if let Some(file) = config.database.file() {
        prepare(&file)?;
    }
    let store = Store::open_migrated(config.database.url.reveal()).await.map_err(|error| said(config, error))?;
    let session = operator(&store).begin().await?;
    account::role::seed_roles(&session).await?;
    session.commit().await?;
    Ok(store)
}

/// What runs work with, within the limits of the configuration; rows that cannot be used are kept in the data folder.
///
/// # Errors
/// [`Error::Unavailable`] where the engine cannot be set up.
pub fn workshop(config: &Config, store: &Store, tell: Tell) -> Result<Workshop, Error> {
    let limits = EngineConfig {
        memory: usize::try_from(config.extraction.memory_mib).unwrap_or(usize::MAX >> 20) << 20,
        threads: config.extraction.threads.into(),
        ..EngineConfig::default()
    };
    let shelf = Shelf::below(&config.data.folder, config.data.refused);
    Ok(workshop_within(store, &limits, tell)?.keeping(shelf))
}

/// The scope of an operator's command: whoever can run it on this machine may do everything.
#[must_use]
pub fn operator(store: &Store) -> Scope {
    Scope::new(store.clone(), Arc::new(Viewer::system(Purpose::Operate)), Utc::now(), None)
}

fn said(config: &Config, error: Error) -> Error {
    match error {
        Error::Unavailable(reason) => {
            let way_out = "name another with --database-url or BATON_DATABASE_URL";
            Error::Unavailable(format!("{}: {reason}; {way_out}", config.database.shown()))
        }
        other => other,
    }
}

/// Makes the folder of an embedded database and tries whether the file can be written.
fn prepare(file: &Path) -> Result<(), Error> {
    let failed = |what: &str, path: &Path, error: std::io::Error| {
        let way_out = "make it writable, or name another folder with --data-dir or BATON_DATA_DIR";
        Error::Unavailable(format!("cannot {what} {}: {error}; {way_out}", path.display()))
    };
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(|error| failed("make the folder", folder, error))?;
    }
    let written = OpenOptions::new().append(true).create(true).open(file);
    written.map(|_| ()).map_err(|error| failed("write", file, error))
}

/// Holds an embedded database for one server; let go when the process ends.
#[derive(Debug)]
pub struct Held(#[expect(dead_code, reason = "the lock lives as long as the file is open")] Option<File>);

/// Takes the embedded database for this server alone.
///
/// # Errors
/// [`Error::Unavailable`] where another server has it.
pub fn hold(config: &Config) -> Result<Held, Error> {
    let Some(database) = config.database.file() else { return Ok(Held(None)) };
    prepare(&database)?;
    let mut path = database.into_os_string();
    path.push(".lock");
    let path = PathBuf::from(path);
    let cannot = |error: std::io::Error| Error::Unavailable(format!("cannot lock {}: {error}", path.display()));
    let file = OpenOptions::new().append(true).create(true).open(&path).map_err(cannot)?;
    match file.try_lock() {
        Ok(()) => Ok(Held(Some(file))),
        Err(TryLockError::WouldBlock) => Err(Error::Unavailable(format!(
            "another server has {}: stop it, or name another database with --database-url",
            config.database.shown()
        ))),
        Err(TryLockError::Error(error)) => Err(cannot(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;

    fn config(folder: &Path) -> Config {
        Layer { data_dir: Some(folder.to_owned()), ..Layer::default() }.complete()
    }

    #[test]
    fn a_second_server_on_the_same_file_is_refused_until_the_first_ends() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path());
        let first = hold(&config).unwrap();
        let second = hold(&config).unwrap_err().to_string();
        assert!(second.contains("another server has") && second.contains("baton.db"), "{second}");
        drop(first);
        assert!(hold(&config).is_ok());
    }

    #[tokio::test]
    async fn a_folder_that_is_none_is_said_with_the_way_out() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let error = opened(&config(&file)).await.unwrap_err().to_string();
        assert!(error.contains("BATON_DATA_DIR") && error.contains(&file.display().to_string()), "{error}");
    }

    #[tokio::test]
    async fn a_database_that_does_not_answer_is_said_without_its_password() {
        let url = "postgres://baton:hush@127.0.0.1:1/baton".to_owned();
        let config = Layer { database_url: Some(url.into()), ..Layer::default() }.complete();
        let error = opened(&config).await.unwrap_err().to_string();
        assert!(
            error.contains("127.0.0.1:1") && error.contains("BATON_DATABASE_URL") && !error.contains("hush"),
            "{error}"
        );
    }
}
