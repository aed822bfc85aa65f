//! Opening the database: SQLite in WAL mode or PostgreSQL, by URL; bringing its schema up to date; hearing what other servers on it say.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use migrations::{Migrator, MigratorTrait};
use sea_orm::sqlx::Connection as _;
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{
    ConnectOptions, ConnectionTrait as _, Database, DatabaseBackend, DatabaseConnection, SqlxError, Statement,
};

use super::bell::{Bell, announced};
use crate::error::Error;

/// What servers on one PostgreSQL tell each other through.
pub(super) const CHANNEL: &str = "baton";
/// How often a server says that it is there, so that a connection that went silent is told from one with nothing to say.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// Longer silence means that the connection is gone.
const SILENCE: Duration = Duration::from_secs(30);
/// Waited before listening again.
const AFTER_A_BREAK: Duration = Duration::from_secs(1);

/// How any database is connected to.
pub(super) fn options(url: &str) -> ConnectOptions {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(16).acquire_timeout(Duration::from_secs(8)).sqlx_logging(false);
    // SQLite undoes a transaction itself when the disk is full. The pool does not learn of it, would take the next transaction on
    // the connection for a nested one, and undoing that would keep the database locked: such a connection is closed.
    options.map_sqlx_sqlite_pool_opts(|pool| {
        pool.after_release(|connection, _| {
            Box::pin(async move {
                connection.ping().await?;
                Ok(!connection.is_in_transaction())
            })
        })
    });
    options
}

/// The open database. Only [`super::scope`] can take a connection from it.
#[derive(Clone, Debug)]
pub struct Store {
    pub(super) connection: DatabaseConnection,
    pub(super) statements: Arc<AtomicU64>,
    pub(super) bell: Bell,
}

impl Store {
    /// Opens the database without touching its schema.
    ///
    /// # Errors
    /// [`Error::Unavailable`] with the reason where it cannot be opened.
    pub async fn open(url: &str) -> Result<Self, Error> {
        let mut options = options(url);
        options.map_sqlx_sqlite_opts(|sqlite| {
            sqlite
                .create_if_missing(true)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(8))
                .pragma("journal_mode", "WAL")
                // Acknowledged means on disk: NORMAL may lose the last commits with the power.
                .pragma("synchronous", "FULL")
                .pragma("cache_size", "-65536")
        });
        let mut connection = Database::connect(options)
            .await
            .map_err(|error| Error::Unavailable(format!("cannot open the database: {error}")))?;
        let statements = Arc::new(AtomicU64::new(0));
        let counter = Arc::clone(&statements);
        connection.set_metric_callback(move |_| {
            counter.fetch_add(1, Ordering::Relaxed);
        });
        Ok(Self { connection, statements, bell: Bell::default() })
    }

    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where it cannot be opened or was written by a newer version.
    pub async fn open_migrated(url: &str) -> Result<Self, Error> {
        let store = Self::open(url).await?;
        store.refuse_newer().await?;
        Migrator::up(&store.connection, None).await?;
        Ok(store)
    }

    /// Refuses a database that knows migrations we do not.
    async fn refuse_newer(&self) -> Result<(), Error> {
        let known: Vec<String> = Migrator::migrations().iter().map(|migration| migration.name().to_owned()).collect();
        Migrator::install(&self.connection).await?;
        let applied = Migrator::get_migration_models(&self.connection).await?;
        match applied.into_iter().find(|model| !known.contains(&model.version)) {
            Some(newer) => Err(Error::Unavailable(format!(
                "the database was written by a newer version of Baton (it has `{}`): start that version, or restore a backup",
                newer.version
            ))),
            None => Ok(()),
        }
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        self.connection
            .ping()
            .await
            .map_err(|error| Error::Unavailable(format!("the database does not answer: {error}")))
    }

    /// What wakes those who wait for news.
    #[must_use]
    pub const fn bell(&self) -> &Bell {
        &self.bell
    }

    /// Rings the bell for what is committed through any server on this database; never ends. An embedded database has one server, and
    /// no other command writes what anybody waits for.
    pub async fn hear(&self) {
        if self.is_embedded() {
            return std::future::pending().await;
        }
        loop {
            tokio::select! {
                Err(error) = self.listen() => tracing::warn!(%error, "other servers cannot be heard: listening again"),
                () = self.give_signs_of_life() => {}
            }
            tokio::time::sleep(AFTER_A_BREAK).await;
        }
    }

    async fn listen(&self) -> Result<(), SqlxError> {
        let mut listener = PgListener::connect_with(self.connection.get_postgres_connection_pool()).await?;
        listener.listen(CHANNEL).await?;
        loop {
            // What was said while nobody listened is not said again: everybody reads anew.
            self.bell.ring_all();
            while let Some(said) = tokio::time::timeout(SILENCE, listener.try_recv()).await.map_err(silent)?? {
                self.bell.ring(announced(said.payload()));
            }
        }
    }

    async fn give_signs_of_life(&self) {
        loop {
            tokio::time::sleep(SIGN_OF_LIFE).await;
            let sign =
                Statement::from_sql_and_values(DatabaseBackend::Postgres, "SELECT pg_notify($1, '')", [CHANNEL.into()]);
            // Where the database does not answer, the silence shows it.
            if let Err(error) = self.connection.execute_raw(sign).await {
                tracing::warn!(%error, "the database does not take a sign of life");
            }
        }
    }

    /// How many statements were sent to the database so far.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// Lets all connections go.
    ///
    /// # Errors
    /// [`Error::Unavailable`] where the database does not let them go.
    pub async fn close(self) -> Result<(), Error> {
        Ok(self.connection.close().await?)
    }

    /// Whether this is the embedded database.
    #[must_use]
    pub fn is_embedded(&self) -> bool {
        self.connection.get_database_backend() == DatabaseBackend::Sqlite
    }
}

fn silent(_: tokio::time::error::Elapsed) -> SqlxError {
    SqlxError::Io(std::io::ErrorKind::TimedOut.into())
}
